//! Reps, companies and visits as screens read them.

use domain::booking::VisitId;
use domain::code::Code as _;
use domain::id::{CompanyId, RepId, RepVisitId};
use domain::rep_rules::{RepObstacle, RepRuleScope, kept_out};
use domain::rep_visit::{RepCancelledBy, RepVisitStatus};
use domain::time::{Date, Span};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, named_params};

use super::requests::{
    AddendumLine, Company, Rep, RepRequest, RepRequests, RepRuleLine, RepVisitDetail, RepVisitRef,
    RepVisitReply, SampleLine, VisitSummary,
};
use super::{displaced, store};
use crate::appointments::asking::{Asked, ask};
use crate::appointments::timetable::{self, Timetable};
use crate::appointments::verdict;
use crate::error::{Error, Fault, Result};
use crate::patients::today;
use crate::session::Empty;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};
use crate::{Desk, Session};
use domain::permission::Permission;

/// A rep's or a company's page shows so many visits; what is older is in the reports.
const MOST_VISITS: u16 = 200;
/// More requests than anybody answers in a sitting.
const MOST_REQUESTS: usize = 100;

/// One visit of a rep.
///
/// # Errors
/// `not_found {what: rep_visit}`.
pub fn get(desk: &Desk, _session: &Session, request: RepVisitRef) -> Result<RepVisitReply> {
    desk.read(|connection| super::reply(connection, request.id, Vec::new()))
}

/// What waits for a yes or a no, from today on, each with what the five steps and the rules say of it now; and what is booked and cannot be.
pub fn pending_requests(desk: &Desk, session: &Session, _request: Empty) -> Result<RepRequests> {
    let at = desk.now();
    let out_of_place = displaced::recall(desk)?;
    desk.read(|connection| {
        let waiting = waiting(connection, today(connection, at)?)?;
        let count = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        let judged = waiting.into_iter().take(MOST_REQUESTS).map(|visit| {
            let Ok(host) = timetable::bookable(connection, visit.doctor_id) else {
                return Ok(RepRequest { visit, verdict: None });
            };
            let timetable = std::sync::Arc::new(Timetable::load(connection, host, visit.date)?);
            let verdict = match ask(connection, timetable, again(&visit)?, at) {
                Ok(answer) => Some(verdict::report(connection, &answer, session.may(Permission::Overbook))?),
                Err(Error::Refused(_)) => None,
                Err(fault) => return Err(fault),
            };
            Ok(RepRequest { visit, verdict })
        });
        let requests = judged.collect::<Result<_>>()?;
        let displaced_count = u32::try_from(out_of_place.len()).unwrap_or(u32::MAX);
        let displaced = displaced::told(connection, session, at, out_of_place.iter().take(MOST_REQUESTS))?;
        Ok(RepRequests { requests, count, displaced, displaced_count })
    })
}

/// A visit's own time, asked for once more.
pub(super) fn again(visit: &RepVisitDetail) -> Result<Asked> {
    Ok(Asked {
        doctor: visit.doctor_id,
        patient: None,
        rep: Some(visit.rep_id),
        date: visit.date,
        span: Span::lasting(visit.start, visit.minutes).ok_or(Fault::Corrupt("rep_visit.minutes"))?,
        kind: domain::appointment::AppointmentKind::InPerson,
        later_hour: Some(visit.later_hour),
        moving: Some(VisitId::Rep(visit.id)),
    })
}

pub(super) fn one(connection: &Connection, id: RepVisitId) -> Result<Option<RepVisitDetail>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("visit.sql"), " and rep_visit.id = :id"))?;
    let found = statement.query_row(named_params! { ":id": Sql(id) }, visit).optional()?;
    found.map(|visit| with_addenda(connection, visit)).transpose()
}

fn with_addenda(connection: &Connection, visit: RepVisitDetail) -> Result<RepVisitDetail> {
    let mut statement = connection.prepare_cached(include_str!("addenda.sql"))?;
    let rows = statement.query_map(named_params! { ":visit": Sql(visit.id) }, |row| {
        Ok(AddendumLine {
            id: row.col("id")?,
            text: row.get("text")?,
            by: row.get("author")?,
            at: row.col("created_at")?,
        })
    })?;
    Ok(RepVisitDetail { addenda: rows.collect::<rusqlite::Result<_>>()?, ..visit })
}

pub(super) fn visits_of_rep(connection: &Connection, rep: RepId) -> Result<Vec<RepVisitDetail>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("visit.sql"),
        " and rep_visit.rep_id = :rep order by rep_visit.date desc, rep_visit.starts_at desc limit :most"
    ))?;
    visits(connection, &mut statement, named_params! { ":rep": Sql(rep), ":most": MOST_VISITS })
}

pub(super) fn visits_of_company(connection: &Connection, company: CompanyId) -> Result<Vec<RepVisitDetail>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("visit.sql"),
        " and rep.company_id = :company order by rep_visit.date desc, rep_visit.starts_at desc limit :most"
    ))?;
    visits(connection, &mut statement, named_params! { ":company": Sql(company), ":most": MOST_VISITS })
}

fn waiting(connection: &Connection, from: Date) -> Result<Vec<RepVisitDetail>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("visit.sql"),
        " and rep_visit.date >= :from and rep_visit.status = 'requested' order by rep_visit.date, rep_visit.starts_at, rep_visit.id"
    ))?;
    visits(connection, &mut statement, named_params! { ":from": Sql(from) })
}

fn visits(
    connection: &Connection,
    statement: &mut Statement<'_>,
    params: impl Params,
) -> Result<Vec<RepVisitDetail>> {
    let rows = statement.query_map(params, visit)?;
    let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    found.into_iter().map(|visit| with_addenda(connection, visit)).collect()
}

fn visit(row: &Row<'_>) -> rusqlite::Result<RepVisitDetail> {
    let list = |name: &str| -> rusqlite::Result<Vec<String>> {
        let list: Option<Json<Vec<String>>> = row.col(name)?;
        Ok(list.map_or_else(Vec::new, |Json(list)| list))
    };
    // What older desks wrote there is read as far as it is known.
    let cancelled_by: Option<String> = row.get("cancelled_by")?;
    Ok(RepVisitDetail {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        rep_id: row.col("rep_id")?,
        rep_name: row.get("rep_name")?,
        rep_second_name: row.get("rep_second_name")?,
        rep_phone: row.get("rep_phone")?,
        company_id: row.col("company_id")?,
        company: row.get("company")?,
        doctor_id: row.col("doctor_id")?,
        doctor_name: row.get("doctor_name")?,
        doctor_second_name: row.get("doctor_second_name")?,
        site_id: row.col("site_id")?,
        date: row.col("date")?,
        start: row.col("starts_at")?,
        minutes: row.get("minutes")?,
        later_hour: row.get("later_hour")?,
        status: row.col::<RepVisitStatus>("status")?,
        cancelled_by: cancelled_by.as_deref().and_then(RepCancelledBy::from_code),
        cancel_reason: row.get("cancel_reason")?,
        rescheduled_from: row.col("rescheduled_from")?,
        products: list("products")?,
        attendees: list("attendees")?,
        summary: summary(row)?,
        overbook_reason: row.get("overbook_reason")?,
        arrived_at: row.col("arrived_at")?,
        started_at: row.col("started_at")?,
        completed_at: row.col("completed_at")?,
        created_at: row.col("created_at")?,
        addenda: Vec::new(),
    })
}

fn summary(row: &Row<'_>) -> rusqlite::Result<Option<VisitSummary>> {
    let samples: Option<Json<Vec<SampleLine>>> = row.col("summary_samples")?;
    let minutes: Option<u16> = row.get("summary_minutes")?;
    let topic: Option<String> = row.get("summary_topic")?;
    let feedback: Option<String> = row.get("summary_feedback")?;
    let is_there = samples.is_some() || minutes.is_some() || topic.is_some() || feedback.is_some();
    let samples = samples.map_or_else(Vec::new, |Json(list)| list);
    Ok(is_there.then_some(VisitSummary { samples, minutes, topic, feedback }))
}

/// Every completed visit that left samples, with the samples.
pub(crate) fn with_samples(connection: &Connection) -> Result<Vec<RepVisitDetail>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("visit.sql"),
        " and rep_visit.status = 'completed' and json_array_length(rep_visit.summary_samples) > 0
         order by rep_visit.date desc"
    ))?;
    let rows = statement.query_map([], visit)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One of them.
pub(crate) fn one_with_samples(connection: &Connection, id: RepVisitId) -> Result<Option<RepVisitDetail>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("visit.sql"),
        " and rep_visit.status = 'completed' and json_array_length(rep_visit.summary_samples) > 0
         and rep_visit.id = :id"
    ))?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, visit).optional()?)
}

/// Every rep who still comes, by company and name; of one company where it is named.
pub(super) fn reps(connection: &Connection, company: Option<CompanyId>, today: Date) -> Result<Vec<Rep>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("rep.sql"),
        " and rep.deleted_at is null and (:company is null or rep.company_id = :company)
         order by company.name collate nocase, rep.full_name collate nocase, rep.id"
    ))?;
    let params = named_params! { ":company": Sql(company), ":today": Sql(today) };
    let rows = statement.query_map(params, |row| rep(row, today))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One rep, removed or not.
pub(super) fn one_rep(connection: &Connection, id: RepId, today: Date) -> Result<Option<Rep>> {
    let mut statement = connection.prepare_cached(concat!(include_str!("rep.sql"), " and rep.id = :id"))?;
    let params = named_params! { ":id": Sql(id), ":today": Sql(today) };
    Ok(statement.query_row(params, |row| rep(row, today)).optional()?)
}

fn rep(row: &Row<'_>, today: Date) -> rusqlite::Result<Rep> {
    let (credential_expires, blocked_until) = (row.col("credential_expires")?, row.col("blocked_until")?);
    let is_out = |blocked, expires| kept_out(blocked, expires, today).is_some();
    Ok(Rep {
        id: row.col("id")?,
        company_id: row.col("company_id")?,
        company: row.get("company")?,
        full_name: row.get("full_name")?,
        second_name: row.get("second_name")?,
        drug_specialty: row.get("drug_specialty")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        is_blocked: is_out(blocked_until, None),
        is_expired: is_out(None, credential_expires),
        credential_expires,
        blocked_until,
        blocked_reason: row.get("blocked_reason")?,
        last_visit: row.col("last_visit")?,
        next_visit: row.col("next_visit")?,
        deleted: row.get("deleted")?,
    })
}

pub(super) fn companies(connection: &Connection, today: Date) -> Result<Vec<Company>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("company.sql"),
        " order by company.name collate nocase, company.id"
    ))?;
    let rows = statement.query_map(named_params! { ":today": Sql(today) }, company)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn one_company(connection: &Connection, id: CompanyId, today: Date) -> Result<Option<Company>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("company.sql"), " and company.id = :id"))?;
    let params = named_params! { ":id": Sql(id), ":today": Sql(today) };
    Ok(statement.query_row(params, company).optional()?)
}

fn company(row: &Row<'_>) -> rusqlite::Result<Company> {
    Ok(Company {
        id: row.col("id")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        reps: row.get("reps")?,
        last_visit: row.col("last_visit")?,
        next_visit: row.col("next_visit")?,
    })
}

pub(super) fn rules(connection: &Connection) -> Result<Vec<RepRuleLine>> {
    let mut statement = connection.prepare_cached(include_str!("rules.sql"))?;
    let rows = statement.query_map([], |row| {
        let (site_id, doctor_id, company_id) =
            (row.col("site_id")?, row.col("doctor_id")?, row.col("company_id")?);
        let scope = match (&site_id, &doctor_id) {
            (Some(_), _) => RepRuleScope::Site,
            (None, Some(_)) => RepRuleScope::Doctor,
            (None, None) => RepRuleScope::Company,
        };
        let limits = store::limits(row)?;
        Ok(RepRuleLine { scope, site_id, doctor_id, company_id, name: row.get("name")?, limits })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether, and why, a rep is not let in on a day.
pub(super) fn keeps_out(connection: &Connection, id: RepId, on: Date) -> Result<Option<(RepObstacle, Rep)>> {
    let rep = one_rep(connection, id, on)?;
    Ok(rep.and_then(|rep| Some((kept_out(rep.blocked_until, rep.credential_expires, on)?, rep))))
}
