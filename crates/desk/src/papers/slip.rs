//! What a patient takes home: when, with whom, and the number.

use domain::appointment::AppointmentKind;
use domain::code::Code as _;
use print::{Slip, SlipVisit};

use super::head::Edge;
use super::{Paper, PaperReply, SlipRequest};
use crate::agenda::{self, DayRequest};
use crate::error::{Fault, Refusal, Result};
use crate::{Desk, Session, appointments};

/// The slip of a visit that is to come, or is going on.
///
/// # Errors
/// `not_found {what: appointment}`; `papers.no_slip {status}` for a visit that was called off or missed.
pub fn slip(desk: &Desk, session: &Session, request: SlipRequest) -> Result<PaperReply> {
    let paper = of(desk, session, request)?;
    let pdf = print::slip(&paper).map_err(Fault::from)?;
    let reference = paper.visit.reference;
    desk.commit(session, "papers.slip", |tx| {
        tx.note("reference", &reference);
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("{reference}.pdf"), &pdf) })
}

/// What stands on it.
pub(super) fn of(desk: &Desk, session: &Session, request: SlipRequest) -> Result<Slip> {
    let visit = desk.read(|connection| appointments::existing(connection, request.appointment_id))?;
    if !visit.status.holds_time() {
        return Err(Refusal::new("papers.no_slip").with("status", visit.status).into());
    }
    let edge = Edge::of(desk, session, Some(visit.site_id), request.language)?;
    let day = agenda::board(desk, DayRequest { date: visit.date, site_id: Some(visit.site_id) })?;
    let doctor = day.columns.iter().find(|column| column.doctor_id == visit.doctor_id);
    let doctor = doctor.ok_or(Fault::Broken("a visit that holds its time stands in no column"))?;
    Ok(Slip {
        doctor: edge.doctor(doctor),
        head: edge.head,
        format: request.format.code(),
        visit: SlipVisit {
            name: visit.patient_name,
            file: visit.patient_ref,
            reference: visit.r#ref,
            date: visit.date.to_string(),
            start: visit.start.to_string(),
            minutes: visit.minutes,
            later_hour: visit.later_hour,
            queue_number: visit.queue_number,
            online: visit.kind == AppointmentKind::Online,
        },
    })
}
