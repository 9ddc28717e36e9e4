//! A rep's visit on its way: confirmed, arrived, begun, over; or declined, called off, missed, or refused at the door.

use domain::appointment::AppointmentKind;
use domain::booking::VisitId;
use domain::calendar::zone;
use domain::rep_rules::RepObstacle;
use domain::rep_visit::{RepCancelledBy, RepVisitAction, RepVisitStatus};

use super::requests::{
    CancelRepVisit, CompleteRepVisit, KeepRepOut, RepVisitDetail, RepVisitRef, RepVisitReply,
};
use super::store::Advance;
use super::{existing, next_state, reply, store, summary, views};
use crate::appointments::Warning;
use crate::appointments::resettle::{Stand, require_free};
use crate::appointments::store::zone as zone_of_site;
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::{Desk, Session};

/// A request that is not granted.
///
/// # Errors
/// Of every action: `not_found {what: rep_visit}`, `rep_visit.wrong_state {status, action}`, `input.invalid`.
pub fn decline(desk: &Desk, session: &Session, request: KeepRepOut) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.required_line("reason", &request.reason, LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.decline", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Decline)?;
        tx.because(reason.as_str());
        store::advance(tx, visit.id, status, &Advance { reason: Some(&reason), ..Advance::default() })?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The rep will come.
pub fn confirm(desk: &Desk, session: &Session, request: RepVisitRef) -> Result<RepVisitReply> {
    desk.commit(session, "rep_visits.confirm", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Confirm)?;
        store::advance(tx, visit.id, status, &Advance::default())?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The rep is here. One who is blocked, or whose credential has run out, is not let in: that is written down as a refused entry, and the
/// answer is the refusal. On another day than the visit's it is done with the warning `not_today {date, today}`.
///
/// # Errors
/// `rep.blocked {rep, until, reason}`, `rep.credential_expired {rep, expired}`; `booking.slot_taken` when a rep who had let go of the time
/// comes after all and somebody else has it.
pub fn arrive(desk: &Desk, session: &Session, request: RepVisitRef) -> Result<RepVisitReply> {
    if let Some(refusal) = keep_out(desk, session, request.clone())? {
        return Err(refusal.into());
    }
    desk.commit(session, "rep_visits.arrive", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Arrive)?;
        if !visit.status.holds_time() && visit.overbook_reason.is_none() {
            require_free(tx, &stand(&visit))?;
        }
        let here = Advance { arrived_at: Some(tx.now()), ..Advance::default() };
        store::advance(tx, visit.id, status, &here)?;
        let (today, _) = zone::wall(tx.now(), zone_of_site(tx, visit.site_id)?);
        let elsewhen = (today != visit.date)
            .then(|| Warning::new("not_today").with("date", visit.date).with("today", today));
        reply(tx, visit.id, elsewhen.into_iter().collect())
    })
}

/// Refuses a rep at the door who may not come in, and writes that down before anything is answered. Coming again, and being refused
/// again, is another entry in the ledger.
fn keep_out(desk: &Desk, session: &Session, request: RepVisitRef) -> Result<Option<Refusal>> {
    desk.commit(session, "rep_visits.refuse_entry", |tx| {
        let visit = existing(tx, request.id)?;
        next_state(&visit, RepVisitAction::Arrive)?;
        let (today, _) = zone::wall(tx.now(), zone_of_site(tx, visit.site_id)?);
        let Some((obstacle, rep)) = views::keeps_out(tx, visit.rep_id, today)? else { return Ok(None) };
        let refusal = Refusal::new(obstacle.code()).with("rep", &rep.full_name);
        let refusal = match obstacle {
            RepObstacle::Blocked { until } => {
                refusal.with("until", until).with("reason", &rep.blocked_reason)
            }
            RepObstacle::CredentialExpired { expired } => refusal.with("expired", expired),
            RepObstacle::NoticeTooShort { .. }
            | RepObstacle::TooFarAhead { .. }
            | RepObstacle::TooSoonAgain { .. }
            | RepObstacle::DayFull { .. }
            | RepObstacle::CompanyWeekFull { .. } => refusal,
        };
        tx.note("refused", obstacle.code());
        let turned_away =
            Advance { arrived_at: Some(tx.now()), reason: Some(obstacle.code()), ..Advance::default() };
        store::advance(tx, visit.id, RepVisitStatus::RefusedEntry, &turned_away)?;
        Ok(Some(refusal))
    })
}

fn stand(visit: &RepVisitDetail) -> Stand {
    Stand {
        visit: VisitId::Rep(visit.id),
        patient: None,
        kind: AppointmentKind::InPerson,
        doctor: visit.doctor_id,
        date: visit.date,
        start: visit.start,
        minutes: visit.minutes,
        later_hour: Some(visit.later_hour),
    }
}

/// The rep is with the doctor.
pub fn start(desk: &Desk, session: &Session, request: RepVisitRef) -> Result<RepVisitReply> {
    desk.commit(session, "rep_visits.start", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Start)?;
        store::advance(tx, visit.id, status, &Advance { started_at: Some(tx.now()), ..Advance::default() })?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The visit is over, with its summary or to be summarised later.
pub fn complete(desk: &Desk, session: &Session, request: CompleteRepVisit) -> Result<RepVisitReply> {
    let written = request.summary.map(summary::read).transpose()?;
    desk.commit(session, "rep_visits.complete", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Complete)?;
        store::advance(
            tx,
            visit.id,
            status,
            &Advance { completed_at: Some(tx.now()), ..Advance::default() },
        )?;
        if let Some(written) = written {
            store::summarise(tx, visit.id, &summary::timed(written, &visit, tx.now()))?;
        }
        reply(tx, visit.id, Vec::new())
    })
}

/// The rep did not come. Before the visit would have begun this is done with the warning `before_its_time`.
pub fn no_show(desk: &Desk, session: &Session, request: RepVisitRef) -> Result<RepVisitReply> {
    desk.commit(session, "rep_visits.no_show", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::NoShow)?;
        store::advance(tx, visit.id, status, &Advance::default())?;
        let begins =
            zone::instant(visit.date, visit.start, zone_of_site(tx, visit.site_id)?).pick(visit.later_hour);
        let early = begins.is_some_and(|begins| tx.now() < begins).then(|| Warning::new("before_its_time"));
        reply(tx, visit.id, early.into_iter().collect())
    })
}

/// Calls a visit off. Its time is free at once.
pub fn cancel(desk: &Desk, session: &Session, request: CancelRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.cancel", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Cancel)?;
        if let Some(reason) = &reason {
            tx.because(reason.as_str());
        }
        let called_off = Advance {
            cancelled_by: Some(request.cancelled_by.unwrap_or(RepCancelledBy::Rep)),
            reason: reason.as_deref(),
            ..Advance::default()
        };
        store::advance(tx, visit.id, status, &called_off)?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The rep came and is sent away, for a reason that somebody at the desk gives.
pub fn refuse_entry(desk: &Desk, session: &Session, request: KeepRepOut) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.required_line("reason", &request.reason, LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.refuse_entry", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::RefuseEntry)?;
        tx.because(reason.as_str());
        let arrived_at = visit.arrived_at.is_none().then(|| tx.now());
        let turned_away = Advance { arrived_at, reason: Some(&reason), ..Advance::default() };
        store::advance(tx, visit.id, status, &turned_away)?;
        reply(tx, visit.id, Vec::new())
    })
}
