use domain::id::HoursId;
use domain::time::{Date, Weekday};
use rusqlite::named_params;
use serde_json::{Value, json};

use super::{
    HoursOf, SetDayLimits, SetHours, SetHoursReply, list_day_limits, list_hours, set_day_limits, set_hours,
    store,
};
use crate::error::{Error, Refusal, Result};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk};

fn set(test: &TestDesk, blocks: Value) -> Result<SetHoursReply> {
    let request: SetHours =
        serde_json::from_value(json!({ "doctor_id": test.doctor, "blocks": blocks })).unwrap();
    set_hours(&test.desk, &test.admin, request)
}

fn refusal<T: std::fmt::Debug>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn block(weekday: &str, starts: &str, ends: &str) -> Value {
    json!({ "weekday": weekday, "starts": starts, "ends": ends })
}

fn ruled(rrule: &str, from: &str, starts: &str, ends: &str) -> Value {
    json!({ "rrule": rrule, "valid_from": from, "starts": starts, "ends": ends })
}

#[test]
fn hours_are_replaced_and_unchanged_blocks_keep_their_identity() {
    let test = fresh_desk();
    let reps = json!({ "audience": "rep", "weekday": "sun", "starts": "13:00", "ends": "14:00" });
    let first = set(&test, json!([block("sun", "09:00", "12:00"), block("mon", "09:00", "12:00"), reps]))
        .unwrap()
        .hours;
    assert_eq!(
        first.iter().map(|hours| hours.weekday.unwrap()).collect::<Vec<_>>(),
        [Weekday::Monday, Weekday::Sunday, Weekday::Sunday,]
    );
    let ids = |hours: &[super::Hours]| -> Vec<HoursId> { hours.iter().map(|hours| hours.id).collect() };
    let second = set(&test, json!([reps, block("sun", "09:00", "12:00"), block("mon", "10:00", "12:00")]))
        .unwrap()
        .hours;
    assert_ne!(ids(&first)[0], ids(&second)[0], "Monday is another block now");
    assert_eq!(ids(&first)[1..], ids(&second)[1..]);
    let listed = list_hours(&test.desk, &test.admin, HoursOf { doctor_id: test.doctor }).unwrap().hours;
    assert_eq!(listed, second);
    assert!(set(&test, json!([])).unwrap().hours.is_empty());
}

#[test]
fn alternate_weeks_and_single_days_reach_the_calendar() {
    let test = fresh_desk();
    let blocks = json!([
        ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-11-22", "17:00", "20:00"),
        ruled("RRULE:FREQ=DAILY;COUNT=1", "2026-11-25", "10:00", "11:00"),
    ]);
    let hours = set(&test, blocks).unwrap().hours;
    let rules = store::rules(&hours).unwrap();
    let date = |text: &str| text.parse::<Date>().unwrap();
    let open = |day: &str| domain::calendar::day_schedule(date(day), &rules, &[]).open.len();
    let days = ["2026-11-22", "2026-11-25", "2026-11-29", "2026-12-06"];
    assert_eq!(days.map(open), [1, 1, 0, 1]);
}

#[track_caller]
fn check_refused(blocks: Value, expected: &[(&str, &str)]) {
    let test = fresh_desk();
    let refusal = refusal(set(&test, blocks));
    assert_eq!(refusal.code, "input.invalid");
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, expected);
}

#[test]
fn everything_wrong_with_hours_is_said_by_block_and_field() {
    check_refused(
        json!([
            { "starts": "09:00", "ends": "12:00" },
            { "weekday": "sun", "rrule": "FREQ=DAILY", "starts": "09:00", "ends": "12:00" },
            { "rrule": "FREQ=DAILY", "starts": "09:00", "ends": "12:00" },
            { "weekday": "sun", "starts": "12:00", "ends": "12:00", "valid_from": "2026-02-01", "valid_until": "2026-01-01" },
            ruled("FREQ=SECONDLY", "2026-01-01", "09:00", "12:00"),
            ruled("FREQ=DAILY;BYHOUR=9", "2026-01-01", "09:00", "12:00"),
            ruled("FREQ=WEEKLY;BYDAY=SONNTAG", "2026-01-01", "09:00", "12:00"),
            ruled("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "09:00", "12:00"),
        ]),
        &[
            ("blocks[0].weekday", "required"),
            ("blocks[1].rrule", "either_or"),
            ("blocks[2].valid_from", "required"),
            ("blocks[3].ends", "end_before_start"),
            ("blocks[3].valid_until", "end_before_start"),
            ("blocks[4].rrule", "rule_frequency"),
            ("blocks[5].rrule", "rule_time_of_day"),
            ("blocks[6].rrule", "rule_unreadable"),
            ("blocks[7].rrule", "rule_never"),
        ],
    );
    check_refused(json!(vec![block("sun", "09:00", "12:00"); 101]), &[("blocks", "too_many")]);
}

#[test]
fn blocks_of_one_audience_may_not_claim_the_same_time() {
    let morning = block("sun", "09:00", "12:00");
    check_refused(json!([morning, block("sun", "11:59", "13:00")]), &[("blocks[1].starts", "overlaps")]);
    check_refused(json!([morning, morning]), &[("blocks[1].starts", "overlaps")]);
    let every_other = ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-11-22", "10:00", "11:00");
    check_refused(json!([morning, every_other]), &[("blocks[1].starts", "overlaps")]);

    let test = fresh_desk();
    let winter = json!({ "weekday": "sun", "starts": "10:00", "ends": "14:00", "valid_until": "2026-12-31" });
    let spring = json!({ "weekday": "sun", "starts": "09:00", "ends": "12:00", "valid_from": "2027-01-01" });
    let reps = json!({ "audience": "rep", "weekday": "sun", "starts": "10:00", "ends": "11:00" });
    let other_weeks = [
        ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23", "10:00", "12:00"),
        ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-30", "11:00", "13:00"),
    ];
    set(&test, json!([winter, spring, reps, block("sun", "14:00", "15:00"), other_weeks[0], other_weeks[1]]))
        .unwrap();
}

#[test]
fn visits_left_outside_the_new_hours_are_named_and_stay_booked() {
    let test = fresh_desk();
    let patient = test.patient("Nour Hassan");
    set(&test, json!([block("sun", "09:00", "12:00"), block("mon", "09:00", "12:00")])).unwrap();
    let book = |reference: &str, date: &str, starts_at: i64, status: &str| {
        test.desk
            .commit(&test.admin, "appointments.book", |tx| {
                tx.execute(
                    "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
                     values (:id, :ref, :patient, :doctor, :site, :date, :starts_at, 15, :status, 0)",
                    named_params! {
                        ":id": Sql(tx.new_id::<domain::id::AppointmentId>()), ":ref": reference, ":patient": Sql(patient),
                        ":doctor": Sql(test.doctor), ":site": Sql(test.site), ":date": date, ":starts_at": starts_at,
                        ":status": status,
                    },
                )?;
                Ok(())
            })
            .unwrap();
    };
    book("past", "2026-11-15", 11 * 60, "scheduled");
    book("early", "2026-11-22", 9 * 60, "confirmed");
    book("late", "2026-11-22", 11 * 60, "scheduled");
    book("gone", "2026-11-22", 11 * 60 + 30, "no_show");
    book("outside all along", "2026-11-29", 20 * 60, "scheduled");
    book("far", "2027-06-20", 10 * 60 + 50, "scheduled");
    book("monday", "2026-11-23", 9 * 60, "scheduled");
    let reply = set(&test, json!([block("sun", "09:00", "11:00"), block("mon", "08:00", "12:00")])).unwrap();
    let affected: Vec<_> = reply.affected.iter().map(|visit| visit.r#ref.as_str()).collect();
    assert_eq!(affected, ["late", "far"]);
}

#[test]
fn hours_of_nobody_are_refused() {
    let test = fresh_desk();
    let nobody: SetHours =
        serde_json::from_value(json!({ "doctor_id": uuid::Uuid::nil(), "blocks": [] })).unwrap();
    assert_eq!(refusal(set_hours(&test.desk, &test.admin, nobody)), Refusal::not_found("doctor"));
    let nowhere: SetHours = serde_json::from_value(
        json!({ "doctor_id": test.doctor, "site_id": uuid::Uuid::nil(), "blocks": [] }),
    )
    .unwrap();
    assert_eq!(refusal(set_hours(&test.desk, &test.admin, nowhere)), Refusal::not_found("site"));
}

#[test]
fn a_day_of_its_own_limit_does_not_follow_the_others() {
    let test = fresh_desk();
    let set = |limits: Value| {
        let request: SetDayLimits =
            serde_json::from_value(json!({ "doctor_id": test.doctor, "limits": limits })).unwrap();
        set_day_limits(&test.desk, &test.admin, request)
    };
    let first =
        set(json!([{ "weekday": "sun", "max_patients": 5 }, { "max_patients": 20, "max_reps": 2 }])).unwrap();
    let limits = first.day_limits;
    let caps = |day| store::limit_on(&limits, day).map(|limit| (limit.max_patients, limit.max_reps));
    assert_eq!(caps(Weekday::Sunday), Some((Some(5), None)), "no cap for reps on Sundays");
    assert_eq!(caps(Weekday::Monday), Some((Some(20), Some(2))));
    assert_eq!(store::limit_on(&limits[1..], Weekday::Monday).map(|limit| limit.id), None);

    let second = set(json!([{ "max_patients": 21 }])).unwrap().day_limits;
    assert_eq!((second.len(), second[0].id), (1, limits[0].id), "changed, not replaced");
    assert_eq!(
        list_day_limits(&test.desk, &test.admin, HoursOf { doctor_id: test.doctor }).unwrap().day_limits,
        second
    );
    let wrong = refusal(set(json!([{ "max_patients": 1001 }, { "max_reps": 3 }])));
    let fields: Vec<_> = wrong.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, [("limits[0].max_patients", "out_of_range"), ("limits[1].weekday", "repeated")]);
}
