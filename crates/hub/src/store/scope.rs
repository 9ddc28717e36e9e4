//! Loading what a merge has to look at: a few statements, each for all rows of a table at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deadpool_postgres::GenericClient;
use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wire::registry::Table;

use super::error::Fault;
use super::tables::{HEAD_LENGTH, OTHER, STORED, Stored};
use super::{columns, spill};
use crate::merge::{
    Held, Key, Presence, Received, Scope, Stamps, alternatives_needed, attention_needed, days_needed,
    rows_needed, uniques_needed,
};

/// A scope, and what its rows had in the digests when they were loaded.
pub struct Loaded {
    pub scope: Scope,
    pub parts: HashMap<Key, i64>,
}

impl Loaded {
    pub fn new(head: u64) -> Self {
        Self { scope: Scope::new(head), parts: HashMap::new() }
    }

    fn take(&mut self, table: u16, row: &tokio_postgres::Row) -> Result<(), Fault> {
        let (key, held, part) = held_of(table, row)?;
        // What was merged since stays; the part is the one that was stored either way.
        self.parts.entry(key).or_insert(part);
        self.scope.load(key, held);
        Ok(())
    }

    /// Everything that these operations can touch.
    pub async fn load(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        operations: &[Received],
        letter: &str,
    ) -> Result<(), Fault> {
        if operations.is_empty() {
            return Ok(());
        }
        self.load_operations(client, clinic, operations).await?;
        self.load_rows(client, clinic, &rows_needed(operations)).await?;
        self.load_days(client, clinic, &days_needed(&self.scope, operations)).await?;
        self.load_uniques(client, clinic, &uniques_needed(&self.scope, operations)).await?;
        let instead = alternatives_needed(&self.scope, operations, letter);
        self.load_uniques(client, clinic, &instead).await?;
        self.load_attention(client, clinic, attention_needed(&self.scope)).await
    }

    async fn load_operations(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        operations: &[Received],
    ) -> Result<(), Fault> {
        let uids: Vec<Uuid> = operations.iter().map(|received| received.operation.uid).collect();
        let known = client
            .query(
                &client.prepare_cached("select uid from hub.operation where clinic_id = $1 and uid = any($2) and seq is not null").await?,
                &[&clinic, &uids],
            )
            .await?;
        for row in known {
            self.scope.load_operation(row.try_get("uid")?);
        }
        Ok(())
    }

    pub async fn load_rows(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        keys: &BTreeSet<Key>,
    ) -> Result<(), Fault> {
        let mut by_table: BTreeMap<u16, Vec<Uuid>> = BTreeMap::new();
        for (table, id) in keys {
            by_table.entry(*table).or_default().push(*id);
        }
        for (table, ids) in by_table {
            let rows = match STORED.get(&table) {
                Some(stored) => {
                    client.query(&client.prepare_cached(&stored.by_ids).await?, &[&clinic, &ids]).await?
                }
                None => {
                    let statement = client.prepare_cached(&OTHER.by_ids).await?;
                    client.query(&statement, &[&clinic, &i32::from(table), &ids]).await?
                }
            };
            for row in rows {
                self.take(table, &row)?;
            }
        }
        Ok(())
    }

    async fn load_days(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        days: &BTreeSet<(Uuid, String)>,
    ) -> Result<(), Fault> {
        if days.is_empty() {
            return Ok(());
        }
        let (doctors, dates): (Vec<Uuid>, Vec<&str>) =
            days.iter().map(|(doctor, date)| (*doctor, date.as_str())).unzip();
        let of_days = "join unnest($2::uuid[], $3::text[]) as day (doctor, date) \
            on held.doctor_id = day.doctor and held.date = day.date where held.clinic_id = $1";
        for table in ["appointment", "rep_visit"] {
            self.select(client, table, of_days, &[&clinic, &doctors, &dates]).await?;
        }
        let of_doctors = "where held.clinic_id = $1 and held.doctor_id = any($2)";
        self.select(client, "day_limit", of_doctors, &[&clinic, &doctors]).await
    }

    async fn load_uniques(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        uniques: &BTreeSet<(u16, u16, String)>,
    ) -> Result<(), Fault> {
        let mut by_column: BTreeMap<(u16, u16), Vec<&str>> = BTreeMap::new();
        // No text that PostgreSQL could not have kept stands in a column.
        for (table, column, value) in uniques.iter().filter(|(_, _, value)| !value.contains('\0')) {
            by_column.entry((*table, *column)).or_default().push(value);
        }
        for ((table, column), values) in by_column {
            let Some(table) = Table::by_number(table) else { continue };
            let Some(column) = table.column_by_number(column) else { continue };
            let condition = format!("where held.clinic_id = $1 and held.\"{}\" = any($2)", column.name);
            self.select(client, table.name, &condition, &[&clinic, &values]).await?;
        }
        Ok(())
    }

    async fn load_attention(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        subjects: BTreeSet<Uuid>,
    ) -> Result<(), Fault> {
        if subjects.is_empty() {
            return Ok(());
        }
        let subjects: Vec<Uuid> = subjects.into_iter().collect();
        let open = "where held.clinic_id = $1 and held.subject_id = any($2) and held.settled_at is null";
        self.select(client, "attention", open, &[&clinic, &subjects]).await
    }

    async fn select(
        &mut self,
        client: &impl GenericClient,
        table: &str,
        condition: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<(), Fault> {
        let stored = stored(table);
        let statement = client.prepare_cached(&format!("{} {condition}", stored.select)).await?;
        for row in client.query(&statement, values).await? {
            self.take(stored.table.number, &row)?;
        }
        Ok(())
    }
}

pub fn stored(table: &str) -> &'static Stored {
    let table = Table::by_name(table).expect("a table of the registry");
    &STORED[&table.number]
}

/// A row selected as `tables::HEAD` and its columns; of `record.other` with the table's number in front.
pub fn held_of(table: u16, row: &tokio_postgres::Row) -> Result<(Key, Held, i64), Fault> {
    let stored = STORED.get(&table);
    let (key, mut held, part) = head_of(table, usize::from(stored.is_none()), row)?;
    for (column, at) in stored.iter().flat_map(|stored| stored.table.columns).zip(HEAD_LENGTH..) {
        if let Some(value) = columns::read(row, at, column.kind)? {
            held.fields.insert(column.number, value);
        }
    }
    Ok((key, held, part))
}

/// A row of `record.other`, by now of a known table.
pub fn other_of(table: u16, row: &tokio_postgres::Row) -> Result<(Key, Held), Fault> {
    let (key, held, _) = head_of(table, 1, row)?;
    Ok((key, held))
}

fn head_of(table: u16, from: usize, row: &tokio_postgres::Row) -> Result<(Key, Held, i64), Fault> {
    let spilled = row.try_get::<_, Option<&str>>(from + 5)?.map(spill::read).transpose()?;
    let held = Held {
        seq: u64::try_from(row.try_get::<_, i64>(from + 1)?).map_err(|_| Fault::Stored)?,
        presence: presence_of(row.try_get(from + 2)?)?,
        known_to: u32::try_from(row.try_get::<_, i32>(from + 3)?).map_err(|_| Fault::Stored)?,
        fields: spilled.into_iter().flatten().collect(),
        stamps: Stamps::from_bytes(row.try_get(from + 4)?)?,
    };
    Ok(((table, row.try_get(from)?), held, row.try_get(from + 7)?))
}

/// As it is stored.
pub fn code_of(presence: Presence) -> i16 {
    match presence {
        Presence::Here => 0,
        Presence::Gone => 1,
        Presence::Awaited => 2,
    }
}

pub fn presence_of(code: i16) -> Result<Presence, Fault> {
    match code {
        0 => Ok(Presence::Here),
        1 => Ok(Presence::Gone),
        2 => Ok(Presence::Awaited),
        _ => Err(Fault::Stored),
    }
}
