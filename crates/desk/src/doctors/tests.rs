use domain::id::{DoctorId, SpecialtyId};
use rusqlite::named_params;
use serde_json::{Value, json};

use super::{
    DoctorRef, ListDoctors, SaveDoctor, SpecialtyRef, get, list, list_specialties, remove, remove_specialty,
    save, save_specialty,
};
use crate::error::{Error, Refusal};
use crate::session::Empty;
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk};

fn request(fields: Value) -> SaveDoctor {
    serde_json::from_value(fields).unwrap()
}

fn saved(test: &TestDesk, fields: Value) -> Value {
    serde_json::to_value(save(&test.desk, &test.admin, request(fields)).unwrap().doctor).unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: crate::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn specialty(test: &TestDesk, name: &str) -> Value {
    let request = serde_json::from_value(json!({ "name": name })).unwrap();
    json!(save_specialty(&test.desk, &test.admin, request).unwrap().specialty.id)
}

#[test]
fn a_doctor_is_kept_with_everything_that_is_known() {
    let test = fresh_desk();
    let (heart, children) = (specialty(&test, "Cardiology"), specialty(&test, "Paediatrics"));
    let doctor = saved(
        &test,
        json!({
            "full_name": " Hany  Mourad ", "second_name": "هاني مراد", "title": "Prof", "specialty_ids": [children, heart],
            "license_number": "EMS-4411", "years_of_experience": 21, "biography": "Line one\r\nline two", "languages": ["ar", "en-GB"],
            "qualifications": [{ "degree": "MD", "institution": "Kasr Al Ainy", "year": 2004 }],
            "consultation_fee_minor": 60_000, "default_visit_minutes": 20, "board_colour": "petrol", "email": "h@example.org",
        }),
    );
    assert_eq!(
        (&doctor["full_name"], &doctor["biography"]),
        (&json!("Hany Mourad"), &json!("Line one\nline two"))
    );
    assert_eq!(doctor["specialties"][0]["id"], children, "in the order given");
    let id: DoctorId = serde_json::from_value(doctor["id"].clone()).unwrap();
    let read = get(&test.desk, &test.admin, DoctorRef { id }).unwrap().doctor;
    assert_eq!(serde_json::to_value(read).unwrap(), doctor);
    let listed = list(&test.desk, &test.admin, ListDoctors::default()).unwrap().doctors;
    assert_eq!(serde_json::to_value(&listed[0]).unwrap(), doctor, "before Salma Fathy");

    let changed = saved(
        &test,
        json!({ "id": id, "full_name": "Hany Mourad", "specialty_ids": [heart], "active": false }),
    );
    assert_eq!(
        (&changed["specialties"][0]["id"], changed["specialties"].as_array().unwrap().len()),
        (&heart, 1)
    );
    assert_eq!(list(&test.desk, &test.admin, ListDoctors::default()).unwrap().doctors.len(), 1);
    let all = list(&test.desk, &test.admin, ListDoctors { include_inactive: true }).unwrap().doctors;
    assert_eq!(serde_json::to_value(&all[0]).unwrap(), changed);
}

#[track_caller]
fn check_refused(test: &TestDesk, fields: Value, expected: &[(&str, &str)]) {
    let refusal = refusal(save(&test.desk, &test.admin, request(fields)));
    assert_eq!(refusal.code, "input.invalid");
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, expected);
}

#[test]
fn everything_wrong_with_a_doctor_is_said_at_once() {
    let test = fresh_desk();
    let heart = specialty(&test, "Cardiology");
    check_refused(
        &test,
        json!({
            "site_id": uuid::Uuid::nil(), "full_name": "", "specialty_ids": [heart, heart, uuid::Uuid::nil()],
            "qualifications": [{ "degree": "MD", "year": 1066 }, { "degree": " " }], "languages": ["ar", "Arabic language"],
            "email": "a b@c", "board_colour": "Red!", "years_of_experience": 81, "consultation_fee_minor": -5, "default_visit_minutes": 4,
        }),
        &[
            ("site_id", "unknown"),
            ("full_name", "required"),
            ("specialty_ids[1]", "repeated"),
            ("specialty_ids[2]", "unknown"),
            ("qualifications[0].year", "out_of_range"),
            ("qualifications[1].degree", "required"),
            ("languages[1]", "format"),
            ("email", "format"),
            ("board_colour", "format"),
            ("years_of_experience", "out_of_range"),
            ("consultation_fee_minor", "out_of_range"),
            ("default_visit_minutes", "out_of_range"),
        ],
    );
}

#[test]
fn a_licence_number_belongs_to_one_doctor() {
    let test = fresh_desk();
    let first = saved(&test, json!({ "full_name": "Hany Mourad", "license_number": "EMS-1" }));
    let second = json!({ "full_name": "Laila Sami", "license_number": " EMS-1 " });
    check_refused(&test, second.clone(), &[("license_number", "taken")]);
    // Its own number stands in nobody's way, and a removed doctor's is free again.
    saved(&test, json!({ "id": first["id"], "full_name": "Hany Mourad", "license_number": "EMS-1" }));
    let id = serde_json::from_value(first["id"].clone()).unwrap();
    remove(&test.desk, &test.admin, DoctorRef { id }).unwrap();
    saved(&test, second);
    assert_eq!(refusal(get(&test.desk, &test.admin, DoctorRef { id })), Refusal::not_found("doctor"));
}

#[test]
fn a_doctor_whom_patients_expect_cannot_be_removed() {
    let test = fresh_desk();
    let patient = test.patient("Nour Hassan");
    let book = |date: &str, status: &str| {
        test.desk.commit(&test.admin, "appointments.book", |tx| {
            let id = tx.new_id::<domain::id::AppointmentId>();
            tx.execute(
                "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
                 values (:id, :ref, :patient, :doctor, :site, :date, 600, 15, :status, 0)",
                named_params! {
                    ":id": Sql(id), ":ref": date, ":patient": Sql(patient), ":doctor": Sql(test.doctor), ":site": Sql(test.site),
                    ":date": date, ":status": status,
                },
            )?;
            Ok(())
        })
    };
    book("2026-11-19", "scheduled").unwrap();
    book("2026-11-20", "completed").unwrap();
    book("2026-11-25", "confirmed").unwrap();
    let answer = refusal(remove(&test.desk, &test.admin, DoctorRef { id: test.doctor }));
    assert_eq!(answer, Refusal::new("doctor.has_visits").with("count", 1).with("first_date", "2026-11-25"));
    test.clock.advance_minutes(6 * 24 * 60);
    remove(&test.desk, &test.admin, DoctorRef { id: test.doctor }).unwrap();
}

#[test]
fn a_specialty_has_a_name_of_its_own() {
    let test = fresh_desk();
    let heart = specialty(&test, "Cardiology");
    let save =
        |fields: Value| save_specialty(&test.desk, &test.admin, serde_json::from_value(fields).unwrap());
    assert_eq!(refusal(save(json!({ "name": "cardiology" }))).fields[0].code, "taken");
    save(json!({ "id": heart, "name": "Cardiology", "name_ar": "قلب" })).unwrap();
    assert_eq!(
        refusal(save(json!({ "id": uuid::Uuid::nil(), "name": "X" }))),
        Refusal::not_found("specialty")
    );
    let listed = list_specialties(&test.desk, &test.admin, Empty {}).unwrap().specialties;
    assert_eq!((listed.len(), listed[0].name_ar.as_deref()), (1, Some("قلب")));
}

#[test]
fn a_specialty_goes_when_no_doctor_has_it() {
    let test = fresh_desk();
    let heart = specialty(&test, "Cardiology");
    let id: SpecialtyId = serde_json::from_value(heart.clone()).unwrap();
    let doctor = saved(&test, json!({ "full_name": "Hany Mourad", "specialty_ids": [heart] }));
    let answer = refusal(remove_specialty(&test.desk, &test.admin, SpecialtyRef { id }));
    assert_eq!(answer, Refusal::new("specialty.has_doctors").with("count", 1).with("name", "Hany Mourad"));
    saved(&test, json!({ "id": doctor["id"], "full_name": "Hany Mourad", "specialty_ids": [] }));
    remove_specialty(&test.desk, &test.admin, SpecialtyRef { id }).unwrap();
    assert!(list_specialties(&test.desk, &test.admin, Empty {}).unwrap().specialties.is_empty());
    assert_eq!(
        refusal(remove_specialty(&test.desk, &test.admin, SpecialtyRef { id })),
        Refusal::not_found("specialty")
    );
}
