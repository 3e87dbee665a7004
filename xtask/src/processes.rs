//! Child processes: run to their end, or kept in the background. None outlives this program.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::process::{Command, ExitStatus, exit};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};
use shared_child::SharedChild;

use crate::places;

/// The children that have to go when the program is told to stop.
static RUNNING: Mutex<Vec<Arc<SharedChild>>> = Mutex::new(Vec::new());

/// Makes Ctrl-C, SIGTERM and SIGHUP end the children first and leave no scratch folder behind.
pub fn end_all_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        // The lock is kept, so that the rest of the program waits for the exit instead of reporting dead children.
        let mut running = running();
        for child in running.drain(..) {
            // A child that is gone already is what we want.
            let _ = child.kill();
            let _ = child.wait();
        }
        places::remove_scratch();
        exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// A child that works in the background; it ends when this is dropped.
pub struct Background {
    child: Arc<SharedChild>,
}

impl Background {
    pub fn start(command: &mut Command) -> Result<Self> {
        Ok(Self { child: spawn(command)? })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once and waits until it is gone.
    pub fn kill(&self) {
        // One that has ended already is what was asked for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Waits until it ends by itself.
    pub fn wait(&self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.kill();
        forget(&self.child);
    }
}

/// Runs a command with this program's own output, and fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let child = spawn(command)?;
    let status = child.wait();
    forget(&child);
    let status = status?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs a command silently and gives what it wrote to standard output, or its complaint as the error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", describe(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", describe(command), output.status, complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Sends a signal by its name, such as `STOP`, to a process.
pub fn signal(process: u32, name: &str) -> Result<()> {
    output(Command::new("kill").arg(format!("-{name}")).arg(process.to_string())).map(drop)
}

/// A command that the kernel ends together with this program, even when that is killed outright.
pub fn tied_command(program: impl AsRef<OsStr>) -> Command {
    match places::program("setpriv") {
        Some(setpriv) if cfg!(target_os = "linux") => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "KILL", "--"]).arg(program);
            command
        }
        _ => Command::new(program),
    }
}

/// A loopback port that nobody listens on. It is none of those that systems give to outgoing connections: one of these may
/// be taken before a server is started on it, or while one that was killed is started again.
pub fn free_port() -> Result<u16> {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    // Other processes that look for one at the same time begin elsewhere.
    let begin = std::process::id().wrapping_mul(61);
    let next = || FIRST + begin.wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed)) % COUNT;
    let ports = (0..COUNT).filter_map(|_| u16::try_from(next()).ok());
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.into_iter().find(is_free).context("no free loopback port")
}

fn spawn(command: &mut Command) -> Result<Arc<SharedChild>> {
    let child = SharedChild::spawn(command).with_context(|| format!("cannot start {}", describe(command)))?;
    let child = Arc::new(child);
    running().push(Arc::clone(&child));
    Ok(child)
}

fn forget(child: &Arc<SharedChild>) {
    running().retain(|running| !Arc::ptr_eq(running, child));
}

fn running() -> MutexGuard<'static, Vec<Arc<SharedChild>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
