//! The golden vectors of the scoring, run natively by a test and in WebAssembly by `cargo xtask test`, which both
//! compare what was found with what the vectors expect, bit for bit.

mod film;
mod rules;

use std::sync::LazyLock;

use serde::Deserialize;

pub use rules::found;

const VECTORS: &str = include_str!("../../tests/golden.json");

/// One rule, what it is given and what must come of it.
#[derive(Debug, Deserialize)]
pub struct Vector {
    #[serde(flatten)]
    pub given: rules::Given,
    /// Bits of numbers, and words.
    pub expect: Vec<String>,
}

/// All of them.
pub fn vectors() -> Vec<Vector> {
    serde_json::from_str(VECTORS).expect("golden.json holds vectors")
}

/// What is found for each vector, as JSON.
static FOUND: LazyLock<String> = LazyLock::new(|| {
    let found: Vec<_> = vectors().iter().map(|vector| found(&vector.given)).collect();
    serde_json::to_string(&found).expect("texts are JSON")
});

/// Where what was found begins in the module's memory.
#[expect(unsafe_code, reason = "the name under which Node.js calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn found_text() -> *const u8 {
    FOUND.as_ptr()
}

/// How many bytes it has.
#[expect(unsafe_code, reason = "the name under which Node.js calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn found_length() -> usize {
    FOUND.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vector_comes_out_bit_for_bit() {
        let vectors = vectors();
        assert!(vectors.len() > 100);
        for Vector { given, expect } in vectors {
            assert_eq!(found(&given), expect, "{given:?}");
        }
    }
}
