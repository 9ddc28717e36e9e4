//! What people do by the commands of the desk, where one of them writes what belongs together: files of one person merged and taken apart, days
//! closed and their visits booked anew, series, the queue, walk-ins, reminders, the wait list, requests of reps; of the pharmacy and of documents see there. A refusal is an answer; a fault is found here.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::store::Sql;
use desk::sync::testing::SyncDesk;
use desk::{
    Error, Result, appointments, closures, patients, queue, rebooking, reminders, reps, schedules, wait_list,
};
use domain::id::Id as _;
use rusqlite::OptionalExtension as _;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::deeds::DATES;
use crate::dice::Dice;
use crate::{documents, pharmacy};

/// Hours for patients and for reps, around the clock, so that the rules about hours stand in nobody's way.
pub fn open(desk: &SyncDesk, doctor: Uuid) {
    let days = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
    let block = |audience: &str, day: &str, starts: &str, ends: &str| json!({ "audience": audience, "weekday": day, "starts": starts, "ends": ends });
    let blocks: Vec<Value> = days
        .iter()
        .flat_map(|day| [block("patient", day, "00:00", "24:00"), block("rep", day, "10:00", "12:00")])
        .collect();
    let hours = wish(json!({ "doctor_id": doctor, "blocks": blocks }));
    schedules::set_hours(&desk.desk, &desk.admin, hours).expect("hours can be set");
}

/// Somebody uses a command, once there is somebody: whoever logs in does so with an account that has come.
pub fn act(desk: &SyncDesk, dice: &mut Dice) {
    let somebody = desk.desk.read(|connection| {
        let here = "select exists (select 1 from account where id = ?1)";
        Ok(connection.query_row(here, [Sql(desk.admin.account_id.uuid())], |row| row.get::<_, bool>(0))?)
    });
    if !somebody.expect("the accounts can be read") {
        return;
    }
    for _ in 0..MOST_DRAWS {
        let (name, command, _) = {
            let mut left = dice.below(all().map(|(_, _, often)| often).sum());
            let chosen =
                all().find(|(_, _, often)| left.checked_sub(*often).map(|less| left = less).is_none());
            *chosen.expect("no more than all of them")
        };
        match command(desk, dice) {
            Ok(()) => {
                done().insert(name);
                return;
            }
            // There is nobody to do it with: something else is done instead.
            Err(Error::Refused(refusal)) if EMPTY_HANDED.contains(&refusal.code) => {}
            Err(Error::Refused(_)) => return,
            // Also half-way through a catch-up, when rows name others that are still to come.
            Err(Error::Fault(fault)) => panic!("{name} has a fault: {fault:?}"),
        }
    }
}

const MOST_DRAWS: u64 = 6;
const EMPTY_HANDED: [&str; 4] = ["not_found", "series.none", "series.nothing_to_come", "queue.nobody_waits"];

pub type Command = fn(&SyncDesk, &mut Dice) -> Result<()>;

/// With how often each is drawn.
const COMMANDS: [(&str, Command, u64); 23] = [
    ("merge", merge, 3),
    ("unmerge", unmerge, 2),
    ("book", book, 4),
    ("reschedule", reschedule, 1),
    ("cancel", cancel, 1),
    ("book a series", book_series, 3),
    ("move what follows", move_following, 3),
    ("cancel what follows", cancel_following, 1),
    ("close", close, 3),
    ("open again", open_again, 1),
    ("settle a rebooking", settle, 6),
    ("move all", move_all, 4),
    ("walk in", walk_in, 2),
    ("arrive", arrive, 4),
    ("call", call, 1),
    ("call next", call_next, 2),
    ("start", start, 4),
    ("complete", complete, 5),
    ("remind", remind, 2),
    ("put on the wait list", wait, 1),
    ("book from the wait list", book_waiting, 2),
    ("request a rep", request_rep, 2),
    ("answer a rep", answer_rep, 3),
];

fn all() -> impl Iterator<Item = &'static (&'static str, Command, u64)> {
    COMMANDS.iter().chain(&pharmacy::COMMANDS).chain(&documents::COMMANDS)
}

/// What was done, and not refused, by whichever seed.
fn done() -> MutexGuard<'static, BTreeSet<&'static str>> {
    static DONE: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    DONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// That nothing here is always refused, which would try nothing.
pub fn were_all_done() {
    let never: Vec<&str> = all().map(|(name, ..)| *name).filter(|name| !done().contains(name)).collect();
    assert!(never.is_empty(), "nobody ever got to {never:?}");
}

pub fn wish<T: DeserializeOwned>(input: Value) -> T {
    serde_json::from_value(input).expect("a request of ours")
}

/// Some row, by chance; nobody where there is none.
pub fn some(desk: &SyncDesk, rows: &str, dice: &mut Dice) -> Result<Uuid> {
    let among = dice.below(1 << 20);
    desk.desk.read(|connection| {
        let count: u64 =
            connection.query_row(&format!("select count(*) from {rows}"), [], |row| row.get(0))?;
        let sql = format!("select id from {rows} order by id limit 1 offset ?1");
        let found = connection.query_row(&sql, [among % count.max(1)], |row| row.get::<_, Sql<Uuid>>(0));
        Ok(found.optional()?.map_or(Uuid::nil(), |Sql(id)| id))
    })
}

/// An id as it is written in a statement.
pub fn literal(id: Uuid) -> String {
    format!("x'{}'", id.simple())
}

fn time(dice: &mut Dice) -> String {
    let minutes = 600 + 15 * dice.below(6);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

pub const PRESENT: &str = "patient where deleted_at is null";

fn merge(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let pair = json!({ "one": some(desk, PRESENT, dice)?, "other": some(desk, PRESENT, dice)? });
    patients::merging::merge(&desk.desk, &desk.admin, wish(pair)).map(drop)
}

fn unmerge(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let merged = json!({ "id": some(desk, "patient where merged_into is not null", dice)? });
    patients::merging::unmerge(&desk.desk, &desk.admin, wish(merged)).map(drop)
}

fn book(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = json!({
        // Also one that was merged, when the board of the person who books is an old one.
        "patient_id": some(desk, if dice.one_in(8) { "patient" } else { PRESENT }, dice)?,
        "doctor_id": some(desk, "doctor", dice)?, "date": dice.pick(&DATES), "start": time(dice), "minutes": 15,
    });
    appointments::book(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn reschedule(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit =
        json!({ "id": some(desk, "appointment", dice)?, "date": dice.pick(&DATES), "start": time(dice) });
    appointments::move_visit(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn cancel(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit =
        json!({ "id": some(desk, "appointment", dice)?, "cancelled_by": dice.pick(&["patient", "clinic"]) });
    appointments::cancel(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

/// Two days running, the second elsewhere or left out where it clashes.
fn book_series(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let way = match dice.below(3) {
        0 => json!([]),
        1 => json!([{ "planned": DATES[1], "way": "skip" }]),
        _ => json!([{ "planned": DATES[1], "way": "shift", "start": time(dice) }]),
    };
    let series = json!({
        "patient_id": some(desk, PRESENT, dice)?, "doctor_id": some(desk, "doctor", dice)?, "date": DATES[0],
        "start": time(dice), "minutes": 15, "repeats": { "unit": "day", "every": 1, "count": 2 }, "choices": way,
    });
    appointments::series::book(&desk.desk, &desk.admin, wish(series)).map(drop)
}

const OF_A_SERIES: &str = "appointment where series_id is not null";

fn move_following(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let mut to = json!({ "id": some(desk, OF_A_SERIES, dice)?, "start": time(dice) });
    if dice.one_in(2) {
        to["doctor_id"] = json!(some(desk, "doctor", dice)?);
    }
    appointments::series::move_following(&desk.desk, &desk.admin, wish(to)).map(drop)
}

fn cancel_following(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let from = json!({ "id": some(desk, OF_A_SERIES, dice)? });
    appointments::series::cancel_following(&desk.desk, &desk.admin, wish(from)).map(drop)
}

fn close(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let date = *dice.pick(&DATES);
    let mut closure = json!({ "first_date": date, "last_date": date, "reason": "sick leave" });
    let of = if dice.one_in(4) { "site" } else { "doctor" };
    closure[format!("{of}_id")] = json!(some(desk, of, dice)?);
    if dice.one_in(2) {
        closure["from"] = json!("10:00");
        closure["until"] = json!("11:00");
    }
    closures::add(&desk.desk, &desk.admin, wish(closure)).map(drop)
}

fn open_again(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let closure = json!({ "id": some(desk, "closure where deleted_at is null", dice)? });
    closures::remove(&desk.desk, &desk.admin, wish(closure)).map(drop)
}

/// A call about a visit that lost its time, and what came of it.
fn settle(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let way = *dice.pick(&["no_answer", "later", "cancelled", "seen_elsewhere", "agreed", "agreed", "told"]);
    let mut call = json!({ "id": some(desk, "rebook", dice)?, "way": way });
    if way == "agreed" {
        call["date"] = json!(dice.pick(&DATES));
        call["start"] = json!(time(dice));
    }
    rebooking::settle(&desk.desk, &desk.admin, wish(call)).map(drop)
}

/// The whole worklist as it is proposed.
fn move_all(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let id = some(desk, "(select distinct worklist_id as id from rebook)", dice)?;
    let list = rebooking::worklist(&desk.desk, &desk.admin, wish(json!({ "id": id })))?;
    let list = serde_json::to_value(&list).expect("an answer of ours");
    let moves: Vec<Value> = list["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|row| row["proposed"].is_object())
        .map(|row| {
            let to = &row["proposed"];
            json!({ "id": row["id"], "doctor_id": to["doctor_id"], "date": to["date"], "start": to["start"] })
        })
        .collect();
    rebooking::move_all(&desk.desk, &desk.admin, wish(json!({ "id": id, "moves": moves }))).map(drop)
}

fn walk_in(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let mut guest = json!({ "doctor_id": some(desk, "doctor", dice)?, "into": dice.pick(&["first_time", "queue"]), "minutes": 10 });
    if dice.one_in(3) {
        guest["new_patient"] = json!({ "full_name": "Nadia Sami", "phones": ["0101 234 5678"] });
    } else {
        guest["patient_id"] = json!(some(desk, PRESENT, dice)?);
    }
    queue::walk_in(&desk.desk, &desk.admin, wish(guest)).map(drop)
}

fn visit(desk: &SyncDesk, status: &str, dice: &mut Dice) -> Result<Value> {
    Ok(json!({ "id": some(desk, &format!("appointment where status = '{status}'"), dice)? }))
}

fn arrive(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = visit(desk, "scheduled", dice)?;
    appointments::arrive(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn call(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = visit(desk, "arrived", dice)?;
    queue::call(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn call_next(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let doctor = json!({ "doctor_id": some(desk, "doctor", dice)? });
    queue::call_next(&desk.desk, &desk.admin, wish(doctor)).map(drop)
}

fn start(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = visit(desk, "arrived", dice)?;
    appointments::start(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn complete(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = visit(desk, "in_consultation", dice)?;
    appointments::complete(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn remind(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let way = *dice.pick(&["reminded", "confirmed", "no_answer", "later"]);
    let call = json!({ "id": some(desk, "appointment", dice)?, "way": way });
    reminders::settle(&desk.desk, &desk.admin, wish(call))?;
    let day = json!({ "date": dice.pick(&DATES) });
    reminders::list(&desk.desk, &desk.admin, wish(day)).map(drop)
}

fn wait(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let who = json!({ "patient_id": some(desk, PRESENT, dice)?, "wish": { "doctor_id": some(desk, "doctor", dice)? } });
    wait_list::add(&desk.desk, &desk.admin, wish(who)).map(drop)
}

fn book_waiting(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let who = json!({
        "id": some(desk, "wait_list where outcome is null", dice)?, "doctor_id": some(desk, "doctor", dice)?,
        "date": dice.pick(&DATES), "start": time(dice),
    });
    wait_list::book(&desk.desk, &desk.admin, wish(who)).map(drop)
}

fn request_rep(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let visit = json!({
        "rep_id": some(desk, "rep", dice)?, "doctor_id": some(desk, "doctor", dice)?, "date": dice.pick(&DATES),
        "start": time(dice), "minutes": 15, "as_request": dice.one_in(2),
    });
    reps::book(&desk.desk, &desk.admin, wish(visit)).map(drop)
}

fn answer_rep(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let id = some(desk, "rep_visit", dice)?;
    match dice.below(5) {
        0..3 => reps::approve(&desk.desk, &desk.admin, wish(json!({ "id": id }))).map(drop),
        3 => reps::confirm(&desk.desk, &desk.admin, wish(json!({ "id": id }))).map(drop),
        _ => {
            reps::cancel(&desk.desk, &desk.admin, wish(json!({ "id": id, "cancelled_by": "rep" }))).map(drop)
        }
    }
}
