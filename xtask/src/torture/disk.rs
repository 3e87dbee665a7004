//! A disk that fills up and a folder that becomes read-only under ingest on SQLite: refused with 503, nothing acknowledged is
//! lost, and writing goes on once there is room again.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tempfile::TempDir;

use super::Scope;
use super::report::Outcome;
use super::rows::Ledger;
use crate::places;
use crate::processes::output;
use crate::test_server::TestServer;
use crate::vedetta::{Vedetta, add_admin};

const ADMIN: &str = "tormentor";
const LIMIT: Duration = Duration::from_secs(10);
const BALLAST: &str = "ballast";

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let Some(disk) = SmallDisk::mount()? else {
        println!("skipped: a small file system can be mounted by root alone");
        return Ok(Vec::new());
    };
    let full = torment(&disk, "a full disk under ingest, SQLite", Disk::Full)?;
    let read_only = torment(&disk, "a disk that became read-only under ingest, SQLite", Disk::ReadOnly)?;
    Ok(vec![full, read_only])
}

#[derive(Clone, Copy)]
enum Disk {
    Full,
    ReadOnly,
}

fn torment(disk: &SmallDisk, what: &str, kind: Disk) -> Result<Outcome> {
    let mut outcome = Outcome::new(what, LIMIT);
    outcome.rounds = 1;
    let folder = tempfile::tempdir_in(disk.path())?;
    let database = format!("sqlite:{}", folder.path().join("vedetta.db").display());
    let settings = [("VEDETTA_DATABASE", database.as_str())];
    add_admin(&settings, ADMIN)?;
    let vedetta = Vedetta::of(TestServer::start_in(places::scratch("server")?, &settings)?, ADMIN)?;
    let ledger = Ledger::default();
    let stop = AtomicBool::new(false);
    thread::scope(|scope| -> Result<()> {
        let sender = scope.spawn(|| ledger.send_until(&vedetta, &stop));
        let recovery = spoil_and_mend(disk, kind, &ledger);
        stop.store(true, Ordering::Relaxed);
        ensure!(sender.join().is_ok(), "a sender panicked");
        outcome.recoveries.push(recovery?);
        Ok(())
    })?;
    ledger.check(&vedetta, &mut outcome)?;
    outcome.complaints.extend(ledger.unexpected_answers());
    Ok(outcome)
}

fn spoil_and_mend(disk: &SmallDisk, kind: Disk, ledger: &Ledger) -> Result<Duration> {
    thread::sleep(Duration::from_secs(1));
    match kind {
        Disk::Full => disk.fill()?,
        Disk::ReadOnly => disk.remount("ro")?,
    }
    wait_until(|| ledger.was_refused())?;
    thread::sleep(Duration::from_secs(1));
    match kind {
        Disk::Full => fs::remove_file(disk.path().join(BALLAST))?,
        Disk::ReadOnly => disk.remount("rw")?,
    }
    let mended_at = Instant::now();
    let before = ledger.acknowledged();
    wait_until(|| ledger.acknowledged() > before)?;
    Ok(mended_at.elapsed())
}

fn wait_until(is_so: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is_so() {
        ensure!(started.elapsed() < LIMIT * 3, "nothing changed within {} s", (LIMIT * 3).as_secs());
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// A file system of its own in memory, small enough to be filled.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Nothing where this user may not mount one.
    fn mount() -> Result<Option<Self>> {
        let folder = places::scratch("disk")?;
        let mounted = output(mount(&["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder.path()));
        Ok(mounted.is_ok().then_some(Self(folder)))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn fill(&self) -> Result<()> {
        // It fails when the disk is full, which is what it is for.
        let _ = output(
            Command::new("dd")
                .args(["if=/dev/zero", "bs=64k"])
                .arg(format!("of={}", self.path().join(BALLAST).display())),
        );
        Ok(())
    }

    fn remount(&self, how: &str) -> Result<()> {
        output(mount(&["-o", &format!("remount,{how}")]).arg(self.path())).map(drop)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = output(Command::new("umount").arg("-l").arg(self.path()));
    }
}

fn mount(arguments: &[&str]) -> Command {
    let mut command = Command::new("mount");
    command.args(arguments);
    command
}
