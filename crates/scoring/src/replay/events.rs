//! What a replay can jump to.

use model::Timestamp;

/// Something that happened to one service or asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<S> {
    pub at: Timestamp,
    /// The place of the service or asset in the report.
    pub subject: usize,
    pub kind: EventKind<S>,
}

/// What happened. The status is that of the report's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind<S> {
    /// So many failures at once: samples of a service, or backup runs since the step before.
    Failed {
        count: u32,
    },
    /// More failed than the budget allowed, from now on.
    BudgetCrossed,
    /// The newest backup became older than its target.
    TargetMissed,
    StatusChanged {
        from: S,
        to: S,
    },
}

/// All events of a report, in order of time, then of their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events<S>(Vec<Event<S>>);

impl<S> Events<S> {
    pub(super) fn new(mut events: Vec<Event<S>>) -> Self {
        events.sort_by_key(|event| (event.at, event.subject));
        Self(events)
    }

    pub fn as_slice(&self) -> &[Event<S>] {
        &self.0
    }

    /// What happened at the first moment after this one; empty when nothing did.
    pub fn next_event(&self, after: Timestamp) -> &[Event<S>] {
        let from = self.0.partition_point(|event| event.at <= after);
        self.together(from..self.0.len(), true)
    }

    /// What happened at the last moment before this one; empty when nothing did.
    pub fn previous_event(&self, before: Timestamp) -> &[Event<S>] {
        let to = self.0.partition_point(|event| event.at < before);
        self.together(0..to, false)
    }

    /// The events of the first or of the last moment among these.
    fn together(&self, among: std::ops::Range<usize>, is_first: bool) -> &[Event<S>] {
        let among = &self.0[among];
        let Some(at) = (if is_first { among.first() } else { among.last() }).map(|event| event.at) else {
            return &[];
        };
        let from = among.partition_point(|event| event.at < at);
        let to = among.partition_point(|event| event.at <= at);
        &among[from..to]
    }
}
