//! The app: the document, its frame, its pages and the components they are built from. The server renders it, the
//! browser takes it over; it reaches data only through the API client.

mod address;
mod analyses;
pub mod assets;
pub mod charts;
pub mod client;
pub mod components;
pub mod content;
mod credentials;
mod csv;
pub mod document;
mod effects;
mod explanations;
pub mod figures;
mod film;
mod focus;
mod forms;
pub mod frame;
pub mod lazy;
pub mod navigation;
mod ordering;
pub mod page_context;
pub mod pages;
mod polling;
pub mod preferences;
mod printing;
pub mod renewal;
pub mod replay;
pub mod session;
#[cfg(feature = "ssr")]
pub mod shell;
mod sight;
pub mod tab_title;
pub mod texts;
mod zone;

mod routes;

pub use routes::App;
