//! Tables of data: columns, rows of cells, and more rows at the press of a button where the list comes in pages.

use super::{Button, EmptyRow, Skeleton, SortHeader, Table, TableSort, TableTools, table_tools::LeftOut};
use crate::{
    client::{Call, ClientError, Fetching},
    content::{changing, erase},
    focus,
    forms::Errand,
    texts::texts,
};
use leptos::prelude::*;
use model::Page;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The columns of a table.
pub type Columns = Arc<[Column]>;

/// A column: its heading, and the class of all its cells.
#[derive(Clone, Copy)]
pub struct Column {
    label: &'static str,
    class: Option<&'static str>,
    /// The name that the order of the rows knows it by.
    sorted_by: Option<&'static str>,
}

impl Column {
    pub const fn new(label: &'static str) -> Self {
        Self { label, class: None, sorted_by: None }
    }

    /// A class of `table.css`: `mono`, `cut` (what is too long ends in dots), `wide-only` (left out on a narrow
    /// screen), `roomy-only` (left out on a tablet too).
    pub const fn with_class(label: &'static str, class: &'static str) -> Self {
        Self { label, class: Some(class), sorted_by: None }
    }

    /// The rows can be ordered by it, where the table is given an order.
    pub const fn sorted_by(self, name: &'static str) -> Self {
        Self { sorted_by: Some(name), ..self }
    }

    /// The name that the order of the rows knows it by, where they can be ordered by it.
    pub const fn sort_name(self) -> Option<&'static str> {
        self.sorted_by
    }

    pub const fn label(self) -> &'static str {
        self.label
    }

    pub fn is_actions(self) -> bool {
        self.class == Some(ACTIONS)
    }

    /// Buttons; the heading is for screen readers alone.
    pub const fn actions(label: &'static str) -> Self {
        Self::with_class(label, ACTIONS)
    }
}

const ACTIONS: &str = "row-actions";

/// A cell of a row. The first one of a row is its heading.
pub struct Cell {
    content: AnyView,
    tip: Option<String>,
}

impl Cell {
    pub fn new(content: impl RenderHtml + 'static) -> Self {
        Self { content: erase(content), tip: None }
    }

    /// A text that anybody may have written, whole in its tip.
    pub fn text(text: String) -> Self {
        Self { tip: Some(text.clone()), content: erase(view! { <bdi>{text}</bdi> }) }
    }

    /// What appears when one points at the cell: the whole of what it shows in short.
    pub fn with_tip(self, tip: String) -> Self {
        Self { tip: Some(tip), ..self }
    }
}

/// The table. Its rows come from [`row`], [`paged_rows`] or [`loading_rows`]; one that loads is a [`loading_table`].
#[component]
pub fn DataTable(
    label: &'static str,
    columns: Columns,
    /// What orders the rows. Whoever makes the rows follows it.
    #[prop(optional)]
    sort: Option<RwSignal<TableSort>>,
    /// Offers to leave columns out, and to save what is shown as a sheet of this name.
    #[prop(optional)]
    file: Option<&'static str>,
    /// The columns that are left out, where they are to be remembered longer than the table stands.
    #[prop(optional)]
    left_out: Option<LeftOut>,
    /// Brings the rows that were left out for their number, for the sheet to have them too.
    #[prop(optional)]
    show_all: Option<Callback<()>>,
    /// What stands above the table, before its own tools.
    #[prop(optional)]
    tools: Option<AnyView>,
    rows: AnyView,
) -> impl IntoView {
    let headings: Vec<AnyView> = columns.iter().map(|column| heading(column, sort)).collect();
    let (table, left_out) = (NodeRef::new(), left_out.unwrap_or_else(|| RwSignal::new(Vec::new())));
    let hidden = Signal::derive(move || left_out.with(|left_out| Column::hidden_places(left_out)));
    let own_tools = file.map(|file| erase(view! { <TableTools table columns left_out file show_all /> }));
    let tools = match tools {
        Some(tools) => Some(erase(view! { <div class="choice-tools">{tools} {own_tools}</div> })),
        None => own_tools,
    };
    view! {
        {tools}
        <Table label frame=table hidden>
            <thead>
                <tr>{headings}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn heading(column: &Column, sort: Option<RwSignal<TableSort>>) -> AnyView {
    if let (Some(name), Some(sort)) = (column.sorted_by, sort) {
        return erase(view! { <SortHeader column=name label=column.label class=column.class sort /> });
    }
    let words = column.is_actions().then_some("visually-hidden");
    erase(view! {
        <th scope="col" class=column.class>
            <span class=words>{column.label}</span>
        </th>
    })
}

/// One row.
pub fn row(columns: &Columns, cells: Vec<Cell>) -> AnyView {
    let cells: Vec<AnyView> = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(index, (column, Cell { content, tip }))| {
            if index == 0 {
                erase(view! {
                    <th scope="row" class=column.class title=tip>
                        {content}
                    </th>
                })
            } else {
                erase(view! {
                    <td class=column.class title=tip>
                        {content}
                    </td>
                })
            }
        })
        .collect();
    erase(view! { <tr>{cells}</tr> })
}

/// Rows of what is still loading.
pub fn loading_rows(columns: &Columns, count: usize) -> AnyView {
    let cells = || columns.iter().map(|_| Cell::new(view! { <Skeleton /> })).collect();
    let rows: Vec<AnyView> = (0..count).map(|_| row(columns, cells())).collect();
    erase(rows)
}

/// A table that is still loading.
pub fn loading_table(label: &'static str, columns: Columns, count: usize) -> AnyView {
    let rows = loading_rows(&columns, count);
    erase(view! { <DataTable label columns rows /> })
}

/// The rows of a list that comes in pages, and below them a button for the next page as long as there is one.
pub fn paged_rows<T: DeserializeOwned + 'static>(
    columns: Columns,
    empty: &'static str,
    first: Page<T>,
    next: impl Fn(&str) -> Call<Page<T>> + Send + Sync + 'static,
    cells: impl Fn(T) -> Vec<Cell> + Send + Sync + 'static,
) -> AnyView {
    if first.items.is_empty() {
        let width = columns.len() as u32;
        return erase(view! { <EmptyRow columns=width>{empty}</EmptyRow> });
    }
    let to_rows = {
        let columns = columns.clone();
        move |page: Page<T>| Rows {
            rows: page.items.into_iter().map(|item| row(&columns, cells(item))).collect(),
            next_cursor: page.next_cursor,
        }
    };
    let first = to_rows(first);
    let pages = Pages {
        width: columns.len() as u32,
        fetch: Arc::new(move |cursor| next(cursor).fetch()),
        read: Arc::new(move |body| Call::<Page<T>>::read(body).map(&to_rows)),
    };
    pages.show(first)
}

type ReadRows = dyn Fn(&str) -> Result<Rows, ClientError> + Send + Sync;

/// One page of a list, ready to be shown.
struct Rows {
    rows: Vec<AnyView>,
    next_cursor: Option<String>,
}

/// How the pages after the first are had.
#[derive(Clone)]
struct Pages {
    width: u32,
    fetch: Arc<dyn Fn(&str) -> Fetching + Send + Sync>,
    read: Arc<ReadRows>,
}

impl Pages {
    fn show(self, page: Rows) -> AnyView {
        let rest = page.next_cursor.map(|cursor| self.rest(cursor));
        erase((page.rows, rest))
    }

    /// The button, until it has been pressed; the next page after that.
    fn rest(self, cursor: String) -> AnyView {
        let texts = texts();
        let errand = Errand::new();
        let loaded = RwSignal::new(None::<String>);
        let pages = self.clone();
        let load = move |()| {
            let body = (pages.fetch)(&cursor);
            errand.run(async move {
                let body = body.await?;
                focus::keep();
                loaded.set(Some(body));
                Ok(())
            });
        };
        let load = Callback::new(load);
        changing(move || {
            let page = loaded.with(|body| body.as_deref().map(|body| (self.read)(body)));
            Some(match page {
                Some(Ok(page)) => self.clone().show(page),
                Some(Err(error)) => self.last_row(erase(texts.explain(&error))),
                None => self.last_row(erase(view! {
                    <Button busy=errand.busy on_press=load>
                        {texts.load_more}
                    </Button>
                })),
            })
        })
    }

    fn last_row(&self, content: AnyView) -> AnyView {
        erase(view! {
            <tr class="rest-row">
                <td colspan=self.width>{content}</td>
            </tr>
        })
    }
}
