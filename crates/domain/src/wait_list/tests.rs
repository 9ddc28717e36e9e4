use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::{option, sample};
use uuid::Uuid;

use super::{Turn, Urgency, WaitEnd, WaitState, Wanted, Wish};
use crate::booking::{ClockChange, DayFacts, Held, Place, Request, Verdict, VisitId, check};
use crate::calendar::Audience;
use crate::code::Code as _;
use crate::id::{AppointmentId, DoctorId, Id as _, SpecialtyId, WaitId};
use crate::time::{DAY_MINUTES, Date, Instant, Span, WallTime, Weekday};

fn at(minutes: u16) -> WallTime {
    WallTime::from_minutes(minutes).unwrap()
}

fn span(start: u16, end: u16) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn doctor(number: u128) -> DoctorId {
    DoctorId::from_uuid(Uuid::from_u128(number))
}

/// A Tuesday with lunch and these visits: start and length.
fn facts(cap: Option<u16>, held: &[(u16, u16)]) -> DayFacts {
    let visit = |(number, (start, minutes)): (usize, &(u16, u16))| Held {
        visit: VisitId::Appointment(AppointmentId::from_uuid(Uuid::from_u128(number as u128))),
        place: Place { span: Span::lasting(at(*start), *minutes).unwrap(), later_hour: false },
    };
    let mut visits: Vec<Held> = held.iter().enumerate().map(visit).collect();
    visits.sort_by_key(|held| held.place.span);
    DayFacts {
        date: day("2026-11-24"),
        clock: ClockChange::default(),
        closed: Vec::new(),
        hours: vec![span(540, 780), span(840, 1020)],
        visits,
        cap,
    }
}

fn wish(window: Span, minutes: u16) -> Wish {
    Wish { wanted: Wanted::Anyone, weekdays: Vec::new(), first: None, last: None, window, minutes }
}

fn accepted(facts: &DayFacts, start: WallTime, minutes: u16) -> bool {
    let Some(span) = Span::lasting(start, minutes) else { return false };
    let request = Request { audience: Audience::Patient, span, later_hour: None };
    matches!(check(&request, facts), Verdict::Fits(_))
}

#[test]
fn a_wish_is_for_a_doctor_for_a_specialty_or_for_whoever_is_free() {
    let skin = SpecialtyId::from_uuid(Uuid::from_u128(7));
    let wants = |wanted, specialties: &[SpecialtyId]| {
        Wish { wanted, ..wish(Span::whole_day(), 15) }.wants_doctor(doctor(1), specialties)
    };
    assert!(wants(Wanted::Doctor(doctor(1)), &[]));
    assert!(!wants(Wanted::Doctor(doctor(2)), &[skin]));
    assert!(wants(Wanted::Specialty(skin), &[skin]));
    assert!(!wants(Wanted::Specialty(skin), &[]));
    assert!(wants(Wanted::Anyone, &[]));
}

#[test]
fn the_first_and_the_last_day_count_and_other_weekdays_do_not() {
    let wish = Wish {
        weekdays: vec![Weekday::Tuesday, Weekday::Thursday],
        first: Some(day("2026-11-24")),
        last: Some(day("2026-12-01")),
        ..wish(Span::whole_day(), 15)
    };
    let wanted = |text: &str| wish.wants_day(day(text));
    assert_eq!(
        ["2026-11-19", "2026-11-24", "2026-11-25", "2026-11-26", "2026-12-01", "2026-12-03"].map(wanted),
        [false, true, false, true, true, false]
    );
    assert!(!wish.is_over(day("2026-12-01")));
    assert!(wish.is_over(day("2026-12-02")));
}

#[test]
fn what_a_person_did_counts_more_than_the_calendar() {
    let wish = Wish { last: Some(day("2026-11-24")), ..wish(Span::whole_day(), 15) };
    let (on, after) = (day("2026-11-24"), day("2026-11-25"));
    assert_eq!(wish.state(None, false, on), WaitState::Waiting);
    assert_eq!(wish.state(None, true, on), WaitState::Offered);
    assert_eq!(wish.state(None, true, after), WaitState::Expired);
    assert_eq!(wish.state(Some(WaitEnd::Booked), true, after), WaitState::Booked);
    assert_eq!(wish.state(Some(WaitEnd::Removed), false, after), WaitState::Removed);
}

#[test]
fn a_short_visit_goes_where_the_free_time_begins_and_a_long_one_reaches_beyond_it() {
    // 10:00 to 10:15 became free; 10:15 on is taken, 9:45 is free as well.
    let day = facts(None, &[(540, 45), (615, 165)]);
    let freed = span(600, 615);
    let start = |minutes, window| wish(window, minutes).start_in(freed, &day, WallTime::MIDNIGHT);
    assert_eq!(start(15, Span::whole_day()), Some(at(600)));
    assert_eq!(start(30, Span::whole_day()), Some(at(585)));
    assert_eq!(start(31, Span::whole_day()), None);
    assert_eq!(start(30, span(600, 780)), None, "the window begins later");
    assert_eq!(wish(Span::whole_day(), 30).start_in(freed, &day, at(590)), None, "it is ten to ten already");
}

#[test]
fn a_full_day_fits_nobody() {
    let day = facts(Some(1), &[(540, 15)]);
    assert_eq!(wish(Span::whole_day(), 15).start_in(span(600, 615), &day, WallTime::MIDNIGHT), None);
    assert_eq!(wish(Span::whole_day(), 15).first_start(&day, WallTime::MIDNIGHT), None);
}

fn held() -> impl Strategy<Value = Vec<(u16, u16)>> {
    vec((0u16..96, 1u16..10), 0..24)
        .prop_map(|held| held.iter().map(|(slot, long)| (540 + slot * 5, long * 5)).collect())
}

fn spans() -> impl Strategy<Value = Span> {
    prop_oneof![
        Just(Span::whole_day()),
        (500u16..1020, 1u16..300).prop_map(|(start, long)| span(start, (start + long).min(DAY_MINUTES))),
    ]
}

proptest! {
    /// Whoever is offered some of the free time is accepted when booked, inside the window and not before the moment; and whoever is
    /// not offered any could have been booked at no minute of it.
    #[test]
    fn whoever_is_offered_is_accepted_and_nobody_who_fits_is_left_out(
        held in held(),
        cap in option::of(1u16..30),
        window in spans(),
        (start, long) in (540u16..1015, 5u16..120),
        minutes in 1u16..90,
        from in prop_oneof![Just(0u16), 540u16..1020],
    ) {
        let (facts, wish) = (facts(cap, &held), wish(window, minutes));
        let (freed, from) = (span(start, start + long), at(from));
        let fits = |start: WallTime| {
            let visit = Span::lasting(start, minutes);
            start >= from
                && visit.is_some_and(|visit| visit.overlaps(freed) && window.contains(visit))
                && accepted(&facts, start, minutes)
        };
        match wish.start_in(freed, &facts, from) {
            Some(start) => prop_assert!(fits(start), "{start} is refused"),
            None => {
                let left_out = (0..DAY_MINUTES).map(at).find(|start| fits(*start));
                prop_assert_eq!(left_out, None);
            }
        }
    }

    /// The first time of a day passes the five steps, lies inside the window, and is not in the past.
    #[test]
    fn the_first_time_of_a_day_is_accepted(
        held in held(),
        cap in option::of(1u16..30),
        window in spans(),
        minutes in 1u16..90,
        from in 0u16..1020,
    ) {
        let (facts, from) = (facts(cap, &held), at(from));
        if let Some(start) = wish(window, minutes).first_start(&facts, from) {
            prop_assert!(accepted(&facts, start, minutes));
            prop_assert!(start >= from && window.contains(Span::lasting(start, minutes).unwrap()));
        }
    }

    /// The order is total: however the list was shuffled, it is read in the same order, no two at one place.
    #[test]
    fn the_order_is_total_and_does_not_hang_on_how_the_list_came(
        (people, shuffled) in vec((0usize..3, 0i64..5), 0..30).prop_flat_map(|people| {
            let turns: Vec<Turn> = (0u128..)
                .zip(people)
                .map(|(id, (urgency, since))| {
                    Turn::new(Urgency::ALL[urgency], Instant(since), WaitId::from_uuid(Uuid::from_u128(id)))
                })
                .collect();
            (Just(turns.clone()), Just(turns).prop_shuffle())
        }),
        probe in sample::select(vec![0usize, 1, 2]),
    ) {
        let (mut one, mut other) = (people, shuffled);
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(&one, &other);
        prop_assert!(one.windows(2).all(|pair| pair[0] < pair[1]));
        let urgency = Urgency::ALL[probe];
        let of = |turn: &&Turn| turn.urgency == urgency;
        prop_assert!(one.iter().filter(of).map(|turn| turn.since).is_sorted());
    }
}
