//! Loads the demo data, and removes exactly them. A mark is kept with the data while the demo is loaded: it takes no name
//! that stands for something else, so until it goes all its names are its own, whatever people make of its assets.

use std::collections::HashSet;

use api::{Code, DemoLoaded};
use model::{Asset, AssetId, AuditAction};

use crate::{
    demo::{self, Story, TAG},
    error::{ServiceError, ServiceResult},
    services::audit::Actor,
    state::AppState,
};

/// The name of the mark.
const MARK: &str = "demo";

/// Puts the demo data in, in place of those of another day.
pub async fn load(state: &AppState, story: Story, actor: &Actor<'_>) -> ServiceResult<DemoLoaded> {
    check_names(state).await?;
    remove(state, actor).await?;
    let object = format!("demo of {} days until {}, seed {}", story.days, story.until, story.seed);
    state.store.append_audit(actor.did(state, AuditAction::DataImported, &object)).await?;
    state.store.keep_secret(MARK, "loaded").await?;
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

/// Takes away what is of the demo, with all its data; gives how many assets that were.
pub async fn remove(state: &AppState, actor: &Actor<'_>) -> ServiceResult<u64> {
    let demo = find_demo(state).await?;
    if !demo.names.is_empty() {
        let object = format!("demo: {} assets and their data", demo.assets);
        let names: Vec<AssetId> = demo.names.into_iter().collect();
        state.store.remove_assets_and_data(&names, actor.did(state, AuditAction::DataRemoved, &object)).await?;
        state.store.forget_secret(MARK).await?;
    }
    Ok(demo.assets)
}

/// What is of the demo now.
struct Demo {
    names: HashSet<AssetId>,
    /// How many of the names stand for an asset.
    assets: u64,
}

/// Nothing of somebody's own may go by a name of the demo: it would be mixed up with it.
async fn check_names(state: &AppState) -> ServiceResult<()> {
    let names: HashSet<&str> = demo::ids().collect();
    let ours = find_demo(state).await?.names;
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

/// While the mark is there, everything that has a name of the demo; without it, what still carries its tag, which an
/// earlier version has loaded.
async fn find_demo(state: &AppState) -> ServiceResult<Demo> {
    let mut named = list_named(state).await?;
    if state.store.find_secret(MARK).await?.is_some() {
        let names = demo::ids().filter_map(|id| AssetId::new(id).ok()).collect();
        return Ok(Demo { names, assets: named.len() as u64 });
    }
    named.retain(|asset| asset.tags.iter().any(|tag| tag == TAG));
    Ok(Demo { assets: named.len() as u64, names: named.into_iter().map(|asset| asset.id).collect() })
}

/// The assets that have a name of the demo.
async fn list_named(state: &AppState) -> ServiceResult<Vec<Asset>> {
    let names: HashSet<&str> = demo::ids().collect();
    let assets = state.store.read_assets().await?.found.into_values();
    Ok(assets.filter(|asset| names.contains(asset.id.as_str())).collect())
}
