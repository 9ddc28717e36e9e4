mod codes;
mod consultations;
mod encounters;

use domain::account::Role;
use domain::chart::Severity;
use domain::id::{AccountId, DoctorId, Id as _, PatientId};
use proptest::prelude::{Just, Strategy};
use proptest::prelude::{ProptestConfig, prop, prop_oneof, proptest};
use rusqlite::named_params;
use uuid::Uuid;

use super::access::broken;
use super::{
    AllergyRef, Chart, ChartRef, ChartRight, ListReviews, Measured, ReviewGlass, SaveAllergy, SaveCondition,
    SaveMedication, SaveVitals, TimelineKind, get, open, remove_allergy, review, reviews, save_allergy,
    save_condition, save_medication, save_vitals,
};
use crate::Session;
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::{ListOperations, UndoRequest};
use crate::ledger::views::list;
use crate::patients::tests::booked;
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};

#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn fields(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.fields.iter().map(|error| (error.field.as_str(), error.code)).collect()
}

/// An account of a doctor: this desk's own, or one who has no patients here.
pub(super) fn doctor(test: &TestDesk, number: u128, doctor: Option<DoctorId>) -> Session {
    let session =
        Session { doctor_id: doctor, ..session(AccountId::from_uuid(Uuid::from_u128(number)), Role::Doctor) };
    test.desk
        .commit(&test.admin, "accounts.create", |tx| {
            tx.execute(
                "insert into account (id, username, full_name, role, created_at) values (:id, :name, :name, 'doctor', :now)",
                named_params! { ":id": Sql(session.account_id), ":name": format!("Doctor {number}"), ":now": Sql(tx.now()) },
            )?;
            Ok(())
        })
        .unwrap();
    session
}

pub(super) fn read(test: &TestDesk, who: &Session, patient_id: PatientId) -> Result<Chart> {
    open(&test.desk, who, ChartRef { patient_id })
}

pub(super) fn penicillin(patient_id: PatientId) -> SaveAllergy {
    SaveAllergy {
        id: None,
        patient_id,
        allergen: " Penicillin ".into(),
        reaction: Some("anaphylaxis".into()),
        severity: Severity::Severe,
        noticed_on: None,
    }
}

fn openings(test: &TestDesk, patient: PatientId) -> Vec<(String, Option<String>, Option<String>)> {
    let request = ListOperations {
        subject: Some(patient.uuid()),
        kind: Some("charts.".into()),
        ..ListOperations::default()
    };
    let listed = list(&test.desk, &test.admin, request).unwrap().operations;
    listed.into_iter().map(|line| (line.kind, line.subject, line.account_name)).collect()
}

#[test]
fn every_opening_stands_in_the_ledger_under_the_patient() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    booked(&test, patient, "2026-11-20", "scheduled");
    assert_eq!(read(&test, &own, patient).unwrap().access.right, ChartRight::OwnPatient);
    assert_eq!(read(&test, &test.admin, patient).unwrap().access.right, ChartRight::Role);
    let opened = |by: &str| ("charts.open".into(), Some("Samia Farouk".into()), Some(by.into()));
    assert_eq!(openings(&test, patient), [opened("Mona Adel"), opened("Doctor 2")]);
    // Reading on is no second opening; without the first there is none.
    get(&test.desk, &own, ChartRef { patient_id: patient }).unwrap();
    assert_eq!(openings(&test, patient).len(), 2);
    let other = test.patient("Nour Hassan");
    booked(&test, other, "2026-11-21", "scheduled");
    assert_eq!(refused(get(&test.desk, &own, ChartRef { patient_id: other })).code, "chart.not_opened");
    test.clock.advance_minutes(12 * 60);
    assert_eq!(refused(get(&test.desk, &own, ChartRef { patient_id: patient })).code, "chart.not_opened");
}

#[test]
fn a_visit_that_was_called_off_opens_no_chart() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    assert_eq!(refused(read(&test, &own, patient)).code, "chart.not_yours");
    booked(&test, patient, "2026-11-20", "cancelled");
    assert_eq!(refused(read(&test, &own, patient)).code, "chart.not_yours");
    assert_eq!(refused(save_allergy(&test.desk, &own, penicillin(patient))).code, "chart.not_yours");
    assert_eq!(openings(&test, patient), [], "and nothing says that it was opened");
    booked(&test, patient, "2025-01-05", "completed");
    read(&test, &own, patient).unwrap();
}

#[test]
fn a_broken_glass_opens_one_chart_for_half_an_hour_and_waits_for_review() {
    let test = fresh_desk();
    let (patient, another) = (test.patient("Samia Farouk"), test.patient("Nour Hassan"));
    let stranger = doctor(&test, 3, None);
    assert_eq!(fields(&refused(broken(&test.desk, &stranger, patient, "  "))), [("reason", "required")]);
    let until = broken(&test.desk, &stranger, patient, "collapsed in the waiting room").unwrap().until;
    assert_eq!(until.0 - test.desk.now().0, 30 * 60_000);
    assert_eq!(refused(broken(&test.desk, &stranger, patient, "again")).code, "chart.open_already");
    let access = read(&test, &stranger, patient).unwrap().access;
    assert_eq!((access.right, access.until), (ChartRight::BrokenGlass, Some(until)));
    save_allergy(&test.desk, &stranger, penicillin(patient)).unwrap();
    assert_eq!(refused(read(&test, &stranger, another)).code, "chart.not_yours");
    test.clock.advance_minutes(30);
    assert_eq!(refused(read(&test, &stranger, patient)).code, "chart.not_yours");
    assert_eq!(refused(get(&test.desk, &stranger, ChartRef { patient_id: patient })).code, "chart.not_yours");

    let waiting = reviews(&test.desk, &test.admin, ListReviews { open: Some(true) }).unwrap();
    assert_eq!(waiting.open_count, 1);
    let glass = &waiting.reviews[0];
    assert_eq!(
        (glass.patient_name.as_str(), glass.account_name.as_str(), glass.reason.as_str(), glass.may_review),
        ("Samia Farouk", "Doctor 3", "collapsed in the waiting room", true)
    );
    let found = |text: &str| ReviewGlass { id: glass.id, review: text.into() };
    assert_eq!(fields(&refused(review(&test.desk, &test.admin, found("")))), [("review", "required")]);
    let own = Session { role: Role::Admin, ..stranger.clone() };
    assert_eq!(refused(review(&test.desk, &own, found("fine"))).code, "chart.own_review");
    review(&test.desk, &test.admin, found("was on call")).unwrap();
    assert_eq!(refused(review(&test.desk, &test.admin, found("again"))).code, "chart.reviewed_already");
    let list = reviews(&test.desk, &test.admin, ListReviews::default()).unwrap();
    assert_eq!((list.open_count, list.reviews[0].review.as_deref()), (0, Some("was on call")));
}

#[test]
fn an_opening_waits_for_review_before_whoever_it_names_has_arrived() {
    let test = fresh_desk();
    let nobody = |number: u128| Sql(PatientId::from_uuid(Uuid::from_u128(number)));
    let heed = |heed: bool| {
        let opened = test.desk.opened().unwrap();
        opened.store.writer().connection.pragma_update(None, "foreign_keys", heed).unwrap();
    };
    // As rows of the hub are written, which come in its order.
    heed(false);
    test.desk
        .commit(&test.admin, "charts.break_glass", |tx| {
            tx.execute(
                "insert into break_glass (id, patient_id, account_id, reason, begun_at, expires_at)
                 values (:id, :patient, :account, 'collapsed', :now, :now)",
                named_params! { ":id": nobody(7), ":patient": nobody(8), ":account": nobody(9), ":now": Sql(tx.now()) },
            )?;
            Ok(())
        })
        .unwrap();
    heed(true);
    let list = reviews(&test.desk, &test.admin, ListReviews { open: Some(true) }).unwrap();
    let told: Vec<_> = list.reviews.iter().map(|each| (each.reason.as_str(), each.may_review)).collect();
    assert_eq!((told, list.open_count), (vec![("collapsed", true)], 1));
}

#[test]
fn what_was_seen_cannot_be_undone() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let stranger = doctor(&test, 3, None);
    broken(&test.desk, &stranger, patient, "collapsed").unwrap();
    let undone = crate::ledger::undo::undo(&test.desk, &stranger, UndoRequest::default());
    assert_eq!(refused(undone).code, "undo.nothing");
    assert_eq!(reviews(&test.desk, &test.admin, ListReviews::default()).unwrap().open_count, 1);
}

#[test]
fn an_allergy_is_added_changed_removed_and_each_is_undone() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let undo = || crate::ledger::undo::undo(&test.desk, &test.admin, UndoRequest::default()).unwrap();
    let seen = || {
        let chart = read(&test, &test.admin, patient).unwrap();
        chart.allergies.into_iter().map(|allergy| (allergy.allergen, allergy.severity)).collect::<Vec<_>>()
    };
    let id = save_allergy(&test.desk, &test.admin, penicillin(patient)).unwrap().id;
    assert_eq!(seen(), [("Penicillin".into(), Severity::Severe)]);
    let id = domain::id::AllergyId::from_uuid(id);
    let milder = SaveAllergy { id: Some(id), severity: Severity::Mild, ..penicillin(patient) };
    save_allergy(&test.desk, &test.admin, milder).unwrap();
    assert_eq!(seen(), [("Penicillin".into(), Severity::Mild)]);
    undo();
    assert_eq!(seen(), [("Penicillin".into(), Severity::Severe)]);
    remove_allergy(&test.desk, &test.admin, AllergyRef { id }).unwrap();
    assert_eq!(seen(), []);
    assert_eq!(refused(remove_allergy(&test.desk, &test.admin, AllergyRef { id })).params["what"], "allergy");
    undo();
    assert_eq!(seen().len(), 1);
}

#[test]
fn a_row_is_changed_under_its_own_patient_alone() {
    let test = fresh_desk();
    let (mine, foreign) = (test.patient("Samia Farouk"), test.patient("Nour Hassan"));
    booked(&test, mine, "2026-11-20", "scheduled");
    let own = doctor(&test, 2, Some(test.doctor));
    let id = save_allergy(&test.desk, &test.admin, penicillin(foreign)).unwrap().id;
    let request = SaveAllergy { id: Some(domain::id::AllergyId::from_uuid(id)), ..penicillin(mine) };
    assert_eq!(refused(save_allergy(&test.desk, &own, request.clone())).code, "chart.not_yours");
    assert_eq!(refused(save_allergy(&test.desk, &test.admin, request)).code, "not_found");
}

#[test]
fn a_value_nobody_has_is_refused_and_a_rare_one_is_read_twice() {
    let test = fresh_desk();
    let patient_id = test.patient("Samia Farouk");
    let save = |values: Measured, seen_twice: bool| {
        save_vitals(
            &test.desk,
            &test.admin,
            SaveVitals { id: None, patient_id, measured_at: None, values, seen_twice },
        )
    };
    let slip = Measured { pulse_per_minute: Some(720), systolic_mmhg: Some(120), ..Measured::default() };
    assert_eq!(
        fields(&refused(save(slip, true))),
        [("values.pulse_per_minute", "out_of_range"), ("values.diastolic_mmhg", "required")],
        "having looked twice makes nothing possible"
    );
    assert_eq!(fields(&refused(save(Measured::default(), false))), [("values", "required")]);
    let high = || Measured { systolic_mmhg: Some(210), diastolic_mmhg: Some(95), ..Measured::default() };
    let asked = refused(save(high(), false));
    assert_eq!(
        (asked.code, asked.params["fields"].to_string()),
        ("vitals.unusual", r#"["systolic_mmhg"]"#.into())
    );
    save(high(), true).unwrap();
    let chart = read(&test, &test.admin, patient_id).unwrap();
    assert_eq!(chart.vitals.len(), 1);
    assert_eq!(chart.timeline[0].pressure, Some((210, 95)));
}

#[test]
fn the_timeline_tells_all_newest_first() {
    let test = fresh_desk();
    let patient_id = test.patient("Samia Farouk");
    booked(&test, patient_id, "2026-08-25", "completed");
    booked(&test, patient_id, "2026-11-20", "in_consultation");
    let own = doctor(&test, 2, Some(test.doctor));
    let noticed_on = Some("2019-03-14".parse().unwrap());
    save_allergy(&test.desk, &own, SaveAllergy { noticed_on, ..penicillin(patient_id) }).unwrap();
    let condition = SaveCondition {
        id: None,
        patient_id,
        name: "Type 2 diabetes".into(),
        code: Some("E11".into()),
        diagnosed_on: Some("2021-05-01".parse().unwrap()),
        ended_on: None,
        notes: None,
    };
    save_condition(&test.desk, &own, condition.clone()).unwrap();
    let over = SaveCondition { ended_on: Some("2020-01-01".parse().unwrap()), ..condition };
    assert_eq!(fields(&refused(save_condition(&test.desk, &own, over))), [("ended_on", "before_start")]);
    let medication = SaveMedication {
        id: None,
        patient_id,
        name: "Cidophage 1000".into(),
        dosage: None,
        frequency: Some("twice a day".into()),
        first_date: None,
        last_date: Some("2026-11-19".parse().unwrap()),
        notes: None,
    };
    save_medication(&test.desk, &own, medication.clone()).unwrap();
    save_medication(
        &test.desk,
        &own,
        SaveMedication { name: "Concor 5".into(), last_date: None, ..medication },
    )
    .unwrap();
    let chart = read(&test, &own, patient_id).unwrap();
    let told: Vec<_> = chart.timeline.iter().map(|entry| (entry.kind, entry.date.to_string())).collect();
    assert_eq!(
        told,
        [
            (TimelineKind::Visit, "2026-11-20".into()),
            (TimelineKind::Visit, "2026-08-25".into()),
            (TimelineKind::Condition, "2021-05-01".into()),
            (TimelineKind::Allergy, "2019-03-14".into()),
        ]
    );
    assert_eq!(chart.banner.last_visit.map(|date| date.to_string()).as_deref(), Some("2026-08-25"));
    assert_eq!(chart.current_visit.map(domain::id::Id::uuid), Some(chart.timeline[0].id));
    let taken: Vec<_> = chart.medications.iter().map(|each| (each.name.as_str(), each.is_current)).collect();
    assert_eq!(taken, [("Concor 5", true), ("Cidophage 1000", false)]);
}

/// What may happen between a doctor and a patient.
#[derive(Debug, Clone)]
enum Step {
    Book(&'static str),
    Break,
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        prop::sample::select(vec!["scheduled", "completed", "cancelled", "no_show"]).prop_map(Step::Book),
        Just(Step::Break),
        (1..40_i64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn a_chart_is_open_exactly_for_a_visit_or_the_minutes_of_a_glass(steps in steps()) {
        let test = fresh_desk();
        let patient = test.patient("Samia Farouk");
        let own = doctor(&test, 2, Some(test.doctor));
        let (mut has_visit, mut until) = (false, i64::MIN);
        for (day, step) in steps.into_iter().enumerate() {
            match step {
                Step::Book(status) => {
                    booked(&test, patient, &format!("2026-10-{:02}", day + 1), status);
                    has_visit |= status != "cancelled";
                }
                Step::Wait(minutes) => test.clock.advance_minutes(minutes),
                Step::Break => {
                    let is_open = has_visit || test.desk.now().0 < until;
                    let answer = broken(&test.desk, &own, patient, "collapsed");
                    assert_eq!(answer.is_err(), is_open);
                    if let Ok(reply) = answer {
                        until = reply.until.0;
                    }
                }
            }
            assert_eq!(read(&test, &own, patient).is_ok(), has_visit || test.desk.now().0 < until);
        }
    }
}
