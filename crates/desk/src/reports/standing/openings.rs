//! A figure opened down to its visits: the same question that counted them is asked of every visit once more, and those that it counts are
//! read with all that a person wants to see.

use domain::appointment::AppointmentStatus;
use domain::code::Code as _;
use domain::id::{DoctorId, Id as _};
use domain::permission::Permission;
use domain::reports::{PatientVisit, RepVisit};
use domain::time::Date;

use super::ask::Ask;
use super::facts::{Day, Wait, Wanted};
use super::requests::{OpenedVisit, OpenedVisits};
use super::store;
use crate::Session;
use crate::appointments::{Appointment, views};
use crate::attention::VisitKind;
use crate::error::Result;

/// A list that nobody reads to its end.
const MOST: usize = 500;

type OfPatient<'a> = Box<dyn Fn(&Day, &PatientVisit, Told) -> bool + 'a>;

/// What is told of a patient's visit besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// By the numbers of `persons`.
    pub person: u32,
    pub wait: Option<Wait>,
}
type OfRep<'a> = Box<dyn Fn(&Day, &RepVisit, u128) -> bool + 'a>;

/// Which visits stand behind a figure.
#[derive(Default)]
pub(super) struct Pick<'a> {
    /// The days to look at; the period when absent.
    pub period: Option<(Date, Date)>,
    pub doctor: Option<DoctorId>,
    /// Whether a patient's visit is one; none is when absent.
    pub patients: Option<OfPatient<'a>>,
    /// The same of a rep's visit. The number is the rep's.
    pub reps: Option<OfRep<'a>>,
    /// These, and no others.
    pub visits: Option<Vec<Appointment>>,
}

impl<'a> Pick<'a> {
    /// Visits of patients.
    pub fn patients(counts: impl Fn(&Day, &PatientVisit) -> bool + 'a) -> Self {
        Self { patients: Some(Box::new(move |day, visit, _| counts(day, visit))), ..Self::default() }
    }

    /// Visits of reps.
    pub fn reps(counts: impl Fn(&Day, &RepVisit, u128) -> bool + 'a) -> Self {
        Self { reps: Some(Box::new(counts)), ..Self::default() }
    }

    #[must_use]
    pub fn of_doctor(mut self, doctor: Option<DoctorId>) -> Self {
        self.doctor = doctor;
        self
    }

    #[must_use]
    pub fn on(mut self, period: Option<(Date, Date)>) -> Self {
        self.period = period;
        self
    }

    fn counts_patient(&self, day: &Day, visit: &PatientVisit, told: Told) -> bool {
        self.patients.as_ref().is_some_and(|counts| counts(day, visit, told))
    }

    fn counts_rep(&self, day: &Day, visit: &RepVisit, rep: u128) -> bool {
        self.reps.as_ref().is_some_and(|counts| counts(day, visit, rep))
    }
}

/// The visits that `pick` counts, newest first.
pub(super) fn open(ask: &Ask<'_>, session: &Session, pick: &Pick<'_>) -> Result<OpenedVisits> {
    let period = pick.period.unwrap_or((ask.scope.from, ask.scope.to));
    // The days that have any, by date; then only as many of them are read as are shown.
    let mut days: Vec<(Date, Day)> = Vec::new();
    let wanted = Wanted {
        patients: pick.patients.is_some(),
        persons: pick.patients.is_some(),
        waits: pick.patients.is_some(),
        reps: pick.reps.is_some(),
    };
    let sees_days = pick.patients.is_some() || pick.reps.is_some();
    let look = &mut |day: &mut Day| {
        if pick.doctor.is_some_and(|doctor| doctor != day.doctor) {
            return;
        }
        let patients =
            day.patients.iter().zip(day.persons.iter().zip(&day.waits)).any(|(visit, (person, wait))| {
                pick.counts_patient(day, visit, Told { person: *person, wait: *wait })
            });
        let reps = || {
            day.reps.iter().zip(&day.brought).any(|(visit, brought)| pick.counts_rep(day, visit, brought.rep))
        };
        if patients || reps() {
            days.push((day.date, day.clone()));
        }
    };
    if sees_days {
        ask.each_day_between(period, wanted, look)?;
    }
    let mut visits = Vec::new();
    let mut rest = days.as_slice();
    while let Some((last, earlier)) = rest.split_last() {
        if visits.len() > MOST && visits.last().is_some_and(|visit: &OpenedVisit| visit.date > last.0) {
            break;
        }
        of_day(ask, session, pick, &last.1, &mut visits)?;
        rest = earlier;
    }
    for visit in pick.visits.iter().flatten() {
        visits.push(of_patient(ask, session, visit.clone()));
    }
    visits.sort_by(|one, other| {
        (other.date, other.start, &other.r#ref).cmp(&(one.date, one.start, &one.r#ref))
    });
    let more = visits.len() > MOST;
    visits.truncate(MOST);
    Ok(OpenedVisits { visits, more })
}

fn of_day(
    ask: &Ask<'_>,
    session: &Session,
    pick: &Pick<'_>,
    day: &Day,
    visits: &mut Vec<OpenedVisit>,
) -> Result<()> {
    let doctor = ask.doctor(day.doctor);
    let doctor_name = doctor.map(|doctor| doctor.full_name.clone()).unwrap_or_default();
    let doctor_second_name = doctor.and_then(|doctor| doctor.second_name.clone());
    if pick.patients.is_some() {
        for visit in views::of_doctor(ask.connection, day.doctor, day.date, day.date)? {
            let told = Told { person: ask.person(visit.patient_id)?, wait: ask.wait(&visit) };
            if visit.site_id == day.site && pick.counts_patient(day, &fact(&visit), told) {
                visits.push(of_patient(ask, session, visit));
            }
        }
    }
    if pick.reps.is_some() {
        for opened in store::opened_reps(ask.connection, day)? {
            if pick.counts_rep(day, &opened.visit, opened.rep.uuid().as_u128()) {
                let sees_names = session.may(Permission::ReadReps);
                visits.push(OpenedVisit {
                    kind: VisitKind::RepVisit,
                    id: opened.id.uuid(),
                    who: if sees_names { opened.who } else { opened.r#ref.clone() },
                    r#ref: opened.r#ref,
                    date: day.date,
                    start: opened.visit.start,
                    minutes: opened.visit.minutes,
                    doctor_id: day.doctor,
                    doctor_name: doctor_name.clone(),
                    doctor_second_name: doctor_second_name.clone(),
                    status: opened.visit.status.code().to_owned(),
                    because: opened.because,
                });
            }
        }
    }
    Ok(())
}

fn of_patient(ask: &Ask<'_>, session: &Session, visit: Appointment) -> OpenedVisit {
    let doctor = ask.doctor(visit.doctor_id);
    OpenedVisit {
        kind: VisitKind::Appointment,
        id: visit.id.uuid(),
        who: if session.may(Permission::ReadPatients) { visit.patient_name } else { visit.r#ref.clone() },
        r#ref: visit.r#ref,
        date: visit.date,
        start: visit.start,
        minutes: visit.minutes,
        doctor_id: visit.doctor_id,
        doctor_name: doctor.map(|doctor| doctor.full_name.clone()).unwrap_or_default(),
        doctor_second_name: doctor.and_then(|doctor| doctor.second_name.clone()),
        status: visit.status.code().to_owned(),
        because: because(visit.status, visit.cancel_reason, visit.overbook_reason),
    }
}

fn because(
    status: AppointmentStatus,
    cancelled: Option<String>,
    overbooked: Option<String>,
) -> Option<String> {
    match status {
        AppointmentStatus::Cancelled => cancelled.or(overbooked),
        _ => overbooked,
    }
}

/// A whole visit as the figures see it.
pub(in crate::reports) fn fact(visit: &Appointment) -> PatientVisit {
    PatientVisit {
        start: visit.start,
        minutes: visit.minutes,
        later_hour: visit.later_hour,
        status: visit.status,
        cancelled_by: visit.cancelled_by,
        kind: visit.kind,
        is_overbooked: visit.overbook_reason.is_some(),
        has_clash: visit.clash_with.is_some(),
        is_walk_in: visit.arrived_at == Some(visit.created_at),
    }
}
