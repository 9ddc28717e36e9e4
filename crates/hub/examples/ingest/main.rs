//! How fast the hub takes what desks push, beside PostgreSQL alone doing the least that would do: the counter row locked, the rows inserted
//! from arrays, the counter moved on. Same clients, same batches, rounds in turn.
//!
//! `cargo run --profile quick -p clinic-hub --example ingest`
#![allow(clippy::print_stdout, reason = "it prints a table")]

mod store;
#[path = "../../src/store/tests/world.rs"]
#[allow(dead_code)]
mod world;

use std::time::{Duration, Instant};

use anyhow::Result;
use hub::secrets::hash_of_token;
use hub::throwaway::{Database, Postgres};
use tokio::task::JoinSet;
use uuid::Uuid;
use wire::changes::{Value, encode};
use world::{Desk, NOW, enrolling, insert};

const ROUNDS: usize = 7;

#[tokio::main]
async fn main() -> Result<()> {
    let postgres = Postgres::start()?;
    let database = postgres.database("hub").await?;
    store::prepare(&postgres, &database).await?;
    println!("{:<28} {:>12} {:>12} {:>8}", "clients x pushes x rows", "raw rows/s", "hub rows/s", "ratio");
    for (clients, pushes, rows) in [(1, 10, 1000), (8, 5, 1000), (1, 200, 1), (8, 100, 1)] {
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            let raw = store::raw(&database, clients, pushes, rows).await?;
            let ours = ours(&database, clients, pushes, rows).await?;
            let all = (clients * pushes * rows) as f64;
            rates.push((all / raw.as_secs_f64(), all / ours.as_secs_f64()));
        }
        rates.sort_by(|one, other| (one.1 / one.0).total_cmp(&(other.1 / other.0)));
        let (raw, ours) = rates[ROUNDS / 2];
        let name = format!("{clients} x {pushes} x {rows}");
        println!("{name:<28} {raw:>12.0} {ours:>12.0} {:>8.2}", ours / raw);
    }
    first_sync(&database).await
}

/// What a desk that joins a clinic of 100,000 visits is sent.
async fn first_sync(database: &Database) -> Result<()> {
    const VISITS: usize = 100_000;
    let (store, operator) = database.stores(1)?;
    let clinic = operator.add_clinic("One").await?;
    let mut desks = Vec::new();
    for _ in 0..2 {
        let code = operator.new_code(clinic, Duration::from_secs(600)).await?;
        let request = enrolling(Uuid::new_v4(), &code);
        let reply = store.enrol(&request).await.map_err(|why| anyhow::anyhow!("{why:?}"))?;
        desks.push((Desk::new(reply.number, request.desk), hash_of_token(&reply.token)));
    }
    let [(mut writer, token), (mut reader, reader_token)]: [_; 2] = desks.try_into().expect("two");
    for at in 0..VISITS {
        let id = Uuid::now_v7();
        writer.does(
            id,
            NOW << 16,
            encode(&[insert("appointment", id, &appointment(id, at * 7919 % VISITS))]),
        );
    }
    let begun = Instant::now();
    while writer.through < writer.length() {
        let synced = store.sync(clinic, &token, NOW, &writer.request(2000, 1 << 20)).await.expect("taken");
        (writer.through, writer.cursor) = (synced.reply.through, synced.reply.next);
    }
    let up = begun.elapsed();
    let begun = Instant::now();
    let (mut sent, mut pages) = (0, 0);
    loop {
        let synced = store.sync(clinic, &reader_token, NOW, &reader.request(0, 8 << 20)).await.expect("told");
        sent += wire::sync::pack(&synced.reply).len();
        pages += 1;
        reader.cursor = synced.reply.next;
        if !synced.reply.more {
            break;
        }
    }
    let down = begun.elapsed();
    println!("{VISITS} visits: taken in {up:.1?}; told in {down:.1?}, {pages} pages, {sent} bytes");
    for table in ["record.appointment", "hub.operation"] {
        println!("{table}: {} bytes a row, with indexes", store::bytes_a_row(database, table).await?);
    }
    Ok(())
}

fn appointment(id: Uuid, at: usize) -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::Text(text.to_owned());
    let of = |id: u128| Value::Blob(Uuid::from_u128(id).as_bytes().to_vec());
    let number = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(0));
    vec![
        ("ref", text(&format!("A-{}", id.simple()))),
        ("patient_id", Value::Blob(id.as_bytes().to_vec())),
        ("doctor_id", of(at as u128 % 50)),
        ("site_id", of(1)),
        (
            "date",
            text(&format!("20{:02}-{:02}-{:02}", 20 + at / 12 / 28 % 60, 1 + at / 28 % 12, 1 + at % 28)),
        ),
        ("starts_at", number(480 + at % 30 * 20)),
        ("minutes", Value::Integer(20)),
        ("later_hour", Value::Integer(0)),
        ("status", text("scheduled")),
        ("kind", text("in_person")),
        ("reason", text("follow-up of last month")),
        ("notes", text("asked to come in the morning")),
        ("created_at", Value::Integer(NOW)),
        ("arrived_at", Value::Integer(NOW)),
    ]
}

async fn ours(database: &Database, clients: usize, pushes: usize, rows: usize) -> Result<Duration> {
    let (store, operator) = database.stores(clients)?;
    let mut ready = Vec::new();
    for _ in 0..clients {
        let clinic = operator.add_clinic("One").await?;
        let code = operator.new_code(clinic, Duration::from_secs(600)).await?;
        let request = enrolling(Uuid::new_v4(), &code);
        let reply = store.enrol(&request).await.map_err(|why| anyhow::anyhow!("{why:?}"))?;
        let mut desk = Desk::new(reply.number, request.desk);
        for at in 0..pushes * rows {
            let id = Uuid::now_v7();
            let at = at * 7919 % 100_000;
            desk.does(id, NOW << 16, encode(&[insert("appointment", id, &appointment(id, at))]));
        }
        ready.push((desk, clinic, hash_of_token(&reply.token)));
    }
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for (mut desk, clinic, token) in ready {
        let store = store.clone();
        running.spawn(async move {
            while desk.through < desk.length() {
                let synced =
                    store.sync(clinic, &token, NOW, &desk.request(rows, 1 << 20)).await.expect("taken");
                desk.through = synced.reply.through;
                desk.cursor = synced.reply.next;
            }
        });
    }
    running.join_all().await;
    Ok(begun.elapsed())
}
