//! The decisions: what may happen, and what then does. Nothing here knows of HTTP.

pub mod analyses;
pub mod audit;
pub mod coverage;
pub mod credentials;
pub mod demo;
pub mod fallen_scores;
pub mod ingest;
pub mod last_scores;
pub mod report_bytes;
pub mod report_files;
pub mod report_turns;
pub mod senders;
pub mod setup;
pub mod sign_in;
pub mod throttling;
pub mod users;
