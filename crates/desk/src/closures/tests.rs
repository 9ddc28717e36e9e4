use domain::id::{DoctorId, Id as _};
use rusqlite::named_params;
use serde_json::{Value, json};

use super::{
    AddClosure, ChangeClosure, ClosureRef, ListClosures, OfferHolidays, add, change, list, offer_holidays,
    preview, remove, store,
};
use crate::error::{Error, Refusal, Result};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk};

fn request(fields: Value) -> AddClosure {
    serde_json::from_value(fields).unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn book(test: &TestDesk, doctor: DoctorId, reference: &str, date: &str, hour: i64, status: &str) {
    let patient = test.patient(reference);
    let booked = test.desk.commit(&test.admin, "appointments.book", |tx| {
        tx.execute(
            "insert into appointment
                 (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, cancelled_by, created_at)
             values (:id, :ref, :patient, :doctor, :site, :date, :starts_at, 30, :status,
                 iif(:status = 'cancelled', 'patient', null), 0)",
            named_params! {
                ":id": Sql(tx.new_id::<domain::id::AppointmentId>()), ":ref": reference, ":patient": Sql(patient),
                ":doctor": Sql(doctor), ":site": Sql(test.site), ":date": date, ":starts_at": hour * 60, ":status": status,
            },
        )?;
        Ok(())
    });
    booked.unwrap();
}

/// The test desk with a second doctor and a few visits.
fn busy_desk() -> (TestDesk, DoctorId) {
    let test = fresh_desk();
    let other = test
        .desk
        .commit(&test.admin, "doctors.save", |tx| {
            let id = tx.new_id::<DoctorId>();
            tx.execute(
                "insert into doctor (id, site_id, full_name, created_at) values (:id, :site, 'Hany Mourad', 0)",
                named_params! { ":id": Sql(id), ":site": Sql(test.site) },
            )?;
            Ok(id)
        })
        .unwrap();
    book(&test, test.doctor, "first day", "2026-11-22", 10, "scheduled");
    book(&test, test.doctor, "last day", "2026-11-24", 9, "confirmed");
    book(&test, test.doctor, "called off", "2026-11-23", 10, "cancelled");
    book(&test, test.doctor, "after", "2026-11-25", 10, "scheduled");
    book(&test, other, "of the other", "2026-11-23", 10, "arrived");
    (test, other)
}

#[track_caller]
fn check_affected(fields: Value, expected: &[&str]) {
    let (test, other) = busy_desk();
    let mut fields = fields;
    fields["first_date"] = json!("2026-11-22");
    fields["last_date"] = json!("2026-11-24");
    match fields["of"].take().as_str() {
        Some("doctor") => fields["doctor_id"] = json!(test.doctor),
        Some("other") => fields["doctor_id"] = json!(other),
        _ => fields["site_id"] = json!(test.site),
    }
    fields.as_object_mut().unwrap().remove("of");
    let foreseen = preview(&test.desk, &test.admin, request(fields.clone())).unwrap().affected;
    let reply = add(&test.desk, &test.admin, request(fields)).unwrap();
    let names = |visits: &[crate::appointments::Appointment]| -> Vec<String> {
        visits.iter().map(|visit| visit.patient_name.clone()).collect()
    };
    assert_eq!(names(&reply.affected), expected);
    assert_eq!(names(&foreseen), expected, "the preview says the same");
}

#[test]
fn a_closure_names_the_visits_that_stand_in_it() {
    check_affected(json!({ "of": "doctor" }), &["first day", "last day"]);
    check_affected(json!({ "of": "site" }), &["first day", "of the other", "last day"]);
    check_affected(json!({ "of": "other" }), &["of the other"]);
    check_affected(json!({ "of": "site", "from": "09:15", "until": "10:00" }), &["last day"]);
    check_affected(json!({ "of": "site", "from": "09:30", "until": "10:00" }), &[]);
    check_affected(json!({ "of": "site", "from": "09:00", "until": "12:00", "effect": "opened" }), &[]);
}

#[test]
fn closures_are_listed_by_the_days_they_touch_until_they_are_removed() {
    let (test, other) = busy_desk();
    let close = |fields: Value| add(&test.desk, &test.admin, request(fields)).unwrap().closure;
    let feast = close(
        json!({ "site_id": test.site, "first_date": "2026-12-01", "last_date": "2026-12-03", "reason": " Feast " }),
    );
    let away = close(json!({ "doctor_id": other, "first_date": "2026-12-03", "last_date": "2026-12-09" }));
    let ids = |from: Option<&str>, until: Option<&str>| -> Vec<_> {
        let request: ListClosures = serde_json::from_value(json!({ "from": from, "until": until })).unwrap();
        list(&test.desk, &test.admin, request).unwrap().closures.iter().map(|closure| closure.id).collect()
    };
    assert_eq!((feast.reason.as_str(), away.reason.as_str()), ("Feast", ""));
    assert_eq!(ids(None, None), [feast.id, away.id]);
    assert_eq!(ids(Some("2026-12-03"), Some("2026-12-03")), [feast.id, away.id]);
    assert_eq!(ids(Some("2026-12-04"), None), [away.id]);
    assert_eq!(ids(None, Some("2026-12-02")), [feast.id]);

    let touching = |doctor, day: &str| -> Vec<_> {
        let day = day.parse().unwrap();
        let read =
            |connection: &rusqlite::Connection| store::touching(connection, doctor, test.site, day, day);
        test.desk.read(read).unwrap().iter().map(|closure| closure.id).collect()
    };
    assert_eq!(touching(test.doctor, "2026-12-03"), [feast.id], "another doctor's absence is none of ours");
    assert_eq!(touching(other, "2026-12-03"), [feast.id, away.id]);

    remove(&test.desk, &test.admin, ClosureRef { id: feast.id }).unwrap();
    assert_eq!(ids(None, None), [away.id]);
    assert_eq!(touching(other, "2026-12-03"), [away.id]);
    let again = refusal(remove(&test.desk, &test.admin, ClosureRef { id: feast.id }));
    assert_eq!(again, Refusal::not_found("closure"));
}

#[track_caller]
fn check_refused(fields: Value, expected: &[(&str, &str)]) {
    let test = fresh_desk();
    let mut all = json!({ "site_id": test.site, "first_date": "2026-12-01", "last_date": "2026-12-01" });
    for (name, value) in fields.as_object().unwrap() {
        all[name] = value.clone();
    }
    let refusal = refusal(add(&test.desk, &test.admin, request(all)));
    assert_eq!(refusal.code, "input.invalid");
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, expected);
}

#[test]
fn everything_wrong_with_a_closure_is_said_at_once() {
    let long = "x".repeat(501);
    check_refused(
        json!({ "site_id": null, "last_date": "2026-11-30", "from": "10:00", "reason": long }),
        &[
            ("site_id", "required"),
            ("last_date", "end_before_start"),
            ("until", "required"),
            ("reason", "too_long"),
        ],
    );
    check_refused(json!({ "doctor_id": uuid::Uuid::nil() }), &[("doctor_id", "either_or")]);
    check_refused(json!({ "from": "10:00", "until": "10:00" }), &[("until", "end_before_start")]);
    check_refused(json!({ "effect": "opened" }), &[("from", "required"), ("until", "required")]);
    check_refused(json!({ "last_date": "2029-12-04" }), &[("last_date", "range_too_long")]);
}

#[test]
fn a_closure_of_what_does_not_exist_is_refused() {
    let test = fresh_desk();
    let of = |name: &str| {
        let mut fields = json!({ "first_date": "2026-12-01", "last_date": "2026-12-01" });
        fields[name] = json!(uuid::Uuid::nil());
        refusal(add(&test.desk, &test.admin, request(fields)))
    };
    assert_eq!(of("site_id"), Refusal::not_found("site"));
    assert_eq!(of("doctor_id"), Refusal::not_found("doctor"));
}

#[test]
fn holidays_are_offered_for_any_spelling_of_the_country() {
    let test = fresh_desk();
    let offer = |country: &str, year| {
        offer_holidays(&test.desk, &test.admin, OfferHolidays { country: country.into(), year }).unwrap()
    };
    assert_eq!(offer(" eg ", 2026).holidays.len(), offer("EG", 2026).holidays.len());
    let unknown = offer("ZZ", 2026);
    assert!(unknown.holidays.is_empty() && unknown.countries.contains(&"EG".to_owned()));
}

#[test]
fn what_touches_a_day_is_found_by_the_index() {
    let test = fresh_desk();
    for sql in [include_str!("touching.sql"), include_str!("between.sql")] {
        let plan = |connection: &rusqlite::Connection| {
            let mut statement = connection.prepare(&format!("explain query plan {sql}"))?;
            let mut rows = statement.raw_query();
            let first = rows.next()?.map(|row| row.get::<_, String>("detail")).transpose()?;
            Ok(first.unwrap_or_default())
        };
        let plan = test.desk.read(plan).unwrap();
        assert!(plan.contains("closure_last_date (last_date>?)"), "{plan}");
    }
}

#[test]
fn a_closure_is_changed_as_one_operation_and_says_whom_it_touches_now() {
    let (test, _) = busy_desk();
    let one_day = json!({ "doctor_id": test.doctor, "first_date": "2026-11-22", "last_date": "2026-11-22" });
    let closure = add(&test.desk, &test.admin, request(one_day)).unwrap().closure;
    let longer = json!({
        "doctor_id": test.doctor, "first_date": "2026-11-22", "last_date": "2026-11-24", "reason": "Conference",
    });
    let change_it = |id| ChangeClosure { id, closure: request(longer.clone()) };
    let reply = change(&test.desk, &test.admin, change_it(closure.id)).unwrap();
    assert_eq!((reply.closure.id, reply.closure.reason.as_str()), (closure.id, "Conference"));
    let names: Vec<_> = reply.affected.iter().map(|visit| visit.patient_name.as_str()).collect();
    assert_eq!(names, ["first day", "last day"]);
    let listed = list(&test.desk, &test.admin, ListClosures { from: None, until: None }).unwrap().closures;
    assert_eq!(
        listed.iter().map(|each| (each.id, each.last_date)).collect::<Vec<_>>(),
        [(closure.id, "2026-11-24".parse().unwrap())]
    );
    let nobody = domain::id::ClosureId::from_uuid(uuid::Uuid::nil());
    assert_eq!(refusal(change(&test.desk, &test.admin, change_it(nobody))), Refusal::not_found("closure"));
}

#[test]
fn a_closure_names_the_rep_visits_that_stand_in_it() {
    let (test, other) = busy_desk();
    rep_visit(&test, test.doctor, "2026-11-22", 12, "confirmed");
    rep_visit(&test, test.doctor, "2026-11-23", 12, "cancelled");
    rep_visit(&test, other, "2026-11-23", 13, "requested");
    let days = json!({ "first_date": "2026-11-22", "last_date": "2026-11-24" });
    let starts = |mut fields: Value| -> Vec<String> {
        fields["first_date"] = days["first_date"].clone();
        fields["last_date"] = days["last_date"].clone();
        let preview = preview(&test.desk, &test.admin, request(fields)).unwrap();
        preview.affected_reps.iter().map(|visit| format!("{} {}", visit.date, visit.start)).collect()
    };
    assert_eq!(starts(json!({ "doctor_id": test.doctor })), ["2026-11-22 12:00"]);
    assert_eq!(starts(json!({ "site_id": test.site })), ["2026-11-22 12:00", "2026-11-23 13:00"]);
    assert!(starts(json!({ "site_id": test.site, "from": "09:00", "until": "12:00" })).is_empty());
}

fn rep_visit(test: &TestDesk, doctor: DoctorId, date: &str, hour: i64, status: &str) {
    let written = test.desk.commit(&test.admin, "demo.fill", |tx| {
        let (company, rep) = (tx.new_id::<domain::id::CompanyId>(), tx.new_id::<domain::id::RepId>());
        tx.execute(
            "insert into company (id, name) values (:id, :name)",
            named_params! { ":id": Sql(company), ":name": format!("{date} {hour} {status}") },
        )?;
        tx.execute(
            "insert into rep (id, company_id, full_name, created_at) values (:id, :company, 'Mina Sobhy', 0)",
            named_params! { ":id": Sql(rep), ":company": Sql(company) },
        )?;
        let id = tx.new_id::<domain::id::RepVisitId>();
        tx.execute(
            "insert into rep_visit (id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
             values (:id, :ref, :rep, :doctor, :site, :date, :starts_at, 15, :status, 0)",
            named_params! {
                ":id": Sql(id), ":ref": format!("{date} {hour}"), ":rep": Sql(rep), ":doctor": Sql(doctor),
                ":site": Sql(test.site), ":date": date, ":starts_at": hour * 60, ":status": status,
            },
        )?;
        Ok(())
    });
    written.unwrap();
}
