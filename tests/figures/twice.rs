//! The night in which an hour of the wall comes twice: visits at either of two equal times, over one another and one after the other.

use crate::changes::{Changes, Done};
use crate::dice::{days, days_after};
use crate::export::{Fields as _, Row, Rows};
use crate::hours::{in_force, moment, passes};
use crate::naive;

impl Changes<'_> {
    /// Visits in the last hours of a day, at the first and at the second of two equal wall times, over one another and one after the other; and
    /// hours in which some of them fit. Where no hour comes twice nothing is done.
    pub(crate) fn hour_twice(&mut self) {
        let Some(date) = (0..13).map(|day| days_after(self.from, day)).find(|date| passes(date, 1_439) == 2)
        else {
            return;
        };
        let (visits, reps) = (self.here("appointment"), self.here("rep_visit"));
        let doctors = self.here("doctor");
        for doctor in &doctors {
            let id = self.dice.id();
            let audience = *self.dice.pick(&["patient", "patient", "rep"]);
            let begins = 1_320 + self.dice.below(90);
            self.run(
                "hours late in the evening",
                "insert into hours (id, doctor_id, site_id, audience, weekday, starts_at, ends_at, valid_from, valid_until)
                 select ?1, id, site_id, ?3, 'thu', ?4, 1440, ?5, ?5 from doctor where id = ?2",
                &[&id, doctor, &audience, &begins, &date],
            );
        }
        self.newcomer(&date);
        for at in 0..24 {
            let (is_rep, doctor) = (at % 4 == 3, self.dice.one(&doctors));
            let visit = self.dice.one(if is_rep { &reps } else { &visits });
            let table = if is_rep { "rep_visit" } else { "appointment" };
            let start = 1_350 + 5 * self.dice.below(16);
            let minutes = (5 + 5 * self.dice.below(8)).min(1_440 - start);
            // Only of a wall time that comes twice is there a second one.
            let later = start >= 1_380 && self.dice.below(2) == 1;
            let status = if is_rep { "approved" } else { "confirmed" };
            self.run(
                if later { "at the second of two wall times" } else { "late in the evening" },
                &format!(
                    "update {table} set doctor_id = ?2, date = ?3, starts_at = ?4, minutes = ?5, later_hour = ?6, status = ?7, cancelled_by = null,
                        site_id = (select site_id from doctor where id = ?2)
                     where id = ?1"
                ),
                &[&visit, &doctor, &date, &start, &minutes, &later, &status],
            );
            // Some came, and waited for a while in those hours.
            if !is_rep && self.dice.below(2) == 0 {
                let Some(due) = moment(&date, i64::try_from(start).expect("fits"), later) else { continue };
                let arrived = due + 60_000 * (i64::try_from(self.dice.below(90)).expect("fits") - 45);
                let started = arrived + 60_000 * i64::try_from(self.dice.below(80)).expect("fits");
                self.run(
                    if later { "came to the second of two wall times" } else { "came late in the evening" },
                    "update appointment set status = 'completed', arrived_at = ?2, started_at = ?3 where id = ?1",
                    &[&visit, &arrived, &started],
                );
            }
        }
    }

    /// Somebody who never came before comes twice in that night: first to one doctor, and an hour later, at an earlier time of the wall, to another.
    fn newcomer(&mut self, date: &str) {
        let (visits, doctors, patients) =
            (self.here("appointment"), self.here("doctor"), self.here("patient"));
        let (patient, one, another) = (self.dice.one(&patients), &visits[0], &visits[1]);
        let sql = "update appointment set deleted_at = 1 where patient_id = ?1 and id not in (?2, ?3)";
        self.run("deleted", sql, &[&patient, one, another]);
        for (visit, doctor, start, later) in
            [(one, &doctors[0], 1_420, false), (another, &doctors[1], 1_390, true)]
        {
            self.run(
                "came twice in the night, the later visit at the earlier time",
                "update appointment set patient_id = ?2, doctor_id = ?3, date = ?4, starts_at = ?5, minutes = 10, later_hour = ?6,
                    status = 'completed', cancelled_by = null, site_id = (select site_id from doctor where id = ?3)
                 where id = ?1",
                &[visit, &patient, doctor, &date, &start, &later],
            );
        }
    }
}

/// Visits where the wall says the same twice.
pub fn occur(rows: &Rows, from: &str, to: &str, note: &mut impl FnMut(&'static str, bool)) {
    let is_later =
        |row: &&Row| from <= row.text("date") && row.text("date") <= to && row.number("later_hour") == 1;
    let all: Vec<&Row> = rows.appointments.iter().chain(&rows.rep_visits).collect();
    let later: Vec<&&Row> = all.iter().filter(|row| is_later(row)).collect();
    note("a visit at the second of two wall times", rows.appointments.iter().any(|row| is_later(&row)));
    note("a rep at the second of two wall times", rows.rep_visits.iter().any(|row| is_later(&row)));
    let holds = |row: &Row| {
        naive::is(row, &["scheduled", "confirmed", "approved", "arrived", "in_consultation", "completed"])
    };
    let beside = |one: &Row, is_it: &dyn Fn(&Row) -> bool| {
        let same_day = ["doctor_id", "date"];
        all.iter().any(|other| {
            other["id"] != one["id"]
                && same_day.iter().all(|name| other[*name] == one[*name])
                && holds(one)
                && holds(other)
                && is_it(other)
        })
    };
    let starts_with = |one: &Row, other: &Row| one["starts_at"] == other["starts_at"];
    let is_first = |other: &Row| other.number("later_hour") == 0;
    note(
        "two visits at one wall time, an hour apart",
        later.iter().any(|one| beside(one, &|other| starts_with(one, other) && is_first(other))),
    );
    let overlap = |one: &Row, other: &Row| {
        let (Some(own), Some(other)) = (naive::real(one), naive::real(other)) else { return false };
        own.0 < other.1 && other.0 < own.1
    };
    note(
        "two visits over one another in the second hour",
        later.iter().any(|one| beside(one, &|other| !is_first(other) && overlap(one, other))),
    );
    note(
        "somebody who waited for a visit at the second of two wall times",
        rows.appointments.iter().any(|row| is_later(&row) && naive::came(row) && row.has("started_at")),
    );
    let is_open = |row: &Row| {
        let (start, end) = (row.number("starts_at"), row.number("starts_at") + row.number("minutes"));
        rows.hours.iter().any(|block| {
            block["doctor_id"] == row["doctor_id"]
                && block.text("audience") == "patient"
                && in_force(block, row.text("date"))
                && block.number("starts_at") <= start
                && end <= block.number("ends_at")
        })
    };
    note(
        "a second wall time within hours",
        rows.appointments.iter().any(|row| is_later(&row) && is_open(row)),
    );
}

/// That all of it was tried, where the period has such a night.
pub fn assert_tried(from: &str, to: &str, done: &Done, found: &Done) {
    if !days(from, to).iter().any(|date| passes(date, 1_439) == 2) {
        return;
    }
    for what in [
        "late in the evening",
        "at the second of two wall times",
        "came late in the evening",
        "came to the second of two wall times",
        "came twice in the night, the later visit at the earlier time",
    ] {
        assert!(done.get(what).is_some_and(|times| *times > 0), "nothing was ever “{what}”: {done:?}");
    }
    for what in [
        "a visit at the second of two wall times",
        "a rep at the second of two wall times",
        "two visits at one wall time, an hour apart",
        "two visits over one another in the second hour",
        "somebody who waited for a visit at the second of two wall times",
        "a second wall time within hours",
    ] {
        assert!(found.get(what).is_some_and(|times| *times > 0), "no clinic had “{what}”: {found:?}");
    }
}
