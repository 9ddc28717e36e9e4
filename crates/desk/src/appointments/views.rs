//! Appointments as screens read them: with the patient's name, file number and first phone.

use domain::id::{AppointmentId, DoctorId, SiteId};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, named_params};

use super::requests::Appointment;
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// One appointment, unless it was removed (its booking undone).
pub(crate) fn one(connection: &Connection, id: AppointmentId) -> Result<Option<Appointment>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("appointment.sql"), " and appointment.id = :id"))?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, read).optional()?)
}

/// Every appointment of a site from `first` to `last`, both counted, in the order of the clock and in every state.
pub(crate) fn of_site(
    connection: &Connection,
    site: SiteId,
    first: Date,
    last: Date,
) -> Result<Vec<Appointment>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("appointment.sql"),
        " and appointment.date between :first and :last and appointment.site_id = :site
          order by appointment.date, appointment.starts_at, appointment.created_at"
    ))?;
    collect(&mut statement, named_params! { ":first": Sql(first), ":last": Sql(last), ":site": Sql(site) })
}

/// Every appointment of a doctor from `first` to `last`, both counted, in the order of the clock and in every state.
pub(crate) fn of_doctor(
    connection: &Connection,
    doctor: DoctorId,
    first: Date,
    last: Date,
) -> Result<Vec<Appointment>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("appointment.sql"),
        " and appointment.date between :first and :last and appointment.doctor_id = :doctor
          order by appointment.date, appointment.starts_at, appointment.created_at"
    ))?;
    collect(
        &mut statement,
        named_params! { ":first": Sql(first), ":last": Sql(last), ":doctor": Sql(doctor) },
    )
}

fn collect(statement: &mut Statement<'_>, params: impl Params) -> Result<Vec<Appointment>> {
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Appointment> {
    Ok(Appointment {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        patient_id: row.col("patient_id")?,
        patient_name: row.get("patient_name")?,
        patient_ref: row.get("patient_ref")?,
        patient_phone: row.get("patient_phone")?,
        doctor_id: row.col("doctor_id")?,
        site_id: row.col("site_id")?,
        date: row.col("date")?,
        start: row.col("starts_at")?,
        minutes: row.get("minutes")?,
        later_hour: row.get("later_hour")?,
        status: row.col("status")?,
        kind: row.col("kind")?,
        reason: row.get("reason")?,
        symptoms: row.col::<Option<Json<Vec<String>>>>("symptoms")?.map_or_else(Vec::new, |Json(list)| list),
        notes: row.get("notes")?,
        queue_number: row.get("queue_number")?,
        cancelled_by: row.col("cancelled_by")?,
        cancel_reason: row.get("cancel_reason")?,
        overbook_reason: row.get("overbook_reason")?,
        clash_with: row.col("clash_with")?,
        arrived_at: row.col("arrived_at")?,
        started_at: row.col("started_at")?,
        completed_at: row.col("completed_at")?,
        created_at: row.col("created_at")?,
    })
}
