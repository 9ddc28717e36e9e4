//! Each report, counted as somebody with the rows and a pencil would. Long because there is a count for each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use serde_json::{Value, json};

use crate::export::{Fields as _, Row, Rows};
use crate::hours::{cap, day, in_force, moment, open, passes, touches, weekday};

pub struct Naive<'a> {
    pub rows: &'a Rows,
    pub from: &'a str,
    pub to: &'a str,
    pub today: &'a str,
    /// What the reports are narrowed to.
    pub site: Option<&'a str>,
    pub doctor: Option<&'a str>,
}

/// A report, the columns that are compared, and what stands in them.
pub type Expected = (&'static str, Vec<&'static str>, Vec<Vec<Value>>);

pub fn is(row: &Row, states: &[&str]) -> bool {
    states.contains(&row.text("status"))
}

pub fn came(row: &Row) -> bool {
    is(row, &["arrived", "in_consultation", "completed"])
}

fn holds(row: &Row) -> bool {
    is(row, &["scheduled", "confirmed", "arrived", "in_consultation", "completed"])
}

fn rep_came(row: &Row) -> bool {
    is(row, &["arrived", "in_visit", "completed"])
}

fn rep_booked(row: &Row) -> bool {
    !is(row, &["requested", "declined", "rescheduled"])
}

fn rep_holds(row: &Row) -> bool {
    is(row, &["approved", "confirmed", "arrived", "in_visit", "completed"])
}

/// Of a thousand, rounded half up.
pub fn share(part: i64, whole: i64) -> Value {
    if whole == 0 { Value::Null } else { json!((part as f64 * 1000.0 / whole as f64 + 1e-9).round() as i64) }
}

/// From when until when a visit really lasts; none where its time of the wall is not there.
pub fn real(visit: &Row) -> Option<(i64, i64)> {
    let begin = moment(visit.text("date"), visit.number("starts_at"), visit.number("later_hour") == 1)?;
    Some((begin, begin + visit.number("minutes") * 60_000))
}

fn middle(mut numbers: Vec<i64>) -> (Value, Value) {
    numbers.sort_unstable();
    match numbers.len() {
        0 => (Value::Null, Value::Null),
        n => (json!(numbers[(n - 1) / 2]), json!(numbers[n - 1])),
    }
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Naive<'_> {
    pub fn all(&self) -> Vec<Expected> {
        vec![
            self.by_patients(),
            self.occupancy(false),
            self.occupancy(true),
            self.per_day(),
            self.peak_day(),
            self.peak_hour(),
            self.rep_visits_per_day(),
            self.most_active_rep(),
            self.against_reps(),
            self.week(),
            self.closed_days(),
            self.idle_days(),
            self.conflicts(),
            self.no_shows(),
            self.waiting(),
            self.new_and_returning(),
            self.samples(),
            self.by_specialty(),
            self.rebook_outcomes(),
            self.prescriptions(),
            self.stock(),
            self.who_did_what(),
        ]
    }

    fn in_period(&self, row: &Row) -> bool {
        self.from <= row.text("date") && row.text("date") <= self.to && self.is_asked(row)
    }

    /// Whether something with a doctor and a site is what is asked about.
    pub fn is_asked(&self, row: &Row) -> bool {
        self.doctor.is_none_or(|doctor| row.text("doctor_id") == doctor)
            && self.site.is_none_or(|site| row.text("site_id") == site)
    }

    fn is_at_site(&self, doctor: &Row) -> bool {
        self.site.is_none_or(|site| doctor.text("site_id") == site)
    }

    /// The doctors that have a row: those in use at the site, and whoever else was there.
    fn doctors(&self, was_there: impl Fn(&Row) -> bool) -> Vec<&Row> {
        let is_listed = |doctor: &&Row| match self.doctor {
            Some(only) => doctor.text("id") == only,
            None => doctor.number("active") == 1 && self.is_at_site(doctor) || was_there(doctor),
        };
        self.rows.doctors.iter().filter(is_listed).collect()
    }

    fn has_visits(&self, doctor: &Row) -> bool {
        self.of(doctor).next().is_some()
    }

    fn has_rep_visits(&self, doctor: &Row) -> bool {
        self.reps().any(|row| row.text("doctor_id") == doctor.text("id"))
    }

    /// Whose visit it is: files that became one are one person.
    pub fn person<'b>(&'b self, visit: &'b Row) -> &'b str {
        let mut id = visit.text("patient_id");
        while let Some(into) = self.rows.merged.get(id) {
            id = into;
        }
        id
    }

    fn visits(&self) -> impl Iterator<Item = &Row> {
        self.rows.appointments.iter().filter(|row| self.in_period(row))
    }

    fn reps(&self) -> impl Iterator<Item = &Row> {
        self.rows.rep_visits.iter().filter(|row| self.in_period(row))
    }

    pub fn dates(&self) -> Vec<String> {
        let (mut date, last) = (day(self.from), day(self.to));
        let mut dates = Vec::new();
        while date <= last {
            dates.push(date.to_string());
            date += chrono::Duration::days(1);
        }
        dates
    }

    fn stretch(&self) -> (&'static str, usize) {
        if self.dates().len() <= 62 { ("date", 10) } else { ("month", 7) }
    }

    fn of<'b>(&'b self, doctor: &'b Row) -> impl Iterator<Item = &'b Row> {
        self.visits().filter(move |row| row.text("doctor_id") == doctor.text("id"))
    }

    fn by_patients(&self) -> Expected {
        let mut table = Vec::new();
        for doctor in self.doctors(|doctor| self.has_visits(doctor)) {
            let persons: BTreeSet<&str> =
                self.of(doctor).filter(|row| came(row)).map(|row| self.person(row)).collect();
            let visits = self.of(doctor).filter(|row| came(row)).count();
            table.push(vec![json!(doctor.text("id")), json!(persons.len()), json!(visits)]);
        }
        ("doctors_by_patients", vec!["doctor", "patients", "visits"], table)
    }

    /// Open minutes, and those that can be filled.
    fn available(&self, doctor: &Row, date: &str) -> (i64, i64) {
        let (_, open) = open(self.rows, doctor, date);
        let cap = cap(self.rows, doctor.text("id"), date, "max_patients");
        let fits = cap.map_or(i64::MAX, |cap| cap * doctor.number("default_visit_minutes"));
        (open, open.min(fits))
    }

    fn occupancy(&self, low: bool) -> Expected {
        let mut table = Vec::new();
        for doctor in self.doctors(|doctor| self.has_visits(doctor)) {
            let (mut days, mut minutes, mut available) = (0, 0, 0);
            for date in self.dates().into_iter().filter(|_| self.is_at_site(doctor)) {
                let (open, filled) = self.available(doctor, &date);
                days += i64::from(filled > 0);
                minutes += open;
                available += filled;
            }
            let booked: i64 = self.of(doctor).filter(|row| holds(row)).map(|row| row.number("minutes")).sum();
            let occupancy = share(booked, available);
            if low && occupancy.as_i64().is_none_or(|occupancy| occupancy >= 500) {
                continue;
            }
            table.push(vec![
                json!(doctor.text("id")),
                json!(days),
                json!(minutes),
                json!(available),
                json!(booked),
                occupancy,
            ]);
        }
        let columns =
            vec!["doctor", "open_days", "open_minutes", "available_minutes", "booked_minutes", "occupancy"];
        (if low { "low_utilisation" } else { "occupancy" }, columns, table)
    }

    fn per_day(&self) -> Expected {
        let mut table = Vec::new();
        for date in self.dates() {
            let of_day: Vec<&Row> =
                self.visits().filter(|row| row.text("date") == date && !is(row, &["rescheduled"])).collect();
            let count = |states: &[&str]| of_day.iter().filter(|row| is(row, states)).count();
            if !of_day.is_empty() {
                let here = of_day.iter().filter(|row| came(row)).count();
                table.push(vec![
                    json!(date),
                    json!(of_day.len()),
                    json!(here),
                    json!(count(&["no_show"])),
                    json!(count(&["cancelled"])),
                ]);
            }
        }
        ("patients_per_day", vec!["date", "booked", "came", "no_show", "cancelled"], table)
    }

    fn peak_day(&self) -> Expected {
        let mut table = Vec::new();
        for number in 1..=7 {
            let mut days: BTreeMap<&str, i64> = BTreeMap::new();
            for row in self.visits().filter(|row| came(row)) {
                if day(row.text("date")).weekday().number_from_monday() == number {
                    *days.entry(row.text("date")).or_default() += 1;
                }
            }
            let visits: i64 = days.values().sum();
            let n = days.len() as i64;
            let average = if n == 0 { Value::Null } else { json!((visits * 20 + n) / (n * 2)) };
            let most = days.values().max().copied().unwrap_or(0);
            let on = days.iter().find(|(_, visits)| **visits == most).map(|(date, _)| *date);
            table.push(vec![json!(number), json!(visits), json!(n), average, json!(most), json!(on)]);
        }
        ("peak_day", vec!["weekday", "visits", "days", "average", "most", "on"], table)
    }

    fn peak_hour(&self) -> Expected {
        let mut hours: BTreeMap<i64, BTreeMap<&str, i64>> = BTreeMap::new();
        for row in self.visits().filter(|row| came(row)) {
            *hours.entry(row.number("starts_at") / 60).or_default().entry(row.text("date")).or_default() += 1;
        }
        let all: i64 = hours.values().flat_map(BTreeMap::values).sum();
        let mut table = Vec::new();
        if let (Some(first), Some(last)) = (hours.keys().min(), hours.keys().max()) {
            for hour in *first..=*last {
                let of_hour = hours.get(&hour).cloned().unwrap_or_default();
                let visits: i64 = of_hour.values().sum();
                let most = of_hour.values().max().copied().unwrap_or(0);
                let on = of_hour.iter().find(|(_, visits)| **visits == most).map(|(date, _)| *date);
                table.push(vec![json!(hour), json!(visits), share(visits, all), json!(most), json!(on)]);
            }
        }
        ("peak_hour", vec!["hour", "visits", "share", "most", "on"], table)
    }

    fn rep_visits_per_day(&self) -> Expected {
        let mut table = Vec::new();
        for date in self.dates() {
            let of_day: Vec<&Row> =
                self.reps().filter(|row| row.text("date") == date && rep_booked(row)).collect();
            let count = |state: &str| json!(of_day.iter().filter(|row| is(row, &[state])).count());
            if !of_day.is_empty() {
                let here = of_day.iter().filter(|row| rep_came(row)).count();
                let rest = [count("no_show"), count("cancelled"), count("refused_entry")];
                table.push([vec![json!(date), json!(of_day.len()), json!(here)], rest.to_vec()].concat());
            }
        }
        ("rep_visits_per_day", vec!["date", "booked", "came", "no_show", "cancelled", "refused"], table)
    }

    fn spent(row: &Row) -> i64 {
        match is(row, &["completed"]) {
            true if row.has("summary_minutes") => row.number("summary_minutes"),
            true => row.number("minutes"),
            false => 0,
        }
    }

    fn most_active_rep(&self) -> Expected {
        let reps: BTreeSet<&str> =
            self.reps().filter(|row| rep_booked(row)).map(|row| row.text("rep_id")).collect();
        let mut table = Vec::new();
        for rep in reps {
            let of_rep: Vec<&Row> =
                self.reps().filter(|row| row.text("rep_id") == rep && rep_booked(row)).collect();
            let here = of_rep.iter().filter(|row| rep_came(row)).count();
            let missed = of_rep.iter().filter(|row| is(row, &["no_show"])).count();
            let minutes: i64 = of_rep.iter().map(|row| Self::spent(row)).sum();
            table.push(vec![json!(rep), json!(here), json!(of_rep.len()), json!(missed), json!(minutes)]);
        }
        ("most_active_rep", vec!["rep", "came", "booked", "no_show", "minutes"], table)
    }

    fn against_reps(&self) -> Expected {
        let mut table = Vec::new();
        for doctor in self.doctors(|doctor| self.has_visits(doctor) || self.has_rep_visits(doctor)) {
            let patients: Vec<&Row> = self.of(doctor).filter(|row| came(row)).collect();
            let reps: Vec<&Row> = self
                .reps()
                .filter(|row| row.text("doctor_id") == doctor.text("id") && rep_came(row))
                .collect();
            let minutes = |rows: &[&Row]| rows.iter().map(|row| row.number("minutes")).sum::<i64>();
            table.push(vec![
                json!(doctor.text("id")),
                json!(patients.len()),
                json!(reps.len()),
                json!(minutes(&patients)),
                json!(minutes(&reps)),
            ]);
        }
        ("patients_against_reps", vec!["doctor", "visits", "rep_visits", "minutes", "rep_minutes"], table)
    }

    fn week(&self) -> Expected {
        let mut table = Vec::new();
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let listed = self.doctors(|_| false);
        let is_listed = |block: &&Row| {
            let mut of_block = listed.iter().filter(|doctor| doctor.text("id") == block.text("doctor_id"));
            of_block.any(|doctor| self.is_at_site(doctor))
        };
        for block in self.rows.hours.iter().filter(is_listed) {
            for (number, name) in (1..).zip(names) {
                let days =
                    self.dates().iter().filter(|date| weekday(date) == name && in_force(block, date)).count();
                if days > 0 {
                    table.push(vec![
                        json!(block.text("doctor_id")),
                        json!(number),
                        json!(clock(block.number("starts_at"))),
                        json!(clock(block.number("ends_at"))),
                        json!(block.text("audience")),
                        json!(days),
                    ]);
                }
            }
        }
        ("weekly_schedule", vec!["doctor", "weekday", "start", "end", "audience", "days"], table)
    }

    fn closed_days(&self) -> Expected {
        let mut table = Vec::new();
        for doctor in self.doctors(|_| false).into_iter().filter(|doctor| self.is_at_site(doctor)) {
            for date in self.dates() {
                let (before, after) = open(self.rows, doctor, &date);
                if before > after {
                    let whole = if after == 0 { "whole_day" } else { "part_of_day" };
                    table.push(vec![
                        json!(date),
                        json!(doctor.text("id")),
                        json!(whole),
                        json!(before - after),
                    ]);
                }
            }
        }
        ("closed_days", vec!["date", "doctor", "closed", "minutes"], table)
    }

    fn idle_days(&self) -> Expected {
        let mut table = Vec::new();
        for doctor in self.doctors(|_| false).into_iter().filter(|doctor| self.is_at_site(doctor)) {
            for date in self.dates().into_iter().filter(|date| date.as_str() < self.today) {
                let of_day: Vec<&Row> = self.of(doctor).filter(|row| row.text("date") == date).collect();
                let (_, available) = self.available(doctor, &date);
                if available > 0 && !of_day.iter().any(|row| came(row)) {
                    let booked = of_day.iter().filter(|row| !is(row, &["rescheduled"])).count();
                    table.push(vec![json!(date), json!(doctor.text("id")), json!(available), json!(booked)]);
                }
            }
        }
        ("idle_days", vec!["date", "doctor", "available_minutes", "booked"], table)
    }

    /// What is wrong with a visit: the first of these.
    pub fn trouble(&self, doctor: &Row, visit: &Row, others: &[&Row], is_rep: bool) -> Option<&'static str> {
        let date = visit.text("date");
        let (start, end) = (visit.number("starts_at"), visit.number("starts_at") + visit.number("minutes"));
        let meets = |from: i64, until: i64| from < end && start < until;
        if (start..end).any(|minute| passes(date, minute) == 0) {
            return Some("outside_hours");
        }
        let closures: Vec<&Row> =
            self.rows.closures.iter().filter(|closure| touches(closure, doctor, date)).collect();
        let ends = |closure: &Row| match closure.has("from_at") {
            true => (closure.number("from_at"), closure.number("until_at")),
            false => (0, 1440),
        };
        if closures
            .iter()
            .any(|closure| closure.text("effect") == "closed" && meets(ends(closure).0, ends(closure).1))
        {
            return Some("closed");
        }
        let of_doctor =
            || self.rows.hours.iter().filter(|block| block.text("doctor_id") == doctor.text("id"));
        let keeps_online = of_doctor().any(|block| block.text("audience") == "online");
        let audience = match is_rep {
            true => "rep",
            false if visit.text("kind") == "online" && keeps_online => "online",
            false => "patient",
        };
        let blocks: Vec<(i64, i64)> = of_doctor()
            .filter(|block| block.text("audience") == audience && in_force(block, date))
            .map(|block| (block.number("starts_at"), block.number("ends_at")))
            .collect();
        let openings: Vec<(i64, i64)> = closures
            .iter()
            .filter(|closure| audience == "patient" && closure.text("effect") == "opened")
            .map(|closure| ends(closure))
            .collect();
        let covered = |minute: i64| {
            blocks.iter().chain(&openings).any(|(from, until)| *from <= minute && minute < *until)
        };
        // Between two minutes of one block, or where an opening joins two.
        let joined = |minute: i64| {
            blocks.iter().any(|(from, until)| *from < minute && minute < *until)
                || openings.iter().any(|(from, until)| *from <= minute && minute <= *until)
        };
        if !(start..end).all(covered) || !(start + 1..end).all(joined) {
            return Some("outside_hours");
        }
        // Where an hour comes twice, two visits at one time of the wall may follow one another.
        let is_met = |other: &&Row| match (real(visit), real(other)) {
            (Some(own), Some(other)) => own.0 < other.1 && other.0 < own.1,
            _ => meets(other.number("starts_at"), other.number("starts_at") + other.number("minutes")),
        };
        if others.iter().any(is_met) {
            return Some("overlap");
        }
        let same_kind = others.iter().filter(|other| other.contains_key("rep_id") == is_rep).count() as i64;
        let which = if is_rep { "max_reps" } else { "max_patients" };
        let is_full = cap(self.rows, doctor.text("id"), date, which).is_some_and(|cap| same_kind >= cap);
        is_full.then_some("over_cap")
    }

    fn conflicts(&self) -> Expected {
        let columns = vec![
            "doctor",
            "conflicts",
            "overlap",
            "outside_hours",
            "closed",
            "over_cap",
            "with_reason",
            "without_reason",
        ];
        let mut table = Vec::new();
        for doctor in &self.rows.doctors {
            let mine = |row: &&Row| row.text("doctor_id") == doctor.text("id");
            let held: Vec<(bool, &Row)> = self
                .visits()
                .filter(mine)
                .filter(|row| holds(row))
                .map(|row| (false, row))
                .chain(self.reps().filter(mine).filter(|row| rep_holds(row)).map(|row| (true, row)))
                .collect();
            let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
            for (is_rep, visit) in &held {
                let others: Vec<&Row> = held
                    .iter()
                    .filter(|(_, other)| {
                        other.text("date") == visit.text("date") && other.text("id") != visit.text("id")
                    })
                    .map(|(_, other)| *other)
                    .collect();
                if let Some(trouble) = self.trouble(doctor, visit, &others, *is_rep) {
                    let reason = if visit.has("overbook_reason") { "with_reason" } else { "without_reason" };
                    for column in ["conflicts", trouble, reason] {
                        *counts.entry(column).or_default() += 1;
                    }
                }
            }
            if !counts.is_empty() {
                let figures =
                    columns[1..].iter().map(|column| json!(counts.get(column).copied().unwrap_or(0)));
                table.push([json!(doctor.text("id"))].into_iter().chain(figures).collect());
            }
        }
        ("conflicts", columns, table)
    }

    fn no_shows(&self) -> Expected {
        let (label, length) = self.stretch();
        let stretches: BTreeSet<&str> = self.visits().map(|row| &row.text("date")[..length]).collect();
        let mut table = Vec::new();
        for stretch in stretches {
            let booked: Vec<&Row> = self
                .visits()
                .filter(|row| row.text("date").starts_with(stretch) && !is(row, &["rescheduled"]))
                .collect();
            let missed = booked.iter().filter(|row| is(row, &["no_show"])).count() as i64;
            let cancelled: Vec<&&Row> = booked.iter().filter(|row| is(row, &["cancelled"])).collect();
            let by =
                |who: &str| json!(cancelled.iter().filter(|row| row.text("cancelled_by") == who).count());
            table.push(vec![
                json!(stretch),
                json!(booked.len()),
                json!(missed),
                share(missed, booked.len() as i64),
                json!(cancelled.len()),
                by("patient"),
                by("doctor"),
                by("clinic"),
                by("system"),
            ]);
        }
        let columns = vec![
            label,
            "booked",
            "no_show",
            "no_show_rate",
            "cancelled",
            "by_patient",
            "by_doctor",
            "by_clinic",
            "by_system",
        ];
        ("no_shows_and_cancellations", columns, table)
    }

    fn waiting(&self) -> Expected {
        let mut table = Vec::new();
        let began_of = |doctor: &Row| -> Vec<&Row> {
            let began =
                |row: &&Row| row.has("arrived_at") && row.has("started_at") && !is(row, &["rescheduled"]);
            self.visits().filter(|row| row.text("doctor_id") == doctor.text("id")).filter(began).collect()
        };
        for doctor in self.doctors(|doctor| !began_of(doctor).is_empty()) {
            let began = began_of(doctor);
            let minutes = |from: i64, until: i64| ((until - from).max(0) / 60_000).min(65_535);
            let waited =
                began.iter().map(|row| minutes(row.number("arrived_at"), row.number("started_at"))).collect();
            let late = began.iter().map(|row| {
                let arrived = row.number("arrived_at");
                let booked = moment(row.text("date"), row.number("starts_at"), row.number("later_hour") == 1);
                minutes(booked.map_or(arrived, |booked| booked.max(arrived)), row.number("started_at"))
            });
            let (waited, late) = (middle(waited), middle(late.collect()));
            table.push(vec![
                json!(doctor.text("id")),
                json!(began.len()),
                waited.0,
                waited.1,
                late.0,
                late.1,
            ]);
        }
        (
            "waiting_and_lateness",
            vec!["doctor", "began", "waited", "longest_waited", "late", "longest_late"],
            table,
        )
    }

    fn new_and_returning(&self) -> Expected {
        let (label, length) = self.stretch();
        let stretches: BTreeSet<&str> =
            self.visits().filter(|row| came(row)).map(|row| &row.text("date")[..length]).collect();
        let mut table = Vec::new();
        for stretch in stretches {
            let here: Vec<&Row> =
                self.visits().filter(|row| came(row) && row.text("date").starts_with(stretch)).collect();
            let persons: BTreeSet<&str> = here.iter().map(|row| self.person(row)).collect();
            // Wherever else somebody was first: it has to be a visit that is asked about.
            let is_new = |person: &&&str| {
                let theirs =
                    self.rows.appointments.iter().filter(|row| came(row) && self.person(row) == **person);
                let first = theirs
                    .min_by_key(|row| {
                        (row.text("date"), real(row), row.number("starts_at"), self.is_asked(row))
                    })
                    .expect("they came");
                first.text("date").starts_with(stretch) && self.in_period(first)
            };
            let new = persons.iter().filter(is_new).count();
            table.push(vec![
                json!(stretch),
                json!(persons.len()),
                json!(new),
                json!(persons.len() - new),
                share(new as i64, persons.len() as i64),
                json!(here.len()),
            ]);
        }
        ("new_and_returning", vec![label, "patients", "new", "returning", "new_share", "visits"], table)
    }

    fn samples(&self) -> Expected {
        let company_of = |visit: &Row| {
            let rep =
                self.rows.reps.iter().find(|rep| rep.text("id") == visit.text("rep_id")).expect("a rep");
            rep.text("company_id").to_owned()
        };
        let mut table: BTreeMap<String, [i64; 4]> = BTreeMap::new();
        for visit in self.reps().filter(|row| is(row, &["completed"])) {
            let figures = table.entry(company_of(visit)).or_default();
            figures[0] += 1;
            figures[1] += Self::spent(visit);
            if visit.has("summary_samples") {
                let samples: Value = serde_json::from_str(visit.text("summary_samples")).expect("JSON");
                for sample in samples.as_array().expect("a list") {
                    figures[2] += 1;
                    figures[3] += sample["quantity"].as_i64().expect("a quantity");
                }
            }
        }
        let rows = table.into_values().map(|figures| figures.map(|figure| json!(figure)).to_vec()).collect();
        ("samples_and_rep_time", vec!["completed", "minutes", "sample_lines", "sample_units"], rows)
    }
}
