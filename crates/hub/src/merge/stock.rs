//! A lot never holds less than nothing, and no line of a prescription is given more than it asks for; where two desks that did not see one another broke
//! that, all they did stands, because it has left the counter, and a person is asked. Counting the lot again, or taking a movement back, ends it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use uuid::Uuid;
use wire::changes::{Change, Value};
use wire::registry::Table;

use super::attention::{self, Kind};
use super::fields::Author;
use super::scope::numbers;
use super::visits::uuid;
use super::{Held, Key, Scope};

/// What parts are added up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whole {
    /// What is left of a lot.
    Lot(Uuid),
    /// What was handed out for a line of a prescription.
    Line(Uuid),
}

impl Whole {
    /// The row that it is about.
    pub(super) fn key(self) -> Key {
        match self {
            Self::Lot(id) => (*LOT, id),
            Self::Line(id) => (LINE.0, id),
        }
    }
}

/// A table of parts, and the columns that name the whole, the place, the quantity, and the removal.
struct Parts {
    table: u16,
    whole: u16,
    quantity: u16,
    deleted_at: u16,
    as_whole: fn(Uuid) -> Whole,
}

static LOT: LazyLock<u16> = LazyLock::new(|| Table::by_name("lot").expect("a table of the registry").number);
/// Table; how much is prescribed.
static LINE: LazyLock<(u16, [u16; 1])> = LazyLock::new(|| numbers("prescription_item", ["quantity"]));
static SITE: LazyLock<u16> = LazyLock::new(|| numbers("stock_movement", ["site_id"]).1[0]);
static MOVED: LazyLock<Parts> = LazyLock::new(|| {
    let (table, [whole, quantity, deleted_at]) =
        numbers("stock_movement", ["lot_id", "quantity", "deleted_at"]);
    Parts { table, whole, quantity, deleted_at, as_whole: Whole::Lot }
});
static HANDED: LazyLock<Parts> = LazyLock::new(|| {
    let (table, [whole, quantity, deleted_at]) =
        numbers("fulfilment_item", ["prescription_item_id", "quantity", "deleted_at"]);
    Parts { table, whole, quantity, deleted_at, as_whole: Whole::Line }
});

fn parts_in(table: u16) -> Option<&'static Parts> {
    [&*MOVED, &*HANDED].into_iter().find(|parts| parts.table == table)
}

/// What a row is a part of, whether or not it counts.
pub(super) fn whole_of(key: Key, held: &Held) -> Option<Whole> {
    let parts = parts_in(key.0)?;
    uuid(held.value(parts.whole)).map(parts.as_whole)
}

/// What a change adds to or takes from, by what it says and by what stands.
pub(super) fn wholes_named(change: &Change, held: Option<&Held>) -> BTreeSet<Whole> {
    // A line may come behind what was handed out for it: from a desk that was behind, or again, after the hub had lost it.
    if change.table == LINE.0 {
        return BTreeSet::from([Whole::Line(change.row)]);
    }
    let Some(parts) = parts_in(change.table) else { return BTreeSet::new() };
    let written = change.fields.iter().filter(|field| field.column == parts.whole);
    let values = written.flat_map(|field| [&field.before, &field.after]);
    values.chain(held.map(|held| held.value(parts.whole))).filter_map(uuid).map(parts.as_whole).collect()
}

/// How things stand with a whole: the lot's sums by site, or what was handed out.
type Sums = BTreeMap<Option<Uuid>, i64>;

/// The wholes an operation touches, with how they stood before it.
pub(super) type StoodBefore = BTreeMap<Whole, Stood>;

pub(super) struct Stood {
    sums: Sums,
    /// How much a line asked for, where it was known.
    asked: Option<i64>,
}

pub(super) fn note_before(scope: &Scope, change: &Change, before: &mut StoodBefore) {
    for whole in wholes_named(change, scope.row((change.table, change.row))) {
        before
            .entry(whole)
            .or_insert_with(|| Stood { sums: sums(scope, whole), asked: asked_for(scope, whole) });
    }
}

fn sums(scope: &Scope, whole: Whole) -> Sums {
    let mut sums = Sums::new();
    for key in scope.parts_of(whole) {
        let (Some(parts), Some(held)) = (parts_in(key.0), scope.row(key)) else { continue };
        let Value::Integer(quantity) = held.value(parts.quantity) else { continue };
        if held.is_here() && *held.value(parts.deleted_at) == Value::Null {
            let site = matches!(whole, Whole::Lot(_)).then(|| uuid(held.value(*SITE))).flatten();
            let sum = sums.entry(site).or_default();
            *sum = sum.saturating_add(*quantity);
        }
    }
    sums
}

/// After an operation: whether more is gone than there was. True when a person has to look.
pub(super) fn check(scope: &mut Scope, author: &Author<'_>, before: &StoodBefore) -> bool {
    let mut asks = false;
    for (whole, stood) in before {
        let now = sums(scope, *whole);
        let excess = match whole {
            Whole::Lot(_) => missing(&now, &stood.sums),
            Whole::Line(_) => too_much(asked_for(scope, *whole), &now, stood),
        };
        let subject = whole.key();
        match excess {
            Excess::None => attention::settle(scope, author, subject.1, Kind::OverCap),
            Excess::Stands => {}
            Excess::New(detail) => {
                // A matter that is open says it already; this one tells how much it is by now.
                attention::settle(scope, author, subject.1, Kind::OverCap);
                attention::ask(scope, author, Kind::OverCap, subject, None, detail);
                asks = true;
            }
        }
    }
    asks
}

enum Excess {
    None,
    /// As it was before; whoever made it so was asked then.
    Stands,
    New(serde_json::Value),
}

fn missing(now: &Sums, stood: &Sums) -> Excess {
    let Some(worst) = now.values().copied().min().filter(|sum| *sum < 0) else { return Excess::None };
    let is_worse = now.iter().any(|(site, sum)| *sum < 0 && *sum < stood.get(site).copied().unwrap_or(0));
    if is_worse {
        Excess::New(serde_json::json!({ "missing": worst.unsigned_abs() }))
    } else {
        Excess::Stands
    }
}

fn asked_for(scope: &Scope, whole: Whole) -> Option<i64> {
    let Whole::Line(line) = whole else { return None };
    let (table, [quantity]) = *LINE;
    match scope.row((table, line))?.value(quantity) {
        Value::Integer(asked) => Some(*asked),
        _ => None,
    }
}

fn too_much(asked: Option<i64>, now: &Sums, stood: &Stood) -> Excess {
    // Told when the line comes.
    let Some(asked) = asked else { return Excess::Stands };
    let given = |sums: &Sums| sums.values().sum::<i64>();
    let was_too_much = stood.asked.is_some_and(|asked| given(&stood.sums) > asked);
    match (given(now) > asked, given(now) > given(&stood.sums) || !was_too_much) {
        (false, _) => Excess::None,
        (true, false) => Excess::Stands,
        (true, true) => Excess::New(serde_json::json!({ "cap": asked, "booked": given(now) })),
    }
}
