//! The SQL of reps: what the rules have to know, and what is written. Long because each statement stands here with its parameters.

use domain::booking::Place;
use domain::id::{
    AccountId, CompanyId, DoctorId, Id as _, RepAddendumId, RepId, RepRuleId, RepVisitId, SiteId,
};
use domain::rep_rules::{RepLimits, RepRules};
use domain::rep_visit::{RepCancelledBy, RepVisitStatus};
use domain::time::{Date, Instant, WallTime, Weekday};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, named_params};
use uuid::Uuid;

use super::displaced::{Standing, USUAL_DAYS_BETWEEN};
use super::requests::{SaveRep, VisitSummary};
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// A rep as the rules see one.
pub(super) struct StandingRow {
    pub full_name: String,
    pub company_id: CompanyId,
    pub company: String,
    pub credential_expires: Option<Date>,
    pub blocked_until: Option<Date>,
    pub blocked_reason: Option<String>,
}

pub(super) fn standing(connection: &Connection, rep: RepId) -> Result<Option<StandingRow>> {
    let mut statement = connection.prepare_cached(include_str!("standing.sql"))?;
    let row = statement.query_row(named_params! { ":id": Sql(rep) }, |row| {
        Ok(StandingRow {
            full_name: row.get("full_name")?,
            company_id: row.col("company_id")?,
            company: row.get("company")?,
            credential_expires: row.col("credential_expires")?,
            blocked_until: row.col("blocked_until")?,
            blocked_reason: row.get("blocked_reason")?,
        })
    });
    Ok(row.optional()?)
}

pub(super) fn rep_of(connection: &Connection, visit: RepVisitId) -> Result<RepId> {
    let mut statement = connection.prepare_cached("select rep_id from rep_visit where id = :id")?;
    Ok(statement.query_row(named_params! { ":id": Sql(visit) }, |row| row.col("rep_id"))?)
}

pub(super) fn week_start(connection: &Connection, site: SiteId) -> Result<Weekday> {
    let mut statement = connection.prepare_cached("select week_start from site where id = :id")?;
    Ok(statement.query_row(named_params! { ":id": Sql(site) }, |row| row.col("week_start"))?)
}

/// Which row is the rule of a site, doctor or company: the same on every desk.
pub(super) fn rule_id(of: Uuid) -> RepRuleId {
    const NAMESPACE: Uuid = Uuid::from_u128(0x5c3f_1d0a_92e7_5b64_a1c8_07f2_3e9b_6d14);
    RepRuleId::from_uuid(Uuid::new_v5(&NAMESPACE, of.as_bytes()))
}

pub(super) fn limits(row: &Row<'_>) -> rusqlite::Result<RepLimits> {
    Ok(RepLimits {
        max_per_day: row.get("max_per_day")?,
        least_days_between: row.get("least_days_between")?,
        company_per_week: row.get("company_per_week")?,
        notice_hours: row.get("notice_hours")?,
        horizon_days: row.get("horizon_days")?,
    })
}

/// The rules that touch visits of this company to this doctor.
pub(super) fn rules_for(
    connection: &Connection,
    site: SiteId,
    doctor: DoctorId,
    company: CompanyId,
) -> Result<RepRules> {
    let mut statement =
        connection.prepare_cached("select * from rep_rule where id = :id and deleted_at is null")?;
    let mut of = |id: Uuid| -> Result<RepLimits> {
        let found = statement.query_row(named_params! { ":id": Sql(rule_id(id)) }, limits).optional()?;
        Ok(found.unwrap_or_default())
    };
    Ok(RepRules::new(of(site.uuid())?, of(doctor.uuid())?, of(company.uuid())?))
}

/// A visit that a quota may count.
pub(super) struct Counted {
    pub date: Date,
    pub doctor: DoctorId,
    pub site: SiteId,
}

/// The days on which the rep is with the doctor.
pub(super) fn met(
    connection: &Connection,
    rep: RepId,
    doctor: DoctorId,
    moving: Option<RepVisitId>,
) -> Result<Vec<Date>> {
    let mut statement = connection.prepare_cached(
        "select id, date, status, doctor_id, site_id from rep_visit
         where rep_id = :rep and doctor_id = :doctor and deleted_at is null and id is not :moving",
    )?;
    let params = named_params! { ":rep": Sql(rep), ":doctor": Sql(doctor), ":moving": Sql(moving) };
    Ok(counted(&mut statement, params)?.into_iter().map(|visit| visit.date).collect())
}

/// The company's visits from a day on.
pub(super) fn company_visits(
    connection: &Connection,
    company: CompanyId,
    from: Date,
    moving: Option<RepVisitId>,
) -> Result<Vec<Counted>> {
    let mut statement = connection.prepare_cached(include_str!("company_visits.sql"))?;
    let params = named_params! { ":company": Sql(company), ":from": Sql(from), ":moving": Sql(moving) };
    counted(&mut statement, params)
}

/// Every rep's visit from a day on.
pub(super) fn visits_from(
    connection: &Connection,
    from: Date,
    moving: Option<RepVisitId>,
) -> Result<Vec<Counted>> {
    let mut statement = connection.prepare_cached(
        "select date, status, doctor_id, site_id from rep_visit
         where date >= :from and deleted_at is null and id is not :moving",
    )?;
    counted(&mut statement, named_params! { ":from": Sql(from), ":moving": Sql(moving) })
}

/// Those that hold their time.
fn counted(statement: &mut rusqlite::Statement<'_>, params: impl Params) -> Result<Vec<Counted>> {
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if row.col::<RepVisitStatus>("status")?.holds_time() {
            found.push(Counted {
                date: row.col("date")?,
                doctor: row.col("doctor_id")?,
                site: row.col("site_id")?,
            });
        }
    }
    Ok(found)
}

/// The most days that any rule wants between two visits.
pub(super) fn longest_between(connection: &Connection) -> Result<u16> {
    let mut statement =
        connection.prepare_cached("select max(least_days_between) from rep_rule where deleted_at is null")?;
    let longest: Option<u16> = statement.query_row([], |row| row.get(0))?;
    Ok(longest.unwrap_or(0).max(USUAL_DAYS_BETWEEN))
}

/// The visits from a day on that hold their time, in the order they were made.
pub(super) fn standing_visits(connection: &Connection, from: Date) -> Result<Vec<Standing>> {
    let mut statement = connection.prepare_cached(include_str!("standing_visits.sql"))?;
    let rows = statement.query_map(named_params! { ":from": Sql(from) }, |row| {
        Ok(Standing {
            id: row.col("id")?,
            rep: row.col("rep_id")?,
            company: row.col("company_id")?,
            doctor: row.col("doctor_id")?,
            site: row.col("site_id")?,
            date: row.col("date")?,
            start: row.col("starts_at")?,
            minutes: row.get("minutes")?,
            later_hour: row.get("later_hour")?,
            status: row.col("status")?,
            overbooked: row.get("overbooked")?,
        })
    })?;
    let mut all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    all.retain(|visit: &Standing| visit.status.holds_time());
    // Ids are UUIDv7: in their order what was booked first comes first, on all desks alike. SQLite would read every visit for it.
    all.sort_unstable_by_key(|visit| visit.id);
    Ok(all)
}

/// A visit of the same rep at the same time.
pub(crate) struct Elsewhere {
    pub id: RepVisitId,
    pub reference: String,
    pub start: WallTime,
    pub minutes: u16,
    pub doctor_name: String,
}

pub(super) fn elsewhere(
    connection: &Connection,
    rep: RepId,
    date: Date,
    place: Place,
    moving: Option<RepVisitId>,
) -> Result<Vec<Elsewhere>> {
    let mut statement = connection.prepare_cached(include_str!("elsewhere.sql"))?;
    let mut rows = statement.query(named_params! {
        ":rep": Sql(rep), ":date": Sql(date), ":start": Sql(place.span.start()), ":end": Sql(place.span.end()),
        ":later_hour": place.later_hour, ":moving": Sql(moving),
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if row.col::<RepVisitStatus>("status")?.holds_time() {
            found.push(Elsewhere {
                id: row.col("id")?,
                reference: row.get("ref")?,
                start: row.col("starts_at")?,
                minutes: row.get("minutes")?,
                doctor_name: row.get("doctor_name")?,
            });
        }
    }
    Ok(found)
}

/// A visit to which nothing has happened yet.
pub(super) struct NewVisit<'a> {
    pub id: RepVisitId,
    pub reference: String,
    pub rep: RepId,
    pub doctor: DoctorId,
    pub site: SiteId,
    pub date: Date,
    pub place: Place,
    pub status: RepVisitStatus,
    pub rescheduled_from: Option<RepVisitId>,
    pub products: Vec<String>,
    pub attendees: Vec<String>,
    pub overbook_reason: Option<&'a str>,
    pub created_at: Instant,
}

pub(super) fn insert(connection: &Connection, new: NewVisit<'_>) -> Result<()> {
    let list = |list: Vec<String>| (!list.is_empty()).then_some(Json(list));
    connection.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(new.id),
        ":ref": new.reference,
        ":rep_id": Sql(new.rep),
        ":doctor_id": Sql(new.doctor),
        ":site_id": Sql(new.site),
        ":date": Sql(new.date),
        ":starts_at": Sql(new.place.span.start()),
        ":minutes": new.place.span.minutes(),
        ":later_hour": new.place.later_hour,
        ":status": Sql(new.status),
        ":rescheduled_from": Sql(new.rescheduled_from),
        ":products": Sql(list(new.products)),
        ":attendees": Sql(list(new.attendees)),
        ":overbook_reason": new.overbook_reason,
        ":created_at": Sql(new.created_at),
    })?;
    Ok(())
}

/// What happens to a visit on its way. Stamps that are absent stay as they are.
#[derive(Default)]
pub(super) struct Advance<'a> {
    pub arrived_at: Option<Instant>,
    pub started_at: Option<Instant>,
    pub completed_at: Option<Instant>,
    pub cancelled_by: Option<RepCancelledBy>,
    pub reason: Option<&'a str>,
}

pub(super) fn advance(
    connection: &Connection,
    id: RepVisitId,
    status: RepVisitStatus,
    advance: &Advance<'_>,
) -> Result<()> {
    connection.prepare_cached(include_str!("advance.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":status": Sql(status),
        ":arrived_at": Sql(advance.arrived_at),
        ":started_at": Sql(advance.started_at),
        ":completed_at": Sql(advance.completed_at),
        ":cancelled_by": Sql(advance.cancelled_by),
        ":reason": advance.reason,
    })?;
    Ok(())
}

/// Approving over a refusal marks the visit as every overbooking is marked.
pub(super) fn overbook(connection: &Connection, id: RepVisitId, reason: Option<&str>) -> Result<()> {
    connection
        .prepare_cached("update rep_visit set overbook_reason = :reason where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":reason": reason })?;
    Ok(())
}

pub(super) fn summarise(connection: &Connection, id: RepVisitId, summary: &VisitSummary) -> Result<()> {
    connection.prepare_cached(include_str!("summarise.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":samples": Sql(Json(summary.samples.clone())),
        ":minutes": summary.minutes,
        ":topic": summary.topic,
        ":feedback": summary.feedback,
    })?;
    Ok(())
}

pub(super) fn insert_addendum(
    connection: &Connection,
    id: RepAddendumId,
    visit: RepVisitId,
    text: &str,
    account: AccountId,
    at: Instant,
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into rep_addendum (id, rep_visit_id, text, account_id, created_at)
             values (:id, :visit, :text, :account, :at)",
        )?
        .execute(named_params! {
            ":id": Sql(id), ":visit": Sql(visit), ":text": text, ":account": Sql(account), ":at": Sql(at),
        })?;
    Ok(())
}

pub(super) fn save_company(
    connection: &Connection,
    id: CompanyId,
    name: &str,
    phone: Option<&str>,
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into company (id, name, phone) values (:id, :name, :phone)
             on conflict (id) do update set name = excluded.name, phone = excluded.phone",
        )?
        .execute(named_params! { ":id": Sql(id), ":name": name, ":phone": phone })?;
    Ok(())
}

/// Another company of that name, however it is written.
pub(super) fn company_named(
    connection: &Connection,
    name: &str,
    but: Option<CompanyId>,
) -> Result<Option<CompanyId>> {
    let folded = domain::text::fold(name);
    let mut statement = connection.prepare_cached("select id, name from company where deleted_at is null")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: CompanyId = row.col("id")?;
        if Some(id) != but && domain::text::fold(&row.get::<_, String>("name")?) == folded {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

pub(super) fn insert_rep(connection: &Connection, id: RepId, rep: &SaveRep, at: Instant) -> Result<()> {
    connection.prepare_cached(include_str!("insert_rep.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":company_id": Sql(rep.company_id),
        ":full_name": rep.full_name,
        ":second_name": rep.second_name,
        ":drug_specialty": rep.drug_specialty,
        ":phone": rep.phone,
        ":email": rep.email,
        ":credential_expires": Sql(rep.credential_expires),
        ":created_at": Sql(at),
    })?;
    Ok(())
}

pub(super) fn change_rep(connection: &Connection, id: RepId, rep: &SaveRep) -> Result<()> {
    connection.prepare_cached(include_str!("change_rep.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":company_id": Sql(rep.company_id),
        ":full_name": rep.full_name,
        ":second_name": rep.second_name,
        ":drug_specialty": rep.drug_specialty,
        ":phone": rep.phone,
        ":email": rep.email,
        ":credential_expires": Sql(rep.credential_expires),
    })?;
    Ok(())
}

pub(super) fn set_block(
    connection: &Connection,
    id: RepId,
    until: Option<Date>,
    reason: Option<&str>,
) -> Result<()> {
    connection
        .prepare_cached("update rep set blocked_until = :until, blocked_reason = :reason where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":until": Sql(until), ":reason": reason })?;
    Ok(())
}

pub(super) fn remove_rep(connection: &Connection, id: RepId, at: Instant) -> Result<()> {
    connection
        .prepare_cached("update rep set deleted_at = :at where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":at": Sql(at) })?;
    Ok(())
}

pub(super) fn remove_company(connection: &Connection, id: CompanyId, at: Instant) -> Result<()> {
    connection
        .prepare_cached("update company set deleted_at = :at where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":at": Sql(at) })?;
    Ok(())
}

/// The rep's next visit from a day on that is not over.
pub(super) fn expected(connection: &Connection, rep: RepId, from: Date) -> Result<Vec<(Date, String)>> {
    let mut statement = connection.prepare_cached(
        "select date, ref, status from rep_visit
         where rep_id = :rep and date >= :from and deleted_at is null order by date, starts_at",
    )?;
    let mut rows = statement.query(named_params! { ":rep": Sql(rep), ":from": Sql(from) })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        use RepVisitStatus as S;
        let status = row.col::<RepVisitStatus>("status")?;
        if matches!(status, S::Requested | S::Approved | S::Confirmed | S::Arrived | S::InVisit) {
            found.push((row.col("date")?, row.get("ref")?));
        }
    }
    Ok(found)
}

pub(super) fn set_rule(
    connection: &Connection,
    (site, doctor, company): (Option<SiteId>, Option<DoctorId>, Option<CompanyId>),
    limits: &RepLimits,
    at: Instant,
) -> Result<()> {
    let of = site.map(|id| id.uuid()).or(doctor.map(|id| id.uuid())).or(company.map(|id| id.uuid()));
    let Some(of) = of else { return Ok(()) };
    let nothing = *limits == RepLimits::default();
    connection.prepare_cached(include_str!("set_rule.sql"))?.execute(named_params! {
        ":id": Sql(rule_id(of)),
        ":site_id": Sql(site),
        ":doctor_id": Sql(doctor),
        ":company_id": Sql(company),
        ":max_per_day": limits.max_per_day,
        ":least_days_between": limits.least_days_between,
        ":company_per_week": limits.company_per_week,
        ":notice_hours": limits.notice_hours,
        ":horizon_days": limits.horizon_days,
        ":deleted_at": Sql(nothing.then_some(at)),
    })?;
    Ok(())
}

/// Whether a row that is not removed stands in one of the three tables.
pub(super) fn is_there(connection: &Connection, table: &'static str, id: Uuid) -> Result<bool> {
    let sql = match table {
        "site" => "select 1 from site where id = :id and deleted_at is null",
        "doctor" => "select 1 from doctor where id = :id and deleted_at is null",
        _ => "select 1 from company where id = :id and deleted_at is null",
    };
    Ok(connection.prepare_cached(sql)?.exists(named_params! { ":id": Sql(id) })?)
}
