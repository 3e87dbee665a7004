//! The replay: a clock that everything on a dashboard follows, and the bar that moves it.

mod address;
mod bar;
mod clock;
mod frames;
mod keys;
mod track;

pub use address::Place;
pub use bar::ReplayBar;
pub use clock::{Bounds, Clock, Speed};
pub use track::{Bin, Mark};

use crate::effects::in_browser;
use leptos::prelude::*;
use std::sync::Arc;

/// One replay. Copies move the same clock.
#[derive(Clone, Copy)]
pub struct Replay {
    clock: RwSignal<Clock>,
    /// A scrubbing hand holds the clock, even one that plays.
    is_held: StoredValue<bool>,
    is_running: StoredValue<bool>,
    step: i64,
    events: Signal<Arc<[i64]>>,
    moment: Signal<i64>,
    is_playing: Signal<bool>,
}

impl Replay {
    /// A replay of this window that begins at the place of the address. A step is so many milliseconds, and `events` are
    /// the moments, in order, between which one can jump.
    pub fn new(bounds: Bounds, step: i64, events: Signal<Arc<[i64]>>, place: Place) -> Self {
        let mut initial = Clock::new(bounds);
        if let Some(moment) = place.moment {
            initial.seek(moment);
        }
        initial.set_speed(place.speed.unwrap_or(initial.speed()));
        let clock = RwSignal::new(initial);
        let moment = Memo::new(move |_| clock.get().moment()).into();
        let is_playing: Signal<bool> = Memo::new(move |_| clock.get().is_playing()).into();
        let [is_held, is_running] = [false; 2].map(StoredValue::new);
        let replay = Self { clock, is_held, is_running, step, events, moment, is_playing };
        in_browser(move || {
            if is_playing.get() {
                replay.run();
            }
        });
        replay
    }

    /// Keeps the moment and the speed in the address.
    pub fn keep_in_address(self) {
        let usual = Clock::new(self.bounds()).speed();
        address::follow(Signal::derive(move || {
            let clock = self.clock.get();
            let speed = Some(clock.speed()).filter(|speed| *speed != usual);
            Place { moment: Some(clock.moment()), speed }
        }));
    }

    /// What everything on the page follows; it changes once a frame at most.
    pub fn moment(self) -> Signal<i64> {
        self.moment
    }

    /// The part of the window that has passed, from 0 to 1.
    pub fn passed(self) -> Signal<f64> {
        let bounds = self.bounds();
        Signal::derive(move || bounds.fraction(self.moment.get()))
    }

    pub fn is_playing(self) -> Signal<bool> {
        self.is_playing
    }

    pub fn bounds(self) -> Bounds {
        self.clock.get_untracked().bounds()
    }

    pub fn speed(self) -> Signal<Speed> {
        Memo::new(move |_| self.clock.get().speed()).into()
    }

    fn speed_now(self) -> Speed {
        self.clock.get_untracked().speed()
    }

    pub fn set_speed(self, speed: Speed) {
        self.clock.update(|clock| clock.set_speed(speed));
    }

    pub fn toggle(self) {
        self.clock.update(|clock| if clock.is_playing() { clock.pause() } else { clock.play() });
    }

    pub fn pause(self) {
        self.clock.update(Clock::pause);
    }

    pub fn reset(self) {
        self.clock.update(Clock::reset);
    }

    pub fn go_to_end(self) {
        self.clock.update(|clock| {
            clock.pause();
            clock.seek(clock.bounds().last);
        });
    }

    pub fn seek(self, moment: i64) {
        self.clock.update(|clock| clock.seek(moment));
    }

    pub fn step_forth(self) {
        self.clock.update(|clock| clock.step(self.step));
    }

    pub fn step_back(self) {
        self.clock.update(|clock| clock.step(-self.step));
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
        self.clock.update(|clock| {
            clock.pause();
            clock.seek(found.unwrap_or(otherwise));
        });
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
            self.clock.try_update(|clock| clock.advance(elapsed))?;
        }
        let goes_on = self.clock.try_get_untracked()?.is_playing();
        self.is_running.set_value(goes_on);
        Some(goes_on)
    }
}
