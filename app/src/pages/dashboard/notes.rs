//! What one should know of a report before believing its figures: what failed, what could not be read, where it comes from,
//! of which moment they are, and whether they can be made anew from what happened.

use crate::{
    analyses,
    components::{Callout, CalloutTone, Glyph, Icon},
    content::{changing, erase},
    figures::{
        Numbers, Zone,
        days::{day_and_time, day_name},
        numbers,
        numbers::NO_NUMBER,
    },
    printing::watch_printing,
    replay::Replay,
    texts::{Texts, fill, texts},
};
use leptos::prelude::*;
use model::{AssetId, AvailabilityStatus, FailedAsset, Report, ReportOrigin, ResilienceStatus, Unreadable};
use scoring::recheck::{Discrepancy, Figure, Value, recheck};
use std::sync::Arc;

/// How many of a long list are named.
const NAMED: usize = 8;

/// The moment that everything is shown at, where there is no bar to see it from.
pub fn moment_on_paper(replay: Replay, zone: Zone) -> AnyView {
    let texts = texts();
    let (is_printing, zone) = (watch_printing(), StoredValue::new(zone));
    let words = move || {
        let moment = replay.moment().get_untracked();
        let (civil, offset) = zone.with_value(|zone| (zone.civil(moment), zone.offset_text(moment)));
        fill(texts.dash_as_of, &format!("{} {}, {} {offset}", day_name(texts, civil), civil.year, civil.exact_time()))
    };
    changing(move || is_printing.get().then(|| erase(view! { <p class="dash-moment">{words()}</p> })))
}

#[component]
pub fn Notes(
    report: Arc<Report>,
    /// Whose details were asked for and are not in the report.
    missing: Option<AssetId>,
) -> impl IntoView {
    let texts = texts();
    let missing = missing.map(|id| {
        erase(view! {
            <Callout glyph=Glyph::Info>
                <p>
                    {texts.dash_missing}
                    " "
                    <bdi class="mono">{id.to_string()}</bdi>
                </p>
            </Callout>
        })
    });
    let failed = (!report.failed.is_empty()).then(|| failed_note(&report.failed, texts));
    let unreadable = (report.unreadable.count > 0).then(|| unreadable_note(&report.unreadable, texts));
    let imported = (report.head.origin == ReportOrigin::Import).then(|| {
        erase(view! {
            <Callout glyph=Glyph::Info>
                <p>{texts.dash_imported}</p>
            </Callout>
        })
    });
    erase(view! { <div class="dash-notes">{missing} {failed} {unreadable} {imported}</div> })
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
                    <bdi lang="en">{asset.message.clone()}</bdi>
                </li>
            })
        })
        .collect();
    let is_short = failed.len() <= 3;
    let rest = more(failed.len(), texts);
    let title = fill(texts.dash_failed, &numbers().count(failed.len() as u64));
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
    let lines: Vec<AnyView> = unreadable
        .examples
        .iter()
        .map(|example| erase(view! { <li><bdi lang="en">{example.clone()}</bdi></li> }))
        .collect();
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
    Some(erase(view! { <li>{fill(texts.dash_more, &numbers().count(rest as u64))}</li> }))
}

/// "Recomputed here: equal", or what differs.
#[component]
pub fn Recheck(report: Arc<Report>, zone: Zone) -> impl IntoView {
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
            let words = words_of(discrepancy, &zone, texts, numbers);
            erase(view! { <li><bdi class="mono">{subject}</bdi> ": " {words}</li> })
        })
        .collect();
    let rest = more(found.len(), texts);
    let title = fill(texts.recheck_differs, &numbers.count(found.len() as u64));
    erase(view! {
        <details class="dash-details recheck">
            <summary>{title}</summary>
            <p>{texts.recheck_differs_meaning}</p>
            <ul>{lines} {rest}</ul>
        </details>
    })
}

fn words_of(discrepancy: &Discrepancy, zone: &Zone, texts: &'static Texts, numbers: Numbers) -> String {
    let standing = |word| fill(texts.recheck_standing, status_words(word, texts));
    let figure = match discrepancy.figure {
        Figure::Standing(word) => return differs(&standing(word), discrepancy, zone, texts, numbers),
        Figure::Score => texts.dash_score,
        Figure::Status => texts.dash_status,
        Figure::Failures | Figure::FailedSamples => texts.dash_failures,
        Figure::FirstSample => texts.detail_first,
        Figure::LastSample => texts.detail_last,
        Figure::TotalRuns => texts.detail_runs,
        Figure::SuccessfulRuns => texts.recheck_successful,
        Figure::NoRuns => texts.recheck_no_runs,
        Figure::ActualRpo => texts.dash_age,
        Figure::SuccessRate => texts.dash_success,
        Figure::Compliance => texts.dash_compliance,
        Figure::Total => texts.recheck_total,
    };
    differs(figure, discrepancy, zone, texts, numbers)
}

fn differs(figure: &str, discrepancy: &Discrepancy, zone: &Zone, texts: &'static Texts, numbers: Numbers) -> String {
    let stated = value_words(discrepancy.stated, zone, texts, numbers);
    let recomputed = value_words(discrepancy.recomputed, zone, texts, numbers);
    format!("{figure} {stated} → {recomputed}")
}

fn value_words(value: Value, zone: &Zone, texts: &'static Texts, numbers: Numbers) -> String {
    match value {
        Value::Fraction(fraction) => numbers.percent_or_dash(fraction),
        Value::Hours(hours) => hours.map_or_else(|| texts.dash_never.into(), |hours| numbers.hours(hours)),
        Value::Count(count) => numbers.count(count),
        Value::Status(word) => status_words(word, texts).into(),
        Value::Moment(at) => {
            at.map_or_else(|| NO_NUMBER.into(), |at| day_and_time(texts, zone.civil(at.timestamp_millis())))
        }
        Value::Flag(true) => texts.recheck_yes.into(),
        Value::Flag(false) => texts.recheck_no.into(),
    }
}

/// What both kinds call by one word is one word to people too.
fn status_words(word: &'static str, texts: &'static Texts) -> &'static str {
    let of_services = AvailabilityStatus::ALL.iter().map(|status| (status.as_str(), analyses::availability(*status)));
    let of_assets = ResilienceStatus::ALL.iter().map(|status| (status.as_str(), analyses::resilience(*status)));
    let found = of_services.chain(of_assets).find(|(known, _)| *known == word);
    found.map_or(word, |(_, status)| status.word(texts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Language;

    #[test]
    fn values_are_said_in_words_and_in_the_zone() {
        let zone = Zone::with_offsets("Europe/Rome", [(0, 120)]);
        let language = Language::Italian;
        let check = |value, expected| {
            assert_eq!(value_words(value, &zone, Texts::of(language), Numbers::of(language)), expected);
        };
        check(Value::Status("ATTENZIONE"), "Attenzione");
        check(Value::Status("SEVERE"), "Gravissimo");
        check(Value::Flag(true), "sì");
        check(Value::Moment("2025-09-01T02:40:00Z".parse().ok()), "lun 1 set, 04:40");
    }
}
