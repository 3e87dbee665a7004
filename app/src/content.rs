//! Views behind one type, in the forms that components take them. Leptos has `AnyView` for that, of which every view costs
//! the browser half more than a kilobyte; [`erase`] gives the same type at a third of the price.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

use leptos::{
    children::{ChildrenOptContainer, ToChildren},
    prelude::*,
};
use std::sync::Arc;

/// Gives branches and pages the same type. Views that show nothing at all, such as `()`, cannot be erased.
pub fn erase<V: RenderHtml + 'static>(view: V) -> AnyView {
    const { assert!(V::EXISTS, "a view that shows nothing has no place that another could take") }
    #[cfg(feature = "ssr")]
    return server::Erased(view).into_any();
    #[cfg(not(feature = "ssr"))]
    return browser::Erased::new(view).into_any();
}

/// A part of a page that is made anew whenever a signal that it reads changes. All such parts have one type.
pub fn changing(part: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    let part: Box<dyn FnMut() -> Option<AnyView> + Send> = Box::new(part);
    erase(part)
}

/// The children of a component.
pub struct Content(Box<dyn FnOnce() -> AnyView + Send>);

impl Content {
    pub fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Content
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || erase(children())))
    }
}

// A single text arrives without a closure around it.
impl<V> ToChildren<ChildrenOptContainer<V>> for Content
where
    V: RenderHtml + 'static,
{
    fn to_children(child: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || erase(child.0)))
    }
}

/// The children of a component that shows them again and again, as a dialog does.
#[derive(Clone)]
pub struct RepeatedContent(Arc<dyn Fn() -> AnyView + Send + Sync>);

impl RepeatedContent {
    pub fn view(&self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for RepeatedContent
where
    F: Fn() -> V + Send + Sync + 'static,
    V: RenderHtml + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Arc::new(move || erase(children())))
    }
}
