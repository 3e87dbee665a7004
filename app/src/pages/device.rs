//! A browser or program in the words of people: `Firefox on Windows` instead of what it says of itself.

use crate::texts::{Texts, fill};

/// What a browser's own words contain, and its name. Most claim to be others too, so the order matters.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Keeps the own words of what is not a known browser.
pub fn describe(device: &str, texts: &Texts) -> String {
    let browser = find(device, &BROWSERS);
    match (browser, find(device, &SYSTEMS)) {
        (Some(browser), Some(system)) => fill(&fill(texts.device_on, browser), system),
        (Some(browser), None) => browser.into(),
        (None, _) => device.into(),
    }
}

fn find(device: &str, known: &[(&str, &'static str)]) -> Option<&'static str> {
    known.iter().find(|(sign, _)| device.contains(sign)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Language;

    fn check(device: &str, expected: &str) {
        assert_eq!(describe(device, Texts::of(Language::English)), expected, "{device}");
    }

    #[test]
    fn browsers_are_told_apart() {
        check("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Windows");
        check(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Linux",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari on iPhone",
        );
        check(
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        );
    }

    #[test]
    fn programs_keep_their_own_words() {
        check("curl/8.5.0", "curl/8.5.0");
        check("", "");
        check("<img src=x>", "<img src=x>");
    }
}
