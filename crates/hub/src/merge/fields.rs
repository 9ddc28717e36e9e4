//! Merging one change into a row, field by field; fields that belong together as one.

use std::collections::BTreeMap;

use wire::changes::{Action, Change, Value};
use wire::operation::Operation;
use wire::registry::Table;

use super::held::{PRESENCE, Presence, unit_of};
use super::{Held, Scope, Stamp, Stamps, visits};
use crate::merge::Key;

/// Whose change it is.
pub(super) struct Author<'a> {
    pub stamp: Stamp,
    pub base: u64,
    pub operation: &'a Operation,
    /// The hub's clock, in milliseconds.
    pub now: i64,
}

/// One field, or fields that belong together, that two desks wrote without seeing one another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contest {
    pub unit: u16,
    /// By column: what stands, and what does not.
    pub values: BTreeMap<u16, (Value, Value)>,
}

/// What a change met in its row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Met {
    pub contests: Vec<Contest>,
    /// Another desk wrote in this row meanwhile, in whatever field.
    pub others_changed: bool,
    /// Another desk called it off or removed it meanwhile.
    pub others_ended: bool,
    /// This change calls it off or removes it.
    pub author_ended: bool,
}

/// Merges. Afterwards the row is as it is to be on every desk.
pub(super) fn apply(scope: &mut Scope, author: &Author<'_>, change: &Change) -> Met {
    let key = (change.table, change.row);
    let Some(held) = scope.row(key) else {
        insert(scope, author, key, change);
        return Met::default();
    };
    let mut held = held.clone();
    let unseen: Vec<u16> = held.stamps.unseen(author.base, author.stamp.desk).collect();
    let mut met = Met {
        contests: Vec::new(),
        others_changed: unseen.iter().any(|unit| *unit != PRESENCE),
        others_ended: visits::ending_units(key, &held).iter().any(|unit| unseen.contains(unit)),
        author_ended: visits::ends(change),
    };
    let had_it = held.known_to == author.stamp.desk || held.seq <= author.base;
    let as_written = match change.action {
        Action::Delete => remove(&mut held, author),
        Action::Insert | Action::Set => write(&mut held, author, change, &mut met.contests),
    };
    // Whoever had it otherwise before has it otherwise now, even where nothing was contested.
    let known_to = if had_it && as_written { author.stamp.desk } else { 0 };
    held.changed(author.stamp.seq, known_to);
    scope.put(key, held);
    met
}

fn insert(scope: &mut Scope, author: &Author<'_>, key: Key, change: &Change) {
    let (presence, written) = match change.action {
        Action::Insert => (Presence::Here, author.stamp),
        // What this change does not write is whoever's who made the row, whenever that comes.
        Action::Set => (Presence::Awaited, Stamp::NEVER),
        Action::Delete => (Presence::Gone, author.stamp),
    };
    let mut held = Held {
        seq: author.stamp.seq,
        presence,
        known_to: author.stamp.desk,
        fields: BTreeMap::new(),
        stamps: Stamps::new(written),
    };
    if presence != Presence::Gone {
        for field in &change.fields {
            held.write(field.column, &field.after);
        }
    }
    if presence == Presence::Awaited {
        for field in &change.fields {
            held.stamps.set(unit_of(key.0, field.column), author.stamp);
        }
    }
    scope.put(key, held);
}

/// Tells the rows of an operation of which nothing is taken to everybody again, its author first of all. What it alone would have made is
/// gone, whatever else its author does to it.
pub(super) fn restate(scope: &mut Scope, author: &Author<'_>, changes: &[Change]) {
    for change in changes {
        let key = (change.table, change.row);
        let held = scope.row(key).filter(|held| held.presence != Presence::Awaited);
        let held = match (held, change.action) {
            (Some(held), _) => held.clone(),
            (None, Action::Insert) => Held {
                seq: author.stamp.seq,
                presence: Presence::Gone,
                known_to: 0,
                fields: BTreeMap::new(),
                stamps: Stamps::new(Stamp::NEVER),
            },
            (None, Action::Set | Action::Delete) => continue,
        };
        scope.put(key, Held { seq: author.stamp.seq, known_to: 0, ..held });
    }
}

/// A removal stands against what others changed meanwhile, unless somebody later made the row again.
fn remove(held: &mut Held, author: &Author<'_>) -> bool {
    if !wins(held.stamps.get(PRESENCE), author) {
        return false;
    }
    held.presence = Presence::Gone;
    held.fields.clear();
    held.stamps.set(PRESENCE, author.stamp);
    true
}

fn write(held: &mut Held, author: &Author<'_>, change: &Change, contests: &mut Vec<Contest>) -> bool {
    match (held.presence, change.action) {
        (Presence::Gone, Action::Insert) if wins(held.stamps.get(PRESENCE), author) => {
            held.presence = Presence::Here;
            // Nothing of what others once wrote in it is left to stand against what makes it again: whole, or half a row would be told.
            held.stamps = Stamps::new(author.stamp);
        }
        (Presence::Gone, _) => return false,
        (Presence::Here | Presence::Awaited, Action::Insert) => {
            held.presence = Presence::Here;
            held.stamps.set(PRESENCE, author.stamp);
        }
        (Presence::Here | Presence::Awaited, Action::Set | Action::Delete) => {}
    }
    let mut units: BTreeMap<u16, BTreeMap<u16, Value>> = BTreeMap::new();
    for field in &change.fields {
        units
            .entry(unit_of(change.table, field.column))
            .or_default()
            .insert(field.column, field.after.clone());
    }
    if change.action == Action::Insert {
        // An insert leaves out nulls; what belongs together is whole all the same.
        for (unit, values) in &mut units {
            let group = Table::by_number(change.table).and_then(|table| table.together_with(*unit));
            for column in group.unwrap_or_default() {
                values.entry(*column).or_insert(Value::Null);
            }
        }
    }
    let mut as_the_author_has_it = true;
    for (unit, values) in units {
        let standing = held.stamps.get(unit);
        if !is_concurrent(standing, author) {
            put(held, unit, &values, author.stamp);
        } else if values.iter().all(|(column, value)| held.value(*column) == value) {
            if (standing.hlc, standing.desk) < (author.stamp.hlc, author.stamp.desk) {
                held.stamps.set(unit, author.stamp);
            }
        } else {
            let wins = wins(standing, author);
            contests.push(contest(held, unit, &values, wins));
            if wins {
                put(held, unit, &values, author.stamp);
            } else {
                as_the_author_has_it = false;
            }
        }
    }
    as_the_author_has_it
}

fn put(held: &mut Held, unit: u16, values: &BTreeMap<u16, Value>, stamp: Stamp) {
    for (column, value) in values {
        held.write(*column, value);
    }
    held.stamps.set(unit, stamp);
}

fn contest(held: &Held, unit: u16, values: &BTreeMap<u16, Value>, author_wins: bool) -> Contest {
    let values = values
        .iter()
        .filter(|(column, value)| held.value(**column) != *value)
        .map(|(column, theirs)| {
            let ours = held.value(*column).clone();
            let pair = if author_wins { (theirs.clone(), ours) } else { (ours, theirs.clone()) };
            (*column, pair)
        })
        .collect();
    Contest { unit, values }
}

fn is_concurrent(standing: Stamp, author: &Author<'_>) -> bool {
    standing.seq > author.base && standing.desk != author.stamp.desk
}

/// Of two that did not see one another the later one stands, by clocks that the hub has capped; of two at the same moment the one from
/// the desk with the larger number.
fn wins(standing: Stamp, author: &Author<'_>) -> bool {
    !is_concurrent(standing, author) || (author.stamp.hlc, author.stamp.desk) > (standing.hlc, standing.desk)
}
