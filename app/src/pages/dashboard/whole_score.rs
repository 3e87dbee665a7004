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
        numbers::{permille, round_together},
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
        // The difference of what is shown, so that the line adds up where a score is shown as not quite all.
        let lost = permille(1.0 - why.lost) - permille(1.0);
        let formula = format!("100% {} = {}", numbers.points_of_tenths(lost), numbers.percent(why.score));
        let unexplained = (why.unexplained != 0.0)
            .then(|| erase(view! { <p>{fill(texts.why_unexplained, &numbers.points(-why.unexplained))}</p> }));
        Some(erase(view! {
            <p>{texts.why_whole_rule}</p>
            <p class="formula">{formula}</p>
            {unexplained}
            <p>{texts.why_whole_parts}</p>
            {costs(browse, &why, numbers)}
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
            Some((*why.subjects.iter().find(|one| one.subject == subject)?, why.weights))
        });
        let Some((cost, weights)) = found else {
            return Some(erase(view! { <p>{texts.why_left_out}</p> }));
        };
        let points = numbers.points(-cost.cost);
        let formula = format!("{} = {points}", share(cost, weights, numbers));
        Some(erase(view! {
            <p>{fill(texts.why_effect, &points)}</p>
            <p class="formula">{formula}</p>
        }))
    })
}

fn costs(browse: Browse, why: &AggregateExplanation, numbers: Numbers) -> AnyView {
    let tenths = shown_tenths(&why.subjects);
    // The dearest come first. Those that cost nothing are many on a good day, and no answer to the question.
    let named = why.subjects.iter().take(NAMED).take_while(|cost| cost.cost > 0.0).count();
    let lines: Vec<AnyView> = why
        .subjects
        .iter()
        .zip(&tenths)
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
    format!("{} × {} ÷ {weights}", numbers.percent(1.0 - cost.score), cost.weight.get())
}

/// Tenths of points that add up, as they are shown, to the tenths of their sum.
fn shown_tenths(costs: &[SubjectCost]) -> Vec<i64> {
    let thousandths: Vec<f64> = costs.iter().map(|cost| cost.cost * 1000.0).collect();
    round_together(&thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Weight;

    #[test]
    fn the_points_shown_add_up_to_the_points_lost() {
        let cost = |cost| SubjectCost { subject: 0, score: 0.5, weight: Weight::known(1), cost };
        assert_eq!(shown_tenths(&[cost(0.0334), cost(0.0333), cost(0.0333)]), [34, 33, 33]);
        assert!(shown_tenths(&[]).is_empty());
    }
}
