//! What the pharmacy promises, whatever the desks and the hub went through: what is in stock is what moved, what was handed out is on the line and off
//! the shelf alike, what left one site for another came there, and nothing falls below nothing, nor goes beyond what was prescribed, without somebody having been asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::stock::{self, SiteStock};
use desk::sync::testing::{Dump, SyncDesk};
use domain::id::Id as _;
use uuid::Uuid;
use wire::changes::Value;

use crate::marks::{Columns, Fields, asked, integer, text};

const BELOW: &str = "a lot below nothing";
const BEYOND: &str = "more than was prescribed";
const CARRIED_TWICE: &str = "a lot below nothing at a site that it was carried away from";

/// What a seed came to, so that the promises were not kept by nothing having happened.
fn met() -> MutexGuard<'static, BTreeSet<&'static str>> {
    static MET: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    MET.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(is_so: bool, what: &'static str) {
    if is_so {
        met().insert(what);
    }
}

/// Of many seeds some went wrong as the hub has to notice.
pub fn were_all_met() {
    assert_eq!(*met(), BTreeSet::from([BELOW, BEYOND, CARRIED_TWICE]));
}

pub fn id(value: &Value) -> Uuid {
    if let Value::Blob(id) = value {
        Uuid::from_slice(id).expect("an id")
    } else {
        panic!("{value:?} is no id")
    }
}

/// The rows of a table that were not taken back.
pub fn standing<'d>(table: &'d Columns, dump: &'d Dump) -> impl Iterator<Item = (Uuid, &'d Fields)> {
    table.rows(dump).filter(|(_, fields)| *table.value(fields, "deleted_at") == Value::Null)
}

/// What is left, by site and lot.
fn left(dump: &Dump) -> BTreeMap<(Uuid, Uuid), i64> {
    let movements = Columns::of("stock_movement");
    let mut left = BTreeMap::new();
    for (_, fields) in standing(&movements, dump) {
        let value = |name| movements.value(fields, name);
        *left.entry((id(value("site_id")), id(value("lot_id")))).or_default() += integer(value("quantity"));
    }
    left
}

fn nothing_falls_below_nothing_unasked(seed: u64, dump: &Dump) {
    let asked = asked(dump, "over_cap");
    let went = carried(dump);
    for ((site, lot), left) in left(dump) {
        let somebody_was = asked.contains(&lot.as_bytes()[..]);
        note(left < 0, BELOW);
        note(
            left < 0 && went.values().flatten().any(|way| (way.from, way.lot) == (site, lot)),
            CARRIED_TWICE,
        );
        assert!(
            left >= 0 || somebody_was,
            "seed {seed}: nobody was asked about lot {lot}, of which {left} are left"
        );
    }
}

fn no_line_is_given_more_than_it_asks_for_unasked(seed: u64, dump: &Dump) {
    let (lines, items, asked) =
        (Columns::of("prescription_item"), Columns::of("fulfilment_item"), asked(dump, "over_cap"));
    let mut given: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (_, fields) in standing(&items, dump) {
        let line = id(items.value(fields, "prescription_item_id"));
        *given.entry(line).or_default() += integer(items.value(fields, "quantity"));
    }
    for (line, fields) in lines.rows(dump) {
        let (asks, given) =
            (integer(lines.value(fields, "quantity")), given.get(&line).copied().unwrap_or(0));
        let somebody_was = asked.contains(&line.as_bytes()[..]);
        note(given > asks, BEYOND);
        assert!(
            given <= asks || somebody_was,
            "seed {seed}: nobody was asked about line {line}: {given} of {asks}"
        );
    }
}

/// What was handed out left one lot, as much of it, and stands or was taken back with it.
fn what_was_handed_out_left_the_shelf(seed: u64, dump: &Dump) {
    let (items, movements) = (Columns::of("fulfilment_item"), Columns::of("stock_movement"));
    let mut gone: BTreeMap<Uuid, (Uuid, i64)> = BTreeMap::new();
    for (_, fields) in standing(&movements, dump) {
        let value = |name| movements.value(fields, name);
        if text(value("reason")) != "dispensed" {
            continue;
        }
        let taken = (id(value("lot_id")), -integer(value("quantity")));
        let twice = gone.insert(id(value("fulfilment_item_id")), taken);
        assert_eq!(twice, None, "seed {seed}: one thing left the shelf twice");
    }
    let handed: BTreeMap<Uuid, (Uuid, i64)> = standing(&items, dump)
        .map(|(item, fields)| {
            (item, (id(items.value(fields, "lot_id")), integer(items.value(fields, "quantity"))))
        })
        .collect();
    assert_eq!(handed, gone, "seed {seed}: what was handed out is not what left the shelf");
}

/// One half of a way between two sites.
#[derive(Debug, PartialEq, Eq)]
struct Way {
    lot: Uuid,
    from: Uuid,
    to: Uuid,
    quantity: i64,
}

/// What was taken from site to site and not taken back, by the operation that did it: an id has its operation's in it.
fn carried(dump: &Dump) -> BTreeMap<Vec<u8>, Vec<Way>> {
    let movements = Columns::of("stock_movement");
    let mut ways: BTreeMap<Vec<u8>, Vec<Way>> = BTreeMap::new();
    for (movement, fields) in standing(&movements, dump) {
        let value = |name| movements.value(fields, name);
        if text(value("reason")) != "transferred" {
            assert_eq!(*value("other_site_id"), Value::Null, "{movement} goes nowhere else");
            continue;
        }
        let (here, there, quantity) =
            (id(value("site_id")), id(value("other_site_id")), integer(value("quantity")));
        let (from, to) = if quantity < 0 { (here, there) } else { (there, here) };
        let way = Way { lot: id(value("lot_id")), from, to, quantity };
        ways.entry(movement.as_bytes()[..13].to_vec()).or_default().push(way);
    }
    ways
}

/// All of it, and both halves of a way stand or neither does.
fn what_left_one_site_came_to_the_other(seed: u64, dump: &Dump) {
    for ways in carried(dump).values() {
        let [one, other] = &ways[..] else { panic!("seed {seed}: half of a way: {ways:?}") };
        let back = Way { quantity: -one.quantity, ..*one };
        assert!(*other == back && one.from != one.to, "seed {seed}: {one:?} and {other:?} are no way");
    }
}

/// A desk tells of its shelves what moved.
pub fn stand_at(seed: u64, desk: &SyncDesk, hub: &Dump) {
    let sites = Columns::of("site");
    let mut left = left(hub);
    left.retain(|_, left| *left != 0);
    let mut told = BTreeMap::new();
    for (site, _) in standing(&sites, hub) {
        let wish = SiteStock { site_id: Some(domain::id::SiteId::from_uuid(site)) };
        let sheet = stock::sheet(&desk.desk, &desk.admin, wish).expect("the shelves can be read");
        told.extend(sheet.lots.into_iter().map(|lot| ((site, lot.id.uuid()), lot.left)));
    }
    assert_eq!(told, left, "seed {seed}: a desk tells of its shelves what did not move");
}

pub fn stand(seed: u64, dump: &Dump) {
    nothing_falls_below_nothing_unasked(seed, dump);
    no_line_is_given_more_than_it_asks_for_unasked(seed, dump);
    what_was_handed_out_left_the_shelf(seed, dump);
    what_left_one_site_came_to_the_other(seed, dump);
}
