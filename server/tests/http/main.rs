//! The HTTP interface from outside: the real router on a real database, and the real program where it matters.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod access;
mod accounts;
mod analyses;
mod answers;
mod anything;
mod assets;
mod commands;
mod demo;
mod docs;
mod figures;
mod given;
mod harness;
mod ingest;
mod jobs;
mod killed;
mod last_scores;
mod older;
mod presets;
mod program;
mod report_files;
mod reports;
mod roads;
