//! Edits, removals, what only has to be seen, and who sees what.

use std::collections::BTreeSet;

use domain::account::Role;
use domain::id::{AccountId, Id as _};
use rusqlite::named_params;
use serde_json::json;
use uuid::Uuid;

use super::{ask, clash, edited, items, move_to, noticed, only, receptionist, refused, some_id, visit};
use crate::Session;
use crate::appointments;
use crate::appointments::tests::{TUESDAY, book, clinic};
use crate::attention::{ListAttention, Outcome, Settlement, list, settle};
use crate::store::Sql;
use crate::testing::{session, take_in};

#[test]
fn the_value_that_lost_is_put_back_and_what_stands_is_kept() {
    let clinic = clinic();
    let patient = clinic.patient("Samia Farouk");
    let name = || {
        crate::patients::get(&clinic.desk, &clinic.admin, crate::patients::PatientRef { id: patient })
            .unwrap()
            .patient
            .full_name
    };
    let fields = json!([{ "field": "full_name", "stands": "Samia Farouk", "lost": "Samya Farouk" }]);
    let item = edited(&clinic, "patient", patient.uuid(), fields.clone());
    let shown = only(&clinic);
    assert_eq!(shown.about.as_deref(), Some("Samia Farouk"));
    assert_eq!(
        (shown.fields[0].stands.as_str(), shown.fields[0].lost.as_str()),
        (Some("Samia Farouk"), Some("Samya Farouk"))
    );
    assert_eq!(shown.ways, [Settlement::Keep, Settlement::PutBack]);
    settle(&clinic.desk, &receptionist(), ask(item, Settlement::PutBack)).unwrap();
    assert_eq!(name(), "Samya Farouk");
    let again = edited(&clinic, "patient", patient.uuid(), fields);
    settle(&clinic.desk, &receptionist(), ask(again, Settlement::Keep)).unwrap();
    assert_eq!(name(), "Samya Farouk");
}

#[test]
fn a_time_is_put_back_through_the_five_steps() {
    let clinic = clinic();
    let visit_id = book(&clinic, TUESDAY, "10:00", 30).appointment.id;
    book(&clinic, TUESDAY, "12:00", 30);
    let times = |lost: u16| json!([{ "field": "starts_at", "stands": 600, "lost": lost }]);
    let taken = edited(&clinic, "appointment", visit_id.uuid(), times(720));
    let refusal = refused(settle(&clinic.desk, &clinic.admin, ask(taken, Settlement::PutBack)));
    assert_eq!(refusal.code, "booking.slot_taken");
    let free = edited(&clinic, "appointment", visit_id.uuid(), times(660));
    settle(&clinic.desk, &clinic.admin, ask(free, Settlement::PutBack)).unwrap();
    assert_eq!(visit(&clinic, visit_id).start.to_string(), "11:00");
}

#[test]
fn a_cancelled_visit_is_reinstated_only_into_its_own_free_time() {
    let clinic = clinic();
    let id = book(&clinic, TUESDAY, "10:00", 30).appointment.id;
    let cancel = appointments::CancelRequest { id, cancelled_by: None, reason: None };
    appointments::cancel(&clinic.desk, &clinic.admin, cancel).unwrap();
    let item =
        noticed(&clinic, "cancelled_and_changed", "appointment", id.uuid(), None, json!({ "fields": [] }));
    assert_eq!(only(&clinic).ways, [Settlement::Keep, Settlement::Reinstate]);
    let other = book(&clinic, TUESDAY, "10:00", 30).appointment.id;
    let refusal = refused(settle(&clinic.desk, &clinic.admin, ask(item, Settlement::Reinstate)));
    assert_eq!(refusal.code, "booking.slot_taken");
    let cancel = appointments::CancelRequest { id: other, cancelled_by: None, reason: None };
    appointments::cancel(&clinic.desk, &clinic.admin, cancel).unwrap();
    settle(&clinic.desk, &clinic.admin, ask(item, Settlement::Reinstate)).unwrap();
    let back = visit(&clinic, id);
    assert_eq!((back.status, back.cancelled_by), (domain::appointment::AppointmentStatus::Scheduled, None));
}

#[test]
fn a_removed_patient_who_was_changed_can_come_back() {
    let clinic = clinic();
    let patient = clinic.patient("Hala Sobhy");
    take_in(&clinic.desk, |connection| {
        connection.execute(
            "update patient set deleted_at = 1 where id = :id",
            named_params! { ":id": Sql(patient) },
        )?;
        Ok(())
    });
    let item =
        noticed(&clinic, "cancelled_and_changed", "patient", patient.uuid(), None, json!({ "fields": [] }));
    settle(&clinic.desk, &clinic.admin, ask(item, Settlement::Reinstate)).unwrap();
    assert!(
        crate::patients::get(&clinic.desk, &clinic.admin, crate::patients::PatientRef { id: patient })
            .is_ok()
    );
}

#[test]
fn what_only_has_to_be_seen_is_acknowledged() {
    let clinic = clinic();
    let doctor = clinic.doctor.uuid();
    let detail = json!({ "field": "license_number", "value": "EG-77", "instead": null });
    noticed(&clinic, "duplicate", "doctor", doctor, Some(doctor), detail);
    noticed(
        &clinic,
        "rejected",
        "attention",
        some_id(),
        None,
        json!({ "why": "hash", "kind": "appointments.book" }),
    );
    noticed(&clinic, "quarantined", "attention", some_id(), None, json!({ "kind": "appointments.move" }));
    for item in items(&clinic, &clinic.admin) {
        assert_eq!(item.ways, [Settlement::Dismiss]);
        let refusal = refused(settle(&clinic.desk, &clinic.admin, ask(item.id, Settlement::PutBack)));
        assert_eq!(refusal.code, "attention.no_way");
        let reply = settle(&clinic.desk, &clinic.admin, ask(item.id, Settlement::Dismiss)).unwrap();
        assert_eq!(reply.item.outcome, Some(Outcome::Dismissed));
    }
    assert_eq!(
        list(&clinic.desk, &clinic.admin, ListAttention { limit: Some(0), ..Default::default() })
            .unwrap()
            .open_count,
        0
    );
}

#[test]
fn each_account_sees_what_it_may_settle_and_nothing_else() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let patient = clinic.patient("Samia Farouk");
    let notes = json!([{ "field": "notes", "stands": "a", "lost": "b" }]);
    let about_notes = edited(&clinic, "patient", patient.uuid(), notes);
    let about_site = edited(
        &clinic,
        "site",
        clinic.site.uuid(),
        json!([{ "field": "name", "stands": "Dokki", "lost": "Doqqi" }]),
    );
    let seen = |session: &Session| items(&clinic, session).iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(seen(&receptionist()), [clash.item]);
    assert_eq!(seen(&session(AccountId::from_uuid(Uuid::from_u128(0xD0)), Role::Doctor)), [clash.item]);
    assert_eq!(seen(&clinic.admin).len(), 3);
    let short = noticed(&clinic, "over_cap", "lot", some_id(), None, json!({ "missing": 3 }));
    let too_much = noticed(
        &clinic,
        "over_cap",
        "prescription_item",
        some_id(),
        None,
        json!({ "cap": 14, "booked": 28 }),
    );
    let pharmacist = session(AccountId::from_uuid(Uuid::from_u128(0xFA)), Role::Pharmacist);
    assert_eq!(seen(&pharmacist).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([short, too_much]));
    assert_eq!(seen(&receptionist()), [clash.item]);
    for hidden in [about_notes, about_site] {
        let refusal = refused(settle(&clinic.desk, &receptionist(), ask(hidden, Settlement::Keep)));
        assert_eq!(refusal.code, "permission.denied");
    }
    let denials: u32 = clinic
        .desk
        .read(|c| {
            Ok(c.query_row("select count(*) as n from operation where kind = 'session.denied'", [], |row| {
                row.get("n")
            })?)
        })
        .unwrap();
    assert_eq!(denials, 2);
}

#[test]
fn an_accounts_fields_are_not_written_past_its_own_commands() {
    let clinic = clinic();
    let account = clinic.admin.account_id.uuid();
    edited(&clinic, "account", account, json!([{ "field": "role", "stands": "admin", "lost": "viewer" }]));
    assert_eq!(only(&clinic).ways, [Settlement::Keep]);
}

#[test]
fn a_page_goes_on_where_the_one_before_ended() {
    let clinic = clinic();
    for minute in 0..5 {
        clinic.clock.advance_minutes(minute);
        noticed(&clinic, "quarantined", "attention", some_id(), None, json!({}));
    }
    let page = |before| {
        list(&clinic.desk, &clinic.admin, ListAttention { limit: Some(2), before, open: None }).unwrap()
    };
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = page(before);
        assert_eq!(page.open_count, 5);
        seen.extend(page.items.iter().map(|item| (std::cmp::Reverse(item.at), item.id)));
        before = page.items.last().map(|item| item.id);
        if !page.more {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted_by_key(|(at, _)| *at));
}

#[test]
fn whoever_listens_hears_that_something_was_settled() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let mut news = clinic.desk.announcements();
    settle(&clinic.desk, &clinic.admin, move_to(clash.item, "11:00")).unwrap();
    let tables = news.try_recv().unwrap().tables;
    assert!(tables.contains(&"attention") && tables.contains(&"appointment"), "{tables:?}");
}

#[test]
fn what_the_hub_did_not_take_is_shown_to_whoever_did_it() {
    let clinic = clinic();
    let detail = json!({ "why": "sync.malformed", "kind": "appointments.book" });
    let id = noticed(&clinic, "rejected", "attention", some_id(), None, detail);
    let seen = |session: &Session| !items(&clinic, session).is_empty();
    assert!(!seen(&receptionist()));
    let author = session(clinic.admin.account_id, Role::Receptionist);
    assert!(seen(&author));
    settle(&clinic.desk, &author, ask(id, Settlement::Dismiss)).unwrap();
}
