//! The SQL of the desk's own tables of the sync, and of the ledger as its outbox.

use std::collections::HashSet;
use std::ops::ControlFlow;

use domain::account::Role;
use domain::id::AccountId;
use domain::reference::DeskLetter;
use rusqlite::{Connection, OptionalExtension as _, Statement, ToSql, named_params};
use uuid::Uuid;
use wire::changes::{self, Change};
use wire::operation::{self, GENESIS, Hash};
use wire::sync::{OutcomeKind, Pushed, Row, decode_rows, encode_rows};

use super::link::{HubLink, Token};
use crate::error::{Fault, Result};
use crate::ledger::ids::number_in;
use crate::ledger::operation_of;
use crate::store::{RowExt as _, Sql, migrations};
use crate::vault::KeyHolder;

pub(super) fn link(connection: &Connection) -> Result<Option<HubLink>> {
    let mut statement = connection.prepare_cached("select * from hub_link")?;
    let link = statement
        .query_row([], |row| {
            let letter: String = row.get("letter")?;
            Ok(HubLink {
                address: row.get("address")?,
                certificate: row.get("certificate")?,
                clinic: row.col("clinic")?,
                clinic_name: row.get("clinic_name")?,
                number: row.get("number")?,
                letter: DeskLetter::parse(&letter).unwrap_or(DeskLetter::A),
                token: Token::new(row.get("token")?),
                installation: row.col("installation")?,
                epoch: row.col("epoch")?,
                cursor: row.get("cursor")?,
                whole: row.get("whole")?,
                through: row.get("through")?,
                refill: row.get("refill")?,
                left_over: row.col("left_over")?,
                standing: row.col("standing")?,
                last_contact: row.col("last_contact")?,
            })
        })
        .optional()?;
    Ok(link)
}

pub(super) fn put_link(connection: &Connection, link: &HubLink) -> Result<()> {
    connection.prepare_cached(include_str!("put_link.sql"))?.execute(named_params! {
        ":address": link.address,
        ":certificate": link.certificate,
        ":clinic": Sql(link.clinic),
        ":clinic_name": link.clinic_name,
        ":number": link.number,
        ":letter": link.letter.to_string(),
        ":token": link.token.expose(),
        ":installation": Sql(link.installation),
        ":epoch": Sql(link.epoch),
        ":cursor": link.cursor,
        ":whole": link.whole,
        ":through": link.through,
        ":refill": link.refill,
        ":left_over": Sql(link.left_over),
        ":standing": Sql(link.standing),
        ":last_contact": Sql(link.last_contact),
    })?;
    Ok(())
}

/// The number of the newest operation; 0 when there is none.
pub(super) fn newest(connection: &Connection) -> Result<u64> {
    Ok(connection
        .prepare_cached("select coalesce(max(number), 0) from operation")?
        .query_row([], |row| row.get(0))?)
}

/// The hash that the chain has at this operation; none, when there is no such operation.
pub(super) fn hash_at(connection: &Connection, number: u64) -> Result<Option<Hash>> {
    if number == 0 {
        return Ok(Some(GENESIS));
    }
    let mut statement = connection.prepare_cached("select hash from operation where number = :number")?;
    Ok(statement.query_row(named_params! { ":number": number }, |row| row.get(0)).optional()?)
}

/// What the author of this operation had seen.
pub(super) fn base_of(connection: &Connection, number: u64) -> Result<u64> {
    let mut statement = connection.prepare_cached("select base from operation where number = :number")?;
    let base = statement.query_row(named_params! { ":number": number }, |row| row.get(0)).optional()?;
    Ok(base.unwrap_or(0))
}

/// The operations after `after`, in order, as they travel.
pub(super) fn for_each_unsent(
    connection: &Connection,
    after: u64,
    mut visit: impl FnMut(Pushed) -> ControlFlow<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(include_str!("unsent.sql"))?;
    let mut rows = statement.query(named_params! { ":after": after })?;
    while let Some(row) = rows.next()? {
        let operation = operation_of(row)?;
        let changes: Option<Vec<u8>> = row.get("changes")?;
        let previous: Option<Hash> = row.get("previous_hash")?;
        let pushed = Pushed {
            operation: operation::encode(&operation).into(),
            changes: changes.unwrap_or_default().into(),
            previous: previous.unwrap_or(GENESIS).to_vec().into(),
            base: row.get("base")?,
        };
        if visit(pushed).is_break() {
            break;
        }
    }
    Ok(())
}

/// What operations after `through` did to a row, in order.
pub(super) fn unsent_changes(connection: &Connection, row: Uuid, through: u64) -> Result<Vec<Change>> {
    own_changes(connection, row, (through, i64::MAX.unsigned_abs()))
}

/// What operations after the one number, up to the other, did to a row, in order.
pub(super) fn own_changes(
    connection: &Connection,
    row: Uuid,
    (after, upto): (u64, u64),
) -> Result<Vec<Change>> {
    let mut statement = connection.prepare_cached(concat!(
        "select changes from operation where number > :after and number <= :upto and changes is not null and ",
        include_str!("../ledger/of_row.sql"),
        "order by number"
    ))?;
    let parameters =
        named_params! { ":row_id": Sql(row), ":made_in": number_in(row), ":after": after, ":upto": upto };
    let encoded = statement
        .query_map(parameters, |row| row.get::<_, Vec<u8>>("changes"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut found = Vec::new();
    for bytes in encoded {
        let changes = changes::decode(&bytes).map_err(|_| Fault::Corrupt("an operation's changes"))?;
        found.extend(changes.into_iter().filter(|change| change.row == row));
    }
    Ok(found)
}

/// Operations up to `upto` count as having seen at most `base`.
pub(super) fn cap(connection: &Connection, upto: u64, base: u64) -> Result<()> {
    connection
        .prepare_cached(
            "insert into sync_cap (upto, base) values (:upto, :base)
             on conflict (upto) do update set base = min(base, excluded.base)",
        )?
        .execute(named_params! { ":upto": upto, ":base": base })?;
    Ok(())
}

pub(super) fn note_outcome(
    connection: &Connection,
    number: u64,
    kind: OutcomeKind,
    why: Option<&str>,
    at: i64,
) -> Result<()> {
    let kind = match kind {
        OutcomeKind::Accepted => return Ok(()),
        OutcomeKind::Merged => "merged",
        OutcomeKind::Attention => "attention",
        OutcomeKind::Rejected => "rejected",
    };
    connection
        .prepare_cached(
            "insert or replace into sync_outcome (number, kind, why, at) values (:number, :kind, :why, :at)",
        )?
        .execute(named_params! { ":number": number, ":kind": kind, ":why": why, ":at": at })?;
    Ok(())
}

domain::code_enum! {
    /// Why a row, or a part of it, could not be placed.
    Beyond {
        /// Columns of a newer version.
        Columns = "columns",
        /// A row of a table of a newer version.
        Table = "table",
        /// A check or a unique index speaks against it for now.
        Refused = "refused",
    }
}

pub(super) fn note_arrival(connection: &Connection, table: u16, row: Uuid) -> Result<()> {
    connection
        .prepare_cached(
            "insert or ignore into sync_arrived (table_number, row_id) values (:table_number, :row_id)",
        )?
        .execute(named_params! { ":table_number": table, ":row_id": Sql(row) })?;
    Ok(())
}

macro_rules! did_not_come {
    () => {
        "not exists (select 1 from sync_arrived
             where sync_arrived.table_number = aside.table_number and sync_arrived.row_id = aside.row_id)"
    };
}

pub(super) fn forget_arrivals(connection: &Connection) -> Result<()> {
    connection.execute("delete from sync_arrived", [])?;
    Ok(())
}

/// Whether anything is kept that could not be placed.
pub(super) fn has_beyond(connection: &Connection) -> Result<bool> {
    Ok(connection
        .prepare_cached("select exists (select 1 from sync_beyond)")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn put_beyond(connection: &Connection, row: &Row, kind: Beyond) -> Result<()> {
    connection
        .prepare_cached(
            "insert or replace into sync_beyond (table_number, row_id, kind, schema, body)
             values (:table_number, :row_id, :kind, :schema, :body)",
        )?
        .execute(named_params! {
            ":table_number": row.table,
            ":row_id": Sql(row.id),
            ":kind": Sql(kind),
            ":schema": migrations::current_version(),
            ":body": encode_rows(std::iter::once(row)),
        })?;
    Ok(())
}

pub(super) fn remove_beyond(connection: &Connection, table: u16, row: Uuid) -> Result<()> {
    connection
        .prepare_cached("delete from sync_beyond where table_number = :table_number and row_id = :row_id")?
        .execute(named_params! { ":table_number": table, ":row_id": Sql(row) })?;
    Ok(())
}

/// Forgets what was kept aside and did not come again.
pub(super) fn forget_what_did_not_come(connection: &Connection) -> Result<()> {
    let sql = concat!("delete from sync_beyond as aside where ", did_not_come!());
    connection.execute(sql, [])?;
    Ok(())
}

/// The rows that were refused and did not come again.
pub(super) fn refused_that_did_not_come(connection: &Connection) -> Result<Vec<Row>> {
    let sql = concat!("select body from sync_beyond as aside where kind = 'refused' and ", did_not_come!());
    kept_aside(&mut connection.prepare(sql)?, &[])
}

/// The rows kept aside for this reason by a version before `schema`.
pub(super) fn beyond(connection: &Connection, kind: Beyond, schema: u32) -> Result<Vec<Row>> {
    let mut statement =
        connection.prepare_cached("select body from sync_beyond where kind = :kind and schema < :schema")?;
    kept_aside(&mut statement, named_params! { ":kind": Sql(kind), ":schema": schema })
}

fn kept_aside(statement: &mut Statement<'_>, parameters: &[(&str, &dyn ToSql)]) -> Result<Vec<Row>> {
    let kept = statement
        .query_map(parameters, |row| row.get::<_, Vec<u8>>("body"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let decoded = kept.into_iter().map(|body| {
        let row = decode_rows(&body).ok().and_then(|rows| rows.into_iter().next());
        row.ok_or_else(|| Fault::Corrupt("a row that was kept aside").into())
    });
    decoded.collect()
}

/// Rows come in the hub's order, not in one in which each finds what it refers to. Only outside a transaction.
pub(super) fn heed_foreign_keys(connection: &Connection, heed: bool) -> Result<()> {
    Ok(connection.pragma_update(None, "foreign_keys", heed)?)
}

pub(super) fn is_refused(connection: &Connection, table: u16, row: Uuid) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "select exists (select 1 from sync_beyond
             where table_number = :table_number and row_id = :row_id and kind = 'refused')",
        )?
        .query_row(named_params! { ":table_number": table, ":row_id": Sql(row) }, |row| row.get(0))?)
}

/// An account as its key slot is made from. None for those that have no key or sit at no desk.
pub(super) fn key_holder(connection: &Connection, id: AccountId) -> Result<Option<KeyHolder>> {
    let mut statement = connection.prepare_cached(
        "select username, full_name, role, public_key, key_envelope from account
         where id = :id and deleted_at is null and public_key is not null and key_envelope is not null",
    )?;
    let found = statement
        .query_row(named_params! { ":id": Sql(id) }, |row| {
            Ok(KeyHolder {
                account_id: id,
                username: row.get("username")?,
                full_name: row.get("full_name")?,
                role: row.col::<Role>("role")?,
                public_key: row.get("public_key")?,
                envelope: row.get("key_envelope")?,
            })
        })
        .optional()?;
    Ok(found.filter(|holder| holder.role.sits_at_the_desk()))
}

/// Everybody who can be given a key slot.
pub(super) fn key_holders(connection: &Connection) -> Result<Vec<KeyHolder>> {
    let ids = connection
        .prepare_cached("select id from account where deleted_at is null")?
        .query_map([], |row| row.col::<AccountId>("id"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    ids.into_iter().filter_map(|id| key_holder(connection, id).transpose()).collect()
}

#[cfg(any(test, feature = "testing"))]
pub(super) fn uids(connection: &Connection) -> Result<Vec<Uuid>> {
    let mut statement = connection.prepare("select uid from operation order by number")?;
    let uids = statement.query_map([], |row| row.col("uid"))?.collect::<rusqlite::Result<_>>()?;
    Ok(uids)
}

/// How many things wait for a person.
pub(super) fn waiting_for_a_person(connection: &Connection) -> Result<u32> {
    Ok(connection
        .prepare_cached("select count(*) from attention where settled_at is null and needs_person = 1")?
        .query_row([], |row| row.get(0))?)
}

/// Adds the rows that operations after `number` changed.
pub(super) fn touched_after(connection: &Connection, number: u64, rows: &mut HashSet<Uuid>) -> Result<()> {
    let mut statement = connection
        .prepare_cached("select changes from operation where number > :number and changes is not null")?;
    let mut found = statement.query(named_params! { ":number": number })?;
    while let Some(row) = found.next()? {
        let bytes: Vec<u8> = row.get("changes")?;
        let changes = changes::decode(&bytes).map_err(|_| Fault::Corrupt("an operation's changes"))?;
        rows.extend(changes.iter().map(|change| change.row));
    }
    Ok(())
}
