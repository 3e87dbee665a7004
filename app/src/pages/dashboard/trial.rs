//! What is being tried, in one line under the verdict: each change with a way back, the difference that they make, and what
//! can become of them.

use super::header::copy_link;
use crate::{
    client::use_client,
    components::{Button, ButtonVariant, Dialog, Form, Glyph, TextField, Toaster, WayOut, icon_button_of},
    content::{changing, erase},
    figures::{Delta, Numbers, numbers},
    film::Trial,
    focus,
    forms::{Errand, Submission},
    frame::use_job_news,
    pages::{
        is_admin,
        save_preset::{Replaced, save_preset},
    },
    texts::{Texts, fill, texts},
};
use api::FieldFault;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;
use model::{AssetId, MAX_NAME, TargetRpo, check_text};
use scoring::what_if::Change;

const TRIAL: &str = "trial";
/// How many changes are named.
const NAMED: usize = 24;

#[component]
pub fn TrialBar(trial: Trial, difference: Signal<Option<f64>>) -> impl IntoView {
    let saving = RwSignal::new(false);
    let bar = changing(move || trial.is_open.get().then(|| erase(view! { <OpenTrial trial difference saving /> })));
    erase(view! {
        {bar}
        <SaveDialog trial open=saving />
    })
}

#[component]
fn OpenTrial(trial: Trial, difference: Signal<Option<f64>>, saving: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let toaster = Toaster::take();
    let changes = Memo::new(move |_| trial.changes());
    let is_unchanged = Signal::derive(move || changes.with(Vec::is_empty));
    let count = move || match changes.with(Vec::len) {
        0 => String::new(),
        count => fill(texts.trial_count, &numbers.count(count as u64)),
    };
    let list = changing(move || {
        let changes = changes.get();
        if changes.is_empty() {
            return Some(erase(view! { <p class="trial-hint">{texts.trial_hint}</p> }));
        }
        let count = changes.len();
        let chips: Vec<AnyView> = changes
            .into_iter()
            .take(NAMED)
            .enumerate()
            .map(|(place, change)| chip(trial, place, change, texts, numbers))
            .collect();
        let rest = count.checked_sub(NAMED).filter(|rest| *rest > 0);
        let rest = rest.map(|rest| erase(view! { <li>{fill(texts.dash_more, &numbers.count(rest as u64))}</li> }));
        Some(erase(view! { <ul class="trial-changes">{chips} {rest}</ul> }))
    });
    let deeds = is_admin().then(|| {
        erase(view! {
            <Button glyph=Glyph::Save disabled=is_unchanged on_press=move |()| saving.set(true)>
                {texts.trial_save}
            </Button>
            <RunButton trial disabled=is_unchanged />
        })
    });
    view! {
        <section id=TRIAL class="trial" aria-label=texts.what_if tabindex="-1">
            <div class="trial-head">
                <strong>{texts.what_if}</strong>
                <Delta difference />
                <span class="trial-count">{count}</span>
            </div>
            {list}
            <div class="trial-deeds">
                <Button
                    variant=ButtonVariant::Quiet
                    glyph=Glyph::Undo
                    disabled=is_unchanged
                    on_press=move |()| {
                        trial.undo_all();
                        // The button cannot be pressed any more, and would lose the keyboard.
                        focus::go_to(TRIAL);
                    }
                >
                    {texts.trial_undo_all}
                </Button>
                <Button variant=ButtonVariant::Quiet glyph=Glyph::Link on_press=move |()| copy_link(toaster, texts)>
                    {texts.trial_copy}
                </Button>
                {deeds}
            </div>
        </section>
    }
}

fn chip(trial: Trial, place: usize, change: Change, texts: &'static Texts, numbers: Numbers) -> AnyView {
    let (subject, words) = words_of(&change, texts, numbers);
    let name = subject.map(|id| trial.name_of(&id));
    let what = format!("{} {words}", name.as_deref().unwrap_or_default());
    let id = format!("trial-change-{place}");
    let undo = {
        let id = id.clone();
        // The next change comes to its place, or there is none.
        Callback::new(move |()| {
            trial.undo(&change);
            focus::give_back_to(vec![id.clone(), TRIAL.to_owned()]);
        })
    };
    let undo = icon_button_of(Glyph::Close, texts.trial_undo, what.trim_start(), undo);
    let name = name.map(|name| erase(view! { <bdi>{name}</bdi> }));
    erase(view! {
        <li id=id class="trial-change" tabindex="-1">
            {name}
            <span>{words}</span>
            {undo}
        </li>
    })
}

fn words_of(change: &Change, texts: &'static Texts, numbers: Numbers) -> (Option<AssetId>, String) {
    let step = |label: &str, from: String, to: String| format!("{label} {from} → {to}");
    match change {
        Change::ErrorBudget { service_id, from, to } => {
            (Some(service_id.clone()), step(texts.dash_budget, from.get().to_string(), to.get().to_string()))
        }
        Change::TargetRpo { asset_id, from, to } => {
            // In the hours that are typed in.
            let hours = |target: &TargetRpo| format!("{} h", numbers.exact(target.hours()));
            (Some(asset_id.clone()), step(texts.dash_target, hours(from), hours(to)))
        }
        Change::Weight { asset_id, from, to } => {
            (Some(asset_id.clone()), step(texts.dash_weight, from.get().to_string(), to.get().to_string()))
        }
        Change::ResilienceWeights { from, to } => {
            (None, step(texts.trial_weights, numbers.share(from.rpo()), numbers.share(to.rpo())))
        }
        Change::Curve { from, to } => {
            (None, step(texts.trial_curve, texts.curve(*from).into(), texts.curve(*to).into()))
        }
    }
}

#[component]
fn RunButton(trial: Trial, disabled: Signal<bool>) -> impl IntoView {
    let texts = texts();
    let (client, news, errand, navigate) = (use_client(), use_job_news(), Errand::new(), use_navigate());
    let run = move |()| {
        let (client, navigate) = (client.clone(), navigate.clone());
        let configuration = trial.configuration();
        errand.run(async move { news.start(&client, configuration, navigate).await });
    };
    view! {
        <Button variant=ButtonVariant::Primary glyph=Glyph::Play busy=errand.busy disabled on_press=run>
            {texts.trial_run}
        </Button>
    }
}

#[component]
fn SaveDialog(trial: Trial, open: RwSignal<bool>) -> impl IntoView {
    let title = texts().trial_save;
    view! {
        <Dialog open id="save-preset-dialog" title>
            <SaveForm trial open />
        </Dialog>
    }
}

#[component]
fn SaveForm(trial: Trial, open: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::in_window();
    let name = RwSignal::new(String::new());
    let replaced = Replaced::Told(RwSignal::new(String::new()));
    let send = move |_: ev::SubmitEvent| {
        let wanted = name.get_untracked().trim().to_owned();
        if check_text(&wanted, MAX_NAME).is_err() {
            submission.refuse(vec![FieldFault { pointer: "/name".into(), message: texts.preset_name_missing.into() }]);
            return;
        }
        let (client, configuration) = (client.clone(), trial.configuration());
        submission.send(async move {
            if let Some(done) = save_preset(&client, submission, texts, &wanted, configuration, replaced).await? {
                toaster.done(done);
                submission.close(open);
            }
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.preset_save way_out on_send=send>
            <TextField
                name="preset"
                label=texts.preset_name
                value=name
                error=submission.fault_at("/name")
                autofocus=true
            />
        </Form>
    }
}
