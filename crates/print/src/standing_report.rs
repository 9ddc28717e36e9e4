//! A standing report: what was asked, a chart and the table.

use serde::Serialize;

use crate::NotSet;
use crate::head::Head;
use crate::world::set;

/// Everything is in the paper's words already: which word a column has is the desk's to say, as for its files.
#[derive(Debug, Clone, Serialize)]
pub struct StandingReport {
    #[serde(flatten)]
    pub head: Head,
    pub title: String,
    /// The period, the doctor, the site: what the report was narrowed to.
    pub about: Vec<String>,
    pub columns: Vec<ReportColumn>,
    pub rows: Vec<Vec<String>>,
    pub totals: Option<Vec<String>>,
    pub chart: Option<ReportChart>,
    pub week: Option<ReportWeek>,
    /// What is counted, in words.
    pub definitions: Vec<ReportDefinition>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportDefinition {
    pub name: String,
    pub text: String,
}

/// Who works when: a line for each, a column for each day of the week.
#[derive(Debug, Clone, Serialize)]
pub struct ReportWeek {
    pub days: Vec<String>,
    /// For whom a block is.
    pub groups: Vec<String>,
    pub workers: Vec<ReportWorker>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportWorker {
    pub name: String,
    /// One for each of the days, in the order of the clock.
    pub days: Vec<Vec<ReportBlock>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportBlock {
    pub words: String,
    /// Which of the groups it is for.
    pub group: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportColumn {
    pub heading: String,
    /// Stands at the far end, in the digits of the language.
    pub is_figure: bool,
    /// A day, a month or a time: in the digits of the language, where it stands.
    pub is_day: bool,
}

/// Bars, one line for each row; or columns over time.
#[derive(Debug, Clone, Serialize)]
pub struct ReportChart {
    pub is_upright: bool,
    /// One for each figure that is drawn.
    pub series: Vec<String>,
    pub bars: Vec<ReportBar>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReportBar {
    pub label: String,
    /// As long as a part of the longest, 0 to 1000, and what is written at its end.
    pub lengths: Vec<u32>,
    pub figures: Vec<String>,
}

/// A4; lying where there are many columns.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn standing_report(report: &StandingReport) -> Result<Vec<u8>, NotSet> {
    set(include_str!("standing_report.typ"), report)
}
