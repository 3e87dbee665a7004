//! How a text stands in a file of rows and cells.

use std::borrow::Cow;

/// A text as one cell that no spreadsheet takes for a formula.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_negative_number(text);
    if !is_formula && !text.contains(['"', ',', ';', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let harmless = if is_formula { "'" } else { "" };
    Cow::Owned(format!("\"{harmless}{}\"", text.replace('"', "\"\"")))
}

/// Which is to be calculated with, as any other number.
fn is_negative_number(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
    text.strip_prefix('-').is_some_and(|size| size.starts_with(is_part) && size.chars().all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(csv_cell(text), expected);
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
        check("-0.4", "-0.4");
        check("-11", "-11");
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
