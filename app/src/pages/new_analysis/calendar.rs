//! The days that hold data, a month at a time: the more data, the stronger the colour. Arrow keys move between the days.

use super::{
    month::{Month, moved},
    window::{Mode, WindowDraft},
};
use crate::{
    components::{Glyph, IconButton},
    content::{changing, erase},
    document,
    effects::in_browser,
    figures::numbers,
    focus,
    texts::{Texts, fill, texts},
    zone::read_day,
};
use api::Coverage;
use chrono::{Datelike, NaiveDate};
use leptos::{ev, prelude::*};
use std::{collections::BTreeMap, sync::Arc};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How much each day holds, in order of time. There is at least one.
type Held = Arc<BTreeMap<NaiveDate, u64>>;

#[component]
pub fn Calendar(coverage: Coverage, window: WindowDraft) -> impl IntoView {
    let texts = texts();
    let held: BTreeMap<_, _> = coverage.days.iter().filter_map(|day| Some((read_day(&day.day)?, day.count))).collect();
    let held: Held = Arc::new(held);
    let newest = held.keys().next_back().copied().unwrap_or_default();
    let oldest = held.keys().next().copied().unwrap_or_default();
    let start = window.first.get_untracked().unwrap_or(newest);
    let month = RwSignal::new(Month::of(start));
    // The day that Tab leads to.
    let current = RwSignal::new(start);
    // A preset may choose a day of another month.
    let shown_for = window.first;
    in_browser(move || {
        if let Some(day) = shown_for.get() {
            current.set(day);
            if day_element(day).is_none() {
                month.set(Month::of(day));
            }
        }
    });
    let is_first = Signal::derive(move || month.get().holds(oldest));
    let is_last = Signal::derive(move || month.get().holds(newest));
    let earlier = Signal::derive(move || month.get().before());
    // At the last month of a side the button cannot be pressed any more.
    let turn = move |to: fn(Month) -> Month, end: NaiveDate| {
        move |()| {
            month.update(|month| *month = to(*month));
            focus::give_back_to(vec![id_of(end)]);
        }
    };
    let sheet = |month| Sheet { month, held: held.clone(), newest, current, window };
    let (before, now) = (sheet(earlier).view(texts), sheet(month.into()).view(texts));
    view! {
        <div class="calendar" role="group" aria-label=texts.calendar>
            <div class="calendar-head">
                <IconButton
                    glyph=Glyph::ChevronLeft
                    label=texts.month_before
                    disabled=is_first
                    on_press=turn(Month::before, oldest)
                />
                <p class="calendar-title calendar-earlier">{move || earlier.get().title(texts)}</p>
                <p class="calendar-title" aria-live="polite">
                    {move || month.get().title(texts)}
                </p>
                <IconButton
                    glyph=Glyph::ChevronRight
                    label=texts.month_after
                    disabled=is_last
                    on_press=turn(Month::after, newest)
                />
            </div>
            <div class="calendar-sheets" on:keydown=move |event| move_by_key(&event, month, current)>
                <div class="calendar-earlier">{before}</div>
                <div>{now}</div>
            </div>
            <Legend />
        </div>
    }
}

/// One month of the two that a wide screen shows; a narrow one shows the later of them.
struct Sheet {
    month: Signal<Month>,
    held: Held,
    newest: NaiveDate,
    current: RwSignal<NaiveDate>,
    window: WindowDraft,
}

impl Sheet {
    fn view(self, texts: &'static Texts) -> AnyView {
        let names = texts.weekdays.split(' ');
        let weekdays: Vec<AnyView> =
            names.map(|name| erase(view! { <span class="calendar-weekday">{name}</span> })).collect();
        let days = changing(move || {
            let days = self.month.get().weeks().into_iter().flatten();
            let days: Vec<AnyView> = days
                .map(|day| match day {
                    Some(day) => day_button(day, &self.held, self.newest, self.current, self.window, texts),
                    None => erase(view! { <span></span> }),
                })
                .collect();
            Some(erase(days))
        });
        erase(view! {
            <div class="calendar-weekdays" aria-hidden="true">
                {weekdays}
            </div>
            <div class="calendar-days">{days}</div>
        })
    }
}

fn day_button(
    day: NaiveDate,
    held: &Held,
    newest: NaiveDate,
    current: RwSignal<NaiveDate>,
    window: WindowDraft,
    texts: &'static Texts,
) -> AnyView {
    let amount = held.get(&day).copied().unwrap_or(0);
    let most = held.values().copied().max().unwrap_or(1);
    // What is seen is part of the name, so that whoever speaks to the page can say it.
    let label = if amount == 0 {
        format!("{day}, {}: {}", day.day(), texts.day_empty)
    } else {
        format!("{day}, {}: {}", day.day(), fill(texts.day_holds, &numbers().count(amount)))
    };
    let is_chosen = move || match window.mode.get() {
        Mode::Latest => day == newest,
        Mode::Random => false,
        Mode::Day | Mode::Range => window.chosen().is_some_and(|(first, last)| (first..=last).contains(&day)),
    };
    let pressed = Signal::derive(move || if is_chosen() { "true" } else { "false" });
    // Where the current day is in another month, the first of this one is reached by Tab.
    let tabindex = Signal::derive(move || {
        let current = current.get();
        let is_reached = day == current || (day.day() == 1 && !Month::of(day).holds(current));
        if is_reached { "0" } else { "-1" }
    });
    let choose = move |_| {
        current.set(day);
        if amount > 0 {
            window.choose(day);
        }
    };
    erase(view! {
        <button
            type="button"
            class=heat_class(amount, most)
            id=format!("day-{day}")
            tabindex=tabindex
            aria-label=label.clone()
            title=label
            aria-pressed=pressed
            aria-disabled=(amount == 0).then_some("true")
            on:click=choose
        >
            {day.day()}
        </button>
    })
}

/// Four strengths, each for a quarter of what the fullest day holds.
const fn heat_class(amount: u64, most: u64) -> &'static str {
    match amount {
        0 => "day",
        _ if amount * 4 <= most => "day day-1",
        _ if amount * 4 <= most * 2 => "day day-2",
        _ if amount * 4 <= most * 3 => "day day-3",
        _ => "day day-4",
    }
}

fn move_by_key(event: &ev::KeyboardEvent, month: RwSignal<Month>, current: RwSignal<NaiveDate>) {
    let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let from = focused.and_then(|day| read_day(day.id().strip_prefix("day-")?));
    let from = from.filter(|_| !document::is_command(event));
    let Some(to) = from.and_then(|day| moved(day, &event.key())) else { return };
    event.prevent_default();
    current.set(to);
    if focus_day(to) {
        return;
    }
    month.set(Month::of(to));
    // Another month stands in the page only after it was shown.
    request_animation_frame(move || {
        focus_day(to);
    });
}

fn focus_day(day: NaiveDate) -> bool {
    day_element(day).is_some_and(|day| day.focus().is_ok())
}

fn id_of(day: NaiveDate) -> String {
    format!("day-{day}")
}

/// The button of a day, if it can be seen.
fn day_element(day: NaiveDate) -> Option<HtmlElement> {
    let button = focus::by_id(&id_of(day))?;
    (button.offset_width() > 0).then_some(button)
}

#[component]
fn Legend() -> impl IntoView {
    let texts = texts();
    view! {
        <p class="calendar-legend" aria-hidden="true">
            {texts.day_less}
            <span class="day-swatch day"></span>
            <span class="day-swatch day day-1"></span>
            <span class="day-swatch day day-2"></span>
            <span class="day-swatch day day-3"></span>
            <span class="day-swatch day day-4"></span>
            {texts.day_more}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_day_is_the_strongest() {
        for (amount, expected) in
            [(0, "day"), (1, "day day-1"), (25, "day day-1"), (50, "day day-2"), (51, "day day-3"), (100, "day day-4")]
        {
            assert_eq!(heat_class(amount, 100), expected, "{amount}");
        }
    }
}
