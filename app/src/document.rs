//! The document in the browser: where it carries preferences and facts of the server, and how a choice is written back.
//! Called only from event handlers, effects and the start of the browser half, never while rendering.

use crate::{
    page_context::PageContext,
    preferences::{
        KEYS_COOKIE, LANGUAGE_COOKIE, Language, Preferences, RAIL_COOKIE, Rail, SingleKeys, THEME_COOKIE, Theme,
    },
};
use leptos::{
    ev::KeyboardEvent,
    prelude::{document, set_timeout, window},
};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Element, Event, HtmlAnchorElement, HtmlDocument, Url, UrlSearchParams,
    js_sys::{Array, Date},
};

// These are written by the shell.
const THEME_ATTRIBUTE: &str = "data-theme";
const RAIL_ATTRIBUTE: &str = "data-rail";
const KEYS_ATTRIBUTE: &str = "data-keys";
const PAGE_ATTRIBUTE: &str = "data-page";
/// Set while the bar of a replay is there, for which the page makes room. A rule with `:has()` would do the same, and have
/// the browser go through the whole page again at each change of it.
const REPLAY_ATTRIBUTE: &str = "data-replay";
/// Set once the browser half has taken the page over.
const HYDRATED_ATTRIBUTE: &str = "data-hydrated";

const ONE_YEAR_IN_SECONDS: u32 = 31_536_000;

/// The preferences that the server rendered this document with.
pub fn read_preferences() -> Preferences {
    Preferences {
        theme: root_attribute(THEME_ATTRIBUTE).and_then(|code| Theme::from_code(&code)).unwrap_or_default(),
        language: root_attribute("lang").and_then(|code| Language::from_code(&code)).unwrap_or_default(),
        rail: root_attribute(RAIL_ATTRIBUTE).and_then(|code| Rail::from_code(&code)).unwrap_or_default(),
        keys: root_attribute(KEYS_ATTRIBUTE).and_then(|code| SingleKeys::from_code(&code)).unwrap_or_default(),
    }
}

/// The facts of the server that this document was rendered with.
pub fn read_page_context() -> PageContext {
    root_attribute(PAGE_ATTRIBUTE).and_then(|facts| serde_json::from_str(&facts).ok()).unwrap_or_default()
}

/// Removes everything that is shown.
pub fn clear() {
    if let Some(body) = document().body() {
        body.set_text_content(None);
    }
}

pub fn mark_hydrated() {
    set_root_attribute(HYDRATED_ATTRIBUTE, "");
}

/// Makes room for the bar of a replay, or takes it back.
pub fn mark_replay(is_there: bool) {
    if is_there {
        set_root_attribute(REPLAY_ATTRIBUTE, "");
    } else if let Some(root) = root() {
        let _ = root.remove_attribute(REPLAY_ATTRIBUTE);
    }
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

pub fn keep_keys(keys: SingleKeys) {
    set_root_attribute(KEYS_ATTRIBUTE, keys.code());
    keep_choice(KEYS_COOKIE, keys.code());
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

/// The path of the page with another query, given without its `?`.
fn address_with(query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}{}", path(), fragment())
}

/// The whole address of the page, from its scheme on, with another query.
pub fn link_with(query: &str) -> String {
    window().location().origin().unwrap_or_default() + &address_with(query)
}

/// Puts another query, given without its `?`, in the place of the address's own; the page stays as it is.
pub fn replace_query(query: &str) {
    let address = address_with(query);
    // A browser that refuses shows an old address, and nothing else is wrong.
    let _ =
        window().history().and_then(|history| history.replace_state_with_url(&history.state()?, "", Some(&address)));
}

/// Adds an entry to the history, at the address of the one before; tells whether it is there.
pub fn add_entry() -> bool {
    window().history().and_then(|history| history.push_state(&history.state()?, "")).is_ok()
}

pub fn go_back() {
    // Refused, it leaves an entry that leads nowhere else.
    let _ = window().history().and_then(|history| history.back());
}

/// Whether the page has the width of a phone, as the styles take it.
pub fn is_narrow() -> bool {
    let query = window().match_media("(max-width: 39.99rem)");
    query.is_ok_and(|query| query.is_some_and(|query| query.matches()))
}

/// The path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The query of the address without its `?`.
pub fn query() -> String {
    window().location().search().unwrap_or_default().trim_start_matches('?').to_owned()
}

/// A parameter of the address, as it was meant.
pub fn parameter(name: &str) -> Option<String> {
    let query = UrlSearchParams::new_with_str(&query()).ok()?;
    query.get(name)
}

/// A part of an address, as it was meant.
pub fn decode(part: &str) -> Option<String> {
    UrlSearchParams::new_with_str(&format!("part={part}")).ok()?.get("part")
}

/// Puts a text on the clipboard, and tells whether it is there. Where a page may not, on a host without TLS or because
/// somebody forbade it, the text is shown so that it can be copied by hand.
pub async fn copy(text: &str, label: &str) -> bool {
    let window = window();
    let writes = window.is_secure_context().then(|| window.navigator().clipboard().write_text(text));
    if let Some(writes) = writes
        && JsFuture::from(writes).await.is_ok()
    {
        return true;
    }
    let _ = window.prompt_with_message_and_default(label, text);
    false
}

/// Whether a key is pressed together with one that makes it a command of the browser.
pub fn is_command(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether what a key is pressed on, or typed into, is or stands in something that the selector chooses.
pub fn is_within(event: &Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Prints the page. What follows by signals is told before, and has its turn first: from within a press the browser tells
/// of it and lays the page out at one go.
pub fn print() {
    if let Ok(event) = Event::new("beforeprint") {
        let _ = window().dispatch_event(&event);
    }
    set_timeout(|| drop(window().print()), Duration::ZERO);
}

/// The fragment of the address with its `#`, or nothing.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether nobody can see this tab.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Whether the browser itself knows of no network.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Milliseconds by the clock of the device, which goes on while it sleeps.
pub fn now() -> f64 {
    Date::now()
}

/// Has the browser fetch a file of ours, which says its own name.
pub fn download(address: &str) {
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(address);
        link.set_download("");
        link.click();
    }
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

/// Keeps a text for as long as the tab lives. Where storage is blocked it is forgotten with the page.
pub fn remember(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(name, text);
    }
}

/// A text that this tab was given to keep.
pub fn recall(name: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(name).ok()?
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
