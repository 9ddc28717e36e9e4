//! Two and three desks that did not see one another.
//! Long because every rule of merging has its case here, and they share one small hub; those of stock stand apart.

mod stock;

use std::collections::BTreeMap;

use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::operation::{GENESIS, Hash, Operation, chain_hash, hash_changes};
use wire::registry::Table;
use wire::sync::{OutcomeKind, Pushed};

use super::{Desk, Held, Key, Merged, Received, Scope, merge};

const NOW: i64 = 1_790_000_000_000;

/// A clinic on the hub, and the desks that write to it.
struct Hub {
    scope: Scope,
    desks: BTreeMap<u32, (u64, Hash)>,
}

impl Hub {
    fn new() -> Self {
        Self { scope: Scope::new(0), desks: BTreeMap::new() }
    }

    /// One operation of a desk that had seen everything up to `base`, at a moment of its clock.
    fn take(&mut self, desk: u32, base: u64, at: i64, changes: &[Change]) -> Merged {
        let encoded = encode(changes);
        let (number, previous) = self.desks.get(&desk).copied().unwrap_or((0, GENESIS));
        let operation = Operation {
            uid: Uuid::from_u128(u128::from(desk) << 64 | u128::from(number + 1)),
            number: number + 1,
            hlc: (NOW + at) << 16,
            at: NOW + at,
            account: None,
            desk: Uuid::from_u128(u128::from(desk)),
            kind: "test".into(),
            reason: None,
            detail: None,
            undoes: None,
            schema: 6,
            changes_hash: hash_changes(&encoded),
        };
        self.desks.insert(desk, (number + 1, chain_hash(&previous, &operation)));
        let pushed = Pushed {
            operation: wire::operation::encode(&operation).into(),
            changes: encoded.into(),
            previous: previous.to_vec().into(),
            base,
        };
        let received = Received::read(&pushed).expect("a whole operation");
        let letter = char::from(b'A' - 1 + u8::try_from(desk).expect("few desks")).to_string();
        let desk = Desk { number: desk, letter: &letter };
        merge(&mut self.scope, desk, NOW + 1_000_000, &[received]).remove(0)
    }

    fn row(&self, table: &str, id: u128) -> &Held {
        self.scope.row(key(table, id)).expect("the row is there")
    }

    fn value(&self, table: &str, id: u128, column: &str) -> Value {
        self.row(table, id).value(number(table, column)).clone()
    }

    /// Kinds of what nobody has settled, with their subjects, as far as a person has to look.
    fn attention(&self) -> Vec<(String, Uuid)> {
        let held = |column| number("attention", column);
        let mut open: Vec<(String, Uuid)> = self
            .scope
            .rows()
            .filter(|((table, _), row)| {
                *table == self::table("attention").number
                    && *row.value(held("settled_at")) == Value::Null
                    && *row.value(held("needs_person")) == Value::Integer(1)
            })
            .map(|(_, row)| {
                let Value::Text(kind) = row.value(held("kind")) else { panic!("a kind") };
                let Value::Blob(subject) = row.value(held("subject_id")) else { panic!("a subject") };
                (kind.clone(), Uuid::from_slice(subject).expect("an id"))
            })
            .collect();
        open.sort();
        open
    }
}

fn table(name: &str) -> &'static Table {
    Table::by_name(name).expect("a table")
}

fn number(name: &str, column: &str) -> u16 {
    table(name).column(column).expect("a column").number
}

fn key(name: &str, id: u128) -> Key {
    (table(name).number, Uuid::from_u128(id))
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn id(id: u128) -> Value {
    Value::Blob(Uuid::from_u128(id).as_bytes().to_vec())
}

fn change(name: &str, row: u128, action: Action, fields: &[(&str, Value, Value)]) -> Change {
    let mut fields: Vec<Field> = fields
        .iter()
        .map(|(column, before, after)| Field {
            column: number(name, column),
            before: before.clone(),
            after: after.clone(),
        })
        .collect();
    fields.sort_by_key(|field| field.column);
    Change { table: table(name).number, row: Uuid::from_u128(row), action, fields }
}

fn patient(row: u128, name: &str) -> Change {
    let fields = [("full_name", Value::Null, text(name)), ("ref", Value::Null, text(&format!("PAT-{row}")))];
    change("patient", row, Action::Insert, &fields)
}

fn set(name: &str, row: u128, column: &str, before: Value, after: Value) -> Change {
    change(name, row, Action::Set, &[(column, before, after)])
}

const DOCTOR: u128 = 500;

fn visit(row: u128, date: &str, starts_at: i64) -> Change {
    let fields = [
        ("ref", Value::Null, text(&format!("APT-{row}"))),
        ("doctor_id", Value::Null, id(DOCTOR)),
        ("date", Value::Null, text(date)),
        ("starts_at", Value::Null, Value::Integer(starts_at)),
        ("minutes", Value::Null, Value::Integer(15)),
        ("later_hour", Value::Null, Value::Integer(0)),
        ("status", Value::Null, text("scheduled")),
    ];
    change("appointment", row, Action::Insert, &fields)
}

/// A move says where and when as a whole.
fn moved(row: u128, from: (&str, i64), to: (&str, i64)) -> Change {
    let fields = [
        ("date", text(from.0), text(to.0)),
        ("doctor_id", id(DOCTOR), id(DOCTOR)),
        ("site_id", Value::Null, Value::Null),
        ("starts_at", Value::Integer(from.1), Value::Integer(to.1)),
        ("minutes", Value::Integer(15), Value::Integer(15)),
        ("later_hour", Value::Integer(0), Value::Integer(0)),
        ("overbook_reason", Value::Null, Value::Null),
    ];
    change("appointment", row, Action::Set, &fields)
}

fn status(row: u128, from: &str, to: &str) -> Change {
    let by = if to == "cancelled" { text("patient") } else { Value::Null };
    let fields = [("status", text(from), text(to)), ("cancelled_by", Value::Null, by)];
    change("appointment", row, Action::Set, &fields)
}

const DAY: &str = "2026-11-24";

#[test]
fn edits_of_different_fields_are_both_taken_and_nobody_is_asked() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
    hub.take(1, seen, 1, &[set("patient", 7, "email", Value::Null, text("a@b"))]);
    let merged = hub.take(2, seen, 2, &[set("patient", 7, "address", Value::Null, text("Dokki"))]);
    assert_eq!(merged.outcome, OutcomeKind::Accepted);
    assert_eq!(hub.value("patient", 7, "email"), text("a@b"));
    assert_eq!(hub.value("patient", 7, "address"), text("Dokki"));
    assert_eq!(hub.attention(), []);
}

#[test]
fn of_two_edits_of_one_field_the_later_stands_and_the_other_is_kept_whoever_comes_first() {
    for later_first in [false, true] {
        let mut hub = Hub::new();
        let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
        let earlier = set("patient", 7, "full_name", text("Mona"), text("Muna"));
        let later = set("patient", 7, "full_name", text("Mona"), text("Mouna"));
        let order = if later_first {
            [(2, 20, &later), (1, 10, &earlier)]
        } else {
            [(1, 10, &earlier), (2, 20, &later)]
        };
        let outcomes =
            order.map(|(desk, at, change)| hub.take(desk, seen, at, std::slice::from_ref(change)).outcome);
        assert_eq!(outcomes, [OutcomeKind::Accepted, OutcomeKind::Attention]);
        assert_eq!(hub.value("patient", 7, "full_name"), text("Mouna"));
        assert_eq!(hub.attention(), [("edited_twice".to_owned(), Uuid::from_u128(7))]);
        let notes =
            hub.scope.rows().find(|((table, _), _)| *table == self::table("attention").number).unwrap().1;
        let Value::Text(detail) = notes.value(number("attention", "detail")) else { panic!("a detail") };
        assert!(detail.contains("Muna") && detail.contains("Mouna"), "{detail}");
    }
}

#[test]
fn who_saw_the_other_edit_is_not_contested_however_wrong_the_clock() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
    let seen = hub
        .take(1, seen, 900_000, &[set("patient", 7, "full_name", text("Mona"), text("Muna"))])
        .seq
        .unwrap();
    let merged =
        hub.take(2, seen, -5_000_000, &[set("patient", 7, "full_name", text("Muna"), text("Mouna"))]);
    assert_eq!(
        (merged.outcome, hub.value("patient", 7, "full_name")),
        (OutcomeKind::Accepted, text("Mouna"))
    );
}

#[test]
fn a_clock_from_the_future_wins_no_more_than_the_hubs_now() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
    let year = 31_536_000_000;
    hub.take(1, seen, year, &[set("patient", 7, "full_name", text("Mona"), text("Muna"))]);
    assert!(hub.row("patient", 7).stamps.get(number("patient", "full_name")).hlc <= (NOW + 1_000_000) << 16);
}

#[test]
fn the_same_value_twice_is_no_conflict() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
    let edit = set("patient", 7, "full_name", text("Mona"), text("Muna"));
    hub.take(1, seen, 1, std::slice::from_ref(&edit));
    assert_eq!(hub.take(2, seen, 2, &[edit]).outcome, OutcomeKind::Accepted);
    assert_eq!(hub.attention(), []);
}

#[test]
fn ones_own_unseen_operations_are_no_conflict() {
    let mut hub = Hub::new();
    hub.take(1, 0, 0, &[patient(7, "Mona")]);
    let merged = hub.take(1, 0, 1, &[set("patient", 7, "full_name", text("Mona"), text("Muna"))]);
    assert_eq!((merged.outcome, hub.attention()), (OutcomeKind::Accepted, vec![]));
}

#[test]
fn one_desks_day_never_stands_beside_another_desks_time() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[visit(9, DAY, 600)]).seq.unwrap();
    hub.take(1, seen, 10, &[moved(9, (DAY, 600), ("2026-11-25", 600))]);
    hub.take(2, seen, 20, &[moved(9, (DAY, 600), (DAY, 660))]);
    assert_eq!(hub.value("appointment", 9, "date"), text(DAY));
    assert_eq!(hub.value("appointment", 9, "starts_at"), Value::Integer(660));
    assert_eq!(hub.attention(), [("edited_twice".to_owned(), Uuid::from_u128(9))]);
}

#[test]
fn a_visit_called_off_here_and_moved_there_is_put_before_a_person_in_either_order() {
    for cancelled_first in [false, true] {
        let mut hub = Hub::new();
        let seen = hub.take(1, 0, 0, &[visit(9, DAY, 600)]).seq.unwrap();
        let cancel = status(9, "scheduled", "cancelled");
        let moving = moved(9, (DAY, 600), (DAY, 660));
        let (first, second) = if cancelled_first { (&cancel, &moving) } else { (&moving, &cancel) };
        hub.take(1, seen, 10, std::slice::from_ref(first));
        assert_eq!(hub.take(2, seen, 20, std::slice::from_ref(second)).outcome, OutcomeKind::Attention);
        assert_eq!(hub.value("appointment", 9, "status"), text("cancelled"));
        assert_eq!(hub.value("appointment", 9, "starts_at"), Value::Integer(660));
        assert_eq!(hub.attention(), [("cancelled_and_changed".to_owned(), Uuid::from_u128(9))]);
    }
}

#[test]
fn a_visit_called_off_twice_asks_nobody_whether_it_was() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[visit(9, DAY, 600)]).seq.unwrap();
    hub.take(1, seen, 10, &[status(9, "scheduled", "cancelled")]);
    assert_eq!(hub.take(2, seen, 20, &[status(9, "scheduled", "cancelled")]).outcome, OutcomeKind::Accepted);
    assert_eq!(hub.attention(), []);
}

#[test]
fn of_two_visits_at_one_time_the_first_keeps_it_and_the_other_is_marked() {
    let mut hub = Hub::new();
    hub.take(1, 0, 50, &[visit(9, DAY, 600)]);
    let merged = hub.take(2, 0, 10, &[visit(8, DAY, 610)]);
    assert_eq!(merged.outcome, OutcomeKind::Attention);
    assert_eq!(hub.value("appointment", 9, "clash_with"), Value::Null);
    assert_eq!(hub.value("appointment", 8, "clash_with"), id(9));
    assert_eq!(hub.attention(), [("clash".to_owned(), Uuid::from_u128(8))]);
    let row = hub.row("appointment", 8);
    assert!(row.is_news_for(2, 0), "its own desk hears of the mark");
}

#[test]
fn two_people_who_settle_one_matter_at_once_leave_no_other() {
    let mut hub = Hub::new();
    hub.take(1, 0, 0, &[visit(9, DAY, 600)]);
    let seen = hub.take(2, 0, 1, &[visit(8, DAY, 600)]).seq.unwrap();
    let of_inbox = table("attention").number;
    let (matter, _) = hub.scope.dirty().find(|(key, _)| key.0 == of_inbox).unwrap();
    let matter = matter.1.as_u128();
    let settled = |at: i64, how: &str| {
        let fields =
            [("settled_at", Value::Null, Value::Integer(at)), ("settlement", Value::Null, text(how))];
        change("attention", matter, Action::Set, &fields)
    };
    hub.take(1, seen, 5, &[settled(5, "kept")]);
    let merged = hub.take(2, seen, 6, &[settled(6, "changed")]);
    assert_eq!(merged.outcome, OutcomeKind::Merged);
    assert_eq!(hub.value("attention", matter, "settlement"), text("changed"));
    assert!(hub.attention().is_empty());
}

#[test]
fn moving_either_visit_away_ends_the_clash() {
    for moved_visit in [8, 9] {
        let mut hub = Hub::new();
        hub.take(1, 0, 0, &[visit(9, DAY, 600)]);
        let seen = hub.take(2, 0, 1, &[visit(8, DAY, 600)]).seq.unwrap();
        hub.take(1, seen, 2, &[moved(moved_visit, (DAY, 600), (DAY, 700))]);
        assert_eq!(hub.value("appointment", 8, "clash_with"), Value::Null);
        assert_eq!(hub.attention(), []);
    }
}

#[test]
fn when_the_first_goes_the_next_in_line_has_the_time() {
    let mut hub = Hub::new();
    hub.take(1, 0, 0, &[visit(7, DAY, 600)]);
    hub.take(2, 0, 1, &[visit(8, DAY, 600)]);
    let seen = hub.take(3, 0, 2, &[visit(9, DAY, 600)]).seq.unwrap();
    hub.take(1, seen, 3, &[status(7, "scheduled", "cancelled")]);
    assert_eq!(hub.value("appointment", 8, "clash_with"), Value::Null);
    assert_eq!(hub.value("appointment", 9, "clash_with"), id(8));
    assert_eq!(hub.attention(), [("clash".to_owned(), Uuid::from_u128(9))]);
}

#[test]
fn one_more_than_the_day_takes_is_put_before_a_person_until_there_is_room() {
    let mut hub = Hub::new();
    let cap = [("doctor_id", Value::Null, id(DOCTOR)), ("max_patients", Value::Null, Value::Integer(1))];
    let seen = hub.take(1, 0, 0, &[change("day_limit", 3, Action::Insert, &cap)]).seq.unwrap();
    hub.take(1, seen, 1, &[visit(8, DAY, 600)]);
    assert_eq!(hub.take(2, seen, 2, &[visit(9, DAY, 700)]).outcome, OutcomeKind::Attention);
    assert_eq!(hub.attention(), [("over_cap".to_owned(), Uuid::from_u128(9))]);
    let seen = hub.scope.head();
    hub.take(1, seen, 3, &[status(8, "scheduled", "cancelled")]);
    assert_eq!(hub.attention(), []);
}

#[test]
fn a_visit_that_is_on_again_may_fill_a_day_too() {
    let mut hub = Hub::new();
    let cap = [("doctor_id", Value::Null, id(DOCTOR)), ("max_patients", Value::Null, Value::Integer(1))];
    hub.take(1, 0, 0, &[change("day_limit", 3, Action::Insert, &cap)]);
    hub.take(1, 1, 1, &[visit(8, DAY, 600)]);
    let seen = hub.take(1, 2, 2, &[status(8, "scheduled", "cancelled")]).seq.unwrap();
    hub.take(2, seen, 3, &[visit(9, DAY, 700)]);
    let on_again = hub.take(1, seen, 4, &[status(8, "cancelled", "scheduled")]);
    assert_eq!(on_again.outcome, OutcomeKind::Attention);
    assert_eq!(hub.attention(), [("over_cap".to_owned(), Uuid::from_u128(8))]);
    let seen = hub.scope.head();
    hub.take(1, seen, 5, &[status(8, "scheduled", "arrived")]);
    assert_eq!(hub.attention().len(), 1, "who is there already asks nobody again");
}

#[test]
fn a_name_taken_meanwhile_gets_the_desks_letter() {
    let mut hub = Hub::new();
    let account = |row| change("account", row, Action::Insert, &[("username", Value::Null, text("sara"))]);
    hub.take(1, 0, 0, &[account(8)]);
    assert_eq!(hub.take(2, 0, 1, &[account(9)]).outcome, OutcomeKind::Attention);
    assert_eq!(hub.value("account", 8, "username"), text("sara"));
    assert_eq!(hub.value("account", 9, "username"), text("sara.b"));
}

#[test]
fn a_removed_row_does_not_rise_again_by_an_edit_that_did_not_see_it_go() {
    let mut hub = Hub::new();
    let hours = [("weekday", Value::Null, text("mon"))];
    let seen = hub.take(1, 0, 0, &[change("site_hours", 4, Action::Insert, &hours)]).seq.unwrap();
    hub.take(
        1,
        seen,
        1,
        &[change("site_hours", 4, Action::Delete, &[("weekday", text("mon"), Value::Null)])],
    );
    hub.take(2, seen, 2, &[set("site_hours", 4, "opens", Value::Null, Value::Integer(540))]);
    let row = hub.row("site_hours", 4);
    assert!(!row.is_here() && row.fields.is_empty());
    assert!(row.is_news_for(2, seen), "the desk that edited it hears that it is gone");
}

#[test]
fn a_row_made_again_is_whole_whatever_another_desk_wrote_in_it_before_it_went() {
    let mut hub = Hub::new();
    let hours = |opens| {
        [
            ("weekday", Value::Null, text("mon")),
            ("opens", Value::Null, Value::Integer(opens)),
            ("closes", Value::Null, Value::Integer(1200)),
        ]
    };
    let made = change("site_hours", 4, Action::Insert, &hours(503));
    let seen = hub.take(1, 0, 0, std::slice::from_ref(&made)).seq.unwrap();
    hub.take(2, seen, 9, &[set("site_hours", 4, "opens", Value::Integer(503), Value::Integer(504))]);
    // Desk 1 removes it by an older clock and makes it again, and has not heard of the other.
    let removed = hours(503).map(|(column, before, after)| (column, after, before));
    hub.take(1, seen, 1, &[change("site_hours", 4, Action::Delete, &removed)]);
    hub.take(1, seen, 2, &[made]);
    let values = ["weekday", "opens", "closes"].map(|column| hub.value("site_hours", 4, column));
    assert_eq!(values, [text("mon"), Value::Integer(503), Value::Integer(1200)]);
}

#[test]
fn nobody_is_told_again_of_what_it_did_itself_and_everybody_else_is() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[patient(7, "Mona")]).seq.unwrap();
    assert!(!hub.row("patient", 7).is_news_for(1, 0));
    assert!(hub.row("patient", 7).is_news_for(2, 0));
    hub.take(2, seen, 1, &[set("patient", 7, "email", Value::Null, text("a@b"))]);
    hub.take(1, seen, 2, &[set("patient", 7, "address", Value::Null, text("Dokki"))]);
    assert!(hub.row("patient", 7).is_news_for(1, seen), "desk 1 does not know the e-mail address");
    assert!(hub.row("patient", 7).is_news_for(2, seen + 1));
}

#[test]
fn an_operation_is_taken_once() {
    let mut hub = Hub::new();
    let first = hub.take(1, 0, 0, &[patient(7, "Mona")]);
    hub.desks.clear();
    let again = hub.take(1, 0, 0, &[patient(7, "Mona")]);
    assert_eq!((again.uid, again.seq, hub.scope.head()), (first.uid, None, 1));
}

#[test]
fn what_makes_no_sense_is_rejected_whole_and_said() {
    let mut hub = Hub::new();
    let wrong = [
        patient(7, "Mona"),
        change("patient", 8, Action::Insert, &[("full_name", Value::Null, Value::Integer(3))]),
    ];
    let merged = hub.take(1, 0, 0, &wrong);
    assert_eq!((merged.outcome, merged.why), (OutcomeKind::Rejected, Some("sync.wrong_type")));
    assert!(!hub.scope.row(key("patient", 7)).expect("a mark that it is gone").is_here());
    assert_eq!(hub.attention().len(), 1);
}

#[test]
fn columns_of_a_newer_desk_are_carried() {
    let mut hub = Hub::new();
    let mut change = patient(7, "Mona");
    change.fields.push(Field { column: 999, before: Value::Null, after: text("new") });
    hub.take(1, 0, 0, &[change]);
    assert_eq!(*hub.row("patient", 7).value(999), text("new"));
}
