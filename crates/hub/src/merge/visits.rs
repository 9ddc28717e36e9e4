//! Two visits never hold the same time of one doctor, and a day takes no more than its cap; where two desks that did not see one another
//! broke that, both keep what they did and a person is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::appointment::AppointmentStatus;
use domain::code::Code as _;
use domain::rep_visit::RepVisitStatus;
use domain::time::Date;
use uuid::Uuid;
use wire::changes::{Action, Change, Value};
use wire::registry::Table;

use super::attention::{self, Kind};
use super::fields::Author;
use super::held::{PRESENCE, Presence, unit_of};
use super::scope::{OnDay, numbers};
use super::{Held, Key, Scope};

/// The columns of a table of visits that say whose time is held, and how.
#[derive(Debug)]
struct Columns {
    table: u16,
    doctor: u16,
    date: u16,
    starts_at: u16,
    minutes: u16,
    later_hour: u16,
    status: u16,
    overbook_reason: u16,
    clash_with: u16,
    deleted_at: u16,
}

static APPOINTMENT: LazyLock<Columns> = LazyLock::new(|| Columns::of("appointment"));
static REP_VISIT: LazyLock<Columns> = LazyLock::new(|| Columns::of("rep_visit"));
/// Table; doctor, weekday, cap for patients, cap for reps, deleted.
static DAY_LIMIT: LazyLock<(u16, [u16; 5])> = LazyLock::new(|| {
    numbers("day_limit", ["doctor_id", "weekday", "max_patients", "max_reps", "deleted_at"])
});

impl Columns {
    fn of(name: &str) -> Self {
        let (
            table,
            [doctor, date, starts_at, minutes, later_hour, status, overbook_reason, clash_with, deleted_at],
        ) = numbers(
            name,
            [
                "doctor_id",
                "date",
                "starts_at",
                "minutes",
                "later_hour",
                "status",
                "overbook_reason",
                "clash_with",
                "deleted_at",
            ],
        );
        Self {
            table,
            doctor,
            date,
            starts_at,
            minutes,
            later_hour,
            status,
            overbook_reason,
            clash_with,
            deleted_at,
        }
    }

    fn for_table(table: u16) -> Option<&'static Self> {
        [&*APPOINTMENT, &*REP_VISIT].into_iter().find(|columns| columns.table == table)
    }

    fn holds_time(&self, held: &Held) -> bool {
        let Value::Text(status) = held.value(self.status) else { return false };
        if self.table == APPOINTMENT.table {
            AppointmentStatus::from_code(status).is_some_and(AppointmentStatus::holds_time)
        } else {
            RepVisitStatus::from_code(status).is_some_and(RepVisitStatus::holds_time)
        }
    }
}

/// The tables whose rows hold a doctor's time.
pub(super) fn tables() -> [u16; 2] {
    [APPOINTMENT.table, REP_VISIT.table]
}

/// A visit that holds time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    pub key: Key,
    start: i64,
    end: i64,
    later_hour: i64,
    /// Where in the clinic's order it was made.
    made: u64,
    overbooked: bool,
    /// What it is marked to clash with.
    clash: Option<Uuid>,
}

impl Visit {
    /// None for one that does not hold its time.
    pub fn read(key: Key, held: &Held) -> Option<Self> {
        let columns = Columns::for_table(key.0)?;
        if !held.is_here() || *held.value(columns.deleted_at) != Value::Null || !columns.holds_time(held) {
            return None;
        }
        let start = integer(held.value(columns.starts_at))?;
        Some(Self {
            key,
            start,
            end: start + integer(held.value(columns.minutes))?,
            later_hour: integer(held.value(columns.later_hour)).unwrap_or(0),
            made: held.stamps.get(PRESENCE).seq,
            overbooked: *held.value(columns.overbook_reason) != Value::Null,
            clash: uuid(held.value(columns.clash_with)),
        })
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.key != other.key
            && self.later_hour == other.later_hour
            && self.start < other.end
            && other.start < self.end
    }

    /// Whether nobody else may have its time.
    fn keeps_its_time(&self) -> bool {
        !self.overbooked && self.clash.is_none()
    }
}

/// The doctor and the day of a visit, whether or not it holds time.
pub(super) fn day_of(key: Key, held: &Held) -> Option<(Uuid, String)> {
    let columns = Columns::for_table(key.0)?;
    let Value::Text(date) = held.value(columns.date) else { return None };
    Some((uuid(held.value(columns.doctor))?, date.clone()))
}

/// How a visit stands on its day.
pub(super) fn on_day(key: Key, held: &Held) -> OnDay {
    let clash = Columns::for_table(key.0).map(|columns| held.value(columns.clash_with));
    OnDay { visit: Visit::read(key, held), is_marked: clash.is_some_and(|clash| *clash != Value::Null) }
}

/// The days a change of a visit may lead to: by what it says of doctor and date, and by what stands.
pub(super) fn days_named(change: &Change, held: Option<&Held>) -> BTreeSet<(Uuid, String)> {
    let Some(columns) = Columns::for_table(change.table) else { return BTreeSet::new() };
    let written = |column: u16| {
        let fields = change.fields.iter().filter(move |field| field.column == column);
        fields.flat_map(|field| [&field.before, &field.after]).chain(held.map(|held| held.value(column)))
    };
    let doctors: BTreeSet<Uuid> = written(columns.doctor).filter_map(uuid).collect();
    let dates: BTreeSet<&String> = written(columns.date)
        .filter_map(|value| if let Value::Text(date) = value { Some(date) } else { None })
        .collect();
    doctors.into_iter().flat_map(|doctor| dates.iter().map(move |date| (doctor, (*date).clone()))).collect()
}

pub(super) fn days_of(scope: &Scope, key: Key, days: &mut BTreeSet<(Uuid, String)>) {
    days.extend(scope.row(key).and_then(|held| day_of(key, held)));
}

/// The doctor and the day of a visit that holds its time.
pub(super) fn day_held(scope: &Scope, key: Key) -> Option<(Uuid, String)> {
    let held = scope.row(key)?;
    Visit::read(key, held).and_then(|_| day_of(key, held))
}

/// The rows an operation changed, with the days on which they held time before it.
pub(super) type HeldBefore = BTreeMap<Key, Option<(Uuid, String)>>;

/// The columns that call this row off, or remove it, as it now stands: under what they are stamped.
pub(super) fn ending_units(key: Key, held: &Held) -> Vec<u16> {
    let mut units = Vec::new();
    if held.presence == Presence::Gone {
        units.push(PRESENCE);
    }
    let deleted_at = Table::by_number(key.0).and_then(|table| table.column("deleted_at"));
    if let Some(column) = deleted_at.filter(|column| *held.value(column.number) != Value::Null) {
        units.push(column.number);
    }
    if let Some(columns) = Columns::for_table(key.0)
        && matches!(held.value(columns.status), Value::Text(status) if status == "cancelled")
    {
        units.push(unit_of(key.0, columns.status));
    }
    units
}

/// Whether a change calls its row off, or removes it.
pub(super) fn ends(change: &Change) -> bool {
    let deleted_at = Table::by_number(change.table).and_then(|table| table.column("deleted_at"));
    let status = Columns::for_table(change.table).map(|columns| columns.status);
    change.action == Action::Delete
        || change.fields.iter().filter(|field| field.differs()).any(|field| {
            let removed = deleted_at.is_some_and(|column| column.number == field.column);
            let called_off = Some(field.column) == status;
            (removed && field.after != Value::Null)
                || (called_off && matches!(&field.after, Value::Text(status) if status == "cancelled"))
        })
}

pub(super) fn limited_doctor(key: Key, held: &Held) -> Option<Uuid> {
    let (table, [doctor, _, _, _, deleted_at]) = *DAY_LIMIT;
    (key.0 == table && held.is_here() && *held.value(deleted_at) == Value::Null)
        .then(|| uuid(held.value(doctor)))
        .flatten()
}

/// After an operation: who has the doctor's time that day, and whether the day is too full. True when a person has to look.
pub(super) fn check(
    scope: &mut Scope,
    author: &Author<'_>,
    held_before: &HeldBefore,
    doctor: Uuid,
    date: &str,
) -> bool {
    let newcomers: BTreeSet<Key> = held_before.keys().copied().collect();
    release(scope, author, &newcomers, doctor, date);
    let mut marked = BTreeSet::new();
    for newcomer in scope.visits_on(doctor, date) {
        if newcomers.contains(&newcomer.key)
            && newcomer.keeps_its_time()
            && mark(scope, author, &newcomer, doctor, date)
        {
            marked.insert(newcomer.key);
        }
    }
    let asks = !marked.is_empty();
    if asks {
        // What has just lost its time is in nobody's way any more.
        release(scope, author, &marked, doctor, date);
    }
    asks | check_cap(scope, author, held_before, doctor, date)
}

/// Marks a visit that came second to a time.
fn mark(scope: &mut Scope, author: &Author<'_>, newcomer: &Visit, doctor: Uuid, date: &str) -> bool {
    let first = scope
        .visits_on(doctor, date)
        .into_iter()
        .filter(|other| other.keeps_its_time() && other.overlaps(newcomer))
        .min_by_key(|other| (other.made, other.key));
    let Some(first) = first else { return false };
    point(scope, author, newcomer.key, Some(first.key.1));
    attention::ask(scope, author, Kind::Clash, newcomer.key, Some(first.key.1), serde_json::json!({}));
    true
}

/// Visits that were marked and whose time is free by now, or that hold none any more, lose the mark; the first come first. Where neither the
/// visit nor the one it is marked for is among those that `moved`, nothing can have become free.
fn release(scope: &mut Scope, author: &Author<'_>, moved: &BTreeSet<Key>, doctor: Uuid, date: &str) {
    let is_moved = |id: &Uuid| tables().iter().any(|table| moved.contains(&(*table, *id)));
    let mut marked: Vec<(u64, Key)> = scope
        .marked_on(doctor, date)
        .into_iter()
        .filter(|(key, clash, _)| moved.contains(key) || clash.as_ref().is_none_or(is_moved))
        .map(|(key, _, held)| (held.stamps.get(PRESENCE).seq, key))
        .collect();
    marked.sort_unstable();
    for (_, key) in marked {
        let Some(held) = scope.row(key) else { continue };
        let visit = Visit::read(key, held);
        let pointed = Columns::for_table(key.0).and_then(|columns| uuid(held.value(columns.clash_with)));
        let in_the_way = visit.filter(|visit| !visit.overbooked).and_then(|visit| {
            scope
                .visits_on(doctor, date)
                .into_iter()
                .filter(|other| other.keeps_its_time() && other.overlaps(&visit))
                .min_by_key(|other| (Some(other.key.1) != pointed, other.made, other.key))
        });
        let now_at = in_the_way.map(|other| other.key.1);
        if now_at != pointed {
            point(scope, author, key, now_at);
        }
        if now_at.is_none() {
            attention::settle(scope, author, key.1, Kind::Clash);
        }
    }
}

fn point(scope: &mut Scope, author: &Author<'_>, key: Key, at: Option<Uuid>) {
    let Some(columns) = Columns::for_table(key.0) else { return };
    let value = at.map_or(Value::Null, |at| Value::Blob(at.as_bytes().to_vec()));
    scope.correct(key, author.stamp, &[(columns.clash_with, value)]);
}

fn check_cap(
    scope: &mut Scope,
    author: &Author<'_>,
    held_before: &HeldBefore,
    doctor: Uuid,
    date: &str,
) -> bool {
    let mut asks = false;
    for columns in [&*APPOINTMENT, &*REP_VISIT] {
        let visits: Vec<Visit> =
            scope.visits_on(doctor, date).into_iter().filter(|visit| visit.key.0 == columns.table).collect();
        let cap = cap_of(scope, doctor, date, columns);
        if cap.is_none_or(|cap| visits.len() as i64 <= cap) {
            for visit in &visits {
                attention::settle(scope, author, visit.key.1, Kind::OverCap);
            }
            continue;
        }
        for visit in visits.iter().filter(|visit| !visit.overbooked) {
            // Only who came to the day without seeing it full, were it by being called off no longer; who was there already is no newcomer.
            let Some(before) = held_before.get(&visit.key) else { continue };
            let was_there = before.as_ref().is_some_and(|(of, on)| *of == doctor && on == date);
            if !was_there {
                let detail = serde_json::json!({ "cap": cap, "booked": visits.len() });
                attention::ask(scope, author, Kind::OverCap, visit.key, None, detail);
                asks = true;
            }
        }
    }
    asks
}

/// The doctor's cap for the weekday, or for every day without one of its own.
fn cap_of(scope: &Scope, doctor: Uuid, date: &str, columns: &Columns) -> Option<i64> {
    let (_, [_, weekday, max_patients, max_reps, _]) = *DAY_LIMIT;
    let wanted = date.parse::<Date>().ok()?.weekday().code();
    let on = |held: &&Held| matches!(held.value(weekday), Value::Text(day) if day == wanted);
    let any = |held: &&Held| *held.value(weekday) == Value::Null;
    let limit = scope.limits_of(doctor).find(on).or_else(|| scope.limits_of(doctor).find(any))?;
    integer(limit.value(if columns.table == APPOINTMENT.table { max_patients } else { max_reps }))
}

impl Scope {
    /// Each with what it is marked to clash with.
    fn marked_on(&self, doctor: Uuid, date: &str) -> Vec<(Key, Option<Uuid>, &Held)> {
        self.day(doctor, date)
            .filter(|(_, on_day)| on_day.is_marked)
            .filter_map(|(key, _)| {
                let held = self.row(key)?;
                Some((key, uuid(held.value(Columns::for_table(key.0)?.clash_with)), held))
            })
            .collect()
    }
}

fn integer(value: &Value) -> Option<i64> {
    if let Value::Integer(number) = value { Some(*number) } else { None }
}

pub(super) fn uuid(value: &Value) -> Option<Uuid> {
    if let Value::Blob(bytes) = value { Uuid::from_slice(bytes).ok() } else { None }
}
