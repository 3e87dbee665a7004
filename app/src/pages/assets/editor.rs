//! The drawer in which an asset is added or changed.

use crate::{
    client::{Client, ClientError, find_in_pages, use_client},
    components::{Drawer, Form, SelectField, TextField, Toaster, WayOut},
    content::{changing, erase},
    forms::Submission,
    texts::{Texts, fill, texts},
};
use api::{AssetChange, AssetView, FieldFault};
use leptos::{ev, prelude::*};
use model::{AssetId, AssetType, MAX_NAME, ServiceType, check_text};

/// What is being edited, if anything.
#[derive(Clone, Copy)]
pub struct Editing {
    open: RwSignal<bool>,
    /// Nothing: a new one.
    asset: RwSignal<Option<AssetView>>,
}

impl Editing {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), asset: RwSignal::new(None) }
    }

    pub fn begin(self, asset: Option<AssetView>) {
        self.asset.set(asset);
        self.open.set(true);
    }
}

#[component]
pub fn AssetDrawer(editing: Editing, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let Editing { open, asset } = editing;
    let title = move || match asset.get() {
        Some(asset) => fill(texts.asset_edit_title, &asset.display_name),
        None => texts.asset_add_title.into(),
    };
    view! {
        <Drawer open id="asset-drawer" title=Signal::derive(title)>
            <AssetForm asset=asset.get_untracked() open on_done />
        </Drawer>
    }
}

#[component]
fn AssetForm(asset: Option<AssetView>, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::in_window();
    let is_new = asset.is_none();
    let draft = AssetDraft::of(asset.as_ref());
    let AssetDraft { id, name, asset_type, service_type, tags } = draft;
    let send = move |_: ev::SubmitEvent| {
        let change = draft.change();
        let wanted = AssetId::new(id.get_untracked().trim());
        if submission.refuse(faults_of(wanted.is_ok(), &change, texts)) {
            return;
        }
        let Ok(wanted) = wanted else { return };
        let client = client.clone();
        submission.send(async move {
            if is_new && is_in_use(&client, &wanted).await? {
                submission.refuse(vec![fault("/asset_id", texts.asset_id_taken)]);
                return Ok(());
            }
            client.put_asset(&wanted, &change).await?;
            toaster.done(fill(texts.asset_saved, &change.display_name));
            submission.close(open);
            on_done.try_run(());
            Ok(())
        });
    };
    let types = AssetType::ALL.iter().map(|one| (one.as_str(), texts.asset_type_of(*one))).collect();
    let service_types = move || ServiceType::ALL.iter().map(|one| (one.as_str(), texts.service_type(*one))).collect();
    let service_field = changing(move || {
        (read_type(&asset_type.get()) == AssetType::Service).then(|| {
            erase(view! {
                <SelectField
                    name="service_type"
                    label=texts.service_type_label
                    options=service_types()
                    value=service_type
                    hint=texts.service_type_hint
                    error=submission.fault_at("/service_type")
                />
            })
        })
    });
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.save way_out on_send=send>
            <TextField
                name="asset_id"
                label=texts.asset_id
                value=id
                hint=texts.asset_id_hint
                error=submission.fault_at("/asset_id")
                readonly=!is_new
                autofocus=is_new
            />
            <TextField name="display_name" label=texts.asset_name value=name error=submission.fault_at("/display_name") />
            <SelectField
                name="asset_type"
                label=texts.asset_type
                options=types
                value=asset_type
                error=submission.fault_at("/asset_type")
            />
            {service_field}
            <TextField
                name="tags"
                label=texts.asset_tags
                value=tags
                hint=texts.asset_tags_hint
                error=submission.fault_at("/tags")
            />
        </Form>
    }
}

/// What stands in the fields.
#[derive(Clone, Copy)]
struct AssetDraft {
    id: RwSignal<String>,
    name: RwSignal<String>,
    asset_type: RwSignal<String>,
    service_type: RwSignal<String>,
    tags: RwSignal<String>,
}

impl AssetDraft {
    /// Of an asset, or of what a new one is in most cases.
    fn of(asset: Option<&AssetView>) -> Self {
        let field = |read: fn(&AssetView) -> String| RwSignal::new(asset.map(read).unwrap_or_default());
        let asset_type = asset.map_or(AssetType::Service, |asset| asset.asset_type);
        let service_type = asset.and_then(|asset| asset.service_type).unwrap_or(ServiceType::Default);
        Self {
            id: field(|asset| asset.asset_id.to_string()),
            name: field(|asset| asset.display_name.clone()),
            asset_type: RwSignal::new(asset_type.as_str().into()),
            service_type: RwSignal::new(service_type.as_str().into()),
            tags: field(|asset| asset.tags.join(", ")),
        }
    }

    fn change(self) -> AssetChange {
        let asset_type = self.asset_type.get_untracked();
        AssetChange {
            display_name: self.name.get_untracked().trim().into(),
            asset_type: read_type(&asset_type),
            service_type: read_service_type(&asset_type, &self.service_type.get_untracked()),
            tags: read_tags(&self.tags.get_untracked()),
        }
    }
}

fn fault(pointer: &str, message: &str) -> FieldFault {
    FieldFault { pointer: pointer.into(), message: message.into() }
}

/// Whether there is an asset of this id already, which must not be replaced by one that is meant to be new.
async fn is_in_use(client: &Client, id: &AssetId) -> Result<bool, ClientError> {
    // Many ids may have this one in them.
    let list = |cursor: Option<&str>| client.list_assets_with(id.as_str(), cursor);
    Ok(find_in_pages(list, |asset| asset.asset_id == *id).await?.is_some())
}

fn faults_of(is_id: bool, change: &AssetChange, texts: &Texts) -> Vec<FieldFault> {
    let id = (!is_id).then(|| fault("/asset_id", texts.asset_id_missing));
    let is_named = check_text(&change.display_name, MAX_NAME).is_ok();
    let name = (!is_named).then(|| fault("/display_name", texts.asset_name_missing));
    let are_tags = change.tags.iter().all(|tag| check_text(tag, MAX_NAME).is_ok());
    let tags = (!are_tags).then(|| fault("/tags", texts.asset_tags_wrong));
    [id, name, tags].into_iter().flatten().collect()
}

fn read_type(word: &str) -> AssetType {
    AssetType::from_word(word).unwrap_or(AssetType::Service)
}

/// Only a service has one.
fn read_service_type(asset_type: &str, word: &str) -> Option<ServiceType> {
    (read_type(asset_type) == AssetType::Service).then(|| ServiceType::from_word(word).unwrap_or(ServiceType::Default))
}

fn read_tags(typed: &str) -> Vec<String> {
    typed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_apart_by_commas() {
        assert_eq!(read_tags(" shop , eu-west,, "), ["shop", "eu-west"]);
        assert!(read_tags(" ").is_empty());
    }

    #[test]
    fn only_services_have_a_service_type() {
        assert_eq!(read_service_type("service", "database"), Some(ServiceType::Database));
        assert_eq!(read_service_type("vm", "database"), None);
    }
}
