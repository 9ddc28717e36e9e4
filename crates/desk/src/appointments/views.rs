//! Appointments as screens read them: with the patient's name, file number and first phone.

use domain::id::{AppointmentId, DoctorId, SeriesId, SiteId};
use domain::time::{Date, Instant, WallTime};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, named_params};

use super::requests::Appointment;
use super::series::requests::SeriesPlace;
use crate::columns;
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// One appointment, unless it was removed (its booking undone).
pub(crate) fn one(connection: &Connection, id: AppointmentId) -> Result<Option<Appointment>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("appointment.sql"), " and appointment.id = :id"))?;
    let at = AppointmentColumns::of(&statement)?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, |row| read(row, at)).optional()?)
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
        " and appointment.date between :first and :last and appointment.site_id = :site"
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
        " and appointment.date between :first and :last and appointment.doctor_id = :doctor"
    ))?;
    collect(
        &mut statement,
        named_params! { ":first": Sql(first), ":last": Sql(last), ":doctor": Sql(doctor) },
    )
}

/// Every appointment of a series in the order of the series, in every state.
pub(crate) fn of_series(connection: &Connection, series: SeriesId) -> Result<Vec<Appointment>> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("appointment.sql"), " and appointment.series_id = :series"))?;
    let mut visits = collect(&mut statement, named_params! { ":series": Sql(series) })?;
    visits.sort_by_key(|visit| visit.series.as_ref().map(|place| (place.date, place.start)));
    Ok(visits)
}

fn collect(statement: &mut Statement<'_>, params: impl Params) -> Result<Vec<Appointment>> {
    let at = AppointmentColumns::of(statement)?;
    let rows = statement.query_map(params, |row| read(row, at))?;
    let mut visits = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    // Here and not in the statement: sorting the ids of rows is cheaper than sorting whole rows.
    visits.sort_by_key(by_clock);
    Ok(visits)
}

/// The order of the clock; what begins together stands as it was booked.
pub(crate) fn by_clock(visit: &Appointment) -> (Date, WallTime, Instant, AppointmentId) {
    (visit.date, visit.start, visit.created_at, visit.id)
}

columns! {
    struct AppointmentColumns {
        id, ref_, patient_id, patient_name, patient_ref, patient_phone, doctor_id, site_id, date, starts_at, minutes,
        later_hour, status, kind, reason, symptoms, notes, queue_number, cancelled_by, cancel_reason, overbook_reason,
        clash_with, arrived_at, started_at, completed_at, created_at, called_at,
        series_id, series_date, series_starts_at,
    }
}

fn read(row: &Row<'_>, at: AppointmentColumns) -> rusqlite::Result<Appointment> {
    let symptoms: Option<Json<Vec<String>>> = row.at(at.symptoms)?;
    Ok(Appointment {
        id: row.at(at.id)?,
        r#ref: row.get(at.ref_)?,
        patient_id: row.at(at.patient_id)?,
        patient_name: row.get(at.patient_name)?,
        patient_ref: row.get(at.patient_ref)?,
        patient_phone: row.get(at.patient_phone)?,
        doctor_id: row.at(at.doctor_id)?,
        site_id: row.at(at.site_id)?,
        date: row.at(at.date)?,
        start: row.at(at.starts_at)?,
        minutes: row.get(at.minutes)?,
        later_hour: row.get(at.later_hour)?,
        status: row.at(at.status)?,
        kind: row.at(at.kind)?,
        reason: row.get(at.reason)?,
        symptoms: symptoms.map_or_else(Vec::new, |Json(list)| list),
        notes: row.get(at.notes)?,
        queue_number: row.get(at.queue_number)?,
        cancelled_by: row.at(at.cancelled_by)?,
        cancel_reason: row.get(at.cancel_reason)?,
        overbook_reason: row.get(at.overbook_reason)?,
        clash_with: row.at(at.clash_with)?,
        arrived_at: row.at(at.arrived_at)?,
        started_at: row.at(at.started_at)?,
        completed_at: row.at(at.completed_at)?,
        created_at: row.at(at.created_at)?,
        called_at: row.at(at.called_at)?,
        series: series_place(row, at)?,
    })
}

fn series_place(row: &Row<'_>, at: AppointmentColumns) -> rusqlite::Result<Option<SeriesPlace>> {
    let id: Option<SeriesId> = row.at(at.series_id)?;
    // All three or none: what another version wrote without a place is a visit like any other.
    let place = id.zip(row.at(at.series_date)?).zip(row.at(at.series_starts_at)?);
    Ok(place.map(|((id, date), start)| SeriesPlace { id, date, start }))
}
