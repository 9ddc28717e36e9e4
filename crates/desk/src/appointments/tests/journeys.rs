//! Random days at the desk: whatever is booked, moved, called off, missed, turned up late for and undone, in whatever order, no two
//! visits that were not overbooked hold the same time, every refusal leaves everything as it was, and the times that it offers are accepted.

use domain::appointment::AppointmentStatus;
use domain::id::{AppointmentId, DoctorId};
use domain::time::{Date, WallTime};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;
use serde_json::json;

use super::{
    BookRequest, FreeTime, MoveRequest, TUESDAY, another_doctor, at, clinic, date, everything,
    limit_patients, move_to, rep_visit, request, to, try_book,
};
use crate::agenda::{self, DayRequest};
use crate::appointments::requests::CancelRequest;
use crate::appointments::views;
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::TestDesk;

#[derive(Debug, Clone)]
enum Act {
    Book { doctor: bool, slot: u16, minutes: u16, overbook: bool },
    Move { visit: usize, doctor: bool, slot: u16 },
    Cancel { visit: usize },
    NoShow { visit: usize },
    Arrive { visit: usize },
    Undo { operation: usize },
}

fn any_act() -> impl Strategy<Value = Act> {
    // Twelve five-minute slots and visits of up to half an hour: it is crowded on purpose.
    let slot = 0..12_u16;
    let overbook = proptest::bool::weighted(0.15);
    prop_oneof![
        4 => (any::<bool>(), slot.clone(), 1..7_u16, overbook)
            .prop_map(|(doctor, slot, fives, overbook)| Act::Book { doctor, slot, minutes: fives * 5, overbook }),
        3 => (any::<usize>(), any::<bool>(), slot).prop_map(|(visit, doctor, slot)| Act::Move { visit, doctor, slot }),
        1 => any::<usize>().prop_map(|visit| Act::Cancel { visit }),
        1 => any::<usize>().prop_map(|visit| Act::NoShow { visit }),
        1 => any::<usize>().prop_map(|visit| Act::Arrive { visit }),
        3 => (0..6_usize).prop_map(|operation| Act::Undo { operation }),
    ]
}

struct Day {
    clinic: TestDesk,
    doctors: [DoctorId; 2],
    visits: Vec<AppointmentId>,
}

impl Day {
    fn play(&mut self, act: &Act) -> Result<()> {
        let doctor = |second: bool| self.doctors[usize::from(second)];
        let clock = |slot: u16| format!("{:02}:{:02}", 9 + slot / 12, slot % 12 * 5).parse().unwrap();
        let visit = |number: usize| self.visits.get(number % self.visits.len().max(1)).copied();
        let (desk, admin) = (&self.clinic.desk, &self.clinic.admin);
        match *act {
            Act::Book { doctor: second, slot, minutes, overbook } => {
                let patient = self.clinic.patient("Omar Hesham");
                let booked = try_book(
                    &self.clinic,
                    BookRequest {
                        doctor_id: doctor(second),
                        start: clock(slot),
                        overbook_reason: overbook.then(|| "emergency".to_owned()),
                        ..request(&self.clinic, patient, TUESDAY, "09:00", minutes)
                    },
                )?;
                self.visits.push(booked.appointment.id);
            }
            Act::Move { visit: number, doctor: second, slot } => {
                if let Some(id) = visit(number) {
                    let moved =
                        MoveRequest { doctor_id: Some(doctor(second)), start: Some(clock(slot)), ..to(id) };
                    move_to(&self.clinic, moved)?;
                }
            }
            Act::Cancel { visit: number } => {
                if let Some(id) = visit(number) {
                    super::super::cancel(
                        desk,
                        admin,
                        CancelRequest { id, cancelled_by: None, reason: None },
                    )?;
                }
            }
            Act::NoShow { visit: number } => {
                if let Some(id) = visit(number) {
                    super::super::no_show(desk, admin, at(id))?;
                }
            }
            Act::Arrive { visit: number } => {
                if let Some(id) = visit(number) {
                    super::super::arrive(desk, admin, at(id))?;
                }
            }
            Act::Undo { operation } => {
                let listed = crate::ledger::views::list(
                    desk,
                    admin,
                    crate::ledger::requests::ListOperations {
                        kind: Some("appointments.".into()),
                        ..Default::default()
                    },
                )?;
                if let Some(line) = listed.operations.get(operation) {
                    undo(desk, admin, UndoRequest { id: Some(line.id) })?;
                }
            }
        }
        Ok(())
    }

    fn place_of(&self, id: AppointmentId) -> Result<(DoctorId, Date, WallTime)> {
        let visit = self.clinic.desk.read(|connection| views::one(connection, id))?.expect("it was booked");
        Ok((visit.doctor_id, visit.date, visit.start))
    }

    /// Does the same at a time that a refusal offered, and takes it back.
    fn try_instead(&self, act: &Act, free: &FreeTime) -> Result<()> {
        let id = match *act {
            Act::Book { minutes, .. } => {
                let patient = self.clinic.patient("Nadia Sami");
                let wish = request(&self.clinic, patient, TUESDAY, "09:00", minutes);
                let wish =
                    BookRequest { doctor_id: free.doctor_id, date: free.date, start: free.start, ..wish };
                try_book(&self.clinic, wish)?.appointment.id
            }
            Act::Move { visit, .. } => {
                let id = self.visits[visit % self.visits.len()];
                let there = MoveRequest {
                    doctor_id: Some(free.doctor_id),
                    date: Some(free.date),
                    start: Some(free.start),
                    ..to(id)
                };
                let stood = self.place_of(id)?;
                move_to(&self.clinic, there)?;
                // Where it stands already is offered as well, and then nothing was done.
                if stood == (free.doctor_id, free.date, free.start) {
                    return Ok(());
                }
                id
            }
            Act::Cancel { .. } | Act::NoShow { .. } | Act::Arrive { .. } | Act::Undo { .. } => return Ok(()),
        };
        assert_eq!(self.place_of(id)?, (free.doctor_id, free.date, free.start));
        undo(&self.clinic.desk, &self.clinic.admin, UndoRequest { id: None }).map(drop)
    }
}

/// The free times that come with a refusal.
fn offered(refusal: &Refusal) -> Vec<FreeTime> {
    let told = refusal.params.get("suggestions").and_then(|told| told.as_array()).into_iter().flatten();
    let read = |free: &serde_json::Value| FreeTime {
        doctor_id: serde_json::from_value(free["doctor_id"].clone()).unwrap(),
        date: date(free["date"].as_str().unwrap()),
        start: free["start"].as_str().unwrap().parse().unwrap(),
        minutes: serde_json::from_value(free["minutes"].clone()).unwrap(),
    };
    told.map(read).collect()
}

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]
    #[test]
    fn whatever_is_done_and_undone_no_two_visits_hold_the_same_time(acts in vec(any_act(), 1..40)) {
        let clinic = clinic();
        let doctors = [clinic.doctor, another_doctor(&clinic, "Karim Naguib")];
        limit_patients(&clinic, 6);
        rep_visit(&clinic, TUESDAY, "09:20", 10);
        let mut day = Day { clinic, doctors, visits: Vec::new() };
        for act in &acts {
            let before = everything(&day.clinic.desk);
            match day.play(act) {
                Ok(()) => {}
                Err(Error::Refused(refusal)) => {
                    // The rules see it first; the database's belt has something to hold only where undo goes past them.
                    let by_the_rules = refusal.params.contains_key("step") || matches!(act, Act::Undo { .. });
                    prop_assert!(refusal.code != "booking.slot_taken" || by_the_rules);
                    // A booking registers its patient first; that row and its operation are not the refusal's.
                    if !matches!(act, Act::Book { .. }) {
                        prop_assert_eq!(everything(&day.clinic.desk), before, "{} changed something", refusal.code);
                    }
                    for free in offered(&refusal) {
                        let tried = day.try_instead(act, &free);
                        prop_assert!(tried.is_ok(), "{} offered {free:?}: {:?}", refusal.code, tried.err());
                    }
                }
                Err(Error::Fault(fault)) => prop_assert!(false, "{fault:?} at {act:?}"),
            }
            // The board has been looked at before; what it follows in memory is what a first look reads.
            let asked = DayRequest { date: date(TUESDAY), site_id: None };
            let board = agenda::day(&day.clinic.desk, &day.clinic.admin, asked).unwrap();
            let read = day.clinic.desk.read(|connection| {
                views::of_site(connection, day.clinic.site, date(TUESDAY), date(TUESDAY))
            }).unwrap();
            prop_assert_eq!(json!(board.appointments), json!(read), "the board has missed {:?}", act);
            for doctor in doctors {
                let visits = day.clinic.desk.read(|connection| {
                    views::of_doctor(connection, doctor, date(TUESDAY), date(TUESDAY))
                }).unwrap();
                let mut held: Vec<(u16, u16)> = visits
                    .iter()
                    .filter(|visit| visit.status.holds_time() && visit.overbook_reason.is_none())
                    .map(|visit| (visit.start.minutes(), visit.start.minutes() + visit.minutes))
                    .collect();
                if doctor == day.clinic.doctor {
                    held.push((9 * 60 + 20, 9 * 60 + 30));
                }
                held.sort_unstable();
                prop_assert!(held.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{held:?} after {act:?}");
                prop_assert!(visits.iter().all(|visit| visit.status != AppointmentStatus::Rescheduled));
            }
        }
        let verified = crate::ledger::verify::verify(&day.clinic.desk, &day.clinic.admin, crate::session::Empty {}).unwrap();
        prop_assert!(verified.ok);
    }
}
