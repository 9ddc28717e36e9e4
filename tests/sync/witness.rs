//! Somebody who saw what came to the hub, and works out by a plain rule of their own which value of each field has to stand: the newest that
//! nobody contests, and of two that did not see one another the later by clocks that the hub has capped.

use std::collections::{BTreeMap, BTreeSet};

use hub::merge::Key;
use hub::model::{Clinic, Logged};
use uuid::Uuid;
use wire::changes::{Action, Change, Value, decode};
use wire::registry::Table;
use wire::sync::{OutcomeKind, SyncRequest};

/// Columns that the hub itself corrects: what no two rows may share, and marks.
const NOT_THE_AUTHORS: [&str; 5] = ["ref", "username", "email", "license_number", "clash_with"];

/// The clock of an operation that says nothing new.
const NO_CLOCK: i64 = 1;

#[derive(Default)]
pub struct Witness {
    taken: BTreeMap<Uuid, Taken>,
}

/// One operation, as it was taken.
struct Taken {
    clock: (i64, u32),
    base: u64,
    changes: Vec<Change>,
}

/// Who wrote a field last.
#[derive(Clone, Copy)]
struct Written {
    seq: u64,
    clock: (i64, u32),
}

#[derive(Default)]
struct Row {
    /// By the first column of those that belong together.
    written: BTreeMap<u16, Written>,
    /// Of what was not written since the row was made.
    made: Option<Written>,
    values: BTreeMap<u16, Value>,
}

impl Witness {
    /// Of a request, what the hub took anew.
    pub fn saw(&mut self, now: i64, desk: u32, request: &SyncRequest, new: &[Logged]) {
        let received = hub::stream::read(&request.push).unwrap_or_default();
        for (received, pushed) in received.iter().zip(&request.push) {
            let uid = received.operation.uid;
            if new.iter().any(|logged| logged.uid == uid) {
                let clock = (received.operation.hlc.min(now << 16), desk);
                let changes = decode(&pushed.changes).unwrap_or_default();
                self.taken.insert(uid, Taken { clock, base: pushed.base, changes });
            }
        }
    }

    /// Whether the hub has a row from whoever made it, and not from a desk that told what the hub had lost.
    pub fn has_from_its_author(&self, clinic: &Clinic, key: &Key) -> bool {
        let taken = clinic.log().iter().filter_map(|logged| self.taken.get(&logged.uid));
        // What is told again has no clock.
        let by_clock = taken.filter(|taken| taken.clock.0 > NO_CLOCK);
        let mut changes = by_clock.flat_map(|taken| &taken.changes);
        changes.any(|change| change.action == Action::Insert && (change.table, change.row) == *key)
    }

    /// Holds what stands on the hub against what has to.
    pub fn agrees(&self, seed: u64, clinic: &Clinic) {
        let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
        // Whether a row that was removed is there is another rule's business.
        let mut left_out = BTreeSet::new();
        for logged in clinic.log() {
            let taken = self.taken.get(&logged.uid).expect("whatever was taken was seen");
            for change in &taken.changes {
                let key = (change.table, change.row);
                if change.action == Action::Delete || logged.outcome == OutcomeKind::Rejected {
                    left_out.insert(key);
                } else {
                    rows.entry(key).or_default().write(change, taken, logged.seq);
                }
            }
        }
        let stands = clinic.dump();
        let attention = Table::by_name("attention").expect("a table").number;
        for (key, row) in rows.iter().filter(|(key, _)| key.0 != attention && !left_out.contains(*key)) {
            let table = Table::by_number(key.0).expect("a table of ours");
            let held = stands.get(key).unwrap_or_else(|| panic!("seed {seed}: {key:?} is nowhere"));
            for (column, value) in &row.values {
                let name = table.column_by_number(*column).map_or("", |column| column.name);
                if !NOT_THE_AUTHORS.contains(&name) {
                    assert_eq!(held.value(*column), value, "seed {seed}: {}.{name} of {key:?}", table.name);
                }
            }
        }
    }
}

impl Row {
    fn write(&mut self, change: &Change, taken: &Taken, seq: u64) {
        let table = Table::by_number(change.table).expect("a table of ours");
        let mut units: BTreeMap<u16, BTreeMap<u16, Value>> = BTreeMap::new();
        for field in &change.fields {
            let together = table.together_with(field.column);
            let unit = units.entry(together.map_or(field.column, |together| together[0])).or_default();
            if change.action == Action::Insert {
                // What an insert leaves out is null.
                for column in together.unwrap_or_default() {
                    unit.entry(*column).or_insert(Value::Null);
                }
            }
            unit.insert(field.column, field.after.clone());
        }
        let now = Written { seq, clock: taken.clock };
        let is_new = self.made.is_none() && self.written.is_empty();
        if is_new && change.action == Action::Insert {
            self.made = Some(now);
        }
        for (unit, values) in units {
            let before = self.written.get(&unit).copied().or(self.made).filter(|_| !is_new);
            let contested = before
                .filter(|before| before.seq > taken.base && before.clock.1 != taken.clock.1)
                .map(|before| before.clock);
            if contested.is_none_or(|clock| taken.clock > clock) {
                self.values.extend(values);
                self.written.insert(unit, now);
            }
        }
    }
}
