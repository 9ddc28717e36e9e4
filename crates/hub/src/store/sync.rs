//! One request of a desk: what it says is taken, and it hears what it has not heard.

use std::collections::BTreeSet;

use deadpool_postgres::GenericClient;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{Outcome, OutcomeKind, Pushed, SyncReply, SyncRequest, TroubleCode, Why};

use super::answer::{answer, quick_answer};
use super::connect::Store;
use super::error::{Fault, Refused};
use super::page::again;
use super::quarantine;
use super::scope::{Loaded, Named};
use super::work::{For, Work};
use super::write::{self, Changed, OUTCOMES, Parameter, Step, Trailed};
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
        let snapshot = Work::new(self, For::Reading).await?;
        let entered = snapshot.enter(clinic, token).await?;
        greet(&entered.stream, entered.epoch, request)?;
        if entered.stream.revoked {
            return Err(revoked(&request.push)?.1.into());
        }
        alone(&entered.stream, request.boot)?;
        check(&entered, request)?;
        let reply = answer(&*snapshot, clinic, &entered, now, request, Vec::new()).await?;
        drop(snapshot);
        let is_new_boot = entered.stream.boot != Some(request.boot);
        let is_refilled_now = !entered.refilled && !request.everything;
        if entered.stale || is_new_boot || is_refilled_now || entered.schema != request.schema {
            let note = Work::new(self, For::Writing).await?;
            note.name(clinic).await?;
            let seen = seen(&*note, &entered, request).await?;
            note.finish(clinic, &[seen]).await?;
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
        let work = Work::new(self, For::Writing).await?;
        let asked_of: &[Received] = received.as_deref().unwrap_or_default();
        let named = async { Ok(Named::load(&*work, clinic, asked_of).await?) };
        // One round trip: what is looked for is looked for when the counter row is held.
        let (entered, named) = futures_util::future::try_join(work.enter(clinic, token), named).await?;
        greet(&entered.stream, entered.epoch, request)?;
        if entered.stream.revoked {
            let (sent, told) = revoked(&request.push)?;
            quarantine::take(&*work, clinic, &entered, now, &request.push, &sent).await?;
            work.commit().await?;
            return Err(told.into());
        }
        alone(&entered.stream, request.boot)?;
        check(&entered, request)?;
        let received = received?;
        let known = known(&*work, clinic, &entered, &received).await?;
        let pushed = fresh(&entered.stream, &received, request)?;
        let Admitted { new, repeated } = admit(&entered.stream, known.hash, received)?;
        let mut loaded = Loaded::new(entered.head);
        loaded.load_beyond(&*work, clinic, named, &new, &entered.letter).await?;
        let desk = Desk { number: entered.number, letter: &entered.letter };
        let merged = merge(&mut loaded.scope, desk, now, &new);
        let told_again = merged.iter().filter(|merged| merged.is_told_again());
        let again = told_again.flat_map(|merged| merged.rows.clone()).chain(repeated).collect();
        let (head_before, head) = (entered.head, loaded.scope.head());
        let entered = Entered { stream: advance(&entered.stream, &new), ..entered };

        let changed = Changed::new(loaded.scope.dirty(), &loaded.before);
        let trailed = trailed(&new, &merged, pushed);
        let mut steps = changed.steps(&*work).await?;
        steps.extend(write::operations(&*work, entered.number, &trailed).await?);
        steps.extend([reached(&*work, head).await?, seen(&*work, &entered, request).await?]);
        // The answer is put together while the database writes.
        let quick = async { Ok(quick_answer(&entered, now, request, &loaded, &again)) };
        let ((), quick) = futures_util::future::try_join(work.finish(clinic, &steps), quick).await?;
        drop((steps, work));
        self.wrote(loaded.scope.dirty().count());
        let reply = match quick {
            Some(reply) => reply,
            None => self.after(clinic, entered.clone(), head, now, request, &again).await?,
        };
        let mut outcomes = known.outcomes;
        outcomes.extend(merged.iter().filter_map(outcome_of));
        let reply = SyncReply { outcomes, ..reply };
        Ok(Synced { reply, grew: head > head_before, taken: new.len(), desk: entered.number })
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
        let snapshot = Work::new(self, For::Reading).await?;
        snapshot.name(clinic).await?;
        entered.head = newest(&*snapshot, clinic).await?.max(head);
        let rows = again(&*snapshot, clinic, told_again).await?;
        answer(&*snapshot, clinic, &entered, now, request, rows).await
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
    work: &impl GenericClient,
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

pub(super) fn entered(row: &tokio_postgres::Row) -> Result<Entered, Fault> {
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

/// Operations as the trail keeps them.
fn trailed<'p>(new: &[Received], merged: &[Merged], pushed: &'p [Pushed]) -> Vec<Trailed<'p>> {
    let all = merged.iter().zip(new).zip(pushed);
    all.map(|((merged, received), pushed)| Trailed {
        number: merged.number,
        uid: merged.uid,
        seq: merged.seq,
        outcome: merged.outcome,
        why: merged.why,
        previous: received.previous,
        hash: received.hash,
        pushed,
    })
    .collect()
}

/// Stores what a merge changed, and the operations that were merged.
pub(super) async fn store(
    work: &impl GenericClient,
    clinic: Uuid,
    desk: u32,
    loaded: &Loaded,
    new: &[Received],
    merged: &[Merged],
    pushed: &[Pushed],
) -> Result<(), Fault> {
    let changed = Changed::new(loaded.scope.dirty(), &loaded.before);
    let trailed = trailed(new, merged, pushed);
    let mut steps = changed.steps(work).await?;
    steps.extend(write::operations(work, desk, &trailed).await?);
    write::run(work, clinic, &steps).await
}

/// The clinic's order has grown to here.
pub(super) async fn reached(work: &impl GenericClient, head: u64) -> Result<Step<'static>, Fault> {
    let update = "update hub.clinic_head set seq = $2 where clinic_id = $1";
    Step::new(work, update, vec![Box::new(head.cast_signed())]).await
}

/// Notes what is known of the desk by now.
async fn seen(
    work: &impl GenericClient,
    entered: &Entered,
    request: &SyncRequest,
) -> Result<Step<'static>, Fault> {
    let stream = &entered.stream;
    let parameters: Vec<Parameter<'static>> = vec![
        Box::new(entered.number.cast_signed()),
        Box::new(stream.through.cast_signed()),
        Box::new(stream.hash.to_vec()),
        Box::new(request.boot),
        Box::new(request.schema.cast_signed()),
        Box::new(request.cursor.cast_signed()),
        Box::new((!request.everything).then_some(entered.epoch.id)),
    ];
    Step::new(work, include_str!("desk_seen.sql"), parameters).await
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
