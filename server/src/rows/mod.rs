//! Reads rows out of a stream of bytes as it comes: a JSON array, lines of JSON, or CSV. Whatever the size of the whole,
//! only one row is read at a time; each bad row is named with its place and all that is wrong with it, and good ones go on.

mod array;
mod asset;
mod backup_run;
mod begun;
mod cell;
mod fields;
mod lines;
mod sample;
mod sheet;

use api::{Ingested, RowFault};
use serde::de::DeserializeSeed;
use serde_json::error::Category;

use self::{array::Array, lines::Lines, sheet::Sheet};

pub use fields::{Fields, FromRow};

/// The longest row, in bytes.
pub const LONGEST_ROW: usize = 64 << 10;
/// How many bad rows are named; the others are counted.
const MOST_FAULTS: usize = 1000;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON array.
    Array,
    /// A JSON object a line.
    Lines,
    /// CSV with a line of headings.
    Csv,
}

impl Format {
    /// What a file seems to be, by how it begins.
    pub fn of(beginning: &[u8]) -> Self {
        let text = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
        match text.trim_ascii_start().first() {
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Lines,
            _ => Self::Csv,
        }
    }
}

/// Where the rows come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Programs write it, so that it has to be right.
    Request,
    /// An editor may have left a byte order mark in front.
    File,
}

/// Why nothing at all can be made of what comes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(String);

/// Reads rows of one type.
pub struct Rows<T> {
    splitter: Splitter,
    /// What may still be a byte order mark.
    head: Option<Vec<u8>>,
    keeps_mark: bool,
    /// Nothing that still comes can be told apart.
    is_broken: bool,
    found: Found<T>,
}

/// Finds where a row ends and the next begins.
enum Splitter {
    Array(Array),
    Lines(Lines),
    Sheet(Box<Sheet>),
}

/// What was made of the rows so far.
struct Found<T> {
    rows: Vec<T>,
    next_index: u64,
    outcome: Ingested,
}

/// What a splitter finds.
#[expect(clippy::large_enum_variant, reason = "a piece is handed on and never kept")]
enum Piece<'a> {
    /// The text of a JSON value, not yet read.
    Json(&'a [u8]),
    Fields(Fields<'a>),
    /// A row that cannot even be cut out.
    Bad(String),
}

impl<T: FromRow> Rows<T> {
    pub fn new(format: Format, source: Source) -> Self {
        let splitter = match format {
            Format::Array => Splitter::Array(Array::default()),
            Format::Lines => Splitter::Lines(Lines::default()),
            Format::Csv => Splitter::Sheet(Box::new(Sheet::new(T::FIELDS))),
        };
        let keeps_mark = source == Source::Request && format != Format::Csv;
        let found = Found { rows: Vec::new(), next_index: 0, outcome: Ingested::default() };
        Self { splitter, head: Some(Vec::new()), keeps_mark, is_broken: false, found }
    }

    /// Takes the next bytes. Where rows came before, what cannot be read is one more bad row and the last one.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        let Some(head) = &mut self.head else { return self.split(bytes) };
        head.extend_from_slice(bytes);
        if BYTE_ORDER_MARK.starts_with(head) && head.len() < BYTE_ORDER_MARK.len() {
            return Ok(());
        }
        let head = self.head.take().unwrap_or_default();
        match head.strip_prefix(BYTE_ORDER_MARK) {
            Some(_) if self.keeps_mark => Err(Unreadable("it begins with a byte order mark; leave that out".into())),
            Some(rest) => self.split(rest),
            None => self.split(&head),
        }
    }

    /// Says that nothing more comes.
    pub fn finish(&mut self) -> Result<(), Unreadable> {
        if let Some(head) = self.head.take() {
            self.split(&head)?;
        }
        if self.is_broken {
            return Ok(());
        }
        let found = &mut self.found;
        let ended = match &mut self.splitter {
            Splitter::Array(array) => array.finish(&mut |piece| found.take(piece)),
            Splitter::Lines(lines) => lines.finish(&mut |piece| found.take(piece)),
            Splitter::Sheet(sheet) => sheet.finish(&mut |piece| found.take(piece)),
        };
        ended.or_else(|fault| self.break_off(fault))
    }

    fn split(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        if self.is_broken {
            return Ok(());
        }
        let found = &mut self.found;
        let split = match &mut self.splitter {
            Splitter::Array(array) => array.feed(bytes, &mut |piece| found.take(piece)),
            Splitter::Lines(lines) => lines.feed(bytes, &mut |piece| found.take(piece)),
            Splitter::Sheet(sheet) => sheet.feed(bytes, &mut |piece| found.take(piece)),
        };
        split.or_else(|fault| self.break_off(fault))
    }

    fn break_off(&mut self, fault: Unreadable) -> Result<(), Unreadable> {
        self.is_broken = true;
        if self.found.next_index == 0 {
            return Err(fault);
        }
        self.found.take(Piece::Bad(fault.0));
        Ok(())
    }

    /// How many good rows wait to be taken.
    pub fn waiting(&self) -> usize {
        self.found.rows.len()
    }

    /// Takes the good rows; the caller says later which of them were kept.
    pub fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.found.rows)
    }

    /// What became of the rows; whoever keeps the good ones counts them as accepted.
    pub fn into_outcome(self) -> Ingested {
        self.found.outcome
    }
}

impl<T: FromRow> Found<T> {
    fn take(&mut self, piece: Piece) {
        let index = self.next_index;
        self.next_index += 1;
        let read = match piece {
            Piece::Json(text) => read_json(text),
            Piece::Fields(fields) => read_fields(fields),
            Piece::Bad(fault) => Err(fault),
        };
        match read {
            Ok(row) => self.rows.push(row),
            Err(message) => {
                self.outcome.rejected += 1;
                if self.outcome.errors.len() < MOST_FAULTS {
                    self.outcome.errors.push(RowFault { index, message });
                }
            }
        }
    }
}

/// Reads one JSON object.
fn read_json<T: FromRow>(text: &[u8]) -> Result<T, String> {
    let mut fields = Fields::new(T::FIELDS);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = (&mut fields).deserialize(&mut reader).and_then(|()| reader.end());
    read.map_err(|error| fault_of_json(&error))?;
    read_fields(fields)
}

fn read_fields<T: FromRow>(mut fields: Fields) -> Result<T, String> {
    let row = T::from_fields(&mut fields);
    let faults = fields.into_faults();
    match row {
        Some(row) if faults.is_empty() => Ok(row),
        _ => Err(faults.join("; ")),
    }
}

/// What serde_json says, with the place within the row.
fn fault_of_json(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
    match error.classify() {
        // A value of any kind can be a field, so only the row itself can be of the wrong kind.
        Category::Data => "the row must be a JSON object".into(),
        _ => format!("the row is not valid JSON: {what} at column {}", error.column()),
    }
}

#[cfg(test)]
mod tests;
