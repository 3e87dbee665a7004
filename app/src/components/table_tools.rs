//! What one can do with a table beside reading it: leave columns out, and take what is shown along as a sheet.

use super::{Button, ButtonVariant, Column, Columns, Glyph, Menu, MenuToggle};
use crate::{csv::Sheet, document, texts::texts};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, NodeList};

/// The columns that are left out, by their places from 1. The style sheet hides as many as `table.css` has rules for.
pub type LeftOut = RwSignal<Vec<usize>>;

/// A menu of columns and a button for the sheet. The first column names the rows, and stays.
#[component]
pub fn TableTools(
    table: NodeRef<html::Div>,
    columns: Columns,
    left_out: LeftOut,
    /// The name of the sheet's file.
    file: &'static str,
    /// Brings the rows that were left out for their number.
    show_all: Option<Callback<()>>,
) -> impl IntoView {
    let texts = texts();
    let choices = columns
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, column)| !column.is_actions())
        .map(|(index, column)| {
            let place = index + 1;
            let shown = Signal::derive(move || !left_out.with(|left_out| left_out.contains(&place)));
            let toggle = move |()| left_out.update(|left_out| toggle(left_out, place));
            view! { <MenuToggle label=column.label() checked=shown on_choose=toggle /> }
        })
        .collect_view();
    let save = move || {
        if let Some(table) = table.try_get_untracked().flatten() {
            let sheet = left_out.with_untracked(|left_out| read_sheet(&table, left_out));
            document::save_file(file, "text/csv", sheet.text());
        }
    };
    let show_all_and_save = move |()| {
        if let Some(show_all) = show_all {
            show_all.run(());
        }
        // What was just asked for stands in the page by the next frame.
        request_animation_frame(save);
    };
    view! {
        <div class="table-tools">
            <Menu id=format!("columns-of-{file}") label=texts.table_columns glyph=Glyph::Columns>
                {choices}
            </Menu>
            <Button variant=ButtonVariant::Quiet glyph=Glyph::Download on_press=show_all_and_save>
                {texts.table_csv}
            </Button>
        </div>
    }
}

fn toggle(left_out: &mut Vec<usize>, place: usize) {
    match left_out.iter().position(|one| *one == place) {
        Some(index) => drop(left_out.remove(index)),
        None => left_out.push(place),
    }
}

/// What stands in the table, without the columns that were left out, and with those for which the window is too narrow;
/// buttons are no data.
fn read_sheet(table: &Element, left_out: &[usize]) -> Sheet {
    let mut sheet = Sheet::new();
    for row in elements(table.query_selector_all("tr:not(.rest-row, .empty-row)")) {
        let cells = elements(row.query_selector_all("th:not(.row-actions), td:not(.row-actions)"));
        let cells = (1..).zip(cells).filter(|(place, _)| !left_out.contains(place));
        let texts: Vec<String> = cells.map(|(_, cell)| one_line(&cell.inner_text())).collect();
        sheet.add_line(texts.iter().map(String::as_str));
    }
    sheet
}

fn elements(found: Result<NodeList, wasm_bindgen::JsValue>) -> Vec<HtmlElement> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Column {
    /// The places that are left out, as the style sheet reads them.
    pub fn hidden_places(left_out: &[usize]) -> Option<String> {
        let places: Vec<String> = left_out.iter().map(usize::to_string).collect();
        (!places.is_empty()).then(|| places.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_and_go() {
        let mut left_out = Vec::new();
        for place in [3, 2, 3, 5] {
            toggle(&mut left_out, place);
        }
        assert_eq!(Column::hidden_places(&left_out).as_deref(), Some("2 5"));
        assert_eq!(Column::hidden_places(&[]), None);
    }
}
