//! The SQL of doctors and specialties.

use std::collections::HashMap;

use domain::id::{DoctorId, Id as _, SpecialtyId};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use uuid::Uuid;

use super::{Doctor, Qualification, Specialty};
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// Every doctor, active or not, by name: the order of the board.
pub fn doctors(connection: &Connection) -> Result<Vec<Doctor>> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("doctor.sql"), " order by full_name collate nocase, id"))?;
    let mut doctors = statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut specialties = specialties_of_all(connection)?;
    for doctor in &mut doctors {
        doctor.specialties = specialties.remove(&doctor.id).unwrap_or_default();
    }
    Ok(doctors)
}

/// One doctor, if there is one with this id.
pub fn doctor(connection: &Connection, id: DoctorId) -> Result<Option<Doctor>> {
    let mut statement = connection.prepare_cached(concat!(include_str!("doctor.sql"), " and id = :id"))?;
    let doctor = statement.query_row(named_params! { ":id": Sql(id) }, read).optional()?;
    let Some(mut doctor) = doctor else { return Ok(None) };
    let mut statement = connection.prepare_cached(concat!(
        include_str!("specialty_of_doctor.sql"),
        " where doctor_specialty.doctor_id = :id order by position, name"
    ))?;
    let rows = statement.query_map(named_params! { ":id": Sql(id) }, read_specialty)?;
    doctor.specialties = rows.collect::<rusqlite::Result<_>>()?;
    Ok(Some(doctor))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Doctor> {
    Ok(Doctor {
        id: row.col("id")?,
        site_id: row.col("site_id")?,
        full_name: row.get("full_name")?,
        second_name: row.get("second_name")?,
        title: row.get("title")?,
        specialties: Vec::new(),
        license_number: row.get("license_number")?,
        qualifications: row.col::<Json<Vec<Qualification>>>("qualifications")?.0,
        years_of_experience: row.get("years_of_experience")?,
        biography: row.get("biography")?,
        languages: row.col::<Json<Vec<String>>>("languages")?.0,
        consultation_fee_minor: row.get("consultation_fee_minor")?,
        default_visit_minutes: row.get("default_visit_minutes")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        board_colour: row.get("board_colour")?,
        approval: row.col("approval")?,
        documents_verified: row.get("documents_verified")?,
        active: row.get("active")?,
    })
}

fn specialties_of_all(connection: &Connection) -> Result<HashMap<DoctorId, Vec<Specialty>>> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("specialty_of_doctor.sql"), " order by position, name"))?;
    let mut of: HashMap<DoctorId, Vec<Specialty>> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        of.entry(row.col("doctor_id")?).or_default().push(read_specialty(row)?);
    }
    Ok(of)
}

pub(crate) fn insert(connection: &Connection, doctor: &Doctor, now: Instant) -> Result<()> {
    write(connection, include_str!("insert_doctor.sql"), doctor, Some(now))
}

pub(super) fn change(connection: &Connection, doctor: &Doctor) -> Result<()> {
    write(connection, include_str!("change_doctor.sql"), doctor, None)
}

fn write(connection: &Connection, sql: &str, doctor: &Doctor, created_at: Option<Instant>) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(named_params! {
        ":id": Sql(doctor.id),
        ":site_id": Sql(doctor.site_id),
        ":full_name": doctor.full_name,
        ":second_name": doctor.second_name,
        ":title": doctor.title,
        ":license_number": doctor.license_number,
        ":qualifications": Sql(Json(doctor.qualifications.clone())),
        ":years_of_experience": doctor.years_of_experience,
        ":biography": doctor.biography,
        ":languages": Sql(Json(doctor.languages.clone())),
        ":consultation_fee_minor": doctor.consultation_fee_minor,
        ":default_visit_minutes": doctor.default_visit_minutes,
        ":phone": doctor.phone,
        ":email": doctor.email,
        ":board_colour": doctor.board_colour,
        ":approval": Sql(doctor.approval),
        ":documents_verified": doctor.documents_verified,
        ":active": doctor.active,
        ":created_at": Sql(created_at),
    })?;
    Ok(())
}

pub(super) fn remove(connection: &Connection, id: DoctorId, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update doctor set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}

/// Who else has this licence number.
pub(super) fn holder_of_license(
    connection: &Connection,
    license: &str,
    other_than: DoctorId,
) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "select full_name from doctor where license_number = :license and id <> :id and deleted_at is null",
    )?;
    let holder = statement
        .query_row(named_params! { ":license": license, ":id": Sql(other_than) }, |row| row.get("full_name"));
    Ok(holder.optional()?)
}

/// How many visits somebody still expects from `today` on, and the day of the first; `None` when there are none.
pub(super) fn upcoming_visits(
    connection: &Connection,
    doctor: DoctorId,
    today: Date,
) -> Result<Option<(u32, Date)>> {
    let mut statement = connection.prepare_cached(include_str!("upcoming_visits.sql"))?;
    let params = named_params! { ":doctor_id": Sql(doctor), ":today": Sql(today) };
    let (count, first) = statement.query_row(params, |row| {
        Ok((row.get::<_, u32>("visits")?, row.col::<Option<Date>>("first_date")?))
    })?;
    Ok(first.map(|first| (count, first)))
}

/// Brings the doctor's links to what the doctor says; links that say it already stay untouched.
pub(crate) fn put_specialties(connection: &Connection, doctor: &Doctor) -> Result<()> {
    let mut statement = connection
        .prepare_cached("select id, specialty_id from doctor_specialty where doctor_id = :doctor_id")?;
    let links = statement
        .query_map(named_params! { ":doctor_id": Sql(doctor.id) }, |row| {
            Ok((row.col::<Uuid>("id")?, row.col::<SpecialtyId>("specialty_id")?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (id, _) in
        links.iter().filter(|(_, linked)| !doctor.specialties.iter().any(|kept| kept.id == *linked))
    {
        connection
            .prepare_cached("delete from doctor_specialty where id = :id")?
            .execute(named_params! { ":id": Sql(*id) })?;
    }
    for (position, specialty) in doctor.specialties.iter().enumerate() {
        connection.prepare_cached(include_str!("link_specialty.sql"))?.execute(named_params! {
            ":id": Sql(Uuid::new_v5(&doctor.id.uuid(), specialty.id.uuid().as_bytes())),
            ":doctor_id": Sql(doctor.id),
            ":specialty_id": Sql(specialty.id),
            ":position": position,
        })?;
    }
    Ok(())
}

/// Every specialty, by name.
pub fn specialties(connection: &Connection) -> Result<Vec<Specialty>> {
    let mut statement = connection.prepare_cached(
        "select id, name, name_ar, description, icon from specialty
         where deleted_at is null order by name collate nocase, id",
    )?;
    let rows = statement.query_map([], read_specialty)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read_specialty(row: &Row<'_>) -> rusqlite::Result<Specialty> {
    Ok(Specialty {
        id: row.col("id")?,
        name: row.get("name")?,
        name_ar: row.get("name_ar")?,
        description: row.get("description")?,
        icon: row.get("icon")?,
    })
}

pub(crate) fn insert_specialty(connection: &Connection, specialty: &Specialty) -> Result<()> {
    let sql = "insert into specialty (id, name, name_ar, description, icon)
               values (:id, :name, :name_ar, :description, :icon)";
    write_specialty(connection, sql, specialty)?;
    Ok(())
}

/// Whether there was such a specialty.
pub(super) fn change_specialty(connection: &Connection, specialty: &Specialty) -> Result<bool> {
    let sql =
        "update specialty set name = :name, name_ar = :name_ar, description = :description, icon = :icon
               where id = :id and deleted_at is null";
    Ok(write_specialty(connection, sql, specialty)? == 1)
}

fn write_specialty(connection: &Connection, sql: &str, specialty: &Specialty) -> Result<usize> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(named_params! {
        ":id": Sql(specialty.id),
        ":name": specialty.name,
        ":name_ar": specialty.name_ar,
        ":description": specialty.description,
        ":icon": specialty.icon,
    })?)
}

/// The names of the doctors who have this field, in the order of the alphabet.
pub(super) fn doctors_of_specialty(connection: &Connection, id: SpecialtyId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "select doctor.full_name from doctor_specialty
         join doctor on doctor.id = doctor_specialty.doctor_id and doctor.deleted_at is null
         where doctor_specialty.specialty_id = :id order by doctor.full_name collate nocase",
    )?;
    let names = statement.query_map(named_params! { ":id": Sql(id) }, |row| row.get("full_name"))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Whether there was such a specialty.
pub(super) fn remove_specialty(connection: &Connection, id: SpecialtyId, now: Instant) -> Result<bool> {
    let removed = connection
        .prepare_cached("update specialty set deleted_at = :now where id = :id and deleted_at is null")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(removed == 1)
}
