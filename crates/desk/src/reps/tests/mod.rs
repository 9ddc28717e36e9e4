//! Reps over a real database.

mod displaced;
mod journeys;
mod progress;
mod rules;
mod summary;

use domain::calendar::Audience;
use domain::id::{CompanyId, DoctorId, RepId, RepVisitId};
use domain::rep_rules::RepLimits;
use domain::time::{Date, Weekday};

use super::requests::{
    ApproveRepVisit, BlockRep, BookRepVisit, CompleteRepVisit, RepVisitDetail, RepVisitRef, RepVisitReply,
    RescheduleRepVisit, SaveCompany, SaveRep, SetRepRule,
};
use crate::appointments::tests::{add_hours, clinic as clinic_of_patients, date};
use crate::error::{Error, Refusal, Result};
use crate::testing::TestDesk;

/// A clinic whose doctor sees patients, and reps from five to six, on every working day.
fn clinic() -> TestDesk {
    let clinic = clinic_of_patients();
    see_reps(&clinic, clinic.doctor);
    clinic
}

fn see_reps(clinic: &TestDesk, doctor: DoctorId) {
    use Weekday as W;
    for weekday in [W::Saturday, W::Sunday, W::Monday, W::Tuesday, W::Wednesday, W::Thursday] {
        add_hours(clinic, doctor, Audience::Rep, weekday, ("17:00", "18:00"));
    }
}

fn company(clinic: &TestDesk, name: &str) -> CompanyId {
    let request = SaveCompany { id: None, name: name.to_owned(), phone: None };
    super::save_company(&clinic.desk, &clinic.admin, request).unwrap().company.id
}

fn rep_of(clinic: &TestDesk, company_id: CompanyId, full_name: &str) -> RepId {
    let request = SaveRep {
        id: None,
        company_id,
        full_name: full_name.to_owned(),
        second_name: None,
        drug_specialty: None,
        phone: None,
        email: None,
        credential_expires: None,
    };
    super::save_rep(&clinic.desk, &clinic.admin, request).unwrap().rep.id
}

fn rep(clinic: &TestDesk) -> RepId {
    let company = company(clinic, "Nile Pharma");
    rep_of(clinic, company, "Rania Aziz")
}

fn block(clinic: &TestDesk, id: RepId, until: &str) {
    let request = BlockRep { id, until: date(until), reason: "Went past the desk".to_owned() };
    super::block(&clinic.desk, &clinic.admin, request).unwrap();
}

fn rule(clinic: &TestDesk, limits: RepLimits) {
    let request = SetRepRule { site_id: Some(clinic.site), doctor_id: None, company_id: None, limits };
    super::set_rule(&clinic.desk, &clinic.admin, request).unwrap();
}

fn request(clinic: &TestDesk, rep_id: RepId, day: Date, start: &str) -> BookRepVisit {
    BookRepVisit {
        rep_id,
        doctor_id: clinic.doctor,
        date: day,
        start: start.parse().unwrap(),
        minutes: 15,
        products: Vec::new(),
        attendees: Vec::new(),
        as_request: false,
        overbook_reason: None,
        later_hour: None,
    }
}

fn book(clinic: &TestDesk, rep: RepId, day: &str, start: &str) -> Result<RepVisitReply> {
    super::book(&clinic.desk, &clinic.admin, request(clinic, rep, date(day), start))
}

/// Books and expects it to be done.
#[track_caller]
fn booked(clinic: &TestDesk, rep: RepId, day: &str, start: &str) -> RepVisitDetail {
    book(clinic, rep, day, start).expect("the time is free").visit
}

fn at(id: RepVisitId) -> RepVisitRef {
    RepVisitRef { id }
}

fn approve(clinic: &TestDesk, id: RepVisitId) -> Result<RepVisitReply> {
    super::approve(&clinic.desk, &clinic.admin, ApproveRepVisit { id, overbook_reason: None })
}

fn complete(clinic: &TestDesk, id: RepVisitId) -> Result<RepVisitReply> {
    super::complete(&clinic.desk, &clinic.admin, CompleteRepVisit { id, summary: None })
}

fn to(id: RepVisitId, day: &str, start: &str) -> RescheduleRepVisit {
    RescheduleRepVisit {
        id,
        doctor_id: None,
        date: Some(date(day)),
        start: Some(start.parse().unwrap()),
        minutes: None,
        approve: false,
        overbook_reason: None,
        later_hour: None,
    }
}

#[track_caller]
fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}
