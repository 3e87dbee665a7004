//! The toolchain that builds for the browser: the one in use, completed by rustup, or Debian's.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::processes::output;
use crate::{packages, places};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's toolchain with the source of the standard library, which it has not built for the browser.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LIBRARY_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";

pub enum WasmToolchain {
    /// The toolchain in use has the target.
    InUse,
    /// Debian's `rustc-web`; the standard library is built along.
    Debian { linker: PathBuf },
}

/// Finds a toolchain, and installs one where that is possible.
pub fn find() -> Result<WasmToolchain> {
    // Where rustup could not fetch the target once, every build would otherwise wait for it to fail again.
    let chosen = places::tool("wasm-toolchain")?.join("debian");
    let is_chosen = chosen.exists() && is_debian_complete();
    if has_target() || (!is_chosen && add_target_with_rustup()) {
        return Ok(WasmToolchain::InUse);
    }
    if !is_debian_complete() {
        packages::install(&DEBIAN_PACKAGES, "build the browser half").context(
            "the browser half needs Rust's wasm32-unknown-unknown target: run `rustup target add wasm32-unknown-unknown`",
        )?;
    }
    let linker = find_linker()?;
    fs::write(chosen, "")?;
    Ok(WasmToolchain::Debian { linker })
}

impl WasmToolchain {
    /// `cargo <verb>` for the browser's target.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = match self {
            Self::InUse => {
                let mut command = Command::new("cargo");
                command.args([verb, "--target", TARGET]);
                command
            }
            Self::Debian { linker } => debian_cargo(verb, linker),
        };
        command.env("CARGO_ENCODED_RUSTFLAGS", short_paths().join("\x1f"));
        command
    }

    /// Makes sure that `cargo("clippy")` works.
    pub fn ensure_clippy(&self) -> Result<()> {
        if let Self::Debian { .. } = self
            && !Path::new(DEBIAN_CLIPPY).exists()
        {
            packages::install(&["rust-web-clippy"], "check the browser half with clippy")?;
        }
        Ok(())
    }
}

fn debian_cargo(verb: &str, linker: &Path) -> Command {
    let mut command = Command::new(DEBIAN_CARGO);
    command.args([verb, "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
    // Rustup's cargo, which started this program, has left its own toolchain in the environment.
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC_WRAPPER", "LD_LIBRARY_PATH", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    command
        .env("PATH", format!("/usr/bin:{}", env::var("PATH").unwrap_or_default()))
        .env("RUSTC", "/usr/bin/rustc")
        // Building the standard library is a nightly feature of cargo.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    command
}

/// Flags that leave the folders of this machine out of the messages of panics, each of which names a file.
fn short_paths() -> Vec<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = registries.chain([places::root()]);
    folders.map(|folder| format!("--remap-path-prefix={}/=", folder.display())).collect()
}

fn has_target() -> bool {
    let Ok(folder) = output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET])) else {
        return false;
    };
    fs::read_dir(folder.trim())
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

fn add_target_with_rustup() -> bool {
    if places::program("rustup").is_none() {
        return false;
    }
    println!("adding Rust's {TARGET} target (rustup)");
    if let Err(error) = output(Command::new("rustup").args(["target", "add", TARGET])) {
        let error = error.to_string();
        let reason = error.lines().find(|line| line.starts_with("error:")).unwrap_or("no reason given");
        println!("rustup cannot add it ({reason}); trying Debian's toolchain");
        return false;
    }
    has_target()
}

fn is_debian_complete() -> bool {
    [DEBIAN_CARGO, "/usr/bin/rustc", DEBIAN_LIBRARY_SOURCE].iter().all(|file| Path::new(file).exists())
}

/// The linker in rustup's toolchain, or LLVM's own.
fn find_linker() -> Result<PathBuf> {
    if let Some(linker) = rustup_linker().or_else(llvm_linker) {
        return Ok(linker);
    }
    packages::install(&["lld-19"], "link the browser half")?;
    llvm_linker().context("lld-19 is installed, but wasm-ld-19 is not on PATH")
}

fn rustup_linker() -> Option<PathBuf> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
    let host = output(Command::new("rustc").args(["--print", "host-tuple"])).ok()?;
    let linker = PathBuf::from(sysroot.trim()).join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    linker.exists().then_some(linker)
}

fn llvm_linker() -> Option<PathBuf> {
    places::program("wasm-ld-19").or_else(|| places::program("wasm-ld"))
}
