//! The SQL of calendar files.

use std::collections::{BTreeMap, HashMap};

use domain::id::{CalendarEntryId, DoctorId};
use domain::time::{Date, WallTime};
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::events::{Event, Told, Visit};
use crate::error::Result;
use crate::ledger::Tx;
use crate::store::{RowExt as _, Sql};

/// A visit that moved is looked for among those that were told for so many days before the file begins, and any time after.
const LOOK_BACK: i64 = 31;

/// What the calendar of a doctor was told before, by visit.
pub(super) fn told(connection: &Connection, doctor: DoctorId) -> Result<HashMap<Uuid, Told>> {
    let mut statement = connection.prepare_cached(include_str!("told.sql"))?;
    let rows = statement.query_map(named_params! { ":doctor": Sql(doctor) }, |row| {
        Ok((row.col("visit_id")?, Told { times: row.get("times")?, digest: row.get("digest")? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The visits of these days, and those that were told and may have gone elsewhere since, in the order of the clock.
pub(super) fn visits(
    connection: &Connection,
    doctor: DoctorId,
    first: Date,
    last: Date,
) -> Result<Vec<Visit>> {
    let mut visits: BTreeMap<(Date, WallTime, Uuid), Visit> = BTreeMap::new();
    let mut keep = |visit: Visit| {
        visits.insert((visit.date, visit.start, visit.id), visit);
    };
    for sql in [
        concat!(
            include_str!("appointment.sql"),
            "where appointment.date between :first and :last and appointment.doctor_id = :doctor"
        ),
        concat!(
            include_str!("rep_visit.sql"),
            "where rep_visit.date between :first and :last and rep_visit.doctor_id = :doctor"
        ),
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        let days = named_params! { ":first": Sql(first), ":last": Sql(last), ":doctor": Sql(doctor) };
        for visit in statement.query_map(days, read)? {
            keep(visit?);
        }
    }
    let earliest = first.plus_days(-LOOK_BACK).unwrap_or(first);
    for sql in [
        concat!(
            include_str!("appointment.sql"),
            "where appointment.date >= :earliest and appointment.id in ",
            include_str!("told_to.sql")
        ),
        concat!(
            include_str!("rep_visit.sql"),
            "where rep_visit.date >= :earliest and rep_visit.id in ",
            include_str!("told_to.sql")
        ),
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        let told = named_params! { ":earliest": Sql(earliest), ":doctor": Sql(doctor) };
        for visit in statement.query_map(told, read)? {
            keep(visit?);
        }
    }
    Ok(visits.into_values().collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Visit> {
    Ok(Visit {
        id: row.col("id")?,
        reference: row.get("ref")?,
        name: row.get("name")?,
        company: row.get("company")?,
        doctor: row.col("doctor_id")?,
        date: row.col("date")?,
        start: row.col("starts_at")?,
        minutes: row.get("minutes")?,
        later_hour: row.get("later_hour")?,
        is_off: row.get("is_off")?,
    })
}

/// Remembers that the calendar now knows the visit as it is.
pub(super) fn tell(tx: &Tx<'_>, event: &Event, doctor: DoctorId) -> Result<()> {
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(tx.new_id::<CalendarEntryId>()),
        ":visit_id": Sql(event.visit),
        ":doctor_id": Sql(doctor),
        ":digest": event.digest,
        ":told_at": Sql(tx.now()),
    })?;
    Ok(())
}
