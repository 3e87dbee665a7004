//! Every route of the HTTP interface in one table, each with who may call it. A route that is not in the table
//! does not exist, and an entry without an access does not compile.

mod access;
pub mod analyses;
pub mod assets;
pub mod audit;
mod caller;
pub mod demo;
pub mod docs;
pub mod health;
pub mod ingest;
mod location;
pub mod older;
pub mod presets;
pub mod report_files;
pub mod reports;
pub mod setup;
pub mod sign_in;
pub mod users;

use std::{collections::HashSet, sync::LazyLock, time::Duration};

use api::{
    AssetChange, AssetView, AuditRow, Coverage, DemoLoaded, EndedSignIns, FallenScores, Health, Ingested, JobView,
    NewBackupRun, NewPassword, NewSample, NewSetup, NewSignIn, NewUser, Page, PresetChange, Readiness, ReportHeads,
    Setup, SignInView, UserPatch, UserView, paths,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};
use model::{Asset, BackupRun, Preset, Report, ReportHead, Sample};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;
use tokio::time::timeout;

use self::access::check_access;
use crate::{
    auth::pace::Kind,
    error::{ServiceError, ServiceResult},
    query,
    state::AppState,
};

pub use self::access::Access;

/// One route: who may call it, what it takes and what it gives. The router, the access checks, the OpenAPI document
/// and the tests of access all follow from it.
pub struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub about: &'static str,
    pub body: Option<Schema>,
    /// Other content types that the body may have than JSON.
    pub other_types: &'static [&'static str],
    pub query: &'static [Parameter],
    pub headers: &'static [Parameter],
    pub answer: Answer,
    pace: Option<Kind>,
    is_long: bool,
    handler: MethodRouter<AppState>,
}

/// Describes a wire type.
pub type Schema = fn(&mut SchemaGenerator) -> schemars::Schema;

/// What a route gives when all goes well.
#[derive(Clone, Copy)]
pub struct Answer {
    pub status: u16,
    /// The forms that it may come in.
    pub content_types: &'static [&'static str],
    pub body: Option<Schema>,
}

/// A parameter of the query string, or a header.
pub struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub is_required: bool,
    /// A text, where it is not said otherwise.
    pub schema: Option<fn() -> Value>,
}

const JSON: &str = "application/json";

/// Gives a body, as JSON.
fn json<T: JsonSchema>(status: u16) -> Answer {
    Answer { status, content_types: &[JSON], body: Some(SchemaGenerator::subschema_for::<T>) }
}

/// Gives no body.
const DONE: Answer = Answer { status: 204, content_types: &[], body: None };

/// Enough for a name and a password: strangers must not make us read more.
const SMALL_BODY: usize = 4096;
/// How long a request may take.
const SLOWEST_REQUEST: Duration = Duration::from_secs(30);

impl Endpoint {
    /// Says what the body has to be.
    fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// Says which parameters the query may have.
    fn asks(mut self, query: &'static [Parameter]) -> Self {
        self.query = query;
        self
    }

    /// Says which headers mean something to it.
    fn heeds(mut self, headers: &'static [Parameter]) -> Self {
        self.headers = headers;
        self
    }

    /// Says in which other forms the body may come.
    fn or_as(mut self, other_types: &'static [&'static str]) -> Self {
        self.other_types = other_types;
        self
    }

    /// Its body may come for longer than other requests may take; whoever reads it looks after that.
    fn takes_long(mut self) -> Self {
        self.is_long = true;
        self
    }

    /// Goes at a pace of its own.
    fn paced(mut self, pace: Kind) -> Self {
        self.pace = Some(pace);
        self
    }

    fn with_small_body(mut self) -> Self {
        self.handler = self.handler.layer(DefaultBodyLimit::max(SMALL_BODY));
        self
    }
}

/// The table.
pub fn endpoints() -> Vec<Endpoint> {
    [account_endpoints(), data_endpoints(), analysis_endpoints(), older::endpoints()].into_iter().flatten().collect()
}

/// Health, this interface itself, and accounts.
fn account_endpoints() -> Vec<Endpoint> {
    use Access::{Admin, Anyone, RefreshToken, Scraper, SignedIn};
    let figures = Answer { content_types: &["application/openmetrics-text"], ..json::<String>(200) };
    let page = Answer { content_types: &["text/html"], ..json::<String>(200) };
    vec![
        get(paths::HEALTHZ, Anyone, "Whether the server lives", json::<Health>(200), health::healthz),
        get(paths::READYZ, Anyone, "Whether it can work: the database answers", json::<Readiness>(200), health::readyz),
        get(paths::METRICS, Scraper, "Figures for a Prometheus", figures, health::metrics),
        get(paths::OPENAPI, SignedIn, "This document", json::<Value>(200), health::openapi),
        get(paths::DOCS, SignedIn, "This interface, explained", page, docs::docs),
        get(paths::SETUP, Anyone, "Whether a first admin is needed", json::<Setup>(200), setup::find_setup),
        post(paths::SETUP, Anyone, "Make the first admin", DONE, setup::set_up).takes::<NewSetup>().with_small_body(),
        post(paths::LOGIN, Anyone, "Sign in", json::<api::SignedIn>(200), sign_in::login)
            .takes::<NewSignIn>()
            .with_small_body(),
        post(paths::REFRESH, RefreshToken, "Go on with a sign-in", json::<api::SignedIn>(200), sign_in::refresh),
        post(paths::LOGOUT, SignedIn, "Sign out here", DONE, sign_in::logout),
        get(paths::ME, SignedIn, "Who is signed in", json::<UserView>(200), sign_in::find_me),
        put(paths::PASSWORD, SignedIn, "Change one's own password", DONE, sign_in::change_password)
            .takes::<NewPassword>(),
        get(paths::SIGN_INS, SignedIn, "One's own sign-ins", json::<Page<SignInView>>(200), sign_in::list_sign_ins),
        delete(
            paths::SIGN_INS,
            SignedIn,
            "End all of one's own sign-ins but this one",
            json::<EndedSignIns>(200),
            sign_in::end_other_sign_ins,
        ),
        delete(paths::SIGN_IN, SignedIn, "End one of one's own sign-ins", DONE, sign_in::end_sign_in),
        get(paths::USERS, Admin, "The users, by name", json::<Page<UserView>>(200), users::list_users)
            .asks(query::PAGE),
        post(paths::USERS, Admin, "Add a user", json::<UserView>(201), users::add_user).takes::<NewUser>(),
        patch(paths::USER, Admin, "Change a user", json::<UserView>(200), users::change_user).takes::<UserPatch>(),
        delete(paths::USER, Admin, "Remove a user", DONE, users::remove_user),
        get(paths::AUDIT, Admin, "Who did what, the newest first", json::<Page<AuditRow>>(200), audit::list_audit)
            .asks(audit::PARAMETERS),
    ]
}

/// What there is to analyse, and how it comes in.
fn data_endpoints() -> Vec<Endpoint> {
    use Access::{Admin, SignedIn};
    vec![
        get(paths::ASSETS, SignedIn, "The assets, by id", json::<Page<AssetView>>(200), assets::list_assets)
            .asks(assets::PARAMETERS),
        put(paths::ASSET, Admin, "Add or replace an asset", json::<AssetView>(200), assets::put_asset)
            .takes::<AssetChange>(),
        delete(paths::ASSET, Admin, "Remove an asset; its data stay", DONE, assets::remove_asset),
        get(paths::COVERAGE, SignedIn, "The days that hold data", json::<Coverage>(200), assets::find_coverage)
            .asks(assets::COVERAGE_PARAMETERS),
        post(paths::INGEST_ASSETS, Admin, "Take assets in", json::<Ingested>(200), ingest::ingest::<Asset>)
            .takes::<Vec<AssetView>>()
            .or_as(ingest::OTHER_TYPES)
            .paced(Kind::Ingest)
            .takes_long(),
        post(paths::INGEST_SAMPLES, Admin, "Take samples in", json::<Ingested>(200), ingest::ingest::<Sample>)
            .takes::<Vec<NewSample>>()
            .or_as(ingest::OTHER_TYPES)
            .paced(Kind::Ingest)
            .takes_long(),
        post(paths::INGEST_BACKUPS, Admin, "Take backup runs in", json::<Ingested>(200), ingest::ingest::<BackupRun>)
            .takes::<Vec<NewBackupRun>>()
            .or_as(ingest::OTHER_TYPES)
            .paced(Kind::Ingest)
            .takes_long(),
        post(paths::DEMO, Admin, "Load the demo data", json::<DemoLoaded>(200), demo::load_demo).takes_long(),
        delete(paths::DEMO, Admin, "Remove the demo data, and nothing else", DONE, demo::remove_demo).takes_long(),
    ]
}

/// What analyses need, give and leave behind.
fn analysis_endpoints() -> Vec<Endpoint> {
    use Access::{Admin, SignedIn};
    vec![
        post(paths::ANALYSES, Admin, "Start an analysis", json::<JobView>(202), analyses::start_analysis)
            .takes::<analyses::AnalysisBody>()
            .heeds(analyses::HEADERS),
        get(paths::JOBS, SignedIn, "The jobs, the newest first", json::<Page<JobView>>(200), analyses::list_jobs)
            .asks(analyses::JOB_PARAMETERS),
        get(paths::JOB, SignedIn, "A job", json::<JobView>(200), analyses::find_job),
        delete(
            paths::JOB,
            Admin,
            "Cancel a job; 200 when nobody works on it, 202 when it ends within a second",
            json::<JobView>(202),
            analyses::cancel_job,
        ),
        get(
            paths::REPORTS,
            SignedIn,
            "The reports, the newest first",
            json::<Page<ReportHead>>(200),
            reports::list_reports,
        )
        .asks(reports::PARAMETERS),
        get(paths::REPORT, SignedIn, "A report whole", json::<Report>(200), reports::find_report),
        get(
            paths::REPORT_HEADS,
            SignedIn,
            "What lists show of a report and of the one before over as long a time",
            json::<ReportHeads>(200),
            reports::find_report_heads,
        ),
        get(
            paths::REPORT_FALLEN,
            SignedIn,
            "Whose score fell since the report before over as long a time",
            json::<FallenScores>(200),
            reports::find_fallen_scores,
        ),
        delete(paths::REPORT, Admin, "Remove a report", DONE, reports::remove_report),
        get(
            paths::REPORT_EXPORT,
            SignedIn,
            "A report as a file: JSON of a known shape, or CSV",
            Answer { content_types: &[JSON, "text/csv"], ..json::<Value>(200) },
            report_files::export_report,
        )
        .asks(report_files::PARAMETERS)
        // Each leaves a row in the trail.
        .paced(Kind::Write),
        post(
            paths::REPORT_IMPORT,
            Admin,
            "Bring a report in that was exported here or by another tool",
            json::<ReportHead>(201),
            report_files::import_report,
        )
        .takes::<Value>()
        .takes_long(),
        get(paths::PRESETS, SignedIn, "The presets, by name", json::<Page<Preset>>(200), presets::list_presets)
            .asks(query::PAGE),
        get(paths::PRESET, SignedIn, "A preset", json::<Preset>(200), presets::find_preset),
        put(paths::PRESET, Admin, "Add or replace a preset", json::<Preset>(200), presets::put_preset)
            .takes::<PresetChange>(),
        delete(paths::PRESET, Admin, "Remove a preset", DONE, presets::remove_preset),
    ]
}

macro_rules! methods {
    ($($name:ident = $method:ident;)+) => {$(
        fn $name<H: Handler<T, AppState>, T: 'static>(
            path: &'static str,
            access: Access,
            about: &'static str,
            answer: Answer,
            handler: H,
        ) -> Endpoint {
            let handler = on(MethodFilter::$method, handler);
            Endpoint {
                method: Method::$method,
                path,
                access,
                about,
                body: None,
                other_types: &[],
                query: &[],
                headers: &[],
                answer,
                pace: None,
                is_long: false,
                handler,
            }
        }
    )+};
}

methods! {
    get = GET;
    post = POST;
    put = PUT;
    patch = PATCH;
    delete = DELETE;
}

/// The pattern of the route that was asked for, for the metrics: ids must not become series.
#[derive(Debug, Clone, Copy)]
pub struct RoutePattern(pub &'static str);

/// A router of the whole table, each route behind its access check.
pub fn router(state: &AppState) -> Router<AppState> {
    endpoints().into_iter().fold(Router::new(), |router, Endpoint { path, access, pace, is_long, handler, .. }| {
        let check = middleware::from_fn_with_state(state.clone(), move |state, request, next| {
            check_access(access, pace, state, request, next)
        });
        let handler = handler.layer(check);
        router.route(path, if is_long { handler } else { handler.layer(middleware::from_fn(limit_time)) })
    })
}

/// Ends a request that is not answered in time.
async fn limit_time(request: Request, next: Next) -> ServiceResult<Response> {
    timeout(SLOWEST_REQUEST, next.run(request)).await.map_err(|_| ServiceError::Overdue(SLOWEST_REQUEST))
}

/// Notes on an answer which route it is of. Outermost, since not every request gets as far as a handler, and not every
/// handler to its end.
pub async fn note_pattern(request: Request, next: Next) -> Response {
    static PATTERNS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| endpoints().iter().map(|endpoint| endpoint.path).collect());
    let matched = request.extensions().get::<MatchedPath>();
    let pattern = matched.and_then(|matched| PATTERNS.get(matched.as_str())).copied();
    let mut response = next.run(request).await;
    if let Some(pattern) = pattern {
        response.extensions_mut().insert(RoutePattern(pattern));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use axum::{
        body::Body,
        http::{HeaderValue, header},
        routing,
    };
    use tower::ServiceExt;

    use super::*;
    use crate::error::write_problems;

    #[tokio::test(start_paused = true)]
    async fn a_request_that_is_not_answered_in_time_may_be_sent_again() {
        let router = Router::new()
            .route("/", routing::get(pending::<()>))
            .layer(middleware::from_fn(limit_time))
            .layer(middleware::from_fn(write_problems));
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        let retry_after = answer.headers().get(header::RETRY_AFTER).map(HeaderValue::as_bytes);
        assert_eq!((answer.status().as_u16(), retry_after), (503, Some(b"5".as_slice())));
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
        let problem: api::Problem = serde_json::from_slice(&body).unwrap();
        assert!(problem.detail.contains("longer than 30 s"), "{}", problem.detail);
    }
}
