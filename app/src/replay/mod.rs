//! The replay: a clock that everything on a dashboard follows, and the bar that moves it.

mod bar;
mod clock;
mod frames;
mod keys;
mod place;
mod track;
mod turns;

pub use bar::ReplayBar;
pub use clock::{Bounds, Clock, Speed};
pub use place::Place;
pub use track::{Bin, Mark};
pub use turns::{TURNS, Turn, Turns};

use crate::{
    address,
    effects::{in_browser, settled, tell},
    figures::calendar::write_moment,
};
use leptos::prelude::*;
use std::sync::Arc;

/// One replay. Copies move the same clock. Each thing that one can follow is a signal of its own, which tells of its
/// changes alone: with memos of the clock, all that depends on them would look at every frame whether anything changed.
#[derive(Clone, Copy)]
pub struct Replay {
    clock: StoredValue<Clock>,
    moment: RwSignal<i64>,
    passed_roughly: [RwSignal<f64>; TURNS],
    speed: RwSignal<Speed>,
    is_playing: RwSignal<bool>,
    /// A scrubbing hand holds the clock, even one that plays.
    is_held: StoredValue<bool>,
    is_running: StoredValue<bool>,
    step: i64,
    events: Signal<Arc<[i64]>>,
}

/// How often something follows what plays, in milliseconds, and how long after the others of its kind. Much that is shown
/// changes with the hours of the window, which at the highest speed are seconds: what is dear has its turn between them.
#[derive(Clone, Copy, Debug)]
pub struct Beat {
    pub every: i64,
    pub after: i64,
}

/// A browser takes as long to change the address as to draw some frames.
const ADDRESS: Beat = Beat { every: 5000, after: 750 };
/// In how many steps small drawings follow a replay, those of one step in turns.
const ROUGH_STEPS: f64 = 200.0;

impl Replay {
    /// A replay of this window that begins at the place of the address. A step is so many milliseconds, and `events` are
    /// the moments, in order, between which one can jump.
    pub fn new(bounds: Bounds, step: i64, events: Signal<Arc<[i64]>>, place: Place) -> Self {
        let mut initial = Clock::new(bounds);
        if let Some(moment) = place.moment {
            initial.seek(moment);
        }
        initial.set_speed(place.speed.unwrap_or(initial.speed()));
        let replay = Self {
            clock: StoredValue::new(initial),
            moment: RwSignal::new(initial.moment()),
            passed_roughly: std::array::from_fn(|turn| RwSignal::new(roughly(initial, turn))),
            speed: RwSignal::new(initial.speed()),
            is_playing: RwSignal::new(false),
            is_held: StoredValue::new(false),
            is_running: StoredValue::new(false),
            step,
            events,
        };
        in_browser(move || {
            if replay.is_playing.get() {
                replay.run();
            }
        });
        replay
    }

    /// Keeps the moment and the speed in the address.
    pub fn keep_in_address(self) {
        let usual = Clock::new(self.bounds()).speed();
        let followed = settled(move || write_moment(self.moment_at_beat(ADDRESS)));
        address::keep_behind(place::MOMENT, followed, move || self.moment.try_get_untracked().map(write_moment));
        address::keep(place::SPEED, move || {
            let speed = Some(self.speed.get()).filter(|speed| *speed != usual);
            speed.map_or_else(String::new, |speed| speed.times().to_string())
        });
    }

    /// What everything on the page follows; it changes once a frame at most.
    pub fn moment(self) -> Signal<i64> {
        self.moment.into()
    }

    /// The part of the window that has passed, from 0 to 1.
    pub fn passed(self) -> Signal<f64> {
        let bounds = self.bounds();
        Signal::derive(move || bounds.fraction(self.moment.get()))
    }

    /// The same in steps that a small drawing can show, for one of many: they take turns. However many there are, a frame
    /// of the replay changes few of them.
    pub fn passed_roughly(self, one: usize) -> Signal<f64> {
        self.passed_roughly[one % TURNS].into()
    }

    /// The moment, which changes with each beat while it plays.
    pub fn moment_at_beat(self, beat: Beat) -> i64 {
        let moment = self.moment.get();
        if self.is_playing.get() { beat.before(moment, self.bounds().first, self.speed_now()) } else { moment }
    }

    pub fn is_playing(self) -> Signal<bool> {
        self.is_playing.into()
    }

    pub fn bounds(self) -> Bounds {
        self.clock.get_value().bounds()
    }

    pub fn speed(self) -> Signal<Speed> {
        self.speed.into()
    }

    fn speed_now(self) -> Speed {
        self.clock.get_value().speed()
    }

    pub fn set_speed(self, speed: Speed) {
        self.change(|clock| clock.set_speed(speed));
    }

    pub fn toggle(self) {
        self.change(|clock| if clock.is_playing() { clock.pause() } else { clock.play() });
    }

    pub fn reset(self) {
        self.change(Clock::reset);
    }

    pub fn go_to_end(self) {
        self.change(|clock| {
            clock.pause();
            clock.seek(clock.bounds().last);
        });
    }

    pub fn seek(self, moment: i64) {
        self.change(|clock| clock.seek(moment));
    }

    pub fn step_forth(self) {
        self.change(|clock| clock.step(self.step));
    }

    pub fn step_back(self) {
        self.change(|clock| clock.step(-self.step));
    }

    /// The next event, or the end where none is left.
    pub fn go_to_next_event(self) {
        self.jump(clock::next_event, self.bounds().last);
    }

    /// The event before, or the beginning where there was none.
    pub fn go_to_previous_event(self) {
        self.jump(clock::previous_event, self.bounds().first);
    }

    fn jump(self, find: fn(&[i64], i64) -> Option<i64>, otherwise: i64) {
        let moment = self.moment.get_untracked();
        let found = self.events.with_untracked(|events| find(events, moment));
        self.change(|clock| {
            clock.pause();
            clock.seek(found.unwrap_or(otherwise));
        });
    }

    fn change(self, change: impl FnOnce(&mut Clock)) {
        self.clock.update_value(change);
        let clock = self.clock.get_value();
        tell(self.moment, clock.moment());
        for (turn, passed) in self.passed_roughly.into_iter().enumerate() {
            tell(passed, roughly(clock, turn));
        }
        tell(self.speed, clock.speed());
        tell(self.is_playing, clock.is_playing());
    }

    fn is_held(self) -> bool {
        self.is_held.get_value()
    }

    fn hold(self, is_held: bool) {
        self.is_held.set_value(is_held);
    }

    /// Lets the clock run until it stops. What was paused and played again within a frame is running still.
    fn run(self) {
        let was_running = self.is_running.get_value();
        self.is_running.set_value(true);
        if was_running {
            return;
        }
        frames::run_frames(move |elapsed| self.draw_frame(elapsed).unwrap_or(false));
    }

    /// One frame; nothing once the page has been left. Tells whether there is another.
    fn draw_frame(self, elapsed: f64) -> Option<bool> {
        if !self.is_held.try_get_value()? {
            self.clock.try_get_value()?;
            self.change(|clock| clock.advance(elapsed));
        }
        let goes_on = self.clock.try_get_value()?.is_playing();
        self.is_running.set_value(goes_on);
        Some(goes_on)
    }
}

impl Beat {
    /// When it was last, at a moment of a window that is played from its first one at this speed.
    fn before(self, moment: i64, first: i64, speed: Speed) -> i64 {
        let times = i64::from(speed.times());
        let since = (moment - first - self.after * times).rem_euclid(self.every * times);
        (moment - since).max(first)
    }
}

/// Less than a step behind, each turn by another part of it; nothing is behind at the end.
fn roughly(clock: Clock, turn: usize) -> f64 {
    if clock.is_at_end() {
        return 1.0;
    }
    let early = turn as f64 / TURNS as f64;
    let steps = clock.bounds().fraction(clock.moment()) * ROUGH_STEPS;
    ((steps + early).floor() - early).max(0.0) / ROUGH_STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_of_different_kinds_do_not_fall_together() {
        let (early, late) = (Beat { every: 2000, after: 250 }, Beat { every: 2000, after: 500 });
        let at = |beat: Beat, passed: i64| beat.before(1000 + passed, 1000, Speed::new(60).unwrap()) - 1000;
        for (passed, expected) in [
            (0, [0, 0]),
            (14_999, [0, 0]),
            (15_000, [15_000, 0]),
            (30_000, [15_000, 30_000]),
            (140_000, [135_000, 30_000]),
        ] {
            assert_eq!([at(early, passed), at(late, passed)], expected, "{passed}");
        }
    }

    #[test]
    fn small_drawings_follow_in_turns_and_all_arrive() {
        let mut clock = Clock::new(Bounds { first: 0, last: 1_000_000 });
        assert_eq!([0, 1, 7].map(|turn| roughly(clock, turn)), [1.0; 3]);
        clock.reset();
        clock.play();
        let mut before = [0.0; TURNS];
        for frame in 0..1600 {
            clock.seek(frame * 625 + 300);
            let now: [f64; TURNS] = std::array::from_fn(|turn| roughly(clock, turn));
            let exact = clock.bounds().fraction(clock.moment());
            assert!(now.iter().all(|now| *now <= exact && exact - now <= 1.0 / ROUGH_STEPS + 1e-9), "{exact}: {now:?}");
            let moved = now.iter().zip(before).filter(|(now, before)| **now != *before).count();
            assert!(moved <= 1, "{moved} in one frame");
            before = now;
        }
    }
}
