//! Why the score of the whole is what it is: the points that it lost to each service or asset. The parts add up exactly to
//! what is missing to 1, as they are shown too.

use super::{
    browse::{Browse, Open},
    panel::{WHOLE_OPENER, section},
};
use crate::{
    content::{changing, erase},
    figures::{
        Numbers,
        numbers::{lost_tenths, whole},
    },
    texts::{fill, texts},
};
use leptos::prelude::*;
use scoring::explanation::{AggregateExplanation, SubjectCost};

/// How many services or assets are named at most.
const NAMED: usize = 50;

/// Nothing where nothing counts.
pub type WhyWhole = Memo<Option<AggregateExplanation>>;

/// What opens the explanation, beside the score.
pub fn why_button(browse: Browse) -> AnyView {
    erase(view! {
        <button
            type="button"
            id=WHOLE_OPENER
            class="link-button"
            aria-expanded=move || browse.expanded(Open::Whole)
            on:click=move |_| browse.open.set(Some(Open::Whole))
        >
            {texts().why_title}
        </button>
    })
}

/// The body of the panel.
pub fn why_whole(browse: Browse, why: WhyWhole, numbers: Numbers) -> AnyView {
    let texts = texts();
    let content = changing(move || {
        let Some(why) = why.get() else {
            return Some(erase(view! { <p>{texts.why_no_data}</p> }));
        };
        let tenths = shown_tenths(&why);
        let lost = numbers.tenths(tenths.iter().sum());
        let others = match whole(why.unexplained * 1000.0) {
            0 => String::new(),
            given if given < 0 => format!(" + {}", numbers.tenths(-given)),
            lost => format!(" − {}", numbers.tenths(lost)),
        };
        let formula = format!("100% − {lost}{others} = {}", numbers.percent(why.score));
        let unexplained = (why.unexplained != 0.0)
            .then(|| erase(view! { <p>{fill(texts.why_unexplained, &numbers.points(-why.unexplained))}</p> }));
        Some(erase(view! {
            <p>{texts.why_whole_rule}</p>
            <p class="formula">{formula}</p>
            {unexplained}
            <p>{texts.why_whole_parts}</p>
            {costs(browse, &why, &tenths, numbers)}
        }))
    });
    erase(view! { <div class="panel-body">{section(texts.why_title, content)}</div> })
}

/// What one service or asset takes from the whole.
pub fn share_in_whole(why: WhyWhole, subject: usize, numbers: Numbers) -> AnyView {
    let texts = texts();
    changing(move || {
        let found = why.with(|why| {
            let why = why.as_ref()?;
            let place = why.subjects.iter().position(|one| one.subject == subject)?;
            Some((why.subjects[place], shown_tenths(why)[place], why.weights))
        });
        let Some((cost, tenths, weights)) = found else {
            return Some(erase(view! { <p>{texts.why_left_out}</p> }));
        };
        let points = numbers.tenths(tenths);
        let formula = format!("{} = {points}", share(cost, weights, numbers));
        Some(erase(view! {
            <p>{fill(texts.why_effect, &points)}</p>
            <p class="formula">{formula}</p>
        }))
    })
}

fn costs(browse: Browse, why: &AggregateExplanation, tenths: &[i64], numbers: Numbers) -> AnyView {
    // The dearest come first. Those that cost nothing are many on a good day, and no answer to the question.
    let named = why.subjects.iter().take(NAMED).take_while(|cost| cost.cost > 0.0).count();
    let lines: Vec<AnyView> = why
        .subjects
        .iter()
        .zip(tenths)
        .take(named)
        .map(|(cost, tenths)| {
            let (cost, points) = (*cost, numbers.tenths(-*tenths));
            erase(view! {
                <li>
                    <button type="button" class="cost" on:click=move |_| browse.open_subject(cost.subject)>
                        <span class="cost-name">
                            <bdi>{browse.name(cost.subject)}</bdi>
                            <small>{share(cost, why.weights, numbers)}</small>
                        </span>
                        <span class="cost-points">{points}</span>
                    </button>
                </li>
            })
        })
        .collect();
    let rest = tenths.get(named..).filter(|rest| !rest.is_empty()).map(|rest| {
        let words = if named < NAMED { texts().why_whole_rest } else { texts().dash_more };
        let words = fill(words, &numbers.count(rest.len() as u64));
        erase(view! {
            <li class="cost-rest">
                <span>{words}</span>
                <span>{numbers.tenths(-rest.iter().sum::<i64>())}</span>
            </li>
        })
    });
    erase(view! { <ol class="costs">{lines} {rest}</ol> })
}

/// `40.0% × 8 ÷ 60`: what it lost itself, and its share of the weights.
fn share(cost: SubjectCost, weights: u64, numbers: Numbers) -> String {
    format!("{} × {} ÷ {}", numbers.percent(1.0 - cost.score), cost.weight.get(), numbers.count(weights))
}

/// What each service or asset cost, in tenths of points.
fn shown_tenths(why: &AggregateExplanation) -> Vec<i64> {
    lost_tenths(why.subjects.iter().map(|cost| cost.cost), why.score, why.unexplained)
}
