//! A disk that fills up under ingest on SQLite, and one that is read-only at a start: refused in one clear line or with
//! 503, nothing acknowledged is lost, nothing is changed, and work goes on once the disk is well again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tempfile::TempDir;

use super::report::Outcome;
use super::rows::Ledger;
use super::{Scope, load, wait_until};
use crate::places;
use crate::processes::output;
use crate::test_server::{TestServer, sqlite_in};
use crate::vedetta::{Vedetta, add_admin};

const ADMIN: &str = "tormentor";
const LIMIT: Duration = Duration::from_secs(10);
const CHANGED_WITHIN: Duration = Duration::from_secs(30);
const BALLAST: &str = "ballast";
const FULL: &str = "a full disk under ingest, SQLite";
const READ_ONLY: &str = "a disk that is read-only at the next start, SQLite";
/// The exit code of a program that failed.
const FAILED: i32 = 1;

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let disk = match SmallDisk::mount() {
        Ok(disk) => disk,
        Err(error) => {
            let why = format!("a small file system cannot be mounted here ({error:#})");
            return Ok(vec![Outcome::not_run(FULL, &*why), Outcome::not_run(READ_ONLY, why)]);
        }
    };
    let full = fill_and_empty(&disk).unwrap_or_else(|error| Outcome::broken(FULL, &error));
    let read_only = start_on_read_only(&disk).unwrap_or_else(|error| Outcome::broken(READ_ONLY, &error));
    Ok(vec![full, read_only])
}

/// A database on the disk, and what was sent to it.
struct Victim {
    folder: TempDir,
    database: String,
    ledger: Ledger,
}

impl Victim {
    fn on(disk: &SmallDisk) -> Result<Self> {
        let folder = tempfile::tempdir_in(disk.path())?;
        let database = sqlite_in(&folder);
        add_admin(&[("VEDETTA_DATABASE", &database)], ADMIN)?;
        Ok(Self { folder, database, ledger: Ledger::default() })
    }

    fn start(&self) -> Result<Vedetta> {
        Vedetta::of(TestServer::start_in(places::scratch("server")?, &self.settings())?, ADMIN)
    }

    fn settings(&self) -> [(&str, &str); 1] {
        [("VEDETTA_DATABASE", &self.database)]
    }

    /// Sends rows while something happens.
    fn send_during<T>(&self, vedetta: &Vedetta, happens: impl FnOnce() -> Result<T>) -> Result<T> {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let sender = scope.spawn(|| self.ledger.send_until(vedetta, &stop));
            thread::sleep(Duration::from_secs(1));
            let happened = happens();
            stop.store(true, Ordering::Relaxed);
            ensure!(sender.join().is_ok(), "a sender panicked");
            happened
        })
    }
}

fn fill_and_empty(disk: &SmallDisk) -> Result<Outcome> {
    let mut outcome = Outcome::within(FULL, LIMIT);
    outcome.rounds = 1;
    let victim = Victim::on(disk)?;
    let vedetta = victim.start()?;
    let ledger = &victim.ledger;
    outcome.recoveries.push(victim.send_during(&vedetta, || {
        disk.fill();
        wait_until(CHANGED_WITHIN, "a full disk is told", || Ok(ledger.refused() > 0))?;
        thread::sleep(Duration::from_secs(1));
        fs::remove_file(disk.path().join(BALLAST))?;
        load::time_to_recover(ledger, CHANGED_WITHIN)
    })?);
    ledger.check(&vedetta, &mut outcome)?;
    outcome.complaints.extend(ledger.unexpected_answers());
    Ok(outcome)
}

fn start_on_read_only(disk: &SmallDisk) -> Result<Outcome> {
    let mut outcome = Outcome::within(READ_ONLY, LIMIT);
    outcome.rounds = 1;
    let victim = Victim::on(disk)?;
    let vedetta = victim.start()?;
    victim.send_during(&vedetta, || {
        vedetta.server.kill();
        Ok(())
    })?;
    disk.remount("ro")?;
    let before = contents(victim.folder.path())?;
    let (status, said) = TestServer::start_in_vain(places::scratch("server")?, &victim.settings())?;
    if status.code() != Some(FAILED) {
        outcome.complaints.push(format!("the start ended with {status}"));
    }
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("vedetta: ")).collect();
    if lines.len() != 1 || said.contains("panicked") {
        outcome.complaints.push(format!("not one clear line: {said}"));
    }
    if contents(victim.folder.path())? != before {
        outcome.complaints.push("the failed start changed the files".into());
    }
    disk.remount("rw")?;
    let mended_at = Instant::now();
    let vedetta = victim.start()?;
    outcome.recoveries.push(mended_at.elapsed());
    victim.ledger.check(&vedetta, &mut outcome)?;
    Ok(outcome)
}

/// The files of a folder by name.
fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let files = fs::read_dir(folder)?.map(|file| {
        let file = file?;
        Ok((file.file_name().to_string_lossy().into_owned(), fs::read(file.path())?))
    });
    files.collect()
}

/// A file system of its own in memory, small enough to be filled.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Result<Self> {
        let folder = places::scratch("disk")?;
        output(mount(&["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder.path()))?;
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn fill(&self) {
        // It fails when the disk is full, which is what it is for.
        let _ = output(
            Command::new("dd")
                .args(["if=/dev/zero", "bs=64k"])
                .arg(format!("of={}", self.path().join(BALLAST).display())),
        );
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
