//! Tables in which one searches and sorts: what is asked of them, and the rows that fit.

use super::{
    Button, Cell, Columns, DataTable, EmptyRow, Rest, RestNote, SearchField, SortOrder, TableSort, WholeList, row,
    table_tools::LeftOut,
};
use crate::{
    address,
    content::{Content, changing, erase},
    figures::numbers,
    focus,
    texts::{Texts, fill, texts},
};
use leptos::prelude::*;
use model::Timestamp;
use std::cmp::Ordering;

/// How many rows are shown before one asks for more: more would make typing slow, and nobody reads them.
const ROWS_AT_ONCE: usize = 200;

/// What is asked of a table. Make it in the component that loads the data, so that it outlives each of their loads. All of it
/// but the columns is in the address.
#[derive(Clone, Copy)]
pub struct Finder {
    search: RwSignal<String>,
    sort: RwSignal<TableSort>,
    left_out: LeftOut,
    limit: RwSignal<usize>,
}

/// What orders a row. What is missing comes last, whichever way the others go.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    Text(String),
    Number(f64),
    Missing,
}

/// The rows that fit, in their order, by their places among all.
pub struct Found {
    places: Memo<Vec<usize>>,
    all: Signal<usize>,
    cells: Box<dyn Fn(usize) -> Option<Vec<Cell>> + Send>,
    rest: Rest,
}

impl Finder {
    /// Begins with what the address asks for. `usual` is the order of which it says nothing.
    pub fn new(usual: TableSort, columns: &Columns) -> Self {
        let names: Vec<&str> = columns.iter().filter_map(|column| column.sort_name()).collect();
        let read = Box::new(move |asked: &str| TableSort::read(asked, usual, &names));
        Self::of(address::kept_text("q"), address::kept("sort", read, move |sort| sort.write(usual)))
    }

    fn of(search: RwSignal<String>, sort: RwSignal<TableSort>) -> Self {
        Self { search, sort, left_out: RwSignal::new(Vec::new()), limit: RwSignal::new(ROWS_AT_ONCE) }
    }

    /// Finds in this list. `fits` is told what was searched for, and `key` the column that orders the rows.
    pub fn find<T: Send + Sync + 'static>(
        self,
        list: WholeList<T>,
        fits: impl Fn(&T, &str) -> bool + Send + Sync + 'static,
        key: impl Fn(&T, &'static str) -> SortKey + Send + Sync + 'static,
        cells: impl Fn(&T) -> Vec<Cell> + Send + 'static,
    ) -> Found {
        let WholeList { items, rest } = list;
        let places = Memo::new(move |_| {
            let (search, sort) = (self.search.get(), self.sort.get());
            items.with(|items| {
                let fitting = items.iter().enumerate().filter(|(_, item)| fits(item, &search));
                in_order(fitting.map(|(place, item)| (key(item, sort.column), place)).collect(), sort.order)
            })
        });
        Found {
            places,
            all: Signal::derive(move || items.with(Vec::len)),
            cells: Box::new(move |place| items.with_untracked(|items| items.get(place).map(&cells))),
            rest,
        }
    }
}

impl SortKey {
    /// Upper or lower case alike.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_lowercase())
    }

    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Missing, Self::Number)
    }

    pub fn moment(at: Timestamp) -> Self {
        Self::Number(at.timestamp_millis() as f64)
    }

    fn compare(&self, other: &Self, order: SortOrder) -> Ordering {
        let ordering = match (self, other) {
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) => return Ordering::Greater,
            (_, Self::Missing) => return Ordering::Less,
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        match order {
            SortOrder::Ascending => ordering,
            SortOrder::Descending => ordering.reverse(),
        }
    }
}

fn in_order(mut rows: Vec<(SortKey, usize)>, order: SortOrder) -> Vec<usize> {
    rows.sort_by(|(one, _), (other, _)| one.compare(other, order));
    rows.into_iter().map(|(_, place)| place).collect()
}

/// The table, its search above it, and how much of everything is shown.
#[component]
pub fn FinderTable(
    label: &'static str,
    columns: Columns,
    finder: Finder,
    found: Found,
    /// The name of the sheet that what is shown is saved as.
    file: &'static str,
    /// Choices beside the search.
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let Found { places, all, cells, rest } = found;
    let Finder { search, sort, left_out, limit } = finder;
    let rows = {
        let columns = columns.clone();
        changing(move || {
            focus::keep();
            Some(table_rows(&columns, &places.get(), limit, &cells, texts))
        })
    };
    let counted = move || {
        let shown = places.with(Vec::len).min(limit.get());
        fill(&fill(texts.table_count, &numbers.count(shown as u64)), &numbers.count(all.get() as u64))
    };
    let show_all = Callback::new(move |()| limit.set(usize::MAX));
    let tools = erase(view! {
        <SearchField name="search" label=texts.search value=search />
        {children.map(Content::view)}
        <p class="choice-count" role="status">
            {counted}
        </p>
    });
    view! {
        <RestNote rest />
        <DataTable label columns sort left_out file show_all tools rows />
    }
}

fn table_rows(
    columns: &Columns,
    places: &[usize],
    limit: RwSignal<usize>,
    cells: &(dyn Fn(usize) -> Option<Vec<Cell>> + Send),
    texts: &'static Texts,
) -> AnyView {
    let width = columns.len() as u32;
    if places.is_empty() {
        return erase(view! { <EmptyRow columns=width>{texts.search_empty}</EmptyRow> });
    }
    let shown = places.iter().take(limit.get()).filter_map(|place| cells(*place));
    let rows: Vec<AnyView> = shown.map(|cells| row(columns, cells)).collect();
    let more = places.len().saturating_sub(limit.get()).min(ROWS_AT_ONCE);
    let rest = (more > 0).then(|| {
        erase(view! {
            <tr class="rest-row">
                <td colspan=width>
                    <Button on_press=move |()| limit.update(|limit| *limit = limit.saturating_add(ROWS_AT_ONCE))>
                        {fill(texts.show_more, &numbers().count(more as u64))}
                    </Button>
                </td>
            </tr>
        })
    });
    erase((rows, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[SortKey], order: SortOrder, expected: &[usize]) {
        let rows = keys.iter().cloned().enumerate().map(|(place, key)| (key, place)).collect();
        assert_eq!(in_order(rows, order), expected);
    }

    #[test]
    fn what_is_missing_comes_last_both_ways() {
        let scores = [SortKey::Missing, SortKey::Number(0.5), SortKey::Number(-0.25), SortKey::Number(0.9)];
        check(&scores, SortOrder::Ascending, &[2, 1, 3, 0]);
        check(&scores, SortOrder::Descending, &[3, 1, 2, 0]);
    }

    #[test]
    fn equals_keep_their_order_and_letters_their_case() {
        let names = [SortKey::text("b"), SortKey::text("Ada"), SortKey::text("ADA"), SortKey::text("C")];
        check(&names, SortOrder::Ascending, &[1, 2, 0, 3]);
        check(&names, SortOrder::Descending, &[3, 0, 1, 2]);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_was_asked_outlives_the_data() {
        Owner::new().with(|| {
            let finder = Finder::of(RwSignal::default(), RwSignal::new(TableSort::ascending("name")));
            let find = |items: &[&'static str]| {
                let items = WholeList::from(items.to_vec());
                let fits = |item: &&str, search: &str| item.contains(search);
                finder.find(items, fits, |item, _| SortKey::text(item), |_| Vec::new()).places.get_untracked()
            };
            finder.search.set("vm".into());
            assert_eq!(find(&["vm-2", "db", "vm-1"]), [2, 0]);
            assert_eq!(find(&["db", "vm-3"]), [1]);
        });
    }
}
