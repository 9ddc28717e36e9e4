//! A doctor's day in few bytes: four for each visit of a patient, four more for who it is, four for how long they waited, and 28 for a visit
//! of a rep. What is unpacked is what was packed, to the last field; a day that does not fit (no row the database takes) is none.

use domain::appointment::{AppointmentKind, AppointmentStatus, CancelledBy};
use domain::code::Code;
use domain::rep_visit::RepVisitStatus;
use domain::reports::{PatientVisit, RepVisit};
use domain::time::WallTime;

use super::facts::{Brought, Day, Wait};

/// What one line of a day holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Patients = 1,
    Persons = 2,
    Waits = 3,
    Reps = 4,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Patients, Self::Persons, Self::Waits, Self::Reps];
}

/// Nobody waited, or nothing began.
const NO_WAIT: u16 = u16::MAX;
const NO_MINUTES: u16 = u16::MAX;

/// The bytes of one part of a day; none where it has nothing to say.
pub(super) fn pack(day: &Day, part: Part) -> Vec<u8> {
    match part {
        Part::Patients => day.patients.iter().flat_map(|visit| patient(visit).to_le_bytes()).collect(),
        Part::Persons => day.persons.iter().flat_map(|person| person.to_le_bytes()).collect(),
        Part::Waits if day.waits.iter().all(Option::is_none) => Vec::new(),
        Part::Waits => day.waits.iter().flat_map(|wait| wait_bytes(*wait)).collect(),
        Part::Reps => {
            day.reps.iter().zip(&day.brought).flat_map(|(visit, brought)| rep_bytes(visit, brought)).collect()
        }
    }
}

/// Reads one part into a day. Whether the bytes are such a part.
pub(super) fn unpack(day: &mut Day, part: Part, bytes: &[u8]) -> bool {
    match part {
        Part::Patients => {
            each(bytes, &mut day.patients, |bytes: [u8; 4]| read_patient(u32::from_le_bytes(bytes)))
        }
        Part::Persons => each(bytes, &mut day.persons, |bytes| Some(u32::from_le_bytes(bytes))),
        Part::Waits => each(bytes, &mut day.waits, |[a, b, c, d]: [u8; 4]| {
            let (waited, late) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
            Some((waited != NO_WAIT).then_some(Wait { waited, late }))
        }),
        Part::Reps => {
            let mut both = Vec::new();
            let is_one = each(bytes, &mut both, read_rep);
            for (visit, brought) in both {
                day.reps.push(visit);
                day.brought.push(brought);
            }
            is_one
        }
    }
}

fn each<const N: usize, T>(bytes: &[u8], into: &mut Vec<T>, read: impl Fn([u8; N]) -> Option<T>) -> bool {
    let (chunks, rest) = bytes.as_chunks::<N>();
    into.reserve(chunks.len());
    for chunk in chunks {
        match read(*chunk) {
            Some(value) => into.push(value),
            None => return false,
        }
    }
    rest.is_empty()
}

/// From the lowest bit: start 11, minutes 10, state with who called off and whether it was a walk-in 7, online, the later of two hours,
/// overbooked, clash.
fn patient(visit: &PatientVisit) -> u32 {
    let by = visit.cancelled_by.map_or(0, |by| by as u32 + 1);
    u32::from(visit.start.minutes())
        | u32::from(visit.minutes) << 11
        // Eight states, five cases of who called off and two of walk-in: 80 in seven bits.
        | ((visit.status as u32 * 5 + by) * 2 + u32::from(visit.is_walk_in)) << 21
        | u32::from(visit.kind == AppointmentKind::Online) << 28
        | u32::from(visit.later_hour) << 29
        | u32::from(visit.is_overbooked) << 30
        | u32::from(visit.has_clash) << 31
}

fn read_patient(bits: u32) -> Option<PatientVisit> {
    let bit = |at: u32| bits >> at & 1 == 1;
    let state = (bits >> 21 & 0x7f) as usize;
    let (status, by) = (state / 10, state / 2 % 5);
    Some(PatientVisit {
        start: WallTime::from_minutes((bits & 0x7ff) as u16)?,
        minutes: (bits >> 11 & 0x3ff) as u16,
        later_hour: bit(29),
        status: *AppointmentStatus::ALL.get(status)?,
        cancelled_by: match by {
            0 => None,
            by => Some(*CancelledBy::ALL.get(by - 1)?),
        },
        kind: if bit(28) { AppointmentKind::Online } else { AppointmentKind::InPerson },
        is_overbooked: bit(30),
        has_clash: bit(31),
        is_walk_in: state % 2 == 1,
    })
}

fn wait_bytes(wait: Option<Wait>) -> [u8; 4] {
    let (waited, late) = wait.map_or((NO_WAIT, NO_WAIT), |wait| (wait.waited, wait.late));
    let ([a, b], [c, d]) = (waited.to_le_bytes(), late.to_le_bytes());
    [a, b, c, d]
}

fn rep_bytes(visit: &RepVisit, brought: &Brought) -> [u8; 28] {
    let bits = u32::from(visit.start.minutes())
        | u32::from(visit.minutes) << 11
        | (visit.status as u32) << 21
        | u32::from(visit.later_hour) << 25
        | u32::from(visit.is_overbooked) << 26
        | u32::from(visit.has_clash) << 27;
    let mut bytes = [0; 28];
    bytes[..4].copy_from_slice(&bits.to_le_bytes());
    bytes[4..20].copy_from_slice(&brought.rep.to_be_bytes());
    bytes[20..22].copy_from_slice(&brought.minutes.unwrap_or(NO_MINUTES).to_le_bytes());
    bytes[22..24].copy_from_slice(&brought.sample_lines.to_le_bytes());
    bytes[24..].copy_from_slice(&brought.sample_units.to_le_bytes());
    bytes
}

fn read_rep(bytes: [u8; 28]) -> Option<(RepVisit, Brought)> {
    fn at<const N: usize>(bytes: &[u8; 28], from: usize) -> [u8; N] {
        std::array::from_fn(|index| bytes[from + index])
    }
    let bits = u32::from_le_bytes(at(&bytes, 0));
    let bit = |at: u32| bits >> at & 1 == 1;
    let minutes = u16::from_le_bytes(at(&bytes, 20));
    let visit = RepVisit {
        start: WallTime::from_minutes((bits & 0x7ff) as u16)?,
        minutes: (bits >> 11 & 0x3ff) as u16,
        later_hour: bit(25),
        status: *RepVisitStatus::ALL.get((bits >> 21 & 0xf) as usize)?,
        is_overbooked: bit(26),
        has_clash: bit(27),
    };
    let brought = Brought {
        rep: u128::from_be_bytes(at(&bytes, 4)),
        minutes: (minutes != NO_MINUTES).then_some(minutes),
        sample_lines: u16::from_le_bytes(at(&bytes, 22)),
        sample_units: u32::from_le_bytes(at(&bytes, 24)),
    };
    Some((visit, brought))
}

#[cfg(test)]
mod tests {
    use domain::id::{DoctorId, Id as _, SiteId};
    use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
    use proptest::sample::select;
    use uuid::Uuid;

    use super::{
        AppointmentKind, AppointmentStatus, Brought, CancelledBy, Code as _, Day, Part, PatientVisit,
        RepVisit, RepVisitStatus, Wait, WallTime, pack, unpack,
    };

    fn patient() -> impl Strategy<Value = PatientVisit> {
        let time = (0..1440_u16, 1..=720_u16);
        let state = (select(AppointmentStatus::ALL), prop::option::of(select(CancelledBy::ALL)));
        (time, state, select(AppointmentKind::ALL), any::<[bool; 4]>()).prop_map(
            |(
                (start, minutes),
                (status, cancelled_by),
                kind,
                [later_hour, is_overbooked, has_clash, is_walk_in],
            )| {
                let start = WallTime::from_minutes(start).unwrap();
                PatientVisit {
                    start,
                    minutes,
                    later_hour,
                    status,
                    cancelled_by,
                    kind,
                    is_overbooked,
                    has_clash,
                    is_walk_in,
                }
            },
        )
    }

    fn wait() -> impl Strategy<Value = Option<Wait>> {
        prop::option::of(
            (0..super::NO_WAIT, 0..super::NO_WAIT).prop_map(|(waited, late)| Wait { waited, late }),
        )
    }

    fn rep() -> impl Strategy<Value = (RepVisit, Brought)> {
        let time = (0..1440_u16, 1..=720_u16, select(RepVisitStatus::ALL), any::<[bool; 3]>());
        let brought = (any::<u128>(), prop::option::of(0..=720_u16), any::<u16>(), any::<u32>());
        (time, brought).prop_map(
            |((start, minutes, status, [later_hour, is_overbooked, has_clash]), brought)| {
                let start = WallTime::from_minutes(start).unwrap();
                let (rep, spent, sample_lines, sample_units) = brought;
                (
                    RepVisit { start, minutes, later_hour, status, is_overbooked, has_clash },
                    Brought { rep, minutes: spent, sample_lines, sample_units },
                )
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_unpacked_is_what_was_packed(
            patients in prop::collection::vec((patient(), any::<u32>(), wait()), 0..30),
            reps in prop::collection::vec(rep(), 0..10),
        ) {
            let empty = || {
                let (doctor, site) = (DoctorId::from_uuid(Uuid::nil()), SiteId::from_uuid(Uuid::nil()));
                Day::new("2026-11-20".parse().unwrap(), doctor, site)
            };
            let mut day = empty();
            for (visit, person, wait) in patients {
                day.patients.push(visit);
                day.persons.push(person);
                day.waits.push(wait);
            }
            (day.reps, day.brought) = reps.into_iter().unzip();
            let mut read = empty();
            for part in Part::ALL {
                prop_assert!(unpack(&mut read, part, &pack(&day, part)));
            }
            // A day on which nobody waited says nothing of it.
            read.waits.resize(day.waits.len(), None);
            prop_assert_eq!(read, day);
        }
    }
}
