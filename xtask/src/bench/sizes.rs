//! What an idle server holds, and what a browser loads first.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;
use ureq::Agent;

use super::Scope;
use super::report::Row;
use crate::first_load;
use crate::test_server::TestServer;

const SIGNERS: u64 = 64;

pub fn measure(scope: Scope) -> Result<Vec<Row>> {
    let server = TestServer::start()?;
    let mut rows = vec![Row::at_most("idle memory", megabytes(server.resident_kb()?), 30.0, "MB")];
    rows.push(Row::at_most("first load, gzip", first_load::weigh_all(&server)? as f64 / 1000.0, 300.0, "kB"));
    rows.extend(storm(&server, Duration::from_secs(if scope.quick { 5 } else { 30 }))?);
    Ok(rows)
}

/// Many sign in at once with wrong names, again and again.
fn storm(server: &TestServer, length: Duration) -> Result<Vec<Row>> {
    let before = megabytes(server.resident_kb()?);
    let end = Instant::now() + length;
    let (port, refused) = (server.port, std::sync::atomic::AtomicU64::new(0));
    thread::scope(|scope| {
        for number in 0..SIGNERS {
            let refused = &refused;
            scope.spawn(move || {
                let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
                let url = format!("http://127.0.0.1:{port}/api/v1/auth/login");
                while Instant::now() < end {
                    let body = json!({"username": format!("nobody{number}"), "password": "a wrong password"});
                    let full = agent.post(&url).send_json(body).is_ok_and(|answer| answer.status() == 429);
                    if full {
                        refused.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let grown = megabytes(server.peak_kb()?) - before;
    let refused = refused.into_inner();
    Ok(vec![
        Row::at_most("memory that a storm of 64 sign-ins adds", grown, 50.0, "MB"),
        Row::check("a storm is answered 429 when full", format!("{refused} times"), "some", refused > 0),
    ])
}

fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
