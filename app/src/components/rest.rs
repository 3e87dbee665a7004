//! The pages of a list after the one that came with the page, all of them, for tables that are searched and sorted whole.

use super::{Button, Callout, Glyph};
use crate::{
    client::{Call, ClientError},
    content::{changing, erase},
    effects::in_browser,
    focus,
    texts::texts,
};
use leptos::{prelude::*, task::spawn_local};
use model::Page;
use serde::de::DeserializeOwned;
use std::{cell::RefCell, rc::Rc};

/// How far the other pages of a list are. Copies see the same.
#[derive(Clone, Copy)]
pub struct Rest {
    is_whole: RwSignal<bool>,
    fault: RwSignal<Option<ClientError>>,
    tries: RwSignal<u32>,
}

impl Rest {
    fn new(is_whole: bool) -> Self {
        Self { is_whole: RwSignal::new(is_whole), fault: RwSignal::new(None), tries: RwSignal::new(0) }
    }

    /// Whether all of the list is there.
    pub fn is_whole(self) -> bool {
        self.is_whole.get()
    }
}

/// Says that a list is not whole because one of its pages could not be had, and offers to try again from there.
#[component]
pub fn RestNote(rest: Rest) -> impl IntoView {
    let texts = texts();
    let retry = move |()| {
        // The button goes, whatever comes.
        focus::keep();
        rest.tries.update(|tries| *tries += 1);
    };
    let note = changing(move || {
        let error = rest.fault.get()?;
        Some(erase(view! {
            <Callout glyph=Glyph::Lost>
                <p>{texts.rest_failed} " " {texts.explain(&error)}</p>
                <Button on_press=retry>{texts.retry}</Button>
            </Callout>
        }))
    });
    view! { <div role="status">{note}</div> }
}

/// Loads, in the browser, what comes after the first page. What takes the items in tells whether anybody looks at them still.
pub fn load_rest<T: DeserializeOwned + 'static>(
    first: Option<String>,
    next: impl Fn(&str) -> Call<Page<T>> + 'static,
    take: impl Fn(Vec<T>) -> bool + 'static,
) -> Rest {
    let rest = Rest::new(first.is_none());
    let Some(first) = first else { return rest };
    let pages = Rc::new((next, take, RefCell::new(first)));
    in_browser(move || {
        rest.tries.track();
        rest.fault.set(None);
        let pages = pages.clone();
        spawn_local(async move {
            let (next, take, cursor) = &*pages;
            loop {
                let at = cursor.borrow().clone();
                let page = match next(&at).await {
                    Ok(page) => page,
                    Err(error) => {
                        rest.fault.try_set(Some(error));
                        return;
                    }
                };
                if !take(page.items) {
                    return;
                }
                match page.next_cursor {
                    Some(at) => *cursor.borrow_mut() = at,
                    None => {
                        rest.is_whole.try_set(true);
                        return;
                    }
                }
            }
        });
    });
    rest
}

/// A list that begins with its first page and grows by the others. Copies see the same.
pub struct WholeList<T: 'static> {
    pub items: RwSignal<Vec<T>>,
    pub rest: Rest,
}

impl<T> Clone for WholeList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WholeList<T> {}

impl<T: DeserializeOwned + Send + Sync> WholeList<T> {
    pub fn load(first: Page<T>, next: impl Fn(&str) -> Call<Page<T>> + 'static) -> Self {
        let items = RwSignal::new(first.items);
        let take = move |more| items.try_update(|items: &mut Vec<T>| items.extend(more)).is_some();
        Self { items, rest: load_rest(first.next_cursor, next, take) }
    }
}

impl<T: Send + Sync> From<Vec<T>> for WholeList<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items: RwSignal::new(items), rest: Rest::new(true) }
    }
}
