//! Medical reps: the companies that send them, the rules they keep to, and the whole life of a visit. Booking one is booking: the five
//! steps are those of `appointments`, with rep hours and rep caps, and the rules for reps after them.

mod booking;
pub(crate) mod displaced;
mod people;
mod progress;
pub mod requests;
mod rules;
pub(crate) mod standing;
pub(crate) mod store;
mod summary;
mod views;

#[cfg(test)]
mod tests;

pub use booking::{approve, book, check, reschedule};
pub use displaced::keep;
pub use people::{
    block, company, list_companies, list_reps, remove_company, remove_rep, rep, save_company, save_rep,
    unblock,
};
pub use progress::{arrive, cancel, complete, confirm, decline, no_show, refuse_entry, start};
pub use requests::{
    AddendumLine, AmendRepVisit, ApproveRepVisit, BlockRep, BookRepVisit, CancelRepVisit, CheckRepVisit,
    Company, CompanyCard, CompanyList, CompanyRef, CompanyReply, CompleteRepVisit, KeepRepOut, KeepRepVisit,
    ListReps, ReceivedSample, ReceivedSamples, Rep, RepCard, RepList, RepRef, RepReply, RepRequest,
    RepRequests, RepRuleLine, RepRuleList, RepVisitDetail, RepVisitRef, RepVisitReply, RescheduleRepVisit,
    SampleLine, SaveCompany, SaveRep, SetRepRule, SummariseRepVisit, VisitSummary,
};
pub use rules::{list_rules, set_rule};
pub use summary::{amend, samples, summarise};
pub use views::{get, pending_requests};
pub(crate) use views::{one_with_samples, with_samples};

use domain::id::RepVisitId;
use domain::rep_visit::{RepVisitAction, RepVisitStatus};
use rusqlite::Connection;

use crate::appointments::Warning;
use crate::error::{Refusal, Result};

fn existing(connection: &Connection, id: RepVisitId) -> Result<RepVisitDetail> {
    views::one(connection, id)?.ok_or_else(|| Refusal::not_found("rep_visit").into())
}

fn reply(connection: &Connection, id: RepVisitId, warnings: Vec<Warning>) -> Result<RepVisitReply> {
    Ok(RepVisitReply { visit: existing(connection, id)?, warnings })
}

/// The state an action leads to, or `rep_visit.wrong_state {status, action}`.
fn next_state(visit: &RepVisitDetail, action: RepVisitAction) -> Result<RepVisitStatus> {
    let refused =
        || Refusal::new("rep_visit.wrong_state").with("status", visit.status).with("action", action);
    Ok(action.leads_to(visit.status).ok_or_else(refused)?)
}
