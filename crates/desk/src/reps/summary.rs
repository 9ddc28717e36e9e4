//! What came of a rep's visit: written once, locked from then on, corrected by addenda; and the samples that were left.

use domain::id::RepAddendumId;
use domain::rep_visit::{RepVisitAction, RepVisitStatus};
use domain::time::Instant;

use super::requests::{
    AmendRepVisit, ReceivedSample, ReceivedSamples, RepVisitDetail, RepVisitReply, SampleLine,
    SummariseRepVisit, VisitSummary,
};
use super::{existing, reply, store, views};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::patients::today;
use crate::session::Empty;
use crate::{Desk, Session};

/// More kinds of samples than fit in a bag.
const MOST_SAMPLES: usize = 50;
const MOST_OF_ONE: u32 = 100_000;
const MOST_MINUTES: u16 = 720;

/// The summary of a visit that was completed without one.
///
/// # Errors
/// `input.invalid`; `not_found {what: rep_visit}`; `rep_visit.wrong_state {status, action}` before it is completed;
/// `rep_visit.summary_locked` where one stands already.
pub fn summarise(desk: &Desk, session: &Session, request: SummariseRepVisit) -> Result<RepVisitReply> {
    let written = read(request.summary)?;
    desk.commit(session, "rep_visits.summarise", |tx| {
        let visit = completed(existing(tx, request.id)?)?;
        if visit.summary.is_some() {
            return Err(Refusal::new("rep_visit.summary_locked").into());
        }
        let at = visit.completed_at.unwrap_or(tx.now());
        store::summarise(tx, visit.id, &timed(written, &visit, at))?;
        reply(tx, visit.id, Vec::new())
    })
}

/// A correction: the summary stays as it was, and this stands below it.
///
/// # Errors
/// `input.invalid`; `not_found {what: rep_visit}`; `rep_visit.wrong_state {status, action}`; `rep_visit.no_summary` where there is
/// nothing to correct.
pub fn amend(desk: &Desk, session: &Session, request: AmendRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let text = errors.optional_text("text", Some(&request.text), NOTES_CHARACTERS);
    if text.is_none() && errors.is_empty() {
        errors.push(FieldError::new("text", "required"));
    }
    errors.finish()?;
    desk.commit(session, "rep_visits.amend", |tx| {
        let visit = completed(existing(tx, request.id)?)?;
        if visit.summary.is_none() {
            return Err(Refusal::new("rep_visit.no_summary").into());
        }
        let id = tx.new_id::<RepAddendumId>();
        let text = text.unwrap_or_default();
        store::insert_addendum(tx, id, visit.id, &text, session.account_id, tx.now())?;
        reply(tx, visit.id, Vec::new())
    })
}

/// Every sample that was left, what expires first in front.
pub fn samples(desk: &Desk, _session: &Session, _request: Empty) -> Result<ReceivedSamples> {
    let at = desk.now();
    desk.read(|connection| {
        let today = today(connection, at)?;
        let mut samples = Vec::new();
        for visit in views::with_samples(connection)? {
            let left = visit.summary.iter().flat_map(|summary| summary.samples.iter().cloned());
            samples.extend(left.map(|sample| ReceivedSample {
                rep_visit_id: visit.id,
                received: visit.date,
                rep_id: visit.rep_id,
                rep_name: visit.rep_name.clone(),
                company: visit.company.clone(),
                doctor_name: visit.doctor_name.clone(),
                product: sample.product,
                quantity: sample.quantity,
                lot: sample.lot,
                is_expired: sample.expires.is_some_and(|expires| expires < today),
                expires: sample.expires,
            }));
        }
        // Stable: what expires on one day stays in the order it came in, newest first.
        samples.sort_by_key(|sample| (sample.expires.is_none(), sample.expires));
        Ok(ReceivedSamples { samples })
    })
}

fn completed(visit: RepVisitDetail) -> Result<RepVisitDetail> {
    if visit.status == RepVisitStatus::Completed {
        return Ok(visit);
    }
    let refusal = Refusal::new("rep_visit.wrong_state").with("status", visit.status);
    Err(refusal.with("action", RepVisitAction::Complete).into())
}

/// Field codes: those of `input`, and `too_many {most}`.
pub(super) fn read(summary: VisitSummary) -> Result<VisitSummary> {
    let mut errors = FieldErrors::default();
    if summary.samples.len() > MOST_SAMPLES {
        errors.push(FieldError::new("samples", "too_many").with("most", MOST_SAMPLES));
        return Err(errors.finish().expect_err("an error was noted").into());
    }
    if let Some(minutes) = summary.minutes {
        errors.within("minutes", minutes, 0, MOST_MINUTES);
    }
    let mut samples = Vec::new();
    for (at, sample) in summary.samples.into_iter().enumerate() {
        errors.within(&format!("samples[{at}].quantity"), sample.quantity, 1, MOST_OF_ONE);
        samples.push(SampleLine {
            product: errors.required_line(
                &format!("samples[{at}].product"),
                &sample.product,
                NAME_CHARACTERS,
            ),
            lot: errors.optional_line(&format!("samples[{at}].lot"), sample.lot.as_deref(), NAME_CHARACTERS),
            ..sample
        });
    }
    let read = VisitSummary {
        samples,
        minutes: summary.minutes,
        topic: errors.optional_line("topic", summary.topic.as_deref(), LINE_CHARACTERS),
        feedback: errors.optional_text("feedback", summary.feedback.as_deref(), NOTES_CHARACTERS),
    };
    errors.finish()?;
    Ok(read)
}

/// With the minutes that nobody counted: from the start of the visit to its end, begun minutes as whole ones.
pub(super) fn timed(summary: VisitSummary, visit: &RepVisitDetail, end: Instant) -> VisitSummary {
    let took = visit.started_at.map(|started| (end.0 - started.0).max(0).div_euclid(60_000) + 1);
    let took = took.and_then(|took| u16::try_from(took).ok()).filter(|took| *took <= MOST_MINUTES);
    VisitSummary { minutes: summary.minutes.or(took).or(Some(visit.minutes)), ..summary }
}
