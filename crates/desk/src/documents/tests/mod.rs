mod content;
mod keeping;
mod leaving;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::account::Role;
use domain::document::DocumentAudience;
use domain::id::{AccountId, AppointmentId, DocumentId, Id as _, PatientId};
use rusqlite::named_params;
use uuid::Uuid;

use super::attaching::read_content;
use super::content::MOST_BYTES;
use super::{
    AttachDocument, ClinicDocument, DescribeDocument, DocumentList, DocumentRef, ListDocuments, attach,
    describe, list, open, openings, people, remove,
};
use crate::Session;
use crate::charts::{ChartRef, open as open_chart};
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::ledger::requests::ListOperations;
use crate::ledger::views::list as operations;
use crate::patients::tests::booked;
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};

/// A picture of 2 by 2, as far as anybody looks who does not unfold it.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\x06\0\0\0 sugar 240";
const PDF: &[u8] = b"%PDF-1.7\nhaemoglobin 11.2\n%%EOF";

#[track_caller]
fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("a fault: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

fn fields(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.fields.iter().map(|error| (error.field.as_str(), error.code)).collect()
}

fn account(test: &TestDesk, number: u128, role: Role) -> Session {
    let session = session(AccountId::from_uuid(Uuid::from_u128(number)), role);
    test.desk
        .commit(&test.admin, "accounts.create", |tx| {
            tx.execute(
                "insert into account (id, username, full_name, role, created_at) values (:id, :name, :name, :role, :now)",
                named_params! {
                    ":id": Sql(session.account_id), ":name": format!("Number {number}"), ":role": Sql(role), ":now": Sql(tx.now()),
                },
            )?;
            Ok(())
        })
        .unwrap();
    session
}

/// A clinic with somebody of each role; the doctor has the patient's visit, the stranger has not.
struct House {
    test: TestDesk,
    patient: PatientId,
    visit: AppointmentId,
    doctor: Session,
    stranger: Session,
    reception: Session,
    pharmacist: Session,
}

fn house() -> House {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let visit = booked(&test, patient, "2026-11-20", "arrived");
    let doctor = Session { doctor_id: Some(test.doctor), ..account(&test, 2, Role::Doctor) };
    let stranger = account(&test, 3, Role::Doctor);
    let reception = account(&test, 4, Role::Receptionist);
    let pharmacist = account(&test, 5, Role::Pharmacist);
    House { test, patient, visit, doctor, stranger, reception, pharmacist }
}

impl House {
    fn file(&self, name: &str, audience: DocumentAudience) -> AttachDocument {
        AttachDocument {
            patient_id: self.patient,
            appointment_id: None,
            prescription_id: None,
            lab_test_id: None,
            name: name.into(),
            mime_type: "application/pdf".into(),
            base64: BASE64_STANDARD.encode(PDF),
            description: None,
            tags: Vec::new(),
            audience: Some(audience),
            named: Vec::new(),
        }
    }

    fn attached(&self, who: &Session, audience: DocumentAudience) -> DocumentId {
        attach(&self.test.desk, who, self.file("result.pdf", audience)).unwrap().id
    }

    fn listed(&self, who: &Session) -> DocumentList {
        let whose = ListDocuments { patient_id: Some(self.patient), ..ListDocuments::default() };
        list(&self.test.desk, who, whose).unwrap()
    }

    fn ids(&self, who: &Session) -> Vec<DocumentId> {
        self.listed(who).documents.iter().map(|document| document.id).collect()
    }

    fn opens(&self, who: &Session, id: DocumentId) -> bool {
        match open(&self.test.desk, who, DocumentRef { id }) {
            Ok(opened) => {
                assert_eq!(BASE64_STANDARD.decode(opened.base64).unwrap(), PDF);
                true
            }
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.code, "document.not_yours");
                false
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    fn open_chart(&self, who: &Session) {
        open_chart(&self.test.desk, who, ChartRef { patient_id: self.patient }).unwrap();
    }

    fn kinds(&self, kind: &str) -> usize {
        let asked = ListOperations { kind: Some(kind.into()), ..ListOperations::default() };
        operations(&self.test.desk, &self.test.admin, asked).unwrap().operations.len()
    }

    fn count(&self) -> u32 {
        self.test
            .desk
            .read(|connection| {
                Ok(connection.query_row("select count(*) from document", [], |row| row.get(0))?)
            })
            .unwrap()
    }
}

#[test]
fn what_was_attached_is_listed_and_opens_as_it_was() {
    let house = house();
    let file = AttachDocument {
        appointment_id: Some(house.visit),
        name: " sugar.png ".into(),
        mime_type: "image/png".into(),
        base64: BASE64_STANDARD.encode(PNG),
        description: Some("Blood sugar\r\nfasting".into()),
        tags: vec!["lab".into(), " lab ".into(), "".into(), "2026".into()],
        audience: None,
        ..house.file("", DocumentAudience::Chart)
    };
    let reply = attach(&house.test.desk, &house.doctor, file).unwrap();
    let document: ClinicDocument = reply.document.unwrap();
    assert_eq!(
        (
            document.name.as_str(),
            document.size_bytes,
            document.audience,
            document.is_here,
            document.may_change
        ),
        ("sugar.png", PNG.len() as u64, DocumentAudience::Chart, true, true)
    );
    assert_eq!(document.description.as_deref(), Some("Blood sugar\nfasting"));
    assert_eq!(document.tags, ["lab", "2026"]);
    assert_eq!(document.visit_date.unwrap().to_string(), "2026-11-20");
    house.open_chart(&house.doctor);
    let of_visit = ListDocuments { appointment_id: Some(house.visit), ..ListDocuments::default() };
    assert_eq!(list(&house.test.desk, &house.doctor, of_visit).unwrap().documents.len(), 1);
    assert_eq!(house.ids(&house.doctor), [reply.id]);
    let opened = open(&house.test.desk, &house.doctor, DocumentRef { id: reply.id }).unwrap();
    assert_eq!(BASE64_STANDARD.decode(opened.base64).unwrap(), PNG);
}

#[test]
fn each_role_opens_what_its_audience_admits_and_denials_are_recorded() {
    use DocumentAudience::{Chart, Named, Pharmacy, Registry};
    let house = house();
    let everybody = [&house.test.admin, &house.doctor, &house.stranger, &house.reception, &house.pharmacist];
    // Administrator, the patient's doctor, another doctor, reception, pharmacy.
    let expected = [
        (Chart, [true, true, false, false, false]),
        (Pharmacy, [true, true, false, false, true]),
        (Registry, [true, true, true, true, true]),
    ];
    let mut denied = 0;
    for (audience, may) in expected {
        let id = house.attached(&house.doctor, audience);
        for (who, may) in everybody.iter().zip(may) {
            assert_eq!(house.opens(who, id), may, "{audience:?} {:?}", who.role);
            denied += usize::from(!may);
            assert_eq!(house.kinds("session.denied"), denied);
        }
    }
    let named =
        AttachDocument { named: vec![house.pharmacist.account_id], ..house.file("letter.pdf", Named) };
    let id = attach(&house.test.desk, &house.doctor, named).unwrap().id;
    let may = everybody.map(|who| house.opens(who, id));
    assert_eq!(may, [true, true, false, false, true], "the other doctor's patients or not");
}

#[test]
fn every_opening_stands_in_the_ledger_under_the_document_and_the_patient() {
    let house = house();
    let id = house.attached(&house.doctor, DocumentAudience::Registry);
    assert!(house.opens(&house.reception, id));
    house.test.clock.advance_minutes(3);
    assert!(house.opens(&house.doctor, id));
    let seen = openings(&house.test.desk, &house.doctor, DocumentRef { id }).unwrap().openings;
    let names: Vec<_> = seen.iter().map(|opening| opening.account_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Number 2", "Number 4"]);
    assert_eq!(seen[0].at.0 - seen[1].at.0, 180_000);
    let asked = ListOperations {
        subject: Some(house.patient.uuid()),
        kind: Some("documents.".into()),
        ..ListOperations::default()
    };
    let told = operations(&house.test.desk, &house.test.admin, asked).unwrap().operations;
    let kinds: Vec<_> = told.iter().map(|line| (line.kind.as_str(), line.subject.as_deref())).collect();
    let about = Some("Samia Farouk");
    assert_eq!(kinds, [("documents.open", about), ("documents.open", about), ("documents.attach", about)]);
    assert_eq!(
        refused(openings(
            &house.test.desk,
            &house.stranger,
            DocumentRef { id: house.attached(&house.doctor, DocumentAudience::Chart) }
        ))
        .code,
        "document.not_yours"
    );
}

#[test]
fn lists_tell_of_the_charts_documents_while_the_chart_is_open() {
    let house = house();
    let card = house.attached(&house.reception, DocumentAudience::Registry);
    house.test.clock.advance_minutes(1);
    let scan = house.attached(&house.reception, DocumentAudience::Chart);
    // Reception put it there and does not read it.
    assert_eq!(house.ids(&house.reception), [card]);
    assert!(!house.listed(&house.reception).more_in_the_chart);
    assert!(!house.opens(&house.reception, scan));
    let before = house.listed(&house.doctor);
    assert_eq!((before.documents.len(), before.more_in_the_chart, before.may_attach), (1, true, true));
    house.open_chart(&house.doctor);
    assert_eq!(house.ids(&house.doctor), [scan, card]);
    assert_eq!(house.ids(&house.stranger), [card]);
    let pharmacy = house.listed(&house.pharmacist);
    assert_eq!(
        (pharmacy.documents.len(), pharmacy.may_attach, pharmacy.documents[0].may_change),
        (1, false, false)
    );
    assert_eq!(
        refused(attach(&house.test.desk, &house.stranger, house.file("a.pdf", DocumentAudience::Chart))).code,
        "chart.not_yours"
    );
}

#[test]
fn what_may_not_be_attached_is_refused_at_its_field_and_leaves_nothing() {
    let house = house();
    let with = |mime_type: &str, bytes: &[u8]| {
        let file = AttachDocument {
            mime_type: mime_type.into(),
            base64: BASE64_STANDARD.encode(bytes),
            ..house.file("file", DocumentAudience::Chart)
        };
        refused(attach(&house.test.desk, &house.doctor, file))
    };
    assert_eq!(fields(&with("image/png", b"")), [("base64", "required")]);
    assert_eq!(fields(&with("image/svg+xml", b"<svg/>")), [("mime_type", "type_not_taken")]);
    assert_eq!(fields(&with("text/html", PDF)), [("mime_type", "type_not_taken")]);
    assert_eq!(fields(&with("image/png", PDF)), [("mime_type", "not_what_it_says")]);
    assert_eq!(with("image/png", PDF).fields[0].params["found"], "application/pdf");
    assert_eq!(fields(&with("application/pdf", b"PK\x03\x04")), [("mime_type", "not_what_it_says")]);
    assert_eq!(fields(&with("image/jpeg", &[0xff, 0xd8, 0xff, 0xda, 0])), [("base64", "picture_unreadable")]);
    let mut bomb = PNG.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    assert_eq!(fields(&with("image/png", &bomb)), [("base64", "too_many_pixels")]);
    let nameless = AttachDocument { base64: "no".into(), ..house.file(" ", DocumentAudience::Chart) };
    assert_eq!(
        fields(&refused(attach(&house.test.desk, &house.doctor, nameless))),
        [("name", "required"), ("base64", "format")]
    );
    let foreign = house.test.patient("Nour Hassan");
    let visit = booked(&house.test, foreign, "2026-11-21", "scheduled");
    let of_another =
        AttachDocument { appointment_id: Some(visit), ..house.file("a.pdf", DocumentAudience::Chart) };
    assert_eq!(refused(attach(&house.test.desk, &house.doctor, of_another)).code, "not_found");
    assert_eq!(house.count(), 0);
    assert!(!house.test.dir.path().join("content").exists(), "and nothing was sealed");
}

#[test]
fn twenty_mebibytes_are_taken_and_not_a_byte_more() {
    let said = |size: u64| {
        let mut large = PDF.to_vec();
        large.resize(usize::try_from(size).unwrap(), b'x');
        let mut wrong = FieldErrors::default();
        let content = read_content(&mut wrong, "application/pdf", &BASE64_STANDARD.encode(&large));
        assert_eq!(content.is_some(), wrong.is_empty());
        wrong.as_slice().iter().map(|error| (error.field.clone(), error.code)).collect::<Vec<_>>()
    };
    assert_eq!(said(MOST_BYTES), []);
    assert_eq!(said(MOST_BYTES + 1), [("base64".to_owned(), "too_large")]);
}

#[test]
fn a_document_is_described_and_only_by_whom_it_is_open_to() {
    let house = house();
    let id = house.attached(&house.reception, DocumentAudience::Registry);
    let said = DescribeDocument {
        id,
        name: "Insurance card".into(),
        description: Some("valid until May".into()),
        tags: Vec::new(),
        audience: DocumentAudience::Registry,
        named: Vec::new(),
    };
    let reply = describe(&house.test.desk, &house.reception, said.clone()).unwrap().document.unwrap();
    assert_eq!(
        (reply.name.as_str(), reply.description.as_deref()),
        ("Insurance card", Some("valid until May"))
    );
    let naming = |named: &[&Session]| DescribeDocument {
        audience: DocumentAudience::Named,
        named: named.iter().map(|who| who.account_id).collect(),
        ..said.clone()
    };
    let wrong = refused(describe(&house.test.desk, &house.reception, naming(&[])));
    assert_eq!(fields(&wrong), [("audience", "not_permitted"), ("named", "required")]);
    let unknown = session(AccountId::from_uuid(Uuid::from_u128(99)), Role::Doctor);
    assert_eq!(
        fields(&refused(describe(&house.test.desk, &house.doctor, naming(&[&unknown])))),
        [("named", "not_found")]
    );
    let reply = describe(&house.test.desk, &house.doctor, naming(&[&house.stranger, &house.doctor])).unwrap();
    let named: Vec<_> = reply.document.unwrap().named.into_iter().map(|person| person.full_name).collect();
    assert_eq!(named.len(), 2);
    assert!(house.opens(&house.stranger, id) && !house.opens(&house.pharmacist, id));
    // Reception attached it, and a doctor's naming does not shut out whoever did.
    assert!(house.opens(&house.reception, id));
    assert_eq!(people(&house.test.desk, &house.doctor, crate::session::Empty {}).unwrap().people.len(), 5);
    let chart = house.attached(&house.doctor, DocumentAudience::Chart);
    assert_eq!(
        refused(describe(&house.test.desk, &house.reception, DescribeDocument { id: chart, ..said })).code,
        "document.not_yours"
    );
    assert_eq!(
        refused(remove(&house.test.desk, &house.reception, DocumentRef { id: chart })).code,
        "document.not_yours"
    );
}
