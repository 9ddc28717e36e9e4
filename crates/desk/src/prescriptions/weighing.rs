//! What speaks against each line of a draft, for this patient on this day.

use domain::id::{PatientId, PrescriptionId};
use domain::prescription::warning::{Shared, Substance, allergy, in_common};
use domain::time::Date;
use rusqlite::Connection;

use super::requests::{LineWarning, MedicineHit, PrescriptionItem, WarningKind};
use super::shelf::{Listed, Shelf};
use super::views;
use crate::error::Result;

/// More than stand beside a warning would not be read.
const MOST_ALTERNATIVES: usize = 3;

/// Something the patient is allergic to.
pub(crate) struct Allergy {
    pub allergen: String,
    pub reaction: Option<String>,
    pub severity: String,
    pub noticed_on: Option<Date>,
}

/// A medicine the patient has already.
pub(crate) struct Having {
    pub name: String,
    pub generic_name: Option<String>,
    pub ingredients: Vec<String>,
    pub families: Vec<String>,
    /// The prescription it comes from; none for what is merely known to be taken.
    pub prescription: Option<String>,
}

impl Having {
    pub fn substance(&self) -> Substance<'_> {
        Substance {
            name: &self.name,
            generic_name: self.generic_name.as_deref(),
            ingredients: &self.ingredients,
            families: &self.families,
        }
    }
}

/// All that lines are held against.
pub(super) struct Weighing<'s> {
    shelf: &'s Shelf,
    allergies: Vec<Allergy>,
    having: Vec<Having>,
    today: Date,
}

impl<'s> Weighing<'s> {
    /// `instead_of` is a prescription that the lines are to take the place of, and is not held against them.
    pub fn read(
        connection: &Connection,
        shelf: &'s Shelf,
        patient: PatientId,
        instead_of: Option<PrescriptionId>,
        today: Date,
    ) -> Result<Self> {
        let mut having = views::still_valid(connection, patient, instead_of, today)?;
        for mut taken in views::taken(connection, patient, today)? {
            // What is taken is written down by its name alone; the clinic's list may know what is in it.
            if let Some(listed) = shelf.search(&taken.name, 1).into_iter().next() {
                taken.generic_name.clone_from(&listed.generic_name);
                taken.ingredients.clone_from(&listed.ingredients);
                taken.families.clone_from(&listed.families);
            }
            having.push(taken);
        }
        Ok(Self { shelf, allergies: views::allergies(connection, patient)?, having, today })
    }

    /// Writes into each line what speaks against it, and what could be given instead.
    pub fn weigh(&self, connection: &Connection, items: &mut [PrescriptionItem]) -> Result<()> {
        for at in 0..items.len() {
            let (earlier, rest) = items.split_at(at);
            let item = &rest[0];
            let mut warnings = self.of_allergies(self.substance(item));
            warnings.extend(self.twice_here(item, earlier));
            warnings.extend(self.had_already(self.substance(item)));
            let alternatives =
                if warnings.is_empty() { Vec::new() } else { self.alternatives(connection, items, at)? };
            items[at].warnings = warnings;
            items[at].alternatives = alternatives;
        }
        Ok(())
    }

    fn substance<'a>(&'a self, item: &'a PrescriptionItem) -> Substance<'a> {
        let bare = || Substance {
            name: &item.medicine_name,
            generic_name: item.generic_name.as_deref(),
            ..Substance::default()
        };
        item.medicine_id.and_then(|id| self.shelf.get(id)).map_or_else(bare, Listed::substance)
    }

    fn of_allergies(&self, medicine: Substance<'_>) -> Vec<LineWarning> {
        let met = |known: &Allergy| {
            let shared = allergy(&known.allergen, medicine)?;
            Some(LineWarning {
                severity: Some(known.severity.clone()),
                reaction: known.reaction.clone(),
                noticed_on: known.noticed_on,
                ..warning(WarningKind::Allergy, &known.allergen, shared)
            })
        };
        self.allergies.iter().filter_map(met).collect()
    }

    /// The later of two lines is the one that is asked about.
    fn twice_here(&self, item: &PrescriptionItem, earlier: &[PrescriptionItem]) -> Option<LineWarning> {
        let medicine = self.substance(item);
        earlier.iter().find_map(|other| {
            let shared = in_common(medicine, self.substance(other))?;
            Some(warning(WarningKind::DuplicateHere, &other.medicine_name, shared))
        })
    }

    fn had_already(&self, medicine: Substance<'_>) -> Option<LineWarning> {
        self.having.iter().find_map(|having| {
            let shared = in_common(medicine, having.substance())?;
            let kind = match having.prescription {
                Some(_) => WarningKind::DuplicatePrescribed,
                None => WarningKind::DuplicateTaken,
            };
            Some(LineWarning {
                prescription: having.prescription.clone(),
                ..warning(kind, &having.name, shared)
            })
        })
    }

    /// Medicines of a family that the clinic lists for this one too, that nothing speaks against.
    fn alternatives(
        &self,
        connection: &Connection,
        items: &[PrescriptionItem],
        at: usize,
    ) -> Result<Vec<MedicineHit>> {
        let families = self.substance(&items[at]).families;
        let others = || items.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, item)| item);
        let suits = |medicine: &&Listed| {
            let substance = medicine.substance();
            medicine.families.iter().any(|family| families.contains(family))
                && Some(medicine.id) != items[at].medicine_id
                && self.of_allergies(substance).is_empty()
                && self.had_already(substance).is_none()
                && others().all(|item| in_common(substance, self.substance(item)).is_none())
        };
        let found = self.shelf.all().filter(suits).take(MOST_ALTERNATIVES);
        found.map(|medicine| views::hit(connection, medicine, self.today)).collect()
    }
}

fn warning(kind: WarningKind, against: &str, shared: Shared) -> LineWarning {
    let (shared, by_family) = match shared {
        Shared::Substance(name) => (name, false),
        Shared::Family(name) => (name, true),
    };
    LineWarning {
        kind,
        against: against.to_owned(),
        shared,
        by_family,
        severity: None,
        reaction: None,
        noticed_on: None,
        prescription: None,
    }
}
