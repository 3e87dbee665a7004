//! The programs that Vedetta is compared with: examples of the crates that have a server's and the databases' parts.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::places;
use crate::processes::run;

/// Each with the package that it is an example of.
const EXAMPLES: [(&str, &str); 3] = [("server", "bare"), ("store", "raw_ingest"), ("store", "raw_read")];

/// Builds them all, before any clock runs.
pub fn build() -> Result<()> {
    println!("building what the server is compared with");
    for (package, example) in EXAMPLES {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--quiet", "--release", "--package", package, "--example", example]);
        // The same site as the product's, which would be built anew otherwise.
        cargo.env("VEDETTA_SITE", places::target().join("site"));
        run(cargo.current_dir(places::root()))?;
    }
    Ok(())
}

pub fn program(example: &str) -> PathBuf {
    places::target().join("release/examples").join(example)
}
