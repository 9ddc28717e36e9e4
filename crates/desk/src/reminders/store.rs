//! The SQL of reminders.

use domain::calls::CallOutcome;
use domain::id::{AppointmentId, ReminderCallId, SiteId};
use domain::patient::known_age_years;
use domain::reminder::Reminding;
use domain::time::{Date, Instant, WallTime};
use rusqlite::{Connection, Params, Row, Statement, named_params};

use super::requests::{Reminder, ReminderCall};
use crate::Session;
use crate::appointments::Appointment;
use crate::error::Result;
use crate::ledger::Tx;
use crate::patients;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// The visits that are to come at a site on a day, in the order of the clock.
pub(super) fn of_day(
    connection: &Connection,
    site: SiteId,
    date: Date,
    today: Date,
) -> Result<Vec<Reminder>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("row.sql"),
        " and appointment.date = :date and appointment.site_id = :site
          and (appointment.status = 'scheduled' or appointment.status = 'confirmed')
          order by appointment.starts_at, appointment.later_hour, appointment.created_at, appointment.id"
    ))?;
    collect(connection, &mut statement, named_params! { ":date": Sql(date), ":site": Sql(site) }, today)
}

pub(super) fn one(connection: &Connection, id: AppointmentId, today: Date) -> Result<Option<Reminder>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("row.sql"), " and appointment.id = :id"))?;
    Ok(collect(connection, &mut statement, named_params! { ":id": Sql(id) }, today)?.pop())
}

fn collect(
    connection: &Connection,
    statement: &mut Statement<'_>,
    params: impl Params,
    today: Date,
) -> Result<Vec<Reminder>> {
    let mut rows = statement.query(params)?;
    let mut reminders = Vec::new();
    while let Some(row) = rows.next()? {
        reminders.push(read(connection, row, today)?);
    }
    Ok(reminders)
}

fn read(connection: &Connection, row: &Row<'_>, today: Date) -> Result<Reminder> {
    let (id, patient_id) = (row.col("id")?, row.col("patient_id")?);
    let (date, start) = (row.col("date")?, row.col("starts_at")?);
    let status = row.col("status")?;
    let calls = calls(connection, id)?;
    let rang: Vec<_> = calls.iter().map(|(about, call)| (*about, call.outcome)).collect();
    let sent_at: Option<Instant> = row.col("reminder_sent_at")?;
    let reminding = Reminding { status, stands: (date, start), reminded: sent_at.is_some(), calls: &rang };
    let state = reminding.state();
    let (no_shows, no_shows_running) = patients::missed(connection, patient_id, today)?;
    Ok(Reminder {
        id,
        r#ref: row.get("ref")?,
        patient_id,
        patient_name: row.get("patient_name")?,
        patient_second_name: row.get("patient_second_name")?,
        patient_ref: row.get("patient_ref")?,
        age_years: known_age_years(row.col("date_of_birth")?, row.get("born_about")?, today),
        phones: row.col::<Json<_>>("phones")?.0,
        no_shows,
        no_shows_running,
        doctor_id: row.col("doctor_id")?,
        doctor_name: row.get("doctor_name")?,
        date,
        start,
        minutes: row.get("minutes")?,
        reason: row.get("reason")?,
        status,
        state,
        reminded_at: sent_at.filter(|_| !state.is_open()),
        calls: calls.into_iter().filter(|(about, _)| *about == (date, start)).map(|(_, call)| call).collect(),
    })
}

/// The calls about a visit, newest first, each with the time it was about.
fn calls(
    connection: &Connection,
    appointment: AppointmentId,
) -> Result<Vec<((Date, WallTime), ReminderCall)>> {
    let mut statement = connection.prepare_cached(include_str!("calls.sql"))?;
    let calls = statement.query_map(named_params! { ":appointment": Sql(appointment) }, |row| {
        let call = ReminderCall {
            outcome: row.col("outcome")?,
            note: row.get("note")?,
            at: row.col("called_at")?,
            by: row.get("full_name")?,
        };
        Ok(((row.col("date")?, row.col("starts_at")?), call))
    })?;
    Ok(calls.collect::<rusqlite::Result<_>>()?)
}

/// The first day from `first` on that somebody is expected at the site.
pub(super) fn next_expected(connection: &Connection, site: SiteId, first: Date) -> Result<Option<Date>> {
    let mut statement = connection.prepare_cached(include_str!("next_expected.sql"))?;
    let params = named_params! { ":first": Sql(first), ":site": Sql(site) };
    Ok(statement.query_row(params, |row| row.col("date"))?)
}

pub(super) fn insert_call(
    tx: &Tx<'_>,
    session: &Session,
    visit: &Appointment,
    outcome: CallOutcome,
    note: Option<&str>,
) -> Result<()> {
    tx.prepare_cached(include_str!("insert_call.sql"))?.execute(named_params! {
        ":id": Sql(tx.new_id::<ReminderCallId>()),
        ":appointment_id": Sql(visit.id),
        ":date": Sql(visit.date),
        ":starts_at": Sql(visit.start),
        ":outcome": Sql(outcome),
        ":note": note,
        ":account_id": Sql(session.account_id),
        ":called_at": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn mark_reminded(connection: &Connection, id: AppointmentId, at: Instant) -> Result<()> {
    connection
        .prepare_cached("update appointment set reminder_sent_at = :at where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":at": Sql(at) })?;
    Ok(())
}
