//! Appointments: who comes when, and what became of it. Every visit takes a slot of its own inside the doctor's open time, so the rules
//! hold without being asked; the one pair that does not is overbooked on purpose.

use std::collections::HashSet;

use domain::appointment::{AppointmentStatus as Status, CancelledBy};
use domain::id::{AppointmentId, DoctorId, PatientId};
use domain::time::{Date, Instant, Span, WallTime};

use super::Moment;
use super::clinic::Practice;
use super::people::Patient;
use super::random::Random;
use super::slots::DoctorDay;
use super::texts::{CANCEL_REASONS, DOCTOR_CANCEL_REASONS, FIELDS};

/// One row to be written.
pub(super) struct Row {
    pub(super) id: AppointmentId,
    pub(super) patient: PatientId,
    pub(super) doctor: DoctorId,
    pub(super) date: Date,
    pub(super) start: WallTime,
    pub(super) minutes: u16,
    pub(super) status: Status,
    pub(super) reason: Option<&'static str>,
    pub(super) queue_number: Option<u32>,
    pub(super) rescheduled_from: Option<AppointmentId>,
    pub(super) cancelled_by: Option<CancelledBy>,
    pub(super) cancel_reason: Option<&'static str>,
    pub(super) overbook_reason: Option<&'static str>,
    pub(super) confirmed_at: Option<Instant>,
    pub(super) arrived_at: Option<Instant>,
    pub(super) started_at: Option<Instant>,
    pub(super) completed_at: Option<Instant>,
    pub(super) created_at: Instant,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How many of a doctor's latest patients are likely to come again.
const REGULARS: usize = 300;

pub(super) struct Visits<'a> {
    pub(super) random: &'a mut Random,
    moment: Moment,
    practices: &'a [Practice],
    patients: &'a [Patient],
    /// Patients by field of medicine, as indexes.
    pools: Vec<Vec<u32>>,
    of_practice: Vec<State>,
    /// The day that is being made, with its midnight and who comes on it.
    date: Option<(Date, Instant)>,
    comes_today: HashSet<u32>,
}

/// What is known of a doctor while days are made.
#[derive(Default)]
struct State {
    regulars: Vec<u32>,
    /// A visit that was put off and has to come again.
    put_off: Option<(AppointmentId, u32, Date)>,
    queue: u32,
    in_consultation: bool,
}

impl<'a> Visits<'a> {
    pub(super) fn new(
        random: &'a mut Random,
        moment: Moment,
        practices: &'a [Practice],
        patients: &'a [Patient],
    ) -> Self {
        let pool = |sees| -> Vec<u32> {
            let fits = |at: &u32| patients[*at as usize].goes_to(sees, moment.today);
            let pool: Vec<u32> = (0..).take(patients.len()).filter(fits).collect();
            if pool.is_empty() { (0..).take(patients.len()).collect() } else { pool }
        };
        Self {
            random,
            moment,
            practices,
            patients,
            pools: FIELDS.iter().map(|field| pool(field.sees)).collect(),
            of_practice: practices.iter().map(|_| State::default()).collect(),
            date: None,
            comes_today: HashSet::new(),
        }
    }

    /// `count` visits on one doctor's day, in time order.
    pub(super) fn day(&mut self, day: &DoctorDay, count: usize) -> Vec<Row> {
        let spans = self.random.sample(&day.patients, count);
        spans.into_iter().map(|span| self.visit(day.practice, day.date, span)).collect()
    }

    fn visit(&mut self, practice: usize, date: Date, span: Span) -> Row {
        self.turn_to(date);
        let status = self.status(practice, date, span);
        let again = self.of_practice[practice].put_off.take_if(|(_, _, from)| *from < date);
        let patient = again.map_or_else(|| self.draw_patient(practice), |(_, patient, _)| patient);
        let mut row = self.row(practice, patient, date, span, status);
        row.rescheduled_from = again.map(|(id, _, _)| id);
        if status == Status::Rescheduled {
            self.of_practice[practice].put_off = Some((row.id, patient, date));
        }
        row
    }

    /// What has become of a visit by now.
    fn status(&mut self, practice: usize, date: Date, span: Span) -> Status {
        let (today, now) = (self.moment.today, self.moment.time);
        if date < today || (date == today && span.end() <= now) {
            return self.random.weighted(&[
                (82, Status::Completed),
                (7, Status::NoShow),
                (8, Status::Cancelled),
                (3, Status::Rescheduled),
            ]);
        }
        if date > today {
            let confirmed = if date.days_since(today) < 4 { 60 } else { 20 };
            return self.random.weighted(&[
                (confirmed, Status::Confirmed),
                (90 - confirmed, Status::Scheduled),
                (7, Status::Cancelled),
                (3, Status::Rescheduled),
            ]);
        }
        let state = &mut self.of_practice[practice];
        if span.start() <= now && !state.in_consultation {
            state.in_consultation = true;
            return Status::InConsultation;
        }
        let soon = span.start().minutes() < now.minutes() + 40;
        let here = if soon { 50 } else { 0 };
        self.random.weighted(&[
            (here, Status::Arrived),
            (40, Status::Confirmed),
            (30, Status::Scheduled),
            (6, Status::Cancelled),
        ])
    }

    /// Somebody for this doctor who has no other visit that day, if the clinic has patients enough.
    fn draw_patient(&mut self, practice: usize) -> u32 {
        let pool = &self.pools[self.practices[practice].field];
        let state = &mut self.of_practice[practice];
        let mut patient = self.random.pick(pool);
        for _ in 0..20 {
            if self.comes_today.insert(patient) {
                break;
            }
            patient = self.random.pick(pool);
        }
        if !state.regulars.is_empty() && self.random.chance(45) {
            let regular = self.random.pick(&state.regulars);
            if self.comes_today.insert(regular) {
                self.comes_today.remove(&patient);
                patient = regular;
            }
        }
        if state.regulars.len() < REGULARS {
            state.regulars.push(patient);
        } else {
            let at = self.random.below(REGULARS);
            state.regulars[at] = patient;
        }
        patient
    }

    fn turn_to(&mut self, date: Date) {
        if self.date.is_some_and(|(known, _)| known == date) {
            return;
        }
        self.date = Some((date, self.moment.midnight(date)));
        self.comes_today.clear();
        for state in &mut self.of_practice {
            state.queue = 0;
            state.in_consultation = false;
        }
    }

    fn row(&mut self, practice: usize, patient: u32, date: Date, span: Span, status: Status) -> Row {
        let midnight = self.date.map_or_else(|| self.moment.midnight(date), |(_, midnight)| midnight);
        let now = self.moment.now.0;
        let begins = midnight.0 + i64::from(span.start().minutes()) * MINUTE;
        // Booked some days ahead, and in any case before now.
        let lead = self.random.between(1, 18) * DAY + self.random.between(0, 9 * 60) * MINUTE;
        let created = (begins.min(now) - lead).min(now - 10 * MINUTE);
        let person = &self.patients[patient as usize];
        let reason = self.random.pick(FIELDS[self.practices[practice].field].reasons);
        let mut row = Row {
            id: self.random.id(self.moment.now),
            patient: person.id,
            doctor: self.practices[practice].doctor.id,
            date,
            start: span.start(),
            minutes: span.minutes(),
            status,
            reason: self.random.chance(80).then_some(if person.arabic { reason.1 } else { reason.0 }),
            queue_number: None,
            rescheduled_from: None,
            cancelled_by: None,
            cancel_reason: None,
            overbook_reason: None,
            confirmed_at: None,
            arrived_at: None,
            started_at: None,
            completed_at: None,
            created_at: Instant(created),
        };
        self.tell(&mut row, practice, begins, person.arabic);
        row
    }

    /// The moments that belong to the state of a visit.
    fn tell(&mut self, row: &mut Row, practice: usize, begins: i64, arabic: bool) {
        let now = self.moment.now.0;
        let past = |at: i64| Instant(at.min(now - MINUTE));
        let confirmed = begins.min(now) - self.random.between(60, 26 * 60) * MINUTE;
        let confirmed = confirmed.max(row.created_at.0 + MINUTE).min(now - 5 * MINUTE);
        let confirms = match row.status {
            Status::Confirmed => true,
            Status::Scheduled | Status::NoShow | Status::Rescheduled => false,
            Status::Arrived | Status::InConsultation | Status::Completed | Status::Cancelled => {
                self.random.chance(65)
            }
        };
        row.confirmed_at = confirms.then_some(Instant(confirmed));
        let early = self.random.between(-4, 24) * MINUTE;
        match row.status {
            Status::Scheduled | Status::Confirmed | Status::NoShow | Status::Rescheduled => {}
            Status::Cancelled => {
                let by = [(75, CancelledBy::Patient), (15, CancelledBy::Doctor), (10, CancelledBy::Clinic)];
                let by = self.random.weighted(&by);
                row.cancelled_by = Some(by);
                let reason = self.random.pick(CANCEL_REASONS);
                row.cancel_reason = Some(match by {
                    CancelledBy::Patient if arabic => reason.1,
                    CancelledBy::Patient => reason.0,
                    CancelledBy::Doctor | CancelledBy::Clinic | CancelledBy::System => {
                        self.random.pick(DOCTOR_CANCEL_REASONS)
                    }
                });
            }
            Status::Arrived => {
                row.arrived_at = Some(Instant(now - self.random.between(3, 41) * MINUTE));
            }
            Status::InConsultation => {
                let started = now - self.random.between(3, 12) * MINUTE;
                row.started_at = Some(Instant(started));
                row.arrived_at = Some(Instant(started - self.random.between(4, 25) * MINUTE));
            }
            Status::Completed => {
                let length = i64::from(row.minutes) * MINUTE;
                let completed = (begins + length + self.random.between(-3, 14) * MINUTE).min(now - MINUTE);
                let started = completed - length + self.random.between(0, 4) * MINUTE;
                row.completed_at = Some(past(completed));
                row.started_at = Some(past(started));
                row.arrived_at = Some(past(started.min(begins) - early.max(0)));
            }
        }
        if row.arrived_at.is_some() {
            let state = &mut self.of_practice[practice];
            state.queue += 1;
            row.queue_number = Some(state.queue);
        }
    }
}

/// Where a slot of today lies on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Past,
    Present,
    Ahead,
}

/// What stands on today's board of a small clinic: every state once at least.
const STORY: &[(Status, When)] = &[
    (Status::InConsultation, When::Present),
    (Status::Arrived, When::Ahead),
    (Status::Completed, When::Past),
    (Status::Confirmed, When::Ahead),
    (Status::Arrived, When::Ahead),
    (Status::NoShow, When::Past),
    (Status::Scheduled, When::Ahead),
    (Status::Completed, When::Past),
    (Status::Cancelled, When::Ahead),
    (Status::InConsultation, When::Present),
    (Status::Confirmed, When::Ahead),
    (Status::Completed, When::Past),
    (Status::Arrived, When::Ahead),
    (Status::Rescheduled, When::Ahead),
    (Status::Scheduled, When::Ahead),
    (Status::Completed, When::Past),
    (Status::Confirmed, When::Ahead),
    (Status::Arrived, When::Present),
    (Status::Completed, When::Past),
    (Status::Confirmed, When::Ahead),
    (Status::Scheduled, When::Ahead),
];

impl Visits<'_> {
    /// Today as somebody who opens the demo should find it; takes its slots out of `days`. At most `most` visits, with the follow-up of
    /// the one that was put off and an overbooked pair at the end.
    pub(super) fn story(&mut self, days: &mut [DoctorDay], most: usize) -> Vec<Row> {
        if most == 0 {
            return Vec::new();
        }
        let today = self.moment.today;
        self.turn_to(today);
        let mut rows: Vec<Row> = Vec::new();
        let mut visits = vec![0; self.practices.len()];
        for &(status, when) in STORY {
            let Some((practice, span)) = self.take_slot(days, status, when, &visits) else { continue };
            visits[practice] += 1;
            let patient = self.draw_patient(practice);
            self.of_practice[practice].in_consultation |= status == Status::InConsultation;
            let row = self.row(practice, patient, today, span, status);
            if status == Status::Rescheduled
                && let Some(later) = days.iter_mut().find(|day| day.date > today && day.practice == practice)
                && !later.patients.is_empty()
            {
                let span = later.patients.remove(later.patients.len() / 2);
                let date = later.date;
                self.date = Some((date, self.moment.midnight(date)));
                let mut again = self.row(practice, patient, date, span, Status::Confirmed);
                again.rescheduled_from = Some(row.id);
                self.date = Some((today, self.moment.midnight(today)));
                rows.extend([row, again]);
            } else {
                rows.push(row);
            }
        }
        let overbooked = rows.iter().rposition(|row| row.date == today && row.status == Status::Confirmed);
        if let Some(first) = overbooked {
            let practice =
                self.practices.iter().position(|practice| practice.doctor.id == rows[first].doctor);
            let practice = practice.unwrap_or_default();
            let patient = self.draw_patient(practice);
            let span = Span::lasting(rows[first].start, rows[first].minutes);
            let span = span.expect("a visit that was just made fits its day");
            let mut row = self.row(practice, patient, today, span, Status::Scheduled);
            row.overbook_reason = Some("Sent by a colleague as urgent; the doctor sees both.");
            rows.push(row);
        }
        rows.truncate(most);
        rows
    }

    /// A free slot of today as near to now as the wish allows, of the doctor with the fewest visits so far.
    fn take_slot(
        &mut self,
        days: &mut [DoctorDay],
        status: Status,
        wish: When,
        visits: &[usize],
    ) -> Option<(usize, Span)> {
        let (today, now) = (self.moment.today, self.moment.time);
        let distance = |span: &Span| span.start().minutes().abs_diff(now.minutes());
        let when = |span: &Span| match span {
            span if span.end() <= now => When::Past,
            span if span.start() <= now => When::Present,
            _ => When::Ahead,
        };
        let (day, slot) = days
            .iter()
            .enumerate()
            .filter(|(_, day)| day.date == today)
            .filter(|(_, day)| {
                status != Status::InConsultation || !self.of_practice[day.practice].in_consultation
            })
            .flat_map(|(at, day)| {
                day.patients.iter().enumerate().map(move |(slot, span)| (at, day, slot, span))
            })
            .min_by_key(|(_, day, slot, span)| {
                (when(span) != wish, visits[day.practice], distance(span), day.practice, *slot)
            })
            .map(|(at, _, slot, _)| (at, slot))?;
        let practice = days[day].practice;
        Some((practice, days[day].patients.remove(slot)))
    }
}
