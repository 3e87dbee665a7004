//! The line above the services or assets: search, order, cards or table, columns, and a file of what is shown.

use super::{
    browse::{Browse, CARDS, NAME, TABLE, WORST},
    subjects::Heading,
};
use crate::{
    components::{Glyph, Icon, IconButton, Menu, MenuToggle, SearchField, Segmented, SortOrder},
    content::{changing, erase},
    figures::numbers,
    texts::texts,
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Tools(
    title: &'static str,
    browse: Browse,
    order: Memo<Arc<[usize]>>,
    headings: Arc<[Heading]>,
    /// Hands what is shown over as a file.
    on_save: Callback<()>,
) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let count = Memo::new(move |_| order.with(|order| order.len()));
    let forms = vec![(CARDS, texts.dash_cards), (TABLE, texts.dash_table)];
    let beside = {
        let headings = headings.clone();
        changing(move || {
            Some(if browse.form.get() == TABLE {
                columns_menu(browse, &headings)
            } else {
                sort_choice(browse, &headings)
            })
        })
    };
    erase(view! {
        <div class="dash-tools">
            <h2>{title} " " <span class="dash-count">{move || numbers.count(count.get() as u64)}</span></h2>
            <SearchField name="q" label=texts.dash_search value=browse.search />
            {beside}
            <Segmented
                name="view"
                label=texts.dash_view
                options=forms
                value=browse.form
                on_choose=move |form| browse.form.set(form)
            />
            <IconButton glyph=Glyph::Download label=texts.dash_csv on_press=on_save />
        </div>
    })
}

fn sort_choice(browse: Browse, headings: &[Heading]) -> AnyView {
    let texts = texts();
    let mut options = vec![(WORST, texts.dash_worst_first), (NAME, texts.dash_name)];
    options.extend(headings.iter().filter_map(|heading| Some((heading.name?, heading.label))));
    let names: Vec<&'static str> = options.iter().map(|(name, _)| *name).collect();
    let options: Vec<AnyView> = options
        .into_iter()
        .map(|(name, label)| {
            let is_chosen = browse.sort.get_untracked().column == name;
            erase(view! {
                <option value=name selected=is_chosen>
                    {label}
                </option>
            })
        })
        .collect();
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(name) = names.iter().find(|name| **name == value) {
            browse.sort.update(|sort| sort.column = name);
        }
    };
    let glyph = Signal::derive(move || match browse.sort.get().order {
        SortOrder::Ascending => Glyph::SortUp,
        SortOrder::Descending => Glyph::SortDown,
    });
    let turn = move |()| browse.sort.update(|sort| sort.order = sort.order.reversed());
    erase(view! {
        <div class="dash-sort">
            <label class="dash-sort">
                <span>{texts.dash_sort}</span>
                <div class="select">
                    <select class="control" on:change=choose>
                        {options}
                    </select>
                    <Icon glyph=Glyph::ChevronDown />
                </div>
            </label>
            <IconButton glyph label=texts.dash_turn_order on_press=turn />
        </div>
    })
}

fn columns_menu(browse: Browse, headings: &[Heading]) -> AnyView {
    let texts = texts();
    let choices: Vec<AnyView> = headings
        .iter()
        .enumerate()
        .map(|(place, heading)| {
            let bit = 1_u32 << place;
            let checked = Signal::derive(move || browse.hidden.get() & bit == 0);
            erase(view! {
                <MenuToggle
                    label=heading.label
                    checked
                    on_choose=move |()| browse.hidden.update(|hidden| *hidden ^= bit)
                />
            })
        })
        .collect();
    erase(view! {
        <Menu id="columns-menu" label=texts.dash_columns glyph=Glyph::Columns>
            {choices}
        </Menu>
    })
}
