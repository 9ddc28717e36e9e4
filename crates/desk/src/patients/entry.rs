//! A filled-in form, read: every field checked, everything wrong said at once.

use domain::id::DoctorId;
use domain::patient::{self as rules, BloodType, Gender, LINE_LIMIT, Problem};
use domain::time::Date;

use super::requests::{EmergencyContact, Phone, PhoneInput, RegisterPatient};
use crate::error::{FieldError, FieldErrors, Result};

/// More phones than this are a mistake.
const MOST_PHONES: usize = 10;
const MOST_FAVOURITES: usize = 50;
/// Letters in a word about a phone or a relative: `mother`.
const WORD_LIMIT: usize = 100;

/// What the registry keeps about a patient, fit to be kept.
pub(super) struct Entry {
    pub full_name: String,
    pub second_name: Option<String>,
    pub date_of_birth: Option<Date>,
    /// Only where the day of birth is not known.
    pub born_about: Option<u16>,
    pub gender: Option<Gender>,
    pub phones: Vec<Phone>,
    pub email: Option<String>,
    pub national_id: Option<String>,
    pub address: Option<String>,
    pub blood_type: Option<BloodType>,
    pub emergency_contact: Option<EmergencyContact>,
    pub notes: Option<String>,
    pub favourite_doctors: Vec<DoctorId>,
}

impl Entry {
    /// Reads the form as of `today`.
    ///
    /// # Errors
    /// `input.invalid`, see `register`.
    pub(super) fn read(form: RegisterPatient, today: Date) -> Result<Self> {
        let mut wrong = FieldErrors::default();
        let entry = Self {
            full_name: keep(&mut wrong, "full_name", rules::name(&form.full_name)),
            second_name: optional(&mut wrong, "second_name", form.second_name, rules::optional_name),
            born_about: match form.date_of_birth {
                Some(_) => None,
                None => {
                    form.born_about.map(|year| keep(&mut wrong, "born_about", rules::born_about(year, today)))
                }
            },
            date_of_birth: form.date_of_birth.filter(|date| {
                let checked = rules::date_of_birth(*date, today);
                checked.map_err(|problem| wrong.push(said("date_of_birth", problem))).is_ok()
            }),
            gender: form.gender,
            phones: phones(&mut wrong, form.phones),
            email: optional(&mut wrong, "email", form.email, rules::email),
            national_id: optional(&mut wrong, "national_id", form.national_id, rules::national_id),
            address: optional(&mut wrong, "address", form.address, |text| {
                rules::optional_line(text, LINE_LIMIT)
            }),
            blood_type: form.blood_type,
            emergency_contact: form.emergency_contact.map(|contact| emergency(&mut wrong, contact)),
            notes: optional(&mut wrong, "notes", form.notes, rules::notes),
            favourite_doctors: form.favourite_doctors,
        };
        if entry.favourite_doctors.len() > MOST_FAVOURITES {
            wrong.push(FieldError::new("favourite_doctors", "too_many").with("most", MOST_FAVOURITES));
        }
        wrong.finish()?;
        Ok(entry)
    }
}

/// The numbers of a form, as dialled.
pub(super) fn numbers(phones: Vec<PhoneInput>) -> Vec<String> {
    phones.into_iter().map(|phone| noted(phone).number).collect()
}

fn noted(phone: PhoneInput) -> Phone {
    match phone {
        PhoneInput::Bare(number) => Phone { number, note: None },
        PhoneInput::Noted(phone) => phone,
    }
}

/// A line of the form left empty is no phone.
fn phones(wrong: &mut FieldErrors, sent: Vec<PhoneInput>) -> Vec<Phone> {
    if sent.len() > MOST_PHONES {
        wrong.push(FieldError::new("phones", "too_many").with("most", MOST_PHONES));
        return Vec::new();
    }
    let mut phones = Vec::with_capacity(sent.len());
    for (at, phone) in sent.into_iter().map(noted).enumerate() {
        let note = phone.note.filter(|note| !note.trim().is_empty());
        if phone.number.trim().is_empty() && note.is_none() {
            continue;
        }
        phones.push(Phone {
            number: keep(wrong, &format!("phones[{at}].number"), rules::phone_number(&phone.number)),
            note: optional(wrong, &format!("phones[{at}].note"), note, word),
        });
    }
    phones
}

fn emergency(wrong: &mut FieldErrors, contact: EmergencyContact) -> EmergencyContact {
    EmergencyContact {
        name: keep(wrong, "emergency_contact.name", rules::name(&contact.name)),
        relationship: optional(wrong, "emergency_contact.relationship", contact.relationship, word),
        phone: keep(wrong, "emergency_contact.phone", rules::phone_number(&contact.phone)),
    }
}

pub(super) fn word(text: &str) -> Result<Option<String>, Problem> {
    rules::optional_line(text, WORD_LIMIT)
}

pub(super) fn optional(
    wrong: &mut FieldErrors,
    field: &str,
    sent: Option<String>,
    read: impl FnOnce(&str) -> Result<Option<String>, Problem>,
) -> Option<String> {
    keep(wrong, field, sent.as_deref().map_or(Ok(None), read))
}

/// The value, or a blank one to go on with and the problem noted.
pub(super) fn keep<T: Default>(wrong: &mut FieldErrors, field: &str, read: Result<T, Problem>) -> T {
    read.unwrap_or_else(|problem| {
        wrong.push(said(field, problem));
        T::default()
    })
}

fn said(field: &str, problem: Problem) -> FieldError {
    let error = FieldError::new(field, problem.code());
    match problem {
        Problem::TooLong { most } => error.with("most", most),
        Problem::Required
        | Problem::TooShort
        | Problem::Format
        | Problem::InTheFuture
        | Problem::TooLongAgo => error,
    }
}
