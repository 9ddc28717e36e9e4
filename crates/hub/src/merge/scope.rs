//! What a merge may look at and change: the rows that were loaded for it, with the few ways to find them that the rules need.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use uuid::Uuid;
use wire::changes::Value;

use super::attention;
use super::stock::{self, Whole};
use super::uniques::{self, UNIQUE};
use super::visits::{self, Visit};
use super::{Held, Key};

/// A visit as its day has it: read once, because each booking looks at all visits of its day.
#[derive(Debug, Clone)]
pub(super) struct OnDay {
    /// None for one that does not hold its time.
    pub visit: Option<Visit>,
    /// Whether it is marked to clash with another.
    pub is_marked: bool,
}

/// The rows of one clinic that a push concerns.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    head: u64,
    rows: HashMap<Key, Held>,
    operations: HashSet<Uuid>,
    days: HashMap<(Uuid, String), BTreeMap<Key, OnDay>>,
    limits: HashMap<Uuid, BTreeSet<Key>>,
    values: HashMap<(u16, u16, String), BTreeSet<Key>>,
    open_attention: HashMap<Uuid, BTreeSet<Uuid>>,
    parts: HashMap<Whole, BTreeSet<Key>>,
    dirty: BTreeSet<Key>,
    changed: BTreeSet<Key>,
}

impl Scope {
    /// `head` is the newest of the clinic's order.
    pub fn new(head: u64) -> Self {
        Self { head, ..Self::default() }
    }

    /// Adds a row as it is stored. Adding one again does nothing: what was merged into it stays.
    pub fn load(&mut self, key: Key, held: Held) {
        if !self.rows.contains_key(&key) {
            self.index(key, &held, true);
            self.rows.insert(key, held);
        }
    }

    /// Names an operation that the clinic has already.
    pub fn load_operation(&mut self, uid: Uuid) {
        self.operations.insert(uid);
    }

    pub fn row(&self, key: Key) -> Option<&Held> {
        self.rows.get(&key)
    }

    /// The newest of the clinic's order.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// What has to be stored.
    pub fn dirty(&self) -> impl Iterator<Item = (Key, &Held)> {
        self.dirty.iter().map(|key| (*key, &self.rows[key]))
    }

    /// Forgets what had to be stored, because it is.
    pub fn stored(&mut self) {
        self.dirty.clear();
    }

    /// Every row, for a scope that holds a whole clinic.
    pub fn rows(&self) -> impl Iterator<Item = (Key, &Held)> {
        self.rows.iter().map(|(key, held)| (*key, held))
    }

    /// False when the clinic has this operation already.
    pub(super) fn note_operation(&mut self, uid: Uuid) -> bool {
        self.operations.insert(uid)
    }

    /// The next place in the clinic's order.
    pub(super) fn begin(&mut self) -> u64 {
        self.changed.clear();
        self.head += 1;
        self.head
    }

    /// What the operation at the newest place has changed.
    pub(super) fn changed_at(&self, seq: u64) -> Vec<Key> {
        debug_assert_eq!(seq, self.head);
        self.changed.iter().copied().collect()
    }

    pub(super) fn put(&mut self, key: Key, held: Held) {
        if let Some(before) = self.rows.remove(&key) {
            self.index(key, &before, false);
        }
        self.index(key, &held, true);
        self.rows.insert(key, held);
        self.dirty.insert(key);
        self.changed.insert(key);
    }

    /// Lets the hub itself change columns of a row.
    pub(super) fn correct(&mut self, key: Key, stamp: super::Stamp, values: &[(u16, Value)]) {
        let Some(mut held) = self.rows.get(&key).cloned() else { return };
        for (column, value) in values {
            held.write(*column, value);
            held.stamps.set(super::held::unit_of(key.0, *column), super::Stamp { desk: 0, ..stamp });
        }
        held.changed(stamp.seq, 0);
        self.put(key, held);
    }

    /// The visits of a doctor's day, in whatever state.
    pub(super) fn day(&self, doctor: Uuid, date: &str) -> impl Iterator<Item = (Key, &OnDay)> + '_ {
        self.days.get(&(doctor, date.to_owned())).into_iter().flatten().map(|(key, on_day)| (*key, on_day))
    }

    /// The visits of a doctor's day that hold time, whoever they are for.
    pub(super) fn visits_on(&self, doctor: Uuid, date: &str) -> Vec<Visit> {
        self.day(doctor, date).filter_map(|(_, on_day)| on_day.visit).collect()
    }

    pub(super) fn limits_of(&self, doctor: Uuid) -> impl Iterator<Item = &Held> {
        self.limits.get(&doctor).into_iter().flatten().map(|key| &self.rows[key])
    }

    /// Another row than `key` that holds the value, if there is one.
    pub(super) fn other_holder(&self, key: Key, column: u16, value: &str) -> Option<Key> {
        let holders = self.values.get(&(key.0, column, value.to_owned()))?;
        holders.iter().copied().find(|holder| *holder != key)
    }

    /// The attention rows about a row that nobody has settled.
    pub(super) fn open_attention(&self, subject: Uuid) -> Vec<Uuid> {
        self.open_attention.get(&subject).into_iter().flatten().copied().collect()
    }

    /// The rows that add up to this, those that are removed among them.
    pub(super) fn parts_of(&self, whole: Whole) -> impl Iterator<Item = Key> + '_ {
        self.parts.get(&whole).into_iter().flatten().copied()
    }

    pub(super) fn wholes(&self) -> impl Iterator<Item = Whole> + '_ {
        self.parts.keys().copied()
    }

    fn index(&mut self, key: Key, held: &Held, add: bool) {
        if let Some(day) = visits::day_of(key, held) {
            let visits = self.days.entry(day).or_default();
            if add {
                visits.insert(key, visits::on_day(key, held));
            } else {
                visits.remove(&key);
            }
        }
        if let Some(doctor) = visits::limited_doctor(key, held) {
            enter(&mut self.limits, doctor, key, add);
        }
        for unique in UNIQUE.iter().filter(|unique| unique.table == key.0) {
            if let Some(value) = uniques::held_value(unique, held) {
                enter(&mut self.values, (key.0, unique.column, value.to_owned()), key, add);
            }
        }
        if let Some(whole) = stock::whole_of(key, held) {
            enter(&mut self.parts, whole, key, add);
        }
        if let Some(subject) = attention::open_subject(key, held) {
            enter(&mut self.open_attention, subject, key.1, add);
        }
    }
}

fn enter<K: Eq + std::hash::Hash, V: Ord>(index: &mut HashMap<K, BTreeSet<V>>, key: K, value: V, add: bool) {
    let entries = index.entry(key).or_default();
    if add {
        entries.insert(value);
    } else {
        entries.remove(&value);
    }
}

/// Columns by their names, once.
pub(super) fn numbers<const N: usize>(table: &str, names: [&str; N]) -> (u16, [u16; N]) {
    let table = wire::registry::Table::by_name(table).expect("a table of the registry");
    let columns: BTreeMap<&str, u16> =
        table.columns.iter().map(|column| (column.name, column.number)).collect();
    (table.number, names.map(|name| columns[name]))
}
