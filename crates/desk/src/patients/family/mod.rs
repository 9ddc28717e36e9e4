//! Families: who belongs to whom, read from both ends, and a child registered beside a parent.

mod requests;
mod store;
#[cfg(test)]
mod tests;

use domain::id::{PatientId, RelationId};
use domain::patient::{self as rules, Kinship};
use domain::time::Date;
use rusqlite::Connection;

use super::entry;
use super::requests::{EmergencyContact, PatientReply};
use super::{reads_notes, reply, today};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::ledger::Tx;
use crate::{Desk, Session};
use store::Bond;

pub use requests::{
    AsEmergencyContact, FamilyMember, FamilyReply, RegisterRelative, RelatePatient, RelationRef,
};

/// Says that somebody belongs to a patient.
///
/// # Errors
/// `not_found {what: patient}`; `patient.same_person`; `patient.already_related`; `input.invalid` at `full_name`, `phone`, `history`,
/// `emergency.relationship`, with the codes of `patients.register`, and `not_permitted` at `history` for an account that may not read it.
pub fn relate(desk: &Desk, session: &Session, request: RelatePatient) -> Result<FamilyReply> {
    desk.commit(session, "patients.relate", |tx| {
        let day = today(tx, tx.now())?;
        super::store::present(tx, request.id)?;
        let mut wrong = FieldErrors::default();
        let history = entry::optional(&mut wrong, "history", request.history, rules::notes);
        if history.is_some() && !reads_notes(session) {
            wrong.push(FieldError::new("history", "not_permitted"));
        }
        let (full_name, phone) = match request.relative_id {
            Some(relative) => {
                require_unrelated(tx, request.id, relative, day)?;
                let patient = super::store::present(tx, relative)?;
                (patient.full_name, patient.phones.into_iter().next().map(|phone| phone.number))
            }
            None => {
                let name = request.full_name.unwrap_or_default();
                let name = entry::keep(&mut wrong, "full_name", rules::name(&name));
                let phone = request.phone.filter(|phone| !phone.trim().is_empty());
                let phone = phone.map(|phone| entry::keep(&mut wrong, "phone", rules::phone_number(&phone)));
                (name, phone)
            }
        };
        if let Some(emergency) = request.emergency {
            let relationship =
                entry::optional(&mut wrong, "emergency.relationship", emergency.relationship, entry::word);
            match &phone {
                Some(phone) => {
                    let contact =
                        EmergencyContact { name: full_name.clone(), relationship, phone: phone.clone() };
                    super::store::set_emergency(tx, request.id, &contact)?;
                }
                None => wrong.push(FieldError::new("phone", "required")),
            }
        }
        wrong.finish()?;
        let by_name = request.relative_id.is_none();
        let bond = Bond {
            patient: request.id,
            kind: request.kind,
            relative: request.relative_id,
            full_name: by_name.then_some(full_name.as_str()),
            phone: phone.as_deref().filter(|_| by_name),
            history: history.as_deref(),
        };
        store::insert(tx, tx.new_id::<RelationId>(), &bond, tx.now())?;
        Ok(FamilyReply { family: family(tx, session, request.id, day)? })
    })
}

/// Takes a bond back, however often it was said.
///
/// # Errors
/// `not_found {what: relation}`.
pub fn unrelate(desk: &Desk, session: &Session, request: RelationRef) -> Result<FamilyReply> {
    desk.commit(session, "patients.unrelate", |tx| {
        let day = today(tx, tx.now())?;
        let owner = super::store::survivor(tx, store::owner(tx, request.id)?)?;
        let seen = store::family(tx, owner, day)?.into_iter().find(|seen| seen.rows.contains(&request.id));
        for row in seen.map_or_else(|| vec![request.id], |seen| seen.rows) {
            store::mark_deleted(tx, row, tx.now())?;
        }
        Ok(FamilyReply { family: family(tx, session, owner, day)? })
    })
}

/// A new patient and what this one is to somebody of the registry, as one operation.
///
/// # Errors
/// As `patients.register`; `not_found {what: patient}` for the relative.
pub fn register_relative(desk: &Desk, session: &Session, request: RegisterRelative) -> Result<PatientReply> {
    desk.commit(session, "patients.register_relative", |tx| {
        super::store::present(tx, request.relative_id)?;
        let id = super::enter(tx, request.patient)?;
        bind(tx, request.relative_id, request.kind, id)?;
        reply(tx, session, id)
    })
}

fn bind(tx: &Tx<'_>, patient: PatientId, kind: Kinship, relative: PatientId) -> Result<()> {
    let bond = Bond { patient, kind, relative: Some(relative), full_name: None, phone: None, history: None };
    store::insert(tx, tx.new_id::<RelationId>(), &bond, tx.now())
}

fn require_unrelated(
    connection: &Connection,
    patient: PatientId,
    relative: PatientId,
    day: Date,
) -> Result<()> {
    if super::store::survivor(connection, relative)? == super::store::survivor(connection, patient)? {
        return Err(Refusal::new("patient.same_person").into());
    }
    let family = store::family(connection, patient, day)?;
    let is_known =
        |seen: &store::Seen| seen.member.patient.as_ref().is_some_and(|member| member.id == relative);
    if family.iter().any(is_known) {
        return Err(Refusal::new("patient.already_related").into());
    }
    Ok(())
}

/// The family as this account may see it.
pub(super) fn family(
    connection: &Connection,
    session: &Session,
    id: PatientId,
    day: Date,
) -> Result<Vec<FamilyMember>> {
    let family = store::family(connection, id, day)?.into_iter().map(|seen| seen.member);
    Ok(family
        .map(|member| match reads_notes(session) {
            true => member,
            false => FamilyMember { history: None, history_withheld: true, ..member },
        })
        .collect())
}
