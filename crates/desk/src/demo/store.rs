//! The SQL of a made-up clinic's people and visits. Rows of the clinic itself are written by the features they belong to.

use domain::id::{AppointmentId, SiteId};
use domain::reference::{Reference, ReferenceKind};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::people::{Company, Patient, Rep};
use super::prescriptions::Seen;
use super::{pharmacy, rep_visits, visits};
use crate::error::Result;
use crate::ledger::Tx;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// The visits of a day that are over, the latest first.
pub(super) fn seen(connection: &Connection, date: Date, most: u16) -> Result<Vec<Seen>> {
    let mut statement = connection.prepare_cached(include_str!("seen.sql"))?;
    let params = named_params! { ":date": Sql(date), ":most": most };
    let seen = statement.query_map(params, |row| {
        Ok(Seen { id: row.col("id")?, patient: row.col("patient_id")?, doctor: row.col("doctor_id")? })
    })?;
    Ok(seen.collect::<rusqlite::Result<_>>()?)
}

/// Makes a visit one from afar; answers when it began.
pub(super) fn make_online(tx: &Tx<'_>, id: AppointmentId) -> Result<Option<Instant>> {
    let made = tx
        .prepare_cached("update appointment set kind = 'online' where id = :id returning started_at")?
        .query_row(named_params! { ":id": Sql(id) }, |row| row.col("started_at"))?;
    Ok(made)
}

/// The next visit of a day that nobody has come to.
pub(super) fn next_booked(connection: &Connection, date: Date) -> Result<Option<AppointmentId>> {
    let mut statement = connection.prepare_cached(include_str!("next_booked.sql"))?;
    let found = statement.query_row(named_params! { ":date": Sql(date) }, |row| row.col("id"));
    Ok(found.optional()?)
}

pub(super) fn insert_patient(tx: &Tx<'_>, patient: &Patient) -> Result<()> {
    let reference = tx.next_reference(ReferenceKind::Patient)?;
    let (full_name, second_name) = patient.names();
    let emergency = patient.emergency.as_ref();
    tx.prepare_cached(include_str!("insert_patient.sql"))?.execute(named_params! {
        ":id": Sql(patient.id),
        ":ref": reference.to_string(),
        ":full_name": full_name,
        ":second_name": second_name,
        ":date_of_birth": Sql(patient.date_of_birth),
        ":born_about": patient.born_about,
        ":gender": Sql(patient.gender()),
        ":phones": json(&patient.phones),
        ":email": patient.email,
        ":national_id": patient.national_id,
        ":address": patient.address,
        ":blood_type": patient.blood_type,
        ":emergency_name": emergency.map(|(name, _, _)| name),
        ":emergency_relationship": emergency.map(|(_, relationship, _)| relationship),
        ":emergency_phone": emergency.map(|(_, _, phone)| phone),
        ":notes": patient.notes,
        ":created_at": Sql(patient.created_at),
    })?;
    Ok(())
}

pub(super) fn insert_company(tx: &Tx<'_>, company: &Company) -> Result<()> {
    tx.prepare_cached("insert into company (id, name, phone) values (:id, :name, :phone)")?
        .execute(named_params! { ":id": Sql(company.id), ":name": company.name, ":phone": company.phone })?;
    Ok(())
}

pub(super) fn insert_rep(tx: &Tx<'_>, rep: &Rep) -> Result<()> {
    let (full_name, second_name) = rep.name.short();
    tx.prepare_cached(include_str!("insert_rep.sql"))?.execute(named_params! {
        ":id": Sql(rep.id),
        ":company_id": Sql(rep.company),
        ":full_name": full_name,
        ":second_name": second_name,
        ":drug_specialty": super::texts::FIELDS[rep.field].name,
        ":phone": rep.phone,
        ":email": rep.email,
        ":credential_expires": Sql(rep.credential_expires),
        ":blocked_until": Sql(rep.blocked.map(|(until, _)| until)),
        ":blocked_reason": rep.blocked.map(|(_, reason)| reason),
        ":created_at": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn insert_appointment(
    tx: &Tx<'_>,
    site: SiteId,
    row: &visits::Row,
    reference: Reference,
) -> Result<()> {
    tx.prepare_cached(include_str!("insert_appointment.sql"))?.execute(named_params! {
        ":id": Sql(row.id),
        ":ref": reference.to_string(),
        ":patient_id": Sql(row.patient),
        ":doctor_id": Sql(row.doctor),
        ":site_id": Sql(site),
        ":date": Sql(row.date),
        ":starts_at": Sql(row.start),
        ":minutes": row.minutes,
        ":status": Sql(row.status),
        ":reason": row.reason,
        ":queue_number": row.queue_number,
        ":rescheduled_from": Sql(row.rescheduled_from),
        ":cancelled_by": Sql(row.cancelled_by),
        ":cancel_reason": row.cancel_reason,
        ":overbook_reason": row.overbook_reason,
        ":confirmed_at": Sql(row.confirmed_at),
        ":arrived_at": Sql(row.arrived_at),
        ":started_at": Sql(row.started_at),
        ":completed_at": Sql(row.completed_at),
        ":created_at": Sql(row.created_at),
    })?;
    Ok(())
}

pub(super) fn insert_rep_visit(
    tx: &Tx<'_>,
    site: SiteId,
    row: &rep_visits::Row,
    reference: Reference,
) -> Result<()> {
    let summary = row.summary.as_ref();
    tx.prepare_cached(include_str!("insert_rep_visit.sql"))?.execute(named_params! {
        ":id": Sql(row.id),
        ":ref": reference.to_string(),
        ":rep_id": Sql(row.rep),
        ":doctor_id": Sql(row.doctor),
        ":site_id": Sql(site),
        ":date": Sql(row.date),
        ":starts_at": Sql(row.start),
        ":minutes": row.minutes,
        ":status": Sql(row.status),
        ":cancelled_by": row.cancelled_by,
        ":cancel_reason": row.cancel_reason,
        ":rescheduled_from": Sql(row.rescheduled_from),
        ":products": json(&row.products),
        ":summary_samples": Sql(summary.map(|summary| Json(summary.samples.clone()))),
        ":summary_minutes": summary.map(|summary| summary.minutes),
        ":summary_topic": summary.map(|summary| summary.topic),
        ":summary_feedback": summary.map(|summary| summary.feedback),
        ":arrived_at": Sql(row.arrived_at),
        ":started_at": Sql(row.started_at),
        ":completed_at": Sql(row.completed_at),
        ":created_at": Sql(row.created_at),
    })?;
    Ok(())
}

pub(super) fn insert_medicine(tx: &Tx<'_>, medicine: &pharmacy::Medicine) -> Result<()> {
    tx.prepare_cached(include_str!("insert_medicine.sql"))?.execute(named_params! {
        ":id": Sql(medicine.id),
        ":name": medicine.name,
        ":generic_name": medicine.generic_name,
        ":ingredients": json(&medicine.ingredients),
        ":families": json(&medicine.families),
        ":form": Sql(medicine.form),
        ":strength": medicine.strength,
        ":unit": medicine.unit,
        ":pack_size": medicine.pack_size,
        ":price_minor": medicine.price_minor,
        ":minimum_stock": medicine.minimum_stock,
        ":created_at": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn insert_lot(tx: &Tx<'_>, lot: &pharmacy::Lot) -> Result<()> {
    tx.prepare_cached(include_str!("insert_lot.sql"))?.execute(named_params! {
        ":id": Sql(lot.id),
        ":medicine_id": Sql(lot.medicine),
        ":number": lot.number,
        ":expires_on": Sql(lot.expires_on),
        ":created_at": Sql(lot.created_at),
    })?;
    Ok(())
}

pub(super) fn insert_movement(tx: &Tx<'_>, movement: &pharmacy::Movement) -> Result<()> {
    tx.prepare_cached(include_str!("insert_movement.sql"))?.execute(named_params! {
        ":id": Sql(movement.id),
        ":lot_id": Sql(movement.lot),
        ":site_id": Sql(movement.site),
        ":quantity": movement.quantity,
        ":reason": Sql(movement.reason),
        ":note": movement.note,
        ":moved_at": Sql(movement.moved_at),
    })?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("our own types serialise to JSON")
}
