//! What a doctor and a specialty must be before they are kept.

use domain::id::{DoctorId, SiteId, SpecialtyId};
use rusqlite::Connection;

use super::{Doctor, DoctorApproval, Qualification, SaveDoctor, SaveSpecialty, Specialty, store};
use crate::clinic;
use crate::error::{FieldError, FieldErrors, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS, NOTES_CHARACTERS};

const MOST_QUALIFICATIONS: usize = 30;
const MOST_LANGUAGES: usize = 30;
const MOST_SPECIALTIES: usize = 20;
const VISIT_MINUTES: u16 = 15;

pub(super) fn doctor(
    connection: &Connection,
    request: &SaveDoctor,
    new_id: impl FnOnce() -> DoctorId,
) -> Result<Doctor> {
    let mut errors = FieldErrors::default();
    let line = |errors: &mut FieldErrors, field: &str, text: &Option<String>, most: usize| {
        errors.optional_line(field, text.as_deref(), most)
    };
    let doctor = Doctor {
        id: request.id.unwrap_or_else(new_id),
        site_id: site(connection, &mut errors, request.site_id)?,
        full_name: errors.required_line("full_name", &request.full_name, NAME_CHARACTERS),
        second_name: line(&mut errors, "second_name", &request.second_name, NAME_CHARACTERS),
        title: line(&mut errors, "title", &request.title, NAME_CHARACTERS),
        specialties: specialties(connection, &mut errors, &request.specialty_ids)?,
        license_number: line(&mut errors, "license_number", &request.license_number, NAME_CHARACTERS),
        qualifications: qualifications(&mut errors, &request.qualifications),
        years_of_experience: request.years_of_experience,
        biography: errors.optional_text("biography", request.biography.as_deref(), NOTES_CHARACTERS),
        languages: languages(&mut errors, &request.languages),
        consultation_fee_minor: request.consultation_fee_minor,
        default_visit_minutes: request.default_visit_minutes.unwrap_or(VISIT_MINUTES),
        phone: line(&mut errors, "phone", &request.phone, LINE_CHARACTERS),
        email: errors.email("email", request.email.as_deref()),
        board_colour: colour(&mut errors, request.board_colour.as_deref()),
        approval: request.approval.unwrap_or(DoctorApproval::Approved),
        documents_verified: request.documents_verified,
        active: request.active.unwrap_or(true),
    };
    if let Some(years) = doctor.years_of_experience {
        errors.within("years_of_experience", years, 0, 80);
    }
    if let Some(fee) = doctor.consultation_fee_minor {
        // Far above any fee, far below where sums of them could overflow.
        errors.within("consultation_fee_minor", fee, 0, 1_000_000_000_000);
    }
    errors.within("default_visit_minutes", doctor.default_visit_minutes, 5, 480);
    if let Some(license) = &doctor.license_number
        && let Some(holder) = store::holder_of_license(connection, license, doctor.id)?
    {
        errors.push(FieldError::new("license_number", "taken").with("by", holder));
    }
    errors.finish()?;
    Ok(doctor)
}

pub(super) fn specialty(
    connection: &Connection,
    request: &SaveSpecialty,
    new_id: impl FnOnce() -> SpecialtyId,
) -> Result<Specialty> {
    let mut errors = FieldErrors::default();
    let specialty = Specialty {
        id: request.id.unwrap_or_else(new_id),
        name: errors.required_line("name", &request.name, NAME_CHARACTERS),
        name_ar: errors.optional_line("name_ar", request.name_ar.as_deref(), NAME_CHARACTERS),
        description: errors.optional_text("description", request.description.as_deref(), NOTES_CHARACTERS),
        icon: errors.optional_line("icon", request.icon.as_deref(), NAME_CHARACTERS),
    };
    let fold = |name: &str| name.to_lowercase();
    let others = store::specialties(connection)?;
    let twin =
        others.iter().find(|other| other.id != specialty.id && fold(&other.name) == fold(&specialty.name));
    if let Some(twin) = twin {
        errors.push(FieldError::new("name", "taken").with("by", &twin.name));
    }
    errors.finish()?;
    Ok(specialty)
}

/// The site asked for, or the only one there is.
fn site(connection: &Connection, errors: &mut FieldErrors, wanted: Option<SiteId>) -> Result<SiteId> {
    use domain::id::Id as _;
    let sites = clinic::store::sites(connection)?;
    let found = match wanted {
        Some(wanted) => sites.iter().find(|site| site.id == wanted).ok_or("unknown"),
        None => <&[_; 1]>::try_from(sites.as_slice()).map(|[only]| only).map_err(|_| "required"),
    };
    match found {
        Ok(site) => Ok(site.id),
        Err(code) => {
            errors.push(FieldError::new("site_id", code));
            Ok(SiteId::from_uuid(uuid::Uuid::nil()))
        }
    }
}

fn specialties(
    connection: &Connection,
    errors: &mut FieldErrors,
    wanted: &[SpecialtyId],
) -> Result<Vec<Specialty>> {
    if wanted.len() > MOST_SPECIALTIES {
        errors.push(FieldError::new("specialty_ids", "too_many").with("most", MOST_SPECIALTIES));
        return Ok(Vec::new());
    }
    let known = store::specialties(connection)?;
    let mut chosen = Vec::with_capacity(wanted.len());
    for (at, id) in wanted.iter().enumerate() {
        let field = format!("specialty_ids[{at}]");
        match known.iter().find(|specialty| specialty.id == *id) {
            _ if wanted[..at].contains(id) => errors.push(FieldError::new(field, "repeated")),
            Some(specialty) => chosen.push(specialty.clone()),
            None => errors.push(FieldError::new(field, "unknown")),
        }
    }
    Ok(chosen)
}

fn qualifications(errors: &mut FieldErrors, entries: &[Qualification]) -> Vec<Qualification> {
    if entries.len() > MOST_QUALIFICATIONS {
        errors.push(FieldError::new("qualifications", "too_many").with("most", MOST_QUALIFICATIONS));
        return Vec::new();
    }
    let mut checked = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let field = |name: &str| format!("qualifications[{at}].{name}");
        if let Some(year) = entry.year {
            errors.within(&field("year"), year, 1900, 2200);
        }
        let institution = entry.institution.as_deref();
        checked.push(Qualification {
            degree: errors.required_line(&field("degree"), &entry.degree, NAME_CHARACTERS),
            institution: errors.optional_line(&field("institution"), institution, NAME_CHARACTERS),
            year: entry.year,
        });
    }
    checked
}

/// Tags of BCP 47, by their outer form: `ar`, `en-GB`.
fn languages(errors: &mut FieldErrors, tags: &[String]) -> Vec<String> {
    if tags.len() > MOST_LANGUAGES {
        errors.push(FieldError::new("languages", "too_many").with("most", MOST_LANGUAGES));
        return Vec::new();
    }
    let well_formed = |tag: &str| {
        let mut subtags = tag.split('-');
        let language = subtags.next().unwrap_or_default();
        (2..=3).contains(&language.len())
            && language.bytes().all(|byte| byte.is_ascii_alphabetic())
            && subtags.all(|subtag| {
                (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
    };
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for (at, tag) in tags.iter().enumerate() {
        if !well_formed(tag.trim()) {
            errors.push(FieldError::new(format!("languages[{at}]"), "format"));
        } else if !kept.iter().any(|known| known == tag.trim()) {
            kept.push(tag.trim().to_owned());
        }
    }
    kept
}

/// The name of a colour of the board. Which names there are is the screen's business.
fn colour(errors: &mut FieldErrors, name: Option<&str>) -> Option<String> {
    let name = errors.optional_line("board_colour", name, NAME_CHARACTERS)?;
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        errors.push(FieldError::new("board_colour", "format"));
    }
    Some(name)
}
