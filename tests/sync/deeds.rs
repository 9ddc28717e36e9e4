//! What people do at a desk, written past the commands: the sync carries rows and knows no command.

use desk::store::Sql;
use desk::sync::testing::SyncDesk;
use domain::id::Id as _;
use rusqlite::{Connection, OptionalExtension as _, named_params};
use uuid::Uuid;

use crate::commands;
use crate::dice::Dice;
use crate::pharmacy;

pub const DATES: [&str; 2] = ["2026-11-24", "2026-11-25"];
const NAMES: [&str; 4] = ["Mona Adel", "Karim Adel", "Sara Nabil", "Omar Fathy"];
const USERNAMES: [&str; 4] = ["mona", "karim", "sara", "omar"];

/// The clinic that the first desk brings: two sites, two doctors, one of whom takes two patients a day, and a pharmacy.
pub fn found(desk: &SyncDesk, dice: &mut Dice) {
    let ids: Vec<Uuid> = (0..7).map(|_| dice.uuid()).collect();
    let founded = desk.desk.commit(&desk.admin, "setup.create", |tx| {
        for (id, name) in [(ids[0], "Dokki"), (ids[6], "Maadi")] {
            tx.execute(
                "insert into site (id, name, kind, time_zone, currency, week_start, weekend_days, created_at)
                 values (?1, ?2, 'clinic', 'Africa/Cairo', 'EGP', 'sat', '[]', 1)",
                rusqlite::params![Sql(id), name],
            )?;
        }
        for id in &ids[1..3] {
            tx.execute(
                "insert into doctor (id, site_id, full_name, created_at) values (?1, ?2, 'Salma Fathy', 1)",
                [Sql(*id), Sql(ids[0])],
            )?;
        }
        tx.execute(
            "insert into day_limit (id, doctor_id, max_patients) values (?1, ?2, 2)",
            [Sql(ids[3]), Sql(ids[1])],
        )?;
        tx.execute(
            "insert into account (id, username, full_name, role, created_at)
             values (?1, 'administrator', 'Mona Adel', 'admin', 1)",
            [Sql(desk.admin.account_id.uuid())],
        )?;
        tx.execute("insert into company (id, name) values (?1, 'Nile Pharma')", [Sql(ids[4])])?;
        tx.execute(
            "insert into rep (id, company_id, full_name, created_at) values (?1, ?2, 'Rania Aziz', 1)",
            [Sql(ids[5]), Sql(ids[4])],
        )?;
        Ok(())
    });
    founded.expect("a clinic can be made");
    ids[1..3].iter().for_each(|doctor| commands::open(desk, *doctor));
    pharmacy::open(desk, dice);
}

/// A patient by name.
pub fn register_somebody(desk: &SyncDesk, dice: &mut Dice) -> Uuid {
    let id = dice.uuid();
    let registered = desk.desk.commit(&desk.admin, "patients.register", |tx| {
        tx.execute(
            "insert into patient (id, ref, full_name, created_at) values (?1, 'PAT-1', 'Mona Adel', 1)",
            [Sql(id)],
        )?;
        Ok(())
    });
    registered.expect("a patient can be registered");
    id
}

pub fn rename(desk: &SyncDesk, patient: Uuid, name: &str) {
    let renamed = desk.desk.commit(&desk.admin, "patients.update", |tx| {
        tx.execute(
            "update patient set full_name = :name where id = :id",
            named_params! { ":name": name, ":id": Sql(patient) },
        )?;
        Ok(())
    });
    renamed.expect("a patient can be renamed");
}

/// Somebody does something. What the desk refuses is not done.
pub fn act(desk: &SyncDesk, dice: &mut Dice) {
    // A refusal is an answer: the time is taken here, the name is.
    let _ = desk.desk.commit(&desk.admin, "test.deed", |tx| {
        for _ in 0..=dice.below(2) {
            deed(tx, dice)?;
        }
        Ok(())
    });
}

fn deed(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    match dice.below(21) {
        0 => register(tx, dice),
        1 => rename_patient(tx, dice),
        2..6 => book(tx, dice),
        6..8 => reschedule(tx, dice),
        8 => advance(tx, dice),
        9 => annotate(tx, dice),
        10 => open_hours(tx, dice),
        11 => close_hours(tx, dice),
        12 => hire(tx, dice),
        13 => rename_account(tx, dice),
        14 => set(tx, dice),
        15 => request_rep(tx, dice),
        16 => answer_rep(tx, dice),
        17 => wait(tx, dice),
        18 => wait_no_more(tx, dice),
        19 => change_what_others_name(tx, dice),
        _ => settle(tx, dice),
    }
}

/// Some row of a table, by chance.
fn some(tx: &Connection, table: &str, dice: &mut Dice) -> rusqlite::Result<Option<Sql<Uuid>>> {
    let count: u64 = tx.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
    if count == 0 {
        return Ok(None);
    }
    let skip = dice.below(count);
    tx.query_row(&format!("select id from {table} order by id limit 1 offset ?1"), [skip], |row| row.get(0))
        .optional()
}

fn register(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    tx.execute(
        "insert into patient (id, ref, full_name, created_at) values (:id, :ref, :name, 1)",
        // References are drawn from few, so that desks give the same one.
        named_params! { ":id": Sql(dice.uuid()), ":ref": format!("PAT-{}", dice.below(30)), ":name": dice.pick(&NAMES) },
    )?;
    Ok(())
}

fn rename_patient(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "patient", dice)? else { return Ok(()) };
    let email = dice.one_in(2).then(|| format!("{}@example.org", dice.below(3)));
    let sql = if dice.one_in(2) {
        "update patient set email = :value where id = :id"
    } else {
        "update patient set notes = :value where id = :id"
    };
    tx.execute(sql, named_params! { ":value": email, ":id": id })?;
    Ok(())
}

fn book(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let (Some(patient), Some(doctor), Some(site)) =
        (some(tx, "patient", dice)?, some(tx, "doctor", dice)?, some(tx, "site", dice)?)
    else {
        return register(tx, dice);
    };
    tx.execute(
        "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, created_at)
         values (:id, :ref, :patient, :doctor, :site, :date, :starts_at, 20, 1)",
        named_params! {
            ":id": Sql(dice.uuid()), ":ref": format!("APT-{}", dice.below(1_000)), ":patient": patient,
            ":doctor": doctor, ":site": site, ":date": dice.pick(&DATES), ":starts_at": 600 + 15 * dice.below(6),
        },
    )?;
    Ok(())
}

fn reschedule(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "appointment", dice)? else { return Ok(()) };
    tx.execute(
        "update appointment set date = :date, starts_at = :starts_at where id = :id",
        named_params! { ":date": dice.pick(&DATES), ":starts_at": 600 + 15 * dice.below(6), ":id": id },
    )?;
    Ok(())
}

fn advance(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "appointment", dice)? else { return Ok(()) };
    let (status, by) = *dice.pick(&[
        ("scheduled", None),
        ("arrived", None),
        ("cancelled", Some("patient")),
        ("completed", None),
    ]);
    tx.execute(
        "update appointment set status = :status, cancelled_by = :by where id = :id",
        named_params! { ":status": status, ":by": by, ":id": id },
    )?;
    Ok(())
}

/// A request holds no time yet; several may want one.
fn request_rep(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let (Some(rep), Some(doctor), Some(site)) =
        (some(tx, "rep", dice)?, some(tx, "doctor", dice)?, some(tx, "site", dice)?)
    else {
        return Ok(());
    };
    tx.execute(
        "insert into rep_visit (id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
         values (:id, :ref, :rep, :doctor, :site, :date, :starts_at, 20, 'requested', 1)",
        named_params! {
            ":id": Sql(dice.uuid()), ":ref": format!("REP-{}", dice.below(1_000)), ":rep": rep, ":doctor": doctor,
            ":site": site, ":date": dice.pick(&DATES), ":starts_at": 600 + 15 * dice.below(6),
        },
    )?;
    Ok(())
}

/// Granted, declined, sent away, or called off.
fn answer_rep(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "rep_visit", dice)? else { return Ok(()) };
    let (status, by) = *dice.pick(&[
        ("approved", None),
        ("approved", None),
        ("declined", None),
        ("refused_entry", None),
        ("cancelled", Some("rep")),
    ]);
    tx.execute(
        "update rep_visit set status = :status, cancelled_by = :by where id = :id",
        named_params! { ":status": status, ":by": by, ":id": id },
    )?;
    Ok(())
}

/// Somebody is put on the wait list, or rung about a time.
fn wait(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let (Some(patient), doctor) = (some(tx, "patient", dice)?, some(tx, "doctor", dice)?) else {
        return Ok(());
    };
    let Some(wait) = some(tx, "wait_list", dice)?.filter(|_| dice.one_in(2)) else {
        tx.execute(
            "insert into wait_list (id, patient_id, doctor_id, minutes, created_at)
             values (:id, :patient, :doctor, 20, 1)",
            named_params! { ":id": Sql(dice.uuid()), ":patient": patient, ":doctor": doctor },
        )?;
        return Ok(());
    };
    tx.execute(
        "insert into wait_call (id, wait_list_id, outcome, called_at) values (:id, :wait, 'no_answer', 1)",
        named_params! { ":id": Sql(dice.uuid()), ":wait": wait },
    )?;
    Ok(())
}

/// Booked, taken off, or wanted for longer.
fn wait_no_more(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "wait_list", dice)? else { return wait(tx, dice) };
    if dice.one_in(3) {
        let date = dice.pick(&DATES);
        tx.execute(
            "update wait_list set last_date = :date where id = :id",
            named_params! { ":date": date, ":id": id },
        )?;
        return Ok(());
    }
    let visit = some(tx, "appointment", dice)?.filter(|_| dice.one_in(2));
    tx.execute(
        "update wait_list set outcome = :outcome, appointment_id = :visit, ended_at = :at where id = :id",
        named_params! {
            ":outcome": if visit.is_some() { "booked" } else { "removed" }, ":visit": visit, ":at": dice.below(100), ":id": id,
        },
    )?;
    Ok(())
}

/// What visits name is told anew, so that a desk that catches up hears of it after them.
fn change_what_others_name(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let (table, column) = *dice.pick(&[
        ("site", "phone"),
        ("doctor", "phone"),
        ("company", "phone"),
        ("rep", "phone"),
        ("patient", "address"),
        ("series", "minutes"),
        ("wait_list", "note"),
        ("appointment", "notes"),
    ]);
    let Some(id) = some(tx, table, dice)? else { return Ok(()) };
    let value = 10 + dice.below(20);
    tx.execute(
        &format!("update {table} set {column} = :value where id = :id"),
        named_params! { ":value": value, ":id": id },
    )?;
    Ok(())
}

fn annotate(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "appointment", dice)? else { return Ok(()) };
    tx.execute(
        "update appointment set notes = :notes where id = :id",
        named_params! { ":notes": dice.pick(&["cough", "fever"]), ":id": id },
    )?;
    Ok(())
}

fn open_hours(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(site) = some(tx, "site", dice)? else { return Ok(()) };
    tx.execute(
        "insert into site_hours (id, site_id, weekday, opens, closes) values (:id, :site, 'mon', :opens, 1200)",
        named_params! { ":id": Sql(dice.uuid()), ":site": site, ":opens": 500 + dice.below(5) },
    )?;
    Ok(())
}

/// Removed for good, or changed, which may meet a removal elsewhere.
fn close_hours(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "site_hours", dice)? else { return Ok(()) };
    if dice.one_in(2) {
        tx.execute("delete from site_hours where id = :id", named_params! { ":id": id })?;
    } else {
        let opens = 500 + dice.below(5);
        tx.execute(
            "update site_hours set opens = :opens where id = :id",
            named_params! { ":opens": opens, ":id": id },
        )?;
    }
    Ok(())
}

fn hire(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    tx.execute(
        "insert into account (id, username, full_name, role, created_at)
         values (:id, :username, :name, 'receptionist', 1)",
        named_params! { ":id": Sql(dice.uuid()), ":username": dice.pick(&USERNAMES), ":name": dice.pick(&NAMES) },
    )?;
    Ok(())
}

/// Names are exchanged now and then, which no order of two writes can follow.
fn rename_account(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let (Some(one), Some(other)) = (some(tx, "account", dice)?, some(tx, "account", dice)?) else {
        return Ok(());
    };
    if one.0 == other.0 || dice.one_in(2) {
        let rename = "update account set username = :name where id = :id";
        tx.execute(rename, named_params! { ":name": dice.pick(&USERNAMES), ":id": one })?;
        return Ok(());
    }
    let name = |id: &Sql<Uuid>| {
        tx.query_row("select username from account where id = ?1", [id], |row| row.get::<_, String>(0))
    };
    let (first, second) = (name(&one)?, name(&other)?);
    let rename = "update account set username = ?1 where id = ?2";
    tx.execute(rename, rusqlite::params!["in between", one])?;
    tx.execute(rename, rusqlite::params![first, other])?;
    tx.execute(rename, rusqlite::params![second, one])?;
    Ok(())
}

/// A setting's id is made from its key, so that two desks make one row.
fn set(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let key = *dice.pick(&["language", "clinic_name"]);
    let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, key.as_bytes());
    tx.execute(
        "insert into setting (id, key, value) values (:id, :key, :value)
         on conflict (id) do update set value = excluded.value",
        named_params! { ":id": Sql(id), ":key": key, ":value": format!("\"{}\"", dice.below(4)) },
    )?;
    Ok(())
}

fn settle(tx: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let Some(id) = some(tx, "attention", dice)? else { return Ok(()) };
    tx.execute(
        "update attention set settled_at = 2, settlement = 'done' where id = :id and settled_at is null",
        named_params! { ":id": id },
    )?;
    Ok(())
}
