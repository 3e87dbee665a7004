//! The reports as a table, and what stands in its place before there are any.

use super::choice::Chosen;
use crate::{
    address,
    analyses::{counted, new_path, report_path, standing, statuses_of, window_words},
    client::use_client,
    components::{
        AskToRemove, Cell, Checkbox, Column, Columns, EmptyState, Finder, FinderTable, Glyph, Icon, LocalMoment, Menu,
        MenuItem, SelectField, SortKey, Status, StatusCounts, StatusMark, TableSort, WholeList, choices, loading_table,
        matches_search,
    },
    content::erase,
    figures::numbers,
    pages::{export::ExportItems, is_admin, report_badges::report_badges},
    texts::{Texts, fill, texts},
    zone::write_day,
};
use api::Page;
use leptos::prelude::*;
use model::{AnalysisKind, ReportHead, ReportId};

/// How many of the reports that did not come with the page are asked for at once.
const AT_ONCE: &str = "1000";

const WINDOW: &str = "window";
const SCORE: &str = "score";
const CREATED: &str = "created";
const BY: &str = "by";

/// What is asked of the table. It stays as it is when the reports change.
#[derive(Clone, Copy)]
pub struct ReportsFinder {
    finder: Finder,
    wanted_status: RwSignal<String>,
}

impl ReportsFinder {
    pub fn new(kind: AnalysisKind, texts: &Texts) -> Self {
        let statuses = statuses_of(kind).into_iter().map(Status::code).collect();
        Self {
            finder: Finder::new(TableSort::descending(CREATED), &columns(texts)),
            wanted_status: address::kept_word("status", statuses),
        }
    }
}

fn columns(texts: &Texts) -> Columns {
    [
        Column::new(texts.report_window).sorted_by(WINDOW),
        Column::new(texts.report_score).sorted_by(SCORE),
        Column::with_class(texts.report_statuses, "wide-only"),
        Column::with_class(texts.report_created, "wide-only").sorted_by(CREATED),
        Column::with_class(texts.report_by, "cut roomy-only").sorted_by(BY),
        Column::actions(texts.actions),
    ]
    .into()
}

pub fn reports_loading() -> AnyView {
    let texts = texts();
    loading_table(texts.reports, columns(texts), 6)
}

pub fn reports_table(
    kind: AnalysisKind,
    page: Page<ReportHead>,
    finder: ReportsFinder,
    chosen: Chosen,
    remove: AskToRemove<ReportId>,
) -> AnyView {
    let texts = texts();
    if page.items.is_empty() {
        return nothing_yet(kind, texts);
    }
    let client = use_client();
    let heads = WholeList::load(page, move |cursor| client.list_reports(Some(kind), Some(AT_ONCE), Some(cursor)));
    erase(view! { <ReportsTable kind heads finder chosen remove /> })
}

#[component]
fn ReportsTable(
    kind: AnalysisKind,
    heads: WholeList<ReportHead>,
    finder: ReportsFinder,
    chosen: Chosen,
    remove: AskToRemove<ReportId>,
) -> impl IntoView {
    let texts = texts();
    let ReportsFinder { finder, wanted_status } = finder;
    let remove = is_admin().then_some(remove);
    let found = finder.find(
        heads,
        move |head, search| {
            wanted_status.with(|wanted| wanted.is_empty() || standing(head).code() == wanted)
                && matches_search(&searched_text(head, texts), search)
        },
        sort_key,
        move |head| report_cells(head.clone(), chosen, remove, texts),
    );
    let statuses = statuses_of(kind).into_iter().map(|status| (status.code(), status.word(texts)));
    let statuses = choices(texts.any_status, statuses);
    view! {
        <FinderTable label=texts.reports columns=columns(texts) finder found file="vedetta-reports.csv">
            <SelectField name="status" label=texts.dash_status options=statuses value=wanted_status />
        </FinderTable>
    }
}

fn searched_text(head: &ReportHead, texts: &Texts) -> String {
    let made = write_day(head.created_at, &head.timezone);
    format!("{} {made} {}", window_words(head, texts), head.created_by)
}

fn sort_key(head: &ReportHead, column: &str) -> SortKey {
    match column {
        WINDOW => SortKey::moment(head.window.start),
        SCORE => SortKey::number(head.score),
        BY => SortKey::text(&head.created_by),
        _ => SortKey::moment(head.created_at),
    }
}

fn nothing_yet(kind: AnalysisKind, texts: &'static Texts) -> AnyView {
    if !is_admin() {
        let meaning = texts.reports_empty_for_viewers;
        return erase(view! { <EmptyState glyph=Glyph::Overview title=texts.reports_empty meaning /> });
    }
    erase(view! {
        <EmptyState glyph=Glyph::Overview title=texts.reports_empty meaning=texts.reports_empty_meaning>
            <a class="button button-primary" href=new_path(kind)>
                <Icon glyph=Glyph::Plus />
                {texts.new_analysis}
            </a>
        </EmptyState>
    })
}

fn report_cells(
    head: ReportHead,
    chosen: Chosen,
    remove: Option<AskToRemove<ReportId>>,
    texts: &'static Texts,
) -> Vec<Cell> {
    let window = window_words(&head, texts);
    let (created_at, created_by) = (head.created_at, head.created_by.clone());
    let (score, counts) = (score_mark(&head), counted(&head));
    vec![
        Cell::new(name_of(&head, window.clone(), chosen, texts)).with_tip(head.timezone.clone()),
        Cell::new(score),
        Cell::new(view! { <StatusCounts counts /> }),
        Cell::new(view! { <LocalMoment at=created_at /> }),
        Cell::text(created_by),
        Cell::new(view! { <ReportMenu head window remove /> }),
    ]
}

/// The figure, and what it means.
fn score_mark(head: &ReportHead) -> AnyView {
    let figure = numbers().percent_or_dash(head.score);
    let status = standing(head);
    erase(view! {
        <span class="score-mark">
            <span class="score-figure">{figure}</span>
            <StatusMark status />
        </span>
    })
}

/// The window as a link, with what one should know of the report beside it, and the mark of choice before it.
fn name_of(head: &ReportHead, window: String, chosen: Chosen, texts: &'static Texts) -> AnyView {
    let address = report_path(head.kind, &head.id);
    let label = fill(texts.report_choose, &window);
    let (id, toggled) = (head.id.clone(), head.clone());
    erase(view! {
        <span class="report-name">
            <Checkbox
                label
                checked=Signal::derive(move || chosen.holds(&id))
                on_choose=move |_| chosen.toggle(&toggled)
            />
            <a class="mono" href=address>
                {window}
            </a>
            {report_badges(head)}
        </span>
    })
}

#[component]
fn ReportMenu(head: ReportHead, window: String, remove: Option<AskToRemove<ReportId>>) -> impl IntoView {
    let texts = texts();
    let remove = remove.map(|remove| {
        let asked = (head.id.clone(), window.clone());
        let ask = move |()| remove.run(asked.clone());
        view! { <MenuItem label=texts.remove glyph=Glyph::Remove on_choose=ask /> }
    });
    view! {
        <Menu id=format!("report-menu-{}", head.id) label=fill(texts.report_actions, &window) glyph=Glyph::More>
            <ExportItems id=head.id />
            {remove}
        </Menu>
    }
}
