//! The rules of merging: pure, and the same whether rows lie in PostgreSQL or in a test's memory. Whoever holds the rows loads what the
//! `*_needed` functions name into a `Scope`, calls `merge`, and stores what became `dirty`.
//!
//! Every accepted operation gets the next number of the clinic's order, and so does everything the hub itself changes because of it:
//! an operation is seen whole or not at all.

mod attention;
mod fields;
mod held;
mod needed;
mod received;
mod scope;
mod stock;
mod uniques;
mod visits;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use wire::sync::OutcomeKind;

pub use attention::{hold_back, settle_held_back, subject_of_desk};
pub use held::{Held, Key, Presence, Stamp, Stamps};
pub use needed::{
    alternatives_needed, attention_needed, days_needed, rows_needed, uniques_needed, wholes_needed,
};
pub use received::Received;
pub use scope::Scope;
pub use stock::Whole;

use crate::merge::fields::Author;

/// What became of one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Its number on its desk.
    pub number: u64,
    pub uid: Uuid,
    /// Its place in the clinic's order; absent when the clinic has it already.
    pub seq: Option<u64>,
    pub outcome: OutcomeKind,
    /// A stable code, where the outcome is `Rejected`.
    pub why: Option<&'static str>,
    /// What it changed, with what the hub changed because of it. Of one that the clinic had already: what it changed then.
    pub rows: Vec<Key>,
}

impl Merged {
    /// Whether its author has to be told these rows whatever it has heard. The clinic had the operation under another number of this desk; the
    /// desk may have heard of the rows since, and laid the operation over them once more.
    pub fn is_told_again(&self) -> bool {
        self.seq.is_none()
    }
}

/// The desk whose operations are merged.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// In its clinic, from 1; 0 is the hub itself.
    pub number: u32,
    pub letter: &'a str,
}

/// Takes operations of one desk in their order. Continuity of the chain is the caller's to check.
///
/// `now` is the hub's clock in milliseconds since 1970 UTC: no operation counts as later than that.
pub fn merge(scope: &mut Scope, desk: Desk<'_>, now: i64, operations: &[Received]) -> Vec<Merged> {
    operations.iter().map(|received| merge_one(scope, desk, now, received)).collect()
}

fn merge_one(scope: &mut Scope, desk: Desk<'_>, now: i64, received: &Received) -> Merged {
    let operation = &received.operation;
    let (number, uid) = (operation.number, operation.uid);
    if !scope.note_operation(uid) {
        return Merged {
            number,
            uid,
            seq: None,
            outcome: OutcomeKind::Accepted,
            why: None,
            rows: received.named_rows(),
        };
    }
    let seq = scope.begin();
    let stamp = Stamp { seq, hlc: operation.hlc.min(now << 16), desk: desk.number };
    let author = Author { stamp, base: received.base, operation, now };
    let changes = match received.sound_changes() {
        Ok(changes) => changes,
        Err(why) => {
            attention::rejected(scope, &author, why);
            fields::restate(scope, &author, received.changes());
            return Merged {
                number,
                uid,
                seq: Some(seq),
                outcome: OutcomeKind::Rejected,
                why: Some(why),
                rows: scope.changed_at(seq),
            };
        }
    };
    let mut outcome = OutcomeKind::Accepted;
    let mut days = BTreeSet::new();
    let mut held_before = BTreeMap::new();
    let mut stood_before = stock::StoodBefore::new();
    for change in changes {
        let key = (change.table, change.row);
        visits::days_of(scope, key, &mut days);
        held_before.entry(key).or_insert_with(|| visits::day_held(scope, key));
        stock::note_before(scope, change, &mut stood_before);
        let lost = fields::apply(scope, &author, change);
        visits::days_of(scope, key, &mut days);
        outcome = worse(outcome, attention::of_edits(scope, &author, key, lost));
    }
    if uniques::check(scope, &author, desk.letter, changes) {
        outcome = worse(outcome, OutcomeKind::Attention);
    }
    for (doctor, date) in days {
        if visits::check(scope, &author, &held_before, doctor, &date) {
            outcome = worse(outcome, OutcomeKind::Attention);
        }
    }
    if stock::check(scope, &author, &stood_before) {
        outcome = worse(outcome, OutcomeKind::Attention);
    }
    Merged { number, uid, seq: Some(seq), outcome, why: None, rows: scope.changed_at(seq) }
}

fn worse(one: OutcomeKind, other: OutcomeKind) -> OutcomeKind {
    let rank = |outcome| match outcome {
        OutcomeKind::Accepted => 0,
        OutcomeKind::Merged => 1,
        OutcomeKind::Attention => 2,
        OutcomeKind::Rejected => 3,
    };
    if rank(other) > rank(one) { other } else { one }
}
