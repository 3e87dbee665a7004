//! The decisions: what may happen, and what then does. Nothing here knows of HTTP.

pub mod audit;
pub mod credentials;
pub mod setup;
pub mod sign_in;
pub mod throttling;
pub mod users;
