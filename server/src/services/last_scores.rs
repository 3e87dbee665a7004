//! The last scores of everything, for `/metrics`: those of the newest report of each kind that an analysis made.

use std::sync::{Arc, Mutex, PoisonError};

use model::{AnalysisKind, AssetId, PageRequest, ReportId, ReportOrigin};
use serde::Deserialize;

use crate::{error::ServiceResult, report_content, state::AppState};

/// How many reports back one of an analysis is looked for among imported ones.
const LOOKED_THROUGH: u32 = 100;

/// The end of one report.
#[derive(Debug, PartialEq)]
pub struct Scores {
    pub report: ReportId,
    pub kind: AnalysisKind,
    pub aggregate: Option<f64>,
    /// By id, those without data left out.
    pub assets: Vec<(AssetId, f64)>,
}

/// What was read last, one of each kind: a report never changes, so it is read once.
#[derive(Default)]
pub struct LastScores(Mutex<Vec<Arc<Scores>>>);

/// As far as the scores go, a report is this.
#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    services: Vec<Service>,
    #[serde(default)]
    assets: Vec<Asset>,
}

#[derive(Deserialize)]
struct Service {
    service_id: AssetId,
    final_score: Option<f64>,
}

#[derive(Deserialize)]
struct Asset {
    asset_id: AssetId,
    final_score: f64,
}

/// Those of each kind that has been analysed.
pub async fn find(state: &AppState) -> ServiceResult<Vec<Arc<Scores>>> {
    let mut found = Vec::new();
    for kind in AnalysisKind::ALL {
        found.extend(find_kind(state, *kind).await?);
    }
    *state.last_scores.0.lock().unwrap_or_else(PoisonError::into_inner) = found.clone();
    Ok(found)
}

async fn find_kind(state: &AppState, kind: AnalysisKind) -> ServiceResult<Option<Arc<Scores>>> {
    let page = PageRequest { limit: LOOKED_THROUGH, cursor: None };
    let heads = state.store.list_reports(Some(kind), page).await?.items;
    let Some(head) = heads.into_iter().find(|head| head.origin == ReportOrigin::Analysis) else {
        return Ok(None);
    };
    if let Some(known) = state.last_scores.of(&head.id) {
        return Ok(Some(known));
    }
    let Some(content) = state.store.read_report(&head.id).await? else {
        return Ok(None);
    };
    let read = move || serde_json::from_reader::<_, Content>(std::io::BufReader::new(report_content::unpack(&content)));
    let content = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
    let content = content.map_err(anyhow::Error::from)?;
    let services = content.services.into_iter().filter_map(|one| Some((one.service_id, one.final_score?)));
    let assets = content.assets.into_iter().map(|one| (one.asset_id, one.final_score));
    let assets = services.chain(assets).collect();
    Ok(Some(Arc::new(Scores { report: head.id, kind, aggregate: head.score, assets })))
}

impl LastScores {
    fn of(&self, report: &ReportId) -> Option<Arc<Scores>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|scores| scores.report == *report).cloned()
    }
}
