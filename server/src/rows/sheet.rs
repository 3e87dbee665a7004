//! Reads CSV (RFC 4180) with a line of headings. Commas, semicolons or tabs part the cells: whichever the headings have.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{
    LONGEST_ROW, Piece, Unreadable,
    cell::Cell,
    fields::{Fields, MOST_UNKNOWN, unknown},
};

const MOST_COLUMNS: usize = 64;
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A sheet of which some bytes have come.
pub struct Sheet {
    names: &'static [&'static str],
    /// The line of headings until it has come whole: it tells what parts the cells.
    begun: Option<Vec<u8>>,
    reader: Reader,
    /// The field that each column holds; nothing before the headings were read.
    columns: Option<Vec<usize>>,
    row: Row,
}

/// The cells of one row, one after the other, and where each ends.
struct Row {
    text: Vec<u8>,
    written: usize,
    ends: [usize; MOST_COLUMNS],
    cells: usize,
    is_too_long: bool,
}

impl Sheet {
    pub fn new(names: &'static [&'static str]) -> Self {
        let row = Row { text: Vec::new(), written: 0, ends: [0; MOST_COLUMNS], cells: 0, is_too_long: false };
        Self { names, begun: Some(Vec::new()), reader: Reader::new(), columns: None, row }
    }

    pub fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        let Some(begun) = &mut self.begun else { return self.read(bytes, each) };
        begun.extend_from_slice(bytes);
        if !begun.contains(&b'\n') && begun.len() <= LONGEST_ROW {
            return Ok(());
        }
        self.begin(each)
    }

    pub fn finish(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        if self.begun.is_some() {
            self.begin(each)?;
        }
        // For csv-core, no bytes means the end.
        self.read_records(&[], each)
    }

    /// Chooses what parts the cells, and reads what has come.
    fn begin(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        let begun = self.begun.take().unwrap_or_default();
        let headings = begun.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |separator: &u8| headings.iter().filter(|byte| *byte == separator).count();
        let separator = SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',');
        self.reader = ReaderBuilder::new().delimiter(separator).build();
        self.row.text = vec![0; LONGEST_ROW];
        self.read(&begun, each)
    }

    fn read(&mut self, bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        if bytes.is_empty() { Ok(()) } else { self.read_records(bytes, each) }
    }

    fn read_records(&mut self, mut bytes: &[u8], each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        let is_end = bytes.is_empty();
        loop {
            let row = &mut self.row;
            let (result, taken, written, cells) =
                self.reader.read_record(bytes, &mut row.text[row.written..], &mut row.ends[row.cells..]);
            bytes = &bytes[taken..];
            row.written += written;
            row.cells += cells;
            match result {
                ReadRecordResult::InputEmpty if !is_end => return Ok(()),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    row.is_too_long = true;
                    row.restart();
                }
                ReadRecordResult::Record => {
                    self.end_row(each)?;
                    self.row.restart();
                    self.row.is_too_long = false;
                }
                ReadRecordResult::End if self.columns.is_none() => {
                    return Err(Unreadable("it is empty; a line of headings is expected".into()));
                }
                ReadRecordResult::End => return Ok(()),
            }
        }
    }

    fn end_row(&mut self, each: &mut impl FnMut(Piece)) -> Result<(), Unreadable> {
        let Some(columns) = &self.columns else {
            self.columns = Some(self.row.read_headings(self.names)?);
            return Ok(());
        };
        each(self.row.read(columns, self.names).unwrap_or_else(Piece::Bad));
        Ok(())
    }
}

impl Row {
    fn restart(&mut self) {
        (self.written, self.cells) = (0, 0);
    }

    /// Each column must be a known field, and none may come twice.
    fn read_headings(&self, names: &'static [&'static str]) -> Result<Vec<usize>, Unreadable> {
        let (mut columns, mut faults) = (Vec::new(), Vec::new());
        for heading in self.cells().map_err(Unreadable)? {
            let heading = heading.trim();
            match names.iter().position(|name| name.eq_ignore_ascii_case(heading)) {
                Some(place) if columns.contains(&place) => faults.push(format!("the heading {heading} is given twice")),
                Some(place) => columns.push(place),
                None => faults.push(format!("the heading {}", unknown(heading, names))),
            }
        }
        faults.truncate(MOST_UNKNOWN);
        if faults.is_empty() { Ok(columns) } else { Err(Unreadable(faults.join("; "))) }
    }

    fn read<'a>(&'a self, columns: &[usize], names: &'static [&'static str]) -> Result<Piece<'a>, String> {
        let cells = self.cells()?;
        if cells.len() != columns.len() {
            return Err(format!("the row has {} cells, but there are {} headings", cells.len(), columns.len()));
        }
        let mut fields = Fields::new(names);
        for (place, text) in columns.iter().zip(cells) {
            let cell = if text.is_empty() { Cell::Nothing } else { Cell::Written(Cow::Borrowed(text)) };
            fields.put(*place, cell);
        }
        Ok(Piece::Fields(fields))
    }

    fn cells(&self) -> Result<Vec<&str>, String> {
        if self.is_too_long {
            return Err(format!("the row is longer than {LONGEST_ROW} bytes or has more than {MOST_COLUMNS} cells"));
        }
        let text =
            std::str::from_utf8(&self.text[..self.written]).map_err(|_| "the row is not valid UTF-8".to_owned())?;
        let mut start = 0;
        let cells = self.ends[..self.cells].iter().map(|end| {
            let cell = text.get(start..*end).ok_or_else(|| "the row is not valid UTF-8".to_owned())?;
            start = *end;
            Ok(cell)
        });
        cells.collect()
    }
}
