//! Free times over days: near a refused request, and from a day on. Days are read one by one and only while more are wanted, so a
//! doctor with room tomorrow costs a day's reading and not a quarter's.

use domain::appointment::AppointmentKind;
use domain::booking::DayFacts;
use domain::booking::free::{self, Taken};
use domain::calendar::{Audience, zone};
use domain::time::{Date, Instant, WallTime};
use rusqlite::Connection;

use super::asking::Answer;
use super::held::{self, TakenDays};
use super::requests::{FreeTime, NextFreeRequest};
use super::store::{self, HostRow};
use super::timetable::{self, HORIZON_DAYS, Timetable};
use crate::error::{FieldErrors, Result};
use crate::reps::standing::{self as reps, RepStanding};

/// As many as have a key on the booking panel.
const SUGGESTIONS: usize = 5;
const USUAL_COUNT: u16 = 5;
const MOST_COUNT: u16 = 50;

/// The nearest free times to a refused request: the same day on either side, then the first of each following day. A rep is offered only
/// what the rules for reps allow, from the first day on that they do.
pub(crate) fn near(connection: &Connection, answer: &Answer) -> Result<Vec<FreeTime>> {
    let asked = &answer.asked;
    let minutes = asked.span.minutes();
    let allows = |date, start| answer.rep.as_ref().is_none_or(|rep| rep.facts.check(date, start).is_none());
    let first = match &answer.rep {
        Some(rep) => rep.facts.next_day(asked.date),
        None => Some(asked.date),
    };
    let Some(first) = first else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    if asked.date >= answer.today {
        let from = if asked.date == answer.today { answer.now } else { WallTime::MIDNIGHT };
        let around = free::around(&answer.facts, answer.audience, minutes, asked.span.start(), from);
        let around = around.into_iter().filter(|start| allows(asked.date, *start));
        found.extend(around.map(|start| FreeTime::of(answer, asked.date, start)));
    }
    let elsewhere = beyond(connection, answer, first)?;
    let timetable = elsewhere.as_ref().unwrap_or(&answer.timetable);
    let mut days = TakenDays::prepare(connection)?;
    for facts in timetable.days(first, answer.audience) {
        if found.len() >= SUGGESTIONS {
            break;
        }
        if facts.date == asked.date || facts.date < answer.today {
            continue;
        }
        if answer.rep.as_ref().is_some_and(|rep| !rep.facts.allows_day(facts.date)) {
            continue;
        }
        let from = if facts.date == answer.today { answer.now } else { WallTime::MIDNIGHT };
        if facts.hours.is_empty() {
            continue;
        }
        let taken = match asked.moving {
            None => days.on(asked.doctor, facts.date, answer.audience)?,
            Some(moving) => {
                let visits = held::on_day(connection, asked.doctor, facts.date)?;
                Taken::of(&DayFacts { visits, ..facts.clone() }.without(moving), answer.audience)
            }
        };
        let mut starts = free::in_order_beside(&facts, &taken, minutes, from);
        let start = starts.find(|start| allows(facts.date, *start));
        found.extend(start.map(|start| FreeTime::of(answer, facts.date, start)));
    }
    Ok(found)
}

/// The doctor's time from another day than the one asked for on: the answer's own timetable may not reach so far.
fn beyond(connection: &Connection, answer: &Answer, first: Date) -> Result<Option<Timetable>> {
    if first == answer.asked.date {
        return Ok(None);
    }
    Timetable::load(connection, answer.timetable.host.clone(), first).map(Some)
}

/// The next free times in the order of the clock.
///
/// # Errors
/// `input.invalid` (`minutes`, `count`: `out_of_range`), `not_found {what: doctor | rep}`, `doctor.inactive`, `doctor.not_approved`.
pub(crate) fn next(connection: &Connection, request: &NextFreeRequest, at: Instant) -> Result<Vec<FreeTime>> {
    let mut errors = FieldErrors::default();
    let count = request.count.unwrap_or(USUAL_COUNT);
    errors.within("count", count, 1, MOST_COUNT);
    errors.within("minutes", request.minutes.unwrap_or(1), 1, 720);
    errors.finish()?;
    let hosts = match request.doctor_id {
        Some(doctor) => vec![timetable::bookable(connection, doctor)?],
        None => store::bookable_hosts(connection)?,
    };
    let searches: Vec<Search> = hosts
        .into_iter()
        .map(|host| Search::prepare(connection, host, request, at))
        .collect::<Result<_>>()?;
    earliest(connection, &searches, usize::from(count))
}

/// One doctor's days ahead, and what is looked for in them.
struct Search {
    timetable: Timetable,
    audience: Audience,
    minutes: u16,
    first: Date,
    /// The earliest start on the first day, as it was asked for.
    not_before: WallTime,
    today: Date,
    now: WallTime,
    rep: Option<RepStanding>,
}

impl Search {
    fn prepare(
        connection: &Connection,
        host: HostRow,
        request: &NextFreeRequest,
        at: Instant,
    ) -> Result<Self> {
        let (today, now) = zone::wall(at, store::zone_of(&host.time_zone)?);
        let minutes = request.minutes.unwrap_or(host.default_visit_minutes);
        let first = request.from.map_or(today, |from| from.max(today));
        let timetable = Timetable::load(connection, host, first)?;
        let rep =
            request.rep_id.map(|rep| reps::one(connection, rep, &timetable.host, (today, now), first, None));
        let rep = rep.transpose()?;
        let audience = match rep {
            Some(_) => Audience::Rep,
            None => timetable.audience(request.kind.unwrap_or(AppointmentKind::InPerson)),
        };
        let not_before = request.not_before.unwrap_or(WallTime::MIDNIGHT);
        Ok(Self { timetable, audience, minutes, first, not_before, today, now, rep })
    }

    /// The free times of one of its days, at most `count`.
    fn on(&self, days: &mut TakenDays<'_>, facts: DayFacts, count: usize) -> Result<Vec<FreeTime>> {
        let now = if facts.date == self.today { self.now } else { WallTime::MIDNIGHT };
        let from = if facts.date == self.first { now.max(self.not_before) } else { now };
        if self.rep.as_ref().is_some_and(|rep| !rep.facts.allows_day(facts.date)) {
            return Ok(Vec::new());
        }
        if facts.hours.is_empty() {
            return Ok(Vec::new());
        }
        let (doctor_id, date, minutes) = (self.timetable.host.doctor, facts.date, self.minutes);
        let taken = days.on(doctor_id, date, self.audience)?;
        let allows =
            |start: &WallTime| self.rep.as_ref().is_none_or(|rep| rep.facts.check(date, *start).is_none());
        let starts = free::in_order_beside(&facts, &taken, minutes, from).filter(allows).take(count);
        Ok(starts.map(|start| FreeTime { doctor_id, date, start, minutes }).collect())
    }
}

/// The first `count` free times of several doctors together, day by day.
fn earliest(connection: &Connection, searches: &[Search], count: usize) -> Result<Vec<FreeTime>> {
    let mut days: Vec<_> =
        searches.iter().map(|search| search.timetable.days(search.first, search.audience)).collect();
    let mut taken = TakenDays::prepare(connection)?;
    let mut found = Vec::new();
    for _ in 0..HORIZON_DAYS {
        let mut of_day = Vec::new();
        for (search, days) in searches.iter().zip(&mut days) {
            if let Some(facts) = days.next() {
                of_day.extend(search.on(&mut taken, facts, count)?);
            }
        }
        // Doctors free at the same time stay in the board's order.
        of_day.sort_by_key(|free| (free.date, free.start));
        found.extend(of_day);
        if found.len() >= count {
            found.truncate(count);
            break;
        }
    }
    Ok(found)
}

/// The facts with the day's visits; `None` for a day without open time, of which nothing need be read.
pub(crate) fn with_visits(
    connection: &Connection,
    timetable: &Timetable,
    facts: DayFacts,
) -> Result<Option<DayFacts>> {
    if facts.hours.is_empty() {
        return Ok(None);
    }
    let visits = held::on_day(connection, timetable.host.doctor, facts.date)?;
    Ok(Some(DayFacts { visits, ..facts }))
}
