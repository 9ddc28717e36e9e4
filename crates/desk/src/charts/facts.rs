//! What stands in a chart besides the visits: allergies, conditions, what somebody takes, what was measured. Added, changed, removed.

use domain::chart::{Measure, Problem, Reading};
use domain::code::Code as _;
use domain::id::{Id, PatientId};
use domain::time::{Date, Instant};
use rusqlite::ToSql;
use uuid::Uuid;

use super::access::admit_to_write;
use super::requests::{
    AllergyRef, ConditionRef, FactReply, Measured, MedicationRef, SaveAllergy, SaveCondition, SaveMedication,
    SaveVitals, VitalsRef,
};
use super::store::{self, Fact};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::session::Done;
use crate::store::Sql;
use crate::{Desk, Session, patients};

/// Adds or changes an allergy.
///
/// # Errors
/// `input.invalid`: `allergen` (`required`, `too_long`), `reaction`, `noticed_on` (`in_the_future`); `not_found {what: patient | allergy}`;
/// `chart.not_yours`.
pub fn save_allergy(desk: &Desk, session: &Session, request: SaveAllergy) -> Result<FactReply> {
    desk.commit(session, "charts.save_allergy", |tx| {
        let mut wrong = FieldErrors::default();
        let allergen = wrong.required_line("allergen", &request.allergen, NAME_CHARACTERS);
        let reaction = wrong.optional_line("reaction", request.reaction.as_deref(), NAME_CHARACTERS);
        not_in_the_future(tx, &mut wrong, "noticed_on", request.noticed_on)?;
        wrong.finish()?;
        let columns: [(&str, &dyn ToSql); 4] = [
            ("allergen", &allergen),
            ("reaction", &reaction),
            ("severity", &Sql(request.severity)),
            ("noticed_on", &Sql(request.noticed_on)),
        ];
        keep(tx, session, Fact::Allergy, request.id.map(Id::uuid), request.patient_id, &columns)
    })
}

/// Takes an allergy out of the chart.
///
/// # Errors
/// `not_found {what: allergy}`; `chart.not_yours`.
pub fn remove_allergy(desk: &Desk, session: &Session, request: AllergyRef) -> Result<Done> {
    desk.commit(session, "charts.remove_allergy", |tx| remove(tx, session, Fact::Allergy, request.id.uuid()))
}

/// Adds or changes a condition.
///
/// # Errors
/// `input.invalid`: `name`, `code`, `notes`, `diagnosed_on` and `ended_on` (`in_the_future`), `ended_on` (`before_start`); else as
/// `save_allergy`.
pub fn save_condition(desk: &Desk, session: &Session, request: SaveCondition) -> Result<FactReply> {
    desk.commit(session, "charts.save_condition", |tx| {
        let mut wrong = FieldErrors::default();
        let name = wrong.required_line("name", &request.name, NAME_CHARACTERS);
        let code = wrong.optional_line("code", request.code.as_deref(), NAME_CHARACTERS);
        let notes = wrong.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        not_in_the_future(tx, &mut wrong, "diagnosed_on", request.diagnosed_on)?;
        not_in_the_future(tx, &mut wrong, "ended_on", request.ended_on)?;
        in_order(&mut wrong, "ended_on", request.diagnosed_on, request.ended_on);
        wrong.finish()?;
        let columns: [(&str, &dyn ToSql); 5] = [
            ("name", &name),
            ("code", &code),
            ("diagnosed_on", &Sql(request.diagnosed_on)),
            ("ended_on", &Sql(request.ended_on)),
            ("notes", &notes),
        ];
        keep(tx, session, Fact::Condition, request.id.map(Id::uuid), request.patient_id, &columns)
    })
}

/// Takes a condition out of the chart.
///
/// # Errors
/// `not_found {what: condition}`; `chart.not_yours`.
pub fn remove_condition(desk: &Desk, session: &Session, request: ConditionRef) -> Result<Done> {
    desk.commit(session, "charts.remove_condition", |tx| {
        remove(tx, session, Fact::Condition, request.id.uuid())
    })
}

/// Adds or changes what somebody takes.
///
/// # Errors
/// `input.invalid`: `name`, `dosage`, `frequency`, `notes`, `last_date` (`before_start`); else as `save_allergy`.
pub fn save_medication(desk: &Desk, session: &Session, request: SaveMedication) -> Result<FactReply> {
    desk.commit(session, "charts.save_medication", |tx| {
        let mut wrong = FieldErrors::default();
        let name = wrong.required_line("name", &request.name, NAME_CHARACTERS);
        let dosage = wrong.optional_line("dosage", request.dosage.as_deref(), NAME_CHARACTERS);
        let frequency = wrong.optional_line("frequency", request.frequency.as_deref(), NAME_CHARACTERS);
        let notes = wrong.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        in_order(&mut wrong, "last_date", request.first_date, request.last_date);
        wrong.finish()?;
        let columns: [(&str, &dyn ToSql); 6] = [
            ("name", &name),
            ("dosage", &dosage),
            ("frequency", &frequency),
            ("first_date", &Sql(request.first_date)),
            ("last_date", &Sql(request.last_date)),
            ("notes", &notes),
        ];
        keep(tx, session, Fact::Medication, request.id.map(Id::uuid), request.patient_id, &columns)
    })
}

/// Takes it out of the chart.
///
/// # Errors
/// `not_found {what: medication}`; `chart.not_yours`.
pub fn remove_medication(desk: &Desk, session: &Session, request: MedicationRef) -> Result<Done> {
    desk.commit(session, "charts.remove_medication", |tx| {
        remove(tx, session, Fact::Medication, request.id.uuid())
    })
}

/// Adds or changes a measuring.
///
/// # Errors
/// `input.invalid`: a value that nobody has (`values.pulse_per_minute`: `out_of_range {least, most}`), half a blood pressure (`required`), an
/// upper value not above the lower (`not_above_diastolic`), no value at all (`values`: `required`), `measured_at` (`in_the_future`);
/// `vitals.unusual {fields}`: rare enough to look again, the same with `seen_twice` is taken; else as `save_allergy`.
pub fn save_vitals(desk: &Desk, session: &Session, request: SaveVitals) -> Result<FactReply> {
    desk.commit(session, "charts.save_vitals", |tx| {
        let measured_at = request.measured_at.unwrap_or(tx.now());
        let reading = request.values.reading();
        check_reading(&reading, measured_at, tx.now())?;
        let unusual = reading.unusual();
        if !unusual.is_empty() && !request.seen_twice {
            return Err(Refusal::new("vitals.unusual").with("fields", unusual).into());
        }
        let seen_twice = !unusual.is_empty();
        let mut columns: Vec<(&str, &dyn ToSql)> = vec![("seen_twice", &seen_twice)];
        let at = Sql(measured_at);
        // A measuring that is only corrected keeps its time.
        if request.measured_at.is_some() || request.id.is_none() {
            columns.push(("measured_at", &at));
        }
        let values: Vec<(&str, Option<u32>)> =
            Measure::ALL.iter().map(|measure| (measure.code(), reading.value(*measure))).collect();
        columns.extend(values.iter().map(|(name, value)| (*name, value as &dyn ToSql)));
        keep(tx, session, Fact::Vitals, request.id.map(Id::uuid), request.patient_id, &columns)
    })
}

/// Takes a measuring out of the chart.
///
/// # Errors
/// `not_found {what: vitals}`; `chart.not_yours`.
pub fn remove_vitals(desk: &Desk, session: &Session, request: VitalsRef) -> Result<Done> {
    desk.commit(session, "charts.remove_vitals", |tx| remove(tx, session, Fact::Vitals, request.id.uuid()))
}

impl Measured {
    pub(super) fn reading(&self) -> Reading {
        Reading {
            height_mm: self.height_mm,
            weight_grams: self.weight_grams,
            systolic_mmhg: self.systolic_mmhg,
            diastolic_mmhg: self.diastolic_mmhg,
            pulse_per_minute: self.pulse_per_minute,
            temperature_tenths: self.temperature_tenths,
            oxygen_percent: self.oxygen_percent,
        }
    }
}

fn check_reading(reading: &Reading, measured_at: Instant, now: Instant) -> Result<()> {
    let mut wrong = FieldErrors::default();
    if reading.is_empty() {
        wrong.push(FieldError::new("values", "required"));
    }
    for (measure, problem) in reading.problems() {
        let field = format!("values.{}", measure.code());
        wrong.push(match problem {
            Problem::Impossible(range) => {
                FieldError::new(field, "out_of_range").with("least", range.least).with("most", range.most)
            }
            Problem::Missing => FieldError::new(field, "required"),
            Problem::NotAboveDiastolic => FieldError::new(field, "not_above_diastolic"),
        });
    }
    if measured_at > now {
        wrong.push(FieldError::new("measured_at", "in_the_future"));
    }
    Ok(wrong.finish()?)
}

/// Writes a new row of this patient, or these columns of one there is.
pub(super) fn keep(
    tx: &Tx<'_>,
    session: &Session,
    fact: Fact,
    id: Option<Uuid>,
    patient: PatientId,
    columns: &[(&str, &dyn ToSql)],
) -> Result<FactReply> {
    let patient = admit_to_write(tx, session, patient)?;
    let id = match id {
        Some(id) => {
            // Whose it is says the row and not the request: else a chart of one's own would open the rows of another.
            let owner = store::owner(tx, fact, id)?;
            if admit_to_write(tx, session, owner)? != patient {
                return Err(Refusal::not_found(fact.table()).into());
            }
            store::change(tx, fact, id, columns)?;
            id
        }
        None => {
            let id = tx.new_id::<domain::id::AllergyId>().uuid();
            let whose: [(&str, &dyn ToSql); 3] = [
                ("patient_id", &Sql(patient)),
                ("account_id", &Sql(session.account_id)),
                ("created_at", &Sql(tx.now())),
            ];
            store::insert(tx, fact, id, &[&whose, columns].concat())?;
            id
        }
    };
    Ok(FactReply { id })
}

pub(super) fn remove(tx: &Tx<'_>, session: &Session, fact: Fact, id: Uuid) -> Result<Done> {
    let owner = store::owner(tx, fact, id)?;
    admit_to_write(tx, session, owner)?;
    store::change(tx, fact, id, &[("deleted_at", &Sql(tx.now()))])?;
    Ok(Done { done: true })
}

pub(super) fn not_in_the_future(
    tx: &Tx<'_>,
    wrong: &mut FieldErrors,
    field: &str,
    date: Option<Date>,
) -> Result<()> {
    let today = patients::today(tx, tx.now())?;
    if date.is_some_and(|date| date > today) {
        wrong.push(FieldError::new(field, "in_the_future"));
    }
    Ok(())
}

fn in_order(wrong: &mut FieldErrors, field: &str, from: Option<Date>, until: Option<Date>) {
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        wrong.push(FieldError::new(field, "before_start"));
    }
}
