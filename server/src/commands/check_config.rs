//! `vedetta check-config`: each setting, where it comes from, and whether it is valid.

use std::io::{self, Write};

use crate::settings::Found;

/// Writes a row per setting, secrets masked.
pub fn print(found: &Found, json: bool, out: &mut impl Write) -> io::Result<()> {
    if json {
        let rows: Vec<_> = found
            .rows()
            .map(|(setting, shown, source)| {
                let value = (!shown.is_empty()).then_some(shown);
                serde_json::json!({
                    "setting": setting.key,
                    "value": value,
                    "source": source.to_string(),
                    "environment": setting.env,
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        return writeln!(out);
    }
    let rows: Vec<_> = found.rows().collect();
    let width = |cell: fn(&(_, String, _)) -> usize| rows.iter().map(cell).max().unwrap_or(0);
    let (key_width, value_width) =
        (rows.iter().map(|row| row.0.key.len()).max().unwrap_or(0), width(|row| row.1.len()));
    for (setting, shown, source) in &rows {
        writeln!(out, "{:key_width$}  {shown:value_width$}  {source}", setting.key)?;
    }
    Ok(())
}
