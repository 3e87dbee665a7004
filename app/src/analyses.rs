//! The two kinds of analysis as the app speaks of them: where their pages are, and how their figures are shown.

use crate::{
    components::{Glyph, Status},
    ordering::ordered,
    texts::{Texts, fill},
    zone::{write_minute, write_window},
};
use api::paths;
use model::{AnalysisKind, AvailabilityStatus, Curve, ReportHead, ReportId, ResilienceStatus, StatusCount};
use std::cmp::Reverse;

/// Where the reports of a kind are listed.
pub const fn reports_path(kind: AnalysisKind) -> &'static str {
    match kind {
        AnalysisKind::Availability => "/availability",
        AnalysisKind::Resilience => "/resilience",
    }
}

/// Where an analysis of a kind is configured and started.
pub const fn new_path(kind: AnalysisKind) -> &'static str {
    match kind {
        AnalysisKind::Availability => "/availability/new",
        AnalysisKind::Resilience => "/resilience/new",
    }
}

/// Where a report is shown.
pub fn report_path(kind: AnalysisKind, id: &ReportId) -> String {
    format!("{}/reports/{}", reports_path(kind), paths::encode(id.as_str()))
}

/// Where two reports are compared, the later one with the one before it.
pub fn compare_path(before: &ReportId, after: &ReportId) -> String {
    format!("/compare?a={}&b={}", paths::encode(before.as_str()), paths::encode(after.as_str()))
}

/// Where a job is shown.
pub fn job_path(id: &str) -> String {
    format!("/jobs/{}", paths::encode(id))
}

/// The kind whose pages an address belongs to.
pub fn kind_of(path: &str) -> AnalysisKind {
    if path.starts_with(reports_path(AnalysisKind::Resilience)) {
        AnalysisKind::Resilience
    } else {
        AnalysisKind::Availability
    }
}

pub const fn kind_glyph(kind: AnalysisKind) -> Glyph {
    match kind {
        AnalysisKind::Availability => Glyph::Pulse,
        AnalysisKind::Resilience => Glyph::Buoy,
    }
}

/// The place of the report that ends last, of several the first. How all stands now is not what somebody made of an old day a
/// moment ago.
pub fn place_of_latest<'heads>(heads: impl IntoIterator<Item = &'heads ReportHead>) -> Option<usize> {
    let heads = heads.into_iter().enumerate();
    heads.min_by_key(|(_, head)| Reverse(head.window.end)).map(|(place, _)| place)
}

/// How the whole of a report stands. Without a score there was nothing to judge.
pub fn standing(head: &ReportHead) -> Status {
    head.score.map_or(Status::NoData, |score| standing_at(head.kind, score))
}

/// What a score means in a report of this kind.
pub fn standing_at(kind: AnalysisKind, score: f64) -> Status {
    match kind {
        AnalysisKind::Availability => availability(scoring::availability::status(score)),
        AnalysisKind::Resilience => resilience(scoring::resilience::status(score)),
    }
}

/// What a report is about: its days, or for backups the moment that its week ends at.
pub fn window_words(head: &ReportHead, texts: &Texts) -> String {
    match head.kind {
        AnalysisKind::Availability => write_window(head.window, &head.timezone),
        AnalysisKind::Resilience => fill(texts.until, &write_minute(head.window.end, &head.timezone)),
    }
}

/// The levels of resilience in the order of `ResilienceStatus::ALL`, the best first.
pub const LEVELS: [Status; 5] = [Status::Excellent, Status::Good, Status::Acceptable, Status::Critical, Status::Severe];

/// The statuses that a report of a kind can stand at, the best first.
pub fn statuses_of(kind: AnalysisKind) -> Vec<Status> {
    let mut statuses: Vec<Status> = match kind {
        AnalysisKind::Availability => AvailabilityStatus::ALL.iter().map(|status| availability(*status)).collect(),
        AnalysisKind::Resilience => ResilienceStatus::ALL.iter().map(|status| resilience(*status)).collect(),
    };
    statuses.push(Status::NoData);
    let mut statuses = ordered(statuses, |status| status.gravity());
    statuses.dedup();
    statuses
}

/// The statuses that anything of the report has, worst first. A newer server may send some that this version cannot show.
pub fn counted(head: &ReportHead) -> Vec<(Status, u32)> {
    let counts = head.statuses.iter().filter_map(|count| read_count(head.kind, count));
    ordered(counts, |(status, _)| Reverse(status.gravity()))
}

/// How many assets stand at each of [`LEVELS`].
pub fn level_counts(head: &ReportHead) -> [u32; LEVELS.len()] {
    let counted = counted(head);
    LEVELS.map(|level| counted.iter().find(|(status, _)| *status == level).map_or(0, |(_, count)| *count))
}

fn read_count(kind: AnalysisKind, StatusCount { status, count }: &StatusCount) -> Option<(Status, u32)> {
    let status = match kind {
        AnalysisKind::Availability => availability(AvailabilityStatus::from_word(status).ok()?),
        AnalysisKind::Resilience => resilience(ResilienceStatus::from_word(status).ok()?),
    };
    (*count > 0).then_some((status, *count))
}

pub const fn availability(status: AvailabilityStatus) -> Status {
    match status {
        AvailabilityStatus::Good => Status::Good,
        AvailabilityStatus::Attenzione => Status::Warning,
        AvailabilityStatus::Critical => Status::Critical,
        AvailabilityStatus::NoData => Status::NoData,
    }
}

pub const fn resilience(status: ResilienceStatus) -> Status {
    match status {
        ResilienceStatus::Excellent => Status::Excellent,
        ResilienceStatus::Good => Status::Good,
        ResilienceStatus::Acceptable => Status::Acceptable,
        ResilienceStatus::Critical => Status::Critical,
        ResilienceStatus::Severe => Status::Severe,
    }
}

impl Texts {
    /// A kind of analysis in words.
    pub fn kind_of(&self, kind: AnalysisKind) -> &'static str {
        match kind {
            AnalysisKind::Availability => self.availability,
            AnalysisKind::Resilience => self.resilience,
        }
    }

    /// How compliance falls with age, in words.
    pub fn curve(&self, curve: Curve) -> &'static str {
        match curve {
            Curve::Linear => self.curve_linear,
            Curve::Threshold => self.curve_threshold,
        }
    }
}
