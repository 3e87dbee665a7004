//! The trail as a table.

use super::filter::TrailFilter;
use crate::{
    client::use_client,
    components::{Badge, Cell, Column, Columns, DataTable, ExactMoment, loading_table, paged_rows},
    content::erase,
    pages::device,
    texts::{Texts, texts},
};
use api::{AuditRow, Page};
use leptos::prelude::*;
use model::{AuditAction, AuditResult, COMMAND_LINE_ACTOR, UNKNOWN_ACTOR};

/// How much of a request's id is shown.
const REQUEST_SHOWN: usize = 12;

fn columns(texts: &Texts) -> Columns {
    [
        Column::new(texts.audit_when),
        Column::new(texts.audit_user),
        Column::new(texts.audit_action),
        Column::new(texts.audit_result),
        Column::with_class(texts.audit_object, "cut"),
        Column::with_class(texts.audit_address, "mono"),
        Column::with_class(texts.audit_request, "mono"),
    ]
    .into()
}

pub fn trail_loading() -> AnyView {
    let texts = texts();
    loading_table(texts.audit_title, columns(texts), 12)
}

/// The first page of what the filter finds, and the pages that are loaded after it.
pub fn trail_table(page: Page<AuditRow>, filter: TrailFilter) -> AnyView {
    let texts = texts();
    let client = use_client();
    let columns = columns(texts);
    let next = move |cursor: &str| filter.call(&client, Some(cursor), None);
    let cells = move |row| trail_cells(row, texts);
    let rows = paged_rows(columns.clone(), texts.audit_empty, page, next, cells);
    erase(view! { <DataTable label=texts.audit_title columns rows /> })
}

fn trail_cells(row: AuditRow, texts: &'static Texts) -> Vec<Cell> {
    vec![
        Cell::new(view! { <ExactMoment at=row.at /> }),
        origin_cell(row.user, texts),
        Cell::new(action_words(&row.action, texts)),
        Cell::new(result_mark(&row.result, texts)),
        object_cell(row.object, &row.action, texts),
        origin_cell(row.address, texts),
        request_cell(row.request_id),
    ]
}

/// Requests of one start of the server differ at their end, which is what is shown of a long id.
fn request_cell(id: String) -> Cell {
    let hidden = id.chars().count().saturating_sub(REQUEST_SHOWN);
    if hidden == 0 {
        return Cell::text(id);
    }
    Cell::text(['…'].into_iter().chain(id.chars().skip(hidden)).collect()).with_tip(id)
}

/// Not everybody in the trail is a user, and not everything is done from an address.
fn origin_cell(word: String, texts: &Texts) -> Cell {
    match word.as_str() {
        UNKNOWN_ACTOR => Cell::text(texts.audit_unknown.to_owned()),
        COMMAND_LINE_ACTOR => Cell::text(texts.audit_command_line.to_owned()),
        _ => Cell::text(word.clone()).with_tip(word),
    }
}

/// Whoever signs in or out does it on a device, which says more of itself than people want to know.
fn object_cell(object: String, action: &str, texts: &Texts) -> Cell {
    match AuditAction::from_word(action) {
        Ok(AuditAction::SignIn | AuditAction::SignOut | AuditAction::RefreshReuse) => {
            Cell::text(device::describe(&object, texts)).with_tip(object)
        }
        _ => Cell::text(object),
    }
}

/// A newer server may write down what this version of the app has no words for.
fn action_words(action: &str, texts: &Texts) -> String {
    AuditAction::from_word(action).map_or(action, |action| texts.action_of(action)).to_owned()
}

/// What was refused is what one looks for.
fn result_mark(result: &str, texts: &Texts) -> AnyView {
    match AuditResult::from_word(result) {
        Ok(AuditResult::Refused) => {
            let refused = texts.audit_refused;
            erase(view! { <span class="trail-refused"><Badge>{refused}</Badge></span> })
        }
        Ok(AuditResult::Done) => erase(texts.audit_done),
        Err(_) => erase(result.to_owned()),
    }
}
