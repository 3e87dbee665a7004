//! `vedetta worker`: does the jobs of the queue without serving anybody. For a MongoDB, which any number of processes
//! may share.

use crate::{jobs::Workers, serve, settings::Settings, stopping::Stop};

pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let places = settings.workers;
    let mut stop = Stop::listen()?;
    let state = tokio::select! {
        opened = super::open(settings) => opened?,
        () = stop.wait() => return Ok(()),
    };
    let workers = Workers::start(state.clone(), places);
    tracing::info!(places, database = state.store.engine().as_str(), version = env!("CARGO_PKG_VERSION"), "working");
    stop.wait().await;
    tracing::info!("stopping; running jobs are given back");
    workers.stop().await;
    serve::close(&state).await;
    Ok(())
}
