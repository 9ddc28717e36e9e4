use domain::account::Role;
use domain::appointment::AppointmentStatus as Status;
use domain::id::{AccountId, AppointmentId, Id as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CallNext, Numbers, Queue, QueueRequest, Queued, WaitingRoom, WalkIn, call, call_next, now, numbers,
    walk_in,
};
use crate::appointments::tests::{
    TUESDAY, another_doctor, book, cairo, clinic, commit, everything, limit_patients,
};
use crate::appointments::{self, AppointmentRef, AppointmentReply};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::{TestDesk, session};
use crate::{Seat, Session, patients};

fn at(id: AppointmentId) -> AppointmentRef {
    AppointmentRef { id }
}

/// A Tuesday with visits at these times, and the clock at `time`.
fn day(times: &[&str], time: &str) -> (TestDesk, Vec<AppointmentId>) {
    let clinic = clinic();
    let visits = times.iter().map(|time| book(&clinic, TUESDAY, time, 15).appointment.id).collect();
    clinic.clock.set(cairo(TUESDAY, time));
    (clinic, visits)
}

fn arrive(clinic: &TestDesk, id: AppointmentId) -> Option<u32> {
    appointments::arrive(&clinic.desk, &clinic.admin, at(id)).unwrap().appointment.queue_number
}

fn read(clinic: &TestDesk) -> Queue {
    now(&clinic.desk, &clinic.admin, QueueRequest::default()).unwrap()
}

fn shown(clinic: &TestDesk) -> Numbers {
    numbers(&clinic.desk, &Seat::default(), WaitingRoom::default()).unwrap()
}

fn ids(list: &[Queued]) -> Vec<AppointmentId> {
    list.iter().map(|visit| visit.id).collect()
}

fn take_in(clinic: &TestDesk, who: &Session, fields: Value) -> Result<AppointmentReply> {
    let request: WalkIn = serde_json::from_value(fields).unwrap();
    walk_in(&clinic.desk, who, request)
}

fn receptionist() -> Session {
    session(AccountId::from_uuid(Uuid::from_u128(0xEC)), Role::Receptionist)
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

#[test]
fn the_queue_tells_who_is_here_who_is_missing_and_who_is_still_to_come() {
    let (clinic, visits) = day(&["09:00", "09:15", "09:30", "09:45", "10:00", "11:00"], "09:10");
    arrive(&clinic, visits[1]);
    arrive(&clinic, visits[3]);
    clinic.clock.set(cairo(TUESDAY, "09:40"));
    arrive(&clinic, visits[2]);
    appointments::start(&clinic.desk, &clinic.admin, at(visits[1])).unwrap();
    clinic.clock.set(cairo(TUESDAY, "10:15"));

    let queue = read(&clinic);
    assert_eq!((queue.grace_minutes, queue.doctors.len()), (15, 1));
    let doctor = &queue.doctors[0];
    assert_eq!(ids(&doctor.inside), [visits[1]]);
    // 09:45 came early, 09:30 came at 09:40: the punctual one is not called before the time.
    assert_eq!(ids(&doctor.waiting), [visits[2], visits[3]]);
    assert_eq!(doctor.waiting.iter().map(|visit| visit.number).collect::<Vec<_>>(), [Some(3), Some(2)]);
    assert_eq!(ids(&doctor.missing), [visits[0]], "10:00 is within its grace to the minute");
    assert_eq!(ids(&doctor.expected), [visits[4], visits[5]]);
    assert!(doctor.late_minutes > 0);

    clinic.clock.set(cairo(TUESDAY, "10:16"));
    assert_eq!(ids(&read(&clinic).doctors[0].missing), [visits[0], visits[4]]);
    let settings = json!({ "clinic_name": "Al Nour", "language": "en", "idle_lock_minutes": 5,
        "no_show_grace_minutes": 90, "blocked_password_words": [] });
    crate::clinic::set_settings(&clinic.desk, &clinic.admin, serde_json::from_value(settings).unwrap())
        .unwrap();
    assert!(read(&clinic).doctors[0].missing.is_empty());
}

#[test]
fn calling_goes_through_those_who_wait_and_comes_back_to_who_did_not_come_in() {
    let (clinic, visits) = day(&["09:00", "09:15"], "08:50");
    let next = || {
        let request = CallNext { doctor_id: clinic.doctor };
        call_next(&clinic.desk, &clinic.admin, request)
    };
    assert_eq!(refused(next()).code, "queue.nobody_waits");
    for visit in &visits {
        arrive(&clinic, *visit);
    }
    let called = || {
        clinic.clock.advance_minutes(1);
        next().unwrap().appointment
    };
    assert_eq!(called().id, visits[0]);
    assert_eq!(called().id, visits[1]);
    assert_eq!(called().id, visits[0], "called once more");
    appointments::start(&clinic.desk, &clinic.admin, at(visits[0])).unwrap();
    assert_eq!(called().id, visits[1]);
    let not_waiting = refused(call(&clinic.desk, &clinic.admin, at(visits[0])));
    assert_eq!(
        (not_waiting.code, &not_waiting.params["status"]),
        ("queue.not_waiting", &json!("in_consultation"))
    );
    assert!(call(&clinic.desk, &clinic.admin, at(visits[1])).is_ok());
}

#[test]
fn cancelling_frees_the_slot_and_the_number_together_and_undo_gives_back_both() {
    let (clinic, visits) = day(&["09:00", "09:15"], "08:50");
    assert_eq!((arrive(&clinic, visits[0]), arrive(&clinic, visits[1])), (Some(1), Some(2)));
    let cancel = json!({ "id": visits[1] });
    let cancelled =
        appointments::cancel(&clinic.desk, &clinic.admin, serde_json::from_value(cancel.clone()).unwrap());
    assert_eq!(cancelled.unwrap().appointment.queue_number, None);
    take_back(&clinic);
    let visit = appointments::get(&clinic.desk, &clinic.admin, at(visits[1])).unwrap().appointment;
    assert_eq!((visit.status, visit.queue_number), (Status::Arrived, Some(2)));

    let again = appointments::cancel(&clinic.desk, &clinic.admin, serde_json::from_value(cancel).unwrap());
    again.unwrap();
    let operation = clinic.desk.read(|connection| {
        Ok(connection.query_row("select uid from operation order by number desc limit 1", [], |row| {
            row.get::<_, Vec<u8>>("uid")
        })?)
    });
    let other = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    assert_eq!(arrive(&clinic, other), Some(2), "the number is given again");
    // Two patients never hold one number of one doctor: undoing the cancellation is refused while the other has it.
    let id = domain::id::OperationId::from_uuid(Uuid::from_slice(&operation.unwrap()).unwrap());
    let taken = refused(undo(&clinic.desk, &clinic.admin, UndoRequest { id: Some(id) }));
    assert_eq!(taken.code, "undo.conflicts");
}

#[test]
fn a_known_walk_in_gets_the_first_time_and_a_number_in_one_operation() {
    let (clinic, _) = day(&["09:00", "09:15"], "09:05");
    let patient = clinic.patient("Mona Salem");
    let before = everything(&clinic.desk);
    let fields = json!({ "patient_id": patient, "into": "first_time", "reason": "Fever" });
    let visit = take_in(&clinic, &receptionist(), fields).unwrap().appointment;
    assert_eq!(
        (visit.start.to_string(), visit.status, visit.queue_number),
        ("09:30".to_owned(), Status::Arrived, Some(1))
    );
    assert_eq!((visit.reason.as_deref(), visit.overbook_reason), (Some("Fever"), None));
    let added: Vec<_> = everything(&clinic.desk).into_iter().filter(|row| !before.contains(row)).collect();
    assert_eq!(added.iter().filter(|row| row.starts_with("operation ")).count(), 1);
}

#[test]
fn a_new_walk_in_is_registered_with_the_same_operation_and_undone_with_it() {
    let (clinic, _) = day(&[], "09:05");
    another_doctor(&clinic, "Karim Naguib");
    let fields =
        json!({ "new_patient": { "full_name": "Nadia Samir", "phones": ["0100 1"] }, "into": "first_time" });
    let visit = take_in(&clinic, &clinic.admin, fields).unwrap().appointment;
    assert_eq!((visit.patient_name.as_str(), visit.start.to_string()), ("Nadia Samir", "09:05".to_owned()));
    take_back(&clinic);
    let found =
        patients::get(&clinic.desk, &clinic.admin, patients::PatientRef { id: visit.patient_id }).unwrap();
    assert!(found.patient.deleted);
    assert!(read(&clinic).doctors.is_empty());
    let doctor = session(AccountId::from_uuid(Uuid::from_u128(0xD0)), Role::Doctor);
    let fields = json!({ "new_patient": { "full_name": "Nadia Samir" }, "into": "first_time" });
    let denied = refused(take_in(&clinic, &doctor, fields));
    assert_eq!((denied.code, &denied.params["permission"]), ("permission.denied", &json!("manage_patients")));
}

#[test]
fn an_emergency_on_a_full_day_needs_the_right_and_a_reason_and_is_marked() {
    let (clinic, _) = day(&["09:00", "09:15"], "09:05");
    limit_patients(&clinic, 2);
    let patient = clinic.patient("Mona Salem");
    let first = json!({ "patient_id": patient, "into": "first_time", "doctor_id": clinic.doctor });
    let full = refused(take_in(&clinic, &clinic.admin, first));
    assert_eq!((full.code, full.params["next_date"].is_string()), ("queue.no_time_today", true));

    let now = |reason: Option<&str>| json!({ "patient_id": patient, "into": "queue", "doctor_id": clinic.doctor, "overbook_reason": reason });
    assert_eq!(refused(take_in(&clinic, &clinic.admin, now(None))).code, "booking.slot_taken");
    let denied = refused(take_in(&clinic, &receptionist(), now(Some("Chest pain"))));
    assert_eq!((denied.code, &denied.params["permission"]), ("permission.denied", &json!("overbook")));
    let before = everything(&clinic.desk);
    let visit = take_in(&clinic, &clinic.admin, now(Some("Chest pain"))).unwrap().appointment;
    assert_eq!((visit.start.to_string(), visit.queue_number), ("09:05".to_owned(), Some(1)));
    assert_eq!(visit.overbook_reason.as_deref(), Some("Chest pain"));
    assert_eq!(read(&clinic).doctors[0].waiting[0].overbook_reason.as_deref(), Some("Chest pain"));
    let trail = everything(&clinic.desk).into_iter().filter(|row| !before.contains(row));
    assert!(trail.into_iter().any(|row| row.starts_with("operation ") && row.contains("Chest pain")));
}

#[test]
fn what_a_walk_in_must_say_is_said_at_once() {
    let (clinic, _) = day(&[], "09:05");
    let wrong = refused(take_in(&clinic, &clinic.admin, json!({ "into": "queue", "minutes": 0 })));
    let fields: Vec<_> = wrong.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, [("minutes", "out_of_range"), ("patient_id", "either_or"), ("doctor_id", "required")]);
}

#[test]
fn the_waiting_room_shows_numbers_and_doors_and_nothing_of_a_patient() {
    let (clinic, visits) = day(&["09:00", "09:15", "09:30"], "08:50");
    for visit in &visits {
        arrive(&clinic, *visit);
    }
    assert_eq!(
        (shown(&clinic).doors[0].called, shown(&clinic).doors[0].waiting.clone()),
        (None, vec![1, 2, 3])
    );
    call_next(&clinic.desk, &clinic.admin, CallNext { doctor_id: clinic.doctor }).unwrap();
    let door = |clinic: &TestDesk| shown(clinic).doors.remove(0);
    assert_eq!((door(&clinic).called, door(&clinic).waiting), (Some(1), vec![2, 3]));
    // Somebody taken in without a call is shown as called.
    clinic.clock.advance_minutes(5);
    appointments::start(&clinic.desk, &clinic.admin, at(visits[1])).unwrap();
    assert_eq!(
        (door(&clinic).called, door(&clinic).waiting),
        (Some(2), vec![3, 1]),
        "who was called in vain goes behind"
    );

    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update patient set full_name = 'Somebody Private', phones = '[{\"number\":\"0100\"}]'",
            [],
        )?)
    });
    let told = serde_json::to_string(&shown(&clinic)).unwrap();
    let visit = appointments::get(&clinic.desk, &clinic.admin, at(visits[0])).unwrap().appointment;
    for secret in [
        visit.patient_name,
        visit.patient_ref,
        visit.r#ref,
        visit.id.uuid().to_string(),
        visit.patient_id.uuid().to_string(),
        "0100".to_owned(),
    ] {
        assert!(!told.contains(&secret), "{secret}");
    }
}

#[test]
fn the_third_no_show_running_is_told_and_an_undo_counts_again() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let miss = |time: &str| {
        let fields = json!({ "doctor_id": clinic.doctor, "patient_id": patient, "date": TUESDAY, "start": time, "minutes": 15 });
        let booked = appointments::book(&clinic.desk, &clinic.admin, serde_json::from_value(fields).unwrap());
        appointments::no_show(&clinic.desk, &clinic.admin, at(booked.unwrap().appointment.id)).unwrap();
    };
    let running = || {
        let card = patients::get(&clinic.desk, &clinic.admin, patients::PatientRef { id: patient });
        card.unwrap().no_shows_running
    };
    for time in ["09:00", "09:15", "09:30"] {
        miss(time);
    }
    assert_eq!(running(), 3);
    take_back(&clinic);
    assert_eq!(running(), 2);
}
