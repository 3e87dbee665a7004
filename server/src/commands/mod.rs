//! The verbs of the command line that work on the data without a server.

pub mod analyze;
pub mod audit;
pub mod check_config;
pub mod demo;
pub mod import;
pub mod user;
pub mod worker;

use std::sync::LazyLock;

use model::COMMAND_LINE_ACTOR;

use crate::{
    auth::identity::Origin, clock::Clock, error::ServiceError, services::audit::Actor, settings::Settings,
    state::AppState,
};

/// Who acts, in the audit trail.
const NAME: &str = COMMAND_LINE_ACTOR;

/// Opens the data that the settings name, for one verb that may be the first of all.
async fn open(settings: Settings) -> anyhow::Result<AppState> {
    let store = store::open(&settings.database).await?;
    AppState::new(store, settings, Clock::system()).await
}

/// The same for one that has nothing to do where there are no data.
async fn open_existing(settings: Settings) -> anyhow::Result<AppState> {
    let store = store::open_existing(&settings.database).await?;
    AppState::new(store, settings, Clock::system()).await
}

/// Whoever is at the command line.
fn actor() -> Actor<'static> {
    static ORIGIN: LazyLock<Origin> =
        LazyLock::new(|| Origin { address: NAME.into(), device: String::new(), request_id: String::new() });
    Actor { name: NAME, origin: &ORIGIN }
}

/// A refusal as the command line says it: every fault, one after the other.
fn in_words(error: ServiceError) -> anyhow::Error {
    match error {
        ServiceError::Invalid(faults) => {
            let messages: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
            anyhow::anyhow!(messages.join("; "))
        }
        error => anyhow::anyhow!(error.to_string()),
    }
}
