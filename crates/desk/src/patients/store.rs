//! The registry's SQL.

use domain::calendar::zone::{self, Zone};
use domain::id::{DoctorId, PatientId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params};

use super::entry::Entry;
use super::requests::{EmergencyContact, Patient};
use crate::error::{Fault, FieldError, FieldErrors, Refusal, Result};
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// The clinic's day at this instant, by its first site; by UTC before there is a site.
pub(crate) fn today(connection: &Connection, now: Instant) -> Result<Date> {
    Ok(zone::wall(now, clinic_zone(connection)?).0)
}

/// The time zone of the clinic's first site; UTC before there is one.
pub(crate) fn clinic_zone(connection: &Connection) -> Result<Zone> {
    let zone: Option<String> = connection
        .prepare_cached("select time_zone from site where deleted_at is null order by id limit 1")?
        .query_row([], |row| row.get("time_zone"))
        .optional()?;
    Ok(zone.as_deref().unwrap_or("UTC").parse().map_err(|_| Fault::Corrupt("the time zone of a site"))?)
}

pub(super) fn is_reference_taken(connection: &Connection, reference: &str) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("select exists (select 1 from patient where ref = :ref) as taken")?;
    Ok(statement.query_row(named_params! { ":ref": reference }, |row| row.get("taken"))?)
}

pub(super) fn insert(
    connection: &Connection,
    id: PatientId,
    reference: &str,
    entry: &Entry,
    now: Instant,
) -> Result<()> {
    let own = named_params! { ":id": Sql(id), ":ref": reference, ":now": Sql(now) };
    write(connection, include_str!("insert.sql"), own, entry)
}

pub(super) fn update(connection: &Connection, id: PatientId, entry: &Entry) -> Result<()> {
    write(connection, include_str!("update.sql"), named_params! { ":id": Sql(id) }, entry)
}

/// Runs a statement that takes everything of an entry, and parameters of its own besides.
fn write(connection: &Connection, sql: &str, own: &[(&str, &dyn ToSql)], entry: &Entry) -> Result<()> {
    let emergency = entry.emergency_contact.as_ref();
    let of_entry = named_params! {
        ":full_name": entry.full_name,
        ":second_name": entry.second_name,
        ":date_of_birth": Sql(entry.date_of_birth),
        ":born_about": entry.born_about,
        ":gender": Sql(entry.gender),
        ":phones": Sql(Json(entry.phones.clone())),
        ":email": entry.email,
        ":national_id": entry.national_id,
        ":address": entry.address,
        ":blood_type": Sql(entry.blood_type),
        ":emergency_name": emergency.map(|contact| &contact.name),
        ":emergency_relationship": emergency.and_then(|contact| contact.relationship.as_ref()),
        ":emergency_phone": emergency.map(|contact| &contact.phone),
        ":notes": entry.notes,
        ":favourite_doctors": Sql(Json(entry.favourite_doctors.clone())),
    };
    connection.prepare_cached(sql)?.execute(&*[own, of_entry].concat())?;
    Ok(())
}

pub(super) fn mark_deleted(connection: &Connection, id: PatientId, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update patient set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}

/// Who is called when something happens.
pub(super) fn set_emergency(
    connection: &Connection,
    id: PatientId,
    contact: &EmergencyContact,
) -> Result<()> {
    connection.prepare_cached(include_str!("set_emergency.sql"))?.execute(named_params! {
        ":id": Sql(id), ":name": contact.name, ":relationship": contact.relationship, ":phone": contact.phone,
    })?;
    Ok(())
}

/// The record that this one became part of by now; itself, where it stands by itself. Records are only ever merged into ones made
/// before, so that this comes to an end.
pub(crate) fn survivor(connection: &Connection, id: PatientId) -> Result<PatientId> {
    let mut statement = connection.prepare_cached(
        "select merged_into from patient where id = :id and deleted_at is not null and merged_into < id",
    )?;
    let mut survivor = id;
    while let Some(into) = statement
        .query_row(named_params! { ":id": Sql(survivor) }, |row| row.col("merged_into"))
        .optional()?
    {
        survivor = into;
    }
    Ok(survivor)
}

/// The patient whose file had this number before it became part of another's.
pub(super) fn merged_under(connection: &Connection, reference: &str) -> Result<Option<PatientId>> {
    let found = connection
        .prepare_cached(
            "select id from patient where ref = :ref and deleted_at is not null and merged_into is not null",
        )?
        .query_row(named_params! { ":ref": reference }, |row| row.col::<PatientId>("id"))
        .optional()?;
    found.map(|id| survivor(connection, id)).transpose()
}

/// The patient, removed or not.
///
/// # Errors
/// `not_found {what: patient}`.
pub(crate) fn any(connection: &Connection, id: PatientId) -> Result<Patient> {
    let patient = connection
        .prepare_cached("select * from patient where id = :id")?
        .query_row(named_params! { ":id": Sql(id) }, patient)
        .optional()?;
    patient.ok_or_else(|| Refusal::not_found("patient").into())
}

/// The patient, unless removed.
///
/// # Errors
/// `not_found {what: patient}`.
pub(super) fn present(connection: &Connection, id: PatientId) -> Result<Patient> {
    any(connection, id).and_then(|patient| {
        if patient.deleted { Err(Refusal::not_found("patient").into()) } else { Ok(patient) }
    })
}

fn patient(row: &Row<'_>) -> rusqlite::Result<Patient> {
    let emergency_name: Option<String> = row.get("emergency_name")?;
    let emergency_contact = match emergency_name {
        None => None,
        Some(name) => Some(EmergencyContact {
            name,
            relationship: row.get("emergency_relationship")?,
            phone: row.get::<_, Option<String>>("emergency_phone")?.unwrap_or_default(),
        }),
    };
    Ok(Patient {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        full_name: row.get("full_name")?,
        second_name: row.get("second_name")?,
        date_of_birth: row.col("date_of_birth")?,
        born_about: row.get("born_about")?,
        gender: row.col("gender")?,
        phones: row.col::<Json<_>>("phones")?.0,
        email: row.get("email")?,
        national_id: row.get("national_id")?,
        address: row.get("address")?,
        blood_type: row.col("blood_type")?,
        emergency_contact,
        notes: row.get("notes")?,
        notes_withheld: false,
        favourite_doctors: row.col::<Json<_>>("favourite_doctors")?.0,
        created_at: row.col("created_at")?,
        deleted: row.get::<_, Option<i64>>("deleted_at")?.is_some(),
    })
}

/// Every favourite doctor is one of this clinic's.
///
/// # Errors
/// `input.invalid` with `not_found` at each that is not.
pub(super) fn require_doctors(connection: &Connection, doctors: &[DoctorId]) -> Result<()> {
    let mut wrong = FieldErrors::default();
    let mut statement =
        connection.prepare_cached("select 1 from doctor where id = :id and deleted_at is null")?;
    for (at, doctor) in doctors.iter().enumerate() {
        if !statement.exists(named_params! { ":id": Sql(*doctor) })? {
            wrong.push(FieldError::new(format!("favourite_doctors[{at}]"), "not_found"));
        }
    }
    Ok(wrong.finish()?)
}

/// A visit that somebody still expects.
pub(super) struct Booked {
    pub r#ref: String,
    pub date: Date,
}

/// The patient's visits from this day on that are not over, first one first.
pub(super) fn booked_from(connection: &Connection, id: PatientId, date: Date) -> Result<Vec<Booked>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("person.sql"), include_str!("booked_from.sql")))?;
    let booked = statement
        .query_map(named_params! { ":id": Sql(id), ":date": Sql(date) }, |row| {
            Ok(Booked { r#ref: row.get("ref")?, date: row.col("date")? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(booked)
}
