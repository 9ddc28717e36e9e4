//! What an administrator's desk asks: about the other desks, and about what was done at them.

use std::time::Duration;

use deadpool_postgres::Transaction;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{
    DeskOfClinic, DesksReply, NewCodeReply, NewCodeRequest, OutcomeKind, PROTOCOL, QuarantineReply,
    QuarantineRequest, RevokeRequest, TrailReply, TrailRequest, Trailed, Trouble, TroubleCode,
};

use super::admin::{add_code, desk_lines, revoke_desk};
use super::connect::Store;
use super::error::{Refused, busy};
use super::quarantine;
use super::sync::{Entered, enter};
use super::write::OUTCOMES;
use crate::stream::trouble;

const LONGEST_CODE_HOURS: u32 = 7 * 24;
/// A clinic that has more codes open has a desk that has gone wild.
const MOST_CODES: i64 = 50;
const MOST_TRAILED: u32 = 1000;
/// A page of the trail ends at the operation that goes beyond this.
const MOST_TRAIL_BYTES: usize = 4 << 20;

impl Store {
    /// The clinic's desks, for one of them.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, and faults.
    pub async fn desks_for(&self, clinic: Uuid, token: &Hash) -> Result<DesksReply, Refused> {
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        let reply = desks(&work, clinic).await?;
        work.commit().await?;
        Ok(reply)
    }

    /// A code for one more desk.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, `Malformed`, `Busy` when too many are open, and faults.
    pub async fn code_for(
        &self,
        clinic: Uuid,
        token: &Hash,
        request: &NewCodeRequest,
    ) -> Result<NewCodeReply, Refused> {
        understood(request.protocol)?;
        if request.hours == 0 || request.hours > LONGEST_CODE_HOURS {
            return Err(trouble(TroubleCode::Malformed).into());
        }
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, true).await?;
        let open = work.query_one(include_str!("open_codes.sql"), &[&clinic]).await?;
        if open.try_get::<_, i64>("open")? >= MOST_CODES {
            return Err(busy(3600).into());
        }
        let valid = Duration::from_secs(u64::from(request.hours) * 3600);
        let (code, expires_at) = add_code(&work, clinic, valid).await?;
        work.commit().await?;
        Ok(NewCodeReply { code, expires_at })
    }

    /// Takes no more of another desk.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, `Malformed` for the desk that asks and for one that does not exist, and faults.
    pub async fn revoke_for(
        &self,
        clinic: Uuid,
        token: &Hash,
        request: &RevokeRequest,
    ) -> Result<DesksReply, Refused> {
        understood(request.protocol)?;
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        let asking = entitled(&work, clinic, token, true).await?;
        if asking.number == request.desk {
            return Err(trouble(TroubleCode::Malformed).into());
        }
        revoke_desk(&work, clinic, request.desk).await?;
        let reply = desks(&work, clinic).await?;
        if !reply.desks.iter().any(|desk| desk.number == request.desk) {
            return Err(trouble(TroubleCode::Malformed).into());
        }
        work.commit().await?;
        Ok(reply)
    }

    /// Does what was decided about the work of a revoked desk. Answers how far the clinic's order is then, too.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, `Malformed` for a desk that is not revoked, and faults.
    pub async fn settle_quarantine_for(
        &self,
        clinic: Uuid,
        token: &Hash,
        now: i64,
        request: &QuarantineRequest,
    ) -> Result<(QuarantineReply, u64), Refused> {
        understood(request.protocol)?;
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        let asking = entitled(&work, clinic, token, true).await?;
        if !quarantine::is_revoked(&work, clinic, request.desk).await? {
            return Err(trouble(TroubleCode::Malformed).into());
        }
        let head = asking.head;
        let answer = quarantine::carry_out(&work, clinic, head, now, request.desk, request.verdict).await?;
        work.commit().await?;
        Ok(answer)
    }

    /// What was done at the clinic's desks.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, `OldDesk`, and faults.
    pub async fn trail_for(
        &self,
        clinic: Uuid,
        token: &Hash,
        request: &TrailRequest,
    ) -> Result<TrailReply, Refused> {
        understood(request.protocol)?;
        let most = i64::from(request.most.clamp(1, MOST_TRAILED));
        let before = request.before.map_or(i64::MAX, |before| i64::try_from(before).unwrap_or(i64::MAX));
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        let desk = request.desk.map(u32::cast_signed);
        let statement = work.prepare_cached(include_str!("trail.sql")).await?;
        let rows = work.query(&statement, &[&clinic, &before, &desk, &(most + 1)]).await?;
        let mut operations = Vec::new();
        let mut bytes = 0;
        for row in &rows {
            let content = |name: &str| row.try_get::<_, Vec<u8>>(name).map(serde_bytes::ByteBuf::from);
            let outcome = usize::try_from(row.try_get::<_, i16>("outcome")?).ok();
            let one = Trailed {
                seq: row.try_get::<_, i64>("seq")?.cast_unsigned(),
                desk: row.try_get::<_, i32>("desk")?.cast_unsigned(),
                operation: content("operation")?,
                changes: content("changes")?,
                previous: content("previous")?,
                outcome: outcome
                    .and_then(|code| OUTCOMES.get(code).copied())
                    .unwrap_or(OutcomeKind::Accepted),
                received_at: row.try_get("received_at")?,
            };
            bytes += one.operation.len() + one.changes.len() + 64;
            let is_full = operations.len() as i64 >= most || bytes > MOST_TRAIL_BYTES;
            if is_full && !operations.is_empty() {
                return Ok(TrailReply { operations, more: true });
            }
            operations.push(one);
        }
        work.commit().await?;
        Ok(TrailReply { operations, more: false })
    }
}

pub(super) fn understood(protocol: u16) -> Result<(), Trouble> {
    if protocol == 0 || protocol > PROTOCOL {
        return Err(Trouble { least: Some(u32::from(PROTOCOL)), ..trouble(TroubleCode::OldDesk) });
    }
    Ok(())
}

pub(super) async fn entitled(
    work: &Transaction<'_>,
    clinic: Uuid,
    token: &Hash,
    to_write: bool,
) -> Result<Entered, Refused> {
    let desk = enter(work, clinic, token, to_write).await?;
    if desk.stream.revoked { Err(trouble(TroubleCode::Revoked).into()) } else { Ok(desk) }
}

async fn desks(work: &Transaction<'_>, clinic: Uuid) -> Result<DesksReply, Refused> {
    let desks = desk_lines(work, clinic).await?.into_iter().map(|line| DeskOfClinic {
        number: line.number,
        letter: line.letter,
        name: line.name,
        schema: line.schema,
        through: line.through,
        behind: line.behind,
        enrolled_at: line.enrolled_at,
        seen_at: line.seen_at,
        revoked_at: line.revoked_at,
        follows: line.follows,
    });
    let row = work.query_one(include_str!("clinic_line.sql"), &[&clinic]).await?;
    Ok(DesksReply {
        desks: desks.collect(),
        quarantined: row.try_get::<_, i64>("quarantined")?.cast_unsigned(),
    })
}
