//! What a page keeps in its address, so that a link opens as somebody left it. Written behind the router's back: all of it is
//! within one page, and nothing has to be loaded or rendered for it.

use crate::{
    document,
    effects::{coalesced, in_browser, settled, tell},
};
use api::paths;
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use leptos_router::{
    hooks::{use_location, use_url},
    location::{BrowserUrl, LocationChange, LocationProvider},
};
use std::{cell::RefCell, time::Duration};

/// Browsers allow a hundred changes of the address in half a minute; this is well below.
const PAUSE: Duration = Duration::from_millis(400);

/// What a page keeps, as it is right now; nothing once the page has gone.
struct Kept {
    name: &'static str,
    value: Box<dyn Fn() -> Option<String>>,
}

thread_local! {
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a parameter at a value, from its first change on: the address that the page was opened with stays until then. An
/// empty value leaves it out. What came last is always written.
pub fn keep(name: &'static str, value: impl Fn() -> String + 'static) {
    let value = settled(value);
    keep_behind(name, value, move || value.try_get_untracked());
}

/// The same for what the address only follows from time to time; `now` is its value at any moment.
pub fn keep_behind(name: &'static str, value: Signal<String>, now: impl Fn() -> Option<String> + Clone + 'static) {
    let mut write: Option<Box<dyn Fn()>> = None;
    in_browser(move || {
        value.track();
        match &write {
            None => {
                write = Some(Box::new(writer(name, value)));
                register(name, Box::new(now.clone()));
            }
            Some(write) => write(),
        }
    });
}

/// A value that begins with what the address asks for and is kept in it, where the page is rendered before a browser is
/// there. A link to the very page that is shown asks anew.
pub fn kept<T: Clone + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    read: Box<dyn Fn(&str) -> T>,
    write: impl Fn(&T) -> String + 'static,
) -> RwSignal<T> {
    let url = use_url();
    let asked = move || url.with(|url| read(url.search_params().get_str(name).unwrap_or_default()));
    let value = RwSignal::new(untrack(&asked));
    in_browser(move || {
        tell(value, asked());
    });
    keep(name, move || value.with(&write));
    value
}

/// The same for a text that is typed.
pub fn kept_text(name: &'static str) -> RwSignal<String> {
    kept_string(name, Box::new(str::to_owned))
}

/// The same for a choice among words, or of none of them.
pub fn kept_word(name: &'static str, words: Vec<&'static str>) -> RwSignal<String> {
    kept_string(name, Box::new(move |asked| if words.contains(&asked) { asked.to_owned() } else { String::new() }))
}

fn kept_string(name: &'static str, read: Box<dyn Fn(&str) -> String>) -> RwSignal<String> {
    kept(name, read, |text| paths::encode(text.trim()))
}

/// Tells the router where somebody is who came back, for as long as the document lives. It does not know again what was
/// written behind its back, believes to be still where the last link led, and would follow that link no more.
pub fn tell_of_returns() {
    // There is none where pages are rendered.
    let Some(router) = use_context::<BrowserUrl>() else { return };
    in_browser(move || {
        let router = router.clone();
        window_event_listener_untyped("popstate", move |_| {
            let value = document::address();
            router.complete_navigation(&LocationChange { value, scroll: false, ..LocationChange::default() });
        });
    });
}

/// Takes out a parameter that has had its effect.
pub fn take_out(name: &str) {
    document::replace_query(&with_parameter(&document::query(), name, ""));
}

fn register(name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    KEPT.with_borrow_mut(|kept| {
        // Those of pages that have gone say so.
        kept.retain(|one| (one.value)().is_some());
        kept.push(Kept { name, value });
    });
}

/// The whole address of the page with all that it keeps, as it is right now: the address itself is a little behind.
pub fn link() -> String {
    document::link_with(&query_now())
}

/// Has the address say what the page shows right now.
pub fn catch_up() {
    document::replace_query(&query_now());
}

fn query_now() -> String {
    KEPT.with_borrow(|kept| kept.iter().fold(document::query(), with_kept))
}

fn with_kept(query: String, kept: &Kept) -> String {
    match (kept.value)() {
        Some(value) => with_parameter(&query, kept.name, &value),
        None => query,
    }
}

fn writer(name: &'static str, value: Signal<String>) -> impl Fn() {
    // The router has arrived before the browser's own address says so.
    let own_path = use_location().pathname.get_untracked();
    coalesced(PAUSE, move || {
        // The page may have been left meanwhile, or still stand while the next one, at its own address, loads.
        if let Some(value) = value.try_get_untracked().filter(|_| document::path() == own_path) {
            let query = with_parameter(&document::query(), name, &value);
            document::replace_query(&query);
        }
    })
}

/// The values of a parameter that [`keep`] holds as a list: each is encoded, so that the commas between them are no part of
/// any. Read as one text, they could not be told apart.
pub fn list(name: &str) -> Vec<String> {
    let query = document::query();
    let list = parameters(&query).find(|(found, _)| *found == name).map_or("", |(_, list)| list);
    list.split(',').filter_map(document::decode).collect()
}

/// The parts of a query, each a name and a value.
pub fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")))
}

/// The query with this parameter in it, and everything else as it was.
fn with_parameter(query: &str, name: &str, value: &str) -> String {
    let written = format!("{name}={value}");
    if !value.is_empty() && query.split('&').any(|part| part == written) {
        return query.to_owned();
    }
    let others = query.split('&').filter(|part| !part.is_empty() && part.split('=').next() != Some(name));
    let mut parts: Vec<String> = others.map(str::to_owned).collect();
    if !value.is_empty() {
        parts.push(written);
    }
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_set_and_taken_out_among_others() {
        for (query, value, expected) in [
            ("", "60", "speed=60"),
            ("speed=1", "60", "speed=60"),
            ("q=a&speed=1&print", "60", "q=a&print&speed=60"),
            ("q=a&speed=1", "", "q=a"),
            ("speed=60&q=a", "60", "speed=60&q=a"),
            ("speedy=1", "60", "speedy=1&speed=60"),
        ] {
            assert_eq!(with_parameter(query, "speed", value), expected, "{query}");
        }
    }
}
