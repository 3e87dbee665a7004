//! `vedetta demo`: loads the demo data, or removes them.

use std::io::{self, Write};

use api::DemoLoaded;
use chrono::NaiveDate;
use clap::ArgMatches;

use crate::{
    demo::{DEFAULT_DAYS, DEFAULT_SEED, Story},
    services::demo,
    settings::Settings,
    state::AppState,
};

pub async fn run(settings: Settings, matches: ArgMatches) -> anyhow::Result<()> {
    let state = super::open(settings).await?;
    let said = if matches.get_flag("remove") { remove(&state).await } else { load(&state, &matches).await };
    state.store.close().await;
    writeln!(io::stdout(), "{}", said?)?;
    Ok(())
}

async fn load(state: &AppState, matches: &ArgMatches) -> anyhow::Result<String> {
    let zone = state.settings.timezone;
    let today = || state.clock.now().with_timezone(&zone).date_naive();
    let story = Story {
        seed: matches.get_one("seed").copied().unwrap_or(DEFAULT_SEED),
        until: matches.get_one::<NaiveDate>("until").copied().unwrap_or_else(today),
        days: matches.get_one("days").copied().unwrap_or(DEFAULT_DAYS),
        zone,
    };
    let loaded = demo::load(state, story, &super::actor()).await;
    let DemoLoaded { assets, samples, backup_runs } = loaded.map_err(super::in_words)?;
    Ok(format!("loaded {assets} assets, {samples} samples and {backup_runs} backup runs of the demo"))
}

async fn remove(state: &AppState) -> anyhow::Result<String> {
    let removed = demo::remove(state, &super::actor()).await;
    Ok(format!("removed {} assets of the demo with their data", removed.map_err(super::in_words)?))
}
