//! Tables for people.

use std::time::{SystemTime, UNIX_EPOCH};

/// Columns as wide as what stands in them; numbers are the caller's to align.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |at: usize| {
        let cells = rows.iter().map(|row| row[at].chars().count());
        cells.chain([head[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(&mut head.iter().copied())];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines.join("\n")
}

/// How long ago, roughly. The argument is in milliseconds since 1970 UTC.
pub fn ago(at: Option<i64>) -> String {
    let Some(at) = at else { return "never".to_owned() };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seconds = now.saturating_sub(u64::try_from(at / 1000).unwrap_or(0));
    match seconds {
        0..=90 => format!("{seconds} s ago"),
        91..=5400 => format!("{} min ago", seconds / 60),
        5401..=172_800 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

/// Bytes as whole megabytes, rounded up: what is there is never shown as nothing.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["1".to_owned(), "Front desk".to_owned()], vec!["12".to_owned(), "x".to_owned()]];
        assert_eq!(super::table(&["no", "name"], &rows), "no  name\n1   Front desk\n12  x");
    }
}
