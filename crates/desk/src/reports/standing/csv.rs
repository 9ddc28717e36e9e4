//! A report as a file for a spreadsheet: RFC 4180 with a mark of its encoding in front, without which some programs take Arabic for something
//! else. What a spreadsheet would take for a formula is written so that it stays what it is.

use domain::code::Code as _;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::requests::{Cell, ColumnKind, ReportInLanguage, ReportReply};
use super::words;
use super::{RunReport, run};
use crate::error::Result;
use crate::session::Language;
use crate::{Desk, Session, clinic};

/// A text file to save.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TextFile {
    /// ASCII, without a folder.
    pub name: String,
    /// UTF-8 with a byte order mark.
    pub text: String,
}

impl ReportInLanguage {
    pub(crate) fn run(&self) -> RunReport {
        RunReport {
            report: self.report,
            from: self.from,
            to: self.to,
            site_id: self.site_id,
            doctor_id: self.doctor_id,
            threshold: self.threshold,
        }
    }
}

/// A report as a file.
///
/// # Errors
/// As `reports.run`.
pub fn csv(desk: &Desk, session: &Session, request: ReportInLanguage) -> Result<TextFile> {
    let reply = run(desk, session, request.run())?;
    let language = match request.language {
        Some(language) => language,
        None => {
            let settings = desk.read(clinic::store::settings)?;
            Language::from_code(&settings.language).unwrap_or(Language::English)
        }
    };
    desk.commit(session, "reports.csv", |tx| {
        tx.note("report", reply.report);
        Ok(())
    })?;
    let name = format!("{}-{}-{}.csv", reply.report.code().replace('_', "-"), reply.from, reply.to);
    Ok(TextFile { name, text: written(&reply, language) })
}

/// The table in lines, its headings in front and its totals at the end.
pub(super) fn written(reply: &ReportReply, language: Language) -> String {
    let mut text = String::from('\u{feff}');
    let headings: Vec<String> = reply
        .columns
        .iter()
        .map(|column| field(&words::heading(column.key, column.kind, reply.currency.as_deref(), language)))
        .collect();
    line(&mut text, &headings);
    let cells = |cells: &[Cell]| -> Vec<String> {
        let of = reply.columns.iter().zip(cells);
        of.map(|(column, cell)| field(&plain(column.kind, cell, reply.currency.as_deref(), language)))
            .collect()
    };
    for row in &reply.rows {
        line(&mut text, &cells(&row.cells));
    }
    if let Some(totals) = &reply.totals {
        let mut last = cells(totals);
        if let Some(first) = last.first_mut() {
            *first = field(words::total(language));
        }
        line(&mut text, &last);
    }
    text
}

fn line(text: &mut String, fields: &[String]) {
    text.push_str(&fields.join(","));
    text.push_str("\r\n");
}

/// A cell as a program reads it: figures with a point and no grouping, dates as they are.
pub(super) fn plain(kind: ColumnKind, cell: &Cell, currency: Option<&str>, language: Language) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Named(named) => words::named(named, language).to_owned(),
        Cell::Several(several) => words::all_named(several, language),
        Cell::Text(text) if kind == ColumnKind::Code => words::code(text, language).to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => match kind {
            ColumnKind::Percent | ColumnKind::Tenths => tenth(*number),
            ColumnKind::Weekday => words::weekday(*number, language).to_owned(),
            ColumnKind::Hour => format!("{number:02}:00"),
            ColumnKind::Money => words::money(*number, currency),
            _ => number.to_string(),
        },
    }
}

fn tenth(number: i64) -> String {
    format!("{}{}.{}", if number < 0 { "-" } else { "" }, number.abs() / 10, number.abs() % 10)
}

/// One field. A text that begins as a formula does is led by an apostrophe, which spreadsheets show as text; figures of ours are left alone.
fn field(value: &str) -> String {
    let is_number = value.parse::<f64>().is_ok();
    let begins = value.trim_start_matches([' ', '\u{a0}']).chars().next();
    let is_formula = !is_number
        && (matches!(begins, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
            || value.starts_with(['\t', '\r', '\n']));
    let safe = if is_formula { format!("'{value}") } else { value.to_owned() };
    if safe.contains(['"', ',', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::{field, tenth};

    #[test]
    fn what_a_spreadsheet_would_run_stays_text() {
        for text in ["=1+1", "+cmd", "-2+3", "@sum", "\t=1", "\r=1", "  =1", "＝1", "=HYPERLINK(\"x\",\"y\")"]
        {
            let written = field(text);
            assert!(written.trim_start_matches('"').starts_with('\''), "{text:?} became {written:?}");
        }
        assert_eq!(field("-12"), "-12");
        assert_eq!(field("-1.5"), "-1.5");
        assert_eq!(field("Nour, \"the\" clinic"), "\"Nour, \"\"the\"\" clinic\"");
        assert_eq!(field("نور الهدى"), "نور الهدى");
    }

    #[test]
    fn tenths_have_a_point() {
        assert_eq!((tenth(1234), tenth(5), tenth(-15)), ("123.4".into(), "0.5".into(), "-1.5".into()));
    }
}
