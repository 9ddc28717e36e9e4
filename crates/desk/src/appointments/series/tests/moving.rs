use serde_json::json;

use super::{Often, SeriesRowState, read, refused, states, times};
use crate::appointments::tests::{TUESDAY, book, close, everything};

#[test]
fn one_visit_that_is_moved_stays_in_the_series_and_is_known_as_moved() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 3);
    let to = json!({ "id": series.visits[1].appointment.id, "date": "2026-12-02" });
    crate::appointments::move_visit(&often.clinic.desk, &often.clinic.admin, read(to)).expect("it fits");
    let series = often.get(&series);
    assert_eq!(times(&series), ["2026-11-24 10:30", "2026-12-02 10:30", "2026-12-08 10:30"]);
    let seen: Vec<_> = series.visits.iter().map(|visit| (visit.number, visit.moved)).collect();
    assert_eq!(seen, [(Some(1), false), (Some(2), true), (Some(3), false)]);
    let back = json!({ "id": series.visits[1].appointment.id, "date": "2026-12-01" });
    crate::appointments::move_visit(&often.clinic.desk, &often.clinic.admin, read(back)).expect("it fits");
    assert!(!often.get(&series).visits[1].moved);
}

#[test]
fn this_and_following_move_together_and_undo_brings_all_back() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 4);
    let before = often.visits();
    let wish = read(json!({ "id": series.visits[1].appointment.id, "date": "2026-12-02", "start": "11:15" }));
    let preview = often.preview_move(&wish);
    assert_eq!(often.visits(), before, "looking moves nothing");
    assert_eq!((preview.visits, preview.ready), (3, true));
    let from = preview.rows[0].moves.as_ref().map(|stand| (stand.date.to_string(), stand.start.to_string()));
    assert_eq!(from, Some(("2026-12-01".to_owned(), "10:30".to_owned())));
    let moved = often.move_on(&wish).expect("it fits");
    let expected = ["2026-11-24 10:30", "2026-12-02 11:15", "2026-12-09 11:15", "2026-12-16 11:15"];
    assert_eq!(times(&moved), expected);
    assert!(moved.visits.iter().all(|visit| !visit.moved), "the series goes there now");
    // The rest once more, by the rule it has now.
    let wish = read(json!({ "id": series.visits[2].appointment.id, "date": "2026-12-10" }));
    let again = often.move_on(&wish).expect("it fits");
    assert_eq!(times(&again)[2..], ["2026-12-10 11:15", "2026-12-17 11:15"]);
    often.undo();
    often.undo();
    assert_eq!(often.visits(), before, "the days are as they were");
}

#[test]
fn visits_that_take_one_anothers_places_do_not_clash() {
    let often = Often::new();
    let wish = often.wish(TUESDAY, json!({ "unit": "day", "every": 1, "count": 3 }));
    let series = often.book(&wish);
    let first = series.visits[0].appointment.id;
    let forward = often.move_on(&read(json!({ "id": first, "date": "2026-11-25" })));
    let clash = refused(forward);
    assert_eq!(clash.params["date"], json!("2026-11-27"), "nobody works on Friday");
    let back =
        often.move_on(&read(json!({ "id": first, "date": "2026-11-23" }))).expect("each goes a day back");
    assert_eq!(times(&back), ["2026-11-23 10:30", "2026-11-24 10:30", "2026-11-25 10:30"]);
    let forth = often.move_on(&read(json!({ "id": first, "date": TUESDAY }))).expect("and forth again");
    assert_eq!(times(&forth), times(&series));
    let a_little =
        often.move_on(&read(json!({ "id": first, "start": "10:35" }))).expect("onto half of itself");
    assert_eq!(times(&a_little)[0], "2026-11-24 10:35");
    for expected in ["2026-11-24 10:30", "2026-11-23 10:30", "2026-11-24 10:30"] {
        often.undo();
        assert_eq!(times(&often.get(&series))[0], expected, "undo takes them through one another as well");
    }
}

#[test]
fn of_a_series_that_moves_a_clash_stays_where_it_is_or_goes_elsewhere() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 4);
    close(&often.clinic, "2026-12-09", None, "Congress");
    book(&often.clinic, "2026-12-16", "10:30", 15);
    let id = series.visits[1].appointment.id;
    let choices = json!([]);
    let wish =
        |choices: serde_json::Value| read(json!({ "id": id, "date": "2026-12-02", "choices": choices }));
    let preview = often.preview_move(&wish(choices));
    use SeriesRowState::{Clashes, Fits};
    assert_eq!(states(&preview), [Fits, Clashes, Clashes]);
    let before = everything(&often.clinic.desk);
    let refusal = refused(often.move_on(&wish(json!([]))));
    assert_eq!((refusal.code, &refusal.params["clashes"]), ("series.clashes", &json!(2)));
    assert_eq!(everything(&often.clinic.desk), before, "none of it has moved");
    let decided = json!([
        { "planned": "2026-12-09", "way": "skip" },
        { "planned": "2026-12-16", "way": "shift", "start": "12:00" },
    ]);
    let moved = often.move_on(&wish(decided)).expect("each has its end");
    let expected = ["2026-11-24 10:30", "2026-12-02 10:30", "2026-12-08 10:30", "2026-12-16 12:00"];
    assert_eq!(times(&moved), expected);
    let moved: Vec<_> = moved.visits.iter().map(|visit| visit.moved).collect();
    assert_eq!(moved, [false, false, false, true]);
}

#[test]
fn what_is_over_or_called_off_stays_where_it_is() {
    let often = Often::new();
    let series = often.weekly(TUESDAY, 4);
    let admin = &often.clinic.admin;
    let ids: Vec<_> = series.visits.iter().map(|visit| visit.appointment.id).collect();
    crate::appointments::arrive(&often.clinic.desk, admin, read(json!({ "id": ids[0] }))).expect("here");
    crate::appointments::cancel(&often.clinic.desk, admin, read(json!({ "id": ids[2] })))
        .expect("called off");
    let moved = often.move_on(&read(json!({ "id": ids[0], "date": "2026-11-25" }))).expect("it fits");
    assert_eq!(
        times(&moved),
        ["2026-11-24 10:30", "2026-12-02 10:30", "2026-12-08 10:30", "2026-12-16 10:30"]
    );
    let cancelled = often.cancel_from(ids[1]).expect("it can be called off");
    let numbers: Vec<_> = cancelled.visits.iter().map(|visit| visit.number).collect();
    assert_eq!((numbers, cancelled.total), (vec![Some(1), None, None, None], 1));
    assert_eq!(cancelled.visits[3].appointment.cancel_reason.as_deref(), Some("Well again"));
    assert_eq!(refused(often.cancel_from(ids[1])).code, "series.nothing_to_come");
    often.undo();
    assert_eq!(often.get(&series).total, 3);
    let alone = book(&often.clinic, TUESDAY, "12:00", 15).appointment;
    assert_eq!(refused(often.cancel_from(alone.id)).code, "series.none");
    assert_eq!(refused(often.move_on(&read(json!({ "id": alone.id })))).code, "series.none");
}
