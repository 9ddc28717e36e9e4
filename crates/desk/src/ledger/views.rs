//! The audit trail as a person reads it: who did what when, to whom, with before and after.

use std::collections::BTreeMap;

use domain::id::{AccountId, Id as _, OperationId};
use domain::permission::Permission;
use domain::time::Instant;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params};
use serde_json::Value as Json;
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value};
use wire::registry::{Class, Column, Kind, TABLES, Table};

use super::requests::{ChangeLine, FieldChange, ListOperations, OperationLine, OperationList};
use super::{ids, store};
use crate::error::{Refusal, Result};
use crate::store::{RowExt as _, Sql};
use crate::{Desk, Session};

const DEFAULT_PAGE: u16 = 50;
const LONGEST_PAGE: u16 = 500;

/// One page of the audit trail, newest first.
pub fn list(desk: &Desk, session: &Session, request: ListOperations) -> Result<OperationList> {
    desk.read(|connection| {
        let limit = request.limit.unwrap_or(DEFAULT_PAGE).clamp(1, LONGEST_PAGE);
        let sql = match request.subject {
            None => concat!(include_str!("line.sql"), "where", include_str!("matching.sql")),
            Some(_) => concat!(
                include_str!("line.sql"),
                "where ",
                include_str!("of_row.sql"),
                "and",
                include_str!("matching.sql")
            ),
        };
        let mut statement = connection.prepare_cached(sql)?;
        let subject = request.subject.map(|row| (Sql(row), ids::number_in(row)));
        let of_row = subject.iter().flat_map(|(row, made_in)| -> [(&str, &dyn ToSql); 2] {
            [(":row_id", row), (":made_in", made_in)]
        });
        let matching = named_params! {
            ":account_id": Sql(request.account_id),
            ":kind": request.kind,
            ":from": Sql(request.from),
            ":until": Sql(request.until),
            ":before": request.before,
            ":limit": limit + 1,
        };
        let parameters: Vec<(&str, &dyn ToSql)> = matching.iter().copied().chain(of_row).collect();
        let mut rows = statement.query(parameters.as_slice())?;
        let mut names = BTreeMap::new();
        let mut operations = Vec::new();
        while let Some(row) = rows.next()? {
            let mut line = read_line(connection, row, &mut names)?;
            withhold(session, &mut line);
            operations.push(line);
        }
        let more = operations.len() > usize::from(limit);
        operations.truncate(usize::from(limit));
        let next = operations.last().map(|operation| operation.number);
        Ok(OperationList { operations, names, more, next })
    })
}

/// One operation.
pub(super) fn line(connection: &Connection, uid: OperationId) -> Result<OperationLine> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("line.sql"),
        "where uid = :row_id and ",
        include_str!("of_row.sql")
    ))?;
    let parameters = named_params! { ":row_id": Sql(uid), ":made_in": ids::number_in(uid.uuid()) };
    let mut rows = statement.query(parameters)?;
    let row = rows.next()?.ok_or_else(|| Refusal::not_found("operation"))?;
    read_line(connection, row, &mut BTreeMap::new())
}

fn read_line(
    connection: &Connection,
    row: &Row<'_>,
    names: &mut BTreeMap<String, String>,
) -> Result<OperationLine> {
    let id = row.col("uid")?;
    let told = Told {
        id,
        number: row.get("number")?,
        kind: row.get("kind")?,
        at: row.col("at")?,
        account_id: row.col("account_id")?,
        account_name: row.get("account_name")?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        changes: store::decode(row.get("changes")?)?.unwrap_or_default(),
        undoes: row.col("undoes")?,
        undone: store::is_undone(connection, id)?,
        desk_letter: None,
    };
    described(connection, told, names)
}

/// What is written about somebody's health is for who may read charts, also where it is told what was done.
pub(crate) fn withhold(session: &Session, line: &mut OperationLine) {
    if session.may(Permission::ReadCharts) {
        return;
    }
    for change in &mut line.changes {
        let Some(table) = TABLES.iter().find(|table| table.name == change.table) else { continue };
        for field in &mut change.fields {
            let is_clinical =
                table.column(&field.field).is_some_and(|column| column.class == Class::Clinical);
            for value in [&mut field.before, &mut field.after]
                .into_iter()
                .filter(|value| is_clinical && !value.is_null())
            {
                *value = Json::String(HIDDEN.to_owned());
            }
        }
    }
}

/// In place of what is not shown.
const HIDDEN: &str = "•••";

/// An operation as it is kept, here or at the hub.
pub(crate) struct Told {
    pub id: OperationId,
    pub number: u64,
    pub kind: String,
    pub at: Instant,
    pub account_id: Option<AccountId>,
    pub account_name: Option<String>,
    pub reason: Option<String>,
    /// JSON.
    pub detail: Option<String>,
    pub changes: Vec<Change>,
    pub undoes: Option<OperationId>,
    pub undone: bool,
    pub desk_letter: Option<String>,
}

/// As a person reads it. What rows are called is what this desk knows of them now.
pub(crate) fn described(
    connection: &Connection,
    told: Told,
    names: &mut BTreeMap<String, String>,
) -> Result<OperationLine> {
    let changes = &told.changes;
    let subject = match changes.iter().find_map(|change| subject_of(connection, change).transpose()) {
        Some(subject) => Some(subject?),
        None => told.detail.as_deref().map_or(Ok(None), |detail| noted_subject(connection, detail))?,
    };
    let lines = changes
        .iter()
        .take(LONGEST_CHANGE_LIST)
        .filter_map(|change| Table::by_number(change.table).map(|table| (table, change)))
        .map(|(table, change)| change_line(connection, table, change, names))
        .collect::<Result<_>>()?;
    Ok(OperationLine {
        id: told.id,
        number: told.number,
        desk_letter: told.desk_letter,
        kind: told.kind,
        at: told.at,
        account_id: told.account_id,
        account_name: told.account_name,
        reason: told.reason,
        subject,
        changes: lines,
        changed_rows: u32::try_from(changes.len()).unwrap_or(u32::MAX),
        undoes: told.undoes,
        undone: told.undone,
    })
}

/// Rows shown of one operation; an import has thousands, and nobody reads them here.
const LONGEST_CHANGE_LIST: usize = 100;

fn change_line(
    connection: &Connection,
    table: &Table,
    change: &Change,
    names: &mut BTreeMap<String, String>,
) -> Result<ChangeLine> {
    let mut fields = Vec::with_capacity(change.fields.len());
    for field in change.fields.iter().filter(|field| field.differs()) {
        // Keys and hashes are never shown; that they changed is.
        let Some(column) = table.column_by_number(field.column) else { continue };
        for id in referred_ids(column, field) {
            let key = id.to_string();
            if !names.contains_key(&key)
                && let Some(name) = name_of(connection, id)?
            {
                names.insert(key, name);
            }
        }
        fields.push(FieldChange {
            field: column.name.to_owned(),
            before: readable(column, &field.before),
            after: readable(column, &field.after),
        });
    }
    let action = match change.action {
        Action::Insert => "insert",
        Action::Set => "set",
        Action::Delete => "delete",
    };
    Ok(ChangeLine { table: table.name.to_owned(), row: change.row, action: action.to_owned(), fields })
}

fn referred_ids<'f>(column: &Column, field: &'f Field) -> impl Iterator<Item = Uuid> + 'f {
    let is_id = column.kind == Kind::Id;
    [&field.before, &field.after].into_iter().filter(move |_| is_id).filter_map(as_uuid)
}

pub(crate) fn as_uuid(value: &Value) -> Option<Uuid> {
    match value {
        Value::Blob(bytes) => Uuid::from_slice(bytes).ok(),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
    }
}

pub(crate) fn readable(column: &Column, value: &Value) -> Json {
    if column.class == Class::Secret && *value != Value::Null {
        return Json::String(HIDDEN.to_owned());
    }
    match value {
        Value::Null => Json::Null,
        Value::Integer(n) => Json::from(*n),
        Value::Real(n) => Json::from(*n),
        Value::Text(text) if column.kind == Kind::Json => {
            serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone()))
        }
        Value::Text(text) => Json::String(text.clone()),
        Value::Blob(_) if column.kind == Kind::Id => {
            as_uuid(value).map_or(Json::Null, |id| Json::String(id.to_string()))
        }
        Value::Blob(bytes) => Json::String(format!("{} bytes", bytes.len())),
    }
}

/// What a person calls the row this change is about: the patient of a visit, the doctor of a block of hours.
fn subject_of(connection: &Connection, change: &Change) -> Result<Option<String>> {
    let owner = ["patient_id", "rep_id", "doctor_id", "site_id"]
        .into_iter()
        .find_map(|name| written(change, name).as_ref().and_then(as_uuid));
    if let Some(owner) = owner {
        return name_of(connection, owner);
    }
    match name_of(connection, change.row)? {
        Some(name) => Ok(Some(name)),
        None => Ok(["full_name", "name", "reason", "key"].into_iter().find_map(|name| {
            match written(change, name) {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            }
        })),
    }
}

fn written(change: &Change, name: &str) -> Option<Value> {
    let number = Table::by_number(change.table)?.column(name)?.number;
    let field = change.fields.iter().find(|field| field.column == number)?;
    Some(if field.after == Value::Null { field.before.clone() } else { field.after.clone() })
}

fn noted_subject(connection: &Connection, detail: &str) -> Result<Option<String>> {
    let Ok(detail) = serde_json::from_str::<Json>(detail) else { return Ok(None) };
    let noted = |name: &str| detail.get(name)?.as_str();
    if let Some(patient) = noted("patient_id").and_then(|id| Uuid::parse_str(id).ok()) {
        return name_of(connection, patient);
    }
    Ok(["username", "command", "subject"].into_iter().find_map(noted).map(str::to_owned))
}

/// The name of any row a person would know by name. Ids are unique over all tables, so one look-up serves all.
pub(crate) fn name_of(connection: &Connection, row: Uuid) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(include_str!("name_of.sql"))?
        .query_row(named_params! { ":id": Sql(row) }, |row| row.get("name"))
        .optional()?)
}
