//! The browser half: the `frontend` crate as WebAssembly, and the script that wasm-bindgen writes for it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::places;
use crate::processes::run;
use crate::wasm_toolchain::{self, TARGET, WasmToolchain};

/// The name under which the page asks for the script; the module's is wasm-bindgen's own.
const NAME: &str = "vedetta";

/// What the browser loads.
pub struct BrowserHalf {
    pub script: Vec<u8>,
    pub module: Vec<u8>,
}

/// Builds it with cargo and takes it through wasm-bindgen.
pub fn build() -> Result<BrowserHalf> {
    let toolchain = wasm_toolchain::find()?;
    println!("building the browser half");
    run(cargo(&toolchain, "build").args(["--profile", "browser"]))?;
    bind(&fs::read(folder().join(TARGET).join("browser/frontend.wasm"))?)
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

fn bind(module: &[u8]) -> Result<BrowserHalf> {
    let mut output = Bindgen::new()
        .input_bytes(NAME, module.to_vec())
        .web(true)?
        .typescript(false)
        // The page names the module's hashed address itself.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let crates = output.snippets().iter().filter(|(_, inline)| !inline.is_empty()).map(|(name, _)| name);
    let scripts: Vec<_> = crates.chain(output.local_modules().keys()).collect();
    ensure!(scripts.is_empty(), "a dependency brings script files along, which the site does not serve: {scripts:?}");
    Ok(BrowserHalf { script: output.js().into(), module: output.wasm_mut().emit_wasm() })
}
