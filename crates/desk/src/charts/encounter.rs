//! What happened at a visit: what brought the patient, what it is, what was done. One for each visit; whoever writes at it next writes the same.

use domain::appointment::{AppointmentKind, AppointmentStatus};
use domain::id::{AppointmentId, DiagnosisId, EncounterId, Id as _};
use domain::permission::Permission;
use domain::text::fold;
use domain::time::Span;
use rusqlite::{Connection, ToSql};
use uuid::Uuid;

use super::access::{admit, admit_to_write};
use super::requests::{
    BookFollowUp, DiagnosisInput, EncounterPage, EncounterRef, EncounterReply, WriteEncounter,
};
use super::store::{self, Fact};
use super::views;
use crate::appointments::asking::Asked;
use crate::appointments::moving::{Told, book_in};
use crate::appointments::requests::Appointment;
use crate::appointments::{AppointmentReply, BookRequest, NextFreeRequest, existing, free_times};
use crate::error::{Fault, FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::store::Sql;
use crate::{Desk, Session, patients};

/// More than anybody finds at one visit.
const MOST_DIAGNOSES: usize = 30;

/// A visit's own encounter: its id follows from the visit's, so that two desks that write at once write one row.
pub(crate) fn encounter_of(appointment: AppointmentId) -> EncounterId {
    EncounterId::from_uuid(Uuid::new_v5(&appointment.uuid(), b"encounter"))
}

/// A diagnosis is known by its code, or by its words: said twice it is one.
pub(crate) fn diagnosis_of(encounter: EncounterId, code: Option<&str>, name: &str) -> DiagnosisId {
    let words = match code {
        Some(code) => format!("code:{}", code.to_uppercase()),
        None => format!("name:{}", fold(name)),
    };
    DiagnosisId::from_uuid(Uuid::new_v5(&encounter.uuid(), words.as_bytes()))
}

fn id_of(encounter: EncounterId, said: &DiagnosisInput) -> DiagnosisId {
    diagnosis_of(encounter, said.code.as_deref(), &said.name)
}

/// What was written at a visit, and what the visit is about.
///
/// # Errors
/// `not_found {what: appointment}`; `chart.not_yours`; `chart.not_opened`, as `charts.get`.
pub fn read(desk: &Desk, session: &Session, request: EncounterRef) -> Result<EncounterPage> {
    let now = desk.now();
    let opened = desk.opened()?;
    desk.read(|connection| {
        let visit = existing(connection, request.appointment_id)?;
        // Booked, by a desk that had not heard of it, for a file that is part of another one by now.
        let patient = patients::survivor(connection, visit.patient_id)?;
        admit(connection, session, patient, now)?;
        if !opened.charts.is_open(session.account_id, patient, now) {
            return Err(Refusal::new("chart.not_opened").into());
        }
        page(connection, session, visit)
    })
}

fn page(connection: &Connection, session: &Session, visit: Appointment) -> Result<EncounterPage> {
    let encounter = views::encounter(connection, encounter_of(visit.id))?;
    let may_write = session.may(Permission::WriteCharts) && (encounter.is_some() || has_begun(visit.status));
    let consultations = views::consultations_of_visit(connection, visit.id)?;
    Ok(EncounterPage { may_write, encounter, visit, consultations })
}

fn has_begun(status: AppointmentStatus) -> bool {
    matches!(status, AppointmentStatus::InConsultation | AppointmentStatus::Completed)
}

/// Writes what happened at a visit: all of it as sent. Nothing of an earlier writing is lost; the trail keeps it.
///
/// # Errors
/// `not_found {what: appointment}`; `chart.not_yours`; `encounter.not_begun {status}` before the visit has begun; `input.invalid`: `complaint`
/// (`required` when nothing at all is written; `too_long`), `treatment`, `notes`, `diagnoses` (`too_many {most}`), `diagnoses[n].name`
/// (`required`, `repeated`), `diagnoses[n].code`, `follow_up_date` (`before_start`).
pub fn write(desk: &Desk, session: &Session, request: WriteEncounter) -> Result<EncounterReply> {
    desk.commit(session, "charts.write_encounter", |tx| {
        let visit = existing(tx, request.appointment_id)?;
        let patient = admit_to_write(tx, session, visit.patient_id)?;
        let id = encounter_of(visit.id);
        let is_known = store::is_there(tx, Fact::Encounter, id.uuid())?;
        if !is_known && !has_begun(visit.status) {
            return Err(Refusal::new("encounter.not_begun").with("status", visit.status).into());
        }
        let entry = Entry::read(request, &visit)?;
        let written: [(&str, &dyn ToSql); 6] = [
            ("complaint", &entry.complaint),
            ("treatment", &entry.treatment),
            ("notes", &entry.notes),
            ("follow_up_date", &Sql(entry.follow_up_date)),
            ("shared_with_patient", &entry.shared_with_patient),
            ("deleted_at", &None::<i64>),
        ];
        if is_known {
            store::change(tx, Fact::Encounter, id.uuid(), &written)?;
        } else {
            let whose: [(&str, &dyn ToSql); 6] = [
                ("appointment_id", &Sql(visit.id)),
                ("patient_id", &Sql(patient)),
                ("doctor_id", &Sql(visit.doctor_id)),
                ("date", &Sql(visit.date)),
                ("account_id", &Sql(session.account_id)),
                ("created_at", &Sql(tx.now())),
            ];
            store::insert(tx, Fact::Encounter, id.uuid(), &[&whose, &written[..]].concat())?;
        }
        set_diagnoses(tx, id, &entry.diagnoses)?;
        let encounter = views::encounter(tx, id)?.ok_or(Fault::Broken("what was just written is there"))?;
        Ok(EncounterReply { encounter })
    })
}

/// Brings the diagnoses to what is said, in its order; those that say it already stay untouched.
fn set_diagnoses(tx: &Tx<'_>, encounter: EncounterId, said: &[DiagnosisInput]) -> Result<()> {
    let mut left = store::diagnoses(tx, encounter)?;
    for (at, diagnosis) in said.iter().enumerate() {
        let id = id_of(encounter, diagnosis);
        let position = i64::try_from(at).unwrap_or(i64::MAX);
        let columns: [(&str, &dyn ToSql); 4] = [
            ("position", &position),
            ("code", &diagnosis.code),
            ("name", &diagnosis.name),
            ("deleted_at", &None::<i64>),
        ];
        left.retain(|kept| *kept != id);
        if store::is_there(tx, Fact::Diagnosis, id.uuid())? {
            store::change(tx, Fact::Diagnosis, id.uuid(), &columns)?;
        } else {
            let whose: [(&str, &dyn ToSql); 1] = [("encounter_id", &Sql(encounter))];
            store::insert(tx, Fact::Diagnosis, id.uuid(), &[&whose, &columns[..]].concat())?;
        }
    }
    for id in left {
        store::change(tx, Fact::Diagnosis, id.uuid(), &[("deleted_at", &Sql(tx.now()))])?;
    }
    Ok(())
}

struct Entry {
    complaint: Option<String>,
    treatment: Option<String>,
    notes: Option<String>,
    diagnoses: Vec<DiagnosisInput>,
    follow_up_date: Option<domain::time::Date>,
    shared_with_patient: bool,
}

impl Entry {
    fn read(request: WriteEncounter, visit: &Appointment) -> Result<Self> {
        let mut wrong = FieldErrors::default();
        let complaint = wrong.optional_text("complaint", request.complaint.as_deref(), NOTES_CHARACTERS);
        let treatment = wrong.optional_text("treatment", request.treatment.as_deref(), NOTES_CHARACTERS);
        let notes = wrong.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        if request.diagnoses.len() > MOST_DIAGNOSES {
            wrong.push(FieldError::new("diagnoses", "too_many").with("most", MOST_DIAGNOSES));
        }
        let mut diagnoses: Vec<DiagnosisInput> = Vec::new();
        for (at, said) in request.diagnoses.iter().take(MOST_DIAGNOSES).enumerate() {
            let field = |name: &str| format!("diagnoses[{at}].{name}");
            let name = wrong.required_line(&field("name"), &said.name, LINE_CHARACTERS);
            let code = wrong.optional_line(&field("code"), said.code.as_deref(), NAME_CHARACTERS);
            let diagnosis = DiagnosisInput { name, code };
            let nobody = EncounterId::from_uuid(Uuid::nil());
            let same = |other: &DiagnosisInput| id_of(nobody, other) == id_of(nobody, &diagnosis);
            if diagnoses.iter().any(same) {
                wrong.push(FieldError::new(field("name"), "repeated"));
            }
            diagnoses.push(diagnosis);
        }
        if request.follow_up_date.is_some_and(|date| date <= visit.date) {
            wrong.push(FieldError::new("follow_up_date", "before_start"));
        }
        let says_nothing = complaint.is_none()
            && treatment.is_none()
            && notes.is_none()
            && diagnoses.is_empty()
            && request.follow_up_date.is_none();
        if says_nothing && wrong.is_empty() {
            wrong.push(FieldError::new("complaint", "required"));
        }
        wrong.finish()?;
        Ok(Self {
            complaint,
            treatment,
            notes,
            diagnoses,
            follow_up_date: request.follow_up_date,
            shared_with_patient: request.shared_with_patient,
        })
    }
}

/// Books the first time that the doctor of a visit has free for the same patient, on a day or after it, through the five steps.
///
/// # Errors
/// `not_found {what: appointment}`; `chart.not_yours`; `permission.denied` without the right to book; `follow_up.no_time {from}` when nothing is
/// free for three months; else as `appointments.book`.
pub fn book_follow_up(desk: &Desk, session: &Session, request: BookFollowUp) -> Result<AppointmentReply> {
    if !session.may(Permission::Book) {
        return Err(Refusal::new("permission.denied").with("permission", Permission::Book).into());
    }
    let mut wrong = FieldErrors::default();
    let reason = wrong.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    wrong.finish()?;
    desk.commit(session, "charts.book_follow_up", |tx| {
        let visit = existing(tx, request.appointment_id)?;
        let patient = admit_to_write(tx, session, visit.patient_id)?;
        let wanted = NextFreeRequest {
            doctor_id: Some(visit.doctor_id),
            rep_id: None,
            minutes: None,
            from: Some(request.from),
            not_before: None,
            kind: Some(AppointmentKind::InPerson),
            count: Some(1),
        };
        let free = free_times::next(tx, &wanted, tx.now())?.into_iter().next();
        let free = free.ok_or_else(|| Refusal::new("follow_up.no_time").with("from", request.from))?;
        let span = Span::lasting(free.start, free.minutes).ok_or(Fault::Broken("a free time is a span"))?;
        let booking = BookRequest {
            doctor_id: free.doctor_id,
            patient_id: patient,
            date: free.date,
            start: free.start,
            minutes: free.minutes,
            kind: None,
            reason: None,
            symptoms: Vec::new(),
            notes: None,
            overbook_reason: None,
            later_hour: None,
        };
        let told = Told { reason, ..Told::default() };
        book_in(tx, session, Asked::to_book(&booking, span), told, None)
    })
}
