//! Two desks that hand out of one shelf, and for one line.

use uuid::Uuid;
use wire::changes::{Action, Change, Value};
use wire::sync::OutcomeKind;

use super::{Hub, NOW, change, id, set, text};

fn moved_out_of(row: u128, quantity: i64) -> Change {
    let fields = [
        ("lot_id", Value::Null, id(40)),
        ("site_id", Value::Null, id(41)),
        ("quantity", Value::Null, Value::Integer(quantity)),
        ("reason", Value::Null, text("adjusted")),
    ];
    change("stock_movement", row, Action::Insert, &fields)
}

fn handed_out(row: u128, quantity: i64) -> Change {
    let fields =
        [("prescription_item_id", Value::Null, id(50)), ("quantity", Value::Null, Value::Integer(quantity))];
    change("fulfilment_item", row, Action::Insert, &fields)
}

#[test]
fn more_given_out_of_a_lot_than_there_was_is_put_before_a_person_until_it_is_counted() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[moved_out_of(60, 10)]).seq.unwrap();
    assert_eq!(hub.take(1, seen, 1, &[moved_out_of(61, -7)]).outcome, OutcomeKind::Accepted);
    assert_eq!(hub.take(2, seen, 2, &[moved_out_of(62, -8)]).outcome, OutcomeKind::Attention);
    assert_eq!(hub.attention(), [("over_cap".to_owned(), Uuid::from_u128(40))]);
    assert_eq!(
        hub.take(2, seen, 3, &[moved_out_of(63, 2)]).outcome,
        OutcomeKind::Accepted,
        "less is missing, not more"
    );
    assert_eq!(hub.attention().len(), 1);
    let seen = hub.scope.head();
    hub.take(1, seen, 4, &[moved_out_of(64, 3)]);
    assert_eq!(hub.attention(), []);
}

#[test]
fn a_movement_that_is_taken_back_counts_no_more() {
    let mut hub = Hub::new();
    let seen = hub.take(1, 0, 0, &[moved_out_of(60, 10)]).seq.unwrap();
    hub.take(1, seen, 1, &[moved_out_of(61, -7)]);
    let seen = hub.scope.head();
    assert_eq!(
        hub.take(2, seen, 2, &[set("stock_movement", 60, "deleted_at", Value::Null, Value::Integer(NOW))])
            .outcome,
        OutcomeKind::Attention
    );
    let seen = hub.scope.head();
    hub.take(2, seen, 3, &[set("stock_movement", 61, "deleted_at", Value::Null, Value::Integer(NOW))]);
    assert_eq!(hub.attention(), []);
}

#[test]
fn more_handed_out_for_a_line_than_it_asks_for_is_put_before_a_person() {
    let mut hub = Hub::new();
    let asked = [("quantity", Value::Null, Value::Integer(14))];
    let seen = hub.take(1, 0, 0, &[change("prescription_item", 50, Action::Insert, &asked)]).seq.unwrap();
    assert_eq!(hub.take(1, seen, 1, &[handed_out(70, 10)]).outcome, OutcomeKind::Accepted);
    assert_eq!(hub.take(2, seen, 2, &[handed_out(71, 14)]).outcome, OutcomeKind::Attention);
    assert_eq!(hub.attention(), [("over_cap".to_owned(), Uuid::from_u128(50))]);
    let seen = hub.scope.head();
    hub.take(2, seen, 3, &[set("fulfilment_item", 70, "deleted_at", Value::Null, Value::Integer(NOW))]);
    assert_eq!(hub.attention(), []);
}

#[test]
fn a_line_that_comes_behind_what_was_handed_out_for_it_is_asked_about_once() {
    let mut hub = Hub::new();
    hub.take(1, 0, 0, &[handed_out(70, 10)]);
    assert_eq!(
        hub.take(2, 0, 1, &[handed_out(71, 14)]).outcome,
        OutcomeKind::Accepted,
        "nobody knows yet of how much"
    );
    let line = |asked| {
        [("quantity", Value::Null, Value::Integer(asked)), ("days", Value::Null, Value::Integer(asked))]
    };
    let inserted = change("prescription_item", 50, Action::Insert, &line(14));
    assert_eq!(hub.take(1, 0, 2, &[inserted]).outcome, OutcomeKind::Attention);
    assert_eq!(hub.attention(), [("over_cap".to_owned(), Uuid::from_u128(50))]);
    let seen = hub.scope.head();
    let again = set("prescription_item", 50, "days", Value::Integer(14), Value::Integer(7));
    assert_eq!(hub.take(1, seen, 3, &[again]).outcome, OutcomeKind::Accepted, "as it stood");
    assert_eq!(hub.attention().len(), 1);
}
