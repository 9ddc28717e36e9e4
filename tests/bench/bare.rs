//! The limit: the same reads and writes by hand, with no rules, no ledger, no triggers.

use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior, named_params};

/// What one booking is about, as the tables hold it.
pub struct Slot {
    pub doctor: Vec<u8>,
    pub patient: Vec<u8>,
    pub date: String,
    pub starts_at: u32,
}

/// The five selects any booking needs.
fn look(connection: &Connection, slot: &Slot) -> Result<Vec<u8>> {
    let by_doctor = named_params! { ":doctor": slot.doctor };
    let site: Vec<u8> = connection
        .prepare_cached(
            "select site_id from doctor where id = :doctor and deleted_at is null and active = 1",
        )?
        .query_row(by_doctor, |row| row.get(0))?;
    drain(
        connection,
        "select audience, weekday, rrule, starts_at, ends_at from hours where doctor_id = :doctor",
        by_doctor,
    )?;
    drain(
        connection,
        "select effect, from_at, until_at from closure
         where last_date >= :date and first_date <= :date and (doctor_id = :doctor or site_id = :site)",
        named_params! { ":date": slot.date, ":doctor": slot.doctor, ":site": site },
    )?;
    drain(
        connection,
        "select starts_at, minutes, status from appointment where date = :date and doctor_id = :doctor",
        named_params! { ":date": slot.date, ":doctor": slot.doctor },
    )?;
    drain(
        connection,
        "select full_name from patient where id = :patient",
        named_params! { ":patient": slot.patient },
    )?;
    Ok(site)
}

fn drain(connection: &Connection, sql: &str, parameters: &[(&str, &dyn rusqlite::ToSql)]) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            std::hint::black_box(row.get::<_, Value>(column)?);
        }
    }
    Ok(())
}

/// Two inserts after the selects, in one durable transaction.
pub fn book(connection: &mut Connection, slot: &Slot, number: u32) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let site = look(&transaction, slot)?;
    let id = uuid::Uuid::now_v7();
    transaction
        .prepare_cached(
            "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, created_at)
             values (:id, :ref, :patient, :doctor, :site, :date, :starts_at, 15, 0)",
        )?
        .execute(named_params! {
            ":id": id.as_bytes(), ":ref": format!("APT-B-{number:06}"), ":patient": slot.patient, ":doctor": slot.doctor,
            ":site": site, ":date": slot.date, ":starts_at": slot.starts_at,
        })?;
    transaction
        .prepare_cached("insert into bench_log (body) values (:body)")?
        .execute(named_params! { ":body": vec![7_u8; 300] })?;
    transaction.commit()?;
    Ok(())
}

/// What a refused booking reads before it is refused.
pub fn refuse(connection: &mut Connection, slot: &Slot) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    look(&transaction, slot)?;
    Ok(())
}

/// The rows of a day board by plain indexed selects.
pub fn board(connection: &Connection, date: &str) -> Result<()> {
    let day = named_params! { ":date": date };
    drain(connection, "select * from doctor where deleted_at is null and active = 1", &[])?;
    drain(connection, "select * from hours where deleted_at is null", &[])?;
    drain(connection, "select * from day_limit where deleted_at is null", &[])?;
    drain(connection, "select * from closure where last_date >= :date and first_date <= :date", day)?;
    drain(
        connection,
        "select appointment.*, patient.full_name, patient.ref, patient.phones
         from appointment join patient on patient.id = patient_id where date = :date",
        day,
    )?;
    drain(
        connection,
        "select rep_visit.*, rep.full_name, company.name from rep_visit
         join rep on rep.id = rep_id join company on company.id = company_id where date = :date",
        day,
    )
}
