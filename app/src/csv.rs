//! Sheets of comma-separated values (RFC 4180), for spreadsheets. The texts in them may be anybody's, so that no cell may
//! become a formula.

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
            write_cell(&mut self.0, cell);
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

fn write_cell(text: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_negative_number(cell);
    let needs_quotes = is_formula || cell.contains(['"', ',', '\n', '\r', ';']);
    if !needs_quotes {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if is_formula {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

/// Which is to be calculated with, as any other number.
fn is_negative_number(cell: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
    cell.strip_prefix('-').is_some_and(|size| size.starts_with(is_part) && size.chars().all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: &str) {
        let mut text = String::new();
        write_cell(&mut text, cell);
        assert_eq!(text, expected);
    }

    #[test]
    fn formulas_are_made_harmless() {
        check("=1+1", "\"'=1+1\"");
        check("+39", "\"'+39\"");
        check("-1+2", "\"'-1+2\"");
        check("-", "\"'-\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
    }

    #[test]
    fn a_number_below_zero_stays_one() {
        check(&number(Some(-0.4)), "-0.4");
        check(&number(Some(-11.0)), "-11");
    }

    #[test]
    fn a_cell_stays_one_cell() {
        check("ada", "ada");
        check("a,b", "\"a,b\"");
        check("a;b", "\"a;b\"");
        check("say \"hi\"", "\"say \"\"hi\"\"\"");
        check("a\nb", "\"a\nb\"");
        check("", "");
    }
}
