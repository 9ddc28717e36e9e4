//! Visits of reps that are booked and cannot take place as they are: their time was closed or taken off the hours, or they break a rule of
//! the clinic, because two desks booked without seeing one another or because the rule came later. Nothing of it is written down. It
//! follows from what stands, so a move, a cancellation or a reason ends it, and undo brings it back.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use domain::booking::{self, Obstacle, Request};
use domain::calendar::Audience;
use domain::id::{CompanyId, DoctorId, RepId, RepVisitId, SiteId};
use domain::permission::Permission;
use domain::rep_rules::{RepFacts, RepLimits, RepObstacle, RepRules, Within};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Instant, Span, WallTime};
use rusqlite::Connection;

use super::requests::{KeepRepVisit, RepRequest, RepVisitReply};
use super::{existing, reply, standing, store, views};
use crate::appointments::asking::{Answer, ask};
use crate::appointments::moving::settle;
use crate::appointments::timetable::{self, Timetable};
use crate::appointments::verdict;
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::patients::today;
use crate::{Desk, Session};

/// A visit, and what stands in its way.
#[derive(Debug)]
pub(crate) struct Displaced {
    pub visit: RepVisitId,
    pub obstacle: Obstacle,
}

/// A week's quota reaches so far back.
const WEEK_DAYS: u16 = 7;

/// The same, kept in mind until something changes that it follows from.
pub(crate) fn recall(desk: &Desk) -> Result<Arc<Vec<Displaced>>> {
    let (opened, at) = (desk.opened()?, desk.now());
    let today = opened.store.read(|connection| today(connection, at))?;
    let read = || opened.store.read(|connection| all(connection, today)).map(Some);
    Ok(opened.memory.displaced.recall(today, read)?.unwrap_or_default())
}

/// Every such visit from today on, in the order of the clock. Of visits that break a rule together, the ones that were booked first stay.
pub(super) fn all(connection: &Connection, today: Date) -> Result<Vec<Displaced>> {
    let back = store::longest_between(connection)?.max(WEEK_DAYS);
    let mut calendars = Calendars::default();
    let mut earlier = Earlier::at(today);
    let mut found = Vec::new();
    for visit in store::standing_visits(connection, today.plus_days(-i64::from(back)).unwrap_or(today))? {
        if visit.is_to_come(today) {
            let obstacle = match calendars.judge(connection, &visit)? {
                Judged::Refused(obstacle) => Some(obstacle),
                Judged::Open => earlier.broken_by(connection, &visit)?.map(Obstacle::Rep),
                Judged::Unknown => None,
            };
            found.extend(obstacle.map(|obstacle| ((visit.date, visit.start), visit.id, obstacle)));
        }
        // Whose reason was given bends the rule for itself and takes nobody else's place.
        if !visit.overbooked {
            earlier.add(&visit);
        }
    }
    found.sort_by_key(|(when, id, _)| (*when, *id));
    Ok(found.into_iter().map(|(_, visit, obstacle)| Displaced { visit, obstacle }).collect())
}

/// Each with what is said of it, and where it could go instead.
pub(super) fn told<'d>(
    connection: &Connection,
    session: &Session,
    at: Instant,
    displaced: impl Iterator<Item = &'d Displaced>,
) -> Result<Vec<RepRequest>> {
    let mut told = Vec::new();
    for Displaced { visit, obstacle } in displaced {
        let Some(visit) = views::one(connection, *visit)? else { continue };
        let answer = refused(connection, &visit, obstacle.clone(), at)?;
        let verdict = verdict::report(connection, &answer, session.may(Permission::Overbook))?;
        told.push(RepRequest { visit, verdict: Some(verdict) });
    }
    Ok(told)
}

/// The visit's own time asked for once more, with the answer that is known.
fn refused(
    connection: &Connection,
    visit: &super::RepVisitDetail,
    obstacle: Obstacle,
    at: Instant,
) -> Result<Answer> {
    let host = timetable::bookable(connection, visit.doctor_id)?;
    let timetable = Arc::new(Timetable::load(connection, host, visit.date)?);
    let answer = ask(connection, timetable, views::again(visit)?, at)?;
    Ok(Answer { verdict: booking::Verdict::Refused(obstacle), ..answer })
}

/// Such a visit stays where it is: an overbooking from then on, with its reason.
///
/// # Errors
/// `input.invalid` (`reason`); `not_found {what: rep_visit}`; `rep_visit.not_displaced` for one that nothing stands in the way of; the refusal
/// itself where no reason helps, `permission.denied` without the right to overbook.
pub fn keep(desk: &Desk, session: &Session, request: KeepRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.required_line("reason", &request.reason, LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.keep", |tx| {
        let visit = existing(tx, request.id)?;
        let displaced = all(tx, today(tx, tx.now())?)?.into_iter().find(|each| each.visit == visit.id);
        let displaced = displaced.ok_or_else(|| Refusal::new("rep_visit.not_displaced"))?;
        let answer = refused(tx, &visit, displaced.obstacle, tx.now())?;
        let settled = settle(tx, session, &answer, Some(&reason))?;
        tx.because(reason.as_str());
        store::overbook(tx, visit.id, settled.overbook_reason)?;
        reply(tx, visit.id, Vec::new())
    })
}

/// A visit that holds its time.
pub(super) struct Standing {
    pub id: RepVisitId,
    pub rep: RepId,
    pub company: CompanyId,
    pub doctor: DoctorId,
    pub site: SiteId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    pub status: RepVisitStatus,
    pub overbooked: bool,
}

impl Standing {
    /// Whether something can still be done about it.
    fn is_to_come(&self, today: Date) -> bool {
        let expected = matches!(self.status, RepVisitStatus::Approved | RepVisitStatus::Confirmed);
        expected && !self.overbooked && self.date >= today
    }

    fn counted(&self) -> store::Counted {
        store::Counted { date: self.date, doctor: self.doctor, site: self.site }
    }
}

/// What the calendar says of a visit's time.
enum Judged {
    Open,
    Refused(Obstacle),
    /// The doctor cannot be booked any more, or has not been heard of here yet.
    Unknown,
}

/// The time of each doctor who can be booked, as far as it was asked for.
#[derive(Default)]
struct Calendars(HashMap<(DoctorId, Date), Option<Timetable>>);

impl Calendars {
    /// What of the first three steps refuses the visit by now: the ones that nobody else's visit has a part in.
    fn judge(&mut self, connection: &Connection, visit: &Standing) -> Result<Judged> {
        let Some(span) = Span::lasting(visit.start, visit.minutes) else { return Ok(Judged::Unknown) };
        let month = visit.date.first_of_month();
        let timetable = match self.0.entry((visit.doctor, month)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let timetable = match timetable::bookable(connection, visit.doctor) {
                    Ok(host) => Some(Timetable::load(connection, host, month)?),
                    Err(Error::Refused(_)) => None,
                    Err(fault) => return Err(fault),
                };
                place.insert(timetable)
            }
        };
        let Some(timetable) = timetable else { return Ok(Judged::Unknown) };
        let facts = timetable.facts(visit.date, Audience::Rep, Vec::new());
        let request = Request { audience: Audience::Rep, span, later_hour: Some(visit.later_hour) };
        Ok(match booking::check(&request, &facts) {
            booking::Verdict::Refused(
                obstacle @ (Obstacle::TimeMissing { .. }
                | Obstacle::Closed(_)
                | Obstacle::NotScheduled
                | Obstacle::OutsideHours { .. }),
            ) => Judged::Refused(obstacle),
            booking::Verdict::Refused(
                Obstacle::TimeTwice { .. } | Obstacle::Taken(_) | Obstacle::DayFull { .. } | Obstacle::Rep(_),
            )
            | booking::Verdict::Fits(_) => Judged::Open,
        })
    }
}

/// What was booked before the visit that is looked at, and the rules as far as they were asked for.
struct Earlier {
    today: Date,
    met: HashMap<(RepId, DoctorId), Vec<Date>>,
    of_company: HashMap<CompanyId, Vec<store::Counted>>,
    of_day: HashMap<Date, Vec<store::Counted>>,
    rules: HashMap<(SiteId, DoctorId, CompanyId), RepRules>,
    weeks: HashMap<SiteId, Within>,
}

impl Earlier {
    fn at(today: Date) -> Self {
        let (met, of_company, of_day) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { today, met, of_company, of_day, rules: HashMap::new(), weeks: HashMap::new() }
    }

    fn add(&mut self, visit: &Standing) {
        self.met.entry((visit.rep, visit.doctor)).or_default().push(visit.date);
        self.of_company.entry(visit.company).or_default().push(visit.counted());
        self.of_day.entry(visit.date).or_default().push(visit.counted());
    }

    /// The rule that the visit breaks against those before it.
    fn broken_by(&mut self, connection: &Connection, visit: &Standing) -> Result<Option<RepObstacle>> {
        let of = (visit.site, visit.doctor, visit.company);
        let rules = match self.rules.get(&of) {
            Some(rules) => *rules,
            None => {
                let rules = store::rules_for(connection, visit.site, visit.doctor, visit.company)?;
                *self.rules.entry(of).or_insert(rules)
            }
        };
        let week = match self.weeks.get(&visit.site) {
            Some(week) => *week,
            None => {
                let week = Within::Week(store::week_start(connection, visit.site)?);
                *self.weeks.entry(visit.site).or_insert(week)
            }
        };
        let of_company = self.of_company.get(&visit.company).map_or(&[][..], Vec::as_slice);
        let of_day = self.of_day.get(&visit.date).map_or(&[][..], Vec::as_slice);
        let met = self.met.get(&(visit.rep, visit.doctor)).cloned().unwrap_or_default();
        let facts = RepFacts {
            today: self.today,
            now: WallTime::MIDNIGHT,
            blocked_until: None,
            credential_expires: None,
            met,
            quotas: standing::quotas(&rules, week, (visit.site, visit.doctor), of_company, of_day),
            rules,
        };
        Ok(facts.breaks(visit.date))
    }
}

/// The days of the default rule, where no site says more.
pub(super) const USUAL_DAYS_BETWEEN: u16 = match RepLimits::DEFAULT.least_days_between {
    Some(days) => days,
    None => 0,
};
