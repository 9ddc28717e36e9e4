use rusqlite::named_params;
use serde_json::json;

use super::super::requests::{
    AmendRepVisit, CompleteRepVisit, RepVisitDetail, SampleLine, SummariseRepVisit, VisitSummary,
};
use super::super::{amend, arrive, get, samples, start, summarise};
use super::{at, booked, clinic, complete, refused, rep};
use crate::appointments::tests::{TUESDAY, cairo, date};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo;
use crate::session::Empty;
use crate::store::Sql;
use crate::testing::TestDesk;

fn in_visit(clinic: &TestDesk) -> RepVisitDetail {
    let rep = rep(clinic);
    let visit = booked(clinic, rep, TUESDAY, "17:00");
    clinic.clock.set(cairo(TUESDAY, "17:00"));
    arrive(&clinic.desk, &clinic.admin, at(visit.id)).unwrap();
    start(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit
}

fn written() -> VisitSummary {
    let sample = |product: &str, lot: Option<&str>, expires: Option<&str>| SampleLine {
        product: product.to_owned(),
        quantity: 4,
        lot: lot.map(str::to_owned),
        expires: expires.map(date),
    };
    VisitSummary {
        samples: vec![sample("Cardinil 5", None, None), sample("Glucomin", Some("L77"), Some("2026-11-20"))],
        minutes: None,
        topic: Some(" New dose ".to_owned()),
        feedback: Some("Wants the trial data".to_owned()),
    }
}

#[test]
fn a_summary_is_locked_with_the_visit_and_corrected_below_it() {
    let clinic = clinic();
    let visit = in_visit(&clinic);
    clinic.clock.advance_minutes(8);
    let request = CompleteRepVisit { id: visit.id, summary: Some(written()) };
    let done = super::super::complete(&clinic.desk, &clinic.admin, request).unwrap().visit;
    let summary = done.summary.unwrap();
    assert_eq!((summary.minutes, summary.topic.as_deref()), (Some(9), Some("New dose")));
    let again = SummariseRepVisit { id: visit.id, summary: written() };
    assert_eq!(refused(summarise(&clinic.desk, &clinic.admin, again)).code, "rep_visit.summary_locked");
    let words = AmendRepVisit { id: visit.id, text: "Two boxes, not four".to_owned() };
    let amended = amend(&clinic.desk, &clinic.admin, words).unwrap().visit;
    assert_eq!(amended.addenda.len(), 1);
    assert_eq!(amended.addenda[0].by.as_deref(), Some("Mona Adel"));
    assert_eq!(amended.summary.unwrap().samples[0].quantity, 4, "the summary stays as it was");
}

#[test]
fn the_database_itself_keeps_a_locked_summary() {
    let clinic = clinic();
    let visit = in_visit(&clinic);
    let request = CompleteRepVisit { id: visit.id, summary: Some(written()) };
    super::super::complete(&clinic.desk, &clinic.admin, request).unwrap();
    let past_the_rules = clinic.desk.commit(&clinic.admin, "test.prepare", |tx| {
        let id = named_params! { ":id": Sql(visit.id) };
        Ok(tx.execute("update rep_visit set summary_topic = 'other' where id = :id", id)?)
    });
    assert!(past_the_rules.is_err());
    // Undoing the completion opens it again.
    undo::undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    let open = get(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit;
    assert_eq!((open.status, open.summary), (visit.status, None));
}

#[test]
fn a_visit_completed_in_a_hurry_is_summarised_later_once() {
    let clinic = clinic();
    let visit = in_visit(&clinic);
    let words = AmendRepVisit { id: visit.id, text: "x".to_owned() };
    assert_eq!(refused(amend(&clinic.desk, &clinic.admin, words.clone())).code, "rep_visit.wrong_state");
    complete(&clinic, visit.id).unwrap();
    assert_eq!(refused(amend(&clinic.desk, &clinic.admin, words)).code, "rep_visit.no_summary");
    clinic.clock.advance_minutes(60);
    let later = SummariseRepVisit { id: visit.id, summary: written() };
    let done = summarise(&clinic.desk, &clinic.admin, later).unwrap().visit;
    assert_eq!(
        done.summary.unwrap().minutes,
        Some(1),
        "as long as the visit was, not as long as the desk waited"
    );
}

#[test]
fn what_expires_first_stands_first_on_the_shelf() {
    let clinic = clinic();
    let visit = in_visit(&clinic);
    let request = CompleteRepVisit { id: visit.id, summary: Some(written()) };
    super::super::complete(&clinic.desk, &clinic.admin, request).unwrap();
    let shelf = samples(&clinic.desk, &clinic.admin, Empty {}).unwrap().samples;
    let line = |at: usize| json!([shelf[at].product, shelf[at].lot, shelf[at].expires, shelf[at].is_expired]);
    assert_eq!(line(0), json!(["Glucomin", "L77", "2026-11-20", true]));
    assert_eq!(line(1), json!(["Cardinil 5", null, null, false]));
}

#[test]
fn every_field_of_a_summary_that_is_wrong_is_told_at_once() {
    let clinic = clinic();
    let visit = in_visit(&clinic);
    let mut summary = VisitSummary { minutes: Some(900), ..written() };
    summary.samples[0].product = " ".to_owned();
    summary.samples[1].quantity = 0;
    let request = CompleteRepVisit { id: visit.id, summary: Some(summary) };
    let refusal = refused(super::super::complete(&clinic.desk, &clinic.admin, request));
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(
        fields,
        [
            ("minutes", "out_of_range"),
            ("samples[0].product", "required"),
            ("samples[1].quantity", "out_of_range")
        ]
    );
}
