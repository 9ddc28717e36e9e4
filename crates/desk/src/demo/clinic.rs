//! The clinic itself: fields of medicine, doctors with hours and caps, closures.

use domain::calendar::{Audience, ClosureEffect, ClosureRule, HoursRule};
use domain::code::Code as _;
use domain::id::SiteId;
use domain::time::{Date, Instant, Span, WallTime, Weekday};

use super::Moment;
use super::names::{Name, Sex};
use super::random::Random;
use super::texts::{BOARD_COLOURS, FIELDS, Field, UNIVERSITIES};
use crate::closures::{self, Closure};
use crate::doctors::{self, Doctor, DoctorApproval, Qualification, Specialty};
use crate::error::Result;
use crate::ledger::Tx;
use crate::schedules::{self, DayLimit, Hours};

/// A doctor with everything that decides what can be booked.
pub(super) struct Practice {
    pub(super) doctor: Doctor,
    pub(super) name: Name,
    /// Index of the field of medicine in `FIELDS`.
    pub(super) field: usize,
    hours: Vec<Hours>,
    limits: Vec<DayLimit>,
    pub(super) rules: Vec<HoursRule>,
    /// Of the doctor and of the site.
    pub(super) closures: Vec<ClosureRule>,
    pub(super) max_reps: u16,
}

/// How a working day is laid out: two blocks for patients, one for reps.
struct Shift {
    patients: [&'static str; 2],
    reps: &'static str,
}

/// Between them something is going on from nine to nine.
const SHIFTS: &[Shift] = &[
    Shift { patients: ["10:00-13:30", "14:00-18:00"], reps: "09:00-10:00" },
    Shift { patients: ["10:00-14:00", "17:00-21:00"], reps: "14:00-15:00" },
    Shift { patients: ["12:00-16:00", "17:00-21:00"], reps: "16:00-17:00" },
];

/// In a small clinic a doctor comes two or three days a week: ten doctors make twenty-five doctor-days.
const FEW_DAYS: [usize; 2] = [3, 2];
/// In a large one, every day but the weekly day off.
const ALL_DAYS: usize = 6;
/// Of ten doctors this many work today.
const TODAY_OF_TEN: usize = 8;

pub(super) struct Making<'a> {
    pub(super) random: &'a mut Random,
    pub(super) moment: Moment,
    pub(super) site: SiteId,
    pub(super) weekend: Weekday,
    /// Whether every doctor works all week.
    pub(super) full_weeks: bool,
}

impl Making<'_> {
    pub(super) fn specialties(&mut self, count: usize) -> Vec<Specialty> {
        let now = self.moment.now;
        FIELDS
            .iter()
            .take(count)
            .map(|field| Specialty {
                id: self.random.id(now),
                name: field.name.into(),
                name_ar: Some(field.name_ar.into()),
                description: None,
                icon: Some(field.icon.into()),
            })
            .collect()
    }

    pub(super) fn practice(&mut self, number: usize, specialties: &[Specialty]) -> Practice {
        let field = number % specialties.len();
        let (doctor, name) = self.doctor(number, &FIELDS[field], &specialties[field]);
        let days = self.days(number);
        let (hours, limits) = self.hours(number, &doctor, &days);
        let rules = schedules::store::rules(&hours).expect("these hours are well-formed");
        let max_reps = limits.iter().filter_map(|limit| limit.max_reps).max().unwrap_or(0);
        Practice { doctor, name, field, hours, limits, rules, closures: Vec::new(), max_reps }
    }

    fn doctor(&mut self, number: usize, field: &Field, specialty: &Specialty) -> (Doctor, Name) {
        let random = &mut *self.random;
        let sex = if number % 5 < 2 { Sex::Female } else { Sex::Male };
        let name = Name::draw(random, sex);
        let (latin, arabic) = name.short();
        let years = random.between(6, 34);
        let year = |ago: i64| u16::try_from(2026 - ago).ok();
        let degree = |degree: &str, institution: &str, year| Qualification {
            degree: degree.into(),
            institution: Some(institution.into()),
            year,
        };
        let school = random.pick(UNIVERSITIES);
        let professor = years > 22 && random.chance(60);
        let doctor = Doctor {
            id: random.id(self.moment.now),
            site_id: self.site,
            full_name: latin.clone(),
            second_name: Some(arabic),
            title: Some(if professor { "Prof" } else { "Dr" }.into()),
            specialties: vec![specialty.clone()],
            license_number: Some(format!("EMS-{:05}", 10_400 + number * 37)),
            qualifications: vec![
                degree("MBBCh", school, year(years + 6)),
                degree(if professor { "MD" } else { "MSc" }, random.pick(UNIVERSITIES), year(years)),
            ],
            years_of_experience: u16::try_from(years).ok(),
            biography: Some(format!("{} at this clinic since {}.", specialty.name, 2026 - years.min(9))),
            languages: if random.chance(30) { vec!["ar", "en", "fr"] } else { vec!["ar", "en"] }
                .into_iter()
                .map(str::to_owned)
                .collect(),
            consultation_fee_minor: Some(random.between(6, 16) * 5_000),
            default_visit_minutes: field.visit_minutes,
            phone: Some(super::people::mobile(random)),
            email: Some(format!("{}@clinic.example", name.handle())),
            board_colour: Some(BOARD_COLOURS[number % BOARD_COLOURS.len()].into()),
            approval: DoctorApproval::Approved,
            documents_verified: true,
            active: true,
        };
        (doctor, name)
    }

    /// The days of the week a doctor works; today is one of them for most.
    fn days(&mut self, number: usize) -> Vec<Weekday> {
        let today = self.moment.today.weekday();
        let week: Vec<Weekday> = Weekday::ALL.iter().copied().filter(|day| *day != self.weekend).collect();
        if self.full_weeks {
            return week.into_iter().take(ALL_DAYS).collect();
        }
        let wanted = FEW_DAYS[usize::from(number % 10 >= 5)];
        let works_today = number % 10 < TODAY_OF_TEN;
        let others: Vec<Weekday> = week.into_iter().filter(|day| *day != today).collect();
        let mut days = self.random.sample(&others, wanted - usize::from(works_today));
        if works_today {
            days.push(today);
        }
        days.sort();
        days
    }

    fn hours(&mut self, number: usize, doctor: &Doctor, days: &[Weekday]) -> (Vec<Hours>, Vec<DayLimit>) {
        let shift = &SHIFTS[number % SHIFTS.len()];
        let now = self.moment.now;
        let (mut hours, mut limits) = (Vec::new(), Vec::new());
        for &day in days {
            let blocks = shift.patients.map(|block| (Audience::Patient, block));
            for (audience, block) in blocks.into_iter().chain([(Audience::Rep, shift.reps)]) {
                let span = span(block);
                hours.push(Hours {
                    id: self.random.id(now),
                    doctor_id: doctor.id,
                    site_id: self.site,
                    audience,
                    weekday: Some(day),
                    rrule: None,
                    starts: span.start(),
                    ends: span.end(),
                    valid_from: None,
                    valid_until: None,
                });
            }
            limits.push(DayLimit {
                id: self.random.id(now),
                doctor_id: doctor.id,
                weekday: Some(day),
                max_patients: Some(if self.full_weeks { 40 } else { 24 }),
                max_reps: Some(3),
            });
        }
        (hours, limits)
    }

    /// Ten closures around today: a doctor who is away today, one who leaves early, holidays, leave, an extra evening.
    pub(super) fn closures(
        &mut self,
        practices: &mut [Practice],
        holidays: &[(Date, String)],
    ) -> Vec<Closure> {
        let today = self.moment.today;
        let day = |offset: i64| today.plus_days(offset).expect("today is far from the end of the calendar");
        let site =
            |first, last, reason: &str| (None, first, last, None, ClosureEffect::Closed, reason.to_owned());
        let of = |number: usize, first, last, part: Option<&'static str>, effect, reason: &str| {
            (Some(number % practices.len()), first, last, part.map(span), effect, reason.to_owned())
        };
        let closed = ClosureEffect::Closed;
        let mut wanted = vec![
            of(7, today, today, None, closed, "Conference in Alexandria"),
            of(4, today, today, Some("19:30-21:00"), closed, "Leaves early"),
            of(1, day(4), day(9), None, closed, "Annual leave"),
            of(6, day(-16), day(-12), None, closed, "Annual leave"),
            of(3, day(2), day(2), Some("12:00-14:00"), closed, "Operating theatre"),
            of(2, day(-6), day(-6), None, closed, "Unwell"),
            of(5, day(3), day(3), Some("21:00-22:30"), ClosureEffect::Opened, "Extra evening"),
            site(day(11), day(11), "Maintenance of the power supply"),
        ];
        let next = holidays.iter().filter(|(date, _)| *date > today);
        wanted.extend(next.take(2).map(|(date, name)| site(*date, *date, name)));
        for offset in [25, 32].into_iter().take(10 - wanted.len()) {
            wanted.push(site(day(offset), day(offset), "Staff training"));
        }
        let now = self.moment.now;
        let closures: Vec<Closure> = wanted
            .into_iter()
            .map(|(of, first_date, last_date, part, effect, reason)| Closure {
                id: self.random.id(now),
                site_id: of.is_none().then_some(self.site),
                doctor_id: of.map(|number| practices[number].doctor.id),
                first_date,
                last_date,
                from: part.map(Span::start),
                until: part.map(Span::end),
                effect,
                reason,
            })
            .collect();
        for practice in practices {
            let own = closures
                .iter()
                .filter(|closure| closure.site_id.is_some() || closure.doctor_id == Some(practice.doctor.id));
            practice.closures = closures::store::rules(&own.cloned().collect::<Vec<_>>());
        }
        closures
    }
}

impl Practice {
    /// Days of the week with hours.
    pub(super) fn doctor_days(&self) -> usize {
        Weekday::ALL.iter().filter(|day| self.hours.iter().any(|hours| hours.weekday == Some(**day))).count()
    }

    pub(super) fn write(&self, tx: &Tx<'_>, created_at: Instant) -> Result<()> {
        doctors::store::insert(tx, &self.doctor, created_at)?;
        doctors::store::put_specialties(tx, &self.doctor)?;
        for hours in &self.hours {
            schedules::store::insert_hours(tx, hours)?;
        }
        for limit in &self.limits {
            schedules::store::insert_day_limit(tx, limit)?;
        }
        Ok(())
    }
}

fn span(text: &str) -> Span {
    let read = |text: &str| text.parse::<WallTime>().ok();
    let (start, end) = text.split_once('-').expect("written as start-end");
    read(start).zip(read(end)).and_then(|(start, end)| Span::new(start, end)).expect("a span of a day")
}
