//! The keys that work on every page, and the list of them.

use crate::{
    analyses::reports_path,
    components::Dialog,
    content::{changing, erase},
    document,
    effects::in_browser,
    lazy::lazy_keys,
    navigation::PROFILE,
    preferences::SingleKeys,
    texts::texts,
};
use leptos::{ev, leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::AnalysisKind;
use wasm_bindgen::JsCast;

/// Whether single keys do anything, taken from context; whoever changes it keeps the choice too.
pub fn use_single_keys() -> RwSignal<SingleKeys> {
    expect_context()
}

/// The list of keys, which can be opened from elsewhere.
#[derive(Clone, Copy)]
pub struct KeysHelp(RwSignal<bool>);

impl KeysHelp {
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    pub fn open(self) {
        self.0.set(true);
    }
}

/// The letter after `g`, and where it leads.
const PLACES: [(&str, &str); 5] = [
    ("o", "/"),
    ("a", reports_path(AnalysisKind::Availability)),
    ("r", reports_path(AnalysisKind::Resilience)),
    ("s", "/assets"),
    ("j", "/jobs"),
];

/// Listens for as long as the document lives.
pub fn listen(palette: RwSignal<bool>, help: KeysHelp) {
    let (navigate, single_keys) = (use_navigate(), use_single_keys());
    in_browser(move || {
        let navigate = navigate.clone();
        let is_going = StoredValue::new(false);
        window_event_listener_untyped("keydown", move |event| {
            let Some(event) = event.dyn_ref::<ev::KeyboardEvent>() else { return };
            let key = event.key();
            let was_going = is_going.get_value();
            is_going.set_value(false);
            if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
                event.prevent_default();
                palette.update(|open| *open = !*open);
                return;
            }
            if is_busy(event) || single_keys.get_untracked() == SingleKeys::Off {
                return;
            }
            match key.as_str() {
                "?" => help.open(),
                "g" => is_going.set_value(true),
                _ if was_going => {
                    if let Some((_, path)) = PLACES.iter().find(|(letter, _)| *letter == key) {
                        event.prevent_default();
                        navigate(path, NavigateOptions::default());
                    }
                }
                _ => {}
            }
        });
    });
}

/// What types with these very keys, or stands above the page.
const OWN_KEYS: &str =
    "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, dialog[open], [popover]";

/// Whether the key is meant for something else: a field, a window above the page, the browser.
fn is_busy(event: &ev::KeyboardEvent) -> bool {
    document::is_within(event, OWN_KEYS) || document::is_command(event) || event.default_prevented()
}

#[component]
pub fn KeysDialog(help: KeysHelp) -> impl IntoView {
    let texts = texts();
    view! {
        <Dialog open=help.0 id="keys-dialog" title=texts.keys_title>
            {lazy_keys()}
        </Dialog>
    }
}

#[component]
pub fn KeysList() -> impl IntoView {
    let texts = texts();
    let lines: [(&[&str], &str); 14] = [
        (&["Ctrl", "K"], texts.palette_title),
        (&["?"], texts.keys_title),
        (&["Esc"], texts.close),
        (&["g", "o"], texts.overview_title),
        (&["g", "a"], texts.availability),
        (&["g", "r"], texts.resilience),
        (&["g", "s"], texts.assets_title),
        (&["g", "j"], texts.jobs_title),
        (&[texts.key_space], texts.keys_play),
        (&["←", "→"], texts.keys_step),
        (&[texts.key_home, texts.key_end], texts.keys_ends),
        (&["[", "]", texts.key_shift, "←", "→"], texts.keys_events),
        (&["Tab"], texts.keys_tab),
        (&["←", "→", "↑", "↓"], texts.keys_arrows),
    ];
    let lines: Vec<AnyView> = lines
        .into_iter()
        .map(|(keys, meaning)| {
            let keys: Vec<AnyView> = keys.iter().map(|key| erase(view! { <kbd>{*key}</kbd> })).collect();
            erase(view! {
                <div class="keys-line">
                    <dt>{meaning}</dt>
                    <dd>{keys}</dd>
                </div>
            })
        })
        .collect();
    let single_keys = use_single_keys();
    let note = changing(move || {
        (single_keys.get() == SingleKeys::Off).then(|| {
            erase(view! {
                <p class="keys-note">
                    {texts.keys_off}
                    " "
                    <a href=PROFILE>{texts.profile_title}</a>
                </p>
            })
        })
    });
    view! {
        <dl class="keys">{lines}</dl>
        {note}
    }
}
