//! The SQL of handing out.

use domain::id::{
    FulfilmentId, FulfilmentItemId, LotId, MedicineId, PrescriptionId, PrescriptionItemId, SiteId,
};
use domain::patient::known_age_years;
use domain::prescription::{DoseUnit, Frequency, PrescriptionState, PrescriptionStatus};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::requests::{PastFulfilment, PastItem, ToDispense};
use crate::Session;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::{RowExt as _, Sql};

/// A line of a prescription with how much of it was handed out.
pub(super) struct Item {
    pub id: PrescriptionItemId,
    pub medicine_id: Option<MedicineId>,
    pub medicine: String,
    pub generic_name: Option<String>,
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub instructions: Option<String>,
    pub kept_because: Option<String>,
    pub prescribed: i64,
    pub given: i64,
    pub given_before: i64,
}

/// # Errors
/// `not_found {what: prescription}`; a draft is none yet.
pub(super) fn one(
    connection: &Connection,
    id: PrescriptionId,
    today: Date,
) -> Result<(ToDispense, Vec<Item>)> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("prescription.sql"),
        " and prescription.id = :id and prescription.status <> 'draft'"
    ))?;
    let found = statement.query_row(named_params! { ":id": Sql(id) }, |row| read(row, today)).optional()?;
    let found = found.ok_or_else(|| Refusal::not_found("prescription"))?;
    with_items(connection, found)
}

/// Submitted ones that may still be good today, the oldest first.
pub(super) fn submitted(connection: &Connection, today: Date) -> Result<Vec<(ToDispense, Vec<Item>)>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("prescription.sql"),
        " and prescription.status = 'submitted' and (prescription.valid_until is null or prescription.valid_until >= :today)
         order by prescription.issued_at, prescription.id"
    ))?;
    let found = statement
        .query_map(named_params! { ":today": Sql(today) }, |row| read(row, today))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found.into_iter().map(|one| with_items(connection, one)).collect()
}

struct Found {
    head: ToDispense,
    status: PrescriptionStatus,
    is_replaced: bool,
}

fn read(row: &Row<'_>, today: Date) -> rusqlite::Result<Found> {
    let valid_until: Option<Date> = row.col("valid_until")?;
    let head = ToDispense {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        patient_id: row.col("patient_id")?,
        patient_name: row.get("patient_name")?,
        patient_second_name: row.get("patient_second_name")?,
        patient_ref: row.get("patient_ref")?,
        age_years: known_age_years(row.col("date_of_birth")?, row.get("born_about")?, today),
        doctor_id: row.col("doctor_id")?,
        doctor_name: row.get("doctor_name")?,
        state: PrescriptionState::Submitted,
        issued_at: row.col("issued_at")?,
        valid_until,
        is_past_validity: valid_until.is_some_and(|last| last < today),
        medicines: Vec::new(),
    };
    Ok(Found { head, status: row.col("status")?, is_replaced: row.get("is_replaced")? })
}

fn with_items(connection: &Connection, found: Found) -> Result<(ToDispense, Vec<Item>)> {
    let Found { mut head, status, is_replaced } = found;
    let items = items(connection, head.id)?;
    let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let lines = items.iter().map(|item| (whole(item.prescribed), whole(item.given)));
    head.state = PrescriptionState::of(status, is_replaced, lines);
    head.medicines = items.iter().map(|item| item.medicine.clone()).collect();
    Ok((head, items))
}

fn items(connection: &Connection, prescription: PrescriptionId) -> Result<Vec<Item>> {
    let mut statement = connection.prepare_cached(include_str!("items.sql"))?;
    let rows = statement.query_map(named_params! { ":prescription": Sql(prescription) }, |row| {
        Ok(Item {
            id: row.col("id")?,
            medicine_id: row.col("medicine_id")?,
            medicine: row.get("medicine_name")?,
            generic_name: row.get("generic_name")?,
            dose_milli: row.get("dose_milli")?,
            dose_unit: row.col("dose_unit")?,
            frequency: row.col("frequency")?,
            days: row.get("days")?,
            instructions: row.get("instructions")?,
            kept_because: row.get("kept_because")?,
            prescribed: row.get("quantity")?,
            given: row.get("given")?,
            given_before: row.get("given_before")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was handed out for a prescription, the newest first.
pub(super) fn given(connection: &Connection, prescription: PrescriptionId) -> Result<Vec<PastFulfilment>> {
    let mut statement = connection.prepare_cached(include_str!("given.sql"))?;
    let mut rows = statement.query(named_params! { ":prescription": Sql(prescription) })?;
    let mut past: Vec<PastFulfilment> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: FulfilmentId = row.col("id")?;
        if past.last().is_none_or(|last| last.id != id) {
            past.push(PastFulfilment {
                id,
                at: row.col("fulfilled_at")?,
                by: row.get("by")?,
                note: row.get("note")?,
                items: Vec::new(),
            });
        }
        let item = PastItem {
            medicine: row.get("medicine_name")?,
            handed_out: row.get("handed_out")?,
            substituted_because: row.get("substituted_because")?,
            lot_number: row.get("lot_number")?,
            quantity: row.get("quantity")?,
            price_minor: row.get("price_minor")?,
            kept_because: row.get("kept_because")?,
        };
        if let Some(last) = past.last_mut() {
            last.items.push(item);
        }
    }
    Ok(past)
}

pub(super) fn insert(
    tx: &Tx<'_>,
    session: &Session,
    prescription: PrescriptionId,
    site: SiteId,
    note: Option<&str>,
) -> Result<FulfilmentId> {
    let id = tx.new_id::<FulfilmentId>();
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":prescription_id": Sql(prescription),
        ":site_id": Sql(site),
        ":note": note,
        ":account_id": Sql(session.account_id),
        ":now": Sql(tx.now()),
    })?;
    Ok(id)
}

/// Of which medicine a lot is.
pub(super) fn medicine_of(connection: &Connection, lot: LotId) -> Result<Option<MedicineId>> {
    let mut statement = connection.prepare_cached("select medicine_id from lot where id = :id")?;
    Ok(statement.query_row(named_params! { ":id": Sql(lot) }, |row| row.col("medicine_id")).optional()?)
}

/// One line of what is handed out.
pub(super) struct NewItem<'a> {
    pub fulfilment: FulfilmentId,
    pub item: PrescriptionItemId,
    pub lot: LotId,
    pub quantity: i64,
    pub price_minor: Option<i64>,
    pub kept_because: Option<&'a str>,
    pub substituted_because: Option<&'a str>,
}

pub(super) fn insert_item(tx: &Tx<'_>, item: &NewItem<'_>) -> Result<FulfilmentItemId> {
    let id = tx.new_id::<FulfilmentItemId>();
    tx.prepare_cached(include_str!("insert_item.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":fulfilment_id": Sql(item.fulfilment),
        ":prescription_item_id": Sql(item.item),
        ":lot_id": Sql(item.lot),
        ":quantity": item.quantity,
        ":price_minor": item.price_minor,
        ":kept_because": item.kept_because,
        ":substituted_because": item.substituted_because,
    })?;
    Ok(id)
}
