//! The statuses: always a colour, a shape and a word together, so that none has to carry the meaning alone.

use crate::texts::{Texts, texts};
use leptos::prelude::*;

/// How something stands, in the words of both kinds of analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Excellent,
    Good,
    Warning,
    Acceptable,
    Critical,
    Severe,
    NoData,
}

/// Shape, colour and word of a status.
#[component]
pub fn StatusMark(status: Status) -> impl IntoView {
    view! {
        <span class=status.class()>
            <svg class="status-shape" viewBox="0 0 12 12" aria-hidden="true">
                <path d=status.shape() />
            </svg>
            {status.word(texts())}
        </span>
    }
}

/// The mark of a status that changes.
#[component]
pub fn ChangingStatusMark(#[prop(into)] status: Signal<Status>) -> impl IntoView {
    let texts = texts();
    view! {
        <span class=move || status.get().class()>
            <StatusShape status />
            <span>{move || status.get().word(texts)}</span>
        </span>
    }
}

/// The shape of a status alone, in its colour; the word has to be near.
#[component]
pub fn StatusShape(#[prop(into)] status: Signal<Status>) -> impl IntoView {
    view! {
        <svg class=move || status.get().shape_class() viewBox="0 0 12 12" aria-hidden="true">
            <path d=move || status.get().shape() />
        </svg>
    }
}

impl Status {
    pub const ALL: [Self; 7] =
        [Self::Excellent, Self::Good, Self::Acceptable, Self::Warning, Self::Critical, Self::Severe, Self::NoData];

    pub const fn word(self, texts: &Texts) -> &'static str {
        match self {
            Self::Excellent => texts.status_excellent,
            Self::Good => texts.status_good,
            Self::Warning => texts.status_warning,
            Self::Acceptable => texts.status_acceptable,
            Self::Critical => texts.status_critical,
            Self::Severe => texts.status_severe,
            Self::NoData => texts.status_no_data,
        }
    }

    /// How much it asks to be looked at: what is worst, most.
    pub const fn gravity(self) -> u8 {
        match self {
            Self::Excellent => 0,
            Self::Good => 1,
            Self::Acceptable => 2,
            Self::NoData => 3,
            Self::Warning => 4,
            Self::Critical => 5,
            Self::Severe => 6,
        }
    }

    /// Whether something has to be done about it.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Warning | Self::Critical | Self::Severe)
    }

    /// The class that gives a part of the page the colour of this status, as `--tone`.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Excellent => "tone-excellent",
            Self::Good => "tone-good",
            Self::Warning => "tone-warning",
            Self::Acceptable => "tone-acceptable",
            Self::Critical => "tone-critical",
            Self::Severe => "tone-severe",
            Self::NoData => "tone-no-data",
        }
    }

    /// What an address calls it: the class is unique, short and in plain letters.
    pub fn code(self) -> &'static str {
        self.tone().trim_start_matches("tone-")
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Excellent => "status tone-excellent",
            Self::Good => "status tone-good",
            Self::Warning => "status tone-warning",
            Self::Acceptable => "status tone-acceptable",
            Self::Critical => "status tone-critical",
            Self::Severe => "status tone-severe",
            Self::NoData => "status tone-no-data",
        }
    }

    const fn shape_class(self) -> &'static str {
        match self {
            Self::Excellent => "status-shape tone-excellent",
            Self::Good => "status-shape tone-good",
            Self::Warning => "status-shape tone-warning",
            Self::Acceptable => "status-shape tone-acceptable",
            Self::Critical => "status-shape tone-critical",
            Self::Severe => "status-shape tone-severe",
            Self::NoData => "status-shape tone-no-data",
        }
    }

    /// Outlines on a 12-unit grid, of about equal area: a circle in a ring, circle, triangle, diamond, square, octagon
    /// with a bar (without it, it would pass for a circle), and a ring that the style draws dashed.
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Excellent => {
                "M6 0a6 6 0 1 0 0 12a6 6 0 1 0 0-12zm0 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM6 3.25a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 1 1 0-5.5z"
            }
            Self::Good => "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
            Self::Warning => "M6 .75l5.75 10.25h-11.5z",
            Self::Acceptable => "M6 0l6 6l-6 6l-6-6z",
            Self::Critical => "M1.25 1.25h9.5v9.5h-9.5z",
            Self::Severe => "M3.5 0h5l3.5 3.5v5l-3.5 3.5h-5l-3.5-3.5v-5zM3 5.1h6v1.8h-6z",
            Self::NoData => "M6 1.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 1 0 0-9.5z",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_code_of_its_own() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Status::from_code(""), None);
    }
}
