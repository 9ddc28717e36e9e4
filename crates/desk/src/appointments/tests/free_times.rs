use domain::appointment::AppointmentKind;
use serde_json::json;

use super::{
    TUESDAY, another_doctor, book, cairo, clinic, close, date, limit_patients, refused, rep_visit, spoken,
};
use crate::appointments::requests::{FreeTime, NextFreeRequest};
use crate::error::Result;
use crate::testing::TestDesk;

fn wanted() -> NextFreeRequest {
    NextFreeRequest {
        doctor_id: None,
        rep_id: None,
        minutes: None,
        from: None,
        not_before: None,
        kind: None,
        count: None,
    }
}

fn next(clinic: &TestDesk, request: NextFreeRequest) -> Result<Vec<FreeTime>> {
    super::super::next_free(&clinic.desk, &clinic.admin, request).map(|reply| reply.free_times)
}

#[test]
fn free_times_come_in_the_order_of_the_clock_around_everything_that_stands_there() {
    let clinic = clinic();
    close(&clinic, TUESDAY, Some(("09:00", "10:00")), "ward round");
    book(&clinic, TUESDAY, "10:15", 20);
    rep_visit(&clinic, TUESDAY, "10:50", 115);
    let request = NextFreeRequest { doctor_id: Some(clinic.doctor), from: Some(date(TUESDAY)), ..wanted() };
    let found = next(&clinic, request).unwrap();
    assert_eq!(
        spoken(&found),
        ["2026-11-24 10:00", "2026-11-24 10:35", "2026-11-24 12:45", "2026-11-24 14:00", "2026-11-24 14:15"],
    );
    assert!(found.iter().all(|free| free.minutes == 15), "the doctor's usual length");
}

#[test]
fn full_days_and_days_off_are_passed_over() {
    let clinic = clinic();
    limit_patients(&clinic, 1);
    book(&clinic, TUESDAY, "16:00", 15);
    close(&clinic, "2026-11-25", None, "holiday");
    let request = NextFreeRequest { count: Some(1), from: Some(date(TUESDAY)), ..wanted() };
    assert_eq!(spoken(&next(&clinic, request).unwrap()), ["2026-11-26 09:00"]);
}

#[test]
fn whoever_is_free_first_is_offered_when_no_doctor_is_named() {
    let clinic = clinic();
    let karim = another_doctor(&clinic, "Karim Naguib");
    book(&clinic, TUESDAY, "09:00", 30);
    let request = NextFreeRequest { count: Some(5), from: Some(date(TUESDAY)), ..wanted() };
    let found = next(&clinic, request).unwrap();
    let who: Vec<_> = found.iter().map(|free| (free.start.to_string(), free.doctor_id == karim)).collect();
    let expected = [("09:00", true), ("09:15", true), ("09:30", true), ("09:30", false), ("09:45", true)];
    assert_eq!(who, expected.map(|(start, karims)| (start.to_owned(), karims)));
}

#[test]
fn nothing_before_now_is_offered() {
    let clinic = clinic();
    clinic.clock.set(cairo(TUESDAY, "12:32"));
    let request =
        NextFreeRequest { from: Some(date("2026-11-01")), count: Some(2), minutes: Some(25), ..wanted() };
    assert_eq!(spoken(&next(&clinic, request).unwrap()), ["2026-11-24 12:35", "2026-11-24 14:00"]);
}

#[test]
fn on_the_first_day_none_begins_before_the_time_asked_for() {
    let clinic = clinic();
    let from = |time: &str| {
        let not_before = Some(time.parse().unwrap());
        let request = NextFreeRequest { from: Some(date(TUESDAY)), not_before, count: Some(2), ..wanted() };
        spoken(&next(&clinic, request).unwrap())
    };
    assert_eq!(from("12:32")[0], "2026-11-24 12:35");
    assert_eq!(from("23:00"), from("22:00"), "a day whose hours are over is followed by the next");
    assert!(from("23:00").iter().all(|time| !time.starts_with(TUESDAY)));
}

#[test]
fn a_doctor_without_hours_has_no_free_time() {
    let clinic = crate::testing::fresh_desk();
    assert!(next(&clinic, wanted()).unwrap().is_empty());
    let online = NextFreeRequest { kind: Some(AppointmentKind::Online), count: Some(51), ..wanted() };
    let refusal = refused(next(&clinic, online));
    assert_eq!((refusal.fields[0].field.as_str(), &refusal.fields[0].params["most"]), ("count", &json!(50)));
}
