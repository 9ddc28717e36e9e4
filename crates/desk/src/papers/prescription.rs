//! A prescription: what the pharmacist hands out and the patient takes home.

use domain::code::Code as _;
use domain::id::DoctorId;
use domain::prescription::{PrescriptionAction, PrescriptionState, TestPriority};
use print::{Doctor, Drawing, DrawnStroke};

use super::head::Edge;
use super::{Paper, PaperReply, PrescriptionPaperRequest};
use crate::error::{Fault, Refusal, Result};
use crate::prescriptions::whiteboard::Whiteboard;
use crate::prescriptions::{self, Prescription, PrescriptionItem, PrescriptionRef};
use crate::{Desk, Session, doctors};

/// One prescription. A draft says that it is one, and so does what is only to be looked at.
///
/// # Errors
/// `not_found {what: prescription}`; `prescription.wrong_state {state, action}` for one that was cancelled or replaced.
pub fn prescription(desk: &Desk, session: &Session, request: PrescriptionPaperRequest) -> Result<PaperReply> {
    let paper = of(desk, session, request)?;
    let pdf = print::prescription(&paper).map_err(Fault::from)?;
    if !paper.is_preview {
        desk.commit(session, "papers.prescription", |tx| {
            tx.note("reference", &paper.reference);
            Ok(())
        })?;
    }
    Ok(PaperReply { paper: Paper::pdf(format!("{}.pdf", paper.reference), &pdf) })
}

/// What stands on it.
pub(super) fn of(
    desk: &Desk,
    session: &Session,
    request: PrescriptionPaperRequest,
) -> Result<print::Prescription> {
    let found = prescriptions::get(desk, session, PrescriptionRef { id: request.id })?.prescription;
    if !found.may.contains(&PrescriptionAction::Print) {
        return Err(Refusal::new("prescription.wrong_state")
            .with("state", found.state)
            .with("action", PrescriptionAction::Print)
            .into());
    }
    let edge = Edge::of(desk, session, Some(found.site_id), request.language)?;
    let (doctor, licence) = who(desk, &edge, found.doctor_id)?;
    let date = edge.wall(found.issued_at.unwrap_or_else(|| desk.now())).0;
    let tests = found.tests.iter().map(|test| print::PrescriptionTest {
        name: test.name.clone(),
        instructions: test.instructions.clone(),
        urgent: test.priority == TestPriority::Urgent,
    });
    Ok(print::Prescription {
        format: request.format.code(),
        doctor,
        licence,
        reference: found.r#ref.clone(),
        corrects: found.corrects.as_ref().map(|old| old.r#ref.clone()),
        is_draft: found.state == PrescriptionState::Draft,
        is_preview: request.preview,
        date: date.to_string(),
        valid_until: found.valid_until.map(|until| until.to_string()),
        patient: patient(&found),
        diagnosis: found.diagnosis.clone(),
        notes: found.notes.clone(),
        items: found.items.iter().map(item).collect(),
        tests: tests.collect(),
        drawing: found.whiteboard.as_ref().map(drawing),
        head: edge.head,
    })
}

fn patient(found: &Prescription) -> print::PrescriptionPatient {
    print::PrescriptionPatient {
        name: found.patient_name.clone(),
        second_name: found.patient_second_name.clone(),
        age: found.age_years,
        file: found.patient_ref.clone(),
    }
}

fn item(item: &PrescriptionItem) -> print::PrescriptionItem {
    print::PrescriptionItem {
        medicine: item.medicine_name.clone(),
        generic_name: item.generic_name.clone(),
        dose_milli: item.dose_milli,
        dose_unit: item.dose_unit.code(),
        route: item.route.code(),
        frequency: item.frequency.code(),
        days: item.days,
        quantity: item.quantity,
        instructions: item.instructions.clone(),
        held_back: !item.warnings.is_empty() && item.kept_because.is_none(),
    }
}

fn drawing(sheet: &Whiteboard) -> Drawing {
    let strokes = sheet.strokes.iter().map(|stroke| DrawnStroke {
        ink: stroke.ink.code(),
        points: stroke.points.chunks_exact(2).map(|point| (point[0], point[1])).collect(),
    });
    Drawing { ground: sheet.ground.code(), strokes: strokes.collect() }
}

fn who(desk: &Desk, edge: &Edge, id: DoctorId) -> Result<(Doctor, Option<String>)> {
    let found = desk.read(|connection| doctors::store::doctor(connection, id))?;
    let found = found.ok_or_else(|| Refusal::not_found("doctor"))?;
    let first = found.specialties.first();
    let specialty = first.map(|specialty| match &specialty.name_ar {
        Some(in_arabic) if edge.is_arabic() => in_arabic.clone(),
        Some(_) | None => specialty.name.clone(),
    });
    let doctor =
        Doctor { full_name: found.full_name, second_name: found.second_name, title: found.title, specialty };
    Ok((doctor, found.license_number))
}
