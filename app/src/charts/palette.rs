//! The colours of the page, for what is drawn on a canvas. They are asked for anew when the theme changes.

use crate::{components::Status, effects::in_browser, frame::use_theme, printing::watch_printing};
use leptos::prelude::*;
use plotters::style::RGBColor;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::HtmlElement;

pub const SERIES: usize = 5;
const FONTS_HAVE_COME: &str = "loadingdone";
const SERIES_TOKENS: [&str; SERIES] = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5"];

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    pub text: RGBColor,
    pub muted: RGBColor,
    pub faint: RGBColor,
    pub line: RGBColor,
    pub edge: RGBColor,
    pub ground: RGBColor,
    pub accent: RGBColor,
    pub series: [RGBColor; SERIES],
    statuses: [RGBColor; Status::ALL.len()],
}

impl Palette {
    /// Reads the tokens off an element that is in the page for no longer than this takes.
    fn read(is_printing: bool) -> Option<Self> {
        let probe: HtmlElement = document().create_element("span").ok()?.unchecked_into();
        if is_printing {
            // Paper is light, whatever the page is.
            probe.style().set_property("color-scheme", "light").ok()?;
        }
        document().body()?.append_child(&probe).ok()?;
        let palette = Self::read_off(&probe);
        probe.remove();
        palette
    }

    fn read_off(probe: &HtmlElement) -> Option<Self> {
        let colour = |token: &str| read_colour(probe, token);
        let mut statuses = [RGBColor(0, 0, 0); Status::ALL.len()];
        for status in Status::ALL {
            statuses[status as usize] = colour(status_token(status))?;
        }
        let mut series = [RGBColor(0, 0, 0); SERIES];
        for (place, token) in series.iter_mut().zip(SERIES_TOKENS) {
            *place = colour(token)?;
        }
        Some(Self {
            text: colour("--text")?,
            muted: colour("--text-muted")?,
            faint: colour("--text-faint")?,
            line: colour("--line")?,
            edge: colour("--edge")?,
            ground: colour("--surface")?,
            accent: colour("--accent")?,
            series,
            statuses,
        })
    }

    pub fn status(&self, status: Status) -> RGBColor {
        self.statuses[status as usize]
    }
}

/// The colours of the page; nothing before it stands in a browser. They come again, for another picture, whenever a font
/// has been loaded.
pub fn watch_palette() -> Signal<Option<Palette>> {
    let (theme, is_printing) = (use_theme(), watch_printing());
    let palette = RwSignal::new(None);
    let read = move || {
        // The page may have been left meanwhile.
        palette.try_set(Palette::read(is_printing.try_get_untracked().unwrap_or_default()));
    };
    in_browser(move || {
        theme.track();
        is_printing.track();
        read();
    });
    in_browser(move || watch_device(read));
    in_browser(move || watch_fonts(read));
    palette.into()
}

/// What was drawn before its font had come is drawn again.
fn watch_fonts(read: impl Fn() + 'static) {
    let fonts = document().fonts();
    let callback = Closure::<dyn FnMut()>::new(read);
    // A browser without this event keeps the font that it had.
    let _ = fonts.add_event_listener_with_callback(FONTS_HAVE_COME, callback.as_ref().unchecked_ref());
    let kept = StoredValue::new_local((fonts, callback));
    on_cleanup(move || {
        kept.try_with_value(|(fonts, callback)| {
            fonts.remove_event_listener_with_callback(FONTS_HAVE_COME, callback.as_ref().unchecked_ref())
        });
    });
}

/// Whoever follows the device follows it when it gets dark.
fn watch_device(read: impl Fn() + 'static) {
    let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") else {
        return;
    };
    let callback = Closure::<dyn FnMut()>::new(read);
    query.set_onchange(Some(callback.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((query, callback));
    on_cleanup(move || {
        kept.try_with_value(|(query, _)| query.set_onchange(None));
    });
}

fn read_colour(probe: &HtmlElement, token: &str) -> Option<RGBColor> {
    probe.style().set_property("color", &format!("var({token})")).ok()?;
    let computed = window().get_computed_style(probe).ok()??.get_property_value("color").ok()?;
    parse_colour(&computed)
}

/// `rgb(20, 23, 30)`, as browsers write a colour that hides its ground.
fn parse_colour(text: &str) -> Option<RGBColor> {
    let mut channels = text.strip_prefix("rgb(")?.strip_suffix(')')?.split(',').map(|channel| channel.trim().parse());
    let mut next = || channels.next()?.ok();
    Some(RGBColor(next()?, next()?, next()?))
}

fn status_token(status: Status) -> &'static str {
    match status {
        Status::Excellent => "--status-excellent",
        Status::Good => "--status-good",
        Status::Warning => "--status-warning",
        Status::Acceptable => "--status-acceptable",
        Status::Critical => "--status-critical",
        Status::Severe => "--status-severe",
        Status::NoData => "--status-no-data",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_browsers_write_them() {
        assert_eq!(parse_colour("rgb(20, 23, 30)"), Some(RGBColor(20, 23, 30)));
        assert_eq!(parse_colour("rgba(20, 23, 30, 0.5)"), None);
        assert_eq!(parse_colour(""), None);
    }
}
