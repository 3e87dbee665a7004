//! The pages that the rail lists, in its order. A page that does not exist yet is not in the table.

use crate::{components::Glyph, texts::Texts};

/// One line of the navigation.
#[derive(Clone, Copy)]
pub struct NavigationEntry {
    pub path: &'static str,
    pub glyph: Glyph,
    pub label: fn(&Texts) -> &'static str,
}

pub const NAVIGATION: &[NavigationEntry] = &[
    NavigationEntry {
        path: "/",
        glyph: Glyph::Overview,
        label: |texts| texts.overview_title,
    },
    #[cfg(feature = "styleguide")]
    NavigationEntry {
        path: "/styleguide",
        glyph: Glyph::Styleguide,
        label: |texts| texts.styleguide_title,
    },
];

impl NavigationEntry {
    /// Whether the address shows this entry's page or one below it.
    pub fn covers(&self, path: &str) -> bool {
        match path.strip_prefix(self.path) {
            Some(rest) => rest.is_empty() || (self.path != "/" && rest.starts_with('/')),
            None => false,
        }
    }

    /// The entry that an address belongs to.
    pub fn find(path: &str) -> Option<&'static Self> {
        NAVIGATION.iter().find(|entry| entry.covers(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_covers(entry_path: &'static str, path: &str, expected: bool) {
        let entry = NavigationEntry {
            path: entry_path,
            glyph: Glyph::Overview,
            label: |texts| texts.overview_title,
        };
        assert_eq!(entry.covers(path), expected, "{entry_path} and {path}");
    }

    #[test]
    fn an_entry_covers_its_page_and_those_below() {
        check_covers("/", "/", true);
        check_covers("/", "/reports", false);
        check_covers("/reports", "/reports", true);
        check_covers("/reports", "/reports/", true);
        check_covers("/reports", "/reports/7", true);
        check_covers("/reports", "/reports-old", false);
        check_covers("/reports", "/", false);
    }
}
