//! What a request carries: a text that this app wrote, or a file as the browser has it.

use send_wrapper::SendWrapper;
use web_sys::Blob;

pub const JSON: &str = "application/json";
/// One JSON value a line.
pub const NDJSON: &str = "application/x-ndjson";
/// A sheet whose first line names its columns.
pub const CSV: &str = "text/csv";

/// A body with its content type.
#[derive(Debug, Clone)]
pub struct Payload {
    pub content_type: &'static str,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    /// It is never read into the memory of the browser half, however large it is.
    File(SendWrapper<Blob>),
}

impl Payload {
    pub fn json(text: String) -> Self {
        Self::text(JSON, text)
    }

    pub fn text(content_type: &'static str, text: String) -> Self {
        Self { content_type, content: Content::Text(text) }
    }

    /// Whether it carries this very text.
    pub fn is_text(&self, text: &str) -> bool {
        matches!(&self.content, Content::Text(own) if own == text)
    }

    /// Used in the browser only, which has but one thread.
    pub fn file(content_type: &'static str, file: Blob) -> Self {
        Self { content_type, content: Content::File(SendWrapper::new(file)) }
    }
}
