//! Loading what a merge has to look at: a few statements, each for all rows of a table at once.

use std::collections::{BTreeMap, BTreeSet};

use deadpool_postgres::GenericClient;
use futures_util::future::{try_join, try_join_all, try_join3, try_join5};
use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wire::registry::Table;

use super::error::Fault;
use super::tables::{HEAD_LENGTH, OTHER, STORED, Stored, each};
use super::write::Before;
use super::{columns, spill};
use crate::merge::{
    Held, Key, Presence, Received, Scope, Stamps, Whole, alternatives_needed, attention_needed, days_needed,
    rows_needed, uniques_needed, wholes_needed,
};

/// A scope, and how its rows stood when they were loaded.
pub struct Loaded {
    pub scope: Scope,
    pub before: Before,
}

/// What operations say themselves: nearly always all that they lead to, and asked for in one go, before anything of the clinic is known.
#[derive(Default)]
pub struct Named {
    rows: BTreeSet<Key>,
    days: BTreeSet<(Uuid, String)>,
    uniques: BTreeSet<(u16, u16, String)>,
    known: Vec<Uuid>,
    found: Vec<Found>,
    on_days: Vec<Found>,
    holders: Vec<Found>,
    /// All that nobody has settled, where it is not much.
    open: Option<Vec<Found>>,
}

impl Named {
    pub async fn load(
        client: &impl GenericClient,
        clinic: Uuid,
        operations: &[Received],
    ) -> Result<Self, Fault> {
        if operations.is_empty() {
            return Ok(Self::default());
        }
        let unread = Scope::new(0);
        let rows = rows_needed(operations);
        let days = days_needed(&unread, operations);
        let uniques = uniques_needed(&unread, operations);
        let (known, found, on_days, holders, open) = try_join5(
            known_operations(client, clinic, operations),
            rows_of(client, clinic, &rows),
            days_of(client, clinic, &days),
            holders_of(client, clinic, &uniques),
            open_attention(client, clinic),
        )
        .await?;
        Ok(Self { rows, days, uniques, known, found, on_days, holders, open })
    }
}

impl Loaded {
    pub fn new(head: u64) -> Self {
        Self { scope: Scope::new(head), before: Before::default() }
    }

    fn take(&mut self, table: u16, row: &tokio_postgres::Row) -> Result<(), Fault> {
        let (key, held, part) = held_of(table, row)?;
        // What was merged since stays; the part is the one that was stored either way.
        self.before.parts.entry(key).or_insert(part);
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
        let named = Named::load(client, clinic, operations).await?;
        self.load_beyond(client, clinic, named, operations, letter).await
    }

    /// What `named` found, and what that leads to for these operations, which are all or some of those it was asked about.
    pub async fn load_beyond(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        named: Named,
        operations: &[Received],
        letter: &str,
    ) -> Result<(), Fault> {
        if operations.is_empty() {
            return Ok(());
        }
        for uid in named.known {
            self.scope.load_operation(uid);
        }
        self.take_all(&named.found)?;
        self.before.absent = named.rows.into_iter().filter(|key| self.scope.row(*key).is_none()).collect();
        self.take_all(&named.on_days)?;
        self.take_all(&named.holders)?;
        self.load_what_rows_lead_to(client, clinic, operations, &named.days, &named.uniques).await?;
        let instead = alternatives_needed(&self.scope, operations, letter);
        let (holders, attention) = match named.open {
            Some(open) => (holders_of(client, clinic, &instead).await?, open),
            None => {
                let subjects = attention_needed(&self.scope);
                try_join(holders_of(client, clinic, &instead), attention_of(client, clinic, subjects)).await?
            }
        };
        self.take_all(&holders)?;
        self.take_all(&attention)
    }

    /// The days, values and sums of rows that operations change without naming them.
    async fn load_what_rows_lead_to(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        operations: &[Received],
        days: &BTreeSet<(Uuid, String)>,
        uniques: &BTreeSet<(u16, u16, String)>,
    ) -> Result<(), Fault> {
        let days = &days_needed(&self.scope, operations) - days;
        let uniques = &uniques_needed(&self.scope, operations) - uniques;
        let wholes = wholes_needed(&self.scope, operations);
        let (on_days, holders, parts) = try_join3(
            days_of(client, clinic, &days),
            holders_of(client, clinic, &uniques),
            parts_of(client, clinic, &wholes),
        )
        .await?;
        self.take_all(&on_days)?;
        self.take_all(&holders)?;
        self.take_all(&parts)
    }

    pub async fn load_rows(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        keys: &BTreeSet<Key>,
    ) -> Result<(), Fault> {
        let found = rows_of(client, clinic, keys).await?;
        self.take_all(&found)
    }

    /// What is open about these.
    pub async fn load_attention(
        &mut self,
        client: &impl GenericClient,
        clinic: Uuid,
        subject: Uuid,
    ) -> Result<(), Fault> {
        let found = attention_of(client, clinic, BTreeSet::from([subject])).await?;
        self.take_all(&found)
    }

    fn take_all(&mut self, found: &[Found]) -> Result<(), Fault> {
        for (table, rows) in found {
            for row in rows {
                self.take(*table, row)?;
            }
        }
        Ok(())
    }
}

/// Rows of a table, as the database gave them.
type Found = (u16, Vec<tokio_postgres::Row>);

async fn known_operations(
    client: &impl GenericClient,
    clinic: Uuid,
    operations: &[Received],
) -> Result<Vec<Uuid>, Fault> {
    let uids: Vec<Uuid> = operations.iter().map(|received| received.operation.uid).collect();
    let known = each(
        "unnest($2::uuid[]) as wanted (uid)",
        "select uid from hub.operation where clinic_id = $1 and uid = wanted.uid and seq is not null",
    );
    let statement = client.prepare_cached(&known).await?;
    let rows = client.query(&statement, &[&clinic, &uids]).await?;
    rows.iter().map(|row| Ok(row.try_get("uid")?)).collect()
}

async fn rows_of(
    client: &impl GenericClient,
    clinic: Uuid,
    keys: &BTreeSet<Key>,
) -> Result<Vec<Found>, Fault> {
    let mut by_table: BTreeMap<u16, Vec<Uuid>> = BTreeMap::new();
    for (table, id) in keys {
        by_table.entry(*table).or_default().push(*id);
    }
    let of_table = |(table, ids): (u16, Vec<Uuid>)| async move {
        let rows = match STORED.get(&table) {
            Some(stored) => {
                client.query(&client.prepare_cached(&stored.by_ids).await?, &[&clinic, &ids]).await?
            }
            None => {
                let statement = client.prepare_cached(&OTHER.by_ids).await?;
                client.query(&statement, &[&clinic, &i32::from(table), &ids]).await?
            }
        };
        Ok((table, rows))
    };
    try_join_all(by_table.into_iter().map(of_table)).await
}

/// Every visit of the doctors' days, and the caps of those doctors.
async fn days_of(
    client: &impl GenericClient,
    clinic: Uuid,
    days: &BTreeSet<(Uuid, String)>,
) -> Result<Vec<Found>, Fault> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let (doctors, dates): (Vec<Uuid>, Vec<&str>) =
        days.iter().map(|(doctor, date)| (*doctor, date.as_str())).unzip();
    let mut each_doctor = doctors.clone();
    each_doctor.dedup();
    let of_days = (
        "unnest($2::uuid[], $3::text[]) as wanted (doctor, date)",
        "held.doctor_id = wanted.doctor and held.date = wanted.date",
    );
    let of_doctors = ("unnest($2::uuid[]) as wanted (doctor)", "held.doctor_id = wanted.doctor");
    let by_day: [&(dyn ToSql + Sync); 3] = [&clinic, &doctors, &dates];
    let (appointments, rep_visits, limits) = try_join3(
        select_each(client, "appointment", of_days, &by_day),
        select_each(client, "rep_visit", of_days, &by_day),
        select_each(client, "day_limit", of_doctors, &[&clinic, &each_doctor]),
    )
    .await?;
    Ok(vec![appointments, rep_visits, limits])
}

/// Everything that moved in lots, and was handed out for lines, with those lines.
async fn parts_of(
    client: &impl GenericClient,
    clinic: Uuid,
    wholes: &BTreeSet<Whole>,
) -> Result<Vec<Found>, Fault> {
    if wholes.is_empty() {
        return Ok(Vec::new());
    }
    let (mut lots, mut lines) = (Vec::new(), Vec::new());
    for whole in wholes {
        match whole {
            Whole::Lot(id) => lots.push(*id),
            Whole::Line(id) => lines.push(*id),
        }
    }
    let of_lots = ("unnest($2::uuid[]) as wanted (id)", "held.lot_id = wanted.id");
    let of_lines = ("unnest($2::uuid[]) as wanted (id)", "held.prescription_item_id = wanted.id");
    let themselves = ("unnest($2::uuid[]) as wanted (id)", "held.id = wanted.id");
    let (moved, handed, asked) = try_join3(
        select_each(client, "stock_movement", of_lots, &[&clinic, &lots]),
        select_each(client, "fulfilment_item", of_lines, &[&clinic, &lines]),
        select_each(client, "prescription_item", themselves, &[&clinic, &lines]),
    )
    .await?;
    Ok(vec![moved, handed, asked])
}

async fn holders_of<'u>(
    client: &impl GenericClient,
    clinic: Uuid,
    uniques: &'u BTreeSet<(u16, u16, String)>,
) -> Result<Vec<Found>, Fault> {
    let mut by_column: BTreeMap<(u16, u16), Vec<&'u str>> = BTreeMap::new();
    // No text that PostgreSQL could not have kept stands in a column.
    for (table, column, value) in uniques.iter().filter(|(_, _, value)| !value.contains('\0')) {
        by_column.entry((*table, *column)).or_default().push(value);
    }
    let of_column = |((table, column), values): ((u16, u16), Vec<&'u str>)| {
        let table = Table::by_number(table)?;
        let column = table.column_by_number(column)?;
        let condition = format!("held.\"{}\" = wanted.value", column.name);
        Some(async move {
            let wanted = ("unnest($2::text[]) as wanted (value)", condition.as_str());
            select_each(client, table.name, wanted, &[&clinic, &values]).await
        })
    };
    try_join_all(by_column.into_iter().filter_map(of_column)).await
}

/// More of them than this are asked for one by one.
const FEW: usize = 100;

/// All that nobody has settled, where it is not much.
async fn open_attention(client: &impl GenericClient, clinic: Uuid) -> Result<Option<Vec<Found>>, Fault> {
    let open = format!("where held.clinic_id = $1 and held.settled_at is null limit {}", FEW + 1);
    let found = select(client, "attention", &open, &[&clinic]).await?;
    Ok((found.1.len() <= FEW).then(|| vec![found]))
}

async fn attention_of(
    client: &impl GenericClient,
    clinic: Uuid,
    subjects: BTreeSet<Uuid>,
) -> Result<Vec<Found>, Fault> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let subjects: Vec<Uuid> = subjects.into_iter().collect();
    let open = (
        "unnest($2::uuid[]) as wanted (subject)",
        "held.subject_id = wanted.subject and held.settled_at is null",
    );
    Ok(vec![select_each(client, "attention", open, &[&clinic, &subjects]).await?])
}

async fn select(
    client: &impl GenericClient,
    table: &str,
    condition: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Found, Fault> {
    let stored = stored(table);
    let statement = client.prepare_cached(&format!("{} {condition}", stored.select)).await?;
    Ok((stored.table.number, client.query(&statement, values).await?))
}

/// What is wanted, and which row is one of those.
type Wanted<'w> = (&'w str, &'w str);

async fn select_each(
    client: &impl GenericClient,
    table: &str,
    (wanted, condition): Wanted<'_>,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Found, Fault> {
    let stored = stored(table);
    let found = format!("{} where held.clinic_id = $1 and {condition}", stored.select);
    let statement = client.prepare_cached(&each(wanted, &found)).await?;
    Ok((stored.table.number, client.query(&statement, values).await?))
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
