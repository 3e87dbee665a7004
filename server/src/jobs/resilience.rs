//! Resilience: how much work would be lost, and whether backups kept their promise, in the week before a moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use chrono::{DurationRound, TimeDelta};
use model::{
    AnalysisKind, Asset, AssetChoice, AssetId, AssetReport, AssetType, Curve, FailedAsset, JobError, JobStep, Report,
    ReportBody, ReportRun, ResilienceConfiguration, ResilienceReport, ResilienceStatus, ResilienceWeights, TargetRpo,
    Timestamp, Unreadable, UntilChoice, Weight, Window,
};
use scoring::{aggregate::Aggregate, defaults, resilience};
use store::{AssetRuns, Read, Selection};

use super::{
    Asked, JobContext, JobResult,
    context::{Frame, all_time, count_statuses, split, with_failed, with_unreadable},
    no_data,
    retry::retry,
};

/// What is to be scored, and with which figures.
#[derive(Debug, Clone)]
pub struct Plan {
    pub frame: Frame,
    pub weights: ResilienceWeights,
    pub curve: Curve,
    /// By id.
    pub assets: Vec<PlannedAsset>,
    pub failed: Vec<FailedAsset>,
    pub unreadable: Unreadable,
}

/// One asset, with the figures that it is scored with.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedAsset {
    pub id: AssetId,
    pub name: String,
    pub asset_type: AssetType,
    pub target: TargetRpo,
    pub weight: Weight,
}

/// Reads, plans and scores. What is known of the assets is asked for at the same time as their runs: neither needs the
/// other.
pub async fn run(ctx: &JobContext, asked: Asked, configuration: ResilienceConfiguration) -> JobResult<Report> {
    ctx.progress.reach(JobStep::Planning, 1);
    let until = find_until(ctx, configuration.until).await?;
    let window = Window::new(resilience::start_of(until), until).ok_or_else(|| no_data("the week is empty"))?;
    let frame = Frame {
        asked,
        created_at: ctx.clock.now(),
        kind: AnalysisKind::Resilience,
        window,
        timezone: ctx.settings.timezone.name().into(),
    };
    ctx.progress.reach(JobStep::Reading, 10);
    let chosen = configuration.assets.as_ref();
    let only = chosen.map(|assets| assets.iter().map(|choice| choice.asset_id.clone()).collect());
    let selection = Selection { window, only };
    let (assets, runs) =
        tokio::try_join!(retry(|| ctx.store.read_assets()), retry(|| ctx.store.read_backup_runs(selection.clone())))?;
    ctx.compute(JobStep::Scoring, 60, move || score(plan(frame, configuration, assets, &runs.found), runs)).await
}

fn plan(
    frame: Frame,
    configuration: ResilienceConfiguration,
    known: Read<BTreeMap<AssetId, Asset>>,
    backed_up: &[AssetRuns],
) -> Plan {
    let (assets, failed) = choose(configuration.assets, &known.found, backed_up);
    Plan {
        frame,
        weights: configuration.weights.unwrap_or_default(),
        curve: configuration.curve.unwrap_or(Curve::Linear),
        assets,
        failed,
        unreadable: known.unreadable,
    }
}

async fn find_until(ctx: &JobContext, choice: Option<UntilChoice>) -> JobResult<Timestamp> {
    if let Some(UntilChoice::At(until)) = choice {
        return Ok(until);
    }
    let newest = retry(|| ctx.store.newest_backup_run()).await?;
    let Some(newest) = newest else { return Err(without_runs(ctx).await) };
    let hour = newest.duration_trunc(TimeDelta::hours(1)).map_err(|error| super::internal(&error))?;
    Ok(if hour < newest { hour + TimeDelta::hours(1) } else { hour })
}

/// Why there is nothing to end a week with; it may be that there are runs, but none that can be read.
async fn without_runs(ctx: &JobContext) -> JobError {
    let selection = Selection { window: all_time(), only: None };
    match retry(|| ctx.store.read_backup_runs(selection.clone())).await {
        Ok(read) => no_data(with_unreadable("there is not a single backup run yet".into(), &read.unreadable)),
        Err(error) => error,
    }
}

/// Which assets are scored, and which were asked for and cannot be.
fn choose(
    chosen: Option<Vec<AssetChoice>>,
    assets: &BTreeMap<AssetId, Asset>,
    backed_up: &[AssetRuns],
) -> (Vec<PlannedAsset>, Vec<FailedAsset>) {
    let chosen = chosen.unwrap_or_else(|| {
        let others = assets.values().filter(|asset| asset.asset_type != AssetType::Service);
        let backed_up = backed_up.iter().map(|asset| &asset.asset_id);
        let ids: BTreeSet<&AssetId> = others.map(|asset| &asset.id).chain(backed_up).collect();
        let choice = |id: &AssetId| AssetChoice { asset_id: id.clone(), target_rpo_hours: None, weight: None };
        ids.into_iter().map(choice).collect()
    });
    let is_known = |id: &AssetId| assets.contains_key(id) || place(backed_up, id).is_some();
    let missing = |id: &AssetId| format!("there is no asset {id}, and no backup run of one");
    let (known, failed) = split(chosen, |choice| &choice.asset_id, is_known, missing);
    let plan = |choice: AssetChoice| {
        let asset = assets.get(&choice.asset_id);
        plan_asset(choice, asset)
    };
    (known.into_iter().map(plan).collect(), failed)
}

/// Where the runs of an asset are among those of all, which are by id.
fn place(runs: &[AssetRuns], id: &AssetId) -> Option<usize> {
    runs.binary_search_by(|asset| asset.asset_id.cmp(id)).ok()
}

fn plan_asset(choice: AssetChoice, asset: Option<&Asset>) -> PlannedAsset {
    // Of what is no asset, nothing is known but that it has backups.
    let asset_type = asset.map_or(AssetType::BackupJob, |asset| asset.asset_type);
    PlannedAsset {
        name: asset.map_or_else(|| choice.asset_id.to_string(), |asset| asset.name.clone()),
        id: choice.asset_id,
        asset_type,
        target: choice.target_rpo_hours.unwrap_or_else(|| defaults::target_rpo(asset_type)),
        weight: choice.weight.unwrap_or(defaults::RESILIENCE_WEIGHT),
    }
}

/// The report, from nothing but the plan and what was read.
pub fn score(plan: Plan, read: Read<Vec<AssetRuns>>) -> JobResult<Report> {
    let mut unreadable = plan.unreadable;
    unreadable.join(read.unreadable);
    if plan.assets.is_empty() {
        return Err(no_data(with_unreadable(with_failed("there is no asset to score", &plan.failed), &unreadable)));
    }
    let (weights, curve, window) = (plan.weights, plan.curve, plan.frame.window);
    let mut runs = read.found;
    let score_asset = |asset: PlannedAsset| {
        let runs = place(&runs, &asset.id).map(|place| mem::take(&mut runs[place].runs)).unwrap_or_default();
        score_asset(asset, runs, window, weights, curve)
    };
    let assets: Vec<AssetReport> = plan.assets.into_iter().map(score_asset).collect();
    let score = assets.iter().map(|asset| (asset.final_score, asset.weight)).collect::<Aggregate>().score();
    let statuses: Vec<ResilienceStatus> = assets.iter().map(|asset| asset.final_status).collect();
    let statuses = count_statuses(ResilienceStatus::ALL, ResilienceStatus::as_str, &statuses);
    Ok(Report {
        head: plan.frame.head(score, statuses, &plan.failed),
        failed: plan.failed,
        unreadable,
        body: ReportBody::Resilience(ResilienceReport { weights, curve, assets }),
    })
}

fn score_asset(
    asset: PlannedAsset,
    runs: Vec<ReportRun>,
    window: Window,
    weights: ResilienceWeights,
    curve: Curve,
) -> AssetReport {
    let facts = resilience::last_facts(&runs, window.end);
    let final_score = resilience::score(facts, asset.target, weights, curve);
    let in_window = || runs.iter().filter(|run| run.ended_at > window.start && run.ended_at <= window.end);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    AssetReport {
        total_runs: count(in_window().count()),
        successful_runs: count(in_window().filter(|run| run.outcome.is_success()).count()),
        asset_id: asset.id,
        name: asset.name,
        asset_type: asset.asset_type,
        target_rpo_hours: asset.target,
        weight: asset.weight,
        no_runs: runs.is_empty(),
        final_score,
        final_status: resilience::status(final_score),
        runs,
        points: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use model::BackupOutcome;

    use super::*;

    fn check(runs: &[(i64, BackupOutcome)], expected: (u32, u32, bool, f64)) {
        let until: Timestamp = "2025-09-08T00:00:00Z".parse().unwrap();
        let window = Window::new(resilience::start_of(until), until).unwrap();
        let asset = PlannedAsset {
            id: AssetId::new("vm").unwrap(),
            name: "vm".into(),
            asset_type: AssetType::Vm,
            target: TargetRpo::known(100),
            weight: Weight::known(1),
        };
        let run = |(hours, outcome): &(i64, BackupOutcome)| ReportRun {
            ended_at: until - TimeDelta::hours(*hours),
            started_at: None,
            outcome: *outcome,
        };
        let runs_then = runs.iter().map(run).collect();
        let report = score_asset(asset, runs_then, window, ResilienceWeights::default(), Curve::Linear);
        let found = (report.total_runs, report.successful_runs, report.no_runs, report.final_score);
        assert_eq!(found, expected, "{runs:?}");
    }

    #[test]
    fn the_week_leaves_its_start_out_and_holds_its_end() {
        use BackupOutcome::{Failed, Success, Warning};
        check(&[], (0, 0, true, 0.0));
        check(&[(168, Success)], (0, 0, false, 0.0));
        check(&[(50, Warning)], (1, 1, false, 0.6 * 0.5 + 0.4));
        check(&[(168, Success), (0, Failed)], (1, 0, false, 0.0));
        check(&[(50, Success), (0, Success)], (2, 2, false, 1.0));
    }
}
