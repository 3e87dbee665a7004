//! The endpoints of the system that Vedetta replaces, for scripts that still call them: a thin layer over the rest.
//! Scores are fractions from 0 to 1, as everywhere.

use std::io;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use model::{
    AnalysisKind, AssetReport, AssetType, AvailabilityConfiguration, AvailabilityReport, AvailabilityStatus,
    ErrorBudget, Job, JobState, PageRequest, Report, ReportBody, ResilienceConfiguration, ResilienceReport,
    ServiceReport, ServiceType, Weight,
};
use schemars::JsonSchema;
use scoring::defaults;
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::JobFilter;

use super::{
    Access, Endpoint,
    analyses::{HEADERS, PresetAlone, idempotency_key},
    caller::Caller,
    get, post,
};
use crate::{
    auth::identity::Identity,
    body::{Body, OlderAnalysisDraft},
    error::ServiceResult,
    outlet, report_content, report_files,
    routes::json as answers,
    serializing::{List, Object},
    services::{
        analyses,
        report_bytes::{self, Found},
    },
    state::AppState,
};

/// The body of an older script that asks for an analysis, described.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its shape is told")]
enum OlderBody {
    #[schemars(transform = model::schema::without_null)]
    Whole {
        #[schemars(flatten)]
        configuration: OlderConfiguration,
        preset: Option<String>,
    },
    Saved(PresetAlone),
}

#[derive(JsonSchema)]
#[schemars(tag = "analysis_type", rename_all = "lowercase")]
#[expect(dead_code, reason = "only its shape is told")]
enum OlderConfiguration {
    Availability(AvailabilityConfiguration),
    Resilience(ResilienceConfiguration),
}

/// The table of these.
pub fn endpoints() -> Vec<Endpoint> {
    use Access::{Admin, SignedIn};
    let older = answers::<Value>;
    vec![
        get("/get_services", SignedIn, "Older scripts: the services", older(200), get_services),
        get("/get_backup_jobs", SignedIn, "Older scripts: what has backups", older(200), get_backup_jobs),
        post("/start_analysis", Admin, "Older scripts: start an analysis", older(200), start_analysis)
            .takes::<OlderBody>()
            .heeds(HEADERS),
        get("/job_status", SignedIn, "Older scripts: the caller's newest job", older(200), job_status),
        get("/get_dashboard_data", SignedIn, "Older scripts: the newest availability", older(200), get_availability),
        get(
            "/resilience/get_dashboard_data",
            SignedIn,
            "Older scripts: the newest resilience",
            older(200),
            get_resilience,
        ),
        get("/reset_config", SignedIn, "Older scripts: the figures that hold by default", older(200), reset_config),
    ]
}

async fn get_services(State(state): State<AppState>) -> ServiceResult<Json<Value>> {
    let assets = state.store.read_assets().await?.found.into_values();
    let services: Vec<Value> = assets
        .filter(|asset| asset.asset_type == AssetType::Service)
        .map(|asset| {
            let service_type = asset.service_type.unwrap_or(ServiceType::Default);
            json!({
                "service_id": asset.id,
                "display_name": asset.name,
                "service_type": service_type,
                "error_budget": state.settings.error_budget_of(service_type),
            })
        })
        .collect();
    Ok(Json(json!({"success": true, "services": services})))
}

async fn get_backup_jobs(State(state): State<AppState>) -> ServiceResult<Json<Value>> {
    let assets = state.store.read_assets().await?.found.into_values();
    let jobs: Vec<Value> = assets
        .filter(|asset| asset.asset_type != AssetType::Service)
        .map(|asset| {
            json!({
                "asset_id": asset.id,
                "display_name": asset.name,
                "asset_type": asset.asset_type,
                "target_rpo_hours": defaults::target_rpo(asset.asset_type),
            })
        })
        .collect();
    Ok(Json(json!({"success": true, "backup_jobs": jobs})))
}

async fn start_analysis(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Body(OlderAnalysisDraft(draft)): Body<OlderAnalysisDraft>,
) -> ServiceResult<Json<Value>> {
    let key = idempotency_key(&headers)?;
    let job = analyses::start(&state, draft, key, &caller.user.id, &caller.actor()).await?;
    // The job that a key came with before may have ended by now.
    Ok(Json(json!({"success": true, "job_id": job.id, "status": status_of(&job)})))
}

fn status_of(job: &Job) -> &'static str {
    match job.state {
        JobState::Queued | JobState::Running => "running",
        JobState::Completed => "completed",
        JobState::Error => "error",
        JobState::Cancelled => "idle",
    }
}

async fn job_status(State(state): State<AppState>, identity: Identity) -> ServiceResult<Json<Value>> {
    let filter = JobFilter { created_by: Some(identity.user.name.as_str().into()), ..JobFilter::default() };
    let newest = state.store.list_jobs(filter, PageRequest { limit: 1, cursor: None }).await?.items.pop();
    let Some(job) = newest else {
        return Ok(Json(json!({"status": "idle", "progress": 0, "result": null})));
    };
    let result = match (&job.report_id, &job.error) {
        (Some(report), _) => json!({"report_id": report}),
        (None, Some(error)) => json!({"error": error.message}),
        (None, None) => Value::Null,
    };
    Ok(Json(json!({"status": status_of(&job), "progress": job.progress.percent, "result": result})))
}

async fn get_availability(State(state): State<AppState>, identity: Identity) -> ServiceResult<Response> {
    get_dashboard(&state, AnalysisKind::Availability, identity.user.name.as_str()).await
}

async fn get_resilience(State(state): State<AppState>, identity: Identity) -> ServiceResult<Response> {
    get_dashboard(&state, AnalysisKind::Resilience, identity.user.name.as_str()).await
}

/// The newest report, written while it is sent: it is held as long as that takes, and so is its place.
async fn get_dashboard(state: &AppState, kind: AnalysisKind, user: &str) -> ServiceResult<Response> {
    let newest = state.store.list_reports(Some(kind), PageRequest { limit: 1, cursor: None }).await?.items.pop();
    let content = match newest {
        Some(head) => report_bytes::find(state, &head.id, user).await?,
        None => None,
    };
    let Some(Found { bytes, turn }) = content else {
        let none = json!({"success": false, "error": "there is no report yet; start an analysis first"});
        return Ok(Json(none).into_response());
    };
    let turn = match turn {
        Some(turn) => turn,
        None => state.report_turns.turn_to_hold(user).await?,
    };
    let (report, turn) = report_content::read(bytes, turn).await?;
    let pieces = outlet::pieces(move |out| {
        let _turn = turn;
        write_dashboard(&report, out)
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], axum::body::Body::from_stream(pieces)).into_response())
}

fn write_dashboard(report: &Report, out: impl io::Write) -> io::Result<()> {
    let score = report.head.score;
    match &report.body {
        ReportBody::Availability(body) => serde_json::to_writer(out, &availability_dashboard(body, score))?,
        ReportBody::Resilience(body) => serde_json::to_writer(out, &resilience_dashboard(body, score))?,
    }
    Ok(())
}

fn availability_dashboard(body: &AvailabilityReport, score: Option<f64>) -> impl Serialize {
    #[derive(Serialize)]
    struct Dashboard<S> {
        success: bool,
        services: S,
        aggregated_health_score: Option<f64>,
    }
    let services = || body.services.iter().map(|one| (one.service_id.as_str(), service(one)));
    Dashboard { success: true, services: Object(services), aggregated_health_score: score }
}

fn service(service: &ServiceReport) -> impl Serialize {
    #[derive(Serialize)]
    struct Service<'a, M> {
        service_id: &'a str,
        display_name: &'a str,
        error_budget: ErrorBudget,
        weight: Weight,
        score: Option<f64>,
        status: AvailabilityStatus,
        total_failures: u32,
        detailed_metrics: M,
    }
    Service {
        service_id: service.service_id.as_str(),
        display_name: &service.name,
        error_budget: service.error_budget,
        weight: service.weight,
        score: service.final_score,
        status: service.final_status,
        total_failures: service.points.last().map_or(0, |point| point.failures),
        detailed_metrics: List(|| service.points.iter().map(report_files::metric)),
    }
}

fn resilience_dashboard(body: &ResilienceReport, score: Option<f64>) -> impl Serialize {
    #[derive(Serialize)]
    struct Dashboard<A> {
        success: bool,
        assets: A,
        aggregated_resilience_score: Option<f64>,
    }
    let assets = || body.assets.iter().map(|one| (one.asset_id.as_str(), asset(one)));
    Dashboard { success: true, assets: Object(assets), aggregated_resilience_score: score }
}

fn asset(asset: &AssetReport) -> Value {
    json!({
        "asset_id": asset.asset_id,
        "display_name": asset.name,
        "asset_type": asset.asset_type,
        "target_rpo_hours": asset.target_rpo_hours,
        "weight": asset.weight,
        "score": asset.final_score,
        "status": asset.final_status,
        "total_runs": asset.total_runs,
        "successful_runs": asset.successful_runs,
    })
}

/// Nothing is kept between requests that would have to be set back.
async fn reset_config(State(state): State<AppState>) -> Json<Value> {
    let budgets: Map<String, Value> = ServiceType::ALL
        .iter()
        .map(|service_type| (service_type.as_str().to_owned(), json!(state.settings.error_budget_of(*service_type))))
        .collect();
    Json(json!({"success": true, "error_budgets": budgets, "weight": defaults::AVAILABILITY_WEIGHT}))
}
