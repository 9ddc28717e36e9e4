//! A table as another program wrote it, made into rows of text. Knows files and nothing of medicines.
//!
//! UTF-8 and UTF-16 are read, with or without the mark at their beginning, and commas, semicolons or tabs between the cells. What a more
//! forgiving reader would guess at (a quote that is not closed swallows all rows behind it) is refused with its line.

/// A row of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SheetRow {
    /// Where it begins, as an editor counts, from 1.
    pub line: u64,
    pub cells: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Neither UTF-8 nor UTF-16.
    NotText,
    /// A quote where none may stand, or one that is never closed.
    Quote { line: u64 },
}

/// Rows with something in them, the first of them the names of the columns.
pub(crate) fn rows(bytes: &[u8]) -> Result<Vec<SheetRow>, Unreadable> {
    let text = decode(bytes)?;
    let delimiter = delimiter(&text);
    check_quotes(&text, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::NotText)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(SheetRow { line, cells });
        }
    }
    Ok(rows)
}

fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let sixteen = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        if !odd.is_empty() {
            return Err(Unreadable::NotText);
        }
        let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
        String::from_utf16(&units).map_err(|_| Unreadable::NotText)
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => sixteen(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => sixteen(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest)?,
        // Plain letters of which every second byte is empty: the mark is missing.
        [_, 0, _, 0, ..] => sixteen(bytes, u16::from_le_bytes)?,
        [0, _, 0, _, ..] => sixteen(bytes, u16::from_be_bytes)?,
        rest => utf8(rest)?,
    };
    if text.contains('\0') { Err(Unreadable::NotText) } else { Ok(text) }
}

fn utf8(bytes: &[u8]) -> Result<String, Unreadable> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Unreadable::NotText)
}

/// What stands most often between the names of the columns.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
    // The first of those that are equal, so a single column is read with commas.
    b";\t,".iter().copied().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

fn check_quotes(text: &str, delimiter: u8) -> Result<(), Unreadable> {
    enum At {
        Start,
        Plain,
        Quoted { since: u64 },
        Closed,
    }
    let (mut at, mut line) = (At::Start, 1);
    for character in text.chars() {
        let ends_cell = character == char::from(delimiter) || matches!(character, '\n' | '\r');
        at = match (at, character) {
            (At::Start, '"') => At::Quoted { since: line },
            (At::Plain, '"') => return Err(Unreadable::Quote { line }),
            (At::Quoted { .. }, '"') => At::Closed,
            // Two of them are one that was meant.
            (At::Closed, '"') => At::Quoted { since: line },
            (At::Quoted { since }, _) => At::Quoted { since },
            (_, _) if ends_cell => At::Start,
            (At::Closed, _) => return Err(Unreadable::Quote { line }),
            (At::Start | At::Plain, _) => At::Plain,
        };
        line += u64::from(character == '\n');
    }
    match at {
        At::Quoted { since } => Err(Unreadable::Quote { line: since }),
        At::Start | At::Plain | At::Closed => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{Unreadable, rows};

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        rows(bytes).unwrap().into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn one_table_is_read_from_every_encoding_and_delimiter() {
        let wanted = [["name", "unit"], ["بنادول", "tablet"]];
        let text = "name,unit\r\nبنادول,tablet\r\n";
        let wide =
            |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(cells(text.as_bytes()), wanted);
        assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), wanted);
        assert_eq!(cells(&wide(&format!("\u{feff}{text}"), u16::to_le_bytes)), wanted);
        assert_eq!(cells(&wide(&format!("\u{feff}{text}"), u16::to_be_bytes)), wanted);
        assert_eq!(cells(&wide(text, u16::to_le_bytes)), wanted);
        assert_eq!(cells(text.replace(',', ";").as_bytes()), wanted);
        assert_eq!(cells(text.replace(',', "\t").as_bytes()), wanted);
    }

    #[test]
    fn rows_know_their_line_and_empty_ones_are_passed_over() {
        let read = rows(b"name,unit\n\n,\n\"two\nlines\",tablet\nlast,ml\n").unwrap();
        assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 4, 6]);
    }

    #[test]
    fn a_broken_quote_is_told_with_its_line() {
        let line = |text: &str| match rows(text.as_bytes()) {
            Err(Unreadable::Quote { line }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("name,unit\n\"Panadol,tablet\nBrufen,tablet\n"), 2);
        assert_eq!(line("name,unit\nPan\"adol,tablet\n"), 2);
        assert_eq!(line("name,unit\nBrufen,tablet\n\"Panadol\" 500,tablet\n"), 3);
        assert_eq!(cells(b"name\n\"a \"\"b\"\"\"\n")[1], ["a \"b\""]);
    }

    #[test]
    fn what_is_no_text_is_not_guessed_at() {
        assert_eq!(rows(&[0xff, 0xfe, 0x41]), Err(Unreadable::NotText));
        assert_eq!(rows(b"name\n\xc7\xe1\n"), Err(Unreadable::NotText));
        assert_eq!(rows(b"PK\x03\x04\x00\x00name"), Err(Unreadable::NotText));
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_are_there_is_an_answer(bytes in any::<Vec<u8>>()) {
            let _ = rows(&bytes);
        }

        #[test]
        fn what_a_spreadsheet_writes_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a-zا-ي\",;\n\t0-9=]{1,8}", 3), 1..6)) {
            let table: Vec<Vec<String>> = table.into_iter().map(|row| row.into_iter().map(|cell| format!("x{cell}x")).collect()).collect();
            let head = ["a", "b", "c"].map(str::to_owned).to_vec();
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in std::iter::once(&head).chain(&table) {
                writer.write_record(row).unwrap();
            }
            let read = cells(&writer.into_inner().unwrap());
            prop_assert!(read.len() == table.len() + 1);
            prop_assert_eq!(&read[1..], table.as_slice());
        }
    }
}
