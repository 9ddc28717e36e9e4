//! The inbox as a screen shows it.

use std::collections::BTreeMap;

use domain::permission::Permission;
use domain::time::{Date, Instant};
use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::{Class, Column, Kind, Table};

use super::requests::{AttentionItem, AttentionKind, ContestedField, HeldBack, Settlement, TakenValue};
use super::store::{self, Entry, Visit};
use crate::Session;
use crate::appointments::resettle::free_times_near;
use crate::error::Result;
use crate::ledger;
use crate::ledger::views::{as_uuid, name_of, readable};
use crate::patients::today as clinic_today;

/// Who looks, and when.
pub(super) struct Viewer<'a> {
    connection: &'a Connection,
    session: &'a Session,
    at: Instant,
    today: Date,
}

impl<'a> Viewer<'a> {
    pub fn new(connection: &'a Connection, session: &'a Session, at: Instant) -> Result<Self> {
        let today = clinic_today(connection, at)?;
        Ok(Self { connection, session, at, today })
    }

    pub fn visit(&self, id: Uuid) -> Result<Option<Visit>> {
        store::visit(self.connection, id, self.today)
    }

    /// The visits it is about: its subject and what that met; of a patient whom two desks booked off the wait list, the one that the list
    /// knows and the other one.
    pub fn visits(&self, entry: &Entry) -> Result<(Option<Visit>, Option<Visit>)> {
        let (subject, other) = entry.visits();
        let read = |id: Option<Uuid>| id.map(|id| self.visit(id)).transpose().map(Option::flatten);
        Ok((read(subject)?, read(other)?))
    }

    pub fn item(&self, entry: Entry, names: &mut BTreeMap<String, String>) -> Result<AttentionItem> {
        let (mut visit, mut other) = self.visits(&entry)?;
        let ways = self.ways(&entry, visit.as_ref())?;
        if ways.contains(&Settlement::Move) {
            for visit in [&mut visit, &mut other].into_iter().flatten().filter(|visit| visit.shown.may_move) {
                visit.shown.free_times = free_times_near(self.connection, &visit.stand, self.at)?;
            }
        }
        let settled_by = match entry.settled_at {
            Some(_) => crate::ledger::last_author(self.connection, entry.id)?,
            None => None,
        };
        let number = |name: &str| entry.detail.get(name)?.as_u64()?.try_into().ok();
        let text = |name: &str| entry.detail.get(name)?.as_str().map(str::to_owned);
        Ok(AttentionItem {
            fields: self.fields(&entry, names)?,
            about: self.about(&entry)?,
            duplicate: self.duplicate(&entry)?,
            held: self.held(&entry)?,
            cap: number("cap"),
            booked: number("booked"),
            missing: number("missing"),
            operation_kind: text("kind"),
            why: text("why"),
            ways,
            settled_by,
            visit: visit.map(|visit| visit.shown),
            other: other.map(|visit| visit.shown),
            id: entry.id,
            kind: entry.kind,
            at: entry.at,
            account_id: entry.account,
            account_name: entry.account_name,
            table: entry.table.map_or("", |table| table.name).to_owned(),
            subject_id: entry.subject,
            other_id: entry.other,
            settled_at: entry.settled_at,
            outcome: entry.outcome,
        })
    }

    /// What this account can do about it now.
    pub fn ways(&self, entry: &Entry, visit: Option<&Visit>) -> Result<Vec<Settlement>> {
        use Settlement as S;
        if entry.settled_at.is_some() {
            return Ok(Vec::new());
        }
        Ok(match entry.kind {
            AttentionKind::Clash | AttentionKind::OverCap => match visit.map(|visit| &visit.shown) {
                Some(shown) if shown.holds_time => {
                    let mut ways = vec![S::Move];
                    if self.session.may(Permission::Overbook) {
                        ways.push(S::Keep);
                    }
                    ways.push(S::Cancel);
                    ways
                }
                // Whatever it was, it holds nobody's time any more.
                Some(_) | None => vec![S::Dismiss],
            },
            AttentionKind::EditedTwice => {
                let mut ways = vec![S::Keep];
                if entry.booked_twice().is_some() {
                    // Either may be the one that is not needed.
                    let (one, other) = self.visits(entry)?;
                    if [one, other].iter().flatten().all(|visit| visit.shown.may_cancel) {
                        ways.push(S::Cancel);
                    }
                } else if self.row(entry)?.is_some() && !put_back(entry).is_empty() {
                    ways.push(S::PutBack);
                }
                ways
            }
            AttentionKind::CancelledAndChanged => {
                let mut ways = vec![S::Keep];
                match visit.map(|visit| &visit.shown) {
                    Some(shown) if shown.status == "cancelled" => ways.push(S::Reinstate),
                    Some(shown) if shown.may_cancel => ways.push(S::Cancel),
                    Some(_) => {}
                    None if self.is_removed(entry)? => ways.push(S::Reinstate),
                    None => {}
                }
                ways
            }
            AttentionKind::Quarantined if held_desk(entry).is_some() => vec![S::LetIn, S::Discard],
            AttentionKind::Duplicate | AttentionKind::Rejected | AttentionKind::Quarantined => {
                vec![S::Dismiss]
            }
        })
    }

    /// The subject's values in the registry's order.
    pub fn row(&self, entry: &Entry) -> Result<Option<Vec<Value>>> {
        match entry.table {
            Some(table) => ledger::row_of(self.connection, table, entry.subject),
            None => Ok(None),
        }
    }

    /// Whether the row is still there under the mark of removal, and can be brought back here. An account's key went with it.
    fn is_removed(&self, entry: &Entry) -> Result<bool> {
        let Some(table) = entry.table.filter(|table| table.name != "account") else { return Ok(false) };
        let Some(column) = table.column("deleted_at") else { return Ok(false) };
        let Some(row) = self.row(entry)? else { return Ok(false) };
        Ok(value_of(table, &row, column).is_some_and(|value| *value != Value::Null))
    }

    fn fields(&self, entry: &Entry, names: &mut BTreeMap<String, String>) -> Result<Vec<ContestedField>> {
        let row = self.row(entry)?;
        let mut fields = Vec::new();
        for Contested { column, stands, lost } in contested(entry) {
            let stands = match (entry.table, &row, entry.settled_at) {
                (Some(table), Some(row), None) => value_of(table, row, column).cloned().unwrap_or(stands),
                _ => stands,
            };
            for id in [&stands, &lost].into_iter().filter(|_| column.kind == Kind::Id).filter_map(as_uuid) {
                if let Some(name) = name_of(self.connection, id)? {
                    names.insert(id.to_string(), name);
                }
            }
            fields.push(ContestedField {
                field: column.name.to_owned(),
                stands: readable(column, &stands),
                lost: readable(column, &lost),
            });
        }
        Ok(fields)
    }

    /// Whom or what it is about, as a person would say it.
    fn about(&self, entry: &Entry) -> Result<Option<String>> {
        if let Some(name) = name_of(self.connection, entry.subject)? {
            return Ok(Some(name));
        }
        let (Some(table), Some(row)) = (entry.table, self.row(entry)?) else { return Ok(None) };
        let named = |name: &str| value_of(table, &row, table.column(name)?);
        let owner = ["patient_id", "medicine_id", "doctor_id", "site_id"]
            .into_iter()
            .filter_map(named)
            .find_map(as_uuid);
        if let Some(name) = owner.map(|owner| name_of(self.connection, owner)).transpose()?.flatten() {
            return Ok(Some(name));
        }
        Ok(["name", "medicine_name", "reason"].into_iter().filter_map(named).find_map(|value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => None,
        }))
    }

    fn held(&self, entry: &Entry) -> Result<Option<HeldBack>> {
        let Some(desk_number) = held_desk(entry) else { return Ok(None) };
        let detail = &entry.detail;
        let text = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let kinds = detail["kinds"].as_object().into_iter().flatten();
        let accounts = detail["accounts"].as_array().into_iter().flatten();
        let people = accounts
            .filter_map(|id| Uuid::parse_str(id.as_str()?).ok())
            .filter_map(|id| name_of(self.connection, id).transpose());
        Ok(Some(HeldBack {
            desk_number,
            desk_letter: text("letter"),
            desk_name: text("name"),
            count: detail["count"].as_u64().unwrap_or(0),
            first_at: detail["first_at"].as_i64().map(Instant),
            last_at: detail["last_at"].as_i64().map(Instant),
            kinds: kinds
                .filter_map(|(kind, count)| Some((kind.clone(), count.as_u64()?.try_into().ok()?)))
                .collect(),
            people: people.collect::<Result<_>>()?,
        }))
    }

    fn duplicate(&self, entry: &Entry) -> Result<Option<TakenValue>> {
        if entry.kind != AttentionKind::Duplicate {
            return Ok(None);
        }
        let text = |name: &str| entry.detail.get(name).and_then(Json::as_str).map(str::to_owned);
        let holder = entry.other.map(|other| name_of(self.connection, other)).transpose()?.flatten();
        Ok(text("field").zip(text("value")).map(|(field, value)| TakenValue {
            field,
            value,
            instead: text("instead"),
            holder,
        }))
    }
}

/// Whose work is held back.
pub(super) fn held_desk(entry: &Entry) -> Option<u32> {
    let number = entry.detail.get("desk").filter(|_| entry.kind == AttentionKind::Quarantined)?;
    number.as_u64()?.try_into().ok()
}

impl Entry {
    pub fn is_of_a_visit(&self) -> bool {
        self.table.is_some_and(|table| matches!(table.name, "appointment" | "rep_visit"))
    }

    /// The two visits that two desks gave somebody of the wait list: the one that stands there, and the other.
    pub fn booked_twice(&self) -> Option<(Uuid, Uuid)> {
        let is_of_the_list = self.table.is_some_and(|table| table.name == "wait_list");
        if self.kind != AttentionKind::EditedTwice || !is_of_the_list {
            return None;
        }
        let visits = contested(self).into_iter().find(|contest| contest.column.name == "appointment_id")?;
        as_uuid(&visits.stands).zip(as_uuid(&visits.lost))
    }

    /// The visits it is about, where it is about visits.
    pub fn visits(&self) -> (Option<Uuid>, Option<Uuid>) {
        if self.is_of_a_visit() {
            return (Some(self.subject), self.other);
        }
        self.booked_twice().unzip()
    }
}

/// One field that two desks wrote.
pub(super) struct Contested {
    pub column: &'static Column,
    pub stands: Value,
    pub lost: Value,
}

/// The fields that the hub wrote down, as far as this version knows them.
pub(super) fn contested(entry: &Entry) -> Vec<Contested> {
    let Some(table) = entry.table else { return Vec::new() };
    let fields = entry.detail.get("fields").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let read = |field: &Json| {
        let column = table.column(field.get("field")?.as_str()?)?;
        let value = |name: &str| stored(column, field.get(name).unwrap_or(&Json::Null));
        Some(Contested { column, stands: value("stands")?, lost: value("lost")? })
    };
    fields.iter().filter_map(read).collect()
}

/// What can be written again: an account has its own commands, which keep its keys, and keys themselves were never told.
pub(super) fn put_back(entry: &Entry) -> Vec<Contested> {
    if entry.table.is_none_or(|table| table.name == "account") {
        return Vec::new();
    }
    let mut contested = contested(entry);
    contested.retain(|contest| contest.column.class != Class::Secret && contest.column.kind != Kind::Blob);
    contested
}

/// A value as the hub wrote it into the detail.
fn stored(column: &Column, value: &Json) -> Option<Value> {
    Some(match value {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Integer(i64::from(*yes)),
        Json::Number(number) => match (column.kind, number.as_i64()) {
            (Kind::Real, _) | (_, None) => Value::Real(number.as_f64()?),
            (_, Some(number)) => Value::Integer(number),
        },
        Json::String(text) if matches!(column.kind, Kind::Id | Kind::Blob) => {
            Value::Blob(Uuid::parse_str(text).ok()?.as_bytes().to_vec())
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) => return None,
    })
}

pub(super) fn value_of<'r>(table: &Table, row: &'r [Value], column: &Column) -> Option<&'r Value> {
    table.columns.iter().zip(row).find(|(known, _)| known.number == column.number).map(|(_, value)| value)
}
