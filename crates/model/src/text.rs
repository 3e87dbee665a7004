//! Rules that hold for every text a person or a script may give us.

use thiserror::Error;

/// The longest name of anything, in characters.
pub const MAX_NAME: usize = 256;
/// How many tags an asset may have: nobody looks for anything by more.
pub const MAX_TAGS: usize = 100;
/// The longest note or message, in characters.
pub const MAX_NOTE: usize = 4096;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextFault {
    #[error("must not be empty")]
    Empty,
    #[error("must be at most {0} characters long")]
    TooLong(usize),
    #[error("must not contain control characters")]
    Control,
}

/// Checks that a text is neither empty nor longer than `longest` and holds no control character.
pub fn check_text(text: &str, longest: usize) -> Result<(), TextFault> {
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    // Bytes bound characters from above, so that a text of a gigabyte is not walked.
    if text.len() > longest && text.chars().nth(longest).is_some() {
        return Err(TextFault::TooLong(longest));
    }
    if text.chars().any(char::is_control) {
        return Err(TextFault::Control);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(), TextFault>) {
        assert_eq!(check_text(text, 4), expected, "{text:?}");
    }

    #[test]
    fn texts_are_bounded_in_characters_not_bytes() {
        check("abcd", Ok(()));
        check("àèìò", Ok(()));
        check("àèìòù", Err(TextFault::TooLong(4)));
        check("", Err(TextFault::Empty));
        check("a\0b", Err(TextFault::Control));
        check("a\nb", Err(TextFault::Control));
    }
}
