//! Changed figures as a short text for links, such as `b10-nginx_web*w8-nginx_web`. It holds only characters that an
//! address carries as they are; any other byte of an id is written as `~` and two hexadecimal digits.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::str::FromStr;

use model::{AssetId, Curve, ErrorBudget, ResilienceWeights, TargetRpo, Weight};
use thiserror::Error;

use super::WhatIf;

/// A text that nobody wrote with `Display`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the changes of the link cannot be read")]
pub struct LinkFault;

const BETWEEN_CHANGES: char = '*';
const BETWEEN_PARTS: char = '-';
const ESCAPE: char = '~';

impl fmt::Display for WhatIf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut changes = Vec::new();
        changes.extend(self.budgets.iter().map(|(id, to)| format!("b{}-{}", to.get(), escaped(id))));
        changes.extend(self.targets.iter().map(|(id, to)| format!("t{}-{}", to.hours(), escaped(id))));
        changes.extend(self.weights.iter().map(|(id, to)| format!("w{}-{}", to.get(), escaped(id))));
        // Adding nothing turns a negative zero into a plain one.
        changes.extend(self.resilience_weights.map(|to| format!("r{}-{}", to.rpo() + 0.0, to.success() + 0.0)));
        changes.extend(self.curve.map(|to| format!("c{}", to.as_str())));
        f.write_str(&changes.join(&BETWEEN_CHANGES.to_string()))
    }
}

impl FromStr for WhatIf {
    type Err = LinkFault;

    fn from_str(text: &str) -> Result<Self, LinkFault> {
        let mut what_if = Self::default();
        for change in text.split(BETWEEN_CHANGES).filter(|_| !text.is_empty()) {
            read_change(&mut what_if, change).ok_or(LinkFault)?;
        }
        Ok(what_if)
    }
}

fn read_change(what_if: &mut WhatIf, change: &str) -> Option<()> {
    let kind = change.chars().next()?;
    let rest = &change[kind.len_utf8()..];
    match kind {
        'b' => put(&mut what_if.budgets, rest, |number| ErrorBudget::new(whole(number)?).ok()),
        't' => put(&mut what_if.targets, rest, |number| TargetRpo::new(fraction(number)?).ok()),
        'w' => put(&mut what_if.weights, rest, |number| Weight::new(whole(number)?).ok()),
        'r' => {
            let (rpo, success) = rest.split_once(BETWEEN_PARTS)?;
            let weights = ResilienceWeights::new(fraction(rpo)?, fraction(success)?).ok()?;
            what_if.resilience_weights.replace(weights).is_none().then_some(())
        }
        'c' => what_if.curve.replace(Curve::from_word(rest).ok()?).is_none().then_some(()),
        _ => None,
    }
}

/// Reads a figure and the id that it is for; none may be named twice.
fn put<T>(figures: &mut BTreeMap<AssetId, T>, text: &str, read: impl Fn(&str) -> Option<T>) -> Option<()> {
    let (figure, id) = text.split_once(BETWEEN_PARTS)?;
    figures.insert(unescaped(id)?, read(figure)?).is_none().then_some(())
}

fn whole(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn fraction(text: &str) -> Option<f64> {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| text.parse().ok())?
}

fn escaped(id: &AssetId) -> String {
    let mut text = String::new();
    for byte in id.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "{ESCAPE}{byte:02x}");
        }
    }
    text
}

fn unescaped(text: &str) -> Option<AssetId> {
    let mut parts = text.split(ESCAPE);
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        let are_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(are_digits.then(|| u8::from_str_radix(digits, 16).ok())??);
        bytes.extend(rest.as_bytes());
    }
    AssetId::new(String::from_utf8(bytes).ok()?).ok()
}
