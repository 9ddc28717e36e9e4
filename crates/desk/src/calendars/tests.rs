//! Calendar files read back by somebody else's parser, over what happens to a visit after it was told.

use std::collections::BTreeMap;
use std::io::Cursor;

use domain::account::Role;
use domain::calendar::Audience;
use domain::calendar::zone::{self, Zone};
use domain::id::{AccountId, DoctorId, Id as _};
use domain::time::{Instant, Weekday};
use ical::IcalParser;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use ical::property::Property;
use rusqlite::named_params;
use serde_json::{Value, json};
use uuid::Uuid;

use super::export;
use crate::appointments::tests::{TUESDAY, add_hours, another_doctor, book, clinic, commit, rep_visit};
use crate::appointments::{self, cancel, move_visit};
use crate::error::Error;
use crate::ledger::undo::undo;
use crate::store::Sql;
use crate::testing::{TestDesk, session};

const FRIDAY: &str = "2026-11-27";

fn ask<T: serde::de::DeserializeOwned>(request: Value) -> T {
    serde_json::from_value(request).unwrap()
}

fn week(doctor: DoctorId, privacy: &str) -> Value {
    json!({ "doctor_id": doctor, "first_date": "2026-11-21", "last_date": FRIDAY, "privacy": privacy })
}

fn text_of(clinic: &TestDesk, request: Value) -> String {
    let paper = export(&clinic.desk, &clinic.admin, ask(request)).unwrap().paper;
    assert_eq!(paper.media_type, "text/calendar");
    String::from_utf8(paper.file().unwrap()).unwrap()
}

fn parsed(text: &str) -> IcalCalendar {
    let mut calendars = IcalParser::new(Cursor::new(text.as_bytes().to_vec()));
    let calendar = calendars.next().unwrap().unwrap();
    assert!(calendars.next().is_none());
    calendar
}

fn value<'p>(properties: &'p [Property], name: &str) -> &'p str {
    let found = properties.iter().find(|property| property.name == name);
    found.unwrap_or_else(|| panic!("{name}: {properties:?}")).value.as_deref().unwrap()
}

/// Status, start and sequence of each event, by its identifier.
fn told(clinic: &TestDesk, request: Value) -> BTreeMap<String, (String, String, u32)> {
    let read = |event: &IcalEvent| {
        let of = |name| value(&event.properties, name).to_owned();
        (of("UID"), (of("STATUS"), of("DTSTART"), of("SEQUENCE").parse().unwrap()))
    };
    parsed(&text_of(clinic, request)).events.iter().map(read).collect()
}

fn only(told: BTreeMap<String, (String, String, u32)>) -> (String, String, u32) {
    assert_eq!(told.len(), 1, "{told:?}");
    told.into_values().next().unwrap()
}

fn stands(status: &str, start: &str, sequence: u32) -> (String, String, u32) {
    (status.to_owned(), start.to_owned(), sequence)
}

#[test]
fn a_visit_keeps_its_identifier_and_its_sequence_grows_with_each_change() {
    let clinic = clinic();
    let (desk, admin) = (&clinic.desk, &clinic.admin);
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let salma = || week(clinic.doctor, "busy");
    let first = told(&clinic, salma());
    assert_eq!(only(first.clone()), stands("CONFIRMED", "20261124T100000", 0));
    clinic.clock.advance_minutes(5);
    assert_eq!(told(&clinic, salma()), first, "nothing has changed");

    let to = |date: &str, start: &str| ask(json!({ "id": id, "date": date, "start": start }));
    move_visit(desk, admin, to(TUESDAY, "11:00")).unwrap();
    clinic.clock.advance_minutes(5);
    let moved = told(&clinic, salma());
    assert_eq!(moved.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>());
    assert_eq!(only(moved), stands("CONFIRMED", "20261124T110000", 1));

    cancel(desk, admin, ask(json!({ "id": id }))).unwrap();
    clinic.clock.advance_minutes(5);
    assert_eq!(only(told(&clinic, salma())), stands("CANCELLED", "20261124T110000", 2));
    // The file itself is not taken back by it: what is undone is the cancellation.
    undo(desk, admin, ask(json!({}))).unwrap();
    clinic.clock.advance_minutes(5);
    assert_eq!(only(told(&clinic, salma())), stands("CONFIRMED", "20261124T110000", 3));
    // Out of the days asked for, and told all the same: the calendar has it on the old one.
    move_visit(desk, admin, to("2026-12-01", "09:00")).unwrap();
    clinic.clock.advance_minutes(5);
    assert_eq!(only(told(&clinic, salma())), stands("CONFIRMED", "20261201T090000", 4));
    assert!(told(&clinic, salma()).is_empty(), "once");
}

#[test]
fn a_visit_that_went_to_another_doctor_is_off_in_the_first_ones_calendar_only() {
    let clinic = clinic();
    let karim = another_doctor(&clinic, "Karim Naguib");
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let before = told(&clinic, week(clinic.doctor, "busy"));
    move_visit(
        &clinic.desk,
        &clinic.admin,
        ask(json!({ "id": id, "doctor_id": karim, "date": TUESDAY, "start": "10:00" })),
    )
    .unwrap();
    let salmas = told(&clinic, week(clinic.doctor, "busy"));
    let karims = told(&clinic, week(karim, "busy"));
    assert_eq!(salmas.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert_ne!(salmas.keys().collect::<Vec<_>>(), karims.keys().collect::<Vec<_>>());
    assert_eq!(only(salmas), stands("CANCELLED", "20261124T100000", 1));
    assert_eq!(only(karims), stands("CONFIRMED", "20261124T100000", 0));
}

#[test]
fn a_booking_that_was_undone_is_off_and_one_that_was_off_before_is_never_told() {
    let clinic = clinic();
    let (desk, admin) = (&clinic.desk, &clinic.admin);
    let off = book(&clinic, TUESDAY, "12:00", 15).appointment.id;
    cancel(desk, admin, ask(json!({ "id": off }))).unwrap();
    book(&clinic, TUESDAY, "10:00", 15);
    assert_eq!(only(told(&clinic, week(clinic.doctor, "busy"))), stands("CONFIRMED", "20261124T100000", 0));
    undo(desk, admin, ask(json!({}))).unwrap();
    assert_eq!(only(told(&clinic, week(clinic.doctor, "busy"))), stands("CANCELLED", "20261124T100000", 1));
}

#[test]
fn reps_hold_the_doctors_time_as_patients_do() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    rep_visit(&clinic, TUESDAY, "16:30", 10);
    let text = text_of(&clinic, week(clinic.doctor, "full"));
    let calendar = parsed(&text);
    let summaries: Vec<&str> =
        calendar.events.iter().map(|event| value(&event.properties, "SUMMARY")).collect();
    assert_eq!(summaries, ["Omar Hesham", "Rania Aziz (Nile Pharma)"]);
    assert_eq!(value(&calendar.events[1].properties, "DURATION"), "PT10M");
}

/// What of a patient must be nowhere in the file, as bytes.
fn assert_tells_nobody(text: &str, secrets: &[&str]) {
    let unfolded = text.replace("\r\n ", "").to_lowercase();
    for secret in secrets {
        assert!(!unfolded.contains(&secret.to_lowercase()), "{secret} in {text}");
    }
}

#[test]
fn a_calendar_tells_no_names_unless_asked_to_and_then_only_whoever_may_see_them() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "10:00", 15).appointment;
    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update patient set full_name = 'عبد الرحمن Hesham', phones = '[{\"number\":\"0100 123 7719\"}]' where id = :id",
            named_params! { ":id": Sql(visit.patient_id) },
        )?)
    });
    commit(&clinic, |tx| {
        Ok(tx.execute("update appointment set reason = 'Chest pain', notes = 'Smoker'", [])?)
    });
    rep_visit(&clinic, TUESDAY, "16:30", 10);
    let ids = [visit.id.uuid().to_string(), visit.patient_id.uuid().to_string()];
    let secrets = [
        "عبد",
        "الرحمن",
        "Hesham",
        "7719",
        "Chest",
        "Smoker",
        "Rania",
        "Aziz",
        "Nile",
        &*visit.r#ref,
        &*visit.patient_ref,
        &*ids[0],
        &*ids[1],
    ];
    let by_default =
        json!({ "doctor_id": clinic.doctor, "first_date": TUESDAY, "last_date": TUESDAY, "language": "ar" });
    let busy = text_of(&clinic, by_default);
    assert_tells_nobody(&busy, &secrets);
    assert!(busy.contains("SUMMARY:مشغول"), "{busy}");
    let initials = text_of(&clinic, week(clinic.doctor, "initials"));
    assert_tells_nobody(&initials, &secrets);
    assert!(initials.contains("SUMMARY:ع H"), "{initials}");
    let full = text_of(&clinic, week(clinic.doctor, "full"));
    assert!(full.contains("SUMMARY:عبد الرحمن Hesham") && full.contains(&visit.r#ref), "{full}");
    assert_tells_nobody(&full, &["Chest", "Smoker", "7719"]);

    let viewer = session(AccountId::from_uuid(Uuid::from_u128(0x51)), Role::Viewer);
    for (privacy, refused) in [("busy", false), ("initials", true), ("full", true)] {
        let answer = export(&clinic.desk, &viewer, ask(week(clinic.doctor, privacy)));
        let code = match answer {
            Ok(_) => None,
            Err(Error::Refused(refusal)) => Some(refusal.code),
            Err(fault) => panic!("{fault}"),
        };
        assert_eq!(code, refused.then_some("permission.denied"), "{privacy}");
    }
}

/// The offset that the file's own zone gives a wall time in Greenwich: the last observance that had begun.
fn offset_told(calendar: &IcalCalendar, at: Instant) -> i32 {
    let seconds = |text: &str| {
        let (sign, digits) = text.split_at(1);
        let part = |from: usize| digits.get(from..from + 2).map_or(0, |part| part.parse::<i32>().unwrap());
        (part(0) * 3_600 + part(2) * 60 + part(4)) * if sign == "-" { -1 } else { 1 }
    };
    let moment = |local: &str, offset: i32| {
        let date = format!("{}-{}-{}", &local[..4], &local[4..6], &local[6..8]).parse().unwrap();
        let time = format!("{}:{}", &local[9..11], &local[11..13]).parse().unwrap();
        let zone::Moment::Once(at) = zone::instant(date, time, zone::GREENWICH) else { panic!("{local}") };
        at.0 + local[13..15].parse::<i64>().unwrap() * 1_000 - i64::from(offset) * 1_000
    };
    let [told] = calendar.timezones.as_slice() else { panic!("one zone") };
    let begun = told.transitions.iter().map(|observance| {
        let of = |name| value(&observance.properties, name);
        (moment(of("DTSTART"), seconds(of("TZOFFSETFROM"))), seconds(of("TZOFFSETTO")))
    });
    begun.filter(|(from, _)| *from <= at.0).max().expect("the first observance began long ago").1
}

#[test]
fn the_zone_in_the_file_is_the_clinics_hour_by_hour_through_every_change_of_the_clocks() {
    let clinic = clinic();
    for name in ["Africa/Cairo", "Africa/Casablanca", "Europe/London", "Asia/Riyadh", "Australia/Lord_Howe"] {
        commit(&clinic, |tx| {
            Ok(tx.execute("update site set time_zone = :zone", named_params! { ":zone": name })?)
        });
        let year = json!({ "doctor_id": clinic.doctor, "first_date": "2026-01-01", "last_date": "2026-12-31", "privacy": "busy" });
        let calendar = parsed(&text_of(&clinic, year));
        assert_eq!(value(&calendar.timezones[0].properties, "TZID"), name);
        let zone: Zone = name.parse().unwrap();
        let begin = 1_767_225_600_000_i64;
        for half_hour in 0..365 * 48 {
            let at = Instant(begin + half_hour * 1_800_000);
            assert_eq!(offset_told(&calendar, at), zone::offset(at, zone), "{name} at {at:?}");
        }
    }
}

#[test]
fn on_the_night_the_clock_goes_back_the_second_of_two_equal_times_is_told_as_a_moment() {
    let clinic = clinic();
    clinic.clock.set(Instant(1_792_000_000_000));
    add_hours(&clinic, clinic.doctor, Audience::Patient, Weekday::Thursday, ("22:00", "24:00"));
    for later_hour in [false, true] {
        let patient = clinic.patient("Omar Hesham");
        let request = json!({
            "doctor_id": clinic.doctor, "patient_id": patient, "date": "2026-10-29", "start": "23:15", "minutes": 15,
            "later_hour": later_hour,
        });
        appointments::book(&clinic.desk, &clinic.admin, ask(request)).unwrap();
    }
    let night = json!({ "doctor_id": clinic.doctor, "first_date": "2026-10-29", "last_date": "2026-10-29" });
    let mut starts: Vec<String> = told(&clinic, night).into_values().map(|(_, start, _)| start).collect();
    starts.sort();
    // Summer time is three hours east of Greenwich, winter time two.
    assert_eq!(starts, ["20261029T211500Z", "20261029T231500"]);
}

#[test]
fn days_the_wrong_way_round_and_too_many_of_them_are_refused() {
    let clinic = clinic();
    let refused = |first: &str, last: &str| {
        let request = json!({ "doctor_id": clinic.doctor, "first_date": first, "last_date": last });
        match export(&clinic.desk, &clinic.admin, ask(request)) {
            Err(Error::Refused(refusal)) => refusal.fields[0].code,
            other => panic!("{:?}", other.map(|reply| reply.paper.name)),
        }
    };
    assert_eq!(refused(TUESDAY, "2026-11-23"), "end_before_start");
    assert_eq!(refused("2026-01-01", "2027-01-03"), "range_too_long");
    let nobody = json!({ "doctor_id": Uuid::nil(), "first_date": TUESDAY, "last_date": TUESDAY });
    let answer = export(&clinic.desk, &clinic.admin, ask(nobody));
    assert!(matches!(answer, Err(Error::Refused(refusal)) if refusal.code == "not_found"));
}
