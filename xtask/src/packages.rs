//! Debian packages: installed when this is root on Debian or its relatives, asked for by name otherwise.

use std::path::Path;
use std::process::Command;
use std::sync::Once;

use anyhow::{Context, Result, bail};

use crate::places;
use crate::processes::{output, run};

static LISTS_READ: Once = Once::new();

/// Installs the packages. `purpose` completes the sentence "... is needed to".
pub fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let names = packages.join(" ");
    if !can_install() {
        bail!("{names} needed to {purpose}: install it (on Debian or Ubuntu: sudo apt-get install {names})");
    }
    println!("installing {names} to {purpose} (apt-get)");
    LISTS_READ.call_once(|| {
        // Stale lists may still do; the installation itself tells whether they did.
        if let Err(error) = run(apt_get().args(["update", "-qq"])) {
            println!("{error}");
        }
    });
    run(apt_get().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
        .with_context(|| format!("{names} needed to {purpose}"))
}

fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && places::program("apt-get").is_some() && is_root()
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
