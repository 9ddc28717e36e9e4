//! What the index reads from the database.

use std::collections::HashMap;

use chrono::Datelike as _;
use domain::appointment::AppointmentStatus as Status;
use domain::id::{AppointmentId, Id as _, PatientId};
use domain::patient::national_id_key;
use domain::text::phone::Number;
use domain::text::{fold, name_tokens};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use uuid::Uuid;

use super::columns::{Columns, NO_DAY, Record};
use super::dictionary::Words;
use super::index::Index;
use super::query::SHORTEST_PHONE;
use crate::error::Result;
use crate::patients::requests::Phone;
use crate::patients::store as patients;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// Reads every patient. `None` when `stopped` says so before it is done.
pub(super) fn build(connection: &Connection, stopped: impl Fn() -> bool) -> Result<Option<Index>> {
    let (mut columns, mut words) = (Columns::default(), Words::default());
    let mut statement = connection.prepare(include_str!("all_patients.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if columns.len().is_multiple_of(1_024) && stopped() {
            return Ok(None);
        }
        columns.push(&record(row)?, |word| words.number(word));
    }
    let merged = merged(connection)?;
    let mut statement = connection.prepare(include_str!("all_visits.sql"))?;
    let mut rows = statement.query([])?;
    let mut seen = 0u32;
    while let Some(row) = rows.next()? {
        seen = seen.wrapping_add(1);
        if seen.is_multiple_of(1_024) && stopped() {
            return Ok(None);
        }
        let patient: PatientId = row.col("patient_id")?;
        let patient = merged.get(&patient).copied().unwrap_or(patient);
        // In the order of their ids, as they were read.
        if let Ok(at) = columns.ids.binary_search(patient.uuid().as_bytes()) {
            let (day, came) = visit(row)?;
            columns.recency[at] = columns.recency[at].max(day);
            if came {
                columns.last_visits[at] = columns.last_visits[at].max(day);
            }
        }
    }
    if stopped() { Ok(None) } else { Ok(Some(Index::new(columns, words))) }
}

/// One patient as the index keeps it; `None` when removed.
pub(super) fn read(connection: &Connection, id: Uuid) -> Result<Option<Record>> {
    let id = PatientId::from_uuid(id);
    let found = connection
        .prepare_cached(include_str!("one_patient.sql"))?
        .query_row(named_params! { ":id": Sql(id) }, record)
        .optional()?;
    let Some(mut record) = found else { return Ok(None) };
    let mut statement = connection
        .prepare_cached(concat!(include_str!("../person.sql"), include_str!("visits_of_one.sql")))?;
    let mut rows = statement.query(named_params! { ":id": Sql(id) })?;
    while let Some(row) = rows.next()? {
        let (day, came) = visit(row)?;
        record.recency = record.recency.max(day);
        if came {
            record.last_visit = day;
            break;
        }
    }
    Ok(Some(record))
}

/// Whose record each merged one became, in the end.
fn merged(connection: &Connection) -> Result<HashMap<PatientId, PatientId>> {
    let mut statement = connection
        .prepare("select id from patient where merged_into is not null and deleted_at is not null")?;
    let ids = statement.query_map([], |row| row.col("id"))?.collect::<rusqlite::Result<Vec<PatientId>>>()?;
    ids.into_iter().map(|id| Ok((id, patients::survivor(connection, id)?))).collect()
}

/// The record that this one became part of, or itself.
pub(super) fn survivor(connection: &Connection, id: Uuid) -> Result<Uuid> {
    patients::survivor(connection, PatientId::from_uuid(id)).map(|id| id.uuid())
}

/// Whose appointment it is.
pub(super) fn patient_of(connection: &Connection, appointment: Uuid) -> Result<Option<Uuid>> {
    Ok(connection
        .prepare_cached("select patient_id from appointment where id = :id")?
        .query_row(named_params! { ":id": Sql(AppointmentId::from_uuid(appointment)) }, |row| {
            row.col("patient_id")
        })
        .optional()?)
}

/// The day of a visit, and whether the patient came.
fn visit(row: &Row<'_>) -> rusqlite::Result<(i32, bool)> {
    let status: Status = row.col("status")?;
    let came = matches!(status, Status::Arrived | Status::InConsultation | Status::Completed);
    Ok((day(row.col("date")?), came))
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let (full_name, second_name): (String, Option<String>) = (row.get("full_name")?, row.get("second_name")?);
    let phones: Vec<Phone> = row.col::<Json<_>>("phones")?.0;
    let national_id: Option<String> = row.get("national_id")?;
    let born: Option<Date> = row.col("date_of_birth")?;
    Ok(Record {
        id: *row.col::<PatientId>("id")?.uuid().as_bytes(),
        words: words_of(&full_name, second_name.as_deref()),
        phones: phones
            .iter()
            .filter_map(|phone| Number::read(&phone.number))
            .filter(|number| number.significant().len() >= SHORTEST_PHONE)
            .collect(),
        national_id: national_id.map(|id| national_id_key(&id)).unwrap_or_default(),
        file: file_of(&row.get::<_, String>("ref")?),
        born: born.map_or(NO_DAY, day),
        last_visit: NO_DAY,
        recency: NO_DAY,
    })
}

fn day(date: Date) -> i32 {
    date.naive().num_days_from_ce()
}

/// The words of both names; in front the first of each, see `Record::words`.
pub(super) fn words_of(full_name: &str, second_name: Option<&str>) -> Vec<String> {
    let full = name_tokens(full_name);
    let second = second_name.map(name_tokens).unwrap_or_default();
    let first = second.first().or(full.first()).cloned();
    let mut words = Vec::with_capacity(full.len() + second.len() + 1);
    words.extend(full.first().cloned());
    words.extend(first);
    words.extend(full.into_iter().skip(1));
    words.extend(second.into_iter().skip(1));
    words
}

/// `PAT-A-000123` as `a` and 123.
fn file_of(reference: &str) -> (u8, u32) {
    let mut parts = reference.split('-').skip(1);
    let letter = parts.next().map(fold).and_then(|letter| letter.bytes().next());
    let number = parts.next().and_then(|number| number.parse().ok());
    letter.zip(number).unwrap_or_default()
}
