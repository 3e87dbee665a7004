//! The collections: Vedetta's own, prefixed so that they meet no others, and the three that may have been there.

use std::time::Duration;

use mongodb::{
    Client, Collection, Database,
    bson::{Document, RawDocumentBuf},
    options::{CollectionOptions, ReadConcern, ReadPreference, SelectionCriteria, WriteConcern},
};

use crate::CollectionNames;

/// How long a write may wait for a majority of the servers.
const MAJORITY_WAIT: Duration = Duration::from_secs(8);

/// Handles to all collections.
#[derive(Clone)]
pub struct Collections {
    pub users: Collection<Document>,
    pub sign_ins: Collection<Document>,
    pub spent_refreshes: Collection<Document>,
    pub attempts: Collection<Document>,
    pub secrets: Collection<Document>,
    pub audit: Collection<Document>,
    pub jobs: Collection<Document>,
    pub job_keys: Collection<Document>,
    pub reports: Collection<Document>,
    pub report_parts: Collection<Document>,
    pub presets: Collection<Document>,
    pub rollups: Collection<Document>,
    pub schema: Collection<Document>,

    pub assets: Collection<RawDocumentBuf>,
    pub metrics: Collection<RawDocumentBuf>,
    pub backups: Collection<RawDocumentBuf>,
}

impl Collections {
    pub fn new(client: &Client, database: &str, names: &CollectionNames) -> Self {
        let database = client.database(database);
        Self {
            users: own(&database, "users"),
            sign_ins: own(&database, "sign_ins"),
            spent_refreshes: own(&database, "spent_refreshes"),
            attempts: own(&database, "attempts"),
            secrets: own(&database, "secrets"),
            audit: own(&database, "audit"),
            jobs: own(&database, "jobs"),
            job_keys: own(&database, "job_keys"),
            reports: own(&database, "reports"),
            report_parts: own(&database, "report_parts"),
            presets: own(&database, "presets"),
            rollups: own(&database, "rollups"),
            schema: own(&database, "schema"),
            assets: data(&database, &names.assets),
            metrics: data(&database, &names.metrics),
            backups: data(&database, &names.backups),
        }
    }

    pub fn all_own(&self) -> [&Collection<Document>; 13] {
        [
            &self.users,
            &self.sign_ins,
            &self.spent_refreshes,
            &self.attempts,
            &self.secrets,
            &self.audit,
            &self.jobs,
            &self.job_keys,
            &self.reports,
            &self.report_parts,
            &self.presets,
            &self.rollups,
            &self.schema,
        ]
    }
}

/// What is Vedetta's own is read from the primary and written to a majority, whatever the URL says of other reads.
fn own(database: &Database, name: &str) -> Collection<Document> {
    let options = CollectionOptions::builder()
        .selection_criteria(primary())
        .read_concern(ReadConcern::majority())
        .write_concern(majority())
        .build();
    database.collection_with_options(&format!("vedetta_{name}"), options)
}

fn data(database: &Database, name: &str) -> Collection<RawDocumentBuf> {
    database.collection_with_options(name, CollectionOptions::builder().write_concern(majority()).build())
}

pub fn primary() -> SelectionCriteria {
    SelectionCriteria::ReadPreference(ReadPreference::Primary)
}

pub fn majority() -> WriteConcern {
    let mut majority = WriteConcern::majority();
    majority.w_timeout = Some(MAJORITY_WAIT);
    majority
}
