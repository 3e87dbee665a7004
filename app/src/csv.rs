//! Sheets of comma-separated values (RFC 4180), for spreadsheets. The texts in them may be anybody's, so that no cell may
//! become a formula.

use model::csv_cell;

/// Spreadsheets take a file for UTF-8 only if it says so.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A sheet that lines are added to.
pub struct Sheet(String);

impl Sheet {
    pub fn new() -> Self {
        Self(String::from(BYTE_ORDER_MARK))
    }

    pub fn add_line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.0.push_str(&csv_cell(cell));
        }
        self.0.push_str("\r\n");
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}

/// A number as a cell, which is empty where there is none.
pub fn number(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
