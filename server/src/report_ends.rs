//! How everything in a report ended, read from its content without what lies between.

use model::{AssetId, ReportId};
use serde::Deserialize;
use store::StoreError;

use crate::{error::ServiceResult, report_content, services::report_turns::turn_to_load, state::AppState};

/// How a service or an asset ended.
#[derive(Debug, PartialEq, Deserialize)]
pub struct End {
    #[serde(alias = "service_id", alias = "asset_id")]
    pub id: AssetId,
    pub name: String,
    /// Nothing without data.
    #[serde(rename = "final_score")]
    pub score: Option<f64>,
}

/// As far as the ends go, a report is this.
#[derive(Deserialize)]
struct Content {
    #[serde(default, alias = "services", alias = "assets")]
    ends: Vec<End>,
}

/// The ends in a report, by id.
pub async fn find(state: &AppState, report: &ReportId) -> ServiceResult<Vec<End>> {
    // Whole as they are kept, many of them would fill the memory.
    let _turn = turn_to_load().await?;
    let content = state.store.read_report(report).await?.ok_or(StoreError::NotFound)?;
    Ok(report_content::read::<Content>(content).await?.ends)
}
