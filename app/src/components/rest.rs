//! The pages of a list after the one that came with the page, all of them, for tables that are searched and sorted whole.

use crate::{client::Call, effects::in_browser, forms::Errand};
use leptos::prelude::*;
use model::Page;
use serde::de::DeserializeOwned;
use std::rc::Rc;

/// Loads, in the browser, what comes after the first page. What takes the items in tells whether anybody looks at them still.
pub fn load_rest<T: DeserializeOwned + 'static>(
    first: Option<String>,
    next: impl Fn(&str) -> Call<Page<T>> + 'static,
    take: impl Fn(Vec<T>) -> bool + 'static,
) {
    let Some(first) = first else { return };
    let errand = Errand::new();
    let (next, take) = (Rc::new(next), Rc::new(take));
    in_browser(move || {
        let (next, take, first) = (next.clone(), take.clone(), first.clone());
        errand.run(async move {
            let mut cursor = Some(first);
            while let Some(at) = cursor {
                let page = next(&at).await?;
                if !take(page.items) {
                    break;
                }
                cursor = page.next_cursor;
            }
            Ok(())
        });
    });
}

/// A list that begins with its first page and grows by the others.
pub fn whole_list<T: DeserializeOwned + Send + Sync + 'static>(
    first: Page<T>,
    next: impl Fn(&str) -> Call<Page<T>> + 'static,
) -> RwSignal<Vec<T>> {
    let items = RwSignal::new(first.items);
    load_rest(first.next_cursor, next, move |more| items.try_update(|items| items.extend(more)).is_some());
    items
}
