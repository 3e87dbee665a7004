//! Where the built files are served from: the shell asks for them by their plain names, the server knows the hashed ones.

use std::sync::Arc;

/// The addresses of every file that the document itself refers to.
#[derive(Clone, Debug)]
pub struct AssetPaths {
    pub script: Arc<str>,
    pub wasm: Arc<str>,
    pub style: Arc<str>,
    pub inter_font: Arc<str>,
    pub favicon: Arc<str>,
    pub touch_icon: Arc<str>,
    pub manifest: Arc<str>,
}

impl AssetPaths {
    /// Looks every file up by its logical name, e.g. `main.css` or `fonts/inter.woff2`.
    pub fn from_lookup(lookup: impl Fn(&str) -> String) -> Self {
        let find = |name: &str| Arc::from(lookup(name));
        Self {
            script: find("vedetta.js"),
            wasm: find("vedetta_bg.wasm"),
            style: find("main.css"),
            inter_font: find("fonts/inter.woff2"),
            favicon: find("favicon.svg"),
            touch_icon: find("icons/touch-180.png"),
            manifest: find("manifest.webmanifest"),
        }
    }
}
