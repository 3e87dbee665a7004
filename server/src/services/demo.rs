//! Loads the demo data, and removes exactly them.

use std::collections::HashSet;

use api::{Code, DemoLoaded};
use model::{Asset, AssetId, AuditAction, MAX_PAGE, PageRequest};
use store::AssetFilter;

use crate::{
    demo::{self, Story, TAG},
    error::{ServiceError, ServiceResult},
    services::users::Actor,
    state::AppState,
};

/// Puts the demo data in, in place of those of another day.
pub async fn load(state: &AppState, story: Story, actor: &Actor<'_>) -> ServiceResult<DemoLoaded> {
    check_names(state).await?;
    remove(state, actor).await?;
    let object = format!("demo of {} days until {}, seed {}", story.days, story.until, story.seed);
    state.store.append_audit(actor.did(state, AuditAction::DataImported, &object)).await?;
    let assets = story.assets();
    state.store.put_assets(&assets).await?;
    let mut samples = 0;
    for one in story.samples() {
        if !one.is_empty() {
            samples += state.store.add_samples(&one).await?;
        }
    }
    let backup_runs = state.store.add_backup_runs(&story.backup_runs()).await?;
    Ok(DemoLoaded { assets: assets.len() as u64, samples, backup_runs })
}

/// Takes away what carries the names of the demo and its tag, with all its data; gives how many assets that were.
pub async fn remove(state: &AppState, actor: &Actor<'_>) -> ServiceResult<u64> {
    let ids: Vec<AssetId> = find_demo(state).await?.into_iter().map(|asset| asset.id).collect();
    if !ids.is_empty() {
        let object = format!("demo: {} assets and their data", ids.len());
        state.store.remove_assets_and_data(&ids, actor.did(state, AuditAction::DataRemoved, &object)).await?;
    }
    Ok(ids.len() as u64)
}

/// Nothing of somebody's own may go by a name of the demo: it would be mixed up with it.
async fn check_names(state: &AppState) -> ServiceResult<()> {
    let names: HashSet<&str> = demo::ids().collect();
    let ours: HashSet<AssetId> = find_demo(state).await?.into_iter().map(|asset| asset.id).collect();
    let mut used: Vec<AssetId> = list_named(state).await?.into_iter().map(|asset| asset.id).collect();
    used.extend(state.store.sampled_services().await?);
    used.extend(state.store.backed_up_assets().await?);
    match used.iter().find(|id| names.contains(id.as_str()) && !ours.contains(*id)) {
        None => Ok(()),
        Some(id) => Err(ServiceError::refused(
            Code::Conflict,
            format!("the demo needs the name {id}, which stands for something of your own here"),
        )),
    }
}

async fn find_demo(state: &AppState) -> ServiceResult<Vec<Asset>> {
    let mut named = list_named(state).await?;
    named.retain(|asset| asset.tags.iter().any(|tag| tag == TAG));
    Ok(named)
}

/// The assets that have a name of the demo.
async fn list_named(state: &AppState) -> ServiceResult<Vec<Asset>> {
    let names: HashSet<&str> = demo::ids().collect();
    let mut named = Vec::new();
    let mut page = PageRequest { limit: MAX_PAGE, cursor: None };
    loop {
        let found = state.store.list_assets(AssetFilter::default(), page.clone()).await?.found;
        named.extend(found.items.into_iter().filter(|asset| names.contains(asset.id.as_str())));
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return Ok(named),
        }
    }
}
