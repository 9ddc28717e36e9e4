//! Desks that do this and that, and say it to a hub.

use std::collections::BTreeMap;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::operation::{GENESIS, Hash, Operation, chain_hash, hash_changes};
use wire::registry::Table;
use wire::sync::{EnrolRequest, PROTOCOL, Pushed, SyncRequest};

pub struct Dice(TestRng);

impl Dice {
    pub fn of(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }

    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("fits")
    }

    pub fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.0.next_u64(), self.0.next_u64())
    }
}

/// 2026-11-21.
pub const NOW: i64 = 1_795_200_000_000;

pub fn enrolling(desk: Uuid, code: &str) -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        code: code.to_owned(),
        desk,
        name: "Front".into(),
        schema: 6,
        operations: 0,
        returning: None,
    }
}

/// One desk: what it did, and how far it is with the hub.
#[derive(Debug, Clone)]
pub struct Desk {
    pub number: u32,
    pub id: Uuid,
    pub boot: Uuid,
    pub epoch: Option<Uuid>,
    pub cursor: u64,
    pub through: u64,
    log: Vec<(Pushed, Hash)>,
}

impl Desk {
    pub fn new(number: u32, id: Uuid) -> Self {
        Self { number, id, boot: id, epoch: None, cursor: 0, through: 0, log: Vec::new() }
    }

    pub fn length(&self) -> u64 {
        self.log.len() as u64
    }

    pub fn hash_at(&self, number: u64) -> Hash {
        number.checked_sub(1).map_or(GENESIS, |index| self.log[usize::try_from(index).expect("fits")].1)
    }

    pub fn does(&mut self, uid: Uuid, hlc: i64, changes: Vec<u8>) {
        let number = self.length() + 1;
        let operation = Operation {
            uid,
            number,
            hlc,
            at: hlc >> 16,
            account: None,
            desk: self.id,
            kind: "test".into(),
            reason: None,
            detail: None,
            undoes: None,
            schema: 6,
            changes_hash: hash_changes(&changes),
        };
        let previous = self.hash_at(number - 1);
        let pushed = Pushed {
            operation: wire::operation::encode(&operation).into(),
            changes: changes.into(),
            previous: previous.to_vec().into(),
            base: self.cursor,
        };
        self.log.push((pushed, chain_hash(&previous, &operation)));
    }

    /// A new patient of a name, as one operation.
    pub fn registers(&mut self, uid: Uuid, name: &str) {
        let change = insert("patient", uid, &[("full_name", Value::Text(name.to_owned()))]);
        self.does(uid, NOW << 16, encode(&[change]));
    }

    pub fn request(&self, most: usize, max_bytes: u32) -> SyncRequest {
        let unsent = usize::try_from(self.through).expect("fits");
        SyncRequest {
            protocol: PROTOCOL,
            schema: 6,
            epoch: self.epoch,
            boot: self.boot,
            cursor: self.cursor,
            everything: false,
            push: self.log.iter().skip(unsent).take(most).map(|(pushed, _)| pushed.clone()).collect(),
            digests: Vec::new(),
            max_bytes,
        }
    }

    /// What it pushed before, once more.
    pub fn repeat(&self, from: u64, most: usize) -> Vec<Pushed> {
        let from = usize::try_from(from).expect("fits");
        self.log.iter().skip(from).take(most).map(|(pushed, _)| pushed.clone()).collect()
    }

    /// After a restore: what it had seen of the order before counts no further than this.
    pub fn cap(&mut self, head: u64) {
        for (pushed, _) in &mut self.log {
            pushed.base = pushed.base.min(head);
        }
        self.cursor = 0;
    }
}

pub fn column(table: &str, name: &str) -> (u16, u16) {
    let table = Table::by_name(table).expect("a table");
    (table.number, table.column(name).expect("a column").number)
}

pub fn insert(table: &str, row: Uuid, fields: &[(&str, Value)]) -> Change {
    let mut fields: Vec<Field> = fields
        .iter()
        .map(|(name, after)| Field {
            column: column(table, name).1,
            before: Value::Null,
            after: after.clone(),
        })
        .collect();
    fields.sort_by_key(|field| field.column);
    Change { table: Table::by_name(table).expect("a table").number, row, action: Action::Insert, fields }
}

const NAMES: [&str; 4] = ["Mona", "Karim", "سارة", "O'Neill"];
const DATES: [&str; 2] = ["2026-11-24", "2026-11-25"];

/// A few rows that everybody writes to.
fn row(dice: &mut Dice) -> Uuid {
    Uuid::from_u128(0x1000 + u128::from(dice.below(6)))
}

fn text(dice: &mut Dice, from: &[&str]) -> Value {
    Value::Text(from[dice.index(from.len())].to_owned())
}

fn number(dice: &mut Dice, limit: u64) -> Value {
    Value::Integer(i64::try_from(dice.below(limit)).expect("fits"))
}

/// What somebody does to one row: mostly sense, and all that a hub has to bear.
fn change(dice: &mut Dice) -> Change {
    let row = row(dice);
    let doctor = Value::Blob(Uuid::from_u128(5).as_bytes().to_vec());
    let visit = |dice: &mut Dice| {
        vec![
            ("doctor_id", doctor.clone()),
            ("date", text(dice, &DATES)),
            ("starts_at", Value::Integer(600 + 15 * i64::try_from(dice.below(4)).expect("fits"))),
            ("minutes", Value::Integer(20)),
            ("status", text(dice, &["scheduled", "arrived", "cancelled"])),
            ("later_hour", Value::Integer(0)),
        ]
    };
    let mut change = match dice.below(9) {
        0 | 1 => insert("appointment", row, &visit(dice)),
        2 => insert(
            "patient",
            row,
            &[("full_name", text(dice, &NAMES)), ("ref", text(dice, &["A-1", "A-2", "B-1"]))],
        ),
        3 => insert(
            "account",
            row,
            &[("username", text(dice, &["mona", "karim"])), ("email", text(dice, &["a@b", "c@d"]))],
        ),
        4 => insert(
            "setting",
            row,
            &[("key", text(dice, &["a", "b"])), ("value", text(dice, &["{}", "[1]", "no json"]))],
        ),
        5 => insert("site", row, &[("latitude", Value::Real(30.5)), ("name", text(dice, &NAMES))]),
        6 => insert("day_limit", row, &[("doctor_id", doctor.clone())]),
        // A table that this hub does not know.
        7 => Change {
            table: 900,
            row,
            action: Action::Insert,
            fields: vec![Field { column: 1, before: Value::Null, after: number(dice, 9) }],
        },
        _ => insert("site_hours", row, &[("weekday", text(dice, &["mon"])), ("opens", number(dice, 900))]),
    };
    match dice.below(12) {
        // A column that this hub does not know.
        0 => change.fields.push(Field { column: 700, before: Value::Null, after: odd(dice) }),
        // Too long for an index.
        1 if change.table == column("patient", "ref").0 => {
            let long = Value::Text("r".repeat(3_000 + dice.index(2)));
            let at = column("patient", "ref").1;
            change
                .fields
                .iter_mut()
                .filter(|field| field.column == at)
                .for_each(|field| field.after = long.clone());
        }
        // Of the wrong type.
        2 if dice.one_in(4) => {
            if let Some(field) = change.fields.first_mut() {
                field.after = Value::Real(1.5);
            }
        }
        _ => {}
    }
    match dice.below(10) {
        0 => {
            change.action = Action::Delete;
            for field in &mut change.fields {
                field.before = std::mem::replace(&mut field.after, Value::Null);
            }
        }
        1..=5 => {
            change.action = Action::Set;
            let keep = dice.index(change.fields.len().max(1));
            if change.table != column("appointment", "date").0 {
                change.fields = change.fields.get(keep).cloned().into_iter().collect();
            }
        }
        _ => {}
    }
    change
}

fn odd(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => Value::Text("a\0b".into()),
        1 => Value::Real(f64::INFINITY),
        2 => Value::Blob(vec![0, 255]),
        _ => number(dice, 9),
    }
}

pub fn some_changes(dice: &mut Dice) -> Vec<u8> {
    if dice.one_in(40) {
        return b"no changes at all".to_vec();
    }
    let mut changes: BTreeMap<(u16, Uuid), Change> = BTreeMap::new();
    for _ in 0..=dice.below(3) {
        let change = change(dice);
        changes.entry((change.table, change.row)).or_insert(change);
    }
    encode(&changes.into_values().collect::<Vec<_>>())
}
