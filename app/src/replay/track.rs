//! The track of the replay bar: failures over time as small bars, coloured by what they did to the aggregate, marks where
//! a status changed, and the place that the replay has reached. It is the slider that moves the replay.

use super::{Beat, Replay, clock::Bounds};
use crate::{
    charts::watch_size,
    components::Status,
    content::{changing, erase},
    figures::{
        Zone,
        days::day_and_time,
        numbers::{pixels, whole},
    },
    texts::texts,
};
use leptos::{ev, html, prelude::*};
use std::{cmp::Reverse, fmt::Write, sync::Arc};

/// One bar: a part of the window, all of them equally long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    pub failures: u32,
    /// How much of the aggregate they cost together. What costs nothing is drawn without the colour of a status.
    pub cost: f64,
    /// How the aggregate stood afterwards.
    pub status: Status,
}

/// A moment at which a status changed to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: i64,
    pub status: Status,
}

/// The grid of a bar: its width with the gap after it, and the height of the tallest.
const PITCH: usize = 10;
const GAP: usize = 2;
const HEIGHT: i64 = 100;
/// A bar of one failure among thousands is still a bar.
const LEAST_HEIGHT: i64 = 8;
/// The height of the track, and the width of a mark, in pixels of the style sheet.
const TRACK_HEIGHT: f64 = 56.0;
const MARK: f64 = 8.0;
/// The shapes of statuses have a grid of 12, so that so many of its units make a pixel.
const UNITS: f64 = 12.0 / MARK;

/// The slider.
#[component]
pub fn Track(
    replay: Replay,
    zone: Zone,
    bins: Signal<Arc<[Bin]>>,
    marks: Signal<Arc<[Mark]>>,
    /// How things stand at the moment, in words.
    state: Signal<String>,
) -> impl IntoView {
    let texts = texts();
    let bounds = replay.bounds();
    let element = NodeRef::<html::Div>::new();
    let size = watch_size(element);
    let width = Signal::derive(move || size.get().map_or(0.0, |size| size.width));
    let pointed = RwSignal::new(None::<f64>);
    let zone = StoredValue::new(zone);
    let spoken = move || {
        let words = zone.with_value(|zone| day_and_time(texts, zone.civil(spoken_moment(replay))));
        state.with(|state| if state.is_empty() { words.clone() } else { format!("{words}: {state}") })
    };
    let tip = move || {
        let fraction = pointed.get()?;
        let words = zone.with_value(|zone| day_and_time(texts, zone.civil(bounds.moment_at(fraction))));
        Some(erase(view! {
            <span class="replay-tip" style:left=with_room(fraction)>
                {words}
            </span>
        }))
    };
    let leave = move |_: ev::PointerEvent| pointed.set(None);
    erase(view! {
        <div
            node_ref=element
            class="replay-track"
            role="slider"
            tabindex="0"
            aria-label=texts.replay_moment
            aria-valuemin="0"
            aria-valuemax=bounds.length() / 1000
            aria-valuenow=move || (spoken_moment(replay) - bounds.first) / 1000
            aria-valuetext=spoken
            on:pointerdown=move |event| hold(replay, element, &event)
            on:pointermove=move |event| scrub(replay, element, pointed, &event)
            on:pointerup=move |_| replay.hold(false)
            on:pointercancel=move |_| replay.hold(false)
            on:pointerleave=leave
        >
            <Bars replay bins />
            <Marks bounds marks width />
            <Playhead replay width />
            {changing(tip)}
        </div>
    })
}

/// The bars, and a veil over those that are still to come. A frame of the replay moves the veil and nothing else: what is
/// cut off at a moving edge costs the browser far more.
#[component]
fn Bars(replay: Replay, bins: Signal<Arc<[Bin]>>) -> impl IntoView {
    let width = Signal::derive(move || bins.with(|bins| PITCH * bins.len().max(1)));
    let passed = replay.passed();
    let reached = Memo::new(move |_| whole(passed.get() * width.get() as f64));
    let tones =
        [("tone-none", None)].into_iter().chain(Status::ALL.into_iter().map(|status| (status.tone(), Some(status))));
    let bars = tones
        .map(|(class, status)| {
            let path = Memo::new(move |_| bins.with(|bins| bars_of(bins, status)));
            view! { <path class=class d=path /> }
        })
        .collect_view();
    erase(view! {
        <svg
            class="replay-bars"
            viewBox=move || format!("0 0 {} {HEIGHT}", width.get())
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {bars}
            <rect class="replay-veil" x=reached width=width height=HEIGHT />
        </svg>
    })
}

/// One path for each status, whatever happens: every shape of its own would cost each frame of the replay.
#[component]
fn Marks(bounds: Bounds, marks: Signal<Arc<[Mark]>>, width: Signal<f64>) -> impl IntoView {
    let seen: Memo<Arc<[Mark]>> = Memo::new(move |_| marks.with(|marks| gravest(marks, bounds, width.get())));
    let paths = Status::ALL.map(|status| {
        let path = move || seen.with(|seen| marks_of(seen, status, bounds, width.get()));
        view! { <path class=status.tone() d=path /> }
    });
    let frame = move || format!("0 0 {} {}", whole(width.get().max(1.0) * UNITS), whole(TRACK_HEIGHT * UNITS));
    erase(view! {
        <svg class="replay-marks" viewBox=frame preserveAspectRatio="none" aria-hidden="true">
            {paths.into_iter().collect_view()}
        </svg>
    })
}

/// A frame of the replay moves it, for which the browser draws nothing anew.
#[component]
fn Playhead(replay: Replay, width: Signal<f64>) -> impl IntoView {
    let passed = replay.passed();
    let place = Memo::new(move |_| pixels(passed.get() * width.get()));
    erase(view! { <div class="replay-playhead" style:translate=place aria-hidden="true"></div> })
}

/// While it plays, what is spoken changes once a second and not with every frame.
fn spoken_moment(replay: Replay) -> i64 {
    replay.moment_at_beat(Beat { every: 1000, after: 250 })
}

fn hold(replay: Replay, element: NodeRef<html::Div>, event: &ev::PointerEvent) {
    let Some(element) = element.get_untracked().filter(|_| event.button() == 0) else {
        return;
    };
    // Without the capture a hand that leaves the track lets go of it.
    let _ = element.set_pointer_capture(event.pointer_id());
    replay.hold(true);
    replay.seek(replay.bounds().moment_at(fraction_of(&element, event)));
}

fn scrub(replay: Replay, element: NodeRef<html::Div>, pointed: RwSignal<Option<f64>>, event: &ev::PointerEvent) {
    let Some(element) = element.get_untracked() else {
        return;
    };
    let fraction = fraction_of(&element, event);
    pointed.set(Some(fraction));
    if event.buttons() & 1 == 1 && replay.is_held() {
        replay.seek(replay.bounds().moment_at(fraction));
    }
}

fn fraction_of(element: &web_sys::HtmlElement, event: &ev::PointerEvent) -> f64 {
    let place = element.get_bounding_client_rect();
    ((f64::from(event.client_x()) - place.left()) / place.width()).clamp(0.0, 1.0)
}

/// `37.25%`.
fn percent(fraction: f64) -> String {
    let hundredths = whole(fraction * 10_000.0);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest < 10 { format!("{whole}.0{rest}%") } else { format!("{whole}.{rest}%") }
}

/// The same, but so far from both ends that what is centred on it has room.
fn with_room(fraction: f64) -> String {
    format!("clamp(3rem, {}, 100% - 3rem)", percent(fraction))
}

/// The bars of one colour as a path: those that cost something and left the aggregate at this status, or those that cost
/// nothing.
fn bars_of(bins: &[Bin], status: Option<Status>) -> String {
    let most = bins.iter().map(|bin| bin.failures).max().unwrap_or_default();
    let mut path = String::new();
    for (index, bin) in bins.iter().enumerate() {
        let colour = (bin.cost > 0.0).then_some(bin.status);
        if bin.failures > 0 && colour == status {
            let height = height_of(bin.failures, most);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {HEIGHT}v-{height}h{}v{height}z", index * PITCH + GAP / 2, PITCH - GAP);
        }
    }
    path
}

/// As many marks as stand beside one another, the gravest of those that fall together, so that a bad moment is seen.
fn gravest(marks: &[Mark], bounds: Bounds, width: f64) -> Arc<[Mark]> {
    let x = |mark: &Mark| bounds.fraction(mark.at) * width;
    // Few are left of the many that fall into the same place, and few are soon compared with one another.
    let together = marks.chunk_by(|one, next| whole(x(one) / MARK) == whole(x(next) / MARK));
    let of_places = together.filter_map(|marks| marks.iter().max_by_key(|mark| mark.status.gravity()).copied());
    let mut gravest_first: Vec<Mark> = of_places.collect();
    gravest_first.sort_by_key(|mark| Reverse(mark.status.gravity()));
    let mut apart: Vec<Mark> = Vec::new();
    for mark in gravest_first {
        if apart.iter().all(|other| (x(other) - x(&mark)).abs() >= MARK) {
            apart.push(mark);
        }
    }
    apart.sort_by_key(|mark| mark.at);
    apart.into()
}

/// The marks of one status as a path.
fn marks_of(marks: &[Mark], status: Status, bounds: Bounds, width: f64) -> String {
    let mut path = String::new();
    for mark in marks.iter().filter(|mark| mark.status == status) {
        let middle = whole(bounds.fraction(mark.at) * width * UNITS) as f64;
        push_shape(&mut path, status.shape(), middle - 6.0, UNITS);
    }
    path
}

/// A shape moved to another place: its parts begin at places of the grid, and all else in them is relative.
fn push_shape(path: &mut String, shape: &str, left: f64, top: f64) {
    for part in shape.split('M').skip(1) {
        let rest = part.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(part.len());
        let (start, rest) = part.split_at(rest);
        let mut start = start.split(' ').map(|number| number.parse().unwrap_or(0.0));
        let (x, y): (f64, f64) = (start.next().unwrap_or(0.0), start.next().unwrap_or(0.0));
        // Writing to a string cannot fail.
        let _ = write!(path, "M{} {}{rest}", x + left, y + top);
    }
}

/// The root lets one see a single failure beside a storm.
fn height_of(failures: u32, most: u32) -> i64 {
    let share = (f64::from(failures) / f64::from(most.max(1))).sqrt();
    LEAST_HEIGHT + whole(share * (HEIGHT - LEAST_HEIGHT) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_parted_by_what_they_did() {
        let bin = |failures, cost, status| Bin { failures, cost, status };
        let bins = [
            bin(4, 0.1, Status::Warning),
            bin(0, 0.0, Status::Warning),
            bin(1, 0.0, Status::Warning),
            bin(1, 0.2, Status::Critical),
        ];
        assert_eq!(bars_of(&bins, Some(Status::Warning)), "M1 100v-100h8v100z");
        assert_eq!(bars_of(&bins, None), "M21 100v-54h8v54z");
        assert_eq!(bars_of(&bins, Some(Status::Critical)), "M31 100v-54h8v54z");
        assert_eq!(bars_of(&[], None), "");
    }

    #[test]
    fn marks_that_fall_together_are_one_the_gravest() {
        let bounds = Bounds { first: 0, last: 1000 };
        let mark = |at, status| Mark { at, status };
        let [good, warning, critical] = [Status::Good, Status::Warning, Status::Critical];
        let marks = [mark(1, good), mark(2, critical), mark(4, warning), mark(500, good), mark(990, warning)];
        assert_eq!(*gravest(&marks, bounds, 800.0), [mark(2, critical), mark(500, good), mark(990, warning)]);
        assert_eq!(*gravest(&marks, bounds, 0.0), [mark(2, critical)]);
        let beside = [mark(14, warning), mark(16, critical), mark(30, good)];
        assert_eq!(*gravest(&beside, bounds, 800.0), [mark(16, critical), mark(30, good)], "none overlaps another");
        assert!(gravest(&[], bounds, 800.0).is_empty());
    }

    #[test]
    fn a_shape_is_moved_with_all_its_parts() {
        let bounds = Bounds { first: 0, last: 1000 };
        let marks = [Mark { at: 500, status: Status::Warning }, Mark { at: 0, status: Status::Good }];
        assert_eq!(marks_of(&marks, Status::Warning, bounds, 800.0), "M600 2.25l5.75 10.25h-11.5z");
        let mut path = String::new();
        push_shape(&mut path, "M3.5 0h5zM3 5.1h6z", 10.0, 1.0);
        assert_eq!(path, "M13.5 1h5zM13 6.1h6z");
    }

    #[test]
    fn places_are_written_to_the_hundredth() {
        assert_eq!([0.0, 0.3725, 0.0004, 1.0].map(percent), ["0.00%", "37.25%", "0.04%", "100.00%"]);
    }
}
