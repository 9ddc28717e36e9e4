//! The day of a doctor, or of all of them, as it lies on the table of a consulting room.

use std::collections::HashMap;

use domain::appointment::{AppointmentKind, AppointmentStatus};
use domain::code::Code as _;
use domain::id::PatientId;
use domain::patient::known_age_years;
use domain::time::Date;
use print::{Agenda, AgendaClosure, AgendaDoctor, AgendaHours, AgendaRepVisit, AgendaVisit};

use super::head::Edge;
use super::store::{self, Born};
use super::{AgendaPaperRequest, Paper, PaperReply};
use crate::agenda::{self, Day, DayRequest, DoctorDay, RepVisit};
use crate::appointments::Appointment;
use crate::closures::Closure;
use crate::error::{Fault, Refusal, Result};
use crate::{Desk, Session};

/// The agenda of a day on paper: a page for each doctor who has hours or visits, or for the one who is asked for.
///
/// # Errors
/// `not_found {what: site | doctor}`.
pub fn agenda(desk: &Desk, session: &Session, request: AgendaPaperRequest) -> Result<PaperReply> {
    let (date, doctor) = (request.date, request.doctor_id);
    let pdf = print::agenda(&of(desk, session, request)?).map_err(Fault::from)?;
    desk.commit(session, "papers.agenda", |tx| {
        tx.note("date", date);
        if let Some(doctor) = doctor {
            tx.note("doctor_id", doctor);
        }
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("agenda-{date}.pdf"), &pdf) })
}

/// What stands on it.
pub(super) fn of(desk: &Desk, session: &Session, request: AgendaPaperRequest) -> Result<Agenda> {
    let AgendaPaperRequest { date, doctor_id, site_id, language } = request;
    let day = agenda::board(desk, DayRequest { date, site_id })?;
    let edge = Edge::of(desk, session, Some(day.site_id), language)?;
    let mut columns: Vec<&DoctorDay> = match doctor_id {
        Some(id) => day.columns.iter().filter(|column| column.doctor_id == id).collect(),
        None => day.columns.iter().filter(|column| is_at_work(&day, column)).collect(),
    };
    if columns.is_empty() {
        match doctor_id {
            Some(_) => return Err(Refusal::not_found("doctor").into()),
            // A day on which nobody works is a paper that says so for everybody.
            None => columns = day.columns.iter().collect(),
        }
    }
    if columns.is_empty() {
        return Err(Refusal::not_found("doctor").into());
    }
    let shown = |visit: &&Appointment| columns.iter().any(|column| column.doctor_id == visit.doctor_id);
    let patients: Vec<PatientId> =
        day.appointments.iter().filter(shown).map(|visit| visit.patient_id).collect();
    let births = desk.read(|connection| store::births(connection, &patients))?;
    let doctors = columns.iter().map(|column| page(&edge, &day, column, &births)).collect();
    Ok(Agenda { head: edge.head.clone(), date: date.to_string(), doctors })
}

fn is_at_work(day: &Day, column: &DoctorDay) -> bool {
    let has_visits =
        day.appointments.iter().any(|visit| visit.doctor_id == column.doctor_id && is_listed(visit.status));
    !column.open.is_empty() || column.reps_booked > 0 || has_visits
}

/// Whoever called off has no line. Whoever did not come does: the desk rings them.
fn is_listed(status: AppointmentStatus) -> bool {
    status.holds_time() || status == AppointmentStatus::NoShow
}

fn page(edge: &Edge, day: &Day, column: &DoctorDay, births: &HashMap<PatientId, Born>) -> AgendaDoctor {
    let visits: Vec<&Appointment> =
        day.appointments.iter().filter(|visit| visit.doctor_id == column.doctor_id).collect();
    let reps = day.rep_visits.iter().filter(|visit| visit.doctor_id == column.doctor_id);
    let clock = match (&day.missing, &day.twice) {
        (Some(_), _) => Some("missing"),
        (None, Some(_)) => Some("twice"),
        (None, None) => None,
    };
    AgendaDoctor {
        doctor: edge.doctor(column),
        open: column
            .open
            .iter()
            .map(|open| AgendaHours {
                audience: open.audience.code(),
                start: open.start.to_string(),
                end: open.end.to_string(),
            })
            .collect(),
        closures: column.closures.iter().map(closure).collect(),
        clock,
        cancelled: visits.iter().filter(|visit| visit.status == AppointmentStatus::Cancelled).count(),
        visits: visits
            .into_iter()
            .filter(|visit| is_listed(visit.status))
            .map(|visit| line(visit, births.get(&visit.patient_id), edge.today))
            .collect(),
        rep_visits: reps.filter(|visit| visit.status.holds_time()).map(rep_line).collect(),
    }
}

fn closure(closure: &Closure) -> AgendaClosure {
    AgendaClosure {
        start: closure.from.map(|time| time.to_string()),
        end: closure.until.map(|time| time.to_string()),
        effect: closure.effect.code(),
        reason: closure.reason.clone(),
    }
}

fn line(visit: &Appointment, born: Option<&Born>, today: Date) -> AgendaVisit {
    AgendaVisit {
        start: visit.start.to_string(),
        minutes: visit.minutes,
        name: visit.patient_name.clone(),
        age: born.and_then(|born| known_age_years(born.date_of_birth, born.born_about, today)),
        file: visit.patient_ref.clone(),
        phone: visit.patient_phone.clone(),
        reason: visit.reason.clone(),
        overbook_reason: visit.overbook_reason.clone(),
        status: visit.status.code(),
        queue_number: visit.queue_number,
        online: visit.kind == AppointmentKind::Online,
    }
}

fn rep_line(visit: &RepVisit) -> AgendaRepVisit {
    AgendaRepVisit {
        start: visit.start.to_string(),
        minutes: visit.minutes,
        name: visit.rep_name.clone(),
        company: visit.company.clone(),
        status: visit.status.code(),
    }
}
