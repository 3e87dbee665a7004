//! What got worse from the report before over as long a time to the newest one, of each kind.

use crate::{
    analyses::{compare_path, counted, kind_glyph, report_path, standing_at},
    client::use_client,
    components::{Card, Glyph, Icon, Loaded, Status, StatusMark, load, loading_line},
    content::erase,
    figures::{numbers, numbers::permille},
    texts::{Texts, fill, texts},
};
use api::{FallenScore, FallenScores, paths};
use leptos::prelude::*;
use model::{AnalysisKind, ReportHead};

/// A change for the worse.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Worse {
    Score {
        from: f64,
        to: f64,
    },
    /// So many more stand at this status.
    More {
        status: Status,
        by: u32,
    },
}

/// The newest report of a kind and the one that it is compared with, of each kind that has both.
#[component]
pub fn WorseCard(pairs: Vec<Vec<ReportHead>>) -> impl IntoView {
    let texts = texts();
    let kinds: Vec<AnyView> = pairs
        .iter()
        .filter_map(|pair| match &pair[..] {
            [newest, before] => Some(kind(newest, before, texts)),
            _ => None,
        })
        .collect();
    let content = if kinds.is_empty() {
        erase(view! { <p class="worse-none">{texts.worse_unknown}</p> })
    } else {
        erase(view! { <div class="worse-kinds">{kinds}</div> })
    };
    view! { <Card title=texts.worse_title>{content}</Card> }
}

fn kind(newest: &ReportHead, before: &ReportHead, texts: &'static Texts) -> AnyView {
    let comparison = compare_path(&before.id, &newest.id);
    let lines: Vec<AnyView> = find_worse(newest, before)
        .into_iter()
        .map(|worse| {
            let words = words(worse, newest.kind, texts);
            erase(view! { <li>{words}</li> })
        })
        .collect();
    // The whole may fall for what is in one report alone, or for other weights.
    let nothing = match (lines.is_empty(), newest.kind) {
        (true, _) => texts.worse_nothing,
        (false, AnalysisKind::Availability) => texts.worse_no_service,
        (false, AnalysisKind::Resilience) => texts.worse_no_asset,
    };
    let lines = (!lines.is_empty()).then(|| view! { <ul class="worse-lines">{lines}</ul> });
    erase(view! {
        <section class="worse-kind">
            <h3>
                <Icon glyph=kind_glyph(newest.kind) />
                {texts.kind_of(newest.kind)}
                <a href=comparison.clone()>{texts.report_compare}</a>
            </h3>
            {lines}
            <Fallen report=newest.clone() comparison nothing />
        </section>
    })
}

fn words(worse: Worse, kind: AnalysisKind, texts: &Texts) -> String {
    let numbers = numbers();
    match worse {
        Worse::Score { from, to } => {
            let fell = match kind {
                AnalysisKind::Availability => texts.worse_availability,
                AnalysisKind::Resilience => texts.worse_resilience,
            };
            let fell = fill(fell, &numbers.tenths(permille(from) - permille(to)));
            format!("{fell} ({} → {})", numbers.percent(from), numbers.percent(to))
        }
        Worse::More { status, by } => fill(&fill(texts.worse_more, status.word(texts)), &numbers.count(by.into())),
    }
}

/// The services or assets whose score fell deepest, each with the way to why.
#[component]
fn Fallen(
    report: ReportHead,
    comparison: String,
    /// What is said where none fell.
    nothing: &'static str,
) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let id = report.id.clone();
    let fallen = load(String::new, move || client.find_fallen(id.as_str()));
    let show = move |fallen: FallenScores| list(fallen, &report, comparison.clone(), nothing, texts);
    view! { <Loaded loader=fallen failed=texts.worse_failed loading=loading_line show /> }
}

fn list(
    fallen: FallenScores,
    report: &ReportHead,
    comparison: String,
    nothing: &'static str,
    texts: &'static Texts,
) -> AnyView {
    let others = fallen.count.saturating_sub(u32::try_from(fallen.worst.len()).unwrap_or(u32::MAX));
    let rows: Vec<AnyView> = fallen.worst.into_iter().map(|one| row(one, report)).collect();
    if rows.is_empty() {
        return erase(view! {
            <p class="worse-none">
                <Icon glyph=Glyph::Success />
                {nothing}
            </p>
        });
    }
    let other_figures =
        fallen.other_figures.then(|| erase(view! { <p class="worse-figures">{texts.worse_other_figures}</p> }));
    let others = (others > 0).then(|| {
        let words = fill(texts.worse_others, &numbers().count(others.into()));
        erase(view! { <a class="worse-others" href=comparison>{words}</a> })
    });
    erase(view! {
        {other_figures}
        <ul class="worse-fallen">{rows}</ul>
        {others}
    })
}

fn row(FallenScore { id, name, from, to }: FallenScore, report: &ReportHead) -> AnyView {
    let numbers = numbers();
    let address = format!("{}?open={}", report_path(report.kind, &report.id), paths::encode(id.as_str()));
    let fall = format!("{} → {}", numbers.percent(from), numbers.percent(to));
    erase(view! {
        <li>
            <StatusMark status=standing_at(report.kind, to) />
            <a href=address>{name}</a>
            <span class="worse-fall">{fall}</span>
        </li>
    })
}

fn find_worse(newest: &ReportHead, before: &ReportHead) -> Vec<Worse> {
    let fall = newest.score.zip(before.score).filter(|(to, from)| permille(*to) < permille(*from));
    let fall = fall.map(|(to, from)| Worse::Score { from, to });
    let (now, earlier) = (counted(newest), counted(before));
    let more = now.iter().filter(|(status, _)| status.is_bad()).filter_map(|(status, _)| {
        // Whatever comes here from something worse has got better.
        let more =
            |is_counted: &dyn Fn(Status) -> bool| sum(&now, is_counted).saturating_sub(sum(&earlier, is_counted));
        let by =
            more(&|other| other == *status).min(more(&|other| other.is_bad() && other.gravity() >= status.gravity()));
        (by > 0).then_some(Worse::More { status: *status, by })
    });
    fall.into_iter().chain(more).collect()
}

fn sum(counts: &[(Status, u32)], is_counted: &dyn Fn(Status) -> bool) -> u32 {
    counts.iter().filter(|(status, _)| is_counted(*status)).map(|(_, count)| count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn head(score: f64, statuses: &[(&str, u32)]) -> ReportHead {
        let statuses: Vec<_> =
            statuses.iter().map(|(status, count)| json!({"status": status, "count": count})).collect();
        serde_json::from_value(json!({
            "id": "r", "kind": "availability", "origin": "analysis", "created_at": "2025-09-02T00:00:00Z",
            "created_by": "ada", "window": {"start": "2025-09-01T00:00:00Z", "end": "2025-09-02T00:00:00Z"},
            "timezone": "UTC", "score": score, "total": 3, "statuses": statuses, "partial": false,
        }))
        .unwrap()
    }

    #[test]
    fn only_what_got_worse_is_told() {
        let good = head(0.9, &[("GOOD", 3)]);
        let bad = head(0.7, &[("GOOD", 1), ("CRITICAL", 2)]);
        let worse = [Worse::Score { from: 0.9, to: 0.7 }, Worse::More { status: Status::Critical, by: 2 }];
        assert_eq!(find_worse(&bad, &good), worse);
        assert_eq!(find_worse(&good, &bad), []);
        assert_eq!(find_worse(&good, &good), []);
        assert_eq!(find_worse(&head(0.89996, &[("GOOD", 3)]), &good), [], "no fall that nobody can see");
        let fall = Worse::Score { from: 1.0, to: 0.9999 };
        assert_eq!(find_worse(&head(0.9999, &[("GOOD", 3)]), &head(1.0, &[("GOOD", 3)])), [fall], "99.9% is shown");
        let worst = head(0.1, &[("CRITICAL", 3)]);
        assert_eq!(
            find_worse(&head(0.6, &[("ATTENZIONE", 2), ("CRITICAL", 1)]), &worst),
            [],
            "less critical is better"
        );
    }
}
