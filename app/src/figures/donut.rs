//! How many stand at each status, as one ring of segments.

use super::{
    arc::ARC,
    numbers::{numbers, round_together, whole},
    ring::CIRCLE,
};
use crate::{
    components::Status,
    content::{Content, erase},
    texts::texts,
};
use leptos::prelude::*;

/// What parts two segments, in the same thousandths; a segment is never shorter than this.
const GAP: i64 = 8;

/// A segment for each of `statuses`, in their order, as long as its share of `counts`. What stands in the middle is the
/// caller's: a number and what it counts.
#[component]
pub fn Donut(
    #[prop(into)] label: String,
    statuses: &'static [Status],
    /// One for each status.
    #[prop(into)]
    counts: Signal<Vec<u32>>,
    children: Content,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let description = move || {
        let parts: Vec<_> = counts.with(|counts| {
            let named = statuses.iter().zip(counts).filter(|(_, count)| **count > 0);
            named.map(|(status, count)| format!("{} {}", status.word(texts), numbers.count((*count).into()))).collect()
        });
        format!("{label}: {}", if parts.is_empty() { texts.status_no_data.into() } else { parts.join(", ") })
    };
    let lengths = Memo::new(move |_| counts.with(|counts| arcs(counts)));
    let segments = statuses
        .iter()
        .enumerate()
        .map(|(index, status)| {
            let arc = Memo::new(move |_| lengths.with(|arcs| arcs.get(index).copied().unwrap_or_default()));
            view! { <Segment status=*status arc /> }
        })
        .collect_view();
    erase(view! {
        <div class="donut" class:donut-empty=move || lengths.with(|arcs| arcs.iter().all(|arc| arc.length == 0))>
            <svg viewBox="0 0 64 64" role="img" aria-label=description>
                <path class="ring-track" d=CIRCLE />
                {segments}
            </svg>
            <div class="donut-middle">{children.view()}</div>
        </div>
    })
}

#[component]
fn Segment(status: Status, arc: Memo<Arc>) -> impl IntoView {
    let dashes = move || {
        let length = arc.get().length;
        format!("{length} {}", 2 * ARC - length)
    };
    view! {
        <path
            class=("ring-arc", true)
            class=status.tone()
            d=CIRCLE
            pathLength=ARC
            stroke-dasharray=dashes
            stroke-dashoffset=move || -arc.get().start
        />
    }
}

/// Where a segment begins and how long it is, in thousandths of the circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Arc {
    start: i64,
    length: i64,
}

/// The segments of these counts; together with the gaps they make the whole circle.
fn arcs(counts: &[u32]) -> Vec<Arc> {
    let total: u32 = counts.iter().sum();
    let present = i64::try_from(counts.iter().filter(|count| **count > 0).count()).unwrap_or_default();
    let gap = if present > 1 { GAP } else { 0 };
    // What is there at all gets at least one gap's length; the rest is shared by the counts.
    let least = if present > 1 { GAP } else { 0 };
    let shared = (ARC - present * (gap + least)) as f64;
    let share = |count: &u32| if total == 0 { 0.0 } else { shared * f64::from(*count) / f64::from(total) };
    let shares: Vec<f64> = counts.iter().map(share).collect();
    let lengths = round_together(&shares, whole(shares.iter().sum()));
    let mut start = 0;
    counts
        .iter()
        .zip(lengths)
        .map(|(count, length)| {
            if *count == 0 {
                return Arc { start, length: 0 };
            }
            let arc = Arc { start, length: length + least };
            start += arc.length + gap;
            arc
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[u32], expected: &[(i64, i64)]) {
        let expected: Vec<_> = expected.iter().map(|(start, length)| Arc { start: *start, length: *length }).collect();
        assert_eq!(arcs(counts), expected, "{counts:?}");
    }

    #[test]
    fn segments_and_gaps_make_the_whole_circle() {
        check(&[], &[]);
        check(&[0, 0], &[(0, 0), (0, 0)]);
        check(&[0, 7], &[(0, 0), (0, 1000)]);
        check(&[1, 1], &[(0, 492), (500, 492)]);
        check(&[1, 0, 3], &[(0, 250), (258, 0), (258, 734)]);
    }

    #[test]
    fn one_among_many_can_still_be_seen() {
        let arcs = arcs(&[1, 9999]);
        assert_eq!(arcs[0].length, GAP);
        assert_eq!(arcs.iter().map(|arc| arc.length + GAP).sum::<i64>(), ARC);
    }
}
