//! What the screens read about patients.

use domain::appointment::AppointmentStatus as Status;
use domain::id::PatientId;
use domain::patient::{Traits, known_age_years};
use domain::queue::no_shows_running;
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::requests::{PatientCard, PatientHit, VisitLine};
use super::search::Found;
use super::{merging, store};
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// Nobody reads further back on one card.
const MOST_VISITS: u32 = 500;

/// One patient with visits, as of `today`.
///
/// # Errors
/// `not_found {what: patient}`.
pub(super) fn card(connection: &Connection, id: PatientId, today: Date) -> Result<PatientCard> {
    let patient = store::any(connection, id)?;
    let visits = visits(connection, id)?;
    let came = |visit: &&VisitLine| {
        matches!(visit.status, Status::Arrived | Status::InConsultation | Status::Completed)
    };
    let expected = |visit: &&VisitLine| {
        matches!(visit.status, Status::Scheduled | Status::Confirmed) && visit.date >= today
    };
    Ok(PatientCard {
        age_years: known_age_years(patient.date_of_birth, patient.born_about, today),
        last_visit: visits.iter().find(came).cloned(),
        // Newest first, so the next is the last that is still to come.
        next_visit: visits.iter().rfind(expected).cloned(),
        no_shows: no_shows(connection, id, today)?,
        no_shows_running: no_shows_running(visits.iter().map(|visit| visit.status)),
        patient,
        visits,
        family: Vec::new(),
        merged: merging::merged_records(connection, id)?,
    })
}

/// One patient's line with the latest day they came; `None` for one who was removed.
pub(super) fn hit(connection: &Connection, id: PatientId, today: Date) -> Result<Option<PatientHit>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("person.sql"), include_str!("last_visit.sql")))?;
    let last_visit = statement.query_row(named_params! { ":id": Sql(id) }, |row| row.col("last_visit"))?;
    Ok(hits(connection, &[Found { id, last_visit }], today)?.pop())
}

fn visits(connection: &Connection, id: PatientId) -> Result<Vec<VisitLine>> {
    let mut statement = connection
        .prepare_cached(concat!(include_str!("person.sql"), include_str!("visits_of_patient.sql")))?;
    let visits = statement
        .query_map(named_params! { ":id": Sql(id), ":most": MOST_VISITS }, |row| {
            Ok(VisitLine {
                id: row.col("id")?,
                r#ref: row.get("ref")?,
                date: row.col("date")?,
                start: row.col("starts_at")?,
                minutes: row.get("minutes")?,
                status: row.col("status")?,
                doctor_id: row.col("doctor_id")?,
                doctor_name: row.get("doctor_name")?,
                reason: row.get("reason")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(visits)
}

/// How many visits the patient did not come to: of the last twelve months, and the last ones running.
pub(crate) fn missed(connection: &Connection, id: PatientId, today: Date) -> Result<(u32, u32)> {
    let running = no_shows_running(visits(connection, id)?.iter().map(|visit| visit.status));
    Ok((no_shows(connection, id, today)?, running))
}

fn no_shows(connection: &Connection, id: PatientId, today: Date) -> Result<u32> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("person.sql"), include_str!("no_shows.sql")))?;
    Ok(statement
        .query_row(named_params! { ":id": Sql(id), ":today": Sql(today) }, |row| row.get("no_shows"))?)
}

/// The lines of a search's answer, in its order. Who was removed since the search is left out.
pub(super) fn hits(connection: &Connection, found: &[Found], today: Date) -> Result<Vec<PatientHit>> {
    Ok(with_national_ids(connection, found, today)?.into_iter().map(|hit| hit.patient).collect())
}

/// A line with what only the comparing of records needs.
pub(super) struct Identified {
    pub patient: PatientHit,
    pub national_id: Option<String>,
}

impl Identified {
    /// What identifies the person, ready for comparing.
    pub(super) fn traits(&self) -> Traits {
        let patient = &self.patient;
        Traits::new(
            [Some(patient.full_name.as_str()), patient.second_name.as_deref()].into_iter().flatten(),
            patient.phones.iter().map(|phone| phone.number.as_str()),
            patient.date_of_birth,
            self.national_id.as_deref(),
        )
    }
}

pub(super) fn with_national_ids(
    connection: &Connection,
    found: &[Found],
    today: Date,
) -> Result<Vec<Identified>> {
    let mut statement = connection.prepare_cached(include_str!("hit.sql"))?;
    let mut hits = Vec::with_capacity(found.len());
    for found in found {
        let hit = statement
            .query_row(named_params! { ":id": Sql(found.id) }, |row| {
                let (date_of_birth, born_about) = (row.col("date_of_birth")?, row.get("born_about")?);
                let patient = PatientHit {
                    id: found.id,
                    r#ref: row.get("ref")?,
                    full_name: row.get("full_name")?,
                    second_name: row.get("second_name")?,
                    date_of_birth,
                    born_about,
                    age_years: known_age_years(date_of_birth, born_about, today),
                    gender: row.col("gender")?,
                    phones: row.col::<Json<_>>("phones")?.0,
                    last_visit: found.last_visit,
                };
                Ok(Identified { patient, national_id: row.get("national_id")? })
            })
            .optional()?;
        hits.extend(hit);
    }
    Ok(hits)
}
