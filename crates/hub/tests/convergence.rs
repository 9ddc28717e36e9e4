//! Desks and a hub in memory, from one seed: requests and replies are lost, repeated and cut into pages, clocks are wrong, the hub is restored
//! from a backup, a desk is cloned. Afterwards everybody talks to everybody, and all have to have the same.
//!
//! The desks here are models too: what they do with a reply is the protocol's half that any desk has to get right.

use std::collections::{BTreeMap, BTreeSet};

use hub::merge::Key;
use hub::model::Clinic;
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, decode, encode};
use wire::operation::{GENESIS, Hash, Operation, chain_hash, hash_changes};
use wire::registry::Table;
use wire::sync::{
    EnrolRequest, NewNumberRequest, PROTOCOL, Pushed, SyncReply, SyncRequest, TroubleCode, decode_rows,
};

type Fields = BTreeMap<u16, Value>;

struct Dice(TestRng);

impl Dice {
    fn of(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'s, T>(&mut self, from: &'s [T]) -> &'s T {
        let index = self.below(from.len() as u64);
        &from[usize::try_from(index).expect("fits")]
    }

    fn word(&mut self, from: &[&str]) -> Value {
        text(self.pick::<&str>(from))
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.0.next_u64(), self.0.next_u64())
    }
}

#[derive(Clone)]
struct Done {
    operation: Operation,
    previous: Hash,
    base: u64,
    changes: Vec<u8>,
}

/// A desk as the protocol sees it.
#[derive(Clone)]
struct Desk {
    /// On the hub: what its token stands for.
    number: u32,
    id: Uuid,
    boot: Uuid,
    epoch: Option<Uuid>,
    cursor: u64,
    through: u64,
    /// Operations up to this number count as having seen at most the second.
    capped: (u64, u64),
    everything: bool,
    log: Vec<Done>,
    rows: BTreeMap<Key, Fields>,
    hlc: i64,
    /// How wrong its clock is, in milliseconds.
    skew: i64,
}

const START: i64 = 1_790_000_000_000;
const DATES: [&str; 2] = ["2026-11-24", "2026-11-25"];

fn number(table: &str, column: &str) -> u16 {
    Table::by_name(table).and_then(|table| table.column(column)).expect("a column").number
}

impl Desk {
    fn join(clinic: &mut Clinic, dice: &mut Dice) -> Self {
        let id = dice.uuid();
        let request = EnrolRequest {
            protocol: PROTOCOL,
            code: String::new(),
            desk: id,
            name: String::new(),
            schema: 6,
            operations: 0,
        };
        let enrolled = clinic.enrol(&request).expect("an empty desk may join");
        let year = 31_536_000_000;
        let skew =
            if dice.one_in(3) { i64::try_from(dice.below(2 * year)).expect("fits") - year as i64 } else { 0 };
        Self {
            number: enrolled.number,
            id,
            boot: dice.uuid(),
            epoch: None,
            cursor: 0,
            through: 0,
            capped: (0, 0),
            everything: true,
            log: Vec::new(),
            rows: BTreeMap::new(),
            hlc: 0,
            skew,
        }
    }

    fn hash(&self, number: u64) -> Hash {
        match number.checked_sub(1) {
            None => GENESIS,
            Some(index) => {
                let done = &self.log[usize::try_from(index).expect("fits")];
                chain_hash(&done.previous, &done.operation)
            }
        }
    }

    /// Somebody does something at this desk.
    fn act(&mut self, dice: &mut Dice, now: i64) {
        let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
        for _ in 0..=dice.below(2) {
            let change = self.some_change(dice);
            changes.entry((change.table, change.row)).or_insert(change);
        }
        let changes: Vec<Change> = changes
            .into_values()
            .filter(|change| change.action != Action::Set || !change.fields.is_empty())
            .collect();
        if changes.is_empty() {
            return;
        }
        for change in &changes {
            overlay(&mut self.rows, change);
        }
        let encoded = encode(&changes);
        let number = self.log.len() as u64 + 1;
        self.hlc = ((now + self.skew) << 16).max(self.hlc + 1);
        let operation = Operation {
            uid: dice.uuid(),
            number,
            hlc: self.hlc,
            at: now + self.skew,
            account: None,
            desk: self.id,
            kind: "test".into(),
            reason: None,
            detail: None,
            undoes: None,
            schema: 6,
            changes_hash: hash_changes(&encoded),
        };
        self.log.push(Done {
            operation,
            previous: self.hash(number - 1),
            base: self.cursor,
            changes: encoded,
        });
    }

    fn some_change(&self, dice: &mut Dice) -> Change {
        let mine: Vec<Key> = self.rows.keys().copied().filter(|(table, _)| *table != 16).collect();
        if mine.is_empty() || dice.one_in(4) {
            return some_row(dice);
        }
        let key = *dice.pick(&mine);
        let table = Table::by_number(key.0).expect("a table of ours");
        let held = &self.rows[&key];
        if table.name == "site_hours" && dice.one_in(3) {
            let fields = held.iter().map(|(column, value)| Field {
                column: *column,
                before: value.clone(),
                after: Value::Null,
            });
            return Change { table: key.0, row: key.1, action: Action::Delete, fields: fields.collect() };
        }
        let mut after = held.clone();
        let edits: &[(&str, Value)] = match table.name {
            "patient" => {
                &[("full_name", dice.word(&["Mona", "Karim", "Sara"])), ("email", dice.word(&["a@b", "c@d"]))]
            }
            "appointment" => &[
                ("status", dice.word(&["scheduled", "arrived", "cancelled"])),
                ("starts_at", Value::Integer(600 + 15 * i64::try_from(dice.below(4)).expect("fits"))),
                ("date", dice.word(&DATES)),
                ("notes", dice.word(&["a", "b"])),
            ],
            _ => &[("opens", Value::Integer(540 + i64::try_from(dice.below(5)).expect("fits")))],
        };
        let (column, value) = dice.pick(edits).clone();
        let column = number(table.name, column);
        after.insert(column, value);
        let group = table.together_with(column).unwrap_or(std::slice::from_ref(&column)).iter().copied();
        let value_in = |fields: &Fields, column| fields.get(&column).cloned().unwrap_or(Value::Null);
        let mut fields: Vec<Field> = group
            .map(|column| Field { column, before: value_in(held, column), after: value_in(&after, column) })
            .collect();
        if !fields.iter().any(Field::differs) {
            fields.clear();
        }
        fields.sort_by_key(|field| field.column);
        Change { table: key.0, row: key.1, action: Action::Set, fields }
    }

    fn request(&self, dice: &mut Dice) -> SyncRequest {
        let most = dice.below(6);
        let push = self
            .log
            .iter()
            .filter(|done| done.operation.number > self.through)
            .take(usize::try_from(most).expect("fits"))
            .map(|done| Pushed {
                operation: wire::operation::encode(&done.operation).into(),
                changes: done.changes.clone().into(),
                previous: done.previous.to_vec().into(),
                base: if done.operation.number <= self.capped.0 {
                    done.base.min(self.capped.1)
                } else {
                    done.base
                },
            })
            .collect();
        SyncRequest {
            protocol: PROTOCOL,
            schema: 6,
            epoch: self.epoch,
            boot: self.boot,
            cursor: self.cursor,
            everything: self.everything,
            push,
            digests: Vec::new(),
            max_bytes: u32::try_from(dice.below(2_000)).expect("fits"),
        }
    }

    fn take(&mut self, reply: &SyncReply) {
        self.epoch = Some(reply.epoch);
        self.through = self.through.max(reply.through);
        for row in decode_rows(&reply.rows).expect("rows of the protocol") {
            let key = (row.table, row.id);
            if row.gone {
                self.rows.remove(&key);
            } else {
                self.rows.insert(key, row.fields.into_iter().collect());
            }
            let unsent = self.log.iter().filter(|done| done.operation.number > self.through);
            for change in unsent.flat_map(|done| decode(&done.changes).expect("changes of ours")) {
                if (change.table, change.row) == key {
                    overlay(&mut self.rows, &change);
                }
            }
        }
        // An answer that was overtaken says nothing new of how far we are.
        self.cursor = self.cursor.max(reply.next);
        self.everything &= reply.more;
    }

    /// One round with the hub. True when there is nothing left to say or to hear.
    fn talk(&mut self, clinic: &mut Clinic, dice: &mut Dice, now: i64, faulty: bool) -> bool {
        let request = self.request(dice);
        let fault = if faulty { dice.below(8) } else { 7 };
        if fault == 0 {
            return false;
        }
        let mut answer = clinic.sync(self.number, now, &request);
        if fault == 1 {
            answer = clinic.sync(self.number, now, &request);
        }
        if fault == 2 {
            return false;
        }
        match answer {
            Ok(reply) => {
                self.take(&reply);
                if fault == 3 {
                    self.take(&reply);
                }
                !reply.more && self.through == self.log.len() as u64 && self.cursor == reply.head
            }
            Err(trouble) => {
                match trouble.code {
                    TroubleCode::Epoch => {
                        self.epoch = trouble.epoch;
                        self.through =
                            trouble.through.expect("said with an epoch").min(self.log.len() as u64);
                        self.capped = (self.log.len() as u64, trouble.head.expect("said with an epoch"));
                        self.cursor = 0;
                        self.everything = true;
                        // Only the hub makes these; those that still stand come back.
                        self.rows.retain(|(table, _), _| *table != 16);
                    }
                    TroubleCode::Gap => self.through = trouble.through.expect("said with a gap"),
                    TroubleCode::Forked => self.go_on_under_another_number(clinic, dice),
                    other => panic!("{other:?}"),
                }
                false
            }
        }
    }

    fn go_on_under_another_number(&mut self, clinic: &mut Clinic, dice: &mut Dice) {
        let request = NewNumberRequest {
            protocol: PROTOCOL,
            boot: self.boot,
            desk: dice.uuid(),
            from_number: self.through,
            from_hash: self.hash(self.through).to_vec().into(),
        };
        let reply = clinic.new_number(self.number, &request).expect("both agree up to here");
        self.number = reply.number;
        self.id = request.desk;
        // Under the old number the hub did not tell this desk what the other one had written. What was surely seen is what the last
        // operation both know had seen.
        let last_common = self.log.iter().rfind(|done| done.operation.number <= self.through);
        self.capped = (self.log.len() as u64, last_common.map_or(0, |done| done.base));
        self.cursor = 0;
        self.everything = true;
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn some_row(dice: &mut Dice) -> Change {
    let row = dice.uuid();
    let fields: Vec<(&str, Value)> = match dice.below(3) {
        0 => vec![("full_name", text("Mona")), ("ref", text(&row.to_string()))],
        1 => vec![
            ("ref", text(&row.to_string())),
            ("doctor_id", Value::Blob(vec![5; 16])),
            ("date", dice.word(&DATES)),
            ("starts_at", Value::Integer(600 + 15 * i64::try_from(dice.below(4)).expect("fits"))),
            ("minutes", Value::Integer(20)),
            ("later_hour", Value::Integer(0)),
            ("status", text("scheduled")),
        ],
        _ => vec![("weekday", text("mon")), ("opens", Value::Integer(540)), ("closes", Value::Integer(900))],
    };
    let name = ["patient", "appointment", "site_hours"][match fields.len() {
        2 => 0,
        7 => 1,
        _ => 2,
    }];
    let mut fields: Vec<Field> = fields
        .into_iter()
        .map(|(column, after)| Field { column: number(name, column), before: Value::Null, after })
        .collect();
    fields.sort_by_key(|field| field.column);
    Change { table: Table::by_name(name).expect("a table").number, row, action: Action::Insert, fields }
}

/// A desk's own change over what the hub has.
fn overlay(rows: &mut BTreeMap<Key, Fields>, change: &Change) {
    let key = (change.table, change.row);
    if change.action == Action::Delete {
        rows.remove(&key);
        return;
    }
    let fields = match change.action {
        Action::Insert => rows.entry(key).or_default(),
        Action::Set | Action::Delete => match rows.get_mut(&key) {
            Some(fields) => fields,
            None => return,
        },
    };
    for field in &change.fields {
        match &field.after {
            Value::Null => fields.remove(&field.column),
            value => fields.insert(field.column, value.clone()),
        };
    }
}

fn run(seed: u64) {
    let mut dice = Dice::of(seed);
    let mut clinic = Clinic::new(dice.uuid(), dice.uuid());
    let count = 2 + dice.below(3);
    let mut desks: Vec<Desk> = (0..count).map(|_| Desk::join(&mut clinic, &mut dice)).collect();
    let mut backup = clinic.clone();
    let mut now = START;
    for _ in 0..60 + dice.below(120) {
        now += i64::try_from(dice.below(60_000)).expect("fits");
        let which = usize::try_from(dice.below(desks.len() as u64)).expect("fits");
        match dice.below(40) {
            0 => backup = clinic.clone(),
            1 if dice.one_in(4) => clinic = backup.clone().restored(dice.uuid()),
            2 if dice.one_in(3) && desks.len() < 7 => {
                let mut clone = desks[which].clone();
                clone.boot = dice.uuid();
                desks.push(clone);
            }
            3 => desks[which].boot = dice.uuid(),
            4..20 => desks[which].act(&mut dice, now),
            _ => {
                desks[which].talk(&mut clinic, &mut dice, now, true);
            }
        }
    }
    heal(seed, &mut clinic, &mut desks, &mut dice, now);
    agree(seed, &clinic, &desks);
}

/// Nothing is lost any more, nobody does anything, and everybody talks until there is nothing to say.
fn heal(seed: u64, clinic: &mut Clinic, desks: &mut [Desk], dice: &mut Dice, now: i64) {
    for round in 0.. {
        let head = clinic.head();
        let quiet = desks
            .iter_mut()
            .map(|desk| desk.talk(clinic, dice, now, false))
            .fold(true, |all, one| all && one);
        if quiet && clinic.head() == head {
            return;
        }
        assert!(round < 3_000, "seed {seed}: the desks never come to an end");
    }
}

fn agree(seed: u64, clinic: &Clinic, desks: &[Desk]) {
    let hub: BTreeMap<Key, Fields> = clinic
        .dump()
        .into_iter()
        .filter(|(_, held)| held.is_here())
        .map(|(key, held)| (key, held.fields))
        .collect();
    let logged: BTreeSet<Uuid> = clinic.log().iter().map(|logged| logged.uid).collect();
    assert_eq!(logged.len(), clinic.log().len(), "seed {seed}: an operation was taken twice");
    for desk in desks {
        for (key, fields) in &hub {
            assert_eq!(
                desk.rows.get(key),
                Some(fields),
                "seed {seed}: desk {} differs at {key:?}",
                desk.number
            );
        }
        assert_eq!(desk.rows.len(), hub.len(), "seed {seed}: desk {} has rows of its own", desk.number);
        for done in &desk.log {
            assert!(logged.contains(&done.operation.uid), "seed {seed}: an operation is lost");
        }
    }
    no_two_hold_one_time(seed, &hub);
}

/// What the marks are for: of the visits without one no two overlap.
fn no_two_hold_one_time(seed: u64, rows: &BTreeMap<Key, Fields>) {
    let column = |name| number("appointment", name);
    let holding: Vec<(&Value, i64)> = rows
        .iter()
        .filter(|((table, _), fields)| {
            *table == 12
                && !fields.contains_key(&column("clash_with"))
                && fields.get(&column("status")) != Some(&text("cancelled"))
        })
        .map(|(_, fields)| {
            let Some(Value::Integer(start)) = fields.get(&column("starts_at")) else {
                panic!("seed {seed}: {fields:?}")
            };
            (&fields[&column("date")], *start)
        })
        .collect();
    for (index, one) in holding.iter().enumerate() {
        for other in &holding[index + 1..] {
            assert!(
                one.0 != other.0 || one.1.abs_diff(other.1) >= 20,
                "seed {seed}: an overlap without a mark"
            );
        }
    }
}

#[test]
fn all_desks_end_with_what_the_hub_has_and_nothing_is_lost() {
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(500);
    let first = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    for seed in first..first + seeds {
        run(seed);
    }
}
