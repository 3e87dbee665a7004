//! Moments in one form everywhere: `2025-09-01 10:30`. Those of the trail and of accounts are in UTC, those of data and
//! analyses in the zone that the server counts its days in.

use crate::{page_context::PageContext, zone};
use leptos::prelude::*;
use model::Timestamp;

/// A moment to the minute.
#[component]
pub fn Moment(at: Timestamp) -> impl IntoView {
    MomentText(MomentTextProps { text: write(at, MINUTES) })
}

/// A moment to the second.
#[component]
pub fn ExactMoment(at: Timestamp) -> impl IntoView {
    MomentText(MomentTextProps { text: write(at, SECONDS) })
}

/// A moment to the minute, in the zone of the server.
#[component]
pub fn LocalMoment(at: Timestamp) -> impl IntoView {
    let zone = expect_context::<PageContext>().timezone;
    let machine_text = format!("{}Z", write(at, SECONDS).replace(' ', "T"));
    view! {
        <time class="mono" datetime=machine_text title=zone.clone()>
            {zone::write_minute(at, &zone)}
        </time>
    }
}

#[component]
fn MomentText(text: String) -> impl IntoView {
    let machine_text = format!("{}Z", text.replace(' ', "T"));
    view! {
        <time class="mono" datetime=machine_text>
            {text}
        </time>
    }
}

/// How much of `2025-09-01 10:30:07` is shown.
const MINUTES: usize = 16;
const SECONDS: usize = 19;

fn write(at: Timestamp, length: usize) -> String {
    // `naive_utc` writes itself in this form and order; a calendar's formats would cost the browser half much more.
    at.naive_utc().to_string().chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        let at: Timestamp = "2025-09-01T00:30:07.123+02:00".parse().unwrap();
        assert_eq!(write(at, MINUTES), "2025-08-31 22:30");
        assert_eq!(write(at, SECONDS), "2025-08-31 22:30:07");
    }
}
