//! Prescriptions: from a draft that is written as a whole, over what speaks against it, to what the pharmacy is given. What was submitted never
//! changes; a correction is a new one that names it and, once submitted, stands in its place. What was handed out is the pharmacy's to write.

mod entry;
pub mod favourites;
mod lines;
pub mod requests;
pub(crate) mod shelf;
mod store;
pub(crate) mod views;
mod weighing;
pub mod whiteboard;

#[cfg(test)]
mod tests;

pub use lines::{check, read_line, search};
pub use requests::{
    CancelPrescription, CheckItems, CheckedItems, DraftPrescription, Favourite, FavouriteRef, Favourites,
    LineOffer, LineReading, LineWarning, MedicineHit, MedicineHits, PatientPrescriptions, Prescription,
    PrescriptionItem, PrescriptionLine, PrescriptionName, PrescriptionRef, PrescriptionReply,
    PrescriptionTest, PrescriptionsOf, ReadLine, RepeatLast, SaveFavourite, SearchMedicines, Tags,
    WarningKind, WriteItem, WriteTest,
};
pub(crate) use views::{allergies, still_valid};
pub(crate) use weighing::{Allergy, Having};

use domain::account::Role;
use domain::id::{AppointmentId, DoctorId, PatientId, PrescriptionId, SiteId};
use domain::permission::Permission;
use domain::prescription::{PrescriptionAction, PrescriptionState};
use domain::reference::ReferenceKind;
use domain::time::{Date, Instant};
use rusqlite::Connection;

use self::entry::{Entry, again};
use self::shelf::Shelf;
use self::store::NewPrescription;
use self::weighing::Weighing;
use crate::error::{Error, Fault, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::Tx;
use crate::session::Empty;
use crate::{Desk, Session, appointments, charts, patients};

/// How long a prescription is good for where nobody says otherwise.
const USUAL_DAYS: i64 = 30;

/// Writes a draft as a whole, a new one or one's own.
///
/// # Errors
/// `input.invalid` as of `Entry::read`, and `doctor_id` (`required`) where an account that is no doctor does not say whose it is;
/// `prescription.not_yours` for another doctor's; `chart.not_yours`; `prescription.wrong_state {state, action}`; `not_found {what: patient | doctor | appointment |
/// prescription}`.
pub fn draft(desk: &Desk, session: &Session, request: DraftPrescription) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    desk.commit(session, "prescriptions.draft", |tx| {
        let today = patients::today(tx, tx.now())?;
        let id = match request.id {
            Some(id) => {
                require(tx, session, id, PrescriptionAction::Write, today)?;
                id
            }
            None => begin(tx, session, request.patient_id, request.doctor_id, request.appointment_id)?,
        };
        let entry = Entry::read(request, &shelf, today)?;
        store::write(tx, id, &entry)?;
        reply(tx, session, &shelf, id, today)
    })
}

/// Gives a draft to the pharmacy. From then on it does not change; one that corrects another stands in its place.
///
/// # Errors
/// `not_found {what: prescription}`; `prescription.not_yours`; `prescription.wrong_state {state, action}`, also where what it corrects was cancelled,
/// handed out or corrected otherwise meanwhile; `prescription.empty`; `prescription.warnings_open {count, medicine}`;
/// `input.invalid` (`valid_until`: `in_the_past`).
pub fn submit(desk: &Desk, session: &Session, request: PrescriptionRef) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    desk.commit(session, "prescriptions.submit", |tx| {
        let today = patients::today(tx, tx.now())?;
        require(tx, session, request.id, PrescriptionAction::Submit, today)?;
        let draft = weighed(tx, session, &shelf, request.id, today)?;
        if draft.items.is_empty() && draft.tests.is_empty() && draft.whiteboard.is_none() {
            return Err(Refusal::new("prescription.empty").into());
        }
        let open =
            || draft.items.iter().filter(|item| !item.warnings.is_empty() && item.kept_because.is_none());
        if let Some(first) = open().next() {
            return Err(Refusal::new("prescription.warnings_open")
                .with("count", open().count())
                .with("medicine", &first.medicine_name)
                .into());
        }
        if draft.valid_until.is_some_and(|until| until < today) {
            return Err(Refusal::invalid(vec![crate::FieldError::new("valid_until", "in_the_past")]).into());
        }
        if let Some(old) = &draft.corrects {
            require(tx, session, old.id, PrescriptionAction::Correct, today)?;
            store::replace(tx, old.id, draft.id)?;
        }
        let until = draft
            .valid_until
            .or_else(|| today.plus_days(USUAL_DAYS))
            .ok_or(Fault::Broken("the calendar ended"))?;
        store::submit(tx, draft.id, until)?;
        reply(tx, session, &shelf, draft.id, today)
    })
}

/// Takes a prescription back. What was handed out for it stays handed out.
///
/// # Errors
/// `not_found {what: prescription}`; `prescription.not_yours`; `prescription.wrong_state {state, action}`; `input.invalid` (`reason`: `required`
/// once it was submitted).
pub fn cancel(desk: &Desk, session: &Session, request: CancelPrescription) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    desk.commit(session, "prescriptions.cancel", |tx| {
        let today = patients::today(tx, tx.now())?;
        let found = require(tx, session, request.id, PrescriptionAction::Cancel, today)?;
        let mut errors = FieldErrors::default();
        let reason = if found.state == PrescriptionState::Draft {
            errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS)
        } else {
            Some(errors.required_line(
                "reason",
                request.reason.as_deref().unwrap_or_default(),
                LINE_CHARACTERS,
            ))
        };
        errors.finish()?;
        if let Some(reason) = &reason {
            tx.because(reason.as_str());
        }
        store::cancel(tx, request.id, reason.as_deref())?;
        reply(tx, session, &shelf, request.id, today)
    })
}

/// Begins a correction: a draft with all that the submitted one has, which names it. One that was begun already is answered as it is.
///
/// # Errors
/// `not_found {what: prescription}`; `prescription.not_yours`; `prescription.wrong_state {state, action}`.
pub fn correct(desk: &Desk, session: &Session, request: PrescriptionRef) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    desk.commit(session, "prescriptions.correct", |tx| {
        let today = patients::today(tx, tx.now())?;
        let old = require(tx, session, request.id, PrescriptionAction::Correct, today)?;
        if let Some(begun) = store::correction_of(tx, old.id)? {
            return reply(tx, session, &shelf, begun, today);
        }
        let new = NewPrescription {
            appointment: old.appointment_id,
            patient: old.patient_id,
            doctor: old.doctor_id,
            site: old.site_id,
            corrects: Some(old.id),
        };
        let id = insert(tx, session, &new)?;
        store::write(tx, id, &Entry::read(copy(&old, today), &shelf, today)?)?;
        reply(tx, session, &shelf, id, today)
    })
}

/// A draft with the lines and tests of the patient's last prescription. What speaks against them is asked anew.
///
/// # Errors
/// As `draft`; `prescription.none_before` where the patient has none.
pub fn repeat_last(desk: &Desk, session: &Session, request: RepeatLast) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    desk.commit(session, "prescriptions.repeat_last", |tx| {
        let today = patients::today(tx, tx.now())?;
        let last = last_issued(tx, session, request.patient_id, today)?;
        let last = last.ok_or_else(|| Refusal::new("prescription.none_before"))?;
        let id = begin(tx, session, request.patient_id, request.doctor_id, request.appointment_id)?;
        let again =
            DraftPrescription { valid_until: None, notes: None, whiteboard: None, ..copy(&last, today) };
        store::write(tx, id, &Entry::read(again, &shelf, today)?)?;
        reply(tx, session, &shelf, id, today)
    })
}

/// One prescription. A draft is for who writes it.
///
/// # Errors
/// `not_found {what: prescription}`; `chart.not_yours`.
pub fn get(desk: &Desk, session: &Session, request: PrescriptionRef) -> Result<PrescriptionReply> {
    let shelf = Shelf::of(desk)?;
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let found = views::one(connection, session, request.id, today)?;
        if !found.may.contains(&PrescriptionAction::Read) {
            return Err(Refusal::not_found("prescription").into());
        }
        if !views::hand(session, found.doctor_id).is_own {
            admit(connection, session, found.patient_id, at)?;
        }
        reply(connection, session, &shelf, request.id, today)
    })
}

/// A patient's prescriptions, the newest first.
///
/// # Errors
/// `not_found {what: patient}`; `chart.not_yours`.
pub fn of_patient(desk: &Desk, session: &Session, request: PrescriptionsOf) -> Result<PatientPrescriptions> {
    let at = desk.now();
    desk.read(|connection| {
        let patient = patients::survivor(connection, request.patient_id)?;
        patients::require_present(connection, patient)?;
        admit(connection, session, patient, at)?;
        Ok(PatientPrescriptions { prescriptions: views::list(connection, session, patient)? })
    })
}

/// Words that one's own prescriptions were tagged with lately, an administrator's those of all.
pub fn tags(desk: &Desk, session: &Session, _request: Empty) -> Result<Tags> {
    desk.read(|connection| Ok(Tags { tags: views::tags(connection, session.doctor_id)? }))
}

/// A patient's prescriptions are a part of the chart: whoever reads charts reads and writes them where the chart is theirs to open. The pharmacy
/// opens no chart.
///
/// # Errors
/// `chart.not_yours`.
fn admit(connection: &Connection, session: &Session, patient: PatientId, now: Instant) -> Result<()> {
    if session.may(Permission::ReadCharts) {
        charts::access::admit(connection, session, patient, now)?;
    }
    Ok(())
}

/// The prescription, if this account may do that with it as it stands.
fn require(
    connection: &Connection,
    session: &Session,
    id: PrescriptionId,
    action: PrescriptionAction,
    today: Date,
) -> Result<Prescription> {
    let found = views::one(connection, session, id, today)?;
    if found.may.contains(&action) {
        return Ok(found);
    }
    Err(if action.fits(found.state) {
        Refusal::new("prescription.not_yours")
    } else {
        Refusal::new("prescription.wrong_state").with("state", found.state).with("action", action)
    }
    .into())
}

/// A new draft with nothing in it.
fn begin(
    tx: &Tx<'_>,
    session: &Session,
    patient: PatientId,
    doctor: Option<DoctorId>,
    appointment: Option<AppointmentId>,
) -> Result<PrescriptionId> {
    let patient = patients::survivor(tx, patient)?;
    patients::require_present(tx, patient)?;
    admit(tx, session, patient, tx.now())?;
    let visit = appointment.map(|id| appointments::existing(tx, id)).transpose()?;
    if visit.as_ref().is_some_and(|visit| visit.patient_id != patient) {
        return Err(Refusal::not_found("appointment").into());
    }
    let doctor = whose(session, doctor, visit.as_ref().map(|visit| visit.doctor_id))?;
    let site: Result<SiteId> = visit.map_or_else(|| store::site_of(tx, doctor), |visit| Ok(visit.site_id));
    insert(tx, session, &NewPrescription { appointment, patient, doctor, site: site?, corrects: None })
}

fn insert(tx: &Tx<'_>, session: &Session, new: &NewPrescription) -> Result<PrescriptionId> {
    let reference = tx.next_reference(ReferenceKind::Prescription)?.to_string();
    store::insert(tx, session, new, &reference)
}

/// Whose prescription it is to be: a doctor's own; for an administrator the one who was named, or the visit's.
fn whose(session: &Session, asked: Option<DoctorId>, visits: Option<DoctorId>) -> Result<DoctorId> {
    let required = || Error::from(Refusal::invalid(vec![crate::FieldError::new("doctor_id", "required")]));
    match (session.role, session.doctor_id) {
        (Role::Admin, own) => asked.or(visits).or(own).ok_or_else(required),
        (_, Some(own)) if asked.is_none_or(|asked| asked == own) => Ok(own),
        (_, Some(_) | None) => Err(Refusal::new("prescription.not_yours").into()),
    }
}

fn last_issued(
    connection: &Connection,
    session: &Session,
    patient: PatientId,
    today: Date,
) -> Result<Option<Prescription>> {
    let patient = patients::survivor(connection, patient)?;
    for id in views::of_patient(connection, patient)? {
        let found = views::one(connection, session, id, today)?;
        let was_issued = match found.state {
            PrescriptionState::Submitted
            | PrescriptionState::PartlyFulfilled
            | PrescriptionState::Fulfilled => true,
            PrescriptionState::Draft | PrescriptionState::Replaced | PrescriptionState::Cancelled => false,
        };
        if was_issued && found.may.contains(&PrescriptionAction::Repeat) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// All that can be written of a prescription, to be written again. A validity that is over is left out.
fn copy(old: &Prescription, today: Date) -> DraftPrescription {
    let tests = old.tests.iter().map(|test| WriteTest {
        name: test.name.clone(),
        instructions: test.instructions.clone(),
        priority: Some(test.priority),
    });
    DraftPrescription {
        id: None,
        patient_id: old.patient_id,
        doctor_id: Some(old.doctor_id),
        appointment_id: old.appointment_id,
        diagnosis: old.diagnosis.clone(),
        notes: old.notes.clone(),
        tags: old.tags.clone(),
        valid_until: old.valid_until.filter(|until| *until >= today),
        whiteboard: old.whiteboard.clone(),
        items: old.items.iter().map(again).collect(),
        tests: tests.collect(),
    }
}

/// A prescription as it stands; a draft with what speaks against its lines.
fn weighed(
    connection: &Connection,
    session: &Session,
    shelf: &Shelf,
    id: PrescriptionId,
    today: Date,
) -> Result<Prescription> {
    let mut found = views::one(connection, session, id, today)?;
    if found.state == PrescriptionState::Draft {
        let instead_of = found.corrects.as_ref().map(|old| old.id);
        let weighing = Weighing::read(connection, shelf, found.patient_id, instead_of, today)?;
        weighing.weigh(connection, &mut found.items)?;
        for item in &mut found.items {
            item.quantity_worked_out = entry::is_worked_out(item, shelf);
        }
    }
    Ok(found)
}

fn reply(
    connection: &Connection,
    session: &Session,
    shelf: &Shelf,
    id: PrescriptionId,
    today: Date,
) -> Result<PrescriptionReply> {
    Ok(PrescriptionReply { prescription: weighed(connection, session, shelf, id, today)? })
}
