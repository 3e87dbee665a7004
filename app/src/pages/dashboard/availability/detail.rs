//! Why a service has its score: the formula with its values, what each failure cost, what that does to the whole, and what
//! the samples were.

use super::{Board, line::silences};
use crate::{
    components::ChangingStatusMark,
    content::{changing, erase},
    figures::{
        Gauge,
        calendar::HOUR,
        days::day_and_time,
        numbers::{lost_tenths, permille, whole},
    },
    film::moment,
    focus,
    pages::dashboard::{
        panel::{figures, section},
        subjects::fact,
        whole_score::share_in_whole,
    },
    replay::Bounds,
    texts::fill,
};
use leptos::prelude::*;
use model::{SampleStatus, Timestamp};
use scoring::{
    availability,
    explanation::{FailureCost, ServiceExplanation, ServiceFormula, explain_service},
};

/// How many failures are named.
const NAMED: usize = 10;

impl Board {
    pub fn detail(self, index: usize) -> AnyView {
        let texts = self.texts;
        let which = Signal::stored(index);
        let facts = self.facts(self.state(which));
        let explanation = Memo::new(move |_| {
            self.film.state(index).track();
            let figures = self.film.figures.get();
            let at = moment(self.film.clock.moment().get_untracked());
            self.film.with_replay(|replay| explain_service(replay, &figures, index, at))
        });
        let standing = erase(view! {
            <div class="panel-standing">
                <ChangingStatusMark status=facts.status />
                {self.difference(which)}
                <p>
                    <span class:overspent=facts.is_overspent>{facts.left_text}</span>
                    " "
                    {texts.dash_of_budget_left}
                </p>
            </div>
        });
        let gauge = erase(view! { <Gauge label=self.browse.name(index) value=facts.score status=facts.status /> });
        let parts: Vec<AnyView> = vec![
            erase(view! { <div class="panel-score">{gauge} {standing}</div> }),
            section(texts.why_title, changing(move || Some(self.why(explanation.get())))),
            section(texts.why_whole, share_in_whole(self.film.why(), index, self.numbers)),
            figures(vec![
                fact(texts.dash_budget, self.budget_figure(which)),
                fact(texts.dash_weight, self.weight_figure(which)),
            ]),
            self.chart_of_subject(index, Self::line),
            section(texts.detail_samples, self.samples(index)),
        ];
        erase(view! { <div class="panel-body">{parts}</div> })
    }

    fn why(self, explanation: Option<ServiceExplanation>) -> AnyView {
        let texts = self.texts;
        let Some(explanation) = explanation else {
            return erase(view! { <p>{texts.why_no_data}</p> });
        };
        let score = explanation.state.score.unwrap_or_default();
        let by_formula = availability::score(explanation.state.failures, explanation.error_budget);
        let unexplained = if explanation.unexplained == 0.0 {
            // The file of another tool may say something else than the formula does.
            permille(score) - permille(by_formula)
        } else {
            -whole(explanation.unexplained * 1000.0)
        };
        let content = if unexplained == 0 {
            self.formula(&explanation, &self.numbers.percent(score))
        } else {
            let note = fill(texts.why_unexplained, &self.numbers.points_of_tenths(unexplained));
            erase(view! {
                <p class="formula">{format!("S = {}", self.numbers.percent(score))}</p>
                <p>{note}</p>
            })
        };
        erase(view! {
            {content}
            {self.failures(&explanation)}
        })
    }

    fn formula(self, explanation: &ServiceExplanation, score: &str) -> AnyView {
        let (texts, numbers, half) = (self.texts, self.numbers, self.numbers.tenths(5));
        let failures = numbers.count(explanation.state.failures.into());
        let budget = explanation.error_budget.get();
        let (rule, values) = match explanation.formula {
            ServiceFormula::NothingFailed => (texts.why_nothing_failed, format!("S = {score}")),
            ServiceFormula::WithinBudget => {
                (texts.why_within, format!("S = 1 − ({failures} ÷ {budget}) × {half} = {score}"))
            }
            ServiceFormula::OverBudget => {
                let term = format!("{half} − (({failures} − {budget}) ÷ {budget}) × {half}");
                (texts.why_over, format!("S = {} = {score}", numbers.at_least_zero(&term)))
            }
        };
        erase(view! {
            <p>{rule}</p>
            <p class="formula">{values}</p>
        })
    }

    fn failures(self, explanation: &ServiceExplanation) -> Option<AnyView> {
        let (texts, numbers, failures) = (self.texts, self.numbers, &explanation.failures);
        if failures.is_empty() {
            return None;
        }
        let score = explanation.state.score.unwrap_or_default();
        let costs = lost_tenths(failures.iter().map(|failure| failure.cost), score, explanation.unexplained);
        let named = failures.iter().zip(&costs).take(NAMED);
        let lines: Vec<AnyView> = named.map(|(failure, cost)| self.failure(*failure, *cost)).collect();
        let rest = costs.get(NAMED..).filter(|rest| !rest.is_empty()).map(|rest| {
            let words = fill(texts.dash_more, &numbers.count(rest.len() as u64));
            erase(view! {
                <li class="cost-rest">
                    <span>{words}</span>
                    <span>{numbers.points_of_tenths(-rest.iter().sum::<i64>())}</span>
                </li>
            })
        });
        Some(erase(view! {
            <p>{texts.why_failures}</p>
            <ol class="costs">{lines} {rest}</ol>
        }))
    }

    fn failure(self, failure: FailureCost, cost: i64) -> AnyView {
        let clock = self.film.clock;
        let at = failure.at.timestamp_millis();
        let id = format!("failure-{at}");
        let seek = {
            let id = id.clone();
            move |_| {
                clock.seek(at);
                // The list is another one at another moment.
                focus::give_back_to(vec![id.clone()]);
            }
        };
        let times = (failure.failures > 1).then(|| format!(" × {}", failure.failures));
        erase(view! {
            <li>
                <button type="button" id=id class="cost" on:click=seek>
                    <span class="mono">{self.when(failure.at)}</span>
                    <span class="cost-times">{times}</span>
                    <span class="cost-points">{self.numbers.points_of_tenths(-cost)}</span>
                </button>
            </li>
        })
    }

    fn samples(self, index: usize) -> AnyView {
        let (texts, numbers) = (self.texts, self.numbers);
        let (counts, extent) = self.film.with_replay(|replay| {
            let service = &replay.services()[index];
            (service.samples, service.extent)
        });
        let lines: Vec<AnyView> = SampleStatus::ALL
            .into_iter()
            .map(|status| {
                let word = match status {
                    SampleStatus::Ok => texts.sample_ok,
                    SampleStatus::Degraded => texts.sample_degraded,
                    SampleStatus::Failed => texts.sample_failed,
                    SampleStatus::Unknown => texts.sample_unknown,
                };
                fact(word, erase(numbers.count(counts.get(status))))
            })
            .collect();
        let silence = self.silence(index).map(|words| erase(view! { <p class="silence">{words}</p> }));
        let ends = extent.map(|extent| {
            erase((
                fact(texts.detail_first, erase(self.when(extent.first))),
                fact(texts.detail_last, erase(self.when(extent.last))),
            ))
        });
        erase(view! {
            <dl class="panel-figures">{lines} {ends}</dl>
            {silence}
        })
    }

    /// That a service was silent while others were not, for as long as its chart shows gaps.
    fn silence(self, index: usize) -> Option<String> {
        let bounds = self.film.clock.bounds();
        let gaps = self.film.with_replay(|replay| silences(&replay.services()[index], bounds));
        let missing: i64 = gaps.into_iter().map(Bounds::length).sum();
        (missing > 0).then(|| fill(self.texts.detail_silent, &self.numbers.hours(missing as f64 / HOUR as f64)))
    }

    fn when(self, at: Timestamp) -> String {
        self.zone.with_value(|zone| day_and_time(self.texts, zone.civil(at.timestamp_millis())))
    }
}
