//! The report about visits that do not go with their day: what one of the five steps would say of them today.

use std::collections::{HashMap, HashSet};

use domain::booking::{
    self, ClockChange, ClosedTime, ClosureOf, DayFacts, Held, Place, Request, Step, Verdict, VisitId,
};
use domain::calendar::{Audience, DaySchedule};
use domain::id::{AppointmentId, DoctorId, Id as _, RepVisitId};
use domain::reports::{OpenTime, PatientVisit, RepVisit};
use domain::time::{Date, Span};
use uuid::Uuid;

use super::ask::{Ask, Schedule, doctor_cell};
use super::facts::{Day, Wanted};
use super::openings::Pick;
use super::requests::{Chart, ColumnKind as K};
use super::store::DoctorRow;
use super::table::{Answer, doctor_key, doctor_of, number};
use crate::closures::store::part;
use crate::error::Result;
use crate::schedules;

/// Why a visit does not go with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Trouble {
    Overlap,
    OutsideHours,
    Closed,
    OverCap,
}

impl Trouble {
    fn of(step: Option<Step>) -> Self {
        match step {
            Some(Step::Open) => Self::Closed,
            Some(Step::Free) => Self::Overlap,
            Some(Step::Capacity | Step::RepRules) => Self::OverCap,
            Some(Step::Scheduled | Step::WithinHours) | None => Self::OutsideHours,
        }
    }
}

/// A visit that holds the doctor's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Patient(PatientVisit),
    Rep(RepVisit),
}

impl Holder {
    fn place(&self) -> Option<Place> {
        Some(match self {
            Self::Patient(visit) => Place { span: visit.span()?, later_hour: visit.later_hour },
            Self::Rep(visit) => Place { span: visit.span()?, later_hour: visit.later_hour },
        })
    }

    fn is_overbooked(&self) -> bool {
        match self {
            Self::Patient(visit) => visit.is_overbooked,
            Self::Rep(visit) => visit.is_overbooked,
        }
    }

    /// A stand-in for the visit's own id: two visits of a day only have to differ.
    fn id(&self, at: usize) -> VisitId {
        let id = Uuid::from_u128(at as u128);
        match self {
            Self::Patient(_) => VisitId::Appointment(AppointmentId::from_uuid(id)),
            Self::Rep(_) => VisitId::Rep(RepVisitId::from_uuid(id)),
        }
    }
}

/// A visit in trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Found {
    date: Date,
    doctor: DoctorId,
    holder: Holder,
    trouble: Trouble,
}

/// A doctor's visits that hold time, at all sites together: a doctor is in one place. By date, and in the order of the clock.
#[derive(Default)]
struct Holders {
    all: Vec<Holder>,
    /// Each date, and where in `all` it begins.
    days: Vec<(Date, usize)>,
}

impl Holders {
    /// Days come by date, a doctor's day at each of the sites one after the other.
    fn add(&mut self, day: &Day) {
        if self.days.last().is_none_or(|(date, _)| *date < day.date) {
            self.days.push((day.date, self.all.len()));
        }
        self.all.extend(holders(day));
        let (_, begin) = self.days[self.days.len() - 1];
        let of_date = &mut self.all[begin..];
        let start = |holder: &Holder| holder.place().map(|place| place.span.start());
        if !of_date.is_sorted_by_key(start) {
            of_date.sort_by_key(start);
        }
    }

    /// Those of a date; dates are asked for in their order.
    fn on(&self, date: Date, next: &mut usize) -> &[Holder] {
        while self.days.get(*next).is_some_and(|(day, _)| *day < date) {
            *next += 1;
        }
        match self.days.get(*next) {
            Some((day, begin)) if *day == date => {
                let end = self.days.get(*next + 1).map_or(self.all.len(), |(_, end)| *end);
                &self.all[*begin..end]
            }
            _ => &[],
        }
    }
}

/// Every visit of the period that one of the five steps would refuse, were it not there already.
fn troubles(ask: &Ask<'_>) -> Result<(Vec<Found>, u64)> {
    let mut doctors: HashMap<DoctorId, Holders> = HashMap::new();
    let counted = ask.each_day(Wanted { reps: true, ..Wanted::default() }, &mut |day| {
        doctors.entry(day.doctor).or_default().add(day);
    })?;
    let clock = ask.clock();
    let mut found = Vec::new();
    for doctor in &ask.doctors {
        let Some(days) = doctors.remove(&doctor.id) else { continue };
        let mut next = 0;
        let schedule = ask.schedule(doctor)?;
        let open = OpenTime { hours: &schedule.hours, closures: &schedule.closure_rules };
        open.each(ask.scope.from, ask.scope.to, &mut |date, of_day| {
            let held = days.on(date, &mut next);
            if !held.is_empty() {
                let clock = clock.on(doctor.site, date);
                let facts = Facts { doctor, schedule: &schedule, of_day, date, clock };
                found.extend(facts.troubles(held));
            }
        });
    }
    Ok((found, counted))
}

fn holders(day: &Day) -> impl Iterator<Item = Holder> {
    let patients = day.patients.iter().filter(|visit| visit.status.holds_time());
    let reps = day.reps.iter().filter(|visit| visit.status.holds_time());
    patients.copied().map(Holder::Patient).chain(reps.copied().map(Holder::Rep))
}

/// What is known of a doctor's day.
struct Facts<'a> {
    doctor: &'a DoctorRow,
    schedule: &'a Schedule,
    of_day: &'a DaySchedule,
    date: Date,
    clock: ClockChange,
}

impl Facts<'_> {
    fn troubles(&self, held: &[Holder]) -> Vec<Found> {
        if self.is_in_order(held) {
            return Vec::new();
        }
        let places =
            || held.iter().enumerate().filter_map(|(at, holder)| Some((at, holder, holder.place()?)));
        let all: Vec<Held> =
            places().map(|(at, holder, place)| Held { visit: holder.id(at), place }).collect();
        let mut found = Vec::new();
        for (at, holder, place) in places() {
            let audience = self.audience(holder);
            let facts = DayFacts {
                date: self.date,
                clock: self.clock,
                closed: self.closed(),
                hours: self.of_day.scheduled_for(audience).collect(),
                visits: all.clone(),
                cap: self.cap(audience),
            };
            let request = Request { audience, span: place.span, later_hour: Some(place.later_hour) };
            if let Verdict::Refused(obstacle) = booking::check(&request, &facts.without(holder.id(at))) {
                let trouble = Trouble::of(obstacle.step());
                found.push(Found { date: self.date, doctor: self.doctor.id, holder: *holder, trouble });
            }
        }
        found
    }

    /// Whether nothing of the day can be in trouble: asked in one pass of nearly every day, so that the five steps are asked of the few.
    fn is_in_order(&self, held: &[Holder]) -> bool {
        if self.clock != ClockChange::default() || !self.of_day.closed.is_empty() {
            return false;
        }
        let mut free_from = None;
        let (mut patients, mut reps) = (0_u16, 0_u16);
        for holder in held {
            let Some(place) = holder.place() else { return false };
            let audience = self.audience(holder);
            let is_inside = self.of_day.scheduled_for(audience).any(|block| block.contains(place.span));
            if !is_inside || free_from.is_some_and(|free| place.span.start() < free) {
                return false;
            }
            free_from = Some(place.span.end());
            match holder {
                Holder::Patient(_) => patients += 1,
                Holder::Rep(_) => reps += 1,
            }
        }
        let fits = |audience, booked: u16| self.cap(audience).is_none_or(|cap| booked <= cap);
        fits(Audience::Patient, patients) && fits(Audience::Rep, reps)
    }

    fn audience(&self, holder: &Holder) -> Audience {
        match holder {
            Holder::Rep(_) => Audience::Rep,
            Holder::Patient(visit) => booking::audience_of(visit.kind, self.schedule.keeps_online_hours()),
        }
    }

    fn cap(&self, audience: Audience) -> Option<u16> {
        let limit = schedules::store::limit_on(&self.schedule.limits, self.date.weekday())?;
        match audience {
            Audience::Patient | Audience::Online => limit.max_patients,
            Audience::Rep => limit.max_reps,
        }
    }

    fn closed(&self) -> Vec<ClosedTime> {
        let closed = self.of_day.closed.iter().filter_map(|closed| {
            let closure = self.schedule.closures.iter().find(|closure| closure.id == closed.cause)?;
            let of = if closure.site_id.is_some() { ClosureOf::Site } else { ClosureOf::Doctor };
            let span: Span = part(closure);
            Some(ClosedTime { closure: closed.cause, of, span, reason: String::new() })
        });
        closed.collect()
    }
}

/// What a column counts.
fn counts(column: &str, found: &Found) -> bool {
    match column {
        "conflicts" => true,
        "overlap" => found.trouble == Trouble::Overlap,
        "outside_hours" => found.trouble == Trouble::OutsideHours,
        "closed" => found.trouble == Trouble::Closed,
        "over_cap" => found.trouble == Trouble::OverCap,
        "with_reason" => found.holder.is_overbooked(),
        "without_reason" => !found.holder.is_overbooked(),
        _ => false,
    }
}

const CONFLICTS: [&str; 7] =
    ["conflicts", "overlap", "outside_hours", "closed", "over_cap", "with_reason", "without_reason"];

/// 14: visits that one of the five steps would refuse, by doctor.
pub(super) fn conflicts(ask: &Ask<'_>) -> Result<Answer> {
    let mut columns = vec![("doctor", K::Doctor)];
    columns.extend(CONFLICTS.map(|column| (column, K::Count)));
    let mut answer = Answer::new(
        &columns,
        Chart::Bars { label: "doctor", values: vec!["overlap", "outside_hours", "closed", "over_cap"] },
    )
    .counting(&CONFLICTS);
    let (found, counted) = troubles(ask)?;
    answer.counted = counted;
    let mut doctors: HashMap<DoctorId, [u64; 7]> = HashMap::new();
    let mut sum = [0; 7];
    for found in &found {
        let figures = doctors.entry(found.doctor).or_default();
        for (at, column) in CONFLICTS.iter().enumerate() {
            let one = u64::from(counts(column, found));
            figures[at] += one;
            sum[at] += one;
        }
    }
    for doctor in &ask.doctors {
        if let Some(figures) = doctors.get(&doctor.id) {
            answer.row(
                doctor_key(doctor.id),
                [vec![doctor_cell(doctor)], figures.map(number).to_vec()].concat(),
            );
        }
    }
    answer.sort_by_figure(1);
    answer.total(sum.map(number).to_vec());
    Ok(answer)
}

pub(super) fn picks_of_conflict<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let column = column.unwrap_or("conflicts");
    if !CONFLICTS.contains(&column) {
        return Ok(None);
    }
    let doctor = match row.map(doctor_of) {
        None => None,
        Some(Some(doctor)) => Some(doctor),
        Some(None) => return Ok(None),
    };
    let (found, _) = troubles(ask)?;
    let wanted: HashSet<(Date, DoctorId, Holder)> = found
        .iter()
        .filter(|found| counts(column, found))
        .map(|found| (found.date, found.doctor, found.holder))
        .collect();
    let of_reps = wanted.clone();
    let mut pick =
        Pick::reps(move |day, visit, _| of_reps.contains(&(day.date, day.doctor, Holder::Rep(*visit))));
    pick.patients = Some(Box::new(move |day, visit, _| {
        wanted.contains(&(day.date, day.doctor, Holder::Patient(*visit)))
    }));
    Ok(Some(pick.of_doctor(doctor)))
}

/// So many visits of a period are in trouble without anybody having said why.
pub(super) fn unexplained(ask: &Ask<'_>) -> Result<u64> {
    let (found, _) = troubles(ask)?;
    Ok(found.iter().filter(|found| counts("without_reason", found)).count() as u64)
}
