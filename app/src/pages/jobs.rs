//! Every analysis that was asked for, the newest first, as it goes on.

mod asked;
mod live;
mod mark;
mod taken;

use crate::{
    analyses::{job_path, kind_glyph, report_path},
    client::{Client, use_client},
    components::{
        Button, ButtonVariant, Cell, Column, Columns, DataTable, EmptyState, Glyph, Icon, Loaded, LocalMoment,
        PageHeader, load, loading_rows, paged_rows,
    },
    content::{changing, erase},
    figures::{Numbers, numbers},
    forms::Errand,
    pages::{is_admin, job::JobPage},
    texts::{Texts, fill, texts},
};
use api::{JobView, Page};
pub use asked::asked_window;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
pub use live::StaleNote;
use live::{LiveJob, LiveJobs};
pub use mark::JobMark;
use model::JobState;
pub use taken::write_length;

/// The list, or one job where the address names one.
#[component]
pub fn JobsPage() -> impl IntoView {
    let names_one = use_params_map().with_untracked(|params| params.get("id").is_some());
    if names_one { erase(JobPage()) } else { erase(JobList()) }
}

#[component]
fn JobList() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let live = LiveJobs::follow(client.clone());
    let jobs = load(move || live.version().to_string(), move || client.list_jobs(None, None));
    view! {
        <PageHeader title=texts.jobs_title meaning=texts.jobs_meaning />
        <StaleNote stale=live.stale() />
        <Loaded loader=jobs failed=texts.jobs_failed loading=jobs_loading show=move |page| jobs_table(page, live) />
    }
}

fn columns(texts: &Texts) -> Columns {
    [
        Column::new(texts.job_question),
        Column::new(texts.state),
        Column::with_class(texts.job_created, "wide-only"),
        Column::with_class(texts.job_by, "cut roomy-only"),
        Column::with_class(texts.job_took, "numeric roomy-only"),
        Column::actions(texts.actions),
    ]
    .into()
}

fn jobs_loading() -> AnyView {
    let texts = texts();
    let columns = columns(texts);
    let rows = loading_rows(&columns, 6);
    erase(view! { <DataTable label=texts.jobs_title columns rows /> })
}

fn jobs_table(page: Page<JobView>, live: LiveJobs) -> AnyView {
    let texts = texts();
    if page.items.is_empty() {
        return erase(view! {
            <EmptyState glyph=Glyph::Jobs title=texts.jobs_empty meaning=texts.jobs_empty_meaning>
                <a class="button" href="/">
                    {texts.back_to_overview}
                </a>
            </EmptyState>
        });
    }
    let client = use_client();
    let may_cancel = is_admin();
    let columns = columns(texts);
    let cells = {
        let client = client.clone();
        move |job: JobView| job_cells(live.add(job), may_cancel, &client, texts)
    };
    live.begin_page();
    let next = move |cursor: &str| client.list_jobs(None, Some(cursor));
    let rows = paged_rows(columns.clone(), "", page, next, cells);
    erase(view! { <DataTable label=texts.jobs_title columns file="vedetta-jobs.csv" rows /> })
}

fn job_cells(job: LiveJob, may_cancel: bool, client: &Client, texts: &'static Texts) -> Vec<Cell> {
    let first = job.get_untracked();
    let address = job_path(first.id.as_str());
    let numbers = numbers();
    let (kind, asked) = (first.kind, asked_window(&first.configuration, texts));
    vec![
        Cell::new(view! {
            <a class="job-name" href=address>
                <Icon glyph=kind_glyph(kind) />
                <span>{texts.kind_of(kind)}</span>
                <span class="job-asked">{asked}</span>
            </a>
        }),
        Cell::new(view! { <JobMark job=job.into() /> }),
        Cell::new(view! { <LocalMoment at=first.created_at /> }),
        Cell::text(first.created_by),
        Cell::new(changing(move || Some(erase(job.with(|job| time_taken(job, numbers)))))),
        Cell::new(view! { <JobAction job may_cancel client=client.clone() /> }),
    ]
}

/// How long the work took; nothing to say while it goes on.
fn time_taken(job: &JobView, numbers: Numbers) -> String {
    let taken = job.started_at.zip(job.ended_at).and_then(|(start, end)| (end - start).to_std().ok());
    taken.map_or_else(|| "–".into(), |taken| write_length(taken, numbers))
}

/// The one thing to do with a job: end it, or look at what came of it.
#[component]
fn JobAction(job: LiveJob, may_cancel: bool, client: Client) -> impl IntoView {
    let texts = texts();
    let errand = Errand::new();
    // Only the state decides what is offered, so that progress does not take a button away from under the pointer.
    let state = Memo::new(move |_| job.with(|job| (job.state, job.cancel_asked)));
    changing(move || match state.get() {
        (JobState::Completed, _) => {
            let job = job.get_untracked();
            let address = job.report_id.map(|id| report_path(job.kind, &id))?;
            Some(erase(view! {
                <a class="button button-quiet" href=address>
                    {texts.job_report}
                </a>
            }))
        }
        (JobState::Queued | JobState::Running, false) if may_cancel => {
            let client = client.clone();
            let cancel = move |()| {
                let client = client.clone();
                errand.run(async move { client.cancel_job(&job.with_untracked(|job| job.id.clone())).await });
            };
            let label = fill(texts.job_cancel_this, texts.kind_of(job.with_untracked(|job| job.kind)));
            Some(erase(view! {
                <Button variant=ButtonVariant::Quiet busy=errand.busy on_press=cancel>
                    <span aria-hidden="true">{texts.job_cancel}</span>
                    <span class="visually-hidden">{label}</span>
                </Button>
            }))
        }
        _ => None,
    })
}
