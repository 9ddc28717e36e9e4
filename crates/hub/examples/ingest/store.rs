//! The least that would do, by hand.

use std::time::{Duration, Instant};

use anyhow::Result;
use hub::store::connect;
use hub::throwaway::{Database, Postgres};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::world::NOW;

pub async fn prepare(postgres: &Postgres, database: &Database) -> Result<()> {
    let (client, _driving) = connect(&postgres.url("postgres", &database.name)).await?;
    client.batch_execute(include_str!("tables.sql")).await?;
    Ok(())
}

/// What a row takes on the disk.
pub async fn bytes_a_row(database: &Database, table: &str) -> Result<i64> {
    let (client, _driving) = connect(&database.owner).await?;
    let rows = format!("select n_live_tup from pg_stat_user_tables where relid = '{table}'::regclass");
    let rows: i64 = client.query_one(&rows, &[]).await?.get(0);
    let size = format!("select pg_total_relation_size('{table}')");
    Ok(client.query_one(&size, &[]).await?.get::<_, i64>(0) / rows.max(1))
}

pub async fn raw(database: &Database, clients: usize, pushes: usize, rows: usize) -> Result<Duration> {
    let mut ready = Vec::new();
    for _ in 0..clients {
        let (client, driving) = connect(&database.server).await?;
        let clinic = Uuid::now_v7();
        client.execute("insert into raw.head values ($1, 0)", &[&clinic]).await?;
        let statement = client.prepare(include_str!("insert.sql")).await?;
        ready.push((client, driving, clinic, statement));
    }
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for (mut client, driving, clinic, statement) in ready {
        running.spawn(async move {
            let _driving = driving;
            for push in 0..pushes {
                let work = client.transaction().await.expect("begun");
                let lock = "select seq from raw.head where clinic_id = $1 for update";
                let seq: i64 = work.query_one(lock, &[&clinic]).await.expect("locked").get(0);
                let ids: Vec<Uuid> = (0..rows).map(|_| Uuid::now_v7()).collect();
                let count = i64::try_from(rows).expect("fits");
                let seqs: Vec<i64> = (seq + 1..=seq + count).collect();
                let texts = |text: &str| vec![text.to_owned(); rows];
                let numbers = |number: i64| vec![number; rows];
                let refs: Vec<String> = ids.iter().map(|id| format!("A-{}", id.simple())).collect();
                let dates: Vec<String> =
                    (0..rows).map(|at| format!("2026-11-{:02}", 1 + (push + at) % 28)).collect();
                let (doctors, sites) = (vec![Uuid::from_u128(7); rows], vec![Uuid::from_u128(1); rows]);
                work.execute(
                    &statement,
                    &[
                        &clinic,
                        &ids,
                        &seqs,
                        &refs,
                        &ids,
                        &doctors,
                        &sites,
                        &dates,
                        &numbers(480),
                        &numbers(20),
                        &numbers(0),
                        &texts("scheduled"),
                        &texts("in_person"),
                        &texts("follow-up of last month"),
                        &texts("asked to come in the morning"),
                        &numbers(NOW),
                        &numbers(NOW),
                    ],
                )
                .await
                .expect("inserted");
                work.execute("update raw.head set seq = $2 where clinic_id = $1", &[&clinic, &(seq + count)])
                    .await
                    .expect("moved on");
                work.commit().await.expect("committed");
            }
        });
    }
    running.join_all().await;
    Ok(begun.elapsed())
}
