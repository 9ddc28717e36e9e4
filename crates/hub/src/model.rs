//! A clinic on the hub, in memory: the rules of merging and of the protocol without a server, for simulations and tests. What PostgreSQL keeps
//! must give the same answers.

use std::collections::{BTreeMap, BTreeSet};

use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::operation::{GENESIS, Hash};
use wire::sync::{
    EnrolReply, EnrolRequest, NewNumberReply, NewNumberRequest, Outcome, OutcomeKind, Row, SyncReply,
    SyncRequest, Trouble, TroubleCode, Why, digest_of, encode_rows,
};

use crate::merge::{Desk, Held, Key, Merged, Received, Scope, hold_back, merge};
use crate::stream::{
    Admitted, Epoch, LEAST_SCHEMA, Stream, admit, alone, greet, last_known, read, revoked, trouble,
};

/// A clinic with its desks.
#[derive(Debug, Clone)]
pub struct Clinic {
    pub id: Uuid,
    pub epoch: Epoch,
    scope: Scope,
    desks: BTreeMap<u32, Enrolled>,
    /// Made on purpose.
    pub mistake: Option<Mistake>,
    /// What revoked desks sent.
    pub quarantine: Vec<(u32, Uuid)>,
    log: Vec<Logged>,
}

/// What hubs have done wrong. A simulation that does not find these would not find ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// It says a desk has everything up to a place in the order whose rows are not to be seen yet.
    CursorGap,
    /// A page ends between two rows of one place in the order, and the next begins after that place.
    PageBoundary,
}

#[derive(Debug, Clone)]
struct Enrolled {
    stream: Stream,
    letter: String,
    name: String,
    token: String,
    /// The last epoch in which it had nothing more to send of what the hub had lost.
    refilled: Uuid,
    hashes: BTreeMap<u64, Hash>,
    /// What became of the operations that were not plainly accepted.
    outcomes: BTreeMap<u64, Outcome>,
}

/// One operation of the clinic's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    pub seq: u64,
    pub desk: u32,
    pub number: u64,
    pub uid: Uuid,
    pub outcome: OutcomeKind,
    pub rows: Vec<Key>,
}

impl Clinic {
    pub fn new(id: Uuid, epoch: Uuid) -> Self {
        Self {
            id,
            epoch: Epoch { id: epoch, began_at: 0 },
            scope: Scope::new(0),
            desks: BTreeMap::new(),
            mistake: None,
            quarantine: Vec::new(),
            log: Vec::new(),
        }
    }

    /// Takes a desk in. Codes are not looked at.
    ///
    /// # Errors
    /// `NotEmpty` when both have a history.
    pub fn enrol(&mut self, request: &EnrolRequest) -> Result<EnrolReply, Trouble> {
        let joined = self.scope.head() > 0;
        if joined && request.operations > 0 && request.returning != Some(self.id) {
            return Err(trouble(TroubleCode::NotEmpty));
        }
        let (number, letter, token) = self.new_desk(request.name.trim(), 0, GENESIS);
        Ok(EnrolReply {
            clinic: self.id,
            clinic_name: String::new(),
            number,
            letter,
            token,
            epoch: self.epoch.id,
            joined,
        })
    }

    /// Gives a desk that was cloned or restored a number of its own.
    ///
    /// # Errors
    /// `Forked` when the hub does not have the operation it goes on from, `Revoked`.
    pub fn new_number(&mut self, desk: u32, request: &NewNumberRequest) -> Result<NewNumberReply, Trouble> {
        let old = self.desks.get(&desk).ok_or_else(|| trouble(TroubleCode::Unknown))?;
        if old.stream.revoked {
            return Err(trouble(TroubleCode::Revoked));
        }
        let from = request.from_number;
        let known = if from == 0 { Some(GENESIS) } else { old.hashes.get(&from).copied() };
        let Some(hash) = known.filter(|hash| hash[..] == request.from_hash[..]) else {
            return Err(trouble(TroubleCode::Forked));
        };
        let name = old.name.clone();
        let (number, letter, token) = self.new_desk(&name, from, hash);
        Ok(NewNumberReply { number, letter, token })
    }

    fn new_desk(&mut self, name: &str, through: u64, hash: Hash) -> (u32, String, String) {
        let number = self.desks.keys().next_back().map_or(1, |last| last + 1);
        let letter = letter_of(number);
        let stream = Stream { through, hash, revoked: false, boot: None, boot_before: None };
        let hashes = BTreeMap::from([(through, hash)]);
        // After a restore numbers are given again; tokens never.
        let token = format!("{}/{number}", self.epoch.id);
        let desk = Enrolled {
            stream,
            letter: letter.clone(),
            name: name.to_owned(),
            token: token.clone(),
            refilled: Uuid::nil(),
            hashes,
            outcomes: BTreeMap::new(),
        };
        self.desks.insert(number, desk);
        (number, letter, token)
    }

    /// The numbers of all desks there ever were.
    pub fn desks(&self) -> Vec<u32> {
        self.desks.keys().copied().collect()
    }

    /// Whose token it is.
    pub fn desk_of(&self, token: &str) -> Option<u32> {
        self.desks.iter().find(|(_, desk)| desk.token == token).map(|(number, _)| *number)
    }

    /// As after a restore from a backup: this is an earlier state, and what came after it is gone.
    pub fn restored(mut self, epoch: Uuid) -> Self {
        self.epoch = Epoch { id: epoch, began_at: self.scope.head() };
        self
    }

    pub fn revoke(&mut self, desk: u32) {
        if let Some(desk) = self.desks.get_mut(&desk) {
            desk.stream.revoked = true;
        }
    }

    pub fn is_revoked(&self, desk: u32) -> bool {
        self.desks.get(&desk).is_some_and(|desk| desk.stream.revoked)
    }

    /// What a desk's request is answered with. `now` is the hub's clock in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// Those of the protocol.
    pub fn sync(&mut self, desk: u32, now: i64, request: &SyncRequest) -> Result<SyncReply, Trouble> {
        let enrolled = self.desks.get_mut(&desk).ok_or_else(|| trouble(TroubleCode::Unknown))?;
        greet(&enrolled.stream, self.epoch, request)?;
        if enrolled.stream.revoked {
            let (sent, trouble) = revoked(&request.push)?;
            let is_new = |received: &&Received| !self.quarantine.contains(&(desk, received.operation.uid));
            let new: Vec<&Received> = sent.iter().filter(is_new).collect();
            let asking = Desk { number: desk, letter: &enrolled.letter };
            hold_back(&mut self.scope, asking, &enrolled.name, now, &new);
            self.scope.stored();
            self.quarantine.extend(new.iter().map(|received| (desk, received.operation.uid)));
            return Err(trouble);
        }
        alone(&enrolled.stream, request.boot)?;
        if request.cursor > self.scope.head() {
            return Err(trouble(TroubleCode::Malformed));
        }
        let received = read(&request.push)?;
        let numbers: Vec<u64> = received.iter().map(|received| received.operation.number).collect();
        let known = last_known(&enrolled.stream, &received);
        let hash = known.and_then(|number| enrolled.hashes.get(&number).copied());
        let Admitted { new, repeated } = admit(&enrolled.stream, hash, received)?;
        if !request.everything {
            enrolled.refilled = self.epoch.id;
        }
        let merged = Self::take(&mut self.scope, desk, enrolled, now, request.boot, &new);
        let told_again = merged.iter().filter(|merged| merged.is_told_again());
        let again = told_again.flat_map(|merged| merged.rows.clone()).chain(repeated).collect();
        self.log.extend(merged.iter().filter_map(|merged| {
            Some(Logged {
                seq: merged.seq?,
                desk,
                number: merged.number,
                uid: merged.uid,
                outcome: merged.outcome,
                rows: merged.rows.clone(),
            })
        }));
        let enrolled = &self.desks[&desk];
        let through = enrolled.stream.through;
        // Of what is repeated too: the answer that said it was lost.
        let outcomes = numbers.iter().filter_map(|number| enrolled.outcomes.get(number).cloned()).collect();
        let (rows, next) = self.page(desk, request, again);
        let head = self.scope.head();
        Ok(SyncReply {
            epoch: self.epoch.id,
            now,
            through,
            outcomes,
            rows: ByteBuf::from(encode_rows(rows.iter())),
            next,
            head,
            more: next < head,
            refilled: !request.everything && self.is_refilled(),
            differs: self.differing(request, head),
            least_schema: LEAST_SCHEMA,
            chains: true,
        })
    }

    fn take(
        scope: &mut Scope,
        desk: u32,
        enrolled: &mut Enrolled,
        now: i64,
        boot: Uuid,
        new: &[Received],
    ) -> Vec<Merged> {
        let stream = &mut enrolled.stream;
        if stream.boot != Some(boot) {
            stream.boot_before = stream.boot.replace(boot);
        }
        for received in new {
            stream.through = received.operation.number;
            stream.hash = received.hash;
            enrolled.hashes.insert(received.operation.number, received.hash);
        }
        let merged = merge(scope, Desk { number: desk, letter: &enrolled.letter }, now, new);
        scope.stored();
        enrolled
            .outcomes
            .extend(merged.iter().filter_map(|merged| Some((merged.number, outcome_of(merged)?))));
        merged
    }

    /// The rows after the cursor that the desk does not have, cut between two places of the order, and the cursor after them.
    fn page(&self, desk: u32, request: &SyncRequest, again: BTreeSet<Key>) -> (Vec<Row>, u64) {
        let unseen = (self.mistake == Some(Mistake::CursorGap)).then(|| self.scope.head());
        let wanted = |held: &Held| {
            if unseen == Some(held.seq) {
                return false;
            }
            if request.everything {
                held.is_told(request.cursor)
            } else {
                held.is_news_for(desk, request.cursor)
            }
        };
        let mut news: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
        for (key, held) in self.scope.rows().filter(|(_, held)| wanted(held)) {
            news.entry(held.seq).or_default().push(held.to_row(key));
        }
        let mut rows: Vec<Row> = again
            .into_iter()
            .filter_map(|key| self.scope.row(key).filter(|held| held.is_told(0)).map(|held| held.to_row(key)))
            .collect();
        let mut bytes = 0;
        let mut next = self.scope.head();
        for (seq, mut of_seq) in news {
            of_seq.sort_by_key(|row| (row.table, row.id));
            bytes += encode_rows(of_seq.iter()).len();
            let is_full = bytes > request.max_bytes as usize && !rows.is_empty();
            if is_full && self.mistake == Some(Mistake::PageBoundary) {
                rows.extend(of_seq.into_iter().take(1));
                next = seq;
                break;
            }
            if is_full {
                next = seq - 1;
                break;
            }
            rows.extend(of_seq);
        }
        (rows, next)
    }

    fn is_refilled(&self) -> bool {
        let mut expected = self.desks.values().filter(|desk| !desk.stream.revoked);
        expected.all(|desk| desk.refilled == self.epoch.id)
    }

    fn differing(&self, request: &SyncRequest, head: u64) -> Vec<u16> {
        if request.cursor != head || request.digests.is_empty() {
            return Vec::new();
        }
        let sums = self.digests();
        let differs = request
            .digests
            .iter()
            .filter(|digest| sums.get(&digest.table).copied().unwrap_or(0) != digest.sum);
        differs.map(|digest| digest.table).collect()
    }

    /// The sum of each table.
    pub fn digests(&self) -> BTreeMap<u16, u64> {
        let mut sums: BTreeMap<u16, u64> = BTreeMap::new();
        for ((table, id), held) in self.scope.rows().filter(|(_, held)| held.is_here()) {
            let fields = held.fields.iter().map(|(column, value)| (*column, value));
            let sum = sums.entry(table).or_default();
            *sum = sum.wrapping_add(digest_of(table, id, fields));
        }
        sums
    }

    /// Every row, in the order of tables and ids.
    pub fn dump(&self) -> BTreeMap<Key, Held> {
        self.scope.rows().map(|(key, held)| (key, held.clone())).collect()
    }

    /// What was accepted, in the clinic's order.
    pub fn log(&self) -> &[Logged] {
        &self.log
    }

    pub fn head(&self) -> u64 {
        self.scope.head()
    }
}

fn outcome_of(merged: &Merged) -> Option<Outcome> {
    (merged.outcome != OutcomeKind::Accepted).then(|| Outcome {
        number: merged.number,
        kind: merged.outcome,
        why: merged.why.map(|code| Why { code: code.to_owned() }),
    })
}

/// A to Z, then AA, AB …
pub fn letter_of(number: u32) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letter_of;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([1, 26, 27, 52, 53, 703].map(letter_of), ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }
}
