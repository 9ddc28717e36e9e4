//! What of a report stands on paper.

use domain::id::Id as _;
use print::{
    Head, ReportBar, ReportBlock, ReportChart, ReportColumn, ReportDefinition, ReportWeek, ReportWorker,
    StandingReport,
};
use rusqlite::Connection;

use super::csv::plain;
use super::requests::{Cell, Chart, Column, ColumnKind, ReportReply, ReportRow};
use super::table::iso;
use super::{defined, registry, store, words};
use crate::clinic;
use crate::error::Result;
use crate::session::Language;

/// More bars than a page has room for say less than the table does.
const MOST_BARS: usize = 24;
const MOST_COLUMNS: usize = 124;
/// The longest bar; the others are parts of it.
const LONGEST: i64 = 1000;

/// The paper of a report, in the words of a language.
pub(crate) fn sheet(
    connection: &Connection,
    reply: &ReportReply,
    head: Head,
    language: Language,
) -> Result<StandingReport> {
    let currency = reply.currency.as_deref();
    let columns = reply.columns.iter().map(|column| ReportColumn {
        heading: words::heading(column.key, column.kind, currency, language),
        is_figure: is_figure(column.kind),
        is_day: matches!(
            column.kind,
            ColumnKind::Date | ColumnKind::Month | ColumnKind::Hour | ColumnKind::Time
        ),
    });
    let line = |cells: &[Cell]| -> Vec<String> {
        reply
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| shown(column.kind, cell, currency, language))
            .collect()
    };
    let totals = reply.totals.as_ref().map(|totals| {
        let mut totals = line(totals);
        if let Some(first) = totals.first_mut() {
            *first = words::total(language).to_owned();
        }
        totals
    });
    Ok(StandingReport {
        head,
        title: words::title(reply.report, language).to_owned(),
        about: about(connection, reply, language)?,
        columns: columns.collect(),
        rows: reply.rows.iter().map(|row| line(&row.cells)).collect(),
        totals,
        chart: chart(reply, language),
        week: week(connection, reply, language)?,
        definitions: defined_in(reply, language),
    })
}

fn defined_in(reply: &ReportReply, language: Language) -> Vec<ReportDefinition> {
    let words = reply.sources.definitions.iter().map(|code| defined::in_words(*code, language));
    words.map(|(name, text)| ReportDefinition { name: name.to_owned(), text: text.to_owned() }).collect()
}

/// The blocks of a weekly schedule, each in the column of its day; the week begins as the site's does.
fn week(connection: &Connection, reply: &ReportReply, language: Language) -> Result<Option<ReportWeek>> {
    let Chart::Week { row, weekday, start, end, group } = &reply.chart else { return Ok(None) };
    let at = |key: &str| reply.columns.iter().position(|column| column.key == key);
    let places = at(row).zip(at(weekday)).zip(at(start).zip(at(end))).zip(at(group));
    let Some((((row, weekday), (start, end)), group)) = places else { return Ok(None) };
    let sites = clinic::store::sites(connection)?;
    let site = sites.iter().find(|site| reply.site_id.is_none_or(|asked| asked == site.id));
    let first = site.map_or(1, |site| iso(site.week_start));
    let days: Vec<i64> = (0..7).map(|day| (first - 1 + day) % 7 + 1).collect();
    let cell = |line: &ReportRow, at: usize| {
        line.cells.get(at).map(|cell| plain(reply.columns[at].kind, cell, None, language)).unwrap_or_default()
    };
    let (mut groups, mut workers) = (Vec::new(), Vec::<ReportWorker>::new());
    for line in &reply.rows {
        let (name, of) = (cell(line, row), cell(line, group));
        let Some(Cell::Number(number)) = line.cells.get(weekday) else { continue };
        let Some(day) = days.iter().position(|day| day == number) else { continue };
        let of = groups.iter().position(|known| *known == of).unwrap_or_else(|| {
            groups.push(of);
            groups.len() - 1
        });
        let words = format!("{}–{}", cell(line, start), cell(line, end));
        if workers.last().is_none_or(|last| last.name != name) {
            workers.push(ReportWorker { name, days: vec![Vec::new(); days.len()] });
        }
        if let Some(worker) = workers.last_mut() {
            worker.days[day].push(ReportBlock { words, group: of });
        }
    }
    let days = days.iter().map(|day| words::weekday(*day, language).to_owned()).collect();
    Ok((!workers.is_empty()).then_some(ReportWeek { days, groups, workers }))
}

fn is_figure(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Count
            | ColumnKind::Tenths
            | ColumnKind::Minutes
            | ColumnKind::Percent
            | ColumnKind::Money
    )
}

/// As `csv::plain`, with days and months in words.
fn shown(kind: ColumnKind, cell: &Cell, currency: Option<&str>, language: Language) -> String {
    match (kind, cell) {
        (ColumnKind::Date, Cell::Text(text)) => {
            text.parse().map_or_else(|_| text.clone(), |date| words::date(date, language))
        }
        (ColumnKind::Month, Cell::Text(text)) => words::month(text, language),
        _ => plain(kind, cell, currency, language),
    }
}

/// The period, and what the report was narrowed to.
fn about(connection: &Connection, reply: &ReportReply, language: Language) -> Result<Vec<String>> {
    let mut about = Vec::new();
    if registry::find(reply.report).is_some_and(|report| report.takes_period) {
        let (from, to) = (words::date(reply.from, language), words::date(reply.to, language));
        about.push(if from == to { from } else { format!("{from} – {to}") });
    }
    if let Some(site) = reply.site_id {
        let sites = clinic::store::sites(connection)?;
        about.extend(sites.into_iter().find(|known| known.id == site).map(|site| site.name));
    }
    if let Some(doctor) = reply.doctor_id {
        let doctors = store::doctors(connection)?;
        let doctor = doctors.into_iter().find(|known| known.id.uuid() == doctor.uuid());
        about.extend(doctor.map(|doctor| match (language, doctor.second_name) {
            (Language::Arabic, Some(second_name)) => second_name,
            _ => doctor.full_name,
        }));
    }
    Ok(about)
}

/// A day without its year: there is little room beneath a column.
fn bar_label(column: &Column, row: &ReportRow, label: String, language: Language) -> String {
    match (column.kind, row.key.parse()) {
        (ColumnKind::Date, Ok(date)) => words::short_date(date, language),
        (ColumnKind::Month, _) => words::month(&label, language),
        _ => label,
    }
}

fn chart(reply: &ReportReply, language: Language) -> Option<ReportChart> {
    let (label, values, is_upright) = match &reply.chart {
        Chart::Bars { label, values } => (*label, values.clone(), false),
        Chart::Columns { label, values } | Chart::Line { label, values } => (*label, values.clone(), true),
        Chart::Pairs { label, left, right } => (*label, vec![*left, *right], false),
        Chart::Heat { .. } | Chart::Week { .. } | Chart::None => return None,
    };
    let at = |key: &str| reply.columns.iter().position(|column| column.key == key);
    let label_at = at(label)?;
    let values: Vec<usize> = values.into_iter().filter_map(at).collect();
    let most = if is_upright { MOST_COLUMNS } else { MOST_BARS };
    let figure = |row: &ReportRow, at: usize| match row.cells.get(at) {
        Some(Cell::Number(number)) => *number,
        _ => 0,
    };
    let longest = reply.rows.iter().flat_map(|row| values.iter().map(move |at| figure(row, *at))).max()?;
    if longest <= 0 || reply.rows.len() > most {
        return None;
    }
    let currency = reply.currency.as_deref();
    let cell = |row: &ReportRow, at: usize| {
        let column = &reply.columns[at];
        row.cells.get(at).map(|cell| plain(column.kind, cell, currency, language)).unwrap_or_default()
    };
    let bars = reply.rows.iter().map(|row| ReportBar {
        label: bar_label(&reply.columns[label_at], row, cell(row, label_at), language),
        lengths: values
            .iter()
            .map(|at| u32::try_from(figure(row, *at).max(0) * LONGEST / longest).unwrap_or(0))
            .collect(),
        figures: values.iter().map(|at| cell(row, *at)).collect(),
    });
    let series = values.iter().map(|at| {
        let column = &reply.columns[*at];
        words::heading(column.key, column.kind, currency, language)
    });
    Some(ReportChart { is_upright, series: series.collect(), bars: bars.collect() })
}
