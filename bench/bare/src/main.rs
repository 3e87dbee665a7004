//! A server that does nothing but answer, for `cargo xtask bench`: what the same crates can do at best.

use std::env;

use anyhow::Context;
use axum::{Json, Router, routing::get};
use serde_json::json;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port: u16 = env::args().nth(1).context("the port is missing")?.parse()?;
    let router = Router::new().route("/healthz", get(|| async { Json(json!({"status": "ok"})) }));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
