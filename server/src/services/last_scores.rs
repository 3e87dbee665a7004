//! The last scores of everything, for `/metrics`: of each service and asset that of the newest report that holds it, and
//! the aggregate of the newest report of each kind. Only reports that an analysis made count.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use model::{AnalysisKind, AssetId, PageRequest, ReportHead, ReportId, ReportOrigin};
use store::StoreError;

use crate::{
    error::{ServiceError, ServiceResult},
    report_ends,
    state::AppState,
};

/// How many reports of a kind are looked through, from the newest back.
const LOOKED_THROUGH: u32 = 50;

/// How many scores are kept between scrapes: of very large reports, those beyond it are read anew each time.
const MOST_KEPT: usize = 200_000;

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
    let ends = match report_ends::find(state, report).await {
        // Removed since it was listed.
        Err(ServiceError::Store(StoreError::NotFound)) => return Ok(Ends::default()),
        found => found?.ends,
    };
    let ends: Ends = Arc::new(ends.into_iter().filter_map(|end| Some((end.id, end.score?))).collect());
    state.last_scores.keep(report.clone(), ends.clone());
    Ok(ends)
}

impl LastScores {
    fn of(&self, report: &ReportId) -> Option<Ends> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(report).cloned()
    }

    /// At once, so that a scrape that gave up has not read in vain.
    fn keep(&self, report: ReportId, ends: Ends) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.values().map(|ends| ends.len()).sum::<usize>() + ends.len() <= MOST_KEPT {
            kept.insert(report, ends);
        }
    }

    fn keep_only(&self, reports: &[ReportId]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|report, _| reports.contains(report));
    }
}
