//! What is written at a visit, its follow-up, and tests.

use domain::id::{AppointmentId, EncounterId, Id as _, LabTestId};
use domain::time::Date;

use super::{doctor, fields, read, refused};
use crate::Session;
use crate::appointments::tests::give_hours;
use crate::charts::{
    BookFollowUp, DiagnosisInput, EncounterRef, LabTestRef, SaveLabTest, TimelineKind, WriteEncounter,
    book_follow_up, encounter, remove_test, save_test, write_encounter,
};
use crate::ledger::requests::{ListOperations, UndoRequest};
use crate::ledger::undo::undo;
use crate::patients::merging::{MergePatients, merge};
use crate::patients::tests::{booked, set_status};
use crate::testing::{TestDesk, fresh_desk};

fn blank(appointment_id: AppointmentId) -> WriteEncounter {
    WriteEncounter {
        appointment_id,
        complaint: None,
        diagnoses: Vec::new(),
        treatment: None,
        notes: None,
        follow_up_date: None,
        shared_with_patient: false,
    }
}

fn said(name: &str) -> DiagnosisInput {
    DiagnosisInput { name: name.into(), code: None }
}

fn coded(code: &str, name: &str) -> DiagnosisInput {
    DiagnosisInput { name: name.into(), code: Some(code.into()) }
}

fn stands(test: &TestDesk, who: &Session, visit: AppointmentId) -> Vec<String> {
    let page = encounter(&test.desk, who, EncounterRef { appointment_id: visit }).unwrap();
    page.encounter.map_or_else(Vec::new, |encounter| {
        encounter.diagnoses.into_iter().map(|diagnosis| diagnosis.name).collect()
    })
}

#[test]
fn it_is_written_once_the_visit_has_begun_and_later() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    let visit = booked(&test, patient, "2026-11-20", "scheduled");
    let written = || WriteEncounter { notes: Some("tremor of the left hand".into()), ..blank(visit) };
    let early = refused(write_encounter(&test.desk, &own, written()));
    assert_eq!((early.code, early.params["status"].as_str()), ("encounter.not_begun", Some("scheduled")));
    set_status(&test, visit, "in_consultation");
    assert_eq!(
        fields(&refused(write_encounter(&test.desk, &own, blank(visit)))),
        [("complaint", "required")]
    );
    write_encounter(&test.desk, &own, written()).unwrap();
    set_status(&test, visit, "completed");
    let more = WriteEncounter { treatment: Some("rest".into()), ..written() };
    write_encounter(&test.desk, &own, more).unwrap();
    read(&test, &own, patient).unwrap();
    let page = encounter(&test.desk, &own, EncounterRef { appointment_id: visit }).unwrap();
    let encounter = page.encounter.unwrap();
    assert_eq!(
        (encounter.notes.as_deref(), encounter.treatment.as_deref(), encounter.written_by.as_deref()),
        (Some("tremor of the left hand"), Some("rest"), Some("Doctor 2"))
    );
    // Who and when stands in the trail.
    let request = ListOperations {
        subject: Some(patient.uuid()),
        kind: Some("charts.write".into()),
        ..ListOperations::default()
    };
    let trail = crate::ledger::views::list(&test.desk, &test.admin, request).unwrap().operations;
    assert_eq!(trail.len(), 2);
    assert!(trail.iter().all(|line| line.subject.as_deref() == Some("Samia Farouk")), "{trail:?}");
}

#[test]
fn nobody_else_reads_or_writes_it() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let (own, stranger) = (doctor(&test, 2, Some(test.doctor)), doctor(&test, 3, None));
    let visit = booked(&test, patient, "2026-11-20", "completed");
    let page = |who: &Session| encounter(&test.desk, who, EncounterRef { appointment_id: visit });
    assert_eq!(refused(page(&stranger)).code, "chart.not_yours");
    assert_eq!(refused(page(&own)).code, "chart.not_opened", "and not past the record of openings");
    assert_eq!(refused(write_encounter(&test.desk, &stranger, blank(visit))).code, "chart.not_yours");
}

#[test]
fn a_visit_of_a_file_that_became_part_of_another_is_read_in_the_one_chart() {
    let test = fresh_desk();
    let (kept, merged) = (test.patient("Samia Farouk"), test.patient("Samia Faruk"));
    let both = MergePatients { one: kept, other: merged, choices: Vec::new() };
    let kept = merge(&test.desk, &test.admin, both).unwrap().patient.id;
    // Another desk had not heard of it.
    let visit = booked(&test, merged, "2026-11-20", "completed");
    let own = doctor(&test, 2, Some(test.doctor));
    let page = || encounter(&test.desk, &own, EncounterRef { appointment_id: visit });
    assert_eq!(refused(page()).code, "chart.not_opened");
    read(&test, &own, kept).unwrap();
    assert_eq!(page().unwrap().visit.id, visit);
}

#[test]
fn diagnoses_stand_in_their_order_and_undo_brings_them_back() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    let visit = booked(&test, patient, "2026-11-20", "completed");
    read(&test, &own, patient).unwrap();
    let write = |diagnoses: Vec<DiagnosisInput>| {
        let request = WriteEncounter { notes: Some("-".into()), diagnoses, ..blank(visit) };
        write_encounter(&test.desk, &own, request)
    };
    write(vec![coded("J01", "Acute sinusitis"), said("Cough")]).unwrap();
    assert_eq!(stands(&test, &own, visit), ["Acute sinusitis", "Cough"]);
    write(vec![said("cough "), coded("I10", "Hypertension")]).unwrap();
    assert_eq!(stands(&test, &own, visit), ["cough", "Hypertension"]);
    undo(&test.desk, &own, UndoRequest::default()).unwrap();
    assert_eq!(stands(&test, &own, visit), ["Acute sinusitis", "Cough"]);
    write(vec![coded("J01", "Acute sinusitis")]).unwrap();
    write(vec![said("Cough"), coded("J01", "Acute sinusitis")]).unwrap();
    assert_eq!(stands(&test, &own, visit), ["Cough", "Acute sinusitis"], "what was removed comes back");
    assert_eq!(
        fields(&refused(write(vec![said("Cough"), said("COUGH")]))),
        [("diagnoses[1].name", "repeated")]
    );
    let chart = read(&test, &own, patient).unwrap();
    let line = chart.timeline.iter().find(|entry| entry.kind == TimelineKind::Visit).unwrap();
    assert_eq!(line.detail.as_deref(), Some("Cough · Acute sinusitis"));
    assert_eq!(
        line.encounter_id.map(EncounterId::uuid),
        Some(super::super::encounter::encounter_of(visit).uuid())
    );
}

#[test]
fn a_follow_up_is_booked_through_the_five_steps() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    let visit = booked(&test, patient, "2026-11-20", "completed");
    let day = |text: &str| text.parse::<Date>().unwrap();
    let follow = |from: &str| {
        let request =
            BookFollowUp { appointment_id: visit, from: day(from), reason: Some("Follow-up".into()) };
        book_follow_up(&test.desk, &own, request)
    };
    let nowhere = refused(follow("2026-12-04"));
    assert_eq!((nowhere.code, nowhere.params["from"].as_str()), ("follow_up.no_time", Some("2026-12-04")));
    give_hours(&test, test.doctor);
    // That day is a Friday: nobody works, so it is the one after.
    let first = follow("2026-12-04").unwrap().appointment;
    assert_eq!((first.date, first.patient_id, first.doctor_id), (day("2026-12-05"), patient, test.doctor));
    let second = follow("2026-12-04").unwrap().appointment;
    assert_eq!(second.date, first.date);
    assert!(second.start > first.start, "the first time is taken by now");
    assert_eq!(second.reason.as_deref(), Some("Follow-up"));
}

#[test]
fn a_test_is_ordered_and_its_result_flagged() {
    let test = fresh_desk();
    let patient_id = test.patient("Samia Farouk");
    let order = SaveLabTest {
        id: None,
        patient_id,
        appointment_id: None,
        name: "HbA1c".into(),
        ordered_on: None,
        result: None,
        unit: None,
        usual_range: None,
        flag: None,
        result_on: None,
        notes: None,
    };
    let id = LabTestId::from_uuid(save_test(&test.desk, &test.admin, order.clone()).unwrap().id);
    let tests = || read(&test, &test.admin, patient_id).unwrap().lab_tests;
    assert_eq!(
        (tests()[0].result.as_deref(), tests()[0].ordered_on.to_string()),
        (None, "2026-11-20".into())
    );
    let result = SaveLabTest {
        id: Some(id),
        result: Some("8.4".into()),
        unit: Some("%".into()),
        usual_range: Some("4.0-5.6".into()),
        ..order
    };
    save_test(&test.desk, &test.admin, result.clone()).unwrap();
    assert_eq!(tests()[0].flag, Some(domain::chart::LabFlag::High));
    assert_eq!(tests()[0].result_on.map(|date| date.to_string()).as_deref(), Some("2026-11-20"));
    let critical = SaveLabTest { flag: Some(domain::chart::LabFlag::Critical), ..result.clone() };
    save_test(&test.desk, &test.admin, critical).unwrap();
    assert_eq!(tests()[0].flag, Some(domain::chart::LabFlag::Critical));
    let before = SaveLabTest { result_on: Some("2026-11-19".parse().unwrap()), ..result };
    assert_eq!(
        fields(&refused(save_test(
            &test.desk,
            &test.admin,
            SaveLabTest { ordered_on: Some("2026-11-20".parse().unwrap()), ..before }
        ))),
        [("result_on", "before_start")]
    );
    remove_test(&test.desk, &test.admin, LabTestRef { id }).unwrap();
    assert!(tests().is_empty());
}
