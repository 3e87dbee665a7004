//! What a job was asked, in short.

use crate::{
    page_context::PageContext,
    texts::{Texts, fill},
    zone::{write_minute, write_window},
};
use leptos::prelude::*;
use model::{Configuration, DayChoice, UntilChoice, Window};

/// The window that a configuration asks about, in the zone of the server. Takes it from context: call it while a component
/// is made.
pub fn asked_window(configuration: &Configuration, texts: &Texts) -> String {
    let zone = expect_context::<PageContext>().timezone;
    match configuration {
        Configuration::Availability(asked) => match (asked.day, asked.from, asked.to) {
            (Some(DayChoice::On(day)), ..) => day.to_string(),
            (Some(DayChoice::Random), ..) => texts.random_day.into(),
            (None, Some(start), Some(end)) => write_window(Window { start, end }, &zone),
            _ => texts.latest_day.into(),
        },
        Configuration::Resilience(asked) => match asked.until {
            Some(UntilChoice::At(until)) => fill(texts.until, &write_minute(until, &zone)),
            _ => texts.latest_week.into(),
        },
    }
}
