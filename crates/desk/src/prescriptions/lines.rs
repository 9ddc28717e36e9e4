//! The line that is being typed, and lines that are not kept yet: what they mean, what they come to, what speaks against them.

use domain::code::Code as _;
use domain::id::DoctorId;
use domain::prescription::Frequency;
use domain::prescription::line::{self, Reading};
use domain::text::fold;
use rusqlite::Connection;

use super::entry::{Item, read_items};
use super::requests::{
    CheckItems, CheckedItems, LineOffer, LineReading, MedicineHits, ReadLine, SearchMedicines, WriteItem,
};
use super::shelf::{Listed, Shelf};
use super::weighing::Weighing;
use super::{store, views};
use crate::error::{FieldErrors, Result};
use crate::{Desk, Session, patients};

const USUAL_HITS: u16 = 8;
const MOST_HITS: u16 = 50;

/// Finds medicines as one types, by name or by what is in them. Whatever is typed, the answer is a list.
pub fn search(desk: &Desk, _session: &Session, request: SearchMedicines) -> Result<MedicineHits> {
    let shelf = Shelf::of(desk)?;
    let limit = usize::from(request.limit.unwrap_or(USUAL_HITS).min(MOST_HITS));
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let found = shelf.search(&request.text, limit).into_iter();
        let medicines =
            found.map(|medicine| views::hit(connection, medicine, today)).collect::<Result<_>>()?;
        Ok(MedicineHits { medicines })
    })
}

/// Reads a typed line: what it says, and the lines it could become.
///
/// # Errors
/// `chart.not_yours`.
pub fn read_line(desk: &Desk, session: &Session, request: ReadLine) -> Result<LineReading> {
    let shelf = Shelf::of(desk)?;
    let said = line::read(&request.text);
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let patient = patients::survivor(connection, request.patient_id)?;
        super::admit(connection, session, patient, at)?;
        let weighing = Weighing::read(connection, &shelf, patient, None, today)?;
        let doctor = session.doctor_id.or(request.doctor_id);
        let mut offers = Vec::new();
        for medicine in shelf.search(&said.medicine, usize::from(USUAL_HITS)) {
            let (item, is_usual) = as_said(connection, &said, medicine, doctor)?;
            let mut items = [Item::read(item, "item", &shelf, &mut FieldErrors::default()).shown()];
            weighing.weigh(connection, &mut items)?;
            let [item] = items;
            offers.push(LineOffer { medicine: views::hit(connection, medicine, today)?, item, is_usual });
        }
        let asked = fold(&said.medicine);
        let mut favourites = store::favourites(connection, session.account_id)?;
        favourites.retain(|favourite| !asked.is_empty() && fold(&favourite.name).starts_with(&asked));
        Ok(LineReading {
            dose_milli: said.dose_milli,
            dose_unit: said.dose_unit,
            frequency: said.frequency,
            days: said.days,
            instructions: said.instruction.map(|instruction| instruction.code().to_owned()),
            route: said.route,
            medicine: said.medicine,
            offers,
            favourites,
        })
    })
}

/// The line as it was said. What it does not say is as this doctor wrote the medicine the last time, where the line says nothing of the course;
/// failing that, the usual of its form.
fn as_said(
    connection: &Connection,
    said: &Reading,
    medicine: &Listed,
    doctor: Option<DoctorId>,
) -> Result<(WriteItem, bool)> {
    let says_nothing = said.dose_milli.is_none() && said.frequency.is_none() && said.days.is_none();
    let usual = match doctor {
        Some(doctor) if says_nothing => store::usual(connection, medicine.id, doctor)?,
        Some(_) | None => None,
    };
    let is_usual = usual.is_some();
    let instructions = said.instruction.map(|instruction| instruction.code().to_owned());
    let item = match usual {
        Some(usual) => WriteItem {
            medicine_id: Some(medicine.id),
            medicine_name: None,
            dose_milli: usual.dose_milli,
            dose_unit: said.dose_unit.unwrap_or(usual.dose_unit),
            route: said.route.unwrap_or(usual.route),
            frequency: usual.frequency,
            days: usual.days,
            quantity: Some(usual.quantity),
            instructions: instructions.or(usual.instructions),
            kept_because: None,
        },
        None => WriteItem {
            medicine_id: Some(medicine.id),
            medicine_name: None,
            dose_milli: said.dose_milli.unwrap_or(1_000),
            dose_unit: said.dose_unit.unwrap_or(medicine.form.dose_unit()),
            route: said.route.unwrap_or(medicine.form.route()),
            frequency: said.frequency.unwrap_or(Frequency::Daily),
            days: said.days,
            quantity: None,
            instructions,
            kept_because: None,
        },
    };
    Ok((item, is_usual))
}

/// Lines that are being written, with their quantities and what speaks against them.
///
/// # Errors
/// `input.invalid` as of `draft`; `not_found {what: prescription}`; `chart.not_yours`.
pub fn check(desk: &Desk, session: &Session, request: CheckItems) -> Result<CheckedItems> {
    let shelf = Shelf::of(desk)?;
    let mut errors = FieldErrors::default();
    let items = read_items(request.items, &shelf, &mut errors);
    errors.finish()?;
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let patient = patients::survivor(connection, request.patient_id)?;
        super::admit(connection, session, patient, at)?;
        let instead_of = match request.id {
            Some(id) => views::one(connection, session, id, today)?.corrects.map(|old| old.id),
            None => None,
        };
        let mut items: Vec<_> = items.into_iter().map(Item::shown).collect();
        Weighing::read(connection, &shelf, patient, instead_of, today)?.weigh(connection, &mut items)?;
        Ok(CheckedItems { items })
    })
}
