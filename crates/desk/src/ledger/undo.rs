//! Undo: an operation of its own that puts back what another one changed. Refused, with the reason, where a row has changed
//! since; it reads the ledger alone, so it works after a restart, and undoing an undo is the redo.

use domain::permission::Permission;
use rusqlite::ErrorCode;
use uuid::Uuid;
use wire::changes::{Action, Change, Value};
use wire::registry::Table;

use super::requests::{UndoReply, UndoRequest};
use super::{Deed, Tx, store, views};
use crate::error::{Error, Fault, Refusal, Result};
use crate::{Desk, Session};

/// Kinds that putting rows back would not undo: keys, sessions, the making of the clinic, bulk data, what the hub did, what left on
/// paper or in a file, and what was seen in a chart.
const NEVER: &[&str] = &[
    "session.",
    "setup.",
    "accounts.",
    "demo.",
    "hub.",
    "papers.",
    "charts.open",
    "charts.break_glass",
    "charts.review",
];

/// How far back Ctrl+Z looks for something of one's own.
const LOOK_BACK: u64 = 500;

/// Undoes one operation.
///
/// # Errors
/// `undo.nothing` when there is nothing of one's own left to undo; `undo.not_yours` without the right to undo what others did;
/// `undo.not_possible {kind}` for operations that are never undone; `undo.already_undone`; `undo.changed_since
/// {table, by, kind, at}` when somebody changed the same row later; `undo.in_use {table}` when newer rows refer to what the
/// operation made; `booking.slot_taken` when the time it would give back is taken; `undo.conflicts` when another rule of the
/// database would break; `stock.below_nothing` when what it brought was given out already.
pub fn undo(desk: &Desk, session: &Session, request: UndoRequest) -> Result<UndoReply> {
    let opened = desk.opened()?;
    let target = opened.store.read(|connection| match request.id {
        Some(id) => store::by_uid(connection, id)?.ok_or_else(|| Refusal::not_found("operation").into()),
        None => store::newest_of(connection, session.account_id, LOOK_BACK)?
            .into_iter()
            .find(|stored| is_undoable(stored) && stored.undoes.is_none() && !stored.undone)
            .ok_or_else(|| Refusal::new("undo.nothing").into()),
    })?;
    if target.account != Some(session.account_id) && !session.may(Permission::UndoOthers) {
        return Err(Refusal::new("undo.not_yours").into());
    }
    if !is_undoable(&target) {
        return Err(Refusal::new("undo.not_possible").with("kind", &target.kind).into());
    }
    let deed = Deed { account: Some(session.account_id), kind: "operations.undo", undoes: Some(target.uid) };
    let operation = super::commit(&opened, &deed, |tx| {
        if store::is_undone(tx, target.uid)? {
            return Err(Refusal::new("undo.already_undone").into());
        }
        let changes = target.changes.as_deref().unwrap_or_default();
        let up = take_up(tx, changes)?;
        for change in changes.iter().rev() {
            put_back(tx, target.number, change).map_err(conflict)?;
        }
        for (table, row) in up {
            store::set(tx, table, row, &[("deleted_at", &Value::Null)]).map_err(conflict)?;
        }
        Ok(tx.operation())
    })?
    .answer;
    let undone = opened.store.read(|connection| views::line(connection, target.uid))?;
    Ok(UndoReply { undone, operation })
}

fn is_undoable(operation: &store::Stored) -> bool {
    !NEVER.iter().any(|prefix| operation.kind.starts_with(prefix))
        && operation.changes.as_ref().is_some_and(|changes| !changes.is_empty())
}

/// Visits that moved together may stand in one another's places: each lets go of its time before the first goes back, and holds it again
/// when all are where they were. Whether the times are free is asked by the database then.
fn take_up(tx: &Tx<'_>, changes: &[Change]) -> Result<Vec<(&'static Table, Uuid)>> {
    let moved = |change: &&Change| {
        let table =
            Table::by_number(change.table).filter(|table| matches!(table.name, "appointment" | "rep_visit"));
        let starts_at = table.and_then(|table| table.column("starts_at"));
        change.action == Action::Set
            && starts_at.is_some_and(|column| change.fields.iter().any(|field| field.column == column.number))
    };
    let mut up = Vec::new();
    if changes.iter().filter(moved).nth(1).is_none() {
        return Ok(up);
    }
    for change in changes.iter().filter(moved) {
        let table = Table::by_number(change.table).ok_or(Fault::Corrupt("a change of an unknown table"))?;
        let Some(current) = store::row(tx, table, change.row)? else { continue };
        let stands = table.columns.iter().zip(&current).any(|(column, value)| {
            column.name == "deleted_at"
                && *value == Value::Null
                && !change.fields.iter().any(|field| field.column == column.number)
        });
        if stands {
            store::set(tx, table, change.row, &[("deleted_at", &Value::Integer(tx.now().0))])?;
            up.push((table, change.row));
        }
    }
    Ok(up)
}

fn put_back(tx: &Tx<'_>, number: u64, change: &Change) -> Result<()> {
    let table = Table::by_number(change.table).ok_or(Fault::Corrupt("a change of an unknown table"))?;
    require_unchanged(tx, number, table, change)?;
    match change.action {
        Action::Insert => {
            if let Some(child) = store::referring_table(tx, table, change.row)? {
                return Err(Refusal::new("undo.in_use").with("table", child).into());
            }
            if table.deletes_softly() {
                store::set(tx, table, change.row, &[("deleted_at", &Value::Integer(tx.now().0))])
            } else {
                store::delete(tx, table, change.row)
            }
        }
        Action::Set => store::set(tx, table, change.row, &named(table, change, |field| &field.before)?),
        Action::Delete => {
            store::insert_row(tx, table, change.row, &named(table, change, |field| &field.before)?)
        }
    }
}

/// Every field the operation wrote must still be as it wrote it.
fn require_unchanged(tx: &Tx<'_>, number: u64, table: &Table, change: &Change) -> Result<()> {
    let current = store::row(tx, table, change.row)?;
    let untouched = match (change.action, &current) {
        (Action::Delete, None) => true,
        (Action::Delete, Some(_)) | (Action::Insert | Action::Set, None) => false,
        (Action::Insert, Some(current)) => table.columns.iter().zip(current).all(|(column, value)| {
            let written = change.fields.iter().find(|field| field.column == column.number);
            written.map_or(&Value::Null, |field| &field.after) == value
        }),
        (Action::Set, Some(current)) => table.columns.iter().zip(current).all(|(column, value)| {
            let written = change.fields.iter().find(|field| field.column == column.number);
            written.is_none_or(|field| &field.after == value)
        }),
    };
    if untouched {
        return Ok(());
    }
    let mut refusal = Refusal::new("undo.changed_since").with("table", table.name);
    if let Some(later) = store::latest_touching(tx, change.row, number)? {
        refusal = refusal.with("kind", later.kind).with("at", later.at).with("by", later.account_name);
    }
    Err(refusal.into())
}

fn named<'c>(
    table: &'static Table,
    change: &'c Change,
    pick: impl Fn(&'c wire::changes::Field) -> &'c Value,
) -> Result<Vec<(&'static str, &'c Value)>> {
    change
        .fields
        .iter()
        .map(|field| {
            let column = table
                .column_by_number(field.column)
                .ok_or(Fault::Corrupt("a change of an unknown column"))?;
            Ok((column.name, pick(field)))
        })
        .collect()
}

/// A rule of the database that speaks up here has a name of its own where a person can act on it (the time is taken).
fn conflict(error: Error) -> Error {
    match &error {
        Error::Fault(Fault::Database(database))
            if database.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
                && !["_overlap", "stock_below_nothing"]
                    .iter()
                    .any(|name| database.to_string().contains(name)) =>
        {
            Refusal::new("undo.conflicts").into()
        }
        _ => error,
    }
}
