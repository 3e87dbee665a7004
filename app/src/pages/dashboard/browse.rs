//! What somebody has chosen to see of a dashboard: which statuses, which names, in which order, as cards or as a table, and
//! whose details are open. All of it is in the address.

use crate::{
    components::{SortOrder, Status, TableSort, matches_search},
    document,
    effects::in_browser,
    figures::StatusSet,
    replay::Replay,
};
use api::paths;
use leptos::prelude::*;
use std::sync::Arc;

/// Worst first.
pub const WORST: &str = "worst";
pub const NAME: &str = "name";
pub const CARDS: &str = "cards";
pub const TABLE: &str = "table";

/// Beyond this many a table is easier to read than cards.
const MANY: usize = 60;

#[derive(Clone, Copy)]
pub struct Browse {
    pub shown: RwSignal<StatusSet>,
    pub search: RwSignal<String>,
    pub sort: RwSignal<TableSort>,
    /// `cards` or `table`.
    pub form: RwSignal<&'static str>,
    /// The place of the one whose details are open.
    pub open: RwSignal<Option<usize>>,
    /// Those that the chart shows beside the aggregate.
    pub lines: RwSignal<Vec<usize>>,
    /// Columns that are left out, a bit for each.
    pub hidden: RwSignal<u32>,
    subjects: StoredValue<Arc<[Subject]>>,
}

/// A service or an asset.
pub struct Subject {
    pub id: String,
    pub name: String,
}

/// What the order of a list is made of, at the moment.
pub struct Ranking {
    pub status: Box<dyn Fn(usize) -> Status + Send + Sync>,
    /// The figure of a column. Where there is none, it comes last.
    pub figure: Box<dyn Fn(usize, &'static str) -> Option<f64> + Send + Sync>,
    /// Follows whatever the two read.
    pub track: Box<dyn Fn() + Send + Sync>,
}

impl Browse {
    /// Begins with what the address asks for. `columns` are those that can order the rows.
    pub fn new(subjects: Arc<[Subject]>, columns: &[&'static str]) -> Self {
        let place_of = |id: &str| subjects.iter().position(|subject| subject.id == id);
        let words = |name| document::parameter(name).unwrap_or_default();
        let shown = words("status").split(',').filter_map(status_of_code).collect();
        let form = match words("view").as_str() {
            TABLE => TABLE,
            CARDS => CARDS,
            _ if subjects.len() > MANY => TABLE,
            _ => CARDS,
        };
        let lines = words("lines").split(',').filter_map(place_of).collect();
        let browse = Self {
            shown: RwSignal::new(shown),
            search: RwSignal::new(words("q")),
            sort: RwSignal::new(read_sort(&words("sort"), columns)),
            form: RwSignal::new(form),
            open: RwSignal::new(place_of(&words("open"))),
            lines: RwSignal::new(lines),
            hidden: RwSignal::new(0),
            subjects: StoredValue::new(subjects),
        };
        browse.keep_in_address(form);
        browse
    }

    pub fn with_subject<T>(self, index: usize, read: impl FnOnce(&Subject) -> T) -> T {
        self.subjects.with_value(|subjects| read(&subjects[index]))
    }

    pub fn name(self, index: usize) -> String {
        self.with_subject(index, |subject| subject.name.clone())
    }

    pub fn toggle_line(self, index: usize) {
        self.lines.update(|lines| match lines.iter().position(|line| *line == index) {
            Some(place) => drop(lines.remove(place)),
            None => lines.push(index),
        });
    }

    /// The places of those that are shown, in their order. While the replay plays, the order follows it once a second, so
    /// that one can still read.
    pub fn order(self, replay: Replay, ranking: Ranking) -> Memo<Arc<[usize]>> {
        let ranking = StoredValue::new(ranking);
        let moment = settled(replay);
        let playing = replay.is_playing();
        Memo::new(move |_| {
            if playing.get() {
                moment.track();
            } else {
                ranking.with_value(|ranking| (ranking.track)());
            }
            let (shown, sort) = (self.shown.get(), self.sort.get());
            let search = self.search.get();
            untrack(|| ranking.with_value(|ranking| self.ordered(shown, sort, &search, ranking)))
        })
    }

    fn ordered(self, shown: StatusSet, sort: TableSort, search: &str, ranking: &Ranking) -> Arc<[usize]> {
        self.subjects.with_value(|subjects| {
            let matches = |index: &usize| {
                let subject = &subjects[*index];
                matches_search(&format!("{} {}", subject.name, subject.id), search)
                    && shown.shows((ranking.status)(*index))
            };
            let mut order: Vec<usize> = (0..subjects.len()).filter(matches).collect();
            if sort.column == NAME {
                order.sort_by_cached_key(|index| subjects[*index].name.to_lowercase());
            } else {
                let mut keyed: Vec<_> =
                    order.into_iter().map(|index| ((ranking.figure)(index, sort.column), index)).collect();
                keyed.sort_by(|(one, _), (other, _)| compare(*one, *other));
                order = keyed.into_iter().map(|(_, index)| index).collect();
            }
            if sort.order == SortOrder::Descending {
                order.reverse();
            }
            order.into()
        })
    }

    fn keep_in_address(self, usual_form: &'static str) {
        keep("status", move || {
            let codes: Vec<_> = self.shown.get().iter().map(code_of_status).collect();
            codes.join(",")
        });
        keep("q", move || paths::encode(self.search.get().trim()));
        keep("sort", move || write_sort(self.sort.get()));
        keep("view", move || {
            let form = self.form.get();
            if form == usual_form { String::new() } else { form.to_owned() }
        });
        keep("open", move || {
            self.open.get().map_or_else(String::new, |index| self.with_subject(index, |one| paths::encode(&one.id)))
        });
        keep("lines", move || {
            let ids: Vec<_> = self
                .lines
                .get()
                .into_iter()
                .map(|line| self.with_subject(line, |one| paths::encode(&one.id)))
                .collect();
            ids.join(",")
        });
    }
}

/// While it plays, a moment that changes once a second.
fn settled(replay: Replay) -> Memo<i64> {
    let (moment, speed) = (replay.moment(), replay.speed());
    Memo::new(move |_| moment.get().div_euclid(i64::from(speed.get().times()) * 1000))
}

fn compare(one: Option<f64>, other: Option<f64>) -> std::cmp::Ordering {
    one.unwrap_or(f64::INFINITY).total_cmp(&other.unwrap_or(f64::INFINITY))
}

/// Keeps a part of the address at a value, from its first change on.
fn keep(name: &'static str, value: impl Fn() -> String + 'static) {
    let mut is_first = true;
    in_browser(move || {
        let value = value();
        if !std::mem::take(&mut is_first) {
            document::set_parameter(name, (!value.is_empty()).then_some(value.as_str()));
        }
    });
}

fn read_sort(text: &str, columns: &[&'static str]) -> TableSort {
    let (name, order) = match text.strip_suffix("-down") {
        Some(name) => (name, SortOrder::Descending),
        None => (text, SortOrder::Ascending),
    };
    let column = columns.iter().find(|column| **column == name).copied();
    column.map_or(TableSort::ascending(WORST), |column| TableSort { column, order })
}

fn write_sort(sort: TableSort) -> String {
    match (sort.column, sort.order) {
        (WORST, SortOrder::Ascending) => String::new(),
        (column, SortOrder::Ascending) => column.to_owned(),
        (column, SortOrder::Descending) => format!("{column}-down"),
    }
}

fn code_of_status(status: Status) -> &'static str {
    // The class is unique, short and in plain letters.
    status.tone().trim_start_matches("tone-")
}

fn status_of_code(code: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| code_of_status(*status) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_back_from_its_address() {
        let columns = ["score", "weight"];
        for (text, expected) in [
            ("", TableSort::ascending(WORST)),
            ("score", TableSort::ascending("score")),
            ("weight-down", TableSort { column: "weight", order: SortOrder::Descending }),
        ] {
            assert_eq!(read_sort(text, &columns), expected, "{text}");
            assert_eq!(write_sort(expected), text);
        }
        assert_eq!(read_sort("colour-down", &columns), TableSort::ascending(WORST));
    }

    #[test]
    fn every_status_has_a_code_of_its_own() {
        for status in Status::ALL {
            assert_eq!(status_of_code(code_of_status(status)), Some(status));
        }
        assert_eq!(status_of_code(""), None);
    }

    #[test]
    fn what_has_no_figure_comes_last() {
        let mut figures = [None, Some(0.5), Some(-1.0)];
        figures.sort_by(|one, other| compare(*one, *other));
        assert_eq!(figures, [Some(-1.0), Some(0.5), None]);
    }
}
