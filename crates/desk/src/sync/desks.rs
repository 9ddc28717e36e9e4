//! The other desks of the clinic, as the hub knows them: an administrator sees them, lets one more in, shuts one out. Every answer is the
//! hub's; nothing of it is kept here.

use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use wire::sync::{
    DesksReply, NewCodeReply, NewCodeRequest, PROTOCOL, QuarantineReply, QuarantineRequest, RevokeRequest,
    Verdict, http,
};

use super::invitation::{self, SquareCode};
use super::link::HubLink;
use super::using::{answered, hub_of};
use crate::error::{Refusal, Result};
use crate::session::Empty;
use crate::{Desk, Session};

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClinicDesks {
    /// By number, those that were shut out too.
    pub desks: Vec<ClinicDesk>,
    /// Operations of desks that were shut out, kept at the hub for a person.
    pub quarantined: u64,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClinicDesk {
    pub number: u32,
    pub letter: String,
    /// The name of the PC in its network.
    pub name: String,
    /// Whether it is the one that asks.
    pub this_one: bool,
    /// What it has not fetched yet.
    pub behind: u64,
    pub enrolled_at: Instant,
    pub seen_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// Never printed: whoever has it is let in.
#[derive(Serialize, JsonSchema, TS)]
pub struct NewCode {
    /// To be read out or typed at another PC. It works once.
    pub code: String,
    pub expires_at: Instant,
    /// Where that PC finds the hub.
    pub address: String,
    /// All of it in one line, to be sent or scanned.
    pub invitation: String,
    /// The same to be shown to a scanner.
    pub picture: SquareCode,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DeskNumber {
    pub number: u32,
}

/// How long a code works.
const CODE_HOURS: u32 = 24;

/// Every desk of the clinic.
///
/// # Errors
/// `sync.not_enrolled`; `sync.unreachable {why}`, `sync.hub_busy {seconds}`, `sync.hub_failed`.
pub fn list(desk: &Desk, _session: &Session, _request: Empty) -> Result<ClinicDesks> {
    let link = link(desk)?;
    let hub = hub_of(&link)?;
    let reply = answered(|| hub.fetch::<DesksReply>(http::desks_path(link.clinic), &link.token))?;
    Ok(shown(&link, reply))
}

/// A code by which one more PC can join. That it was given out is recorded.
///
/// # Errors
/// As `list`.
pub fn new_code(desk: &Desk, session: &Session, _request: Empty) -> Result<NewCode> {
    let link = link(desk)?;
    let hub = hub_of(&link)?;
    let request = NewCodeRequest { protocol: PROTOCOL, hours: CODE_HOURS };
    let path = http::codes_path(link.clinic);
    let reply: NewCodeReply = answered(|| hub.tell(path, &link.token, &request))?;
    desk.commit(session, "hub.new_code", |tx| {
        tx.note("hours", CODE_HOURS);
        Ok(())
    })?;
    let invitation = invitation::to(&link, &reply.code);
    let text = invitation.to_string();
    Ok(NewCode {
        code: reply.code,
        expires_at: Instant(reply.expires_at),
        address: invitation.address,
        picture: invitation::drawn(&text)?,
        invitation: text,
    })
}

/// Shuts a desk out. What it has not sent goes into quarantine.
///
/// # Errors
/// As `list`; `sync.this_desk` for the one that asks.
pub fn revoke(desk: &Desk, session: &Session, request: DeskNumber) -> Result<ClinicDesks> {
    let link = link(desk)?;
    if request.number == link.number {
        return Err(Refusal::new("sync.this_desk").into());
    }
    let hub = hub_of(&link)?;
    let message = RevokeRequest { protocol: PROTOCOL, desk: request.number };
    let path = http::revoke_path(link.clinic);
    let reply: DesksReply = answered(|| hub.tell(path, &link.token, &message))?;
    desk.commit(session, "hub.revoke", |tx| {
        tx.note("desk_number", request.number);
        Ok(())
    })?;
    Ok(shown(&link, reply))
}

/// What becomes of the work of a desk that was shut out. Whoever calls records it.
pub(crate) fn settle_quarantine(desk: &Desk, number: u32, verdict: Verdict) -> Result<QuarantineReply> {
    let link = link(desk)?;
    let hub = hub_of(&link)?;
    let message = QuarantineRequest { protocol: PROTOCOL, desk: number, verdict };
    answered(|| hub.tell(http::quarantine_path(link.clinic), &link.token, &message))
}

fn link(desk: &Desk) -> Result<std::sync::Arc<HubLink>> {
    desk.opened()?.link.hub().ok_or_else(|| Refusal::new("sync.not_enrolled").into())
}

fn shown(link: &HubLink, reply: DesksReply) -> ClinicDesks {
    let desks = reply.desks.into_iter().map(|desk| ClinicDesk {
        this_one: desk.number == link.number,
        number: desk.number,
        letter: desk.letter,
        name: desk.name,
        behind: desk.behind,
        enrolled_at: Instant(desk.enrolled_at),
        seen_at: desk.seen_at.map(Instant),
        revoked_at: desk.revoked_at.map(Instant),
    });
    ClinicDesks { desks: desks.collect(), quarantined: reply.quarantined }
}
