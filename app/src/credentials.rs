//! The rules for user names and passwords that a form can tell before sending. The server has the last word.

use crate::texts::Texts;
use api::FieldFault;

const LONGEST_USER_NAME: usize = 64;
const SHORTEST_PASSWORD: usize = 12;
const LONGEST_PASSWORD: usize = 128;

/// What is wrong with a new user name.
pub fn check_user_name(name: &str, pointer: &str, texts: &Texts) -> Option<FieldFault> {
    let words = if name.is_empty() {
        texts.user_name_missing
    } else if name.chars().count() > LONGEST_USER_NAME || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        texts.user_name_rules
    } else {
        return None;
    };
    Some(fault(pointer, words))
}

/// What is wrong with a new password.
pub fn check_new_password(password: &str, pointer: &str, texts: &Texts) -> Option<FieldFault> {
    let length = password.chars().count();
    let fits = (SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length);
    (!fits).then(|| fault(pointer, texts.password_rules))
}

/// What is wrong with a field that must not be left empty.
pub fn check_given(text: &str, pointer: &str, missing: &str) -> Option<FieldFault> {
    text.is_empty().then(|| fault(pointer, missing))
}

fn fault(pointer: &str, words: &str) -> FieldFault {
    FieldFault { pointer: pointer.into(), message: words.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Language;

    fn check_name(name: &str, is_fine: bool) {
        let found = check_user_name(name, "/username", Texts::of(Language::English));
        assert_eq!(found.is_none(), is_fine, "{name:?}");
    }

    fn check_password(password: &str, is_fine: bool) {
        let found = check_new_password(password, "/password", Texts::of(Language::English));
        assert_eq!(found.is_none(), is_fine, "{password:?}");
    }

    #[test]
    fn user_names_are_short_and_without_spaces() {
        check_name("ada", true);
        check_name("éloïse.d'arc", true);
        check_name(&"è".repeat(LONGEST_USER_NAME), true);
        check_name(&"è".repeat(LONGEST_USER_NAME + 1), false);
        check_name("ada lovelace", false);
        check_name("ada\t", false);
        check_name("", false);
    }

    #[test]
    fn passwords_are_measured_in_characters() {
        check_password("àèìòùàèìòùà", false);
        check_password("àèìòùàèìòùàè", true);
        check_password(&"x".repeat(LONGEST_PASSWORD), true);
        check_password(&"x".repeat(LONGEST_PASSWORD + 1), false);
    }
}
