//! Charts that somebody opened though they were not theirs: an administrator looks into each.

use super::requests::{ListReviews, ReviewGlass, ReviewList};
use super::{store, views};
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::NOTES_CHARACTERS;
use crate::session::Done;
use crate::{Desk, Session};

/// Broken glasses, what waits first.
pub fn list(desk: &Desk, session: &Session, request: ListReviews) -> Result<ReviewList> {
    desk.read(|connection| views::reviews(connection, session.account_id, request.open))
}

/// Says what was found.
///
/// # Errors
/// `input.invalid` at `review`; `not_found {what: break_glass}`; `chart.own_review`: nobody looks into what they did themselves;
/// `chart.reviewed_already`.
pub fn review(desk: &Desk, session: &Session, request: ReviewGlass) -> Result<Done> {
    let mut wrong = FieldErrors::default();
    let found = wrong.required_line("review", &request.review, NOTES_CHARACTERS);
    wrong.finish()?;
    desk.commit(session, "charts.review", |tx| {
        let glass = store::glass(tx, request.id)?.ok_or_else(|| Refusal::not_found("break_glass"))?;
        if glass.account == session.account_id {
            return Err(Refusal::new("chart.own_review").into());
        }
        if glass.is_reviewed {
            return Err(Refusal::new("chart.reviewed_already").into());
        }
        store::set_reviewed(tx, request.id, session.account_id, &found)?;
        Ok(Done { done: true })
    })
}
