//! Booking over a real database.

mod belt;
mod booking;
mod clock_changes;
mod free_times;
mod held;
mod journeys;
mod moving;
mod plans;
mod progress;

use domain::account::Role;
use domain::calendar::{Audience, ClosureEffect};
use domain::id::{AccountId, AppointmentId, ClosureId, DoctorId, HoursId, Id as _, PatientId};
use domain::time::{Date, Instant, Weekday};
use rusqlite::named_params;
use rusqlite::types::Value as SqlValue;
use uuid::Uuid;
use wire::registry::TABLES;

use super::requests::{
    AppointmentRef, AppointmentReply, BookRequest, CheckRequest, FreeTime, MoveRequest, Verdict,
};
use crate::closures::{self, Closure};
use crate::error::{Error, Refusal, Result};
use crate::schedules::{self, DayLimit, Hours};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};
use crate::{Desk, Session};

/// A working Tuesday, four days after the tests' now.
pub(crate) const TUESDAY: &str = "2026-11-24";
const MORNING: (&str, &str) = ("09:00", "13:00");
const AFTERNOON: (&str, &str) = ("14:00", "17:00");

/// A desk whose doctor sees patients from Saturday to Thursday, with lunch.
pub(crate) fn clinic() -> TestDesk {
    let clinic = fresh_desk();
    give_hours(&clinic, clinic.doctor);
    clinic
}

pub(crate) fn give_hours(clinic: &TestDesk, doctor: DoctorId) {
    for weekday in [
        Weekday::Saturday,
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
    ] {
        for block in [MORNING, AFTERNOON] {
            add_hours(clinic, doctor, Audience::Patient, weekday, block);
        }
    }
}

pub(crate) fn add_hours(
    clinic: &TestDesk,
    doctor: DoctorId,
    audience: Audience,
    weekday: Weekday,
    (starts, ends): (&str, &str),
) {
    commit(clinic, |tx| {
        let hours = Hours {
            id: tx.new_id::<HoursId>(),
            doctor_id: doctor,
            site_id: clinic.site,
            audience,
            weekday: Some(weekday),
            rrule: None,
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            valid_from: None,
            valid_until: None,
        };
        schedules::store::insert_hours(tx, &hours)
    });
}

pub(crate) fn close(clinic: &TestDesk, day: &str, part: Option<(&str, &str)>, reason: &str) -> ClosureId {
    commit(clinic, |tx| {
        let closure = Closure {
            id: tx.new_id(),
            site_id: None,
            doctor_id: Some(clinic.doctor),
            first_date: date(day),
            last_date: date(day),
            from: part.map(|(from, _)| from.parse().unwrap()),
            until: part.map(|(_, until)| until.parse().unwrap()),
            effect: ClosureEffect::Closed,
            reason: reason.to_owned(),
        };
        closures::store::insert(tx, &closure, tx.now())?;
        Ok(closure.id)
    })
}

pub(crate) fn limit_patients(clinic: &TestDesk, max_patients: u16) {
    commit(clinic, |tx| {
        let limit = DayLimit {
            id: tx.new_id(),
            doctor_id: clinic.doctor,
            weekday: None,
            max_patients: Some(max_patients),
            max_reps: None,
        };
        schedules::store::insert_day_limit(tx, &limit)
    });
}

pub(crate) fn another_doctor(clinic: &TestDesk, full_name: &str) -> DoctorId {
    let doctor = commit(clinic, |tx| {
        let doctor = tx.new_id::<DoctorId>();
        tx.execute(
            "insert into doctor (id, site_id, full_name, created_at) values (:id, :site, :full_name, :now)",
            named_params! {
                ":id": Sql(doctor), ":site": Sql(clinic.site), ":full_name": full_name, ":now": Sql(tx.now()),
            },
        )?;
        Ok(doctor)
    });
    give_hours(clinic, doctor);
    doctor
}

/// An approved visit of a rep.
pub(crate) fn rep_visit(clinic: &TestDesk, day: &str, start: &str, minutes: u16) {
    commit(clinic, |tx| {
        let (company, rep) = (tx.new_id::<domain::id::CompanyId>(), tx.new_id::<domain::id::RepId>());
        tx.execute(
            "insert into company (id, name) values (:id, 'Nile Pharma')",
            named_params! { ":id": Sql(company) },
        )?;
        tx.execute(
            "insert into rep (id, company_id, full_name, created_at) values (:id, :company, 'Rania Aziz', :now)",
            named_params! { ":id": Sql(rep), ":company": Sql(company), ":now": Sql(tx.now()) },
        )?;
        tx.execute(
            "insert into rep_visit (id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
             values (:id, 'REP-A-000001', :rep, :doctor, :site, :date, :start, :minutes, 'approved', :now)",
            named_params! {
                ":id": Sql(tx.new_id::<domain::id::RepVisitId>()), ":rep": Sql(rep), ":doctor": Sql(clinic.doctor),
                ":site": Sql(clinic.site), ":date": Sql(date(day)), ":minutes": minutes, ":now": Sql(tx.now()),
                ":start": Sql(start.parse::<domain::time::WallTime>().unwrap()),
            },
        )?;
        Ok(())
    });
}

pub(crate) fn commit<T>(clinic: &TestDesk, work: impl FnOnce(&crate::ledger::Tx<'_>) -> Result<T>) -> T {
    clinic.desk.commit(&clinic.admin, "test.prepare", work).expect("what a test prepares can be written")
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Somebody at reception, who may not overbook.
fn receptionist() -> Session {
    session(AccountId::from_uuid(Uuid::from_u128(0xEC)), Role::Receptionist)
}

fn request(clinic: &TestDesk, patient: PatientId, day: &str, start: &str, minutes: u16) -> BookRequest {
    BookRequest {
        doctor_id: clinic.doctor,
        patient_id: patient,
        date: date(day),
        start: start.parse().unwrap(),
        minutes,
        kind: None,
        reason: None,
        symptoms: Vec::new(),
        notes: None,
        overbook_reason: None,
        later_hour: None,
    }
}

fn try_book(clinic: &TestDesk, request: BookRequest) -> Result<AppointmentReply> {
    super::book(&clinic.desk, &clinic.admin, request)
}

/// Books for somebody new and expects it to be done.
#[track_caller]
pub(crate) fn book(clinic: &TestDesk, day: &str, start: &str, minutes: u16) -> AppointmentReply {
    let patient = clinic.patient("Omar Hesham");
    try_book(clinic, request(clinic, patient, day, start, minutes)).expect("the time is free")
}

fn check(clinic: &TestDesk, day: &str, start: &str, minutes: u16) -> Verdict {
    let request = CheckRequest {
        doctor_id: clinic.doctor,
        patient_id: None,
        date: date(day),
        start: start.parse().unwrap(),
        minutes,
        kind: None,
        later_hour: None,
        moving: None,
    };
    super::check(&clinic.desk, &clinic.admin, request).expect("a well-formed request has an answer")
}

fn to(id: AppointmentId) -> MoveRequest {
    MoveRequest {
        id,
        doctor_id: None,
        date: None,
        start: None,
        minutes: None,
        overbook_reason: None,
        later_hour: None,
    }
}

fn move_to(clinic: &TestDesk, request: MoveRequest) -> Result<AppointmentReply> {
    super::move_visit(&clinic.desk, &clinic.admin, request)
}

#[track_caller]
fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}

fn spoken(suggestions: &[FreeTime]) -> Vec<String> {
    suggestions.iter().map(|free| format!("{} {}", free.date, free.start)).collect()
}

fn at(id: AppointmentId) -> AppointmentRef {
    AppointmentRef { id }
}

/// Everything in the replicated tables, and the ledger with the counts of references: equal before and after what changed nothing.
pub(crate) fn everything(desk: &Desk) -> Vec<String> {
    let tables = TABLES.iter().map(|table| table.name).chain(["operation", "touched"]);
    desk.read(|connection| {
        let mut rows = Vec::new();
        for table in tables {
            let mut statement = connection.prepare(&format!("select * from {table} order by 1, 2"))?;
            let columns = statement.column_count();
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let values = (0..columns).map(|column| row.get::<_, SqlValue>(column));
                rows.push(format!("{table} {:?}", values.collect::<rusqlite::Result<Vec<_>>>()?));
            }
        }
        Ok(rows)
    })
    .unwrap()
}

/// The instant at which Cairo's wall shows this time in winter, two hours ahead of UTC.
pub(crate) fn cairo(day: &str, time: &str) -> Instant {
    let midnight = date(day).days_since(Date::new(1970, 1, 1).unwrap()) * 86_400_000;
    let minutes = i64::from(time.parse::<domain::time::WallTime>().unwrap().minutes());
    Instant(midnight + (minutes - 120) * 60_000)
}
