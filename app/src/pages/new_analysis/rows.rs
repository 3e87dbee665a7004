//! What is analysed: services or assets in a table, each with its figures.

use super::{
    draft::{Draft, choices_pointer},
    figure::FigureField,
    row::{Row, default_weight, is_figure, is_weight},
};
use crate::{
    client::{Client, use_client},
    components::{
        Button, ButtonVariant, Callout, Card, Checkbox, Glyph, Icon, Loaded, Rest, RestNote, SearchField, SelectField,
        Skeleton, Table, choices, load, load_rest, matches_search,
    },
    content::{changing, erase},
    effects::in_browser,
    figures::numbers,
    focus,
    forms::Submission,
    navigation::INTAKE,
    texts::{Texts, fill, texts},
};
use api::{AssetView, FieldFault, Page};
use leptos::prelude::*;
use model::{AnalysisKind, AssetType, ErrorBudget, ServiceType, TargetRpo, Weight};

/// So many rows are shown at first: more would make typing slow, and nobody reads them.
const SHOWN_AT_FIRST: usize = 100;

#[component]
pub fn RowsCard(draft: Draft, submission: Submission) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let assets = load(String::new, {
        let client = client.clone();
        move || client.list_assets(None)
    });
    show_refusals(draft, submission);
    let title = match draft.kind {
        AnalysisKind::Availability => texts.choice_services,
        AnalysisKind::Resilience => texts.choice_assets,
    };
    view! {
        <Card title>
            <Loaded
                loader=assets
                failed=texts.assets_failed
                loading=choice_loading
                show=move |page| choice(page, draft, submission, client.clone())
            />
        </Card>
    }
}

fn choice_loading() -> AnyView {
    erase(view! {
        <div class="choice-loading" aria-busy="true">
            <Skeleton />
            <Skeleton />
            <Skeleton />
            <Skeleton />
        </div>
    })
}

fn choice(page: Page<AssetView>, draft: Draft, submission: Submission, client: Client) -> AnyView {
    let texts = texts();
    draft.offer(page.items);
    let next = move |cursor: &str| client.list_assets(Some(cursor));
    let rest = load_rest(page.next_cursor, next, move |more| draft.offer(more));
    draft.await_rest(rest);
    if draft.rows.with_untracked(Vec::is_empty) {
        return erase(view! {
            <Callout glyph=Glyph::Machines>
                <p>
                    {texts.choice_nothing}
                    " "
                    <a href=INTAKE>{texts.coverage_empty_link}</a>
                </p>
            </Callout>
        });
    }
    erase(view! { <Choice draft submission rest /> })
}

#[component]
fn Choice(draft: Draft, submission: Submission, rest: Rest) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let search = RwSignal::new(String::new());
    let wanted_type = RwSignal::new(String::new());
    let is_everything_shown = RwSignal::new(false);
    let faults = submission.faults();
    in_browser(move || {
        // What is marked as wrong must be there to be seen.
        if faults.with(|faults| faults.iter().any(|fault| fault.pointer.starts_with(choices_pointer(draft.kind)))) {
            search.set(String::new());
            wanted_type.set(String::new());
            is_everything_shown.set(true);
        }
    });
    let found = Memo::new(move |_| {
        let (search, wanted_type) = (search.get(), wanted_type.get());
        let fits = |row: &Row| {
            (wanted_type.is_empty() || type_word(draft.kind, row) == wanted_type)
                && matches_search(&format!("{} {}", row.name, row.id), &search)
        };
        draft.rows.with(|rows| {
            let mut places: Vec<usize> = (0..rows.len()).filter(|place| fits(&rows[*place])).collect();
            places.sort_by_cached_key(|place| rows[*place].place());
            places
        })
    });
    let choose_all = move |is_chosen: bool| {
        draft.choose_all(&found.get_untracked(), is_chosen);
    };
    let body = changing(move || Some(table_body(found.get(), is_everything_shown, draft, texts)));
    let counted = move || {
        let (chosen, all) = draft.rows.with(|rows| (rows.iter().filter(|row| row.chosen.get()).count(), rows.len()));
        fill(&fill(texts.choice_count, &numbers.count(chosen as u64)), &numbers.count(all as u64))
    };
    view! {
        <div class="choice-tools">
            <SearchField name="search" label=texts.search value=search />
            <SelectField name="type" label=texts.asset_type options=types(draft, texts) value=wanted_type />
            <div class="choice-buttons">
                <Button variant=ButtonVariant::Quiet on_press=move |()| choose_all(true)>
                    {texts.choice_all}
                </Button>
                <Button variant=ButtonVariant::Quiet on_press=move |()| choose_all(false)>
                    {texts.choice_none}
                </Button>
            </div>
        </div>
        <p class="choice-count" role="status">
            {counted}
        </p>
        <ChoiceFault draft submission />
        <RestNote rest />
        <Table label=texts.choice_table>
            <thead>
                <tr>
                    <th scope="col">{texts.asset_name}</th>
                    <th scope="col" class="wide-only">
                        {texts.asset_type}
                    </th>
                    <th scope="col">{figure_name(draft.kind, texts)}</th>
                    <th scope="col">{texts.weight}</th>
                </tr>
            </thead>
            <tbody>{body}</tbody>
        </Table>
    }
}

fn table_body(found: Vec<usize>, is_everything_shown: RwSignal<bool>, draft: Draft, texts: &'static Texts) -> AnyView {
    if found.is_empty() {
        return erase(view! {
            <tr class="empty-row">
                <td colspan="4">{texts.search_empty}</td>
            </tr>
        });
    }
    let limit = if is_everything_shown.get() { found.len() } else { SHOWN_AT_FIRST };
    let rows = draft.rows.get_untracked();
    let shown: Vec<AnyView> =
        found.iter().take(limit).map(|place| row_view(rows[*place].clone(), draft.kind, texts)).collect();
    let show_all = move |()| {
        // The button goes.
        focus::keep();
        is_everything_shown.set(true);
    };
    let rest = (found.len() > limit).then(|| {
        let label = fill(texts.show_all, &numbers().count(found.len() as u64));
        erase(view! {
            <tr class="rest-row">
                <td colspan="4">
                    <Button on_press=show_all>{label}</Button>
                </td>
            </tr>
        })
    });
    erase((shown, rest))
}

fn row_view(row: Row, kind: AnalysisKind, texts: &'static Texts) -> AnyView {
    let chosen = RwSignal::from(row.chosen.clone());
    let type_label = type_label(kind, &row, texts);
    let (name, id, default_figure) = (row.name.clone(), row.id.to_string(), row.default_figure(kind));
    let (figure_label, weight_label) =
        (format!("{}: {name}", figure_name(kind, texts)), format!("{}: {name}", texts.weight));
    let Row { figure, weight, refused, .. } = row;
    // Whoever types a figure wants it used.
    let on_typed = {
        let refused = refused.clone();
        Callback::new(move |()| {
            chosen.set(true);
            refused.set(super::row::Refusals::default());
        })
    };
    let figure_fault = fault_of(figure.clone(), move |text| is_figure(kind, text), figure_bounds(kind, texts), {
        let refused = refused.clone();
        move || refused.with(|refused| refused.figure.clone())
    });
    let weight_bounds = texts.bounds(Weight::MIN.into(), Weight::MAX.into());
    let weight_fault =
        fault_of(weight.clone(), is_weight, weight_bounds, move || refused.with(|refused| refused.weight.clone()));
    let is_left_out = move || !chosen.get();
    erase(view! {
        <tr class:left-out=is_left_out>
            <th scope="row">
                <label class="choice-name">
                    <Checkbox checked=chosen on_choose=move |is_chosen| chosen.set(is_chosen) />
                    <span class="choice-words">
                        <bdi>{name}</bdi>
                        <bdi class="choice-id mono">{id}</bdi>
                    </span>
                </label>
            </th>
            <td class="wide-only">{type_label}</td>
            <td>
                <FigureField label=figure_label default=default_figure value=figure fault=figure_fault on_typed />
            </td>
            <td>
                <FigureField
                    label=weight_label
                    default=default_weight(kind).get().to_string()
                    value=weight
                    fault=weight_fault
                    on_typed
                />
            </td>
        </tr>
    })
}

/// What is wrong with a figure: its bounds as one types, or what the server said.
fn fault_of(
    text: ArcRwSignal<String>,
    is_right: impl Fn(&str) -> bool + Send + Sync + 'static,
    bounds: String,
    refused: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Signal<Option<String>> {
    Signal::derive(move || if text.with(|text| is_right(text)) { refused() } else { Some(bounds.clone()) })
}

/// What is wrong with the choice as a whole.
#[component]
fn ChoiceFault(draft: Draft, submission: Submission) -> impl IntoView {
    let faults = submission.faults();
    let content = changing(move || {
        let pointer = choices_pointer(draft.kind);
        let message = faults
            .with(|faults| faults.iter().find(|fault| fault.pointer == pointer).map(|fault| fault.message.clone()))?;
        Some(erase(view! {
            <p class="choice-fault field-error">
                <Icon glyph=Glyph::Alert />
                {message}
            </p>
        }))
    });
    view! { <div role="alert">{content}</div> }
}

/// Takes what the server minds about single figures to their rows: `/services/3/weight` is about the fourth that was sent.
fn show_refusals(draft: Draft, submission: Submission) {
    let faults = submission.faults();
    in_browser(move || {
        for FieldFault { pointer, message } in faults.get() {
            let rest = pointer.strip_prefix(choices_pointer(draft.kind)).and_then(|rest| rest.strip_prefix('/'));
            let place = rest.and_then(|rest| rest.split_once('/'));
            let Some((index, field)) = place else { continue };
            let Some(row) = index.parse().ok().and_then(|place| draft.row_sent(place)) else { continue };
            row.refused.update(|refused| match field {
                "weight" => refused.weight = Some(message),
                _ => refused.figure = Some(message),
            });
        }
    });
}

fn figure_name(kind: AnalysisKind, texts: &Texts) -> &'static str {
    match kind {
        AnalysisKind::Availability => texts.error_budget,
        AnalysisKind::Resilience => texts.target_rpo,
    }
}

fn figure_bounds(kind: AnalysisKind, texts: &Texts) -> String {
    match kind {
        AnalysisKind::Availability => texts.bounds(ErrorBudget::MIN.into(), ErrorBudget::MAX.into()),
        AnalysisKind::Resilience => texts.bounds(TargetRpo::MIN, TargetRpo::MAX),
    }
}

fn type_word(kind: AnalysisKind, row: &Row) -> &'static str {
    match kind {
        AnalysisKind::Availability => row.service_type.unwrap_or(ServiceType::Default).as_str(),
        AnalysisKind::Resilience => row.asset_type.as_str(),
    }
}

fn type_label(kind: AnalysisKind, row: &Row, texts: &Texts) -> &'static str {
    match kind {
        AnalysisKind::Availability => texts.service_type(row.service_type.unwrap_or(ServiceType::Default)),
        AnalysisKind::Resilience => texts.asset_type_of(row.asset_type),
    }
}

fn types(draft: Draft, texts: &Texts) -> Vec<(&'static str, &'static str)> {
    let every: Vec<(&str, &str)> = match draft.kind {
        AnalysisKind::Availability => {
            ServiceType::ALL.iter().map(|one| (one.as_str(), texts.service_type(*one))).collect()
        }
        AnalysisKind::Resilience => {
            AssetType::ALL.iter().map(|one| (one.as_str(), texts.asset_type_of(*one))).collect()
        }
    };
    let is_there =
        |word: &str| draft.rows.with_untracked(|rows| rows.iter().any(|row| type_word(draft.kind, row) == word));
    choices(texts.any_type, every.into_iter().filter(|(word, _)| is_there(word)))
}
