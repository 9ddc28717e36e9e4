//! The SQL of the day board, beyond what schedules, closures and appointments read themselves.

use domain::appointment::AppointmentStatus;
use domain::id::{DoctorId, SiteId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Weekday};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, named_params};

use super::requests::RepVisit;
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

pub(super) struct SiteRow {
    pub id: SiteId,
    pub time_zone: String,
}

/// The site, or the first one.
pub(super) fn site(connection: &Connection, site: Option<SiteId>) -> Result<Option<SiteRow>> {
    let mut statement = connection.prepare_cached(
        "select id, time_zone from site where deleted_at is null and id = coalesce(:site, id)
         order by created_at, id limit 1",
    )?;
    let row = statement.query_row(named_params! { ":site": Sql(site) }, |row| {
        Ok(SiteRow { id: row.col("id")?, time_zone: row.get("time_zone")? })
    });
    Ok(row.optional()?)
}

#[derive(Clone)]
pub(super) struct DoctorRow {
    pub id: DoctorId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub title: Option<String>,
    pub board_colour: Option<String>,
    pub default_visit_minutes: u16,
    pub specialty: Option<String>,
    pub specialty_ar: Option<String>,
    /// Belongs to this site and is in use.
    pub works_here: bool,
}

/// Every doctor there ever was, in the board's order: of one who left, the visits still booked must be seen.
pub(super) fn doctors(connection: &Connection, site: SiteId) -> Result<Vec<DoctorRow>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("doctors.sql"),
        " order by doctor.full_name collate nocase, doctor.id"
    ))?;
    let rows = statement.query_map(named_params! { ":site": Sql(site) }, doctor_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn doctor(connection: &Connection, site: SiteId, id: DoctorId) -> Result<Option<DoctorRow>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("doctors.sql"), " where doctor.id = :id"))?;
    let params = named_params! { ":site": Sql(site), ":id": Sql(id) };
    Ok(statement.query_row(params, doctor_row).optional()?)
}

fn doctor_row(row: &Row<'_>) -> rusqlite::Result<DoctorRow> {
    Ok(DoctorRow {
        id: row.col("id")?,
        full_name: row.get("full_name")?,
        second_name: row.get("second_name")?,
        title: row.get("title")?,
        board_colour: row.get("board_colour")?,
        default_visit_minutes: row.get("default_visit_minutes")?,
        specialty: row.get("specialty")?,
        specialty_ar: row.get("specialty_ar")?,
        works_here: row.get("works_here")?,
    })
}

/// The site a doctor belongs to, with its week.
pub(super) struct HomeRow {
    pub site: SiteId,
    pub time_zone: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
}

pub(super) fn home(connection: &Connection, doctor: DoctorId) -> Result<Option<HomeRow>> {
    let mut statement = connection.prepare_cached(include_str!("site_of_doctor.sql"))?;
    let row = statement.query_row(named_params! { ":doctor": Sql(doctor) }, |row| {
        Ok(HomeRow {
            site: row.col("id")?,
            time_zone: row.get("time_zone")?,
            week_start: row.col("week_start")?,
            weekend_days: row.col::<Json<_>>("weekend_days")?.0,
        })
    });
    Ok(row.optional()?)
}

/// The rep visits of a site's day in the order of the clock and in every state.
pub(super) fn rep_visits(connection: &Connection, site: SiteId, date: Date) -> Result<Vec<RepVisit>> {
    let params = named_params! { ":site": Sql(site), ":date": Sql(date) };
    collect_rep_visits(connection, REP_VISITS_OF_DAY, params)
}

pub(super) const REP_VISITS_OF_DAY: &str = concat!(
    include_str!("rep_visits.sql"),
    " and rep_visit.date = :date and rep_visit.site_id = :site
    order by rep_visit.starts_at, rep_visit.created_at"
);

/// The rep visits of a doctor from `first` to `last`, both counted, in the order of the clock and in every state.
pub(crate) fn rep_visits_of_doctor(
    connection: &Connection,
    doctor: DoctorId,
    first: Date,
    last: Date,
) -> Result<Vec<RepVisit>> {
    let params = named_params! { ":doctor": Sql(doctor), ":first": Sql(first), ":last": Sql(last) };
    let sql = concat!(
        include_str!("rep_visits.sql"),
        " and rep_visit.date between :first and :last and rep_visit.doctor_id = :doctor
        order by rep_visit.date, rep_visit.starts_at, rep_visit.created_at"
    );
    collect_rep_visits(connection, sql, params)
}

/// What a statement that begins as `rep_visits.sql` finds.
pub(crate) fn collect_rep_visits(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<RepVisit>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, rep_visit)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// So many visits of one state on a day.
pub(super) struct CountRow {
    pub date: Date,
    pub is_rep: bool,
    pub holds_time: bool,
    pub visits: u32,
}

/// How many visits of a doctor there are on each of these days, by their state.
pub(super) fn counts(connection: &Connection, doctor: DoctorId, days: &[Date]) -> Result<Vec<CountRow>> {
    let days: Vec<String> = days.iter().map(Date::to_string).collect();
    let mut statement = connection.prepare_cached(include_str!("counts.sql"))?;
    let params = named_params! { ":days": Sql(Json(days)), ":doctor": Sql(doctor) };
    let rows = statement.query_map(params, |row| {
        let is_rep = row.get("is_rep")?;
        let holds_time = if is_rep {
            row.col::<RepVisitStatus>("status")?.holds_time()
        } else {
            row.col::<AppointmentStatus>("status")?.holds_time()
        };
        Ok(CountRow { date: row.col("date")?, is_rep, holds_time, visits: row.get("visits")? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A rep visit from a row with the columns of `rep_visits.sql`.
fn rep_visit(row: &Row<'_>) -> rusqlite::Result<RepVisit> {
    Ok(RepVisit {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        rep_id: row.col("rep_id")?,
        rep_name: row.get("rep_name")?,
        company: row.get("company")?,
        doctor_id: row.col("doctor_id")?,
        date: row.col("date")?,
        start: row.col("starts_at")?,
        minutes: row.get("minutes")?,
        status: row.col("status")?,
        clash_with: row.col("clash_with")?,
        overbook_reason: row.get("overbook_reason")?,
        arrived_at: row.col("arrived_at")?,
    })
}
