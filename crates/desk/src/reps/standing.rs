//! What the rules for reps have to know before a visit is booked: who comes, which rules touch it, and what is booked already.

use domain::booking::{Place, VisitId};
use domain::id::{DoctorId, RepId, RepVisitId, SiteId};
use domain::rep_rules::{Quota, RepFacts, RepObstacle, RepRuleScope, RepRules, Within};
use domain::time::{Date, WallTime};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::store::{self, Counted, Elsewhere};
use crate::appointments::asking::Asked;
use crate::appointments::store::HostRow;
use crate::appointments::timetable::Timetable;
use crate::error::{Refusal, Result};

/// A rep who asks for a doctor's time.
pub(crate) struct RepStanding {
    pub id: RepId,
    pub full_name: String,
    pub company: String,
    blocked_reason: Option<String>,
    pub facts: RepFacts,
}

/// Whose visit is asked for, if a rep's: by the request, or by the visit that is moved.
pub(crate) fn of(
    connection: &Connection,
    asked: &Asked,
    timetable: &Timetable,
    wall: (Date, WallTime),
) -> Result<Option<RepStanding>> {
    let moving = match asked.moving {
        Some(VisitId::Rep(visit)) => Some(visit),
        Some(VisitId::Appointment(_)) | None => None,
    };
    let rep = match (asked.rep, moving) {
        (Some(rep), _) => rep,
        (None, Some(visit)) => store::rep_of(connection, visit)?,
        (None, None) => return Ok(None),
    };
    one(connection, rep, &timetable.host, wall, asked.date, moving).map(Some)
}

/// The facts for visits around `date`, with the visit that is moved left out.
///
/// # Errors
/// `not_found {what: rep}`.
pub(crate) fn one(
    connection: &Connection,
    rep: RepId,
    host: &HostRow,
    (today, now): (Date, WallTime),
    date: Date,
    moving: Option<RepVisitId>,
) -> Result<RepStanding> {
    let row = store::standing(connection, rep)?.ok_or_else(|| Refusal::not_found("rep"))?;
    let rules = store::rules_for(connection, host.site, host.doctor, row.company_id)?;
    let week = Within::Week(store::week_start(connection, host.site)?);
    // Nothing that lies further back than a week can fill the week of a day that is looked at.
    let from = today.min(date).plus_days(-7).unwrap_or(date);
    let of_company = store::company_visits(connection, row.company_id, from, moving)?;
    let of_day: Vec<Counted> = if rules.max_per_day().any(|most| most.of != RepRuleScope::Company) {
        store::visits_from(connection, from, moving)?
    } else {
        Vec::new()
    };
    let quotas = quotas(&rules, week, (host.site, host.doctor), &of_company, &of_day);
    let facts = RepFacts {
        today,
        now,
        blocked_until: row.blocked_until,
        credential_expires: row.credential_expires,
        met: store::met(connection, rep, host.doctor, moving)?,
        quotas,
        rules,
    };
    Ok(RepStanding {
        id: rep,
        full_name: row.full_name,
        company: row.company,
        blocked_reason: row.blocked_reason,
        facts,
    })
}

/// How many come, counted within the scope of each rule: what the company sends, and whoever comes on the days around.
pub(super) fn quotas(
    rules: &RepRules,
    week: Within,
    (site, doctor): (SiteId, DoctorId),
    of_company: &[Counted],
    of_all: &[Counted],
) -> Vec<Quota> {
    let within = |visits: &[Counted], scope: RepRuleScope| -> Vec<Date> {
        let counts = |visit: &&Counted| match scope {
            RepRuleScope::Site => visit.site == site,
            RepRuleScope::Doctor => visit.doctor == doctor,
            RepRuleScope::Company => true,
        };
        visits.iter().filter(counts).map(|visit| visit.date).collect()
    };
    let per_day = rules.max_per_day().map(|most| {
        let visits = if most.of == RepRuleScope::Company { of_company } else { of_all };
        Quota { within: Within::Day, most, taken: within(visits, most.of) }
    });
    let per_week =
        rules.company_per_week().map(|most| Quota { within: week, most, taken: within(of_company, most.of) });
    per_day.chain(per_week).collect()
}

/// Visits that the rep has elsewhere at that time.
pub(crate) fn elsewhere(
    connection: &Connection,
    rep: RepId,
    asked: &Asked,
    place: Place,
) -> Result<Vec<Elsewhere>> {
    let moving = match asked.moving {
        Some(VisitId::Rep(visit)) => Some(visit),
        Some(VisitId::Appointment(_)) | None => None,
    };
    store::elsewhere(connection, rep, asked.date, place, moving)
}

impl RepStanding {
    /// The parameters of a rule that says no; `appointments::verdict` lists them.
    pub(crate) fn told(&self, rule: &RepObstacle, host: &HostRow) -> Value {
        let rep = &self.full_name;
        let name = |scope| match scope {
            RepRuleScope::Site => &host.site_name,
            RepRuleScope::Doctor => &host.full_name,
            RepRuleScope::Company => &self.company,
        };
        match rule {
            RepObstacle::Blocked { until } => {
                json!({ "rep": rep, "until": until, "reason": self.blocked_reason })
            }
            RepObstacle::CredentialExpired { expired } => json!({ "rep": rep, "expired": expired }),
            RepObstacle::NoticeTooShort { hours } => {
                json!({ "hours": hours.number, "of": hours.of, "name": name(hours.of) })
            }
            RepObstacle::TooFarAhead { days, last } => {
                json!({ "days": days.number, "last": last, "of": days.of, "name": name(days.of) })
            }
            RepObstacle::TooSoonAgain { days, met } => json!({
                "days": days.number, "met": met, "rep": rep, "doctor": host.full_name,
                "of": days.of, "name": name(days.of),
            }),
            RepObstacle::DayFull { most, booked } => {
                json!({ "most": most.number, "booked": booked, "of": most.of, "name": name(most.of) })
            }
            RepObstacle::CompanyWeekFull { most, booked, first, last } => json!({
                "most": most.number, "booked": booked, "first": first, "last": last, "company": self.company,
                "of": most.of, "name": name(most.of),
            }),
        }
    }

    /// What the sixth step of the screen's list looked at.
    pub(crate) fn looked_at(&self) -> Value {
        let rules = &self.facts.rules;
        json!({
            "least_days_between": rules.least_days_between().number,
            "notice_hours": rules.notice_hours().number,
            "horizon_days": rules.horizon_days().number,
            "last_met": self.facts.met.iter().max(),
        })
    }
}
