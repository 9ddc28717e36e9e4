//! What a report answers with, put together row by row.

use domain::id::{DoctorId, Id as _};
use domain::time::{Date, Weekday};
use uuid::Uuid;

use super::requests::{Cell, Chart, Column, ColumnKind, ReportRow};

pub(super) struct Answer {
    pub columns: Vec<Column>,
    pub rows: Vec<ReportRow>,
    pub totals: Option<Vec<Cell>>,
    pub chart: Chart,
    pub currency: Option<String>,
    pub counted: u64,
}

impl Answer {
    pub fn new(columns: &[(&'static str, ColumnKind)], chart: Chart) -> Self {
        Self {
            columns: columns.iter().map(|(key, kind)| Column { key, kind: *kind, opens: false }).collect(),
            rows: Vec::new(),
            totals: None,
            chart,
            currency: None,
            counted: 0,
        }
    }

    /// Which of the columns count visits.
    pub fn counting(mut self, columns: &[&str]) -> Self {
        for column in &mut self.columns {
            column.opens = columns.contains(&column.key);
        }
        self
    }

    /// A row behind which visits stand.
    pub fn row(&mut self, key: impl ToString, cells: Vec<Cell>) {
        self.rows.push(ReportRow { key: key.to_string(), cells, opens: true });
    }

    /// A row that cannot be opened.
    pub fn plain_row(&mut self, key: impl ToString, cells: Vec<Cell>) {
        self.rows.push(ReportRow { key: key.to_string(), cells, opens: false });
    }

    /// Beneath the rows, the first column left empty.
    pub fn total(&mut self, cells: Vec<Cell>) {
        let mut totals = vec![Cell::Nothing];
        totals.extend(cells);
        self.totals = Some(totals);
    }

    /// The largest of this column in front; what is equal stays in its order.
    pub fn sort_by_figure(&mut self, column: usize) {
        let figure = |row: &ReportRow| match row.cells.get(column) {
            Some(Cell::Number(number)) => *number,
            _ => i64::MIN,
        };
        self.rows.sort_by_key(|row| std::cmp::Reverse(figure(row)));
    }
}

pub(super) fn number(number: impl TryInto<i64>) -> Cell {
    Cell::Number(number.try_into().unwrap_or(i64::MAX))
}

pub(super) fn maybe(number: Option<i64>) -> Cell {
    number.map_or(Cell::Nothing, Cell::Number)
}

pub(super) fn text(text: impl ToString) -> Cell {
    Cell::Text(text.to_string())
}

/// 1 for Monday to 7 for Sunday.
pub(super) fn iso(weekday: Weekday) -> i64 {
    weekday as i64 + 1
}

/// `YYYY-MM`.
pub(super) fn month(date: Date) -> String {
    date.to_string()[..7].to_owned()
}

/// The doctor that a row's key names.
pub(super) fn doctor_of(key: &str) -> Option<DoctorId> {
    Uuid::parse_str(key).ok().map(DoctorId::from_uuid)
}

/// The key of a doctor's row.
pub(super) fn doctor_key(id: DoctorId) -> String {
    id.uuid().to_string()
}
