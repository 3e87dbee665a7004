//! Canvases in the page: as sharp as the screen, and drawn anew when their size changes.

use crate::{
    effects::in_browser,
    figures::numbers::{self, whole},
};
use leptos::{ev, html, prelude::*};
use plotters::style::RGBColor;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, ResizeObserver};

/// The size of an element in the pixels of the style sheet, and how many of the screen make one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
    pub density: f64,
}

impl Size {
    fn of(element: &Element) -> Self {
        Self {
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
            density: window().device_pixel_ratio(),
        }
    }
}

/// The size of an element; nothing while it is not shown.
pub fn watch_size(element: NodeRef<html::Div>) -> Signal<Option<Size>> {
    let size = RwSignal::new(None);
    in_browser(move || {
        let Some(element) = element.get() else {
            return;
        };
        let measured = element.clone();
        let measure = move || {
            let now = Some(Size::of(&measured)).filter(|size| size.width > 0.0);
            if size.try_get_untracked().is_some_and(|before| before != now) {
                size.set(now);
            }
        };
        // A screen with other pixels does not change the size of the element, but that of the window.
        let listener = window_event_listener(ev::resize, {
            let measure = measure.clone();
            move |_| measure()
        });
        on_cleanup(move || listener.remove());
        observe(&element, measure);
    });
    size.into()
}

/// Calls back with every change of the element's size, and once at the beginning.
fn observe(element: &Element, changed: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(changed);
    let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
        return;
    };
    observer.observe(element);
    let kept = StoredValue::new_local((observer, callback));
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// Gives a canvas as many pixels as the screen has in its place, all of them clear, and what draws on it. One unit of the
/// drawing is a pixel of the style sheet; it is as wide as what was measured, of which a scrollbar may have taken a part.
pub fn prepare(canvas: &HtmlCanvasElement, size: Size) -> Option<CanvasRenderingContext2d> {
    let pixels = |length: f64| u32::try_from(whole(length * size.density)).unwrap_or_default();
    let (width, height) = (pixels(size.width), pixels(size.height));
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    HtmlElement::style(canvas).set_property("inline-size", &numbers::pixels(size.width)).ok()?;
    if (canvas.width(), canvas.height()) == (width, height) {
        context.reset_transform().ok()?;
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    } else {
        // This clears it too.
        canvas.set_width(width);
        canvas.set_height(height);
    }
    context.scale(size.density, size.density).ok()?;
    Some(context)
}

/// What is drawn next is filled with this colour.
pub fn fill_with(context: &CanvasRenderingContext2d, RGBColor(red, green, blue): &RGBColor) {
    context.set_fill_style_str(&format!("rgb({red},{green},{blue})"));
}
