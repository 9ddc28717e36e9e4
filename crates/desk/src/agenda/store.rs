//! The SQL of the day board, beyond what schedules, closures and appointments read themselves.

use domain::id::{DoctorId, SiteId};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::requests::RepVisit;
use crate::error::Result;
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
    let mut statement = connection.prepare_cached(include_str!("doctors.sql"))?;
    let rows = statement.query_map(named_params! { ":site": Sql(site) }, |row| {
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
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The rep visits of a day in the order of the clock and in every state.
pub(super) fn rep_visits(connection: &Connection, site: SiteId, date: Date) -> Result<Vec<RepVisit>> {
    let mut statement = connection.prepare_cached(include_str!("rep_visits.sql"))?;
    let rows = statement.query_map(named_params! { ":site": Sql(site), ":date": Sql(date) }, rep_visit)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A rep visit from a row with these columns.
pub(crate) fn rep_visit(row: &Row<'_>) -> rusqlite::Result<RepVisit> {
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
        arrived_at: row.col("arrived_at")?,
    })
}
