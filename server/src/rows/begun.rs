//! A row of which a part has come.

use super::{LONGEST_ROW, Piece};

/// The beginning of a row that goes on in the next bytes, as far as it is not too long.
#[derive(Default)]
pub struct Begun {
    part: Vec<u8>,
    is_too_long: bool,
}

impl Begun {
    /// Keeps a part of which the end has not come.
    pub fn keep(&mut self, part: &[u8]) {
        self.is_too_long |= self.part.len() + part.len() > LONGEST_ROW;
        if self.is_too_long {
            self.part.clear();
        } else {
            self.part.extend_from_slice(part);
        }
    }

    /// Hands a whole row on: straight from the bytes where all of it is there.
    pub fn end(&mut self, rest: &[u8], each: impl FnOnce(Piece)) {
        if self.is_too_long || self.part.len() + rest.len() > LONGEST_ROW {
            each(Piece::Bad(format!("the row is longer than {LONGEST_ROW} bytes")));
        } else if self.part.is_empty() {
            each(Piece::Json(rest));
        } else {
            self.part.extend_from_slice(rest);
            each(Piece::Json(&self.part));
        }
        self.part.clear();
        self.is_too_long = false;
    }
}
