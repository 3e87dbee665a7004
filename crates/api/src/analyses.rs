//! Assets, data, analyses, jobs, reports and presets, as they are sent. Reports and configurations are sent as
//! `model` has them.

use model::{
    AnalysisKind, Asset, AssetId, AssetType, BackupOutcome, Configuration, Job, JobError, JobId, JobState, JobStep,
    ReportHead, ReportId, SampleStatus, ServiceType, Timestamp,
};
use serde::{Deserialize, Serialize};

/// An asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssetView {
    pub asset_id: AssetId,
    pub display_name: String,
    pub asset_type: AssetType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_type: Option<ServiceType>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// What an asset is to be; its id is in the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = model::schema::without_null))]
#[serde(deny_unknown_fields)]
pub struct AssetChange {
    pub display_name: String,
    pub asset_type: AssetType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_type: Option<ServiceType>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// One row of `POST /api/v1/ingest/samples`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSample {
    pub timestamp: Timestamp,
    pub service_id: AssetId,
    /// Or another word for it, in upper or lower case: up, healthy, running, success, 1, true; warning, warn; down,
    /// failure, error, critical, unreachable, 0, false.
    pub status: SampleStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_ms: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// One row of `POST /api/v1/ingest/backups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBackupRun {
    /// When the run ended.
    pub timestamp: Timestamp,
    pub asset_id: AssetId,
    /// Or another word for it, in upper or lower case: ok, up, healthy, 1, true; warn, degraded; failure, error, down,
    /// critical, unreachable, 0, false.
    pub status: BackupOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What became of the rows that were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ingested {
    /// Good rows; they are kept now, whether or not they were known before.
    pub accepted: u64,
    pub rejected: u64,
    /// What is wrong with the first thousand of the rejected rows.
    pub errors: Vec<RowFault>,
}

/// A row that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowFault {
    /// Its place among the rows, from 0.
    pub index: u64,
    pub message: String,
}

/// What the demo brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DemoLoaded {
    pub assets: u64,
    pub samples: u64,
    pub backup_runs: u64,
}

/// The days that hold data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// The IANA name of the zone whose days these are.
    pub timezone: String,
    /// In order of time; days without data are left out.
    pub days: Vec<CoveredDay>,
}

/// A day that holds data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveredDay {
    /// Such as `2025-09-01`.
    pub day: String,
    pub count: u64,
    /// In order of time; hours without data are left out.
    pub hours: Vec<CoveredHour>,
}

/// An hour that holds data. One that two days share, in zones that are no whole hours ahead, stands in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveredHour {
    pub start: Timestamp,
    pub count: u64,
}

/// Asks for an analysis: a configuration, a preset's name instead of it, or a preset under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = model::schema::without_null))]
pub struct NewAnalysis {
    #[serde(flatten)]
    pub configuration: Configuration,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobView {
    pub id: JobId,
    pub kind: AnalysisKind,
    pub state: JobState,
    /// From 0 to 100; it never goes back.
    pub progress: u8,
    /// What it is at.
    pub step: JobStep,
    /// Whether somebody asked for its end.
    pub cancel_asked: bool,
    pub created_by: String,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub error: Option<JobError>,
    pub report_id: Option<ReportId>,
    pub configuration: Configuration,
}

/// Saves a configuration under the name in the path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PresetChange {
    pub configuration: Configuration,
}

impl From<Asset> for AssetView {
    fn from(asset: Asset) -> Self {
        Self {
            asset_id: asset.id,
            display_name: asset.name,
            asset_type: asset.asset_type,
            service_type: asset.service_type,
            tags: asset.tags,
        }
    }
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            kind: job.configuration.kind(),
            state: job.state,
            progress: job.progress.percent,
            step: job.progress.step,
            cancel_asked: job.cancel_asked,
            created_by: job.created_by,
            created_at: job.created_at,
            started_at: job.started_at,
            ended_at: job.ended_at,
            error: job.error,
            report_id: job.report_id,
            configuration: job.configuration,
        }
    }
}

/// What lists show of a report, and of the newest older one of its kind over as long a time, which it can be compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportHeads {
    pub head: ReportHead,
    pub before: Option<ReportHead>,
}

/// Whose score fell since the newest older report of the same kind over as long a time that ends no later.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FallenScores {
    /// Of how many it fell.
    pub count: u32,
    /// The few that fell deepest, the deepest first.
    pub worst: Vec<FallenScore>,
    /// Whether it was scored by other figures than before: another curve, other weights of its two halves, or another
    /// budget or target of something that fell.
    pub other_figures: bool,
}

/// A service or an asset whose score fell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FallenScore {
    pub id: AssetId,
    pub name: String,
    pub from: f64,
    pub to: f64,
}
