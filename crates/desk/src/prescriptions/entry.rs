//! What is written of a prescription, made fit to keep.

use domain::id::MedicineId;
use domain::prescription::line::MOST_DAYS;
use domain::prescription::{DoseUnit, Frequency, MedicineForm, Route, TestPriority, amount};
use domain::time::Date;

use super::requests::{DraftPrescription, PrescriptionItem, WriteItem, WriteTest};
use super::shelf::{Listed, Shelf};
use super::whiteboard::{self, Whiteboard};
use crate::error::{FieldError, FieldErrors, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS, NOTES_CHARACTERS};

const MOST_LINES: usize = 50;
const MOST_TAGS: usize = 20;
const MOST_DOSE_MILLI: u32 = 1_000_000;
const MOST_QUANTITY: u32 = 100_000;

/// Everything of a draft that can be changed.
pub(super) struct Entry {
    pub diagnosis: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
    pub valid_until: Option<Date>,
    pub whiteboard: Option<Whiteboard>,
    pub items: Vec<Item>,
    pub tests: Vec<(String, Option<String>, TestPriority)>,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub medicine_id: Option<MedicineId>,
    pub medicine_name: String,
    pub generic_name: Option<String>,
    pub form: Option<MedicineForm>,
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub route: Route,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub quantity: u32,
    pub quantity_worked_out: bool,
    pub instructions: Option<String>,
    pub kept_because: Option<String>,
}

impl Entry {
    /// # Errors
    /// `input.invalid`: `items` and `tests` (`too_many {most}`), `tags` (`too_many {most}`, or of one as of any line), `items[n].…` as `Item::read`,
    /// `tests[n].name` (`required`), `valid_until` (`in_the_past`), `diagnosis`, `notes`, `whiteboard` as `whiteboard::checked`.
    pub fn read(request: DraftPrescription, shelf: &Shelf, today: Date) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let diagnosis = errors.optional_line("diagnosis", request.diagnosis.as_deref(), LINE_CHARACTERS);
        let notes = errors.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        let tags = read_tags(&request.tags, &mut errors);
        if request.valid_until.is_some_and(|until| until < today) {
            errors.push(FieldError::new("valid_until", "in_the_past"));
        }
        let whiteboard = whiteboard::checked(request.whiteboard, &mut errors);
        let items = read_items(request.items, shelf, &mut errors);
        if request.tests.len() > MOST_LINES {
            errors.push(FieldError::new("tests", "too_many").with("most", MOST_LINES));
        }
        let tests = request.tests.into_iter().take(MOST_LINES).enumerate();
        let tests = tests.map(|(at, test)| read_test(at, test, &mut errors)).collect();
        errors.finish()?;
        let valid_until = request.valid_until;
        Ok(Self { diagnosis, notes, tags, valid_until, whiteboard, items, tests })
    }
}

pub(super) fn read_items(items: Vec<WriteItem>, shelf: &Shelf, errors: &mut FieldErrors) -> Vec<Item> {
    if items.len() > MOST_LINES {
        errors.push(FieldError::new("items", "too_many").with("most", MOST_LINES));
    }
    let items = items.into_iter().take(MOST_LINES).enumerate();
    items.map(|(at, item)| Item::read(item, &format!("items[{at}]"), shelf, errors)).collect()
}

fn read_tags(tags: &[String], errors: &mut FieldErrors) -> Vec<String> {
    if tags.len() > MOST_TAGS {
        errors.push(FieldError::new("tags", "too_many").with("most", MOST_TAGS));
        return Vec::new();
    }
    let tags = tags.iter().enumerate();
    let mut read: Vec<String> = tags
        .filter_map(|(at, tag)| errors.optional_line(&format!("tags[{at}]"), Some(tag), NAME_CHARACTERS))
        .collect();
    read.dedup();
    read
}

fn read_test(at: usize, test: WriteTest, errors: &mut FieldErrors) -> (String, Option<String>, TestPriority) {
    let name = errors.required_line(&format!("tests[{at}].name"), &test.name, NAME_CHARACTERS);
    let instructions = errors.optional_line(
        &format!("tests[{at}].instructions"),
        test.instructions.as_deref(),
        LINE_CHARACTERS,
    );
    (name, instructions, test.priority.unwrap_or(TestPriority::Routine))
}

impl Item {
    /// Field codes: `medicine_name` (`required`), `medicine_id` (`not_found`), `dose_milli`, `days` and `quantity` (`out_of_range {least, most}`),
    /// `instructions`, `kept_because`.
    pub fn read(item: WriteItem, field: &str, shelf: &Shelf, errors: &mut FieldErrors) -> Self {
        let listed = item.medicine_id.and_then(|id| shelf.get(id));
        let written = errors.optional_line(
            &format!("{field}.medicine_name"),
            item.medicine_name.as_deref(),
            NAME_CHARACTERS,
        );
        let medicine_name = listed.map(|medicine| medicine.name.clone()).or(written);
        if medicine_name.is_none() {
            let (name, code) = match item.medicine_id {
                Some(_) => ("medicine_id", "not_found"),
                None => ("medicine_name", "required"),
            };
            errors.push(FieldError::new(format!("{field}.{name}"), code));
        }
        errors.within(&format!("{field}.dose_milli"), item.dose_milli, 1, MOST_DOSE_MILLI);
        if let Some(days) = item.days {
            errors.within(&format!("{field}.days"), days, 1, MOST_DAYS);
        }
        if let Some(quantity) = item.quantity {
            errors.within(&format!("{field}.quantity"), quantity, 1, MOST_QUANTITY);
        }
        let worked = listed.and_then(|medicine| {
            worked_out(medicine, (item.dose_milli, item.dose_unit), item.frequency, item.days)
        });
        // Where nobody can say how much it comes to, it is a pack.
        let pack = listed.and_then(|medicine| medicine.pack_size).unwrap_or(1);
        let quantity = item.quantity.or(worked).unwrap_or(pack);
        Self {
            medicine_id: listed.map(|medicine| medicine.id),
            medicine_name: medicine_name.unwrap_or_default(),
            generic_name: listed.and_then(|medicine| medicine.generic_name.clone()),
            form: listed.map(|medicine| medicine.form),
            dose_milli: item.dose_milli,
            dose_unit: item.dose_unit,
            route: item.route,
            frequency: item.frequency,
            days: item.days,
            quantity,
            quantity_worked_out: worked == Some(quantity),
            instructions: errors.optional_line(
                &format!("{field}.instructions"),
                item.instructions.as_deref(),
                LINE_CHARACTERS,
            ),
            kept_because: errors.optional_line(
                &format!("{field}.kept_because"),
                item.kept_because.as_deref(),
                LINE_CHARACTERS,
            ),
        }
    }

    /// As it is shown before it is kept.
    pub fn shown(self) -> PrescriptionItem {
        PrescriptionItem {
            id: None,
            medicine_id: self.medicine_id,
            medicine_name: self.medicine_name,
            generic_name: self.generic_name,
            form: self.form,
            dose_milli: self.dose_milli,
            dose_unit: self.dose_unit,
            route: self.route,
            frequency: self.frequency,
            days: self.days,
            quantity: self.quantity,
            quantity_worked_out: self.quantity_worked_out,
            instructions: self.instructions,
            kept_because: self.kept_because,
            dispensed: 0,
            warnings: Vec::new(),
            alternatives: Vec::new(),
        }
    }
}

fn worked_out(
    medicine: &Listed,
    (dose_milli, dose_unit): (u32, DoseUnit),
    frequency: Frequency,
    days: Option<u16>,
) -> Option<u32> {
    let dose = (dose_milli.min(MOST_DOSE_MILLI), dose_unit);
    let days = days.map(|days| days.min(MOST_DAYS));
    amount(medicine.form, medicine.is_counted_in_ml(), dose, frequency, days).quantity()
}

/// Whether a kept line's quantity is what dose, frequency and days give.
pub(super) fn is_worked_out(item: &PrescriptionItem, shelf: &Shelf) -> bool {
    let listed = item.medicine_id.and_then(|id| shelf.get(id));
    let worked = listed.and_then(|medicine| {
        worked_out(medicine, (item.dose_milli, item.dose_unit), item.frequency, item.days)
    });
    worked == Some(item.quantity)
}

/// A kept line as it would be written again.
pub(super) fn again(item: &PrescriptionItem) -> WriteItem {
    WriteItem {
        medicine_id: item.medicine_id,
        medicine_name: Some(item.medicine_name.clone()),
        dose_milli: item.dose_milli,
        dose_unit: item.dose_unit,
        route: item.route,
        frequency: item.frequency,
        days: item.days,
        quantity: Some(item.quantity),
        instructions: item.instructions.clone(),
        kept_because: None,
    }
}
