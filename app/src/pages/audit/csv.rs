//! The trail as CSV (RFC 4180), for spreadsheets. The texts in it were written by anybody who tried to sign in, so that no cell
//! may become a formula.

use api::AuditRow;

const HEAD: [&str; 8] = ["sequence", "at", "user", "address", "action", "object", "result", "request_id"];

/// Spreadsheets take a file for UTF-8 only if it says so.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The rows with a line of headings above them.
pub fn write(rows: &[AuditRow]) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    write_line(&mut text, HEAD);
    for row in rows {
        let (sequence, at) = (row.sequence.to_string(), row.at.to_rfc3339());
        write_line(
            &mut text,
            [&sequence, &at, &row.user, &row.address, &row.action, &row.object, &row.result, &row.request_id],
        );
    }
    text
}

fn write_line<const N: usize>(text: &mut String, cells: [&str; N]) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn write_cell(text: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
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
        check("-1", "\"'-1\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
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

    #[test]
    fn every_row_is_a_line_below_the_headings() {
        let row = AuditRow {
            sequence: 7,
            at: "2025-09-01T10:30:00Z".parse().unwrap(),
            user: "ada".into(),
            address: "::1".into(),
            action: "sign_in".into(),
            object: "=HYPERLINK(\"x\")".into(),
            result: "done".into(),
            request_id: "r1".into(),
        };
        assert_eq!(
            write(&[row]),
            "\u{FEFF}sequence,at,user,address,action,object,result,request_id\r\n\
             7,2025-09-01T10:30:00+00:00,ada,::1,sign_in,\"'=HYPERLINK(\"\"x\"\")\",done,r1\r\n"
        );
    }
}
