//! Connects to a MongoDB, or says in one line why not.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use mongodb::{
    Client,
    bson::{Document, doc},
    error::{Error, ErrorKind},
    options::ClientOptions,
};
use tokio::time::timeout;

use super::{
    MongoStore, background::Background, collections::Collections, fault, insert::Overlap, lent::Lent, schema, server,
};
use crate::{CollectionNames, DatabaseUrl, OpenError, Store};

/// How long a request looks for a server that can serve it.
const SERVER_SELECTION: Duration = Duration::from_secs(3);
/// How long the start waits for each answer; somewhat longer, so that the better message of the two is given.
const ANSWER: Duration = Duration::from_secs(4);
/// How long the start waits for Vedetta's own collections to be made.
const MIGRATION: Duration = Duration::from_secs(60);
pub const LARGEST_POOL: u32 = 50;

/// What becomes of a database in which there is nothing at all: to MongoDB, each name is that of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum IfEmpty {
    Fill,
    Refuse,
}

/// Connects to the database that the URL names, making Vedetta's own collections if need be.
pub async fn open(url: &DatabaseUrl, if_empty: IfEmpty) -> Result<Arc<dyn Store>, OpenError> {
    let DatabaseUrl::Mongo { uri, database, collections } = url else {
        return Err(OpenError::Refused("the URL does not name a MongoDB".into()));
    };
    let mut options = parse(uri).await?;
    let lent = Arc::new(Lent::default());
    options.cmap_event_handler = Some(lent.handler());
    let servers = options.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let connected = connect(options, lent, database, collections, if_empty).await;
    connected.map_err(|failure| failure.into_line(&servers, database))
}

enum Failure {
    Driver(Error),
    Silence,
    Empty,
    Newer(i64),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl Failure {
    fn into_line(self, servers: &str, database: &str) -> OpenError {
        match self {
            Self::Silence => OpenError::Unreachable(format!("no MongoDB answers at {servers}")),
            Self::Driver(error) => match error.kind.as_ref() {
                ErrorKind::ServerSelection { .. } => OpenError::Unreachable(format!(
                    "no MongoDB that can be written to answers at {servers} within {} s",
                    SERVER_SELECTION.as_secs()
                )),
                ErrorKind::Authentication { .. } => {
                    OpenError::Refused(format!("the MongoDB at {servers} refuses the user name or the password"))
                }
                _ if fault::is_unauthorized(&error) => OpenError::Refused(format!(
                    "the MongoDB at {servers} does not let this user read and write the database {database}"
                )),
                _ => OpenError::Unreachable(format!("the MongoDB at {servers}: {}", fault::describe(&error))),
            },
            Self::Empty => OpenError::Refused(format!("there is no database {database} at {servers}")),
            Self::Newer(found) => OpenError::Refused(format!(
                "the database {database} at {servers} was written by a newer Vedetta (its schema is {found}, this one \
                 knows {}); nothing was changed, start the newer one",
                schema::NEWEST
            )),
        }
    }
}

async fn parse(uri: &str) -> Result<ClientOptions, OpenError> {
    // The names of a mongodb+srv URL are looked up here.
    let parsed = timeout(ANSWER, ClientOptions::parse(uri)).await;
    let parsed =
        parsed.map_err(|_| OpenError::Unreachable("the names in the MongoDB URL cannot be looked up".into()))?;
    let mut options = parsed
        .map_err(|error| OpenError::Refused(format!("the MongoDB URL cannot be used: {}", fault::describe(&error))))?;
    options.app_name.get_or_insert_with(|| "vedetta".into());
    options.server_selection_timeout = Some(SERVER_SELECTION);
    options.connect_timeout = Some(SERVER_SELECTION);
    options.max_pool_size = Some(LARGEST_POOL);
    options.min_pool_size = None;
    Ok(options)
}

async fn connect(
    options: ClientOptions,
    lent: Arc<Lent>,
    database: &str,
    names: &CollectionNames,
    if_empty: IfEmpty,
) -> Result<Arc<dyn Store>, Failure> {
    let client = Client::with_options(options)?;
    let target = client.database(database);
    let hello = timeout(ANSWER, target.run_command(doc! { "hello": 1 })).await.map_err(|_| Failure::Silence)??;
    let collections = Collections::new(&client, database, names);

    let found = timeout(ANSWER, schema::version(&collections)).await.map_err(|_| Failure::Silence)??;
    if found > schema::NEWEST {
        return Err(Failure::Newer(found));
    }
    if found == 0 && if_empty == IfEmpty::Refuse {
        let there = timeout(ANSWER, target.list_collection_names()).await.map_err(|_| Failure::Silence)??;
        if there.is_empty() {
            return Err(Failure::Empty);
        }
    }
    if found < schema::NEWEST {
        timeout(MIGRATION, schema::migrate(&collections)).await.map_err(|_| Failure::Silence)??;
    }
    let has_transactions = has_transactions(&hello);
    if !has_transactions {
        tracing::warn!(
            "this MongoDB is a single server without a replica set: writes that belong together are made one after \
             the other, and only one Vedetta server can use it safely"
        );
    }
    let time_series = timeout(ANSWER, server::time_series(&target)).await.map_err(|_| Failure::Silence)??;
    let overlap = |name: &String| {
        let is_time_series = time_series.contains(name);
        if is_time_series {
            tracing::warn!(name, "this collection is a time series: Vedetta reads it, but takes no rows in");
        }
        Arc::new(Overlap::new(is_time_series))
    };
    let (sample_overlap, run_overlap) = (overlap(&names.metrics), overlap(&names.backups));
    let background = Background::start(collections.clone());
    Ok(Arc::new(MongoStore {
        client,
        collections,
        has_transactions,
        turn: Arc::default(),
        waiting: Arc::default(),
        lent,
        sample_overlap,
        run_overlap,
        background: Arc::new(Mutex::new(Some(background))),
    }))
}

/// Members of replica sets and the routers of sharded clusters say so of themselves.
fn has_transactions(hello: &Document) -> bool {
    hello.contains_key("setName") || hello.get_str("msg").is_ok_and(|msg| msg == "isdbgrid")
}
