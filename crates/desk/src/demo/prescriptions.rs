//! What was prescribed today in a made-up clinic, typed and submitted as doctors do, so that somebody waits at the pharmacy's counter.

use domain::id::{AppointmentId, DoctorId, PatientId};

use crate::error::{Error, Result};
use crate::prescriptions::{
    self, CancelPrescription, DraftPrescription, PrescriptionRef, ReadLine, WriteItem,
};
use crate::stock::dispensing::{self, DispenseItem, DispenseRequest, ProposeFulfilment};
use crate::{Desk, Session};

/// As many as a counter has waiting on a busy afternoon.
pub(super) const MOST: u16 = 9;

/// What doctors type, line by line.
const COURSES: &[&[&str]] = &[
    &["emox 1x3 7d after food", "cetal 5ml x3 5d"],
    &["concor 1x1 30d", "lipitor night 30d"],
    &["zithromax 1x1 3d", "mucosolvan 5ml x3 5d", "otrivin 2x3 5d"],
    &["cidophage 1x2 30d with food", "januvia 1x1 30d"],
    &["controloc 1x1 14d before food", "motilium 1x3 7d before food"],
    &["euthyrox 1x1 60d before food"],
    &["cataflam 1x2 5d after food", "neurobion 1x1 30d"],
    &["feroglobin 1x1 30d", "zyrtec night 10d"],
];

/// A visit for which something is prescribed.
pub(super) struct Seen {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub doctor: DoctorId,
}

/// Writes and submits a course for each visit, and hands out of every third the half of its first line.
pub(super) fn write(desk: &Desk, session: &Session, visits: &[Seen]) -> Result<()> {
    for (at, (visit, course)) in visits.iter().zip(COURSES.iter().cycle()).enumerate() {
        let Some(id) = submitted(desk, session, visit, course)? else { continue };
        if at % 3 == 2 {
            hand_out_some(desk, session, id)?;
        }
    }
    Ok(())
}

/// The prescription; none where something speaks against a line, which a doctor would have to answer.
fn submitted(
    desk: &Desk,
    session: &Session,
    visit: &Seen,
    course: &[&str],
) -> Result<Option<PrescriptionRef>> {
    let mut items = Vec::new();
    for text in course {
        let request =
            ReadLine { text: (*text).to_owned(), patient_id: visit.patient, doctor_id: Some(visit.doctor) };
        let offers = prescriptions::read_line(desk, session, request)?.offers;
        items.extend(offers.into_iter().next().map(|offer| WriteItem {
            medicine_id: offer.item.medicine_id,
            medicine_name: None,
            dose_milli: offer.item.dose_milli,
            dose_unit: offer.item.dose_unit,
            route: offer.item.route,
            frequency: offer.item.frequency,
            days: offer.item.days,
            quantity: Some(offer.item.quantity),
            instructions: offer.item.instructions,
            kept_because: None,
        }));
    }
    let request = DraftPrescription {
        id: None,
        patient_id: visit.patient,
        doctor_id: Some(visit.doctor),
        appointment_id: Some(visit.id),
        diagnosis: None,
        notes: None,
        tags: Vec::new(),
        valid_until: None,
        whiteboard: None,
        items,
        tests: Vec::new(),
    };
    let id = prescriptions::draft(desk, session, request)?.prescription.id;
    match prescriptions::submit(desk, session, PrescriptionRef { id }) {
        Ok(_) => Ok(Some(PrescriptionRef { id })),
        Err(Error::Refused(_)) => {
            prescriptions::cancel(desk, session, CancelPrescription { id, reason: None })?;
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

fn hand_out_some(desk: &Desk, session: &Session, prescription: PrescriptionRef) -> Result<()> {
    let request = ProposeFulfilment { prescription_id: prescription.id, site_id: None, instead: Vec::new() };
    let proposal = dispensing::propose(desk, session, request)?;
    let first = proposal.lines.iter().find_map(|line| Some((line, line.take.first()?)));
    let Some((line, take)) = first.filter(|(line, _)| line.allergies.is_empty()) else { return Ok(()) };
    let item = DispenseItem {
        prescription_item_id: line.prescription_item_id,
        lot_id: take.lot_id,
        quantity: (take.quantity / 2).max(1),
        kept_because: None,
        substituted_because: None,
    };
    let request =
        DispenseRequest { prescription_id: prescription.id, site_id: None, items: vec![item], note: None };
    dispensing::dispense(desk, session, request)?;
    Ok(())
}
