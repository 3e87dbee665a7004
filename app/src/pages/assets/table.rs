//! The assets as a table that is searched, filtered and sorted in place.

use super::{demo::LoadDemoButton, editor::Editing};
use crate::{
    address,
    components::{
        AskToRemove, Badge, Button, Cell, Column, Columns, EmptyState, Finder, FinderTable, Glyph, Menu, MenuItem,
        SelectField, SortKey, TableSort, WholeList, choices, loading_table, matches_search,
    },
    content::erase,
    pages::is_admin,
    texts::{Texts, fill, texts},
};
use api::AssetView;
use leptos::prelude::*;
use model::{AssetId, AssetType, ServiceType};

/// What an admin can do from the table.
#[derive(Clone, Copy)]
pub struct Deeds {
    pub editing: Editing,
    /// Asks first.
    pub remove: AskToRemove<AssetId>,
    pub taking_in: RwSignal<bool>,
    pub on_change: Callback<()>,
}

const NAME: &str = "name";
const ID: &str = "id";
const TYPE: &str = "type";
const SERVICE_TYPE: &str = "service_type";

fn columns(texts: &Texts) -> Columns {
    [
        Column::with_class(texts.asset_name, "cut").sorted_by(NAME),
        Column::with_class(texts.asset_id, "mono cut wide-only").sorted_by(ID),
        Column::new(texts.asset_type).sorted_by(TYPE),
        Column::with_class(texts.service_type_label, "roomy-only").sorted_by(SERVICE_TYPE),
        Column::with_class(texts.asset_tags, "wide-only"),
        Column::actions(texts.actions),
    ]
    .into()
}

pub fn assets_loading() -> AnyView {
    let texts = texts();
    loading_table(texts.assets_title, columns(texts), 10)
}

pub fn assets_table(assets: WholeList<AssetView>, finder: AssetsFinder, deeds: Deeds) -> AnyView {
    if assets.items.with_untracked(Vec::is_empty) {
        return erase(view! { <NothingYet deeds /> });
    }
    erase(view! { <AssetsTable assets finder deeds /> })
}

#[component]
fn NothingYet(deeds: Deeds) -> impl IntoView {
    let texts = texts();
    let ways = is_admin().then(|| {
        view! {
            <div class="placeholder-ways">
                <LoadDemoButton on_done=deeds.on_change />
                <Button glyph=Glyph::Upload on_press=move |()| deeds.taking_in.set(true)>
                    {texts.intake_open}
                </Button>
            </div>
        }
    });
    view! {
        <EmptyState glyph=Glyph::Machines title=texts.assets_empty meaning=texts.assets_empty_meaning>
            {ways}
        </EmptyState>
    }
}

/// What is asked of the table. It stays as it is when the assets change.
#[derive(Clone, Copy)]
pub struct AssetsFinder {
    finder: Finder,
    wanted_type: RwSignal<String>,
}

impl AssetsFinder {
    pub fn new(texts: &Texts) -> Self {
        Self {
            finder: Finder::new(TableSort::ascending(NAME), &columns(texts)),
            wanted_type: address::kept_word("type", AssetType::ALL.iter().map(|one| one.as_str()).collect()),
        }
    }
}

#[component]
fn AssetsTable(assets: WholeList<AssetView>, finder: AssetsFinder, deeds: Deeds) -> impl IntoView {
    let texts = texts();
    let AssetsFinder { finder, wanted_type } = finder;
    let deeds = is_admin().then_some(deeds);
    let found = finder.find(
        assets,
        move |asset, search| {
            wanted_type.with(|wanted| wanted.is_empty() || asset.asset_type.as_str() == wanted)
                && matches_search(&searched_text(asset), search)
        },
        |asset, column| sort_key(asset, column, texts),
        move |asset| asset_cells(asset.clone(), deeds, texts),
    );
    let types = AssetType::ALL.iter().map(|one| (one.as_str(), texts.asset_type_of(*one)));
    view! {
        <FinderTable label=texts.assets_title columns=columns(texts) finder found file="vedetta-assets.csv">
            <SelectField name="type" label=texts.asset_type options=choices(texts.any_type, types) value=wanted_type />
        </FinderTable>
    }
}

fn asset_cells(asset: AssetView, deeds: Option<Deeds>, texts: &'static Texts) -> Vec<Cell> {
    let service_type = asset.service_type.map_or("–", |service_type| texts.service_type(service_type));
    let tags: Vec<AnyView> =
        asset.tags.iter().cloned().map(|tag| erase(view! { <Badge><bdi>{tag}</bdi></Badge> })).collect();
    let actions = match deeds {
        Some(deeds) => erase(view! { <AssetMenu asset=asset.clone() deeds /> }),
        None => erase(""),
    };
    vec![
        Cell::text(asset.display_name),
        Cell::text(asset.asset_id.into()),
        Cell::new(texts.asset_type_of(asset.asset_type)),
        Cell::new(service_type),
        Cell::new(view! { <span class="tags">{tags}</span> }),
        Cell::new(actions),
    ]
}

#[component]
fn AssetMenu(asset: AssetView, deeds: Deeds) -> impl IntoView {
    let texts = texts();
    let (id, label) = (format!("asset-menu-{}", asset.asset_id), fill(texts.asset_actions, &asset.display_name));
    let removed = (asset.asset_id.clone(), asset.display_name.clone());
    let edit = move |()| deeds.editing.begin(Some(asset.clone()));
    let remove = move |()| deeds.remove.run(removed.clone());
    view! {
        <Menu id label glyph=Glyph::More>
            <MenuItem label=texts.asset_edit glyph=Glyph::Edit on_choose=edit />
            <MenuItem label=texts.remove glyph=Glyph::Remove on_choose=remove />
        </Menu>
    }
}

fn searched_text(asset: &AssetView) -> String {
    format!("{} {} {}", asset.display_name, asset.asset_id, asset.tags.join(" "))
}

fn sort_key(asset: &AssetView, column: &str, texts: &Texts) -> SortKey {
    match column {
        ID => SortKey::text(asset.asset_id.as_str()),
        TYPE => SortKey::text(texts.asset_type_of(asset.asset_type)),
        SERVICE_TYPE => {
            asset.service_type.map_or(SortKey::Missing, |service_type| SortKey::text(texts.service_type(service_type)))
        }
        _ => SortKey::text(&asset.display_name),
    }
}

impl Texts {
    /// A type of asset in words.
    pub fn asset_type_of(&self, asset_type: AssetType) -> &'static str {
        match asset_type {
            AssetType::Service => self.asset_service,
            AssetType::Vm => self.asset_vm,
            AssetType::Container => self.asset_container,
            AssetType::PhysicalServer => self.asset_physical_server,
            AssetType::ProxmoxNode => self.asset_proxmox_node,
            AssetType::BackupJob => self.asset_backup_job,
        }
    }

    /// A type of service in words.
    pub fn service_type(&self, service_type: ServiceType) -> &'static str {
        match service_type {
            ServiceType::WebService => self.service_web,
            ServiceType::Database => self.service_database,
            ServiceType::Application => self.service_application,
            ServiceType::Backup => self.service_backup,
            ServiceType::Monitoring => self.service_monitoring,
            ServiceType::Mail => self.service_mail,
            ServiceType::CiCd => self.service_ci_cd,
            ServiceType::FileSharing => self.service_file_sharing,
            ServiceType::Default => self.service_other,
        }
    }
}
