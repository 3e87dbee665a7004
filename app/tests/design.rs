//! The design's promises about colour, measured on the tokens themselves: text can be read in both themes, and statuses
//! stay apart for people with colour-vision deficiencies.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TOKENS: &str = include_str!("../../style/tokens.css");

const GROUNDS: [&str; 6] = ["canvas", "surface", "raised", "sunken", "field", "hover"];
const TEXTS: [&str; 5] = ["text", "text-muted", "text-faint", "accent", "danger"];
/// Text that stands on one ground only.
const LABELS: [(&str, &str); 8] = [
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
    ("text", "accent-soft"),
    ("accent", "accent-soft"),
    ("danger", "danger-soft"),
    ("text", "danger-soft"),
    ("on-tip", "tip"),
    ("text", "selection"),
];
const STATUSES: [&str; 7] = ["excellent", "good", "acceptable", "warning", "critical", "severe", "no-data"];
/// Statuses that are seen side by side: those of availability, and those of resilience.
const TOGETHER: [&[&str]; 2] = [
    &["good", "warning", "critical", "no-data"],
    &["excellent", "good", "acceptable", "critical", "severe", "no-data"],
];

/// Lines of a chart, which are drawn on cards and told apart by colour, dashes and names.
const SERIES: [&str; 5] = ["series-1", "series-2", "series-3", "series-4", "series-5"];
const CHART_GROUNDS: [&str; 3] = ["canvas", "surface", "raised"];

const TEXT_CONTRAST: f64 = 4.5;
/// What WCAG asks of shapes and of the borders of controls.
const SHAPE_CONTRAST: f64 = 3.0;
/// Distances in Oklab, in hundredths: two colours this far apart are told apart at a glance.
const CLEARLY_APART: f64 = 10.0;
const STILL_APART: f64 = 6.0;

#[test]
fn text_can_be_read_on_every_ground() {
    for ground in GROUNDS {
        for text in TEXTS {
            check_contrast(text, ground, TEXT_CONTRAST);
        }
    }
    for (text, ground) in LABELS {
        check_contrast(text, ground, TEXT_CONTRAST);
    }
}

/// The browser would go through the whole page again at each change in it, many times a second while a replay runs.
#[test]
fn no_rule_for_the_whole_page_hangs_on_what_is_in_it() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../style")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                for whole in [":root", "html", "body", ".frame", ".content"] {
                    assert!(!text.contains(&format!("{whole}:has(")), "{whole}:has() in {}", path.display());
                }
            }
        }
    }
}

#[test]
fn shapes_and_borders_of_controls_can_be_seen() {
    for ground in GROUNDS {
        check_contrast("line-strong", ground, SHAPE_CONTRAST);
        for status in STATUSES {
            check_contrast(&format!("status-{status}"), ground, SHAPE_CONTRAST);
        }
    }
}

#[test]
fn lines_of_a_chart_can_be_seen_and_told_apart() {
    for ground in CHART_GROUNDS {
        for series in SERIES {
            check_contrast(series, ground, SHAPE_CONTRAST);
        }
    }
    for (first, second) in pairs(&SERIES) {
        check_apart(first, second);
    }
}

#[test]
fn statuses_shown_together_stay_apart_for_every_eye() {
    for (first, second) in TOGETHER.into_iter().flat_map(pairs) {
        check_apart(&format!("status-{first}"), &format!("status-{second}"));
    }
}

fn check_apart(first: &str, second: &str) {
    for theme in [Theme::Light, Theme::Dark] {
        let tokens = Tokens::read(theme);
        let colours = [first, second].map(|name| tokens.colour(name));
        for (eye, matrix) in EYES {
            let wanted = if eye == "usual" { CLEARLY_APART } else { STILL_APART };
            let [a, b] = colours.map(|colour| oklab(seen_by(matrix, colour)));
            let distance = 100.0 * a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
            assert!(distance >= wanted, "{theme:?}, {eye} sight: {first} and {second} are {distance:.1} apart");
        }
    }
}

fn check_contrast(text: &str, ground: &str, wanted: f64) {
    for theme in [Theme::Light, Theme::Dark] {
        let tokens = Tokens::read(theme);
        let contrast = contrast(tokens.colour(text), tokens.colour(ground));
        assert!(contrast >= wanted, "{theme:?}: {text} on {ground} is {contrast:.2}, less than {wanted}");
    }
}

fn pairs(names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let after = move |index: usize| names.iter().skip(index + 1);
    names.iter().enumerate().flat_map(move |(index, first)| after(index).map(move |second| (*first, *second)))
}

#[derive(Clone, Copy, Debug)]
enum Theme {
    Light,
    Dark,
}

/// Linear red, green and blue, each from 0 to 1.
type Colour = [f64; 3];

/// Every `--name: light-dark(#light, #dark)` of the sheet, in one theme.
struct Tokens(BTreeMap<String, Colour>);

impl Tokens {
    fn read(theme: Theme) -> Self {
        let declarations =
            TOKENS.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": light-dark("));
        let colours = declarations.filter_map(|(name, values)| {
            let (light, dark) = values.strip_suffix(");")?.split_once(", ")?;
            let chosen = match theme {
                Theme::Light => light,
                Theme::Dark => dark,
            };
            Some((name.to_owned(), linear(chosen)?))
        });
        Self(colours.collect())
    }

    fn colour(&self, name: &str) -> Colour {
        *self.0.get(name).unwrap_or_else(|| panic!("tokens.css has no --{name}: light-dark(#rrggbb, #rrggbb)"))
    }
}

/// `#rrggbb` without the gamma curve of sRGB; a colour that lets its ground through has no contrast of its own.
fn linear(hex: &str) -> Option<Colour> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |index: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

/// The contrast of WCAG 2, from 1 to 21.
fn contrast(first: Colour, second: Colour) -> f64 {
    let luminance = |[red, green, blue]: Colour| 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let (a, b) = (luminance(first), luminance(second));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

type Matrix = [[f64; 3]; 3];

/// Full deficiencies after Machado, Oliveira and Fernandes (2009), on linear colours.
const EYES: [(&str, Matrix); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protanopic", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopic",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopic", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn seen_by(matrix: Matrix, colour: Colour) -> Colour {
    times(matrix, colour).map(|channel| channel.clamp(0.0, 1.0))
}

/// Oklab, in which distances are close to what people see.
fn oklab(colour: Colour) -> Colour {
    let cones = times(
        [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        colour,
    );
    times(
        [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

fn times(matrix: Matrix, [x, y, z]: Colour) -> Colour {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}
