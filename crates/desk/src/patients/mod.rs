//! The registry of patients: registering, finding, changing, removing; who belongs to whom (`family`), and records of one person
//! (`merging`). Names and phones may repeat; the file number is what
//! tells two people apart. Reception keeps the registry and does not read the notes in it.

mod entry;
pub mod family;
pub mod merging;
mod requests;
pub mod search;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod views;

use domain::account::Role;
use domain::id::PatientId;
use domain::patient::Traits;
use domain::reference::ReferenceKind;

use crate::error::{FieldError, Refusal, Result};
use crate::ledger::Tx;
use crate::session::Done;
use crate::{Desk, Session};
use entry::{Entry, numbers};

pub(crate) use store::{any as known, clinic_zone, survivor, today};
pub(crate) use views::missed;

pub use requests::{
    Duplicate, DuplicateList, EmergencyContact, FindDuplicates, Patient, PatientCard, PatientHit,
    PatientHits, PatientRef, PatientReply, Phone, PhoneInput, RegisterPatient, SearchPatients, UpdatePatient,
    VisitLine,
};

/// Whether what is written about a patient's health is for this account.
pub(crate) fn reads_notes(session: &Session) -> bool {
    match session.role {
        Role::Admin | Role::Doctor | Role::Pharmacist => true,
        Role::Receptionist | Role::Viewer | Role::Patient | Role::Rep => false,
    }
}

/// A new patient.
///
/// # Errors
/// `input.invalid` with every field that is wrong. Field codes: `required`, `too_long {most}`, `too_short`, `format`,
/// `in_the_future`, `too_long_ago`, `too_many {most}`, `not_found` (a favourite doctor).
pub fn register(desk: &Desk, session: &Session, request: RegisterPatient) -> Result<PatientReply> {
    desk.commit(session, "patients.register", |tx| {
        let id = enter(tx, request)?;
        reply(tx, session, id)
    })
}

/// Registers within an operation.
///
/// # Errors
/// As `register`.
pub(crate) fn enter(tx: &Tx<'_>, request: RegisterPatient) -> Result<PatientId> {
    let entry = Entry::read(request, store::today(tx, tx.now())?)?;
    store::require_doctors(tx, &entry.favourite_doctors)?;
    let id = tx.new_id::<PatientId>();
    store::insert(tx, id, &free_reference(tx)?, &entry, tx.now())?;
    Ok(id)
}

/// The next file number that nobody here has. A desk whose file was put back from a copy may hear from the hub of patients it registered
/// since, under numbers that it would give once more.
fn free_reference(tx: &Tx<'_>) -> Result<String> {
    loop {
        let reference = tx.next_reference(ReferenceKind::Patient)?.to_string();
        if !store::is_reference_taken(tx, &reference)? {
            return Ok(reference);
        }
    }
}

/// That somebody can be written down in this patient's name.
///
/// # Errors
/// `not_found {what: patient}`.
pub(crate) fn require_present(connection: &rusqlite::Connection, id: PatientId) -> Result<()> {
    store::present(connection, id).map(|_| ())
}

/// Changes a patient's particulars.
///
/// # Errors
/// `not_found {what: patient}`; `input.invalid` as in `register`, and `not_permitted` at `notes` when an account that may
/// not read them would overwrite them.
pub fn update(desk: &Desk, session: &Session, request: UpdatePatient) -> Result<PatientReply> {
    desk.commit(session, "patients.update", |tx| {
        let known = store::present(tx, request.id)?;
        let mut entry = Entry::read(request.patient, store::today(tx, tx.now())?)?;
        store::require_doctors(tx, &entry.favourite_doctors)?;
        if !reads_notes(session) {
            if entry.notes.is_some() {
                return Err(Refusal::invalid(vec![FieldError::new("notes", "not_permitted")]).into());
            }
            entry.notes = known.notes;
        }
        store::update(tx, request.id, &entry)?;
        reply(tx, session, request.id)
    })
}

/// Takes a patient out of the registry; visits of the past keep their name.
///
/// # Errors
/// `not_found {what: patient}`; `patient.has_future_visits {visits, next_date, next_ref}`: they are to be cancelled or moved to
/// another patient first, so that no doctor waits for somebody who is not in the registry.
pub fn remove(desk: &Desk, session: &Session, request: PatientRef) -> Result<Done> {
    desk.commit(session, "patients.remove", |tx| {
        store::present(tx, request.id)?;
        let booked = store::booked_from(tx, request.id, store::today(tx, tx.now())?)?;
        if let Some(next) = booked.first() {
            return Err(Refusal::new("patient.has_future_visits")
                .with("visits", booked.len())
                .with("next_date", next.date)
                .with("next_ref", &next.r#ref)
                .into());
        }
        store::mark_deleted(tx, request.id, tx.now())?;
        Ok(Done { done: true })
    })
}

/// One patient with visits. A removed patient can still be read, marked as such: the past refers to them. A record that became
/// part of another one leads there, so that whatever still names it finds the person.
///
/// # Errors
/// `not_found {what: patient}`.
pub fn get(desk: &Desk, session: &Session, request: PatientRef) -> Result<PatientCard> {
    let now = desk.now();
    desk.read(|connection| {
        let (id, today) = (store::survivor(connection, request.id)?, store::today(connection, now)?);
        let mut card = views::card(connection, id, today)?;
        card.family = family::family(connection, session, id, today)?;
        withhold(&mut card.patient, session);
        Ok(card)
    })
}

/// How many hits a search gives when it does not say, and at most.
const USUAL_HITS: u16 = 20;
const MOST_HITS: u16 = 100;

/// Finds patients as one types. Whatever is typed, the answer is a list.
pub fn search(desk: &Desk, _session: &Session, request: SearchPatients) -> Result<PatientHits> {
    let limit = usize::from(request.limit.unwrap_or(USUAL_HITS).min(MOST_HITS));
    let opened = desk.opened()?;
    let found = opened.patients.search(&request.text, limit)?;
    desk.read(|connection| {
        let today = store::today(connection, desk.now())?;
        let mut patients = views::hits(connection, &found, today)?;
        // The number on an old card finds whoever's record it became.
        let reference = search::whole_file_number(&request.text);
        let merged = reference.map(|number| store::merged_under(connection, &number)).transpose()?.flatten();
        if let Some(id) = merged.filter(|id| patients.iter().all(|hit| hit.id != *id)) {
            patients.splice(0..0, views::hit(connection, id, today)?);
            patients.truncate(limit);
        }
        Ok(PatientHits { patients })
    })
}

/// At most this many likely duplicates are shown: more would not be read.
const MOST_DUPLICATES: usize = 10;

/// Who of the registry might be the person about to be registered, likeliest first.
pub fn duplicates(desk: &Desk, _session: &Session, request: FindDuplicates) -> Result<DuplicateList> {
    let dialled: Vec<String> = numbers(request.phones);
    let wanted = Traits::new(
        [request.full_name.as_str()],
        dialled.iter().map(String::as_str),
        request.date_of_birth,
        request.national_id.as_deref(),
    );
    let opened = desk.opened()?;
    let candidates =
        opened.patients.candidates(&request.full_name, &dialled, request.national_id.as_deref())?;
    desk.read(|connection| {
        let today = store::today(connection, desk.now())?;
        let mut likely = Vec::new();
        for hit in views::with_national_ids(connection, &candidates, today)? {
            if let Some(likeness) = wanted.likeness(&hit.traits()) {
                likely.push((likeness.score, Duplicate { patient: hit.patient, agrees: likeness.agrees }));
            }
        }
        // Stable: among equals the order of the search stays, recent visitors first.
        likely.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let duplicates = likely.into_iter().map(|(_, duplicate)| duplicate).take(MOST_DUPLICATES).collect();
        Ok(DuplicateList { duplicates })
    })
}

fn reply(connection: &rusqlite::Connection, session: &Session, id: PatientId) -> Result<PatientReply> {
    let mut patient = store::present(connection, id)?;
    withhold(&mut patient, session);
    Ok(PatientReply { patient })
}

fn withhold(patient: &mut Patient, session: &Session) {
    if !reads_notes(session) {
        patient.notes = None;
        patient.notes_withheld = true;
    }
}
