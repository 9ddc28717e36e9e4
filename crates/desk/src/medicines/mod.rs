//! The clinic's medicines: what can be prescribed and what the pharmacy keeps. How much of each there is belongs to `stock`; here it is only shown.

mod entry;
mod import;
mod requests;
pub(crate) mod sheet;
mod store;

#[cfg(test)]
mod tests;

pub use import::{import, preview};
pub use requests::{
    ImportMedicines, ImportPreview, ImportReply, ImportedMedicine, ListMedicines, Medicine, MedicineList,
    MedicineRef, MedicineReply, RowProblem, SaveMedicine,
};
pub(crate) use store::{all, currency, one};

use domain::id::MedicineId;
use domain::text::{fold, query_terms};
use rusqlite::Connection;

use self::entry::{Entry, identity};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::patients::today;
use crate::session::Done;
use crate::{Desk, Session};

const USUAL_FOUND: u16 = 50;
const MOST_FOUND: u16 = 500;

/// Medicines by name; with a text those in which every word of it is found.
pub fn list(desk: &Desk, _session: &Session, request: ListMedicines) -> Result<MedicineList> {
    let at = desk.now();
    let limit = usize::from(request.limit.unwrap_or(USUAL_FOUND).min(MOST_FOUND));
    let terms = request.text.as_deref().map(query_terms).unwrap_or_default();
    desk.read(|connection| {
        let mut medicines = store::all(connection, today(connection, at)?, request.site_id)?;
        medicines.retain(|medicine| answers_to(medicine, &terms));
        // What begins with what was typed is what was meant, more often than what has it somewhere.
        medicines.sort_by_key(|medicine| {
            terms.first().is_some_and(|term| !fold(&medicine.name).starts_with(term.as_str()))
        });
        let found = u32::try_from(medicines.len()).unwrap_or(u32::MAX);
        medicines.truncate(limit);
        Ok(MedicineList { medicines, found, currency: currency(connection)? })
    })
}

fn answers_to(medicine: &Medicine, terms: &[String]) -> bool {
    if terms.is_empty() {
        return true;
    }
    let single = [
        Some(&medicine.name),
        medicine.generic_name.as_ref(),
        medicine.strength.as_ref(),
        medicine.barcode.as_ref(),
    ];
    let about = single.into_iter().flatten().chain(&medicine.ingredients);
    let text: String = about.map(|part| fold(part) + " ").collect();
    terms.iter().all(|term| text.contains(term.as_str()))
}

/// A new medicine, or other particulars of one.
///
/// # Errors
/// `input.invalid` with every field that is wrong, `taken` at `name` (the same name, form and strength) and at `barcode` among them;
/// `not_found {what: medicine}`; `medicine.unit_in_use {unit}` when stock is counted in the unit that would go.
pub fn save(desk: &Desk, session: &Session, request: SaveMedicine) -> Result<MedicineReply> {
    let id = request.id;
    let mut errors = FieldErrors::default();
    let entry = Entry::read(request, &mut errors);
    desk.commit(session, "medicines.save", |tx| {
        let day = today(tx, tx.now())?;
        for (field, code) in taken(&store::all(tx, day, None)?, &entry, id) {
            errors.push(FieldError::new(field, code));
        }
        errors.finish()?;
        let id = match id {
            Some(id) => {
                let known = store::one(tx, id, day, None)?;
                if known.unit != entry.unit && (known.stock != 0 || known.expired != 0) {
                    return Err(Refusal::new("medicine.unit_in_use").with("unit", known.unit).into());
                }
                store::update(tx, id, &entry)?;
                id
            }
            None => {
                let id = tx.new_id::<MedicineId>();
                store::insert(tx, id, &entry, tx.now())?;
                id
            }
        };
        Ok(MedicineReply { medicine: store::one(tx, id, day, None)? })
    })
}

/// Fields in which another medicine is the same.
fn taken(known: &[Medicine], entry: &Entry, but: Option<MedicineId>) -> Vec<(&'static str, &'static str)> {
    let others = || known.iter().filter(|other| Some(other.id) != but);
    let mut taken = Vec::new();
    let same =
        |other: &Medicine| identity(&other.name, other.form, other.strength.as_deref()) == entry.identity();
    if others().any(same) {
        taken.push(("name", "taken"));
    }
    if entry.barcode.is_some() && others().any(|other| other.barcode == entry.barcode) {
        taken.push(("barcode", "taken"));
    }
    taken
}

/// Takes a medicine off the list; prescriptions of the past keep its name.
///
/// # Errors
/// `not_found {what: medicine}`; `medicine.has_stock {stock, unit}` while some of it stands on the shelf.
pub fn remove(desk: &Desk, session: &Session, request: MedicineRef) -> Result<Done> {
    desk.commit(session, "medicines.remove", |tx| {
        let medicine = existing(tx, request.id, tx.now())?;
        let there = medicine.stock + medicine.expired;
        if there != 0 {
            return Err(Refusal::new("medicine.has_stock")
                .with("stock", there)
                .with("unit", medicine.unit)
                .into());
        }
        store::mark_deleted(tx, request.id, tx.now())?;
        Ok(Done { done: true })
    })
}

fn existing(connection: &Connection, id: MedicineId, now: domain::time::Instant) -> Result<Medicine> {
    store::one(connection, id, today(connection, now)?, None)
}
