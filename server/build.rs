//! Embeds the site that `cargo xtask build` made, so that the whole product is one file.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo:rerun-if-env-changed=VEDETTA_SITE");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("site.rs");
    // Without a site the table is empty: unit tests need none, and `serve` says that it is missing.
    let table = env::var_os("VEDETTA_SITE").map_or_else(|| "&[]".to_owned(), |site| table(Path::new(&site)));
    fs::write(out, table).expect("the build folder is writable");
}

/// The source of a slice with one entry for each file of the site.
fn table(site: &Path) -> String {
    let manifest = site.join("manifest.json");
    println!("cargo:rerun-if-changed={}", manifest.display());
    let text = fs::read_to_string(&manifest).expect("VEDETTA_SITE holds a manifest.json");
    let names: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("a JSON object");
    let mut table = String::from("&[\n");
    for (name, hashed) in &names {
        let hashed = hashed.as_str().expect("a file name");
        let file = site.join(hashed);
        let embed = |path: PathBuf| {
            if path.exists() { format!("Some(include_bytes!({path:?}).as_slice())") } else { "None".to_owned() }
        };
        let beside = |suffix: &str| site.join(format!("{hashed}{suffix}"));
        // What is there compressed is unpacked for the few who want it plain.
        let plain = if beside(".gz").exists() { "None".to_owned() } else { embed(file) };
        writeln!(
            table,
            "SiteFile {{ name: {name:?}, path: {:?}, plain: {plain}, brotli: {}, gzip: {} }},",
            format!("/assets/{hashed}"),
            embed(beside(".br")),
            embed(beside(".gz")),
        )
        .expect("writing to a string");
    }
    table.push(']');
    table
}
