//! A desk that catches up: rows come in the hub's order, so a visit can be here before its patient, its doctor or its site. What is done
//! meanwhile is done with what is known, or refused; and it is as it should be once the rest has come.

use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use wire::changes::Value;
use wire::operation::GENESIS;
use wire::registry::Table;
use wire::sync::{Trouble, TroubleCode};

use super::{DOCTOR, PATIENT, SITE, STILL_TO_COME, Tried, before_its, id, patient, row, text, visit};
use crate::appointments::{self, Appointment};
use crate::error::Result;
use crate::sync::Answer;
use crate::{Error, agenda, attention, calendars, closures, rebooking, reps, schedules};

const VISIT: Uuid = Uuid::from_u128(20);
const DAY: &str = "2026-11-24";

fn wish<T: DeserializeOwned>(input: Json) -> T {
    serde_json::from_value(input).unwrap()
}

fn refused<T>(answer: Result<T>) -> &'static str {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code,
        Err(Error::Fault(fault)) => panic!("a fault: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}

impl Tried {
    /// Hears of rows, and that there are more of them.
    fn open_around_the_clock(&self) {
        let days = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
        let blocks: Vec<Json> = days
            .iter()
            .map(|day| json!({ "audience": "patient", "weekday": day, "starts": "00:00", "ends": "24:00" }))
            .collect();
        let hours = wish(json!({ "doctor_id": DOCTOR, "blocks": blocks }));
        schedules::set_hours(&self.desk.desk, &self.desk.admin, hours).unwrap();
    }

    fn on_the_board(&self) -> Vec<Appointment> {
        let day = agenda::day(&self.desk.desk, &self.desk.admin, wish(json!({ "date": DAY }))).unwrap();
        day.appointments.to_vec()
    }

    fn close(&self, of: &str, id: Uuid) -> Result<closures::ClosureReply> {
        let mut closure = json!({ "first_date": DAY, "last_date": DAY, "reason": "sick leave" });
        closure[of] = json!(id);
        closures::add(&self.desk.desk, &self.desk.admin, wish(closure))
    }
}

#[test]
fn a_time_is_refused_though_it_is_not_known_yet_whose_it_is() {
    let mut tried = Tried::enrolled();
    tried.open_around_the_clock();
    tried.hear_some(&[before_its("patient_id", visit(VISIT, 600))]);
    let request =
        json!({ "doctor_id": DOCTOR, "patient_id": PATIENT, "date": DAY, "start": "10:05", "minutes": 15 });
    match appointments::book(&tried.desk.desk, &tried.desk.admin, wish(request)) {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.code, "booking.slot_taken");
            assert_eq!(refusal.params["visit"]["name"], "APT");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_visit_before_its_patient_stands_on_the_board_by_its_reference_until_there_is_a_name() {
    let mut tried = Tried::enrolled();
    assert!(tried.on_the_board().is_empty(), "the day is kept in memory from here on");
    tried.hear_some(&[before_its("patient_id", visit(VISIT, 600))]);
    assert_eq!(tried.on_the_board()[0].patient_name, "APT");
    tried.hear(&[patient(STILL_TO_COME, "Sara Nabil")]);
    assert_eq!(tried.on_the_board()[0].patient_name, "Sara Nabil");
}

#[test]
fn what_happens_to_a_visit_before_its_patient_and_its_site_is_written_down() {
    let mut tried = Tried::enrolled();
    let nowhere = before_its("site_id", before_its("patient_id", visit(VISIT, 600)));
    tried.hear_some(&[nowhere]);
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let this = || json!({ "id": VISIT });
    appointments::no_show(desk, admin, wish(this())).unwrap();
    let here = appointments::arrive(desk, admin, wish(this())).unwrap();
    assert_eq!(here.appointment.queue_number, Some(1));
    assert_eq!(here.warnings[0].code, "not_today", "by the clock of the clinic that is known");
}

#[test]
fn a_rep_at_a_site_that_is_still_to_come_is_let_in() {
    let mut tried = Tried::enrolled();
    let (company, rep) = (Uuid::from_u128(40), Uuid::from_u128(41));
    let of_rep = [
        ("ref", text("REP")),
        ("rep_id", id(rep)),
        ("doctor_id", id(DOCTOR)),
        ("site_id", id(STILL_TO_COME)),
        ("date", text(DAY)),
        ("starts_at", Value::Integer(660)),
        ("minutes", Value::Integer(15)),
        ("status", text("approved")),
        ("created_at", Value::Integer(1)),
    ];
    let known =
        [("company_id", id(company)), ("full_name", text("Rania Aziz")), ("created_at", Value::Integer(1))];
    tried.hear_some(&[
        row("rep_visit", VISIT, &of_rep),
        row("rep", rep, &known),
        row("company", company, &[("name", text("Nile Pharma"))]),
    ]);
    reps::arrive(&tried.desk.desk, &tried.desk.admin, wish(json!({ "id": VISIT }))).unwrap();
}

#[test]
fn a_rep_visit_before_its_rep_stands_on_the_board_by_its_reference() {
    let mut tried = Tried::enrolled();
    let of_nobody = [
        ("ref", text("REP")),
        ("rep_id", id(STILL_TO_COME)),
        ("doctor_id", id(DOCTOR)),
        ("site_id", id(SITE)),
        ("date", text(DAY)),
        ("starts_at", Value::Integer(660)),
        ("minutes", Value::Integer(15)),
        ("status", text("approved")),
        ("created_at", Value::Integer(1)),
    ];
    tried.hear_some(&[row("rep_visit", VISIT, &of_nobody)]);
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let day = agenda::day(desk, admin, wish(json!({ "date": DAY }))).unwrap();
    assert_eq!((day.rep_visits[0].rep_name.as_str(), day.rep_visits[0].company.as_str()), ("REP", ""));
    assert_eq!(refused(reps::arrive(desk, admin, wish(json!({ "id": VISIT })))), "not_found");
}

#[test]
fn closing_a_day_lists_the_visit_whose_patient_is_still_to_come() {
    let mut tried = Tried::enrolled();
    tried.open_around_the_clock();
    tried.hear_some(&[before_its("patient_id", visit(VISIT, 600))]);
    let list = tried.close("doctor_id", DOCTOR).unwrap().worklist.expect("somebody has to be called");
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let list = rebooking::worklist(desk, admin, wish(json!({ "id": list }))).unwrap();
    assert_eq!((list.rows[0].patient_name.as_str(), list.rows[0].phones.len()), ("APT", 0));
}

#[test]
fn closing_a_site_waits_for_the_doctor_whom_a_visit_there_names() {
    let mut tried = Tried::enrolled();
    tried.hear_some(&[before_its("doctor_id", visit(VISIT, 600))]);
    assert_eq!(refused(tried.close("site_id", SITE)), "sync.still_arriving");
}

#[test]
fn what_names_a_row_still_to_come_waits_also_where_all_is_told_anew_half_way() {
    let mut tried = Tried::enrolled();
    tried.hear_some(&[before_its("doctor_id", visit(VISIT, 600))]);
    let asked = tried.asked();
    let restored = Trouble {
        code: TroubleCode::Epoch,
        through: Some(0),
        hash: Some(ByteBuf::from(GENESIS)),
        epoch: Some(Uuid::from_u128(70)),
        head: Some(0),
        least: None,
        after: None,
    };
    tried.client.hear(&tried.desk.desk, &asked, Answer::Trouble(restored)).unwrap();
    assert_eq!(refused(tried.close("site_id", SITE)), "sync.still_arriving");
}

#[test]
fn a_worklist_is_read_before_the_doctor_it_is_about() {
    let mut tried = Tried::enrolled();
    let lost = [
        ("appointment_id", id(VISIT)),
        ("worklist_id", id(Uuid::from_u128(50))),
        ("doctor_id", id(STILL_TO_COME)),
        ("date", text(DAY)),
        ("starts_at", Value::Integer(600)),
        ("minutes", Value::Integer(20)),
    ];
    let closed = before_its("doctor_id", visit(VISIT, 600));
    tried.hear_some(&[closed, row("rebook", Uuid::from_u128(51), &lost)]);
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let list = wish(json!({ "id": Uuid::from_u128(50) }));
    let list = rebooking::worklist(desk, admin, list).unwrap();
    assert!(list.short.doctors.is_empty() && list.rows.len() == 1);
    rebooking::worklists(desk, admin, wish(json!({}))).unwrap();
}

#[test]
fn a_clash_of_visits_before_their_patients_cannot_be_waved_away() {
    let mut tried = Tried::enrolled();
    let (first, second, item) = (Uuid::from_u128(21), VISIT, Uuid::from_u128(60));
    let mut clashing = before_its("patient_id", visit(second, 605));
    let mark = Table::by_name("appointment").unwrap().column("clash_with").unwrap().number;
    clashing.fields.push((mark, id(first)));
    clashing.fields.sort_by_key(|(column, _)| *column);
    let table = i64::from(Table::by_name("appointment").unwrap().number);
    let matter = [
        ("kind", text("clash")),
        ("subject_table", Value::Integer(table)),
        ("subject_id", id(second)),
        ("other_id", id(first)),
        ("operation", id(Uuid::from_u128(61))),
        ("detail", text("{}")),
        ("needs_person", Value::Integer(1)),
        ("created_at", Value::Integer(1)),
    ];
    tried.hear_some(&[visit(first, 600), clashing, row("attention", item, &matter)]);
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let inbox = attention::list(desk, admin, wish(json!({ "open": true }))).unwrap();
    assert!(!inbox.items[0].ways.contains(&attention::Settlement::Dismiss));
    assert_eq!(inbox.items[0].visit.as_ref().unwrap().name, "APT");
}

#[test]
fn a_calendar_is_told_of_a_visit_before_its_patient() {
    let mut tried = Tried::enrolled();
    tried.hear_some(&[before_its("patient_id", visit(VISIT, 600))]);
    let (desk, admin) = (&tried.desk.desk, &tried.desk.admin);
    let days = json!({ "doctor_id": DOCTOR, "first_date": DAY, "last_date": DAY, "language": "en" });
    let paper = calendars::export(desk, admin, wish(days)).unwrap().paper;
    let file = String::from_utf8(paper.file().unwrap()).unwrap();
    assert!(file.contains("DTSTART;TZID=Africa/Cairo:20261124T100000"), "{file}");
}
