//! Prescriptions as screens and papers read them.

use std::collections::HashMap;

use domain::code::Code as _;
use domain::id::{DoctorId, PatientId, PrescriptionId};
use domain::patient::known_age_years;
use domain::prescription::{Hand, PrescriptionAction, PrescriptionState, PrescriptionStatus};
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::requests::{
    MedicineHit, Prescription, PrescriptionItem, PrescriptionLine, PrescriptionName, PrescriptionTest,
};
use super::shelf::Listed;
use super::store;
use super::weighing::{Allergy, Having};
use crate::Session;
use crate::error::{Refusal, Result};
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// What an account is to a prescription of this doctor.
pub(super) fn hand(session: &Session, doctor: DoctorId) -> Hand {
    Hand { role: session.role, is_own: session.doctor_id == Some(doctor) }
}

/// One prescription, unless its making was undone.
///
/// # Errors
/// `not_found {what: prescription}`.
pub(super) fn one(
    connection: &Connection,
    session: &Session,
    id: PrescriptionId,
    today: Date,
) -> Result<Prescription> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("prescription.sql"), " and prescription.id = :id"))?;
    let found = statement.query_row(named_params! { ":id": Sql(id) }, |row| read(row, today)).optional()?;
    let (mut found, status, is_replaced) = found.ok_or_else(|| Refusal::not_found("prescription"))?;
    found.items = items(connection, id)?;
    found.tests = tests(connection, id)?;
    let lines = found.items.iter().map(|item| (item.quantity, item.dispensed));
    found.state = PrescriptionState::of(status, is_replaced, lines);
    let hand = hand(session, found.doctor_id);
    let may = PrescriptionAction::ALL.iter().copied().filter(|action| action.may(hand, found.state));
    found.may = may.collect();
    Ok(found)
}

fn read(row: &Row<'_>, today: Date) -> rusqlite::Result<(Prescription, PrescriptionStatus, bool)> {
    let (corrects, replaced_by, is_replaced) = chain(row)?;
    let prescription = Prescription {
        id: row.col("id")?,
        r#ref: row.get("ref")?,
        appointment_id: row.col("appointment_id")?,
        patient_id: row.col("patient_id")?,
        patient_name: row.get("patient_name")?,
        patient_second_name: row.get("patient_second_name")?,
        patient_ref: row.get("patient_ref")?,
        age_years: known_age_years(row.col("date_of_birth")?, row.get("born_about")?, today),
        doctor_id: row.col("doctor_id")?,
        doctor_name: row.get("doctor_name")?,
        site_id: row.col("site_id")?,
        state: PrescriptionState::Draft,
        diagnosis: row.get("diagnosis")?,
        notes: row.get("notes")?,
        tags: row.col::<Json<_>>("tags")?.0,
        issued_at: row.col("issued_at")?,
        valid_until: row.col("valid_until")?,
        whiteboard: row.col::<Option<Json<_>>>("whiteboard")?.map(|sheet| sheet.0),
        corrects,
        replaced_by,
        cancel_reason: row.get("cancel_reason")?,
        cancelled_at: row.col("cancelled_at")?,
        created_at: row.col("created_at")?,
        items: Vec::new(),
        tests: Vec::new(),
        may: Vec::new(),
    };
    Ok((prescription, row.col("status")?, is_replaced))
}

/// What it corrects, what stands in its place, and whether anything does.
fn chain(row: &Row<'_>) -> rusqlite::Result<(Option<PrescriptionName>, Option<PrescriptionName>, bool)> {
    let name = |id: Option<PrescriptionId>, reference: &str| -> rusqlite::Result<Option<PrescriptionName>> {
        let reference: Option<String> = row.get(reference)?;
        Ok(id.map(|id| PrescriptionName { id, r#ref: reference.unwrap_or_default() }))
    };
    let is_replaced: bool = row.get("is_replaced")?;
    let replacing = if is_replaced { row.col("replacing_id")? } else { None };
    let corrects = name(row.col("corrected_prescription_id")?, "corrected_ref")?;
    Ok((corrects, name(replacing, "replacing_ref")?, is_replaced))
}

fn items(connection: &Connection, id: PrescriptionId) -> Result<Vec<PrescriptionItem>> {
    let mut statement = connection.prepare_cached(include_str!("items.sql"))?;
    let items = statement.query_map(named_params! { ":prescription": Sql(id) }, |row| {
        Ok(PrescriptionItem {
            id: Some(row.col("id")?),
            medicine_id: row.col("medicine_id")?,
            medicine_name: row.get("medicine_name")?,
            generic_name: row.get("generic_name")?,
            form: row.col("form")?,
            dose_milli: row.get("dose_milli")?,
            dose_unit: row.col("dose_unit")?,
            route: row.col("route")?,
            frequency: row.col("frequency")?,
            days: row.get("days")?,
            quantity: row.get("quantity")?,
            quantity_worked_out: false,
            instructions: row.get("instructions")?,
            kept_because: row.get("kept_because")?,
            dispensed: row.get("dispensed")?,
            warnings: Vec::new(),
            alternatives: Vec::new(),
        })
    })?;
    Ok(items.collect::<rusqlite::Result<_>>()?)
}

fn tests(connection: &Connection, id: PrescriptionId) -> Result<Vec<PrescriptionTest>> {
    let mut statement = connection.prepare_cached(
        "select id, name, instructions, priority from prescription_test
         where prescription_id = :prescription and deleted_at is null order by position, id",
    )?;
    let tests = statement.query_map(named_params! { ":prescription": Sql(id) }, |row| {
        Ok(PrescriptionTest {
            id: row.col("id")?,
            name: row.get("name")?,
            instructions: row.get("instructions")?,
            priority: row.col("priority")?,
        })
    })?;
    Ok(tests.collect::<rusqlite::Result<_>>()?)
}

/// What stands in a list of each prescription of a patient that this account may read, the newest first. Two statements, however many
/// there are: a chart has them all.
pub(crate) fn list(
    connection: &Connection,
    session: &Session,
    patient: PatientId,
) -> Result<Vec<PrescriptionLine>> {
    let mut lines = lines(connection, patient)?;
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("list.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let listed = statement.query_map(named_params! { ":id": Sql(patient) }, |row| {
        let id = row.col("id")?;
        let (corrects, replaced_by, is_replaced) = chain(row)?;
        let lines: Lines = lines.remove(&id).unwrap_or_default();
        Ok(PrescriptionLine {
            id,
            r#ref: row.get("ref")?,
            appointment_id: row.col("appointment_id")?,
            doctor_id: row.col("doctor_id")?,
            doctor_name: row.get("doctor_name")?,
            state: PrescriptionState::of(row.col("status")?, is_replaced, lines.amounts),
            diagnosis: row.get("diagnosis")?,
            tags: row.col::<Json<_>>("tags")?.0,
            issued_at: row.col("issued_at")?,
            created_at: row.col("created_at")?,
            valid_until: row.col("valid_until")?,
            medicines: lines.medicines,
            tests: lines.tests,
            corrects,
            replaced_by,
        })
    })?;
    let mut listed: Vec<PrescriptionLine> = listed.collect::<rusqlite::Result<_>>()?;
    listed.retain(|line| PrescriptionAction::Read.may(hand(session, line.doctor_id), line.state));
    Ok(listed)
}

#[derive(Default)]
struct Lines {
    medicines: Vec<String>,
    tests: Vec<String>,
    /// Of each medicine what is asked for, and what was handed out.
    amounts: Vec<(u32, u32)>,
}

fn lines(connection: &Connection, patient: PatientId) -> Result<HashMap<PrescriptionId, Lines>> {
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("list_lines.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! { ":id": Sql(patient) })?;
    let mut lines: HashMap<_, Lines> = HashMap::new();
    while let Some(row) = rows.next()? {
        let of = lines.entry(row.col("prescription_id")?).or_default();
        if row.get("is_medicine")? {
            of.medicines.push(row.get("name")?);
            of.amounts.push((row.get("quantity")?, row.get("dispensed")?));
        } else {
            of.tests.push(row.get("name")?);
        }
    }
    Ok(lines)
}

/// All prescriptions of a patient, the newest first.
pub(super) fn of_patient(connection: &Connection, patient: PatientId) -> Result<Vec<PrescriptionId>> {
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("of_patient.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(named_params! { ":id": Sql(patient) }, |row| row.col("id"))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Words that prescriptions were tagged with lately, by one doctor or by all, the commonest first.
pub(super) fn tags(connection: &Connection, doctor: Option<DoctorId>) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(include_str!("tags.sql"))?;
    let tags = statement.query_map(named_params! { ":doctor": Sql(doctor) }, |row| row.get("tag"))?;
    Ok(tags.collect::<rusqlite::Result<_>>()?)
}

/// A medicine with what is in stock of it.
pub(super) fn hit(connection: &Connection, medicine: &Listed, today: Date) -> Result<MedicineHit> {
    Ok(MedicineHit {
        id: medicine.id,
        name: medicine.name.clone(),
        generic_name: medicine.generic_name.clone(),
        form: medicine.form,
        strength: medicine.strength.clone(),
        unit: medicine.unit.clone(),
        pack_size: medicine.pack_size,
        stock: store::stock(connection, medicine.id, today)?,
    })
}

/// What the person is allergic to, whatever files are theirs by now.
pub(crate) fn allergies(connection: &Connection, patient: PatientId) -> Result<Vec<Allergy>> {
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("allergies.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let allergies = statement.query_map(named_params! { ":id": Sql(patient) }, |row| {
        Ok(Allergy {
            allergen: row.get("allergen")?,
            reaction: row.get("reaction")?,
            severity: row.get("severity")?,
            noticed_on: row.col("noticed_on")?,
        })
    })?;
    Ok(allergies.collect::<rusqlite::Result<_>>()?)
}

/// What the patient is known to take.
pub(super) fn taken(connection: &Connection, patient: PatientId, today: Date) -> Result<Vec<Having>> {
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("taken.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let taken = statement.query_map(named_params! { ":id": Sql(patient), ":today": Sql(today) }, |row| {
        let (ingredients, families) = (Vec::new(), Vec::new());
        Ok(Having { name: row.get("name")?, generic_name: None, ingredients, families, prescription: None })
    })?;
    Ok(taken.collect::<rusqlite::Result<_>>()?)
}

/// What prescriptions that count and are still valid hold.
pub(crate) fn still_valid(
    connection: &Connection,
    patient: PatientId,
    instead_of: Option<PrescriptionId>,
    today: Date,
) -> Result<Vec<Having>> {
    let sql = concat!(include_str!("../patients/person.sql"), include_str!("still_valid.sql"));
    let mut statement = connection.prepare_cached(sql)?;
    let params = named_params! { ":id": Sql(patient), ":instead_of": Sql(instead_of), ":today": Sql(today) };
    let having = statement.query_map(params, |row| {
        let list = |name: &str| -> rusqlite::Result<Vec<String>> {
            Ok(row.col::<Option<Json<_>>>(name)?.map(|list| list.0).unwrap_or_default())
        };
        Ok(Having {
            name: row.get("medicine_name")?,
            generic_name: row.get("generic_name")?,
            ingredients: list("ingredients")?,
            families: list("families")?,
            prescription: Some(row.get("ref")?),
        })
    })?;
    Ok(having.collect::<rusqlite::Result<_>>()?)
}
