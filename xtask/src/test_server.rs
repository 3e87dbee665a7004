//! The built program as a server on a free port with an empty data folder, for the checks that need a real one.

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::http;
use crate::places;
use crate::processes::{Background, free_port, tied_command};
use crate::product::{self, Profile};

const READY_WITHIN: Duration = Duration::from_secs(20);

pub struct TestServer {
    pub port: u16,
    /// From the start of the process until it said that it is ready.
    pub ready_after: Duration,
    process: Background,
    log: PathBuf,
    /// Removed with this, after the process has ended.
    _folder: TempDir,
}

/// The URL of a database in this folder.
pub fn sqlite_in(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("vedetta.db").display())
}

impl TestServer {
    /// Starts the release build on an SQLite file of its own and waits until it is ready.
    pub fn start() -> Result<Self> {
        let folder = places::scratch("server")?;
        let database = sqlite_in(&folder);
        Self::start_in(folder, &[("VEDETTA_DATABASE", &database)])
    }

    /// Starts the release build with these settings and waits until it is ready. The folder goes with the server.
    pub fn start_in(folder: TempDir, settings: &[(&str, &str)]) -> Result<Self> {
        let started = Instant::now();
        let mut server = Self::launch(folder, settings)?;
        server.wait_until_ready(started).with_context(|| format!("the server did not start:\n{}", server.said()))?;
        server.ready_after = started.elapsed();
        Ok(server)
    }

    /// Starts it where it cannot work; gives how it ended and what it said.
    pub fn start_in_vain(folder: TempDir, settings: &[(&str, &str)]) -> Result<(ExitStatus, String)> {
        let started = Instant::now();
        let server = Self::launch(folder, settings)?;
        loop {
            if let Some(status) = server.process.ended()? {
                return Ok((status, server.said()));
            }
            ensure!(started.elapsed() < READY_WITHIN, "it did not end by itself:\n{}", server.said());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn launch(folder: TempDir, settings: &[(&str, &str)]) -> Result<Self> {
        let log = folder.path().join("server.log");
        let output = File::create(&log)?;
        let port = free_port()?;
        let process = Background::start(
            tied_command(product::program(Profile::Release))
                .arg("serve")
                // The settings of the developer's own Vedetta stay out of it.
                .env_clear()
                .env("PATH", env::var_os("PATH").unwrap_or_default())
                .env("VEDETTA_LISTEN", format!("127.0.0.1:{port}"))
                .envs(settings.iter().copied())
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(output.try_clone()?)
                .stderr(output),
        )?;
        Ok(Self { port, ready_after: Duration::ZERO, process, log, _folder: folder })
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends it at once, as a failing machine would.
    pub fn kill(&self) {
        self.process.kill();
    }

    /// The memory that it holds right now, in kB.
    pub fn resident_kb(&self) -> Result<u64> {
        self.memory_kb("VmRSS:")
    }

    /// The most memory that it ever held, in kB.
    pub fn peak_kb(&self) -> Result<u64> {
        self.memory_kb("VmHWM:")
    }

    fn memory_kb(&self, field: &str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let line = line.with_context(|| format!("no {field} in /proc"))?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    fn wait_until_ready(&self, started: Instant) -> Result<()> {
        while !http::get(self.port, "/readyz").is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = self.process.ended()? {
                bail!("it ended ({status})");
            }
            ensure!(started.elapsed() < READY_WITHIN, "it was not ready within {} s", READY_WITHIN.as_secs());
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// All that it has said until now.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}
