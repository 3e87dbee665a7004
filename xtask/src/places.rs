//! Where things are: the checkout, its target folder, and the tools and scratch folders in it.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::processes::output;

/// Every scratch folder that was made, whether it is still there or not.
static SCRATCH: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The folder of the workspace.
pub fn root() -> PathBuf {
    // Cargo sets it anew for every `cargo run`, so that a checkout may be moved.
    let crate_folder =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    crate_folder.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Cargo's target folder, where everything that is built or fetched goes.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Where a fetched tool of this name is kept; the folder exists afterwards.
pub fn tool(name: &str) -> Result<PathBuf> {
    let folder = target().join("tools").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// A new scratch folder under the target folder, removed when dropped.
pub fn scratch(name: &str) -> Result<TempDir> {
    let parent = target().join("tmp");
    fs::create_dir_all(&parent).with_context(|| format!("cannot make {}", parent.display()))?;
    scratch_in(&parent, name)
}

/// The same in memory, where there is room for so much: for what has to be fast and not to last.
pub fn scratch_in_memory(name: &str, megabytes: u64) -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let room = output(Command::new("df").args(["--output=avail", "--block-size=1M"]).arg(memory)).ok();
    let room = room.and_then(|text| text.lines().last()?.trim().parse().ok()).unwrap_or(0);
    if room < megabytes { scratch(name) } else { scratch_in(memory, name) }
}

fn scratch_in(parent: &Path, name: &str) -> Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix(&format!("{name}-"))
        .tempdir_in(parent)
        .with_context(|| format!("cannot make a folder in {}", parent.display()))?;
    SCRATCH.lock().unwrap_or_else(PoisonError::into_inner).push(folder.path().into());
    Ok(folder)
}

/// Removes every scratch folder that is still there, for an end that drops nothing.
pub fn remove_scratch() {
    let folders = std::mem::take(&mut *SCRATCH.lock().unwrap_or_else(PoisonError::into_inner));
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    for folder in folders.iter().filter(|folder| folder.exists()) {
        if mounts.lines().any(|line| line.split(' ').nth(1) == folder.to_str()) {
            let _ = Command::new("umount").arg("-l").arg(folder).status();
        }
        // What cannot be removed is in nobody's way: it is under the target folder, or in memory.
        let _ = fs::remove_dir_all(folder);
    }
}

/// The program of this name on PATH.
pub fn program(name: impl AsRef<OsStr>) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name.as_ref())).find(|file| file.is_file())
}
