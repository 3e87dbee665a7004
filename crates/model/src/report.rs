//! The stored result of an analysis. It holds what happened (failures, backup runs), the figures that it was scored
//! with, and the scores; so it can be replayed, recomputed and asked "what if?" without the database.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::{
    AnalysisKind, AssetId, AssetType, BackupOutcome, Curve, ErrorBudget, JobId, ReportId, ResilienceWeights,
    SampleStatus, ServiceType, TargetRpo, Timestamp, Weight, Window, wire_moment, words::words,
};

words!(
    /// How a service stands.
    AvailabilityStatus {
        Good = "GOOD",
        Attenzione = "ATTENZIONE",
        Critical = "CRITICAL",
        /// Not a single sample in the window.
        NoData = "NO_DATA",
    }
);

words!(
    /// How an asset's backups stand.
    ResilienceStatus {
        Excellent = "EXCELLENT",
        Good = "GOOD",
        Acceptable = "ACCEPTABLE",
        Critical = "CRITICAL",
        Severe = "SEVERE",
    }
);

words!(
    /// Where a report comes from.
    ReportOrigin {
        Analysis = "analysis",
        /// A file; its figures are shown as they came.
        Import = "import",
    }
);

/// What lists show of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportHead {
    pub id: ReportId,
    pub kind: AnalysisKind,
    pub origin: ReportOrigin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_id: Option<JobId>,
    pub created_at: Timestamp,
    /// The user name of whoever asked for it or imported it.
    pub created_by: String,
    pub window: Window,
    /// The IANA name of the zone whose days are meant.
    pub timezone: String,
    /// The aggregate at the end; nothing when nothing could be scored.
    pub score: Option<f64>,
    /// How many services or assets it holds; of an imported one, how many its file says.
    pub total: u32,
    /// How many stand at each status at the end, those without any left out.
    pub statuses: Vec<StatusCount>,
    /// Whether some could not be scored although they were asked for.
    pub partial: bool,
}

/// How many stand at a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// A word of `AvailabilityStatus` or `ResilienceStatus`.
    pub status: String,
    pub count: u32,
}

/// A report whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    #[serde(flatten)]
    pub head: ReportHead,
    /// What was asked for and could not be scored.
    pub failed: Vec<FailedAsset>,
    /// Documents of the window that said too little.
    pub unreadable: Unreadable,
    #[serde(flatten)]
    pub body: ReportBody,
}

/// What was scored. The `kind` of the head tells which it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ReportBody {
    Availability(AvailabilityReport),
    Resilience(ResilienceReport),
}

/// An asset that could not be scored, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FailedAsset {
    pub asset_id: AssetId,
    pub message: String,
}

/// Documents that another program left in a form that says too little: counted, with a few named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unreadable {
    pub count: u64,
    /// The first few: which document, and what is wrong with it.
    pub examples: Vec<String>,
}

/// Services over a window.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AvailabilityReport {
    /// From the first to the last sample of any of them; nothing when there is none.
    pub timeline: Option<Timeline>,
    /// By id.
    pub services: Vec<ServiceReport>,
}

/// Both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timeline {
    pub first: Timestamp,
    pub last: Timestamp,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceReport {
    pub service_id: AssetId,
    /// Its name when the report was made.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_type: Option<ServiceType>,
    pub error_budget: ErrorBudget,
    pub weight: Weight,
    pub samples: StatusCounts,
    /// Its own first and last sample.
    pub extent: Option<Timeline>,
    /// Nothing without data.
    pub final_score: Option<f64>,
    pub final_status: AvailabilityStatus,
    /// Where the score changed, in order of time. Before the first, nothing had failed.
    pub points: Vec<AvailabilityPoint>,
}

/// How many samples had each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusCounts {
    pub ok: u64,
    pub degraded: u64,
    pub failed: u64,
    pub unknown: u64,
}

/// From this moment on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AvailabilityPoint {
    #[serde(serialize_with = "wire_moment::serialize", deserialize_with = "wire_moment::deserialize")]
    pub timestamp: Timestamp,
    /// The `P` of the score: failures since the start of the window.
    pub failures: u32,
    pub score: f64,
    /// Only where an imported file names another than the score says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<AvailabilityStatus>,
}

/// Backups over a week.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResilienceReport {
    pub weights: ResilienceWeights,
    pub curve: Curve,
    /// By id.
    pub assets: Vec<AssetReport>,
}

/// One asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssetReport {
    pub asset_id: AssetId,
    /// Its name when the report was made.
    pub name: String,
    pub asset_type: AssetType,
    pub target_rpo_hours: TargetRpo,
    pub weight: Weight,
    /// Runs that ended in the window.
    pub total_runs: u32,
    pub successful_runs: u32,
    /// Whether no run is known at all, in the window or before it.
    pub no_runs: bool,
    pub final_score: f64,
    pub final_status: ResilienceStatus,
    /// The runs of the window and the last ones before it that still count, in order of their ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<ReportRun>,
    /// An imported file has no runs, but the figures of each step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<ResiliencePoint>,
}

/// A backup run, as far as the score needs it. Runs are in the order of their ends, and those that ended together in one
/// order always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRun {
    #[serde(serialize_with = "wire_moment::serialize", deserialize_with = "wire_moment::deserialize")]
    pub ended_at: Timestamp,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "wire_moment::serialize_some",
        deserialize_with = "wire_moment::deserialize_some"
    )]
    pub started_at: Option<Timestamp>,
    pub outcome: BackupOutcome,
}

impl ReportRun {
    /// From when on work would be lost if this run were restored. A clock that went wrong may say that a run started
    /// after its end; it cannot hold what came later than that.
    pub fn restore_point(&self) -> Timestamp {
        self.started_at.map_or(self.ended_at, |started_at| started_at.min(self.ended_at))
    }
}

/// The figures of one asset at one step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResiliencePoint {
    #[serde(serialize_with = "wire_moment::serialize", deserialize_with = "wire_moment::deserialize")]
    pub timestamp: Timestamp,
    /// Nothing: there is no restore point, the age is infinite.
    pub actual_rpo_hours: Option<f64>,
    pub rpo_compliance: f64,
    /// Nothing while no run has ended in the window.
    pub success_rate: Option<f64>,
    pub score: f64,
    pub status: ResilienceStatus,
}

/// Reads the services or assets, of which there may be thousands, straight into their places: serde would gather them
/// as values of any kind first to find out which of the two they are.
impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(flatten)]
            head: ReportHead,
            failed: Vec<FailedAsset>,
            unreadable: Unreadable,
            timeline: Option<Timeline>,
            services: Option<Vec<ServiceReport>>,
            weights: Option<ResilienceWeights>,
            curve: Option<Curve>,
            assets: Option<Vec<AssetReport>>,
        }

        let Fields { head, failed, unreadable, timeline, services, weights, curve, assets } =
            Fields::deserialize(deserializer)?;
        let body = match (services, assets) {
            (Some(services), None) => ReportBody::Availability(AvailabilityReport { timeline, services }),
            (None, Some(assets)) => ReportBody::Resilience(ResilienceReport {
                weights: weights.ok_or_else(|| D::Error::missing_field("weights"))?,
                curve: curve.ok_or_else(|| D::Error::missing_field("curve"))?,
                assets,
            }),
            _ => return Err(D::Error::custom("a report holds either services or assets")),
        };
        Ok(Self { head, failed, unreadable, body })
    }
}

impl Unreadable {
    /// How many documents are named.
    pub const MAX_EXAMPLES: usize = 5;

    /// Counts one more, and names it where few have been named.
    pub fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < Self::MAX_EXAMPLES {
            self.examples.push(example());
        }
    }

    /// Counts what another has counted, and names of it what there is room for.
    pub fn join(&mut self, other: Self) {
        self.count += other.count;
        self.examples.extend(other.examples);
        self.examples.truncate(Self::MAX_EXAMPLES);
    }
}

impl StatusCounts {
    pub fn get(self, status: SampleStatus) -> u64 {
        match status {
            SampleStatus::Ok => self.ok,
            SampleStatus::Degraded => self.degraded,
            SampleStatus::Failed => self.failed,
            SampleStatus::Unknown => self.unknown,
        }
    }

    /// Counts so many more.
    pub fn add(&mut self, status: SampleStatus, more: u64) {
        *match status {
            SampleStatus::Ok => &mut self.ok,
            SampleStatus::Degraded => &mut self.degraded,
            SampleStatus::Failed => &mut self.failed,
            SampleStatus::Unknown => &mut self.unknown,
        } += more;
    }

    /// As many as can be counted: the figures may come from a file.
    pub fn total(self) -> u64 {
        SampleStatus::ALL.into_iter().fold(0, |total, status| self.get(status).saturating_add(total))
    }
}
