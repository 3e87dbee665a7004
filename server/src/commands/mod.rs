//! The verbs of the command line that work on the data without a server.

pub mod audit;
pub mod check_config;
pub mod user;

use crate::{clock::Clock, settings::Settings, state::AppState};

/// Opens the data that the settings name, for one verb.
async fn open(settings: Settings) -> anyhow::Result<AppState> {
    let store = store::open(&settings.database).await?;
    AppState::new(store, settings, Clock::system()).await
}
