//! Settling: one operation that does what was decided and says so in the inbox of every desk.

use domain::appointment::CancelledBy;
use domain::id::Id as _;
use domain::permission::Permission;
use domain::time::WallTime;
use rusqlite::{Connection, ErrorCode};
use wire::changes::Value;
use wire::sync::Verdict;

use super::requests::{AttentionKind, Outcome, SettleReply, SettleRequest, Settlement, VisitKind, Which};
use super::store::{self, Entry, Visit};
use super::views::{self, Contested, Viewer};
use super::{ListAttention, concerns, permission_for};
use crate::appointments::resettle::{Stand, put, require_free};
use crate::charts::access::may_see_row;
use crate::error::{Error, Fault, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::{self, Tx};
use crate::{Desk, Session, sync};

/// Settles one thing of the inbox.
///
/// # Errors
/// `input.invalid` (`reason`: `required` to keep both visits); `not_found {what: attention | visit}`; `attention.settled {outcome, at,
/// by?}` when somebody was first; `attention.no_way {kind, settlement}` for what is not among the item's `ways`; `permission.denied
/// {permission}`; what `hub.desks` refuses where the hub has to do it; the refusals of the five steps as `appointments.move` tells them; `booking.slot_taken` when a third visit holds the
/// time; `attention.conflicts` when a rule of the database speaks against the value.
pub fn settle(desk: &Desk, session: &Session, request: SettleRequest) -> Result<SettleReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    require_right(desk, session, &request)?;
    let left = match verdict_of(request.settlement) {
        Some(verdict) => decide(desk, session, &request, verdict)?,
        None => {
            settle_here(desk, session, &request, reason)?;
            0
        }
    };
    let mut names = std::collections::BTreeMap::new();
    let item = desk.read(|connection| {
        let entry = store::one(connection, request.id)?.ok_or_else(|| Refusal::not_found("attention"))?;
        Viewer::new(connection, session, desk.now())?.item(entry, &mut names)
    })?;
    let open = super::list(desk, session, ListAttention { limit: Some(0), ..ListAttention::default() })?;
    Ok(SettleReply { item, open_count: open.open_count, left })
}

fn verdict_of(settlement: Settlement) -> Option<Verdict> {
    match settlement {
        Settlement::LetIn => Some(Verdict::LetIn),
        Settlement::Discard => Some(Verdict::Discard),
        Settlement::Move
        | Settlement::Keep
        | Settlement::Cancel
        | Settlement::PutBack
        | Settlement::Reinstate
        | Settlement::Dismiss => None,
    }
}

/// Lets the hub do it, and records who decided. What came of it comes back as rows, as to every desk. Answers how much is left.
fn decide(desk: &Desk, session: &Session, request: &SettleRequest, verdict: Verdict) -> Result<u64> {
    let entry = desk.read(|connection| {
        let entry = store::one(connection, request.id)?.ok_or_else(|| Refusal::not_found("attention"))?;
        require_open(connection, &entry)?;
        Ok(entry)
    })?;
    let Some(number) = views::held_desk(&entry) else {
        let refusal = Refusal::new("attention.no_way").with("kind", entry.kind);
        return Err(refusal.with("settlement", request.settlement).into());
    };
    let reply = sync::desks::settle_quarantine(desk, number, verdict)?;
    let (kind, outcome) = match verdict {
        Verdict::LetIn => ("hub.let_in", Outcome::Changed),
        Verdict::Discard => ("hub.discard", Outcome::Dismissed),
    };
    desk.commit(session, kind, |tx| {
        tx.note("desk_number", number);
        tx.note("operations", reply.settled);
        // The hub has settled it by now as well; whoever reads the trail finds here who said so.
        if reply.left == 0 { store::settle(tx, &entry, tx.now(), outcome) } else { Ok(()) }
    })?;
    Ok(reply.left)
}

fn settle_here(
    desk: &Desk,
    session: &Session,
    request: &SettleRequest,
    reason: Option<String>,
) -> Result<()> {
    desk.commit(session, "attention.settle", |tx| {
        let entry = store::one(tx, request.id)?.ok_or_else(|| Refusal::not_found("attention"))?;
        require_open(tx, &entry)?;
        let viewer = Viewer::new(tx, session, tx.now())?;
        let (visit, _) = viewer.visits(&entry)?;
        if !viewer.ways(&entry, visit.as_ref())?.contains(&request.settlement) {
            let refusal = Refusal::new("attention.no_way").with("kind", entry.kind);
            return Err(refusal.with("settlement", request.settlement).into());
        }
        if let Some(reason) = &reason {
            tx.because(reason.as_str());
        }
        let deed = Deed { tx, session, viewer: &viewer, entry: &entry, request, reason: reason.as_deref() };
        let outcome = deed.carry_out(visit)?;
        store::settle(tx, &entry, tx.now(), outcome)
    })
    .map_err(conflict)
    .map(|_| ())
}

/// Before the operation, so that a denial leaves its own trace.
fn require_right(desk: &Desk, session: &Session, request: &SettleRequest) -> Result<()> {
    let entry = desk.read(|connection| {
        let Some(entry) = store::one(connection, request.id)? else { return Ok(None) };
        let sees = may_see_row(connection, session, entry.subject, desk.now())?;
        Ok(Some((entry, sees)))
    })?;
    let Some((entry, sees)) = entry else { return Err(Refusal::not_found("attention").into()) };
    let keeps_both = request.settlement == Settlement::Keep
        && matches!(entry.kind, AttentionKind::Clash | AttentionKind::OverCap);
    let missing = if !sees || !concerns(session, &entry) {
        Some(permission_for(&entry))
    } else if keeps_both && !session.may(Permission::Overbook) {
        Some(Permission::Overbook)
    } else {
        None
    };
    let Some(permission) = missing else { return Ok(()) };
    session.record_denial(desk, "attention.settle")?;
    Err(Refusal::new("permission.denied").with("permission", permission).into())
}

fn require_open(connection: &Connection, entry: &Entry) -> Result<()> {
    let Some(at) = entry.settled_at else { return Ok(()) };
    let refusal = Refusal::new("attention.settled").with("outcome", entry.outcome).with("at", at);
    Err(refusal.with("by", crate::ledger::last_author(connection, entry.id)?).into())
}

struct Deed<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    viewer: &'a Viewer<'a>,
    entry: &'a Entry,
    request: &'a SettleRequest,
    reason: Option<&'a str>,
}

impl Deed<'_> {
    /// Does what was decided. `subject` is the item's visit, where it has one.
    fn carry_out(&self, subject: Option<Visit>) -> Result<Outcome> {
        match self.request.settlement {
            Settlement::Move => self.relocate(&there(subject)?)?,
            Settlement::Cancel => self.call_off(&there(subject)?)?,
            Settlement::Keep => {
                if matches!(self.entry.kind, AttentionKind::Clash | AttentionKind::OverCap) {
                    self.keep_both(&there(subject)?)?;
                }
                return Ok(Outcome::Kept);
            }
            Settlement::PutBack => self.put_back(subject)?,
            Settlement::Reinstate => self.reinstate(subject)?,
            Settlement::Dismiss => return Ok(Outcome::Dismissed),
            Settlement::LetIn | Settlement::Discard => return Err(Fault::Broken("the hub does that").into()),
        }
        Ok(Outcome::Changed)
    }

    /// The visit that the request is about.
    fn chosen(&self) -> Result<Visit> {
        let (subject, other) = self.entry.visits();
        let id = match self.request.visit.unwrap_or(Which::Subject) {
            Which::Subject => subject,
            Which::Other => other,
        };
        there(id.map(|id| self.viewer.visit(id)).transpose()?.flatten())
    }

    fn relocate(&self, subject: &Visit) -> Result<()> {
        let (moved, request) = (self.chosen()?, self.request);
        if !moved.shown.may_move {
            return Err(wrong_state(&moved, "move"));
        }
        let stand = &moved.stand;
        let stays = (request.date.unwrap_or(stand.date), request.start.unwrap_or(stand.start))
            == (stand.date, stand.start);
        let to = Stand {
            doctor: request.doctor_id.unwrap_or(stand.doctor),
            date: request.date.unwrap_or(stand.date),
            start: request.start.unwrap_or(stand.start),
            minutes: request.minutes.unwrap_or(stand.minutes),
            later_hour: request.later_hour.or(stand.later_hour.filter(|_| stays)),
            ..*stand
        };
        put(self.tx, self.session, &to, None)?;
        self.release(subject, &moved)
    }

    fn call_off(&self, subject: &Visit) -> Result<()> {
        let gone = self.chosen()?;
        if !gone.shown.may_cancel {
            return Err(wrong_state(&gone, "cancel"));
        }
        let by = self.request.cancelled_by.unwrap_or(CancelledBy::Clinic);
        store::cancel(self.tx, gone.stand.visit, by, self.reason)?;
        if let (Some((stands, other)), Some(table)) = (self.entry.booked_twice(), self.entry.table) {
            let left = if gone.shown.id == stands { other } else { stands };
            let left = Value::Blob(left.as_bytes().to_vec());
            ledger::set_row(self.tx, table, self.entry.subject, &[("appointment_id", &left)])?;
        }
        self.release(subject, &gone)
    }

    /// Takes the mark off once the time is the subject's alone: one of the two has just left it.
    fn release(&self, subject: &Visit, left: &Visit) -> Result<()> {
        if subject.clash_with.is_none() {
            return Ok(());
        }
        if left.stand.visit != subject.stand.visit {
            require_free(self.tx, &subject.stand)?;
        }
        store::unmark(self.tx, subject.stand.visit)
    }

    fn keep_both(&self, subject: &Visit) -> Result<()> {
        let mut errors = FieldErrors::default();
        let reason = errors.required_line("reason", self.reason.unwrap_or_default(), LINE_CHARACTERS);
        errors.finish()?;
        store::overbook(self.tx, subject.stand.visit, &reason)
    }

    fn reinstate(&self, subject: Option<Visit>) -> Result<()> {
        if let Some(visit) = subject {
            require_free(self.tx, &visit.stand)?;
            return store::reinstate(self.tx, visit.stand.visit, visit.was_confirmed);
        }
        let table = self.entry.table.ok_or(Fault::Corrupt("attention.subject_table"))?;
        let row = self.entry.subject;
        ledger::set_row(self.tx, table, row, &[("deleted_at", &Value::Null)])?;
        // A visit that comes back must find its time free, as any other.
        if let Some(visit) = self.viewer.visit(row)?.filter(|visit| visit.shown.holds_time) {
            require_free(self.tx, &visit.stand)?;
        }
        Ok(())
    }

    /// Writes again what lost. Where and when a visit takes place goes through the five steps.
    fn put_back(&self, subject: Option<Visit>) -> Result<()> {
        let table = self.entry.table.ok_or(Fault::Corrupt("attention.subject_table"))?;
        let (place, rest): (Vec<_>, Vec<_>) = views::put_back(self.entry)
            .into_iter()
            .partition(|contest| subject.is_some() && PLACE.contains(&contest.column.name));
        if let Some(visit) = subject.filter(|_| !place.is_empty()) {
            let to = place_of(&visit, &place)?;
            let overbook_reason = place.iter().find_map(|contest| text(contest, "overbook_reason"));
            put(self.tx, self.session, &to, overbook_reason)?;
        }
        let fields: Vec<_> = rest.iter().map(|contest| (contest.column.name, &contest.lost)).collect();
        if fields.is_empty() {
            return Ok(());
        }
        ledger::set_row(self.tx, table, self.entry.subject, &fields)
    }
}

/// The columns that say where and when a visit takes place.
const PLACE: &[&str] =
    &["doctor_id", "site_id", "date", "starts_at", "minutes", "later_hour", "overbook_reason"];

fn place_of(visit: &Visit, place: &[Contested]) -> Result<Stand> {
    let mut to = visit.stand;
    for contest in place {
        let wrong = || Fault::Corrupt("attention.detail");
        match (contest.column.name, &contest.lost) {
            ("doctor_id", Value::Blob(bytes)) => {
                let id = uuid::Uuid::from_slice(bytes).map_err(|_| wrong())?;
                to.doctor = domain::id::DoctorId::from_uuid(id);
            }
            ("date", Value::Text(text)) => to.date = text.parse().map_err(|_| wrong())?,
            ("starts_at", Value::Integer(minutes)) => {
                let start = u16::try_from(*minutes).ok().and_then(WallTime::from_minutes);
                to.start = start.ok_or_else(wrong)?;
            }
            ("minutes", Value::Integer(minutes)) => {
                to.minutes = u16::try_from(*minutes).map_err(|_| wrong())?;
            }
            ("later_hour", Value::Integer(later)) => to.later_hour = Some(*later != 0),
            _ => {}
        }
    }
    Ok(to)
}

fn text<'c>(contest: &'c Contested, name: &str) -> Option<&'c str> {
    match &contest.lost {
        Value::Text(text) if contest.column.name == name => Some(text),
        _ => None,
    }
}

fn there(visit: Option<Visit>) -> Result<Visit> {
    visit.ok_or_else(|| Refusal::not_found("visit").into())
}

fn wrong_state(visit: &Visit, action: &str) -> Error {
    let code = match visit.shown.kind {
        VisitKind::Appointment => "appointment.wrong_state",
        VisitKind::RepVisit => "rep_visit.wrong_state",
    };
    Refusal::new(code).with("status", &visit.shown.status).with("action", action).into()
}

/// A rule of the database that speaks up here is a value that no longer fits.
fn conflict(error: Error) -> Error {
    match &error {
        Error::Fault(Fault::Database(database))
            if database.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
                && !database.to_string().contains("_overlap") =>
        {
            Refusal::new("attention.conflicts").into()
        }
        _ => error,
    }
}
