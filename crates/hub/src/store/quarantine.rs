//! The unsent work of revoked desks: kept for a person to look at, not taken.

use std::collections::BTreeSet;

use deadpool_postgres::GenericClient;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{Pushed, QuarantineReply, Verdict};

use super::connect::Store;
use super::error::Fault;
use super::scope::Loaded;
use super::sync::{Entered, reached, store};
use super::write;
use crate::merge::{Desk, Received, hold_back, merge, settle_held_back, subject_of_desk};

/// How much one revoked desk can leave: weeks of work, and no more for somebody who stole its token.
const MOST_OPERATIONS: i64 = 10_000;
const MOST_BYTES: i64 = 64 << 20;

/// One operation that waits for a person.
#[derive(Debug, Clone)]
pub struct Quarantined {
    pub desk: u32,
    pub desk_name: String,
    /// Milliseconds since 1970 UTC.
    pub received_at: i64,
    pub content: Vec<u8>,
    pub pushed: Pushed,
}

/// Keeps what the desk sent (`sent`: the same, read). The same may come again; it is kept once, and what is new is put before a person.
pub(super) async fn take(
    work: &impl GenericClient,
    clinic: Uuid,
    desk: &Entered,
    now: i64,
    pushed: &[Pushed],
    sent: &[Received],
) -> Result<(), Fault> {
    let number = desk.number.cast_signed();
    let kept = work.query_one(include_str!("quarantine_size.sql"), &[&clinic, &number]).await?;
    let (mut operations, mut bytes): (i64, i64) = (kept.try_get("operations")?, kept.try_get("bytes")?);
    let insert = work.prepare_cached(include_str!("quarantine_insert.sql")).await?;
    let mut new = Vec::new();
    for (one, received) in pushed.iter().zip(sent) {
        operations += 1;
        bytes += i64::try_from(one.operation.len() + one.changes.len()).unwrap_or(i64::MAX / 2);
        if operations > MOST_OPERATIONS || bytes > MOST_BYTES {
            break;
        }
        let mut content = Sha256::new();
        content.update(one.operation.as_slice());
        content.update(one.changes.as_slice());
        let content: [u8; 32] = content.finalize().into();
        let (operation, changes, previous) =
            (one.operation.as_slice(), one.changes.as_slice(), received.previous.as_slice());
        let inserted = work
            .execute(
                &insert,
                &[
                    &clinic,
                    &number,
                    &content.as_slice(),
                    &operation,
                    &changes,
                    &previous,
                    &one.base.cast_signed(),
                ],
            )
            .await?;
        if inserted > 0 {
            new.push(received);
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let mut loaded = Loaded::new(desk.head);
    loaded.load_attention(work, clinic, subject_of_desk(desk.number)).await?;
    let asking = Desk { number: desk.number, letter: &desk.letter };
    hold_back(&mut loaded.scope, asking, &desk.name, now, &new);
    write::rows(work, clinic, loaded.scope.dirty(), &loaded.before).await?;
    write::run(work, clinic, &[reached(work, loaded.scope.head()).await?]).await
}

/// What waits for a person, of one desk or of all, oldest first.
async fn waiting(
    work: &impl GenericClient,
    clinic: Uuid,
    desk: Option<u32>,
) -> Result<Vec<Quarantined>, Fault> {
    let desk = desk.map(u32::cast_signed);
    let rows = work.query(include_str!("quarantine_list.sql"), &[&clinic, &desk]).await?;
    rows.iter()
        .map(|row| {
            let bytes = |name: &str| row.try_get::<_, Vec<u8>>(name).map(Into::into);
            Ok(Quarantined {
                desk: row.try_get::<_, i32>("desk")?.cast_unsigned(),
                desk_name: row.try_get("name")?,
                received_at: row.try_get("received_at")?,
                content: row.try_get("content")?,
                pushed: Pushed {
                    operation: bytes("operation")?,
                    changes: bytes("changes")?,
                    previous: bytes("previous")?,
                    base: row.try_get::<_, i64>("base")?.cast_unsigned(),
                },
            })
        })
        .collect()
}

/// What of a desk's work goes on from where the hub has it, and what the hub has already or cannot place.
struct Sorted {
    /// In the desk's order.
    next: Vec<(Received, Quarantined)>,
    known: Vec<Quarantined>,
    left: Vec<Quarantined>,
}

async fn sorted(
    work: &impl GenericClient,
    clinic: Uuid,
    mut last: (u64, Hash),
    head: u64,
    waiting: Vec<Quarantined>,
) -> Result<Sorted, Fault> {
    let mut read = Vec::with_capacity(waiting.len());
    for held in waiting {
        let mut received = Received::read(&held.pushed).map_err(|_| Fault::Stored)?;
        // The hub may have been put back since.
        received.base = received.base.min(head);
        read.push((received, held));
    }
    read.sort_by_key(|(received, _)| received.operation.number);
    let uids: Vec<Uuid> = read.iter().map(|(received, _)| received.operation.uid).collect();
    let known = "select uid from hub.operation where clinic_id = $1 and uid = any($2)";
    let known = work.query(known, &[&clinic, &uids]).await?;
    let known: BTreeSet<Uuid> = known.iter().map(|row| row.try_get("uid")).collect::<Result<_, _>>()?;
    let mut sorted = Sorted { next: Vec::new(), known: Vec::new(), left: Vec::new() };
    for (received, held) in read {
        if received.operation.number == last.0 + 1 && received.previous == last.1 {
            last = (received.operation.number, received.hash);
            sorted.next.push((received, held));
        } else if known.contains(&received.operation.uid) {
            sorted.known.push(held);
        } else {
            sorted.left.push(held);
        }
    }
    Ok(sorted)
}

/// Does what was decided about a revoked desk's work. The clinic's counter row is held, at `head`. Answers how far the order is then, too.
pub(super) async fn carry_out(
    work: &impl GenericClient,
    clinic: Uuid,
    head: u64,
    now: i64,
    desk: u32,
    verdict: Verdict,
) -> Result<(QuarantineReply, u64), Fault> {
    let waiting = waiting(work, clinic, Some(desk)).await?;
    let mut loaded = Loaded::new(head);
    loaded.load_attention(work, clinic, subject_of_desk(desk)).await?;
    let (settled, left) = match verdict {
        Verdict::Discard => (waiting, 0),
        Verdict::LetIn => {
            let of_desk = "select through, hash, letter from hub.desk where clinic_id = $1 and number = $2";
            let row = work.query_one(of_desk, &[&clinic, &desk.cast_signed()]).await?;
            let through = row.try_get::<_, i64>("through")?.cast_unsigned();
            let hash: Hash = row.try_get::<_, &[u8]>("hash")?.try_into().map_err(|_| Fault::Stored)?;
            let Sorted { next, known, left } = sorted(work, clinic, (through, hash), head, waiting).await?;
            let (new, held): (Vec<Received>, Vec<Quarantined>) = next.into_iter().unzip();
            let letter: String = row.try_get("letter")?;
            loaded.load(work, clinic, &new, &letter).await?;
            let merged = merge(&mut loaded.scope, Desk { number: desk, letter: &letter }, now, &new);
            settle_held_back(&mut loaded.scope, desk, now, "changed", left.len() as u64);
            let pushed: Vec<Pushed> = held.iter().map(|held| held.pushed.clone()).collect();
            store(work, clinic, desk, &loaded, &new, &merged, &pushed).await?;
            if let Some(last) = new.last() {
                let on = "update hub.desk set through = $3, hash = $4 where clinic_id = $1 and number = $2";
                let (number, through) = (desk.cast_signed(), last.operation.number.cast_signed());
                work.execute(on, &[&clinic, &number, &through, &last.hash.as_slice()]).await?;
            }
            (held.into_iter().chain(known).collect(), left.len() as u64)
        }
    };
    if verdict == Verdict::Discard {
        settle_held_back(&mut loaded.scope, desk, now, "dismissed", 0);
        write::rows(work, clinic, loaded.scope.dirty(), &loaded.before).await?;
    }
    let head = loaded.scope.head();
    write::run(work, clinic, &[reached(work, head).await?]).await?;
    let contents: Vec<Vec<u8>> = settled.into_iter().map(|held| held.content).collect();
    let settle = work.prepare_cached(include_str!("quarantine_settle.sql")).await?;
    let settled = work.execute(&settle, &[&clinic, &desk.cast_signed(), &contents]).await?;
    Ok((QuarantineReply { settled, left }, head))
}

impl Store {
    /// What waits for a person, oldest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn quarantine(&self, clinic: Uuid) -> Result<Vec<Quarantined>, Fault> {
        let mut client = self.client().await?;
        let work = super::admin::within(&mut client, clinic).await?;
        waiting(&work, clinic, None).await
    }

    /// Does what a person decided about everything a revoked desk left.
    ///
    /// # Errors
    /// Faults; `Setting` when there is no such clinic, or the desk is none of its revoked ones.
    pub async fn settle_quarantine(
        &self,
        clinic: Uuid,
        desk: u32,
        now: i64,
        verdict: Verdict,
    ) -> Result<QuarantineReply, Fault> {
        let mut client = self.client().await?;
        let (work, head) = super::admin::holding(&mut client, clinic).await?;
        if !is_revoked(&work, clinic, desk).await? {
            return Err(Fault::Setting("there is no such desk that was revoked".to_owned()));
        }
        let (reply, _) = carry_out(&work, clinic, head, now, desk, verdict).await?;
        work.commit().await?;
        Ok(reply)
    }
}

pub(super) async fn is_revoked(work: &impl GenericClient, clinic: Uuid, desk: u32) -> Result<bool, Fault> {
    let revoked = "select from hub.desk where clinic_id = $1 and number = $2 and revoked_at is not null";
    Ok(work.query_opt(revoked, &[&clinic, &desk.cast_signed()]).await?.is_some())
}
