//! The SQL of merging. What names a patient is found by the schema registry; there is no list of tables here.

use domain::id::{Id as _, PatientId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::{Column, TABLES, Table};

use super::record::{MergeRecord, Moved};
use super::requests::MergedRecord;
use crate::error::{Fault, Result};
use crate::ledger::{row_of, set_row};
use crate::patients::store::survivor;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

pub(super) fn patients() -> Result<&'static Table> {
    Table::by_name("patient").ok_or_else(|| Fault::Broken("the registry has no patients").into())
}

/// Every column of every table that names a patient.
fn naming() -> impl Iterator<Item = (&'static Table, &'static Column)> {
    TABLES.iter().flat_map(|table| table.columns_naming("patient").map(move |column| (table, column)))
}

/// Every row that names this patient, removed ones too.
pub(super) fn naming_rows(connection: &Connection, id: PatientId) -> Result<Vec<Moved>> {
    let mut rows = Vec::new();
    for (table, column) in naming() {
        let sql = format!("select id from {} where {} = :id order by id", table.name, column.name);
        let mut statement = connection.prepare_cached(&sql)?;
        let found = statement.query_map(named_params! { ":id": Sql(id) }, |row| row.col::<Uuid>("id"))?;
        for row in found {
            rows.push(Moved(table.number, column.number, row?));
        }
    }
    Ok(rows)
}

/// Makes a row that names one patient name another; whether it did name the one.
pub(super) fn name_instead(
    connection: &Connection,
    moved: Moved,
    one: PatientId,
    other: PatientId,
) -> Result<bool> {
    let Moved(table, column, row) = moved;
    let table = Table::by_number(table).ok_or(Fault::Corrupt("a merge of an unknown table"))?;
    let column = table.column_by_number(column).ok_or(Fault::Corrupt("a merge of an unknown column"))?;
    let sql = format!("update {} set {1} = :other where id = :row and {1} = :one", table.name, column.name);
    let changed = connection.prepare_cached(&sql)?.execute(named_params! {
        ":one": Sql(one), ":other": Sql(other), ":row": Sql(row),
    })?;
    Ok(changed > 0)
}

/// A patient's columns as they are kept.
pub(super) struct Columns(Vec<(&'static str, Value)>);

impl Columns {
    pub(super) fn read(connection: &Connection, id: PatientId) -> Result<Self> {
        let table = patients()?;
        let values = row_of(connection, table, id.uuid())?.unwrap_or_default();
        Ok(Self(table.columns.iter().map(|column| column.name).zip(values).collect()))
    }

    pub(super) fn get(&self, name: &str) -> Value {
        let found = self.0.iter().find(|(column, _)| *column == name);
        found.map_or(Value::Null, |(_, value)| value.clone())
    }
}

pub(super) fn set(connection: &Connection, id: PatientId, columns: &[(&str, Value)]) -> Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    let columns: Vec<(&str, &Value)> = columns.iter().map(|(name, value)| (*name, value)).collect();
    set_row(connection, patients()?, id.uuid(), &columns)
}

/// What a merge wrote down, and whose record it is by now; `None` for a record that stands by itself.
pub(super) fn merge_of(connection: &Connection, id: PatientId) -> Result<Option<(PatientId, MergeRecord)>> {
    let found = connection
        .prepare_cached("select merged_into, merge_record from patient where id = :id")?
        .query_row(named_params! { ":id": Sql(id) }, |row| {
            let into: Option<PatientId> = row.col("merged_into")?;
            let record: Option<Json<MergeRecord>> = row.col("merge_record")?;
            Ok(into.zip(record.map(|Json(record)| record)))
        })
        .optional()?;
    Ok(found.flatten())
}

/// The records that became part of this one, the latest first.
pub(in crate::patients) fn merged_records(
    connection: &Connection,
    id: PatientId,
) -> Result<Vec<MergedRecord>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("../person.sql"), include_str!("merged.sql")))?;
    let records = statement
        .query_map(named_params! { ":id": Sql(id) }, |row| {
            let record: Option<Json<MergeRecord>> = row.col("merge_record")?;
            let into: Option<PatientId> = row.col("merged_into")?;
            let record = record.map(|Json(record)| record);
            Ok(MergedRecord {
                id: row.col("id")?,
                r#ref: row.get("ref")?,
                full_name: row.get("full_name")?,
                merged_at: record.as_ref().map(|record| Instant(record.at)),
                can_be_separated: record
                    .is_some_and(|record| into.map(|into| into.uuid()) == Some(record.into))
                    && into == Some(id),
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(records)
}

/// How many visits there are, and the latest day the patient came.
pub(super) fn visits(connection: &Connection, id: PatientId) -> Result<(u32, Option<Date>)> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("../person.sql"), include_str!("visits.sql")))?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, |row| {
        Ok((row.get("visits")?, row.col("last_visit")?))
    })?)
}

/// Says that two records are two people, or takes it back.
pub(super) fn keep_apart(
    connection: &Connection,
    one: PatientId,
    other: PatientId,
    now: Instant,
) -> Result<()> {
    connection.prepare_cached(include_str!("keep_apart.sql"))?.execute(named_params! {
        ":id": Sql(Uuid::new_v5(&one.uuid(), other.uuid().as_bytes())),
        ":one": Sql(one), ":other": Sql(other), ":now": Sql(now),
    })?;
    Ok(())
}

/// Pairs that are known to be two people, the one made first in front.
pub(super) fn kept_apart(
    connection: &Connection,
) -> Result<std::collections::HashSet<(PatientId, PatientId)>> {
    let mut statement = connection.prepare_cached(
        "select patient_id, other_patient_id from patient_distinct where deleted_at is null",
    )?;
    let mut rows = statement.query([])?;
    let mut apart = std::collections::HashSet::new();
    while let Some(row) = rows.next()? {
        let one = survivor(connection, row.col("patient_id")?)?;
        let other = survivor(connection, row.col("other_patient_id")?)?;
        apart.insert((one.min(other), one.max(other)));
    }
    Ok(apart)
}
