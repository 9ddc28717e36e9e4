//! What people do at a model desk: rows of three tables are made, changed and removed.

use std::collections::BTreeMap;

use hub::merge::Key;
use wire::changes::{Action, Change, Field, Value};
use wire::registry::Table;

use crate::dice::Dice;

pub type Fields = BTreeMap<u16, Value>;

const DATES: [&str; 2] = ["2026-11-24", "2026-11-25"];

pub fn number(table: &str, column: &str) -> u16 {
    Table::by_name(table).and_then(|table| table.column(column)).expect("a column").number
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A row is made, or one of those that stand here is changed or removed.
pub fn some_change(rows: &BTreeMap<Key, Fields>, dice: &mut Dice) -> Change {
    let mine: Vec<Key> = rows.keys().copied().filter(|(table, _)| *table != 16).collect();
    if mine.is_empty() || dice.one_in(4) {
        return some_row(dice);
    }
    let key = *dice.pick(&mine);
    let table = Table::by_number(key.0).expect("a table of ours");
    let held = &rows[&key];
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
pub fn overlay(rows: &mut BTreeMap<Key, Fields>, change: &Change) {
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
