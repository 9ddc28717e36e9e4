//! What no two rows of a clinic may share. The second to come is given something else, and a person is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use wire::changes::{Change, Value};

use super::attention::{self, Kind};
use super::fields::Author;
use super::scope::numbers;
use super::{Held, Key, Scope};

pub(super) struct Unique {
    pub table: u16,
    pub column: u16,
    deleted_at: u16,
    /// Deleted rows give it free.
    of_the_living: bool,
    otherwise: Otherwise,
}

#[derive(Clone, Copy)]
enum Otherwise {
    /// The same with the desk's letter behind it.
    WithLetter(&'static str),
    Nothing,
}

pub(super) static UNIQUE: LazyLock<Vec<Unique>> = LazyLock::new(|| {
    let unique = |name: &str, column: &str, of_the_living, otherwise| {
        let (table, [column, deleted_at]) = numbers(name, [column, "deleted_at"]);
        Unique { table, column, deleted_at, of_the_living, otherwise }
    };
    vec![
        unique("account", "username", true, Otherwise::WithLetter(".")),
        unique("account", "email", true, Otherwise::Nothing),
        unique("doctor", "license_number", true, Otherwise::Nothing),
        unique("patient", "ref", false, Otherwise::WithLetter("-")),
        unique("appointment", "ref", false, Otherwise::WithLetter("-")),
        unique("rep_visit", "ref", false, Otherwise::WithLetter("-")),
    ]
});

/// The value a row keeps others from having.
pub(super) fn held_value<'h>(unique: &Unique, held: &'h Held) -> Option<&'h str> {
    if !held.is_here() || (unique.of_the_living && *held.value(unique.deleted_at) != Value::Null) {
        return None;
    }
    if let Value::Text(value) = held.value(unique.column) { Some(value) } else { None }
}

/// The values that an operation brings, which others may have already.
pub(super) fn brought<'c>(change: &'c Change, held: Option<&'c Held>) -> Vec<(u16, u16, String)> {
    let of_table = UNIQUE.iter().filter(|unique| unique.table == change.table);
    of_table
        .flat_map(|unique| {
            let written = change.fields.iter().filter(|field| field.column == unique.column);
            let values = written.map(|field| &field.after).chain(held.map(|held| held.value(unique.column)));
            values.filter_map(|value| {
                if let Value::Text(text) = value {
                    Some((unique.table, unique.column, text.clone()))
                } else {
                    None
                }
            })
        })
        .collect()
}

/// True when something had to be changed.
pub(super) fn check(scope: &mut Scope, author: &Author<'_>, letter: &str, changes: &[Change]) -> bool {
    let mut asks = false;
    for change in changes {
        let key = (change.table, change.row);
        for unique in UNIQUE.iter().filter(|unique| unique.table == key.0) {
            let Some(value) = scope.row(key).and_then(|held| held_value(unique, held)).map(str::to_owned)
            else {
                continue;
            };
            let Some(holder) = scope.other_holder(key, unique.column, &value) else { continue };
            let instead = free_value(scope, key, unique, &value, letter);
            let detail = serde_json::json!({
                "field": column_name(key.0, unique.column), "value": value, "instead": instead,
            });
            scope.correct(key, author.stamp, &[(unique.column, instead.map_or(Value::Null, Value::Text))]);
            attention::ask(scope, author, Kind::Duplicate, key, Some(holder.1), detail);
            asks = true;
        }
    }
    asks
}

fn free_value(scope: &Scope, key: Key, unique: &Unique, value: &str, letter: &str) -> Option<String> {
    let free = |text: &String| scope.other_holder(key, unique.column, text).is_none();
    let found = alternatives(unique, value, letter).find(free);
    // Ten rows that all want one value are no accident any more. The id is nobody else's.
    let Otherwise::WithLetter(between) = unique.otherwise else { return None };
    found.or_else(|| Some(format!("{value}{between}{}", key.1.simple())))
}

/// What is tried instead of a value, in this order.
fn alternatives(unique: &Unique, value: &str, letter: &str) -> impl Iterator<Item = String> {
    let between = match unique.otherwise {
        Otherwise::WithLetter(between) => Some(between),
        Otherwise::Nothing => None,
    };
    between.into_iter().flat_map(move |between| {
        let letter = if between == "." { letter.to_lowercase() } else { letter.to_owned() };
        let first = format!("{value}{between}{letter}");
        let more = (2_u32..10).map(|number| format!("{first}{number}")).collect::<Vec<_>>();
        std::iter::once(first).chain(more)
    })
}

/// The values that rows may have to take instead of those they bring, because several want one.
pub(super) fn instead_of_contested<'c>(
    scope: &Scope,
    changes: impl Iterator<Item = &'c Change>,
    letter: &str,
) -> BTreeSet<(u16, u16, String)> {
    let mut wanted: BTreeMap<(u16, u16, String), BTreeSet<Key>> = BTreeMap::new();
    for change in changes {
        let key = (change.table, change.row);
        for value in brought(change, scope.row(key)) {
            wanted.entry(value).or_default().insert(key);
        }
    }
    let is_contested = |((_, column, value), keys): &(&(u16, u16, String), &BTreeSet<Key>)| {
        keys.len() > 1 || keys.iter().any(|key| scope.other_holder(*key, *column, value).is_some())
    };
    let unique_of = |(table, column): (u16, u16)| {
        UNIQUE
            .iter()
            .find(|unique| (unique.table, unique.column) == (table, column))
            .expect("brought for one")
    };
    wanted
        .iter()
        .filter(is_contested)
        .flat_map(|((table, column, value), _)| {
            let instead = alternatives(unique_of((*table, *column)), value, letter);
            instead.map(|text| (*table, *column, text)).collect::<Vec<_>>()
        })
        .collect()
}

fn column_name(table: u16, column: u16) -> Option<&'static str> {
    Some(wire::registry::Table::by_number(table)?.column_by_number(column)?.name)
}
