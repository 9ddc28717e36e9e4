//! All standing reports, each declared once: what it is called, who may have it, what it can be narrowed by, what it counts, how it is
//! worked out and how a figure of it is opened.

use domain::permission::Permission;

use super::ask::Ask;
use super::definitions::DefinitionCode as D;
use super::openings::Pick;
use super::requests::{ReportGroup, ReportName, ReportShort, Takes, Threshold, ThresholdUnit};
use super::table::Answer;
use super::{conflicts, doctors, patients, pharmacy, reps, schedule, staff, visits, waits};
use crate::error::Result;

type Run = fn(&Ask<'_>) -> Result<Answer>;
/// Which visits stand behind a row and a column; none where it is not known.
type Picks = for<'a> fn(&'a Ask<'_>, Option<&'a str>, Option<&'a str>) -> Result<Option<Pick<'a>>>;

pub(super) struct Report {
    pub name: ReportName,
    pub number: u8,
    pub group: ReportGroup,
    pub needs: Permission,
    /// A doctor sees their own alone.
    pub is_own_only: bool,
    pub takes_period: bool,
    pub takes_doctor: bool,
    pub threshold: Option<Threshold>,
    pub definitions: &'static [D],
    pub run: Run,
    pub picks: Picks,
}

impl Report {
    pub fn short(&self) -> ReportShort {
        ReportShort {
            name: self.name,
            number: self.number,
            group: self.group,
            takes: Takes {
                period: self.takes_period,
                site: true,
                doctor: self.takes_doctor,
                threshold: self.threshold,
            },
            definitions: self.definitions.to_vec(),
        }
    }

    /// One about visits, narrowed by period, site and doctor.
    const fn of(
        (name, number, group): (ReportName, u8, ReportGroup),
        definitions: &'static [D],
        run: Run,
        picks: Picks,
    ) -> Self {
        Self {
            name,
            number,
            group,
            needs: Permission::ReadReports,
            is_own_only: false,
            takes_period: true,
            takes_doctor: true,
            threshold: None,
            definitions,
            run,
            picks,
        }
    }
}

/// Below half of what could be filled, a doctor's time is worth a look.
const UTILISATION: Threshold = Threshold { unit: ThresholdUnit::Percent, default: 50, least: 1, most: 100 };

/// As far ahead as the pharmacy's own overview looks.
const EXPIRING: Threshold = Threshold { unit: ThresholdUnit::Days, default: 90, least: 1, most: 730 };

const ALL: &[Report] = &[
    Report {
        takes_period: false,
        takes_doctor: false,
        ..Report::of(
            (ReportName::DoctorsBySpecialty, 1, ReportGroup::Schedule),
            &[D::ActiveDoctor],
            doctors::by_specialty,
            doctors::picks_of_specialty,
        )
    },
    Report::of(
        (ReportName::DoctorsByPatients, 2, ReportGroup::Patients),
        &[D::Came, D::Person],
        doctors::by_patients,
        doctors::picks,
    ),
    Report {
        threshold: Some(UTILISATION),
        ..Report::of(
            (ReportName::LowUtilisation, 3, ReportGroup::Schedule),
            &[D::Occupancy, D::BookedMinute, D::AvailableMinute, D::OpenMinute],
            doctors::low_utilisation,
            doctors::picks,
        )
    },
    Report::of(
        (ReportName::PatientsPerDay, 4, ReportGroup::Visits),
        &[D::Booked, D::Came, D::NoShow, D::Cancelled],
        visits::per_day,
        visits::picks_of_day,
    ),
    Report::of(
        (ReportName::PeakDay, 5, ReportGroup::Visits),
        &[D::Came, D::ByTheClock],
        visits::peak_day,
        visits::picks_of_weekday,
    ),
    Report::of(
        (ReportName::PeakHour, 6, ReportGroup::Visits),
        &[D::Came, D::ByTheClock],
        visits::peak_hour,
        visits::picks_of_hour,
    ),
    Report::of(
        (ReportName::RepVisitsPerDay, 7, ReportGroup::Reps),
        &[D::RepBooked, D::RepCame],
        reps::per_day,
        reps::picks_of_day,
    ),
    Report {
        needs: Permission::ReadReps,
        ..Report::of(
            (ReportName::MostActiveRep, 8, ReportGroup::Reps),
            &[D::RepBooked, D::RepCame, D::RepTime],
            reps::most_active,
            reps::picks_of_rep,
        )
    },
    Report::of(
        (ReportName::PatientsAgainstReps, 9, ReportGroup::Reps),
        &[D::Came, D::RepCame],
        doctors::against_reps,
        doctors::picks,
    ),
    Report::of(
        (ReportName::WeeklySchedule, 10, ReportGroup::Schedule),
        &[D::WeeklyHours],
        schedule::week,
        schedule::picks_of_block,
    ),
    Report::of(
        (ReportName::ClosedDays, 11, ReportGroup::Schedule),
        &[D::ClosedDay, D::OpenMinute],
        schedule::closed_days,
        schedule::picks_of_closed_day,
    ),
    Report::of(
        (ReportName::Occupancy, 12, ReportGroup::Schedule),
        &[D::Occupancy, D::BookedMinute, D::AvailableMinute, D::OpenMinute],
        doctors::occupancy,
        doctors::picks,
    ),
    Report::of(
        (ReportName::IdleDays, 13, ReportGroup::Schedule),
        &[D::IdleDay, D::OpenMinute, D::Booked],
        doctors::idle_days,
        doctors::picks_of_idle_day,
    ),
    Report::of(
        (ReportName::Conflicts, 14, ReportGroup::Schedule),
        &[D::Conflict],
        conflicts::conflicts,
        conflicts::picks_of_conflict,
    ),
    Report::of(
        (ReportName::NoShowsAndCancellations, 15, ReportGroup::Visits),
        &[D::Booked, D::NoShow, D::Cancelled],
        visits::no_shows,
        visits::picks_of_stretch,
    ),
    Report::of(
        (ReportName::WaitingAndLateness, 16, ReportGroup::Patients),
        &[D::Waiting, D::Lateness, D::Median],
        waits::waiting,
        waits::picks_of_wait,
    ),
    Report::of(
        (ReportName::NewAndReturning, 17, ReportGroup::Patients),
        &[D::Person, D::Came, D::NewPatient],
        patients::new_and_returning,
        patients::picks_of_persons,
    ),
    Report::of(
        (ReportName::RebookOutcomes, 18, ReportGroup::Visits),
        &[D::RebookEnd],
        patients::rebook_outcomes,
        patients::picks_of_outcome,
    ),
    Report {
        needs: Permission::ReadReps,
        ..Report::of(
            (ReportName::SamplesAndRepTime, 19, ReportGroup::Reps),
            &[D::Samples, D::RepTime],
            reps::samples,
            reps::picks_of_company,
        )
    },
    Report {
        needs: Permission::ReadPrescriptions,
        is_own_only: true,
        ..Report::of(
            (ReportName::PrescriptionsAndMedicines, 20, ReportGroup::Pharmacy),
            &[D::Prescription],
            pharmacy::prescriptions,
            pharmacy::picks_of_medicine,
        )
    },
    Report {
        needs: Permission::ManageStock,
        takes_period: false,
        takes_doctor: false,
        threshold: Some(EXPIRING),
        ..Report::of(
            (ReportName::Stock, 21, ReportGroup::Pharmacy),
            &[D::OnHand, D::Expiring],
            pharmacy::stock,
            pharmacy::picks_of_stock,
        )
    },
    Report {
        needs: Permission::ReadLedger,
        takes_doctor: false,
        ..Report::of(
            (ReportName::WhoDidWhat, 22, ReportGroup::Staff),
            &[D::Deed],
            staff::who_did_what,
            staff::picks_of_account,
        )
    },
];

pub(super) fn all() -> &'static [Report] {
    ALL
}

pub(super) fn find(name: ReportName) -> Option<&'static Report> {
    ALL.iter().find(|report| report.name == name)
}
