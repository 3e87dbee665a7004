//! The document in the browser: where it carries preferences and facts of the server, and how a choice is written back.
//! Called only from event handlers, effects and the start of the browser half, never while rendering.

use crate::{
    page_context::PageContext,
    preferences::{LANGUAGE_COOKIE, Language, Preferences, RAIL_COOKIE, Rail, THEME_COOKIE, Theme},
};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlDocument, Url,
    js_sys::{Array, Date},
};

// These three are written by the shell.
const THEME_ATTRIBUTE: &str = "data-theme";
const RAIL_ATTRIBUTE: &str = "data-rail";
const PAGE_ATTRIBUTE: &str = "data-page";
/// Set once the browser half has taken the page over.
const HYDRATED_ATTRIBUTE: &str = "data-hydrated";

const ONE_YEAR_IN_SECONDS: u32 = 31_536_000;

/// The preferences that the server rendered this document with.
pub fn read_preferences() -> Preferences {
    Preferences {
        theme: root_attribute(THEME_ATTRIBUTE).and_then(|code| Theme::from_code(&code)).unwrap_or_default(),
        language: root_attribute("lang").and_then(|code| Language::from_code(&code)).unwrap_or_default(),
        rail: root_attribute(RAIL_ATTRIBUTE).and_then(|code| Rail::from_code(&code)).unwrap_or_default(),
    }
}

/// The facts of the server that this document was rendered with.
pub fn read_page_context() -> PageContext {
    root_attribute(PAGE_ATTRIBUTE).and_then(|facts| serde_json::from_str(&facts).ok()).unwrap_or_default()
}

pub fn mark_hydrated() {
    set_root_attribute(HYDRATED_ATTRIBUTE, "");
}

/// Colours change at once: they hang on the attribute alone.
pub fn keep_theme(theme: Theme) {
    set_root_attribute(THEME_ATTRIBUTE, theme.code());
    keep_choice(THEME_COOKIE, theme.code());
}

pub fn keep_rail(rail: Rail) {
    set_root_attribute(RAIL_ATTRIBUTE, rail.code());
    keep_choice(RAIL_COOKIE, rail.code());
}

/// The language belongs to the document, so another one means another document at the same address.
pub fn change_language(language: Language) {
    keep_choice(LANGUAGE_COOKIE, language.code());
    reload();
}

/// Fetches the page again; the browser keeps the address and the scroll position.
pub fn reload() {
    // A refused reload leaves the page as it is, which is all that could be done about it.
    let _ = window().location().reload();
}

/// Leaves for another page by loading its document.
pub fn go(address: &str) {
    // As with a refused reload.
    let _ = window().location().assign(address);
}

/// The page that is shown, as a path with query and fragment.
pub fn address() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().filter_map(Result::ok).collect()
}

/// The fragment of the address with its `#`, or nothing.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether nobody can see this tab.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Milliseconds by the clock of the device, which goes on while it sleeps.
pub fn now() -> f64 {
    Date::now()
}

/// Hands a text over as a file, as if it had been downloaded.
pub fn save_file(name: &str, kind: &str, content: &str) {
    // Without memory for another copy there is no file, and nothing else to be done about it.
    let _ = try_save_file(name, kind, content);
}

fn try_save_file(name: &str, kind: &str, content: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(content));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

fn root() -> Option<Element> {
    document().document_element()
}

fn root_attribute(name: &str) -> Option<String> {
    root().and_then(|root| root.get_attribute(name))
}

fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

fn keep_choice(name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={ONE_YEAR_IN_SECONDS}; SameSite=Lax");
    // Where cookies are blocked the choice lasts as long as the page.
    let _ = document().unchecked_into::<HtmlDocument>().set_cookie(&cookie);
}
