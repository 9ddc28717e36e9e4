use domain::appointment::{AppointmentKind, AppointmentStatus};
use domain::calendar::Audience;
use domain::id::{DoctorId, Id as _, PatientId};
use domain::time::Weekday;
use rusqlite::named_params;
use serde_json::json;
use uuid::Uuid;

use super::{
    TUESDAY, add_hours, another_doctor, at, book, check, clinic, close, commit, date, everything,
    limit_patients, receptionist, refused, rep_visit, request, spoken, try_book,
};
use crate::appointments::requests::{CheckRequest, StepOutcome};
use crate::appointments::timetable;
use crate::store::Sql;

#[test]
fn a_visit_is_booked_with_a_reference_and_read_back_as_it_was_asked_for() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let mut request = request(&clinic, patient, TUESDAY, "09:00", 20);
    request.reason = Some("  Cough,\n third day ".into());
    request.symptoms = vec!["cough".into(), "  ".into(), "fever".into()];
    request.notes = Some("mother rings\r\nback".into());
    let booked = try_book(&clinic, request).unwrap();
    let visit = &booked.appointment;
    assert_eq!((visit.r#ref.as_str(), visit.patient_name.as_str()), ("APT-A-000001", "Omar Hesham"));
    assert_eq!(
        (visit.start.to_string(), visit.minutes, visit.status),
        ("09:00".into(), 20, AppointmentStatus::Scheduled)
    );
    assert_eq!(visit.reason.as_deref(), Some("Cough, third day"));
    assert_eq!(visit.symptoms, ["cough", "fever"]);
    assert_eq!(visit.notes.as_deref(), Some("mother rings\nback"));
    assert_eq!((visit.overbook_reason.as_deref(), visit.site_id), (None, clinic.site));
    assert!(booked.warnings.is_empty());
    let read = super::super::get(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().appointment;
    assert_eq!(format!("{read:?}"), format!("{visit:?}"));
}

#[test]
fn a_visit_that_outruns_the_morning_is_refused_at_the_third_step_with_times_on_either_side() {
    let clinic = clinic();
    let verdict = check(&clinic, TUESDAY, "12:50", 20);
    assert_eq!((verdict.ok, verdict.step, verdict.code.as_str()), (false, Some(3), "booking.outside_hours"));
    assert_eq!((&verdict.params["ends"], &verdict.params["over_minutes"]), (&json!("13:00"), &json!(10)));
    assert_eq!(
        spoken(&verdict.suggestions),
        ["2026-11-24 12:40", "2026-11-24 14:00", "2026-11-25 09:00", "2026-11-26 09:00", "2026-11-28 09:00"],
    );
    let outcomes: Vec<StepOutcome> = verdict.steps.iter().map(|step| step.outcome).collect();
    use StepOutcome::{NotReached, Passed, Refused};
    assert_eq!(outcomes, [Passed, Passed, Refused, NotReached, NotReached]);
    assert!(verdict.may_overbook);
}

#[test]
fn what_changed_in_a_doctors_time_counts_from_the_next_booking_on() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let outcome = |start| match try_book(&clinic, request(&clinic, patient, TUESDAY, start, 10)) {
        Ok(_) => "ok",
        refusal => refused(refusal).code,
    };
    assert_eq!(outcome("09:00"), "ok");
    let closure = close(&clinic, TUESDAY, None, "conference");
    assert_eq!(outcome("09:10"), "booking.closed");
    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update closure set deleted_at = 1 where id = :id",
            named_params! { ":id": Sql(closure) },
        )?)
    });
    assert_eq!(outcome("09:10"), "ok");
    assert_eq!(outcome("20:00"), "booking.outside_hours");
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Tuesday, ("20:00", "21:00"));
    assert_eq!(outcome("20:00"), "ok");
    limit_patients(&clinic, 3);
    assert_eq!(outcome("20:10"), "booking.day_full");
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 0", [])?));
    assert_eq!(outcome("20:10"), "doctor.inactive");
}

#[test]
fn an_operation_sees_the_hours_it_has_just_changed() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "09:00", 10);
    let found = commit(&clinic, |tx| {
        tx.execute("update doctor set full_name = 'Dr. Renamed'", [])?;
        Ok(timetable::recall(tx, clinic.doctor, date(TUESDAY))?.host.full_name.clone())
    });
    assert_eq!(found, "Dr. Renamed");
}

#[test]
fn touching_visits_do_not_clash() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    book(&clinic, TUESDAY, "10:15", 15);
    book(&clinic, TUESDAY, "09:45", 15);
}

#[test]
fn a_taken_time_is_refused_with_the_visit_that_holds_it() {
    let clinic = clinic();
    let holder = book(&clinic, TUESDAY, "09:00", 30).appointment;
    let before = everything(&clinic.desk);
    let patient = PatientId::from_uuid(holder.patient_id.uuid());
    let refusal = refused(try_book(&clinic, request(&clinic, patient, TUESDAY, "09:15", 15)));
    assert_eq!((refusal.code, &refusal.params["step"]), ("booking.slot_taken", &json!(4)));
    let expected = json!({
        "kind": "appointment", "id": holder.id, "ref": "APT-A-000001", "name": "Omar Hesham", "start": "09:00", "end": "09:30",
    });
    assert_eq!(refusal.params["visit"], expected);
    assert_eq!(refusal.params["suggestions"][0]["start"], json!("09:30"));
    assert_eq!(everything(&clinic.desk), before, "a refusal changes nothing");
}

#[test]
fn a_rep_visit_stands_in_the_way_of_a_patient() {
    let clinic = clinic();
    rep_visit(&clinic, TUESDAY, "09:00", 30);
    let verdict = check(&clinic, TUESDAY, "09:15", 15);
    assert_eq!(verdict.code, "booking.slot_taken");
    assert_eq!(verdict.params["visit"]["kind"], json!("rep_visit"));
    assert_eq!(verdict.params["visit"]["name"], json!("Rania Aziz · Nile Pharma"));
}

#[test]
fn the_patient_after_the_last_of_the_day_is_refused_at_the_fifth_step() {
    let clinic = clinic();
    limit_patients(&clinic, 20);
    for visit in 0..20 {
        let minutes = 9 * 60 + visit * 10;
        book(&clinic, TUESDAY, &format!("{:02}:{:02}", minutes / 60, minutes % 60), 10);
    }
    let verdict = check(&clinic, TUESDAY, "15:00", 10);
    assert_eq!((verdict.step, verdict.code.as_str()), (Some(5), "booking.day_full"));
    assert_eq!((&verdict.params["cap"], &verdict.params["booked"]), (&json!(20), &json!(20)));
    assert_eq!(spoken(&verdict.suggestions)[0], "2026-11-25 09:00", "a full day has no free time");
    let next_day = check(&clinic, "2026-11-25", "15:00", 10);
    assert!(next_day.ok && next_day.suggestions.is_empty());
}

#[test]
fn a_closed_part_of_a_day_names_its_closure() {
    let clinic = clinic();
    let closure = close(&clinic, TUESDAY, Some(("09:00", "11:00")), "conference");
    let verdict = check(&clinic, TUESDAY, "10:50", 15);
    assert_eq!((verdict.step, verdict.code.as_str()), (Some(1), "booking.closed"));
    assert_eq!(verdict.params["closure_id"], json!(closure));
    assert_eq!((&verdict.params["of"], &verdict.params["name"]), (&json!("doctor"), &json!("Salma Fathy")));
    assert_eq!((&verdict.params["end"], &verdict.params["reason"]), (&json!("11:00"), &json!("conference")));
    assert_eq!(spoken(&verdict.suggestions)[0], "2026-11-24 11:00");
}

#[test]
fn a_day_without_hours_is_refused_at_the_second_step() {
    let clinic = clinic();
    let verdict = check(&clinic, "2026-11-27", "10:00", 15);
    assert_eq!((verdict.step, verdict.code.as_str()), (Some(2), "booking.not_scheduled"));
    assert_eq!(verdict.params["weekday"], json!("fri"));
    assert_eq!(spoken(&verdict.suggestions)[0], "2026-11-28 09:00");
}

#[test]
fn overbooking_needs_the_right_and_a_reason_and_is_marked() {
    let clinic = clinic();
    let first = book(&clinic, TUESDAY, "10:00", 15).appointment;
    let urgent = clinic.patient("Hala Samir");
    let with_reason = || {
        let mut request = request(&clinic, urgent, TUESDAY, "10:00", 15);
        request.overbook_reason = Some(" new burn ".into());
        request
    };
    let before = everything(&clinic.desk);
    let denied = refused(super::super::book(&clinic.desk, &receptionist(), with_reason()));
    assert_eq!((denied.code, &denied.params["permission"]), ("permission.denied", &json!("overbook")));
    assert_eq!(
        (&denied.params["refused"], &denied.params["step"]),
        (&json!("booking.slot_taken"), &json!(4))
    );
    let mut blank = with_reason();
    blank.overbook_reason = Some("   ".into());
    assert_eq!(refused(try_book(&clinic, blank)).code, "booking.slot_taken");
    assert_eq!(everything(&clinic.desk), before);

    let booked = try_book(&clinic, with_reason()).unwrap().appointment;
    assert_eq!(booked.overbook_reason.as_deref(), Some("new burn"));
    // Who was there is still in the way, and so is whoever was squeezed in.
    super::super::cancel(
        &clinic.desk,
        &clinic.admin,
        super::super::CancelRequest { id: first.id, cancelled_by: None, reason: None },
    )
    .unwrap();
    let verdict = check(&clinic, TUESDAY, "10:00", 15);
    assert_eq!(verdict.params["visit"]["id"], json!(booked.id));
}

#[test]
fn a_visit_that_passes_all_steps_is_not_marked_whatever_reason_was_sent() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let mut request = request(&clinic, patient, TUESDAY, "10:00", 15);
    request.overbook_reason = Some("just in case".into());
    // Nor does it need the right to overbook.
    let booked = super::super::book(&clinic.desk, &receptionist(), request).unwrap();
    assert_eq!(booked.appointment.overbook_reason, None);
}

#[test]
fn every_one_of_the_five_steps_can_be_overbooked() {
    let clinic = clinic();
    limit_patients(&clinic, 1);
    close(&clinic, "2026-11-25", None, "holiday");
    book(&clinic, TUESDAY, "10:00", 15);
    let times = [
        ("2026-11-25", "10:00"),
        ("2026-11-27", "10:00"),
        (TUESDAY, "13:10"),
        (TUESDAY, "10:05"),
        (TUESDAY, "15:00"),
    ];
    for (step, (day, start)) in (1..).zip(times) {
        assert_eq!(check(&clinic, day, start, 15).step, Some(step));
        let patient = clinic.patient("Hala Samir");
        let mut request = request(&clinic, patient, day, start, 15);
        request.overbook_reason = Some("emergency".into());
        let booked = try_book(&clinic, request).unwrap().appointment;
        assert_eq!(booked.overbook_reason.as_deref(), Some("emergency"), "step {step}");
    }
}

#[test]
fn the_same_patient_elsewhere_at_that_time_is_a_warning() {
    let clinic = clinic();
    let other = another_doctor(&clinic, "Karim Naguib");
    let patient = clinic.patient("Omar Hesham");
    let there = try_book(&clinic, request(&clinic, patient, TUESDAY, "10:00", 30)).unwrap().appointment;
    let mut here = request(&clinic, patient, TUESDAY, "10:15", 15);
    here.doctor_id = other;
    let booked = try_book(&clinic, here.clone()).unwrap();
    assert_eq!(booked.warnings.len(), 1);
    assert_eq!(booked.warnings[0].code, "patient_elsewhere");
    assert_eq!(booked.warnings[0].params["appointment_id"], json!(there.id));
    assert_eq!(booked.warnings[0].params["doctor"], json!("Salma Fathy"));
    here.start = "10:30".parse().unwrap();
    assert!(try_book(&clinic, here).unwrap().warnings.is_empty(), "touching is not overlapping");
}

#[test]
fn a_visit_that_would_be_over_by_now_is_a_warning() {
    let clinic = clinic();
    clinic.clock.set(super::cairo(TUESDAY, "10:20"));
    let codes = |start: &str| -> Vec<String> {
        check(&clinic, TUESDAY, start, 15).warnings.into_iter().map(|warning| warning.code).collect()
    };
    assert_eq!(codes("10:05"), ["in_the_past"]);
    assert!(codes("10:10").is_empty(), "it may still be going on");
    // And nothing before now is offered.
    assert_eq!(
        spoken(&check(&clinic, TUESDAY, "13:00", 15).suggestions)[..2],
        ["2026-11-24 12:45", "2026-11-24 14:00"]
    );
    clinic.clock.set(super::cairo(TUESDAY, "12:50"));
    assert_eq!(spoken(&check(&clinic, TUESDAY, "13:00", 15).suggestions)[0], "2026-11-24 14:00");
}

#[test]
fn online_visits_keep_to_online_hours_where_the_doctor_has_any() {
    let clinic = clinic();
    let online = |day: &str, start: &str| {
        let request = CheckRequest {
            doctor_id: clinic.doctor,
            patient_id: None,
            date: super::date(day),
            start: start.parse().unwrap(),
            minutes: 15,
            kind: Some(AppointmentKind::Online),
            later_hour: None,
            moving: None,
        };
        super::super::check(&clinic.desk, &clinic.admin, request).unwrap().code
    };
    assert_eq!(online(TUESDAY, "10:00"), "ok", "no online hours at all: the ordinary ones");
    add_hours(&clinic, clinic.doctor, Audience::Online, Weekday::Tuesday, ("18:00", "20:00"));
    assert_eq!(online(TUESDAY, "10:00"), "booking.outside_hours");
    assert_eq!(online(TUESDAY, "18:00"), "ok");
    assert_eq!(online("2026-11-25", "10:00"), "booking.not_scheduled");
}

#[test]
fn who_cannot_be_booked_is_refused_by_name() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let ask = |request| refused(try_book(&clinic, request));
    let unknown = PatientId::from_uuid(Uuid::from_u128(1));
    let refusal = ask(request(&clinic, unknown, TUESDAY, "10:00", 15));
    assert_eq!((refusal.code, &refusal.params["what"]), ("not_found", &json!("patient")));
    let mut nowhere = request(&clinic, patient, TUESDAY, "10:00", 15);
    nowhere.doctor_id = DoctorId::from_uuid(Uuid::from_u128(1));
    let refusal = ask(nowhere);
    assert_eq!((refusal.code, &refusal.params["what"]), ("not_found", &json!("doctor")));

    let set = |sql: &str, id: Uuid| {
        commit(&clinic, |tx| Ok(tx.execute(sql, named_params! { ":id": Sql(id) })?));
    };
    set("update doctor set approval = 'pending' where id = :id", clinic.doctor.uuid());
    assert_eq!(ask(request(&clinic, patient, TUESDAY, "10:00", 15)).code, "doctor.not_approved");
    set("update doctor set active = 0, approval = 'approved' where id = :id", clinic.doctor.uuid());
    assert_eq!(ask(request(&clinic, patient, TUESDAY, "10:00", 15)).code, "doctor.inactive");
    set("update doctor set active = 1 where id = :id", clinic.doctor.uuid());
    let twin = clinic.patient("Omar H.");
    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update patient set merged_into = :into where id = :id",
            named_params! { ":id": Sql(twin), ":into": Sql(patient) },
        )?)
    });
    let refusal = ask(request(&clinic, twin, TUESDAY, "10:00", 15));
    assert_eq!((refusal.code, &refusal.params["into"]), ("patient.merged", &json!(patient)));
    set("update patient set deleted_at = 1 where id = :id", patient.uuid());
    assert_eq!(ask(request(&clinic, patient, TUESDAY, "10:00", 15)).code, "not_found");
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let clinic = clinic();
    let patient = clinic.patient("Omar Hesham");
    let mut request = request(&clinic, patient, TUESDAY, "23:50", 0);
    request.notes = Some("x".repeat(4_001));
    request.symptoms = vec!["fine".into(), "bell \u{7}".into()];
    let fields = |request| -> Vec<(String, &'static str)> {
        refused(try_book(&clinic, request))
            .fields
            .into_iter()
            .map(|field| (field.field, field.code))
            .collect()
    };
    assert_eq!(
        fields(request.clone()),
        [
            ("minutes".into(), "out_of_range"),
            ("symptoms[1]".into(), "control_character"),
            ("notes".into(), "too_long"),
        ]
    );
    request.minutes = 15;
    assert_eq!(fields(request.clone())[0], ("minutes".into(), "past_midnight"));
    request = super::request(&clinic, patient, "2206-11-24", "10:00", 15);
    assert_eq!(fields(request), [("date".into(), "out_of_range")]);
}
