//! The HTTP interface from outside: the real router on a real SQLite file, and the real program where it matters.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod access;
mod accounts;
mod answers;
mod harness;
mod program;
