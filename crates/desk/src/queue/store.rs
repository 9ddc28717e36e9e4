//! The SQL of the queue.

use domain::calendar::zone;
use domain::id::{AppointmentId, SiteId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use crate::appointments;
use crate::error::Result;
use crate::store::Sql;

/// The day it is at the site, or at the first one.
pub(super) fn today_at(connection: &Connection, site: Option<SiteId>, at: Instant) -> Result<Option<Date>> {
    let mut statement = connection.prepare_cached(
        "select time_zone from site where deleted_at is null and id = coalesce(:site, id)
         order by created_at, id limit 1",
    )?;
    let zone: Option<String> =
        statement.query_row(named_params! { ":site": Sql(site) }, |row| row.get("time_zone")).optional()?;
    Ok(match zone {
        Some(zone) => Some(zone::wall(at, appointments::store::zone_of(&zone)?).0),
        None => None,
    })
}

pub(super) fn call(connection: &Connection, id: AppointmentId, at: Instant) -> Result<()> {
    connection
        .prepare_cached("update appointment set called_at = :at where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":at": Sql(at) })?;
    Ok(())
}
