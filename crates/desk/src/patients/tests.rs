use std::collections::BTreeMap;

use domain::account::Role;
use domain::id::{AccountId, AppointmentId, DoctorId, Id as _, PatientId};
use domain::patient::{Agreement, BloodType};
use domain::time::Date;
use proptest::prelude::{ProptestConfig, Strategy, prop, prop_oneof, proptest};
use rusqlite::named_params;
use uuid::Uuid;

use super::{
    FindDuplicates, PatientRef, PhoneInput, RegisterPatient, SearchPatients, UpdatePatient, duplicates, get,
    register, remove, search, update,
};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};

pub(super) fn form(full_name: &str, phones: &[&str]) -> RegisterPatient {
    RegisterPatient {
        full_name: full_name.into(),
        phones: phones.iter().map(|phone| PhoneInput::Bare((*phone).into())).collect(),
        second_name: None,
        date_of_birth: None,
        born_about: None,
        gender: None,
        email: None,
        national_id: None,
        address: None,
        blood_type: None,
        emergency_contact: None,
        notes: None,
        favourite_doctors: Vec::new(),
    }
}

pub(super) fn registered(test: &TestDesk, full_name: &str, phones: &[&str]) -> PatientId {
    register(&test.desk, &test.admin, form(full_name, phones)).unwrap().patient.id
}

pub(super) fn found(test: &TestDesk, text: &str) -> Vec<PatientId> {
    let request = SearchPatients { text: text.into(), limit: None };
    search(&test.desk, &test.admin, request).unwrap().patients.into_iter().map(|hit| hit.id).collect()
}

/// Books past the five steps: another room's business.
pub(crate) fn booked(test: &TestDesk, patient: PatientId, date: &str, status: &str) -> AppointmentId {
    test.desk
        .commit(&test.admin, "appointments.book", |tx| {
            let id = tx.new_id::<AppointmentId>();
            tx.execute(
                "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, overbook_reason,
                    cancelled_by, created_at)
                 values (:id, 'APT-A-000001', :patient, :doctor, :site, :date, 600, 15, :status, 'test',
                    case :status when 'cancelled' then 'patient' end, :now)",
                named_params! {
                    ":id": Sql(id), ":patient": Sql(patient), ":doctor": Sql(test.doctor), ":site": Sql(test.site),
                    ":date": date, ":status": status, ":now": Sql(tx.now()),
                },
            )?;
            Ok(id)
        })
        .unwrap()
}

pub(crate) fn set_status(test: &TestDesk, visit: AppointmentId, status: &str) {
    test.desk
        .commit(&test.admin, "appointments.cancel", |tx| {
            tx.execute(
                "update appointment set status = :status, cancelled_by = case :status when 'cancelled' then 'patient' end
                 where id = :id",
                named_params! { ":id": Sql(visit), ":status": status },
            )?;
            Ok(())
        })
        .unwrap();
}

#[track_caller]
pub(super) fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(error) => panic!("a fault: {error}"),
        Ok(_) => panic!("not refused"),
    }
}

pub(super) fn fields(refusal: &Refusal) -> Vec<(&str, &str)> {
    refusal.fields.iter().map(|error| (error.field.as_str(), error.code)).collect()
}

#[test]
fn a_name_and_a_phone_are_enough_and_so_is_a_name() {
    let test = fresh_desk();
    let patient = register(&test.desk, &test.admin, form("  محمد\u{202e} أحمد  علي ", &["٠١٠ ١٢٣٤ ٥٦٧٨"]))
        .unwrap()
        .patient;
    assert_eq!(patient.full_name, "محمد أحمد علي");
    assert_eq!(patient.phones[0].number, "٠١٠ ١٢٣٤ ٥٦٧٨");
    assert_eq!(patient.r#ref, "PAT-A-000001");
    let other = register(&test.desk, &test.admin, form("Sara", &[])).unwrap().patient;
    assert_eq!(other.r#ref, "PAT-A-000002");
}

#[test]
fn everything_wrong_with_a_form_is_said_at_once() {
    let test = fresh_desk();
    let mut wrong = form(" ", &["0101234567", "mother", ""]);
    wrong.date_of_birth = "2026-11-21".parse().ok();
    wrong.email = Some("nobody".into());
    wrong.national_id = Some("x".into());
    wrong.notes = Some("x".repeat(4001));
    let refusal = refused(register(&test.desk, &test.admin, wrong));
    assert_eq!(refusal.code, "input.invalid");
    assert_eq!(
        fields(&refusal),
        [
            ("full_name", "required"),
            ("date_of_birth", "in_the_future"),
            ("phones[1].number", "format"),
            ("email", "format"),
            ("national_id", "format"),
            ("notes", "too_long"),
        ]
    );
    let mut stranger = form("Sara", &[]);
    stranger.favourite_doctors = vec![test.doctor, DoctorId::from_uuid(Uuid::from_u128(1))];
    assert_eq!(
        fields(&refused(register(&test.desk, &test.admin, stranger))),
        [("favourite_doctors[1]", "not_found")]
    );
    assert_eq!(found(&test, ""), []);
    // A refused form uses up no file number.
    assert_eq!(register(&test.desk, &test.admin, form("Sara", &[])).unwrap().patient.r#ref, "PAT-A-000001");
}

#[test]
fn namesakes_on_one_phone_are_both_registered_and_both_found() {
    let test = fresh_desk();
    let one = registered(&test, "محمد أحمد علي", &["01012345678"]);
    let two = registered(&test, "محمد أحمد علي", &["01012345678"]);
    assert_eq!(found(&test, "محمد احمد علي").len(), 2);
    booked(&test, one, "2026-11-19", "completed");
    assert_eq!(found(&test, "Mohamed Ahmed"), [one, two]);
    assert_eq!(found(&test, "+201012345678"), [one, two]);
}

#[test]
fn a_change_shows_in_the_next_search() {
    let test = fresh_desk();
    let id = registered(&test, "Mona Adel", &["01012345678"]);
    assert_eq!(found(&test, "mona"), [id]);
    let mut changed = form("Nour Adel", &["01198765432"]);
    changed.date_of_birth = "1990-05-17".parse().ok();
    changed.born_about = Some(1980);
    let patient = update(&test.desk, &test.admin, UpdatePatient { id, patient: changed }).unwrap().patient;
    assert_eq!(patient.born_about, None);
    assert_eq!(found(&test, "mona"), []);
    assert_eq!(found(&test, "٠١٠١٢"), []);
    for text in ["نور", "9876", "17/5/1990", "PAT-A-1"] {
        assert_eq!(found(&test, text), [id], "{text}");
    }
    remove(&test.desk, &test.admin, PatientRef { id }).unwrap();
    assert_eq!(found(&test, "nour"), []);
    crate::ledger::undo::undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(found(&test, "nour"), [id]);
}

#[test]
fn a_patient_with_visits_to_come_stays() {
    let test = fresh_desk();
    let id = registered(&test, "Mona Adel", &[]);
    booked(&test, id, "2026-11-19", "scheduled");
    let visit = booked(&test, id, "2026-11-25", "confirmed");
    booked(&test, id, "2026-11-28", "scheduled");
    let refusal = refused(remove(&test.desk, &test.admin, PatientRef { id }));
    assert_eq!(refusal.code, "patient.has_future_visits");
    assert_eq!(refusal.params["visits"], 2);
    assert_eq!(refusal.params["next_date"], "2026-11-25");
    set_status(&test, visit, "cancelled");
    test.clock.advance_minutes(9 * 24 * 60);
    assert!(remove(&test.desk, &test.admin, PatientRef { id }).unwrap().done);
    assert!(get(&test.desk, &test.admin, PatientRef { id }).unwrap().patient.deleted);
    assert_eq!(refused(remove(&test.desk, &test.admin, PatientRef { id })).code, "not_found");
    let again = UpdatePatient { id, patient: form("Mona", &[]) };
    assert_eq!(refused(update(&test.desk, &test.admin, again)).code, "not_found");
}

#[test]
fn a_card_tells_last_and_next_visit_and_who_stayed_away() {
    let test = fresh_desk();
    let mut born = form("Mona Adel", &[]);
    born.date_of_birth = "1990-11-20".parse().ok();
    let id = register(&test.desk, &test.admin, born).unwrap().patient.id;
    for (date, status) in [
        ("2025-11-20", "no_show"),
        ("2025-11-21", "no_show"),
        ("2026-10-01", "completed"),
        ("2026-10-09", "cancelled"),
        ("2026-11-01", "no_show"),
        ("2026-11-20", "scheduled"),
        ("2026-12-01", "confirmed"),
    ] {
        booked(&test, id, date, status);
    }
    let card = get(&test.desk, &test.admin, PatientRef { id }).unwrap();
    let day = |text: &str| text.parse::<Date>().ok();
    assert_eq!(card.age_years, Some(36));
    assert_eq!(card.last_visit.map(|visit| visit.date), day("2026-10-01"));
    assert_eq!(card.next_visit.map(|visit| visit.date), day("2026-11-20"));
    assert_eq!(card.no_shows, 2);
    assert_eq!(card.visits.len(), 7);
    assert_eq!(card.visits[0].doctor_name, "Salma Fathy");
    let hits =
        search(&test.desk, &test.admin, SearchPatients { text: "mona".into(), limit: Some(1) }).unwrap();
    assert_eq!(hits.patients[0].last_visit, day("2026-10-01"));
    assert_eq!(hits.patients[0].age_years, Some(36));
    assert_eq!(
        refused(get(&test.desk, &test.admin, PatientRef { id: PatientId::from_uuid(Uuid::nil()) })).code,
        "not_found"
    );
}

#[test]
fn reception_keeps_the_registry_and_does_not_read_its_notes() {
    let test = fresh_desk();
    let reception = session(AccountId::from_uuid(Uuid::from_u128(0xEE)), Role::Receptionist);
    let doctor = session(AccountId::from_uuid(Uuid::from_u128(0xD0)), Role::Doctor);
    let mut noted = form("Mona Adel", &[]);
    noted.notes = Some("pacemaker".into());
    noted.blood_type = Some(BloodType::AbNegative);
    let id = register(&test.desk, &doctor, noted.clone()).unwrap().patient.id;
    let seen = get(&test.desk, &reception, PatientRef { id }).unwrap().patient;
    assert_eq!((seen.notes, seen.notes_withheld), (None, true));
    let kept =
        update(&test.desk, &reception, UpdatePatient { id, patient: form("Mona A.", &[]) }).unwrap().patient;
    assert_eq!((kept.full_name.as_str(), kept.notes), ("Mona A.", None));
    let over = UpdatePatient { id, patient: noted };
    assert_eq!(fields(&refused(update(&test.desk, &reception, over))), [("notes", "not_permitted")]);
    let seen = get(&test.desk, &doctor, PatientRef { id }).unwrap().patient;
    assert_eq!((seen.notes.as_deref(), seen.notes_withheld), (Some("pacemaker"), false));
}

#[test]
fn a_file_number_that_came_from_elsewhere_is_not_given_again() {
    let test = fresh_desk();
    let here = registered(&test, "Mona Adel", &[]);
    let taken = "update patient set ref = 'PAT-A-000002' where id = :id";
    let renumbered = test
        .desk
        .commit(&test.admin, "test.deed", |tx| Ok(tx.execute(taken, named_params! { ":id": Sql(here) })?));
    renumbered.unwrap();
    let next = register(&test.desk, &test.admin, form("Nour", &[])).unwrap().patient;
    assert_eq!(next.r#ref, "PAT-A-000003");
}

#[test]
fn likely_duplicates_are_shown_likeliest_first() {
    let test = fresh_desk();
    let mut first = form("محمد أحمد علي", &["01012345678"]);
    first.date_of_birth = "1990-05-17".parse().ok();
    first.national_id = Some("29005170123456".into());
    let same = register(&test.desk, &test.admin, first).unwrap().patient.id;
    let namesake = registered(&test, "محمد أحمد حسن علي", &["01100000000"]);
    let wife = registered(&test, "هدى سامي", &["+20 101 234 5678"]);
    registered(&test, "محمد سامي", &["01200000000"]);
    let asked = |name: &str, phone: &str, id: Option<&str>| {
        let request = FindDuplicates {
            full_name: name.into(),
            phones: vec![PhoneInput::Bare(phone.into())],
            date_of_birth: "1990-05-17".parse().ok(),
            national_id: id.map(str::to_owned),
        };
        let list = duplicates(&test.desk, &test.admin, request).unwrap().duplicates;
        list.into_iter().map(|duplicate| (duplicate.patient.id, duplicate.agrees)).collect::<Vec<_>>()
    };
    use Agreement as A;
    assert_eq!(
        asked("Mohamed Ahmed Ali", "0020 10 1234 5678", None),
        [(same, vec![A::Phone, A::Name, A::DateOfBirth]), (wife, vec![A::Phone]), (namesake, vec![A::Name])]
    );
    assert_eq!(
        asked("Nobody Else", "", Some("٢٩٠٠٥١٧٠١٢٣٤٥٦")),
        [(same, vec![A::NationalId, A::DateOfBirth])]
    );
    assert_eq!(asked("", "", None), []);
}

#[test]
fn an_index_renewed_in_the_background_forgets_nothing() {
    let test = fresh_desk();
    let opened = test.desk.opened().unwrap();
    let mut people = Vec::new();
    for at in 0..10 {
        people.push(registered(&test, &format!("Mona {at}"), &[]));
        assert_eq!(found(&test, "mona").len(), at + 1);
    }
    // Changed while the new one may still be under way.
    let id = people[3];
    update(&test.desk, &test.admin, UpdatePatient { id, patient: form("Nour", &[]) }).unwrap();
    assert_eq!(found(&test, "nour"), [id]);
    assert!(opened.patients.settle() < 10, "it was renewed");
    assert_eq!(found(&test, "nour"), [id]);
    assert_eq!(found(&test, "mona").len(), 9);
    let anew = super::search::SearchIndex::build(opened.store.clone()).known().unwrap();
    assert_eq!(opened.patients.known().unwrap(), anew);
}

#[test]
fn a_renewed_index_has_what_was_just_searched_for() {
    let test = fresh_desk();
    let opened = test.desk.opened().unwrap();
    registered(&test, "Mona", &[]);
    found(&test, "mona");
    opened.patients.settle();
    let count = opened.patients.count_after_renewing(|| {
        registered(&test, "Nour", &[]);
        assert_eq!(found(&test, "nour").len(), 1);
    });
    assert_eq!(count.unwrap(), 2, "a search that has caught up reads the index next");
}

/// What people do, as far as the index cares.
#[derive(Debug, Clone)]
enum Deed {
    Register(usize, usize),
    Update(usize, usize),
    Remove(usize),
    Book(usize, u8, usize),
    SetStatus(usize, usize),
    Undo,
    Search,
}

const NAMES: [&str; 5] = ["محمد علي", "Mona Adel", "عبد الرحمن", "Nour", "Sara 12"];
const PHONES: [&str; 4] = ["01012345678", "+201112345678", "27351234", "12345"];
const STATUSES: [&str; 4] = ["scheduled", "completed", "cancelled", "no_show"];

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (0..NAMES.len(), 0..PHONES.len()).prop_map(|(name, phone)| Deed::Register(name, phone)),
        2 => (0usize..6, 0..NAMES.len()).prop_map(|(who, name)| Deed::Update(who, name)),
        1 => (0usize..6).prop_map(Deed::Remove),
        3 => (0usize..6, 1u8..29, 0..STATUSES.len()).prop_map(|(who, day, status)| Deed::Book(who, day, status)),
        2 => (0usize..6, 0..STATUSES.len()).prop_map(|(visit, status)| Deed::SetStatus(visit, status)),
        3 => prop_oneof![prop::strategy::Just(Deed::Undo)],
        1 => prop_oneof![prop::strategy::Just(Deed::Search)],
    ];
    prop::collection::vec(deed, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_index_followed_is_the_index_built_anew(deeds in deeds()) {
        let test = fresh_desk();
        let (mut people, mut visits) = (Vec::new(), Vec::new());
        for deed in deeds {
            let who = |at: usize, people: &[PatientId]| people.get(at % people.len().max(1)).copied();
            match deed {
                Deed::Register(name, phone) => people.push(registered(&test, NAMES[name], &[PHONES[phone]])),
                Deed::Update(at, name) => if let Some(id) = who(at, &people) {
                    let _ = update(&test.desk, &test.admin, UpdatePatient { id, patient: form(NAMES[name], &[]) });
                },
                Deed::Remove(at) => if let Some(id) = who(at, &people) {
                    let _ = remove(&test.desk, &test.admin, PatientRef { id });
                },
                Deed::Book(at, day, status) => if let Some(id) = who(at, &people) {
                    visits.push(booked(&test, id, &format!("2026-11-{day:02}"), STATUSES[status]));
                },
                Deed::SetStatus(at, status) => if let Some(visit) = visits.get(at % visits.len().max(1)) {
                    set_status(&test, *visit, STATUSES[status]);
                },
                Deed::Undo => {
                    let _ = crate::ledger::undo::undo(&test.desk, &test.admin, UndoRequest { id: None });
                }
                Deed::Search => {
                    found(&test, "m");
                }
            }
        }
        let opened = test.desk.opened().unwrap();
        let followed: BTreeMap<_, _> = opened.patients.known().unwrap();
        let anew = super::search::SearchIndex::build(opened.store.clone()).known().unwrap();
        assert_eq!(followed, anew);
    }
}
