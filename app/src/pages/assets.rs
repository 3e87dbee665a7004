//! Everything that is scored: to find, add, change and remove, and the ways that data come in.

mod demo;
mod editor;
mod intake;
mod intake_result;
mod table;

use super::is_admin;
use crate::{
    address,
    client::use_client,
    components::{
        Button, ButtonVariant, Changes, Glyph, Loaded, PageHeader, Removal, RemovalDialog, RemovalWords, WholeList,
        load,
    },
    effects::in_browser,
    frame::use_intake_wish,
    texts::texts,
};
pub use demo::LoadDemoButton;
use editor::{AssetDrawer, Editing};
use intake::IntakeDrawer;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use table::{AssetsFinder, Deeds, assets_loading, assets_table};

/// What the address calls the window in which data are brought in.
const BRING: &str = "bring";

#[component]
pub fn AssetsPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let changes = Changes::none();
    let after_change = changes.note();
    let assets = load(changes.source(), {
        let client = client.clone();
        move || client.list_assets(None)
    });
    let taking_in = RwSignal::new(false);
    open_when_wanted(taking_in);
    let finder = AssetsFinder::new(texts);
    let removal = Removal::default();
    let words = RemovalWords {
        title: texts.asset_remove_title,
        meaning: texts.asset_remove_meaning,
        done: texts.asset_removed,
    };
    let remove = removal.asking(words, |client, id| async move { client.remove_asset(&id).await }, changes.note());
    let deeds = Deeds { editing: Editing::new(), remove, taking_in, on_change: after_change };
    let tools = is_admin().then(|| {
        view! {
            <Button glyph=Glyph::Upload on_press=move |()| taking_in.set(true)>
                {texts.intake_open}
            </Button>
            <Button variant=ButtonVariant::Primary glyph=Glyph::Plus on_press=move |()| deeds.editing.begin(None)>
                {texts.asset_add}
            </Button>
        }
    });
    let windows = is_admin().then(|| {
        view! {
            <AssetDrawer editing=deeds.editing on_done=after_change />
            <RemovalDialog removal id="remove-asset-dialog" />
            <IntakeDrawer open=taking_in on_change=after_change />
        }
    });
    view! {
        <PageHeader title=texts.assets_title meaning=texts.assets_meaning>
            {tools}
        </PageHeader>
        <Loaded
            loader=assets
            failed=texts.assets_failed
            loading=assets_loading
            show=move |page| {
                let client = client.clone();
                assets_table(WholeList::load(page, move |cursor| client.list_assets(Some(cursor))), finder, deeds)
            }
        />
        {windows}
    }
}

/// Opens the window in which data are brought in where a link led straight there, or the palette asks for it. The address says
/// whether it is open.
fn open_when_wanted(taking_in: RwSignal<bool>) {
    let wants_intake = use_query_map().with_untracked(|query| query.get(BRING).is_some());
    if wants_intake {
        in_browser(move || taking_in.set(true));
    }
    use_intake_wish().fulfil(move || taking_in.set(true));
    address::keep(BRING, move || if taking_in.get() { "1".into() } else { String::new() });
}
