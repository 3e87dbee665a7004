//! Words of closed lists, as parameters and fields hold them.

use serde_json::{Value, json};

/// Reads one of some words; when it is none of them, says which there are.
pub fn one_of<T: Copy>(all: &[T], as_str: fn(T) -> &'static str, word: &str) -> Result<T, String> {
    all.iter().copied().find(|one| as_str(*one) == word).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|one| as_str(*one)).collect();
        format!("must be one of {}", words.join(", "))
    })
}

/// Describes a word of a closed list.
pub fn schema<T: Copy>(all: &[T], as_str: fn(T) -> &'static str) -> Value {
    let words: Vec<&str> = all.iter().map(|one| as_str(*one)).collect();
    json!({"type": "string", "enum": words})
}
