//! The power goes at every moment there is. A desk works on a disk that remembers each write and each flush; afterwards the disk is
//! made again as a cut would have left it after any of them, and whatever was acknowledged must be there, whole, in a true ledger.
//!
//! The harness is itself tried: with `synchronous=NORMAL` it must find losses, or it would find nothing anywhere.

mod recording_disk;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use desk::ledger::verify;
use desk::store::DatabaseKey;
use desk::testing::{self, Durability};
use recording_disk::{Event, Files, place};
use rusqlite::Connection;

/// Bookings made while the disk records.
const OPERATIONS: u32 = 60;
/// Moments tried. Each is an encrypted database opened, counted and its chain verified.
const CUTS: usize = 100_000;

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let events = work("/full", Durability::Full);
    let found = try_cuts("full", &events, CUTS);
    eprintln!("{} cuts tried over {} disk events", found.tried, events.len());
    assert_eq!(found.tried, CUTS);
    assert_eq!(found.losses, 0, "first: {:?}", found.first_loss);
    assert_eq!(found.damaged, 0, "first: {:?}", found.first_damage);
}

#[test]
fn the_same_harness_finds_losses_without_the_flush_at_commit() {
    let events = work("/normal", Durability::Normal);
    let found = try_cuts("normal", &events, 5_000);
    assert!(found.losses > 100, "only {} losses in {} cuts", found.losses, found.tried);
    assert_eq!(found.damaged, 0, "a lost tail must still leave a whole database: {:?}", found.first_damage);
}

/// Each operation writes two rows, so that half an operation would show.
fn work(directory: &str, durability: Durability) -> Vec<Event> {
    recording_disk::install();
    let path = format!("{directory}/clinic.db");
    let desk = testing::open_at(Path::new(&path), durability);
    for number in 1..=OPERATIONS {
        desk.write_a_pair(number).expect("a healthy disk takes it");
        recording_disk::acknowledge(directory, number);
    }
    recording_disk::record(directory)
}

#[derive(Debug, Default)]
struct Found {
    tried: usize,
    losses: usize,
    first_loss: Option<String>,
    damaged: usize,
    first_damage: Option<String>,
}

fn try_cuts(name: &str, events: &[Event], cuts: usize) -> Found {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let first = first_useful(events);
    let next = AtomicUsize::new(0);
    let reported = AtomicU32::new(0);
    let results: Vec<Found> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let (next, reported) = (&next, &reported);
                scope.spawn(move || {
                    let mut found = Found::default();
                    // Each worker goes through the record once, keeping the state of the disk as it goes; cuts are dealt out by moment.
                    let mut replay = Replay::default();
                    let mut at = 0;
                    loop {
                        let block = next.fetch_add(1, Ordering::Relaxed);
                        let moment = first + block;
                        if moment > events.len() {
                            break;
                        }
                        while at < moment {
                            replay.apply(&events[at]);
                            at += 1;
                        }
                        let moments = events.len() - first + 1;
                        let share = cuts / moments + usize::from(block < cuts % moments);
                        // Where little is on its way to the disk, many cuts leave the same: that is looked at once.
                        let mut examined = HashMap::new();
                        for variation in 0..share {
                            let seed = (moment as u64) << 20 | variation as u64;
                            found.tried += 1;
                            let outcome =
                                examined.entry(replay.cut(variation, seed)).or_insert_with_key(|cut| {
                                    examine(&format!("/image-{name}-{thread}"), replay.image(cut))
                                });
                            match outcome {
                                Err(damage) => {
                                    found.damaged += 1;
                                    found
                                        .first_damage
                                        .get_or_insert(format!("moment {moment}/{variation}: {damage}"));
                                }
                                Ok(survived) if *survived < replay.acknowledged => {
                                    found.losses += 1;
                                    let told = replay.acknowledged;
                                    found.first_loss.get_or_insert_with(|| {
                                        reported.fetch_add(1, Ordering::Relaxed);
                                        format!("moment {moment}/{variation}: told {told}, found {survived}")
                                    });
                                }
                                Ok(_) => {}
                            }
                        }
                    }
                    found
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker ends")).collect()
    });
    results.into_iter().fold(Found::default(), |sum, found| Found {
        tried: sum.tried + found.tried,
        losses: sum.losses + found.losses,
        first_loss: sum.first_loss.or(found.first_loss),
        damaged: sum.damaged + found.damaged,
        first_damage: sum.first_damage.or(found.first_damage),
    })
}

/// Cuts start when the first operation has been acknowledged: before, there is no clinic to lose.
fn first_useful(events: &[Event]) -> usize {
    events
        .iter()
        .position(|event| matches!(event, Event::Acknowledged(1)))
        .expect("something was acknowledged")
        + 1
}

/// The disk as far as the record was read: what is durable, and what was written since each file's last flush.
#[derive(Default)]
struct Replay {
    durable: Files,
    pending: BTreeMap<String, Vec<Event>>,
    acknowledged: u32,
}

impl Replay {
    fn apply(&mut self, event: &Event) {
        match event {
            Event::Acknowledged(count) => self.acknowledged = *count,
            Event::Flush { file } => {
                let content = self.durable.entry(file.clone()).or_default();
                for written in self.pending.remove(file).unwrap_or_default() {
                    overwrite(content, &written, |_| true);
                }
            }
            Event::Remove { file } => {
                self.durable.remove(file);
                self.pending.remove(file);
            }
            Event::Write { file, .. } | Event::Truncate { file, .. } => {
                self.pending.entry(file.clone()).or_default().push(event.clone());
            }
        }
    }

    /// Which of the sectors on their way reach the disk. Variation 0 loses everything unflushed, 1 keeps it all, the others keep any that
    /// they like.
    fn cut(&self, variation: usize, seed: u64) -> Vec<bool> {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let reaches = |_| match variation {
            0 => false,
            1 => true,
            _ => random.coin(),
        };
        let sectors = self.pending.values().flatten().map(sectors).sum();
        (0..sectors).map(reaches).collect()
    }

    /// The disk after a cut.
    fn image(&self, cut: &[bool]) -> Files {
        let mut files = self.durable.clone();
        let mut cut = cut.iter();
        for (file, events) in &self.pending {
            let content = files.entry(file.clone()).or_default();
            for event in events {
                overwrite(content, event, |_| *cut.next().expect("a cut says it of every sector"));
            }
        }
        assert_eq!(cut.next(), None, "a cut says it of nothing else");
        files
    }
}

/// How many pieces of it reach the disk, or do not, each by itself.
fn sectors(event: &Event) -> usize {
    match event {
        Event::Write { offset, bytes, .. } if !bytes.is_empty() => {
            (offset + bytes.len()).div_ceil(SECTOR) - offset / SECTOR
        }
        Event::Truncate { .. } => 1,
        Event::Write { .. } | Event::Remove { .. } | Event::Flush { .. } | Event::Acknowledged(_) => 0,
    }
}

const SECTOR: usize = 512;

fn overwrite(content: &mut Vec<u8>, event: &Event, mut reached_the_disk: impl FnMut(usize) -> bool) {
    match event {
        Event::Write { offset, bytes, .. } => {
            let mut from = 0;
            while from < bytes.len() {
                let position = offset + from;
                let length = (SECTOR - position % SECTOR).min(bytes.len() - from);
                if reached_the_disk(position) {
                    place(content, position, &bytes[from..from + length]);
                }
                from += length;
            }
        }
        Event::Truncate { length, .. } if reached_the_disk(0) => content.resize(*length, 0),
        Event::Truncate { .. } | Event::Remove { .. } | Event::Flush { .. } | Event::Acknowledged(_) => {}
    }
}

/// xorshift64: the cut of a given number is the same in every run.
struct Random(u64);

impl Random {
    fn coin(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 & 1 == 1
    }
}

/// Opens what the cut left. Answers how many operations survived, or what is wrong with it.
fn examine(directory: &str, image: Files) -> Result<u32, String> {
    recording_disk::insert_disk(directory, image);
    let describe = |error: rusqlite::Error| error.to_string();
    let connection = Connection::open(format!("{directory}/clinic.db")).map_err(describe)?;
    testing::unlock(&connection, &DatabaseKey::new(testing::KEY));
    let count = |table: &str| -> Result<u32, String> {
        let sql = format!("select count(*) from {table} where name like 'pair %'");
        connection.query_row(&sql, [], |row| row.get(0)).map_err(describe)
    };
    let (companies, specialties) = (count("company")?, count("specialty")?);
    if companies != specialties {
        return Err(format!("half an operation: {companies} and {specialties} rows"));
    }
    let chain = verify::chain(&connection).map_err(|error| error.to_string())?;
    if !chain.ok {
        return Err(format!("the chain breaks at {:?}", chain.first_bad));
    }
    let recorded: u32 = connection
        .query_row("select count(*) from operation where kind = 'test.pair'", [], |row| row.get(0))
        .map_err(describe)?;
    if recorded != companies {
        return Err(format!("{recorded} operations for {companies} pairs of rows"));
    }
    Ok(companies)
}
