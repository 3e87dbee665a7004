//! The trail as a sheet.

use crate::csv::Sheet;
use api::AuditRow;

const HEAD: [&str; 8] = ["sequence", "at", "user", "address", "action", "object", "result", "request_id"];

/// The rows with a line of headings above them.
pub fn write(rows: &[AuditRow]) -> String {
    let mut sheet = Sheet::new();
    sheet.add_line(HEAD);
    for row in rows {
        let (sequence, at) = (row.sequence.to_string(), row.at.to_rfc3339());
        sheet.add_line(
            [&sequence, &at, &row.user, &row.address, &row.action, &row.object, &row.result, &row.request_id]
                .map(String::as_str),
        );
    }
    sheet.text().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
