//! What goes up: the operations that the hub does not have, in order, as many as fit.

use std::ops::ControlFlow;

use uuid::Uuid;
use wire::sync::{PROTOCOL, Pushed, SyncRequest};

use super::link::{HubLink, LeftOver};
use super::{rows, store};
use crate::desk::Opened;
use crate::error::Result;
use crate::store::migrations;

/// How large a request and its answer may be, in bytes before compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub up: usize,
    pub down: u32,
}

/// Whether to hold what is here against what the hub has. It reads every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    WhenInStep,
    Not,
}

/// What a request is made like, beside what the link says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub boot: Uuid,
    pub budget: Budget,
    pub compare: Compare,
    /// `SyncReply::chains`.
    pub chains: bool,
}

/// The next request after what the link says, from one snapshot.
pub(super) fn request(opened: &Opened, link: &HubLink, manner: Manner) -> Result<SyncRequest> {
    let Manner { boot, budget, compare, chains } = manner;
    opened.store.read(|connection| {
        let mut push: Vec<Pushed> = Vec::new();
        let mut bytes = 0;
        store::for_each_unsent(connection, link.through, |mut pushed| {
            if chains && !push.is_empty() {
                pushed.previous.clear();
            }
            bytes += pushed.operation.len() + pushed.changes.len() + pushed.previous.len() + 16;
            // At least one, or it would never go.
            if bytes > budget.up && !push.is_empty() {
                return ControlFlow::Break(());
            }
            push.push(pushed);
            ControlFlow::Continue(())
        })?;
        // The link may have moved on since; then the sums would be of another state than the cursor says.
        let unmoved = store::link(connection)?.as_ref() == Some(link);
        let settled = link.all_came() && link.left_over == LeftOver::Kept;
        let in_step = push.is_empty() && unmoved && settled;
        let digests = if compare == Compare::WhenInStep && in_step && !store::has_beyond(connection)? {
            rows::digests(connection)?
        } else {
            Vec::new()
        };
        Ok(SyncRequest {
            protocol: PROTOCOL,
            schema: migrations::current_version(),
            epoch: Some(link.epoch),
            boot,
            cursor: link.cursor,
            everything: link.refill,
            push,
            digests,
            max_bytes: budget.down,
        })
    })
}

/// How many operations the hub does not have.
pub(super) fn unsent(opened: &Opened, link: &HubLink) -> Result<u64> {
    Ok(opened.store.read(store::newest)?.saturating_sub(link.through))
}
