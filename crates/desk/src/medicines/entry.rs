//! A medicine's particulars, read and found fit to keep.

use domain::prescription::MedicineForm;
use domain::text::fold;

use super::requests::SaveMedicine;
use crate::error::{FieldError, FieldErrors};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};

const UNIT_CHARACTERS: usize = 40;
const MOST_WORDS: usize = 20;
const MOST_IN_A_PACK: u32 = 100_000;
const MOST_STOCK: u32 = 10_000_000;
/// A hundred million of the largest currency units there are; what is above is a slip of the hand.
const MOST_PRICE: i64 = 100_000_000_000;

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub name: String,
    pub generic_name: Option<String>,
    pub ingredients: Vec<String>,
    pub families: Vec<String>,
    pub form: MedicineForm,
    pub strength: Option<String>,
    pub unit: String,
    pub pack_size: Option<u32>,
    pub barcode: Option<String>,
    pub price_minor: Option<i64>,
    pub minimum_stock: u32,
}

impl Entry {
    /// Field codes: those of `input`, `too_many {most}`.
    pub fn read(request: SaveMedicine, errors: &mut FieldErrors) -> Self {
        if let Some(pack) = request.pack_size {
            errors.within("pack_size", pack, 1, MOST_IN_A_PACK);
        }
        if let Some(price) = request.price_minor {
            errors.within("price_minor", price, 0, MOST_PRICE);
        }
        errors.within("minimum_stock", request.minimum_stock, 0, MOST_STOCK);
        Self {
            name: errors.required_line("name", &request.name, NAME_CHARACTERS),
            generic_name: errors.optional_line(
                "generic_name",
                request.generic_name.as_deref(),
                NAME_CHARACTERS,
            ),
            ingredients: words(errors, "ingredients", request.ingredients),
            families: words(errors, "families", request.families),
            form: request.form,
            strength: errors.optional_line("strength", request.strength.as_deref(), NAME_CHARACTERS),
            unit: errors.required_line("unit", &request.unit, UNIT_CHARACTERS),
            pack_size: request.pack_size,
            barcode: errors.optional_line("barcode", request.barcode.as_deref(), LINE_CHARACTERS),
            price_minor: request.price_minor,
            minimum_stock: request.minimum_stock,
        }
    }

    /// What tells two medicines apart. Two that agree would split the stock of one.
    pub fn identity(&self) -> Identity {
        identity(&self.name, self.form, self.strength.as_deref())
    }
}

pub(super) type Identity = (String, MedicineForm, String);

pub(super) fn identity(name: &str, form: MedicineForm, strength: Option<&str>) -> Identity {
    (fold(name), form, fold(strength.unwrap_or_default()))
}

/// A list of words, each once, empty ones left out.
fn words(errors: &mut FieldErrors, field: &str, given: Vec<String>) -> Vec<String> {
    if given.len() > MOST_WORDS {
        errors.push(FieldError::new(field, "too_many").with("most", MOST_WORDS));
        return Vec::new();
    }
    let mut kept: Vec<String> = Vec::new();
    for (at, word) in given.into_iter().enumerate() {
        let Some(word) = errors.optional_line(&format!("{field}[{at}]"), Some(&word), NAME_CHARACTERS) else {
            continue;
        };
        if !kept.iter().any(|other| fold(other) == fold(&word)) {
            kept.push(word);
        }
    }
    kept
}
