//! What would go out for each line: the medicine it names or the one that was chosen, from which lots, and what speaks against it for this patient.

use std::collections::BTreeMap;

use domain::id::{MedicineId, PrescriptionItemId, SiteId};
use domain::prescription::warning::{Shared, Substance, allergy, in_common};
use domain::stock::allot::{Shelf, Taken, allot};
use domain::stock::substitute::{Kind, may_stand_in};
use domain::time::Date;
use rusqlite::Connection;

use super::super::Lot;
use super::super::store::of_medicine;
use super::requests::{AllergyStop, Double, ProposedLine, ProposedTake, ToDispense};
use super::store::Item;
use crate::error::{Refusal, Result};
use crate::medicines::{self, Medicine};
use crate::prescriptions::{Allergy, Having, allergies, still_valid};

/// The lots of each medicine, with what other lines of the same prescription leave.
pub(super) struct Shelves {
    site: SiteId,
    today: Date,
    lots: BTreeMap<MedicineId, Vec<Lot>>,
}

impl Shelves {
    pub fn of_site(site: SiteId, today: Date) -> Self {
        Self { site, today, lots: BTreeMap::new() }
    }

    pub fn of(&mut self, connection: &Connection, medicine: MedicineId) -> Result<&mut Vec<Lot>> {
        if !self.lots.contains_key(&medicine) {
            let lots = of_medicine(connection, medicine, self.site, self.today)?;
            self.lots.insert(medicine, lots);
        }
        Ok(self.lots.entry(medicine).or_default())
    }
}

pub(super) fn shelf(lot: &Lot) -> Shelf {
    Shelf { lot: lot.id, expires_on: lot.expires_on, left: lot.left }
}

pub(super) fn take_away(lots: &mut [Lot], takes: &[Taken]) {
    for take in takes {
        if let Some(lot) = lots.iter_mut().find(|lot| lot.id == take.lot) {
            lot.left -= take.quantity;
        }
    }
}

/// How a medicine goes out for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    AsPrescribed,
    /// The line names none of the clinic's medicines: somebody chose one.
    AsChosen,
    /// The same by another name.
    InItsPlace,
}

/// None for a medicine that may not go out for the line.
pub(super) fn goes(item: &Item, prescribed: Option<&Medicine>, medicine: &Medicine) -> Option<Goes> {
    match prescribed {
        _ if item.medicine_id == Some(medicine.id) => Some(Goes::AsPrescribed),
        None => Some(Goes::AsChosen),
        Some(prescribed) => may_stand_in(kind(prescribed), kind(medicine)).then_some(Goes::InItsPlace),
    }
}

fn kind(medicine: &Medicine) -> Kind<'_> {
    Kind {
        substance: substance(medicine),
        form: medicine.form,
        strength: medicine.strength.as_deref(),
        unit: &medicine.unit,
    }
}

fn substance(medicine: &Medicine) -> Substance<'_> {
    Substance {
        name: &medicine.name,
        generic_name: medicine.generic_name.as_deref(),
        ingredients: &medicine.ingredients,
        families: &medicine.families,
    }
}

/// The medicine of a line; none for one that is written by hand or off the list by now.
pub(super) fn listed(
    connection: &Connection,
    id: Option<MedicineId>,
    site: SiteId,
    today: Date,
) -> Result<Option<Medicine>> {
    let Some(id) = id else { return Ok(None) };
    match medicines::one(connection, id, today, Some(site)) {
        Ok(medicine) => Ok(Some(medicine)),
        Err(crate::Error::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What is known of whoever gets it.
pub(super) struct Patient {
    allergies: Vec<Allergy>,
    /// Of other prescriptions, and of the other lines of this one.
    having: Vec<(Option<PrescriptionItemId>, Having)>,
}

impl Patient {
    pub fn read(
        connection: &Connection,
        prescription: &ToDispense,
        items: &[Item],
        today: Date,
    ) -> Result<Self> {
        let patient = prescription.patient_id;
        let elsewhere = still_valid(connection, patient, Some(prescription.id), today)?;
        let mut others: Vec<_> = elsewhere.into_iter().map(|having| (None, having)).collect();
        for item in items {
            let listed = match item.medicine_id {
                Some(id) => medicines::one(connection, id, today, None).ok(),
                None => None,
            };
            let (of_list, ingredients, families) = listed
                .map(|medicine| (medicine.generic_name, medicine.ingredients, medicine.families))
                .unwrap_or_default();
            let (name, generic_name) = (item.medicine.clone(), item.generic_name.clone().or(of_list));
            let having = Having { name, generic_name, ingredients, families, prescription: None };
            others.push((Some(item.id), having));
        }
        Ok(Self { allergies: allergies(connection, patient)?, having: others })
    }

    /// What the patient is allergic to and the line has: what goes out, and what is written where it may say more.
    pub fn stops(&self, item: &Item, goes: Goes, medicine: Option<&Medicine>) -> Vec<AllergyStop> {
        let written = Substance {
            name: &item.medicine,
            generic_name: item.generic_name.as_deref(),
            ..Substance::default()
        };
        let own = medicine.map(|medicine| match goes {
            // By the name under which it was prescribed.
            Goes::AsPrescribed => Substance { name: &item.medicine, ..substance(medicine) },
            Goes::AsChosen | Goes::InItsPlace => substance(medicine),
        });
        let stop = |known: &Allergy| {
            let met = own.and_then(|own| allergy(&known.allergen, own));
            let (shared, by_family) = match met.or_else(|| allergy(&known.allergen, written))? {
                Shared::Substance(word) => (word, false),
                Shared::Family(word) => (word, true),
            };
            Some(AllergyStop {
                allergen: known.allergen.clone(),
                severity: known.severity.clone(),
                reaction: known.reaction.clone(),
                shared,
                by_family,
            })
        };
        self.allergies.iter().filter_map(stop).collect()
    }

    /// What the patient has already of a medicine that somebody chose. Of what was prescribed the doctor was asked.
    pub fn doubles(&self, item: &Item, goes: Goes, medicine: &Medicine) -> Vec<Double> {
        if goes != Goes::AsChosen {
            return Vec::new();
        }
        let others = self.having.iter().filter(|(line, _)| *line != Some(item.id));
        let double = |having: &Having| {
            let (shared, by_family) = match in_common(substance(medicine), having.substance())? {
                Shared::Substance(word) => (word, false),
                Shared::Family(word) => (word, true),
            };
            let (medicine, prescription) = (having.name.clone(), having.prescription.clone());
            Some(Double { medicine, shared, by_family, prescription })
        };
        others.filter_map(|(_, having)| double(having)).collect()
    }
}

/// # Errors
/// `not_found {what: medicine}`, `fulfilment.other_medicine {medicine}`: of what was chosen.
pub(super) fn propose(
    connection: &Connection,
    item: Item,
    chosen: Option<MedicineId>,
    shelves: &mut Shelves,
    patient: &Patient,
) -> Result<ProposedLine> {
    let (site, today) = (shelves.site, shelves.today);
    let prescribed = listed(connection, item.medicine_id, site, today)?;
    let chosen = chosen.filter(|id| Some(*id) != item.medicine_id);
    let chosen = chosen.map(|id| medicines::one(connection, id, today, Some(site))).transpose()?;
    let how = match &chosen {
        Some(medicine) => goes(&item, prescribed.as_ref(), medicine)
            .ok_or_else(|| Refusal::new("fulfilment.other_medicine").with("medicine", &item.medicine))?,
        None => Goes::AsPrescribed,
    };
    let open = (item.prescribed - item.given).max(0);
    let substitutes = match &prescribed {
        Some(prescribed) if open > 0 => in_its_place(connection, prescribed, site, today)?,
        Some(_) | None => Vec::new(),
    };
    let medicine = chosen.as_ref().or(prescribed.as_ref());
    let mut take = Vec::new();
    if let Some(medicine) = medicine {
        let lots = shelves.of(connection, medicine.id)?;
        let takes = allot(&lots.iter().map(shelf).collect::<Vec<_>>(), open, today);
        for taken in &takes {
            if let Some(lot) = lots.iter().find(|lot| lot.id == taken.lot) {
                take.push(ProposedTake {
                    lot_id: lot.id,
                    number: lot.number.clone(),
                    expires_on: lot.expires_on,
                    quantity: taken.quantity,
                    left: lot.left,
                });
            }
        }
        take_away(lots, &takes);
    }
    Ok(ProposedLine {
        prescription_item_id: item.id,
        allergies: patient.stops(&item, how, medicine),
        doubles: chosen.as_ref().map(|medicine| patient.doubles(&item, how, medicine)).unwrap_or_default(),
        unit: medicine.map(|medicine| medicine.unit.clone()),
        price_minor: medicine.and_then(|medicine| medicine.price_minor),
        strength: prescribed.as_ref().and_then(|medicine| medicine.strength.clone()),
        form: prescribed.as_ref().map(|medicine| medicine.form),
        medicine_id: prescribed.map(|medicine| medicine.id),
        is_substitute: how == Goes::InItsPlace,
        chosen,
        substitutes,
        medicine: item.medicine,
        generic_name: item.generic_name,
        dose_milli: item.dose_milli,
        dose_unit: item.dose_unit,
        frequency: item.frequency,
        days: item.days,
        instructions: item.instructions,
        doctor_kept_because: item.kept_because,
        prescribed: item.prescribed,
        given: item.given,
        given_before: item.given_before,
        open,
        take,
    })
}

/// What stands in for a medicine and is there.
fn in_its_place(
    connection: &Connection,
    prescribed: &Medicine,
    site: SiteId,
    today: Date,
) -> Result<Vec<Medicine>> {
    let mut all = medicines::all(connection, today, Some(site))?;
    all.retain(|other| {
        other.id != prescribed.id && other.stock > 0 && may_stand_in(kind(prescribed), kind(other))
    });
    Ok(all)
}
