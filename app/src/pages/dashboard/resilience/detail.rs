//! Why an asset has its score: how old its newest backup is, how many runs succeeded, what both cost, and the runs.

use super::Board;
use crate::{
    components::{ChangingStatusMark, Glyph, Icon},
    content::{changing, erase},
    figures::{Ring, days::day_and_time, numbers::lost_tenths},
    film::moment,
    pages::dashboard::{
        panel::{figures, section},
        subjects::fact,
        whole_score::share_in_whole,
    },
    texts::fill,
};
use leptos::prelude::*;
use model::{BackupOutcome, Curve, ReportRun};
use scoring::explanation::{AssetExplanation, explain_asset};

/// How many runs are listed, and how many of them may be yet to come.
const NAMED: usize = 20;
const YET_TO_COME: usize = 5;

impl Board {
    pub fn detail(self, index: usize) -> AnyView {
        let texts = self.texts;
        let which = Signal::stored(index);
        let facts = self.facts(self.state(which));
        let step = self.film.step;
        let explanation = Memo::new(move |_| {
            step.track();
            let figures = self.film.figures.get();
            let at = moment(self.film.clock.moment().get_untracked());
            self.film.with_replay(|replay| explain_asset(replay, &figures, index, at))
        });
        let standing = erase(view! {
            <div class="panel-standing">
                <ChangingStatusMark status=facts.status />
                {self.difference(which)}
                <p>
                    {texts.loss_now} " " <strong class:overspent=facts.is_missed>{facts.loss_text}</strong>
                </p>
            </div>
        });
        let ring = erase(view! { <Ring label=self.browse.name(index) value=facts.score status=facts.status /> });
        let parts: Vec<AnyView> = vec![
            erase(view! { <div class="panel-score">{ring} {standing}</div> }),
            section(texts.why_title, changing(move || Some(self.why(explanation.get())))),
            section(texts.why_whole, share_in_whole(self.film.why(), index, self.numbers)),
            figures(vec![
                fact(texts.dash_target, self.target_figure(which)),
                fact(texts.dash_weight, self.weight_figure(which)),
            ]),
            self.chart_of_subject(index, Self::line),
            section(texts.detail_runs, self.runs(index)),
        ];
        erase(view! { <div class="panel-body">{parts}</div> })
    }

    fn why(self, explanation: Option<AssetExplanation>) -> AnyView {
        let (texts, numbers) = (self.texts, self.numbers);
        let Some(explanation) = explanation else {
            return erase(view! { <p>{texts.why_no_data}</p> });
        };
        let state = explanation.state;
        let target = numbers.hours(explanation.target_rpo.hours());
        let compliance = match (state.facts.actual_rpo_hours, explanation.curve) {
            (None, _) => texts.why_never.to_owned(),
            (Some(age), Curve::Linear) => {
                let share = format!("1 − {} ÷ {target}", numbers.hours(age));
                format!("{} = {}", numbers.at_least_zero(&share), numbers.percent(state.compliance))
            }
            (Some(age), Curve::Threshold) => {
                let sign = if state.is_target_missed { ">" } else { "≤" };
                format!("{} {sign} {target}: {}", numbers.hours(age), numbers.percent(state.compliance))
            }
        };
        let score = numbers.percent(state.score);
        let formula = match state.facts.success_rate {
            None => format!("S = {score}"),
            Some(rate) => format!(
                "S = {} × {} + {} × {} = {score}",
                numbers.share(explanation.weights.rpo()),
                numbers.percent(state.compliance),
                numbers.share(explanation.weights.success()),
                numbers.percent(rate),
            ),
        };
        let costs = [explanation.compliance_cost, explanation.success_cost];
        let costs = lost_tenths(costs, state.score, explanation.unexplained);
        let cost = |place: usize| numbers.points_of_tenths(-costs[place]);
        let success =
            state.facts.success_rate.map_or_else(|| texts.why_no_runs.to_owned(), |rate| numbers.percent(rate));
        let unexplained = (explanation.unexplained != 0.0)
            .then(|| erase(view! { <p>{fill(texts.why_unexplained, &numbers.points(-explanation.unexplained))}</p> }));
        erase(view! {
            <p class="formula">{formula}</p>
            {unexplained}
            <ul class="costs">
                <li class="cost-part">
                    <span>
                        {texts.dash_compliance} <small>{compliance}</small>
                    </span>
                    <span class="cost-points">{cost(0)}</span>
                </li>
                <li class="cost-part">
                    <span>
                        {texts.dash_success} <small>{success}</small>
                    </span>
                    <span class="cost-points">{cost(1)}</span>
                </li>
            </ul>
        })
    }

    /// The newest first: those that had ended by the moment, and some that are yet to come.
    fn runs(self, index: usize) -> AnyView {
        let (film, texts, numbers) = (self.film, self.texts, self.numbers);
        let count = film.with_replay(|replay| replay.assets()[index].runs.len());
        if count == 0 {
            return erase(view! { <p>{texts.detail_no_runs}</p> });
        }
        let ended = move || {
            let moment = film.clock.moment().get();
            film.with_replay(|replay| {
                replay.assets()[index].runs.partition_point(|run| run.ended_at.timestamp_millis() <= moment)
            })
        };
        let first = Memo::new(move |before: Option<&usize>| first_named(ended(), count, before.copied()));
        let line = move |words: &str, count: usize| {
            (count > 0).then(|| erase(view! { <p class="runs-rest">{fill(words, &numbers.count(count as u64))}</p> }))
        };
        changing(move || {
            let first = first.get();
            let end = (first + NAMED).min(count);
            let runs: Vec<ReportRun> = film.with_replay(|replay| replay.assets()[index].runs[first..end].to_vec());
            let lines: Vec<AnyView> = runs.into_iter().rev().map(|run| self.run(run)).collect();
            Some(erase(view! {
                {line(texts.detail_runs_after, count - end)}
                <ul class="costs">{lines}</ul>
                {line(texts.detail_runs_before, first)}
            }))
        })
    }

    /// Those that had ended by the moment are plain, later ones faint.
    fn run(self, run: ReportRun) -> AnyView {
        let (clock, texts) = (self.film.clock, self.texts);
        let at = run.ended_at.timestamp_millis();
        let (word, glyph, class) = match run.outcome {
            BackupOutcome::Success => (texts.run_success, Glyph::Success, "run"),
            BackupOutcome::Warning => (texts.run_warning, Glyph::Info, "run"),
            BackupOutcome::Failed => (texts.run_failed, Glyph::Alert, "run run-failed"),
        };
        let when = self.zone.with_value(|zone| day_and_time(texts, zone.civil(at)));
        let is_later = Memo::new(move |_| clock.moment().get() < at);
        let later = move || is_later.get().then_some(texts.run_later);
        erase(view! {
            <li class:run-later=is_later>
                <button type="button" class="cost" on:click=move |_| clock.seek(at)>
                    <span class="mono">{when}</span>
                    <span class=class>
                        <Icon glyph />
                        {word}
                    </span>
                    <span class="visually-hidden">{later}</span>
                </button>
            </li>
        })
    }
}

/// The first of the runs that are listed, when so many of all have ended. As long as the newest of these is listed, the list
/// stays as it was, so that nothing moves under whoever goes through it.
fn first_named(ended: usize, count: usize, before: Option<usize>) -> usize {
    let holds_newest = |first: &usize| (first + 1..=first + NAMED).contains(&ended.max(1));
    let around = || (ended + YET_TO_COME).min(count).saturating_sub(NAMED);
    before.filter(holds_newest).unwrap_or_else(around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_run_that_has_ended_is_always_listed() {
        for count in [1, 7, 20, 21, 168] {
            let mut before = None;
            for ended in (0..=count).chain((0..count).rev()).chain([count / 2]) {
                let first = first_named(ended, count, before);
                assert!(first <= count.saturating_sub(1) && first <= ended, "{ended} of {count}");
                assert!(ended <= first + NAMED, "{ended} of {count}");
                before = Some(first);
            }
        }
        assert_eq!(first_named(168, 168, None), 148);
        assert_eq!(first_named(60, 168, None), 45);
        assert_eq!(first_named(61, 168, Some(45)), 45);
        assert_eq!(first_named(45, 168, Some(45)), 30);
    }
}
