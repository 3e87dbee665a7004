//! How soon the server is ready, and how much memory it holds when idle.

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::http;
use crate::test_server::TestServer;

const READY_WITHIN: Duration = Duration::from_secs(1);
const MOST_RESIDENT_KB: u64 = 30 * 1024;
/// The quickest of so many starts counts, so that a machine busy with something else does not fail the check.
const STARTS: usize = 3;

/// What a server needs that nobody uses.
pub struct Footprint {
    pub ready_after: Duration,
    pub resident_kb: u64,
}

pub fn measure() -> Result<Footprint> {
    let mut server = TestServer::start()?;
    let mut ready_after = server.ready_after;
    for _ in 1..STARTS {
        server = TestServer::start()?;
        ready_after = ready_after.min(server.ready_after);
    }
    for path in ["/", "/healthz", "/readyz", "/", "/no-such-page", "/"] {
        http::get(server.port, path)?;
    }
    Ok(Footprint { ready_after, resident_kb: server.resident_kb()? })
}

pub fn check() -> Result<()> {
    let Footprint { ready_after, resident_kb } = measure()?;
    println!("ready {} ms after the start", ready_after.as_millis());
    ensure!(
        ready_after <= READY_WITHIN,
        "the server needs {} ms to be ready; at most 1000 are allowed",
        ready_after.as_millis()
    );
    println!("{resident_kb} kB resident when idle");
    ensure!(
        resident_kb <= MOST_RESIDENT_KB,
        "the idle server holds {resident_kb} kB; at most {MOST_RESIDENT_KB} are allowed"
    );
    Ok(())
}
