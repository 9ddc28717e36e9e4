//! What the papers of the front desk say, and that each of them is on record.

use rusqlite::named_params;
use serde_json::{Value, json};

use super::{AgendaPaperRequest, PaperReply, RebookListRequest, SlipRequest, agenda, rebook_list, slip};
use crate::appointments::tests::{TUESDAY, another_doctor, book, clinic, close, commit, date, rep_visit};
use crate::appointments::{cancel, no_show};
use crate::closures;
use crate::error::{Error, Result};
use crate::store::Sql;
use crate::testing::TestDesk;

fn ask<T: serde::de::DeserializeOwned>(request: Value) -> T {
    serde_json::from_value(request).unwrap()
}

fn said(clinic: &TestDesk, request: Value) -> Value {
    json!(agenda::of(&clinic.desk, &clinic.admin, ask(request)).unwrap())
}

fn refused<T>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code.to_owned(),
        Err(fault) => panic!("{fault}"),
        Ok(_) => panic!("nothing was refused"),
    }
}

/// The kinds of operations there are beyond those that the test prepared.
fn recorded(clinic: &TestDesk, work: impl FnOnce()) -> Vec<String> {
    let kinds = || -> Vec<String> {
        let read = clinic.desk.read(|connection| {
            let mut statement = connection.prepare("select kind from operation order by number")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        });
        read.unwrap()
    };
    let before = kinds().len();
    work();
    kinds().split_off(before)
}

fn is_pdf(reply: PaperReply, name: &str) {
    assert_eq!((&*reply.paper.name, &*reply.paper.media_type), (name, "application/pdf"));
    assert!(reply.paper.file().unwrap().starts_with(b"%PDF-"));
}

#[test]
fn an_agenda_lists_who_comes_with_age_file_and_phone_and_counts_who_called_off() {
    let clinic = clinic();
    let stays = book(&clinic, TUESDAY, "10:00", 15).appointment;
    let leaves = book(&clinic, TUESDAY, "11:00", 15).appointment.id;
    let missed = book(&clinic, TUESDAY, "12:00", 15).appointment.id;
    cancel(&clinic.desk, &clinic.admin, ask(json!({ "id": leaves }))).unwrap();
    no_show(&clinic.desk, &clinic.admin, ask(json!({ "id": missed }))).unwrap();
    close(&clinic, TUESDAY, Some(("09:00", "10:00")), "ward round");
    rep_visit(&clinic, TUESDAY, "16:00", 15);
    commit(&clinic, |tx| {
        Ok(tx.execute(
            "update patient set date_of_birth = '1990-11-20', phones = '[{\"number\":\"0100 123 7719\"}]' where id = :id",
            named_params! { ":id": Sql(stays.patient_id) },
        )?)
    });
    let paper = said(&clinic, json!({ "date": TUESDAY, "language": "ar" }));
    assert_eq!((&paper["language"], &paper["date"]), (&json!("ar"), &json!(TUESDAY)));
    assert_eq!(paper["clinic"]["site"], "Dokki");
    assert_eq!(paper["made"], json!({ "date": "2026-11-20", "time": "10:00", "by": "Admin" }));
    let [salma] = paper["doctors"].as_array().unwrap().as_slice() else { panic!("{paper}") };
    assert_eq!((&salma["full_name"], &salma["cancelled"]), (&json!("Salma Fathy"), &json!(1)));
    let starts = |list: &Value| -> Vec<(Value, Value)> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|visit| (visit["start"].clone(), visit["status"].clone()))
            .collect()
    };
    assert_eq!(
        starts(&salma["visits"]),
        [(json!("10:00"), json!("scheduled")), (json!("12:00"), json!("no_show"))]
    );
    let first = &salma["visits"][0];
    assert_eq!((&first["age"], &first["phone"]), (&json!(36), &json!("0100 123 7719")));
    assert_eq!(first["file"], json!(stays.patient_ref));
    assert_eq!(starts(&salma["rep_visits"]), [(json!("16:00"), json!("approved"))]);
    assert_eq!(salma["closures"][0]["reason"], "ward round");
    assert_eq!(salma["open"][0], json!({ "audience": "patient", "start": "10:00", "end": "13:00" }));
}

#[test]
fn all_doctors_of_a_day_stand_on_one_paper_and_one_doctor_can_be_asked_for() {
    let clinic = clinic();
    let karim = another_doctor(&clinic, "Karim Naguib");
    let names = |request: Value| -> Vec<String> {
        let paper = said(&clinic, request);
        let doctors = paper["doctors"].as_array().unwrap();
        doctors.iter().map(|doctor| doctor["full_name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(json!({ "date": TUESDAY })), ["Karim Naguib", "Salma Fathy"]);
    assert_eq!(names(json!({ "date": TUESDAY, "doctor_id": karim })), ["Karim Naguib"]);
    // On a Friday nobody works: the paper says so for everybody.
    assert_eq!(names(json!({ "date": "2026-11-27" })), ["Karim Naguib", "Salma Fathy"]);
    let nobody = json!({ "date": TUESDAY, "doctor_id": uuid::Uuid::nil() });
    assert_eq!(refused(agenda(&clinic.desk, &clinic.admin, ask(nobody))), "not_found");
}

#[test]
fn a_day_on_which_the_clock_changes_says_so() {
    let clinic = clinic();
    assert_eq!(said(&clinic, json!({ "date": "2026-10-29" }))["doctors"][0]["clock"], "twice");
    assert_eq!(said(&clinic, json!({ "date": "2026-04-24" }))["doctors"][0]["clock"], "missing");
    assert_eq!(said(&clinic, json!({ "date": TUESDAY }))["doctors"][0]["clock"], Value::Null);
}

#[test]
fn every_paper_that_is_made_is_an_operation_and_one_that_is_refused_is_none() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "10:00", 15).appointment;
    let (desk, admin) = (&clinic.desk, &clinic.admin);
    let request: AgendaPaperRequest = ask(json!({ "date": TUESDAY }));
    let kinds = recorded(&clinic, || {
        is_pdf(agenda(desk, admin, request).unwrap(), "agenda-2026-11-24.pdf");
        for format in ["a5", "strip"] {
            let request: SlipRequest = ask(json!({ "appointment_id": visit.id, "format": format }));
            is_pdf(slip(desk, admin, request).unwrap(), &format!("{}.pdf", visit.r#ref));
        }
    });
    assert_eq!(kinds, ["papers.agenda", "papers.slip", "papers.slip"]);
    cancel(desk, admin, ask(json!({ "id": visit.id }))).unwrap();
    let kinds = recorded(&clinic, || {
        let request: SlipRequest = ask(json!({ "appointment_id": visit.id, "format": "a5" }));
        assert_eq!(refused(slip(desk, admin, request)), "papers.no_slip");
    });
    assert!(kinds.is_empty(), "{kinds:?}");
}

#[test]
fn a_slip_says_when_with_whom_and_the_number_once_there_is_one() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "10:00", 20).appointment;
    let of = || {
        let request = ask(json!({ "appointment_id": visit.id, "format": "strip", "language": "en" }));
        json!(slip::of(&clinic.desk, &clinic.admin, request).unwrap())
    };
    let before = of();
    assert_eq!((&before["format"], &before["doctor"]["full_name"]), (&json!("strip"), &json!("Salma Fathy")));
    assert_eq!(
        before["visit"],
        json!({
            "name": "Omar Hesham", "file": visit.patient_ref, "reference": visit.r#ref, "date": TUESDAY, "start": "10:00",
            "minutes": 20, "later_hour": false, "queue_number": null, "online": false,
        })
    );
    crate::appointments::arrive(&clinic.desk, &clinic.admin, ask(json!({ "id": visit.id }))).unwrap();
    assert_eq!(of()["visit"]["queue_number"], 1);
}

#[test]
fn a_rebook_list_has_the_lost_times_and_the_proposed_ones_in_front() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    book(&clinic, TUESDAY, "10:15", 15);
    let closed = json!({
        "doctor_id": clinic.doctor, "first_date": TUESDAY, "last_date": TUESDAY, "effect": "closed", "reason": "conference",
    });
    let closed = closures::add(&clinic.desk, &clinic.admin, ask(closed)).unwrap();
    let worklist = json!(closed)["worklist"].clone();
    let request: RebookListRequest = ask(json!({ "id": worklist, "language": "en" }));
    let paper = json!(rebook_list::of(&clinic.desk, &clinic.admin, request).unwrap());
    assert_eq!(paper["closure"], json!({ "start": null, "end": null, "reason": "conference" }));
    let rows = paper["rows"].as_array().unwrap();
    let was: Vec<&Value> = rows.iter().map(|row| &row["was"]["start"]).collect();
    assert_eq!(was, [&json!("10:00"), &json!("10:15")]);
    assert!(rows.iter().all(|row| row["end"].is_null() && row["times"].as_array().unwrap().len() == 3));
    let first = date(rows[0]["times"][0]["date"].as_str().unwrap());
    assert!(first > date(TUESDAY), "{first}");
    let kinds = recorded(&clinic, || {
        let request: RebookListRequest = ask(json!({ "id": worklist }));
        is_pdf(rebook_list(&clinic.desk, &clinic.admin, request).unwrap(), "rebook-2026-11-24.pdf");
    });
    assert_eq!(kinds, ["papers.rebook_list"]);
}
