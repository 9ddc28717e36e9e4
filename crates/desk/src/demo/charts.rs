//! What stands in the charts of a made-up clinic: what was found and done at visits that are over, and what is known of who came.

use std::collections::HashSet;

use domain::appointment::AppointmentStatus as Status;
use domain::id::{AccountId, AllergyId, Id as _, PatientId};
use domain::time::{Date, Instant};
use rusqlite::ToSql;

use super::Moment;
use super::random::Random;
use super::visits::Row;
use crate::charts::store::{Fact, insert};
use crate::charts::{diagnosis_of, encounter_of};
use crate::error::Result;
use crate::ledger::Tx;
use crate::store::Sql;

/// Visits that are written up: enough to look at, whatever the size of the clinic.
pub(super) const MOST_WRITTEN: usize = 600;

/// What is found: words, code, what is done, and what is taken from then on.
type Finding = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);
const FINDINGS: &[Finding] = &[
    (
        "Essential hypertension",
        "I10",
        "Less salt, walk every day, control in a month",
        Some(("Concor 5", "every morning")),
    ),
    (
        "Type 2 diabetes mellitus",
        "E11.9",
        "Diet and tablets, HbA1c in three months",
        Some(("Cidophage 1000", "twice a day")),
    ),
    ("Acute sinusitis", "J01.9", "Nose drops for five days, rest", None),
    ("Acute pharyngitis", "J02.9", "Warm drinks, paracetamol if needed", None),
    (
        "Iron deficiency anaemia",
        "D50.9",
        "Iron for three months, blood count after it",
        Some(("Ferrosac", "once a day")),
    ),
    ("Low back pain", "M54.5", "Exercises, no heavy lifting", None),
    (
        "Gastro-oesophageal reflux",
        "K21.9",
        "Small meals, none late",
        Some(("Controloc 40", "before breakfast")),
    ),
    ("Hypothyroidism", "E03.9", "TSH in six weeks", Some(("Eltroxin 50", "every morning, fasting"))),
];
const ALLERGIES: &[(&str, &str, &str)] = &[
    ("Penicillin", "anaphylaxis", "severe"),
    ("Aspirin", "wheeze", "moderate"),
    ("Sulfonamides", "rash", "moderate"),
    ("Peanuts", "swollen lips", "severe"),
    ("Pollen", "sneezing", "mild"),
    ("بنسلين", "طفح جلدي", "moderate"),
];
/// Name, unit, usual range, and three results with their flags.
type Test = (&'static str, &'static str, &'static str, [(&'static str, &'static str); 3]);
const TESTS: &[Test] = &[
    ("HbA1c", "%", "4.0-5.6", [("5.4", "usual"), ("7.8", "high"), ("10.9", "critical")]),
    ("LDL", "mg/dL", "< 100", [("92", "usual"), ("142", "high"), ("168", "high")]),
    ("Haemoglobin", "g/dL", "12.0-15.5", [("13.4", "usual"), ("10.2", "low"), ("6.9", "critical")]),
    ("TSH", "mIU/L", "0.4-4.0", [("2.1", "usual"), ("7.6", "high"), ("0.2", "low")]),
];

/// Who writes it, and what was drawn already.
pub(super) struct Charts<'a> {
    pub(super) random: &'a mut Random,
    pub(super) account: AccountId,
    pub(super) moment: Moment,
    known: HashSet<PatientId>,
}

impl<'a> Charts<'a> {
    pub(super) fn new(random: &'a mut Random, account: AccountId, moment: Moment) -> Self {
        Self { random, account, moment, known: HashSet::new() }
    }

    /// Writes up a visit that is over or under way; nothing of any other.
    pub(super) fn write(&mut self, tx: &Tx<'_>, visit: &Row) -> Result<()> {
        if !matches!(visit.status, Status::Completed | Status::InConsultation) {
            return Ok(());
        }
        let at = visit.started_at.unwrap_or(visit.created_at);
        let (words, code, treatment, medicine) = self.random.pick(FINDINGS);
        if self.known.insert(visit.patient) {
            self.history(tx, visit.patient, at, (words, code, medicine))?;
        }
        self.vitals(tx, visit.patient, at)?;
        if visit.status != Status::Completed {
            return Ok(());
        }
        let encounter = encounter_of(visit.id);
        self.put(
            tx,
            Fact::Encounter,
            encounter.uuid(),
            visit.patient,
            at,
            &[
                ("appointment_id", &Sql(visit.id)),
                ("doctor_id", &Sql(visit.doctor)),
                ("date", &Sql(visit.date)),
                ("complaint", &visit.reason),
                ("treatment", &treatment),
            ],
        )?;
        let diagnosis = diagnosis_of(encounter, Some(code), words);
        insert(
            tx,
            Fact::Diagnosis,
            diagnosis.uuid(),
            &[("encounter_id", &Sql(encounter)), ("position", &0), ("code", &code), ("name", &words)],
        )
    }

    /// What a patient brings along: tests, an allergy, what lasts and what is taken for it, what was measured before.
    fn history(
        &mut self,
        tx: &Tx<'_>,
        patient: PatientId,
        at: Instant,
        (words, code, medicine): (&str, &str, Option<(&'static str, &'static str)>),
    ) -> Result<()> {
        let day = |back: i64| Date::plus_days(self.moment.today, -back);
        if let Some((name, frequency)) = medicine {
            let since = day(400);
            let id = self.new_row(tx);
            self.put(
                tx,
                Fact::Condition,
                id,
                patient,
                at,
                &[("name", &words), ("code", &code), ("diagnosed_on", &Sql(since))],
            )?;
            let id = self.new_row(tx);
            self.put(
                tx,
                Fact::Medication,
                id,
                patient,
                at,
                &[
                    ("name", &name),
                    ("dosage", &"1 tablet"),
                    ("frequency", &frequency),
                    ("first_date", &Sql(since)),
                ],
            )?;
        }
        for (allergen, reaction, severity) in self.allergies() {
            let id = self.new_row(tx);
            self.put(
                tx,
                Fact::Allergy,
                id,
                patient,
                at,
                &[("allergen", &allergen), ("reaction", &reaction), ("severity", &severity)],
            )?;
        }
        if self.random.chance(50) {
            let (name, unit, usual, results) = self.random.pick(TESTS);
            let (result, flag) = self.random.pick(&results);
            let (ordered, came) = (self.moment.today.plus_days(-40), self.moment.today.plus_days(-38));
            let id = self.new_row(tx);
            self.put(
                tx,
                Fact::LabTest,
                id,
                patient,
                at,
                &[
                    ("name", &name),
                    ("ordered_on", &Sql(ordered)),
                    ("result", &result),
                    ("unit", &unit),
                    ("usual_range", &usual),
                    ("flag", &flag),
                    ("result_on", &Sql(came)),
                ],
            )?;
        }
        for months in [12, 9, 6, 3] {
            self.vitals(tx, patient, Instant(at.0 - months * 30 * 86_400_000))?;
        }
        Ok(())
    }

    fn allergies(&mut self) -> Vec<(&'static str, &'static str, &'static str)> {
        let count = self.random.weighted(&[(55, 0), (30, 1), (15, 2)]);
        self.random.sample(ALLERGIES, count)
    }

    fn vitals(&mut self, tx: &Tx<'_>, patient: PatientId, at: Instant) -> Result<()> {
        // Somebody keeps about their own weight and pressure over the years.
        let own = i64::from(patient.uuid().as_bytes()[15]);
        let systolic = 108 + own % 44 + self.random.between(-4, 4);
        let (diastolic, weight) =
            (systolic - 44 - own % 8, 52_000 + own * 170 + self.random.between(-8, 8) * 100);
        let (pulse, temperature) = (self.random.between(62, 92), self.random.between(364, 373));
        let oxygen = self.random.between(95, 99);
        let id = self.new_row(tx);
        self.put(
            tx,
            Fact::Vitals,
            id,
            patient,
            at,
            &[
                ("measured_at", &Sql(at)),
                ("systolic_mmhg", &systolic),
                ("diastolic_mmhg", &diastolic),
                ("weight_grams", &weight),
                ("pulse_per_minute", &pulse),
                ("temperature_tenths", &temperature),
                ("oxygen_percent", &oxygen),
            ],
        )
    }

    fn new_row(&self, tx: &Tx<'_>) -> uuid::Uuid {
        tx.new_id::<AllergyId>().uuid()
    }

    fn put(
        &self,
        tx: &Tx<'_>,
        fact: Fact,
        id: uuid::Uuid,
        patient: PatientId,
        at: Instant,
        columns: &[(&str, &dyn ToSql)],
    ) -> Result<()> {
        let whose: [(&str, &dyn ToSql); 3] =
            [("patient_id", &Sql(patient)), ("account_id", &Sql(self.account)), ("created_at", &Sql(at))];
        insert(tx, fact, id, &[&whose, columns].concat())
    }
}
