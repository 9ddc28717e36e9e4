use domain::appointment::AppointmentStatus;
use domain::id::{DoctorId, Id as _, PatientId};
use serde_json::json;
use uuid::Uuid;

use super::{Often, SeriesRowState, read, refused, states, times};
use crate::appointments::series::requests::{BookSeries, SeriesChoice};
use crate::appointments::tests::{
    TUESDAY, add_hours, another_doctor, book, cairo, close, date, everything, limit_patients,
};
use domain::calendar::Audience;
use domain::time::Weekday;

fn choosing(wish: &BookSeries, choices: serde_json::Value) -> BookSeries {
    let choices: Vec<SeriesChoice> = read(choices);
    BookSeries { choices, ..wish.clone() }
}

#[test]
fn a_series_is_booked_as_one_operation_and_knows_its_places() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 3);
    assert_eq!(times(&series), ["2026-11-24 10:30", "2026-12-01 10:30", "2026-12-08 10:30"]);
    let numbers: Vec<_> =
        series.visits.iter().map(|visit| (visit.number, visit.moved, visit.to_come)).collect();
    assert_eq!(numbers, [(Some(1), false, true), (Some(2), false, true), (Some(3), false, true)]);
    assert_eq!((series.total, series.every), (3, 1));
    let references: Vec<_> = series.visits.iter().map(|visit| visit.appointment.r#ref.as_str()).collect();
    assert_eq!(references, ["APT-A-000001", "APT-A-000002", "APT-A-000003"]);
    let kept = often.visits();
    often.undo();
    assert_eq!(often.visits(), json!([]), "one undo takes all back");
    assert_eq!(
        refused(super::super::get(
            &often.clinic.desk,
            &often.clinic.admin,
            super::SeriesRef { id: series.id },
        ))
        .code,
        "not_found"
    );
    often.clinic.clock.advance_minutes(1);
    let again = often.weekly(TUESDAY, 3);
    assert_ne!(
        again.visits[0].appointment.r#ref, "APT-A-000001",
        "a number that was given is not given again"
    );
    assert_eq!(kept.as_array().map(Vec::len), Some(3));
}

#[test]
fn looking_at_a_series_leaves_no_trace_and_says_what_clashes_day_by_day() {
    let often = Often::new();
    close(&often.clinic, "2026-12-01", None, "Public holiday");
    book(&often.clinic, "2026-12-08", "10:20", 20);
    let elsewhere = another_doctor(&often.clinic, "Karim Naguib");
    let mut there = often.wish("2026-12-15", json!({ "unit": "week", "every": 1, "count": 2 }));
    there.doctor_id = elsewhere;
    often.book(&there);
    let before = everything(&often.clinic.desk);
    let wish = often.wish(TUESDAY, json!({ "unit": "week", "every": 1, "count": 5 }));
    let preview = often.preview(&wish);
    assert_eq!(everything(&often.clinic.desk), before, "nothing was written and no number was used up");
    use SeriesRowState::{Clashes, Fits};
    assert_eq!(states(&preview), [Fits, Clashes, Clashes, Fits, Fits]);
    assert_eq!((preview.visits, preview.clashes, preview.ready), (3, 2, false));
    let codes: Vec<_> =
        preview.rows.iter().map(|row| row.verdict.as_ref().map(|verdict| verdict.code.as_str())).collect();
    let closed_and_taken =
        [Some("ok"), Some("booking.closed"), Some("booking.slot_taken"), Some("ok"), Some("ok")];
    assert_eq!(codes, closed_and_taken);
    let warned: Vec<_> = preview.rows[3].verdict.iter().flat_map(|verdict| &verdict.warnings).collect();
    assert_eq!(warned[0].code, "patient_elsewhere");
    let refusal = refused(often.try_book(&wish));
    assert_eq!((refusal.code, &refusal.params["clashes"]), ("series.clashes", &json!(2)));
    assert_eq!(
        (&refusal.params["date"], &refusal.params["refused"]),
        (&json!("2026-12-01"), &json!("booking.closed"))
    );
    assert_eq!(everything(&often.clinic.desk), before, "a series that is refused changes nothing");
}

#[test]
fn a_day_that_clashes_is_skipped_shifted_or_the_end() {
    let often = Often::new();
    close(&often.clinic, "2026-12-01", None, "Public holiday");
    let wish = often.wish(TUESDAY, json!({ "unit": "week", "every": 1, "count": 4 }));
    let skipped = choosing(&wish, json!([{ "planned": "2026-12-01", "way": "skip" }]));
    assert!(often.preview(&skipped).ready);
    let shifted = choosing(
        &wish,
        json!([{ "planned": "2026-12-01", "way": "shift", "date": "2026-12-02", "start": "09:15" }]),
    );
    let preview = often.preview(&shifted);
    assert_eq!(preview.rows[1].state, SeriesRowState::Shifted);
    let stopped = choosing(&wish, json!([{ "planned": "2026-12-01", "way": "stop" }]));
    let preview = often.preview(&stopped);
    use SeriesRowState::{Fits, Stopped};
    assert_eq!(states(&preview), [Fits, Stopped, Stopped, Stopped]);

    let series = often.book(&shifted);
    let expected = ["2026-11-24 10:30", "2026-12-02 09:15", "2026-12-08 10:30", "2026-12-15 10:30"];
    assert_eq!(times(&series), expected);
    let moved: Vec<_> = series.visits.iter().map(|visit| visit.moved).collect();
    assert_eq!(moved, [false, true, false, false], "it keeps its place in the series");
    often.undo();
    assert_eq!(often.book(&skipped).total, 3);
    often.undo();
    assert_eq!(often.book(&stopped).total, 1);
    often.undo();
    // What was chosen must still fit.
    book(&often.clinic, "2026-12-02", "09:10", 10);
    assert_eq!(refused(often.try_book(&shifted)).code, "series.clashes");
    let nothing = choosing(&wish, json!([{ "planned": TUESDAY, "way": "stop" }]));
    assert_eq!(refused(often.try_book(&nothing)).code, "series.nothing_left");
}

#[test]
fn a_shifted_visit_stands_in_the_way_of_the_rest_and_is_offered_what_the_rest_leaves() {
    let often = Often::new();
    // Daily, so that what is offered for the closed day must not be the next day's own time.
    close(&often.clinic, "2026-11-25", None, "Congress");
    let wish = often.wish(TUESDAY, json!({ "unit": "day", "every": 1, "count": 3 }));
    let preview = often.preview(&wish);
    let offered = &preview.rows[1].verdict.as_ref().expect("a clash is explained").suggestions;
    let of_thursday: Vec<_> = offered
        .iter()
        .filter(|free| free.date == date("2026-11-26"))
        .map(|free| free.start.to_string())
        .collect();
    assert_eq!(of_thursday, ["09:00"]);
    let upon_it = choosing(
        &wish,
        json!([{ "planned": "2026-11-25", "way": "shift", "date": "2026-11-26", "start": "10:30" }]),
    );
    let preview = often.preview(&upon_it);
    assert_eq!(
        preview.rows[2].state,
        SeriesRowState::Clashes,
        "the one that was shifted has the time by now"
    );
    assert_eq!(
        preview.rows[2].verdict.as_ref().map(|verdict| verdict.code.as_str()),
        Some("booking.slot_taken")
    );
}

#[test]
fn a_full_day_counts_the_visits_of_the_series_itself() {
    let often = Often::new();
    limit_patients(&often.clinic, 1);
    let wish = often.wish(TUESDAY, json!({ "unit": "day", "every": 1, "count": 2 }));
    let doubled = choosing(
        &wish,
        json!([{ "planned": "2026-11-25", "way": "shift", "date": TUESDAY, "start": "11:30" }]),
    );
    let preview = often.preview(&doubled);
    assert_eq!(
        preview.rows[1].verdict.as_ref().map(|verdict| verdict.code.as_str()),
        Some("booking.day_full")
    );
}

#[test]
fn the_fields_of_a_series_are_read_together() {
    let often = Often::new();
    let fields = |repeats: serde_json::Value| {
        let refusal = refused(often.try_book(&often.wish(TUESDAY, repeats)));
        assert_eq!(refusal.code, "input.invalid");
        refusal.fields.into_iter().map(|field| format!("{}: {}", field.field, field.code)).collect::<Vec<_>>()
    };
    let cases = [
        (json!({ "unit": "week", "every": 0, "count": 3 }), vec!["repeats.every: out_of_range"]),
        (json!({ "unit": "week", "every": 1, "count": 1 }), vec!["repeats.count: out_of_range"]),
        (json!({ "unit": "week", "every": 1 }), vec!["repeats.count: required"]),
        (
            json!({ "unit": "week", "every": 1, "count": 3, "until": "2027-01-01" }),
            vec!["repeats.count: either_or"],
        ),
        (json!({ "unit": "week", "every": 1, "until": TUESDAY }), vec!["repeats.until: end_before_start"]),
        (json!({ "unit": "day", "every": 1, "until": "2027-11-24" }), vec!["repeats.until: too_many"]),
        (json!({ "unit": "week", "every": 1, "until": "2029-11-24" }), vec!["repeats.until: range_too_long"]),
        (json!({ "unit": "month", "every": 6, "count": 20 }), vec!["repeats.count: range_too_long"]),
    ];
    for (repeats, expected) in cases {
        assert_eq!(fields(repeats.clone()), expected, "{repeats}");
    }
    let wish = often.wish(TUESDAY, json!({ "unit": "week", "every": 1, "count": 3 }));
    let strange = json!([{ "planned": "2026-11-25", "way": "skip" }]);
    assert_eq!(refused(often.try_book(&choosing(&wish, strange))).fields[0].code, "unknown");
    let twice = json!([{ "planned": TUESDAY, "way": "skip" }, { "planned": TUESDAY, "way": "stop" }]);
    assert_eq!(refused(often.try_book(&choosing(&wish, twice))).fields[0].code, "repeated");
}

#[test]
fn where_the_clock_changes_the_day_is_told_and_the_others_keep_their_time() {
    let often = Often::new();
    let clinic = &often.clinic;
    add_hours(clinic, clinic.doctor, Audience::Patient, Weekday::Friday, ("00:00", "03:00"));
    add_hours(clinic, clinic.doctor, Audience::Patient, Weekday::Thursday, ("20:00", "24:00"));
    clinic.clock.set(cairo("2026-04-01", "09:00"));
    let mut spring = often.wish("2026-04-17", json!({ "unit": "week", "every": 1, "count": 3 }));
    spring.start = "00:30".parse().expect("a time");
    let preview = often.preview(&spring);
    let code = |row: usize| preview.rows[row].verdict.as_ref().map(|verdict| verdict.code.clone());
    assert_eq!(code(1).as_deref(), Some("booking.time_missing"), "no clock shows 00:30 on 24 April");
    assert_eq!((preview.clashes, preview.visits), (1, 2));
    let at_one = json!([{ "planned": "2026-04-24", "way": "shift", "start": "01:00" }]);
    let series = often.book(&choosing(&spring, at_one));
    assert_eq!(times(&series), ["2026-04-17 00:30", "2026-04-24 01:00", "2026-05-01 00:30"]);

    let mut autumn = often.wish("2026-10-22", json!({ "unit": "week", "every": 1, "count": 3 }));
    autumn.start = "23:30".parse().expect("a time");
    let preview = often.preview(&autumn);
    let code = |row: usize| preview.rows[row].verdict.as_ref().map(|verdict| verdict.code.clone());
    assert_eq!(code(1).as_deref(), Some("booking.time_twice"), "29 October has 23:30 twice");
    let the_second = json!([{ "planned": "2026-10-29", "way": "shift", "later_hour": true }]);
    let series = often.book(&choosing(&autumn, the_second));
    assert_eq!(times(&series), ["2026-10-22 23:30", "2026-10-29 23:30", "2026-11-05 23:30"]);
    assert!(series.visits[1].appointment.later_hour && !series.visits[1].moved);
}

#[test]
fn a_cancelled_visit_gives_its_number_to_the_next() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 3);
    let cancel = json!({ "id": series.visits[1].appointment.id });
    crate::appointments::cancel(&often.clinic.desk, &often.clinic.admin, read(cancel))
        .expect("it can be called off");
    let series = often.get(&series);
    let numbers: Vec<_> = series.visits.iter().map(|visit| visit.number).collect();
    assert_eq!((numbers, series.total), (vec![Some(1), None, Some(2)], 2));
    assert_eq!(series.visits[1].appointment.status, AppointmentStatus::Cancelled);
}

#[test]
fn nobody_and_a_doctor_who_is_not_there_are_refused_as_at_any_booking() {
    let often = Often::new();
    let wish = often.wish(TUESDAY, json!({ "unit": "week", "every": 1, "count": 2 }));
    let nobody = BookSeries { patient_id: PatientId::from_uuid(Uuid::nil()), ..wish.clone() };
    let nowhere = BookSeries { doctor_id: DoctorId::from_uuid(Uuid::nil()), ..wish };
    for (wish, what) in [(nobody, "patient"), (nowhere, "doctor")] {
        let refusal = refused(often.try_book(&wish));
        assert_eq!((refusal.code, &refusal.params["what"]), ("not_found", &json!(what)));
    }
}
