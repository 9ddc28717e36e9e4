//! What holds for every series, whatever the days look like.

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError};
use proptest::{option, prop_assert, prop_assert_eq, proptest};
use serde_json::json;

use super::{Often, SeriesRowState, read};
use crate::appointments::series::requests::{BookSeries, MoveSeries, SeriesChoice};
use crate::appointments::tests::{close, date, everything, limit_patients};
use crate::error::Error;

/// Days around the series in which something stands already.
fn busy() -> impl Strategy<Value = (Vec<i64>, Vec<(i64, u16)>, Option<u16>)> {
    (vec(0_i64..40, 0..5), vec((0_i64..40, 0_u16..24), 0..12), option::of(1_u16..4))
}

fn repeats() -> impl Strategy<Value = serde_json::Value> {
    (select(vec!["day", "week", "month"]), 1_u16..3, 2_u16..9)
        .prop_map(|(unit, every, count)| json!({ "unit": unit, "every": every, "count": count }))
}

fn prepared((closed, booked, cap): &(Vec<i64>, Vec<(i64, u16)>, Option<u16>)) -> Often {
    let often = Often::new();
    let day = |days: i64| date("2026-11-21").plus_days(days).expect("a day").to_string();
    for days in closed {
        close(&often.clinic, &day(*days), None, "Closed");
    }
    for (days, slot) in booked {
        let minutes = 540 + slot * 10;
        let start = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let request = json!({
            "doctor_id": often.clinic.doctor, "patient_id": often.patient, "date": day(*days), "start": start,
            "minutes": 10,
        });
        // Some of it is refused, which is fine.
        let _ = crate::appointments::book(&often.clinic.desk, &often.clinic.admin, read(request));
    }
    if let Some(cap) = cap {
        limit_patients(&often.clinic, *cap);
    }
    often
}

/// Takes the offered time for each clash until there is none: what was offered must fit, and take nothing from the rest.
fn settle(often: &Often, wish: &BookSeries) -> Result<BookSeries, TestCaseError> {
    let mut wish = wish.clone();
    loop {
        let preview = often.preview(&wish);
        let Some(clash) = preview.rows.iter().find(|row| row.state == SeriesRowState::Clashes) else {
            return Ok(wish);
        };
        let offered = clash.verdict.as_ref().map(|verdict| verdict.suggestions.clone()).unwrap_or_default();
        for free in &offered {
            let choice = SeriesChoice {
                planned: clash.planned,
                way: crate::appointments::series::requests::SeriesWay::Shift,
                date: Some(free.date),
                start: Some(free.start),
                later_hour: None,
            };
            let mut tried = wish.clone();
            tried.choices.push(choice);
            let then = often.preview(&tried);
            let row =
                then.rows.iter().find(|row| row.planned == clash.planned).expect("the day is still there");
            prop_assert_eq!(row.state, SeriesRowState::Shifted, "{:?} was offered", free);
            prop_assert_eq!(then.clashes + 1, preview.clashes, "it took what another one had");
        }
        let way = match offered.first() {
            Some(free) => {
                json!({ "planned": clash.planned, "way": "shift", "date": free.date, "start": free.start })
            }
            None => json!({ "planned": clash.planned, "way": "skip" }),
        };
        wish.choices.push(read(way));
    }
}

proptest! {
    #![proptest_config(Config { cases: 12, ..Config::default() })]

    #[test]
    fn every_offered_time_is_accepted_and_what_was_shown_is_what_is_saved(
        busy in busy(), repeats in repeats(), first in 0_i64..7,
    ) {
        let often = prepared(&busy);
        let first = date("2026-11-22").plus_days(first).expect("a day").to_string();
        let wish = often.wish(&first, repeats);
        let before = everything(&often.clinic.desk);
        if often.preview(&wish).clashes > 0 {
            let refused = matches!(often.try_book(&wish), Err(Error::Refused(refusal)) if refusal.code == "series.clashes");
            prop_assert!(refused);
        }
        let wish = settle(&often, &wish)?;
        prop_assert_eq!(&everything(&often.clinic.desk), &before, "a series that is looked at or refused changes nothing");
        let days = often.visits();
        let shown = often.preview(&wish);
        match often.try_book(&wish) {
            Ok(reply) => {
                prop_assert!(shown.ready);
                let places: Vec<_> = shown
                    .rows
                    .iter()
                    .filter(|row| row.state != SeriesRowState::Skipped)
                    .map(|row| (row.date, row.start))
                    .collect();
                let booked: Vec<_> = reply
                    .series
                    .visits
                    .iter()
                    .map(|visit| (visit.appointment.date, visit.appointment.start))
                    .collect();
                prop_assert_eq!(booked, places);
                often.undo();
                prop_assert_eq!(often.visits(), days, "undo restores the days");
            }
            Err(Error::Refused(refusal)) => {
                prop_assert_eq!(refusal.code, "series.nothing_left");
                prop_assert!(!shown.ready);
            }
            Err(Error::Fault(fault)) => prop_assert!(false, "{fault:?}"),
        }
    }

    #[test]
    fn moving_what_follows_moves_it_as_shown_or_not_at_all(
        busy in busy(), repeats in repeats(), from in 0_usize..8, by in -5_i64..6, slot in 0_u16..40,
    ) {
        let often = prepared(&busy);
        let wish = settle(&often, &often.wish("2026-11-24", repeats))?;
        let Ok(reply) = often.try_book(&wish) else { return Ok(()) };
        let series = reply.series;
        let visit = &series.visits[from % series.visits.len()].appointment;
        let place = visit.series.as_ref().expect("it is one of a series");
        let start = format!("{:02}:{:02}", 9 + slot / 6, slot % 6 * 10);
        let to = place.date.plus_days(by).expect("a day");
        let request: MoveSeries = read(json!({ "id": visit.id, "date": to, "start": start }));
        let (before, days) = (everything(&often.clinic.desk), often.visits());
        let shown = often.preview_move(&request);
        prop_assert_eq!(&everything(&often.clinic.desk), &before, "looking changes nothing");
        match often.move_on(&request) {
            Ok(moved) => {
                prop_assert!(shown.ready);
                for row in &shown.rows {
                    let stand = row.moves.as_ref().expect("what moves is a visit");
                    let visit = moved.visits.iter().find(|visit| visit.appointment.id == stand.appointment_id);
                    let visit = visit.expect("it is still of the series");
                    prop_assert_eq!((visit.appointment.date, visit.appointment.start), (row.date, row.start));
                    prop_assert!(!visit.moved);
                }
                often.undo();
                prop_assert_eq!(often.visits(), days, "undo restores the days");
            }
            Err(Error::Refused(refusal)) => {
                prop_assert_eq!(refusal.code, "series.clashes");
                prop_assert!(!shown.ready);
                prop_assert_eq!(everything(&often.clinic.desk), before, "a refused move changes nothing");
            }
            Err(Error::Fault(fault)) => prop_assert!(false, "{fault:?}"),
        }
    }
}
