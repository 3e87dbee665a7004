//! Where files are let fall. A button beside it opens the browser's own choice of files, for those who do not drag.

use super::{Button, Glyph};
use crate::{
    content::{Content, changing, erase},
    effects::{in_browser, tell},
};
use leptos::{ev, html, leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, Node};

/// What takes the files that were chosen together.
pub type TakeFiles = Callback<Vec<SendFile>>;

/// A file as the browser gives it.
#[derive(Clone, Debug)]
pub struct SendFile(SendWrapper<File>);

impl SendFile {
    pub fn name(&self) -> String {
        self.0.name()
    }

    pub fn into_file(self) -> File {
        self.0.take()
    }
}

/// Takes files that are dropped on its content, and says so while one hovers over it.
#[component]
pub fn DropArea(
    /// What happens to a file that is let fall here.
    hint: &'static str,
    take: TakeFiles,
    children: Content,
) -> impl IntoView {
    ignore_files_beside();
    let hovering = RwSignal::new(false);
    let hover = move |event: DragEvent| {
        if holds_files(&event) {
            event.prevent_default();
            tell(hovering, true);
        }
    };
    // What is left within the area, for another part of it, is not left.
    let leave = move |event: DragEvent| {
        let area = event.current_target().and_then(|area| area.dyn_into::<Node>().ok());
        let other = event.related_target().and_then(|other| other.dyn_into::<Node>().ok());
        if !area.is_some_and(|area| area.contains(other.as_ref())) {
            hovering.set(false);
        }
    };
    let drop = move |event: DragEvent| {
        if holds_files(&event) {
            event.prevent_default();
            hovering.set(false);
            take_all(event.data_transfer().and_then(|data| data.files()), take);
        }
    };
    let overlay = changing(move || hovering.get().then(|| erase(view! { <p class="drop-hint">{hint}</p> })));
    view! {
        <div
            class="drop-area"
            on:dragover=hover
            on:dragleave=leave
            on:drop=drop
        >
            {children.view()}
            {overlay}
        </div>
    }
}

/// A button that opens the choice of files.
#[component]
pub fn FileButton(
    #[prop(into)] label: &'static str,
    /// The kinds of file that are offered, e.g. `.json`.
    accept: &'static str,
    busy: RwSignal<bool>,
    take: TakeFiles,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let choose = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_: ev::Event| {
        if let Some(input) = input.get_untracked() {
            take_all(input.files(), take);
            // The same file chosen again is a choice too.
            input.set_value("");
        }
    };
    view! {
        <input node_ref=input type="file" accept=accept hidden aria-label=label on:change=chosen />
        <Button glyph=Glyph::Upload busy on_press=choose>
            {label}
        </Button>
    }
}

/// The browser would open a file that misses the area in the place of the app, and what was typed there would be lost.
fn ignore_files_beside() {
    in_browser(|| {
        let listeners = ["dragover", "drop"].map(|name| {
            window_event_listener_untyped(name, |event| {
                let Some(event) = event.dyn_ref::<DragEvent>() else { return };
                // What the area takes is no business of the window.
                if holds_files(event) && !event.default_prevented() {
                    event.prevent_default();
                    // The pointer says so before anything is let fall.
                    if let Some(data) = event.data_transfer() {
                        data.set_drop_effect("none");
                    }
                }
            })
        });
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
}

fn take_all(files: Option<FileList>, take: TakeFiles) {
    let Some(files) = files else { return };
    let files = (0..files.length()).filter_map(|index| files.item(index));
    let files: Vec<SendFile> = files.map(|file| SendFile(SendWrapper::new(file))).collect();
    if !files.is_empty() {
        take.run(files);
    }
}

/// Text and links are dragged too, and are none of our business.
fn holds_files(event: &DragEvent) -> bool {
    let kinds = event.data_transfer().map(|data| data.types());
    kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind.unchecked_ref::<web_sys::js_sys::JsString>() == "Files"))
}
