//! One request of a desk: what it says is taken, and it hears what it has not heard.

use std::collections::BTreeSet;

use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::IsolationLevel;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{Outcome, OutcomeKind, Pushed, SyncReply, SyncRequest, TroubleCode, Why};

use super::answer::{answer, quick_answer};
use super::connect::Store;
use super::error::{Fault, Refused};
use super::page::again;
use super::quarantine;
use super::scope::Loaded;
use super::write::{self, OUTCOMES, Trailed};
use crate::merge::{Desk, Key, Merged, Received, merge};
use crate::stream::{Admitted, Epoch, Stream, admit, alone, greet, last_known, read, revoked, trouble};

/// More at once hold the counter row for too long.
const MOST_OPERATIONS: usize = 10_000;

/// An answer, and what there is to tell others.
#[derive(Debug)]
pub struct Synced {
    pub reply: SyncReply,
    /// Whether the clinic has something new.
    pub grew: bool,
    /// How many operations were new.
    pub taken: usize,
    /// Who asked.
    pub desk: u32,
}

/// A desk as `hub.enter` found it.
#[derive(Debug, Clone)]
pub(super) struct Entered {
    pub number: u32,
    pub letter: String,
    pub name: String,
    pub stream: Stream,
    pub schema: u32,
    /// Not heard of for half a minute.
    stale: bool,
    /// It has sent everything again that the hub lost when it was restored; so have all others that are not revoked.
    refilled: bool,
    pub others_refilled: bool,
    pub head: u64,
    pub epoch: Epoch,
}

impl Store {
    /// Answers a desk. `now` is the hub's clock in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// Those of the protocol, and faults; nothing was taken then, but for the unsent work of a revoked desk.
    pub async fn sync(
        &self,
        clinic: Uuid,
        token: &Hash,
        now: i64,
        request: &SyncRequest,
    ) -> Result<Synced, Refused> {
        if request.push.len() > MOST_OPERATIONS {
            return Err(trouble(TroubleCode::TooLarge).into());
        }
        if request.push.is_empty() {
            self.listen_only(clinic, token, now, request).await
        } else {
            self.take(clinic, token, now, request).await
        }
    }

    async fn listen_only(
        &self,
        clinic: Uuid,
        token: &Hash,
        now: i64,
        request: &SyncRequest,
    ) -> Result<Synced, Refused> {
        let mut client = self.client().await?;
        let snapshot = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await?;
        let entered = enter(&snapshot, clinic, token, false).await?;
        greet(&entered.stream, entered.epoch, request)?;
        if entered.stream.revoked {
            return Err(revoked(&request.push)?.1.into());
        }
        alone(&entered.stream, request.boot)?;
        check(&entered, request)?;
        let reply = answer(&snapshot, clinic, &entered, now, request, Vec::new()).await?;
        snapshot.commit().await?;
        let is_new_boot = entered.stream.boot != Some(request.boot);
        let is_refilled_now = !entered.refilled && !request.everything;
        if entered.stale || is_new_boot || is_refilled_now || entered.schema != request.schema {
            let note = client.transaction().await?;
            note.query_one("select set_config('clinic.id', $1, true)", &[&clinic.to_string()]).await?;
            seen(&note, clinic, &entered, request).await?;
            note.commit().await?;
        }
        Ok(Synced { reply, grew: false, taken: 0, desk: entered.number })
    }

    async fn take(
        &self,
        clinic: Uuid,
        token: &Hash,
        now: i64,
        request: &SyncRequest,
    ) -> Result<Synced, Refused> {
        // Read before anything is locked.
        let received = read(&request.push);
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        let entered = enter(&work, clinic, token, true).await?;
        greet(&entered.stream, entered.epoch, request)?;
        if entered.stream.revoked {
            let (sent, told) = revoked(&request.push)?;
            quarantine::take(&work, clinic, &entered, now, &request.push, &sent).await?;
            work.commit().await?;
            return Err(told.into());
        }
        alone(&entered.stream, request.boot)?;
        check(&entered, request)?;
        let received = received?;
        let known = known(&work, clinic, &entered, &received).await?;
        let pushed = fresh(&entered.stream, &received, request)?;
        let Admitted { new, repeated } = admit(&entered.stream, known.hash, received)?;
        let mut loaded = Loaded::new(entered.head);
        loaded.load(&work, clinic, &new, &entered.letter).await?;
        let desk = Desk { number: entered.number, letter: &entered.letter };
        let merged = merge(&mut loaded.scope, desk, now, &new);
        let stream = advance(&entered.stream, &new);
        futures_util::future::try_join(
            store(&work, clinic, entered.number, &loaded, &new, &merged, pushed),
            move_on(&work, clinic, &entered, &stream, loaded.scope.head(), request),
        )
        .await?;

        let mut outcomes = known.outcomes;
        outcomes.extend(merged.iter().filter_map(outcome_of));
        let told_again = merged.iter().filter(|merged| merged.is_told_again());
        let again = told_again.flat_map(|merged| merged.rows.clone()).chain(repeated).collect();
        let entered = Entered { stream, ..entered };
        let (taken, grew, desk) = (new.len(), loaded.scope.head() > entered.head, entered.number);
        if let Some(mut reply) = quick_answer(&entered, now, request, &loaded, &again) {
            reply.outcomes = outcomes;
            work.commit().await?;
            return Ok(Synced { reply, grew, taken, desk });
        }
        let head = loaded.scope.head();
        work.commit().await?;
        drop(client);
        let mut reply = self.after(clinic, entered, head, now, request, &again).await?;
        reply.outcomes = outcomes;
        Ok(Synced { reply, grew, taken, desk })
    }

    /// The answer to a push that has more to tell than what it changed itself: from a snapshot, with the counter row given back.
    async fn after(
        &self,
        clinic: Uuid,
        mut entered: Entered,
        head: u64,
        now: i64,
        request: &SyncRequest,
        told_again: &BTreeSet<Key>,
    ) -> Result<SyncReply, Refused> {
        let mut client = self.client().await?;
        let snapshot = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await?;
        snapshot.query_one("select set_config('clinic.id', $1, true)", &[&clinic.to_string()]).await?;
        entered.head = newest(&snapshot, clinic).await?.max(head);
        let rows = again(&snapshot, clinic, told_again).await?;
        let reply = answer(&snapshot, clinic, &entered, now, request, rows).await?;
        snapshot.commit().await?;
        Ok(reply)
    }
}

/// What the hub has already of what was pushed: the desk did not get the answer, or was cloned.
#[derive(Debug, Default)]
struct Known {
    /// Of the last of them.
    hash: Option<Hash>,
    /// What became of them, told once more.
    outcomes: Vec<Outcome>,
}

async fn known(
    work: &Transaction<'_>,
    clinic: Uuid,
    entered: &Entered,
    received: &[Received],
) -> Result<Known, Refused> {
    let Some(last) = last_known(&entered.stream, received) else { return Ok(Known::default()) };
    let numbers = received.iter().map(|received| received.operation.number);
    let numbers: Vec<i64> = numbers.filter(|number| *number <= last).map(u64::cast_signed).collect();
    let statement = work.prepare_cached(include_str!("known_operations.sql")).await?;
    let rows = work.query(&statement, &[&clinic, &entered.number.cast_signed(), &numbers]).await?;
    let mut known = Known::default();
    for row in rows {
        let number = row.try_get::<_, i64>("number")?.cast_unsigned();
        if number == last {
            known.hash = row.try_get::<_, &[u8]>("hash")?.try_into().ok();
        }
        let kind = OUTCOMES[usize::try_from(row.try_get::<_, i16>("outcome")?).unwrap_or(0) % OUTCOMES.len()];
        if kind == OutcomeKind::Accepted {
            continue;
        }
        let why: Option<String> = row.try_get("why")?;
        known.outcomes.push(Outcome { number, kind, why: why.map(|code| Why { code }) });
    }
    Ok(known)
}

pub(super) async fn enter(
    client: &impl GenericClient,
    clinic: Uuid,
    token: &Hash,
    to_write: bool,
) -> Result<Entered, Refused> {
    let statement = client.prepare_cached("select * from hub.enter($1, $2, $3)").await?;
    let found = client.query_opt(&statement, &[&clinic, &token.as_slice(), &to_write]).await?;
    let row = found.ok_or_else(|| trouble(TroubleCode::NotFound))?;
    Ok(entered(&row)?)
}

fn entered(row: &tokio_postgres::Row) -> Result<Entered, Fault> {
    let number = |name: &str| Ok::<u64, Fault>(row.try_get::<_, i64>(name)?.cast_unsigned());
    Ok(Entered {
        number: row.try_get::<_, i32>("number")?.cast_unsigned(),
        letter: row.try_get("letter")?,
        name: row.try_get("name")?,
        stream: Stream {
            through: number("through")?,
            hash: row.try_get::<_, &[u8]>("hash")?.try_into().map_err(|_| Fault::Stored)?,
            revoked: row.try_get("revoked")?,
            boot: row.try_get("boot")?,
            boot_before: row.try_get("previous_boot")?,
        },
        schema: row.try_get::<_, i32>("schema")?.cast_unsigned(),
        stale: row.try_get("stale")?,
        refilled: row.try_get("refilled")?,
        others_refilled: row.try_get("others_refilled")?,
        head: number("head")?,
        epoch: Epoch { id: row.try_get("epoch")?, began_at: number("began_at")? },
    })
}

fn check(entered: &Entered, request: &SyncRequest) -> Result<(), Refused> {
    // Nobody has seen what the clinic does not have yet.
    let is_ahead =
        request.cursor > entered.head || request.push.iter().any(|pushed| pushed.base > entered.head);
    if is_ahead { Err(trouble(TroubleCode::Malformed).into()) } else { Ok(()) }
}

/// The new ones of what was pushed, as they came. They stand at the end of it, or it was not put together by a desk.
fn fresh<'p>(
    stream: &Stream,
    received: &[Received],
    request: &'p SyncRequest,
) -> Result<&'p [Pushed], Refused> {
    let is_new = |received: &Received| received.operation.number > stream.through;
    let first = received.iter().position(is_new).unwrap_or(received.len());
    if received[first..].iter().all(is_new) {
        Ok(&request.push[first..])
    } else {
        Err(trouble(TroubleCode::Malformed).into())
    }
}

fn advance(stream: &Stream, new: &[Received]) -> Stream {
    let last = new.last();
    Stream {
        through: last.map_or(stream.through, |last| last.operation.number),
        hash: last.map_or(stream.hash, |last| last.hash),
        ..stream.clone()
    }
}

pub(super) async fn store(
    work: &Transaction<'_>,
    clinic: Uuid,
    desk: u32,
    loaded: &Loaded,
    new: &[Received],
    merged: &[Merged],
    pushed: &[Pushed],
) -> Result<(), Fault> {
    let trailed: Vec<Trailed<'_>> = merged
        .iter()
        .zip(new)
        .zip(pushed)
        .map(|((merged, received), pushed)| Trailed {
            number: merged.number,
            uid: merged.uid,
            seq: merged.seq,
            outcome: merged.outcome,
            why: merged.why,
            hash: received.hash,
            pushed,
        })
        .collect();
    // All on their way at once: the database takes them one after the other.
    futures_util::future::try_join(
        write::rows(work, clinic, loaded.scope.dirty(), &loaded.before),
        write::operations(work, clinic, desk, &trailed),
    )
    .await?;
    Ok(())
}

async fn move_on(
    work: &Transaction<'_>,
    clinic: Uuid,
    entered: &Entered,
    stream: &Stream,
    head: u64,
    request: &SyncRequest,
) -> Result<(), Fault> {
    let moved = Entered { stream: stream.clone(), ..entered.clone() };
    let newest = reached(work, clinic, head);
    futures_util::future::try_join(newest, seen(work, clinic, &moved, request)).await?;
    Ok(())
}

/// The clinic's order has grown to here.
pub(super) async fn reached(work: &Transaction<'_>, clinic: Uuid, head: u64) -> Result<(), Fault> {
    let update = "update hub.clinic_head set seq = $2 where clinic_id = $1";
    let statement = work.prepare_cached(update).await?;
    work.execute(&statement, &[&clinic, &head.cast_signed()]).await?;
    Ok(())
}

/// Notes what is known of the desk by now.
async fn seen(
    work: &Transaction<'_>,
    clinic: Uuid,
    entered: &Entered,
    request: &SyncRequest,
) -> Result<(), Fault> {
    let statement = work.prepare_cached(include_str!("desk_seen.sql")).await?;
    let stream = &entered.stream;
    work.execute(
        &statement,
        &[
            &clinic,
            &entered.number.cast_signed(),
            &stream.through.cast_signed(),
            &stream.hash.as_slice(),
            &request.boot,
            &request.schema.cast_signed(),
            &request.cursor.cast_signed(),
            &(!request.everything).then_some(entered.epoch.id),
        ],
    )
    .await?;
    Ok(())
}

async fn newest(client: &impl GenericClient, clinic: Uuid) -> Result<u64, Fault> {
    let statement = client.prepare_cached("select seq from hub.clinic_head where clinic_id = $1").await?;
    Ok(client.query_one(&statement, &[&clinic]).await?.try_get::<_, i64>("seq")?.cast_unsigned())
}

fn outcome_of(merged: &Merged) -> Option<Outcome> {
    (merged.outcome != OutcomeKind::Accepted).then(|| Outcome {
        number: merged.number,
        kind: merged.outcome,
        why: merged.why.map(|code| Why { code: code.to_owned() }),
    })
}
