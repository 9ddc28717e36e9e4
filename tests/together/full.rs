//! A PC whose disk is full while the others go on working: it says so, does half of nothing, and catches up by itself when there is room again.

use std::time::{Duration, Instant};

use clinic_tests::clinic;
use serde_json::{Value, json};

use crate::desks::{DATES, Desk};
use crate::hub::Hub;
use crate::proxy::Weather;

/// After many failures a desk waits for up to a minute and a half before it tries again.
const PATIENCE: Duration = Duration::from_secs(120);

/// Books the next quarter of an hour, each desk on a day of its own.
fn book(desk: &mut Desk, which: usize, done: usize, doctor: &Value, patient: &Value) -> Result<(), String> {
    let start = format!("{:02}:{:02}", done / 4, done % 4 * 15);
    desk.book_at(DATES[which], &start, doctor, patient).map_err(|refused| refused.code().to_owned())
}

fn phase(desk: &mut Desk) -> String {
    desk.state()["phase"].as_str().expect("a text").to_owned()
}

/// Until the desk says so, without being asked to do anything.
fn until(desk: &mut Desk, what: &str, is_so: impl Fn(&Value) -> bool) {
    let begun = Instant::now();
    loop {
        let told = desk.state();
        if is_so(&told) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "never: {what}; {told}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_desk_whose_disk_is_full_says_so_and_catches_up_by_itself_when_there_is_room() {
    let hub = Hub::start();
    let mut here = Desk::founder(hub.address, &hub.code());
    let doctor = clinic::add_doctor(&mut here.rpc);
    let patient = clinic::add_patient(&mut here.rpc, "Omar Hesham");
    here.come_into_step();
    let mut there = Desk::joining(hub.address, &hub.code(), 2, None);
    book(&mut there, 1, 0, &doctor, &patient).expect("a healthy disk takes it");
    there.come_into_step();

    there.disk.fill(true);
    // What SQLite's log had grown to before is still room: it is used up first, by what comes as by what is done here.
    let (mut sent, mut done) = (0, 1);
    while phase(&mut there) != "disk_full" {
        assert!(sent < 90, "the disk has room for whatever comes: {}", there.state());
        book(&mut here, 0, sent, &doctor, &patient).expect("the other desk has room");
        sent += 1;
        here.come_into_step();
        std::thread::sleep(Duration::from_millis(50));
    }
    let refused = loop {
        match book(&mut there, 1, done, &doctor, &patient) {
            Ok(()) => done += 1,
            Err(code) => break code,
        }
    };
    assert_eq!(refused, "storage.full", "what is done here says why it is not");
    let told = there.state();
    assert_eq!(told["phase"], "disk_full", "{told}");
    assert_eq!(told["why"], Value::Null, "the network is not to blame");
    assert_eq!(
        there.visits_on(DATES[1]).len(),
        done,
        "what stands can be read, and nothing half is among it"
    );
    assert!(there.visits_on(DATES[0]).len() < sent, "nothing was kept from it: nothing was tried");

    there.disk.fill(false);
    until(&mut there, "in step by itself", |told| told["phase"] == "in_step" && told["unsent"] == 0);
    book(&mut there, 1, done, &doctor, &patient).expect("there is room again");
    there.come_into_step();
    here.come_into_step();
    let both = [here.visits(), there.visits()];
    assert_eq!(both[0], both[1]);
    for (which, desk) in [&mut here, &mut there].into_iter().enumerate() {
        let kept = desk.acknowledged.keys().filter(|id| both[0].contains_key(*id)).count();
        assert_eq!(kept, [sent, done + 1][which], "what desk {which} was told is booked is booked");
        assert_eq!(desk.rpc.expect("ledger.verify", json!({}))["ok"], true);
    }
    assert_eq!(both[0].len(), sent + done + 1, "and nothing twice");
}

#[test]
fn a_file_for_which_the_disk_has_no_room_is_told_of_and_fetched_by_itself_when_there_is() {
    let hub = Hub::start();
    let mut here = Desk::founder(hub.address, &hub.code());
    let patient = clinic::add_patient(&mut here.rpc, "Omar Hesham");
    here.come_into_step();
    let mut there = Desk::joining(hub.address, &hub.code(), 2, None);
    there.come_into_step();
    // Slow enough that the disk is full before all of it has come.
    there.proxy.change(Weather::Slow(Duration::from_millis(4)));
    here.attach_some(&patient, 2_000_000).expect("a healthy disk takes it");
    until(&mut there, "something to fetch", |told| {
        told["files"]["to_fetch"] == 1 && told["files"]["disk_full"] == false
    });
    there.disk.fill(true);
    until(&mut there, "no room for it", |told| told["files"]["disk_full"] == true);
    there.proxy.change(Weather::Clear);
    there.disk.fill(false);
    until(&mut there, "it has come", |told| told["phase"] == "in_step" && told["files"].is_null());
    for (id, content) in &here.attached {
        let opened = there.rpc.expect("documents.open", json!({ "id": id }));
        assert!(opened["base64"] == content.as_str(), "another file than was attached");
    }
    assert_eq!(here.attached.len(), 1);
}
