//! The workers of this process: one loop claims jobs as long as there is a free place, and each job runs by itself.

use std::time::Duration;

use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout},
};

use super::claimed::{self, LEASE};
use crate::state::AppState;

/// Pauses between looks at an empty queue. A job that is queued in this process is seen at once.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);
/// While the database does not answer.
const OUTAGE_PAUSE: Duration = Duration::from_secs(2);
/// How long running jobs have to be given back, and a job that is being claimed to come: until its lease runs out,
/// nobody else would do it.
const LAST_GIVE_BACKS: Duration = Duration::from_secs(5);
const LAST_CLAIM: Duration = Duration::from_secs(1);

/// Workers that run until they are stopped.
pub struct Workers {
    stop: watch::Sender<bool>,
    claiming: JoinHandle<()>,
}

impl Workers {
    /// Starts so many workers.
    pub fn start(state: AppState, places: usize) -> Self {
        let (stop, stopped) = watch::channel(false);
        let claiming = tokio::spawn(async move {
            if places > 0 {
                claim_until_stopped(state, places, stopped).await;
            }
        });
        Self { stop, claiming }
    }

    /// Claims nothing more, gives running jobs back and waits until that is done.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if timeout(LAST_GIVE_BACKS, &mut self.claiming).await.is_err() {
            tracing::warn!("some jobs could not be given back in time; their leases run out");
            self.claiming.abort();
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// Waits until there is no more time for a claim.
async fn past_end(stopped: &mut watch::Receiver<bool>) {
    // A sender that is gone has stopped as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
    sleep(LAST_CLAIM).await;
}

async fn claim_until_stopped(state: AppState, places: usize, mut stopped: watch::Receiver<bool>) {
    let mut running = JoinSet::new();
    let mut pause = SHORTEST_PAUSE;
    while !*stopped.borrow() {
        if running.len() < places {
            let claimed_at = Instant::now();
            let claimed = tokio::select! {
                claimed = state.store.claim_job(LEASE) => claimed,
                () = past_end(&mut stopped) => break,
            };
            match claimed {
                Ok(Some(claim)) => {
                    running.spawn(claimed::run(state.clone(), claim, claimed_at, stopped.clone()));
                    pause = SHORTEST_PAUSE;
                    continue;
                }
                Ok(None) => pause = (pause * 2).min(LONGEST_PAUSE),
                Err(error) => {
                    tracing::warn!(%error, "the queue of jobs cannot be read; the next round tries again");
                    pause = OUTAGE_PAUSE;
                }
            }
        }
        let is_full = running.len() >= places;
        tokio::select! {
            Some(_) = running.join_next() => {}
            () = state.queue_bell.notified(), if !is_full => pause = SHORTEST_PAUSE,
            () = sleep(pause), if !is_full => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }
    while running.join_next().await.is_some() {}
}
