//! Starting analyses, and the jobs that they run as.

use api::{Code, JobView, NewAnalysis, Page, paths};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode},
    response::{IntoResponse, Response},
};
use model::{AnalysisKind, AuditAction, JobId, JobState, PageRequest};
use schemars::JsonSchema;
use serde_json::Value;
use store::{JobFilter, StoreError};

use crate::{
    body::Body,
    error::{ServiceError, ServiceResult},
    query::{self, FromQuery, Query, QueryFields},
    routes::{Parameter, caller::Caller, location},
    services::analyses::{self, AnalysisDraft},
    state::AppState,
    words,
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const LONGEST_KEY: usize = 255;

/// The header that makes it harmless to ask again, described.
pub const HEADERS: &[Parameter] = &[Parameter {
    name: "Idempotency-Key",
    about: "Within a day, the same key of the same user gives the job that it came with first",
    is_required: false,
    schema: None,
}];

/// The body that asks for an analysis, described.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum AnalysisBody {
    Whole(NewAnalysis),
    Saved(PresetAlone),
}

/// A preset by its name.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its shape is told")]
pub struct PresetAlone {
    preset: String,
}

/// The filters of jobs, described.
pub const JOB_PARAMETERS: &[Parameter] = &[
    Parameter { name: "state", about: "Only jobs in this state", is_required: false, schema: Some(state_words) },
    Parameter { name: "kind", about: "Only jobs of this kind", is_required: false, schema: Some(kind_words) },
    Parameter { name: "user", about: "Only jobs that this user asked for", is_required: false, schema: None },
    query::LIMIT,
    query::CURSOR,
];

fn state_words() -> Value {
    words::schema(JobState::ALL, JobState::as_str)
}

/// The kinds of analyses, described.
pub fn kind_words() -> Value {
    words::schema(AnalysisKind::ALL, AnalysisKind::as_str)
}

/// Reads a kind.
pub fn kind(word: &str) -> Result<AnalysisKind, String> {
    words::one_of(AnalysisKind::ALL, AnalysisKind::as_str, word)
}

/// Which jobs are asked for, and which page of them.
pub struct JobQuery {
    filter: JobFilter,
    page: PageRequest,
}

impl FromQuery for JobQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        let filter = JobFilter {
            state: fields.read("state", |word| words::one_of(JobState::ALL, JobState::as_str, word)),
            kind: fields.read("kind", kind),
            created_by: fields.user(),
        };
        Self { filter, page: fields.page() }
    }
}

pub async fn start_analysis(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Body(draft): Body<AnalysisDraft>,
) -> ServiceResult<Response> {
    let key = idempotency_key(&headers)?;
    let job: JobView = analyses::start(&state, draft, key, &caller.user.id, &caller.actor()).await?.into();
    location::at(paths::JOB, job.id.as_str(), StatusCode::ACCEPTED, &job)
}

pub fn idempotency_key(headers: &HeaderMap) -> ServiceResult<Option<&str>> {
    let Some(given) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = given.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let wrong = || format!("Idempotency-Key must have 1 to {LONGEST_KEY} letters, digits or signs of ASCII");
    key.map(Some).ok_or_else(|| ServiceError::refused(Code::BadRequest, wrong()))
}

pub async fn list_jobs(
    State(state): State<AppState>,
    Query(JobQuery { filter, page }): Query<JobQuery>,
) -> ServiceResult<Json<Page<JobView>>> {
    Ok(Json(state.store.list_jobs(filter, page).await?.map(JobView::from)))
}

pub async fn find_job(State(state): State<AppState>, Path(id): Path<JobId>) -> ServiceResult<Json<JobView>> {
    let job = state.store.find_job(&id).await?.ok_or(StoreError::NotFound)?;
    Ok(Json(job.into()))
}

/// A job that nobody works on has ended with the answer; another one will within a second.
pub async fn cancel_job(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<JobId>,
) -> ServiceResult<Response> {
    let row = caller.actor().did(&state, AuditAction::AnalysisCancelled, id.as_str());
    let job = state.store.cancel_job(&id, row).await?;
    let status = if job.state.is_end() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(JobView::from(job))).into_response())
}
