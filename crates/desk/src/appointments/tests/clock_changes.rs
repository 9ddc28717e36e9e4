//! Cairo: on 24 April 2026 the clock jumps from midnight to one, on 29 October 2026 from midnight back to eleven.

use domain::calendar::Audience;
use domain::time::Weekday;
use serde_json::json;

use super::{add_hours, check, clinic, move_to, refused, request, spoken, to, try_book};
use crate::appointments::requests::MoveRequest;
use crate::testing::TestDesk;

/// Open around midnight, as clinics are in Ramadan.
fn night_clinic() -> TestDesk {
    let clinic = clinic();
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Friday, ("00:00", "03:00"));
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Thursday, ("20:00", "24:00"));
    clinic.clock.set(super::cairo("2026-04-01", "09:00"));
    clinic
}

#[test]
fn a_time_that_no_clock_shows_is_refused_even_with_a_reason() {
    let clinic = night_clinic();
    let verdict = check(&clinic, "2026-04-24", "00:30", 15);
    assert_eq!((verdict.step, verdict.code.as_str()), (Some(0), "booking.time_missing"));
    assert_eq!(verdict.params["missing"], json!({ "start": "00:00", "end": "01:00" }));
    assert_eq!(spoken(&verdict.suggestions)[0], "2026-04-24 01:00");
    assert!(!verdict.may_overbook);
    let patient = clinic.patient("Omar Hesham");
    let mut insisting = request(&clinic, patient, "2026-04-24", "00:30", 15);
    insisting.overbook_reason = Some("emergency".into());
    assert_eq!(refused(try_book(&clinic, insisting)).code, "booking.time_missing");
    try_book(&clinic, request(&clinic, patient, "2026-04-24", "01:00", 15)).unwrap();
    // A week later the same time exists.
    try_book(&clinic, request(&clinic, patient, "2026-05-01", "00:30", 15)).unwrap();
}

#[test]
fn a_time_that_comes_twice_is_asked_about_and_then_holds_two_patients() {
    let clinic = night_clinic();
    let patient = clinic.patient("Omar Hesham");
    let at_half_past = |later_hour| {
        let mut request = request(&clinic, patient, "2026-10-29", "23:30", 15);
        request.later_hour = later_hour;
        try_book(&clinic, request)
    };
    let refusal = refused(at_half_past(None));
    assert_eq!((refusal.code, &refusal.params["step"]), ("booking.time_twice", &json!(0)));
    assert_eq!(refusal.params["twice"], json!({ "start": "23:00", "end": "24:00" }));
    let first = at_half_past(Some(false)).unwrap();
    let second = at_half_past(Some(true)).unwrap();
    assert_eq!((first.appointment.later_hour, second.appointment.later_hour), (false, true));
    assert!(second.warnings.is_empty(), "the same patient is not elsewhere an hour later");
    assert_eq!(refused(at_half_past(Some(true))).code, "booking.slot_taken");
    // Moving within the hour keeps to the hour that was chosen only when the start stays.
    let longer = MoveRequest { minutes: Some(20), ..to(second.appointment.id) };
    assert!(move_to(&clinic, longer).unwrap().appointment.later_hour);
    let later = MoveRequest { start: "23:35".parse().ok(), ..to(second.appointment.id) };
    assert_eq!(refused(move_to(&clinic, later)).code, "booking.time_twice");
}

#[test]
fn the_past_is_judged_by_the_instant_and_not_by_the_wall() {
    let clinic = night_clinic();
    // 21:20 UTC on 29 October: the wall shows 23:20 for the second time.
    let midnight = super::cairo("2026-10-29", "02:00");
    clinic.clock.set(domain::time::Instant(midnight.0 + (21 * 60 + 20) * 60_000));
    let patient = clinic.patient("Omar Hesham");
    let warned = |later_hour: bool| {
        let mut request = request(&clinic, patient, "2026-10-29", "23:40", 15);
        request.later_hour = Some(later_hour);
        !try_book(&clinic, request).unwrap().warnings.is_empty()
    };
    assert!(warned(false), "the first 23:40 is long over");
    assert!(!warned(true));
}
