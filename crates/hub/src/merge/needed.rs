//! What has to be loaded before a merge, in two steps: the rows that the operations name, and then what those lead to.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Key, Received, Scope, Whole, stock, uniques, visits};

/// The rows that operations change.
pub fn rows_needed(operations: &[Received]) -> BTreeSet<Key> {
    let changes = operations.iter().flat_map(|received| received.changes());
    changes.map(|change| (change.table, change.row)).collect()
}

/// The doctors' days whose every appointment and rep visit is needed, with the caps of those doctors. Call it with the rows loaded.
pub fn days_needed(scope: &Scope, operations: &[Received]) -> BTreeSet<(Uuid, String)> {
    let changes = operations.iter().flat_map(|received| received.changes());
    changes.flat_map(|change| visits::days_named(change, scope.row((change.table, change.row)))).collect()
}

/// What is added up: every part of it is needed. Call it with the rows loaded.
pub fn wholes_needed(scope: &Scope, operations: &[Received]) -> BTreeSet<Whole> {
    let changes = operations.iter().flat_map(|received| received.changes());
    changes.flat_map(|change| stock::wholes_named(change, scope.row((change.table, change.row)))).collect()
}

/// Values (table, column, text) whose holders are needed. Call it with the rows loaded.
pub fn uniques_needed(scope: &Scope, operations: &[Received]) -> BTreeSet<(u16, u16, String)> {
    let changes = operations.iter().flat_map(|received| received.changes());
    changes.flat_map(|change| uniques::brought(change, scope.row((change.table, change.row)))).collect()
}

/// Values whose holders are needed because a row may have to take one of them instead of what it brings. Call it with the holders of
/// `uniques_needed` loaded.
pub fn alternatives_needed(
    scope: &Scope,
    operations: &[Received],
    letter: &str,
) -> BTreeSet<(u16, u16, String)> {
    let changes = operations.iter().flat_map(|received| received.changes());
    uniques::instead_of_contested(scope, changes, letter)
}

/// The rows whose unsettled attention rows (those with this `subject_id`) are needed. Call it with the days and what is added up loaded.
pub fn attention_needed(scope: &Scope) -> BTreeSet<Uuid> {
    let [appointment, rep_visit] = visits::tables();
    scope
        .rows()
        .filter(|((table, _), _)| [appointment, rep_visit].contains(table))
        .map(|((_, id), _)| id)
        .chain(scope.wholes().map(|whole| whole.key().1))
        .collect()
}
