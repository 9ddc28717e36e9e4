//! The SQL of files on their way.

use rusqlite::Connection;
#[cfg(any(test, feature = "testing"))]
use rusqlite::named_params;

use super::plan::Named;
use crate::documents::sealed_bytes;
use crate::error::Result;
use crate::store::RowExt as _;

/// The contents that documents name which nobody has removed, newest first.
pub(super) fn named(connection: &Connection) -> Result<Vec<Named>> {
    let mut statement = connection.prepare_cached(
        "select content_hash, size_bytes from document where deleted_at is null order by created_at desc, id desc",
    )?;
    let named = statement.query_map([], |row| {
        Ok(Named { hash: row.col("content_hash")?, size: sealed_bytes(row.get("size_bytes")?) })
    })?;
    Ok(named.collect::<rusqlite::Result<_>>()?)
}

/// A document of the first patient there is.
#[cfg(any(test, feature = "testing"))]
pub(in crate::sync) fn insert(
    tx: &crate::ledger::Tx<'_>,
    sealed: &crate::documents::content::Sealed,
    key: &crate::documents::ContentKey,
) -> Result<domain::id::DocumentId> {
    use crate::store::Sql;
    let id = tx.new_id::<domain::id::DocumentId>();
    tx.prepare_cached(include_str!("insert_for_tests.sql"))?.execute(named_params! {
        ":id": Sql(id), ":size_bytes": sealed.plain.size, ":sha256": &sealed.plain.sha256[..],
        ":content_hash": Sql(sealed.hash), ":content_key": &key[..], ":created_at": tx.now().0,
    })?;
    Ok(id)
}

#[cfg(any(test, feature = "testing"))]
pub(in crate::sync) fn remove(tx: &crate::ledger::Tx<'_>, id: domain::id::DocumentId) -> Result<()> {
    use crate::store::Sql;
    tx.prepare_cached("update document set deleted_at = :now where id = :id")?
        .execute(named_params! { ":now": tx.now().0, ":id": Sql(id) })?;
    Ok(())
}

/// The key of a document that is here; nothing where its row has not come.
#[cfg(any(test, feature = "testing"))]
pub(in crate::sync) fn key(connection: &Connection, id: domain::id::DocumentId) -> Result<Option<[u8; 32]>> {
    use crate::store::Sql;
    use rusqlite::OptionalExtension as _;
    let found = connection
        .prepare_cached("select content_key from document where id = :id and deleted_at is null")?
        .query_row(named_params! { ":id": Sql(id) }, |row| row.get("content_key"))
        .optional()?;
    Ok(found)
}
