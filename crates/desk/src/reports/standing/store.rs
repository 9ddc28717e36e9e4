//! The SQL of standing reports: visits as facts, and the names of whatever has a row.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::calendar::zone::{self, Zone};
use domain::id::{
    AccountId, AppointmentId, CompanyId, DoctorId, Id as _, PatientId, RepId, SiteId, SpecialtyId,
};
use domain::reports::{PatientVisit, RepVisit};
use domain::time::{Date, Instant, WallTime};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::Scope;
use super::facts::{Brought, Day, Wait};
use super::persons::Numbers;
use crate::appointments::{Appointment, views};
use crate::columns;
use crate::error::{Fault, Refusal, Result};
use crate::reps::SampleLine;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// A doctor's day by date, doctor and site.
pub(super) type Days = BTreeMap<(Date, DoctorId, SiteId), Day>;

columns! {
    struct PatientColumns {
        date, doctor_id, site_id, starts_at, minutes, later_hour, status, cancelled_by, kind, patient_id, arrived_at,
        started_at, is_overbooked, has_clash, is_walk_in,
    }
}

columns! {
    struct RepColumns {
        date, doctor_id, site_id, starts_at, minutes, later_hour, status, rep_id, summary_minutes, summary_samples,
        is_overbooked, has_clash,
    }
}

/// Every visit from `from` to `to`, read from its own row.
pub(super) fn days(
    connection: &Connection,
    (from, to): (Date, Date),
    doctor: Option<DoctorId>,
    site: Option<SiteId>,
    numbers: &mut Numbers<'_>,
) -> Result<Days> {
    let mut days = Days::new();
    let zones = zones(connection)?;
    let params = named_params! {
        ":from": Sql(from), ":to": Sql(to), ":doctor": Sql(doctor), ":site": Sql(site),
    };
    let mut statement = connection.prepare_cached(include_str!("patient_visits.sql"))?;
    let at = PatientColumns::of(&statement)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let (date, site): (Date, SiteId) = (row.at(at.date)?, row.at(at.site_id)?);
        let visit = PatientVisit {
            start: row.at(at.starts_at)?,
            minutes: row.get(at.minutes)?,
            later_hour: row.get(at.later_hour)?,
            status: row.at(at.status)?,
            cancelled_by: row.at(at.cancelled_by)?,
            kind: row.at(at.kind)?,
            is_overbooked: row.get(at.is_overbooked)?,
            has_clash: row.get(at.has_clash)?,
            is_walk_in: row.get(at.is_walk_in)?,
        };
        let arrived: Option<Instant> = row.at(at.arrived_at)?;
        let started: Option<Instant> = row.at(at.started_at)?;
        let wait = arrived.zip(started).zip(zones.get(&site)).map(|((arrived, started), zone)| {
            Wait::of(date, visit.start, visit.later_hour, *zone, arrived, started)
        });
        let day = day_of(&mut days, date, row.at(at.doctor_id)?, site);
        day.patients.push(visit);
        day.persons.push(numbers.number(row.at(at.patient_id)?)?);
        day.waits.push(wait);
    }
    let mut statement = connection.prepare_cached(include_str!("rep_visits.sql"))?;
    let at = RepColumns::of(&statement)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let samples: Option<Json<Vec<SampleLine>>> = row.at(at.summary_samples)?;
        let lines = samples.map_or_else(Vec::new, |Json(lines)| lines);
        let day = day_of(&mut days, row.at(at.date)?, row.at(at.doctor_id)?, row.at(at.site_id)?);
        day.reps.push(RepVisit {
            start: row.at(at.starts_at)?,
            minutes: row.get(at.minutes)?,
            later_hour: row.get(at.later_hour)?,
            status: row.at(at.status)?,
            is_overbooked: row.get(at.is_overbooked)?,
            has_clash: row.get(at.has_clash)?,
        });
        day.brought.push(Brought {
            rep: row.at::<RepId>(at.rep_id)?.uuid().as_u128(),
            minutes: row.get(at.summary_minutes)?,
            sample_lines: u16::try_from(lines.len()).unwrap_or(u16::MAX),
            sample_units: lines.iter().map(|line| line.quantity).fold(0, u32::saturating_add),
        });
    }
    Ok(days)
}

fn day_of(days: &mut Days, date: Date, doctor: DoctorId, site: SiteId) -> &mut Day {
    days.entry((date, doctor, site)).or_insert_with(|| Day::new(date, doctor, site))
}

/// Whose file became part of whose.
pub(super) fn merged(connection: &Connection) -> Result<HashMap<PatientId, PatientId>> {
    let mut statement = connection.prepare_cached(
        "select id, merged_into from patient where merged_into is not null and deleted_at is not null",
    )?;
    let rows = statement.query_map([], |row| Ok((row.col("id")?, row.col("merged_into")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The number that a packed person has.
pub(super) fn person(connection: &Connection, person: PatientId) -> Result<Option<u32>> {
    let mut statement =
        connection.prepare_cached("select number from report_person where patient_id = :id")?;
    Ok(statement.query_row(named_params! { ":id": Sql(person) }, |row| row.get("number")).optional()?)
}

pub(super) fn last_person(connection: &Connection) -> Result<u32> {
    let mut statement =
        connection.prepare_cached("select coalesce(max(number), 0) as last from report_person")?;
    Ok(statement.query_row([], |row| row.get("last"))?)
}

pub(super) fn keep_person(connection: &Connection, number: u32, person: PatientId) -> Result<()> {
    connection
        .prepare_cached("insert into report_person (number, patient_id) values (:number, :id)")?
        .execute(named_params! { ":number": number, ":id": Sql(person) })?;
    Ok(())
}

pub(super) fn zones(connection: &Connection) -> Result<HashMap<SiteId, Zone>> {
    let mut statement = connection.prepare_cached("select id, time_zone from site")?;
    let rows = statement.query_map([], |row| Ok((row.col("id")?, row.get::<_, String>("time_zone")?)))?;
    let mut zones = HashMap::new();
    for row in rows {
        let (id, name) = row?;
        zones.insert(id, name.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?);
    }
    Ok(zones)
}

/// The site whose clock says what day it is: the one asked for, or the first.
pub(super) fn home(connection: &Connection, site: Option<SiteId>) -> Result<Option<(SiteId, String, Zone)>> {
    let mut statement = connection.prepare_cached(
        "select id, currency, time_zone from site where deleted_at is null and id = coalesce(:site, id)
         order by created_at, id limit 1",
    )?;
    let mut rows = statement.query(named_params! { ":site": Sql(site) })?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let zone = row.get::<_, String>("time_zone")?.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?;
    Ok(Some((row.col("id")?, row.get("currency")?, zone)))
}

/// # Errors
/// `not_found {what: site}`.
pub(super) fn today(connection: &Connection, site: Option<SiteId>, at: Instant) -> Result<Date> {
    let (_, _, zone) = home(connection, site)?.ok_or_else(|| Refusal::not_found("site"))?;
    Ok(zone::wall(at, zone).0)
}

/// A doctor as reports name one.
pub(super) struct DoctorRow {
    pub id: DoctorId,
    pub site: SiteId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub visit_minutes: u16,
    /// In use today.
    pub is_active: bool,
}

/// Every doctor there ever was, by name.
pub(super) fn doctors(connection: &Connection) -> Result<Vec<DoctorRow>> {
    let mut statement = connection.prepare_cached(include_str!("doctors.sql"))?;
    let rows = statement.query_map([], |row| {
        Ok(DoctorRow {
            id: row.col("id")?,
            site: row.col("site_id")?,
            full_name: row.get("full_name")?,
            second_name: row.get("second_name")?,
            visit_minutes: row.get("default_visit_minutes")?,
            is_active: row.get("is_active")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A specialty of a doctor; a doctor without any stands with none.
pub(super) struct SpecialtyRow {
    pub doctor: DoctorId,
    pub specialty: Option<(SpecialtyId, String, Option<String>)>,
}

pub(super) fn specialties(connection: &Connection, scope: &Scope) -> Result<Vec<SpecialtyRow>> {
    let mut statement = connection.prepare_cached(include_str!("specialties.sql"))?;
    let rows = statement.query_map(named_params! { ":site": Sql(scope.site) }, |row| {
        let specialty: Option<SpecialtyId> = row.col("specialty_id")?;
        let name = match specialty {
            Some(id) => Some((id, row.get("name")?, row.get("name_ar")?)),
            None => None,
        };
        Ok(SpecialtyRow { doctor: row.col("doctor_id")?, specialty: name })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A rep as reports name one.
pub(super) struct RepRow {
    pub id: RepId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub company: CompanyId,
    pub company_name: String,
}

/// Every rep there ever was.
pub(super) fn reps(connection: &Connection) -> Result<HashMap<u128, RepRow>> {
    let mut statement = connection.prepare_cached(
        "select rep.id, rep.full_name, rep.second_name, rep.company_id, coalesce(company.name, '') as company_name
         from rep left join company on company.id = rep.company_id",
    )?;
    let rows = statement.query_map([], |row| {
        let id: RepId = row.col("id")?;
        let rep = RepRow {
            id,
            full_name: row.get("full_name")?,
            second_name: row.get("second_name")?,
            company: row.col("company_id")?,
            company_name: row.get("company_name")?,
        };
        Ok((id.uuid().as_u128(), rep))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A rep visit as a figure is opened down to it.
pub(super) struct OpenedRep {
    pub id: domain::id::RepVisitId,
    pub r#ref: String,
    pub who: String,
    pub visit: RepVisit,
    pub rep: RepId,
    pub because: Option<String>,
}

/// The rep visits of a doctor's day.
pub(super) fn opened_reps(connection: &Connection, day: &Day) -> Result<Vec<OpenedRep>> {
    let mut statement = connection.prepare_cached(include_str!("opened_reps.sql"))?;
    let params = named_params! {
        ":doctor": Sql(day.doctor), ":site": Sql(day.site), ":date": Sql(day.date),
    };
    let rows = statement.query_map(params, |row| {
        Ok(OpenedRep {
            id: row.col("id")?,
            r#ref: row.get("ref")?,
            who: row.get("who")?,
            visit: RepVisit {
                start: row.col::<WallTime>("starts_at")?,
                minutes: row.get("minutes")?,
                later_hour: row.get("later_hour")?,
                status: row.col("status")?,
                is_overbooked: row.get("is_overbooked")?,
                has_clash: row.get("has_clash")?,
            },
            rep: row.col("rep_id")?,
            because: row.get("because")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A medicine and how it was prescribed.
pub(super) struct Prescribed {
    /// None for what was written freely.
    pub id: Option<uuid::Uuid>,
    pub name: String,
    pub prescriptions: u64,
    pub units: i64,
    pub patients: u64,
}

/// What was prescribed from one moment until another, the most often in front.
pub(super) fn prescribed(
    connection: &Connection,
    scope: &Scope,
    (from, until): (Instant, Instant),
) -> Result<Vec<Prescribed>> {
    let mut statement = connection.prepare_cached(include_str!("prescribed.sql"))?;
    let params = named_params! {
        ":from": Sql(from), ":until": Sql(until), ":doctor": Sql(scope.doctor), ":site": Sql(scope.site),
    };
    let rows = statement.query_map(params, |row| {
        Ok(Prescribed {
            id: row.col("medicine_id")?,
            name: row.get("name")?,
            prescriptions: row.get("prescriptions")?,
            units: row.get("units")?,
            patients: row.get("patients")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many prescriptions there were, and of how many patients.
pub(super) fn prescriptions(
    connection: &Connection,
    scope: &Scope,
    (from, until): (Instant, Instant),
) -> Result<(u64, u64)> {
    let mut statement = connection.prepare_cached(include_str!("prescriptions.sql"))?;
    let params = named_params! {
        ":from": Sql(from), ":until": Sql(until), ":doctor": Sql(scope.doctor), ":site": Sql(scope.site),
    };
    Ok(statement.query_row(params, |row| Ok((row.get("prescriptions")?, row.get("patients")?)))?)
}

/// The visits for which a medicine was prescribed, the last in front; by its identifier, or by its name where it was written freely.
pub(super) fn prescribed_at(
    connection: &Connection,
    scope: &Scope,
    (from, until): (Instant, Instant),
    key: Option<&str>,
) -> Result<Vec<Appointment>> {
    let medicine = key.and_then(|key| uuid::Uuid::parse_str(key).ok());
    let params = named_params! {
        ":from": Sql(from), ":until": Sql(until), ":doctor": Sql(scope.doctor), ":site": Sql(scope.site),
        ":medicine": Sql(medicine), ":name": key.filter(|_| medicine.is_none()), ":most": MOST_OPENED,
    };
    visits_of(connection, include_str!("prescribed_at.sql"), params)
}

/// The visits after which something of a medicine was handed out at a site, the last in front.
pub(super) fn dispensed_after(
    connection: &Connection,
    site: SiteId,
    medicine: Option<&str>,
) -> Result<Vec<Appointment>> {
    let medicine = medicine.and_then(|key| uuid::Uuid::parse_str(key).ok());
    let params = named_params! { ":site": Sql(site), ":medicine": Sql(medicine), ":most": MOST_OPENED };
    visits_of(connection, include_str!("dispensed_after.sql"), params)
}

/// One more than are shown, so that it is known that there are more.
const MOST_OPENED: u32 = 501;

fn visits_of(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Appointment>> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(params, |row| row.col::<AppointmentId>("appointment_id"))?;
    let mut visits = Vec::new();
    for id in ids {
        visits.extend(views::one(connection, id?)?);
    }
    Ok(visits)
}

/// The visits that an account changed between two operations, the last changed in front; an account that is none is the desk itself.
pub(super) fn changed_by(
    connection: &Connection,
    (first, end): (i64, i64),
    account: Option<AccountId>,
    counts: impl Fn(&str) -> bool,
) -> Result<Vec<Appointment>> {
    let table = wire::registry::Table::by_name("appointment").map(|table| table.number);
    let mut statement = connection.prepare_cached(
        "select kind, changes from operation
         where number >= :first and number < :end and account_id is :account and changes is not null
         order by number desc",
    )?;
    let mut rows =
        statement.query(named_params! { ":first": first, ":end": end, ":account": Sql(account) })?;
    let (mut seen, mut visits) = (HashSet::new(), Vec::new());
    while let Some(row) = rows.next()? {
        if visits.len() >= MOST_OPENED as usize {
            break;
        }
        if !counts(&row.get::<_, String>("kind")?) {
            continue;
        }
        let bytes: Vec<u8> = row.get("changes")?;
        let changes = wire::changes::decode(&bytes).map_err(|_| Fault::Corrupt("operation.changes"))?;
        for change in changes.into_iter().filter(|change| Some(change.table) == table) {
            if seen.insert(change.row) {
                visits.extend(views::one(connection, AppointmentId::from_uuid(change.row))?);
            }
        }
    }
    Ok(visits)
}
