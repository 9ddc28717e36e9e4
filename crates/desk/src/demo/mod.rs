//! A made-up clinic around today: to look at, to learn with, to measure. Everything it writes goes through the ledger's commit like any
//! other work, in operations of a thousand rows, so a million visits leave a true ledger too. The same seed and the same moment make
//! the same clinic, but for its keys.

mod calls;
mod charts;
mod clinic;
mod documents;
mod names;
mod people;
mod pharmacy;
mod prescriptions;
mod random;
mod rep_visits;
mod slots;
mod staff;
mod store;
mod stretch;
#[cfg(test)]
mod tests;
mod texts;
mod visits;

use domain::account::Username;
use domain::calendar::zone::{self, Zone};
use domain::id::{AccountId, SiteId};
use domain::reference::ReferenceKind;
use domain::time::{Date, Instant, WallTime, Weekday};
use serde::Serialize;

pub use staff::Login;

use crate::clinic::store as clinic_store;
use crate::clinic::{SiteHours, SiteKind};
use crate::error::{Fault, Refusal, Result};
use crate::vault::Secret;
use crate::{Desk, NewClinic, Session, accounts, closures, doctors};
use clinic::{Making, Practice};
use people::{Patient, Rep};
use pharmacy::Pharmacy;
use random::Random;
use rep_visits::RepVisits;
use stretch::Stretch;
use visits::Visits;

/// How large a clinic.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    pub seed: u64,
    pub doctors: u32,
    pub patients: u32,
    pub reps: u32,
    pub appointments: u32,
    pub rep_visits: u32,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { seed: 7, doctors: 10, patients: 30, reps: 10, appointments: 31, rep_visits: 100 }
    }
}

/// What was made.
#[derive(Debug, Clone, Serialize)]
pub struct DemoReport {
    pub counts: DemoCounts,
    /// One of each role.
    pub logins: Vec<Login>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoCounts {
    /// Of doctors, reps and patients; the rest of the staff is not counted.
    pub accounts: usize,
    pub doctors: usize,
    pub patients: usize,
    pub reps: usize,
    pub appointments: usize,
    pub rep_visits: usize,
    /// Days of the week on which a doctor has hours, over all doctors.
    pub doctor_days: usize,
    pub closures: usize,
}

/// Rows of one operation.
const ROWS: usize = 1_000;
/// Patients with an account on the platform, at most.
const PATIENT_ACCOUNTS: usize = 30;
/// More visits a doctor than this make a large clinic: doctors who come every day, and years of history.
const FEW_VISITS: u32 = 300;
/// What one doctor could see in a hundred years and more; beyond it a clinic would begin before there were clinics.
const MOST_VISITS: u32 = 300_000;
const MOST_REP_VISITS: u32 = 50_000;

/// Makes a clinic in the desk's directory and leaves its vault open.
///
/// # Errors
/// `setup.exists` when there is a clinic; `demo.impossible` (with `reason`: `no_doctors`, `no_patients`, `no_reps`, `no_room`) when the
/// numbers do not go together.
pub fn make(desk: &Desk, options: &DemoOptions) -> Result<DemoReport> {
    let impossible = |reason: &str| Err(Refusal::new("demo.impossible").with("reason", reason).into());
    match options {
        DemoOptions { doctors: 0, .. } => return impossible("no_doctors"),
        DemoOptions { patients: 0, appointments: 1.., .. } => return impossible("no_patients"),
        DemoOptions { reps: 0, rep_visits: 1.., .. } => return impossible("no_reps"),
        DemoOptions { doctors, appointments, rep_visits, .. }
            if appointments / doctors > MOST_VISITS || rep_visits / doctors > MOST_REP_VISITS =>
        {
            return impossible("no_room");
        }
        _ => {}
    }
    let zone: Zone = "Africa/Cairo".parse().map_err(|_| Fault::Broken("the zone database lacks Cairo"))?;
    let moment = Moment::of(desk.now(), zone);
    let mut random = Random::from_seed(options.seed);
    let weekend = moment.weekend();
    let made = desk.create_clinic(&NewClinic {
        clinic_name: "Nile View Clinic".into(),
        site_name: "Dokki".into(),
        country: Some("EG".into()),
        time_zone: zone.to_string(),
        currency: "EGP".into(),
        week_start: Weekday::Saturday,
        weekend_days: vec![weekend],
        language: "en".into(),
        full_name: staff::ADMIN_NAME.into(),
        username: Username::parse(staff::ADMIN.username).map_err(|_| Fault::Broken("a name of the demo"))?,
        password: Secret::new(staff::ADMIN.password.into()),
    })?;
    confirm_recovery(desk)?;
    let maker = Maker { desk, admin: &made.admin, site: made.site, moment, options };
    maker.furnish(weekend)?;

    let full_weeks = options.appointments / options.doctors > FEW_VISITS;
    let (practices, closures) =
        maker.practices(&mut Making { random: &mut random, moment, site: made.site, weekend, full_weeks })?;
    let patients = maker.patients(&mut random)?;
    let reps = maker.reps(&mut random)?;
    let logins = staff::enroll(desk, &made.admin, &practices)?;
    let accounts = maker.platform_accounts(&mut random, &practices, &patients, &reps)?;
    let (appointments, rep_visits) = maker.visits(&mut random, &practices, &patients, &reps)?;
    maker.pharmacy(&mut random)?;
    let seen = desk.read(|connection| store::seen(connection, moment.today, prescriptions::MOST))?;
    prescriptions::write(desk, &made.admin, &seen)?;
    documents::write(desk, &made.admin, &seen)?;
    calls::write(desk, &made.admin, &seen, moment.today)?;
    let counts = DemoCounts {
        accounts,
        doctors: practices.len(),
        patients: patients.len(),
        reps: reps.len(),
        appointments,
        rep_visits,
        doctor_days: practices.iter().map(Practice::doctor_days).sum(),
        closures,
    };
    Ok(DemoReport { counts, logins })
}

/// Now, and what the clinic's wall says. At night the day is told as if it were morning or evening, so that the board is never empty.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: Instant,
    today: Date,
    time: WallTime,
    zone: Zone,
}

impl Moment {
    fn of(now: Instant, zone: Zone) -> Self {
        let (today, time) = zone::wall(now, zone);
        let opening_hours = |time: WallTime| time.minutes().clamp(10 * 60 + 20, 19 * 60 + 40);
        let time = WallTime::from_minutes(opening_hours(time)).unwrap_or(time);
        Self { now, today, time, zone }
    }

    /// The weekly day off: Friday, unless that is today.
    fn weekend(&self) -> Weekday {
        if self.today.weekday() == Weekday::Friday { Weekday::Sunday } else { Weekday::Friday }
    }

    /// The instant from which a day's opening hours count: noon less twelve hours, whatever the clock does at night.
    fn midnight(&self, date: Date) -> Instant {
        let noon = WallTime::at(12, 0).expect("noon is a time");
        let noon = zone::instant(date, noon, self.zone).pick(false).unwrap_or(self.now);
        Instant(noon.0 - 12 * 3_600_000)
    }
}

/// Nobody is there to type the code of a demo back.
fn confirm_recovery(desk: &Desk) -> Result<()> {
    desk.opened()?.vault()?.change(|slots| slots.recovery.confirmed = true)
}

/// Writes what the parts make up.
struct Maker<'a> {
    desk: &'a Desk,
    admin: &'a Session,
    site: SiteId,
    moment: Moment,
    options: &'a DemoOptions,
}

impl Maker<'_> {
    /// Writes a list in operations of a thousand rows.
    fn write<T>(&self, rows: &[T], one: impl Fn(&crate::ledger::Tx<'_>, &T) -> Result<()>) -> Result<()> {
        for rows in rows.chunks(ROWS) {
            self.desk.commit(self.admin, "demo.fill", |tx| rows.iter().try_for_each(|row| one(tx, row)))?;
        }
        Ok(())
    }

    /// The site's address and opening hours.
    fn furnish(&self, weekend: Weekday) -> Result<()> {
        use domain::code::Code as _;
        self.desk.commit(self.admin, "demo.fill", |tx| {
            let Some(mut site) = clinic_store::site(tx, self.site)? else { return Ok(()) };
            let time = |hour| WallTime::at(hour, 0).expect("a full hour");
            site.kind = SiteKind::Clinic;
            site.address = Some("14 Mosaddak Street".into());
            site.city = Some("Giza".into());
            (site.latitude, site.longitude) = (Some(30.0383), Some(31.2117));
            site.phone = Some("02 3760 0000".into());
            site.email = Some("hello@clinic.example".into());
            site.facilities = ["Laboratory", "Ultrasound", "Wheelchair access"].map(str::to_owned).to_vec();
            let open = Weekday::ALL.iter().copied().filter(|day| *day != weekend);
            site.hours =
                open.map(|weekday| SiteHours { weekday, opens: time(9), closes: time(22) }).collect();
            clinic_store::change_site(tx, &site)?;
            clinic_store::put_site_hours(tx, &site)
        })
    }

    fn practices(&self, making: &mut Making<'_>) -> Result<(Vec<Practice>, usize)> {
        let doctors = self.options.doctors as usize;
        let specialties = making.specialties(doctors.min(texts::FIELDS.len()));
        self.write(&specialties, |tx, specialty| doctors::store::insert_specialty(tx, specialty))?;
        let mut practices: Vec<Practice> =
            (0..doctors).map(|number| making.practice(number, &specialties)).collect();
        let year = chrono::Datelike::year(&self.moment.today.naive());
        let holidays: Vec<(Date, String)> = [year, year + 1]
            .into_iter()
            .flat_map(|year| closures::holidays_of("EG", year))
            .map(|holiday| (holiday.date, holiday.name))
            .collect();
        let closures = making.closures(&mut practices, &holidays);
        for some in practices.chunks(20) {
            self.write(some, |tx, practice| practice.write(tx, tx.now()))?;
        }
        self.write(&closures, |tx, closure| closures::store::insert(tx, closure, tx.now()))?;
        Ok((practices, closures.len()))
    }

    fn patients(&self, random: &mut Random) -> Result<Vec<Patient>> {
        let mut patients: Vec<Patient> =
            (0..self.options.patients).map(|_| Patient::draw(random, self.moment)).collect();
        // File numbers were given out in the order of registration.
        patients.sort_by_key(|patient| patient.created_at);
        self.write(&patients, store::insert_patient)?;
        Ok(patients)
    }

    fn reps(&self, random: &mut Random) -> Result<Vec<Rep>> {
        let count = self.options.reps as usize;
        let companies = people::companies(random, self.moment, count);
        self.write(&companies, store::insert_company)?;
        let reps: Vec<Rep> =
            (0..count).map(|number| Rep::draw(random, self.moment, number, &companies)).collect();
        self.write(&reps, store::insert_rep)?;
        Ok(reps)
    }

    fn pharmacy(&self, random: &mut Random) -> Result<()> {
        let pharmacy = Pharmacy::draw(random, self.moment, self.site);
        self.write(&pharmacy.medicines, store::insert_medicine)?;
        self.write(&pharmacy.lots, store::insert_lot)?;
        self.write(&pharmacy.movements, store::insert_movement)
    }

    /// How many accounts there are of doctors, reps and patients.
    fn platform_accounts(
        &self,
        random: &mut Random,
        practices: &[Practice],
        patients: &[Patient],
        reps: &[Rep],
    ) -> Result<usize> {
        let patients = &patients[..patients.len().min(PATIENT_ACCOUNTS)];
        let accounts = staff::of_platform(random, practices, patients, reps);
        let accounts: Vec<(AccountId, _)> =
            accounts.into_iter().map(|account| (random.id(self.moment.now), account)).collect();
        self.write(&accounts, |tx, (id, account)| accounts::store::insert(tx, *id, account, None))?;
        // The first doctor logs in with one of the staff's.
        Ok(accounts.len() + 1)
    }

    fn visits(
        &self,
        random: &mut Random,
        practices: &[Practice],
        patients: &[Patient],
        reps: &[Rep],
    ) -> Result<(usize, usize)> {
        let (appointments, rep_visits) =
            (self.options.appointments as usize, self.options.rep_visits as usize);
        let stretch = Stretch::of(practices, appointments, rep_visits);
        let first = self.moment.today.plus_days(-stretch.back).ok_or(Fault::Broken("a date long past"))?;
        let days = u16::try_from(stretch.back + stretch.ahead + 1).unwrap_or(u16::MAX);
        let mut days = slots::doctor_days(practices, first, days);

        let mut made = Visits::new(random, self.moment, practices, patients);
        let mut story = made.story(&mut days, appointments);
        let rooms: Vec<(usize, f64)> =
            days.iter().map(|day| stretch.room_for_patients(day, self.moment.today)).collect();
        let quotas = slots::quotas(appointments - story.len(), &rooms);
        let mut rows = Vec::with_capacity(2 * ROWS);
        let (mut written, mut over) = (0, Vec::new());
        let mut flush = |rows: &mut Vec<visits::Row>, at_least: usize| -> Result<()> {
            while rows.len() >= at_least.max(1) {
                let batch: Vec<visits::Row> = rows.drain(..rows.len().min(ROWS)).collect();
                written += batch.len();
                self.desk.commit(self.admin, "demo.fill", |tx| {
                    batch.iter().try_for_each(|row| {
                        let reference = tx.next_reference(ReferenceKind::Appointment)?;
                        store::insert_appointment(tx, self.site, row, reference)
                    })
                })?;
                over.extend(batch.into_iter().filter(|row| row.started_at.is_some()));
                over.drain(..over.len().saturating_sub(charts::MOST_WRITTEN));
            }
            Ok(())
        };
        for (day, quota) in days.iter().zip(&quotas) {
            if day.date >= self.moment.today {
                rows.append(&mut story);
            }
            rows.extend(made.day(day, *quota));
            flush(&mut rows, ROWS)?;
        }
        rows.append(&mut story);
        flush(&mut rows, 1)?;
        if written < appointments {
            return Err(Refusal::new("demo.impossible").with("reason", "no_room").into());
        }

        let mut charts = charts::Charts::new(random, self.admin.account_id, self.moment);
        for some in over.chunks(ROWS / 10) {
            self.desk.commit(self.admin, "demo.fill", |tx| {
                some.iter().try_for_each(|visit| charts.write(tx, visit))
            })?;
        }

        let rooms: Vec<(usize, f64)> =
            days.iter().map(|day| stretch.room_for_reps(day, practices, self.moment.today)).collect();
        let quotas = slots::quotas(rep_visits, &rooms);
        let mut made = RepVisits::new(random, self.moment, practices, reps);
        let rows: Vec<rep_visits::Row> =
            days.iter().zip(quotas).flat_map(|(day, quota)| made.day(day, quota)).collect();
        self.write(&rows, |tx, row| {
            let reference = tx.next_reference(ReferenceKind::RepVisit)?;
            store::insert_rep_visit(tx, self.site, row, reference)
        })?;
        if rows.len() < rep_visits {
            return Err(Refusal::new("demo.impossible").with("reason", "no_room").into());
        }
        Ok((written, rows.len()))
    }
}
