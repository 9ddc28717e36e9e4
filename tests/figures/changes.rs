//! Rows changed at random, as no desk would all at once, and a count of what was changed.

use std::collections::BTreeMap;

use rusqlite::{Connection, ToSql};

use crate::dice::{Dice, days_after};

/// How often something of a kind was done.
pub type Done = BTreeMap<&'static str, u32>;

pub struct Changes<'a> {
    connection: &'a Connection,
    pub(crate) dice: &'a mut Dice,
    /// The first of the thirteen days on which something happens.
    pub(crate) from: &'a str,
    /// Noon of one of them.
    noon: i64,
    done: &'a mut Done,
}

impl<'a> Changes<'a> {
    pub fn new(
        connection: &'a Connection,
        dice: &'a mut Dice,
        (from, noon): (&'a str, i64),
        done: &'a mut Done,
    ) -> Self {
        Self { connection, dice, from, noon, done }
    }

    pub(crate) fn run(&mut self, what: &'static str, sql: &str, params: &[&dyn ToSql]) {
        let rows = self.connection.execute(sql, params).unwrap_or_else(|error| panic!("{sql}: {error}"));
        *self.done.entry(what).or_default() += u32::try_from(rows).expect("few rows");
    }

    fn ids(&self, table: &str, but: &str) -> Vec<Vec<u8>> {
        let mut statement = self
            .connection
            .prepare(&format!("select id from {table} where {but} order by id"))
            .expect("a statement");
        let ids = statement.query_map([], |row| row.get(0)).expect("rows");
        ids.collect::<Result<_, _>>().expect("ids")
    }

    pub(crate) fn here(&self, table: &str) -> Vec<Vec<u8>> {
        self.ids(table, "deleted_at is null")
    }

    pub fn all(&mut self) {
        self.sites();
        self.visits();
        self.rep_visits();
        self.hour_twice();
        self.schedules();
        self.people();
        self.rebooks();
        self.prescriptions();
        self.shelf();
    }

    /// A second site, where one of the doctors works and others have a visit at times.
    fn sites(&mut self) {
        if self.here("site").len() == 1 {
            let id = self.dice.id();
            self.run(
                "site",
                "insert into site (id, name, kind, time_zone, currency, week_start, weekend_days, created_at)
                 select ?1, 'Maadi', kind, time_zone, currency, week_start, weekend_days, created_at + 1 from site",
                &[&id],
            );
            let doctor = self.dice.one(&self.here("doctor"));
            for table in ["hours", "appointment", "rep_visit"] {
                let sql = format!("update {table} set site_id = ?2 where doctor_id = ?1");
                self.run("moved to another site", &sql, &[&doctor, &id]);
            }
            self.run(
                "moved to another site",
                "update doctor set site_id = ?2 where id = ?1",
                &[&doctor, &id],
            );
        }
        let (sites, visits) = (self.here("site"), self.here("appointment"));
        for _ in 0..6 {
            let (site, visit) = (self.dice.one(&sites), self.dice.one(&visits));
            self.run("elsewhere", "update appointment set site_id = ?2 where id = ?1", &[&visit, &site]);
        }
    }

    fn visits(&mut self) {
        const STATES: [&str; 8] = [
            "scheduled",
            "confirmed",
            "arrived",
            "in_consultation",
            "completed",
            "cancelled",
            "no_show",
            "rescheduled",
        ];
        let (visits, doctors, patients) =
            (self.here("appointment"), self.here("doctor"), self.here("patient"));
        for _ in 0..70 {
            let (visit, date) = (self.dice.one(&visits), self.dice.date(self.from));
            match self.dice.below(7) {
                0 | 1 => {
                    let (start, minutes) = (self.dice.below(1400), 5 + self.dice.below(36));
                    self.run(
                        "moved",
                        "update appointment set date = ?2, starts_at = ?3, minutes = ?4, later_hour = 0 where id = ?1",
                        &[&visit, &date, &start, &minutes],
                    );
                }
                2 => {
                    let doctor = self.dice.one(&doctors);
                    self.run(
                        "another doctor",
                        "update appointment set doctor_id = ?2 where id = ?1",
                        &[&visit, &doctor],
                    );
                }
                3 => {
                    let state = *self.dice.pick(&STATES);
                    let who = *self.dice.pick(&["patient", "doctor", "clinic", "system"]);
                    let by = (state == "cancelled").then_some(who);
                    let what = match state {
                        "cancelled" => "called off",
                        "rescheduled" => "replaced",
                        "no_show" => "missed",
                        _ => "another state",
                    };
                    self.run(
                        what,
                        "update appointment set status = ?2, cancelled_by = ?3, date = ?4, later_hour = 0 where id = ?1",
                        &[&visit, &state, &by, &date],
                    );
                }
                4 => self.run(
                    "overbooked",
                    "update appointment set overbook_reason = 'urgent', date = ?2, later_hour = 0 where id = ?1",
                    &[&visit, &date],
                ),
                5 => {
                    let patient = self.dice.one(&patients);
                    self.run(
                        "another patient",
                        "update appointment set patient_id = ?2 where id = ?1",
                        &[&visit, &patient],
                    );
                }
                _ => self.run("deleted", "update appointment set deleted_at = 1 where id = ?1", &[&visit]),
            }
        }
    }

    fn rep_visits(&mut self) {
        let reps = self.here("rep_visit");
        for _ in 0..10 {
            const STATES: [&str; 6] =
                ["requested", "approved", "completed", "no_show", "cancelled", "refused_entry"];
            let (rep, state) = (self.dice.one(&reps), *self.dice.pick(&STATES));
            let (date, start) = (self.dice.date(self.from), self.dice.below(1300));
            self.run(
                "rep visit",
                "update rep_visit set status = ?2, date = ?3, starts_at = ?4, later_hour = 0 where id = ?1",
                &[&rep, &state, &date, &start],
            );
        }
    }

    /// Closures, extra openings, alternate weeks and caps.
    fn schedules(&mut self) {
        let (doctors, sites) = (self.here("doctor"), self.here("site"));
        for _ in 0..4 {
            let (doctor, date, start) =
                (self.dice.one(&doctors), self.dice.date(self.from), self.dice.below(1200));
            let last = days_after(&date, i64::try_from(self.dice.below(3)).expect("fits"));
            let whole = self.dice.below(3) == 0;
            let part: Option<u64> = (!whole).then_some(start);
            let length = 15 + self.dice.below(225);
            let until: Option<u64> = (!whole).then_some(start + length);
            let (effect, what) = match (whole, self.dice.below(3)) {
                (true, _) => ("closed", "closed for days"),
                (false, 0) => ("opened", "opened by the hour"),
                (false, _) => ("closed", "closed by the hour"),
            };
            let (of_site, of_doctor) = match self.dice.below(4) {
                0 => (Some(self.dice.one(&sites)), None),
                _ => (None, Some(doctor.clone())),
            };
            let id = self.dice.id();
            self.run(
                what,
                "insert into closure (id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason, created_at)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', 0)",
                &[&id, &of_site, &of_doctor, &date, &last, &part, &until, &effect],
            );
            let weekday = *self.dice.pick(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
            let rule = format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}");
            let audience = *self.dice.pick(&["patient", "patient", "rep", "online"]);
            let (id, end) = (self.dice.id(), start + 30 + self.dice.below(200));
            self.run(
                "alternate weeks",
                "insert into hours (id, doctor_id, site_id, audience, rrule, starts_at, ends_at, valid_from)
                 select ?1, id, site_id, ?3, ?4, ?5, ?6, ?7 from doctor where id = ?2",
                &[&id, &doctor, &audience, &rule, &start, &end, &date],
            );
        }
        let (doctor, cap) = (self.dice.one(&doctors), 1 + self.dice.below(12));
        self.run("cap", "update day_limit set max_patients = ?2 where doctor_id = ?1", &[&doctor, &cap]);
    }

    /// Files that become one, doctors who leave, specialties that are given up.
    fn people(&mut self) {
        let patients = self.here("patient");
        let (early, late) = patients.split_at(patients.len() / 2);
        for _ in 0..3 {
            let (gone, kept) = (self.dice.one(early), self.dice.one(late));
            self.run(
                "merged",
                "update patient set merged_into = ?2, deleted_at = 1 where id = ?1",
                &[&gone, &kept],
            );
        }
        let (doctor, specialty) = (self.dice.one(&self.here("doctor")), self.here("specialty"));
        let active = self.dice.below(3);
        if active == 0 && self.ids("doctor", "active = 0").is_empty() {
            self.run("left", "update doctor set active = 0 where id = ?1", &[&doctor]);
        }
        let held = self.ids("doctor_specialty", "1 = 1");
        let (gone, of) = (self.dice.one(&specialty), self.dice.one(&held));
        self.run("given up", "update specialty set deleted_at = 1 where id = ?1", &[&gone]);
        let (id, another) = (self.dice.id(), self.dice.one(&specialty));
        self.run(
            "another specialty",
            "insert into doctor_specialty (id, doctor_id, specialty_id) select ?1, doctor_id, ?3 from doctor_specialty of
             where id = ?2 and not exists (
                select 1 from doctor_specialty held where held.doctor_id = of.doctor_id and held.specialty_id = ?3)",
            &[&id, &of, &another],
        );
    }

    /// Times that were lost: the one a visit stands in, or another one.
    fn rebooks(&mut self) {
        let visits = self.here("appointment");
        for _ in 0..12 {
            let (visit, id, worklist) = (self.dice.one(&visits), self.dice.id(), self.dice.id());
            let (date, stays, seen) = (self.dice.date(self.from), self.dice.below(3), self.dice.below(2));
            let date: Option<String> = (stays == 0).then_some(date);
            self.run(
                "lost its time",
                "insert into rebook (id, appointment_id, worklist_id, doctor_id, date, starts_at, minutes, later_hour, seen_elsewhere)
                 select ?1, id, ?3, doctor_id, coalesce(?4, date), starts_at, minutes, later_hour, ?5 from appointment where id = ?2",
                &[&id, &visit, &worklist, &date, &seen],
            );
        }
    }

    /// Written at any minute around the nights in which the clock changes, corrected and cancelled at times.
    fn prescriptions(&mut self) {
        let (patients, doctors, medicines) =
            (self.here("patient"), self.here("doctor"), self.here("medicine"));
        let mut last: Option<Vec<u8>> = None;
        for _ in 0..14 {
            let (id, patient, doctor) = (self.dice.id(), self.dice.one(&patients), self.dice.one(&doctors));
            let at = self.noon + i64::try_from(self.dice.below(13 * 1440)).expect("fits") * 60_000
                - 6 * 86_400_000;
            let status = *self.dice.pick(&["submitted", "submitted", "submitted", "draft", "cancelled"]);
            let corrected = last.clone().filter(|_| self.dice.below(3) == 0);
            self.run(
                "prescription",
                "insert into prescription (id, ref, patient_id, doctor_id, site_id, status, issued_at, created_at, corrected_prescription_id)
                 select ?1, hex(?1), ?2, id, site_id, ?4, ?5, ?5, ?6 from doctor where id = ?3",
                &[&id, &patient, &doctor, &status, &at, &corrected],
            );
            if let Some(original) = corrected {
                self.run(
                    "corrected",
                    "update prescription set replaced_by_prescription_id = ?2 where id = ?1",
                    &[&original, &id],
                );
            }
            for position in 0..1 + self.dice.below(3) {
                let item = self.dice.id();
                let medicine = self.dice.one(&medicines);
                let free = self.dice.below(4) == 0;
                let name = if free { *self.dice.pick(&["Honey", "honey", "Ginger"]) } else { "x" };
                let medicine: Option<Vec<u8>> = (!free).then_some(medicine);
                let quantity = 1 + self.dice.below(40);
                self.run(
                    "prescribed",
                    "insert into prescription_item (id, prescription_id, position, medicine_id, medicine_name, dose_milli, dose_unit,
                        frequency, quantity)
                     values (?1, ?2, ?3, ?4, ?5, 1000, 'tablet', 'daily', ?6)",
                    &[&item, &id, &position, &medicine, &name, &quantity],
                );
            }
            last = Some(id);
        }
    }

    /// Lots that expire before and after, at both sites, some used up.
    fn shelf(&mut self) {
        let (medicines, sites) = (self.here("medicine"), self.here("site"));
        for _ in 0..12 {
            let (lot, medicine) = (self.dice.id(), self.dice.one(&medicines));
            let expires = days_after(self.from, i64::try_from(self.dice.below(240)).expect("fits") - 60);
            self.run(
                "lot",
                "insert into lot (id, medicine_id, number, expires_on, created_at) values (?1, ?2, hex(?1), ?3, 0)",
                &[&lot, &medicine, &expires],
            );
            let came = 1 + self.dice.below(60);
            let went = self.dice.below(came + 1);
            let site = self.dice.one(&sites);
            for quantity in [i64::try_from(came).expect("fits"), -i64::try_from(went).expect("fits")] {
                let id = self.dice.id();
                let reason = if quantity > 0 { "receipt" } else { "adjusted" };
                if quantity != 0 {
                    self.run(
                        "moved on a shelf",
                        "insert into stock_movement (id, lot_id, site_id, quantity, reason, moved_at) values (?1, ?2, ?3, ?4, ?5, 0)",
                        &[&id, &lot, &site, &quantity, &reason],
                    );
                }
            }
        }
    }
}
