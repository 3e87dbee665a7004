//! What a visitor chose: theme, language, width of the rail, single keys. Kept in cookies, so that the server's first answer already
//! follows them and nothing flashes.

pub const THEME_COOKIE: &str = "vedetta_theme";
pub const LANGUAGE_COOKIE: &str = "vedetta_language";
pub const RAIL_COOKIE: &str = "vedetta_rail";
pub const KEYS_COOKIE: &str = "vedetta_keys";

/// The colours of the page. `System` follows the device and needs no script to do so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    Dark,
    Light,
    #[default]
    System,
}

/// The language of the document, of everything in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Italian,
}

/// The navigation at the left: icons with words, or icons alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rail {
    #[default]
    Wide,
    Narrow,
}

/// Whether a single letter or sign, pressed anywhere on a page, does something. Whoever dictates to the computer or hits keys
/// by accident turns that off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SingleKeys {
    #[default]
    On,
    Off,
}

/// Every choice of one visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    pub theme: Theme,
    pub language: Language,
    pub rail: Rail,
    pub keys: SingleKeys,
}

impl Preferences {
    /// Reads the cookies; the language falls back to what the browser asks for, then to English.
    pub fn from_headers(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        let chosen = |name| cookie.and_then(|header| cookie_value(header, name));
        Self {
            theme: chosen(THEME_COOKIE).and_then(Theme::from_code).unwrap_or_default(),
            language: chosen(LANGUAGE_COOKIE)
                .and_then(Language::from_code)
                .or_else(|| accept_language.and_then(Language::from_accepted))
                .unwrap_or_default(),
            rail: chosen(RAIL_COOKIE).and_then(Rail::from_code).unwrap_or_default(),
            keys: chosen(KEYS_COOKIE).and_then(SingleKeys::from_code).unwrap_or_default(),
        }
    }
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::System];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::System => "system",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Italian];

    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Italian => "it",
        }
    }

    /// The language's name in itself, as language menus show it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Italian => "Italiano",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language with the highest quality in an `Accept-Language` header; the first of equals.
    fn from_accepted(header: &str) -> Option<Self> {
        let mut best = None;
        for part in header.split(',') {
            let (tag, quality) = tag_and_quality(part);
            let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
            let Some(language) = Self::from_code(&primary) else {
                continue;
            };
            if quality > best.map_or(0.0, |(_, highest)| highest) {
                best = Some((language, quality));
            }
        }
        best.map(|(language, _)| language)
    }
}

impl Rail {
    pub const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rail| rail.code() == code)
    }

    pub const fn other(self) -> Self {
        match self {
            Self::Wide => Self::Narrow,
            Self::Narrow => Self::Wide,
        }
    }
}

impl SingleKeys {
    pub const ALL: [Self; 2] = [Self::On, Self::Off];

    pub const fn code(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keys| keys.code() == code)
    }
}

fn cookie_value<'header>(header: &'header str, name: &str) -> Option<&'header str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// `it-IT;q=0.8` is `("it-IT", 0.8)`; a quality that cannot be read counts as none.
fn tag_and_quality(part: &str) -> (&str, f32) {
    let (tag, parameters) = part.trim().split_once(';').unwrap_or((part.trim(), ""));
    let quality = match parameters.trim().strip_prefix("q=") {
        Some(number) => number.trim().parse().unwrap_or(0.0),
        None => 1.0,
    };
    (tag.trim(), quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_language(cookie: &str, accepted: &str, expected: Language) {
        let preferences = Preferences::from_headers(Some(cookie), Some(accepted));
        assert_eq!(preferences.language, expected, "cookie {cookie:?}, accepted {accepted:?}");
    }

    #[test]
    fn nothing_sent_means_the_defaults() {
        let expected =
            Preferences { theme: Theme::System, language: Language::English, rail: Rail::Wide, keys: SingleKeys::On };
        assert_eq!(Preferences::from_headers(None, None), expected);
    }

    #[test]
    fn cookies_are_found_among_others() {
        let cookie =
            "session=a.b=c; vedetta_theme=light;vedetta_language=it ; x; vedetta_rail=narrow; vedetta_keys=off";
        let expected =
            Preferences { theme: Theme::Light, language: Language::Italian, rail: Rail::Narrow, keys: SingleKeys::Off };
        assert_eq!(Preferences::from_headers(Some(cookie), None), expected);
    }

    #[test]
    fn a_cookie_of_another_name_or_value_is_ignored() {
        let cookie = "not_vedetta_theme=dark; vedetta_theme=<script>; vedetta_language=de; vedetta_rail=";
        assert_eq!(Preferences::from_headers(Some(cookie), None), Preferences::default());
    }

    #[test]
    fn the_language_follows_the_browser_until_it_is_chosen() {
        use Language::{English, Italian};
        check_language("", "it", Italian);
        check_language("", "IT-it", Italian);
        check_language("", "de, it;q=0.7, en;q=0.8", English);
        check_language("", "de, it;q=0.8, en;q=0.7", Italian);
        check_language("", "en;q=0.5, it; q=0.5", English);
        check_language("", "it;q=0, fr", English);
        check_language("", "it;q=much", English);
        check_language("", "*", English);
        check_language("", ",;=,", English);
        check_language("vedetta_language=en", "it", English);
        check_language("vedetta_language=it", "en", Italian);
    }

    #[test]
    fn every_code_is_read_back() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_code(theme.code()), Some(theme));
        }
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        for rail in Rail::ALL {
            assert_eq!(Rail::from_code(rail.code()), Some(rail));
        }
        for keys in SingleKeys::ALL {
            assert_eq!(SingleKeys::from_code(keys.code()), Some(keys));
        }
    }
}
