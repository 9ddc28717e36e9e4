//! An operation as it came in.

use uuid::Uuid;
use wire::changes::{self, Action, Change, Malformed, Value};
use wire::operation::{self, Hash, Operation, chain_hash, hash_changes};
use wire::registry::{Column, Kind, Table};
use wire::sync::Pushed;

use crate::merge::Key;

/// One operation, read as far as it can be.
#[derive(Debug, Clone)]
pub struct Received {
    pub operation: Operation,
    /// Of the desk's operation before.
    pub previous: Hash,
    /// Its own place in the chain.
    pub hash: Hash,
    /// The author had seen everything of the clinic's order up to here.
    pub base: u64,
    changes: Result<Vec<Change>, Malformed>,
}

impl Received {
    /// Reads one that stands alone.
    ///
    /// # Errors
    /// As `read_after`.
    pub fn read(pushed: &Pushed) -> Result<Self, Malformed> {
        Self::read_after(pushed, None)
    }

    /// Reads one that follows another in the same request, which has that `hash`.
    ///
    /// # Errors
    /// `Malformed` when not even the operation itself can be read: then its place in the chain is not known either, and the whole
    /// request is refused.
    pub fn read_after(pushed: &Pushed, before: Option<Hash>) -> Result<Self, Malformed> {
        let previous: Hash = match (pushed.previous.as_slice(), before) {
            ([], Some(before)) => before,
            (said, _) => said.try_into().map_err(|_| Malformed)?,
        };
        let operation = operation::decode(&pushed.operation, hash_changes(&pushed.changes))?;
        Ok(Self {
            hash: chain_hash(&previous, &operation),
            operation,
            previous,
            base: pushed.base,
            changes: changes::decode(&pushed.changes),
        })
    }

    /// Its changes, if none of them is nonsense.
    pub(super) fn sound_changes(&self) -> Result<&[Change], &'static str> {
        let changes = self.changes.as_ref().map_err(|_| "sync.malformed")?;
        if changes.iter().all(is_sound) { Ok(changes) } else { Err("sync.wrong_type") }
    }

    pub(super) fn changes(&self) -> &[Change] {
        self.changes.as_deref().unwrap_or_default()
    }

    pub fn named_rows(&self) -> Vec<Key> {
        self.changes().iter().map(|change| (change.table, change.row)).collect()
    }
}

/// Whether every value is of its column's kind. What a newer desk's columns hold is not for this hub to judge.
fn is_sound(change: &Change) -> bool {
    let Some(table) = Table::by_number(change.table) else { return true };
    change.fields.iter().all(|field| {
        table.column_by_number(field.column).is_none_or(|column| {
            fits(column, &field.after) && (change.action == Action::Insert || fits(column, &field.before))
        })
    })
}

fn fits(column: &Column, value: &Value) -> bool {
    match (column.kind, value) {
        (_, Value::Null)
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Real, Value::Real(_) | Value::Integer(_))
        | (Kind::Blob, Value::Blob(_)) => true,
        // PostgreSQL keeps no NUL in a text, and the desk's own forms refuse it.
        (Kind::Text | Kind::Json, Value::Text(text)) => !text.contains('\0'),
        (Kind::Id, Value::Blob(bytes)) => Uuid::from_slice(bytes).is_ok(),
        (Kind::Integer | Kind::Real | Kind::Blob | Kind::Text | Kind::Json | Kind::Id, _) => false,
    }
}
