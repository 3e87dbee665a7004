//! How soon the server is ready, and how much memory it holds when idle.

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::http;
use crate::test_server::TestServer;

const READY_WITHIN: Duration = Duration::from_secs(1);
const MOST_RESIDENT_KB: u64 = 30 * 1024;
/// The quickest of so many starts counts, so that a machine busy with something else does not fail the check.
const STARTS: usize = 3;

pub fn check() -> Result<()> {
    let mut server = TestServer::start()?;
    let mut quickest = server.ready_after;
    for _ in 1..STARTS {
        server = TestServer::start()?;
        quickest = quickest.min(server.ready_after);
    }
    println!("ready {} ms after the start", quickest.as_millis());
    ensure!(
        quickest <= READY_WITHIN,
        "the server needs {} ms to be ready; at most 1000 are allowed",
        quickest.as_millis()
    );

    for path in ["/", "/healthz", "/readyz", "/", "/no-such-page", "/"] {
        http::get(server.port, path)?;
    }
    let resident = server.resident_kb()?;
    println!("{resident} kB resident when idle");
    ensure!(
        resident <= MOST_RESIDENT_KB,
        "the idle server holds {resident} kB; at most {MOST_RESIDENT_KB} are allowed"
    );
    Ok(())
}
