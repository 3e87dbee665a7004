//! What somebody has chosen to see of a dashboard: which statuses, which names, in which order, as cards or as a table, and
//! whose details are open. All of it but the columns is in the address.

use super::subjects::Heading;
use crate::{
    address::{self, keep},
    components::{SortOrder, Status, TableSort, matches_search},
    csv::Sheet,
    document,
    effects::{in_browser, settled, tell},
    figures::StatusSet,
    focus,
    printing::watch_printing,
    replay::{Beat, Replay, TURNS, Turns},
};
use api::paths;
use leptos::prelude::*;
use model::{AssetId, Report, ReportBody};
use std::{cmp::Ordering, sync::Arc, time::Duration};

/// Worst first.
pub const WORST: &str = "worst";
pub const NAME: &str = "name";
/// By the score alone.
pub const SCORE: &str = "score";
pub const CARDS: &str = "cards";
pub const TABLE: &str = "table";
const USUAL_SORT: TableSort = TableSort::ascending(WORST);
/// The parameter of the address that names whose details are open.
const OPEN: &str = "open";
/// The one that says that it is the whole which explains itself.
const WHY: &str = "why";
pub const OPEN_PARAMETERS: [&str; 2] = [OPEN, WHY];
/// What the address says when the score of the whole explains itself.
const WHY_WHOLE: &str = "score";
/// How long after a field was left the order follows what was tried in it.
const AFTER_FIELD: Duration = Duration::from_millis(300);
/// A field in which a figure is tried.
const TRIAL_FIELD: &str = ".trial-field";
/// How many cells of a saved line name the one that it is about.
const NAMING: usize = 2;

/// How often the order follows what plays.
const ORDER: Beat = Beat { every: 2000, after: 500 };
/// Beyond this many a table is easier to read than cards.
const MANY: usize = 60;

#[derive(Clone, Copy)]
pub struct Browse {
    pub shown: RwSignal<StatusSet>,
    pub search: RwSignal<String>,
    pub sort: RwSignal<TableSort>,
    /// `cards` or `table`.
    pub form: RwSignal<&'static str>,
    /// What the panel shows.
    pub open: RwSignal<Option<Open>>,
    /// Those that the chart shows beside the aggregate.
    pub lines: RwSignal<Vec<usize>>,
    /// Columns that are left out, a bit for each.
    pub hidden: RwSignal<u32>,
    /// Whether the list stays as it is: nobody sees it while the replay plays.
    rests: RwSignal<bool>,
    /// How often a field in which a figure is tried was left.
    fields_left: RwSignal<u32>,
    /// Whose details the address asks for, where nobody in the report has that id.
    missing: StoredValue<Option<AssetId>>,
    subjects: StoredValue<Arc<[Subject]>>,
    /// The places of all subjects in the order of their names, which is that of those that are alike.
    by_name: StoredValue<Vec<usize>>,
}

/// Whose details are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Why the score of the whole is what it is.
    Whole,
    /// The place of a service or an asset.
    Subject(usize),
}

/// A service or an asset.
pub struct Subject {
    pub id: AssetId,
    pub name: String,
}

/// The figure of a column. Where there is none, it comes last.
pub type Figure = Box<dyn Fn(usize, &'static str) -> Option<f64> + Send + Sync>;

/// What the order of a list is made of, at the moment.
pub struct Ranking {
    pub status: Box<dyn Fn(usize) -> Status + Send + Sync>,
    pub figure: Figure,
    /// Follows whatever the two read.
    pub track: Box<dyn Fn() + Send + Sync>,
}

/// The places of those that are shown, in their order.
#[derive(Clone, Copy)]
pub struct Order {
    pub all: Memo<Arc<[usize]>>,
    /// The same as the rows of a table show it, which take turns while the replay plays.
    rows: [RwSignal<Arc<[usize]>>; TURNS],
}

impl Order {
    fn of(replay: Replay, is_printing: Signal<bool>, all: Memo<Arc<[usize]>>) -> Self {
        let rows = std::array::from_fn(|_| RwSignal::new(all.get_untracked()));
        let (mut turns, mut told) = (Turns::default(), all.get_untracked());
        in_browser(move || {
            // Paper has no next frame.
            let (order, is_playing) = (all.get(), replay.is_playing().get() && !is_printing.get());
            if !Arc::ptr_eq(&order, &told) {
                turns.begin();
            }
            // Who is left out, or comes back, does so at once.
            let waits = is_playing && order.len() == told.len();
            told = Arc::clone(&order);
            if let Some(turn) = turns.next(waits) {
                rows.iter().enumerate().filter(|(row, _)| turn.is_of(*row)).for_each(|(_, row)| row.set(order.clone()));
                // The next turn is in the next frame.
                if turns.go_on() {
                    replay.moment().track();
                }
            }
        });
        Self { all, rows }
    }

    /// Who stands at a place; nothing beyond the last.
    pub fn at(self, place: usize) -> Option<usize> {
        self.rows[place % TURNS].with(|order| order.get(place).copied())
    }
}

impl Browse {
    /// Begins with what the address asks for.
    pub fn new(report: &Report, headings: &[Heading]) -> Self {
        let subjects = subjects_of(report);
        let columns: Vec<_> = [WORST, NAME].into_iter().chain(headings.iter().filter_map(|one| one.name)).collect();
        let place_of = |id: &str| place_of(&subjects, id);
        let shown = words("status").split(',').filter_map(Status::from_code).collect();
        let usual_form = if subjects.len() > MANY { TABLE } else { CARDS };
        let form = match words("view").as_str() {
            TABLE => TABLE,
            CARDS => CARDS,
            _ => usual_form,
        };
        let open = asked(&subjects);
        let missing = AssetId::new(words(OPEN)).ok().filter(|id| place_of(id.as_str()).is_none());
        let lines = address::list("lines").iter().filter_map(|id| place_of(id)).collect();
        let mut by_name: Vec<usize> = (0..subjects.len()).collect();
        by_name.sort_by_cached_key(|index| subjects[*index].name.to_lowercase());
        let browse = Self {
            by_name: StoredValue::new(by_name),
            shown: RwSignal::new(shown),
            search: RwSignal::new(words("q")),
            sort: RwSignal::new(TableSort::read(&words("sort"), USUAL_SORT, &columns)),
            form: RwSignal::new(form),
            open: RwSignal::new(open),
            lines: RwSignal::new(lines),
            hidden: RwSignal::new(0),
            rests: RwSignal::new(false),
            fields_left: RwSignal::new(0),
            missing: StoredValue::new(missing),
            subjects: StoredValue::new(subjects),
        };
        browse.keep_in_address(usual_form);
        browse
    }

    fn with_subject<T>(self, index: usize, read: impl FnOnce(&Subject) -> T) -> T {
        self.subjects.with_value(|subjects| read(&subjects[index]))
    }

    /// How many there are, whether they are shown or not.
    pub fn total(self) -> usize {
        self.subjects.with_value(|subjects| subjects.len())
    }

    pub fn name(self, index: usize) -> String {
        self.with_subject(index, |subject| subject.name.clone())
    }

    pub fn id(self, index: usize) -> AssetId {
        self.with_subject(index, |subject| subject.id.clone())
    }

    /// Whom the address asked for in vain.
    pub fn missing(self) -> Option<AssetId> {
        self.missing.get_value()
    }

    /// Whose details the address asks for.
    pub fn asked(self) -> Option<Open> {
        self.subjects.with_value(|subjects| asked(subjects))
    }

    pub fn open_subject(self, index: usize) {
        self.open.set(Some(Open::Subject(index)));
    }

    /// As an attribute of the button that opens it.
    pub fn expanded(self, what: Open) -> &'static str {
        if self.open.get() == Some(what) { "true" } else { "false" }
    }

    /// The order follows what was tried once nobody is at a field any more: not at once, because what is being pressed must
    /// not move away.
    pub fn note_focus_left(self) {
        let note = move || {
            if !focus::is_within(TRIAL_FIELD) {
                self.fields_left.try_update(|times| *times += 1);
            }
        };
        set_timeout(note, AFTER_FIELD);
    }

    /// Spares the browser the list while the replay plays and nobody sees it.
    pub fn rest_unseen(self, replay: Replay, is_seen: Signal<bool>) {
        let (is_playing, is_printing) = (replay.is_playing(), watch_printing());
        in_browser(move || {
            tell(self.rests, is_playing.get() && !is_seen.get() && !is_printing.get());
        });
    }

    /// A value as the list shows it, which stays what it was while the list rests.
    pub fn listed<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        value: impl Fn() -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |before: Option<&T>| match before {
            Some(before) if self.rests.get() => before.clone(),
            _ => value(),
        })
    }

    /// Hands over a file of those at these places: a line of cells for each, of which the first two name it. Columns that are
    /// left out of the table are left out of its file. Cards leave nothing out.
    pub fn save<const CELLS: usize>(
        self,
        file: &str,
        head: [&str; CELLS],
        order: &[usize],
        cells_of: impl Fn(usize) -> [String; CELLS],
    ) {
        let hidden = if self.form.get_untracked() == TABLE { self.hidden.get_untracked() } else { 0 };
        let mut sheet = Sheet::new();
        sheet.add_line(without_hidden(&head, hidden));
        for index in order.iter().copied() {
            let cells = cells_of(index);
            sheet.add_line(without_hidden(&cells.each_ref().map(String::as_str), hidden));
        }
        document::save_file(file, "text/csv", sheet.text());
    }

    pub fn toggle_line(self, index: usize) {
        self.lines.update(|lines| match lines.iter().position(|line| *line == index) {
            Some(place) => drop(lines.remove(place)),
            None => lines.push(index),
        });
    }

    /// The places of those that are shown, in their order.
    pub fn order(self, replay: Replay, ranking: Ranking) -> Order {
        Order::of(replay, watch_printing(), self.ranked(replay, ranking))
    }

    /// While the replay plays, the order follows it every two seconds, unless the list rests, and whoever is no worse than
    /// another stays where it is, so that one can still read.
    fn ranked(self, replay: Replay, ranking: Ranking) -> Memo<Arc<[usize]>> {
        let ranking = StoredValue::new(ranking);
        let beat = settled(move || replay.moment_at_beat(ORDER));
        let playing = replay.is_playing();
        Memo::new(move |before: Option<&Arc<[usize]>>| {
            if let Some(before) = before.filter(|_| self.rests.get()) {
                return before.clone();
            }
            let is_playing = playing.get();
            if is_playing {
                beat.track();
            } else {
                ranking.with_value(|ranking| (ranking.track)());
            }
            self.fields_left.track();
            // What is being changed stays where it is: a field that moves loses the focus.
            if let Some(before) = before.filter(|_| focus::is_within(TRIAL_FIELD)) {
                return before.clone();
            }
            let before = before.filter(|_| is_playing).map(AsRef::as_ref);
            let (shown, sort) = (self.shown.get(), self.sort.get());
            let search = self.search.get();
            untrack(|| ranking.with_value(|ranking| self.ordered(shown, sort, &search, ranking, before)))
        })
    }

    /// With an order that was `before`, those that are alike keep it.
    fn ordered(
        self,
        shown: StatusSet,
        sort: TableSort,
        search: &str,
        ranking: &Ranking,
        before: Option<&[usize]>,
    ) -> Arc<[usize]> {
        self.subjects.with_value(|subjects| {
            let is_searched = !search.trim().is_empty();
            let matches = |index: &usize| {
                let subject = &subjects[*index];
                (!is_searched || matches_search(&format!("{} {}", subject.name, subject.id), search))
                    && shown.shows((ranking.status)(*index))
            };
            let mut order = self.by_name.with_value(|by_name| all_after(before.unwrap_or_default(), by_name));
            order.retain(matches);
            // What tells those of the same score apart changes with every failure.
            let column = if before.is_some() && sort.column == WORST { SCORE } else { sort.column };
            if sort.column == NAME {
                order = self.by_name.with_value(Clone::clone);
                order.retain(matches);
                if sort.order == SortOrder::Descending {
                    order.reverse();
                }
            } else {
                let mut keyed: Vec<_> =
                    order.into_iter().map(|index| ((ranking.figure)(index, column), index)).collect();
                keyed.sort_by(|(one, _), (other, _)| compare(sort.order, *one, *other));
                order = keyed.into_iter().map(|(_, index)| index).collect();
            }
            order.into()
        })
    }

    fn keep_in_address(self, usual_form: &'static str) {
        keep("status", move || {
            let codes: Vec<_> = self.shown.get().iter().map(Status::code).collect();
            codes.join(",")
        });
        keep("q", move || paths::encode(self.search.get().trim()));
        keep("sort", move || self.sort.get().write(USUAL_SORT));
        keep("view", move || {
            let form = self.form.get();
            if form == usual_form { String::new() } else { form.to_owned() }
        });
        keep(OPEN, move || match self.open.get() {
            Some(Open::Subject(index)) => self.with_subject(index, |one| paths::encode(one.id.as_str())),
            _ => String::new(),
        });
        keep(WHY, move || match self.open.get() {
            Some(Open::Whole) => WHY_WHOLE.into(),
            _ => String::new(),
        });
        keep("lines", move || {
            let ids: Vec<_> = self
                .lines
                .get()
                .into_iter()
                .map(|line| self.with_subject(line, |one| paths::encode(one.id.as_str())))
                .collect();
            ids.join(",")
        });
    }
}

/// A parameter of the address, or an empty one.
fn words(name: &str) -> String {
    document::parameter(name).unwrap_or_default()
}

fn place_of(subjects: &[Subject], id: &str) -> Option<usize> {
    subjects.iter().position(|subject| subject.id.as_str() == id)
}

fn asked(subjects: &[Subject]) -> Option<Open> {
    match words(WHY).as_str() {
        WHY_WHOLE => Some(Open::Whole),
        _ => place_of(subjects, &words(OPEN)).map(Open::Subject),
    }
}

fn subjects_of(report: &Report) -> Arc<[Subject]> {
    let subject = |id: &AssetId, name: &str| Subject { id: id.clone(), name: name.to_owned() };
    match &report.body {
        ReportBody::Availability(body) => body.services.iter().map(|one| subject(&one.service_id, &one.name)).collect(),
        ReportBody::Resilience(body) => body.assets.iter().map(|one| subject(&one.asset_id, &one.name)).collect(),
    }
}

/// These first, then all others in their order.
fn all_after(first: &[usize], all: &[usize]) -> Vec<usize> {
    let mut is_first = vec![false; all.len()];
    first.iter().for_each(|index| is_first[*index] = true);
    first.iter().chain(all.iter().filter(|index| !is_first[**index])).copied().collect()
}

/// What has no figure comes last, whichever way the others go.
fn compare(order: SortOrder, one: Option<f64>, other: Option<f64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if order == SortOrder::Descending => other.total_cmp(&one),
        (Some(one), Some(other)) => one.total_cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

/// Columns are hidden by their places after the two that name a line.
fn without_hidden<'cell>(cells: &[&'cell str], hidden: u32) -> Vec<&'cell str> {
    let is_shown = |(place, _): &(usize, &&str)| *place < NAMING || hidden & (1 << (*place - NAMING)) == 0;
    cells.iter().enumerate().filter(is_shown).map(|(_, cell)| *cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_were_there_come_first_and_nobody_is_left_out() {
        for (first, expected) in [(&[][..], [1, 0, 3, 2]), (&[3, 1], [3, 1, 0, 2]), (&[2, 3, 0, 1], [2, 3, 0, 1])] {
            assert_eq!(all_after(first, &[1, 0, 3, 2]), expected);
        }
    }

    #[test]
    fn what_has_no_figure_comes_last_whichever_way_the_others_go() {
        let sorted = |order| {
            let mut figures = [None, Some(0.5), Some(-1.0), Some(f64::INFINITY)];
            figures.sort_by(|one, other| compare(order, *one, *other));
            figures
        };
        assert_eq!(sorted(SortOrder::Ascending), [Some(-1.0), Some(0.5), Some(f64::INFINITY), None]);
        assert_eq!(sorted(SortOrder::Descending), [Some(f64::INFINITY), Some(0.5), Some(-1.0), None]);
    }

    #[test]
    fn hidden_columns_are_not_saved() {
        let cells = ["id", "name", "score", "status", "weight"];
        assert_eq!(without_hidden(&cells, 0), cells);
        assert_eq!(without_hidden(&cells, 0b101), ["id", "name", "status"]);
    }
}
