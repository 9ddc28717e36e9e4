//! Storing what a merge changed: one statement a table, whatever the number of rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use deadpool_postgres::GenericClient;
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wire::changes::Value;
use wire::operation::Hash;
use wire::registry::Table;
use wire::sync::{OutcomeKind, digest_of};

use super::connect::Store;
use super::error::Fault;
use super::scope::held_of;
use super::tables::{OTHER, STORED, Stored};
use super::{columns, spill};
use crate::merge::{Held, Key};

pub type Parameter<'v> = Box<dyn ToSql + Sync + Send + 'v>;

/// A row to store, with what is worked out of it.
struct Written<'h> {
    id: Uuid,
    held: &'h Held,
    stamps: Vec<u8>,
    ext: Option<String>,
    size: i32,
    part: i64,
}

/// What is known of rows as they stood before.
#[derive(Debug, Default)]
pub struct Before {
    /// What each had in its table's digest.
    pub parts: HashMap<Key, i64>,
    /// They were looked for, and are not there.
    pub absent: HashSet<Key>,
}

/// A statement with what it takes after the clinic, ready to be sent.
pub struct Step<'v> {
    statement: Statement,
    parameters: Vec<Parameter<'v>>,
}

impl<'v> Step<'v> {
    pub async fn new(
        client: &impl GenericClient,
        sql: &str,
        parameters: Vec<Parameter<'v>>,
    ) -> Result<Self, Fault> {
        Ok(Self { statement: client.prepare_cached(sql).await?, parameters })
    }
}

/// Sends all of them at once: none depends on another.
pub async fn run(client: &impl GenericClient, clinic: Uuid, steps: &[Step<'_>]) -> Result<(), Fault> {
    let running = steps.iter().map(|step| async {
        let all: Vec<&(dyn ToSql + Sync)> = std::iter::once(&clinic as &(dyn ToSql + Sync))
            .chain(step.parameters.iter().map(|parameter| &**parameter as &(dyn ToSql + Sync)))
            .collect();
        client.execute(&step.statement, &all).await
    });
    futures_util::future::try_join_all(running).await?;
    Ok(())
}

/// Writes rows, and what they change in their tables' digests.
pub async fn rows<'h>(
    client: &impl GenericClient,
    clinic: Uuid,
    dirty: impl Iterator<Item = (Key, &'h Held)>,
    before: &Before,
) -> Result<(), Fault> {
    let changed = Changed::new(dirty, before);
    run(client, clinic, &changed.steps(client).await?).await
}

/// Rows to write.
pub struct Changed<'h> {
    /// By table, and whether they are new there.
    by_table: BTreeMap<(u16, bool), Vec<Written<'h>>>,
    /// What is added to the tables' digests.
    sums: BTreeMap<u16, i64>,
}

impl<'h> Changed<'h> {
    pub fn new(dirty: impl Iterator<Item = (Key, &'h Held)>, before: &Before) -> Self {
        let mut changed = Self { by_table: BTreeMap::new(), sums: BTreeMap::new() };
        for (key, held) in dirty {
            let written = Written::new(key, held);
            let change = written.part.wrapping_sub(before.parts.get(&key).copied().unwrap_or(0));
            let sum = changed.sums.entry(key.0).or_default();
            *sum = sum.wrapping_add(change);
            changed.by_table.entry((key.0, before.absent.contains(&key))).or_default().push(written);
        }
        changed
    }

    pub async fn steps(&self, client: &impl GenericClient) -> Result<Vec<Step<'_>>, Fault> {
        let mut steps = Vec::new();
        for ((number, is_new), rows) in &self.by_table {
            steps.push(match STORED.get(number) {
                Some(stored) => {
                    let sql = if *is_new { &stored.insert } else { &stored.write };
                    Step::new(client, sql, of_table(stored, rows)).await?
                }
                None => Step::new(client, &OTHER.write, of_other(*number, rows)).await?,
            });
        }
        steps.extend(digests(client, &self.sums).await?);
        Ok(steps)
    }
}

impl<'h> Written<'h> {
    fn new(key: Key, held: &'h Held) -> Self {
        let table = Table::by_number(key.0);
        let has_column = |number: u16, value: &Value| {
            table
                .and_then(|table| table.column_by_number(number))
                .is_some_and(|column| columns::fits(column, value))
        };
        let ext = spill::write(
            held.fields
                .iter()
                .filter(|(number, value)| !has_column(**number, value))
                .map(|(number, value)| (*number, value)),
        );
        Self {
            id: key.1,
            held,
            stamps: held.stamps.to_bytes(),
            ext,
            size: i32::try_from(held.size(key)).unwrap_or(i32::MAX),
            part: part_of(key, held),
        }
    }
}

/// A row's part in its table's digest, over the columns of the registry: what a desk of the same schema has.
pub fn part_of(key: Key, held: &Held) -> i64 {
    let Some(table) = Table::by_number(key.0).filter(|_| held.is_here()) else { return 0 };
    let known = held.fields.iter().filter(|(number, _)| table.column_by_number(**number).is_some());
    digest_of(key.0, key.1, known.map(|(number, value)| (*number, value))).cast_signed()
}

fn of_table<'v>(stored: &Stored, rows: &'v [Written<'_>]) -> Vec<Parameter<'v>> {
    let mut parameters = heads(rows);
    parameters.extend(stored.table.columns.iter().map(|column| {
        columns::array(
            column.kind,
            rows.iter()
                .map(|row| row.held.fields.get(&column.number).filter(|value| columns::fits(column, value))),
        )
    }));
    parameters
}

fn of_other<'v>(number: u16, rows: &'v [Written<'_>]) -> Vec<Parameter<'v>> {
    let numbers: Parameter<'v> = Box::new(vec![i32::from(number); rows.len()]);
    std::iter::once(numbers).chain(heads(rows)).collect()
}

/// In the order of `tables::HEAD`.
fn heads<'v>(rows: &'v [Written<'_>]) -> Vec<Parameter<'v>> {
    fn each<'v, T: ToSql + Sync + Send + 'v>(
        rows: &'v [Written<'_>],
        read: impl Fn(&'v Written<'_>) -> T,
    ) -> Parameter<'v> {
        Box::new(rows.iter().map(read).collect::<Vec<T>>())
    }
    vec![
        each(rows, |row| row.id),
        each(rows, |row| row.held.seq.cast_signed()),
        each(rows, |row| super::scope::code_of(row.held.presence)),
        each(rows, |row| row.held.known_to.cast_signed()),
        each(rows, |row| row.stamps.as_slice()),
        each(rows, |row| row.ext.as_deref()),
        each(rows, |row| row.size),
        each(rows, |row| row.part),
    ]
}

async fn digests<'v>(
    client: &impl GenericClient,
    sums: &BTreeMap<u16, i64>,
) -> Result<Option<Step<'v>>, Fault> {
    let known: Vec<(i32, i64)> = sums
        .iter()
        .filter(|(table, sum)| **sum != 0 && STORED.contains_key(table))
        .map(|(table, sum)| (i32::from(*table), *sum))
        .collect();
    if known.is_empty() {
        return Ok(None);
    }
    let (tables, changes): (Vec<i32>, Vec<i64>) = known.into_iter().unzip();
    let parameters: Vec<Parameter<'v>> = vec![Box::new(tables), Box::new(changes)];
    Ok(Some(Step::new(client, include_str!("add_to_digests.sql"), parameters).await?))
}

/// An operation to append to the trail.
pub struct Trailed<'p> {
    pub number: u64,
    pub uid: Uuid,
    pub seq: Option<u64>,
    pub outcome: OutcomeKind,
    pub why: Option<&'static str>,
    pub previous: Hash,
    pub hash: Hash,
    pub pushed: &'p wire::sync::Pushed,
}

pub const OUTCOMES: [OutcomeKind; 4] =
    [OutcomeKind::Accepted, OutcomeKind::Merged, OutcomeKind::Attention, OutcomeKind::Rejected];

fn code_of(outcome: OutcomeKind) -> i16 {
    match outcome {
        OutcomeKind::Accepted => 0,
        OutcomeKind::Merged => 1,
        OutcomeKind::Attention => 2,
        OutcomeKind::Rejected => 3,
    }
}

/// Appends them to the trail.
pub async fn operations<'p>(
    client: &impl GenericClient,
    desk: u32,
    trailed: &'p [Trailed<'p>],
) -> Result<Option<Step<'p>>, Fault> {
    fn each<'p, T: ToSql + Sync + Send + 'p>(
        trailed: &'p [Trailed<'p>],
        read: impl Fn(&'p Trailed<'p>) -> T,
    ) -> Parameter<'p> {
        Box::new(trailed.iter().map(read).collect::<Vec<T>>())
    }
    if trailed.is_empty() {
        return Ok(None);
    }
    let parameters = vec![
        Box::new(desk.cast_signed()) as Parameter<'p>,
        each(trailed, |one| one.number.cast_signed()),
        each(trailed, |one| one.uid),
        each(trailed, |one| one.seq.map(u64::cast_signed)),
        each(trailed, |one| code_of(one.outcome)),
        each(trailed, |one| one.why),
        each(trailed, |one| one.pushed.operation.as_slice()),
        each(trailed, |one| one.pushed.changes.as_slice()),
        each(trailed, |one| one.previous.as_slice()),
        each(trailed, |one| one.hash.as_slice()),
        each(trailed, |one| one.pushed.base.cast_signed()),
    ];
    Ok(Some(Step::new(client, include_str!("append_operations.sql"), parameters).await?))
}

impl Store {
    /// Puts a clinic's spilled columns and unknown tables where they belong by now, and works its digests out anew. Rows keep their places in
    /// the order.
    pub(super) async fn lift(&self, clinic: Uuid) -> Result<(), Fault> {
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        work.query_one("select hub.hold($1)", &[&clinic]).await?;
        // All rows of a large clinic are read: that may take longer than a request may.
        work.batch_execute("set local statement_timeout = 0").await?;
        for stored in STORED.values() {
            let numbers: Vec<String> =
                stored.table.columns.iter().map(|column| column.number.to_string()).collect();
            let spilled = format!("{} where held.clinic_id = $1 and held.ext ?| $2::text[]", stored.select);
            let mut found = work.query(&spilled, &[&clinic, &numbers]).await?;
            let number = i32::from(stored.table.number);
            let unknown = "delete from record.other where clinic_id = $1 and table_no = $2 returning ";
            let unknown = format!("{unknown}table_no, {}", super::tables::HEAD.replace("ext", "ext::text"));
            let mut lifted = Vec::new();
            for row in work.query(&unknown, &[&clinic, &number]).await? {
                lifted.push(super::scope::other_of(stored.table.number, &row)?);
            }
            for row in found.drain(..) {
                let (key, held, _) = held_of(stored.table.number, &row)?;
                lifted.push((key, held));
            }
            let lifted = lifted.iter().map(|(key, held)| (*key, held));
            rows(&work, clinic, lifted, &Before::default()).await?;
            let sum = format!(
                "select coalesce(sum(part), 0)::text as sum from record.{} where clinic_id = $1",
                stored.table.name
            );
            let sum: String = work.query_one(&sum, &[&clinic]).await?.try_get("sum")?;
            let sum: i128 = sum.parse().map_err(|_| Fault::Stored)?;
            // Modulo 2⁶⁴, as all these sums.
            let sum = sum as i64;
            work.execute(include_str!("set_digest.sql"), &[&clinic, &number, &sum]).await?;
        }
        work.commit().await?;
        Ok(())
    }
}
