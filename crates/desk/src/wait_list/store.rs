//! The SQL of the wait list.

use domain::id::{AppointmentId, PatientId, WaitCallId, WaitId};
use domain::patient::known_age_years;
use domain::time::{Date, Span, WallTime, Weekday};
use domain::wait_list::{Turn, WaitEnd, Wanted, Wish};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, named_params};

use super::requests::{CallWait, OfferedTime, Wait, WaitCall};
use crate::Session;
use crate::error::{Fault, Refusal, Result};
use crate::ledger::Tx;
use crate::rebooking::VisitPlace;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// More than any clinic rings.
const MOST: usize = 1_000;

/// Somebody on the list, with their wish as the rules read it.
pub(super) struct Entry {
    pub wait: Wait,
    pub wish: Wish,
    pub end: Option<WaitEnd>,
}

impl Entry {
    pub fn turn(&self) -> Turn {
        Turn::new(self.wait.urgency, self.wait.since, self.wait.id)
    }
}

/// What is written about a wish.
pub(super) struct Written {
    pub wanted: Wanted,
    pub weekdays: Vec<Weekday>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub from: Option<WallTime>,
    pub until: Option<WallTime>,
    pub minutes: u16,
    pub urgency: domain::wait_list::Urgency,
    pub note: Option<String>,
}

/// Everybody whose waiting no person has ended, in the order in which they are to be asked; whose last day is past among them.
pub(super) fn not_ended(connection: &Connection, today: Date) -> Result<Vec<Entry>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("wait.sql"), " and wait_list.outcome is null"))?;
    let mut entries = collect(connection, &mut statement, [], today)?;
    entries.sort_by_key(Entry::turn);
    Ok(entries)
}

/// Those whose waiting a person has ended, the latest first.
pub(super) fn ended(connection: &Connection, today: Date) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("wait.sql"),
        " and wait_list.outcome is not null order by wait_list.ended_at desc, wait_list.id limit 200"
    ))?;
    collect(connection, &mut statement, [], today)
}

/// # Errors
/// `not_found {what: wait}`.
pub(super) fn one(connection: &Connection, id: WaitId, today: Date) -> Result<Entry> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("wait.sql"), " and wait_list.id = :id"))?;
    let found = collect(connection, &mut statement, named_params! { ":id": Sql(id) }, today)?.pop();
    found.ok_or_else(|| Refusal::not_found("wait").into())
}

/// Whether anybody may be waiting at all: most clinics' desks need not look any further.
pub(super) fn is_anybody_there(connection: &Connection) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("select 1 from wait_list where outcome is null and deleted_at is null")?;
    Ok(statement.exists([])?)
}

fn collect(
    connection: &Connection,
    statement: &mut Statement<'_>,
    params: impl Params,
    today: Date,
) -> Result<Vec<Entry>> {
    let mut rows = statement.query(params)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| entries.len() < MOST) {
        let mut entry = read(row, today)?;
        entry.wait.calls = calls(connection, entry.wait.id)?;
        entry.wait.state = entry.wish.state(entry.end, !entry.wait.calls.is_empty(), today);
        (entry.wait.next_visit_id, entry.wait.next_visit) =
            next_visit(connection, entry.wait.patient_id, today)?.unzip();
        entries.push(entry);
    }
    Ok(entries)
}

fn read(row: &Row<'_>, today: Date) -> Result<Entry> {
    let (doctor_id, specialty_id) = (row.col("doctor_id")?, row.col("specialty_id")?);
    let (from, until): (Option<WallTime>, Option<WallTime>) = (row.col("from_at")?, row.col("until_at")?);
    let weekdays = row.col::<Json<Vec<Weekday>>>("weekdays")?.0;
    let (first, last, minutes) = (row.col("first_date")?, row.col("last_date")?, row.get("minutes")?);
    let end: Option<WaitEnd> = row.col("outcome")?;
    let all = Span::whole_day();
    let window = Span::new(from.unwrap_or(all.start()), until.unwrap_or(all.end()));
    let wish = Wish {
        wanted: wanted(doctor_id, specialty_id),
        weekdays: weekdays.clone(),
        first,
        last,
        window: window.ok_or(Fault::Corrupt("wait_list.until_at"))?,
        minutes,
    };
    let appointment_id: Option<AppointmentId> = row.col("appointment_id")?;
    let booked = match appointment_id {
        Some(_) => Some(VisitPlace {
            doctor_id: row.col("booked_doctor")?,
            date: row.col("booked_date")?,
            start: row.col("booked_start")?,
            minutes: row.get("booked_minutes")?,
        }),
        None => None,
    };
    let wait = Wait {
        id: row.col("id")?,
        patient_id: row.col("patient_id")?,
        patient_name: row.get("patient_name")?,
        patient_second_name: row.get("patient_second_name")?,
        patient_ref: row.get("patient_ref")?,
        age_years: known_age_years(row.col("date_of_birth")?, row.get("born_about")?, today),
        phones: row.col::<Json<_>>("phones")?.0,
        doctor_id,
        doctor_name: row.get("doctor_name")?,
        specialty_id,
        specialty: row.get("specialty")?,
        specialty_ar: row.get("specialty_ar")?,
        weekdays,
        first_date: first,
        last_date: last,
        from,
        until,
        minutes,
        urgency: row.col("urgency")?,
        note: row.get("note")?,
        since: row.col("created_at")?,
        added_by: row.get("added_by")?,
        state: wish.state(end, false, today),
        ended_at: row.col("ended_at")?,
        end_reason: row.get("end_reason")?,
        appointment_id,
        booked,
        next_visit: None,
        next_visit_id: None,
        calls: Vec::new(),
        free_times: Vec::new(),
    };
    Ok(Entry { wait, wish, end })
}

pub(super) fn wanted(
    doctor: Option<domain::id::DoctorId>,
    specialty: Option<domain::id::SpecialtyId>,
) -> Wanted {
    match (doctor, specialty) {
        (Some(doctor), _) => Wanted::Doctor(doctor),
        (None, Some(specialty)) => Wanted::Specialty(specialty),
        (None, None) => Wanted::Anyone,
    }
}

fn calls(connection: &Connection, wait: WaitId) -> Result<Vec<WaitCall>> {
    let mut statement = connection.prepare_cached(include_str!("calls.sql"))?;
    let calls = statement.query_map(named_params! { ":wait": Sql(wait) }, |row| {
        let (doctor, date, start) = (row.col("doctor_id")?, row.col("date")?, row.col("starts_at")?);
        let offered = match (doctor, date, start) {
            (Some(doctor_id), Some(date), Some(start)) => Some(OfferedTime { doctor_id, date, start }),
            _ => None,
        };
        Ok(WaitCall {
            outcome: row.col("outcome")?,
            note: row.get("note")?,
            offered,
            at: row.col("called_at")?,
            by: row.get("full_name")?,
        })
    })?;
    Ok(calls.collect::<rusqlite::Result<_>>()?)
}

fn next_visit(
    connection: &Connection,
    patient: PatientId,
    today: Date,
) -> Result<Option<(AppointmentId, VisitPlace)>> {
    let mut statement = connection.prepare_cached(include_str!("next_visit.sql"))?;
    let place =
        statement.query_row(named_params! { ":patient": Sql(patient), ":today": Sql(today) }, |row| {
            let place = VisitPlace {
                doctor_id: row.col("doctor_id")?,
                date: row.col("date")?,
                start: row.col("starts_at")?,
                minutes: row.get("minutes")?,
            };
            Ok((row.col("id")?, place))
        });
    Ok(place.optional()?)
}

pub(super) fn insert(tx: &Tx<'_>, session: &Session, patient: PatientId, wish: &Written) -> Result<WaitId> {
    let id = tx.new_id::<WaitId>();
    let (doctor, specialty) = columns_of(wish.wanted);
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":patient_id": Sql(patient),
        ":doctor_id": Sql(doctor),
        ":specialty_id": Sql(specialty),
        ":weekdays": Sql(Json(wish.weekdays.clone())),
        ":first_date": Sql(wish.first),
        ":last_date": Sql(wish.last),
        ":from_at": Sql(wish.from),
        ":until_at": Sql(wish.until),
        ":minutes": wish.minutes,
        ":urgency": Sql(wish.urgency),
        ":note": wish.note,
        ":account_id": Sql(session.account_id),
        ":created_at": Sql(tx.now()),
    })?;
    Ok(id)
}

pub(super) fn change(connection: &Connection, id: WaitId, wish: &Written) -> Result<()> {
    let (doctor, specialty) = columns_of(wish.wanted);
    connection.prepare_cached(include_str!("change.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":doctor_id": Sql(doctor),
        ":specialty_id": Sql(specialty),
        ":weekdays": Sql(Json(wish.weekdays.clone())),
        ":first_date": Sql(wish.first),
        ":last_date": Sql(wish.last),
        ":from_at": Sql(wish.from),
        ":until_at": Sql(wish.until),
        ":minutes": wish.minutes,
        ":urgency": Sql(wish.urgency),
        ":note": wish.note,
    })?;
    Ok(())
}

fn columns_of(wanted: Wanted) -> (Option<domain::id::DoctorId>, Option<domain::id::SpecialtyId>) {
    match wanted {
        Wanted::Doctor(doctor) => (Some(doctor), None),
        Wanted::Specialty(specialty) => (None, Some(specialty)),
        Wanted::Anyone => (None, None),
    }
}

/// Ends somebody's waiting.
pub(super) fn end(
    tx: &Tx<'_>,
    id: WaitId,
    end: WaitEnd,
    appointment: Option<AppointmentId>,
    reason: Option<&str>,
) -> Result<()> {
    tx.prepare_cached(include_str!("end.sql"))?.execute(named_params! {
        ":id": Sql(id), ":outcome": Sql(end), ":appointment_id": Sql(appointment), ":reason": reason, ":now": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn insert_call(tx: &Tx<'_>, session: &Session, call: &CallWait) -> Result<()> {
    let offered = call.offered;
    tx.prepare_cached(include_str!("insert_call.sql"))?.execute(named_params! {
        ":id": Sql(tx.new_id::<WaitCallId>()),
        ":wait_list_id": Sql(call.id),
        ":outcome": Sql(call.outcome),
        ":note": call.note,
        ":doctor_id": Sql(offered.map(|offered| offered.doctor_id)),
        ":date": Sql(offered.map(|offered| offered.date)),
        ":starts_at": Sql(offered.map(|offered| offered.start)),
        ":account_id": Sql(session.account_id),
        ":called_at": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn is_specialty(connection: &Connection, id: domain::id::SpecialtyId) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("select 1 from specialty where id = :id and deleted_at is null")?;
    Ok(statement.exists(named_params! { ":id": Sql(id) })?)
}
