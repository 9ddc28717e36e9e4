//! The SQL of the inbox.

use domain::appointment::{AppointmentAction, AppointmentKind, AppointmentStatus, CancelledBy};
use domain::booking::VisitId;
use domain::code::Code as _;
use domain::id::{AccountId, AppointmentId, Id as _, RepVisitId};
use domain::patient::known_age_years;
use domain::rep_visit::{RepCancelledBy, RepVisitStatus};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use uuid::Uuid;
use wire::registry::Table;

use super::requests::{AttentionKind, AttentionVisit, Outcome, VisitKind};
use crate::appointments::resettle::Stand;
use crate::error::{Fault, Result};
use crate::ledger::first_author;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

/// A row of the inbox as it stands.
pub(super) struct Entry {
    pub id: Uuid,
    pub kind: AttentionKind,
    /// None for a table this version does not know.
    pub table: Option<&'static Table>,
    pub subject: Uuid,
    pub other: Option<Uuid>,
    pub account: Option<AccountId>,
    pub account_name: Option<String>,
    pub detail: serde_json::Value,
    pub at: Instant,
    pub settled_at: Option<Instant>,
    pub outcome: Option<Outcome>,
}

/// Everything that waits, and the last 500 that were settled, newest first: what was settled before that is the audit trail's.
pub(super) fn entries(connection: &Connection) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(include_str!("list.sql"))?;
    let rows = statement.query_map([], entry)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn one(connection: &Connection, id: Uuid) -> Result<Option<Entry>> {
    let mut statement = connection.prepare_cached(include_str!("one.sql"))?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, entry).optional()?)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.col("id")?,
        kind: row.col("kind")?,
        table: Table::by_number(row.get("subject_table")?),
        subject: row.col("subject_id")?,
        other: row.col("other_id")?,
        account: row.col("account_id")?,
        account_name: row.get("account_name")?,
        detail: row.col::<Json<serde_json::Value>>("detail")?.0,
        at: row.col("created_at")?,
        settled_at: row.col("settled_at")?,
        outcome: row.col("settlement")?,
    })
}

/// Settles this, and whatever else is open of the same kind about the same row.
pub(super) fn settle(connection: &Connection, entry: &Entry, at: Instant, outcome: Outcome) -> Result<()> {
    connection
        .prepare_cached(
            "update attention set settled_at = :at, settlement = :outcome
             where subject_id = :subject and kind = :kind and settled_at is null
                and (id = :id or kind in ('clash', 'over_cap'))",
        )?
        .execute(named_params! {
            ":id": Sql(entry.id), ":subject": Sql(entry.subject), ":kind": Sql(entry.kind), ":at": Sql(at),
            ":outcome": Sql(outcome),
        })?;
    Ok(())
}

/// A visit of the inbox with what deciding about it takes.
pub(super) struct Visit {
    pub shown: AttentionVisit,
    pub stand: Stand,
    pub clash_with: Option<Uuid>,
    pub was_confirmed: bool,
}

/// A visit of either kind by its id; None when it was removed.
pub(super) fn visit(connection: &Connection, id: Uuid, today: Date) -> Result<Option<Visit>> {
    for (kind, sql) in [
        (VisitKind::Appointment, include_str!("visit.sql")),
        (VisitKind::RepVisit, include_str!("rep_visit.sql")),
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(named_params! { ":id": Sql(id) })?;
        if let Some(row) = rows.next()? {
            let mut visit = read(row, kind, today)?;
            visit.shown.booked_by = first_author(connection, id)?;
            return Ok(Some(visit));
        }
    }
    Ok(None)
}

fn read(row: &Row<'_>, kind: VisitKind, today: Date) -> Result<Visit> {
    let (id, person_id): (Uuid, Uuid) = (row.col("id")?, row.col("person_id")?);
    let (doctor, date, start) = (row.col("doctor_id")?, row.col("date")?, row.col("starts_at")?);
    let minutes = row.get("minutes")?;
    let status: String = row.get("status")?;
    let (holds_time, may_move, may_cancel) = standing(kind, &status)?;
    let reference: String = row.get("ref")?;
    let visit = match kind {
        VisitKind::Appointment => VisitId::Appointment(AppointmentId::from_uuid(id)),
        VisitKind::RepVisit => VisitId::Rep(RepVisitId::from_uuid(id)),
    };
    let patient = (kind == VisitKind::Appointment).then(|| domain::id::PatientId::from_uuid(person_id));
    Ok(Visit {
        stand: Stand {
            visit,
            patient,
            kind: row.col::<AppointmentKind>("kind")?,
            doctor,
            date,
            start,
            minutes,
            later_hour: Some(row.get("later_hour")?),
        },
        clash_with: row.col("clash_with")?,
        was_confirmed: row.get::<_, Option<i64>>("confirmed_at")?.is_some(),
        shown: AttentionVisit {
            id,
            kind,
            desk_letter: reference.split('-').nth(1).map(str::to_owned),
            r#ref: reference,
            person_id,
            name: row.get("name")?,
            second_name: row.get("second_name")?,
            company: row.get("company")?,
            phone: row.get("phone")?,
            file_number: row.get("file_number")?,
            age_years: known_age_years(row.col("date_of_birth")?, row.get("born_about")?, today),
            last_visit: row.col("last_visit")?,
            doctor_id: doctor,
            doctor_name: row.get("doctor_name")?,
            doctor_second_name: row.get("doctor_second_name")?,
            date,
            start,
            minutes,
            status,
            reason: row.get("reason")?,
            holds_time,
            may_move,
            may_cancel,
            booked_at: row.col("created_at")?,
            booked_by: None,
            free_times: Vec::new(),
        },
    })
}

/// Whether a visit in this state holds time, can be moved, can be called off.
fn standing(kind: VisitKind, status: &str) -> Result<(bool, bool, bool)> {
    let unknown = || Fault::Corrupt("a visit's status");
    Ok(match kind {
        VisitKind::Appointment => {
            let status = AppointmentStatus::from_code(status).ok_or_else(unknown)?;
            let leads = |action: AppointmentAction| action.leads_to(status).is_some();
            (status.holds_time(), leads(AppointmentAction::Move), leads(AppointmentAction::Cancel))
        }
        VisitKind::RepVisit => {
            use RepVisitStatus as S;
            let status = RepVisitStatus::from_code(status).ok_or_else(unknown)?;
            let to_come = matches!(status, S::Requested | S::Approved | S::Confirmed);
            (status.holds_time(), to_come, to_come || status == S::Arrived)
        }
    })
}

/// Takes the mark of a clash off.
pub(super) fn unmark(connection: &Connection, visit: VisitId) -> Result<()> {
    let (sql, id) = match visit {
        VisitId::Appointment(id) => ("update appointment set clash_with = null where id = :id", id.uuid()),
        VisitId::Rep(id) => ("update rep_visit set clash_with = null where id = :id", id.uuid()),
    };
    connection.prepare_cached(sql)?.execute(named_params! { ":id": Sql(id) })?;
    Ok(())
}

/// Makes an overbooking of it: what two desks did by accident is done on purpose from now on.
pub(super) fn overbook(connection: &Connection, visit: VisitId, reason: &str) -> Result<()> {
    let (sql, id) = match visit {
        VisitId::Appointment(id) => {
            ("update appointment set clash_with = null, overbook_reason = :reason where id = :id", id.uuid())
        }
        VisitId::Rep(id) => {
            ("update rep_visit set clash_with = null, overbook_reason = :reason where id = :id", id.uuid())
        }
    };
    connection.prepare_cached(sql)?.execute(named_params! { ":id": Sql(id), ":reason": reason })?;
    Ok(())
}

pub(super) fn cancel(
    connection: &Connection,
    visit: VisitId,
    by: CancelledBy,
    reason: Option<&str>,
) -> Result<()> {
    let (sql, id) = match visit {
        VisitId::Appointment(id) => (
            "update appointment set status = 'cancelled', cancelled_by = :by, cancel_reason = :reason,
                queue_number = null, reminder_sent_at = null, clash_with = null where id = :id",
            id.uuid(),
        ),
        VisitId::Rep(id) => (
            "update rep_visit set status = 'cancelled', cancelled_by = :by, cancel_reason = :reason,
                clash_with = null where id = :id",
            id.uuid(),
        ),
    };
    // Who calls off a rep's visit is the rep, where it is not the house.
    let by = if visit == VisitId::Rep(RepVisitId::from_uuid(id)) && by == CancelledBy::Patient {
        RepCancelledBy::Rep.code()
    } else {
        by.code()
    };
    connection
        .prepare_cached(sql)?
        .execute(named_params! { ":id": Sql(id), ":by": by, ":reason": reason })?;
    Ok(())
}

/// A cancelled visit is expected again.
pub(super) fn reinstate(connection: &Connection, visit: VisitId, was_confirmed: bool) -> Result<()> {
    let (sql, id) = match visit {
        VisitId::Appointment(id) => (
            "update appointment set status = case when :confirmed then 'confirmed' else 'scheduled' end,
                cancelled_by = null, cancel_reason = null where id = :id",
            id.uuid(),
        ),
        VisitId::Rep(id) => (
            "update rep_visit set status = case when :confirmed then 'confirmed' else 'approved' end,
                cancelled_by = null, cancel_reason = null where id = :id",
            id.uuid(),
        ),
    };
    connection.prepare_cached(sql)?.execute(named_params! { ":id": Sql(id), ":confirmed": was_confirmed })?;
    Ok(())
}
