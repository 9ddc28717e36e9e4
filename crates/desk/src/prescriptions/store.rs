//! The SQL of prescriptions.

use domain::id::{
    AccountId, AppointmentId, DoctorId, MedicineId, PatientId, PrescriptionFavouriteId, PrescriptionId,
    PrescriptionItemId, PrescriptionTestId, SiteId,
};
use domain::prescription::{DoseUnit, Frequency, PrescriptionStatus, Route, TestPriority};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::entry::{Entry, Item};
use super::requests::{Favourite, WriteItem};
use super::shelf::Listed;
use crate::Session;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// Every medicine of the clinic's list.
pub(super) fn medicines(connection: &Connection) -> Result<Vec<Listed>> {
    let mut statement = connection.prepare_cached(include_str!("medicines.sql"))?;
    let medicines = statement.query_map([], |row| {
        Ok(Listed {
            id: row.col("id")?,
            name: row.get("name")?,
            generic_name: row.get("generic_name")?,
            ingredients: row.col::<Json<_>>("ingredients")?.0,
            families: row.col::<Json<_>>("families")?.0,
            form: row.col("form")?,
            strength: row.get("strength")?,
            unit: row.get("unit")?,
            pack_size: row.get("pack_size")?,
        })
    })?;
    Ok(medicines.collect::<rusqlite::Result<_>>()?)
}

/// What is on the shelf and not expired; `None` where no lot of it was ever kept.
pub(super) fn stock(connection: &Connection, medicine: MedicineId, today: Date) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(include_str!("stock.sql"))?;
    Ok(statement.query_row(named_params! { ":medicine": Sql(medicine), ":today": Sql(today) }, |row| {
        row.get("stock")
    })?)
}

/// How a doctor wrote a medicine the last time.
pub(super) struct Usual {
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub route: Route,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub quantity: u32,
    pub instructions: Option<String>,
}

pub(super) fn usual(
    connection: &Connection,
    medicine: MedicineId,
    doctor: DoctorId,
) -> Result<Option<Usual>> {
    let mut statement = connection.prepare_cached(include_str!("usual.sql"))?;
    let usual =
        statement.query_row(named_params! { ":medicine": Sql(medicine), ":doctor": Sql(doctor) }, |row| {
            Ok(Usual {
                dose_milli: row.get("dose_milli")?,
                dose_unit: row.col("dose_unit")?,
                route: row.col("route")?,
                frequency: row.col("frequency")?,
                days: row.get("days")?,
                quantity: row.get("quantity")?,
                instructions: row.get("instructions")?,
            })
        });
    Ok(usual.optional()?)
}

/// Where a doctor works.
///
/// # Errors
/// `not_found {what: doctor}`.
pub(super) fn site_of(connection: &Connection, doctor: DoctorId) -> Result<SiteId> {
    let mut statement =
        connection.prepare_cached("select site_id from doctor where id = :id and deleted_at is null")?;
    let site =
        statement.query_row(named_params! { ":id": Sql(doctor) }, |row| row.col("site_id")).optional()?;
    site.ok_or_else(|| Refusal::not_found("doctor").into())
}

/// Whose a new prescription is.
pub(super) struct NewPrescription {
    pub appointment: Option<AppointmentId>,
    pub patient: PatientId,
    pub doctor: DoctorId,
    pub site: SiteId,
    pub corrects: Option<PrescriptionId>,
}

pub(super) fn insert(
    tx: &Tx<'_>,
    session: &Session,
    new: &NewPrescription,
    reference: &str,
) -> Result<PrescriptionId> {
    let id = tx.new_id::<PrescriptionId>();
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":ref": reference,
        ":appointment_id": Sql(new.appointment),
        ":patient_id": Sql(new.patient),
        ":doctor_id": Sql(new.doctor),
        ":site_id": Sql(new.site),
        ":corrected_prescription_id": Sql(new.corrects),
        ":account_id": Sql(session.account_id),
        ":created_at": Sql(tx.now()),
    })?;
    Ok(id)
}

/// Writes all of a draft: its rows are used again in their order, so that what did not change leaves no trace.
pub(super) fn write(tx: &Tx<'_>, id: PrescriptionId, entry: &Entry) -> Result<()> {
    tx.prepare_cached(include_str!("write.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":diagnosis": entry.diagnosis,
        ":notes": entry.notes,
        ":tags": Sql(Json(entry.tags.clone())),
        ":valid_until": Sql(entry.valid_until),
        ":whiteboard": Sql(entry.whiteboard.clone().map(Json)),
    })?;
    let kept: Vec<PrescriptionItemId> = rows_of(tx, "prescription_item", id)?;
    for (position, item) in entry.items.iter().enumerate() {
        match kept.get(position) {
            Some(row) => write_item(tx, include_str!("change_item.sql"), id, *row, position, item)?,
            None => write_item(tx, include_str!("insert_item.sql"), id, tx.new_id(), position, item)?,
        }
    }
    for row in kept.iter().skip(entry.items.len()) {
        remove(tx, "prescription_item", *row)?;
    }
    let kept: Vec<PrescriptionTestId> = rows_of(tx, "prescription_test", id)?;
    for (position, (name, instructions, priority)) in entry.tests.iter().enumerate() {
        match kept.get(position) {
            Some(row) => write_test(
                tx,
                include_str!("change_test.sql"),
                id,
                *row,
                position,
                (name, instructions.as_deref(), *priority),
            )?,
            None => {
                let row = tx.new_id();
                write_test(
                    tx,
                    include_str!("insert_test.sql"),
                    id,
                    row,
                    position,
                    (name, instructions.as_deref(), *priority),
                )?;
            }
        }
    }
    for row in kept.iter().skip(entry.tests.len()) {
        remove(tx, "prescription_test", *row)?;
    }
    Ok(())
}

fn rows_of<T: crate::store::row::Column>(tx: &Tx<'_>, table: &str, id: PrescriptionId) -> Result<Vec<T>> {
    let statement = format!(
        "select id from {table} where prescription_id = :id and deleted_at is null order by position, id"
    );
    let mut statement = tx.prepare_cached(&statement)?;
    let rows = statement.query_map(named_params! { ":id": Sql(id) }, |row| row.col("id"))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn remove<T: crate::store::row::Column>(tx: &Tx<'_>, table: &str, row: T) -> Result<()> {
    let statement = format!("update {table} set deleted_at = :now where id = :id");
    tx.prepare_cached(&statement)?.execute(named_params! { ":id": Sql(row), ":now": Sql(tx.now()) })?;
    Ok(())
}

fn write_item(
    tx: &Tx<'_>,
    sql: &str,
    prescription: PrescriptionId,
    row: PrescriptionItemId,
    position: usize,
    item: &Item,
) -> Result<()> {
    tx.prepare_cached(sql)?.execute(named_params! {
        ":id": Sql(row),
        ":prescription_id": Sql(prescription),
        ":position": position,
        ":medicine_id": Sql(item.medicine_id),
        ":medicine_name": item.medicine_name,
        ":generic_name": item.generic_name,
        ":dose_milli": item.dose_milli,
        ":dose_unit": Sql(item.dose_unit),
        ":route": Sql(item.route),
        ":frequency": Sql(item.frequency),
        ":days": item.days,
        ":quantity": item.quantity,
        ":instructions": item.instructions,
        ":kept_because": item.kept_because,
    })?;
    Ok(())
}

fn write_test(
    tx: &Tx<'_>,
    sql: &str,
    prescription: PrescriptionId,
    row: PrescriptionTestId,
    position: usize,
    (name, instructions, priority): (&str, Option<&str>, TestPriority),
) -> Result<()> {
    tx.prepare_cached(sql)?.execute(named_params! {
        ":id": Sql(row),
        ":prescription_id": Sql(prescription),
        ":position": position,
        ":name": name,
        ":instructions": instructions,
        ":priority": Sql(priority),
    })?;
    Ok(())
}

pub(super) fn submit(tx: &Tx<'_>, id: PrescriptionId, valid_until: Date) -> Result<()> {
    tx.prepare_cached(
        "update prescription set status = :status, issued_at = :now, valid_until = :until where id = :id",
    )?
    .execute(named_params! {
        ":id": Sql(id), ":status": Sql(PrescriptionStatus::Submitted), ":now": Sql(tx.now()), ":until": Sql(valid_until),
    })?;
    Ok(())
}

pub(super) fn replace(tx: &Tx<'_>, old: PrescriptionId, by: PrescriptionId) -> Result<()> {
    tx.prepare_cached("update prescription set replaced_by_prescription_id = :by where id = :id")?
        .execute(named_params! { ":id": Sql(old), ":by": Sql(by) })?;
    Ok(())
}

pub(super) fn cancel(tx: &Tx<'_>, id: PrescriptionId, reason: Option<&str>) -> Result<()> {
    tx.prepare_cached(
        "update prescription set status = :status, cancelled_at = :now, cancel_reason = :reason where id = :id",
    )?
    .execute(named_params! {
        ":id": Sql(id), ":status": Sql(PrescriptionStatus::Cancelled), ":now": Sql(tx.now()), ":reason": reason,
    })?;
    Ok(())
}

/// The draft that is to correct this one, where somebody began one.
pub(super) fn correction_of(connection: &Connection, id: PrescriptionId) -> Result<Option<PrescriptionId>> {
    let mut statement = connection.prepare_cached(
        "select id from prescription
         where corrected_prescription_id = :id and status = 'draft' and deleted_at is null order by id limit 1",
    )?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, |row| row.col("id")).optional()?)
}

pub(super) fn favourites(connection: &Connection, account: AccountId) -> Result<Vec<Favourite>> {
    let mut statement = connection.prepare_cached(
        "select id, name, items from prescription_favourite
         where account_id = :account and deleted_at is null order by name, id",
    )?;
    let favourites = statement.query_map(named_params! { ":account": Sql(account) }, |row| {
        let items = row.col::<Json<Vec<WriteItem>>>("items")?.0;
        let medicines = items.iter().filter_map(|item| item.medicine_name.clone()).collect();
        Ok(Favourite { id: row.col("id")?, name: row.get("name")?, items, medicines })
    })?;
    Ok(favourites.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert_favourite(
    tx: &Tx<'_>,
    session: &Session,
    name: &str,
    items: Vec<WriteItem>,
) -> Result<()> {
    tx.prepare_cached(
        "insert into prescription_favourite (id, account_id, name, items, created_at)
         values (:id, :account_id, :name, :items, :now)",
    )?
    .execute(named_params! {
        ":id": Sql(tx.new_id::<PrescriptionFavouriteId>()), ":account_id": Sql(session.account_id), ":name": name,
        ":items": Sql(Json(items)), ":now": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn change_favourite(
    tx: &Tx<'_>,
    id: PrescriptionFavouriteId,
    items: Vec<WriteItem>,
) -> Result<()> {
    tx.prepare_cached("update prescription_favourite set items = :items where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":items": Sql(Json(items)) })?;
    Ok(())
}

pub(super) fn remove_favourite(tx: &Tx<'_>, id: PrescriptionFavouriteId) -> Result<()> {
    remove(tx, "prescription_favourite", id)
}
