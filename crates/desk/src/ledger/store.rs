//! The ledger's SQL.

use rusqlite::{Connection, OptionalExtension as _, named_params};
use uuid::Uuid;
use wire::operation::{Hash, Operation};

use crate::error::{Fault, Result};
use crate::store::Sql;

/// The newest operation.
pub(super) struct Head {
    pub number: u64,
    pub hlc: i64,
    pub hash: Hash,
}

pub(super) fn head(connection: &Connection) -> Result<Option<Head>> {
    let mut statement =
        connection.prepare_cached("select number, hlc, hash from operation order by number desc limit 1")?;
    Ok(statement
        .query_row([], |row| {
            Ok(Head { number: row.get("number")?, hlc: row.get("hlc")?, hash: row.get("hash")? })
        })
        .optional()?)
}

pub(super) fn insert(
    connection: &Connection,
    operation: &Operation,
    changes: &[u8],
    hash: &Hash,
) -> Result<()> {
    connection.prepare_cached(include_str!("insert_operation.sql"))?.execute(named_params! {
        ":number": operation.number,
        ":uid": Sql(operation.uid),
        ":hlc": operation.hlc,
        ":at": operation.at,
        ":account_id": Sql(operation.account),
        ":desk_id": Sql(operation.desk),
        ":kind": operation.kind,
        ":reason": operation.reason,
        ":detail": operation.detail,
        ":undoes": Sql(operation.undoes),
        ":schema": operation.schema,
        ":changes": changes,
        ":changes_hash": operation.changes_hash,
        ":hash": hash,
    })?;
    Ok(())
}

pub(super) fn touch(connection: &Connection, row: Uuid, number: u64) -> Result<()> {
    connection
        .prepare_cached("insert into touched (row_id, operation) values (:row_id, :operation)")?
        .execute(named_params! { ":row_id": Sql(row), ":operation": number })?;
    Ok(())
}

/// The next value of a counter of this desk, from 1.
pub(super) fn next_counter(connection: &Connection, name: &str) -> Result<u32> {
    let value: i64 = connection
        .prepare_cached(
            "insert into counter (name, value) values (:name, 1)
             on conflict (name) do update set value = value + 1 returning value",
        )?
        .query_row(named_params! { ":name": name }, |row| row.get("value"))?;
    u32::try_from(value).map_err(|_| Fault::Broken("a reference counter ran out").into())
}
