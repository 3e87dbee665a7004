//! Assets, data, analyses, jobs, reports and presets.

use super::{Call, Client, ClientError, Method, Payload, with_query};
use api::{
    AssetChange, AssetView, Coverage, FallenScores, Ingested, JobView, NewAnalysis, Page, PresetChange, ReportHeads,
    paths,
};
use model::{AnalysisKind, AssetId, JobId, JobState, Preset, Report, ReportHead, ReportId};
use serde::{Deserialize, de::IgnoredAny};

/// How many assets one call asks for. Companies have some hundreds, which then come at once.
const ASSETS_AT_ONCE: &str = "1000";

/// How many saved configurations one call asks for; large ones come a few at a time.
const PRESETS_AT_ONCE: &str = "1000";

/// How many assets a search gives.
const ASSETS_FOUND: &str = "8";

/// What can be handed in row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    Assets,
    Samples,
    Backups,
}

/// What news of a job are about. It is known on every page, which need not know all of a job for that.
#[derive(Debug, Clone, Deserialize)]
pub struct JobEnd {
    pub kind: AnalysisKind,
    pub state: JobState,
    pub report_id: Option<ReportId>,
}

impl Client {
    /// A page of the assets, by id.
    pub fn list_assets(&self, cursor: Option<&str>) -> Call<Page<AssetView>> {
        self.get(with_query(paths::ASSETS, &[("limit", Some(ASSETS_AT_ONCE)), ("cursor", cursor)]))
    }

    /// A page of the assets with this in their id or name, by id.
    pub fn list_assets_with(&self, words: &str, cursor: Option<&str>) -> Call<Page<AssetView>> {
        let query = [("limit", Some(ASSETS_AT_ONCE)), ("q", Some(words)), ("cursor", cursor)];
        self.get(with_query(paths::ASSETS, &query))
    }

    /// A few assets with this in their id or name.
    pub fn search_assets(&self, words: &str) -> Call<Page<AssetView>> {
        self.get(with_query(paths::ASSETS, &[("limit", Some(ASSETS_FOUND)), ("q", Some(words))]))
    }

    /// Adds an asset, or replaces the one with its id.
    pub async fn put_asset(&self, id: &AssetId, change: &AssetChange) -> Result<(), ClientError> {
        let path = paths::with_id(paths::ASSET, id.as_str());
        self.send::<IgnoredAny>(Method::Put, &path, change).await.map(drop)
    }

    /// Removes an asset.
    pub async fn remove_asset(&self, id: &AssetId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::ASSET, id.as_str())).await
    }

    /// Hands rows in; good ones are kept, bad ones named.
    pub async fn ingest(&self, rows: Rows, payload: Payload) -> Result<Ingested, ClientError> {
        let path = match rows {
            Rows::Assets => paths::INGEST_ASSETS,
            Rows::Samples => paths::INGEST_SAMPLES,
            Rows::Backups => paths::INGEST_BACKUPS,
        };
        self.hand_in(Method::Post, path, payload).await
    }

    /// Loads the demo data.
    pub async fn load_demo(&self) -> Result<(), ClientError> {
        self.command::<IgnoredAny>(Method::Post, paths::DEMO).await.map(drop)
    }

    /// Removes the demo data, and nothing else.
    pub async fn remove_demo(&self) -> Result<(), ClientError> {
        self.command::<IgnoredAny>(Method::Delete, paths::DEMO).await.map(drop)
    }

    /// The days that hold data for a kind of analysis.
    pub fn find_coverage(&self, kind: AnalysisKind) -> Call<Coverage> {
        self.get(with_query(paths::COVERAGE, &[("kind", Some(kind.as_str()))]))
    }

    /// Queues the job of an analysis.
    pub async fn start_analysis(&self, new: &NewAnalysis) -> Result<JobView, ClientError> {
        self.send(Method::Post, paths::ANALYSES, new).await
    }

    /// A page of the jobs, the newest first.
    pub fn list_jobs(&self, limit: Option<&str>, cursor: Option<&str>) -> Call<Page<JobView>> {
        self.get(with_query(paths::JOBS, &[("limit", limit), ("cursor", cursor)]))
    }

    /// The jobs that are being worked on, as many as come at once.
    pub fn list_running_jobs(&self) -> Call<Page<JobView>> {
        self.get(with_query(paths::JOBS, &[("state", Some(JobState::Running.as_str()))]))
    }

    /// A job.
    pub fn find_job(&self, id: &str) -> Call<JobView> {
        self.get(paths::with_id(paths::JOB, id))
    }

    /// How a job stands, in short.
    pub fn find_job_end(&self, id: &str) -> Call<JobEnd> {
        self.get(paths::with_id(paths::JOB, id))
    }

    /// Ends a queued job at once, and asks the worker of a running one to.
    pub async fn cancel_job(&self, id: &JobId) -> Result<(), ClientError> {
        self.command::<IgnoredAny>(Method::Delete, &paths::with_id(paths::JOB, id.as_str())).await.map(drop)
    }

    /// A page of the heads of reports, the newest first.
    pub fn list_reports(
        &self,
        kind: Option<AnalysisKind>,
        limit: Option<&str>,
        cursor: Option<&str>,
    ) -> Call<Page<ReportHead>> {
        let kind = kind.map(AnalysisKind::as_str);
        self.get(with_query(paths::REPORTS, &[("kind", kind), ("limit", limit), ("cursor", cursor)]))
    }

    /// What lists show of a report and of the one before over as long a time.
    pub fn find_heads(&self, id: &str) -> Call<ReportHeads> {
        self.get(paths::with_id(paths::REPORT_HEADS, id))
    }

    /// Whose score fell since the report before over as long a time.
    pub fn find_fallen(&self, id: &str) -> Call<FallenScores> {
        self.get(paths::with_id(paths::REPORT_FALLEN, id))
    }

    /// A report whole.
    pub fn find_report(&self, id: &str) -> Call<Report> {
        self.get(paths::with_id(paths::REPORT, id))
    }

    /// Removes a report.
    pub async fn remove_report(&self, id: &ReportId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::REPORT, id.as_str())).await
    }

    /// Keeps the report of a file.
    pub async fn import_report(&self, payload: Payload) -> Result<ReportHead, ClientError> {
        self.hand_in(Method::Post, paths::REPORT_IMPORT, payload).await
    }

    /// A page of the saved configurations, by name.
    pub fn list_presets(&self, cursor: Option<&str>) -> Call<Page<Preset>> {
        self.get(with_query(paths::PRESETS, &[("limit", Some(PRESETS_AT_ONCE)), ("cursor", cursor)]))
    }

    /// Saves a configuration under a name, in place of the one that had it.
    pub async fn put_preset(&self, name: &str, change: &PresetChange) -> Result<(), ClientError> {
        self.send::<IgnoredAny>(Method::Put, &paths::with_id(paths::PRESET, name), change).await.map(drop)
    }

    /// Removes a saved configuration.
    pub async fn remove_preset(&self, name: &str) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::PRESET, name)).await
    }
}

/// Where a report's file is: a link to it downloads the file.
pub fn export_address(id: &ReportId, format: &str) -> String {
    with_query(&paths::with_id(paths::REPORT_EXPORT, id.as_str()), &[("format", Some(format))])
}
