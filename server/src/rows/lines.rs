//! Cuts lines of JSON apart. Empty lines are passed over and not counted.

use super::{LONGEST_ROW, Piece, Unreadable};

/// Lines of which some bytes have come.
#[derive(Default)]
pub struct Lines {
    /// The beginning of a line that goes on in the next bytes.
    begun: Vec<u8>,
    is_too_long: bool,
}

impl Lines {
    pub fn feed(&mut self, mut bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        while let Some(length) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(length);
            self.end(line, each);
            bytes = &rest[1..];
        }
        self.keep(bytes);
        Ok(())
    }

    pub fn finish(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        self.end(&[], each);
        Ok(())
    }

    fn keep(&mut self, part: &[u8]) {
        self.is_too_long |= self.begun.len() + part.len() > LONGEST_ROW;
        if self.is_too_long {
            self.begun.clear();
        } else {
            self.begun.extend_from_slice(part);
        }
    }

    /// Hands a whole line on: straight from the bytes where all of it is there.
    fn end(&mut self, rest: &[u8], each: &mut impl FnMut(Piece)) {
        let is_too_long = self.is_too_long || self.begun.len() + rest.len() > LONGEST_ROW;
        let mut line = rest;
        if !is_too_long && !self.begun.is_empty() {
            self.begun.extend_from_slice(rest);
            line = &self.begun;
        }
        if is_too_long {
            each(Piece::Bad(format!("the row is longer than {LONGEST_ROW} bytes")));
        } else if !line.trim_ascii().is_empty() {
            each(Piece::Json(line));
        }
        self.begun.clear();
        self.is_too_long = false;
    }
}
