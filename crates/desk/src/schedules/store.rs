//! The SQL of hours and day limits.

use domain::calendar::{HoursRule, Recurrence, Rule};
use domain::id::{DoctorId, SiteId};
use domain::time::{Instant, Span, Weekday};
use rusqlite::{Connection, Params, Row, Statement, named_params};

use super::{DayLimit, Hours};
use crate::columns;
use crate::error::{Fault, Result};
use crate::store::{RowExt as _, Sql};

/// The recurring blocks of one doctor, by day of the week and start.
pub fn hours_of(connection: &Connection, doctor: DoctorId) -> Result<Vec<Hours>> {
    let mut statement = connection.prepare_cached(include_str!("hours_of.sql"))?;
    collect(&mut statement, named_params! { ":doctor_id": Sql(doctor) })
}

/// The blocks of every doctor at a site that may be in force on such a day of the week, for reading a whole board at once.
pub fn hours_on(connection: &Connection, site: SiteId, weekday: Weekday) -> Result<Vec<Hours>> {
    let mut statement = connection.prepare_cached(include_str!("hours_on.sql"))?;
    collect(&mut statement, named_params! { ":site_id": Sql(site), ":weekday": Sql(weekday) })
}

/// The same blocks as the calendar's rules take them.
pub fn rules(hours: &[Hours]) -> Result<Vec<HoursRule>> {
    hours.iter().map(rule).collect()
}

fn rule(hours: &Hours) -> Result<HoursRule> {
    let recurrence = match (hours.weekday, &hours.rrule) {
        (Some(weekday), None) => Recurrence::Weekly(weekday),
        (None, Some(text)) => {
            let rule = Rule::parse(text).map_err(|_| Fault::Corrupt("hours.rrule"))?;
            Recurrence::Rule(Box::new(rule))
        }
        _ => return Err(Fault::Corrupt("hours.weekday").into()),
    };
    let span = Span::new(hours.starts, hours.ends).ok_or(Fault::Corrupt("hours.ends_at"))?;
    Ok(HoursRule {
        id: hours.id,
        audience: hours.audience,
        span,
        recurrence,
        valid_from: hours.valid_from,
        valid_until: hours.valid_until,
    })
}

fn collect(statement: &mut Statement<'_>, params: impl Params) -> Result<Vec<Hours>> {
    let at = HoursColumns::of(statement)?;
    let rows = statement.query_map(params, |row| hours(row, at))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

columns! {
    struct HoursColumns {
        id, doctor_id, site_id, audience, weekday, rrule, starts_at, ends_at, valid_from, valid_until,
    }
}

fn hours(row: &Row<'_>, at: HoursColumns) -> rusqlite::Result<Hours> {
    Ok(Hours {
        id: row.at(at.id)?,
        doctor_id: row.at(at.doctor_id)?,
        site_id: row.at(at.site_id)?,
        audience: row.at(at.audience)?,
        weekday: row.at(at.weekday)?,
        rrule: row.get(at.rrule)?,
        starts: row.at(at.starts_at)?,
        ends: row.at(at.ends_at)?,
        valid_from: row.at(at.valid_from)?,
        valid_until: row.at(at.valid_until)?,
    })
}

pub(crate) fn insert_hours(connection: &Connection, hours: &Hours) -> Result<()> {
    connection.prepare_cached(include_str!("insert_hours.sql"))?.execute(named_params! {
        ":id": Sql(hours.id),
        ":doctor_id": Sql(hours.doctor_id),
        ":site_id": Sql(hours.site_id),
        ":audience": Sql(hours.audience),
        ":weekday": Sql(hours.weekday),
        ":rrule": hours.rrule,
        ":starts_at": Sql(hours.starts),
        ":ends_at": Sql(hours.ends),
        ":valid_from": Sql(hours.valid_from),
        ":valid_until": Sql(hours.valid_until),
    })?;
    Ok(())
}

pub(super) fn remove_hours(connection: &Connection, hours: &Hours, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update hours set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(hours.id), ":now": Sql(now) })?;
    Ok(())
}

/// The daily caps of one doctor, the one for every other day first.
pub fn day_limits_of(connection: &Connection, doctor: DoctorId) -> Result<Vec<DayLimit>> {
    let mut statement = connection.prepare_cached(
        "select id, doctor_id, weekday, max_patients, max_reps from day_limit
         where doctor_id = :doctor_id and deleted_at is null",
    )?;
    let rows = statement.query_map(named_params! { ":doctor_id": Sql(doctor) }, day_limit)?;
    let mut limits = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    limits.sort_by_key(|limit| limit.weekday);
    Ok(limits)
}

/// Every cap of every doctor that may count on such a day of the week, for reading a whole board at once.
pub fn day_limits_on(connection: &Connection, weekday: Weekday) -> Result<Vec<DayLimit>> {
    let mut statement = connection.prepare_cached(
        "select id, doctor_id, weekday, max_patients, max_reps from day_limit
         where (weekday = :weekday or weekday is null) and deleted_at is null",
    )?;
    let rows = statement.query_map(named_params! { ":weekday": Sql(weekday) }, day_limit)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn day_limit(row: &Row<'_>) -> rusqlite::Result<DayLimit> {
    Ok(DayLimit {
        id: row.col("id")?,
        doctor_id: row.col("doctor_id")?,
        weekday: row.col("weekday")?,
        max_patients: row.get("max_patients")?,
        max_reps: row.get("max_reps")?,
    })
}

/// The caps that count on a day of the week: its own entry, or else the one for every other day.
pub fn limit_on(limits: &[DayLimit], weekday: Weekday) -> Option<&DayLimit> {
    let entry = |weekday| limits.iter().find(|limit| limit.weekday == weekday);
    entry(Some(weekday)).or_else(|| entry(None))
}

pub(crate) fn insert_day_limit(connection: &Connection, limit: &DayLimit) -> Result<()> {
    connection
        .prepare_cached(
            "insert into day_limit (id, doctor_id, weekday, max_patients, max_reps)
             values (:id, :doctor_id, :weekday, :max_patients, :max_reps)",
        )?
        .execute(named_params! {
            ":id": Sql(limit.id),
            ":doctor_id": Sql(limit.doctor_id),
            ":weekday": Sql(limit.weekday),
            ":max_patients": limit.max_patients,
            ":max_reps": limit.max_reps,
        })?;
    Ok(())
}

pub(super) fn change_day_limit(connection: &Connection, limit: &DayLimit) -> Result<()> {
    connection
        .prepare_cached(
            "update day_limit set max_patients = :max_patients, max_reps = :max_reps where id = :id",
        )?
        .execute(named_params! {
            ":id": Sql(limit.id), ":max_patients": limit.max_patients, ":max_reps": limit.max_reps,
        })?;
    Ok(())
}

pub(super) fn remove_day_limit(connection: &Connection, limit: &DayLimit, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update day_limit set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(limit.id), ":now": Sql(now) })?;
    Ok(())
}
