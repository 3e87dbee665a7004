//! What one should know of a report before believing its figures: what failed, what could not be read, where it comes from,
//! and whether the figures can be made anew from what happened.

use crate::{
    components::{Callout, CalloutTone, Glyph, Icon},
    content::erase,
    figures::{Numbers, numbers},
    texts::{Texts, fill, texts},
};
use leptos::prelude::*;
use model::{FailedAsset, Report, ReportOrigin, Unreadable};
use scoring::recheck::{Discrepancy, Figure, Value, recheck};
use std::sync::Arc;

/// How many of a long list are named.
const NAMED: usize = 8;

#[component]
pub fn Notes(report: Arc<Report>) -> impl IntoView {
    let texts = texts();
    let failed = (!report.failed.is_empty()).then(|| failed_note(&report.failed, texts));
    let unreadable = (report.unreadable.count > 0).then(|| unreadable_note(&report.unreadable, texts));
    let imported = (report.head.origin == ReportOrigin::Import).then(|| {
        erase(view! {
            <Callout glyph=Glyph::Info>
                <p>{texts.dash_imported}</p>
            </Callout>
        })
    });
    erase(view! { <div class="dash-notes">{failed} {unreadable} {imported}</div> })
}

fn failed_note(failed: &[FailedAsset], texts: &'static Texts) -> AnyView {
    let lines: Vec<AnyView> = failed
        .iter()
        .take(NAMED)
        .map(|asset| {
            erase(view! {
                <li>
                    <bdi class="mono">{asset.asset_id.to_string()}</bdi>
                    ": "
                    <bdi>{asset.message.clone()}</bdi>
                </li>
            })
        })
        .collect();
    let is_short = failed.len() <= 3;
    let rest = more(failed.len(), texts);
    let title = fill(texts.dash_failed, &failed.len().to_string());
    erase(view! {
        <Callout glyph=Glyph::Alert tone=CalloutTone::Bad>
            <details class="dash-details" open=is_short>
                <summary>{title}</summary>
                <ul>{lines} {rest}</ul>
            </details>
        </Callout>
    })
}

fn unreadable_note(unreadable: &Unreadable, texts: &'static Texts) -> AnyView {
    let lines: Vec<AnyView> =
        unreadable.examples.iter().map(|example| erase(view! { <li><bdi>{example.clone()}</bdi></li> })).collect();
    let title = fill(texts.dash_unreadable, &numbers().count(unreadable.count));
    erase(view! {
        <Callout glyph=Glyph::Info>
            <details class="dash-details">
                <summary>{title}</summary>
                <ul>{lines}</ul>
            </details>
        </Callout>
    })
}

fn more(count: usize, texts: &'static Texts) -> Option<AnyView> {
    let rest = count.checked_sub(NAMED).filter(|rest| *rest > 0)?;
    Some(erase(view! { <li>{fill(texts.dash_more, &rest.to_string())}</li> }))
}

/// "Recomputed here: equal", or what differs.
#[component]
pub fn Recheck(report: Arc<Report>) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let found = recheck(&report);
    if found.is_empty() {
        return erase(view! {
            <p class="recheck">
                <Icon glyph=Glyph::Success />
                <span title=texts.recheck_meaning>{texts.recheck_equal}</span>
            </p>
        });
    }
    let lines: Vec<AnyView> = found
        .iter()
        .take(NAMED)
        .map(|discrepancy| {
            let subject =
                discrepancy.subject.as_ref().map_or_else(|| texts.recheck_whole.to_owned(), ToString::to_string);
            let words = words_of(discrepancy, texts, numbers);
            erase(view! { <li><bdi class="mono">{subject}</bdi> ": " {words}</li> })
        })
        .collect();
    let rest = more(found.len(), texts);
    let title = fill(texts.recheck_differs, &found.len().to_string());
    erase(view! {
        <details class="dash-details recheck recheck-differs">
            <summary>{title}</summary>
            <p>{texts.recheck_differs_meaning}</p>
            <ul>{lines} {rest}</ul>
        </details>
    })
}

fn words_of(discrepancy: &Discrepancy, texts: &'static Texts, numbers: Numbers) -> String {
    let figure = match discrepancy.figure {
        Figure::Score => texts.dash_score,
        Figure::Status | Figure::Standing(_) => texts.dash_status,
        Figure::Failures | Figure::FailedSamples => texts.dash_failures,
        Figure::FirstSample => texts.detail_first,
        Figure::LastSample => texts.detail_last,
        Figure::TotalRuns | Figure::SuccessfulRuns | Figure::NoRuns => texts.detail_runs,
        Figure::ActualRpo => texts.dash_age,
        Figure::SuccessRate => texts.dash_success,
        Figure::Compliance => texts.dash_compliance,
        Figure::Total => texts.recheck_total,
    };
    let stated = value_words(discrepancy.stated, texts, numbers);
    let recomputed = value_words(discrepancy.recomputed, texts, numbers);
    format!("{figure} {stated} → {recomputed}")
}

fn value_words(value: Value, texts: &'static Texts, numbers: Numbers) -> String {
    match value {
        Value::Fraction(fraction) => fraction.map_or_else(|| "–".into(), |fraction| numbers.percent(fraction)),
        Value::Hours(hours) => hours.map_or_else(|| texts.dash_never.into(), |hours| numbers.hours(hours)),
        Value::Count(count) => numbers.count(count),
        Value::Status(word) => word.into(),
        Value::Moment(at) => at.map_or_else(|| "–".into(), |at| at.to_rfc3339()),
        Value::Flag(flag) => flag.to_string(),
    }
}
