//! One desk's stream of operations: what follows what, and what a request brings that is new.

use std::collections::BTreeSet;

use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{PROTOCOL, Pushed, SyncRequest, Trouble, TroubleCode};

use crate::merge::{Key, Received};

/// What the hub knows of a desk's stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// The number and the hash of the desk's last operation that the hub has.
    pub through: u64,
    pub hash: Hash,
    pub revoked: bool,
    /// The process that spoke last, and the one before it.
    pub boot: Option<Uuid>,
    pub boot_before: Option<Uuid>,
}

/// Changes when the hub was restored from a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    pub id: Uuid,
    /// How far the clinic's order reached then.
    pub began_at: u64,
}

/// The oldest schema of a desk that is understood.
pub const LEAST_SCHEMA: u32 = 6;

/// The first of all: the versions and the epoch.
///
/// # Errors
/// `OldDesk`, `Epoch`.
pub fn greet(stream: &Stream, epoch: Epoch, request: &SyncRequest) -> Result<(), Trouble> {
    if request.protocol > PROTOCOL || request.protocol == 0 {
        return Err(Trouble { least: Some(u32::from(PROTOCOL)), ..trouble(TroubleCode::OldDesk) });
    }
    if request.schema < LEAST_SCHEMA {
        return Err(Trouble { least: Some(LEAST_SCHEMA), ..trouble(TroubleCode::OldDesk) });
    }
    if request.epoch.is_some_and(|known| known != epoch.id) {
        return Err(Trouble {
            epoch: Some(epoch.id),
            head: Some(epoch.began_at),
            code: TroubleCode::Epoch,
            ..forked(stream)
        });
    }
    Ok(())
}

/// What a revoked desk still sends, and what it is told. All of it goes into quarantine, whether or not it follows what the hub has: a person
/// will look at it. The desk goes on until it has sent everything.
///
/// # Errors
/// `Malformed`.
pub fn revoked(pushed: &[Pushed]) -> Result<(Vec<Received>, Trouble), Trouble> {
    let sent = read(pushed)?;
    let through = sent.last().map(|received| received.operation.number);
    Ok((sent, Trouble { through, ..trouble(TroubleCode::Revoked) }))
}

/// Whether a desk that is not revoked is the only one under its token.
///
/// # Errors
/// `Forked` when another process used the token after this one.
pub fn alone(stream: &Stream, boot: Uuid) -> Result<(), Trouble> {
    if stream.boot_before == Some(boot) && stream.boot != Some(boot) { Err(forked(stream)) } else { Ok(()) }
}

/// What was pushed, as far as it can be read.
///
/// # Errors
/// `Malformed`.
pub fn read(pushed: &[Pushed]) -> Result<Vec<Received>, Trouble> {
    let mut all: Vec<Received> = Vec::with_capacity(pushed.len());
    for pushed in pushed {
        let before = all.last().map(|last| last.hash);
        all.push(Received::read_after(pushed, before).map_err(|_| trouble(TroubleCode::Malformed))?);
    }
    Ok(all)
}

/// The last of the pushed operations that the hub should have already: whose hash `admit` wants to compare. None when there is none.
pub fn last_known(stream: &Stream, pushed: &[Received]) -> Option<u64> {
    let numbers = pushed.iter().map(|received| received.operation.number);
    numbers.filter(|number| *number <= stream.through).max()
}

/// What a request brings.
#[derive(Debug)]
pub struct Admitted {
    /// In order and without a gap.
    pub new: Vec<Received>,
    /// What operations changed that the hub has from this desk already. The answer was lost then, and with it what it said of these rows.
    pub repeated: BTreeSet<Key>,
}

/// Tells what is new of what was pushed (`received`).
///
/// `known` is the hash the hub has for the operation that `last_known` named.
///
/// # Errors
/// `Malformed`, `Gap`, `Forked`.
pub fn admit(stream: &Stream, known: Option<Hash>, received: Vec<Received>) -> Result<Admitted, Trouble> {
    let mut last = (stream.through, stream.hash);
    let mut new = Vec::new();
    let mut repeated = BTreeSet::new();
    let last_known = received.iter().rfind(|received| received.operation.number <= stream.through);
    if last_known.is_some_and(|last| known != Some(last.hash)) {
        return Err(forked(stream));
    }
    for received in received {
        if received.operation.number <= stream.through {
            repeated.extend(received.named_rows());
            continue;
        }
        if received.operation.number != last.0 + 1 {
            return Err(Trouble { through: Some(stream.through), ..trouble(TroubleCode::Gap) });
        }
        if received.previous != last.1 {
            return Err(forked(stream));
        }
        last = (received.operation.number, received.hash);
        new.push(received);
    }
    Ok(Admitted { new, repeated })
}

fn forked(stream: &Stream) -> Trouble {
    let hash = Some(ByteBuf::from(stream.hash.to_vec()));
    Trouble { through: Some(stream.through), hash, ..trouble(TroubleCode::Forked) }
}

/// A trouble with nothing beside its code.
pub fn trouble(code: TroubleCode) -> Trouble {
    Trouble { code, through: None, hash: None, epoch: None, head: None, least: None, after: None }
}
