//! Long because each rule of a prescription is tried here on one desk with its medicines, a doctor and a patient.

use domain::account::Role;
use domain::code::Code as _;
use domain::id::{AccountId, DoctorId, Id as _, MedicineId, PatientId, PrescriptionId};
use domain::prescription::{
    DoseUnit, Frequency, Instruction, MedicineForm, PrescriptionAction, PrescriptionState, Route,
};
use rusqlite::named_params;
use uuid::Uuid;

use super::requests::{Prescription, ReadLine, WarningKind};
use super::whiteboard::{Ground, Ink, Stroke, Whiteboard};
use super::{
    CancelPrescription, CheckItems, DraftPrescription, PrescriptionRef, PrescriptionsOf, RepeatLast,
    SaveFavourite, WriteItem, WriteTest, cancel, check, correct, draft, favourites, get, of_patient,
    read_line, repeat_last, submit,
};
use crate::error::{Error, Result};
use crate::ledger::requests::UndoRequest;
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};
use crate::{Refusal, Session};

struct Practice {
    test: TestDesk,
    doctor: Session,
    patient: PatientId,
    augmentin: MedicineId,
    panadol: MedicineId,
    zithromax: MedicineId,
}

fn doctor_session(number: u128, doctor: DoctorId) -> Session {
    let account = session(AccountId::from_uuid(Uuid::from_u128(number)), Role::Doctor);
    Session { doctor_id: Some(doctor), ..account }
}

impl Practice {
    fn new() -> Self {
        let test = fresh_desk();
        let patient = test.patient("Samia Farouk");
        let doctor = doctor_session(0xD0C, test.doctor);
        test.desk
            .commit(&test.admin, "accounts.create", |tx| {
                tx.execute(
                    "insert into account (id, username, full_name, role, doctor_id, created_at)
                     values (:id, 'salma', 'Salma Fathy', 'doctor', :doctor, :now)",
                    named_params! { ":id": Sql(doctor.account_id), ":doctor": Sql(test.doctor), ":now": Sql(tx.now()) },
                )?;
                Ok(())
            })
            .unwrap();
        test.desk
            .commit(&test.admin, "appointments.book", |tx| {
                tx.execute(
                    "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, kind, created_at)
                     values (:id, 'APT-A-000001', :patient, :doctor, :site, '2026-11-20', 600, 15, 'scheduled', 'in_person', :now)",
                    named_params! {
                        ":id": Sql(tx.new_id::<MedicineId>()), ":patient": Sql(patient), ":doctor": Sql(test.doctor),
                        ":site": Sql(test.site), ":now": Sql(tx.now()),
                    },
                )?;
                Ok(())
            })
            .unwrap();
        let medicine = |name: &str, generic: &str, ingredients: &str, families: &str, form: &str| {
            test.desk
                .commit(&test.admin, "medicines.save", |tx| {
                    let id = tx.new_id::<MedicineId>();
                    tx.execute(
                        "insert into medicine (id, name, generic_name, ingredients, families, form, unit, created_at)
                         values (:id, :name, :generic, :ingredients, :families, :form, :form, :now)",
                        named_params! {
                            ":id": Sql(id), ":name": name, ":generic": generic, ":ingredients": ingredients,
                            ":families": families, ":form": form, ":now": Sql(tx.now()),
                        },
                    )?;
                    Ok(id)
                })
                .unwrap()
        };
        let augmentin = medicine(
            "Augmentin 1 g",
            "amoxicillin + clavulanate",
            r#"["amoxicillin","clavulanate"]"#,
            r#"["penicillin","antibiotic"]"#,
            "tablet",
        );
        let panadol = medicine("Panadol 500", "paracetamol", r#"["paracetamol"]"#, "[]", "tablet");
        let zithromax = medicine(
            "Zithromax 500",
            "azithromycin",
            r#"["azithromycin"]"#,
            r#"["macrolide","antibiotic"]"#,
            "tablet",
        );
        medicine("Otrivin 0.1 %", "xylometazoline", "[]", "[]", "spray");
        Self { test, doctor, patient, augmentin, panadol, zithromax }
    }

    fn is_allergic_to(&self, allergen: &str) {
        self.test
            .desk
            .commit(&self.test.admin, "charts.add_allergy", |tx| {
                tx.execute(
                    "insert into allergy (id, patient_id, allergen, reaction, severity, created_at)
                     values (:id, :patient, :allergen, 'anaphylaxis', 'severe', :now)",
                    named_params! {
                        ":id": Sql(tx.new_id::<MedicineId>()), ":patient": Sql(self.patient), ":allergen": allergen,
                        ":now": Sql(tx.now()),
                    },
                )?;
                Ok(())
            })
            .unwrap();
    }

    fn asks(&self, items: Vec<WriteItem>) -> DraftPrescription {
        DraftPrescription {
            id: None,
            patient_id: self.patient,
            doctor_id: None,
            appointment_id: None,
            diagnosis: None,
            notes: None,
            tags: Vec::new(),
            valid_until: None,
            whiteboard: None,
            items,
            tests: Vec::new(),
        }
    }

    fn draft(&self, items: Vec<WriteItem>) -> Prescription {
        self.write(self.asks(items)).unwrap()
    }

    fn write(&self, request: DraftPrescription) -> Result<Prescription> {
        Ok(draft(&self.test.desk, &self.doctor, request)?.prescription)
    }

    fn submit(&self, id: PrescriptionId) -> Result<Prescription> {
        Ok(submit(&self.test.desk, &self.doctor, PrescriptionRef { id })?.prescription)
    }

    fn get(&self, session: &Session, id: PrescriptionId) -> Result<Prescription> {
        Ok(get(&self.test.desk, session, PrescriptionRef { id })?.prescription)
    }

    fn hand_out(&self, prescription: &Prescription, quantity: u32) {
        self.test
            .desk
            .commit(&self.test.admin, "pharmacy.dispense", |tx| {
                let (lot, fulfilment) = (tx.new_id::<MedicineId>(), tx.new_id::<MedicineId>());
                tx.execute(
                    "insert into lot (id, medicine_id, number, expires_on, created_at) values (:id, :medicine, 'L1', '2028-01-01', :now)",
                    named_params! { ":id": Sql(lot), ":medicine": Sql(self.panadol), ":now": Sql(tx.now()) },
                )?;
                tx.execute(
                    "insert into fulfilment (id, prescription_id, site_id, fulfilled_at) values (:id, :prescription, :site, :now)",
                    named_params! {
                        ":id": Sql(fulfilment), ":prescription": Sql(prescription.id), ":site": Sql(self.test.site), ":now": Sql(tx.now()),
                    },
                )?;
                tx.execute(
                    "insert into fulfilment_item (id, fulfilment_id, prescription_item_id, lot_id, quantity)
                     values (:id, :fulfilment, :item, :lot, :quantity)",
                    named_params! {
                        ":id": Sql(tx.new_id::<MedicineId>()), ":fulfilment": Sql(fulfilment),
                        ":item": Sql(prescription.items[0].id), ":lot": Sql(lot), ":quantity": quantity,
                    },
                )?;
                Ok(())
            })
            .unwrap();
    }

    /// The patient comes to another doctor as well.
    fn visits(&self, colleague: &Session) {
        let commit = |tx: &crate::ledger::Tx<'_>| -> Result<()> {
            tx.execute(
                "insert into doctor (id, site_id, full_name, created_at) values (:id, :site, 'Karim Naguib', :now)",
                named_params! { ":id": Sql(colleague.doctor_id), ":site": Sql(self.test.site), ":now": Sql(tx.now()) },
            )?;
            tx.execute(
                "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, kind, created_at)
                 values (:id, 'APT-A-000002', :patient, :doctor, :site, '2026-11-19', 600, 15, 'completed', 'in_person', :now)",
                named_params! {
                    ":id": Sql(tx.new_id::<MedicineId>()), ":patient": Sql(self.patient), ":doctor": Sql(colleague.doctor_id),
                    ":site": Sql(self.test.site), ":now": Sql(tx.now()),
                },
            )?;
            Ok(())
        };
        self.test.desk.commit(&self.test.admin, "appointments.book", commit).unwrap();
    }

    fn undo(&self) -> Result<()> {
        crate::ledger::undo::undo(&self.test.desk, &self.doctor, UndoRequest { id: None }).map(|_| ())
    }
}

fn line(medicine: MedicineId) -> WriteItem {
    WriteItem {
        medicine_id: Some(medicine),
        medicine_name: None,
        dose_milli: 1_000,
        dose_unit: DoseUnit::Tablet,
        route: Route::Oral,
        frequency: Frequency::Thrice,
        days: Some(5),
        quantity: None,
        instructions: Some(Instruction::AfterFood.code().to_owned()),
        kept_because: None,
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_draft_is_written_anew_as_a_whole_and_submitted() {
    let practice = Practice::new();
    let mut asks = practice.asks(vec![line(practice.panadol), line(practice.zithromax)]);
    asks.diagnosis = Some("Acute sinusitis, right".to_owned());
    asks.tests = vec![WriteTest { name: "CBC".to_owned(), instructions: None, priority: None }];
    let written = practice.write(asks).unwrap();
    assert_eq!((written.r#ref.as_str(), written.state), ("RX-A-000001", PrescriptionState::Draft));
    assert_eq!(written.items[0].quantity, 15, "one tablet three times a day for five days");
    assert!(written.items[0].quantity_worked_out);
    assert_eq!(written.items[0].form, Some(MedicineForm::Tablet));

    let mut again = practice.asks(vec![line(practice.zithromax)]);
    again.id = Some(written.id);
    let written = practice.write(again).unwrap();
    let names: Vec<_> = written.items.iter().map(|item| item.medicine_name.as_str()).collect();
    assert_eq!(names, ["Zithromax 500"], "what is not in the draft any more is not in the prescription");
    assert!(written.tests.is_empty() && written.diagnosis.is_none());

    let submitted = practice.submit(written.id).unwrap();
    assert_eq!(submitted.state, PrescriptionState::Submitted);
    assert_eq!(
        submitted.valid_until.unwrap().to_string(),
        "2026-12-20",
        "thirty days when nobody says otherwise"
    );
    assert!(submitted.issued_at.is_some());
}

#[test]
fn what_was_submitted_cannot_be_changed_and_its_correction_names_it() {
    let practice = Practice::new();
    let first = practice.draft(vec![line(practice.panadol)]);
    practice.submit(first.id).unwrap();
    let mut again = practice.asks(vec![line(practice.zithromax)]);
    again.id = Some(first.id);
    let refusal = refused(practice.write(again));
    assert_eq!(refusal.code, "prescription.wrong_state");
    assert_eq!(refused(practice.submit(first.id)).code, "prescription.wrong_state");

    let begun = correct(&practice.test.desk, &practice.doctor, PrescriptionRef { id: first.id })
        .unwrap()
        .prescription;
    assert_eq!(begun.corrects.as_ref().unwrap().r#ref, first.r#ref);
    assert!(begun.items[0].warnings.is_empty(), "what it is to replace does not speak against it");
    let once_more = correct(&practice.test.desk, &practice.doctor, PrescriptionRef { id: first.id }).unwrap();
    assert_eq!(once_more.prescription.id, begun.id, "a correction that was begun is gone on with");
    assert_eq!(practice.get(&practice.doctor, first.id).unwrap().state, PrescriptionState::Submitted);
    practice.submit(begun.id).unwrap();
    let old = practice.get(&practice.doctor, first.id).unwrap();
    assert_eq!(old.state, PrescriptionState::Replaced);
    assert_eq!(old.replaced_by.unwrap().id, begun.id);
    assert!(!old.may.contains(&PrescriptionAction::Correct));

    practice.undo().unwrap();
    assert_eq!(practice.get(&practice.doctor, first.id).unwrap().state, PrescriptionState::Submitted);
    assert_eq!(practice.get(&practice.doctor, begun.id).unwrap().state, PrescriptionState::Draft);
}

#[test]
fn a_list_and_the_chart_tell_each_with_its_state_its_lines_and_its_chain() {
    let practice = Practice::new();
    let chart = |session: &Session| {
        let request = crate::charts::ChartRef { patient_id: practice.patient };
        crate::charts::open(&practice.test.desk, session, request).unwrap()
    };
    let first = practice.draft(vec![line(practice.panadol), line(practice.zithromax)]);
    practice.submit(first.id).unwrap();
    practice.test.clock.advance_minutes(1);
    let begun = correct(&practice.test.desk, &practice.doctor, PrescriptionRef { id: first.id }).unwrap();
    let second = begun.prescription;
    let mut tests_alone = practice.asks(Vec::new());
    tests_alone.tests = vec![WriteTest { name: "CBC".into(), instructions: None, priority: None }];
    tests_alone.id = Some(second.id);
    practice.write(tests_alone).unwrap();
    let told = |session: &Session| -> Vec<_> {
        let timeline = chart(session).timeline.into_iter();
        timeline
            .filter_map(|entry| {
                let written = entry.prescription?;
                Some((
                    entry.title.unwrap(),
                    written.state,
                    written.lines,
                    written.corrects,
                    written.replaced_by,
                ))
            })
            .collect()
    };
    let (one, two) = (first.r#ref.clone(), second.r#ref.clone());
    let medicines = vec!["Panadol 500".to_owned(), "Zithromax 500".to_owned()];
    let cbc = vec!["CBC".to_owned()];
    use PrescriptionState as S;
    assert_eq!(
        told(&practice.doctor),
        [
            (two.clone(), S::Draft, cbc.clone(), Some(one.clone()), None),
            (one.clone(), S::Submitted, medicines.clone(), None, None),
        ]
    );
    let colleague = doctor_session(0xD1C, DoctorId::from_uuid(Uuid::from_u128(0xD1)));
    practice.visits(&colleague);
    assert_eq!(told(&colleague).len(), 1, "a draft is for nobody but who writes it");
    practice.submit(second.id).unwrap();
    assert_eq!(
        told(&colleague),
        [
            (two.clone(), S::Submitted, cbc, Some(one.clone()), None),
            (one, S::Replaced, medicines, None, Some(two)),
        ]
    );
    // The list says of each what the prescription says of itself.
    let of = PrescriptionsOf { patient_id: practice.patient };
    for line in of_patient(&practice.test.desk, &practice.doctor, of).unwrap().prescriptions {
        let whole = practice.get(&practice.doctor, line.id).unwrap();
        assert_eq!((line.r#ref, line.state, line.doctor_name), (whole.r#ref, whole.state, whole.doctor_name));
        assert_eq!(line.replaced_by.map(|name| name.id), whole.replaced_by.map(|name| name.id));
    }
}

#[test]
fn tags_are_offered_again_the_commonest_first() {
    let practice = Practice::new();
    for tags in [vec!["chronic", "fasting"], vec!["chronic"], Vec::new()] {
        let mut asked = practice.asks(vec![line(practice.panadol)]);
        asked.tags = tags.into_iter().map(str::to_owned).collect();
        practice.write(asked).unwrap();
    }
    let offered =
        |session: &Session| super::tags(&practice.test.desk, session, crate::session::Empty {}).unwrap().tags;
    assert_eq!(offered(&practice.doctor), ["chronic", "fasting"]);
    assert_eq!(offered(&practice.test.admin), ["chronic", "fasting"]);
    let other = doctor_session(0xD1C, DoctorId::from_uuid(Uuid::from_u128(0xD1)));
    assert!(offered(&other).is_empty(), "what others call theirs is theirs");
}

#[test]
fn the_database_itself_keeps_a_submitted_line_as_it_is() {
    let practice = Practice::new();
    let written = practice.draft(vec![line(practice.panadol)]);
    let change = || {
        practice.test.desk.commit(&practice.test.admin, "test.change", |tx| {
            Ok(tx.execute("update prescription_item set quantity = quantity + 1", [])?)
        })
    };
    assert_eq!(change().unwrap(), 1);
    practice.submit(written.id).unwrap();
    assert!(change().is_err());
}

#[test]
fn an_allergy_is_answered_with_a_reason_before_it_is_submitted() {
    let practice = Practice::new();
    practice.is_allergic_to("بنسلين");
    let written = practice.draft(vec![line(practice.augmentin)]);
    let warnings = &written.items[0].warnings;
    assert_eq!((warnings.len(), warnings[0].kind), (1, WarningKind::Allergy));
    assert_eq!((warnings[0].shared.as_str(), warnings[0].by_family), ("penicillin", true));
    assert_eq!(warnings[0].severity.as_deref(), Some("severe"));
    let instead: Vec<_> = written.items[0].alternatives.iter().map(|hit| hit.name.as_str()).collect();
    assert_eq!(instead, ["Zithromax 500"], "another antibiotic that nothing speaks against");
    let refusal = refused(practice.submit(written.id));
    assert_eq!(refusal.code, "prescription.warnings_open");
    assert_eq!(refusal.params["medicine"], "Augmentin 1 g");

    let kept =
        WriteItem { kept_because: Some("tested negative in May".to_owned()), ..line(practice.augmentin) };
    let mut again = practice.asks(vec![kept]);
    again.id = Some(written.id);
    practice.write(again).unwrap();
    let submitted = practice.submit(written.id).unwrap();
    assert_eq!(submitted.items[0].kept_because.as_deref(), Some("tested negative in May"));
}

#[test]
fn the_same_twice_here_or_in_another_valid_prescription_is_a_warning() {
    let practice = Practice::new();
    let first = practice.draft(vec![line(practice.panadol)]);
    practice.submit(first.id).unwrap();
    let items = vec![line(practice.zithromax), line(practice.panadol), line(practice.panadol)];
    let checked = check(
        &practice.test.desk,
        &practice.doctor,
        CheckItems { patient_id: practice.patient, id: None, items },
    )
    .unwrap();
    let kinds = |at: usize| checked.items[at].warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>();
    assert!(kinds(0).is_empty());
    assert_eq!(kinds(1), [WarningKind::DuplicatePrescribed]);
    assert_eq!(checked.items[1].warnings[0].prescription.as_deref(), Some(first.r#ref.as_str()));
    assert_eq!(kinds(2), [WarningKind::DuplicateHere, WarningKind::DuplicatePrescribed]);
    let reason = Some("lost at the airport".to_owned());
    cancel(&practice.test.desk, &practice.doctor, CancelPrescription { id: first.id, reason }).unwrap();
    let items = vec![line(practice.panadol)];
    let checked = check(
        &practice.test.desk,
        &practice.doctor,
        CheckItems { patient_id: practice.patient, id: None, items },
    )
    .unwrap();
    assert!(checked.items[0].warnings.is_empty(), "what was cancelled is not had");
}

#[test]
fn a_line_becomes_an_offer_and_the_usual_course_needs_no_words() {
    let practice = Practice::new();
    let read = |text: &str| {
        let request = ReadLine { text: text.to_owned(), patient_id: practice.patient, doctor_id: None };
        read_line(&practice.test.desk, &practice.doctor, request).unwrap()
    };
    let said = read("pana 1x3 5d after food");
    assert_eq!(
        (said.medicine.as_str(), said.days, said.instructions.as_deref()),
        ("pana", Some(5), Some("after_food"))
    );
    let offer = &said.offers[0];
    assert_eq!(
        (offer.medicine.name.as_str(), offer.item.quantity, offer.is_usual),
        ("Panadol 500", 15, false)
    );
    assert_eq!(offer.medicine.stock, None, "no lot was ever kept of it");
    let spray = &read("otri 2x3 5d").offers[0].item;
    assert_eq!((spray.dose_unit, spray.route, spray.quantity), (DoseUnit::Spray, Route::Nose, 1));

    let written = practice.draft(vec![WriteItem { days: Some(3), ..line(practice.panadol) }]);
    practice.submit(written.id).unwrap();
    let offer = read("باندول").offers.remove(0);
    assert!(offer.is_usual);
    assert_eq!((offer.item.days, offer.item.frequency, offer.item.quantity), (Some(3), Frequency::Thrice, 9));
    assert!(!offer.item.warnings.is_empty(), "it was prescribed a moment ago");

    favourites::save(
        &practice.test.desk,
        &practice.doctor,
        SaveFavourite {
            name: "Sinusitis".to_owned(),
            items: vec![line(practice.zithromax), line(practice.panadol)],
        },
    )
    .unwrap();
    let said = read("sinu");
    assert_eq!(said.favourites[0].medicines, ["Zithromax 500", "Panadol 500"]);
}

#[test]
fn only_ones_own_is_written_and_a_draft_is_seen_by_nobody_else() {
    let practice = Practice::new();
    let written = practice.draft(vec![line(practice.panadol)]);
    let other = doctor_session(0xD1C, DoctorId::from_uuid(Uuid::from_u128(0xD1)));
    let pharmacist = session(AccountId::from_uuid(Uuid::from_u128(0xF0)), Role::Pharmacist);
    let list = |session: &Session| {
        let of = PrescriptionsOf { patient_id: practice.patient };
        of_patient(&practice.test.desk, session, of)
    };
    for stranger in [&other, &pharmacist] {
        assert_eq!(refused(practice.get(stranger, written.id)).code, "not_found");
    }
    assert!(list(&pharmacist).unwrap().prescriptions.is_empty());
    let submitted = submit(&practice.test.desk, &other, PrescriptionRef { id: written.id });
    assert_eq!(refused(submitted).code, "prescription.not_yours");
    practice.submit(written.id).unwrap();
    assert!(!practice.get(&pharmacist, written.id).unwrap().may.contains(&PrescriptionAction::Cancel));
    assert_eq!(list(&pharmacist).unwrap().prescriptions.len(), 1);
    // A patient who was never theirs: neither what was prescribed nor a line of their own.
    assert_eq!(refused(practice.get(&other, written.id)).code, "chart.not_yours");
    assert_eq!(refused(list(&other)).code, "chart.not_yours");
    let own = draft(&practice.test.desk, &other, practice.asks(vec![line(practice.panadol)]));
    assert_eq!(refused(own).code, "chart.not_yours");
    assert!(
        practice.get(&practice.test.admin, written.id).unwrap().may.contains(&PrescriptionAction::Correct)
    );
    let unnamed =
        draft(&practice.test.desk, &practice.test.admin, practice.asks(vec![line(practice.panadol)]));
    assert_eq!(refused(unnamed).fields[0].field, "doctor_id", "an administrator says whose it is to be");
}

#[test]
fn how_far_along_it_is_follows_the_counter_and_what_was_handed_out_is_not_taken_back() {
    let practice = Practice::new();
    let written = practice.draft(vec![line(practice.panadol)]);
    let submitted = practice.submit(written.id).unwrap();
    practice.hand_out(&submitted, 5);
    let partly = practice.get(&practice.doctor, written.id).unwrap();
    assert_eq!((partly.state, partly.items[0].dispensed), (PrescriptionState::PartlyFulfilled, 5));
    assert_eq!(
        refused(practice.undo()).code,
        "undo.conflicts",
        "a draft for which something was handed out makes no sense"
    );
    practice.hand_out(&submitted, 10);
    let done = practice.get(&practice.doctor, written.id).unwrap();
    assert_eq!(done.state, PrescriptionState::Fulfilled);
    let refusal = refused(cancel(
        &practice.test.desk,
        &practice.doctor,
        CancelPrescription { id: written.id, reason: Some("too late".to_owned()) },
    ));
    assert_eq!(refusal.code, "prescription.wrong_state");
}

#[test]
fn the_last_one_is_repeated_without_what_belonged_to_that_day() {
    let practice = Practice::new();
    let none = RepeatLast { patient_id: practice.patient, doctor_id: None, appointment_id: None };
    assert_eq!(
        refused(repeat_last(&practice.test.desk, &practice.doctor, none)).code,
        "prescription.none_before"
    );
    let mut asks = practice.asks(vec![line(practice.panadol)]);
    asks.whiteboard = Some(Whiteboard {
        ground: Ground::Face,
        strokes: vec![Stroke { ink: Ink::Red, points: vec![1, 2, 3, 4] }],
    });
    let first = practice.write(asks).unwrap();
    assert!(first.whiteboard.is_some());
    practice.submit(first.id).unwrap();
    let request = RepeatLast { patient_id: practice.patient, doctor_id: None, appointment_id: None };
    let again = repeat_last(&practice.test.desk, &practice.doctor, request).unwrap().prescription;
    assert_eq!((again.r#ref.as_str(), again.items.len()), ("RX-A-000002", 1));
    assert!(again.whiteboard.is_none() && again.corrects.is_none());
    assert!(!again.items[0].warnings.is_empty(), "it is still valid, so the same again is asked about");
}

#[test]
fn what_cannot_be_kept_is_said_field_by_field() {
    let practice = Practice::new();
    let nameless = WriteItem { medicine_id: None, days: Some(400), ..line(practice.panadol) };
    let mut asks = practice.asks(vec![nameless]);
    asks.valid_until = Some("2020-01-01".parse().unwrap());
    asks.whiteboard = Some(Whiteboard {
        ground: Ground::Blank,
        strokes: vec![Stroke { ink: Ink::Black, points: vec![1, 2, 3] }],
    });
    let refusal = refused(practice.write(asks));
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(
        fields,
        [
            ("valid_until", "in_the_past"),
            ("whiteboard.strokes[0].points", "format"),
            ("items[0].medicine_name", "required"),
            ("items[0].days", "out_of_range"),
        ]
    );
    let empty = practice.draft(Vec::new());
    assert_eq!(refused(practice.submit(empty.id)).code, "prescription.empty");
}
