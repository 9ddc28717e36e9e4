use domain::account::Role;
use domain::id::{AccountId, Id as _, PatientId};
use domain::patient::Kinship;
use uuid::Uuid;

use super::{
    AsEmergencyContact, FamilyMember, RegisterRelative, RelatePatient, RelationRef, register_relative,
    relate, unrelate,
};
use crate::ledger::requests::UndoRequest;
use crate::patients::tests::{fields, form, refused, registered};
use crate::patients::{PatientRef, get, remove};
use crate::testing::{TestDesk, fresh_desk, session};

fn bond(patient: PatientId, kind: Kinship, relative: PatientId) -> RelatePatient {
    RelatePatient {
        id: patient,
        kind,
        relative_id: Some(relative),
        full_name: None,
        phone: None,
        history: None,
        emergency: None,
    }
}

fn family(test: &TestDesk, id: PatientId) -> Vec<FamilyMember> {
    get(&test.desk, &test.admin, PatientRef { id }).unwrap().family
}

fn seen(test: &TestDesk, id: PatientId) -> Vec<(Kinship, String)> {
    family(test, id).into_iter().map(|member| (member.kind, member.full_name)).collect()
}

#[test]
fn a_bond_is_seen_from_both_ends() {
    let test = fresh_desk();
    let mother = registered(&test, "منى عادل", &["01012345678"]);
    let son = registered(&test, "عمر حسن", &[]);
    relate(&test.desk, &test.admin, bond(son, Kinship::Parent, mother)).unwrap();
    assert_eq!(seen(&test, son), [(Kinship::Parent, "منى عادل".into())]);
    assert_eq!(seen(&test, mother), [(Kinship::Child, "عمر حسن".into())]);
    let of_son = family(&test, son).remove(0);
    assert_eq!(of_son.phone.as_deref(), Some("01012345678"));
    assert_eq!(of_son.patient.map(|patient| patient.id), Some(mother));
    assert_eq!(
        refused(relate(&test.desk, &test.admin, bond(mother, Kinship::Sibling, son))).code,
        "patient.already_related"
    );
    assert_eq!(
        refused(relate(&test.desk, &test.admin, bond(son, Kinship::Sibling, son))).code,
        "patient.same_person"
    );
    let id = family(&test, mother)[0].id;
    assert_eq!(unrelate(&test.desk, &test.admin, RelationRef { id }).unwrap().family.len(), 0);
    assert_eq!(seen(&test, son), []);
    assert_eq!(refused(unrelate(&test.desk, &test.admin, RelationRef { id })).code, "not_found");
    crate::ledger::undo::undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(seen(&test, son).len(), 1);
    remove(&test.desk, &test.admin, PatientRef { id: mother }).unwrap();
    assert_eq!(seen(&test, son), [], "who is removed is no quick way any more");
}

#[test]
fn a_child_is_registered_beside_a_parent_in_one_operation() {
    let test = fresh_desk();
    let mother = registered(&test, "منى عادل", &["01012345678"]);
    let request = RegisterRelative {
        patient: form("عمر حسن", &["01012345678"]),
        relative_id: mother,
        kind: Kinship::Child,
    };
    let son = register_relative(&test.desk, &test.admin, request.clone()).unwrap().patient.id;
    assert_eq!(seen(&test, mother), [(Kinship::Child, "عمر حسن".into())]);
    assert_eq!(seen(&test, son), [(Kinship::Parent, "منى عادل".into())]);
    crate::ledger::undo::undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(seen(&test, mother), []);
    assert!(get(&test.desk, &test.admin, PatientRef { id: son }).unwrap().patient.deleted);
    let nobody = RegisterRelative { relative_id: PatientId::from_uuid(Uuid::nil()), ..request };
    assert_eq!(refused(register_relative(&test.desk, &test.admin, nobody)).code, "not_found");
}

#[test]
fn somebody_known_by_name_may_be_the_emergency_contact() {
    let test = fresh_desk();
    let id = registered(&test, "Mona Adel", &[]);
    let named = |name: &str, phone: &str| RelatePatient {
        relative_id: None,
        full_name: Some(name.into()),
        phone: Some(phone.into()),
        emergency: Some(AsEmergencyContact { relationship: Some("brother".into()) }),
        ..bond(id, Kinship::Sibling, id)
    };
    assert_eq!(
        fields(&refused(relate(&test.desk, &test.admin, named(" ", "mother")))),
        [("full_name", "required"), ("phone", "format")]
    );
    assert_eq!(
        fields(&refused(relate(&test.desk, &test.admin, named("Karim", "")))),
        [("phone", "required")]
    );
    relate(&test.desk, &test.admin, named("Karim Adel", "0111 222 3333")).unwrap();
    let card = get(&test.desk, &test.admin, PatientRef { id }).unwrap();
    let contact = card.patient.emergency_contact.unwrap();
    assert_eq!((contact.name.as_str(), contact.phone.as_str()), ("Karim Adel", "0111 222 3333"));
    assert_eq!(contact.relationship.as_deref(), Some("brother"));
    assert_eq!(card.family[0].kind, Kinship::Sibling);
    assert!(card.family[0].patient.is_none());
}

#[test]
fn illnesses_of_the_family_are_for_those_who_read_notes() {
    let test = fresh_desk();
    let reception = session(AccountId::from_uuid(Uuid::from_u128(0xEE)), Role::Receptionist);
    let id = registered(&test, "Mona Adel", &[]);
    let told = RelatePatient {
        relative_id: None,
        full_name: Some("Adel Samir".into()),
        history: Some("diabetes".into()),
        ..bond(id, Kinship::Parent, id)
    };
    assert_eq!(
        fields(&refused(relate(&test.desk, &reception, told.clone()))),
        [("history", "not_permitted")]
    );
    relate(&test.desk, &test.admin, told).unwrap();
    let seen_by = |who| get(&test.desk, who, PatientRef { id }).unwrap().family.remove(0);
    assert_eq!(seen_by(&test.admin).history.as_deref(), Some("diabetes"));
    let seen = seen_by(&reception);
    assert_eq!((seen.history, seen.history_withheld), (None, true));
}
