//! What goes on while the store is open: indexes are built, samples are rolled up, and what nobody needs any more is cleared away.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, task::JoinHandle, time::timeout};

use super::{collections::Collections, indexes::Wishes, proof::Looks, report_parts, rolling};

/// How often it is seen to. Where all is as it should be, that takes some milliseconds.
const LOOK_EVERY: Duration = Duration::from_secs(300);

/// The task, and how it is told to end.
pub struct Background {
    end: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Background {
    pub fn start(collections: Collections) -> Self {
        let end = Arc::new(Notify::new());
        let task = tokio::spawn(run(collections, end.clone()));
        Self { end, task }
    }

    /// Waits for what is at hand, up to a limit.
    pub async fn end(mut self, limit: Duration) {
        self.end.notify_one();
        if timeout(limit, &mut self.task).await.is_err() {
            self.task.abort();
            // It has been told to end; that is all there is to know of it.
            let _ = self.task.await;
        }
    }
}

async fn run(collections: Collections, end: Arc<Notify>) {
    let (mut wishes, mut looks) = (Wishes::default(), Looks::default());
    loop {
        // Each round anew: a build ends with the primary that was at it, and somebody may have restored a collection.
        wishes.build(&collections).await;
        if let Err(error) = report_parts::sweep(&collections).await {
            tracing::debug!(%error, "left parts of reports stay until the next sweep");
        }
        if let Err(error) = rolling::refresh(&collections, &mut looks).await {
            tracing::debug!(%error, "samples are not rolled up; analyses may be slower");
        }
        if timeout(LOOK_EVERY, end.notified()).await.is_ok() {
            return;
        }
    }
}
