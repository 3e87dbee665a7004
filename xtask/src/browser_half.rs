//! The browser half: the `frontend` crate as WebAssembly, in a main part and those of the lazy pages, and the scripts that
//! load them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::processes::run;
use crate::product::Profile;
use crate::wasm_toolchain::{self, TARGET, WasmToolchain};
use crate::{bindings, places, wasm_sections};

/// The names under which scripts and page know the files.
pub const SCRIPT: &str = "vedetta.js";
pub const PARTS_SCRIPT: &str = "vedetta_parts.js";
pub const MODULE: &str = "vedetta_bg.wasm";

/// What the browser loads.
pub struct BrowserHalf {
    pub script: Vec<u8>,
    /// Fetches the parts; it and the script import each other.
    pub parts_script: Vec<u8>,
    pub module: Vec<u8>,
    pub pieces: Vec<Piece>,
}

/// A piece of the module that is fetched when a part needs it.
pub struct Piece {
    /// What the script of the parts calls it.
    pub file: String,
    /// The parts that need it.
    pub parts: BTreeSet<String>,
    pub module: Vec<u8>,
}

/// Builds it with cargo, divides it, and takes the main part through wasm-bindgen.
pub fn build(profile: Profile) -> Result<BrowserHalf> {
    let toolchain = wasm_toolchain::find()?;
    println!("building the browser half");
    let mut command = cargo(&toolchain, "rustc");
    run(command.args(["--profile", "browser"]).args(profile.features()).args(["--", "-Clink-arg=--emit-relocs"]))?;
    let whole = fs::read(folder().join(TARGET).join("browser/frontend.wasm"))?;
    let scratch = places::scratch("parts")?;
    let (main, pieces) = divide(&whole, scratch.path())?;
    let (script, module) = bind(main)?;
    let parts_script = fs::read(scratch.path().join(PARTS_SCRIPT))?;
    Ok(BrowserHalf { script, parts_script, module, pieces })
}

/// Lints it and the app as the browser gets them, warnings denied.
pub fn check_with_clippy() -> Result<()> {
    let toolchain = wasm_toolchain::find()?;
    toolchain.ensure_clippy()?;
    run(cargo(&toolchain, "clippy").args(["--", "-D", "warnings"]))
}

fn cargo(toolchain: &WasmToolchain, verb: &str) -> Command {
    let mut command = toolchain.cargo(verb);
    command.args(["--package", "frontend", "--lib", "--target-dir"]).arg(folder()).current_dir(places::root());
    command
}

/// A target folder of its own: in one with the server, cargo would merge the features of both halves.
fn folder() -> PathBuf {
    places::target().join("front")
}

/// The main part of the module and the other pieces; the script that fetches these is left in the folder.
fn divide(whole: &[u8], folder: &Path) -> Result<(Vec<u8>, Vec<Piece>)> {
    let main = folder.join(MODULE);
    let (parts_script, script) = (format!("./{PARTS_SCRIPT}"), format!("./{SCRIPT}"));
    let mut options = Options::new(whole);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &parts_script;
    options.main_module = &script;
    let divided = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;

    let mut parts_by_file: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (part, pieces) in divided.prefetch_map {
        for piece in pieces {
            parts_by_file.entry(format!("{piece}.wasm")).or_default().insert(part.clone());
        }
    }
    let read = |(file, parts)| {
        let module = wasm_sections::without_custom(&fs::read(folder.join(&file))?)?;
        Ok(Piece { file, parts, module })
    };
    Ok((fs::read(&main)?, parts_by_file.into_iter().map(read).collect::<Result<_>>()?))
}

/// The script that loads the main part, and that part as the script needs it.
fn bind(main: Vec<u8>) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_bytes(SCRIPT.trim_end_matches(".js"), main)
        .web(true)?
        .typescript(false)
        // The page names the module's hashed address itself.
        .omit_default_module_path(true)
        // The parts link against what the linker exports.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let crates = output.snippets().iter().filter(|(_, inline)| !inline.is_empty()).map(|(name, _)| name);
    let scripts: Vec<_> = crates.chain(output.local_modules().keys()).collect();
    ensure!(scripts.is_empty(), "a dependency brings script files along, which the site does not serve: {scripts:?}");
    let script = output.js().to_owned();
    let script = bindings::slim(&script, output.wasm_mut())?;
    Ok((script.into(), output.wasm_mut().emit_wasm()))
}
