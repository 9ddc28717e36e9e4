//! The SQL of worklists.

use std::collections::HashMap;

use domain::booking::VisitId;
use domain::calls::CallOutcome;
use domain::id::{AppointmentId, DoctorId, Id as _, RebookCallId, RebookId, WorklistId};
use domain::time::{Date, WallTime};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use uuid::Uuid;

use super::requests::{Call, WorklistDoctor};
use crate::Session;
use crate::appointments::resettle::Stand;
use crate::appointments::{Appointment, views};
use crate::error::Result;
use crate::ledger::Tx;
use crate::patients::Phone;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// A visit of a worklist: the time it lost, whose it is, and the visit itself as it stands now.
pub(super) struct Entry {
    pub id: RebookId,
    pub doctor: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    pub seen_elsewhere: bool,
    pub patient_second_name: Option<String>,
    pub date_of_birth: Option<Date>,
    pub born_about: Option<u16>,
    pub phones: Vec<Phone>,
    pub visit: Appointment,
}

impl Entry {
    /// Whether the visit is still in the place it lost.
    pub fn stays(&self) -> bool {
        let visit = &self.visit;
        (visit.doctor_id, visit.date, visit.start, visit.later_hour)
            == (self.doctor, self.date, self.start, self.later_hour)
    }
}

/// The same visit at the same time makes the same row, on whichever desk.
fn row_id(stand: &Stand, appointment: AppointmentId) -> Uuid {
    let later = u8::from(stand.later_hour.unwrap_or(false));
    let place = format!("{} {} {} {later}", stand.doctor.uuid(), stand.date, stand.start.minutes());
    Uuid::new_v5(&appointment.uuid(), place.as_bytes())
}

/// Puts a visit on a worklist.
pub(super) fn insert(connection: &Connection, worklist: WorklistId, visit: &Appointment) -> Result<()> {
    let stand = Stand::of(visit);
    connection.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(row_id(&stand, visit.id)),
        ":appointment_id": Sql(visit.id),
        ":worklist_id": Sql(worklist),
        ":doctor_id": Sql(visit.doctor_id),
        ":date": Sql(visit.date),
        ":starts_at": Sql(visit.start),
        ":minutes": visit.minutes,
        ":later_hour": visit.later_hour,
    })?;
    Ok(())
}

/// The worklists that may still hold something to do.
pub(super) fn unsettled(connection: &Connection) -> Result<Vec<WorklistId>> {
    let mut statement = connection.prepare_cached(include_str!("unsettled.sql"))?;
    let rows = statement.query_map([], |row| row.col("worklist_id"))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The visits of a worklist in the order of the clock.
pub(super) fn entries(connection: &Connection, worklist: WorklistId) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(include_str!("rows.sql"))?;
    let mut rows = statement.query(named_params! { ":worklist": Sql(worklist) })?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(visit) = views::one(connection, row.col("appointment_id")?)? {
            entries.push(entry(row, visit)?);
        }
    }
    Ok(entries)
}

/// The visits that lost a time between two days, both counted, in the order of the clock.
pub(super) fn between(connection: &Connection, from: Date, to: Date) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(include_str!("between.sql"))?;
    let mut rows = statement.query(named_params! { ":from": Sql(from), ":to": Sql(to) })?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(visit) = views::one(connection, row.col("appointment_id")?)? {
            entries.push(entry(row, visit)?);
        }
    }
    Ok(entries)
}

fn entry(row: &Row<'_>, visit: Appointment) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.col("id")?,
        doctor: row.col("doctor_id")?,
        date: row.col("date")?,
        start: row.col("starts_at")?,
        minutes: row.get("minutes")?,
        later_hour: row.get("later_hour")?,
        seen_elsewhere: row.get("seen_elsewhere")?,
        patient_second_name: row.get("patient_second_name")?,
        date_of_birth: row.col("date_of_birth")?,
        born_about: row.get("born_about")?,
        phones: row.col::<Json<Vec<Phone>>>("phones")?.0,
        visit,
    })
}

/// The worklist that a row stands on.
pub(super) fn worklist_of(connection: &Connection, id: RebookId) -> Result<Option<WorklistId>> {
    let mut statement =
        connection.prepare_cached("select worklist_id from rebook where id = :id and deleted_at is null")?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, |row| row.col("worklist_id")).optional()?)
}

/// The calls about the visits of a worklist, newest first.
pub(super) fn calls(connection: &Connection, worklist: WorklistId) -> Result<HashMap<RebookId, Vec<Call>>> {
    let mut statement = connection.prepare_cached(include_str!("calls.sql"))?;
    let mut rows = statement.query(named_params! { ":worklist": Sql(worklist) })?;
    let mut calls: HashMap<RebookId, Vec<Call>> = HashMap::new();
    while let Some(row) = rows.next()? {
        calls.entry(row.col("rebook_id")?).or_default().push(Call {
            id: row.col("id")?,
            outcome: row.col("outcome")?,
            note: row.get("note")?,
            at: row.col("called_at")?,
            by: row.get("full_name")?,
        });
    }
    Ok(calls)
}

pub(super) fn insert_call(
    tx: &Tx<'_>,
    session: &Session,
    id: RebookId,
    outcome: CallOutcome,
    note: Option<&str>,
) -> Result<()> {
    tx.prepare_cached(include_str!("insert_call.sql"))?.execute(named_params! {
        ":id": Sql(tx.new_id::<RebookCallId>()),
        ":rebook_id": Sql(id),
        ":outcome": Sql(outcome),
        ":note": note,
        ":account_id": Sql(session.account_id),
        ":called_at": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn mark_seen_elsewhere(connection: &Connection, id: RebookId) -> Result<()> {
    connection
        .prepare_cached("update rebook set seen_elsewhere = 1 where id = :id")?
        .execute(named_params! { ":id": Sql(id) })?;
    Ok(())
}

/// None where the doctor has not been heard of here yet.
pub(super) fn doctor(connection: &Connection, id: DoctorId) -> Result<Option<WorklistDoctor>> {
    let mut statement =
        connection.prepare_cached("select full_name, second_name, title from doctor where id = :id")?;
    let doctor = statement.query_row(named_params! { ":id": Sql(id) }, |row| {
        Ok(WorklistDoctor {
            id,
            full_name: row.get("full_name")?,
            second_name: row.get("second_name")?,
            title: row.get("title")?,
        })
    });
    Ok(doctor.optional()?)
}

/// The stand of the time that was lost.
pub(super) fn lost(entry: &Entry) -> Stand {
    Stand {
        visit: VisitId::Appointment(entry.visit.id),
        patient: Some(entry.visit.patient_id),
        kind: entry.visit.kind,
        doctor: entry.doctor,
        date: entry.date,
        start: entry.start,
        minutes: entry.minutes,
        later_hour: Some(entry.later_hour),
    }
}
