//! The SQL of documents.

use std::collections::HashSet;

use rusqlite::Connection;
use rusqlite::types::{FromSqlError, FromSqlResult, Value, ValueRef};

use super::content::ContentHash;
use crate::error::Result;
use crate::store::RowExt as _;
use crate::store::row::Column;

impl Column for ContentHash {
    fn to_value(&self) -> Value {
        Value::Blob(self.0.to_vec())
    }
    fn from_value(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?.try_into().map_err(|_| FromSqlError::InvalidType)?;
        Ok(Self(bytes))
    }
}

/// What any row names, those of removed documents too: a removal can be taken back.
pub(crate) fn content_hashes(connection: &Connection) -> Result<HashSet<ContentHash>> {
    let mut statement = connection.prepare_cached("select content_hash from document")?;
    let hashes = statement.query_map([], |row| row.col("content_hash"))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}
