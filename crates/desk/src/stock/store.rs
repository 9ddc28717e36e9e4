//! The SQL of stock: lots, and movements that are only ever added.

use std::collections::BTreeSet;

use domain::id::{FulfilmentItemId, LotId, MedicineId, PatientId, RepVisitId, SiteId, StockMovementId};
use domain::stock::MovementReason;
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, named_params};

use super::requests::{Lot, Movement};
use crate::Session;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::{RowExt as _, Sql};

/// The site asked for, or the first.
///
/// # Errors
/// `not_found {what: site}`.
pub(crate) fn site(connection: &Connection, wanted: Option<SiteId>) -> Result<SiteId> {
    let mut statement = connection.prepare_cached(
        "select id from site where deleted_at is null and id = coalesce(:site, id) order by id limit 1",
    )?;
    let found =
        statement.query_row(named_params! { ":site": Sql(wanted) }, |row| row.col("id")).optional()?;
    found.ok_or_else(|| Refusal::not_found("site").into())
}

/// All lots of the site that have something, or less than nothing; the medicine's name first, what expires first in front.
pub(crate) fn with_stock(connection: &Connection, site: SiteId, today: Date) -> Result<Vec<Lot>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("lots.sql"),
        " and left_over <> 0 order by medicine.name collate nocase, medicine.strength, lot.expires_on, lot.id"
    ))?;
    collect(&mut statement, named_params! { ":site": Sql(site) }, today)
}

/// Those of one medicine, used up ones at the end.
pub(crate) fn of_medicine(
    connection: &Connection,
    medicine: MedicineId,
    site: SiteId,
    today: Date,
) -> Result<Vec<Lot>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("lots.sql"),
        " and lot.medicine_id = :medicine order by left_over = 0, lot.expires_on, lot.id"
    ))?;
    collect(&mut statement, named_params! { ":site": Sql(site), ":medicine": Sql(medicine) }, today)
}

/// # Errors
/// `not_found {what: lot}`.
pub(crate) fn one(connection: &Connection, id: LotId, site: SiteId, today: Date) -> Result<Lot> {
    let mut statement = connection.prepare_cached(concat!(include_str!("lots.sql"), " and lot.id = :id"))?;
    let found = collect(&mut statement, named_params! { ":site": Sql(site), ":id": Sql(id) }, today)?.pop();
    found.ok_or_else(|| Refusal::not_found("lot").into())
}

/// The lot of a medicine with this number, with the day it expires.
pub(super) fn numbered(
    connection: &Connection,
    medicine: MedicineId,
    number: &str,
) -> Result<Option<(LotId, Date)>> {
    let mut statement = connection.prepare_cached(
        "select id, expires_on from lot where medicine_id = :medicine and number = :number collate nocase
         and deleted_at is null order by id limit 1",
    )?;
    let found = statement.query_row(named_params! { ":medicine": Sql(medicine), ":number": number }, |row| {
        Ok((row.col("id")?, row.col("expires_on")?))
    });
    Ok(found.optional()?)
}

fn collect(statement: &mut Statement<'_>, params: impl Params, today: Date) -> Result<Vec<Lot>> {
    let rows = statement.query_map(params, |row| lot(row, today))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn lot(row: &Row<'_>, today: Date) -> rusqlite::Result<Lot> {
    let (expires_on, left) = (row.col::<Date>("expires_on")?, row.get::<_, i64>("left_over")?);
    let price: Option<i64> = row.get("price_minor")?;
    Ok(Lot {
        id: row.col("id")?,
        medicine_id: row.col("medicine_id")?,
        medicine: row.get("medicine")?,
        strength: row.get("strength")?,
        unit: row.get("unit")?,
        number: row.get("number")?,
        expires_on,
        is_expired: expires_on < today,
        left,
        value_minor: price.map(|price| price.saturating_mul(left)),
    })
}

pub(super) fn movements(
    connection: &Connection,
    medicine: MedicineId,
    site: SiteId,
) -> Result<Vec<Movement>> {
    let mut statement = connection.prepare_cached(include_str!("movements.sql"))?;
    let params = named_params! { ":medicine": Sql(medicine), ":site": Sql(site) };
    let rows = statement.query_map(params, |row| {
        Ok(Movement {
            id: row.col("id")?,
            lot_id: row.col("lot_id")?,
            lot_number: row.get("lot_number")?,
            quantity: row.get("quantity")?,
            reason: row.col("reason")?,
            note: row.get("note")?,
            prescription_ref: row.get("prescription_ref")?,
            rep: row.get("rep")?,
            patient: row.get("patient")?,
            other_site: row.get("other_site")?,
            at: row.col("moved_at")?,
            account_id: row.col("account_id")?,
            by: row.get("by")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert_lot(tx: &Tx<'_>, medicine: MedicineId, number: &str, expires_on: Date) -> Result<LotId> {
    let id = tx.new_id::<LotId>();
    tx.prepare_cached(
        "insert into lot (id, medicine_id, number, expires_on, created_at)
         values (:id, :medicine, :number, :expires_on, :now)",
    )?
    .execute(named_params! {
        ":id": Sql(id), ":medicine": Sql(medicine), ":number": number, ":expires_on": Sql(expires_on), ":now": Sql(tx.now()),
    })?;
    Ok(id)
}

/// One movement to write.
pub(crate) struct NewMovement<'a> {
    pub lot: LotId,
    pub site: SiteId,
    pub quantity: i64,
    pub reason: MovementReason,
    pub note: Option<&'a str>,
    pub fulfilment_item: Option<FulfilmentItemId>,
    pub sample: Option<(RepVisitId, u32)>,
    pub patient: Option<PatientId>,
    /// Where it went to or came from.
    pub other_site: Option<SiteId>,
}

impl<'a> NewMovement<'a> {
    pub fn new(
        lot: LotId,
        site: SiteId,
        quantity: i64,
        reason: MovementReason,
        note: Option<&'a str>,
    ) -> Self {
        Self {
            lot,
            site,
            quantity,
            reason,
            note,
            fulfilment_item: None,
            sample: None,
            patient: None,
            other_site: None,
        }
    }
}

pub(crate) fn insert_movement(tx: &Tx<'_>, session: &Session, movement: &NewMovement<'_>) -> Result<()> {
    let (rep_visit, position) = movement.sample.unzip();
    tx.prepare_cached(include_str!("insert_movement.sql"))?.execute(named_params! {
        ":id": Sql(tx.new_id::<StockMovementId>()),
        ":lot_id": Sql(movement.lot),
        ":site_id": Sql(movement.site),
        ":quantity": movement.quantity,
        ":reason": Sql(movement.reason),
        ":fulfilment_item_id": Sql(movement.fulfilment_item),
        ":rep_visit_id": Sql(rep_visit),
        ":note": movement.note,
        ":account_id": Sql(session.account_id),
        ":moved_at": Sql(tx.now()),
        ":patient_id": Sql(movement.patient),
        ":sample_position": position,
        ":other_site_id": Sql(movement.other_site),
    })?;
    Ok(())
}

/// Which samples of which visits are in stock already.
pub(super) fn samples_received(connection: &Connection) -> Result<BTreeSet<(RepVisitId, u32)>> {
    let mut statement = connection.prepare_cached(
        "select rep_visit_id, sample_position from stock_movement
         where rep_visit_id is not null and sample_position is not null and deleted_at is null",
    )?;
    let rows = statement.query_map([], |row| Ok((row.col("rep_visit_id")?, row.get("sample_position")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether one of them is.
pub(super) fn sample_is_received(connection: &Connection, visit: RepVisitId, position: u32) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "select 1 from stock_movement
         where rep_visit_id = :visit and sample_position = :position and deleted_at is null",
    )?;
    Ok(statement.exists(named_params! { ":visit": Sql(visit), ":position": position })?)
}
