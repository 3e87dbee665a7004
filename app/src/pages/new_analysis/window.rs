//! Which time: the latest day, any day, a day or a range of days; for backups the moment that the week ends at.

use super::{
    calendar::Calendar,
    draft::Draft,
    month::{days_between, next_day},
};
use crate::{
    client::use_client,
    components::{Callout, Card, Glyph, Icon, Loaded, Segmented, SelectField, Skeleton, load},
    content::{changing, erase},
    effects::tell,
    forms::Submission,
    navigation::INTAKE,
    page_context::PageContext,
    texts::{Texts, fill, texts},
    zone::{hour_of_day, read_day, start_of_day, write_day, write_minute, write_window},
};
use api::Coverage;
use chrono::{NaiveDate, TimeDelta};
use leptos::prelude::*;
use model::{AnalysisKind, DayChoice, MAX_DAYS, Timestamp, UntilChoice, Window};

/// How the time is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Latest,
    Random,
    Day,
    Range,
}

#[derive(Clone, Copy)]
pub struct WindowDraft {
    pub kind: AnalysisKind,
    pub mode: RwSignal<Mode>,
    pub first: RwSignal<Option<NaiveDate>>,
    pub last: RwSignal<Option<NaiveDate>>,
    /// The full hour of the day that a week ends at: 1 to 24, as the choice has it.
    pub hour: RwSignal<String>,
    kept: RwSignal<Option<Kept>>,
}

/// What was taken over and is finer than what can be chosen here: it stays until somebody chooses something else.
struct Kept {
    shape: Shape,
    /// Both are the end where a week ends at it.
    window: Window,
}

/// All that is chosen here.
type Shape = (Mode, Option<NaiveDate>, Option<NaiveDate>, String);

/// What is wrong with it, and where the API would say so.
pub struct WindowFault {
    pub pointer: &'static str,
    pub message: String,
}

const END_OF_DAY: &str = "24";

impl Mode {
    const ALL: [Self; 4] = [Self::Latest, Self::Random, Self::Day, Self::Range];

    const fn word(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Random => "random",
            Self::Day => "day",
            Self::Range => "range",
        }
    }

    const fn label(self, kind: AnalysisKind, texts: &Texts) -> &'static str {
        match (self, kind) {
            (Self::Latest, AnalysisKind::Availability) => texts.window_latest,
            (Self::Latest, AnalysisKind::Resilience) => texts.window_latest_week,
            (Self::Random, _) => texts.window_random,
            (Self::Day, AnalysisKind::Availability) => texts.window_day,
            (Self::Day, AnalysisKind::Resilience) => texts.window_week_until,
            (Self::Range, _) => texts.window_range,
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    fn offered_for(kind: AnalysisKind) -> &'static [Self] {
        match kind {
            AnalysisKind::Availability => &Self::ALL,
            AnalysisKind::Resilience => &[Self::Latest, Self::Day],
        }
    }
}

impl WindowDraft {
    pub fn new(kind: AnalysisKind) -> Self {
        Self {
            kind,
            mode: RwSignal::new(Mode::Latest),
            first: RwSignal::new(None),
            last: RwSignal::new(None),
            hour: RwSignal::new(END_OF_DAY.into()),
            kept: RwSignal::new(None),
        }
    }

    pub fn shape(self) -> Shape {
        (self.mode.get(), self.first.get(), self.last.get(), self.hour.get())
    }

    /// The window that was taken over, as long as nobody has chosen another.
    fn kept(self) -> Option<Window> {
        let shape = self.shape();
        self.kept.with(|kept| kept.as_ref().filter(|kept| kept.shape == shape).map(|kept| kept.window))
    }

    fn keep(self, window: Window) {
        let shape = untrack(|| self.shape());
        self.kept.set(Some(Kept { shape, window }));
    }

    pub fn is_latest(self) -> bool {
        self.mode.get() == Mode::Latest
    }

    /// A day of the calendar was chosen: the day, or one end of a range.
    pub fn choose(self, day: NaiveDate) {
        let is_second = self.last.get_untracked().is_none() && self.mode.get_untracked() == Mode::Range;
        match self.first.get_untracked().filter(|_| is_second) {
            Some(first) => {
                tell(self.first, Some(first.min(day)));
                self.last.set(Some(first.max(day)));
            }
            None => {
                self.first.set(Some(day));
                self.last.set(None);
            }
        }
        if self.mode.get_untracked() != Mode::Range {
            self.mode.set(Mode::Day);
        }
    }

    #[cfg(test)]
    pub fn choose_range_mode(self) {
        self.mode.set(Mode::Range);
    }

    /// The ends of what is chosen by hand.
    pub fn chosen(self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.first.get()?;
        match self.mode.get() {
            Mode::Latest | Mode::Random => None,
            Mode::Day => Some((first, first)),
            Mode::Range => Some((first, self.last.get().unwrap_or(first))),
        }
    }

    pub fn fault(self, texts: &Texts) -> Option<WindowFault> {
        let fault = |pointer, message: &str| Some(WindowFault { pointer, message: message.into() });
        match (self.mode.get(), self.first.get(), self.last.get()) {
            (Mode::Latest | Mode::Random, ..) | (Mode::Day, Some(_), _) => None,
            (Mode::Day, None, _) => fault(self.day_pointer(), texts.window_day_missing),
            (Mode::Range, Some(first), Some(last)) if days_between(first, last) > MAX_DAYS => {
                fault("/to", &fill(texts.window_too_long, &MAX_DAYS.to_string()))
            }
            (Mode::Range, Some(_), Some(_)) => None,
            (Mode::Range, ..) => fault("/from", texts.window_range_missing),
        }
    }

    const fn day_pointer(self) -> &'static str {
        match self.kind {
            AnalysisKind::Availability => "/day",
            AnalysisKind::Resilience => "/until",
        }
    }

    /// The day, or both ends, of an analysis of availability.
    pub fn days(self, zone: &str) -> (Option<DayChoice>, Option<Timestamp>, Option<Timestamp>) {
        if let Some(Window { start, end }) = self.kept() {
            return (None, Some(start), Some(end));
        }
        match (self.mode.get(), self.chosen()) {
            (Mode::Random, _) => (Some(DayChoice::Random), None, None),
            (_, None) => (Some(DayChoice::Latest), None, None),
            (_, Some((first, last))) if first == last => (Some(DayChoice::On(first)), None, None),
            (_, Some((first, last))) => {
                (None, Some(start_of_day(first, zone)), Some(start_of_day(next_day(last), zone)))
            }
        }
    }

    /// The moment that a week ends at.
    pub fn until(self, zone: &str) -> UntilChoice {
        if let Some(Window { end, .. }) = self.kept() {
            return UntilChoice::At(end);
        }
        self.chosen().map_or(UntilChoice::Latest, |(day, _)| {
            let hour = self.hour.with(|hour| hour.parse().unwrap_or(0));
            UntilChoice::At(hour_of_day(day, hour, zone))
        })
    }

    pub fn take_days(self, day: Option<DayChoice>, from: Option<Timestamp>, to: Option<Timestamp>, zone: &str) {
        let day_of = |at| read_day(&write_day(at, zone));
        let (mode, first, last) = match (day, from, to) {
            (Some(DayChoice::On(day)), ..) => (Mode::Day, Some(day), None),
            (Some(DayChoice::Random), ..) => (Mode::Random, None, None),
            (None, Some(from), Some(to)) => (Mode::Range, day_of(from), day_of(to - TimeDelta::milliseconds(1))),
            _ => (Mode::Latest, None, None),
        };
        self.set(mode, first, last);
        if let (Some(start), Some(end)) = (from, to)
            && untrack(|| self.days(zone)) != (day, from, to)
        {
            self.keep(Window { start, end });
        }
    }

    pub fn take_until(self, until: Option<UntilChoice>, zone: &str) {
        let Some(until @ UntilChoice::At(end)) = until else {
            self.hour.set(END_OF_DAY.into());
            return self.set(Mode::Latest, None, None);
        };
        let local = write_minute(end, zone);
        let hour = local.get(11..13).and_then(|hour| hour.parse::<u8>().ok()).unwrap_or(0);
        let (at, hour) = if hour == 0 { (end - TimeDelta::hours(1), 24) } else { (end, hour) };
        self.hour.set(hour.to_string());
        self.set(Mode::Day, read_day(&write_day(at, zone)), None);
        if untrack(|| self.until(zone)) != until {
            self.keep(Window { start: end, end });
        }
    }

    fn set(self, mode: Mode, first: Option<NaiveDate>, last: Option<NaiveDate>) {
        self.kept.set(None);
        self.mode.set(mode);
        self.first.set(first);
        self.last.set(last);
    }
}

#[component]
pub fn WindowCard(draft: Draft, submission: Submission) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let window = draft.window;
    let coverage = load(String::new, move || client.find_coverage(draft.kind));
    let title = match draft.kind {
        AnalysisKind::Availability => texts.window_title,
        AnalysisKind::Resilience => texts.window_week_title,
    };
    let modes = Mode::offered_for(draft.kind).iter().map(|mode| (mode.word(), mode.label(draft.kind, texts))).collect();
    let choose = move |word: &'static str| window.mode.set(Mode::from_word(word).unwrap_or(Mode::Latest));
    view! {
        <Card title>
            <div class="window-choice">
                <Segmented
                    name="window"
                    label=title
                    options=modes
                    value=Signal::derive(move || window.mode.get().word())
                    on_choose=choose
                />
                <WindowNote window submission />
                <Loaded
                    loader=coverage
                    failed=texts.coverage_failed
                    loading=calendar_loading
                    show=move |coverage| calendar(coverage, window)
                />
                {(draft.kind == AnalysisKind::Resilience).then(|| view! { <HourChoice window /> })}
            </div>
        </Card>
    }
}

/// What is chosen, in words, or what is missing.
#[component]
fn WindowNote(window: WindowDraft, submission: Submission) -> impl IntoView {
    let (texts, zone) = (texts(), zone_of_page());
    let faults = submission.faults();
    let refused = move || {
        let is_ours = |pointer: &str| ["/day", "/from", "/to", "/until"].contains(&pointer);
        faults.with(|faults| faults.iter().find(|fault| is_ours(&fault.pointer)).map(|fault| fault.message.clone()))
    };
    let note = changing(move || {
        Some(match refused() {
            Some(message) => erase(view! {
                <span class="field-error">
                    <Icon glyph=Glyph::Alert />
                    {message}
                </span>
            }),
            None => erase(window.words(texts, &zone)),
        })
    });
    view! {
        <p class="window-note" aria-live="polite">
            {note}
        </p>
    }
}

impl WindowDraft {
    /// The choice in words.
    pub fn words(self, texts: &Texts, zone: &str) -> String {
        if let Some(window) = self.kept() {
            return match self.kind {
                AnalysisKind::Availability => write_window(window, zone),
                AnalysisKind::Resilience => fill(texts.week_until, &write_minute(window.end, zone)),
            };
        }
        match (self.mode.get(), self.kind, self.chosen()) {
            (Mode::Latest, AnalysisKind::Availability, _) => texts.window_latest_meaning.into(),
            (Mode::Latest, AnalysisKind::Resilience, _) => texts.window_latest_week_meaning.into(),
            (Mode::Random, ..) => texts.window_random_meaning.into(),
            (Mode::Day, _, None) => texts.window_day_hint.into(),
            (Mode::Range, _, None) => texts.window_range_hint.into(),
            (Mode::Range, _, Some((first, _))) if self.last.get().is_none() => {
                fill(texts.window_range_second, &first.to_string())
            }
            (_, AnalysisKind::Resilience, Some((day, _))) => {
                let until = format!("{day} {:0>2}:00", self.hour.get());
                fill(texts.week_until, &until)
            }
            (_, AnalysisKind::Availability, Some((first, last))) if first == last => first.to_string(),
            (_, AnalysisKind::Availability, Some((first, last))) => {
                let days = fill(texts.window_days, &days_between(first, last).to_string());
                format!("{first} – {last}, {days}")
            }
        }
    }
}

/// The hours of a day at which a week can end.
const HOURS: [(&str, &str); 24] = [
    ("1", "01:00"),
    ("2", "02:00"),
    ("3", "03:00"),
    ("4", "04:00"),
    ("5", "05:00"),
    ("6", "06:00"),
    ("7", "07:00"),
    ("8", "08:00"),
    ("9", "09:00"),
    ("10", "10:00"),
    ("11", "11:00"),
    ("12", "12:00"),
    ("13", "13:00"),
    ("14", "14:00"),
    ("15", "15:00"),
    ("16", "16:00"),
    ("17", "17:00"),
    ("18", "18:00"),
    ("19", "19:00"),
    ("20", "20:00"),
    ("21", "21:00"),
    ("22", "22:00"),
    ("23", "23:00"),
    (END_OF_DAY, "24:00"),
];

#[component]
fn HourChoice(window: WindowDraft) -> impl IntoView {
    let texts = texts();
    let is_fixed = Signal::derive(move || window.mode.get() != Mode::Day);
    view! {
        <div class="hour-choice">
            <SelectField
                name="hour"
                label=texts.window_hour
                options=HOURS.to_vec()
                value=window.hour
                hint=texts.window_hour_hint
                disabled=is_fixed
            />
        </div>
    }
}

fn calendar_loading() -> AnyView {
    erase(view! {
        <div class="calendar calendar-loading" aria-busy="true">
            <Skeleton />
        </div>
    })
}

fn calendar(coverage: Coverage, window: WindowDraft) -> AnyView {
    let texts = texts();
    if coverage.days.is_empty() {
        let to_data = match window.kind {
            AnalysisKind::Availability => texts.coverage_empty,
            AnalysisKind::Resilience => texts.coverage_empty_backups,
        };
        return erase(view! {
            <Callout glyph=Glyph::Data>
                <p>
                    {to_data}
                    " "
                    <a href=INTAKE>{texts.coverage_empty_link}</a>
                </p>
            </Callout>
        });
    }
    erase(view! { <Calendar coverage window /> })
}

/// The zone whose days are chosen, from context.
pub fn zone_of_page() -> String {
    expect_context::<PageContext>().timezone
}
