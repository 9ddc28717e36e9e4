//! The SQL of reports, beyond what the board reads.

use std::collections::HashMap;

use domain::id::{AccountId, RepVisitId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, named_params};

use super::figures::Samples;
use crate::error::Result;
use crate::reps::SampleLine;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// How often an account did something of a kind.
pub(super) struct Done {
    pub account_id: Option<AccountId>,
    pub full_name: Option<String>,
    pub kind: String,
    pub count: u32,
}

/// Operations of this desk from `from` on and before `until`, by the ledger's own clock, which never goes back: so the day is one stretch of
/// numbers, and the years before it are not read.
pub(super) fn done(connection: &Connection, from: Instant, until: Instant) -> Result<Vec<Done>> {
    let (first, end) = between(connection, from, until)?;
    let mut statement = connection.prepare_cached(include_str!("deeds.sql"))?;
    let rows = statement.query_map(named_params! { ":first": first, ":end": end }, |row| {
        Ok(Done {
            account_id: row.col("account_id")?,
            full_name: row.get("full_name")?,
            kind: row.get("kind")?,
            count: row.get("done")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The number of the first operation from `from` on, and of the first from `until` on.
pub(super) fn between(connection: &Connection, from: Instant, until: Instant) -> Result<(i64, i64)> {
    let newest: i64 = connection
        .prepare_cached("select coalesce(max(number), 0) as newest from operation")?
        .query_row([], |row| row.get("newest"))?;
    Ok((first_since(connection, newest, from)?, first_since(connection, newest, until)?))
}

/// The number of the first operation at this moment or later; one more than the newest when there is none. Numbers are dense.
fn first_since(connection: &Connection, newest: i64, at: Instant) -> Result<i64> {
    let mut statement = connection.prepare_cached("select hlc from operation where number = :number")?;
    let (mut low, mut high) = (1, newest + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let hlc: i64 = statement.query_row(named_params! { ":number": middle }, |row| row.get("hlc"))?;
        // The upper 48 bits are milliseconds.
        if hlc >> 16 < at.0 { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

/// What the rep visits of a day left, by visit.
pub(super) fn samples(connection: &Connection, date: Date) -> Result<HashMap<RepVisitId, Samples>> {
    let mut statement = connection.prepare_cached(
        "select id, summary_samples from rep_visit
         where date = :date and deleted_at is null and summary_samples is not null",
    )?;
    let rows = statement.query_map(named_params! { ":date": Sql(date) }, |row| {
        let lines: Json<Vec<SampleLine>> = row.col("summary_samples")?;
        let units = lines.0.iter().map(|line| line.quantity).fold(0, u32::saturating_add);
        let samples = Samples { lines: u32::try_from(lines.0.len()).unwrap_or(u32::MAX), units };
        Ok((row.col("id")?, samples))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
