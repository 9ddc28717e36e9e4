//! A clinic with six desks and a hub, all of them real processes. Desks and hub are killed, the database crashes, the network is slow, cut, deaf
//! and gone, disks are full for a while, one clock is a day ahead and one a day behind. Whatever a desk acknowledged is there in the end, on all desks alike, and no two
//! visits hold one time without a mark; and every file that was attached can be opened at every desk.

mod certificates;
mod desks;
mod disk;
mod full;
mod hub;
mod proxy;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clinic_tests::clinic;
use serde_json::{Value, json};

use crate::desks::Desk;
use crate::hub::Hub;

/// How long everything goes wrong.
const STORM: Duration = Duration::from_secs(40);

#[test]
fn six_desks_agree_after_everything_that_can_go_wrong() {
    let mut hub = Hub::start();
    let mut desks = vec![Desk::founder(hub.address, &hub.code())];
    let doctor = clinic::add_doctor(&mut desks[0].rpc);
    let patient = clinic::add_patient(&mut desks[0].rpc, "Omar Hesham");
    desks[0].come_into_step();
    let clocks = [None, None, clock("+1d"), clock("-1d"), None];
    for (number, clock) in (2..).zip(clocks) {
        desks.push(Desk::joining(hub.address, &hub.code(), number, clock));
    }

    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for desk in &mut desks {
            scope.spawn(|| desk.work(&doctor, &patient, &stop));
        }
        for blow in 0..6 {
            std::thread::sleep(STORM / 6);
            if blow % 2 == 0 { hub.kill() } else { hub.crash_database() }
        }
        stop.store(true, Ordering::Relaxed);
    });

    // Twice: the first to come into step has not heard of what the last still had.
    for _ in 0..2 {
        std::thread::scope(|scope| {
            for desk in &mut desks {
                scope.spawn(|| desk.come_into_step());
            }
        });
    }
    files_are_everywhere(&mut desks, &patient);
    let days: Vec<BTreeMap<String, Value>> = desks.iter_mut().map(Desk::visits).collect();
    let booked: usize = desks.iter().map(|desk| desk.acknowledged.len()).sum();
    eprintln!("{booked} visits were booked, {} stand", days[0].len());
    assert!(booked > 60, "only {booked} bookings: nothing was tried");
    let full: u32 = desks.iter().map(|desk| desk.full).sum();
    assert!(full > 0, "no desk ever had a full disk: nothing was tried");
    for (which, (desk, day)) in desks.iter_mut().zip(&days).enumerate() {
        assert_eq!(day, &days[0], "desk {which} shows something else than the first");
        assert_eq!(desk.rpc.expect("ledger.verify", json!({}))["ok"], true, "the ledger of desk {which}");
        for (id, reference) in &desk.acknowledged {
            let visit = days[0].get(id).unwrap_or_else(|| panic!("{reference} of desk {which} is lost"));
            assert_eq!(visit["ref"].as_str(), Some(reference.as_str()));
        }
    }
    let clashes = days[0].values().filter(|visit| !visit["clash_with"].is_null()).count();
    assert!(clashes > 0, "six desks never booked one time: nothing was tried");
    no_two_hold_one_time(&days[0]);
    let waiting = desks[0].rpc.expect("sync.state", json!({}))["attention"].as_u64().unwrap_or(0);
    assert!(waiting >= clashes as u64, "{clashes} clashes, but {waiting} wait for a person");
}

#[test]
fn a_pc_that_was_killed_while_it_joined_joins_with_the_same_code() {
    let hub = Hub::start();
    Desk::founder(hub.address, &hub.code()).come_into_step();
    for killed_after in [0, 150, 300, 450].map(Duration::from_millis) {
        desks::join_in_two_attempts(hub.address, &hub.code(), killed_after);
    }
}

/// Whatever was attached is at every desk, and is what it was.
fn files_are_everywhere(desks: &mut [Desk], patient: &Value) {
    let attached: BTreeMap<String, String> = desks.iter().flat_map(|desk| desk.attached.clone()).collect();
    assert!(attached.len() > 6, "only {} files: nothing was tried", attached.len());
    std::thread::scope(|scope| {
        for (which, desk) in desks.iter_mut().enumerate() {
            let attached = &attached;
            scope.spawn(move || {
                let mut here = desk.documents(patient);
                here.sort();
                assert!(here.iter().eq(attached.keys()), "desk {which} has other files than were attached");
                // Opening takes its time: each desk opens some of them.
                for (id, content) in attached.iter().skip(which).step_by(6) {
                    let opened = desk.rpc.expect("documents.open", json!({ "id": id }));
                    assert!(opened["base64"] == content.as_str(), "{id} is another file at desk {which}");
                }
            });
        }
    });
    eprintln!("{} files are everywhere", attached.len());
}

fn no_two_hold_one_time(visits: &BTreeMap<String, Value>) {
    let mut times = BTreeMap::new();
    for (id, visit) in visits.iter().filter(|(_, visit)| visit["clash_with"].is_null()) {
        let time = (visit["date"].to_string(), visit["start"].to_string());
        if let Some(other) = times.insert(time.clone(), id) {
            panic!("{id} and {other} both hold {time:?}");
        }
    }
}

/// A wrong clock, where the library that makes one is installed; `cargo xtask test` installs it.
fn clock(ahead: &'static str) -> Option<(PathBuf, &'static str)> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];
    let library = folders.map(|folder| PathBuf::from(folder).join("faketime/libfaketimeMT.so.1"));
    library.into_iter().find(|library| library.exists()).map(|library| (library, ahead))
}
