//! The demo data: a month of a company that does not exist, to look around in; they go as they came.

use crate::{
    client::use_client,
    components::{Button, ButtonVariant, Glyph, Toaster},
    forms::Errand,
    texts::texts,
};
use leptos::prelude::*;

#[component]
pub fn LoadDemoButton(
    #[prop(optional)] variant: ButtonVariant,
    /// The window that it stands in, if it does: it is closed.
    #[prop(optional)]
    window: Option<RwSignal<bool>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let errand = Errand::new();
    let load = move |()| {
        let client = client.clone();
        errand.run(async move {
            let loaded = client.load_demo().await;
            if let Some(window) = window {
                errand.close(window);
            }
            loaded?;
            toaster.done(texts.demo_loaded);
            on_done.try_run(());
            Ok(())
        });
    };
    view! {
        <Button variant glyph=Glyph::Demo busy=errand.busy on_press=load>
            {texts.demo_load}
        </Button>
    }
}

/// Both ways, for a drawer. What came of it is told by a toast, for which the drawer is closed.
#[component]
pub fn DemoSection(window: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let errand = Errand::new();
    let remove = move |()| {
        let client = client.clone();
        errand.run(async move {
            let removed = client.remove_demo().await;
            errand.close(window);
            removed?;
            toaster.done(texts.demo_removed);
            on_done.try_run(());
            Ok(())
        });
    };
    view! {
        <section class="drawer-section">
            <h3>{texts.demo_title}</h3>
            <p>{texts.demo_meaning}</p>
            <div class="drawer-buttons">
                <LoadDemoButton window on_done />
                <Button glyph=Glyph::Remove busy=errand.busy on_press=remove>
                    {texts.demo_remove}
                </Button>
            </div>
        </section>
    }
}
