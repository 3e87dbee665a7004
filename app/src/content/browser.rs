//! Erased views in the browser. A view is built or taken over, mounted and unmounted, and that is all it has to know: it is
//! hydrated at once, never in parts, writes no HTML, and is replaced as a whole instead of turning into its successor step
//! by step.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        renderer::types::{Element, Node},
        view::{Mountable, Position, PositionState, add_attr::AddAnyAttr},
    },
};

/// What is asked of a view in the browser.
trait BrowserView: Send {
    fn build(self: Box<Self>) -> Box<dyn Mountable>;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Mountable>;
}

impl<V: RenderHtml + 'static> BrowserView for V {
    fn build(self: Box<Self>) -> Box<dyn Mountable> {
        Box::new(Render::build(*self))
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Mountable> {
        Box::new(RenderHtml::hydrate::<true>(*self, cursor, position))
    }
}

pub struct Erased(Box<dyn BrowserView>);

impl Erased {
    pub fn new(view: impl RenderHtml + 'static) -> Self {
        Self(Box::new(view))
    }
}

impl Render for Erased {
    type State = ErasedState;

    fn build(self) -> ErasedState {
        ErasedState(self.0.build())
    }

    fn rebuild(self, state: &mut ErasedState) {
        let mut new = Render::build(self);
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl RenderHtml for Erased {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ErasedState {
        ErasedState(self.0.hydrate(cursor, position))
    }

    // Nothing asks for what follows: pages are rendered by the server, and `hydrate_body` hydrates them at once.

    fn hydrate_async(self, _: &Cursor, _: &PositionState) -> impl Future<Output = ErasedState> {
        std::future::pending()
    }

    fn dry_resolve(&mut self) {}

    fn resolve(self) -> impl Future<Output = Self> + Send {
        std::future::ready(self)
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Erased {
    type Output<SomeNewAttr: Attribute> = Self;

    /// `AnyView`, which is around every erased view, keeps attributes itself.
    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// An erased view that stands in the page.
pub struct ErasedState(Box<dyn Mountable>);

impl Mountable for ErasedState {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}
