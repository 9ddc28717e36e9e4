//! Two records field by field: what either says, what can be chosen, and the columns that come of it.

use domain::code::Code as _;
use domain::patient::{MergeChoice, MergeField, Said, are_of_two_scripts, national_id_key};
use domain::text::fold;
use domain::text::phone::Number;
use wire::changes::Value;

use super::record::columns_of;
use super::requests::{FieldChoice, MergeFieldPreview};
use crate::error::{Fault, FieldError, FieldErrors, Result};
use crate::patients::requests::{Patient, Phone};

/// The record that stays and the one that goes.
pub(super) struct Sides {
    pub kept: Patient,
    pub merged: Patient,
}

impl Sides {
    /// Every field that either says something in, with what stands unless it is decided otherwise.
    pub(super) fn preview(&self) -> Vec<MergeFieldPreview> {
        let fields = MergeField::ALL.iter().map(|field| (*field, self.said(*field)));
        fields
            .filter(|(_, said)| said.by_kept || said.by_merged)
            .map(|(field, said)| MergeFieldPreview {
                field,
                choice: field.unless_decided(said),
                choices: MergeChoice::ALL
                    .iter()
                    .copied()
                    .filter(|choice| {
                        field.may_be(*choice, said) && !(said.alike && *choice != MergeChoice::Kept)
                    })
                    .collect(),
                contested: field.is_contested(said),
            })
            .collect()
    }

    /// What becomes of every field.
    ///
    /// # Errors
    /// `input.invalid` with `not_possible` at each choice that cannot be made.
    pub(super) fn decided(&self, choices: &[FieldChoice]) -> Result<Vec<(MergeField, MergeChoice)>> {
        let mut wrong = FieldErrors::default();
        for (at, choice) in choices.iter().enumerate() {
            if !choice.field.may_be(choice.choice, self.said(choice.field)) {
                wrong.push(FieldError::new(format!("choices[{at}].choice"), "not_possible"));
            }
        }
        wrong.finish()?;
        let of = |field: MergeField| {
            let chosen = choices.iter().rev().find(|choice| choice.field == field);
            chosen.map_or_else(|| field.unless_decided(self.said(field)), |choice| choice.choice)
        };
        Ok(MergeField::ALL.iter().map(|field| (*field, of(*field))).collect())
    }

    /// What the columns of a field are to hold; none where they stay. `of_merged` gives a column of the record that goes as it is kept.
    pub(super) fn columns(
        &self,
        field: MergeField,
        choice: MergeChoice,
        of_merged: impl Fn(&str) -> Value,
    ) -> Result<Vec<(&'static str, Value)>> {
        Ok(match choice {
            MergeChoice::Kept => Vec::new(),
            // A name in the other letters has no column of its own in the record that goes.
            MergeChoice::Merged if field == MergeField::SecondName && self.merged.second_name.is_none() => {
                vec![("second_name", Value::Text(self.merged.full_name.clone()))]
            }
            MergeChoice::Merged => {
                columns_of(field).iter().map(|column| (*column, of_merged(column))).collect()
            }
            MergeChoice::Both => vec![self.joined(field)?],
        })
    }

    fn joined(&self, field: MergeField) -> Result<(&'static str, Value)> {
        let json = |list: serde_json::Result<String>| {
            list.map(Value::Text).map_err(|_| Fault::Broken("a list of a patient could not be written"))
        };
        Ok(match field {
            MergeField::Phones => {
                let mut phones = self.kept.phones.clone();
                for phone in &self.merged.phones {
                    if !phones.iter().any(|known| reach_same(known, phone)) {
                        phones.push(phone.clone());
                    }
                }
                ("phones", json(serde_json::to_string(&phones))?)
            }
            MergeField::FavouriteDoctors => {
                let mut doctors = self.kept.favourite_doctors.clone();
                doctors.extend(self.merged.favourite_doctors.iter().copied());
                let mut seen = std::collections::HashSet::new();
                doctors.retain(|doctor| seen.insert(*doctor));
                ("favourite_doctors", json(serde_json::to_string(&doctors))?)
            }
            _ => {
                let texts = [self.kept.notes.as_deref(), self.merged.notes.as_deref()];
                ("notes", Value::Text(texts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")))
            }
        })
    }

    fn said(&self, field: MergeField) -> Said {
        let (kept, merged) = (&self.kept, &self.merged);
        match field {
            MergeField::FullName => told(Some(fold(&kept.full_name)), Some(fold(&merged.full_name))),
            MergeField::SecondName => {
                let in_other_letters = || {
                    are_of_two_scripts(&kept.full_name, &merged.full_name).then(|| merged.full_name.clone())
                };
                let merged = merged.second_name.clone().or_else(in_other_letters);
                told(kept.second_name.as_deref().map(fold), merged.as_deref().map(fold))
            }
            MergeField::Birth => {
                let birth = |patient: &Patient| {
                    let known = (patient.date_of_birth, patient.born_about);
                    (known != (None, None)).then_some(known)
                };
                told(birth(kept), birth(merged))
            }
            MergeField::Gender => told(kept.gender, merged.gender),
            MergeField::Phones => Said {
                by_kept: !kept.phones.is_empty(),
                by_merged: !merged.phones.is_empty(),
                alike: merged
                    .phones
                    .iter()
                    .all(|phone| kept.phones.iter().any(|known| reach_same(known, phone))),
            },
            MergeField::Email => {
                let lower = |email: &Option<String>| email.as_deref().map(str::to_lowercase);
                told(lower(&kept.email), lower(&merged.email))
            }
            MergeField::NationalId => {
                let key = |id: &Option<String>| id.as_deref().map(national_id_key);
                told(key(&kept.national_id), key(&merged.national_id))
            }
            MergeField::Address => {
                told(kept.address.as_deref().map(fold), merged.address.as_deref().map(fold))
            }
            MergeField::BloodType => told(kept.blood_type, merged.blood_type),
            MergeField::EmergencyContact => {
                told(kept.emergency_contact.as_ref(), merged.emergency_contact.as_ref())
            }
            MergeField::Notes => told(kept.notes.as_ref(), merged.notes.as_ref()),
            MergeField::FavouriteDoctors => Said {
                by_kept: !kept.favourite_doctors.is_empty(),
                by_merged: !merged.favourite_doctors.is_empty(),
                alike: merged.favourite_doctors.iter().all(|doctor| kept.favourite_doctors.contains(doctor)),
            },
        }
    }
}

fn told<T: PartialEq>(kept: Option<T>, merged: Option<T>) -> Said {
    Said { by_kept: kept.is_some(), by_merged: merged.is_some(), alike: kept == merged }
}

fn reach_same(one: &Phone, other: &Phone) -> bool {
    match (Number::read(&one.number), Number::read(&other.number)) {
        (Some(one), Some(other)) => one == other || one.reaches_same(&other),
        _ => one.number == other.number,
    }
}
