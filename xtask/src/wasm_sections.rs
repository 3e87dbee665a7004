//! The sections of a WebAssembly module, as far as they are told apart here.

use anyhow::{Context, Result};

/// The magic number and the version.
const HEADER: usize = 8;
const CUSTOM: u8 = 0;

/// The module without its custom sections: names of functions and the like, which nothing runs.
pub fn without_custom(module: &[u8]) -> Result<Vec<u8>> {
    let cut_short = "a WebAssembly module is cut short";
    let (header, mut rest) = module.split_at_checked(HEADER).context(cut_short)?;
    let mut kept = header.to_vec();
    while let [kind, after_kind @ ..] = rest {
        let (length, length_bytes) = read_length(after_kind).context(cut_short)?;
        let (section, next) = rest.split_at_checked(1 + length_bytes + length).context(cut_short)?;
        if *kind != CUSTOM {
            kept.extend_from_slice(section);
        }
        rest = next;
    }
    Ok(kept)
}

/// A number in LEB128, and how many bytes it takes.
fn read_length(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut length = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((length, index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    fn module(sections: &[&[u8]]) -> Vec<u8> {
        [EMPTY, &sections.concat()].concat()
    }

    #[test]
    fn custom_sections_go_and_all_else_stays() {
        let long_name = [&[CUSTOM, 0x81, 0x01], &[b'n'; 129][..]].concat();
        let whole = module(&[&[1, 1, 0], &long_name, &[10, 2, 7, 7]]);
        assert_eq!(without_custom(&whole).unwrap(), module(&[&[1, 1, 0], &[10, 2, 7, 7]]));
        assert_eq!(without_custom(EMPTY).unwrap(), EMPTY);
    }

    #[test]
    fn a_module_that_is_cut_short_is_refused() {
        for cut in [&module(&[&[1, 9, 0]])[..], &module(&[&[1, 0x80]]), &EMPTY[..5]] {
            assert!(without_custom(cut).is_err());
        }
    }
}
