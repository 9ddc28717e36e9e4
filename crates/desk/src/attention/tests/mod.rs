//! The inbox over a real database, with rows as taking in a hub's answer leaves them.

mod clashes;
mod matters;

use domain::account::Role;
use domain::id::{AccountId, AppointmentId, Id as _, PatientId};
use rusqlite::named_params;
use serde_json::json;
use uuid::Uuid;
use wire::registry::Table;

use super::{AttentionItem, ListAttention, SettleRequest, Settlement, list};
use crate::Session;
use crate::appointments::tests::{TUESDAY, book};
use crate::appointments::{self, AppointmentRef};
use crate::error::{Error, Refusal, Result};
use crate::store::Sql;
use crate::testing::{TestDesk, session, take_in};

pub(super) const REASON: &str = "Both came, the doctor sees them";

/// Somebody at reception, who may not overbook.
pub(super) fn receptionist() -> Session {
    session(AccountId::from_uuid(Uuid::from_u128(0xEC)), Role::Receptionist)
}

pub(super) fn some_id() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    Uuid::from_bytes(bytes)
}

pub(super) fn table(name: &str) -> u16 {
    Table::by_name(name).expect("a table").number
}

/// A row of the inbox, as the hub made it.
pub(super) fn noticed(
    clinic: &TestDesk,
    kind: &str,
    of: &str,
    subject: Uuid,
    other: Option<Uuid>,
    detail: serde_json::Value,
) -> Uuid {
    let id = some_id();
    take_in(&clinic.desk, |connection| {
        connection.execute(
            "insert into attention (id, kind, subject_table, subject_id, other_id, operation, account_id, detail, needs_person, created_at)
             values (:id, :kind, :table, :subject, :other, :operation, :account, :detail, 1, :now)",
            named_params! {
                ":id": Sql(id), ":kind": kind, ":table": table(of), ":subject": Sql(subject), ":other": Sql(other),
                ":operation": Sql(some_id()), ":account": Sql(clinic.admin.account_id), ":detail": detail.to_string(),
                ":now": Sql(clinic.desk.now()),
            },
        )?;
        Ok(())
    });
    id
}

/// What another desk booked meanwhile at the same time: marked, as the second to reach the hub.
pub(super) fn second_at(clinic: &TestDesk, start: &str, first: Uuid) -> AppointmentId {
    let patient = clinic.patient("Sara Nasr");
    let id = AppointmentId::from_uuid(some_id());
    take_in(&clinic.desk, |connection| {
        connection.execute(
            "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, clash_with, created_at)
             values (:id, 'APT-B-000007', :patient, :doctor, :site, :date, :start, 30, :first, :now)",
            named_params! {
                ":id": Sql(id), ":patient": Sql::<PatientId>(patient), ":doctor": Sql(clinic.doctor), ":site": Sql(clinic.site),
                ":date": TUESDAY, ":start": Sql(start.parse::<domain::time::WallTime>().unwrap()), ":first": Sql(first),
                ":now": Sql(clinic.desk.now()),
            },
        )?;
        Ok(())
    });
    id
}

pub(super) struct Clash {
    pub item: Uuid,
    pub first: AppointmentId,
    pub second: AppointmentId,
}

pub(super) fn clash(clinic: &TestDesk) -> Clash {
    let first = book(clinic, TUESDAY, "10:00", 30).appointment.id;
    let second = second_at(clinic, "10:00", first.uuid());
    let item = noticed(clinic, "clash", "appointment", second.uuid(), Some(first.uuid()), json!({}));
    Clash { item, first, second }
}

pub(super) fn ask(id: Uuid, settlement: Settlement) -> SettleRequest {
    SettleRequest {
        id,
        settlement,
        visit: None,
        doctor_id: None,
        date: None,
        start: None,
        minutes: None,
        later_hour: None,
        cancelled_by: None,
        reason: None,
    }
}

pub(super) fn move_to(id: Uuid, start: &str) -> SettleRequest {
    SettleRequest { start: Some(start.parse().unwrap()), ..ask(id, Settlement::Move) }
}

pub(super) fn keep(id: Uuid) -> SettleRequest {
    SettleRequest { reason: Some(REASON.to_owned()), ..ask(id, Settlement::Keep) }
}

pub(super) fn items(clinic: &TestDesk, session: &Session) -> Vec<AttentionItem> {
    list(&clinic.desk, session, ListAttention::default()).unwrap().items
}

pub(super) fn only(clinic: &TestDesk) -> AttentionItem {
    let mut items = items(clinic, &clinic.admin);
    assert_eq!(items.len(), 1);
    items.remove(0)
}

pub(super) fn visit(clinic: &TestDesk, id: AppointmentId) -> appointments::Appointment {
    appointments::get(&clinic.desk, &clinic.admin, AppointmentRef { id }).unwrap().appointment
}

#[track_caller]
pub(super) fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}

pub(super) fn edited(clinic: &TestDesk, of: &str, subject: Uuid, fields: serde_json::Value) -> Uuid {
    noticed(clinic, "edited_twice", of, subject, None, json!({ "fields": fields }))
}
