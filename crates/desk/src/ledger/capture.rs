//! Capture: what changed in a replicated table, reported by the database itself. Temporary triggers, made from the schema registry when
//! the writer opens, call a function of ours with every value before and after; no feature reports its own changes, so none can
//! forget to. The same object answers the guards that refuse a write outside a commit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value as SqlValue, ValueRef};
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value};
use wire::registry::{TABLES, Table};

use crate::error::Result;
use crate::store::guards::{BELT_FUNCTION, OPEN_FUNCTION};

/// What the triggers of one writer connection report to.
#[derive(Clone, Default)]
pub struct Capture {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    open: AtomicBool,
    /// What the hub has put in order is written: its clashes are for a person to settle, not for the belt to refuse.
    applying: AtomicBool,
    /// So much is written at once that whoever follows reads everything anew: nothing is noted row by row.
    uncounted: AtomicBool,
    changes: Mutex<Vec<Change>>,
}

impl Capture {
    /// Gives the connection its functions. All are declared innocuous, because the schema is not trusted and the guards
    /// stand in it; none reads or gives away anything.
    pub(crate) fn install(connection: &Connection) -> Result<Self> {
        let capture = Self::default();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        let shared = Arc::clone(&capture.shared);
        connection.create_scalar_function(OPEN_FUNCTION, 0, flags, move |_| {
            if shared.open.load(Ordering::Relaxed) {
                Ok(1)
            } else {
                Err(user_error("ledger.write_outside_commit"))
            }
        })?;
        let shared = Arc::clone(&capture.shared);
        connection.create_scalar_function(BELT_FUNCTION, 0, flags, move |_| {
            Ok(!shared.applying.load(Ordering::Relaxed))
        })?;
        let shared = Arc::clone(&capture.shared);
        connection.create_scalar_function("ledger_capture", -1, flags, move |context| {
            if shared.uncounted.load(Ordering::Relaxed) {
                return Ok(0);
            }
            let change = read_change(context).ok_or_else(|| user_error("ledger.capture_failed"))?;
            lock(&shared.changes).push(change);
            Ok(0)
        })?;
        Ok(capture)
    }

    /// Creates the temporary triggers. After this, what is written is captured.
    pub(crate) fn arm(&self, connection: &Connection) -> Result<()> {
        let sql: String = TABLES.iter().map(capture_triggers).collect();
        connection.execute_batch(&sql)?;
        Ok(())
    }

    /// Whether the open operation has written to a replicated table.
    pub(super) fn has_changes(&self) -> bool {
        !lock(&self.shared.changes).is_empty()
    }

    /// Opens the guards while a migration runs.
    pub(crate) fn while_migrating<T>(&self, migrate: impl FnOnce() -> T) -> T {
        let _open = self.begin();
        migrate()
    }

    /// The same for what comes from the hub: the second belt lets it pass.
    pub(crate) fn begin_applying(&self) -> Opened<'_> {
        let opened = self.begin();
        self.shared.applying.store(true, Ordering::Relaxed);
        opened
    }

    /// The same, without noting what changes.
    pub(crate) fn begin_applying_uncounted(&self) -> Opened<'_> {
        let opened = self.begin_applying();
        self.shared.uncounted.store(true, Ordering::Relaxed);
        opened
    }

    /// Opens the guards until the returned value is dropped, however that comes about.
    pub(crate) fn begin(&self) -> Opened<'_> {
        lock(&self.shared.changes).clear();
        self.shared.open.store(true, Ordering::Relaxed);
        Opened(&self.shared)
    }
}

/// While this lives, replicated tables can be written.
pub(crate) struct Opened<'a>(&'a Shared);

impl Opened<'_> {
    /// Everything captured since `begin`, one entry a row, without rows that ended as they were.
    pub(crate) fn take(&self) -> Vec<Change> {
        fold(std::mem::take(&mut *lock(&self.0.changes)))
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.0.open.store(false, Ordering::Relaxed);
        self.0.applying.store(false, Ordering::Relaxed);
        self.0.uncounted.store(false, Ordering::Relaxed);
    }
}

/// Several writes to one row become one change from its first state to its last.
fn fold(captured: Vec<Change>) -> Vec<Change> {
    let mut at = std::collections::HashMap::new();
    let mut folded: Vec<Change> = Vec::with_capacity(captured.len());
    for change in captured {
        match at.entry((change.table, change.row)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(folded.len());
                folded.push(change);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let earlier = &mut folded[*entry.get()];
                merge(earlier, change);
            }
        }
    }
    folded.retain(|change| change.action != Action::Set || !change.fields.is_empty());
    // A row that was made and removed in one operation never was.
    folded.retain(|change| !(change.action == Action::Delete && change.fields.is_empty()));
    folded
}

fn merge(earlier: &mut Change, later: Change) {
    earlier.action = match (earlier.action, later.action) {
        (Action::Insert, Action::Delete) => {
            earlier.fields.clear();
            Action::Delete
        }
        (Action::Insert, Action::Insert | Action::Set) => Action::Insert,
        (Action::Set, Action::Delete) => Action::Delete,
        (Action::Set, Action::Insert | Action::Set) => Action::Set,
        (Action::Delete, Action::Insert) => Action::Set,
        (Action::Delete, Action::Set | Action::Delete) => Action::Delete,
    };
    for field in later.fields {
        match earlier.fields.iter_mut().find(|known| known.column == field.column) {
            Some(known) => known.after = field.after,
            None => earlier.fields.push(field),
        }
    }
    match earlier.action {
        Action::Insert => earlier.fields.retain(|field| field.after != Value::Null),
        Action::Set => retain_what_matters(earlier),
        Action::Delete => {
            earlier.fields.retain(|field| field.before != Value::Null);
            for field in &mut earlier.fields {
                field.after = Value::Null;
            }
        }
    }
    earlier.fields.sort_by_key(|field| field.column);
}

/// What differs, and what belongs together with it.
fn retain_what_matters(change: &mut Change) {
    let Some(table) = Table::by_number(change.table) else { return };
    let differing: Vec<u16> =
        change.fields.iter().filter(|field| field.differs()).map(|field| field.column).collect();
    change.fields.retain(|field| matters(table, field.column, &differing));
}

fn matters(table: &Table, column: u16, differing: &[u16]) -> bool {
    differing.contains(&column)
        || table
            .together_with(column)
            .is_some_and(|group| group.iter().any(|member| differing.contains(member)))
}

fn capture_triggers(table: &Table) -> String {
    let name = table.name;
    let list = |before: &str, after: &str| -> String {
        let column = |prefix: &str, column: &str| {
            if prefix.is_empty() { "null".to_owned() } else { format!("{prefix}.{column}") }
        };
        table
            .columns
            .iter()
            .map(|c| format!(", {}, {}", column(before, c.name), column(after, c.name)))
            .collect()
    };
    let number = table.number;
    format!(
        "create temp trigger capture_{name}_insert after insert on main.{name}\n\
         begin select ledger_capture({number}, 0, new.id{}); end;\n\
         create temp trigger capture_{name}_update after update on main.{name}\n\
         begin select ledger_capture({number}, 1, old.id{}); end;\n\
         create temp trigger capture_{name}_delete after delete on main.{name}\n\
         begin select ledger_capture({number}, 2, old.id{}); end;\n",
        list("", "new"),
        list("old", "new"),
        list("old", ""),
    )
}

/// The arguments are: table number, action, id, then before and after of each column in the registry's order.
fn read_change(context: &Context<'_>) -> Option<Change> {
    let table = Table::by_number(context.get(0).ok()?)?;
    let action = match context.get::<i64>(1).ok()? {
        0 => Action::Insert,
        1 => Action::Set,
        _ => Action::Delete,
    };
    let row = Uuid::from_slice(context.get_raw(2).as_blob().ok()?).ok()?;
    let values = |position: usize| (context.get_raw(3 + 2 * position), context.get_raw(4 + 2 * position));
    let differing: Vec<u16> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(position, _)| {
            let (before, after) = values(*position);
            before != after
        })
        .map(|(_, column)| column.number)
        .collect();
    let mut fields = Vec::with_capacity(differing.len());
    for (position, column) in table.columns.iter().enumerate() {
        let carried = match action {
            // What belongs together is merged as one, so a change says all of it.
            Action::Set => matters(table, column.number, &differing),
            Action::Insert | Action::Delete => differing.contains(&column.number),
        };
        if carried {
            let (before, after) = values(position);
            fields.push(Field { column: column.number, before: to_wire(before), after: to_wire(after) });
        }
    }
    Some(Change { table: table.number, row, action, fields })
}

pub(crate) fn to_wire(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// The other way, for undo and replay.
pub(crate) fn to_sql(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Integer(n) => SqlValue::Integer(*n),
        Value::Real(n) => SqlValue::Real(*n),
        Value::Text(text) => SqlValue::Text(text.clone()),
        Value::Blob(bytes) => SqlValue::Blob(bytes.clone()),
    }
}

fn user_error(code: &'static str) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(code.into())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
