//! What got worse from the report before to the newest one, of each kind.

use crate::{
    analyses::{counted, kind_glyph},
    components::{Card, Glyph, Icon, Status},
    content::erase,
    figures::numbers,
    texts::{Texts, fill, texts},
};
use api::paths;
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

/// The newest report of a kind and the one before, of each kind that has both.
#[component]
pub fn WorseCard(pairs: Vec<Vec<ReportHead>>) -> impl IntoView {
    let texts = texts();
    let mut has_pair = false;
    let mut lines = Vec::new();
    for pair in &pairs {
        if let [newest, before] = &pair[..] {
            has_pair = true;
            lines.extend(find_worse(newest, before).into_iter().map(|worse| line(worse, newest, before, texts)));
        }
    }
    let content = if !has_pair {
        erase(view! { <p class="worse-none">{texts.worse_unknown}</p> })
    } else if lines.is_empty() {
        erase(view! {
            <p class="worse-none">
                <Icon glyph=Glyph::Success />
                {texts.worse_nothing}
            </p>
        })
    } else {
        erase(view! { <ul class="worse-list">{lines}</ul> })
    };
    view! { <Card title=texts.worse_title>{content}</Card> }
}

fn line(worse: Worse, newest: &ReportHead, before: &ReportHead, texts: &Texts) -> AnyView {
    let numbers = numbers();
    let words = match worse {
        Worse::Score { from, to } => {
            let fell = match newest.kind {
                AnalysisKind::Availability => texts.worse_availability,
                AnalysisKind::Resilience => texts.worse_resilience,
            };
            let fell = fill(fell, &numbers.tenths(((from - to) * 1000.0).round() as i64));
            format!("{fell} ({} → {})", numbers.percent(from), numbers.percent(to))
        }
        Worse::More { status, by } => fill(&fill(texts.worse_more, status.word(texts)), &by.to_string()),
    };
    let id = |head: &ReportHead| paths::encode(head.id.as_str());
    let address = format!("/compare?a={}&b={}", id(before), id(newest));
    let glyph = kind_glyph(newest.kind);
    erase(view! {
        <li>
            <Icon glyph />
            <span>{words}</span>
            <a href=address>{texts.report_compare}</a>
        </li>
    })
}

fn find_worse(newest: &ReportHead, before: &ReportHead) -> Vec<Worse> {
    let fall = newest.score.zip(before.score).filter(|(to, from)| to < from);
    let fall = fall.map(|(to, from)| Worse::Score { from, to });
    let earlier = counted(before);
    let more = counted(newest).into_iter().filter(|(status, _)| status.is_bad()).filter_map(|(status, count)| {
        let was = earlier.iter().find(|(other, _)| *other == status).map_or(0, |(_, count)| *count);
        (count > was).then_some(Worse::More { status, by: count - was })
    });
    fall.into_iter().chain(more).collect()
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
    }
}
