//! A clinic's history goes up to the hub, and comes down to a further PC.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use desk::{Desk, Seat, SystemClock};
use serde_json::json;

use crate::clinic::{Clinic, Open, said};
use crate::figures::{Goal, Row};
use crate::history::{self, Counts};
use crate::hub::Hub;
use crate::proxy::{Bytes, Proxy};
use crate::{rounds, wall};

pub const NAME: &str = "carrying";

/// For so many appointments. Fewer show how it grows.
const FULL: u32 = 100_000;
const FETCHED_IN: f64 = 3.0;
const FETCHED_BYTES: f64 = 4.0;
const SENT_IN: f64 = 81.0 / 20.0;
const BYTES_A_CHANGE: f64 = 80.0;

pub fn measure(home: &Path, sizes: &[u32]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for size in sizes {
        rows.extend(of_size(home, *size)?);
    }
    Ok(rows)
}

fn of_size(home: &Path, size: u32) -> Result<Vec<Row>> {
    let hub = Hub::start()?;
    let clinic = history::of_size(home, size)?;
    let mut counts = None;
    let [mut sent_in, mut bytes_a_change, mut fetched_in, mut fetched] = [const { Vec::new() }; 4];
    for round in 0..=rounds() {
        let founded = found(home, &hub, &clinic)?;
        let joined = join(home, &hub, &clinic, &founded)?;
        counts = Some(founded.counts);
        // The first round warms all of them up and is not counted.
        if round > 0 {
            sent_in.push((founded.seconds, None));
            bytes_a_change.push((founded.bytes.all() as f64 / founded.counts.changes as f64, None));
            fetched_in.push((joined.seconds, Some(joined.bare)));
            fetched.push((joined.bytes.all() as f64 / 1e6, None));
        }
    }
    if let Some(Counts { operations, changes }) = counts {
        println!("{changes} changes in {operations} operations");
    }
    let goal = |bound| if size == FULL { Goal::bound(bound) } else { Goal::default() };
    let pouch = "PouchDB: 81 s, 467 B each, for 100,000";
    let bare = "bare SQLCipher: the same rows, one transaction";
    Ok(vec![
        Row::new(size, "upload of the history", pouch, "s", &sent_in, &goal(SENT_IN)),
        Row::new(size, "upload, bytes a change", pouch, "B", &bytes_a_change, &goal(BYTES_A_CHANGE)),
        Row::new(size, "first sync", bare, "s", &fetched_in, &goal(FETCHED_IN)),
        Row::new(
            size,
            "first sync, bytes",
            "Anki: 7.0 MB, PouchDB: 24.5 MB, for 100,000",
            "MB",
            &fetched,
            &goal(FETCHED_BYTES),
        ),
    ])
}

struct Founded {
    open: Open,
    clinic: uuid::Uuid,
    counts: Counts,
    seconds: f64,
    bytes: Bytes,
}

/// The desk that has the history brings its clinic to the hub.
fn found(home: &Path, hub: &Hub, clinic: &Clinic) -> Result<Founded> {
    history::renew(home, clinic)?;
    let open = clinic.open()?;
    let counts = history::counts(&open)?;
    let (of_hub, proxy) = (hub.new_clinic()?, Proxy::to(hub.address)?);
    let code = hub.code(of_hub)?;
    let begun = Instant::now();
    open.call("sync.enrol", json!({ "address": proxy.url(), "code": code }))?;
    wall::until_in_step(&open)?;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Founded { open, clinic: of_hub, counts, seconds, bytes: proxy.bytes() })
}

struct Joined {
    seconds: f64,
    /// Seconds for the rows alone.
    bare: f64,
    bytes: Bytes,
}

fn join(home: &Path, hub: &Hub, clinic: &Clinic, founded: &Founded) -> Result<Joined> {
    let dir = home.join("run").join(format!("joined-{}", clinic.size));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir)?;
    let proxy = Proxy::to(hub.address)?;
    let code = hub.code(founded.clinic)?;
    let open = Open { desk: Desk::at(&dir, Arc::new(SystemClock)), seat: Seat::default() };
    let begun = Instant::now();
    open.call("setup.join", json!({ "address": proxy.url(), "code": code }))?;
    wall::until_joined(&open.desk, &open.seat)?;
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = proxy.bytes();
    let (username, password) = clinic.password();
    open.desk
        .call(&open.seat, "session.login", json!({ "username": username, "password": password }))
        .map_err(said)?;
    open.settle()?;
    let (theirs, ours) = (crate::rows::read(&founded.open)?, crate::rows::read(&open)?);
    ensure!(theirs == ours, "the two desks do not have the same");
    let bare = crate::rows::written_bare(&open, &dir, &ours)?;
    Ok(Joined { seconds, bare, bytes })
}
