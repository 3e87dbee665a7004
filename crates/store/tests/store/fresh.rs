//! A fresh database for each test, gone afterwards.

use std::{env, panic::AssertUnwindSafe, sync::Arc};

use futures_util::{FutureExt, future::BoxFuture};
use libtest_mimic::Trial;
use mongodb::{Client, bson::oid::ObjectId};
use store::{CollectionNames, DatabaseUrl, Store};
use tokio::runtime::Runtime;

/// A test of what both engines promise.
pub struct Test {
    pub name: &'static str,
    pub run: fn(&dyn Store) -> BoxFuture<'_, ()>,
}

/// The engines.
#[derive(Clone, Copy)]
pub enum Database {
    Sqlite,
    Mongo,
}

impl Test {
    /// The test as it runs on one engine.
    pub fn on(&self, database: Database) -> Trial {
        let run = self.run;
        match database {
            Database::Sqlite => Trial::test(format!("sqlite::{}", self.name), move || {
                block_on(on_sqlite(run));
                Ok(())
            }),
            Database::Mongo => mongo_trial(self.name, move |uri| on_mongo(uri, run)),
        }
    }
}

/// A test that needs a MongoDB: skipped where there is none, but never in CI.
pub fn mongo_trial<F: Future<Output = ()>>(name: &str, run: impl FnOnce(String) -> F + Send + 'static) -> Trial {
    let uri = env::var("VEDETTA_TEST_MONGODB").ok().filter(|uri| !uri.is_empty());
    let in_ci = env::var("CI").is_ok_and(|ci| ci == "true");
    let skipped = uri.is_none() && !in_ci;
    let trial = Trial::test(format!("mongodb::{name}"), move || {
        let uri = uri.ok_or("VEDETTA_TEST_MONGODB is not set: start a MongoDB replica set and name its URL there")?;
        block_on(run(uri));
        Ok(())
    });
    if skipped { trial.with_ignored_flag(true).with_kind("VEDETTA_TEST_MONGODB is not set") } else { trial }
}

/// Runs a test as the server would: on a few threads.
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    Runtime::new().unwrap().block_on(test)
}

async fn on_sqlite(run: fn(&dyn Store) -> BoxFuture<'_, ()>) {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite { path: folder.path().join("vedetta.db") };
    let db = store::open(&url).await.unwrap();
    run(&*db).await;
    db.close().await;
}

async fn on_mongo(uri: String, run: fn(&dyn Store) -> BoxFuture<'_, ()>) {
    with_mongo(uri, async |url, _| {
        let db: Arc<dyn Store> = store::open(&url).await.unwrap();
        run(&*db).await;
        db.close().await;
    })
    .await;
}

/// Hands a test a database of its own in the MongoDB, and drops it however the test ends.
pub async fn with_mongo(uri: String, run: impl AsyncFnOnce(DatabaseUrl, mongodb::Database)) {
    let name = format!("vedetta_test_{}", ObjectId::new().to_hex());
    let client = Client::with_uri_str(&uri).await.unwrap();
    let database = client.database(&name);
    let url = DatabaseUrl::Mongo { uri, database: name, collections: CollectionNames::default() };
    let outcome = AssertUnwindSafe(run(url, database.clone())).catch_unwind().await;
    database.drop().await.unwrap();
    client.shutdown().immediate(true).await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
