//! The SQL of sites and settings.

use domain::id::{Id as _, SiteId};
use domain::time::{Instant, Weekday};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::requests::grace_minutes;
use super::{ClinicSettings, Site, SiteHours};
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// What a clinic starts with, until somebody says otherwise.
const IDLE_LOCK_MINUTES: u16 = 5;
const LANGUAGE: &str = "en";

/// The clinic's settings, with defaults where nothing was set.
pub fn settings(connection: &Connection) -> Result<ClinicSettings> {
    Ok(ClinicSettings {
        clinic_name: setting(connection, "clinic_name")?.unwrap_or_default(),
        language: setting(connection, "language")?.unwrap_or_else(|| LANGUAGE.to_owned()),
        idle_lock_minutes: setting(connection, "idle_lock_minutes")?.unwrap_or(IDLE_LOCK_MINUTES),
        no_show_grace_minutes: setting(connection, "no_show_grace_minutes")?.unwrap_or_else(grace_minutes),
        blocked_password_words: setting(connection, "blocked_password_words")?.unwrap_or_default(),
    })
}

/// Writes every setting; what stays the same leaves no trace in the ledger.
pub fn put_settings(connection: &Connection, settings: &ClinicSettings) -> Result<()> {
    put_setting(connection, "clinic_name", &settings.clinic_name)?;
    put_setting(connection, "language", &settings.language)?;
    put_setting(connection, "idle_lock_minutes", &settings.idle_lock_minutes)?;
    put_setting(connection, "no_show_grace_minutes", &settings.no_show_grace_minutes)?;
    put_setting(connection, "blocked_password_words", &settings.blocked_password_words)
}

/// One setting, if it was ever set.
pub fn setting<T: Serialize + DeserializeOwned>(connection: &Connection, key: &str) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached("select value from setting where key = :key")?;
    let value =
        statement.query_row(named_params! { ":key": key }, |row| row.col::<Json<T>>("value")).optional()?;
    Ok(value.map(|Json(value)| value))
}

/// Sets one setting. Its row's id is made from the key, so that two desks make the same row.
pub fn put_setting(
    connection: &Connection,
    key: &str,
    value: &(impl Serialize + DeserializeOwned + Clone),
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into setting (id, key, value) values (:id, :key, :value)
             on conflict (key) do update set value = excluded.value",
        )?
        .execute(named_params! {
            ":id": Sql(Uuid::new_v5(&SETTINGS, key.as_bytes())), ":key": key, ":value": Sql(Json(value.clone())),
        })?;
    Ok(())
}

/// The name space of setting ids; any fixed value will do, for ever.
const SETTINGS: Uuid = Uuid::from_u128(0x6e2f_6d6a_2f8c_4f0e_9b60_5d3a_c1a7_0e01);

/// Every site, the oldest first.
pub fn sites(connection: &Connection) -> Result<Vec<Site>> {
    let mut statement = connection.prepare_cached(include_str!("sites.sql"))?;
    let rows = statement.query_map([], read_site)?;
    let mut sites = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for site in &mut sites {
        site.hours = site_hours(connection, site.id)?.into_iter().map(|(_, hours)| hours).collect();
    }
    Ok(sites)
}

/// One site, if it exists.
pub fn site(connection: &Connection, id: SiteId) -> Result<Option<Site>> {
    Ok(sites(connection)?.into_iter().find(|site| site.id == id))
}

fn read_site(row: &Row<'_>) -> rusqlite::Result<Site> {
    Ok(Site {
        id: row.col("id")?,
        name: row.get("name")?,
        kind: row.col("kind")?,
        address: row.get("address")?,
        city: row.get("city")?,
        country: row.get("country")?,
        latitude: row.get("latitude")?,
        longitude: row.get("longitude")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        website: row.get("website")?,
        registration_number: row.get("registration_number")?,
        time_zone: row.get("time_zone")?,
        currency: row.get("currency")?,
        week_start: row.col("week_start")?,
        weekend_days: row.col::<Json<Vec<Weekday>>>("weekend_days")?.0,
        facilities: row.col::<Json<Vec<String>>>("facilities")?.0,
        hours: Vec::new(),
    })
}

pub(crate) fn insert_site(connection: &Connection, site: &Site, now: Instant) -> Result<()> {
    write_site(connection, include_str!("insert_site.sql"), site, Some(now))?;
    Ok(())
}

/// Whether there was such a site.
pub(crate) fn change_site(connection: &Connection, site: &Site) -> Result<bool> {
    Ok(write_site(connection, include_str!("change_site.sql"), site, None)? == 1)
}

fn write_site(connection: &Connection, sql: &str, site: &Site, created_at: Option<Instant>) -> Result<usize> {
    let mut statement = connection.prepare_cached(sql)?;
    let values = named_params! {
        ":id": Sql(site.id),
        ":name": site.name,
        ":kind": Sql(site.kind),
        ":address": site.address,
        ":city": site.city,
        ":country": site.country,
        ":latitude": site.latitude,
        ":longitude": site.longitude,
        ":phone": site.phone,
        ":email": site.email,
        ":website": site.website,
        ":registration_number": site.registration_number,
        ":time_zone": site.time_zone,
        ":currency": site.currency,
        ":week_start": Sql(site.week_start),
        ":weekend_days": Sql(Json(site.weekend_days.clone())),
        ":facilities": Sql(Json(site.facilities.clone())),
        ":created_at": Sql(created_at),
    };
    Ok(statement.execute(values)?)
}

fn site_hours(connection: &Connection, site: SiteId) -> Result<Vec<(Uuid, SiteHours)>> {
    let mut statement = connection
        .prepare_cached("select id, weekday, opens, closes from site_hours where site_id = :site_id")?;
    let rows = statement.query_map(named_params! { ":site_id": Sql(site) }, |row| {
        let hours =
            SiteHours { weekday: row.col("weekday")?, opens: row.col("opens")?, closes: row.col("closes")? };
        Ok((row.col("id")?, hours))
    })?;
    let mut hours = rows.collect::<rusqlite::Result<Vec<(Uuid, SiteHours)>>>()?;
    hours.sort_by_key(|(_, hours)| (hours.weekday, hours.opens));
    Ok(hours)
}

/// Brings the rows to what the site says; rows that say it already stay untouched.
pub(crate) fn put_site_hours(connection: &Connection, site: &Site) -> Result<()> {
    let mut kept = site_hours(connection, site.id)?;
    for hours in &site.hours {
        if let Some(at) = kept.iter().position(|(_, known)| known == hours) {
            kept.swap_remove(at);
            continue;
        }
        connection.prepare_cached(include_str!("insert_site_hours.sql"))?.execute(named_params! {
            ":id": Sql(hours_id(site.id, hours)),
            ":site_id": Sql(site.id),
            ":weekday": Sql(hours.weekday),
            ":opens": Sql(hours.opens),
            ":closes": Sql(hours.closes),
        })?;
    }
    for (id, _) in kept {
        connection
            .prepare_cached("delete from site_hours where id = :id")?
            .execute(named_params! { ":id": Sql(id) })?;
    }
    Ok(())
}

/// Made from what the row says, so that two desks make the same row and taking it away and back is no new one.
fn hours_id(site: SiteId, hours: &SiteHours) -> Uuid {
    use domain::code::Code as _;
    let text = format!("{} {}-{}", hours.weekday.code(), hours.opens, hours.closes);
    Uuid::new_v5(&site.uuid(), text.as_bytes())
}
