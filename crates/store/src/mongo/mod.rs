//! The shared engine: a MongoDB, Vedetta's own or one that was there before. Queries live in one file per room.

mod accounts;
mod assets;
mod attempts;
mod audited;
mod background;
mod backup_runs;
mod by_age;
mod closed;
mod collections;
mod counting;
mod coverage;
mod covered;
mod documents;
mod fault;
mod foreign;
mod identity;
mod indexes;
mod insert;
mod job_deeds;
mod job_documents;
mod jobs;
mod leases;
mod lent;
mod not_ok;
mod opening;
mod pages;
mod plainly_ok;
mod presets;
mod proof;
mod repeat;
mod report_parts;
mod reports;
mod rolling;
mod rollups;
mod sample_hours;
mod sample_indexes;
mod sample_scan;
mod samples;
mod schema;
mod secrets;
mod selected;
mod server;
mod sign_ins;
mod tally;
mod timestamps;
mod trail;
mod unit;
mod users;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use mongodb::{Client, bson::doc};
use tokio::time::timeout;

use crate::{Engine, Pool, Result, Store};
use background::Background;
use collections::Collections;
pub use opening::{IfEmpty, open};

/// How long closing waits for each thing that goes on; an index that the server builds goes on without us.
const FAREWELL: Duration = Duration::from_secs(3);

/// A database on a MongoDB. Clones are the same one.
#[derive(Clone)]
struct MongoStore {
    client: Client,
    collections: Collections,
    /// Whether several documents can be written all or none: on replica sets and sharded clusters.
    has_transactions: bool,
    /// Audited writes of this process take turns, because each would conflict with the next over the chain's end.
    turn: Arc<tokio::sync::Mutex<()>>,
    waiting: Arc<trail::Waiting>,
    lent: Arc<lent::Lent>,
    /// Of samples, and of backup runs.
    sample_overlap: Arc<insert::Overlap>,
    run_overlap: Arc<insert::Overlap>,
    background: Arc<Mutex<Option<Background>>>,
}

#[async_trait]
impl Store for MongoStore {
    fn engine(&self) -> Engine {
        Engine::Mongo
    }

    async fn ping(&self) -> Result<()> {
        // Only a primary is asked, and only a primary can write.
        let database = self.client.database(self.collections.users.namespace().db.as_str());
        repeat::once(database.run_command(doc! { "ping": 1 })).await.map(drop)
    }

    fn pool(&self) -> Pool {
        self.lent.pool(opening::LARGEST_POOL)
    }

    async fn close(&self) {
        let background = self.background.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(background) = background {
            background.end(FAREWELL).await;
        }
        // Cursors and sessions that were let go are tidied up by the driver, unless the server does not answer.
        if timeout(FAREWELL, self.client.clone().shutdown()).await.is_err() {
            self.client.clone().shutdown().immediate(true).await;
        }
    }

    async fn keep_secret(&self, name: &str, candidate: &str) -> Result<String> {
        secrets::keep(&self.collections, name, candidate).await
    }

    async fn find_secret(&self, name: &str) -> Result<Option<String>> {
        secrets::find(&self.collections, name).await
    }

    async fn forget_secret(&self, name: &str) -> Result<()> {
        secrets::forget(&self.collections, name).await
    }
}
