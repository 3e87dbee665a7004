//! The services or assets of two reports, those that moved the whole most on top.

use super::causes::{CauseBar, CauseBarProps, LEAST_SHOWN, cause_words};
use crate::{
    analyses::standing_at,
    components::{Button, Cell, Column, Columns, Finder, FinderTable, SortKey, StatusMark, TableSort, matches_search},
    content::{changing, erase},
    figures::{
        Numbers, numbers,
        numbers::{NO_NUMBER, shown_difference},
    },
    focus,
    texts::{Texts, fill, texts},
};
use leptos::prelude::*;
use model::AnalysisKind;
use scoring::comparison::{Comparison, SubjectComparison, SubjectSide};

const NAME: &str = "name";
const BEFORE: &str = "before";
const AFTER: &str = "after";
const CHANGE: &str = "change";
const OWN_CAUSES: &str = "own_causes";
const EFFECT: &str = "effect";
const CAUSES: &str = "causes";
/// Those that moved the whole most on top, whichever way.
const REACH: &str = "reach";

pub fn subject_table(kind: AnalysisKind, comparison: Comparison) -> AnyView {
    let (texts, numbers) = (texts(), numbers());
    let scale = comparison.subjects.iter().map(effort).fold(0.0, f64::max);
    let columns: Columns = [
        Column::new(texts.dash_name).sorted_by(NAME),
        Column::with_class(texts.compare_effect, "numeric").sorted_by(EFFECT),
        Column::new(texts.compare_causes).sorted_by(CAUSES),
        Column::with_class(texts.compare_before, "numeric").sorted_by(BEFORE),
        Column::with_class(texts.compare_after, "numeric").sorted_by(AFTER),
        Column::with_class(texts.compare_change, "numeric").sorted_by(CHANGE),
        Column::new(texts.compare_own_causes).sorted_by(OWN_CAUSES),
    ]
    .into();
    let finder = Finder::new(TableSort::descending(REACH), &columns);
    let count = comparison.subjects.len();
    let moved = comparison.subjects.iter().filter(|subject| has_moved(subject)).count();
    // Where nothing moved, all of them say so.
    let shows_all = RwSignal::new(moved == 0);
    let found = finder.find(
        comparison.subjects.into(),
        move |subject, search| {
            let is_asked_for = shows_all.get() || !search.is_empty() || has_moved(subject);
            is_asked_for && matches_search(&subject.name, search)
        },
        sort_key,
        move |subject| cells(kind, subject, scale, texts, numbers),
    );
    let show_all = move |()| {
        // The button goes.
        focus::keep();
        shows_all.set(true);
    };
    let rest = changing(move || {
        (!shows_all.get() && moved < count).then(|| {
            erase(view! {
                <div class="compare-rest">
                    <Button on_press=show_all>
                        {fill(texts.compare_show_rest, &numbers.count((count - moved) as u64))}
                    </Button>
                </div>
            })
        })
    });
    erase(view! {
        <FinderTable label=texts.compare_title columns finder found file="vedetta-comparison.csv" />
        {rest}
    })
}

/// Whether anything about it is another than before, as far as that is shown.
fn has_moved(subject: &SubjectComparison) -> bool {
    let is_shown = |part: f64| part.abs() >= LEAST_SHOWN;
    let own = subject.change.map(|change| [change.events, change.figure, change.rule]);
    subject.before.is_some() != subject.after.is_some()
        || subject.parts.as_array().into_iter().any(is_shown)
        || own.is_some_and(|own| own.into_iter().any(is_shown))
}

/// Causes are ordered by the largest of them.
fn sort_key(subject: &SubjectComparison, column: &str) -> SortKey {
    let score = |side: Option<SubjectSide>| SortKey::number(side.and_then(|side| side.score));
    let largest = |parts: &[f64]| {
        let shown = parts.iter().copied().filter(|part| part.abs() >= LEAST_SHOWN);
        SortKey::number(shown.max_by(|one, other| one.abs().total_cmp(&other.abs())))
    };
    match column {
        NAME => SortKey::text(&subject.name),
        BEFORE => score(subject.before),
        AFTER => score(subject.after),
        CHANGE => SortKey::number(own_difference(subject)),
        OWN_CAUSES => subject.change.map_or(SortKey::Missing, |own| largest(&[own.events, own.figure, own.rule])),
        EFFECT => SortKey::Number(effect(subject)),
        CAUSES => largest(&subject.parts.as_array()),
        _ => SortKey::Number(reach(subject)),
    }
}

fn cells(
    kind: AnalysisKind,
    subject: &SubjectComparison,
    scale: f64,
    texts: &'static Texts,
    numbers: Numbers,
) -> Vec<Cell> {
    let parts = subject.parts.as_array();
    let effect = effect(subject);
    let change = own_difference(subject).map_or_else(|| NO_NUMBER.into(), |change| numbers.points(change));
    let own = own_causes(kind, subject, texts, numbers);
    let causes = causes(kind, subject, texts, numbers);
    vec![
        Cell::text(subject.name.clone()),
        Cell::new(view! { <strong>{numbers.points(effect)}</strong> }),
        Cell::new(view! {
            <span class="compare-effect">
                {CauseBar(CauseBarProps { parts, scale })} <span class="compare-words">{causes}</span>
            </span>
        }),
        score_cell(kind, subject.before, numbers),
        score_cell(kind, subject.after, numbers),
        Cell::new(view! { <strong>{change}</strong> }),
        Cell::new(view! { <span class="compare-words">{own}</span> }),
    ]
}

fn own_causes(kind: AnalysisKind, subject: &SubjectComparison, texts: &'static Texts, numbers: Numbers) -> String {
    match (subject.change, own_difference(subject)) {
        (Some(change), Some(difference)) => {
            cause_words(kind, &[change.events, change.figure, change.rule], difference, texts, numbers).join(" · ")
        }
        _ => presence(subject, texts).into(),
    }
}

/// What moved the whole.
fn causes(kind: AnalysisKind, subject: &SubjectComparison, texts: &'static Texts, numbers: Numbers) -> String {
    cause_words(kind, &subject.parts.as_array(), effect(subject), texts, numbers).join(" · ")
}

/// How far its own score went, as the two scores beside it are shown.
fn own_difference(subject: &SubjectComparison) -> Option<f64> {
    let score = |side: Option<SubjectSide>| side.and_then(|side| side.score);
    let change = subject.change?;
    let shown = score(subject.before).zip(score(subject.after)).map(|(from, to)| shown_difference(from, to));
    Some(shown.unwrap_or(change.difference))
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
        return Cell::new(view! { <span>{NO_NUMBER}</span> });
    };
    let status = standing_at(kind, score);
    Cell::new(view! {
        <span class="compare-score">
            <StatusMark status />
            <span>{numbers.percent(score)}</span>
        </span>
    })
}

/// How far a subject moved the whole.
fn effect(subject: &SubjectComparison) -> f64 {
    subject.parts.as_array().iter().sum()
}

/// How much a subject moved the whole, and where it did not, its own score.
fn reach(subject: &SubjectComparison) -> f64 {
    effect(subject).abs() + 0.000_001 * subject.change.map_or(0.0, |change| change.difference.abs())
}

/// What fills half of a bar.
fn effort(subject: &SubjectComparison) -> f64 {
    let parts = subject.parts.as_array();
    let sum = |is_gain: bool| parts.iter().filter(|part| (**part > 0.0) == is_gain).map(|part| part.abs()).sum::<f64>();
    sum(true).max(sum(false))
}
