//! The HTTP interface from outside: the real router on a real SQLite file, and the real program where it matters.

mod access;
mod accounts;
mod answers;
mod harness;
mod program;
