//! How a connection is opened: the key first, then the settings the design of the vault asks for.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{Error, Refusal, Result};

/// The raw 256-bit key of the database file. Never printed.
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// `x'…'`: a raw key, which SQLCipher takes as it is instead of stretching it for a quarter of a second.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let mut literal = Zeroizing::new(String::with_capacity(67));
        literal.push_str("x'");
        for byte in self.0.iter() {
            literal.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            literal.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        literal.push('\'');
        literal
    }
}

/// Settings of every connection. `fullfsync` matters on macOS alone, where a plain fsync does not reach the platter;
/// `recursive_triggers` makes `insert or replace` fire the delete triggers, so nothing is replaced uncaptured.
const SETTINGS: &str = "
pragma journal_mode = wal;
pragma synchronous = full;
pragma fullfsync = on;
pragma foreign_keys = on;
pragma recursive_triggers = on;
pragma trusted_schema = off;
pragma cell_size_check = on;
pragma temp_store = memory;
pragma secure_delete = on;
pragma mmap_size = 0;
";

/// What a reader keeps of the file in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// The days a board is turned through, the lines that reports are made of.
    Much,
    /// As much as one answer needs, for whoever reads beside the first: a burst of them would otherwise keep the file several times over.
    Little,
}

impl Room {
    fn kibibytes(self) -> i64 {
        match self {
            Self::Much => 32_768,
            Self::Little => 4_096,
        }
    }
}

/// What the writer keeps. A booking needs a handful of pages, and more would cost: after a page was split SQLite goes through all of them.
const WRITER_KIBIBYTES: i64 = 8_192;

pub(super) fn open_writer(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection, key, WRITER_KIBIBYTES)?;
    Ok(connection)
}

pub(super) fn open_reader(path: &Path, key: &DatabaseKey, room: Room) -> Result<Connection> {
    // Not SQLITE_OPEN_READ_ONLY: a reader of a WAL database must be able to make the shared-memory file. `query_only` holds it back.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection, key, room.kibibytes())?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn configure(connection: &Connection, key: &DatabaseKey, cache_kibibytes: i64) -> Result<()> {
    // The key must come before anything else touches the file.
    connection.pragma_update(None, "key", key.literal().as_str())?;
    // The cipher writes of its own to stderr whenever a key does not fit; the refusal says it.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    // The first read of the file: a wrong key and a file that is no database look the same to SQLite.
    connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(())).map_err(unreadable)?;
    connection.execute_batch(SETTINGS).map_err(unreadable)?;
    connection.pragma_update(None, "cache_size", -cache_kibibytes)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

fn unreadable(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Refusal::new("vault.wrong_key").into(),
        Some(ErrorCode::DatabaseCorrupt) => Refusal::new("vault.damaged").into(),
        _ => error.into(),
    }
}
