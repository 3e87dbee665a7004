//! Tables as text for the terminal and as Markdown for a page.

/// Columns that stand under one another.
pub fn plain<const N: usize>(heads: &[&str; N], rows: &[[String; N]]) -> String {
    let heads = heads.map(str::to_owned);
    let lines: Vec<&[String; N]> = std::iter::once(&heads).chain(rows).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |line: &&[String; N]| {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub fn markdown<const N: usize>(heads: &[&str; N], rows: &[[String; N]]) -> String {
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(N));
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let rows = [["one".to_owned(), "2".to_owned()], ["a".to_owned(), "bb".to_owned()]];
        assert_eq!(plain(&["what", "n"], &rows), "what  n\none   2\na     bb");
        assert_eq!(markdown(&["what", "n"], &rows), "| what | n |\n| --- | --- |\n| one | 2 |\n| a | bb |\n");
    }
}
