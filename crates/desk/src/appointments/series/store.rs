//! The SQL of series.

use domain::calendar::{Repeats, Rule};
use domain::id::{AppointmentId, DoctorId, PatientId, SeriesId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::laying::{Plan, PlannedDay};
use crate::error::{Fault, Result};
use crate::ledger::Tx;
use crate::store::{RowExt as _, Sql};

/// A series as it is kept.
pub(super) struct Kept {
    pub patient: PatientId,
    pub doctor: DoctorId,
    pub repeats: Repeats,
}

/// One series, unless its booking was undone.
pub(super) fn one(connection: &Connection, id: SeriesId) -> Result<Option<Kept>> {
    let mut statement = connection.prepare_cached(
        "select patient_id, doctor_id, rrule from series where id = :id and deleted_at is null",
    )?;
    let row = statement.query_row(named_params! { ":id": Sql(id) }, |row| {
        Ok((row.col("patient_id")?, row.col("doctor_id")?, row.get::<_, String>("rrule")?))
    });
    let Some((patient, doctor, rule)) = row.optional()? else { return Ok(None) };
    let repeats = Rule::parse(&rule).ok().and_then(|rule| Repeats::read(&rule));
    let repeats = repeats.ok_or(Fault::Corrupt("series.rrule"))?;
    Ok(Some(Kept { patient, doctor, repeats }))
}

pub(super) fn insert(tx: &Tx<'_>, id: SeriesId, plan: &Plan, first: Date, rule: &str) -> Result<()> {
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":patient_id": Sql(plan.patient),
        ":doctor_id": Sql(plan.doctor),
        ":rrule": rule,
        ":first_date": Sql(first),
        ":starts_at": Sql(plan.start),
        ":minutes": plan.minutes,
        ":created_at": Sql(tx.now()),
    })?;
    Ok(())
}

/// The series starts anew from a day.
pub(super) fn go_on(tx: &Tx<'_>, id: SeriesId, plan: &Plan, first: Date, rule: &str) -> Result<()> {
    tx.prepare_cached(include_str!("go_on.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":doctor_id": Sql(plan.doctor),
        ":rrule": rule,
        ":first_date": Sql(first),
        ":starts_at": Sql(plan.start),
        ":minutes": plan.minutes,
    })?;
    Ok(())
}

/// Lets go of a visit's time until it is put down in the same operation.
pub(super) fn take_up(tx: &Tx<'_>, id: AppointmentId, now: Instant) -> Result<()> {
    tx.prepare_cached("update appointment set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}

/// Lets a visit that was taken up hold its time again, at its place in the series.
pub(super) fn put_down(tx: &Tx<'_>, id: AppointmentId, day: &PlannedDay) -> Result<()> {
    tx.prepare_cached(
        "update appointment set deleted_at = null, series_date = :date, series_starts_at = :start where id = :id",
    )?
    .execute(named_params! { ":id": Sql(id), ":date": Sql(day.date), ":start": Sql(day.start) })?;
    Ok(())
}
