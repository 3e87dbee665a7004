//! Every analysis that was asked for, the newest first, as it goes on.

mod asked;
mod cancel;
mod freshness;
mod length;
mod live;
mod mark;

use crate::{
    address,
    analyses::{job_path, kind_glyph, report_path},
    client::{Client, use_client},
    components::{
        Button, ButtonVariant, Cell, Column, Columns, EmptyState, Finder, FinderTable, Glyph, Icon, Loaded,
        LocalMoment, PageHeader, SelectField, SortKey, TableSort, WholeList, choices, load, load_rest, loading_table,
        matches_search,
    },
    content::{changing, erase},
    figures::{Numbers, numbers, numbers::NO_NUMBER},
    forms::Errand,
    pages::{is_admin, job::JobPage},
    texts::{Texts, fill, texts},
};
use api::{JobView, Page};
pub use asked::asked_window;
pub use cancel::cancel;
pub use freshness::{Freshness, StaleNote};
pub use length::write_length;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
pub use live::{LiveJob, LiveJobs};
pub use mark::JobMark;
use model::{AnalysisKind, JobState};
use std::time::Duration;

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
    let (live, finder) = (LiveJobs::follow(client.clone(), None, || ()), JobsFinder::new(texts));
    let jobs = load(String::new, {
        let client = client.clone();
        move || client.list_jobs(None, None)
    });
    view! {
        <PageHeader title=texts.jobs_title meaning=texts.jobs_meaning />
        <StaleNote freshness=live.freshness() />
        <Loaded
            loader=jobs
            failed=texts.jobs_failed
            loading=jobs_loading
            show=move |page| jobs_table(page, live, finder, client.clone())
        />
    }
}

/// How many of the jobs that did not come with the page are asked for at once.
const AT_ONCE: &str = "1000";

const QUESTION: &str = "question";
const STATE: &str = "state";
const CREATED: &str = "created";
const BY: &str = "by";
const TOOK: &str = "took";

/// What is asked of the table.
#[derive(Clone, Copy)]
struct JobsFinder {
    finder: Finder,
    wanted_kind: RwSignal<String>,
    wanted_state: RwSignal<String>,
}

impl JobsFinder {
    fn new(texts: &Texts) -> Self {
        Self {
            finder: Finder::new(TableSort::descending(CREATED), &columns(texts)),
            wanted_kind: address::kept_word("kind", AnalysisKind::ALL.iter().map(|kind| kind.as_str()).collect()),
            wanted_state: address::kept_word("state", JobState::ALL.iter().map(|state| state.as_str()).collect()),
        }
    }

    fn wants(self, job: &JobView) -> bool {
        let fits = |wanted: RwSignal<String>, word: &str| wanted.with(|wanted| wanted.is_empty() || wanted == word);
        fits(self.wanted_kind, job.kind.as_str()) && fits(self.wanted_state, job.state.as_str())
    }
}

fn columns(texts: &Texts) -> Columns {
    [
        Column::new(texts.job_question).sorted_by(QUESTION),
        Column::new(texts.state).sorted_by(STATE),
        Column::with_class(texts.job_created, "wide-only").sorted_by(CREATED),
        Column::with_class(texts.job_by, "cut roomy-only").sorted_by(BY),
        Column::with_class(texts.job_took, "numeric roomy-only").sorted_by(TOOK),
        Column::actions(texts.actions),
    ]
    .into()
}

fn jobs_loading() -> AnyView {
    let texts = texts();
    loading_table(texts.jobs_title, columns(texts), 6)
}

fn jobs_table(page: Page<JobView>, live: LiveJobs, finder: JobsFinder, client: Client) -> AnyView {
    live.take(page.items);
    let next = move |cursor: &str| client.list_jobs(Some(AT_ONCE), Some(cursor));
    let rest = load_rest(page.next_cursor, next, move |jobs| live.take(jobs).is_some());
    let jobs = WholeList { items: live.known(), rest };
    let is_empty = Memo::new(move |_| live.known().with(Vec::is_empty));
    changing(move || Some(if is_empty.get() { nothing_yet() } else { erase(view! { <JobsTable jobs finder /> }) }))
}

fn nothing_yet() -> AnyView {
    let texts = texts();
    erase(view! {
        <EmptyState glyph=Glyph::Jobs title=texts.jobs_empty meaning=texts.jobs_empty_meaning>
            <a class="button" href="/">
                {texts.back_to_overview}
            </a>
        </EmptyState>
    })
}

#[component]
fn JobsTable(jobs: WholeList<LiveJob>, finder: JobsFinder) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let may_cancel = is_admin();
    let found = finder.finder.find(
        jobs,
        move |job, search| {
            job.with(|job| {
                finder.wants(job) && (search.is_empty() || matches_search(&searched_text(job, texts), search))
            })
        },
        |job, column| job.with(|job| sort_key(job, column, texts)),
        move |job| job_cells(job.clone().into(), may_cancel, &client, texts),
    );
    let JobsFinder { finder, wanted_kind, wanted_state } = finder;
    let kinds = AnalysisKind::ALL.iter().map(|kind| (kind.as_str(), texts.kind_of(*kind)));
    let states = JobState::ALL.iter().map(|state| (state.as_str(), texts.job_state(*state)));
    view! {
        <FinderTable label=texts.jobs_title columns=columns(texts) finder found file="vedetta-jobs.csv">
            <SelectField name="kind" label=texts.asset_type options=choices(texts.any_type, kinds) value=wanted_kind />
            <SelectField name="state" label=texts.state options=choices(texts.any_state, states) value=wanted_state />
        </FinderTable>
    }
}

fn searched_text(job: &JobView, texts: &Texts) -> String {
    format!("{} {} {}", texts.kind_of(job.kind), asked_window(&job.configuration, texts), job.created_by)
}

fn sort_key(job: &JobView, column: &str, texts: &Texts) -> SortKey {
    match column {
        QUESTION => SortKey::text(&format!("{} {}", texts.kind_of(job.kind), asked_window(&job.configuration, texts))),
        STATE => SortKey::text(texts.job_state(job.state)),
        BY => SortKey::text(&job.created_by),
        TOOK => SortKey::number(length_of(job).map(|length| length.as_secs_f64())),
        _ => SortKey::moment(job.created_at),
    }
}

fn job_cells(job: RwSignal<JobView>, may_cancel: bool, client: &Client, texts: &'static Texts) -> Vec<Cell> {
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
        Cell::new(changing(move || Some(erase(job.with(|job| length_in_words(job, numbers)))))),
        Cell::new(view! { <JobAction job may_cancel client=client.clone() /> }),
    ]
}

/// How long the work took; nothing to say while it goes on.
fn length_in_words(job: &JobView, numbers: Numbers) -> String {
    length_of(job).map_or_else(|| NO_NUMBER.into(), |length| write_length(length, numbers))
}

fn length_of(job: &JobView) -> Option<Duration> {
    job.started_at.zip(job.ended_at).and_then(|(start, end)| (end - start).to_std().ok())
}

/// The one thing to do with a job: end it, or look at what came of it.
#[component]
fn JobAction(job: RwSignal<JobView>, may_cancel: bool, client: Client) -> impl IntoView {
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
            let cancel = move |()| cancel(job, client.clone(), errand);
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
