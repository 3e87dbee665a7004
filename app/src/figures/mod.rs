//! What figures look like: numbers and moments in the page's language and zone, and drawings in SVG that the server
//! renders too. They take plain data and signals; what to show is the pages' business.

pub mod calendar;
pub mod days;
pub mod numbers;
pub mod zone;

mod arc;
mod burn_line;
mod delta;
mod donut;
mod gauge;
mod ring;
mod status_filter;

pub use burn_line::{BurnLine, BurnPoint};
pub use delta::Delta;
pub use donut::Donut;
pub use gauge::{Gauge, GaugeSize};
pub use numbers::{Numbers, numbers};
pub use ring::Ring;
pub use status_filter::{StatusFilter, StatusSet};
pub use zone::Zone;
