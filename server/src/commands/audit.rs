//! `vedetta audit verify`: walks the whole trail and checks that no row was changed, removed or put in between.

use std::io::{self, Write};

use clap::ArgMatches;
use store::Store;

use crate::settings::Settings;

/// How many rows are held at a time.
const STEP: u32 = 1000;

pub async fn run(settings: Settings, _: ArgMatches) -> anyhow::Result<()> {
    let state = super::open_existing(settings).await?;
    let verified = verify(&*state.store).await;
    state.store.close().await;
    let (rows, last_hash) = verified?;
    writeln!(io::stdout(), "the audit trail is whole: {rows} rows, the last with hash {last_hash}")?;
    Ok(())
}

/// How many rows there are, and the hash of the last.
async fn verify(store: &dyn Store) -> anyhow::Result<(i64, String)> {
    let (mut last_sequence, mut last_hash) = (0, String::new());
    loop {
        let rows = store.audit_after(last_sequence, STEP).await?;
        if rows.is_empty() {
            return Ok((last_sequence, last_hash));
        }
        for row in rows {
            let expected = last_sequence + 1;
            anyhow::ensure!(row.sequence == expected, "row {expected} of the audit trail is missing");
            anyhow::ensure!(
                row.previous_hash == last_hash,
                "row {} of the audit trail does not follow from row {last_sequence}: one of the two was changed",
                row.sequence
            );
            last_sequence = row.sequence;
            last_hash = store::audit_hash(&row);
        }
    }
}
