//! A desk in memory: what it does with the hub's answers is the protocol's half that any desk has to get right.

use std::collections::{BTreeMap, BTreeSet};

use hub::merge::Key;
use hub::model::Clinic;
use uuid::Uuid;
use wire::changes::{Action, Change, Value, decode, encode};
use wire::operation::{GENESIS, Hash, Operation, chain_hash, hash_changes};
use wire::sync::{
    EnrolRequest, NewNumberRequest, PROTOCOL, Pushed, SyncReply, SyncRequest, TroubleCode, decode_rows,
};

use crate::deeds::{Fields, overlay, some_change};
use crate::dice::Dice;

#[derive(Clone)]
pub struct Done {
    pub operation: Operation,
    previous: Hash,
    base: u64,
    changes: Vec<u8>,
}

/// A desk as the protocol sees it.
#[derive(Clone)]
pub struct Desk {
    /// On the hub: what its token stands for.
    pub number: u32,
    pub token: String,
    id: Uuid,
    pub boot: Uuid,
    /// The hub told it to stay away.
    pub revoked: bool,
    epoch: Option<Uuid>,
    cursor: u64,
    /// Everything up to here was seen. Beyond it, up to the cursor, what changed once more is still to come in its newer place.
    whole: u64,
    through: u64,
    /// Operations up to this number count as having seen at most the second.
    capped: (u64, u64),
    everything: bool,
    /// What stood here when the hub was restored, and has not come from it since: gone with the hub's last hours, unless a desk sends it again.
    doubtful: BTreeSet<Key>,
    pub log: Vec<Done>,
    pub rows: BTreeMap<Key, Fields>,
    hlc: i64,
    /// How wrong its clock is, in milliseconds.
    skew: i64,
}

impl Desk {
    pub fn join(clinic: &mut Clinic, dice: &mut Dice) -> Self {
        let id = dice.uuid();
        let enrolled = clinic.enrol(&enrolment(id, 0, None)).expect("an empty desk may join");
        let year = 31_536_000_000;
        let skew =
            if dice.one_in(3) { i64::try_from(dice.below(2 * year)).expect("fits") - year as i64 } else { 0 };
        Self {
            number: enrolled.number,
            token: enrolled.token,
            id,
            boot: dice.uuid(),
            revoked: false,
            epoch: Some(enrolled.epoch),
            cursor: 0,
            whole: 0,
            through: 0,
            capped: (0, 0),
            everything: true,
            doubtful: BTreeSet::new(),
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
    pub fn act(&mut self, dice: &mut Dice, now: i64) {
        let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
        for _ in 0..=dice.below(2) {
            let change = some_change(&self.rows, dice);
            changes.entry((change.table, change.row)).or_insert(change);
        }
        let mut changes: Vec<Change> = changes
            .into_values()
            .filter(|change| change.action != Action::Set || !change.fields.is_empty())
            .collect();
        if changes.is_empty() {
            return;
        }
        if dice.one_in(50) {
            // A mistake of this desk's version: the hub keeps the operation, and takes none of it.
            let texts = changes[0].fields.iter_mut().map(|field| &mut field.after);
            texts
                .filter(|value| matches!(value, Value::Text(_)))
                .for_each(|value| *value = Value::Integer(1));
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
            base: self.whole,
            changes: encoded,
        });
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
        for row in decode_rows(&reply.rows).expect("rows of the protocol") {
            let key = (row.table, row.id);
            self.doubtful.remove(&key);
            if row.gone {
                self.rows.remove(&key);
            } else {
                self.rows.insert(key, row.fields.into_iter().collect());
            }
            // The rows have in them what the hub had of this desk, even where the answer that said so was lost.
            let unsent = self.log.iter().filter(|done| done.operation.number > reply.through);
            for change in unsent.flat_map(|done| decode(&done.changes).expect("changes of ours")) {
                if (change.table, change.row) == key {
                    overlay(&mut self.rows, &change);
                }
            }
        }
        // An answer that was overtaken says nothing new of how far we are.
        self.cursor = self.cursor.max(reply.next);
        if !reply.more {
            self.whole = self.cursor;
        }
        if reply.refilled && !reply.more && !self.everything {
            for key in std::mem::take(&mut self.doubtful) {
                self.rows.remove(&key);
            }
        }
        // Whatever is done from now on was done later than what this answer told.
        self.hlc = self.hlc.max(reply.now << 16);
        // What is being sent again may come back otherwise than it stands here, with a mark the less: until all is sent, all is asked for.
        self.everything &= reply.more || self.through < self.log.len() as u64;
    }

    /// One round with the hub. True when there is nothing left to say or to hear.
    pub fn talk(&mut self, clinic: &mut Clinic, dice: &mut Dice, now: i64, faulty: bool) -> bool {
        let request = self.request(dice);
        let fault = if faulty { dice.below(8) } else { 7 };
        if fault == 0 {
            return false;
        }
        let number = clinic.desk_of(&self.token).unwrap_or(0);
        let mut answer = clinic.sync(number, now, &request);
        if fault == 1 {
            answer = clinic.sync(number, now, &request);
        }
        if fault == 2 {
            return false;
        }
        match answer {
            Ok(reply) => {
                self.revoked = false;
                // Only what this request brought was compared: a clone's operations may have the numbers after that.
                let brought = self.through + request.push.len() as u64;
                self.through = self.through.max(reply.through.min(brought));
                self.take(&reply);
                if fault == 3 {
                    self.take(&reply);
                }
                if reply.through > self.log.len() as u64 {
                    self.go_on_under_another_number(clinic, dice);
                    return false;
                }
                !reply.more
                    && self.through == self.log.len() as u64
                    && self.cursor == reply.head
                    && self.doubtful.is_empty()
            }
            Err(trouble) => {
                match trouble.code {
                    TroubleCode::Epoch => {
                        self.epoch = trouble.epoch;
                        let through = trouble.through.expect("said with an epoch");
                        let agreed = through <= self.log.len() as u64
                            && trouble.hash.is_some_and(|hash| hash[..] == self.hash(through)[..]);
                        self.cap(self.through.min(through), trouble.head.expect("said with an epoch"));
                        self.start_over();
                        self.doubtful = self.rows.keys().copied().collect();
                        if !agreed {
                            self.go_on_under_another_number(clinic, dice);
                        }
                    }
                    TroubleCode::Revoked => {
                        self.revoked = true;
                        self.through = trouble.through.unwrap_or(self.through);
                        return self.through == self.log.len() as u64;
                    }
                    TroubleCode::Gap => self.through = trouble.through.expect("said with a gap"),
                    TroubleCode::Unknown => self.come_back(clinic, dice),
                    TroubleCode::Forked => self.go_on_under_another_number(clinic, dice),
                    _ => panic!(
                        "{trouble:?} number {} through {} log {} cursor {}",
                        self.number,
                        self.through,
                        self.log.len(),
                        self.cursor
                    ),
                }
                false
            }
        }
    }

    /// Goes back to `through`; what is sent from there on counts as having seen no more than `base`.
    fn cap(&mut self, through: u64, base: u64) {
        let already = if self.capped.0 > through { self.capped.1 } else { u64::MAX };
        self.capped = (self.log.len() as u64, base.min(already));
        self.through = through;
    }

    fn start_over(&mut self) {
        self.cursor = 0;
        self.whole = 0;
        self.everything = true;
    }

    /// The hub was restored from a backup in which this desk was not yet enrolled: somebody gives it a code again.
    fn come_back(&mut self, clinic: &mut Clinic, dice: &mut Dice) {
        self.id = dice.uuid();
        let request = enrolment(self.id, self.log.len() as u64, Some(clinic.id));
        let enrolled = clinic.enrol(&request).expect("a desk of the clinic comes back");
        (self.number, self.token, self.epoch) = (enrolled.number, enrolled.token, Some(enrolled.epoch));
        self.cap(0, 0);
        self.start_over();
        self.doubtful = self.rows.keys().copied().collect();
    }

    /// From the last point that the hub knows of this desk's past, which is looked for by halves: the beginning it always knows.
    fn go_on_under_another_number(&mut self, clinic: &mut Clinic, dice: &mut Dice) {
        self.id = dice.uuid();
        let mut from = self.through;
        let reply = loop {
            let request = NewNumberRequest {
                protocol: PROTOCOL,
                boot: self.boot,
                desk: self.id,
                from_number: from,
                from_hash: self.hash(from).to_vec().into(),
            };
            match clinic.new_number(clinic.desk_of(&self.token).unwrap_or(0), &request) {
                Ok(reply) => break reply,
                // Nobody says what the hub has of this desk: all of it goes into quarantine.
                Err(trouble) if trouble.code == TroubleCode::Revoked => {
                    self.through = 0;
                    return;
                }
                Err(trouble) => assert_eq!((trouble.code, from > 0), (TroubleCode::Forked, true)),
            }
            from /= 2;
        };
        (self.number, self.token) = (reply.number, reply.token);
        // Under the old number the hub did not tell this desk what the other one had written. What was surely seen is what the last
        // operation both know had seen.
        let last_common = self.log.iter().rfind(|done| done.operation.number <= from);
        self.cap(from, last_common.map_or(0, |done| done.base));
        self.start_over();
    }
}

fn enrolment(desk: Uuid, operations: u64, returning: Option<Uuid>) -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        code: String::new(),
        desk,
        name: String::new(),
        schema: 6,
        operations,
        returning,
    }
}
