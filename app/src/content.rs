//! Views behind one type. Leptos can hydrate a page that is still being loaded in parts; ours never is, and that second road
//! would be a seventh of the browser half. Views erased here leave it out. They also do not know how to turn into their
//! successor step by step: what is erased is replaced as a whole, which spares every page its code for that.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::{ChildrenOptContainer, ToChildren},
    prelude::*,
    tachys::{
        hydration::Cursor,
        ssr::StreamBuilder,
        view::{Position, PositionState, add_attr::AddAnyAttr},
    },
};
use std::sync::Arc;

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

/// Gives branches and pages the same type, as `into_any` does, at a smaller price.
pub fn erase(view: impl RenderHtml + 'static) -> AnyView {
    HydratedAtOnce(view).into_any()
}

/// Passes everything on to the view but what is left out.
struct HydratedAtOnce<V>(V);

impl<V: Render> Render for HydratedAtOnce<V> {
    type State = V::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut new = self.0.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl<V: RenderHtml> RenderHtml for HydratedAtOnce<V> {
    type AsyncOutput = V::AsyncOutput;
    type Owned = HydratedAtOnce<V::Owned>;

    const MIN_LENGTH: usize = V::MIN_LENGTH;
    const EXISTS: bool = V::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
        self.0.resolve()
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buffer: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buffer, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buffer: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buffer, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn hydrate_async(self, _: &Cursor, _: &PositionState) -> impl Future<Output = Self::State> {
        // Nothing asks for it: `hydrate_body` hydrates at once.
        std::future::pending()
    }

    fn into_owned(self) -> Self::Owned {
        HydratedAtOnce(self.0.into_owned())
    }
}

impl<V: RenderHtml> AddAnyAttr for HydratedAtOnce<V> {
    type Output<SomeNewAttr: Attribute> = HydratedAtOnce<V::Output<SomeNewAttr>>;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr> {
        HydratedAtOnce(self.0.add_any_attr(attr))
    }
}
