//! The ledger's SQL.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::id::{AccountId, Id as _, OperationId};
use domain::time::Instant;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params_from_iter};
use uuid::Uuid;
use wire::changes::{self, Change, Value};
use wire::operation::{GENESIS, Hash, Operation};
use wire::registry::{TABLES, Table};

use super::capture::{to_sql, to_wire};
use super::ids;
use crate::error::{Fault, Result};
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// The last number given to each kind of paper, by the code of the kind.
pub(super) type ReferencesGiven = BTreeMap<String, u32>;

/// What the next operation follows: the newest one, or the beginning.
pub(crate) struct Head {
    pub(super) number: u64,
    /// Of the newest operation that has one (see `chain::UNTIMED`).
    pub(super) hlc: Option<i64>,
    pub(super) hash: Hash,
    pub(super) references: ReferencesGiven,
}

pub(super) fn head(connection: &Connection) -> Result<Head> {
    // The clock goes on from the newest operation that has one (see `chain::UNTIMED`).
    let mut statement = connection.prepare_cached(
        "select number, hash, references_given,
             (select hlc from operation where hlc > 1 order by number desc limit 1) as hlc
         from operation order by number desc limit 1",
    )?;
    let newest = statement.query_row([], |row| {
        Ok(Head {
            number: row.get("number")?,
            hlc: row.get("hlc")?,
            hash: row.get("hash")?,
            references: row.col::<Json<ReferencesGiven>>("references_given")?.0,
        })
    });
    let beginning = || Head { number: 0, hlc: None, hash: GENESIS, references: ReferencesGiven::new() };
    Ok(newest.optional()?.unwrap_or_else(beginning))
}

pub(super) fn insert(
    connection: &Connection,
    operation: &Operation,
    changes: &[u8],
    hash: &Hash,
    references: ReferencesGiven,
    base: u64,
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
        ":references_given": Sql(Json(references)),
        ":base": base,
    })?;
    Ok(())
}

pub(super) fn touch(connection: &Connection, row: Uuid, number: u64) -> Result<()> {
    connection
        .prepare_cached("insert into touched (row_id, operation) values (:row_id, :operation)")?
        .execute(named_params! { ":row_id": Sql(row), ":operation": number })?;
    Ok(())
}

/// An operation read back.
pub(super) struct Stored {
    pub uid: OperationId,
    pub number: u64,
    pub account: Option<AccountId>,
    pub kind: String,
    pub undoes: Option<OperationId>,
    pub undone: bool,
    /// `None` when erasure took them.
    pub changes: Option<Vec<Change>>,
}

fn stored(connection: &Connection, row: &Row<'_>) -> Result<Stored> {
    let uid = row.col("uid")?;
    Ok(Stored {
        uid,
        number: row.get("number")?,
        account: row.col("account_id")?,
        kind: row.get("kind")?,
        undoes: row.col("undoes")?,
        undone: is_undone(connection, uid)?,
        changes: decode(row.get("changes")?)?,
    })
}

pub(super) fn decode(encoded: Option<Vec<u8>>) -> Result<Option<Vec<Change>>> {
    let decode =
        |bytes: Vec<u8>| changes::decode(&bytes).map_err(|_| Fault::Corrupt("an operation's changes").into());
    encoded.map(decode).transpose()
}

pub(super) fn by_uid(connection: &Connection, uid: OperationId) -> Result<Option<Stored>> {
    let mut statement = connection.prepare_cached(concat!(
        "select number, uid, account_id, kind, undoes, changes from operation where uid = :row_id and ",
        include_str!("of_row.sql")
    ))?;
    let mut rows =
        statement.query(named_params! { ":row_id": Sql(uid), ":made_in": ids::number_in(uid.uuid()) })?;
    rows.next()?.map(|row| stored(connection, row)).transpose()
}

/// The operation of this desk that made a row, where the row's identifier tells.
pub(crate) fn maker_of(connection: &Connection, row: Uuid) -> Result<Option<u64>> {
    let mut statement = connection.prepare_cached(
        "select number from operation where number = :made_in and substr(uid, 1, 13) = substr(:row_id, 1, 13)",
    )?;
    let parameters = named_params! { ":row_id": Sql(row), ":made_in": ids::number_in(row) };
    Ok(statement.query_row(parameters, |row| row.get("number")).optional()?)
}

/// Who made the row, where this desk's ledger tells.
pub(crate) fn first_author(connection: &Connection, row: Uuid) -> Result<Option<String>> {
    author(
        connection,
        row,
        concat!(include_str!("author.sql"), include_str!("of_row.sql"), "order by number limit 1"),
    )
}

/// Who was the last to write the row, where this desk's ledger tells.
pub(crate) fn last_author(connection: &Connection, row: Uuid) -> Result<Option<String>> {
    author(
        connection,
        row,
        concat!(include_str!("author.sql"), include_str!("of_row.sql"), "order by number desc limit 1"),
    )
}

fn author(connection: &Connection, row: Uuid, sql: &str) -> Result<Option<String>> {
    let parameters = named_params! { ":row_id": Sql(row), ":made_in": ids::number_in(row) };
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(parameters, |row| row.get("full_name")).optional()?)
}

/// The newest operations of this account among the desk's last `look_back`, newest first.
pub(super) fn newest_of(connection: &Connection, account: AccountId, look_back: u64) -> Result<Vec<Stored>> {
    let mut statement = connection.prepare_cached(include_str!("newest_of.sql"))?;
    let mut rows = statement.query(named_params! { ":account_id": Sql(account), ":look_back": look_back })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(stored(connection, row)?);
    }
    Ok(found)
}

/// Undone, and the undoing not itself undone (that is: not redone).
pub(super) fn is_undone(connection: &Connection, uid: OperationId) -> Result<bool> {
    let mut statement = connection.prepare_cached("select uid from operation where undoes = :uid")?;
    let by: Vec<OperationId> = statement
        .query_map(named_params! { ":uid": Sql(uid) }, |row| row.col("uid"))?
        .collect::<Result<_, _>>()?;
    for undoing in by {
        if !is_undone(connection, undoing)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The newest operation after `number` that touched this row.
pub(super) struct Later {
    pub kind: String,
    pub at: Instant,
    pub account_name: Option<String>,
}

pub(super) fn latest_touching(connection: &Connection, row: Uuid, number: u64) -> Result<Option<Later>> {
    Ok(connection
        .prepare_cached(concat!(
            "select kind, at, account.full_name from operation left join account on account.id = account_id where ",
            include_str!("of_row.sql"),
            include_str!("latest_of_row.sql")
        ))?
        .query_row(
            named_params! { ":row_id": Sql(row), ":made_in": ids::number_in(row), ":number": number },
            |row| Ok(Later { kind: row.get("kind")?, at: row.col("at")?, account_name: row.get("full_name")? }),
        )
        .optional()?)
}

/// A row's values in the registry's order of columns.
pub(crate) fn row(connection: &Connection, table: &Table, row: Uuid) -> Result<Option<Vec<Value>>> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let sql = format!("select {} from {} where id = :id", columns.join(", "), table.name);
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":id": Sql(row) }, |row| {
            (0..columns.len()).map(|index| Ok(to_wire(row.get_ref(index)?))).collect()
        })
        .optional()?)
}

/// Sets columns of a row. Names come from the registry, never from an input.
pub(crate) fn set(
    connection: &Connection,
    table: &Table,
    row: Uuid,
    fields: &[(&str, &Value)],
) -> Result<()> {
    let assignments: Vec<String> = fields.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let sql = format!("update {} set {} where id = ?", table.name, assignments.join(", "));
    let id = Value::Blob(row.as_bytes().to_vec());
    let values = fields.iter().map(|(_, value)| to_sql(value)).chain([to_sql(&id)]);
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

pub(super) fn insert_row(
    connection: &Connection,
    table: &Table,
    row: Uuid,
    fields: &[(&str, &Value)],
) -> Result<()> {
    let names: String = fields.iter().map(|(name, _)| format!(", {name}")).collect();
    let sql = format!("insert into {} (id{names}) values (?{})", table.name, ", ?".repeat(fields.len()));
    let id = Value::Blob(row.as_bytes().to_vec());
    let values = [to_sql(&id)].into_iter().chain(fields.iter().map(|(_, value)| to_sql(value)));
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

pub(super) fn delete(connection: &Connection, table: &Table, row: Uuid) -> Result<()> {
    let sql = format!("delete from {} where id = :id", table.name);
    connection.prepare_cached(&sql)?.execute(named_params! { ":id": Sql(row) })?;
    Ok(())
}

/// A table with a living row that refers to this one, if there is one. A table's references to itself (a chain of rescheduled
/// visits) do not count: they are found by reading the chain, and looking for them here would read the whole table.
pub(super) fn referring_table(
    connection: &Connection,
    table: &Table,
    row: Uuid,
) -> Result<Option<&'static str>> {
    for child in TABLES.iter().filter(|child| child.name != table.name) {
        let mut statement = connection.prepare_cached(
            "select \"from\" as column_name from pragma_foreign_key_list(:child) where \"table\" = :parent",
        )?;
        let columns: Vec<String> = statement
            .query_map(named_params! { ":child": child.name, ":parent": table.name }, |row| {
                row.get("column_name")
            })?
            .collect::<Result<_, _>>()?;
        for column in columns {
            let living = if child.deletes_softly() { "and deleted_at is null" } else { "" };
            let sql = format!(
                "select exists (select 1 from {} where {column} = :id {living}) as refers",
                child.name
            );
            let refers: bool = connection
                .prepare_cached(&sql)?
                .query_row(named_params! { ":id": Sql(row) }, |row| row.get("refers"))?;
            if refers {
                return Ok(Some(child.name));
            }
        }
    }
    Ok(None)
}

/// An operation from a row that has all of its columns.
pub(crate) fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    Ok(Operation {
        uid: row.col("uid")?,
        number: row.get("number")?,
        hlc: row.get("hlc")?,
        at: row.get("at")?,
        account: row.col("account_id")?,
        desk: row.col("desk_id")?,
        kind: row.get("kind")?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        undoes: row.col("undoes")?,
        schema: row.get("schema")?,
        changes_hash: row.get("changes_hash")?,
    })
}

/// One operation as the chain needs it.
pub(super) struct Link {
    pub operation: Operation,
    pub changes: Option<Vec<u8>>,
    pub hash: Hash,
}

/// Walks the chain from its beginning.
pub(super) fn for_each_link(
    connection: &Connection,
    mut visit: impl FnMut(Link) -> ControlFlow<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(include_str!("chain.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let operation = operation(row)?;
        if visit(Link { operation, changes: row.get("changes")?, hash: row.get("hash")? }).is_break() {
            break;
        }
    }
    Ok(())
}
