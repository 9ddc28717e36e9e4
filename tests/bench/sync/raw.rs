//! The least that would do, by hand and with no rules: the clinic's counter row locked, rows inserted from arrays, the counter moved on.

use anyhow::Result;
use hub::store::{Driving, connect};
use hub::throwaway::{Database, Postgres};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};
use uuid::Uuid;

use crate::pusher::NOW;

/// What is inserted for each row pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The visit, in a table with its key and its place in the order.
    Visits,
    /// The visit and its operation, in tables and indexes as the hub's.
    VisitsAndTrail,
}

pub async fn prepare(postgres: &Postgres, database: &Database) -> Result<()> {
    let (client, _driving) = connect(&postgres.url("postgres", &database.name)).await?;
    Ok(client.batch_execute(include_str!("tables.sql")).await?)
}

/// A client with a clinic of its own.
pub struct Raw {
    client: Client,
    _driving: Driving,
    clinic: Uuid,
    lock: Statement,
    visits: Statement,
    operations: Option<Statement>,
    move_on: Statement,
    pushes: Vec<Push>,
}

/// The columns of one push, ready to go.
struct Push {
    ids: Vec<Uuid>,
    seqs: Vec<i64>,
    refs: Vec<String>,
    doctors: Vec<Uuid>,
    dates: Vec<String>,
    starts: Vec<i64>,
    contents: Vec<[Vec<u8>; 3]>,
}

impl Raw {
    pub async fn new(database: &Database, kept: Kept, pushes: usize, rows: usize) -> Result<Self> {
        let (client, driving) = connect(&database.server).await?;
        let clinic = Uuid::now_v7();
        client.execute("insert into raw.head values ($1, 0)", &[&clinic]).await?;
        let (visits, operations) = match kept {
            Kept::Visits => (include_str!("visits.sql"), None),
            Kept::VisitsAndTrail => (include_str!("appointments.sql"), Some(include_str!("operations.sql"))),
        };
        Ok(Self {
            lock: client.prepare("select seq from raw.head where clinic_id = $1 for update").await?,
            visits: client.prepare(visits).await?,
            operations: match operations {
                Some(sql) => Some(client.prepare(sql).await?),
                None => None,
            },
            move_on: client.prepare("update raw.head set seq = $2 where clinic_id = $1").await?,
            pushes: (0..pushes).map(|push| Push::of(push * rows, rows)).collect(),
            clinic,
            client,
            _driving: driving,
        })
    }

    pub async fn push(&mut self) -> Result<()> {
        for push in &self.pushes {
            let rows = push.ids.len();
            let work = self.client.transaction().await?;
            work.query_one(&self.lock, &[&self.clinic]).await?;
            let sites = vec![Uuid::from_u128(1); rows];
            let numbers = |number: i64| vec![number; rows];
            let texts = |text: &'static str| vec![text; rows];
            let (minutes, hours, now) = (numbers(20), numbers(0), numbers(NOW));
            let (status, kind) = (texts("scheduled"), texts("in_person"));
            let (reason, notes) = (texts("follow-up of last month"), texts("asked to come in the morning"));
            let columns: [&(dyn ToSql + Sync); 17] = [
                &self.clinic,
                &push.ids,
                &push.seqs,
                &push.refs,
                &push.ids,
                &push.doctors,
                &sites,
                &push.dates,
                &push.starts,
                &minutes,
                &hours,
                &status,
                &kind,
                &reason,
                &notes,
                &now,
                &now,
            ];
            work.execute(&self.visits, &columns).await?;
            if let Some(operations) = &self.operations {
                let part =
                    |at: usize| push.contents.iter().map(|all| all[at].as_slice()).collect::<Vec<&[u8]>>();
                let (operation, changes, hash) = (part(0), part(1), part(2));
                let columns: [&(dyn ToSql + Sync); 6] =
                    [&self.clinic, &push.seqs, &push.ids, &operation, &changes, &hash];
                work.execute(operations, &columns).await?;
            }
            let last = push.seqs.last().copied().unwrap_or(0);
            work.execute(&self.move_on, &[&self.clinic, &last]).await?;
            work.commit().await?;
        }
        Ok(())
    }
}

impl Push {
    fn of(before: usize, rows: usize) -> Self {
        let ids: Vec<Uuid> = (0..rows).map(|_| Uuid::now_v7()).collect();
        let numbers = before..before + rows;
        let day = |number: usize| number / 50 / 20;
        Self {
            seqs: numbers.clone().map(|number| number as i64 + 1).collect(),
            refs: ids.iter().map(|id| format!("A-{}", id.simple())).collect(),
            doctors: numbers.clone().map(|number| Uuid::from_u128(number as u128 % 50)).collect(),
            dates: numbers
                .clone()
                .map(|number| {
                    let day = day(number);
                    format!("20{:02}-{:02}-{:02}", 26 + day / 336, 1 + day / 28 % 12, 1 + day % 28)
                })
                .collect(),
            starts: numbers.map(|number| (480 + number / 50 % 20 * 20) as i64).collect(),
            // As long as those of a booking.
            contents: ids
                .iter()
                .map(|id| [id.as_bytes().repeat(6), id.as_bytes().repeat(18), id.as_bytes().repeat(2)])
                .collect(),
            ids,
        }
    }
}
