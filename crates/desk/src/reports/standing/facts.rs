//! The visits of a period, a doctor's day at a time, as far as figures need them.

use domain::calendar::zone::{self, Zone};
use domain::id::{DoctorId, SiteId};
use domain::reports::{PatientVisit, RepVisit};
use domain::time::{Date, Instant, WallTime};

use super::packed::Part;

/// A doctor's day at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub doctor: DoctorId,
    pub site: SiteId,
    /// In the order of the clock, as are those below.
    pub patients: Vec<PatientVisit>,
    /// Who, one for each of `patients`, where persons were asked for; by the numbers of `persons`.
    pub persons: Vec<u32>,
    /// One for each of `patients`, where waiting was asked for.
    pub waits: Vec<Option<Wait>>,
    pub reps: Vec<RepVisit>,
    /// One for each of `reps`.
    pub brought: Vec<Brought>,
}

/// How long somebody waited until the visit began, in whole minutes rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub waited: u16,
    pub late: u16,
}

/// What is told of a rep's visit besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brought {
    pub rep: u128,
    /// As the summary says.
    pub minutes: Option<u16>,
    pub sample_lines: u16,
    pub sample_units: u32,
}

/// What of a day is needed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub patients: bool,
    pub persons: bool,
    pub waits: bool,
    pub reps: bool,
}

impl Default for Wanted {
    /// Visits of patients.
    fn default() -> Self {
        Self { patients: true, persons: false, waits: false, reps: false }
    }
}

impl Wanted {
    pub(super) fn takes(self, part: Part) -> bool {
        match part {
            Part::Patients => self.patients,
            Part::Persons => self.persons,
            Part::Waits => self.waits,
            Part::Reps => self.reps,
        }
    }
}

impl Day {
    /// Another day in the same memory.
    pub(super) fn cleared(mut self, date: Date, doctor: DoctorId, site: SiteId) -> Self {
        (self.date, self.doctor, self.site) = (date, doctor, site);
        self.keep(Wanted { patients: false, persons: false, waits: false, reps: false });
        self
    }

    /// Nothing but what is wanted, and all of that.
    pub(super) fn keep(&mut self, wanted: Wanted) {
        if !wanted.patients {
            self.patients.clear();
        }
        if !wanted.persons {
            self.persons.clear();
        }
        if wanted.waits {
            self.waits.resize(self.patients.len(), None);
        } else {
            self.waits.clear();
        }
        if !wanted.reps {
            self.reps.clear();
            self.brought.clear();
        }
    }

    pub fn new(date: Date, doctor: DoctorId, site: SiteId) -> Self {
        Self {
            date,
            doctor,
            site,
            patients: Vec::new(),
            persons: Vec::new(),
            waits: Vec::new(),
            reps: Vec::new(),
            brought: Vec::new(),
        }
    }
}

impl Wait {
    /// Of a visit that began after somebody arrived.
    pub fn of(
        date: Date,
        start: WallTime,
        later_hour: bool,
        zone: Zone,
        arrived: Instant,
        started: Instant,
    ) -> Self {
        let booked = zone::instant(date, start, zone).pick(later_hour);
        let due = booked.map_or(arrived, |booked| booked.max(arrived));
        let minutes = |milliseconds: i64| {
            u16::try_from((milliseconds.max(0) / 60_000).min(u16::MAX.into())).unwrap_or(u16::MAX)
        };
        Self { waited: minutes(started.0 - arrived.0), late: minutes(started.0 - due.0) }
    }
}
