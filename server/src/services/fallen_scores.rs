//! Whose score fell from one report to the next.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use api::{FallenScore, FallenScores};
use model::{AssetId, ReportId};
use scoring::shown::permille;
use store::StoreError;

use crate::{
    error::{ServiceError, ServiceResult},
    report_ends::{self, End, Ends},
    state::AppState,
};

/// How many are named; the others are counted.
const MOST_NAMED: usize = 5;
/// How many pairs of reports are remembered.
const MOST_PAIRS: usize = 64;

/// What was found, by the report and the one before it: reports never change, but one may be removed.
#[derive(Default)]
pub struct FallenPairs(Mutex<HashMap<(ReportId, ReportId), FallenScores>>);

/// Those that fell since the newest older report of the same kind over as long a time.
pub async fn find(state: &AppState, report: &ReportId) -> ServiceResult<FallenScores> {
    let head = state.store.find_report(report).await?.ok_or(StoreError::NotFound)?;
    let Some(before) = state.store.find_report_before(&head).await? else {
        return Ok(FallenScores::default());
    };
    let pair = (head.id, before.id);
    if let Some(known) = state.fallen_pairs.find(&pair) {
        return Ok(known);
    }
    let ends_before = match report_ends::find(state, &pair.1).await {
        // Removed since it was found.
        Err(ServiceError::Store(StoreError::NotFound)) => return Ok(FallenScores::default()),
        found => found?,
    };
    let found = compare(&ends_before, report_ends::find(state, &pair.0).await?);
    state.fallen_pairs.keep(pair, found.clone());
    Ok(found)
}

/// The deepest fall comes first. Whatever has no score in one of the two has not fallen.
fn compare(before: &Ends, now: Ends) -> FallenScores {
    let known: HashMap<&AssetId, &End> = before.ends.iter().map(|end| (&end.id, end)).collect();
    let mut other_figures = (before.weights, before.curve) != (now.weights, now.curve);
    let fallen = |end: End| {
        let known = known.get(&end.id)?;
        let (from, to) = (known.score?, end.score?);
        // A fall that nobody sees is none.
        let has_fallen = permille(to) < permille(from);
        other_figures |= has_fallen && known.figure != end.figure;
        has_fallen.then_some(FallenScore { id: end.id, name: end.name, from, to })
    };
    let mut worst: Vec<FallenScore> = now.ends.into_iter().filter_map(fallen).collect();
    worst.sort_by(|one, other| (other.from - other.to).total_cmp(&(one.from - one.to)));
    let count = u32::try_from(worst.len()).unwrap_or(u32::MAX);
    worst.truncate(MOST_NAMED);
    FallenScores { count, worst, other_figures }
}

impl FallenPairs {
    fn find(&self, pair: &(ReportId, ReportId)) -> Option<FallenScores> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(pair).cloned()
    }

    /// The few that are asked for over and over are soon there again.
    fn keep(&self, pair: (ReportId, ReportId), found: FallenScores) {
        let mut pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pairs.len() >= MOST_PAIRS {
            pairs.clear();
        }
        pairs.insert(pair, found);
    }
}

#[cfg(test)]
mod tests {
    use model::Curve;

    use super::*;

    fn end(id: &str, score: Option<f64>) -> End {
        End { id: AssetId::new(id).unwrap(), name: id.to_uppercase(), score, figure: 24.0 }
    }

    fn ends(ends: Vec<End>) -> Ends {
        Ends { ends, weights: None, curve: Some(Curve::Linear) }
    }

    #[test]
    fn the_deepest_fall_comes_first_and_few_are_named() {
        let before: Vec<End> = (0..9).map(|n| end(&format!("s{n}"), Some(0.9))).collect();
        let mut now: Vec<End> = (0..7).map(|n| end(&format!("s{n}"), Some(0.1 * f64::from(n)))).collect();
        now.extend([end("s7", Some(0.8999)), end("s8", None), end("new", Some(0.0))]);
        let FallenScores { count, worst, other_figures } = compare(&ends(before), ends(now));
        let named: Vec<&str> = worst.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((count, named), (7, vec!["S0", "S1", "S2", "S3", "S4"]));
        assert_eq!((worst[1].from, worst[1].to, other_figures), (0.9, 0.1, false));
    }

    #[test]
    fn what_fell_by_other_figures_is_told() {
        let with = |score: f64, figure: f64, curve: Curve| Ends {
            curve: Some(curve),
            ..ends(vec![End { figure, ..end("vm", Some(score)) }])
        };
        let check = |now: Ends, expected: bool| {
            assert_eq!(compare(&with(0.9, 24.0, Curve::Linear), now).other_figures, expected);
        };
        check(with(0.8, 24.0, Curve::Linear), false);
        check(with(0.8, 12.0, Curve::Linear), true);
        check(with(0.9, 12.0, Curve::Linear), false);
        check(with(0.8, 24.0, Curve::Threshold), true);
    }
}
