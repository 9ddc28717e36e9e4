//! The disk is full, or lets nobody write: a clear answer, nothing half, reading goes on, and work goes on once there is room again.

mod recording_disk;

use std::path::Path;

use desk::Error;
use desk::testing::{self, BareDesk, Durability};
use recording_disk::{Fault, set_fault};

fn desk_on(directory: &str) -> BareDesk {
    recording_disk::install();
    let desk = testing::open_at(Path::new(&format!("{directory}/clinic.db")), Durability::Full);
    desk.write_a_pair(0).expect("a healthy disk takes it");
    desk
}

fn refused(desk: &BareDesk, number: u32) -> &'static str {
    match desk.write_a_pair(number) {
        Err(Error::Refused(refusal)) => refusal.code,
        Err(Error::Fault(fault)) => panic!("a fault instead of an answer: {fault:?}"),
        Ok(()) => "written",
    }
}

#[test]
fn a_disk_that_fills_up_at_any_write_refuses_whole_operations_and_keeps_reading() {
    let desk = desk_on("/full-disk");
    let mut written = 1;
    let mut refusals = 0;
    for attempt in 0..120 {
        // Room for a few more writes than the last time round: the disk is full at every point of an operation in turn.
        set_fault("/full-disk", Some(Fault::FullAfter(attempt % 17)));
        let mut number = 1_000 * (attempt + 1);
        loop {
            match refused(&desk, number) {
                "written" => written += 1,
                code => {
                    assert_eq!(code, "storage.full");
                    refusals += 1;
                    break;
                }
            }
            number += 1;
        }
        assert_eq!(desk.count_pairs().expect("reading goes on"), (written, written, true));
        set_fault("/full-disk", None);
        desk.write_a_pair(number + 1).expect("there is room again");
        written += 1;
    }
    assert_eq!(refusals, 120);
    assert_eq!(desk.count_pairs().expect("reading goes on"), (written, written, true));
}

#[test]
fn a_disk_that_turned_read_only_says_so_and_can_be_read() {
    let desk = desk_on("/read-only-disk");
    set_fault("/read-only-disk", Some(Fault::ReadOnly));
    assert_eq!(refused(&desk, 1), "storage.read_only");
    assert_eq!(desk.count_pairs().expect("reading goes on"), (1, 1, true));
    set_fault("/read-only-disk", None);
    desk.write_a_pair(2).expect("it can be written again");
    assert_eq!(desk.count_pairs().expect("reading goes on"), (2, 2, true));
}
