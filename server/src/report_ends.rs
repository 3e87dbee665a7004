//! How everything in a report ended, and by which figures, read from its content without what lies between.

use model::{AssetId, Curve, ReportId, ResilienceWeights};
use serde::Deserialize;
use store::StoreError;

use crate::{error::ServiceResult, report_content, state::AppState};

/// How a service or an asset ended.
#[derive(Debug, PartialEq, Deserialize)]
pub struct End {
    #[serde(alias = "service_id", alias = "asset_id")]
    pub id: AssetId,
    pub name: String,
    /// Nothing without data.
    #[serde(rename = "final_score")]
    pub score: Option<f64>,
    /// Its error budget or its target.
    #[serde(alias = "error_budget", alias = "target_rpo_hours")]
    pub figure: f64,
}

/// As far as the ends go, a report is this.
#[derive(Debug, Deserialize)]
pub struct Ends {
    /// By id.
    #[serde(default, alias = "services", alias = "assets")]
    pub ends: Vec<End>,
    // Of resilience alone.
    pub weights: Option<ResilienceWeights>,
    pub curve: Option<Curve>,
}

/// The ends in a report.
pub async fn find(state: &AppState, report: &ReportId) -> ServiceResult<Ends> {
    // Whole as they are kept, many of them would fill the memory.
    let turn = state.report_turns.turn_to_load().await?;
    let content = state.store.read_report(report).await?.ok_or(StoreError::NotFound)?;
    Ok(report_content::read(content, turn).await?.0)
}
