//! The last scores of everything, for `/metrics`: of each service and asset that of the newest report that holds it, and
//! the aggregate of the newest report of each kind. Only reports that an analysis made count.

use std::{
    collections::{BTreeMap, HashMap},
    io::BufReader,
    sync::{Arc, Mutex, PoisonError},
};

use model::{AnalysisKind, AssetId, PageRequest, ReportHead, ReportId, ReportOrigin};
use serde::Deserialize;

use crate::{error::ServiceResult, report_content, state::AppState};

/// How many reports of a kind are looked through, from the newest back.
const LOOKED_THROUGH: u32 = 50;

/// How everything of a kind stood last.
#[derive(Debug, PartialEq)]
pub struct Scores {
    pub kind: AnalysisKind,
    pub aggregate: Option<f64>,
    /// Those without data left out.
    pub assets: BTreeMap<AssetId, f64>,
}

/// How a report ended, those without data left out.
type Ends = Arc<Vec<(AssetId, f64)>>;

/// The ends of the reports that are looked through: a report never changes, so each is read once.
#[derive(Default)]
pub struct LastScores(Mutex<HashMap<ReportId, Ends>>);

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
pub async fn find(state: &AppState) -> ServiceResult<Vec<Scores>> {
    let (mut found, mut looked_through) = (Vec::new(), Vec::new());
    for kind in AnalysisKind::ALL {
        let page = PageRequest { limit: LOOKED_THROUGH, cursor: None };
        let mut heads = state.store.list_reports(Some(*kind), page).await?.items;
        heads.retain(|head| head.origin == ReportOrigin::Analysis);
        if let Some(newest) = heads.first() {
            found.push(Scores { kind: *kind, aggregate: newest.score, assets: newest_of_each(state, &heads).await? });
        }
        looked_through.extend(heads.into_iter().map(|head| head.id));
    }
    state.last_scores.keep_only(&looked_through);
    Ok(found)
}

async fn newest_of_each(state: &AppState, heads: &[ReportHead]) -> ServiceResult<BTreeMap<AssetId, f64>> {
    let mut assets = BTreeMap::new();
    for head in heads {
        for (asset, score) in find_ends(state, &head.id).await?.iter() {
            if !assets.contains_key(asset) {
                assets.insert(asset.clone(), *score);
            }
        }
    }
    Ok(assets)
}

async fn find_ends(state: &AppState, report: &ReportId) -> ServiceResult<Ends> {
    if let Some(known) = state.last_scores.of(report) {
        return Ok(known);
    }
    let Some(content) = state.store.read_report(report).await? else {
        return Ok(Ends::default());
    };
    let read = move || serde_json::from_reader::<_, Content>(BufReader::new(report_content::unpack(&content)));
    let content = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
    let Content { services, assets } = content.map_err(anyhow::Error::from)?;
    let services = services.into_iter().filter_map(|one| Some((one.service_id, one.final_score?)));
    let assets = assets.into_iter().map(|one| (one.asset_id, one.final_score));
    let ends: Ends = Arc::new(services.chain(assets).collect());
    state.last_scores.keep(report.clone(), ends.clone());
    Ok(ends)
}

impl LastScores {
    fn of(&self, report: &ReportId) -> Option<Ends> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(report).cloned()
    }

    /// At once, so that a scrape that gave up has not read in vain.
    fn keep(&self, report: ReportId, ends: Ends) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(report, ends);
    }

    fn keep_only(&self, reports: &[ReportId]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|report, _| reports.contains(report));
    }
}
