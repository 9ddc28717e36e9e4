//! What the hub takes, beside PostgreSQL alone with the same clients and batches.

use std::time::Instant;

use anyhow::Result;
use tokio::task::JoinSet;

use crate::figures::{Goal, Row};
use crate::hub::Hub;
use crate::pusher::Pusher;
use crate::raw::{self, Kept, Raw};
use crate::rounds;

pub const NAME: &str = "ingest";

/// Clients, pushes of each, operations of each push.
const LOADS: [(usize, usize, usize); 4] = [(1, 10, 1000), (8, 5, 1000), (1, 300, 1), (8, 100, 1)];
/// 60 % of the rate.
const RATIO: f64 = 1.667;

const KEPT: &str = "the hub keeps every operation as well as its row, and more indexes lead to either: for that alone PostgreSQL takes three times as long as for bare rows. \
    On top come the statements that look for what an operation may meet, the rules, and an HTTP request";

pub fn measure() -> Result<Vec<Row>> {
    let hub = Hub::start()?;
    hub.runtime.block_on(raw::prepare(&hub.postgres, &hub.database))?;
    let mut rows = Vec::new();
    for load in LOADS {
        rows.extend(of_load(&hub, load)?);
    }
    Ok(rows)
}

fn of_load(hub: &Hub, load: (usize, usize, usize)) -> Result<Vec<Row>> {
    let [mut beside_visits, mut beside_trail] = [const { Vec::new() }; 2];
    for round in 0..=rounds() {
        let visits = raw(hub, Kept::Visits, load)?;
        let ours = ours(hub, load)?;
        let trail = raw(hub, Kept::VisitsAndTrail, load)?;
        if round > 0 {
            beside_visits.push((ours, Some(visits)));
            beside_trail.push((ours, Some(trail)));
        }
    }
    let (clients, pushes, rows) = load;
    let who = if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
    let size = u32::try_from(clients * pushes * rows)?;
    let name = |limit: &str| format!("ingest, {who}, {rows} a push, by {limit}");
    Ok(vec![
        Row::new(
            size,
            &name("rows alone"),
            "PostgreSQL: counter row locked, rows inserted from arrays",
            "µs",
            &beside_visits,
            &Goal::ratio(RATIO),
        )
        .missed_because(KEPT),
        Row::new(
            size,
            &name("rows and trail"),
            "PostgreSQL: the same, with the hub's indexes and every operation kept",
            "µs",
            &beside_trail,
            &Goal::default(),
        ),
    ])
}

/// Microseconds a row.
fn ours(hub: &Hub, (clients, pushes, rows): (usize, usize, usize)) -> Result<f64> {
    let codes = (0..clients).map(|_| hub.code(hub.new_clinic()?)).collect::<Result<Vec<String>>>()?;
    hub.runtime.block_on(async {
        let mut ready = Vec::new();
        for code in &codes {
            ready.push(Pusher::new(hub.address, code, pushes, rows).await?);
        }
        let begun = Instant::now();
        let mut running = JoinSet::new();
        for mut pusher in ready {
            running.spawn(async move { pusher.push().await });
        }
        running.join_all().await.into_iter().collect::<Result<()>>()?;
        Ok(microseconds_a_row(begun, clients * pushes * rows))
    })
}

fn raw(hub: &Hub, kept: Kept, (clients, pushes, rows): (usize, usize, usize)) -> Result<f64> {
    hub.runtime.block_on(async {
        let mut ready = Vec::new();
        for _ in 0..clients {
            ready.push(Raw::new(&hub.database, kept, pushes, rows).await?);
        }
        let begun = Instant::now();
        let mut running = JoinSet::new();
        for mut raw in ready {
            running.spawn(async move { raw.push().await });
        }
        running.join_all().await.into_iter().collect::<Result<()>>()?;
        Ok(microseconds_a_row(begun, clients * pushes * rows))
    })
}

fn microseconds_a_row(begun: Instant, rows: usize) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6 / rows as f64
}
