//! The tables, in versions. Each step takes a file from one version to the next, in one transaction.

use rusqlite::Connection;

/// Marks a file as Vedetta's: "VEDT".
pub const APPLICATION_ID: i32 = 0x5645_4454;

/// Step n, counted from 1, makes version n. Steps are only ever added.
const STEPS: &[&str] = &[
    include_str!("schema/0001_foundation.sql"),
    include_str!("schema/0002_analyses.sql"),
    include_str!("schema/0003_samples_by_hour.sql"),
    include_str!("schema/0004_lists_of_one.sql"),
];

/// The version that this program writes.
pub fn newest_version() -> i32 {
    version_after(STEPS)
}

pub fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the file to the newest version.
pub fn migrate(db: &Connection) -> rusqlite::Result<()> {
    migrate_through(db, STEPS)
}

fn migrate_through(db: &Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let from = version(db)?;
    for (step, to) in steps.iter().zip(1..).filter(|(_, to)| *to > from) {
        if from > 0 {
            tracing::info!(
                version = to,
                "the database file is brought to a newer version; a large one takes a while and as much room again"
            );
        }
        let transaction = db.unchecked_transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", to)?;
        transaction.commit()?;
    }
    Ok(())
}

fn version_after(steps: &[&str]) -> i32 {
    i32::try_from(steps.len()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_once_and_in_order() {
        let db = Connection::open_in_memory().unwrap();
        migrate_through(&db, &["CREATE TABLE a (x)"]).unwrap();
        migrate_through(&db, &["CREATE TABLE a (x)", "CREATE TABLE b AS SELECT * FROM a"]).unwrap();
        assert_eq!(version(&db).unwrap(), 2);
    }

    #[test]
    fn a_failing_step_leaves_the_version_before_it() {
        let db = Connection::open_in_memory().unwrap();
        migrate_through(&db, &["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"]).unwrap_err();
        assert_eq!(version(&db).unwrap(), 1);
        assert!(db.prepare("SELECT * FROM b").is_err());
    }
}
