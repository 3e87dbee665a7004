//! Saved configurations: to begin with one of them, to save this one, to remove one.

use super::{draft::Draft, window::zone_of_page};
use crate::{
    client::{Client, use_client},
    components::{
        AskToRemove, Button, ButtonKind, Card, Changes, Glyph, Icon, Loaded, Removal, RemovalDialog, RemovalWords,
        RestNote, TextField, Toaster, WholeList, icon_button_of, load, loading_line,
    },
    content::{changing, erase},
    forms::Submission,
    pages::save_preset::{Replaced, save_preset},
    texts::{fill, texts},
};
use api::{FieldFault, Page};
use leptos::{ev, prelude::*};
use model::{MAX_NAME, Preset, check_text};

#[component]
pub fn PresetsCard(draft: Draft, submission: Submission) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let changes = Changes::none();
    let presets = load(changes.source(), {
        let client = client.clone();
        move || client.list_presets(None)
    });
    let removal = Removal::default();
    let words = RemovalWords {
        title: texts.preset_remove_title,
        meaning: texts.preset_remove_meaning,
        done: texts.preset_removed,
    };
    let remove =
        removal.asking(words, |client, name: String| async move { client.remove_preset(&name).await }, changes.note());
    view! {
        <Card title=texts.presets>
            <div class="presets">
                <Loaded
                    loader=presets
                    failed=texts.presets_failed
                    loading=loading_line
                    show=move |page| preset_list(page, draft, client.clone(), remove)
                />
                <SaveForm draft whole=submission on_saved=changes.note() />
            </div>
        </Card>
        <RemovalDialog removal id="remove-preset-dialog" />
    }
}

fn preset_list(page: Page<Preset>, draft: Draft, client: Client, remove: AskToRemove<String>) -> AnyView {
    let WholeList { items, rest } = WholeList::load(page, move |cursor| client.list_presets(Some(cursor)));
    let lines = changing(move || Some(items.with(|presets| preset_lines(presets, draft, remove))));
    erase(view! {
        {lines}
        <RestNote rest />
    })
}

fn preset_lines(presets: &[Preset], draft: Draft, remove: AskToRemove<String>) -> AnyView {
    let texts = texts();
    let lines: Vec<AnyView> = presets
        .iter()
        .filter(|preset| preset.configuration.kind() == draft.kind)
        .map(|preset| erase(view! { <PresetLine preset=preset.clone() draft remove /> }))
        .collect();
    if lines.is_empty() {
        return erase(view! { <p class="presets-empty">{texts.presets_empty}</p> });
    }
    erase(view! { <ul class="preset-list">{lines}</ul> })
}

#[component]
fn PresetLine(preset: Preset, draft: Draft, remove: AskToRemove<String>) -> impl IntoView {
    let texts = texts();
    let toaster = Toaster::take();
    let zone = zone_of_page();
    let Preset { name, configuration, .. } = preset;
    let used = fill(texts.preset_used, &name);
    let take = move |_| {
        draft.take(&configuration, &zone);
        toaster.done(used.clone());
    };
    // It is known by its name.
    let removed = (name.clone(), name.clone());
    let ask = Callback::new(move |()| remove.run(removed.clone()));
    let remove = icon_button_of(Glyph::Remove, texts.preset_remove, &name, ask);
    view! {
        <li class="preset-line">
            <button type="button" class="preset-name" on:click=take>
                <Icon glyph=Glyph::Save />
                <bdi>{name}</bdi>
            </button>
            {remove}
        </li>
    }
}

#[component]
fn SaveForm(
    draft: Draft,
    /// Marks what is wrong with what is saved, as when it is started.
    whole: Submission,
    on_saved: Callback<()>,
) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::new();
    let name = RwSignal::new(String::new());
    let zone = zone_of_page();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked().trim().to_owned();
        let missing = || FieldFault { pointer: "/name".into(), message: texts.preset_name_missing.into() };
        let fault = check_text(&wanted, MAX_NAME).is_err().then(missing);
        let is_refused = submission.refuse(fault.into_iter().collect());
        let configuration = match untrack(|| draft.configuration(&zone, texts)) {
            Ok(configuration) => configuration,
            Err(faults) => {
                whole.refuse(faults);
                return;
            }
        };
        if is_refused {
            return;
        }
        let client = client.clone();
        submission.send(async move {
            if let Some(done) = save_preset(&client, submission, texts, &wanted, configuration, Replaced::Seen).await? {
                toaster.done(done);
                name.set(String::new());
                on_saved.try_run(());
            }
            Ok(())
        });
    };
    let fault = submission.fault_at("/name");
    let failure = submission.fault();
    let error =
        Signal::derive(move || fault.get().or_else(|| Some(failure.get()).filter(|failure| !failure.is_empty())));
    view! {
        <form class="preset-save" novalidate on:submit=save>
            <TextField name="preset" label=texts.preset_name value=name error />
            <Button kind=ButtonKind::Submit glyph=Glyph::Save busy=submission.busy disabled=submission.blocked()>
                {texts.preset_save}
            </Button>
        </form>
    }
}
