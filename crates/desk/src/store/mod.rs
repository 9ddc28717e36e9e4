//! The open database: one writer connection, readers of their own, the settings each is opened with. Knows nothing of a clinic.

mod check;
mod connection;
pub mod guards;
pub mod migrations;
mod readers;
mod rekey;
pub mod row;
mod transaction;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub(crate) use check::Checker;
pub use connection::DatabaseKey;
#[cfg(any(test, feature = "testing"))]
use connection::Room;
use readers::Readers;
pub use row::{RowExt, Sql};
pub(crate) use transaction::Transaction;

use crate::error::Result;
use crate::ledger::capture::Capture;
use crate::ledger::{Head, explain};

/// One encrypted database, open.
pub struct Store {
    place: Mutex<Place>,
    writer: Mutex<Writer>,
    readers: Readers,
}

/// Where the database lies and under which key. Changes when the key is changed.
#[derive(Clone)]
struct Place {
    path: PathBuf,
    key: DatabaseKey,
    /// Grows with every change, so that a reader of the file before is told from one of this file.
    turn: u32,
}

/// The only connection that writes, with the capture that its triggers report to.
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) capture: Capture,
    /// The newest operation, while that is known: the ledger keeps it from one commit to the next.
    pub(crate) newest: Option<Head>,
}

impl Store {
    /// Opens (or makes) the database at `path`, brings its schema up to date, and arms the writer.
    ///
    /// # Errors
    /// `vault.wrong_key` when the key does not fit, `vault.newer_schema` when a newer version of the application made it,
    /// `vault.damaged` when it is no database of ours; any other failure is a fault.
    pub fn open(path: &Path, key: DatabaseKey) -> Result<Self> {
        Ok(Self {
            writer: Mutex::new(Writer::open(path, &key)?),
            place: Mutex::new(Place { path: path.to_owned(), key, turn: 0 }),
            readers: Readers::default(),
        })
    }

    /// Runs `read` on one consistent snapshot. Many may read while one writes.
    pub fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut reader = self.readers.lend(&self.place)?;
        let snapshot = Transaction::to_read(&mut reader)?;
        read(&snapshot)
    }

    /// What is needed to check the file from another thread.
    pub(crate) fn checker(&self) -> Checker {
        Checker { place: lock(&self.place).clone() }
    }

    /// Writes to tables that never leave this desk and are no part of its history, such as drafts: all of it or nothing. A
    /// replicated table cannot be written through here, since the guards stay shut.
    ///
    /// # Errors
    /// Whatever `work` answers; then nothing was written. `storage.full` and `storage.read_only` as in a commit.
    pub(crate) fn write_locally<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut writer = self.writer();
        let begun = Transaction::to_write(&mut writer.connection);
        let transaction = begun.map_err(|error| explain(error.into()))?;
        let answer = work(&transaction).map_err(explain)?;
        transaction.commit().map_err(|error| explain(error.into()))?;
        Ok(answer)
    }

    /// The writer, for the ledger alone. Whoever panicked while holding it left a transaction that SQLite has rolled back.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        lock(&self.writer)
    }

    /// Another database under the same key, with the same settings and nothing of ours in it: what a bench holds the product against.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn open_beside(&self, path: &Path) -> Result<Connection> {
        connection::open_writer(path, &lock(&self.place).key)
    }

    /// The same as one of this store's readers.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn open_reader_beside(&self, path: &Path) -> Result<Connection> {
        connection::open_reader(path, &lock(&self.place).key, Room::Much)
    }

    pub fn path(&self) -> PathBuf {
        lock(&self.place).path.clone()
    }
}

impl Writer {
    fn open(path: &Path, key: &DatabaseKey) -> Result<Self> {
        let mut connection = connection::open_writer(path, key)?;
        let capture = Capture::install(&connection)?;
        migrations::bring_up_to_date(&mut connection, &capture)?;
        guards::install(&connection)?;
        capture.arm(&connection)?;
        Ok(Self { connection, capture, newest: None })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
