//! The services or assets of a dashboard, as cards or as a table of which only the rows in view are in the page.

use super::{
    browse::{Browse, Open, Order, TABLE},
    panel::opener_id,
};
use crate::{
    components::{Button, Glyph, Icon, SortHeader},
    content::{changing, erase},
    effects::{in_browser, tell},
    figures::{numbers, numbers::whole},
    printing::watch_printing,
    texts::{fill, texts},
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The place of a subject among all of them. A row of the table shows another one when the order changes: to fill a row
/// anew costs the browser far less than to move it.
pub type Which = Signal<usize>;
/// Shows one subject.
pub type Show = Arc<dyn Fn(usize) -> AnyView + Send + Sync>;
/// The cells of a row, its name left out.
pub type ShowCells = Arc<dyn Fn(Which) -> Vec<AnyView> + Send + Sync>;

/// A column after that of the names.
#[derive(Clone, Copy)]
pub struct Heading {
    pub label: &'static str,
    /// What orders the rows by it, if anything can.
    pub name: Option<&'static str>,
    pub class: &'static str,
}

/// How many cards are shown before one asks for more.
const CARDS_AT_ONCE: usize = 48;
/// The height of a row until one can be measured, and how many are in the page at once.
const ROW: f64 = 36.0;
const ROWS_AT_ONCE: usize = 34;
const ROWS_BEFORE: usize = 8;
/// So many rows come and go together.
const ROWS_TOGETHER: usize = 4;

/// Cards or table, whichever is chosen.
#[component]
pub fn Subjects(
    label: &'static str,
    browse: Browse,
    order: Order,
    card: Show,
    headings: Arc<[Heading]>,
    cells: ShowCells,
) -> impl IntoView {
    let texts = texts();
    let is_empty = Memo::new(move |_| order.all.with(|order| order.is_empty()));
    changing(move || {
        Some(if is_empty.get() {
            erase(view! { <p class="dash-none">{texts.dash_none}</p> })
        } else if browse.form.get() == TABLE {
            table(label, browse, order, headings.clone(), cells.clone())
        } else {
            cards(order.all, card.clone())
        })
    })
}

/// The name of a subject, which opens its details.
fn name_button(browse: Browse, which: Which) -> AnyView {
    erase(view! {
        <button
            type="button"
            id=move || opener_id(which.get())
            class="subject-name"
            aria-expanded=move || browse.expanded(Open::Subject(which.get()))
            on:click=move |_| browse.open_subject(which.get_untracked())
        >
            <bdi>{move || browse.name(which.get())}</bdi>
        </button>
    })
}

/// Puts the line of a subject into the chart, or takes it out.
pub fn line_switch(browse: Browse, which: Which) -> AnyView {
    let texts = texts();
    let pressed = move || if browse.lines.with(|lines| lines.contains(&which.get())) { "true" } else { "false" };
    erase(view! {
        <button
            type="button"
            class="icon-button line-switch"
            aria-label=move || fill(texts.dash_line_of, &browse.name(which.get()))
            aria-pressed=pressed
            data-tip=texts.dash_in_chart
            on:click=move |_| browse.toggle_line(which.get_untracked())
        >
            <Icon glyph=Glyph::Chart />
        </button>
    })
}

/// A line of a card: what it is, and how much.
pub fn fact(label: &'static str, value: AnyView) -> AnyView {
    erase(view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    })
}

/// A card: the name with the switch of its line, the figure that one looks at first, the facts beside it, and what stands below.
pub fn card(browse: Browse, which: Which, figure: AnyView, facts: Vec<AnyView>, below: AnyView) -> AnyView {
    let head =
        erase(view! { <div class="subject-head">{name_button(browse, which)} {line_switch(browse, which)}</div> });
    let body = erase(view! {
        <div class="subject-body">
            {figure} <dl class="subject-facts">{facts}</dl>
        </div>
    });
    erase(view! {
        <article class="subject-card" class:subject-open=move || browse.open.get() == Some(Open::Subject(which.get()))>
            {head}
            {body}
            {below}
        </article>
    })
}

fn cards(order: Memo<Arc<[usize]>>, card: Show) -> AnyView {
    let texts = texts();
    let (asked, is_printing) = (RwSignal::new(CARDS_AT_ONCE), watch_printing());
    // Nobody can ask paper for more.
    let limit = Memo::new(move |_| if is_printing.get() { usize::MAX } else { asked.get() });
    let shown = move || order.with(|order| order.iter().copied().take(limit.get()).collect::<Vec<_>>());
    let numbers = numbers();
    let next = Memo::new(move |_| order.with(|order| order.len().saturating_sub(limit.get()).min(CARDS_AT_ONCE)));
    let has_next = Memo::new(move |_| next.get() > 0);
    // One button as long as there are more, so that it keeps the keyboard, and a press on it while the order changes.
    let more = changing(move || {
        has_next.get().then(|| {
            erase(view! {
                <div class="dash-more">
                    <Button on_press=move |()| asked.update(|asked| *asked += CARDS_AT_ONCE)>
                        {move || fill(texts.show_more, &numbers.count(next.get() as u64))}
                    </Button>
                </div>
            })
        })
    });
    erase(view! {
        <div class="subject-cards">
            // What stays when the order changes moves instead of being made anew.
            <For each=shown key=|index| *index children=move |index| card(index) />
        </div>
        {more}
    })
}

fn table(label: &'static str, browse: Browse, order: Order, headings: Arc<[Heading]>, cells: ShowCells) -> AnyView {
    let first_row = RwSignal::new(0_usize);
    let row_height = RwSignal::new(ROW);
    let is_printing = watch_printing();
    let scroll = move |event: ev::Event| {
        if let Some(frame) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // A row grows with the letters that somebody chose for the browser.
            if let Some(height) = height_of_row(&frame).filter(|height| *height != row_height.get_untracked()) {
                row_height.set(height);
            }
            let scrolled = f64::from(frame.scroll_top()) / row_height.get_untracked();
            let row = usize::try_from(whole(scrolled.floor())).unwrap_or_default();
            let first = row.saturating_sub(ROWS_BEFORE) / ROWS_TOGETHER * ROWS_TOGETHER;
            if first != first_row.get_untracked() {
                first_row.set(first);
            }
        }
    };
    let count = Memo::new(move |_| order.all.with(|order| order.len()));
    let at_once = ROWS_AT_ONCE.min(browse.total());
    let first = Memo::new(move |_| first_row.get().min(count.get().saturating_sub(at_once)));
    let height = move |rows: usize| rows as f64 * row_height.get();
    let above = Signal::derive(move || height(first.get()));
    let below = Signal::derive(move || height(count.get().saturating_sub(first.get() + at_once)));
    let body = changing(move || {
        let hidden = browse.hidden.get();
        let cells = cells.clone();
        let headings_shown: Arc<[Heading]> = visible(&headings, hidden);
        let columns = headings_shown.len() + 1;
        let heads: Vec<AnyView> = headings_shown.iter().map(|heading| head(heading, browse)).collect();
        let headings = headings.clone();
        let row = move |place, element| row(browse, order, place, element, &headings, hidden, &cells);
        // Paper does not scroll: all rows are on it.
        let rows = if is_printing.get() {
            let all = 0..count.get_untracked();
            erase(all.map(|place| row(Signal::stored(place), NodeRef::new())).collect::<Vec<_>>())
        } else {
            let rows = rows_in_view(at_once, first, row);
            erase(view! { {spacer(columns, above)} {rows} {spacer(columns, below)} })
        };
        Some(erase(view! {
            <table class="table subject-table" aria-rowcount=move || count.get() + 1>
                <thead>
                    <tr aria-rowindex="1">
                        <SortHeader column=super::browse::NAME label=texts().dash_name class=None sort=browse.sort />
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }))
    });
    erase(view! {
        <div class="table-frame subject-frame" role="region" aria-label=label tabindex="0" on:scroll=scroll>
            {body}
        </div>
    })
}

/// So many rows, from the first one on that is in view. One that leaves the view on one side comes back on the other: to
/// make a row takes the browser far longer than to fill it anew.
fn rows_in_view(
    count: usize,
    first: Memo<usize>,
    row: impl Fn(Signal<usize>, NodeRef<html::Tr>) -> AnyView,
) -> Vec<AnyView> {
    let start = first.get_untracked();
    // They are made in the order in which they stand; the one at a place is always the same.
    let places: Vec<_> = (start..start + count).map(RwSignal::new).collect();
    let elements: Vec<_> = places.iter().map(|_| NodeRef::new()).collect();
    let rows = places.iter().zip(&elements).map(|(place, element)| row((*place).into(), *element)).collect();
    in_browser(move || {
        let first = first.get();
        let row_at = |place: usize| (place + count - start % count) % count;
        // Each is put before its neighbour, which has come to its place before.
        for place in (first..first + count).rev() {
            if tell(places[row_at(place)], place) {
                let next = Some(place + 1).filter(|next| *next < first + count);
                put_before(elements[row_at(place)], next.map(|next| elements[row_at(next)]));
            }
        }
    });
    rows
}

/// Puts a row before another one, or after all of them, before what stands for the rows below.
fn put_before(row: NodeRef<html::Tr>, next: Option<NodeRef<html::Tr>>) {
    let Some(row) = row.get_untracked() else { return };
    let Some(body) = row.parent_element() else { return };
    let next = match next {
        Some(next) => next.get_untracked().map(Element::from),
        None => body.last_element_child(),
    };
    // Both are in the same table, so that it cannot fail.
    let _ = body.insert_before(&row, next.as_deref());
}

fn height_of_row(frame: &Element) -> Option<f64> {
    let row = frame.query_selector("tbody tr:not(.spacer)").ok()??;
    Some(row.get_bounding_client_rect().height()).filter(|height| *height > 0.0)
}

fn visible(headings: &[Heading], hidden: u32) -> Arc<[Heading]> {
    let is_shown = |(place, _): &(usize, &Heading)| hidden & (1 << place) == 0;
    headings.iter().enumerate().filter(is_shown).map(|(_, heading)| *heading).collect()
}

fn head(heading: &Heading, browse: Browse) -> AnyView {
    match heading.name {
        Some(name) => {
            let class = Some(heading.class);
            erase(view! { <SortHeader column=name label=heading.label class sort=browse.sort /> })
        }
        None => erase(view! {
            <th scope="col" class=heading.class>
                {heading.label}
            </th>
        }),
    }
}

/// The row at a place of the order; beyond its end there is none to be seen.
fn row(
    browse: Browse,
    order: Order,
    place: Signal<usize>,
    element: NodeRef<html::Tr>,
    headings: &[Heading],
    hidden: u32,
    cells: &ShowCells,
) -> AnyView {
    let subject = Memo::new(move |_| order.at(place.get()));
    // One that is not to be seen stays what it was.
    let which = Memo::new(move |before: Option<&usize>| subject.get().or(before.copied()).unwrap_or_default());
    let cells: Vec<AnyView> = cells(which.into())
        .into_iter()
        .zip(headings)
        .enumerate()
        .filter(|(place, _)| hidden & (1 << place) == 0)
        .map(|(_, (cell, heading))| erase(view! { <td class=heading.class>{cell}</td> }))
        .collect();
    erase(view! {
        // Counted from 1, after the row of headings.
        <tr node_ref=element aria-rowindex=move || place.get() + 2 hidden=move || subject.get().is_none()>
            <th scope="row">{name_button(browse, which.into())}</th>
            {cells}
        </tr>
    })
}

/// As high as the rows that are not there.
fn spacer(columns: usize, height: Signal<f64>) -> AnyView {
    erase(view! {
        <tr class="spacer" aria-hidden="true" hidden=move || height.get() == 0.0>
            <td colspan=columns style:height=move || format!("{}px", whole(height.get()))></td>
        </tr>
    })
}
