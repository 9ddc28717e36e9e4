//! A chart as the screen reads it.
//!
//! Long because all that a chart shows is read here, kind by kind, in the same few lines.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::appointment::AppointmentStatus as Status;
use domain::calendar::zone::{self, Zone};
use domain::chart::Admission;
use domain::id::{AccountId, AppointmentId, ConsultationId, DoctorId, EncounterId, Id as _, PatientId};
use domain::patient::known_age_years;
use domain::time::{Date, Instant, WallTime};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::requests::{
    Allergy, Chart, ChartAccess, ChartBanner, ChartRight, Condition, Consultation, Diagnosis, Encounter,
    GlassReview, LabTest, Measured, Medication, ReviewList, TimelineConsultation, TimelineEntry,
    TimelineKind, TimelinePrescription, Vitals,
};
use crate::error::Result;
use crate::prescriptions::requests::PrescriptionLine;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};
use crate::{Session, patients, prescriptions};

/// Nobody reads further back on one screen.
const MOST_VISITS: u32 = 1_000;
/// More than a small chart can show.
const MOST_VITALS: u32 = 200;
const MOST_REVIEWS: u32 = 200;

/// What names a person's files: their own and those that became part of it.
macro_rules! of_person {
    ($file:literal) => {
        concat!(include_str!("../patients/person.sql"), include_str!($file))
    };
}

/// Everything a chart shows.
///
/// # Errors
/// `not_found {what: patient}`.
pub(super) fn chart(
    connection: &Connection,
    id: PatientId,
    how: Admission,
    session: &Session,
    now: Instant,
) -> Result<Chart> {
    let zone = patients::clinic_zone(connection)?;
    let (today, _) = zone::wall(now, zone);
    let patient = patients::known(connection, id)?;
    let age_years = known_age_years(patient.date_of_birth, patient.born_about, today);
    let visits = visits(connection, id)?;
    let allergies = allergies(connection, id)?;
    let conditions = conditions(connection, id)?;
    let vitals = vitals(connection, id, age_years)?;
    let lab_tests = lab_tests(connection, id)?;
    let came = |visit: &&Visit| {
        matches!(visit.status, Status::Arrived | Status::InConsultation | Status::Completed)
            && visit.date < today
    };
    let banner = ChartBanner {
        patient_id: id,
        r#ref: patient.r#ref,
        full_name: patient.full_name,
        second_name: patient.second_name,
        date_of_birth: patient.date_of_birth,
        born_about: patient.born_about,
        age_years,
        gender: patient.gender,
        phones: patient.phones,
        blood_type: patient.blood_type,
        notes: patient.notes,
        last_visit: visits.iter().find(came).map(|visit| visit.date),
        deleted: patient.deleted,
    };
    let access = match how {
        Admission::All => ChartAccess { right: ChartRight::Role, until: None },
        Admission::Own => ChartAccess { right: ChartRight::OwnPatient, until: None },
        Admission::Glass(until) => ChartAccess { right: ChartRight::BrokenGlass, until: Some(until) },
    };
    let current_visit = current(&visits, session.doctor_id, today);
    let mut timeline = with_encounters(connection, id, visits)?;
    timeline.extend(allergies.iter().map(|allergy| of_allergy(allergy, zone)));
    timeline.extend(conditions.iter().map(|condition| of_condition(condition, zone)));
    timeline.extend(vitals.iter().map(|measured| of_vitals(measured, zone)));
    timeline.extend(lab_tests.iter().map(of_test));
    let prescribed = prescriptions::views::list(connection, session, id)?;
    timeline.extend(prescribed.into_iter().map(|prescription| of_prescription(prescription, zone)));
    timeline.extend(consultations_of_person(connection, id)?.into_iter().map(|call| of_call(call, zone)));
    timeline.sort_by_key(|entry| Reverse((entry.date, entry.time)));
    Ok(Chart {
        medications: medications(connection, id, today)?,
        banner,
        access,
        timeline,
        allergies,
        conditions,
        vitals,
        lab_tests,
        current_visit,
        today,
    })
}

struct Visit {
    id: AppointmentId,
    date: Date,
    start: WallTime,
    status: Status,
    reason: Option<String>,
    doctor: DoctorId,
    doctor_name: String,
}

fn visits(connection: &Connection, id: PatientId) -> Result<Vec<Visit>> {
    let mut statement = connection.prepare_cached(of_person!("visits.sql"))?;
    let visits = statement
        .query_map(named_params! { ":id": Sql(id), ":most": MOST_VISITS }, |row| {
            Ok(Visit {
                id: row.col("id")?,
                date: row.col("date")?,
                start: row.col("starts_at")?,
                status: row.col("status")?,
                reason: row.get("reason")?,
                doctor: row.col("doctor_id")?,
                doctor_name: row.get("doctor_name")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(visits)
}

/// Today's visit to write about: the one under way, or the latest that is over or about to begin.
fn current(visits: &[Visit], doctor: Option<DoctorId>, today: Date) -> Option<AppointmentId> {
    let mine = || visits.iter().filter(move |visit| visit.date == today && doctor == Some(visit.doctor));
    let in_state = |wanted: Status| mine().find(move |visit| visit.status == wanted);
    [Status::InConsultation, Status::Arrived, Status::Completed]
        .into_iter()
        .find_map(in_state)
        .map(|visit| visit.id)
}

struct Written {
    id: EncounterId,
    appointment: Option<AppointmentId>,
    date: Date,
    doctor: DoctorId,
    doctor_name: String,
    complaint: Option<String>,
    diagnoses: Option<String>,
}

fn with_encounters(connection: &Connection, id: PatientId, visits: Vec<Visit>) -> Result<Vec<TimelineEntry>> {
    let mut statement = connection.prepare_cached(of_person!("encounters.sql"))?;
    let written = statement
        .query_map(named_params! { ":id": Sql(id) }, |row| {
            Ok(Written {
                id: row.col("id")?,
                appointment: row.col("appointment_id")?,
                date: row.col("date")?,
                doctor: row.col("doctor_id")?,
                doctor_name: row.get("doctor_name")?,
                complaint: row.get("complaint")?,
                diagnoses: row.get("diagnoses")?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let (mut of_visits, mut timeline) = (HashMap::new(), Vec::new());
    for written in written {
        match written.appointment {
            Some(appointment) => drop(of_visits.insert(appointment, written)),
            None => timeline.push(TimelineEntry {
                doctor_id: Some(written.doctor),
                doctor_name: Some(written.doctor_name),
                encounter_id: Some(written.id),
                title: written.complaint,
                detail: written.diagnoses,
                ..entry(TimelineKind::Encounter, written.id.uuid(), written.date)
            }),
        }
    }
    timeline.extend(visits.into_iter().map(|visit| {
        let written = of_visits.remove(&visit.id);
        let (encounter_id, complaint, detail) = match written {
            Some(written) => (Some(written.id), written.complaint, written.diagnoses),
            None => (None, None, None),
        };
        TimelineEntry {
            time: Some(visit.start),
            doctor_id: Some(visit.doctor),
            doctor_name: Some(visit.doctor_name),
            status: Some(visit.status),
            encounter_id,
            title: visit.reason.or(complaint),
            detail,
            ..entry(TimelineKind::Visit, visit.id.uuid(), visit.date)
        }
    }));
    Ok(timeline)
}

fn entry(kind: TimelineKind, id: uuid::Uuid, date: Date) -> TimelineEntry {
    TimelineEntry {
        kind,
        id,
        date,
        time: None,
        doctor_id: None,
        doctor_name: None,
        status: None,
        encounter_id: None,
        title: None,
        detail: None,
        flag: None,
        severity: None,
        pressure: None,
        prescription: None,
        consultation: None,
    }
}

fn of_allergy(allergy: &Allergy, zone: Zone) -> TimelineEntry {
    let date = allergy.noticed_on.unwrap_or_else(|| zone::wall(allergy.created_at, zone).0);
    TimelineEntry {
        title: Some(allergy.allergen.clone()),
        detail: allergy.reaction.clone(),
        severity: Some(allergy.severity),
        ..entry(TimelineKind::Allergy, allergy.id.uuid(), date)
    }
}

fn of_condition(condition: &Condition, zone: Zone) -> TimelineEntry {
    let date = condition.diagnosed_on.unwrap_or_else(|| zone::wall(condition.created_at, zone).0);
    TimelineEntry {
        title: Some(condition.name.clone()),
        detail: condition.code.clone(),
        ..entry(TimelineKind::Condition, condition.id.uuid(), date)
    }
}

fn of_vitals(measured: &Vitals, zone: Zone) -> TimelineEntry {
    let (date, time) = zone::wall(measured.measured_at, zone);
    TimelineEntry {
        time: Some(time),
        pressure: measured.systolic_mmhg.zip(measured.diastolic_mmhg),
        ..entry(TimelineKind::Vitals, measured.id.uuid(), date)
    }
}

fn of_test(test: &LabTest) -> TimelineEntry {
    let result = test.result.as_ref().map(|result| match &test.unit {
        Some(unit) => format!("{result} {unit}"),
        None => result.clone(),
    });
    TimelineEntry {
        encounter_id: test.encounter_id,
        title: Some(test.name.clone()),
        detail: result,
        flag: test.flag,
        ..entry(TimelineKind::LabTest, test.id.uuid(), test.result_on.unwrap_or(test.ordered_on))
    }
}

fn of_prescription(written: PrescriptionLine, zone: Zone) -> TimelineEntry {
    let (date, time) = zone::wall(written.issued_at.unwrap_or(written.created_at), zone);
    TimelineEntry {
        time: Some(time),
        doctor_id: Some(written.doctor_id),
        doctor_name: Some(written.doctor_name),
        title: Some(written.r#ref),
        detail: written.diagnosis,
        prescription: Some(TimelinePrescription {
            state: written.state,
            lines: if written.medicines.is_empty() { written.tests } else { written.medicines },
            corrects: written.corrects.map(|name| name.r#ref),
            replaced_by: written.replaced_by.map(|name| name.r#ref),
        }),
        ..entry(TimelineKind::Prescription, written.id.uuid(), date)
    }
}

fn of_call(call: Consultation, zone: Zone) -> TimelineEntry {
    let (date, time) = zone::wall(call.started_at, zone);
    let minutes = call.minutes();
    TimelineEntry {
        time: Some(time),
        detail: call.summary,
        consultation: Some(TimelineConsultation {
            appointment_id: call.appointment_id,
            kind: call.kind,
            minutes,
            flags: call.flags,
        }),
        ..entry(TimelineKind::Consultation, call.id.uuid(), date)
    }
}

fn consultations_of_person(connection: &Connection, id: PatientId) -> Result<Vec<Consultation>> {
    const OF_PERSON: &str = concat!(
        include_str!("../patients/person.sql"),
        include_str!("consultations.sql"),
        "and log.patient_id in (select id from person)"
    );
    calls(connection, OF_PERSON, id.uuid())
}

/// The calls of a visit in their order.
pub(super) fn consultations_of_visit(
    connection: &Connection,
    id: AppointmentId,
) -> Result<Vec<Consultation>> {
    const OF_VISIT: &str = concat!(
        include_str!("consultations.sql"),
        "and log.appointment_id = :id order by log.started_at, log.id"
    );
    calls(connection, OF_VISIT, id.uuid())
}

pub(super) fn consultation(connection: &Connection, id: ConsultationId) -> Result<Option<Consultation>> {
    const ONE: &str = concat!(include_str!("consultations.sql"), "and log.id = :id");
    Ok(calls(connection, ONE, id.uuid())?.pop())
}

fn calls(connection: &Connection, sql: &str, id: uuid::Uuid) -> Result<Vec<Consultation>> {
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        Ok(Consultation {
            id: row.col("id")?,
            appointment_id: row.col("appointment_id")?,
            kind: row.col("kind")?,
            started_at: row.col("started_at")?,
            ended_at: row.col("ended_at")?,
            device: row.get("device")?,
            summary: row.get("summary")?,
            flags: row.col::<Json<_>>("flags")?.0,
            written_by: row.get("written_by")?,
        })
    };
    Ok(statement.query_map(named_params! { ":id": Sql(id) }, read)?.collect::<rusqlite::Result<_>>()?)
}

fn allergies(connection: &Connection, id: PatientId) -> Result<Vec<Allergy>> {
    let mut statement = connection.prepare_cached(of_person!("allergies.sql"))?;
    let read = |row: &Row<'_>| {
        Ok(Allergy {
            id: row.col("id")?,
            allergen: row.get("allergen")?,
            reaction: row.get("reaction")?,
            severity: row.col("severity")?,
            noticed_on: row.col("noticed_on")?,
            written_by: row.get("written_by")?,
            created_at: row.col("created_at")?,
        })
    };
    Ok(statement.query_map(named_params! { ":id": Sql(id) }, read)?.collect::<rusqlite::Result<_>>()?)
}

fn conditions(connection: &Connection, id: PatientId) -> Result<Vec<Condition>> {
    let mut statement = connection.prepare_cached(of_person!("conditions.sql"))?;
    let read = |row: &Row<'_>| {
        Ok(Condition {
            id: row.col("id")?,
            name: row.get("name")?,
            code: row.get("code")?,
            diagnosed_on: row.col("diagnosed_on")?,
            ended_on: row.col("ended_on")?,
            notes: row.get("notes")?,
            written_by: row.get("written_by")?,
            created_at: row.col("created_at")?,
        })
    };
    Ok(statement.query_map(named_params! { ":id": Sql(id) }, read)?.collect::<rusqlite::Result<_>>()?)
}

fn medications(connection: &Connection, id: PatientId, today: Date) -> Result<Vec<Medication>> {
    let mut statement = connection.prepare_cached(of_person!("medications.sql"))?;
    let read = |row: &Row<'_>| {
        Ok(Medication {
            id: row.col("id")?,
            name: row.get("name")?,
            dosage: row.get("dosage")?,
            frequency: row.get("frequency")?,
            first_date: row.col("first_date")?,
            last_date: row.col("last_date")?,
            notes: row.get("notes")?,
            is_current: row.get("is_current")?,
            written_by: row.get("written_by")?,
            created_at: row.col("created_at")?,
        })
    };
    let parameters = named_params! { ":id": Sql(id), ":today": Sql(today) };
    Ok(statement.query_map(parameters, read)?.collect::<rusqlite::Result<_>>()?)
}

fn vitals(connection: &Connection, id: PatientId, age_years: Option<u16>) -> Result<Vec<Vitals>> {
    let mut statement = connection.prepare_cached(of_person!("vitals.sql"))?;
    let read = |row: &Row<'_>| {
        let values = Measured {
            height_mm: row.get("height_mm")?,
            weight_grams: row.get("weight_grams")?,
            systolic_mmhg: row.get("systolic_mmhg")?,
            diastolic_mmhg: row.get("diastolic_mmhg")?,
            pulse_per_minute: row.get("pulse_per_minute")?,
            temperature_tenths: row.get("temperature_tenths")?,
            oxygen_percent: row.get("oxygen_percent")?,
        };
        Ok(Vitals {
            id: row.col("id")?,
            measured_at: row.col("measured_at")?,
            standing_out: values.reading().standing_out(age_years),
            height_mm: values.height_mm,
            weight_grams: values.weight_grams,
            systolic_mmhg: values.systolic_mmhg,
            diastolic_mmhg: values.diastolic_mmhg,
            pulse_per_minute: values.pulse_per_minute,
            temperature_tenths: values.temperature_tenths,
            oxygen_percent: values.oxygen_percent,
            written_by: row.get("written_by")?,
        })
    };
    let parameters = named_params! { ":id": Sql(id), ":most": MOST_VITALS };
    Ok(statement.query_map(parameters, read)?.collect::<rusqlite::Result<_>>()?)
}

fn lab_tests(connection: &Connection, id: PatientId) -> Result<Vec<LabTest>> {
    let mut statement = connection.prepare_cached(of_person!("lab_tests.sql"))?;
    let read = |row: &Row<'_>| {
        Ok(LabTest {
            id: row.col("id")?,
            name: row.get("name")?,
            encounter_id: row.col("encounter_id")?,
            ordered_on: row.col("ordered_on")?,
            result: row.get("result")?,
            unit: row.get("unit")?,
            usual_range: row.get("usual_range")?,
            flag: row.col("flag")?,
            result_on: row.col("result_on")?,
            notes: row.get("notes")?,
            written_by: row.get("written_by")?,
            created_at: row.col("created_at")?,
        })
    };
    Ok(statement.query_map(named_params! { ":id": Sql(id) }, read)?.collect::<rusqlite::Result<_>>()?)
}

/// What was written at a visit, with its diagnoses in their order.
pub(super) fn encounter(connection: &Connection, id: EncounterId) -> Result<Option<Encounter>> {
    let read = |row: &Row<'_>| {
        Ok(Encounter {
            id: row.col("id")?,
            complaint: row.get("complaint")?,
            diagnoses: Vec::new(),
            treatment: row.get("treatment")?,
            notes: row.get("notes")?,
            follow_up_date: row.col("follow_up_date")?,
            shared_with_patient: row.get("shared_with_patient")?,
            written_by: row.get("written_by")?,
            created_at: row.col("created_at")?,
        })
    };
    let mut statement = connection.prepare_cached(include_str!("encounter.sql"))?;
    let Some(mut encounter) = statement.query_row(named_params! { ":id": Sql(id) }, read).optional()? else {
        return Ok(None);
    };
    encounter.diagnoses = connection
        .prepare_cached(
            "select name, code from diagnosis where encounter_id = :id and deleted_at is null order by position, id",
        )?
        .query_map(named_params! { ":id": Sql(id) }, |row| {
            Ok(Diagnosis { name: row.get("name")?, code: row.get("code")? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(encounter))
}

pub(super) fn reviews(connection: &Connection, viewer: AccountId, open: Option<bool>) -> Result<ReviewList> {
    let mut statement = connection.prepare_cached(include_str!("reviews.sql"))?;
    let read = |row: &Row<'_>| {
        let reviewed_at: Option<Instant> = row.col("reviewed_at")?;
        Ok(GlassReview {
            id: row.col("id")?,
            patient_id: row.col("whose")?,
            patient_name: row.get("patient_name")?,
            patient_ref: row.get("patient_ref")?,
            account_name: row.get("account_name")?,
            reason: row.get("reason")?,
            begun_at: row.col("begun_at")?,
            expires_at: row.col("expires_at")?,
            reviewer_name: row.get("reviewer_name")?,
            reviewed_at,
            review: row.get("review")?,
            may_review: reviewed_at.is_none() && row.col::<AccountId>("account_id")? != viewer,
        })
    };
    let parameters = named_params! { ":open": open, ":most": MOST_REVIEWS };
    let reviews = statement.query_map(parameters, read)?.collect::<rusqlite::Result<_>>()?;
    let open_count = connection
        .prepare_cached(
            "select count(*) as open from break_glass where reviewed_at is null and deleted_at is null",
        )?
        .query_row([], |row| row.get("open"))?;
    Ok(ReviewList { reviews, open_count })
}
