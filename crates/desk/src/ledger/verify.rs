//! Checks the whole chain: every operation against its hash, its predecessor and its changes.

use wire::operation::{GENESIS, chain_hash, hash_changes};

use super::requests::VerifyReply;
use super::store;
use crate::error::Result;
use crate::session::Empty;
use crate::{Desk, Session};

/// Reads every operation and names the first that does not fit. Reads only; others go on working meanwhile.
pub fn verify(desk: &Desk, _session: &Session, _request: Empty) -> Result<VerifyReply> {
    desk.read(chain)
}

/// The same for whoever holds a connection: a backup is checked with it before it counts.
pub fn chain(connection: &rusqlite::Connection) -> Result<VerifyReply> {
    let mut reply = VerifyReply { ok: true, operations: 0, first_bad: None, head: None };
    let mut previous = GENESIS;
    store::for_each_link(connection, |link| {
        let expected_number = reply.operations + 1;
        let changes_fit =
            link.changes.as_ref().is_none_or(|encoded| hash_changes(encoded) == link.operation.changes_hash);
        let fits = link.operation.number == expected_number
            && changes_fit
            && chain_hash(&previous, &link.operation) == link.hash;
        if !fits {
            reply.ok = false;
            reply.first_bad = Some(link.operation.number.min(expected_number));
            return std::ops::ControlFlow::Break(());
        }
        reply.operations = expected_number;
        previous = link.hash;
        std::ops::ControlFlow::Continue(())
    })?;
    if reply.operations > 0 {
        reply.head = Some(previous.iter().map(|byte| format!("{byte:02x}")).collect());
    }
    Ok(reply)
}
