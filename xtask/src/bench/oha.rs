//! The load generator oha: requests at their times, whether those before them were answered or not, and each answer's
//! time counted from when its request was due.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::places;
use crate::processes::{output, run};

const VERSION: &str = "1.16.0";
/// Of each process: one answer that is late holds no request up.
const CONNECTIONS: &str = "8";

/// What came back of all requests.
#[derive(Default)]
pub struct Answers {
    /// From when each was due, in milliseconds.
    pub milliseconds: Vec<f64>,
    /// Those that were no 200.
    pub refused: usize,
}

/// One process for each token sends so many requests a second, to a random one of these addresses each.
pub fn steady(urls: &[String], tokens: &[String], rate_of_each: usize, seconds: u32) -> Result<Answers> {
    let program = program()?;
    let folder = places::scratch("oha")?;
    let list = folder.path().join("urls");
    fs::write(&list, urls.join("\n"))?;
    let send = |token: &String| {
        let mut command = Command::new(&program);
        command
            .args(["--no-tui", "--disable-color", "--output-format", "csv", "--latency-correction"])
            .args(["-c", CONNECTIONS, "-q", &rate_of_each.to_string(), "-z", &format!("{seconds}s"), "-w"])
            .args(["-H", &format!("authorization: Bearer {token}"), "-H", "accept-encoding: gzip", "--urls-from-file"])
            .arg(&list)
            // Dozens of them share few cores.
            .env("TOKIO_WORKER_THREADS", "1");
        output(&mut command)
    };
    thread::scope(|scope| {
        let processes: Vec<_> = tokens.iter().map(|token| scope.spawn(move || send(token))).collect();
        let mut answers = Answers::default();
        for process in processes {
            answers.read(&process.join().map_err(|_| anyhow!("a sender panicked"))??)?;
        }
        Ok(answers)
    })
}

impl Answers {
    /// A line for each answer: its time in seconds is the fifth column, its status the last.
    fn read(&mut self, csv: &str) -> Result<()> {
        for line in csv.lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            let seconds: f64 = columns.get(4).with_context(|| format!("oha wrote {line}"))?.parse()?;
            self.milliseconds.push(seconds * 1000.0);
            self.refused += usize::from(columns.last() != Some(&"200"));
        }
        Ok(())
    }
}

/// The one of our version, built once.
fn program() -> Result<PathBuf> {
    let folder = places::tool(&format!("oha-{VERSION}"))?;
    let program = folder.join("bin/oha");
    if !program.exists() {
        println!("building oha {VERSION}, the load generator (cargo install)");
        run(Command::new("cargo")
            .args(["install", "--locked", "--quiet", "oha", "--version", VERSION, "--root"])
            .arg(&folder)
            // Without optimisation across crates it is built in half the time and is fast enough.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let mut answers = Answers::default();
        let heads = "request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n";
        answers.read(&format!("{heads}0.1,0,0,0.001,0.002,10,200\n0.2,0,0,0.001,0.5,10,429\n")).unwrap();
        assert_eq!(answers.milliseconds, [2.0, 500.0]);
        assert_eq!(answers.refused, 1);
        assert!(answers.read(&format!("{heads}what")).is_err());
    }
}
