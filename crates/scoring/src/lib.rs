//! Data in, scores out: the rules of availability and resilience, exactly, for the server and the browser alike.
//! No I/O, clock or randomness lives here.

pub mod aggregate;
pub mod availability;
mod boundary;
pub mod comparison;
pub mod defaults;
pub mod exact;
pub mod explanation;
pub mod figures;
pub mod recheck;
pub mod replay;
pub mod resilience;
pub mod shown;
pub mod steps;
pub mod what_if;
