//! Grey bars where words will be. They take the room of the words, so that nothing shifts when those arrive.

use crate::content::erase;
use leptos::prelude::*;

/// How much of the line the awaited words will fill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonWidth {
    Quarter,
    #[default]
    Half,
    Full,
}

/// One line of words that is still loading. The part of the page around it says so to screen readers (`aria-busy`).
#[component]
pub fn Skeleton(#[prop(optional)] width: SkeletonWidth) -> impl IntoView {
    let class = match width {
        SkeletonWidth::Quarter => "skeleton skeleton-quarter",
        SkeletonWidth::Half => "skeleton skeleton-half",
        SkeletonWidth::Full => "skeleton",
    };
    view! { <span class=class aria-hidden="true"></span> }
}

/// A part of a page that is one line as long as it loads.
pub fn loading_line() -> AnyView {
    erase(view! {
        <p aria-busy="true">
            <Skeleton />
        </p>
    })
}
