//! The reports that are not about visits as they stand in the book: specialties, rebooking, prescriptions, the shelf and the ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::export::{Field, Fields as _, Row};
use crate::hours::{date_at, day, moment};
use crate::naive::{Expected, Naive, came, is, share};

/// As the report about stock takes them when nobody says otherwise.
const SOON: i64 = 90;

impl Naive<'_> {
    pub(crate) fn by_specialty(&self) -> Expected {
        let here: Vec<&Row> = self
            .rows
            .doctors
            .iter()
            .filter(|doctor| doctor.number("active") == 1 && doctor.text("approval") == "approved")
            .filter(|doctor| self.site.is_none_or(|site| doctor.text("site_id") == site))
            .collect();
        let holds = |doctor: &Row, specialty: &Row| {
            self.rows.doctor_specialties.iter().any(|held| {
                held.text("doctor_id") == doctor.text("id")
                    && held.text("specialty_id") == specialty.text("id")
            })
        };
        let mut table = Vec::new();
        for specialty in &self.rows.specialties {
            let doctors = here.iter().filter(|doctor| holds(doctor, specialty)).count();
            if doctors > 0 {
                table.push(vec![json!(specialty.text("id")), json!(doctors)]);
            }
        }
        let has_none = |doctor: &&&Row| !self.rows.specialties.iter().any(|one| holds(doctor, one));
        let without = here.iter().filter(has_none).count();
        if without > 0 {
            table.push(vec![Value::Null, json!(without)]);
        }
        ("doctors_by_specialty", vec!["specialty", "doctors"], table)
    }

    pub(crate) fn rebook_outcomes(&self) -> Expected {
        let mut ends: BTreeMap<&str, i64> = BTreeMap::new();
        for lost in &self.rows.rebooks {
            if lost.text("date") < self.from || self.to < lost.text("date") {
                continue;
            }
            let is_it = |visit: &&Row| visit.text("id") == lost.text("appointment_id");
            let Some(visit) = self.rows.appointments.iter().find(is_it) else { continue };
            if self.is_asked(visit) {
                *ends.entry(self.end_of(lost, visit)).or_default() += 1;
            }
        }
        let all: i64 = ends.values().sum();
        let table = ends.into_iter().map(|(end, n)| vec![json!(end), json!(n), share(n, all)]).collect();
        ("rebook_outcomes", vec!["end", "visits", "share"], table)
    }

    fn end_of(&self, lost: &Row, visit: &Row) -> &'static str {
        let stays =
            ["doctor_id", "date", "starts_at", "later_hour"].iter().all(|name| lost[*name] == visit[*name]);
        if is(visit, &["cancelled"]) {
            return if lost.number("seen_elsewhere") == 1 { "seen_elsewhere" } else { "cancelled" };
        }
        if !stays || is(visit, &["rescheduled"]) {
            return "moved";
        }
        if is(visit, &["no_show"]) {
            return "no_show";
        }
        if came(visit) {
            return "came";
        }
        let is_it = |doctor: &&Row| doctor.text("id") == lost.text("doctor_id");
        let doctor = self.rows.doctors.iter().find(is_it).expect("a doctor");
        let mut stood = visit.clone();
        stood.insert("minutes".into(), lost["minutes"].clone());
        let trouble = self.trouble(doctor, &stood, &[], false);
        if doctor.number("active") == 0 || matches!(trouble, Some("closed" | "outside_hours")) {
            "open"
        } else {
            "open_again"
        }
    }

    pub(crate) fn prescriptions(&self) -> Expected {
        let begin =
            |date: &str| (0..180).find_map(|minute| moment(date, minute, false)).expect("a first minute");
        let (from, until) =
            (begin(self.from), begin(&(day(self.to) + chrono::Duration::days(1)).to_string()));
        let counts = |one: &&Row| {
            let original = || {
                let of = one.text("corrected_prescription_id");
                self.rows.prescriptions.iter().find(|other| other.text("id") == of)
            };
            is(one, &["submitted"])
                && !one.has("deleted_at")
                && one.has("issued_at")
                && (from..until).contains(&one.number("issued_at"))
                && !one.has("replaced_by_prescription_id")
                // Of two corrections of one, the one that it names counts.
                && (!one.has("corrected_prescription_id")
                    || original().is_none_or(|original| original["replaced_by_prescription_id"] == one["id"]))
                && self.is_asked(one)
        };
        let mut medicines: BTreeMap<String, (BTreeSet<&str>, BTreeSet<&str>, i64)> = BTreeMap::new();
        for one in self.rows.prescriptions.iter().filter(counts) {
            for item in &self.rows.prescription_items {
                if item.text("prescription_id") != one.text("id") {
                    continue;
                }
                let key = match &item["medicine_id"] {
                    Field::Text(id) => id.clone(),
                    _ => format!("free {}", item.text("medicine_name").to_lowercase()),
                };
                let of = medicines.entry(key).or_default();
                of.0.insert(one.text("id"));
                of.1.insert(self.person(one));
                of.2 += item.number("quantity");
            }
        }
        let id = |key: String| if key.starts_with("free ") { uuid::Uuid::nil().to_string() } else { key };
        let row = |(key, (of, patients, units)): (String, (BTreeSet<&str>, BTreeSet<&str>, i64))| {
            vec![json!(id(key)), json!(of.len()), json!(units), json!(patients.len())]
        };
        let table = medicines.into_iter().map(row).collect();
        ("prescriptions_and_medicines", vec!["medicine", "prescriptions", "units", "patients"], table)
    }

    pub(crate) fn stock(&self) -> Expected {
        let first = || self.rows.sites.iter().map(|site| site.text("id")).min().expect("a site");
        let site = self.site.unwrap_or_else(first);
        let soon = (day(self.today) + chrono::Duration::days(SOON)).to_string();
        let mut table = Vec::new();
        for medicine in &self.rows.medicines {
            let (mut on_hand, mut expiring, mut expired, mut value) = (0, 0, 0, None);
            for lot in self.rows.lots.iter().filter(|lot| lot.text("medicine_id") == medicine.text("id")) {
                let moved = self
                    .rows
                    .movements
                    .iter()
                    .filter(|one| one.text("lot_id") == lot.text("id") && one.text("site_id") == site);
                let left: i64 = moved.map(|one| one.number("quantity")).sum();
                let until = lot.text("expires_on");
                if until < self.today {
                    expired += left.max(0);
                    continue;
                }
                on_hand += left;
                if left > 0 {
                    expiring += if until <= soon.as_str() { left } else { 0 };
                    if medicine.has("price_minor") {
                        value = Some(value.unwrap_or(0) + left * medicine.number("price_minor"));
                    }
                }
            }
            let minimum = medicine.number("minimum_stock");
            table.push(vec![
                json!(medicine.text("id")),
                json!(on_hand),
                json!(minimum),
                json!((minimum - on_hand).max(0)),
                json!(expiring),
                json!(expired),
                json!(value),
            ]);
        }
        let columns = vec!["medicine", "on_hand", "minimum", "below", "expiring", "expired", "value"];
        ("stock", columns, table)
    }

    pub(crate) fn who_did_what(&self) -> Expected {
        const HEADINGS: [&str; 6] = ["booked", "moved", "cancelled", "queue", "registered", "other"];
        let mut accounts: BTreeMap<Option<&str>, [i64; 6]> = BTreeMap::new();
        for operation in &self.rows.operations {
            let date = date_at(operation.number("hlc") >> 16);
            if date.as_str() < self.from || self.to < date.as_str() {
                continue;
            }
            if let Some(heading) = heading(operation.text("kind")) {
                let account = operation.has("account_id").then(|| operation.text("account_id"));
                let at = HEADINGS.iter().position(|one| *one == heading).expect("a heading");
                accounts.entry(account).or_default()[at] += 1;
            }
        }
        let name = |account: &str| {
            let found = self.rows.accounts.iter().find(|one| one.text("id") == account);
            json!(found.map(|one| one.text("full_name")))
        };
        let row = |(account, done): (Option<&str>, [i64; 6])| {
            [vec![account.map_or(Value::Null, name)], done.map(|one| json!(one)).to_vec()].concat()
        };
        let table = accounts.into_iter().map(row).collect();
        ("who_did_what", [vec!["account"], HEADINGS.to_vec()].concat(), table)
    }
}

/// What is done to a visit stands in the rooms about visits; the rest is told together, and coming and going not at all.
fn heading(kind: &str) -> Option<&'static str> {
    let (room, deed) = kind.split_once('.').expect("a room and a deed");
    if ["session", "sync", "hub", "setup", "demo"].contains(&room) {
        return None;
    }
    let is_about_visits =
        ["appointments", "series", "waiting", "queue", "rep_visits", "charts", "rebooking"].contains(&room);
    Some(match deed {
        "book" | "walk_in" | "book_follow_up" if is_about_visits => "booked",
        "move" | "move_all" | "reschedule" | "settle" if is_about_visits => "moved",
        "cancel" if is_about_visits => "cancelled",
        "arrive" | "start" | "complete" | "no_show" | "call" | "call_next" | "refuse_entry"
            if is_about_visits =>
        {
            "queue"
        }
        "register" | "register_relative" if room == "patients" => "registered",
        _ => "other",
    })
}
