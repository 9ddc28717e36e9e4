//! The inbox of what a person must settle: what two desks did without seeing one another, as the hub left it in the table `attention`.
//! Here it is shown with all that a decision takes, and settled by an ordinary operation that reaches every desk. What counts as a
//! clash or a contest is the hub's to say and stands nowhere here.

pub mod requests;
mod settling;
mod store;
mod views;

#[cfg(test)]
mod tests;

pub use requests::{
    AttentionItem, AttentionKind, AttentionList, AttentionVisit, ContestedField, HeldBack, ListAttention,
    Outcome, SettleReply, SettleRequest, Settlement, TakenValue, VisitKind, Which,
};
pub use settling::settle;

use std::collections::BTreeMap;

use domain::permission::Permission;

use self::store::Entry;
use self::views::Viewer;
use crate::charts::access::may_see_row;
use crate::error::Result;
use crate::patients::reads_notes;
use crate::{Desk, Session, rebooking, reps};

const DEFAULT_PAGE: u16 = 50;
const LONGEST_PAGE: u16 = 200;

/// What waits for this account, newest first, with everything a decision takes.
pub fn list(desk: &Desk, session: &Session, request: ListAttention) -> Result<AttentionList> {
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_PAGE).min(LONGEST_PAGE));
    let has_hub = desk.opened()?.link.hub().is_some();
    let at = desk.now();
    let displaced = if session.may(Permission::Book) { reps::displaced::recall(desk)?.len() } else { 0 };
    desk.read(|connection| {
        let worklists =
            if session.may(Permission::Book) { rebooking::unsettled(connection, at)? } else { Vec::new() };
        let mut open_count = u32::try_from(worklists.len()).unwrap_or(u32::MAX) + u32::from(displaced > 0);
        let mut listed = Vec::new();
        for entry in store::entries(connection)? {
            if !concerns(session, &entry) || !may_see_row(connection, session, entry.subject, at)? {
                continue;
            }
            open_count += u32::from(entry.settled_at.is_none());
            if request.open.is_none_or(|open| open == entry.settled_at.is_none()) {
                listed.push(entry);
            }
        }
        if let Some(last) = request.before {
            let after = listed.iter().position(|entry| entry.id == last).map_or(0, |position| position + 1);
            listed.drain(..after);
        }
        let more = listed.len() > limit;
        listed.truncate(limit);
        let mut names = BTreeMap::new();
        let viewer = Viewer::new(connection, session, at)?;
        let items =
            listed.into_iter().map(|entry| viewer.item(entry, &mut names)).collect::<Result<Vec<_>>>()?;
        let displaced_reps = u32::try_from(displaced).unwrap_or(u32::MAX);
        Ok(AttentionList { items, more, worklists, displaced_reps, open_count, names, has_hub })
    })
}

/// Whether this account is one that may settle it: whoever may change a row, may say which of two changes stands. What the hub did not
/// take is also for whoever did it.
fn concerns(session: &Session, entry: &Entry) -> bool {
    let is_own = entry.kind == AttentionKind::Rejected && entry.account == Some(session.account_id);
    is_own || session.may(permission_for(entry)) && (reads_notes(session) || !is_about_notes(entry))
}

fn permission_for(entry: &Entry) -> Permission {
    match entry.kind {
        AttentionKind::Rejected => return Permission::ReadLedger,
        // Whoever may shut a desk out.
        AttentionKind::Quarantined => return Permission::ManageClinic,
        // More handed out than was prescribed: what comes back goes over the counter.
        AttentionKind::OverCap if entry.table.is_some_and(|table| table.name == "prescription_item") => {
            return Permission::Dispense;
        }
        AttentionKind::Clash
        | AttentionKind::OverCap
        | AttentionKind::EditedTwice
        | AttentionKind::CancelledAndChanged
        | AttentionKind::Duplicate => {}
    }
    match entry.table.map(|table| table.name) {
        Some(
            "appointment" | "rep_visit" | "rep_addendum" | "rep" | "company" | "wait_list" | "wait_call"
            | "reminder_call",
        ) => Permission::Book,
        Some("patient") => Permission::ManagePatients,
        Some("closure") => Permission::ManageClosures,
        Some("doctor" | "specialty" | "doctor_specialty" | "hours" | "day_limit" | "rep_rule") => {
            Permission::ManageSchedules
        }
        Some("account") => Permission::ManageAccounts,
        Some(
            "encounter" | "diagnosis" | "condition" | "allergy" | "medication" | "vitals" | "lab_test"
            | "document" | "consultation_log",
        ) => Permission::WriteCharts,
        Some("break_glass") => Permission::ReviewCharts,
        Some("prescription" | "prescription_item" | "prescription_test" | "prescription_favourite") => {
            Permission::Prescribe
        }
        Some("medicine" | "lot" | "stock_movement" | "fulfilment" | "fulfilment_item") => {
            Permission::ManageStock
        }
        Some(_) | None => Permission::ManageClinic,
    }
}

/// A patient's notes are not for every account.
fn is_about_notes(entry: &Entry) -> bool {
    entry.table.is_some_and(|table| table.name == "patient")
        && views::contested(entry).iter().any(|contest| contest.column.name == "notes")
}
