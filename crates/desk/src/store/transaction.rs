//! A transaction whose `begin` and `commit` are prepared once for the connection: to parse them anew each time is a fiftieth of a booking.

use std::ops::Deref;

use rusqlite::{Connection, Result};

/// An open transaction. Dropped without `commit`, it is rolled back.
pub(crate) struct Transaction<'a>(&'a Connection);

impl<'a> Transaction<'a> {
    /// One that sees the database as it is at the first read. The connection is taken whole, so that none opens within another.
    pub fn to_read(connection: &'a mut Connection) -> Result<Self> {
        Self::begin(connection, "begin deferred")
    }

    /// One that writes, and waits at once for whoever else does.
    pub fn to_write(connection: &'a mut Connection) -> Result<Self> {
        Self::begin(connection, "begin immediate")
    }

    fn begin(connection: &'a Connection, sql: &str) -> Result<Self> {
        connection.prepare_cached(sql)?.execute([])?;
        Ok(Self(connection))
    }

    /// Makes what was written durable. When that fails, nothing was written.
    pub fn commit(self) -> Result<()> {
        self.0.prepare_cached("commit")?.execute([]).map(drop)
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.0
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // Closed by the commit, or by SQLite itself after some errors.
        if self.0.is_autocommit() {
            return;
        }
        let rolled_back = self.0.prepare_cached("rollback").and_then(|mut rollback| rollback.execute([]));
        if let Err(error) = rolled_back {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}
