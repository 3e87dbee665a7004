//! How many stand at each status, and a way to see only some of them.

use super::numbers::numbers;
use crate::{
    components::{Status, StatusShape},
    content::erase,
    texts::texts,
};
use leptos::prelude::*;

/// A chip per status with its count. Pressed ones are shown; with none pressed all are.
#[component]
pub fn StatusFilter(
    statuses: &'static [Status],
    /// One for each status.
    #[prop(into)]
    counts: Signal<Vec<u32>>,
    chosen: RwSignal<StatusSet>,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let total = Memo::new(move |_| counts.with(|counts| counts.iter().sum::<u32>()));
    let room = Signal::derive(move || numbers.count(total.get().into()));
    let chips = statuses
        .iter()
        .enumerate()
        .map(|(index, status)| {
            let count = Memo::new(move |_| counts.with(|counts| counts.get(index).copied().unwrap_or_default()));
            view! { <StatusChip status=*status count room chosen /> }
        })
        .collect_view();
    erase(view! {
        <div class="status-filter" role="group" aria-label=texts.filter_by_status>
            {chips}
        </div>
    })
}

#[component]
fn StatusChip(
    status: Status,
    count: Memo<u32>,
    /// As wide as the largest count.
    room: Signal<String>,
    chosen: RwSignal<StatusSet>,
) -> impl IntoView {
    let numbers = numbers();
    let pressed = Signal::derive(move || if chosen.get().contains(status) { "true" } else { "false" });
    view! {
        <button
            type="button"
            class="status-chip"
            class:status-chip-empty=move || count.get() == 0
            aria-pressed=pressed
            on:click=move |_| chosen.update(|chosen| *chosen = chosen.toggled(status))
        >
            <StatusShape status />
            <span>{status.word(texts())}</span>
            <span class="status-chip-count" data-room=room>
                <span>{move || numbers.count(count.get().into())}</span>
            </span>
        </button>
    }
}

/// Some of the statuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusSet(u8);

impl StatusSet {
    /// Whether this status is shown: it was chosen, or nothing was.
    pub fn shows(self, status: Status) -> bool {
        self.is_empty() || self.contains(status)
    }

    pub fn contains(self, status: Status) -> bool {
        self.0 & bit(status) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn toggled(self, status: Status) -> Self {
        Self(self.0 ^ bit(status))
    }

    pub fn iter(self) -> impl Iterator<Item = Status> {
        Status::ALL.into_iter().filter(move |status| self.contains(*status))
    }
}

impl FromIterator<Status> for StatusSet {
    fn from_iter<T: IntoIterator<Item = Status>>(statuses: T) -> Self {
        Self(statuses.into_iter().fold(0, |bits, status| bits | bit(status)))
    }
}

fn bit(status: Status) -> u8 {
    1 << (status as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_chosen_shows_everything() {
        let none = StatusSet::default();
        assert!(Status::ALL.into_iter().all(|status| none.shows(status)));
        let critical = none.toggled(Status::Critical);
        assert!(critical.shows(Status::Critical) && !critical.shows(Status::Good));
        assert_eq!(critical.toggled(Status::Critical), none);
    }

    #[test]
    fn a_set_is_made_of_its_statuses() {
        let set: StatusSet = [Status::NoData, Status::Excellent].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Status::Excellent, Status::NoData]);
        assert_eq!(set.iter().collect::<StatusSet>(), set);
    }
}
