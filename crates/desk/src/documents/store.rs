//! The SQL of documents.

use std::collections::HashSet;

use domain::document::{DocumentAudience, DocumentType};
use domain::id::{AccountId, AppointmentId, DocumentId, LabTestId, PatientId, PrescriptionId};
use domain::time::{Date, Instant};
use rusqlite::types::{FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, named_params};
use uuid::Uuid;

use super::attaching::Said;
use super::content::{ContentHash, Sealed};
use super::requests::{AttachDocument, NamedAccount};
use super::sealing::ContentKey;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::row::{Column, Json};
use crate::store::{RowExt as _, Sql};

impl Column for ContentHash {
    fn to_bound(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(ValueRef::Blob(&self.0))
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?.try_into().map_err(|_| FromSqlError::InvalidType)?;
        Ok(Self(bytes))
    }
}

/// A document as it stands in the database, with what it belongs to in words.
pub(super) struct Row {
    pub id: DocumentId,
    pub patient_id: PatientId,
    pub appointment_id: Option<AppointmentId>,
    pub prescription_id: Option<PrescriptionId>,
    pub lab_test_id: Option<LabTestId>,
    pub visit_date: Option<Date>,
    pub prescription_ref: Option<String>,
    pub test_name: Option<String>,
    pub name: String,
    pub mime_type: DocumentType,
    pub size_bytes: u64,
    pub content_hash: ContentHash,
    pub key: ContentKey,
    pub description: Option<String>,
    pub tags: Json<Vec<String>>,
    pub audience: DocumentAudience,
    pub named: Json<Vec<AccountId>>,
    pub account_id: Option<AccountId>,
    pub attached_by: Option<String>,
    pub created_at: Instant,
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.col("id")?,
        patient_id: row.col("patient_id")?,
        appointment_id: row.col("appointment_id")?,
        prescription_id: row.col("prescription_id")?,
        lab_test_id: row.col("lab_test_id")?,
        visit_date: row.col("visit_date")?,
        prescription_ref: row.get("prescription_ref")?,
        test_name: row.get("test_name")?,
        name: row.get("name")?,
        mime_type: row.col("mime_type")?,
        size_bytes: row.get("size_bytes")?,
        content_hash: row.col("content_hash")?,
        key: ContentKey::new(row.get("content_key")?),
        description: row.get("description")?,
        tags: row.col("tags")?,
        audience: row.col("audience")?,
        named: row.col("named_accounts")?,
        account_id: row.col("account_id")?,
        attached_by: row.get("attached_by")?,
        created_at: row.col("created_at")?,
    })
}

/// # Errors
/// `not_found {what: document}`.
pub(super) fn row(connection: &Connection, id: DocumentId) -> Result<Row> {
    let found = connection
        .prepare_cached(concat!(include_str!("document.sql"), "and document.id = :id"))?
        .query_row(named_params! { ":id": Sql(id) }, read)
        .optional()?;
    found.ok_or_else(|| Refusal::not_found("document").into())
}

/// What documents are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose {
    /// All of a person's, whichever of the files they came with.
    Patient(PatientId),
    Part(Parent, Uuid),
}

/// What of a patient's a document may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parent {
    Appointment,
    Prescription,
    LabTest,
}

impl Parent {
    /// Its table, which is also the word for it in refusals.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Appointment => "appointment",
            Self::Prescription => "prescription",
            Self::LabTest => "lab_test",
        }
    }
}

/// Newest first.
pub(super) fn of(connection: &Connection, whose: Whose) -> Result<Vec<Row>> {
    let (mut statement, id) = match whose {
        Whose::Patient(patient) => (
            connection.prepare_cached(concat!(
                include_str!("../patients/person.sql"),
                include_str!("document.sql"),
                "and document.patient_id in (select id from person) order by document.created_at desc, document.id desc"
            ))?,
            domain::id::Id::uuid(patient),
        ),
        Whose::Part(parent, id) => {
            let sql = format!(
                "{}and document.{}_id = :id order by document.created_at desc, document.id desc",
                include_str!("document.sql"),
                parent.table()
            );
            (connection.prepare_cached(&sql)?, id)
        }
    };
    let rows = statement.query_map(named_params! { ":id": Sql(id) }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whose visit, prescription or test it is.
///
/// # Errors
/// `not_found {what}` with the table's name.
pub(super) fn owner(connection: &Connection, parent: Parent, id: Uuid) -> Result<PatientId> {
    let sql = format!("select patient_id from {} where id = :id and deleted_at is null", parent.table());
    let owner = connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":id": Sql(id) }, |row| row.col("patient_id"))
        .optional()?;
    owner.ok_or_else(|| Refusal::not_found(parent.table()).into())
}

pub(super) struct NewDocument<'a> {
    pub id: DocumentId,
    pub patient_id: PatientId,
    pub request: &'a AttachDocument,
    pub said: &'a Said,
    pub mime_type: DocumentType,
    pub sealed: &'a Sealed,
    pub key: &'a ContentKey,
    pub audience: DocumentAudience,
    pub named: &'a [AccountId],
    pub account_id: AccountId,
}

pub(super) fn insert(tx: &Tx<'_>, new: &NewDocument<'_>) -> Result<()> {
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(new.id),
        ":patient_id": Sql(new.patient_id),
        ":appointment_id": Sql(new.request.appointment_id),
        ":prescription_id": Sql(new.request.prescription_id),
        ":lab_test_id": Sql(new.request.lab_test_id),
        ":name": new.said.name,
        ":mime_type": Sql(new.mime_type),
        ":size_bytes": new.sealed.plain.size,
        ":sha256": new.sealed.plain.sha256,
        ":content_hash": Sql(new.sealed.hash),
        ":content_key": **new.key,
        ":description": new.said.description,
        ":tags": Sql(Json(new.said.tags.clone())),
        ":audience": Sql(new.audience),
        ":named_accounts": Sql(Json(new.named.to_vec())),
        ":account_id": Sql(new.account_id),
        ":now": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn describe(
    tx: &Tx<'_>,
    id: DocumentId,
    said: &Said,
    audience: DocumentAudience,
    named: &[AccountId],
) -> Result<()> {
    tx.prepare_cached(include_str!("describe.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":name": said.name,
        ":description": said.description,
        ":tags": Sql(Json(said.tags.clone())),
        ":audience": Sql(audience),
        ":named_accounts": Sql(Json(named.to_vec())),
    })?;
    Ok(())
}

pub(super) fn remove(tx: &Tx<'_>, id: DocumentId) -> Result<()> {
    tx.prepare_cached("update document set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(tx.now()) })?;
    Ok(())
}

fn account(row: &rusqlite::Row<'_>) -> rusqlite::Result<NamedAccount> {
    Ok(NamedAccount { id: row.col("id")?, full_name: row.get("full_name")?, role: row.col("role")? })
}

/// Who works here and reads of patients.
pub(super) fn people(connection: &Connection) -> Result<Vec<NamedAccount>> {
    let mut statement = connection.prepare_cached(include_str!("people.sql"))?;
    let people = statement.query_map([], account)?;
    Ok(people.collect::<rusqlite::Result<_>>()?)
}

/// Whoever ever did: a name stays readable.
pub(super) fn everybody(connection: &Connection) -> Result<Vec<NamedAccount>> {
    let mut statement = connection.prepare_cached("select id, full_name, role from account")?;
    let people = statement.query_map([], account)?;
    Ok(people.collect::<rusqlite::Result<_>>()?)
}

/// What any row names, those of removed documents too: a removal can be taken back.
pub(crate) fn content_hashes(connection: &Connection) -> Result<HashSet<ContentHash>> {
    let mut statement = connection.prepare_cached("select content_hash from document")?;
    let hashes = statement.query_map([], |row| row.col("content_hash"))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}
