//! Companies and reps: who they are, until when a credential is good, and who is not let in.
//!
//! Field codes beyond those of `input`: `taken`, `unknown`, `in_the_past`. Refusals: `not_found {what: company | rep}`,
//! `company.has_reps {reps, name}`, `rep.has_future_visits {visits, next_date, next_ref}`.

use domain::id::{CompanyId, Id as _, RepId};
use rusqlite::Connection;

use super::requests::{
    BlockRep, Company, CompanyCard, CompanyList, CompanyRef, CompanyReply, ListReps, Rep, RepCard, RepList,
    RepRef, RepReply, SaveCompany, SaveRep,
};
use super::{store, views};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};
use crate::ledger::Tx;
use crate::patients::today;
use crate::session::{Done, Empty};
use crate::{Desk, Session};

/// Every company by name.
pub fn list_companies(desk: &Desk, _session: &Session, _request: Empty) -> Result<CompanyList> {
    let at = desk.now();
    let companies = desk.read(|connection| views::companies(connection, today(connection, at)?))?;
    Ok(CompanyList { companies })
}

/// One company with its reps and their visits.
pub fn company(desk: &Desk, _session: &Session, request: CompanyRef) -> Result<CompanyCard> {
    let at = desk.now();
    desk.read(|connection| {
        let day = today(connection, at)?;
        let company = existing_company(connection, request.id, day)?;
        let reps = views::reps(connection, Some(request.id), day)?;
        Ok(CompanyCard { company, reps, visits: views::visits_of_company(connection, request.id)? })
    })
}

/// A new company, or other particulars of one. Two of one name would split a history in two.
pub fn save_company(desk: &Desk, session: &Session, request: SaveCompany) -> Result<CompanyReply> {
    let mut errors = FieldErrors::default();
    let name = errors.required_line("name", &request.name, NAME_CHARACTERS);
    let phone = errors.optional_line("phone", request.phone.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "companies.save", |tx| {
        let day = today(tx, tx.now())?;
        if let Some(id) = request.id {
            existing_company(tx, id, day)?;
        }
        if store::company_named(tx, &name, request.id)?.is_some() {
            return Err(Refusal::invalid(vec![FieldError::new("name", "taken")]).into());
        }
        let id = request.id.unwrap_or_else(|| tx.new_id::<CompanyId>());
        store::save_company(tx, id, &name, phone.as_deref())?;
        Ok(CompanyReply { company: existing_company(tx, id, day)? })
    })
}

/// Takes a company off the list; history stays. Its reps go first.
pub fn remove_company(desk: &Desk, session: &Session, request: CompanyRef) -> Result<Done> {
    desk.commit(session, "companies.remove", |tx| {
        let day = today(tx, tx.now())?;
        existing_company(tx, request.id, day)?;
        let reps = views::reps(tx, Some(request.id), day)?;
        if let Some(first) = reps.first() {
            let refusal = Refusal::new("company.has_reps").with("reps", reps.len());
            return Err(refusal.with("name", &first.full_name).into());
        }
        store::remove_company(tx, request.id, tx.now())?;
        Ok(Done { done: true })
    })
}

/// Who comes, by company and name.
pub fn list_reps(desk: &Desk, _session: &Session, request: ListReps) -> Result<RepList> {
    let at = desk.now();
    let reps = desk.read(|connection| views::reps(connection, request.company_id, today(connection, at)?))?;
    let wanted = request.text.as_deref().map(domain::text::query_terms).unwrap_or_default();
    Ok(RepList { reps: reps.into_iter().filter(|rep| answers_to(rep, &wanted)).collect() })
}

/// Whether every word that was typed is a part of something about the rep.
fn answers_to(rep: &Rep, wanted: &[String]) -> bool {
    let about =
        [Some(&rep.full_name), rep.second_name.as_ref(), Some(&rep.company), rep.drug_specialty.as_ref()];
    let mut text: String = about.into_iter().flatten().map(|text| domain::text::fold(text) + " ").collect();
    text.extend(rep.phone.iter().flat_map(|phone| phone.chars().filter(char::is_ascii_digit)));
    wanted.iter().all(|word| text.contains(word.as_str()))
}

/// One rep with visits; one who no longer comes too, marked as such.
pub fn rep(desk: &Desk, _session: &Session, request: RepRef) -> Result<RepCard> {
    let at = desk.now();
    desk.read(|connection| {
        let rep = views::one_rep(connection, request.id, today(connection, at)?)?;
        let rep = rep.ok_or_else(|| Refusal::not_found("rep"))?;
        Ok(RepCard { rep, visits: views::visits_of_rep(connection, request.id)? })
    })
}

/// A new rep, or other particulars of one. A block is not among them: it has its own reason (`reps.block`).
pub fn save_rep(desk: &Desk, session: &Session, request: SaveRep) -> Result<RepReply> {
    let mut errors = FieldErrors::default();
    let line = |errors: &mut FieldErrors, field: &str, text: &Option<String>, most| {
        errors.optional_line(field, text.as_deref(), most)
    };
    let entry = SaveRep {
        full_name: errors.required_line("full_name", &request.full_name, NAME_CHARACTERS),
        second_name: line(&mut errors, "second_name", &request.second_name, NAME_CHARACTERS),
        drug_specialty: line(&mut errors, "drug_specialty", &request.drug_specialty, NAME_CHARACTERS),
        phone: line(&mut errors, "phone", &request.phone, LINE_CHARACTERS),
        email: errors.email("email", request.email.as_deref()),
        ..request
    };
    desk.commit(session, "reps.save", |tx| {
        if !store::is_there(tx, "company", entry.company_id.uuid())? {
            errors.push(FieldError::new("company_id", "unknown"));
        }
        errors.finish()?;
        let id = match entry.id {
            Some(id) => {
                present(tx, id)?;
                store::change_rep(tx, id, &entry)?;
                id
            }
            None => {
                let id = tx.new_id::<RepId>();
                store::insert_rep(tx, id, &entry, tx.now())?;
                id
            }
        };
        reply(tx, id)
    })
}

/// Takes a rep off the list; history stays.
pub fn remove_rep(desk: &Desk, session: &Session, request: RepRef) -> Result<Done> {
    desk.commit(session, "reps.remove", |tx| {
        present(tx, request.id)?;
        let expected = store::expected(tx, request.id, today(tx, tx.now())?)?;
        if let Some((date, reference)) = expected.first() {
            return Err(Refusal::new("rep.has_future_visits")
                .with("visits", expected.len())
                .with("next_date", date)
                .with("next_ref", reference)
                .into());
        }
        store::remove_rep(tx, request.id, tx.now())?;
        Ok(Done { done: true })
    })
}

/// Keeps a rep out until the end of a day, with the reason. Visits that are booked stay and are refused at the door.
pub fn block(desk: &Desk, session: &Session, request: BlockRep) -> Result<RepReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.required_line("reason", &request.reason, LINE_CHARACTERS);
    desk.commit(session, "reps.block", |tx| {
        present(tx, request.id)?;
        if request.until < today(tx, tx.now())? {
            errors.push(FieldError::new("until", "in_the_past"));
        }
        errors.finish()?;
        tx.because(reason.as_str());
        store::set_block(tx, request.id, Some(request.until), Some(&reason))?;
        reply(tx, request.id)
    })
}

/// Lets a rep in again.
pub fn unblock(desk: &Desk, session: &Session, request: RepRef) -> Result<RepReply> {
    desk.commit(session, "reps.unblock", |tx| {
        present(tx, request.id)?;
        store::set_block(tx, request.id, None, None)?;
        reply(tx, request.id)
    })
}

fn reply(tx: &Tx<'_>, id: RepId) -> Result<RepReply> {
    Ok(RepReply { rep: present(tx, id)? })
}

fn present(tx: &Tx<'_>, id: RepId) -> Result<Rep> {
    let rep = views::one_rep(tx, id, today(tx, tx.now())?)?.filter(|rep| !rep.deleted);
    rep.ok_or_else(|| Refusal::not_found("rep").into())
}

fn existing_company(connection: &Connection, id: CompanyId, day: domain::time::Date) -> Result<Company> {
    views::one_company(connection, id, day)?.ok_or_else(|| Refusal::not_found("company").into())
}
