//! The programs that Vedetta is compared with: a bare server, and examples of the storage crate that leave Vedetta out.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::places;
use crate::processes::run;

/// What cargo is told for each. The bare server is a package, so that nothing of Vedetta is built for it.
const PROGRAMS: [&[&str]; 3] = [
    &["--package", "bare"],
    &["--package", "store", "--example", "raw_ingest"],
    &["--package", "store", "--example", "raw_read"],
];

/// Builds them all, before any clock runs.
pub fn build() -> Result<()> {
    println!("building what the server is compared with");
    for program in PROGRAMS {
        run(Command::new("cargo").args(["build", "--quiet", "--release"]).args(program).current_dir(places::root()))?;
    }
    Ok(())
}

/// The bare server.
pub fn bare() -> PathBuf {
    places::target().join("release/bare")
}

/// An example of the storage crate.
pub fn example(name: &str) -> PathBuf {
    places::target().join("release/examples").join(name)
}
