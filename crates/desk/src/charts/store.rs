//! The SQL of writing charts and of asking who may read them.

use std::collections::HashMap;

use domain::id::{AccountId, BreakGlassId, DiagnosisCodeId, DiagnosisId, DoctorId, EncounterId, PatientId};
use domain::time::Instant;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params, params_from_iter};
use uuid::Uuid;

use super::requests::DiagnosisCode;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::{RowExt as _, Sql};

/// What of a chart stands in a table of its own, a row for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Allergy,
    Condition,
    Medication,
    Vitals,
    LabTest,
    Encounter,
    Diagnosis,
    Consultation,
}

impl Fact {
    /// Its table, which is also the word for it in refusals.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Allergy => "allergy",
            Self::Condition => "condition",
            Self::Medication => "medication",
            Self::Vitals => "vitals",
            Self::LabTest => "lab_test",
            Self::Encounter => "encounter",
            Self::Diagnosis => "diagnosis",
            Self::Consultation => "consultation_log",
        }
    }
}

pub(crate) fn insert(
    connection: &Connection,
    fact: Fact,
    id: Uuid,
    columns: &[(&str, &dyn ToSql)],
) -> Result<()> {
    let names: String = columns.iter().map(|(name, _)| format!(", {name}")).collect();
    let marks = ", ?".repeat(columns.len());
    let sql = format!("insert into {} (id{names}) values (?{marks})", fact.table());
    let id = Sql(id);
    let values = [&id as &dyn ToSql].into_iter().chain(columns.iter().map(|(_, value)| *value));
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

pub(super) fn change(
    connection: &Connection,
    fact: Fact,
    id: Uuid,
    columns: &[(&str, &dyn ToSql)],
) -> Result<()> {
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let sql = format!("update {} set {} where id = ?", fact.table(), names.join(", "));
    let id = Sql(id);
    let values = columns.iter().map(|(_, value)| *value).chain([&id as &dyn ToSql]);
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Whose row it is.
///
/// # Errors
/// `not_found {what}` with the table's name.
pub(super) fn owner(connection: &Connection, fact: Fact, id: Uuid) -> Result<PatientId> {
    let sql = format!("select patient_id from {} where id = :id and deleted_at is null", fact.table());
    let owner = connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":id": Sql(id) }, |row| row.col("patient_id"))
        .optional()?;
    owner.ok_or_else(|| Refusal::not_found(fact.table()).into())
}

/// Whose chart a row stands in; none for a row of no chart.
pub(super) fn patient_of(connection: &Connection, row: Uuid) -> Result<Option<PatientId>> {
    Ok(connection
        .prepare_cached(include_str!("patient_of.sql"))?
        .query_row(named_params! { ":id": Sql(row) }, |row| row.col("patient_id"))
        .optional()?)
}

/// Whether the patient has or had a visit with this doctor; one that was called off is none.
pub(super) fn has_visit(connection: &Connection, patient: PatientId, doctor: DoctorId) -> Result<bool> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("../patients/person.sql"), include_str!("has_visit.sql")))?;
    Ok(statement.exists(named_params! { ":id": Sql(patient), ":doctor": Sql(doctor) })?)
}

/// From when until when the account's newest broken glass opens this chart.
pub(super) fn newest_glass(
    connection: &Connection,
    patient: PatientId,
    account: AccountId,
) -> Result<Option<(Instant, Instant)>> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("../patients/person.sql"), include_str!("newest_glass.sql")))?;
    let parameters = named_params! { ":id": Sql(patient), ":account": Sql(account) };
    Ok(statement
        .query_row(parameters, |row| Ok((row.col("begun_at")?, row.col("expires_at")?)))
        .optional()?)
}

pub(super) fn insert_glass(
    tx: &Tx<'_>,
    id: BreakGlassId,
    patient: PatientId,
    account: AccountId,
    reason: &str,
    until: Instant,
) -> Result<()> {
    tx.prepare_cached(include_str!("insert_glass.sql"))?.execute(named_params! {
        ":id": Sql(id), ":patient": Sql(patient), ":account": Sql(account), ":reason": reason,
        ":now": Sql(tx.now()), ":until": Sql(until),
    })?;
    Ok(())
}

/// What a review asks of a broken glass.
pub(super) struct Glass {
    pub account: AccountId,
    pub is_reviewed: bool,
}

pub(super) fn glass(connection: &Connection, id: BreakGlassId) -> Result<Option<Glass>> {
    Ok(connection
        .prepare_cached(
            "select account_id, reviewed_at from break_glass where id = :id and deleted_at is null",
        )?
        .query_row(named_params! { ":id": Sql(id) }, |row| {
            let reviewed_at: Option<i64> = row.get("reviewed_at")?;
            Ok(Glass { account: row.col("account_id")?, is_reviewed: reviewed_at.is_some() })
        })
        .optional()?)
}

pub(super) fn set_reviewed(tx: &Tx<'_>, id: BreakGlassId, reviewer: AccountId, review: &str) -> Result<()> {
    tx.prepare_cached(include_str!("set_reviewed.sql"))?.execute(named_params! {
        ":id": Sql(id), ":reviewer": Sql(reviewer), ":now": Sql(tx.now()), ":review": review,
    })?;
    Ok(())
}

/// Whether there is such a row, removed or not.
pub(super) fn is_there(connection: &Connection, fact: Fact, id: Uuid) -> Result<bool> {
    let sql = format!("select 1 from {} where id = :id", fact.table());
    Ok(connection.prepare_cached(&sql)?.exists(named_params! { ":id": Sql(id) })?)
}

/// The diagnoses that stand at an encounter.
pub(super) fn diagnoses(connection: &Connection, encounter: EncounterId) -> Result<Vec<DiagnosisId>> {
    Ok(connection
        .prepare_cached("select id from diagnosis where encounter_id = :id and deleted_at is null")?
        .query_map(named_params! { ":id": Sql(encounter) }, |row| row.col("id"))?
        .collect::<rusqlite::Result<_>>()?)
}

fn read_code(row: &Row<'_>) -> rusqlite::Result<DiagnosisCode> {
    Ok(DiagnosisCode { code: row.get("code")?, name: row.get("name")?, name_ar: row.get("name_ar")? })
}

/// Codes that begin with the text, then those with all its words in a name.
pub(super) fn find_codes(connection: &Connection, text: &str, most: u32) -> Result<Vec<DiagnosisCode>> {
    let literal = |text: &str| text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let text = text.trim();
    let words = text.split_whitespace().map(literal).collect::<Vec<_>>().join("%");
    let parameters = named_params! {
        ":beginning": format!("{}%", literal(text)), ":words": format!("%{words}%"), ":most": most,
    };
    Ok(connection
        .prepare_cached(include_str!("find_codes.sql"))?
        .query_map(parameters, read_code)?
        .collect::<rusqlite::Result<_>>()?)
}

pub(super) fn count_codes(connection: &Connection) -> Result<u32> {
    Ok(connection
        .prepare_cached("select count(*) as codes from diagnosis_code where deleted_at is null")?
        .query_row([], |row| row.get("codes"))?)
}

/// Every code's row; none in place of one that was removed.
pub(super) fn all_codes(connection: &Connection) -> Result<HashMap<DiagnosisCodeId, Option<DiagnosisCode>>> {
    Ok(connection
        .prepare_cached("select * from diagnosis_code")?
        .query_map([], |row| {
            let is_removed = row.get::<_, Option<i64>>("deleted_at")?.is_some();
            Ok((row.col("id")?, if is_removed { None } else { Some(read_code(row)?) }))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert_code(tx: &Tx<'_>, id: DiagnosisCodeId, code: &DiagnosisCode) -> Result<()> {
    tx.prepare_cached(
        "insert into diagnosis_code (id, code, name, name_ar) values (:id, :code, :name, :name_ar)",
    )?
    .execute(
        named_params! { ":id": Sql(id), ":code": code.code, ":name": code.name, ":name_ar": code.name_ar },
    )?;
    Ok(())
}

pub(super) fn change_code(tx: &Tx<'_>, id: DiagnosisCodeId, code: &DiagnosisCode) -> Result<()> {
    tx.prepare_cached(include_str!("change_code.sql"))?.execute(
        named_params! { ":id": Sql(id), ":code": code.code, ":name": code.name, ":name_ar": code.name_ar },
    )?;
    Ok(())
}
