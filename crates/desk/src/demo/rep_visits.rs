//! Visits of medical reps, with what was talked about.

use domain::id::{DoctorId, RepId, RepVisitId};
use domain::rep_rules::RepLimits;
use domain::rep_visit::RepVisitStatus as Status;
use domain::time::{Date, Instant, Span, WallTime};
use serde_json::{Value, json};

use super::Moment;
use super::clinic::Practice;
use super::people::Rep;
use super::random::Random;
use super::slots::DoctorDay;
use super::texts::{DOCTOR_CANCEL_REASONS, FEEDBACK, FIELDS, TOPICS};

/// One row to be written.
pub(super) struct Row {
    pub(super) id: RepVisitId,
    pub(super) rep: RepId,
    pub(super) doctor: DoctorId,
    pub(super) date: Date,
    pub(super) start: WallTime,
    pub(super) minutes: u16,
    pub(super) status: Status,
    pub(super) cancelled_by: Option<&'static str>,
    pub(super) cancel_reason: Option<&'static str>,
    pub(super) rescheduled_from: Option<RepVisitId>,
    pub(super) products: Vec<&'static str>,
    pub(super) summary: Option<Summary>,
    pub(super) arrived_at: Option<Instant>,
    pub(super) started_at: Option<Instant>,
    pub(super) completed_at: Option<Instant>,
    pub(super) created_at: Instant,
}

pub(super) struct Summary {
    pub(super) samples: Value,
    pub(super) minutes: i64,
    pub(super) topic: &'static str,
    pub(super) feedback: &'static str,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

pub(super) struct RepVisits<'a> {
    pub(super) random: &'a mut Random,
    moment: Moment,
    practices: &'a [Practice],
    reps: &'a [Rep],
    /// A visit of each doctor that was put off and has to come again.
    put_off: Vec<Option<(RepVisitId, usize, Date)>>,
    /// Which rep is where at the moment, on the day that is being made.
    busy: Vec<(Date, WallTime, usize)>,
    /// Who has come or will come to whom: practice, rep, day.
    met: Vec<(usize, usize, Date)>,
}

impl<'a> RepVisits<'a> {
    pub(super) fn new(
        random: &'a mut Random,
        moment: Moment,
        practices: &'a [Practice],
        reps: &'a [Rep],
    ) -> Self {
        Self {
            random,
            moment,
            practices,
            reps,
            put_off: vec![None; practices.len()],
            busy: Vec::new(),
            met: Vec::new(),
        }
    }

    /// `count` visits on one doctor's day, in time order.
    pub(super) fn day(&mut self, day: &DoctorDay, count: usize) -> Vec<Row> {
        self.busy.retain(|(date, _, _)| *date == day.date);
        let spans = self.random.sample(&day.reps, count);
        spans.into_iter().map(|span| self.visit(day.practice, day.date, span)).collect()
    }

    fn visit(&mut self, practice: usize, date: Date, span: Span) -> Row {
        let mut status = self.status(date, span);
        let again = self.put_off[practice].take_if(|(_, _, from)| *from < date);
        let rep = again.map_or_else(|| self.draw_rep(practice, date, span), |(_, rep, _)| rep);
        // Nobody at this desk would have granted it: it is a request.
        if matches!(status, Status::Approved | Status::Confirmed)
            && !self.keeps_the_rules(practice, rep, date)
        {
            status = Status::Requested;
        }
        if status.holds_time() {
            self.met.push((practice, rep, date));
        }
        self.busy.push((date, span.start(), rep));
        let mut row = self.row(practice, rep, date, span, status);
        row.rescheduled_from = again.map(|(id, _, _)| id);
        if status == Status::Rescheduled {
            self.put_off[practice] = Some((row.id, rep, date));
        }
        row
    }

    fn status(&mut self, date: Date, span: Span) -> Status {
        let (today, now) = (self.moment.today, self.moment.time);
        let over = date < today || (date == today && span.end() <= now);
        if over {
            return self.random.weighted(&[
                (62, Status::Completed),
                (12, Status::Cancelled),
                (10, Status::NoShow),
                (9, Status::Rescheduled),
                (4, Status::Declined),
                (3, Status::RefusedEntry),
            ]);
        }
        if date == today && span.start() <= now {
            return Status::InVisit;
        }
        if date == today {
            let soon = span.start().minutes() < now.minutes() + 45;
            let here = if soon { 60 } else { 0 };
            return self.random.weighted(&[
                (here, Status::Arrived),
                (35, Status::Confirmed),
                (15, Status::Approved),
            ]);
        }
        self.random.weighted(&[
            (28, Status::Requested),
            (30, Status::Approved),
            (35, Status::Confirmed),
            (7, Status::Cancelled),
        ])
    }

    /// A rep who is with no other doctor at that time, and whom the rules let come, if there is one.
    fn draw_rep(&mut self, practice: usize, date: Date, span: Span) -> usize {
        let drawn = self.random.below(self.reps.len());
        let all = || (drawn..self.reps.len()).chain(0..drawn);
        let is_free = |rep: &usize| !self.busy.contains(&(date, span.start(), *rep));
        let may_come = |rep: &usize| self.keeps_the_rules(practice, *rep, date);
        all().filter(is_free).find(may_come).or_else(|| all().find(is_free)).unwrap_or(drawn)
    }

    /// The usual rules for reps: days between two visits to one doctor, and how many a company sends in any seven days.
    fn keeps_the_rules(&self, practice: usize, rep: usize, date: Date) -> bool {
        let away = |day: Date| day.days_since(date).abs();
        let usual = RepLimits::DEFAULT;
        let between = i64::from(usual.least_days_between.unwrap_or_default());
        let a_week = usize::from(usual.company_per_week.unwrap_or(u16::MAX));
        let meets = |(whom, who, day): &&(usize, usize, Date)| {
            (*whom, *who) == (practice, rep) && away(*day) < between
        };
        let sent = |(_, who, day): &&(usize, usize, Date)| {
            self.reps[*who].company == self.reps[rep].company && away(*day) < 7
        };
        !self.met.iter().any(|met| meets(&met)) && self.met.iter().filter(sent).count() < a_week
    }

    fn row(&mut self, practice: usize, rep: usize, date: Date, span: Span, status: Status) -> Row {
        let now = self.moment.now.0;
        let begins = self.moment.midnight(date).0 + i64::from(span.start().minutes()) * MINUTE;
        let lead = self.random.between(2, 20) * DAY + self.random.between(0, 500) * MINUTE;
        let drugs = FIELDS[self.reps[rep].field].drugs;
        let products = 1 + self.random.below(2);
        let mut row = Row {
            id: self.random.id(self.moment.now),
            rep: self.reps[rep].id,
            doctor: self.practices[practice].doctor.id,
            date,
            start: span.start(),
            minutes: span.minutes(),
            status,
            cancelled_by: None,
            cancel_reason: None,
            rescheduled_from: None,
            products: self.random.sample(drugs, products),
            summary: None,
            arrived_at: None,
            started_at: None,
            completed_at: None,
            created_at: Instant((begins.min(now) - lead).min(now - 10 * MINUTE)),
        };
        let arrived = (begins - self.random.between(2, 15) * MINUTE).min(now - 6 * MINUTE);
        let started = (begins + self.random.between(0, 9) * MINUTE).clamp(arrived + MINUTE, now - 4 * MINUTE);
        match status {
            Status::Requested
            | Status::Approved
            | Status::Declined
            | Status::Confirmed
            | Status::NoShow
            | Status::Rescheduled => {}
            Status::Cancelled => {
                let by_doctor = self.random.chance(60);
                row.cancelled_by = Some(if by_doctor { "doctor" } else { "rep" });
                row.cancel_reason = Some(if by_doctor {
                    self.random.pick(DOCTOR_CANCEL_REASONS)
                } else {
                    "Transferred to another area"
                });
            }
            Status::RefusedEntry => {
                row.arrived_at = Some(Instant(arrived));
                row.cancel_reason = Some("Waiting room full");
            }
            Status::Arrived => row.arrived_at = Some(Instant(now - self.random.between(2, 18) * MINUTE)),
            Status::InVisit => {
                row.arrived_at = Some(Instant(arrived));
                row.started_at = Some(Instant(started));
            }
            Status::Completed => {
                let minutes = self.random.between(4, i64::from(span.minutes()));
                row.arrived_at = Some(Instant(arrived));
                row.started_at = Some(Instant(started));
                row.completed_at = Some(Instant((started + minutes * MINUTE).min(now - MINUTE)));
                row.summary = Some(self.summary(&row.products, minutes));
            }
        }
        row
    }

    fn summary(&mut self, products: &[&'static str], minutes: i64) -> Summary {
        let samples: Vec<Value> = products
            .iter()
            .filter(|_| self.random.chance(70))
            .map(|product| json!({ "product": product, "quantity": 2 }))
            .collect();
        Summary {
            samples: Value::Array(samples),
            minutes,
            topic: self.random.pick(TOPICS),
            feedback: self.random.pick(FEEDBACK),
        }
    }
}
