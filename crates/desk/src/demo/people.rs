//! Patients, companies and reps.

use std::fmt::Write as _;

use domain::id::{CompanyId, PatientId, RepId};
use domain::patient::Gender;
use domain::time::{Date, Instant};
use serde::Serialize;

use super::Moment;
use super::names::{Name, Sex};
use super::random::Random;
use super::texts::{CITIES, COMPANIES, FIELDS, NOTES, Sees};

pub(super) struct Patient {
    pub(super) id: PatientId,
    pub(super) name: Name,
    /// Whether the clinic wrote the name in Arabic first.
    pub(super) arabic: bool,
    pub(super) sex: Sex,
    pub(super) date_of_birth: Option<Date>,
    pub(super) born_about: Option<i32>,
    pub(super) phones: Vec<Phone>,
    pub(super) email: Option<String>,
    pub(super) national_id: Option<String>,
    pub(super) address: Option<String>,
    pub(super) blood_type: Option<&'static str>,
    pub(super) emergency: Option<(String, &'static str, String)>,
    pub(super) notes: Option<&'static str>,
    pub(super) created_at: Instant,
}

#[derive(Serialize)]
pub(super) struct Phone {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

pub(super) struct Company {
    pub(super) id: CompanyId,
    pub(super) name: String,
    pub(super) phone: String,
}

pub(super) struct Rep {
    pub(super) id: RepId,
    pub(super) company: CompanyId,
    pub(super) name: Name,
    /// Which field of medicine the rep's medicines are for.
    pub(super) field: usize,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) credential_expires: Option<Date>,
    pub(super) blocked: Option<(Date, &'static str)>,
}

/// An Egyptian mobile number as people write it.
pub(super) fn mobile(random: &mut Random) -> String {
    let network = random.pick(&["010", "011", "012", "015"]);
    let mut number = format!("{network}{}", random.below(10));
    let _ = write!(number, " {:03} {:04}", random.below(1_000), random.below(10_000));
    number
}

impl Patient {
    pub(super) fn draw(random: &mut Random, moment: Moment) -> Self {
        let sex = Sex::draw(random, 54);
        let name = Name::draw(random, sex);
        let arabic = random.chance(50);
        let year = i64::from(chrono::Datelike::year(&moment.today.naive()));
        let age =
            random.weighted(&[(18, (0, 12)), (14, (13, 25)), (40, (26, 55)), (22, (56, 74)), (6, (75, 92))]);
        let age = random.between(age.0, age.1);
        let born = moment.today.plus_days(-age * 365 - random.between(2, 360));
        let knows_day = random.chance(82);
        let child = age < 13;
        let relation =
            random.pick(if child { &["mother", "father"] } else { &["daughter", "son", "wife", "husband"] });
        let mut phones = vec![Phone { number: mobile(random), note: child.then_some(relation) }];
        if random.chance(25) {
            phones.push(Phone { number: mobile(random), note: Some(if child { "father" } else { "home" }) });
        }
        let place = random.pick(CITIES);
        let street = random.between(1, 96);
        let note = random.pick(NOTES);
        Self {
            id: random.id(moment.now),
            date_of_birth: born.filter(|_| knows_day),
            born_about: (!knows_day).then_some(i32::try_from(year - age).unwrap_or(1980)),
            phones,
            email: random.chance(30).then(|| format!("{}{}@mail.example", name.handle(), random.below(900))),
            national_id: born
                .filter(|_| knows_day && random.chance(60))
                .map(|born| national_id(random, born, sex)),
            address: random.chance(60).then(|| {
                if arabic { format!("{street} {}", place.1) } else { format!("{street}, {}", place.0) }
            }),
            blood_type: random.chance(45).then(|| {
                random.weighted(&[
                    (36, "O+"),
                    (34, "A+"),
                    (17, "B+"),
                    (6, "AB+"),
                    (3, "O-"),
                    (3, "A-"),
                    (1, "B-"),
                ])
            }),
            emergency: random.chance(30).then(|| {
                let sex = Sex::draw(random, 50);
                let of_kin = Name::draw(random, sex);
                (if arabic { of_kin.arabic } else { of_kin.latin }, relation, mobile(random))
            }),
            notes: random.chance(12).then_some(if arabic { note.1 } else { note.0 }),
            created_at: Instant(
                moment.now.0 - random.between(0, 900) * DAY_MILLIS - random.between(0, 36_000_000),
            ),
            name,
            arabic,
            sex,
        }
    }

    /// The name as registered, and the same in the other script.
    pub(super) fn names(&self) -> (&str, &str) {
        if self.arabic {
            (&self.name.arabic, &self.name.latin)
        } else {
            (&self.name.latin, &self.name.arabic)
        }
    }

    pub(super) fn gender(&self) -> Gender {
        match self.sex {
            Sex::Female => Gender::Female,
            Sex::Male => Gender::Male,
        }
    }

    /// Whether somebody of this age and sex would see such a doctor.
    pub(super) fn goes_to(&self, sees: Sees, today: Date) -> bool {
        let born = self.date_of_birth.map(|born| chrono::Datelike::year(&born.naive())).or(self.born_about);
        let age = chrono::Datelike::year(&today.naive()) - born.unwrap_or_default();
        match sees {
            Sees::Everybody => true,
            Sees::Children => age < 14,
            Sees::Adults => age >= 14,
            Sees::Women => self.sex == Sex::Female && (16..=60).contains(&age),
        }
    }
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Fourteen digits as the Egyptian civil registry gives them: century, birthday, governorate, serial (odd for men), check digit.
fn national_id(random: &mut Random, born: Date, sex: Sex) -> String {
    let century =
        if born.naive() < chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default() { 2 } else { 3 };
    let governorate = random.pick(&["01", "02", "12", "14", "21", "23", "88"]);
    let serial = random.below(500) * 2 + usize::from(sex == Sex::Male);
    format!("{century}{}{governorate}{serial:04}{}", born.naive().format("%y%m%d"), random.below(10))
}

pub(super) fn companies(random: &mut Random, moment: Moment, reps: usize) -> Vec<Company> {
    let count = COMPANIES.len().min(reps);
    COMPANIES[..count]
        .iter()
        .map(|name| Company { id: random.id(moment.now), name: (*name).into(), phone: mobile(random) })
        .collect()
}

impl Rep {
    pub(super) fn draw(random: &mut Random, moment: Moment, number: usize, companies: &[Company]) -> Self {
        let sex = Sex::draw(random, 40);
        let name = Name::draw(random, sex);
        let company = &companies[number % companies.len()];
        let in_days = |days| moment.today.plus_days(days);
        Self {
            id: random.id(moment.now),
            company: company.id,
            field: number % FIELDS.len(),
            phone: mobile(random),
            email: format!("{}@{}.example", name.handle(), company.name.to_lowercase().replace(' ', "-")),
            // One lapses soon, so that somebody sees the warning.
            credential_expires: in_days(if number == 2 { 9 } else { random.between(40, 500) }),
            blocked: if number == 6 {
                in_days(21).map(|until| (until, "Came twice without an appointment"))
            } else {
                None
            },
            name,
        }
    }
}
