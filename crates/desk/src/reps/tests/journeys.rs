//! Random weeks at the desk: patients and reps never hold one doctor's time twice, and what a refusal suggests is accepted when tried.

use domain::id::{RepId, RepVisitId};
use domain::rep_rules::RepLimits;
use domain::time::Date;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;
use rusqlite::Connection;

use super::super::requests::{CancelRepVisit, RescheduleRepVisit};
use super::super::{arrive, cancel, no_show, reschedule};
use super::displaced::breaks_a_rule;
use super::{BookRepVisit, approve, at, clinic, company, date, rep_of, request, rule};
use crate::appointments::tests::add_hours;
use crate::appointments::{self, BookRequest};
use crate::error::{Error, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::TestDesk;

/// The Saturday after the tests' now.
const FIRST: &str = "2026-11-21";

#[derive(Debug, Clone)]
enum Act {
    Rep { rep: usize, day: i64, slot: u16, as_request: bool, overbook: bool },
    Patient { day: i64, slot: u16 },
    Approve { visit: usize },
    Reschedule { visit: usize, day: i64, slot: u16 },
    Cancel { visit: usize },
    NoShow { visit: usize },
    Arrive { visit: usize },
}

fn any_act() -> impl Strategy<Value = Act> {
    let (day, slot) = (0..12_i64, 0..12_u16);
    let visit = any::<usize>();
    prop_oneof![
        6 => (0..3_usize, day.clone(), slot.clone(), any::<bool>(), proptest::bool::weighted(0.1))
            .prop_map(|(rep, day, slot, as_request, overbook)| Act::Rep { rep, day, slot, as_request, overbook }),
        4 => (day.clone(), slot.clone()).prop_map(|(day, slot)| Act::Patient { day, slot }),
        2 => visit.prop_map(|visit| Act::Approve { visit }),
        2 => (visit, day, slot).prop_map(|(visit, day, slot)| Act::Reschedule { visit, day, slot }),
        1 => visit.prop_map(|visit| Act::Cancel { visit }),
        1 => visit.prop_map(|visit| Act::NoShow { visit }),
        1 => visit.prop_map(|visit| Act::Arrive { visit }),
    ]
}

fn some_limits() -> impl Strategy<Value = RepLimits> {
    (of(0..4_u16), of(0..20_u16), of(1..4_u16), of(0..60_u16), of(3..40_u16)).prop_map(
        |(max_per_day, least_days_between, company_per_week, notice_hours, horizon_days)| RepLimits {
            max_per_day,
            least_days_between,
            company_per_week,
            notice_hours,
            horizon_days,
        },
    )
}

struct Weeks {
    clinic: TestDesk,
    reps: [RepId; 3],
    visits: Vec<RepVisitId>,
}

impl Weeks {
    fn new(limits: RepLimits) -> Self {
        let clinic = clinic();
        use domain::time::Weekday as W;
        for weekday in [W::Saturday, W::Sunday, W::Monday, W::Tuesday, W::Wednesday, W::Thursday] {
            // Reps and patients want the same hour.
            add_hours(&clinic, clinic.doctor, domain::calendar::Audience::Rep, weekday, ("09:00", "10:00"));
        }
        rule(&clinic, limits);
        let (nile, delta) = (company(&clinic, "Nile Pharma"), company(&clinic, "Delta Pharma"));
        let rep = |company, name| rep_of(&clinic, company, name);
        let reps = [rep(nile, "Rania Aziz"), rep(nile, "Adel Samir"), rep(delta, "Hala Nabil")];
        Self { clinic, reps, visits: Vec::new() }
    }

    fn day(day: i64) -> Date {
        date(FIRST).plus_days(day).unwrap()
    }

    fn start(slot: u16) -> domain::time::WallTime {
        format!("09:{:02}", slot * 5 % 60).parse().unwrap()
    }

    fn wish(&self, act: &Act) -> Option<BookRepVisit> {
        let Act::Rep { rep, day, slot, as_request, overbook } = *act else { return None };
        let wish = request(&self.clinic, self.reps[rep], Self::day(day), "09:00");
        let overbook_reason = overbook.then(|| "a recall".to_owned());
        Some(BookRepVisit { start: Self::start(slot), as_request, overbook_reason, ..wish })
    }

    /// Books at a time that a refusal offered, and takes it back.
    fn try_instead(&self, wish: &BookRepVisit, free: &serde_json::Value) -> Result<()> {
        let again = request(&self.clinic, wish.rep_id, date(free["date"].as_str().unwrap()), "09:00");
        let start = free["start"].as_str().unwrap().parse().unwrap();
        let again = BookRepVisit { start, minutes: wish.minutes, as_request: wish.as_request, ..again };
        super::super::book(&self.clinic.desk, &self.clinic.admin, again)?;
        undo(&self.clinic.desk, &self.clinic.admin, UndoRequest { id: None }).map(drop)
    }

    fn play(&mut self, act: &Act) -> Result<()> {
        let visit = |number: usize| self.visits.get(number % self.visits.len().max(1)).copied();
        let (desk, admin) = (&self.clinic.desk, &self.clinic.admin);
        match *act {
            Act::Rep { .. } => {
                let wish = self.wish(act).expect("a rep has a wish");
                let booked = super::super::book(desk, admin, wish)?;
                self.visits.push(booked.visit.id);
            }
            Act::Patient { day, slot } => {
                let wish = BookRequest {
                    doctor_id: self.clinic.doctor,
                    patient_id: self.clinic.patient("Omar Hesham"),
                    date: Self::day(day),
                    start: Self::start(slot),
                    minutes: 10,
                    kind: None,
                    reason: None,
                    symptoms: Vec::new(),
                    notes: None,
                    overbook_reason: None,
                    later_hour: None,
                };
                appointments::book(desk, admin, wish)?;
            }
            Act::Reschedule { visit: number, day, slot } => {
                if let Some(id) = visit(number) {
                    let request = RescheduleRepVisit {
                        id,
                        doctor_id: None,
                        date: Some(Self::day(day)),
                        start: Some(Self::start(slot)),
                        minutes: None,
                        approve: true,
                        overbook_reason: None,
                        later_hour: None,
                    };
                    let moved = reschedule(desk, admin, request)?;
                    self.visits.push(moved.visit.id);
                }
            }
            Act::Approve { visit: number } => {
                if let Some(id) = visit(number) {
                    approve(&self.clinic, id)?;
                }
            }
            Act::Cancel { visit: number } => {
                if let Some(id) = visit(number) {
                    cancel(desk, admin, CancelRepVisit { id, cancelled_by: None, reason: None })?;
                }
            }
            Act::NoShow { visit: number } => {
                if let Some(id) = visit(number) {
                    no_show(desk, admin, at(id))?;
                }
            }
            Act::Arrive { visit: number } => {
                if let Some(id) = visit(number) {
                    arrive(desk, admin, at(id))?;
                }
            }
        }
        Ok(())
    }
}

/// What holds the doctor's time and was not overbooked, of either kind.
fn held(connection: &Connection) -> Result<Vec<(String, i64, i64)>> {
    let mut statement = connection.prepare(
        "select date, starts_at, minutes from appointment
         where status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed') and overbook_reason is null and deleted_at is null
         union all select date, starts_at, minutes from rep_visit
         where status in ('approved', 'confirmed', 'arrived', 'in_visit', 'completed') and overbook_reason is null and deleted_at is null
         order by 1, 2",
    )?;
    let rows = statement.query_map([], |row| {
        let (date, start, minutes): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((date, start, start + minutes))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

proptest! {
    #![proptest_config(Config { cases: 16, ..Config::default() })]
    #[test]
    fn nobody_shares_a_doctors_time_and_every_suggestion_is_true(
        limits in some_limits(), acts in vec(any_act(), 1..30),
    ) {
        let mut weeks = Weeks::new(limits);
        for act in &acts {
            match weeks.play(act) {
                Ok(()) => {}
                Err(Error::Fault(fault)) => prop_assert!(false, "{fault:?} at {act:?}"),
                Err(Error::Refused(refusal)) => {
                    if let (Some(wish), Some(suggested)) = (weeks.wish(act), refusal.params.get("suggestions")) {
                        let suggested = suggested.as_array().unwrap();
                        for free in suggested {
                            let tried = weeks.try_instead(&wish, free);
                            prop_assert!(tried.is_ok(), "{} suggested {free}: {:?}", refusal.code, tried.err());
                        }
                        let next = suggested.iter().map(|free| free["date"].as_str().unwrap().to_owned()).min();
                        let named = refusal.params.get("next_date").and_then(|date| date.as_str().map(str::to_owned));
                        prop_assert_eq!(named, next);
                    }
                }
            }
            // Who was marked as missed and comes after all counts again, over whatever was booked meanwhile.
            if !acts.iter().any(|act| matches!(act, Act::NoShow { .. })) {
                prop_assert_eq!(breaks_a_rule(&weeks.clinic), None, "after {:?}", act);
            }
            let times = weeks.clinic.desk.read(held).unwrap();
            for pair in times.windows(2) {
                prop_assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "{pair:?} after {act:?}");
            }
        }
    }
}
