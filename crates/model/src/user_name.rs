//! The name a person signs in with: one spelling for all that look the same to a keyboard.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::text::TextFault;

/// The longest user name, in characters.
const LONGEST: usize = 64;

/// Why a user name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UserNameFault {
    #[error(transparent)]
    Text(#[from] TextFault),
    #[error("must not contain spaces or invisible characters")]
    Invisible,
    #[error("must not mix letters of different alphabets")]
    MixedAlphabets,
}

/// A user name in its one kept form: NFKC, case folded, nothing invisible, one alphabet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

impl UserName {
    /// Brings a name as typed into its kept form, or says why it cannot be one.
    pub fn new(typed: &str) -> Result<Self, UserNameFault> {
        // Checked before it is folded, so that a name of a megabyte costs nothing.
        if typed.len() > LONGEST * 4 {
            return Err(TextFault::TooLong(LONGEST).into());
        }
        let folded: String = typed.nfkd().flat_map(char::to_lowercase).flat_map(fold).nfkc().collect();
        crate::check_text(&folded, LONGEST)?;
        if folded.chars().any(is_invisible) {
            return Err(UserNameFault::Invisible);
        }
        if mixes_alphabets(&folded) {
            return Err(UserNameFault::MixedAlphabets);
        }
        Ok(Self(folded))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Small letters that stand for the same as others, so that all spellings of a name are one. By way of capitals they would
/// need no list, but their table, which every page would carry.
fn fold(small: char) -> impl Iterator<Item = char> {
    let (first, second) = match small {
        'ß' => ('s', Some('s')),
        'ς' => ('σ', None),
        // The iota below a vowel, which capitals have beside them.
        '\u{0345}' => ('ι', None),
        '\u{1C80}' => ('в', None),
        '\u{1C81}' => ('д', None),
        '\u{1C82}' => ('о', None),
        '\u{1C83}' => ('с', None),
        '\u{1C84}' | '\u{1C85}' => ('т', None),
        '\u{1C86}' => ('ъ', None),
        '\u{1C87}' => ('ѣ', None),
        '\u{1C88}' => ('ꙋ', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// White space, zero-width and bidirectional controls, variation selectors, tags and fillers.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Latin, Greek and Cyrillic share look-alikes; a name that mixes them is a disguise ("аdmin").
fn mixes_alphabets(name: &str) -> bool {
    let alphabet = |c: char| match c {
        'a'..='z' | '\u{00DF}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => Some("latin"),
        '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Some("greek"),
        '\u{0400}'..='\u{052F}' | '\u{1C80}'..='\u{1C8F}' => Some("cyrillic"),
        '\u{0530}'..='\u{058F}' => Some("armenian"),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some("cherokee"),
        _ => None,
    };
    let mut seen = name.chars().filter_map(alphabet);
    let first = seen.next();
    seen.any(|other| Some(other) != first)
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for UserName {
    type Error = UserNameFault;

    fn try_from(typed: String) -> Result<Self, UserNameFault> {
        Self::new(&typed)
    }
}

impl From<UserName> for String {
    fn from(name: UserName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Result<&str, UserNameFault>) {
        assert_eq!(UserName::new(typed).as_ref().map(UserName::as_str), expected.as_ref().copied(), "{typed:?}");
    }

    #[test]
    fn one_kept_form() {
        check("Admin", Ok("admin"));
        check("ａｄｍｉｎ", Ok("admin"));
        check("maria.rossi", Ok("maria.rossi"));
        check("Éloïse", Ok("éloïse"));
        check("Дмитрий", Ok("дмитрий"));
        check("STRASSE", Ok("strasse"));
        check("straße", Ok("strasse"));
        check("STRAẞE", Ok("strasse"));
        check("ΝΊΚΟΣ", Ok("νίκοσ"));
        check("νίκος", Ok("νίκοσ"));
        check("ᾳ", Ok("αι"));
        check("Işık", Ok("işık"));
    }

    #[test]
    fn disguises_are_refused() {
        check("admin ", Err(UserNameFault::Invisible));
        check("ad\u{200B}min", Err(UserNameFault::Invisible));
        check("ad\u{202E}min", Err(UserNameFault::Invisible));
        check("\u{0430}dmin", Err(UserNameFault::MixedAlphabets));
        check("a\0", Err(TextFault::Control.into()));
        check("", Err(TextFault::Empty.into()));
    }

    #[test]
    fn length_is_bounded() {
        check(&"a".repeat(LONGEST), Ok(&"a".repeat(LONGEST)));
        check(&"a".repeat(LONGEST + 1), Err(TextFault::TooLong(LONGEST).into()));
        check(&"a".repeat(1 << 20), Err(TextFault::TooLong(LONGEST).into()));
    }
}
