//! The ledger: the one door for every write. `commit` runs the work in one transaction, collects what changed, ties it to the chain
//! and announces it once it is durable. Nothing else writes to a replicated table; the database refuses it (see `store::guards`).

pub(crate) mod capture;
mod chain;
pub(crate) mod ids;
pub mod requests;
mod store;
#[cfg(test)]
mod tests;
pub mod undo;
pub mod verify;
pub mod views;

use std::cell::{OnceCell, RefCell};
use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;

use domain::code::Code as _;
use domain::id::{AccountId, Id, OperationId};
use domain::reference::{Reference, ReferenceKind};
use domain::time::Instant;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;
use wire::changes::Change;

use self::capture::Capture;
use self::ids::Ids;
use self::store::ReferencesGiven;
pub(crate) use self::store::{
    Head, first_author, last_author, maker_of, operation as operation_of, row as row_of, set as set_row,
};
use crate::desk::{Kept, Memory, Opened};
use crate::error::{Error, Fault, Result};
use crate::store::{Transaction, Writer};

/// Who does something, and what it is called. The kind is the command's name.
#[derive(Debug, Clone)]
pub struct Deed {
    pub account: Option<AccountId>,
    pub kind: &'static str,
    /// What undoing this one undoes.
    pub undoes: Option<OperationId>,
}

/// The transaction of one operation. Reads and writes go through it as through a connection.
pub struct Tx<'a> {
    transaction: Transaction<'a>,
    desk: &'a Opened,
    capture: &'a Capture,
    now: Instant,
    head: OnceCell<Head>,
    ids: OnceCell<Ids>,
    /// Once this operation has given one.
    references: RefCell<Option<ReferencesGiven>>,
    reason: RefCell<Option<String>>,
    detail: RefCell<Map<String, Value>>,
    about: RefCell<Vec<Uuid>>,
}

impl Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.transaction
    }
}

impl<'a> Tx<'a> {
    /// `newest` is what this operation follows, where that is known.
    fn begin(
        transaction: Transaction<'a>,
        desk: &'a Opened,
        capture: &'a Capture,
        newest: Option<Head>,
    ) -> Self {
        Self {
            transaction,
            desk,
            capture,
            now: desk.clock.now(),
            head: newest.map_or_else(OnceCell::new, OnceCell::from),
            ids: OnceCell::new(),
            references: RefCell::default(),
            reason: RefCell::default(),
            detail: RefCell::default(),
            about: RefCell::default(),
        }
    }
}

impl Tx<'_> {
    /// The moment of this operation: one for all of it.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The identifier this operation will have in the ledger.
    pub fn operation(&self) -> OperationId {
        OperationId::from_uuid(self.ids().operation())
    }

    /// A new identifier for a row that this operation makes (UUIDv7, so that rows made together lie together).
    pub fn new_id<T: Id>(&self) -> T {
        T::from_uuid(self.ids().next())
    }

    fn ids(&self) -> &Ids {
        // What cannot be read here cannot be read for the end of the chain either, and there it is told.
        self.ids.get_or_init(|| Ids::of(self.head().map_or(0, |head| head.number + 1), self.now))
    }

    /// The next number of this desk for this kind of paper. Used up only if the operation commits.
    pub fn next_reference(&self, kind: ReferenceKind) -> Result<Reference> {
        let head = self.head()?;
        let mut references = self.references.borrow_mut();
        let given = references.get_or_insert_with(|| head.references.clone());
        let last = given.entry(kind.code().to_owned()).or_default();
        *last = last.checked_add(1).ok_or(Fault::Broken("the numbers of a kind of reference ran out"))?;
        Ok(Reference { kind, desk_letter: self.desk.link.letter(), number: *last })
    }

    /// What this operation follows.
    fn head(&self) -> Result<&Head> {
        match self.head.get() {
            Some(head) => Ok(head),
            None => {
                let head = store::head(self)?;
                Ok(self.head.get_or_init(|| head))
            }
        }
    }

    /// The answer for `key` from what is kept in memory. It is read anew once this operation has written anything: what it changed
    /// itself is in no memory yet.
    pub(crate) fn recall<K: Eq + Hash, V>(
        &self,
        kept: impl FnOnce(&Memory) -> &Kept<K, V>,
        key: K,
        read: impl FnOnce() -> Result<Option<V>>,
    ) -> Result<Option<Arc<V>>> {
        if self.capture.has_changes() {
            return Ok(read()?.map(Arc::new));
        }
        kept(&self.desk.memory).recall(key, read)
    }

    /// Why it was done, in the words of whoever did it.
    pub fn because(&self, reason: impl Into<String>) {
        *self.reason.borrow_mut() = Some(reason.into());
    }

    /// A fact about the operation that no row holds: which user name was tried, which command denied. Never clinical.
    pub fn note(&self, name: &str, value: impl Serialize) {
        self.detail.borrow_mut().insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
    }

    /// A row that the operation is about though it changes nothing of it: the trail of that row shows it.
    pub fn about(&self, row: Uuid) {
        let mut about = self.about.borrow_mut();
        if !about.contains(&row) {
            about.push(row);
        }
    }
}

/// Told of every operation after it is durable: the search index keeps itself current this way.
pub trait Projection: Send + Sync {
    fn committed(&self, changes: &[Change]);
}

/// What a commit answered, and the operation it became; none, when it left no trace.
pub(crate) struct Committed<T> {
    pub(crate) answer: T,
    pub(crate) operation: Option<OperationId>,
}

/// Runs `work` as one operation: everything it writes, the operation and its place in the chain become durable together, or
/// nothing does. An operation that changed nothing and notes nothing leaves no trace.
///
/// # Errors
/// Whatever `work` answers; then nothing was written.
pub(crate) fn commit<T>(
    desk: &Opened,
    deed: &Deed,
    work: impl FnOnce(&Tx<'_>) -> Result<T>,
) -> Result<Committed<T>> {
    let mut writer = desk.store.writer();
    let (committed, changes) =
        write(desk, &mut writer, deed, work).map_err(|error| explain_at(desk, error))?;
    if changes.is_empty() && committed.operation.is_some() {
        desk.announce_trace();
    }
    desk.announce(&changes);
    Ok(committed)
}

fn write<T>(
    desk: &Opened,
    writer: &mut Writer,
    deed: &Deed,
    work: impl FnOnce(&Tx<'_>) -> Result<T>,
) -> Result<(Committed<T>, Vec<Change>)> {
    let Writer { connection, capture, newest } = writer;
    // Known again only after the commit: what fails leaves the next operation to read it.
    let tx = Tx::begin(Transaction::to_write(connection)?, desk, capture, newest.take());
    let opened = capture.begin();
    let answer = work(&tx)?;
    let changes = opened.take();
    let leaves_a_trace = !changes.is_empty() || !tx.detail.borrow().is_empty();
    let appended = leaves_a_trace.then(|| chain::append(&tx, deed, &changes)).transpose()?;
    drop(opened);
    let operation = leaves_a_trace.then(|| tx.operation());
    tx.transaction.commit()?;
    *newest = appended.or_else(|| tx.head.into_inner());
    Ok((Committed { answer, operation }, changes))
}

/// What an operation of this desk changed; nothing, where erasure took it.
///
/// # Errors
/// `not_found {what: operation}`.
pub(crate) fn changes_of(connection: &Connection, uid: OperationId) -> Result<Vec<Change>> {
    let stored = store::by_uid(connection, uid)?;
    let stored = stored.ok_or_else(|| crate::error::Refusal::not_found("operation"))?;
    Ok(stored.changes.unwrap_or_default())
}

/// Runs `work` as `commit` would and takes all of it back: what a plan of many steps would come to, answered by the same checks and
/// statements that carry it out, so that a preview never promises what saving refuses. No number is used up and nobody is told.
///
/// # Errors
/// Whatever `work` answers.
pub(crate) fn rehearse<T>(desk: &Opened, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    let mut writer = desk.store.writer();
    let Writer { connection, capture, newest } = &mut *writer;
    let tx = Tx::begin(Transaction::to_write(connection)?, desk, capture, newest.take());
    let opened = capture.begin();
    let answer = work(&tx).map_err(|error| explain_at(desk, error));
    drop(opened);
    // Dropped without a commit, it is rolled back: the newest operation is the one it was.
    *newest = tx.head.into_inner();
    answer
}

/// Tells the hub of rows that stand here and that it has lost: an operation that changes nothing here and wins against nobody.
pub(crate) fn give_back(
    desk: &Opened,
    kind: &'static str,
    rows: impl FnOnce(&Connection) -> Result<Vec<Change>>,
) -> Result<()> {
    let mut writer = desk.store.writer();
    let Writer { connection, capture, newest } = &mut *writer;
    let tx = Tx::begin(Transaction::to_write(connection)?, desk, capture, newest.take());
    let opened = capture.begin();
    let changes = rows(&tx)?;
    if !changes.is_empty() {
        let deed = Deed { account: None, kind, undoes: None };
        chain::append_at(&tx, &deed, &changes, chain::UNTIMED)?;
    }
    drop(opened);
    Ok(tx.transaction.commit()?)
}

/// What the database itself refused, said as the refusal it is.
pub(crate) fn explain(error: Error) -> Error {
    use crate::error::Refusal;
    let Error::Fault(Fault::Database(database)) = &error else { return error };
    let text = database.to_string();
    let code = match database.sqlite_error_code() {
        _ if text.contains("appointment_overlap") || text.contains("rep_visit_overlap") => {
            "booking.slot_taken"
        }
        _ if text.contains("stock_below_nothing") => "stock.below_nothing",
        Some(rusqlite::ErrorCode::DiskFull) => "storage.full",
        Some(rusqlite::ErrorCode::ReadOnly) => "storage.read_only",
        _ => return error,
    };
    Refusal::new(code).into()
}

/// Whether a row would have named one that is not here.
pub(crate) fn names_nobody(error: &Error) -> bool {
    matches!(error, Error::Fault(Fault::Database(rusqlite::Error::SqliteFailure(failure, _)))
        if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

/// The same at a desk of several: while it catches up, a row here may name one that is still to come, and what would name it too has to
/// wait for that (`sync.still_arriving`).
fn explain_at(desk: &Opened, error: Error) -> Error {
    let is_catching_up = || desk.link.hub().is_some_and(|link| !link.all_came());
    if names_nobody(&error) && is_catching_up() {
        return crate::error::Refusal::new("sync.still_arriving").into();
    }
    explain(error)
}

impl Opened {
    /// A new identifier, for what must be known before the operation begins.
    pub(crate) fn new_id<T: Id>(&self, now: Instant) -> T {
        T::from_uuid(ids::of_none(now))
    }
}
