//! The pages that have a name in the frame, and which of them the rail lists, in its order. A page that does not exist yet
//! is not in the table.

use crate::{components::Glyph, texts::Texts};
use api::paths;
use model::Role;

/// Where the first admin is made.
pub const SET_UP: &str = "/setup";
/// Where people sign in.
pub const SIGN_IN: &str = "/sign-in";

/// Where data are brought in: the page of assets, with the window for that open.
pub const INTAKE: &str = "/assets?bring=1";

/// Where people look at their own account.
pub const PROFILE: &str = "/profile";

/// The sign-in page that leads on to another one.
pub fn sign_in_first(next: &str) -> String {
    format!("{SIGN_IN}?next={}", paths::encode(next))
}

/// Whether a text names a page of this very server, so that it is safe to go there after a sign-in.
pub fn is_own_page(page: &str) -> bool {
    page.starts_with('/') && !page.starts_with("//") && !page.contains(|c: char| c == '\\' || c.is_control())
}

/// Whether an address shows this page or one below it.
pub fn covers(page: &str, path: &str) -> bool {
    match path.strip_prefix(page) {
        Some(rest) => rest.is_empty() || (page != "/" && rest.starts_with('/')),
        None => false,
    }
}

/// One page of the navigation.
#[derive(Clone, Copy)]
pub struct NavigationEntry {
    pub path: &'static str,
    pub glyph: Glyph,
    pub label: fn(&Texts) -> &'static str,
    pub listed: Listed,
}

/// Whether the rail lists a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    ForEveryone,
    ForAdmins,
    /// It is reached from elsewhere.
    Nowhere,
}

pub const NAVIGATION: &[NavigationEntry] = &[
    NavigationEntry {
        path: "/",
        glyph: Glyph::Overview,
        label: |texts| texts.overview_title,
        listed: Listed::ForEveryone,
    },
    NavigationEntry {
        path: "/availability",
        glyph: Glyph::Pulse,
        label: |texts| texts.availability,
        listed: Listed::ForEveryone,
    },
    NavigationEntry {
        path: "/resilience",
        glyph: Glyph::Buoy,
        label: |texts| texts.resilience,
        listed: Listed::ForEveryone,
    },
    NavigationEntry {
        path: "/assets",
        glyph: Glyph::Machines,
        label: |texts| texts.assets_title,
        listed: Listed::ForEveryone,
    },
    NavigationEntry { path: "/jobs", glyph: Glyph::Jobs, label: |texts| texts.jobs_title, listed: Listed::ForEveryone },
    NavigationEntry {
        path: "/users",
        glyph: Glyph::People,
        label: |texts| texts.users_title,
        listed: Listed::ForAdmins,
    },
    NavigationEntry {
        path: "/audit",
        glyph: Glyph::Trail,
        label: |texts| texts.audit_title,
        listed: Listed::ForAdmins,
    },
    NavigationEntry {
        path: "/compare",
        glyph: Glyph::Compare,
        label: |texts| texts.compare_title,
        listed: Listed::Nowhere,
    },
    NavigationEntry {
        path: PROFILE,
        glyph: Glyph::Person,
        label: |texts| texts.profile_title,
        listed: Listed::Nowhere,
    },
    #[cfg(feature = "styleguide")]
    NavigationEntry {
        path: "/styleguide",
        glyph: Glyph::Styleguide,
        label: |texts| texts.styleguide_title,
        listed: Listed::ForEveryone,
    },
];

impl NavigationEntry {
    /// Whether the rail lists this page for somebody of that role.
    pub fn is_listed_for(&self, role: Role) -> bool {
        match self.listed {
            Listed::ForEveryone => true,
            Listed::ForAdmins => role == Role::Admin,
            Listed::Nowhere => false,
        }
    }

    /// The entry that an address belongs to.
    pub fn find(path: &str) -> Option<&'static Self> {
        NAVIGATION.iter().find(|entry| covers(entry.path, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_covers(page: &str, path: &str, expected: bool) {
        assert_eq!(covers(page, path), expected, "{page} and {path}");
    }

    #[test]
    fn only_pages_of_this_server_are_own() {
        for own in ["/", "/users?cursor=a%2Fb#top", "/è"] {
            assert!(is_own_page(own), "{own}");
        }
        for foreign in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil", "javascript:alert(1)"]
        {
            assert!(!is_own_page(foreign), "{foreign}");
        }
    }

    #[test]
    fn the_next_page_stays_one_parameter() {
        assert_eq!(
            sign_in_first("/audit?user=ada&action=setup#top"),
            "/sign-in?next=%2Faudit%3Fuser%3Dada%26action%3Dsetup%23top"
        );
    }

    #[test]
    fn what_only_admins_may_see_is_listed_for_them_alone() {
        let listed = |role| {
            let entries = NAVIGATION.iter();
            entries.filter(|entry| entry.is_listed_for(role)).map(|entry| entry.path).collect::<Vec<_>>()
        };
        for path in ["/users", "/audit"] {
            assert!(listed(Role::Admin).contains(&path));
            assert!(!listed(Role::Viewer).contains(&path));
        }
    }

    #[test]
    fn a_page_covers_itself_and_those_below() {
        check_covers("/", "/", true);
        check_covers("/", "/reports", false);
        check_covers("/reports", "/reports", true);
        check_covers("/reports", "/reports/", true);
        check_covers("/reports", "/reports/7", true);
        check_covers("/reports", "/reports-old", false);
        check_covers("/reports", "/", false);
    }
}
