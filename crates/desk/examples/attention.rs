//! Leaves things to settle in a demo clinic, as taking in a hub's answer does: for the browser tests, which have no hub.
//!
//! `attention DIRECTORY USERNAME PASSWORD`; prints what it made as JSON.

use std::io::Write as _;
use std::sync::Arc;

use desk::store::Sql;
use desk::testing::take_in;
use desk::{Desk, Seat, SystemClock};
use rusqlite::{Connection, named_params};
use serde_json::{Value, json};
use uuid::Uuid;
use wire::registry::Table;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, username, password] = arguments.as_slice() else {
        return Err("attention DIRECTORY USERNAME PASSWORD".into());
    };
    let desk = Desk::at(directory, Arc::new(SystemClock));
    desk.call(&Seat::default(), "session.login", json!({ "username": username, "password": password }))?;
    let mut made = json!({});
    take_in(&desk, |connection| {
        made = leave(connection, desk.now().0)?;
        Ok(())
    });
    writeln!(std::io::stdout(), "{made}")?;
    Ok(())
}

/// A booked visit of somebody that is still to come, at which nothing else is.
const EXPECTED: &str = "select id, patient_id, doctor_id, site_id, date, starts_at, minutes from appointment visit
    where date > date(:now / 1000, 'unixepoch') and status in ('scheduled', 'confirmed') and deleted_at is null
        and overbook_reason is null and kind = 'in_person'
        and (select count(*) from appointment other where other.date = visit.date and other.doctor_id = visit.doctor_id
            and other.starts_at < visit.starts_at + visit.minutes and visit.starts_at < other.starts_at + other.minutes) = 1
    order by date, starts_at, id limit 1 offset :skipped";

struct Visit {
    id: Uuid,
    doctor: Uuid,
    site: Uuid,
    date: String,
    starts_at: u16,
    minutes: u16,
}

fn expected(connection: &Connection, now: i64, skipped: u32) -> rusqlite::Result<Visit> {
    connection.query_row(EXPECTED, named_params! { ":now": now, ":skipped": skipped }, |row| {
        let id = |name: &str| row.get::<_, Sql<Uuid>>(name).map(|Sql(id)| id);
        Ok(Visit {
            id: id("id")?,
            doctor: id("doctor_id")?,
            site: id("site_id")?,
            date: row.get("date")?,
            starts_at: row.get("starts_at")?,
            minutes: row.get("minutes")?,
        })
    })
}

fn leave(connection: &Connection, now: i64) -> desk::Result<Value> {
    let hour = 3_600_000;
    let patients: Vec<Uuid> = connection
        .prepare("select id from patient where deleted_at is null order by created_at, id limit 40")?
        .query_map([], |row| row.get::<_, Sql<Uuid>>("id").map(|Sql(id)| id))?
        .collect::<rusqlite::Result<_>>()?;
    booked_twice(connection, patients[20], now, now - 6 * hour)?;
    // A doctor's licence that another one had already.
    let doctor: Uuid =
        connection.query_row("select id from doctor order by full_name limit 1", [], |row| {
            row.get::<_, Sql<Uuid>>("id").map(|Sql(id)| id)
        })?;
    let licence = json!({ "field": "license_number", "value": "EG-20311", "instead": null });
    notice(connection, "duplicate", "doctor", doctor, Some(doctor), licence, now - 5 * hour)?;
    let refused = json!({ "why": "sync.malformed", "kind": "appointments.book" });
    notice(connection, "rejected", "attention", Uuid::from_u128(7), None, refused, now - 4 * hour)?;
    let called_off = expected(connection, now, 2)?;
    connection.execute(
        "update appointment set status = 'cancelled', cancelled_by = 'patient', cancel_reason = 'By phone' where id = :id",
        named_params! { ":id": Sql(called_off.id) },
    )?;
    let fields = json!({ "fields": [] });
    notice(connection, "cancelled_and_changed", "appointment", called_off.id, None, fields, now - 3 * hour)?;
    let crowded = expected(connection, now, 1)?;
    let detail = json!({ "cap": 12, "booked": 13 });
    notice(connection, "over_cap", "appointment", crowded.id, None, detail, now - 2 * hour)?;
    let fields = json!({ "fields": [
        { "field": "address", "stands": "12 Tahrir St, Dokki", "lost": "21 Tahrir St, Dokki" },
        { "field": "email", "stands": null, "lost": "samia@example.org" },
    ]});
    connection.execute(
        "update patient set address = '12 Tahrir St, Dokki', email = null where id = :id",
        named_params! { ":id": Sql(patients[3]) },
    )?;
    notice(connection, "edited_twice", "patient", patients[3], None, fields, now - hour)?;
    let first = expected(connection, now, 0)?;
    let second = clash(connection, &first, patients[17], now - hour / 2)?;
    let at = format!("{:02}:{:02}", first.starts_at / 60, first.starts_at % 60);
    Ok(
        json!({ "date": first.date, "start": at, "first": first.id, "second": second, "doctor": first.doctor }),
    )
}

/// Somebody of the wait list whom two desks gave a visit.
fn booked_twice(connection: &Connection, patient: Uuid, now: i64, at: i64) -> desk::Result<()> {
    let wait = Uuid::from_u128(0x3A17_0000_0000_7000_8000_0000_0000_0001);
    let (one, other) = (expected(connection, now, 3)?, expected(connection, now, 4)?);
    for visit in [&one, &other] {
        connection.execute(
            "update appointment set patient_id = :patient, clash_with = null where id = :id",
            named_params! { ":patient": Sql(patient), ":id": Sql(visit.id) },
        )?;
    }
    connection.execute(
        "insert into wait_list (id, patient_id, minutes, created_at, outcome, appointment_id, ended_at)
         values (:id, :patient, 15, :at, 'booked', :visit, :at)",
        named_params! { ":id": Sql(wait), ":patient": Sql(patient), ":visit": Sql(one.id), ":at": at },
    )?;
    let fields = json!({ "fields": [
        { "field": "appointment_id", "stands": one.id, "lost": other.id },
        { "field": "ended_at", "stands": at, "lost": at - 60_000 },
    ]});
    notice(connection, "edited_twice", "wait_list", wait, None, fields, at)
}

/// What another desk booked at the time of `first`, marked as the second to reach the hub.
fn clash(connection: &Connection, first: &Visit, patient: Uuid, at: i64) -> desk::Result<Uuid> {
    let second = Uuid::from_u128(0xC1A5_0000_0000_7000_8000_0000_0000_0001);
    connection.execute(
        "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, clash_with, reason, created_at)
         values (:id, 'APT-B-003907', :patient, :doctor, :site, :date, :start, :minutes, :first, 'ringing in the ear', :at)",
        named_params! {
            ":id": Sql(second), ":patient": Sql(patient), ":doctor": Sql(first.doctor), ":site": Sql(first.site),
            ":date": first.date, ":start": first.starts_at, ":minutes": first.minutes, ":first": Sql(first.id), ":at": at,
        },
    )?;
    notice(connection, "clash", "appointment", second, Some(first.id), json!({}), at)?;
    Ok(second)
}

fn notice(
    connection: &Connection,
    kind: &str,
    table: &str,
    subject: Uuid,
    other: Option<Uuid>,
    detail: Value,
    at: i64,
) -> desk::Result<()> {
    let number = Table::by_name(table).map_or(0, |table| table.number);
    connection.execute(
        "insert into attention (id, kind, subject_table, subject_id, other_id, operation, account_id, detail, needs_person, created_at)
         values (:id, :kind, :table, :subject, :other, :operation, (select id from account where role = 'receptionist'),
            :detail, 1, :at)",
        named_params! {
            ":id": Sql(Uuid::new_v5(&subject, kind.as_bytes())), ":kind": kind, ":table": number, ":subject": Sql(subject),
            ":other": Sql(other), ":operation": Sql(Uuid::from_u128(9)), ":detail": detail.to_string(), ":at": at,
        },
    )?;
    Ok(())
}
