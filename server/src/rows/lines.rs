//! Cuts lines of JSON apart. Empty lines are passed over and not counted.

use super::{Piece, Unreadable, begun::Begun};

/// Lines of which some bytes have come.
#[derive(Default)]
pub struct Lines {
    begun: Begun,
}

impl Lines {
    pub fn feed(&mut self, mut bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        while let Some(length) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(length);
            self.end(line, each);
            bytes = &rest[1..];
        }
        self.begun.keep(bytes);
        Ok(())
    }

    pub fn finish(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        self.end(&[], each);
        Ok(())
    }

    fn end(&mut self, rest: &[u8], each: &mut impl FnMut(Piece)) {
        self.begun.end(rest, |line| {
            let is_empty = matches!(line, Piece::Json(text) if text.trim_ascii().is_empty());
            if !is_empty {
                each(line);
            }
        });
    }
}
