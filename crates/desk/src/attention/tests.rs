//! The inbox on a real database. What the hub would write is written by hand; how it comes to be written is the hub's to try.

use domain::account::Role;
use domain::id::{AccountId, AppointmentId, Id as _};
use rusqlite::named_params;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{AttentionItem, ListAttention, SettleAttention, Settlement, list, settle};
use crate::error::{Error, Result};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};
use crate::{Refusal, Session};

fn book(test: &TestDesk, name: &str, start: u32, clash_with: Option<AppointmentId>) -> AppointmentId {
    let patient = test.patient(name);
    let booked = test.desk.commit(&test.admin, "appointments.book", |tx| {
        let id = tx.new_id::<AppointmentId>();
        tx.execute(
            "insert into appointment
                 (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, notes, clash_with, created_at)
             values (:id, 'APT', :patient, :doctor, :site, '2026-11-24', :start, 15, 'cough', :clash_with, 1)",
            named_params! {
                ":id": Sql(id), ":patient": Sql(patient), ":doctor": Sql(test.doctor), ":site": Sql(test.site),
                ":start": start, ":clash_with": Sql(clash_with),
            },
        )?;
        Ok(id)
    });
    booked.expect("the time is free, or marked")
}

/// A row as the hub makes it.
fn ask(test: &TestDesk, kind: &str, table: &str, subject: Uuid, other: Option<Uuid>, detail: &Value) -> Uuid {
    let number = wire::registry::Table::by_name(table).expect("a table").number;
    let asked = test.desk.commit(&test.admin, "test.ask", |tx| {
        let id = tx.new_id::<AppointmentId>().uuid();
        tx.execute(
            "insert into attention
                 (id, kind, subject_table, subject_id, other_id, operation, account_id, detail, needs_person, created_at)
             values (:id, :kind, :table, :subject, :other, :id, :account, :detail, 1, 5)",
            named_params! {
                ":id": Sql(id), ":kind": kind, ":table": number, ":subject": Sql(subject), ":other": Sql(other),
                ":account": Sql(test.admin.account_id), ":detail": detail.to_string(),
            },
        )?;
        Ok(id)
    });
    asked.expect("a row can be written")
}

fn clash(test: &TestDesk) -> (Uuid, AppointmentId) {
    let first = book(test, "Nour Hassan", 600, None);
    let second = book(test, "Karim Adel", 605, Some(first));
    (ask(test, "clash", "appointment", second.uuid(), Some(first.uuid()), &json!({})), second)
}

fn inbox(test: &TestDesk, session: &Session) -> Vec<AttentionItem> {
    list(&test.desk, session, ListAttention { settled: false }).expect("the inbox can be read").items
}

fn settled(
    test: &TestDesk,
    by: &Session,
    id: Uuid,
    settlement: Settlement,
    reason: &str,
) -> Result<AttentionItem> {
    settle(&test.desk, by, SettleAttention { id, settlement, reason: Some(reason.to_owned()) })
}

fn refused<T>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("{fault:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

fn notes(test: &TestDesk, id: AppointmentId) -> Option<String> {
    let sql = "select notes from appointment where id = ?1";
    test.desk.read(|connection| Ok(connection.query_row(sql, [Sql(id)], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_clash_names_both_visits_and_both_may_stay_with_a_reason() {
    let test = fresh_desk();
    let (id, second) = clash(&test);
    let items = inbox(&test, &test.admin);
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].subject.name.as_deref(), Some("Karim Adel"));
    assert_eq!(items[0].other.as_ref().unwrap().name.as_deref(), Some("Nour Hassan"));
    assert_eq!(items[0].ways, [Settlement::Kept]);
    let refusal = refused(settled(&test, &test.admin, id, Settlement::Kept, " "));
    assert_eq!((refusal.code, refusal.fields[0].code), ("input.invalid", "required"));
    settled(&test, &test.admin, id, Settlement::Kept, "a short one").unwrap();
    assert!(inbox(&test, &test.admin).is_empty());
    let visit = test
        .desk
        .read(|connection| crate::appointments::views::one(connection, second))
        .unwrap()
        .expect("it is there");
    assert_eq!((visit.overbook_reason.as_deref(), visit.clash_with), (Some("a short one"), None));
}

#[test]
fn who_may_not_overbook_sees_a_clash_and_cannot_keep_both() {
    let test = fresh_desk();
    let (id, _) = clash(&test);
    let receptionist = session(AccountId::from_uuid(Uuid::from_u128(7)), Role::Receptionist);
    assert_eq!(inbox(&test, &receptionist)[0].ways, []);
    let refusal = refused(settled(&test, &receptionist, id, Settlement::Kept, "a short one"));
    assert_eq!(refusal.code, "attention.not_this_way");
    assert_eq!(inbox(&test, &test.admin).len(), 1);
}

#[test]
fn the_value_that_lost_can_be_put_in_its_place_unless_somebody_wrote_again() {
    let test = fresh_desk();
    let visit = book(&test, "Nour Hassan", 600, None);
    let detail = json!({ "fields": [{ "field": "notes", "stands": "cough", "lost": "fever" }] });
    let ids = [0, 1].map(|_| ask(&test, "edited_twice", "appointment", visit.uuid(), None, &detail));
    let item = settled(&test, &test.admin, ids[0], Settlement::Changed, "").unwrap();
    assert_eq!((item.settlement, item.ways), (Some(Settlement::Changed), vec![]));
    assert_eq!(notes(&test, visit).as_deref(), Some("fever"));
    let refusal = refused(settled(&test, &test.admin, ids[1], Settlement::Changed, ""));
    assert_eq!(refusal.code, "attention.changed_since");
    settled(&test, &test.admin, ids[1], Settlement::Kept, "").unwrap();
    assert_eq!(notes(&test, visit).as_deref(), Some("fever"));
    assert_eq!(refused(settled(&test, &test.admin, ids[1], Settlement::Kept, "")).code, "attention.settled");
}

#[test]
fn a_value_that_a_rule_forbids_stays_out() {
    let test = fresh_desk();
    let visit = book(&test, "Nour Hassan", 600, None);
    let detail = json!({ "fields": [{ "field": "minutes", "stands": 15, "lost": 5000 }] });
    let id = ask(&test, "edited_twice", "appointment", visit.uuid(), None, &detail);
    assert_eq!(
        refused(settled(&test, &test.admin, id, Settlement::Changed, "")).code,
        "attention.not_this_way"
    );
    assert_eq!(inbox(&test, &test.admin).len(), 1);
}

#[test]
fn what_is_about_accounts_is_for_administrators_alone() {
    let test = fresh_desk();
    let detail = json!({ "field": "username", "value": "mona", "instead": "mona.b" });
    ask(&test, "duplicate", "account", test.admin.account_id.uuid(), None, &detail);
    let viewer = session(AccountId::from_uuid(Uuid::from_u128(7)), Role::Viewer);
    assert_eq!(inbox(&test, &viewer).len(), 0);
    let items = inbox(&test, &test.admin);
    assert_eq!(items[0].ways, [Settlement::Done]);
    assert_eq!(items[0].facts["instead"], "mona.b");
}

#[test]
fn a_rejected_operation_is_shown_to_its_author_until_seen() {
    let test = fresh_desk();
    let detail = json!({ "why": "sync.malformed", "kind": "appointments.book" });
    let id = ask(&test, "rejected", "attention", Uuid::from_u128(9), None, &detail);
    let author = session(test.admin.account_id, Role::Receptionist);
    let other = session(AccountId::from_uuid(Uuid::from_u128(7)), Role::Receptionist);
    assert_eq!((inbox(&test, &author).len(), inbox(&test, &other).len()), (1, 0));
    settled(&test, &author, id, Settlement::Dismissed, "").unwrap();
    assert!(inbox(&test, &author).is_empty());
    let all = list(&test.desk, &author, ListAttention { settled: true }).unwrap().items;
    assert_eq!(all[0].settlement, Some(Settlement::Dismissed));
}
