//! The inbox: what the hub found that a person must settle, because two desks did it without knowing of one another. Settling is an
//! operation like any other and reaches all desks. What is put before a person is decided by the hub's merging, not here.

pub mod requests;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use requests::{
    AttentionItem, AttentionKind, AttentionList, AttentionSubject, AttentionVisit, ListAttention,
    SettleAttention, Settlement, TwoValues,
};

use crate::error::{FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::{Desk, Session};

/// What waits, as far as it is for this account's eyes.
pub fn list(desk: &Desk, session: &Session, request: ListAttention) -> Result<AttentionList> {
    let kept = desk.read(|connection| views::all(connection, request.settled))?;
    Ok(AttentionList { items: kept.into_iter().filter_map(|kept| kept.shown_to(session)).collect() })
}

/// Settles one thing in one of the ways it was offered with.
///
/// # Errors
/// `not_found {what: attention}`; `attention.settled` when somebody was quicker; `attention.not_this_way` when this account may not, or a rule
/// of the database speaks against it; `attention.changed_since` when the fields were written again meanwhile; `booking.slot_taken` when a visit
/// would go back to a time that is taken; `input.invalid` with `reason` (`required`) where both visits of a clash are to stay.
pub fn settle(desk: &Desk, session: &Session, request: SettleAttention) -> Result<AttentionItem> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "attention.settle", |tx| {
        let kept = views::one(tx, request.id)?.ok_or_else(|| Refusal::not_found("attention"))?;
        if kept.item.settled_at.is_some() {
            return Err(Refusal::new("attention.settled").into());
        }
        if !kept.ways(session).contains(&request.settlement) {
            return Err(Refusal::new("attention.not_this_way").into());
        }
        let subject = kept.item.subject.id;
        match (kept.item.kind, request.settlement, kept.table) {
            (AttentionKind::Clash, Settlement::Kept, Some(table)) => {
                let mut errors = FieldErrors::default();
                let reason = errors.required_line("reason", reason.as_deref().unwrap_or(""), LINE_CHARACTERS);
                errors.finish()?;
                store::keep_both(tx, table, subject, &reason)?;
                tx.because(reason);
            }
            (_, Settlement::Changed, Some(table)) => store::put_lost(tx, table, subject, &kept.item.fields)?,
            (_, Settlement::Done | Settlement::Kept | Settlement::Changed | Settlement::Dismissed, _) => {}
        }
        store::settle(tx, request.id, request.settlement)
    })?;
    let settled = desk.read(|connection| views::one(connection, request.id))?;
    settled.and_then(|kept| kept.shown_to(session)).ok_or_else(|| Refusal::not_found("attention").into())
}
