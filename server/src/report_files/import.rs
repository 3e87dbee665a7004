//! Reads the file of a report, ours or another tool's. Its figures are kept as they are, even where they disagree with
//! the formula; what is not of the shape is refused with its place, and nothing of it is kept.

use std::collections::BTreeMap;

use api::FieldFault;
use chrono::TimeDelta;
use chrono_tz::Tz;
use model::{
    AnalysisKind, AssetId, AssetReport, AvailabilityPoint, AvailabilityReport, AvailabilityStatus, MAX_NOTE, Report,
    ReportBody, ReportHead, ReportId, ReportOrigin, ReportRun, ResiliencePoint, ResilienceReport, ServiceReport,
    StatusCount, StatusCounts, Timeline, Timestamp, Unreadable, Weight, Window, check_text, moment,
};
use serde::Serialize;
use serde_json::json;
use serde_path_to_error::Segment;

use crate::days;

use super::{
    faults::{self, Faults},
    fraction,
    shape::{Asset, AvailabilityMetric, Entries, File, Object, Own, ResilienceMetric, Service},
};

/// No window of a file is longer.
const LONGEST_WINDOW: TimeDelta = TimeDelta::days(366);

/// Who imports, and when.
pub struct Importer<'a> {
    pub id: ReportId,
    pub name: &'a str,
    pub now: Timestamp,
    /// The zone whose days another tool's file means.
    pub timezone: Tz,
}

/// Why a file is not read.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    NotJson(String),
    Invalid(Vec<FieldFault>),
}

/// Reads a whole file.
pub fn read(text: &[u8], importer: &Importer) -> Result<Report, Refused> {
    let mut file = parse(text)?;
    let mut faults = Faults::default();
    // Local time that is written without its zone may seem to lie ahead.
    let created_at = file.analysis_timestamp.0.min(importer.now);
    let (services, assets, own) = (file.services.take(), file.assets.take(), file.vedetta.take());
    faults.check_own(own.as_ref());
    let found = match (services, assets) {
        (Some(services), None) => read_availability(&file, services, own.as_ref(), &mut faults),
        (None, Some(assets)) => read_resilience(&file, assets, own.as_ref(), &mut faults),
        _ => {
            faults.add("", "must hold either services or assets");
            return Err(Refused::Invalid(faults.into_list()));
        }
    };
    let days = days::window_of(importer.timezone, &file.analysis_dates);
    let window = own.as_ref().map(|own| own.window.0).or_else(|| cover(days, found.extent));
    faults.check_window(window, if own.is_some() { "/vedetta/window" } else { "/analysis_dates" });
    let (Some(window), true) = (window, faults.is_empty()) else {
        return Err(Refused::Invalid(faults.into_list()));
    };
    let own_score = own.as_ref().and_then(|own| own.score);
    let head = ReportHead {
        id: importer.id.clone(),
        kind: match found.body {
            ReportBody::Availability(_) => AnalysisKind::Availability,
            ReportBody::Resilience(_) => AnalysisKind::Resilience,
        },
        origin: ReportOrigin::Import,
        job_id: None,
        created_at,
        created_by: importer.name.to_owned(),
        window,
        timezone: own.as_ref().map_or_else(|| importer.timezone.name().to_owned(), |own| own.timezone.clone()),
        score: file.summary.aggregated_score.0.map(|shown| fraction(shown.0, own_score)),
        total: found.total,
        statuses: found.statuses,
        partial: own.as_ref().is_some_and(|own| own.partial),
    };
    let (failed, unreadable) = own
        .map(|own| (own.failed.into_iter().map(|Object(failed)| failed).collect(), own.unreadable.0))
        .unwrap_or_default();
    Ok(Report { head, failed, unreadable, body: found.body })
}

fn parse(text: &[u8]) -> Result<File, Refused> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut reader);
    let file = read.map_err(|error| refuse(&error, text))?;
    reader.end().map_err(|error| Refused::NotJson(error.to_string()))?;
    Ok(file)
}

/// What serde_json says, with the place in the file.
fn refuse(error: &serde_path_to_error::Error<serde_json::Error>, text: &[u8]) -> Refused {
    let said = error.inner();
    if !said.is_data() {
        return Refused::NotJson(said.to_string());
    }
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&crate::body::pointer(key)),
            _ => {}
        }
    }
    let first = FieldFault { pointer, message: said.to_string() };
    Refused::Invalid(faults::with_others::<File>(first, text))
}

/// What a body holds, and what its head says of it.
struct Found {
    body: ReportBody,
    total: u32,
    statuses: Vec<StatusCount>,
    extent: Option<Timeline>,
}

fn read_availability(file: &File, services: Entries<Service>, own: Option<&Own>, faults: &mut Faults) -> Found {
    let configuration = &file.configuration;
    faults.require("/configuration/service_error_budgets", configuration.service_error_budgets.is_some());
    faults.require("/configuration/service_weights", configuration.service_weights.is_some());
    faults.require("/summary/total_services", file.summary.total_services.is_some());
    faults.require("/summary/services_by_status", file.summary.services_by_status.is_some());
    let entries = || services.0.iter().map(|(_, service)| service);
    let budgets = entries().map(|service| (&service.service_id, &service.error_budget));
    faults.check_figures("service_error_budgets", configuration.service_error_budgets.as_ref(), budgets);
    let weights = entries().map(|service| (&service.service_id, &service.weight));
    faults.check_figures("service_weights", configuration.service_weights.as_ref(), weights);
    faults.check_ids("services", services.0.iter().map(|(key, service)| (key, &service.service_id)));
    let metrics = services.0.iter().flat_map(|(_, service)| &service.detailed_metrics);
    let extent = extent(metrics.map(|metric| metric.timestamp.0));
    let timeline = own.map_or(extent, Own::timeline);
    let mut services: Vec<ServiceReport> =
        services.0.into_iter().map(|(_, service)| read_service(service, timeline, faults)).collect();
    services.sort_by(|a, b| a.service_id.cmp(&b.service_id));
    let statuses = file.summary.services_by_status.iter().flatten();
    Found {
        total: file.summary.total_services.unwrap_or_default().0,
        statuses: statuses.filter_map(|(status, count)| status_count(status.as_str(), count.0)).collect(),
        body: ReportBody::Availability(AvailabilityReport { timeline, services }),
        extent,
    }
}

fn read_service(service: Service, timeline: Option<Timeline>, faults: &mut Faults) -> ServiceReport {
    let has_data = service.final_status != AvailabilityStatus::NoData;
    let own_extent = extent(service.detailed_metrics.iter().map(|metric| metric.timestamp.0));
    let own = service.vedetta;
    if let Some(own) = &own {
        let place = format!("/services{}/vedetta/extent", crate::body::pointer(service.service_id.as_str()));
        faults.check_moments(&place, own.extent.iter().flat_map(|Object(extent)| [extent.first, extent.last]));
    }
    let known = own.as_ref().map(|own| own.samples.0).unwrap_or_default();
    ServiceReport {
        name: own.as_ref().map_or_else(|| service.service_id.to_string(), |own| own.name.0.clone()),
        service_type: own.as_ref().and_then(|own| own.service_type),
        error_budget: service.error_budget,
        weight: service.weight,
        samples: StatusCounts { failed: service.total_failures.0, ..known },
        extent: match &own {
            Some(own) => own.extent.as_ref().map(|Object(extent)| *extent),
            None => own_extent.or(timeline.filter(|_| has_data)),
        },
        final_score: service.final_score.0.map(|shown| fraction(shown.0, own.as_ref().and_then(|own| own.final_score))),
        final_status: service.final_status,
        points: change_points(service.detailed_metrics),
        service_id: service.service_id,
    }
}

/// Other tools write a point for each sample; those at which nothing changed are left out.
fn change_points(mut metrics: Vec<AvailabilityMetric>) -> Vec<AvailabilityPoint> {
    metrics.sort_by_key(|metric| metric.timestamp.0);
    let mut points: Vec<AvailabilityPoint> = Vec::new();
    for metric in metrics {
        let named = metric.status_type;
        let point = AvailabilityPoint {
            timestamp: metric.timestamp.0,
            failures: metric.cumulative_failures.0,
            score: metric.score.0,
            status: (named != scoring::availability::status(metric.score.0)).then_some(named),
        };
        let figures = |point: &AvailabilityPoint| (point.failures, point.score, point.status);
        if points.last().map_or((0, 1.0, None), figures) != figures(&point) {
            points.push(point);
        }
    }
    points
}

fn read_resilience(file: &File, assets: Entries<Asset>, own: Option<&Own>, faults: &mut Faults) -> Found {
    let configuration = &file.configuration;
    faults.require("/configuration/target_rpo_hours", configuration.target_rpo_hours.is_some());
    faults.require("/configuration/weights", configuration.weights.is_some());
    faults.require("/configuration/curve", configuration.curve.is_some());
    faults.require("/summary/total_assets", file.summary.total_assets.is_some());
    faults.require("/summary/assets_by_status", file.summary.assets_by_status.is_some());
    let entries = || assets.0.iter().map(|(_, asset)| asset);
    let targets = entries().map(|asset| (&asset.asset_id, &asset.target_rpo_hours));
    faults.check_figures("target_rpo_hours", configuration.target_rpo_hours.as_ref(), targets);
    let weights = entries().filter_map(|asset| Some((&asset.asset_id, &asset.vedetta.as_ref()?.weight)));
    faults.check_figures("asset_weights", configuration.asset_weights.as_ref(), weights);
    faults.check_ids("assets", assets.0.iter().map(|(key, asset)| (key, &asset.asset_id)));
    let metrics = assets.0.iter().flat_map(|(_, asset)| &asset.detailed_metrics);
    // The first step is an hour after the start of the window.
    let extent = extent(metrics.map(|metric| metric.timestamp.0))
        .map(|Timeline { first, last }| Timeline { first: first - TimeDelta::hours(1), last });
    let configured = |id: &AssetId| configuration.asset_weights.as_ref()?.get(id.as_str()).copied();
    let read = |asset: Asset| {
        let weight = configured(&asset.asset_id).unwrap_or(scoring::defaults::RESILIENCE_WEIGHT);
        read_asset(asset, weight, own)
    };
    let mut assets: Vec<AssetReport> = assets.0.into_iter().map(|(_, asset)| read(asset)).collect();
    assets.sort_by(|a, b| a.asset_id.cmp(&b.asset_id));
    let statuses = file.summary.assets_by_status.iter().flatten();
    Found {
        total: file.summary.total_assets.unwrap_or_default().0,
        statuses: statuses.filter_map(|(status, count)| status_count(status.as_str(), count.0)).collect(),
        body: ReportBody::Resilience(ResilienceReport {
            weights: configuration.weights.as_ref().map(|Object(weights)| *weights).unwrap_or_default(),
            curve: configuration.curve.unwrap_or(model::Curve::Linear),
            assets,
        }),
        extent,
    }
}

fn read_asset(asset: Asset, weight: Weight, file: Option<&Own>) -> AssetReport {
    // Without the window that our files tell, runs say nothing.
    let own = asset.vedetta.filter(|_| file.is_some());
    let mut points: Vec<ResiliencePoint> = asset.detailed_metrics.iter().map(point).collect();
    points.sort_by_key(|point| point.timestamp);
    let never = asset.total_runs.0 == 0 && points.iter().all(|point| point.actual_rpo_hours.is_none());
    let runs = own.as_ref().and_then(|own| own.runs.as_ref());
    let mut runs: Vec<ReportRun> = runs.into_iter().flatten().map(|Object(run)| *run).collect();
    runs.sort_by_key(|run| run.ended_at);
    AssetReport {
        name: own.as_ref().map_or_else(|| asset.asset_id.to_string(), |own| own.name.0.clone()),
        asset_id: asset.asset_id,
        asset_type: asset.asset_type,
        target_rpo_hours: asset.target_rpo_hours,
        weight: own.as_ref().map_or(weight, |own| own.weight),
        total_runs: asset.total_runs.0,
        successful_runs: asset.successful_runs.0,
        no_runs: own.as_ref().map_or(never, |own| own.no_runs),
        final_score: fraction(asset.final_score.0, own.as_ref().map(|own| own.final_score)),
        final_status: asset.final_status,
        runs,
        points,
    }
}

fn point(metric: &ResilienceMetric) -> ResiliencePoint {
    ResiliencePoint {
        timestamp: metric.timestamp.0,
        actual_rpo_hours: metric.actual_rpo_hours.0.as_ref().map(|hours| hours.0),
        rpo_compliance: metric.rpo_compliance.0,
        success_rate: metric.success_rate.0.as_ref().map(|rate| rate.0),
        score: metric.score.0,
        status: metric.status_type,
    }
}

fn status_count(status: &str, count: u32) -> Option<StatusCount> {
    (count > 0).then(|| StatusCount { status: status.to_owned(), count })
}

fn extent(moments: impl Iterator<Item = Timestamp>) -> Option<Timeline> {
    moments.fold(None, |extent: Option<Timeline>, at| {
        let Timeline { first, last } = extent.unwrap_or(Timeline { first: at, last: at });
        Some(Timeline { first: first.min(at), last: last.max(at) })
    })
}

/// The window of the days, made wider where points lie outside.
fn cover(days: Option<Window>, points: Option<Timeline>) -> Option<Window> {
    let Some(points) = points else { return days };
    let days = days.unwrap_or(Window { start: points.first, end: points.last });
    Window::new(days.start.min(points.first), days.end.max(points.last))
}

impl Own {
    fn timeline(&self) -> Option<Timeline> {
        self.timeline.as_ref().map(|Object(timeline)| *timeline)
    }
}

impl Faults {
    fn require(&mut self, pointer: &str, is_there: bool) {
        if !is_there {
            self.add(pointer, "is missing");
        }
    }

    /// Each entry must carry the id that it stands under, and none may come twice.
    fn check_ids<'a>(&mut self, part: &str, entries: impl Iterator<Item = (&'a AssetId, &'a AssetId)>) {
        let mut seen = std::collections::HashSet::new();
        for (key, id) in entries {
            let pointer = || format!("/{part}{}", crate::body::pointer(key.as_str()));
            if key != id {
                self.add(&pointer(), format!("stands under {key} and says that it is {id}"));
            }
            if !seen.insert(key) {
                self.add(&pointer(), "is there twice");
            }
        }
    }

    /// A figure of the configuration must be the one that its entry was made with.
    fn check_figures<'a, T: PartialEq + Serialize + 'a>(
        &mut self,
        part: &str,
        configured: Option<&BTreeMap<String, T>>,
        entries: impl Iterator<Item = (&'a AssetId, &'a T)>,
    ) {
        let Some(configured) = configured else { return };
        for (id, figure) in entries {
            if let Some(other) = configured.get(id.as_str()).filter(|other| *other != figure) {
                let pointer = format!("/configuration/{part}{}", crate::body::pointer(id.as_str()));
                self.add(&pointer, format!("is {}, but {id} itself says {}", json!(other), json!(figure)));
            }
        }
    }

    fn check_own(&mut self, own: Option<&Own>) {
        let Some(own) = own else { return };
        if own.timezone.parse::<Tz>().is_err() {
            self.add("/vedetta/timezone", "must be the name of a time zone such as Europe/Rome");
        }
        if own.unreadable.0.examples.len() > Unreadable::MAX_EXAMPLES {
            let most = Unreadable::MAX_EXAMPLES;
            self.add("/vedetta/unreadable/examples", format!("must be at most {most}"));
        }
        let texts = own.failed.iter().map(|Object(failed)| &failed.message).chain(&own.unreadable.0.examples);
        if texts.into_iter().any(|text| check_text(text, MAX_NOTE).is_err()) {
            self.add("/vedetta", format!("holds a message that is empty, longer than {MAX_NOTE} or no plain text"));
        }
        let is_odd = |line: Timeline| !moment::is_plausible(line.first) || !moment::is_plausible(line.last);
        match own.timeline() {
            Some(line) if is_odd(line) => self.add("/vedetta/timeline", moment::PLAUSIBLE_YEARS),
            Some(line) if line.last < line.first => self.add("/vedetta/timeline", "ends before it begins"),
            _ => {}
        }
    }

    fn check_moments(&mut self, place: &str, mut moments: impl Iterator<Item = Timestamp>) {
        if moments.any(|at| !moment::is_plausible(at)) {
            self.add(place, format!("every moment {}", moment::PLAUSIBLE_YEARS));
        }
    }

    fn check_window(&mut self, window: Option<Window>, place: &str) {
        match window {
            Some(Window { start, end }) if !moment::is_plausible(start) || !moment::is_plausible_end(end) => {
                self.add(place, moment::PLAUSIBLE_YEARS);
            }
            Some(Window { start, end }) if start < end && end - start <= LONGEST_WINDOW => {}
            _ => self.add(place, "must name at least one day, and with all points at most a year"),
        }
    }
}
