//! The clinic whose history is carried: the demo's visits, and copies of them in later years, each booked by an operation of its own.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use desk::ledger::Tx;
use desk::store::Sql;
use domain::id::AppointmentId;
use domain::reference::ReferenceKind;
use rusqlite::named_params;
use uuid::Uuid;
use wire::registry::Table;

use crate::DOCTORS;
use crate::clinic::{Clinic, Open, copy_dir, said};

/// Of the visits that are there to begin with, in operations of a thousand.
const SEED: u32 = 10_000;
/// So far apart stand the copies: whole weeks, so that each falls on its weekday.
const DAYS: u32 = 364;

/// What a ledger holds.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub operations: u64,
    /// Rows changed, each once an operation.
    pub changes: u64,
}

/// A clinic of so many appointments that nobody has brought to a hub yet, copied to where a run may write.
pub fn of_size(home: &Path, appointments: u32) -> Result<Clinic> {
    ensure!(appointments >= SEED, "a clinic has {SEED} appointments at least");
    let mut clinic = Clinic::of_size(home, SEED, DOCTORS)?;
    let made = home.join("made").join(format!("history-{appointments}"));
    if !made.exists() {
        let begun = Instant::now();
        let open = clinic.open()?;
        grow(&open, appointments)?;
        open.desk.close();
        drop(open);
        copy_dir(&clinic.dir, &made)?;
        println!("made in {:.0} s", begun.elapsed().as_secs_f64());
    }
    clinic.size = appointments;
    clinic.dir = home.join("run").join(format!("history-{appointments}"));
    renew(home, &clinic)?;
    Ok(clinic)
}

/// The clinic once more as it was made.
pub fn renew(home: &Path, clinic: &Clinic) -> Result<()> {
    copy_dir(&home.join("made").join(format!("history-{}", clinic.size)), &clinic.dir)
}

fn grow(open: &Open, appointments: u32) -> Result<()> {
    let session = open.seat.session(&open.desk).map_err(said)?;
    let originals: Vec<Uuid> = open
        .desk
        .read(|connection| {
            let mut statement = connection.prepare("select id from appointment order by id")?;
            let ids = statement.query_map([], |row| row.get::<_, Sql<Uuid>>(0).map(|Sql(id)| id))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
        .map_err(said)?;
    let sql = copying();
    for at in u32::try_from(originals.len())?..appointments {
        let (original, years) = (originals[at as usize % originals.len()], at / originals.len() as u32);
        let book = |tx: &Tx<'_>| {
            tx.prepare_cached(&sql)?.execute(named_params! {
                ":id": Sql(tx.new_id::<AppointmentId>()),
                ":ref": tx.next_reference(ReferenceKind::Appointment)?.to_string(),
                ":original": Sql(original),
                ":later": format!("{} days", years * DAYS),
            })?;
            Ok(())
        };
        open.desk.commit(&session, "appointments.book", book).map_err(said)?;
    }
    Ok(())
}

/// A visit as another one was, later. What leads to other rows is left out.
fn copying() -> String {
    let table = Table::by_name("appointment").expect("a table of the registry");
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let value = |column: &&str| {
        match *column {
            "ref" => ":ref",
            "date" => "date(date, :later)",
            "rescheduled_from" | "series_id" | "clash_with" => "null",
            column => column,
        }
        .to_owned()
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    format!(
        "insert into appointment (id, {}) select :id, {} from appointment where id = :original",
        columns.join(", "),
        values.join(", ")
    )
}

pub fn counts(open: &Open) -> Result<Counts> {
    open.desk
        .read(|connection| {
            let mut statement = connection.prepare("select changes from operation")?;
            let mut found = statement.query([])?;
            let mut counts = Counts { operations: 0, changes: 0 };
            while let Some(row) = found.next()? {
                let changes: Option<Vec<u8>> = row.get(0)?;
                let changes = wire::changes::decode(&changes.unwrap_or_default()).unwrap_or_default();
                counts.operations += 1;
                counts.changes += changes.len() as u64;
            }
            Ok(counts)
        })
        .map_err(said)
}
