//! What a desk is answered: the page of what it has not seen, and what differs.

use std::collections::{BTreeMap, BTreeSet};

use deadpool_postgres::GenericClient;
use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::sync::{Row, SyncReply, SyncRequest, encode_rows};

use super::SCHEMA;
use super::error::{Fault, Refused};
use super::page::{Wanted, page};
use super::scope::Loaded;
use super::sync::Entered;
use crate::merge::Key;
use crate::stream::LEAST_SCHEMA;

/// A reply stays below `MOST_BYTES_READ` with room for one large operation more.
const MOST_BYTES: u32 = 8 << 20;

/// The answer to a desk that had everything before this push: only what the push itself changed can be news, and that is at hand.
pub(super) fn quick_answer(
    entered: &Entered,
    now: i64,
    request: &SyncRequest,
    loaded: &Loaded,
    told_again: &BTreeSet<Key>,
) -> Option<SyncReply> {
    let is_behind = request.cursor < entered.head || request.everything;
    if is_behind || told_again.iter().any(|key| loaded.scope.row(*key).is_none()) {
        return None;
    }
    let head = loaded.scope.head();
    let mut rows: Vec<Row> = loaded
        .scope
        .dirty()
        .filter(|(_, held)| held.is_news_for(entered.number, request.cursor))
        .map(|(key, held)| held.to_row(key))
        .collect();
    if rows.iter().map(|row| row.fields.len()).sum::<usize>() * 24 > request.max_bytes as usize {
        return None;
    }
    rows.sort_by_key(|row| (row.seq, row.table, row.id));
    let held = told_again.iter().filter_map(|key| Some((*key, loaded.scope.row(*key)?)));
    let mut all: Vec<Row> =
        held.filter(|(_, held)| held.is_told(0)).map(|(key, held)| held.to_row(key)).collect();
    all.extend(rows);
    Some(reply(entered, now, request, &all, (head, head)))
}

pub(super) async fn answer(
    client: &impl GenericClient,
    clinic: Uuid,
    entered: &Entered,
    now: i64,
    request: &SyncRequest,
    mut rows: Vec<Row>,
) -> Result<SyncReply, Refused> {
    let wanted = Wanted {
        desk: if request.everything { 0 } else { entered.number },
        cursor: request.cursor,
        head: entered.head,
        max_bytes: request.max_bytes.clamp(1, MOST_BYTES),
    };
    let (news, next) = page(client, clinic, wanted).await?;
    rows.extend(news);
    let differs = differing(client, clinic, entered, request).await?;
    Ok(SyncReply { differs, ..reply(entered, now, request, &rows, (next, entered.head)) })
}

fn reply(
    entered: &Entered,
    now: i64,
    request: &SyncRequest,
    rows: &[Row],
    (next, head): (u64, u64),
) -> SyncReply {
    SyncReply {
        epoch: entered.epoch.id,
        now,
        through: entered.stream.through,
        outcomes: Vec::new(),
        rows: ByteBuf::from(encode_rows(rows.iter())),
        next,
        head,
        more: next < head,
        refilled: entered.others_refilled && !request.everything,
        differs: Vec::new(),
        least_schema: LEAST_SCHEMA,
        chains: true,
    }
}

/// The tables whose contents are not the same on both sides. Only said where both know the same columns, and stand at the same place.
async fn differing(
    client: &impl GenericClient,
    clinic: Uuid,
    entered: &Entered,
    request: &SyncRequest,
) -> Result<Vec<u16>, Fault> {
    if request.digests.is_empty() || request.cursor != entered.head || request.schema != SCHEMA {
        return Ok(Vec::new());
    }
    let statement =
        client.prepare_cached("select table_no, sum from hub.digest where clinic_id = $1").await?;
    let mut sums = BTreeMap::new();
    for row in client.query(&statement, &[&clinic]).await? {
        sums.insert(row.try_get::<_, i32>("table_no")?, row.try_get::<_, i64>("sum")?.cast_unsigned());
    }
    let sum_of = |table: u16| sums.get(&i32::from(table)).copied().unwrap_or(0);
    let differs = request.digests.iter().filter(|digest| sum_of(digest.table) != digest.sum);
    Ok(differs.map(|digest| digest.table).collect())
}
