//! How many stand at each status, in little room.

use super::{Status, StatusShape};
use crate::{figures::numbers, texts::texts};
use leptos::prelude::*;

/// Shape and number of each status; the word is spoken, and shown as a tip.
#[component]
pub fn StatusCounts(counts: Vec<(Status, u32)>) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let counts = counts
        .into_iter()
        .map(|(status, count)| {
            let word = status.word(texts);
            view! {
                <li class="status" title=word>
                    <StatusShape status=Signal::stored(status) />
                    {numbers.count(count.into())}
                    <span class="visually-hidden">" "{word}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="status-counts">{counts}</ul> }
}
