//! The golden vectors of the scoring, run in WebAssembly and compared bit for bit with what they expect.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::processes::{output, run};
use crate::wasm_toolchain::{self, TARGET};
use crate::{packages, places};

/// Makes sure that Node.js is there.
pub fn find_node() -> Result<()> {
    if places::program("node").is_none() {
        packages::install(&["nodejs"], "run the golden vectors in WebAssembly")?;
    }
    Ok(())
}

/// Builds the module and compares what it finds.
pub fn check() -> Result<()> {
    let folder = places::target().join("front");
    let mut build = wasm_toolchain::find()?.cargo("build");
    run(build.args(["--package", "golden", "--lib", "--target-dir"]).arg(&folder).current_dir(places::root()))?;
    let scoring = places::root().join("crates/scoring");
    let module = folder.join(TARGET).join("debug/golden.wasm");
    let found = output(Command::new("node").arg(scoring.join("golden/run.mjs")).arg(module))?;
    let found: Vec<Value> = serde_json::from_str(&found).context("the module did not print JSON")?;
    let golden = fs::read_to_string(scoring.join("tests/golden.json")).context("cannot read golden.json")?;
    compare(&serde_json::from_str::<Vec<Value>>(&golden)?, &found)
}

fn compare(vectors: &[Value], found: &[Value]) -> Result<()> {
    ensure!(vectors.len() == found.len(), "{} of {} vectors were run", found.len(), vectors.len());
    for (place, (vector, found)) in vectors.iter().zip(found).enumerate() {
        ensure!(vector["expect"] == *found, "vector {place} of golden.json ({}) comes out as {found}", vector["rule"]);
    }
    println!("{} vectors come out bit for bit", vectors.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_bit_of_every_vector_counts() {
        let vectors = [json!({"rule": "mean", "expect": ["3fe0000000000000"]})];
        assert!(compare(&vectors, &[json!(["3fe0000000000000"])]).is_ok());
        let error = compare(&vectors, &[json!(["3fe0000000000001"])]).unwrap_err().to_string();
        assert!(error.contains("vector 0") && error.contains("mean"), "{error}");
        assert!(compare(&vectors, &[]).is_err());
    }
}
