//! What a desk has not seen, in the clinic's order: cut between two places, so that an operation is always whole.

use std::collections::BTreeSet;

use deadpool_postgres::GenericClient;
use uuid::Uuid;
use wire::registry::Table;
use wire::sync::Row;

use super::error::Fault;
use super::scope::presence_of;
use super::tables::{NEWS_IN_ORDER, OTHER, STORED};
use super::{columns, spill};
use crate::merge::{Key, Presence};

/// Where a desk stands, and what it can take.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// 0 for a desk that wants even what it wrote itself: that number is nobody's.
    pub desk: u32,
    pub cursor: u64,
    pub head: u64,
    pub max_bytes: u32,
}

/// How many rows are looked at for one page, and of how many bytes each: a visit takes some 140. Smaller ones fill a page only in part.
const MOST_ROWS: i64 = 100_000;
const USUAL_ROW: i64 = 96;

/// The rows, and the cursor after them.
pub async fn page(
    client: &impl GenericClient,
    clinic: Uuid,
    wanted: Wanted,
) -> Result<(Vec<Row>, u64), Fault> {
    if wanted.cursor >= wanted.head {
        return Ok((Vec::new(), wanted.head));
    }
    let (upto, tables) = cut(client, clinic, wanted).await?;
    let desk = desk_of(wanted);
    let (after, last) = (wanted.cursor.cast_signed(), upto.cast_signed());
    // All on their way at once.
    let asked = tables.into_iter().map(|table| async move {
        let stored = u16::try_from(table).ok().and_then(|number| STORED.get(&number));
        let statement =
            client.prepare_cached(stored.map_or(&OTHER.between, |stored| &stored.between)).await?;
        let found = client.query(&statement, &[&clinic, &after, &last, &desk]).await?;
        let read = |row: &tokio_postgres::Row| match stored {
            Some(stored) => known_row(stored.table, row),
            None => other_row(row),
        };
        found.iter().map(read).collect::<Result<Vec<Row>, Fault>>()
    });
    let mut rows =
        futures_util::future::try_join_all(asked).await?.into_iter().flatten().collect::<Vec<Row>>();
    rows.sort_by_key(|row| (row.seq, row.table, row.id));
    Ok((rows, upto))
}

/// How far a page reaches, and which tables have something in it.
async fn cut(
    client: &impl GenericClient,
    clinic: Uuid,
    wanted: Wanted,
) -> Result<(u64, BTreeSet<i32>), Fault> {
    let statement = client.prepare_cached(&NEWS_IN_ORDER).await?;
    let most = most_rows(wanted.max_bytes);
    let after = wanted.cursor.cast_signed();
    let found = client.query(&statement, &[&clinic, &after, &most, &desk_of(wanted)]).await?;
    let mut tables = BTreeSet::new();
    let mut bytes = 0_u64;
    let mut first = None;
    let is_all = (found.len() as i64) < most;
    let mut pending = Vec::new();
    let mut upto = wanted.cursor;
    for row in &found {
        let seq: i64 = row.try_get("seq")?;
        let seq = seq.cast_unsigned();
        let first = *first.get_or_insert(seq);
        if pending.last().is_some_and(|(last, _)| *last != seq) {
            upto = pending.last().map_or(upto, |(last, _)| *last);
            tables.extend(pending.drain(..).map(|(_, table)| table));
        }
        bytes += u64::try_from(row.try_get::<_, i32>("size")?).unwrap_or(0);
        if bytes > u64::from(wanted.max_bytes) && seq != first {
            return Ok((upto, tables));
        }
        pending.push((seq, row.try_get::<_, i32>("table_no")?));
    }
    if is_all {
        tables.extend(pending.into_iter().map(|(_, table)| table));
        return Ok((wanted.head, tables));
    }
    if upto > wanted.cursor {
        return Ok((upto, tables));
    }
    // One operation with more rows than are looked at: all of it, from whatever tables.
    let every = STORED.keys().map(|number| i32::from(*number)).chain([-1]).collect();
    Ok((first.unwrap_or(wanted.head), every))
}

fn most_rows(max_bytes: u32) -> i64 {
    (i64::from(max_bytes) / USUAL_ROW + 2).clamp(16, MOST_ROWS)
}

fn desk_of(wanted: Wanted) -> i32 {
    // A desk's number is at least 1, and 0 is what nobody has: -1 is neither.
    if wanted.desk == 0 { -1 } else { wanted.desk.cast_signed() }
}

/// Rows as they stand, whatever the cursor: those of operations that came again.
pub async fn again(
    client: &impl GenericClient,
    clinic: Uuid,
    keys: &BTreeSet<Key>,
) -> Result<Vec<Row>, Fault> {
    let mut loaded = super::scope::Loaded::new(0);
    loaded.load_rows(client, clinic, keys).await?;
    let row_of =
        |key: &Key| loaded.scope.row(*key).filter(|held| held.is_told(0)).map(|held| held.to_row(*key));
    Ok(keys.iter().filter_map(row_of).collect())
}

fn known_row(table: &Table, row: &tokio_postgres::Row) -> Result<Row, Fault> {
    let mut fields = Vec::with_capacity(table.columns.len());
    for (column, at) in table.columns.iter().zip(4..) {
        if let Some(value) = columns::read(row, at, column.kind)? {
            fields.push((column.number, value));
        }
    }
    head(table.number, 0, fields, row)
}

fn other_row(row: &tokio_postgres::Row) -> Result<Row, Fault> {
    let table = u16::try_from(row.try_get::<_, i32>(0)?).map_err(|_| Fault::Stored)?;
    head(table, 1, Vec::new(), row)
}

fn head(
    table: u16,
    from: usize,
    mut fields: Vec<(u16, wire::changes::Value)>,
    row: &tokio_postgres::Row,
) -> Result<Row, Fault> {
    if let Some(ext) = row.try_get::<_, Option<&str>>(from + 3)? {
        fields.extend(spill::read(ext)?);
    }
    fields.sort_by_key(|(number, _)| *number);
    Ok(Row {
        table,
        id: row.try_get(from)?,
        seq: row.try_get::<_, i64>(from + 1)?.cast_unsigned(),
        gone: !matches!(presence_of(row.try_get(from + 2)?)?, Presence::Here),
        fields,
    })
}
