//! Availability: how much of each service's error budget was burnt in a window.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use model::{
    AnalysisKind, Asset, AssetId, AssetType, AvailabilityConfiguration, AvailabilityReport, AvailabilityStatus,
    DayChoice, ErrorBudget, FailedAsset, JobError, JobStep, Report, ReportBody, ReportId, ServiceChoice, ServiceReport,
    ServiceType, StatusCounts, Timeline, Unreadable, Weight, Window,
};
use scoring::{aggregate::Aggregate, availability, defaults};
use sha2::{Digest, Sha256};
use store::{Read, Selection, ServiceSamples};

use crate::{days, settings::Settings};

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
    /// By id.
    pub services: Vec<PlannedService>,
    pub failed: Vec<FailedAsset>,
    pub unreadable: Unreadable,
}

/// One service, with the figures that it is scored with.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedService {
    pub id: AssetId,
    pub name: String,
    pub service_type: Option<ServiceType>,
    pub error_budget: ErrorBudget,
    pub weight: Weight,
}

/// Plans, reads and scores.
pub async fn run(ctx: &JobContext, asked: Asked, configuration: AvailabilityConfiguration) -> JobResult<Report> {
    ctx.progress.reach(JobStep::Planning, 1);
    let is_limited = configuration.services.is_some();
    let plan = plan(ctx, asked, configuration).await?;
    ctx.progress.reach(JobStep::Reading, 10);
    let only = is_limited.then(|| plan.services.iter().map(|service| service.id.clone()).collect());
    let selection = Selection { window: plan.frame.window, only };
    let read = retry(|| ctx.store.read_samples(selection.clone())).await?;
    ctx.compute(JobStep::Scoring, 60, move || score(plan, read)).await
}

async fn plan(ctx: &JobContext, asked: Asked, configuration: AvailabilityConfiguration) -> JobResult<Plan> {
    let zone = ctx.settings.timezone;
    let window = find_window(ctx, zone, &configuration, &asked.id).await?;
    let frame = Frame {
        asked,
        created_at: ctx.clock.now(),
        kind: AnalysisKind::Availability,
        window,
        timezone: zone.name().into(),
    };
    let Read { found: assets, unreadable } = retry(|| ctx.store.read_assets()).await?;
    let are_all_assets = configuration
        .services
        .as_ref()
        .is_some_and(|chosen| chosen.iter().all(|choice| assets.contains_key(&choice.service_id)));
    // Finding out who has samples costs something, and only a service that is no asset needs it.
    let sampled = if are_all_assets { Vec::new() } else { retry(|| ctx.store.sampled_services()).await? };
    let (services, failed) = choose(configuration.services, &assets, sampled, &ctx.settings);
    Ok(Plan { frame, services, failed, unreadable })
}

async fn find_window(
    ctx: &JobContext,
    zone: Tz,
    configuration: &AvailabilityConfiguration,
    seed: &ReportId,
) -> JobResult<Window> {
    if let (Some(from), Some(to)) = (configuration.from, configuration.to) {
        return Window::new(from, to).ok_or_else(|| no_data("the range is empty"));
    }
    let day = match configuration.day.unwrap_or(DayChoice::Latest) {
        DayChoice::On(day) => day,
        DayChoice::Latest => {
            let newest = retry(|| ctx.store.newest_sample()).await?;
            let Some(newest) = newest else { return Err(without_samples(ctx).await) };
            days::day_of(zone, newest)
        }
        DayChoice::Random => {
            let hours = retry(|| ctx.store.sample_hours()).await?;
            let hours = hours.iter().filter(|hour| days::can_be_analysed(hour));
            let held: BTreeSet<_> = hours.flat_map(|hour| days::days_of(zone, hour.window())).collect();
            let drawn = drawn_from(seed, held.len()).and_then(|place| held.into_iter().nth(place));
            let Some(drawn) = drawn else { return Err(without_samples(ctx).await) };
            drawn
        }
    };
    days::window_of(zone, &[day]).ok_or_else(|| no_data(format!("there was no {day} in {zone}")))
}

/// Why there is nothing to choose a day from; it may be that there are samples, but none that can be read.
async fn without_samples(ctx: &JobContext) -> JobError {
    let selection = Selection { window: all_time(), only: None };
    match retry(|| ctx.store.read_samples(selection.clone())).await {
        Ok(read) => no_data(with_unreadable("there is not a single sample yet".into(), &read.unreadable)),
        Err(error) => error,
    }
}

/// A place among so many that looks random and is always the same for a job: another worker makes the same choice.
fn drawn_from(seed: &ReportId, count: usize) -> Option<usize> {
    let digest = Sha256::digest(seed.as_str().as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    usize::try_from(number.checked_rem(count as u64)?).ok()
}

/// Which services are scored, and which were asked for and cannot be.
fn choose(
    chosen: Option<Vec<ServiceChoice>>,
    assets: &BTreeMap<AssetId, Asset>,
    sampled: Vec<AssetId>,
    settings: &Settings,
) -> (Vec<PlannedService>, Vec<FailedAsset>) {
    let sampled: BTreeSet<AssetId> = sampled.into_iter().collect();
    let chosen = chosen.unwrap_or_else(|| {
        let services = assets.values().filter(|asset| asset.asset_type == AssetType::Service);
        let ids: BTreeSet<&AssetId> = services.map(|asset| &asset.id).chain(&sampled).collect();
        let choice = |id: &AssetId| ServiceChoice { service_id: id.clone(), error_budget: None, weight: None };
        ids.into_iter().map(choice).collect()
    });
    let is_known = |id: &AssetId| assets.contains_key(id) || sampled.contains(id);
    let missing = |id: &AssetId| format!("there is no service {id}, and no sample of one");
    let (known, failed) = split(chosen, |choice| &choice.service_id, is_known, missing);
    let plan = |choice: ServiceChoice| {
        let asset = assets.get(&choice.service_id);
        plan_service(choice, asset, settings)
    };
    (known.into_iter().map(plan).collect(), failed)
}

fn plan_service(choice: ServiceChoice, asset: Option<&Asset>, settings: &Settings) -> PlannedService {
    let service_type = asset.and_then(|asset| asset.service_type);
    let usual_budget = settings.error_budget_of(service_type.unwrap_or(ServiceType::Default));
    PlannedService {
        name: asset.map_or_else(|| choice.service_id.to_string(), |asset| asset.name.clone()),
        id: choice.service_id,
        service_type,
        error_budget: choice.error_budget.unwrap_or(usual_budget),
        weight: choice.weight.unwrap_or(defaults::AVAILABILITY_WEIGHT),
    }
}

/// The report, from nothing but the plan and what was read.
pub fn score(plan: Plan, read: Read<Vec<ServiceSamples>>) -> JobResult<Report> {
    let mut samples: BTreeMap<AssetId, ServiceSamples> =
        read.found.into_iter().map(|samples| (samples.service_id.clone(), samples)).collect();
    let services: Vec<ServiceReport> = plan
        .services
        .into_iter()
        .map(|service| {
            let samples = samples.remove(&service.id);
            score_service(service, samples)
        })
        .collect();
    let scores = services.iter().filter_map(|service| Some((service.final_score?, service.weight)));
    let score = scores.collect::<Aggregate>().score();
    let mut unreadable = plan.unreadable;
    unreadable.join(read.unreadable);
    if score.is_none() {
        let wrong = with_failed("none of the services has a sample in the window", &plan.failed);
        return Err(no_data(with_unreadable(wrong, &unreadable)));
    }
    let statuses: Vec<AvailabilityStatus> = services.iter().map(|service| service.final_status).collect();
    let statuses = count_statuses(AvailabilityStatus::ALL, AvailabilityStatus::as_str, &statuses);
    Ok(Report {
        head: plan.frame.head(score, statuses, &plan.failed),
        failed: plan.failed,
        unreadable,
        body: ReportBody::Availability(AvailabilityReport { timeline: timeline(&services), services }),
    })
}

fn score_service(service: PlannedService, samples: Option<ServiceSamples>) -> ServiceReport {
    let points =
        samples.as_ref().map_or_else(Vec::new, |samples| availability::points(&samples.failures, service.error_budget));
    let final_score = samples.as_ref().map(|_| points.last().map_or(1.0, |point| point.score));
    ServiceReport {
        service_id: service.id,
        name: service.name,
        service_type: service.service_type,
        error_budget: service.error_budget,
        weight: service.weight,
        samples: samples.as_ref().map_or_else(StatusCounts::default, |samples| samples.counts),
        extent: samples.map(|samples| Timeline { first: samples.first, last: samples.last }),
        final_score,
        final_status: final_score.map_or(AvailabilityStatus::NoData, availability::status),
        points,
    }
}

/// From the first to the last sample of any service.
fn timeline(services: &[ServiceReport]) -> Option<Timeline> {
    let extents = || services.iter().filter_map(|service| service.extent);
    let first = extents().map(|extent| extent.first).min()?;
    let last = extents().map(|extent| extent.last).max()?;
    Some(Timeline { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::Frame;

    fn at(second: i64) -> model::Timestamp {
        model::Timestamp::from_timestamp(second, 0).unwrap()
    }

    fn id(text: &str) -> AssetId {
        AssetId::new(text).unwrap()
    }

    fn plan(services: &[(&str, i64, i64)]) -> Plan {
        let asked = Asked { id: ReportId::new("r").unwrap(), job_id: None, by: "ada".into() };
        let window = Window::new(at(0), at(100)).unwrap();
        let kind = AnalysisKind::Availability;
        let planned = services.iter().map(|(name, budget, weight)| PlannedService {
            id: id(name),
            name: (*name).into(),
            service_type: None,
            error_budget: ErrorBudget::new(*budget).unwrap(),
            weight: Weight::new(*weight).unwrap(),
        });
        Plan {
            frame: Frame { asked, created_at: at(200), kind, window, timezone: "UTC".into() },
            services: planned.collect(),
            failed: Vec::new(),
            unreadable: Unreadable::default(),
        }
    }

    fn read(services: &[(&str, &[i64])]) -> Read<Vec<ServiceSamples>> {
        let found = services.iter().map(|(name, failures)| ServiceSamples {
            service_id: id(name),
            counts: StatusCounts { ok: 10, failed: failures.len() as u64, ..StatusCounts::default() },
            first: at(1),
            last: at(99),
            failures: failures.iter().map(|second| at(*second)).collect(),
        });
        Read { found: found.collect(), unreadable: Unreadable::default() }
    }

    #[test]
    fn a_service_without_data_is_listed_and_left_out_of_the_aggregate() {
        let report = score(plan(&[("a", 4, 1), ("b", 2, 3), ("c", 5, 10)]), read(&[("a", &[5, 6, 6]), ("b", &[])]));
        let head = report.unwrap().head;
        // 1 - 3/4 * 0.5 = 0.625 with weight 1, 1 with weight 3.
        assert_eq!((head.score, head.total), (Some(0.90625), 3));
        let statuses: Vec<(&str, u32)> = head.statuses.iter().map(|one| (one.status.as_str(), one.count)).collect();
        assert_eq!(statuses, [("GOOD", 1), ("ATTENZIONE", 1), ("NO_DATA", 1)]);
    }

    #[test]
    fn nothing_to_score_is_an_error() {
        let error = score(plan(&[("a", 4, 1)]), read(&[])).unwrap_err();
        assert_eq!(error.code.as_str(), "no_data");
    }

    #[test]
    fn a_random_day_is_the_same_for_whoever_takes_the_job_over() {
        let place = |seed: &str, count| drawn_from(&ReportId::new(seed).unwrap(), count);
        assert_eq!(place("a", 0), None);
        // Another release must not draw another day for a job that it takes over.
        assert_eq!(place("a", 30), Some(10));
        let drawn: BTreeSet<_> = (0..200).filter_map(|seed| place(&seed.to_string(), 7)).collect();
        assert_eq!(drawn, (0..7).collect());
    }
}
