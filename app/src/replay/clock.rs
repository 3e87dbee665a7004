//! The clock of a replay: where it stands in the window, and how fast it runs. It knows no time of its own; whoever owns
//! it says how much has passed.

/// How many seconds of the window pass in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

/// The first and the last moment of a replay, both included, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub first: i64,
    pub last: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    bounds: Bounds,
    /// How far it is from the first moment. Slow replays move by less than a millisecond in a frame.
    passed: f64,
    speed: Speed,
    is_playing: bool,
}

impl Speed {
    pub const REAL: Self = Self(1);
    pub const FASTEST: Self = Self(3600);
    /// The speeds that are offered.
    pub const ALL: [Self; 7] = [Self::REAL, Self(10), Self(60), Self(300), Self(600), Self(1800), Self::FASTEST];

    /// Any whole speed from 1 to 3600.
    pub fn new(times: u32) -> Option<Self> {
        (Self::REAL.0..=Self::FASTEST.0).contains(&times).then_some(Self(times))
    }

    pub fn times(self) -> u32 {
        self.0
    }

    /// The slowest offered speed that brings a window of this length to its end within a minute, or the fastest there is.
    pub fn for_length(milliseconds: i64) -> Self {
        let is_enough = |speed: &Self| milliseconds <= i64::from(speed.0) * 60_000;
        Self::ALL.into_iter().find(is_enough).unwrap_or(Self::FASTEST)
    }
}

impl Bounds {
    pub fn length(self) -> i64 {
        (self.last - self.first).max(0)
    }

    /// Which part of the window has passed at this moment, from 0 to 1.
    pub fn fraction(self, moment: i64) -> f64 {
        match self.length() {
            0 => 1.0,
            length => ((moment - self.first) as f64 / length as f64).clamp(0.0, 1.0),
        }
    }

    /// The moment at which this part of the window has passed.
    pub fn moment_at(self, fraction: f64) -> i64 {
        self.first + whole_milliseconds(fraction.clamp(0.0, 1.0) * self.length() as f64)
    }

    pub fn clamp(self, moment: i64) -> i64 {
        moment.max(self.first).min(self.last.max(self.first))
    }
}

impl Clock {
    /// Stands still at the end, where a report says how things came out.
    pub fn new(bounds: Bounds) -> Self {
        let speed = Speed::for_length(bounds.length());
        Self { bounds, passed: bounds.length() as f64, speed, is_playing: false }
    }

    pub fn bounds(self) -> Bounds {
        self.bounds
    }

    pub fn moment(self) -> i64 {
        self.bounds.first + whole_milliseconds(self.passed)
    }

    pub fn speed(self) -> Speed {
        self.speed
    }

    pub fn is_playing(self) -> bool {
        self.is_playing
    }

    pub fn is_at_end(self) -> bool {
        self.passed >= self.bounds.length() as f64
    }

    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
    }

    /// Starts from the beginning when there is nothing left to play.
    pub fn play(&mut self) {
        if self.is_at_end() {
            self.passed = 0.0;
        }
        self.is_playing = self.bounds.length() > 0;
    }

    pub fn pause(&mut self) {
        self.is_playing = false;
    }

    /// Lets real time pass. The end stops it.
    pub fn advance(&mut self, milliseconds: f64) {
        if !self.is_playing {
            return;
        }
        self.move_to(self.passed + milliseconds.max(0.0) * f64::from(self.speed.0));
        self.is_playing = !self.is_at_end();
    }

    /// Goes to a moment and stands there if it is the end; what is playing goes on from any other.
    pub fn seek(&mut self, moment: i64) {
        self.move_to((self.bounds.clamp(moment) - self.bounds.first) as f64);
        self.is_playing &= !self.is_at_end();
    }

    /// A step forth, or back where it is negative, after which it stands still.
    pub fn step(&mut self, milliseconds: i64) {
        self.pause();
        self.seek(self.moment() + milliseconds);
    }

    /// Back to the beginning, standing still.
    pub fn reset(&mut self) {
        self.pause();
        self.passed = 0.0;
    }

    fn move_to(&mut self, passed: f64) {
        self.passed = passed.clamp(0.0, self.bounds.length() as f64);
    }
}

/// The first of these moments, which are in order, after the given one.
pub fn next_event(events: &[i64], moment: i64) -> Option<i64> {
    events.get(events.partition_point(|event| *event <= moment)).copied()
}

/// The last of these moments, which are in order, before the given one.
pub fn previous_event(events: &[i64], moment: i64) -> Option<i64> {
    events[..events.partition_point(|event| *event < moment)].last().copied()
}

#[expect(clippy::cast_possible_truncation, reason = "windows are far shorter than the cast can hold")]
fn whole_milliseconds(milliseconds: f64) -> i64 {
    milliseconds as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { first: 1_000_000, last: 1_600_000 };

    fn playing_from(moment: i64, speed: u32) -> Clock {
        let mut clock = Clock::new(BOUNDS);
        clock.seek(moment);
        clock.set_speed(Speed::new(speed).unwrap());
        clock.play();
        clock
    }

    #[test]
    fn it_opens_at_the_end_and_plays_from_the_beginning() {
        let mut clock = Clock::new(BOUNDS);
        assert_eq!((clock.moment(), clock.is_playing()), (BOUNDS.last, false));
        clock.play();
        assert_eq!((clock.moment(), clock.is_playing()), (BOUNDS.first, true));
    }

    #[test]
    fn time_passes_at_the_chosen_speed() {
        for (speed, frame, frames, expected) in
            [(1, 16.7, 60, 1002), (60, 16.0, 10, 9600), (3600, 16.0, 2, 115_200), (1, 0.25, 8, 2)]
        {
            let mut clock = playing_from(BOUNDS.first, speed);
            for _ in 0..frames {
                clock.advance(frame);
            }
            assert_eq!(clock.moment() - BOUNDS.first, expected, "{frames} frames at {speed}");
        }
    }

    #[test]
    fn the_end_stops_it() {
        let mut clock = playing_from(BOUNDS.last - 1000, 60);
        clock.advance(16.0);
        assert!(clock.is_playing());
        clock.advance(1000.0);
        assert_eq!((clock.moment(), clock.is_playing()), (BOUNDS.last, false));
    }

    #[test]
    fn a_clock_that_stands_still_does_not_move() {
        let mut clock = Clock::new(BOUNDS);
        clock.seek(BOUNDS.first + 500);
        clock.advance(1000.0);
        assert_eq!(clock.moment(), BOUNDS.first + 500);
    }

    #[test]
    fn time_never_runs_backwards() {
        let mut clock = playing_from(BOUNDS.first + 500, 60);
        clock.advance(-20.0);
        assert_eq!(clock.moment(), BOUNDS.first + 500);
    }

    #[test]
    fn seeking_stays_within_the_window_and_goes_on_playing() {
        let mut clock = playing_from(BOUNDS.first, 1);
        for (wanted, expected, is_playing) in
            [(0, BOUNDS.first, true), (1_234_567, 1_234_567, true), (i64::MAX, BOUNDS.last, false)]
        {
            clock.seek(wanted);
            assert_eq!((clock.moment(), clock.is_playing()), (expected, is_playing));
        }
    }

    #[test]
    fn a_step_ends_the_playing() {
        let mut clock = playing_from(BOUNDS.first + 90_000, 1);
        clock.step(-60_000);
        assert_eq!((clock.moment(), clock.is_playing()), (BOUNDS.first + 30_000, false));
        clock.step(-60_000);
        assert_eq!(clock.moment(), BOUNDS.first);
    }

    #[test]
    fn events_are_found_on_both_sides() {
        let events = [10, 20, 20, 30];
        let check = |moment, previous, next| {
            assert_eq!((previous_event(&events, moment), next_event(&events, moment)), (previous, next), "{moment}");
        };
        check(5, None, Some(10));
        check(10, None, Some(20));
        check(15, Some(10), Some(20));
        check(20, Some(10), Some(30));
        check(30, Some(20), None);
        assert_eq!((previous_event(&[], 1), next_event(&[], 1)), (None, None));
    }

    #[test]
    fn speeds_are_whole_and_within_an_hour_a_second() {
        assert_eq!([0, 1, 42, 3600, 3601].map(|times| Speed::new(times).is_some()), [false, true, true, true, false]);
        assert_eq!(Speed::for_length(30_000), Speed::REAL);
        assert_eq!(Speed::for_length(86_400_000).times(), 1800);
        assert_eq!(Speed::for_length(31 * 86_400_000), Speed::FASTEST);
    }

    #[test]
    fn a_window_without_length_is_at_its_end() {
        let mut clock = Clock::new(Bounds { first: 7, last: 7 });
        clock.play();
        assert!(clock.is_at_end() && !clock.is_playing());
        assert_eq!((clock.moment(), clock.bounds().fraction(7)), (7, 1.0));
    }
}
