//! The SQL of medicines.

use domain::id::{MedicineId, SiteId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::entry::Entry;
use super::requests::Medicine;
use crate::error::{Refusal, Result};
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// All of them by name: a clinic has hundreds, and what is searched is folded text, which SQLite does not know.
pub(crate) fn all(connection: &Connection, today: Date, site: Option<SiteId>) -> Result<Vec<Medicine>> {
    let mut statement = connection.prepare_cached(include_str!("medicine.sql"))?;
    let params =
        named_params! { ":today": Sql(today), ":medicine": Sql(None::<MedicineId>), ":site": Sql(site) };
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// # Errors
/// `not_found {what: medicine}`.
pub(crate) fn one(
    connection: &Connection,
    id: MedicineId,
    today: Date,
    site: Option<SiteId>,
) -> Result<Medicine> {
    let mut statement = connection.prepare_cached(include_str!("medicine.sql"))?;
    let params = named_params! { ":today": Sql(today), ":medicine": Sql(Some(id)), ":site": Sql(site) };
    let found = statement.query_row(params, read).optional()?;
    found.ok_or_else(|| Refusal::not_found("medicine").into())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Medicine> {
    Ok(Medicine {
        id: row.col("id")?,
        name: row.get("name")?,
        generic_name: row.get("generic_name")?,
        ingredients: row.col::<Json<_>>("ingredients")?.0,
        families: row.col::<Json<_>>("families")?.0,
        form: row.col("form")?,
        strength: row.get("strength")?,
        unit: row.get("unit")?,
        pack_size: row.get("pack_size")?,
        barcode: row.get("barcode")?,
        price_minor: row.get("price_minor")?,
        minimum_stock: row.get("minimum_stock")?,
        stock: row.get("stock")?,
        expired: row.get("expired")?,
        next_expiry: row.col("next_expiry")?,
    })
}

pub(super) fn insert(connection: &Connection, id: MedicineId, entry: &Entry, now: Instant) -> Result<()> {
    write(connection, include_str!("insert.sql"), id, entry, Some(now))
}

pub(super) fn update(connection: &Connection, id: MedicineId, entry: &Entry) -> Result<()> {
    write(connection, include_str!("update.sql"), id, entry, None)
}

fn write(
    connection: &Connection,
    sql: &str,
    id: MedicineId,
    entry: &Entry,
    now: Option<Instant>,
) -> Result<()> {
    let common = named_params! {
        ":id": Sql(id),
        ":name": entry.name,
        ":generic_name": entry.generic_name,
        ":ingredients": Sql(Json(entry.ingredients.clone())),
        ":families": Sql(Json(entry.families.clone())),
        ":form": Sql(entry.form),
        ":strength": entry.strength,
        ":unit": entry.unit,
        ":pack_size": entry.pack_size,
        ":barcode": entry.barcode,
        ":price_minor": entry.price_minor,
        ":minimum_stock": entry.minimum_stock,
    };
    let mut statement = connection.prepare_cached(sql)?;
    match now {
        Some(now) => {
            let now = Sql(now);
            let own = named_params! { ":now": now };
            statement.execute([common, own].concat().as_slice())?
        }
        None => statement.execute(common)?,
    };
    Ok(())
}

pub(super) fn mark_deleted(connection: &Connection, id: MedicineId, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update medicine set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}

/// Of the first site, as `patients::today` takes the zone of the first; ISO 4217.
pub(crate) fn currency(connection: &Connection) -> Result<String> {
    let found = connection
        .prepare_cached("select currency from site where deleted_at is null order by id limit 1")?
        .query_row([], |row| row.get("currency"))
        .optional()?;
    Ok(found.unwrap_or_else(|| "USD".to_owned()))
}
