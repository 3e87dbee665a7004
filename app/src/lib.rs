//! The app: the document, its frame, its pages and the components they are built from. The server renders it, the
//! browser takes it over; it reaches data only through the API client.

pub mod assets;
pub mod client;
pub mod components;
pub mod content;
mod credentials;
pub mod document;
mod explanations;
mod forms;
pub mod frame;
pub mod navigation;
pub mod page_context;
pub mod pages;
pub mod preferences;
pub mod renewal;
pub mod session;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod tab_title;
pub mod texts;

mod routes;

pub use routes::App;
