//! Where the built files are served from: the shell asks for them by their plain names, the server knows the hashed ones.

use std::sync::Arc;

/// The addresses of every file that the document itself refers to.
#[derive(Clone, Debug)]
pub struct AssetPaths {
    pub script: Arc<str>,
    /// The script that fetches parts of the module.
    pub parts_script: Arc<str>,
    pub wasm: Arc<str>,
    /// The parts that the page needs besides, if it is a lazy one.
    pub parts: Vec<Arc<str>>,
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
            parts_script: find("vedetta_parts.js"),
            wasm: find("vedetta_bg.wasm"),
            parts: Vec::new(),
            style: find("main.css"),
            inter_font: find("fonts/inter.woff2"),
            favicon: find("favicon.svg"),
            touch_icon: find("icons/touch-180.png"),
            manifest: find("manifest.webmanifest"),
        }
    }
}
