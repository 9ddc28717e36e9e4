use domain::appointment::AppointmentStatus;
use domain::id::{AppointmentId, ClosureId, Id as _, WorklistId};
use proptest::collection::btree_map;
use proptest::test_runner::Config;
use proptest::{option, prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

use super::{
    CallOutcome, ListWorklists, MoveAll, PlannedMove, RebookEnd, RebookWay, SettleVisit, Worklist,
    WorklistRef, WorklistRow, move_all, settle, worklist, worklists,
};
use crate::appointments::tests::{TUESDAY, book, cairo, clinic, commit, everything, limit_patients};
use crate::appointments::{self, AppointmentRef};
use crate::closures::{self, AddClosure, ClosureRef};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::schedules::{self, SetHours};
use crate::testing::TestDesk;

const WEDNESDAY: &str = "2026-11-25";

fn close(clinic: &TestDesk, day: &str, part: Option<(&str, &str)>) -> Option<WorklistId> {
    let mut fields =
        json!({ "doctor_id": clinic.doctor, "first_date": day, "last_date": day, "reason": "sick leave" });
    if let Some((from, until)) = part {
        fields["from"] = json!(from);
        fields["until"] = json!(until);
    }
    let request: AddClosure = serde_json::from_value(fields).unwrap();
    closures::add(&clinic.desk, &clinic.admin, request).unwrap().worklist
}

fn read(clinic: &TestDesk, id: WorklistId) -> Worklist {
    worklist(&clinic.desk, &clinic.admin, WorklistRef { id }).unwrap()
}

fn way(row: &WorklistRow, way: RebookWay) -> SettleVisit {
    let to = row.proposed.as_ref();
    SettleVisit {
        id: row.id,
        way,
        doctor_id: None,
        date: to.map(|time| time.date),
        start: to.map(|time| time.start),
        note: None,
    }
}

fn plan(list: &Worklist) -> MoveAll {
    let moves = list.rows.iter().filter_map(|row| {
        let to = row.proposed.as_ref()?;
        Some(PlannedMove { id: row.id, doctor_id: to.doctor_id, date: to.date, start: to.start })
    });
    MoveAll { id: list.short.id, moves: moves.collect() }
}

fn proposed(list: &Worklist) -> Vec<String> {
    let spoken = |row: &WorklistRow| {
        row.proposed.as_ref().map_or_else(|| "-".to_owned(), |time| format!("{} {}", time.date, time.start))
    };
    list.rows.iter().map(spoken).collect()
}

#[track_caller]
fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}

fn take_back(clinic: &TestDesk) {
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
}

fn open_lists(clinic: &TestDesk) -> usize {
    worklists(&clinic.desk, &clinic.admin, ListWorklists {}).unwrap().worklists.len()
}

#[test]
fn a_day_with_fourteen_bookings_closes_into_fourteen_rows_with_phones_and_times() {
    let clinic = clinic();
    for slot in 0..14u16 {
        let minutes = 540 + slot * 15;
        book(&clinic, TUESDAY, &format!("{:02}:{:02}", minutes / 60, minutes % 60), 15);
    }
    commit(&clinic, |tx| {
        Ok(tx.execute(
            r#"update patient set phones = '[{"number":"0101 223 5874"},{"number":"0122 1"}]'"#,
            [],
        )?)
    });
    let id = close(&clinic, TUESDAY, None).expect("there is something to do");
    let list = read(&clinic, id);
    assert_eq!((list.rows.len(), list.short.open, list.short.total), (14, 14, 14));
    assert_eq!(list.short.closure.as_ref().map(|closure| closure.reason.as_str()), Some("sick leave"));
    for row in &list.rows {
        assert_eq!(row.phones[0].number, "0101 223 5874");
        assert_eq!(row.phones.len(), 2);
        let first = row.proposed.as_ref().expect("the next day has room");
        assert_eq!(first.date.to_string(), WEDNESDAY);
        assert_eq!(row.free_times.len(), 5);
    }
    let day = &list.plan[0];
    assert_eq!((list.plan.len(), day.booked, day.added), (1, 0, 14));
    assert_eq!(open_lists(&clinic), 1);
}

#[test]
fn who_is_here_already_is_not_put_on_the_list() {
    let clinic = clinic();
    let here = book(&clinic, TUESDAY, "09:00", 15).appointment.id;
    appointments::arrive(&clinic.desk, &clinic.admin, AppointmentRef { id: here }).unwrap();
    assert_eq!(close(&clinic, TUESDAY, None), None);
    assert_eq!(open_lists(&clinic), 0);
}

#[test]
fn a_part_of_a_day_moves_its_visits_into_what_stays_open_first() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "09:00", 30);
    book(&clinic, TUESDAY, "12:45", 15);
    book(&clinic, TUESDAY, "14:00", 30);
    let id = close(&clinic, TUESDAY, Some(("09:00", "13:00"))).unwrap();
    assert_eq!(proposed(&read(&clinic, id)), ["2026-11-24 14:30", "2026-11-24 15:00"]);
}

#[test]
fn shortening_hours_lists_the_orphans_and_the_preview_says_the_same() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "09:00", 15);
    book(&clinic, TUESDAY, "16:30", 30);
    book(&clinic, WEDNESDAY, "16:45", 15);
    let blocks: Vec<Value> = ["tue", "wed"]
        .iter()
        .flat_map(|day| {
            [("09:00", "13:00"), ("14:00", "16:30")]
                .map(|(starts, ends)| json!({ "weekday": day, "starts": starts, "ends": ends }))
        })
        .collect();
    let request = || -> SetHours {
        serde_json::from_value(json!({ "doctor_id": clinic.doctor, "blocks": blocks })).unwrap()
    };
    let before = everything(&clinic.desk);
    let foreseen = schedules::preview_hours(&clinic.desk, &clinic.admin, request()).unwrap().affected;
    assert_eq!(everything(&clinic.desk), before, "a preview writes nothing");
    let reply = schedules::set_hours(&clinic.desk, &clinic.admin, request()).unwrap();
    let times = |visits: &[appointments::Appointment]| -> Vec<String> {
        visits.iter().map(|visit| format!("{} {}", visit.date, visit.start)).collect()
    };
    assert_eq!(times(&reply.affected), ["2026-11-24 16:30", "2026-11-25 16:45"]);
    assert_eq!(times(&foreseen), times(&reply.affected));
    let list = read(&clinic, reply.worklist.expect("two have lost their time"));
    assert_eq!((list.rows.len(), list.short.closure.is_none()), (2, true));
    assert_eq!(proposed(&list), ["2026-11-24 09:15", "2026-11-25 09:00"]);
    take_back(&clinic);
    assert_eq!(open_lists(&clinic), 0, "undone with the hours");
}

#[test]
fn each_call_leaves_its_outcome_and_each_visit_its_end() {
    let clinic = clinic();
    for time in ["09:00", "09:15", "09:30", "09:45"] {
        book(&clinic, TUESDAY, time, 15);
    }
    let id = close(&clinic, TUESDAY, None).unwrap();
    let rows = read(&clinic, id).rows;
    let tell = |request| settle(&clinic.desk, &clinic.admin, request).unwrap();
    tell(way(&rows[0], RebookWay::Agreed));
    tell(way(&rows[1], RebookWay::NoAnswer));
    clinic.clock.advance_minutes(10);
    tell(SettleVisit { note: Some("after five".to_owned()), ..way(&rows[1], RebookWay::Later) });
    tell(way(&rows[2], RebookWay::Cancelled));
    let list = tell(way(&rows[3], RebookWay::SeenElsewhere));

    let ends: Vec<_> = list.rows.iter().map(|row| row.end).collect();
    use RebookEnd::{Cancelled, Moved, SeenElsewhere};
    assert_eq!(ends, [Some(Moved), None, Some(Cancelled), Some(SeenElsewhere)]);
    let calls: Vec<_> = list.rows[1].calls.iter().map(|call| (call.outcome, call.note.as_deref())).collect();
    assert_eq!(calls, [(CallOutcome::Later, Some("after five")), (CallOutcome::NoAnswer, None)]);
    assert_eq!(list.rows[1].calls[0].by.as_deref(), Some("Mona Adel"));
    assert_eq!((list.short.open, list.short.later, list.short.no_answer), (1, 1, 0));
    assert_eq!(list.rows[0].now.date.to_string(), WEDNESDAY);

    let again = refused(settle(&clinic.desk, &clinic.admin, way(&rows[0], RebookWay::NoAnswer)));
    assert_eq!((again.code, &again.params["end"]), ("rebooking.ended", &json!("moved")));
    let untold = refused(settle(&clinic.desk, &clinic.admin, way(&rows[1], RebookWay::Told)));
    assert_eq!(untold.code, "rebooking.not_moved");

    take_back(&clinic);
    let list = read(&clinic, id);
    assert_eq!(list.rows[3].end, None, "undoing the end opens it again");
    assert_eq!(list.short.open, 2);
}

#[test]
fn a_visit_leaves_the_list_by_whatever_happens_to_it_elsewhere() {
    let clinic = clinic();
    let visits: Vec<AppointmentId> =
        ["09:00", "09:15"].map(|time| book(&clinic, TUESDAY, time, 15).appointment.id).into();
    let id = close(&clinic, TUESDAY, None).unwrap();
    let moved = json!({ "id": visits[0], "date": WEDNESDAY });
    appointments::move_visit(&clinic.desk, &clinic.admin, serde_json::from_value(moved).unwrap()).unwrap();
    clinic.clock.set(cairo(TUESDAY, "09:10"));
    appointments::arrive(&clinic.desk, &clinic.admin, AppointmentRef { id: visits[1] }).unwrap();
    let ends: Vec<_> = read(&clinic, id).rows.iter().map(|row| row.end).collect();
    assert_eq!(ends, [Some(RebookEnd::Moved), Some(RebookEnd::Came)]);
    assert_eq!(open_lists(&clinic), 0);
}

#[test]
fn a_closure_taken_back_gives_its_visits_their_time_again() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "09:00", 15);
    let id = close(&clinic, TUESDAY, None).unwrap();
    let closure = ClosureId::from_uuid(id.uuid());
    closures::remove(&clinic.desk, &clinic.admin, ClosureRef { id: closure }).unwrap();
    assert_eq!(read(&clinic, id).rows[0].end, Some(RebookEnd::OpenAgain));
    assert_eq!(open_lists(&clinic), 0);
    let again = close(&clinic, TUESDAY, None).unwrap();
    assert_ne!(again, id);
    assert_eq!((open_lists(&clinic), read(&clinic, again).rows[0].end), (1, None));
}

#[test]
fn an_open_worklist_is_one_matter_of_the_inbox() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "09:00", 15);
    let id = close(&clinic, TUESDAY, None).unwrap();
    let inbox = || {
        crate::attention::list(&clinic.desk, &clinic.admin, crate::attention::ListAttention::default())
            .unwrap()
    };
    assert_eq!((inbox().open_count, inbox().worklists[0].id), (1, id));
    let row = read(&clinic, id).rows.remove(0);
    settle(&clinic.desk, &clinic.admin, way(&row, RebookWay::Agreed)).unwrap();
    assert_eq!((inbox().open_count, inbox().worklists.len()), (0, 0));
}

#[test]
fn moving_all_is_one_operation_or_nothing() {
    let clinic = clinic();
    limit_patients(&clinic, 2);
    for (day, time) in [(TUESDAY, "09:00"), (TUESDAY, "10:00"), (WEDNESDAY, "09:00")] {
        book(&clinic, day, time, 15);
    }
    let id = close(&clinic, TUESDAY, None).unwrap();
    let list = read(&clinic, id);
    assert_eq!(proposed(&list), ["2026-11-25 09:15", "2026-11-26 09:00"], "the cap of Wednesday is kept");
    assert_eq!(
        list.plan.iter().map(|day| (day.booked, day.cap)).collect::<Vec<_>>(),
        [(1, Some(2)), (0, Some(2))]
    );
    // Somebody takes one of the times before the plan is applied.
    book(&clinic, "2026-11-26", "09:00", 15);
    let before = everything(&clinic.desk);
    let outdated = refused(move_all(&clinic.desk, &clinic.admin, plan(&list)));
    assert_eq!(
        (outdated.code, &outdated.params["refused"]),
        ("rebooking.plan_outdated", &json!("booking.slot_taken"))
    );
    assert_eq!(everything(&clinic.desk), before);
    let list = move_all(&clinic.desk, &clinic.admin, plan(&read(&clinic, id))).unwrap();
    assert!(
        list.rows
            .iter()
            .all(|row| row.end == Some(RebookEnd::Moved) && row.status == AppointmentStatus::Scheduled)
    );
    // They have moved and still have to be told.
    let told = settle(&clinic.desk, &clinic.admin, way(&list.rows[0], RebookWay::Told)).unwrap();
    assert_eq!(told.rows[0].calls[0].outcome, CallOutcome::Reached);
}

fn visits(clinic: &TestDesk) -> Vec<String> {
    everything(&clinic.desk)
        .into_iter()
        .filter(|row| !row.starts_with("operation ") && !row.starts_with("touched "))
        .collect()
}

proptest! {
    #![proptest_config(Config { cases: 12, ..Config::default() })]
    /// Whatever a day and those after it look like: the whole plan can be applied, nobody stands in the closed time afterwards, and
    /// one undo restores every row bit for bit.
    #[test]
    fn moving_all_of_a_closure_and_undoing_restores_the_day(
        slots in btree_map(0u16..28, 1u16..4, 1..15),
        next in btree_map(0u16..28, 1u16..4, 0..15),
        part in option::of((0u16..4, 1u16..4)),
        cap in option::of(3u16..20),
    ) {
        let clinic = clinic();
        if let Some(cap) = cap {
            limit_patients(&clinic, cap);
        }
        let patient = clinic.patient("Omar Hesham");
        for (day, slots) in [(TUESDAY, &slots), (WEDNESDAY, &next)] {
            for (slot, quarters) in slots {
                let start = if *slot < 16 { 540 + slot * 15 } else { 840 + (slot - 16) * 15 };
                // What does not fit is no part of the day.
                let _ = appointments::book(&clinic.desk, &clinic.admin, serde_json::from_value(json!({
                    "doctor_id": clinic.doctor, "patient_id": patient, "date": day,
                    "start": format!("{:02}:{:02}", start / 60, start % 60), "minutes": quarters * 15,
                })).unwrap());
            }
        }
        let span = part.map(|(from, long)| (format!("{:02}:00", 9 + from), format!("{:02}:00", 9 + from + long)));
        let span = span.as_ref().map(|(from, until)| (from.as_str(), until.as_str()));
        let Some(id) = close(&clinic, TUESDAY, span) else { return Ok(()) };
        let list = read(&clinic, id);
        prop_assert!(list.rows.iter().all(|row| row.proposed.is_some()));
        let before = visits(&clinic);
        let moved = move_all(&clinic.desk, &clinic.admin, plan(&list)).unwrap();
        prop_assert!(moved.rows.iter().all(|row| row.end == Some(RebookEnd::Moved)));
        prop_assert_eq!(open_lists(&clinic), 0);
        take_back(&clinic);
        prop_assert_eq!(visits(&clinic), before);
        // And each suggestion would have been accepted alone.
        for row in &read(&clinic, id).rows {
            for time in row.free_times.iter().chain(&row.proposed) {
                let to = json!({ "id": row.appointment_id, "date": time.date, "start": time.start });
                let moved = appointments::move_visit(&clinic.desk, &clinic.admin, serde_json::from_value(to).unwrap());
                prop_assert!(moved.is_ok(), "{:?}", moved.err());
                take_back(&clinic);
            }
        }
    }
}
