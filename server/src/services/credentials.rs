//! The rules for user names and passwords, whoever sets them.

use api::FieldFault;
use model::UserName;
use unicode_security::confusable_detection::skeleton;

use crate::body::pointer;

const SHORTEST: usize = 12;
const LONGEST: usize = 128;

/// The name and the password of a new account, as far as they could be read.
pub struct Credentials {
    pub username: Option<String>,
    pub password: Option<String>,
}

impl Credentials {
    /// Both, unless one is not there, or breaks a rule, which is remembered.
    pub fn check(self, faults: &mut Vec<FieldFault>) -> Option<(UserName, String)> {
        let Self { username, password } = self;
        let name = username.as_deref().and_then(|username| check_username(username, "username", faults));
        if let Some(password) = &password {
            check_password(password, username.as_deref().unwrap_or_default(), "password", faults);
        }
        name.zip(password)
    }
}

/// Reads a user name, or remembers what is wrong with it.
fn check_username(username: &str, field: &str, faults: &mut Vec<FieldFault>) -> Option<UserName> {
    let name = UserName::new(username).map_err(|fault| faults.push(field_fault(field, &fault.to_string()))).ok()?;
    if let Some(original) = imitated(name.as_str()) {
        faults.push(field_fault(field, &format!("looks like {original}, but is written with other letters")));
        return None;
    }
    Some(name)
}

/// The plain name that people would read in a name of other letters: `admin` in `\u{251}dmin`.
fn imitated(name: &str) -> Option<String> {
    let read: String = skeleton(name).collect();
    (!name.is_ascii() && read.is_ascii()).then_some(read)
}

/// Checks a new password: long enough, and not one that guessers try first. Nothing else is asked of it.
pub fn check_password(password: &str, username: &str, field: &str, faults: &mut Vec<FieldFault>) {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        faults.push(field_fault(field, &format!("must have {SHORTEST} to {LONGEST} characters; it has {length}")));
    } else if is_common(password, username) {
        faults.push(field_fault(field, "is one that guessers try first; choose another"));
    }
}

fn field_fault(field: &str, wrong: &str) -> FieldFault {
    FieldFault { pointer: pointer(field), message: format!("{field} {wrong}") }
}

/// Lower-case passwords of twelve characters and more that leak again and again.
static COMMON: &str = include_str!("common_passwords.txt");

fn is_common(password: &str, username: &str) -> bool {
    let folded = password.to_lowercase();
    let is_one_character = folded.chars().all(|c| folded.starts_with(c));
    is_one_character
        || (!username.is_empty() && folded.replace(&username.to_lowercase(), "").chars().count() < 4)
        || COMMON.lines().any(|common| common == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(password: &str) -> Vec<String> {
        let mut faults = Vec::new();
        check_password(password, "ada", "password", &mut faults);
        faults.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn names_that_look_like_others_are_refused() {
        for disguise in ["\u{251}dmin", "adm\u{131}n", "\u{430}\u{441}\u{430}"] {
            let mut faults = Vec::new();
            assert_eq!(check_username(disguise, "username", &mut faults), None, "{disguise}");
            assert_eq!(faults.len(), 1, "{disguise}");
        }
        for fine in ["ada", "Éloïse", "Дмитрий", "山田"] {
            assert!(check_username(fine, "username", &mut Vec::new()).is_some(), "{fine}");
        }
    }

    #[test]
    fn passwords_are_long_and_uncommon() {
        for fine in ["correct horse battery", "àèìòùàèìòùàè", &"x1".repeat(64)] {
            assert_eq!(faults(fine), Vec::<String>::new(), "{fine}");
        }
        for wrong in [
            "short",
            "elevenchars",
            &"x1".repeat(65),
            "aaaaaaaaaaaaaaaa",
            "AdaAdaAdaAda",
            "Password1234",
            "qwertyuiop123",
        ] {
            assert_eq!(faults(wrong).len(), 1, "{wrong}");
        }
    }
}
