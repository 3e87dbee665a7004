//! Dense tables. A wide one scrolls inside its own frame; the page never does.

use super::{ChangingIcon, Glyph};
use crate::content::Content;
use leptos::{html, prelude::*};

/// Which column orders the rows, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSort {
    pub column: &'static str,
    pub order: SortOrder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    Ascending,
    Descending,
}

/// How an address says that an order is turned around.
const DOWN: &str = "-down";

/// The frame of a table: `<thead>` and `<tbody>` are its children.
#[component]
pub fn Table(
    label: &'static str,
    #[prop(optional)] frame: NodeRef<html::Div>,
    /// The columns that are left out, by their places from 1.
    #[prop(optional, into)]
    hidden: Signal<Option<String>>,
    children: Content,
) -> impl IntoView {
    // The frame takes the keyboard focus, because a region that scrolls must be scrollable by keys.
    view! {
        <div node_ref=frame class="table-frame" role="region" aria-label=label tabindex="0">
            <table class="table" data-hidden=hidden>{children.view()}</table>
        </div>
    }
}

/// A column heading that orders the rows when pressed, and turns the order around when pressed again.
#[component]
pub fn SortHeader(
    column: &'static str,
    label: &'static str,
    sort: RwSignal<TableSort>,
    /// The class of all cells of the column. That of `numeric` ones puts figures, and their heading, at the right.
    #[prop(optional_no_strip, into)]
    class: Option<&'static str>,
) -> impl IntoView {
    let order = move || sort.with(|sort| (sort.column == column).then_some(sort.order));
    let glyph = move || match order() {
        Some(SortOrder::Ascending) => Glyph::SortUp,
        Some(SortOrder::Descending) => Glyph::SortDown,
        None => Glyph::SortNone,
    };
    view! {
        <th scope="col" class=class aria-sort=move || order().map(SortOrder::aria)>
            <button type="button" class="sort" on:click=move |_| sort.update(|sort| *sort = sort.pressed(column))>
                {label}
                <ChangingIcon glyph=Signal::derive(glyph) />
            </button>
        </th>
    }
}

/// The one row of a table that has none.
#[component]
pub fn EmptyRow(columns: u32, children: Content) -> impl IntoView {
    view! {
        <tr class="empty-row">
            <td colspan=columns>{children.view()}</td>
        </tr>
    }
}

impl TableSort {
    pub const fn ascending(column: &'static str) -> Self {
        Self { column, order: SortOrder::Ascending }
    }

    pub const fn descending(column: &'static str) -> Self {
        Self { column, order: SortOrder::Descending }
    }

    /// As an address has it, which says nothing of the usual order.
    pub fn write(self, usual: Self) -> String {
        if self == usual {
            return String::new();
        }
        match self.order {
            SortOrder::Ascending => self.column.to_owned(),
            SortOrder::Descending => format!("{}{DOWN}", self.column),
        }
    }

    /// What an address asks for, where it is an order by one of the columns; the usual order otherwise.
    pub fn read(text: &str, usual: Self, columns: &[&'static str]) -> Self {
        let (name, order) = match text.strip_suffix(DOWN) {
            Some(name) => (name, SortOrder::Descending),
            None => (text, SortOrder::Ascending),
        };
        let column = columns.iter().find(|column| **column == name);
        column.map_or(usual, |column| Self { column, order })
    }

    fn pressed(self, column: &'static str) -> Self {
        if self.column == column { Self { column, order: self.order.reversed() } } else { Self::ascending(column) }
    }
}

impl SortOrder {
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    const fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_orders_upwards_first_and_then_turns_around() {
        let by_name = TableSort::ascending("name");
        let by_name_down = TableSort::descending("name");
        assert_eq!(by_name.pressed("name"), by_name_down);
        assert_eq!(by_name_down.pressed("name"), by_name);
        assert_eq!(by_name_down.pressed("weight"), TableSort::ascending("weight"));
    }

    #[test]
    fn an_order_is_read_back_from_its_address() {
        let columns = ["name", "score"];
        for (text, usual, expected) in [
            ("", TableSort::ascending("worst"), TableSort::ascending("worst")),
            ("score", TableSort::ascending("worst"), TableSort::ascending("score")),
            ("score-down", TableSort::ascending("worst"), TableSort::descending("score")),
            ("", TableSort::descending("score"), TableSort::descending("score")),
            ("score", TableSort::descending("score"), TableSort::ascending("score")),
        ] {
            assert_eq!(TableSort::read(text, usual, &columns), expected, "{text}");
            assert_eq!(expected.write(usual), text);
        }
        let usual = TableSort::descending("score");
        assert_eq!(TableSort::read("colour-down", usual, &columns), usual);
    }
}
