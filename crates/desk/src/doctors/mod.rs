//! Doctors and their specialties.
//!
//! Field codes beyond those of `input`: `taken` (with `by`, the name of who has it), `unknown`, `repeated`, `format`, `too_many`
//! (with `most`). Refusals: `not_found` (`doctor`, `specialty`), `doctor.has_visits` (with `count` and `first_date`),
//! `specialty.has_doctors` (with `count` and `name`, the first of them).

mod check;
mod requests;
pub mod store;
#[cfg(test)]
mod tests;

pub use requests::{
    Doctor, DoctorApproval, DoctorList, DoctorRef, DoctorReply, ListDoctors, Qualification, SaveDoctor,
    SaveSpecialty, Specialty, SpecialtyList, SpecialtyRef, SpecialtyReply,
};

use domain::calendar::zone::{self, Zone};
use domain::id::{DoctorId, SpecialtyId};
use domain::time::Date;
use rusqlite::Connection;

use crate::error::{Fault, Refusal, Result};
use crate::session::{Done, Empty};
use crate::{Desk, Session};

pub fn list_specialties(desk: &Desk, _session: &Session, _request: Empty) -> Result<SpecialtyList> {
    let specialties = desk.read(store::specialties)?;
    Ok(SpecialtyList { specialties })
}

pub fn save_specialty(desk: &Desk, session: &Session, request: SaveSpecialty) -> Result<SpecialtyReply> {
    let specialty = desk.commit(session, "specialties.save", |tx| {
        let specialty = check::specialty(tx, &request, || tx.new_id::<SpecialtyId>())?;
        if request.id.is_none() {
            store::insert_specialty(tx, &specialty)?;
        } else if !store::change_specialty(tx, &specialty)? {
            return Err(Refusal::not_found("specialty").into());
        }
        Ok(specialty)
    })?;
    Ok(SpecialtyReply { specialty })
}

/// A field that a doctor still has cannot be removed: take it from the doctor first.
pub fn remove_specialty(desk: &Desk, session: &Session, request: SpecialtyRef) -> Result<Done> {
    desk.commit(session, "specialties.remove", |tx| {
        let having = store::doctors_of_specialty(tx, request.id)?;
        if let Some(name) = having.first() {
            let refusal = Refusal::new("specialty.has_doctors").with("count", having.len());
            return Err(refusal.with("name", name).into());
        }
        if !store::remove_specialty(tx, request.id, tx.now())? {
            return Err(Refusal::not_found("specialty").into());
        }
        Ok(Done { done: true })
    })
}

pub fn list(desk: &Desk, _session: &Session, request: ListDoctors) -> Result<DoctorList> {
    let mut doctors = desk.read(store::doctors)?;
    doctors.retain(|doctor| doctor.active || request.include_inactive);
    Ok(DoctorList { doctors })
}

pub fn get(desk: &Desk, _session: &Session, request: DoctorRef) -> Result<DoctorReply> {
    let doctor = desk.read(|connection| existing(connection, request.id))?;
    Ok(DoctorReply { doctor })
}

pub fn save(desk: &Desk, session: &Session, request: SaveDoctor) -> Result<DoctorReply> {
    let doctor = desk.commit(session, "doctors.save", |tx| {
        if let Some(id) = request.id {
            existing(tx, id)?;
        }
        let doctor = check::doctor(tx, &request, || tx.new_id::<DoctorId>())?;
        if request.id.is_none() {
            store::insert(tx, &doctor, tx.now())?;
        } else {
            store::change(tx, &doctor)?;
        }
        store::put_specialties(tx, &doctor)?;
        Ok(doctor)
    })?;
    Ok(DoctorReply { doctor })
}

/// A doctor whom patients still expect to see cannot be removed; visits of the past stay readable after the removal.
pub fn remove(desk: &Desk, session: &Session, request: DoctorRef) -> Result<Done> {
    desk.commit(session, "doctors.remove", |tx| {
        let doctor = existing(tx, request.id)?;
        let today = today_at(tx, &doctor, tx.now())?;
        if let Some((count, first_date)) = store::upcoming_visits(tx, doctor.id, today)? {
            return Err(Refusal::new("doctor.has_visits")
                .with("count", count)
                .with("first_date", first_date)
                .into());
        }
        store::remove(tx, doctor.id, tx.now())?;
        Ok(Done { done: true })
    })
}

/// The doctor, or the refusal `not_found`.
pub(crate) fn existing(connection: &Connection, id: DoctorId) -> Result<Doctor> {
    store::doctor(connection, id)?.ok_or_else(|| Refusal::not_found("doctor").into())
}

/// The date on the wall of the doctor's site.
pub(crate) fn today_at(connection: &Connection, doctor: &Doctor, now: domain::time::Instant) -> Result<Date> {
    let site =
        crate::clinic::store::site(connection, doctor.site_id)?.ok_or(Fault::Corrupt("doctor.site_id"))?;
    let zone: Zone = site.time_zone.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?;
    Ok(zone::wall(now, zone).0)
}
