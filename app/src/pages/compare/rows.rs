//! The services or assets of two reports, those that moved the whole most on top.

use super::causes::{CauseBar, CauseBarProps, cause_words};
use crate::{
    components::{Button, Cell, Column, Columns, StatusMark, Table, row},
    content::{changing, erase},
    figures::{Numbers, numbers},
    texts::{Texts, fill, texts},
};
use leptos::prelude::*;
use model::AnalysisKind;
use scoring::comparison::{Comparison, SubjectComparison, SubjectSide};
use std::sync::Arc;

/// How many rows are shown before one asks for more.
const ROWS_AT_ONCE: usize = 100;

pub fn subject_table(kind: AnalysisKind, comparison: Comparison) -> AnyView {
    let (texts, numbers) = (texts(), numbers());
    let mut subjects = comparison.subjects;
    subjects.sort_by(|one, other| reach(other).total_cmp(&reach(one)));
    let scale = subjects.iter().map(effort).fold(0.0, f64::max);
    let columns: Columns = [
        Column::new(texts.dash_name),
        Column::with_class(texts.compare_before, "numeric"),
        Column::with_class(texts.compare_after, "numeric"),
        Column::with_class(texts.compare_change, "numeric"),
        Column::new(texts.compare_own_causes),
        Column::with_class(texts.compare_effect, "numeric"),
        Column::new(texts.compare_causes),
    ]
    .into();
    let subjects: Arc<[SubjectComparison]> = subjects.into();
    let limit = RwSignal::new(ROWS_AT_ONCE);
    let heads: Vec<AnyView> = [
        (texts.dash_name, ""),
        (texts.compare_before, "numeric"),
        (texts.compare_after, "numeric"),
        (texts.compare_change, "numeric"),
        (texts.compare_own_causes, ""),
        (texts.compare_effect, "numeric"),
        (texts.compare_causes, ""),
    ]
    .into_iter()
    .map(|(label, class)| {
        erase(view! {
            <th scope="col" class=class>
                {label}
            </th>
        })
    })
    .collect();
    let count = subjects.len();
    let rows = changing(move || {
        let shown = subjects.iter().take(limit.get());
        let rows: Vec<AnyView> =
            shown.map(|subject| row(&columns, cells(kind, subject, scale, texts, numbers))).collect();
        Some(erase(rows))
    });
    let more = changing(move || {
        let rest = count.saturating_sub(limit.get());
        (rest > 0).then(|| {
            erase(view! {
                <div class="dash-more">
                    <Button on_press=move |()| limit.update(|limit| *limit += ROWS_AT_ONCE)>
                        {fill(texts.dash_more, &rest.to_string())}
                    </Button>
                </div>
            })
        })
    });
    erase(view! {
        <Table label=texts.compare_title>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {more}
    })
}

fn cells(
    kind: AnalysisKind,
    subject: &SubjectComparison,
    scale: f64,
    texts: &'static Texts,
    numbers: Numbers,
) -> Vec<Cell> {
    let parts = subject.parts.as_array();
    let effect: f64 = parts.iter().sum();
    let change = subject.change.map_or_else(|| "–".into(), |change| numbers.points(change.difference));
    let own = match subject.change {
        Some(change) => cause_words(kind, &[change.events, change.figure, change.rule], texts, numbers).join(" · "),
        None => presence(subject, texts).into(),
    };
    let causes = cause_words(kind, &parts, texts, numbers).join(" · ");
    vec![
        Cell::text(subject.name.clone()),
        score_cell(kind, subject.before, numbers),
        score_cell(kind, subject.after, numbers),
        Cell::new(view! { <strong>{change}</strong> }),
        Cell::new(view! { <span class="compare-words">{own}</span> }),
        Cell::new(view! { <strong>{numbers.points(effect)}</strong> }),
        Cell::new(view! {
            <span class="compare-effect">
                {CauseBar(CauseBarProps { parts, scale })} <span class="compare-words">{causes}</span>
            </span>
        }),
    ]
}

fn presence(subject: &SubjectComparison, texts: &'static Texts) -> &'static str {
    match (subject.before, subject.after) {
        (Some(_), None) => texts.compare_only_before,
        (None, Some(_)) => texts.compare_only_after,
        _ => texts.status_no_data,
    }
}

fn score_cell(kind: AnalysisKind, side: Option<SubjectSide>, numbers: Numbers) -> Cell {
    let Some(score) = side.and_then(|side| side.score) else {
        return Cell::new(view! { <span>"–"</span> });
    };
    let status = match kind {
        AnalysisKind::Availability => crate::analyses::availability(scoring::availability::status(score)),
        AnalysisKind::Resilience => crate::analyses::resilience(scoring::resilience::status(score)),
    };
    Cell::new(view! {
        <span class="compare-score">
            <StatusMark status />
            <span>{numbers.percent(score)}</span>
        </span>
    })
}

/// How much a subject moved the whole, and where it did not, its own score.
fn reach(subject: &SubjectComparison) -> f64 {
    let effect: f64 = subject.parts.as_array().iter().sum();
    effect.abs() + 0.000_001 * subject.change.map_or(0.0, |change| change.difference.abs())
}

/// What fills half of a bar.
fn effort(subject: &SubjectComparison) -> f64 {
    let parts = subject.parts.as_array();
    let sum = |is_gain: bool| parts.iter().filter(|part| (**part > 0.0) == is_gain).map(|part| part.abs()).sum::<f64>();
    sum(true).max(sum(false))
}
