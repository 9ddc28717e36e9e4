//! One booking, from one desk to the other.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use desk::{Announcement, Desk, Seat, SystemClock};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use crate::alone;
use crate::bare::Slot;
use crate::clinic::{Open, said};
use crate::figures::{Goal, Row, percentile};
use crate::history;
use crate::hub::Hub;
use crate::proxy::Proxy;
use crate::{rounds, wall};

pub const NAME: &str = "booking";

const BOOKINGS_A_ROUND: usize = 40;
/// What is still on its way after a booking has arrived: notices, mostly.
const AFTERMATH: Duration = Duration::from_millis(25);
const LONGEST: Duration = Duration::from_secs(10);

const HEADERS: &str = "two requests, two answers and two notices, each with the headers of HTTP/1.1: they are about half of it. Over TLS desks speak HTTP/1.1 too";

pub fn measure(home: &Path, sizes: &[u32]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for size in sizes {
        rows.extend(of_size(home, *size)?);
    }
    Ok(rows)
}

/// A desk with the wire that leads to it.
struct Wired {
    open: Open,
    proxy: Proxy,
}

fn of_size(home: &Path, size: u32) -> Result<Vec<Row>> {
    let hub = Hub::start()?;
    let clinic = history::of_size(home, size)?;
    let of_hub = hub.new_clinic()?;
    let author = Wired { open: clinic.open()?, proxy: Proxy::to(hub.address)? };
    let enrolment = json!({ "address": author.proxy.url(), "code": hub.code(of_hub)? });
    author.open.call("sync.enrol", enrolment)?;
    wall::until_in_step(&author.open)?;

    let dir = home.join("run").join(format!("hearing-{size}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir)?;
    let open = Open { desk: Desk::at(&dir, Arc::new(SystemClock)), seat: Seat::default() };
    let hearer = Wired { open, proxy: Proxy::to(hub.address)? };
    let joining = json!({ "address": hearer.proxy.url(), "code": hub.code(of_hub)? });
    hearer.open.call("setup.join", joining)?;
    wall::until_joined(&hearer.open.desk, &hearer.open.seat)?;
    let (username, password) = clinic.password();
    let login = json!({ "username": username, "password": password });
    hearer.open.desk.call(&hearer.open.seat, "session.login", login).map_err(said)?;
    hearer.open.settle()?;
    wall::until_in_step(&hearer.open)?;
    wall::until_in_step(&author.open)?;

    let slots = alone::free_slots(&author.open, (rounds() + 1) * BOOKINGS_A_ROUND, 1)?;
    let [mut p50, mut p99, mut of_author, mut of_hearer] = [const { Vec::new() }; 4];
    for (round, slots) in slots.chunks_exact(BOOKINGS_A_ROUND).enumerate() {
        let carried =
            slots.iter().map(|slot| carry(&author, &hearer, slot)).collect::<Result<Vec<Carried>>>()?;
        if round > 0 {
            let times: Vec<f64> = carried.iter().map(|carried| carried.milliseconds).collect();
            p50.push((percentile(times.clone(), 50), None));
            p99.push((percentile(times, 99), None));
            let each = |bytes: fn(&Carried) -> u64| {
                carried.iter().map(|carried| bytes(carried) as f64).sum::<f64>() / carried.len() as f64
            };
            of_author.push((each(|carried| carried.of_author), None));
            of_hearer.push((each(|carried| carried.of_hearer), None));
        }
    }
    let peers = "PouchDB live: 39/72 ms, 13 kB; Anki: 24 ms, 7.2 kB";
    let of_both: Vec<(f64, Option<f64>)> =
        of_author.iter().zip(&of_hearer).map(|(one, other)| (one.0 + other.0, None)).collect();
    Ok(vec![
        Row::new(size, "booking, desk to desk, p50", peers, "ms", &p50, &Goal::bound(10.0)),
        Row::new(size, "booking, desk to desk, p99", peers, "ms", &p99, &Goal::bound(25.0)),
        Row::new(size, "booking, bytes of both desks", peers, "B", &of_both, &Goal::bound(1000.0))
            .missed_because(HEADERS),
        Row::new(size, "booking, bytes of the author's desk", peers, "B", &of_author, &Goal::default()),
        Row::new(size, "booking, bytes of the other desk", peers, "B", &of_hearer, &Goal::default()),
    ])
}

struct Carried {
    milliseconds: f64,
    of_author: u64,
    of_hearer: u64,
}

/// Books on one desk and waits until the other shows it.
fn carry(author: &Wired, hearer: &Wired, slot: &Slot) -> Result<Carried> {
    let mut told = hearer.open.desk.announcements();
    let before = (author.proxy.bytes(), hearer.proxy.bytes());
    let begun = Instant::now();
    alone::book(&author.open, slot)?;
    until_told(&mut told, "appointment", begun)?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
    wall::until_in_step(&author.open)?;
    wall::until_in_step(&hearer.open)?;
    std::thread::sleep(AFTERMATH);
    Ok(Carried {
        milliseconds,
        of_author: author.proxy.bytes().since(before.0).all(),
        of_hearer: hearer.proxy.bytes().since(before.1).all(),
    })
}

fn until_told(told: &mut Receiver<Announcement>, table: &str, begun: Instant) -> Result<()> {
    loop {
        match told.try_recv() {
            Ok(said) if said.tables.contains(&table) => return Ok(()),
            Ok(_) | Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty) => {
                ensure!(begun.elapsed() < LONGEST, "a booking does not arrive");
                std::thread::sleep(Duration::from_micros(50));
            }
            Err(TryRecvError::Closed) => anyhow::bail!("the desk was closed"),
        }
    }
}
