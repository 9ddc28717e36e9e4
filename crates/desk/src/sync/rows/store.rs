//! Writing and reading whole rows of any replicated table. The statements are made from the schema registry: no table has code of
//! its own here.

use std::collections::BTreeMap;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, ErrorCode, named_params, params_from_iter};
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::{TABLES, Table};
use wire::sync::{Digest, digest_of};

use super::Fields;
use crate::error::Result;
use crate::ledger::capture::{to_sql, to_wire};
use crate::ledger::{maker_of, names_nobody};
use crate::store::{RowExt as _, Sql};

/// The statements for whole rows, made once a use.
#[derive(Default)]
pub(in crate::sync) struct Statements {
    upserts: BTreeMap<u16, String>,
}

/// Whether a row could be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync) enum Put {
    Done,
    /// A check or a unique index of this desk's tables speaks against it.
    Refused,
}

impl Statements {
    /// Makes the row what `fields` say. A column that they leave out becomes null, or its default where null is not allowed.
    pub(in crate::sync) fn put(
        &mut self,
        connection: &Connection,
        table: &Table,
        id: Uuid,
        fields: &Fields,
    ) -> Result<Put> {
        let sql = match self.upserts.entry(table.number) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert(upsert(connection, table)?),
        };
        let mut statement = connection.prepare_cached(sql)?;
        let id = SqlValue::Blob(id.as_bytes().to_vec());
        let values =
            table.columns.iter().map(|column| fields.get(&column.number).map_or(SqlValue::Null, to_sql));
        match statement.execute(params_from_iter(std::iter::once(id).chain(values))) {
            Ok(_) => Ok(Put::Done),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                let error = error.into();
                // That one is for the whole page: see `apply`.
                if names_nobody(&error) { Err(error) } else { Ok(Put::Refused) }
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn upsert(connection: &Connection, table: &Table) -> Result<String> {
    let defaults: BTreeMap<String, String> = connection
        .prepare_cached(
            "select name, dflt_value from pragma_table_info(:table) where \"notnull\" = 1 and dflt_value is not null",
        )?
        .query_map(named_params! { ":table": table.name }, |row| {
            Ok((row.get("name")?, row.get("dflt_value")?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let name = table.name;
    let names: String = table.columns.iter().map(|column| format!(", {}", column.name)).collect();
    let value = |column: &wire::registry::Column| match defaults.get(column.name) {
        Some(default) => format!(", coalesce(?, {default})"),
        None => ", ?".to_owned(),
    };
    let values: String = table.columns.iter().map(value).collect();
    let changed: Vec<String> =
        table.columns.iter().map(|column| format!("{0} = excluded.{0}", column.name)).collect();
    Ok(format!(
        "insert into {name} (id{names}) values (?{values}) on conflict (id) do update set {}",
        changed.join(", ")
    ))
}

pub(in crate::sync) fn remove(connection: &Connection, table: &Table, id: Uuid) -> Result<()> {
    let sql = format!("delete from {} where id = :id", table.name);
    connection.prepare_cached(&sql)?.execute(named_params! { ":id": Sql(id) })?;
    Ok(())
}

/// The columns of a table in which it has to name a row of another, and of which.
pub(in crate::sync) fn needed(connection: &Connection, table: &Table) -> Result<Vec<(u16, &'static Table)>> {
    let mut statement = connection.prepare_cached(
        "select reference.\"from\" as named_by, reference.\"table\" as parent
         from pragma_foreign_key_list(:table) as reference
         join pragma_table_info(:table) as info on info.name = reference.\"from\" and info.\"notnull\" = 1",
    )?;
    let named = statement
        .query_map(named_params! { ":table": table.name }, |row| {
            Ok((row.get::<_, String>("named_by")?, row.get::<_, String>("parent")?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let known =
        |(column, parent): &(String, String)| Some((table.column(column)?.number, Table::by_name(parent)?));
    Ok(named.iter().filter_map(known).collect())
}

/// The row as it stands, if it does.
pub(in crate::sync) fn read(connection: &Connection, table: &Table, id: Uuid) -> Result<Option<Fields>> {
    let sql = format!("{} where id = :id", select(table));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(named_params! { ":id": Sql(id) })?;
    Ok(rows.next()?.map(|row| fields(table, row)).transpose()?)
}

/// The rows of a table that did not come, and that no operation after `through` has touched.
pub(in crate::sync) fn left_over(connection: &Connection, table: &Table, through: u64) -> Result<Vec<Uuid>> {
    let sql = format!(
        "select id from {} as held
         where not exists (select 1 from sync_arrived where table_number = :table_number and row_id = held.id)
             and not exists (select 1 from touched where row_id = held.id and operation > :through)",
        table.name
    );
    let mut statement = connection.prepare(&sql)?;
    let parameters = named_params! { ":table_number": table.number, ":through": through };
    let mut rows = statement.query(parameters)?;
    let mut left_over = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.col("id")?;
        // What it made itself has no entry there.
        if maker_of(connection, id)?.is_none_or(|number| number <= through) {
            left_over.push(id);
        }
    }
    Ok(left_over)
}

/// Every row of a table, in no order.
pub(in crate::sync) fn for_each(
    connection: &Connection,
    table: &Table,
    mut visit: impl FnMut(Uuid, Fields),
) -> Result<()> {
    let mut statement = connection.prepare_cached(&select(table))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Sql(id) = row.get::<_, Sql<Uuid>>("id")?;
        visit(id, fields(table, row)?);
    }
    Ok(())
}

/// The sum of each table, as the hub would work it out.
pub(in crate::sync) fn digests(connection: &Connection) -> Result<Vec<Digest>> {
    TABLES
        .iter()
        .map(|table| {
            let mut sum = 0_u64;
            for_each(connection, table, |id, fields| {
                let fields = fields.iter().map(|(column, value)| (*column, value));
                sum = sum.wrapping_add(digest_of(table.number, id, fields));
            })?;
            Ok(Digest { table: table.number, sum })
        })
        .collect()
}

fn select(table: &Table) -> String {
    let names: String = table.columns.iter().map(|column| format!(", {}", column.name)).collect();
    format!("select id{names} from {}", table.name)
}

fn fields(table: &Table, row: &rusqlite::Row<'_>) -> rusqlite::Result<Fields> {
    let mut fields = Fields::new();
    for (position, column) in table.columns.iter().enumerate() {
        let value = to_wire(row.get_ref(position + 1)?);
        if value != Value::Null {
            fields.insert(column.number, value);
        }
    }
    Ok(fields)
}
