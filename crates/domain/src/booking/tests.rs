use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::facts::{ClockChange, ClosedTime, ClosureOf, DayFacts, Held, Place, VisitId};
use super::{Obstacle, Request, Step, Verdict, check, free};
use crate::calendar::Audience;
use crate::calendar::zone::{self, Zone};
use crate::code::Code as _;
use crate::id::{AppointmentId, ClosureId, Id as _, RepVisitId};
use crate::time::{DAY_MINUTES, Date, Span, WallTime};

fn time(text: &str) -> WallTime {
    text.parse().unwrap()
}

fn span(text: &str) -> Span {
    let (start, end) = text.split_once('-').unwrap();
    Span::new(time(start), time(end)).unwrap()
}

fn appointment(number: u128, text: &str) -> Held {
    let visit = VisitId::Appointment(AppointmentId::from_uuid(uuid::Uuid::from_u128(number)));
    Held { visit, place: Place { span: span(text), later_hour: false } }
}

fn rep_visit(number: u128, text: &str) -> Held {
    let visit = VisitId::Rep(RepVisitId::from_uuid(uuid::Uuid::from_u128(number)));
    Held { visit, place: Place { span: span(text), later_hour: false } }
}

fn closed(text: &str) -> ClosedTime {
    let closure = ClosureId::from_uuid(uuid::Uuid::from_u128(9));
    ClosedTime { closure, of: ClosureOf::Doctor, span: span(text), reason: "conference".into() }
}

/// A working day with lunch, and nothing in it.
fn working_day() -> DayFacts {
    DayFacts {
        date: Date::new(2026, 11, 24).unwrap(),
        clock: ClockChange::default(),
        closed: Vec::new(),
        hours: vec![span("09:00-13:00"), span("14:00-17:00")],
        visits: Vec::new(),
        cap: None,
    }
}

fn request(start: &str, minutes: u16) -> Request {
    let span = Span::lasting(time(start), minutes).unwrap();
    Request { audience: Audience::Patient, span, later_hour: None }
}

fn obstacle(start: &str, minutes: u16, facts: &DayFacts) -> Obstacle {
    match check(&request(start, minutes), facts) {
        Verdict::Refused(obstacle) => obstacle,
        Verdict::Fits(place) => panic!("{place:?} should have been refused"),
    }
}

#[track_caller]
fn fits(start: &str, minutes: u16, facts: &DayFacts) {
    assert!(matches!(check(&request(start, minutes), facts), Verdict::Fits(_)), "{start} for {minutes}");
}

fn offered(start: &str, minutes: u16, facts: &DayFacts) -> Vec<String> {
    let near = free::around(facts, Audience::Patient, minutes, time(start), time("00:00"));
    near.iter().map(ToString::to_string).collect()
}

#[test]
fn a_visit_that_outruns_the_morning_is_refused_and_the_nearest_times_are_offered() {
    let day = working_day();
    let obstacle = obstacle("12:50", 20, &day);
    assert_eq!(obstacle, Obstacle::OutsideHours { outrun: Some(span("09:00-13:00")) });
    assert_eq!(obstacle.step().unwrap().number(), 3);
    assert_eq!(offered("12:50", 20, &day), ["12:40", "14:00"]);
}

#[test]
fn touching_visits_do_not_clash() {
    let day = DayFacts { visits: vec![appointment(1, "10:00-10:15")], ..working_day() };
    fits("10:15", 15, &day);
    fits("09:45", 15, &day);
    assert_eq!(obstacle("10:14", 15, &day), Obstacle::Taken(appointment(1, "10:00-10:15")));
}

#[test]
fn a_rep_visit_holds_the_doctors_time_as_an_appointment_does() {
    let day = DayFacts { visits: vec![rep_visit(1, "09:00-09:30")], ..working_day() };
    assert_eq!(obstacle("09:15", 15, &day), Obstacle::Taken(rep_visit(1, "09:00-09:30")));
    assert_eq!(offered("09:15", 15, &day), ["09:30"]);
}

#[test]
fn the_patient_cap_counts_patients_and_the_rep_cap_counts_reps() {
    let visits =
        vec![appointment(1, "09:00-09:15"), rep_visit(2, "09:15-09:30"), rep_visit(3, "09:30-09:45")];
    let day = DayFacts { visits, cap: Some(1), ..working_day() };
    assert_eq!(obstacle("10:00", 15, &day), Obstacle::DayFull { cap: 1, booked: 1 });
    let for_reps = Request { audience: Audience::Rep, ..request("10:00", 15) };
    let refused = check(&for_reps, &day);
    assert_eq!(refused, Verdict::Refused(Obstacle::DayFull { cap: 1, booked: 2 }));
    fits("10:00", 15, &DayFacts { cap: Some(2), ..day.clone() });
    assert!(free::gaps(&day, Audience::Patient, 15).is_empty());
}

#[test]
fn each_step_is_reached_in_its_order() {
    // A day on which everything is wrong; each obstacle is cleared in turn, and the next step speaks.
    let mut day = working_day();
    let hours = std::mem::take(&mut day.hours);
    day.closed = vec![closed("08:00-18:00")];
    day.visits = vec![appointment(1, "12:30-13:00")];
    day.cap = Some(1);
    let mut seen = vec![obstacle("12:50", 20, &day).step().unwrap()];
    day.closed.clear();
    seen.push(obstacle("12:50", 20, &day).step().unwrap());
    day.hours = hours;
    seen.push(obstacle("12:50", 20, &day).step().unwrap());
    day.hours = vec![span("09:00-17:00")];
    seen.push(obstacle("12:50", 20, &day).step().unwrap());
    day.visits = vec![appointment(1, "12:30-12:50")];
    seen.push(obstacle("12:50", 20, &day).step().unwrap());
    // The rules for reps are asked after these, of reps alone.
    assert_eq!(seen, Step::ALL[..5]);
    assert_eq!(Step::ALL[5..], [Step::RepRules]);
    day.cap = Some(2);
    fits("12:50", 20, &day);
}

#[test]
fn a_closed_part_of_the_day_refuses_what_reaches_into_it() {
    let day = DayFacts { closed: vec![closed("11:00-12:00")], ..working_day() };
    assert_eq!(obstacle("10:50", 15, &day), Obstacle::Closed(closed("11:00-12:00")));
    fits("10:45", 15, &day);
    fits("12:00", 15, &day);
    assert_eq!(offered("11:30", 15, &day), ["12:00", "10:45"]);
}

#[test]
fn the_whole_visit_must_lie_in_one_block() {
    let day = DayFacts { hours: vec![span("09:00-11:00"), span("11:00-12:00")], ..working_day() };
    assert_eq!(obstacle("10:50", 20, &day), Obstacle::OutsideHours { outrun: Some(span("09:00-11:00")) });
    assert_eq!(obstacle("08:00", 20, &day), Obstacle::OutsideHours { outrun: None });
}

#[test]
fn wall_time_that_a_day_does_not_have_is_refused_before_the_first_step() {
    // Cairo, 24 April 2026: at midnight the clock shows one.
    let clock = ClockChange { missing: Some(span("00:00-01:00")), twice: None };
    let day = DayFacts { clock, hours: vec![span("00:00-12:00")], ..working_day() };
    let refused = obstacle("00:30", 15, &day);
    assert_eq!(refused, Obstacle::TimeMissing { missing: span("00:00-01:00") });
    assert!(!refused.can_be_overbooked());
    fits("01:00", 15, &day);
    assert_eq!(free::in_order(&day, Audience::Patient, 15, time("00:00")).next(), Some(time("01:00")));
}

#[test]
fn wall_time_that_comes_twice_is_asked_about_and_holds_two_hours() {
    // Cairo, 29 October 2026: at midnight the clock goes back to eleven.
    let clock = ClockChange { missing: None, twice: Some(span("23:00-24:00")) };
    let mut day = DayFacts { clock, hours: vec![span("18:00-24:00")], ..working_day() };
    assert_eq!(obstacle("23:30", 15, &day), Obstacle::TimeTwice { twice: span("23:00-24:00") });
    let first = Request { later_hour: Some(false), ..request("23:30", 15) };
    let second = Request { later_hour: Some(true), ..first };
    let Verdict::Fits(place) = check(&second, &day) else { panic!("the later hour is free") };
    day.visits.push(Held { place, ..appointment(1, "23:30-23:45") });
    assert!(matches!(check(&first, &day), Verdict::Fits(_)));
    assert!(matches!(check(&second, &day), Verdict::Refused(Obstacle::Taken(_))));
    // An answer to a question nobody asked is not held against anybody.
    let early = Request { later_hour: Some(true), ..request("18:00", 15) };
    assert!(matches!(check(&early, &day), Verdict::Fits(Place { later_hour: false, .. })));
}

#[test]
fn offered_times_read_down_without_overlapping() {
    let day = DayFacts { visits: vec![appointment(1, "09:20-09:32")], ..working_day() };
    let starts: Vec<String> = free::in_order(&day, Audience::Patient, 20, time("09:00"))
        .take(4)
        .map(|start| start.to_string())
        .collect();
    assert_eq!(starts, ["09:00", "09:32", "09:55", "10:15"]);
    let late = free::in_order(&day, Audience::Patient, 20, time("11:58")).next();
    assert_eq!(late, Some(time("12:00")), "what begins now begins on the grid");
}

#[test]
fn the_clock_of_every_day_of_a_year_is_the_zones_clock() {
    for name in
        ["Africa/Cairo", "Europe/London", "Asia/Ho_Chi_Minh", "Australia/Lord_Howe", "America/Sao_Paulo"]
    {
        let zone: Zone = name.parse().unwrap();
        let mut jumps = 0;
        for day in 0..366 {
            let date = Date::new(2026, 1, 1).unwrap().plus_days(day).unwrap();
            let clock = ClockChange { missing: zone::missing(date, zone), twice: zone::twice(date, zone) };
            assert_eq!(ClockChange::on(date, zone), clock, "{date} in {name}");
            jumps += usize::from(clock != ClockChange::default());
        }
        assert_eq!(jumps, if name.contains("Minh") || name.contains("Paulo") { 0 } else { 2 }, "{name}");
    }
}

fn any_span() -> impl Strategy<Value = Span> {
    (0..DAY_MINUTES, 1..240_u16).prop_map(|(start, minutes)| {
        let end = (start + minutes).min(DAY_MINUTES);
        Span::new(WallTime::from_minutes(start).unwrap(), WallTime::from_minutes(end).unwrap()).unwrap()
    })
}

fn any_clock() -> impl Strategy<Value = ClockChange> {
    let jump = (0..23_u16).prop_map(|hour| {
        Span::new(WallTime::at(hour, 0).unwrap(), WallTime::at(hour + 1, 0).unwrap()).unwrap()
    });
    prop_oneof![
        4 => Just(ClockChange::default()),
        1 => jump.clone().prop_map(|hour| ClockChange { missing: Some(hour), twice: None }),
        1 => jump.prop_map(|hour| ClockChange { missing: None, twice: Some(hour) }),
    ]
}

/// Any day whatever: overlapping blocks, visits on top of each other, closures, caps, clock changes.
fn any_day() -> impl Strategy<Value = DayFacts> {
    let held = (any_span(), any::<u32>(), any::<bool>(), any::<bool>());
    (any_clock(), vec(any_span(), 0..3), vec(any_span(), 0..4), vec(held, 0..12), option::of(0..14_u16))
        .prop_map(|(clock, closed, hours, visits, cap)| {
            let mut visits: Vec<Held> = visits
                .into_iter()
                .map(|(span, number, rep, later)| {
                    let number = uuid::Uuid::from_u128(number.into());
                    let visit = if rep {
                        VisitId::Rep(RepVisitId::from_uuid(number))
                    } else {
                        VisitId::Appointment(AppointmentId::from_uuid(number))
                    };
                    let ambiguous = clock
                        .twice
                        .is_some_and(|twice| twice.start() <= span.start() && span.start() < twice.end());
                    Held { visit, place: Place { span, later_hour: later && ambiguous } }
                })
                .collect();
            visits.sort_by_key(|held| held.place.span);
            let closed = closed
                .into_iter()
                .map(|span| ClosedTime {
                    closure: ClosureId::from_uuid(uuid::Uuid::from_u128(1)),
                    of: ClosureOf::Site,
                    span,
                    reason: String::new(),
                })
                .collect();
            DayFacts { clock, closed, hours, visits, cap, ..working_day() }
        })
}

fn any_request() -> impl Strategy<Value = Request> {
    (any_span(), prop_oneof![Just(Audience::Patient), Just(Audience::Rep)], any::<Option<bool>>())
        .prop_map(|(span, audience, later_hour)| Request { audience, span, later_hour })
}

/// Minutes of a day as they really pass, from a drawn time: the slow and obvious way, one minute at a time.
fn minutes_held(place: Place, clock: ClockChange) -> Vec<(u16, bool)> {
    let mut at = (place.span.start().minutes(), place.later_hour);
    let twice = clock.twice.map(|twice| (twice.start().minutes(), twice.end().minutes()));
    let mut held = Vec::new();
    for _ in 0..place.span.minutes() {
        held.push(at);
        at.0 += 1;
        if let Some((start, end)) = twice
            && at.0 == end
        {
            at = if at.1 || place.span.start().minutes() >= end { (end, false) } else { (start, true) };
        }
    }
    held
}

proptest! {
    #[test]
    fn accepted_visits_never_hold_the_same_minute(day in any_day(), requests in vec(any_request(), 1..40)) {
        let mut day = DayFacts { visits: Vec::new(), closed: Vec::new(), hours: vec![Span::whole_day()], cap: None, ..day };
        for (number, request) in requests.into_iter().enumerate() {
            if let Verdict::Fits(place) = check(&request, &day) {
                let visit = VisitId::Appointment(AppointmentId::from_uuid(uuid::Uuid::from_u128(number as u128)));
                day.visits.push(Held { visit, place });
                day.visits.sort_by_key(|held| held.place.span);
            }
        }
        let mut minutes: Vec<(u16, bool)> =
            day.visits.iter().flat_map(|held| minutes_held(held.place, day.clock)).collect();
        let all = minutes.len();
        minutes.sort_unstable();
        minutes.dedup();
        prop_assert_eq!(minutes.len(), all);
    }

    #[test]
    fn the_gaps_are_exactly_the_starts_that_pass(day in any_day(), minutes in 1..240_u16, reps in any::<bool>()) {
        let audience = if reps { Audience::Rep } else { Audience::Patient };
        let gaps = free::gaps(&day, audience, minutes);
        for start in (0..DAY_MINUTES).filter_map(WallTime::from_minutes) {
            let offered = gaps.iter().any(|gap| gap.first <= start && start <= gap.last);
            let passes = Span::lasting(start, minutes).is_some_and(|span| {
                let request = Request { audience, span, later_hour: None };
                let touches_the_doubtful_hour = day.clock.twice.is_some_and(|twice| twice.overlaps(span));
                !touches_the_doubtful_hour && matches!(check(&request, &day), Verdict::Fits(_))
            });
            prop_assert_eq!(offered, passes, "{} for {}", start, minutes);
        }
    }

    #[test]
    fn offered_times_pass_and_none_nearer_was_missed(
        day in any_day(), minutes in 5..60_u16, wanted in 0..DAY_MINUTES, from in 0..DAY_MINUTES,
    ) {
        let (wanted, from) = (WallTime::from_minutes(wanted).unwrap(), WallTime::from_minutes(from).unwrap());
        let passes = |start: WallTime| Span::lasting(start, minutes).is_some_and(|span| {
            let request = Request { audience: Audience::Patient, span, later_hour: None };
            !day.clock.twice.is_some_and(|twice| twice.overlaps(span)) && matches!(check(&request, &day), Verdict::Fits(_))
        });
        let every: Vec<WallTime> = (0..DAY_MINUTES).filter_map(WallTime::from_minutes).filter(|start| passes(*start)).collect();

        let mut free_from = time("00:00");
        for start in free::in_order(&day, Audience::Patient, minutes, from) {
            prop_assert!(passes(start) && start >= from && start >= free_from);
            free_from = start.plus(minutes).unwrap();
        }
        // Nothing is missed by more than a grid step.
        let first = free::in_order(&day, Audience::Patient, minutes, from).next();
        let earliest = every.iter().find(|start| **start >= from).copied();
        if let Some(earliest) = earliest {
            let first = first.expect("what is free is offered");
            prop_assert!(first.minutes() - earliest.minutes() < free::GRID_MINUTES);
        }
        if from <= wanted && !passes(wanted) {
            let near = free::around(&day, Audience::Patient, minutes, wanted, time("00:00"));
            for start in &near {
                prop_assert!(passes(*start));
            }
            let nearest = every.iter().map(|start| start.minutes().abs_diff(wanted.minutes())).min();
            prop_assert_eq!(near.first().map(|start| start.minutes().abs_diff(wanted.minutes())), nearest);
        }
    }
}
