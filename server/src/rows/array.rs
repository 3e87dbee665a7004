//! Cuts a JSON array into its elements, without reading them: it only looks for the commas and brackets that are not
//! within a text.

use super::{Piece, Unreadable, begun::Begun};

/// An array of which some bytes have come.
#[derive(Default)]
pub struct Array {
    state: State,
    begun: Begun,
    depth: usize,
    is_in_text: bool,
    is_escaped: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Before,
    /// After the opening bracket: an element, or the end.
    First,
    /// After a comma: an element has to come.
    Next,
    Within,
    After,
}

impl Array {
    pub fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        let mut start = 0;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            match self.state {
                State::Within => match self.find_end(&bytes[at..]) {
                    None => break,
                    Some(length) => {
                        at += length;
                        self.begun.end(&bytes[start..at], &mut *each);
                        self.state = if bytes[at] == b',' { State::Next } else { State::After };
                    }
                },
                _ if byte.is_ascii_whitespace() => {}
                State::Before if byte == b'[' => self.state = State::First,
                State::Before => return Err(Unreadable("it is not a JSON array: it does not begin with [".into())),
                State::First if byte == b']' => self.state = State::After,
                State::First | State::Next if byte == b',' || byte == b']' => {
                    each(Piece::Bad("the row is empty: there is nothing between two commas or brackets".into()));
                    self.state = if byte == b',' { State::Next } else { State::After };
                }
                State::First | State::Next => {
                    self.state = State::Within;
                    start = at;
                    // This byte belongs to the element and is looked at there.
                    continue;
                }
                State::After => return Err(Unreadable("something follows the end of the array".into())),
            }
            at += 1;
        }
        if self.state == State::Within {
            self.begun.keep(&bytes[start..]);
        }
        Ok(())
    }

    pub fn finish(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        match self.state {
            State::After => Ok(()),
            State::Before => Err(Unreadable("it is empty; a JSON array is expected, at least []".into())),
            State::First => Err(Unreadable("the array is cut off: its closing bracket is missing".into())),
            State::Next => {
                each(Piece::Bad("the array is cut off: its closing bracket is missing".into()));
                Ok(())
            }
            State::Within => {
                each(Piece::Bad("the row is cut off: the array ends within it".into()));
                Ok(())
            }
        }
    }

    /// How many bytes belong to the element; nothing where it does not end here.
    fn find_end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (place, byte) in bytes.iter().enumerate() {
            if self.is_in_text {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.is_in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.is_in_text = true,
                b'[' | b'{' => self.depth += 1,
                b',' | b']' if self.depth == 0 => return Some(place),
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}
