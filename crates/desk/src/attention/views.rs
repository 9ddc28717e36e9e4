//! The inbox as a screen reads it.

use domain::account::Role;
use domain::id::AccountId;
use domain::permission::Permission;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde_json::{Map, Value};
use uuid::Uuid;
use wire::registry::Table;

use super::requests::{
    AttentionItem, AttentionKind, AttentionSubject, AttentionVisit, Settlement, TwoValues,
};
use crate::Session;
use crate::error::Result;
use crate::ledger::views::name_of;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// One row of `attention`, with what decides who may see and settle it.
pub(super) struct Kept {
    pub item: AttentionItem,
    /// None for an operation.
    pub table: Option<&'static Table>,
    account_id: Option<AccountId>,
}

pub(super) fn all(connection: &Connection, settled: bool) -> Result<Vec<Kept>> {
    let mut statement = connection.prepare_cached(include_str!("open.sql"))?;
    let mut rows = statement.query(named_params! { ":settled": settled })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(connection, row)?);
    }
    Ok(found)
}

pub(super) fn one(connection: &Connection, id: Uuid) -> Result<Option<Kept>> {
    let mut statement = connection.prepare_cached(include_str!("one.sql"))?;
    let mut rows = statement.query(named_params! { ":id": Sql(id) })?;
    rows.next()?.map(|row| read(connection, row)).transpose()
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<Kept> {
    let kind: AttentionKind = row.col("kind")?;
    let mut facts: Map<String, Value> = row.col::<Json<Map<String, Value>>>("detail")?.0;
    let fields = match facts.remove("fields") {
        Some(Value::Array(fields)) => fields.iter().filter_map(two_values).collect(),
        _ => Vec::new(),
    };
    let is_operation = matches!(kind, AttentionKind::Rejected | AttentionKind::Quarantined);
    let table = Table::by_number(row.get("subject_table")?).filter(|_| !is_operation);
    let other: Option<Uuid> = row.col("other_id")?;
    let item = AttentionItem {
        id: row.col("id")?,
        kind,
        created_at: row.col("created_at")?,
        account_name: row.get("account_name")?,
        subject: subject(connection, table, row.col("subject_id")?)?,
        other: other.map(|other| subject(connection, table, other)).transpose()?,
        fields,
        facts,
        settled_at: row.col("settled_at")?,
        settlement: row.col("settlement")?,
        ways: Vec::new(),
    };
    Ok(Kept { item, table, account_id: row.col("account_id")? })
}

fn two_values(field: &Value) -> Option<TwoValues> {
    Some(TwoValues {
        field: field.get("field")?.as_str()?.to_owned(),
        stands: field.get("stands")?.clone(),
        lost: field.get("lost")?.clone(),
    })
}

fn subject(connection: &Connection, table: Option<&Table>, id: Uuid) -> Result<AttentionSubject> {
    let Some(table) = table else { return Ok(AttentionSubject { id, ..AttentionSubject::default() }) };
    let subject = AttentionSubject { table: table.name.to_owned(), id, ..AttentionSubject::default() };
    if !matches!(table.name, "appointment" | "rep_visit") {
        return Ok(AttentionSubject { name: name_of(connection, id)?, ..subject });
    }
    let visit = connection
        .prepare_cached(include_str!("visit.sql"))?
        .query_row(named_params! { ":id": Sql(id) }, |row| {
            let visit = AttentionVisit {
                doctor_id: row.col("doctor_id")?,
                doctor_name: row.get("doctor_name")?,
                date: row.col("date")?,
                start: row.col("starts_at")?,
                minutes: row.get("minutes")?,
                status: row.get("status")?,
            };
            Ok((row.get("name")?, row.get("ref")?, visit))
        })
        .optional()?;
    Ok(match visit {
        Some((name, r#ref, visit)) => AttentionSubject { name, r#ref, visit: Some(visit), ..subject },
        None => subject,
    })
}

impl Kept {
    /// With the ways that are open to this account; none, when it is not for its eyes.
    pub(super) fn shown_to(mut self, session: &Session) -> Option<AttentionItem> {
        let is_own = self.account_id == Some(session.account_id);
        let (reads, _) = rights(self.table);
        let shown = session.may(reads) || self.table.is_none() && is_own;
        shown.then(|| {
            self.item.ways = self.ways(session);
            self.item
        })
    }

    /// How this account may settle it.
    pub(super) fn ways(&self, session: &Session) -> Vec<Settlement> {
        if self.item.settled_at.is_some() || session.role == Role::Viewer {
            return Vec::new();
        }
        let (_, changes) = rights(self.table);
        let is_own = self.account_id == Some(session.account_id);
        let may_change = session.may(changes);
        match self.item.kind {
            AttentionKind::Clash => {
                if session.may(Permission::Overbook) {
                    vec![Settlement::Kept]
                } else {
                    Vec::new()
                }
            }
            AttentionKind::OverCap if may_change => vec![Settlement::Kept],
            AttentionKind::EditedTwice | AttentionKind::CancelledAndChanged if may_change => {
                let can_be_put_back = !self.item.fields.is_empty();
                let put_back = can_be_put_back.then_some(Settlement::Changed);
                std::iter::once(Settlement::Kept).chain(put_back).collect()
            }
            AttentionKind::Duplicate if may_change => vec![Settlement::Done],
            AttentionKind::Rejected | AttentionKind::Quarantined if may_change || is_own => {
                vec![Settlement::Dismissed]
            }
            AttentionKind::OverCap
            | AttentionKind::EditedTwice
            | AttentionKind::CancelledAndChanged
            | AttentionKind::Duplicate
            | AttentionKind::Rejected
            | AttentionKind::Quarantined => Vec::new(),
        }
    }
}

/// What it takes to see a row of this table here, and to change it.
fn rights(table: Option<&Table>) -> (Permission, Permission) {
    use Permission as P;
    match table.map_or("", |table| table.name) {
        "appointment" | "rep_visit" | "rep" | "company" => (P::ReadAgenda, P::Book),
        "patient" => (P::ReadPatients, P::ManagePatients),
        "account" => (P::ManageAccounts, P::ManageAccounts),
        "closure" => (P::ReadAgenda, P::ManageClosures),
        "doctor" | "doctor_specialty" | "specialty" | "hours" | "day_limit" => {
            (P::ReadAgenda, P::ManageSchedules)
        }
        _ => (P::ManageClinic, P::ManageClinic),
    }
}
