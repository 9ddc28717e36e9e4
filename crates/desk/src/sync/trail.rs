//! What was done at all the clinic's desks. The hub keeps it; a desk has its own operations and of the others nothing but what came of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{AccountId, Id as _, OperationId};
use domain::time::Instant;
use uuid::Uuid;
use wire::changes;
use wire::operation::{self, hash_changes};
use wire::sync::{DesksReply, PROTOCOL, TrailReply, TrailRequest, Trailed, http};

use super::using::{answered, hub_of};
use crate::error::{Refusal, Result};
use crate::ledger::requests::{ListOperations, OperationList};
use crate::ledger::views::{Told, described, name_of, withhold};
use crate::{Desk, Session};

const DEFAULT_PAGE: u16 = 50;
const LONGEST_PAGE: u16 = 500;
/// So many are asked of the hub at once, and so often until a page is full: who looks for something rare goes on from there.
const ASKED: u32 = 500;
const MOST_ASKED: usize = 8;
/// A clock may be wrong by so much before what it says ends a search by days too early.
const WRONG_CLOCK: i64 = 24 * 3_600_000;

/// One page of what was done at all desks, newest first: in the clinic's order, as the hub took it.
///
/// # Errors
/// As `hub.desks`.
pub fn list(desk: &Desk, session: &Session, request: ListOperations) -> Result<OperationList> {
    let link = desk.opened()?.link.hub().ok_or_else(|| Refusal::new("sync.not_enrolled"))?;
    let hub = hub_of(&link)?;
    let desks: DesksReply = answered(|| hub.fetch(http::desks_path(link.clinic), &link.token))?;
    let letters: BTreeMap<u32, String> =
        desks.desks.into_iter().map(|desk| (desk.number, desk.letter)).collect();
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_PAGE).clamp(1, LONGEST_PAGE));
    let mut page = Page { found: Vec::new(), next: request.before, more: true };
    let mut undone = BTreeSet::new();
    for _ in 0..MOST_ASKED {
        let asked = TrailRequest { protocol: PROTOCOL, before: page.next, desk: None, most: ASKED };
        let path = http::trail_path(link.clinic);
        let reply: TrailReply = answered(|| hub.tell(path, &link.token, &asked))?;
        page.more = reply.more;
        for trailed in reply.operations {
            let is_past = request.from.is_some_and(|from| trailed.received_at < from.0 - WRONG_CLOCK);
            if page.found.len() == limit || is_past {
                page.more = !is_past;
                return page.shown(desk, session);
            }
            page.next = Some(trailed.seq);
            let letter = letters.get(&trailed.desk).cloned();
            let Some(told) = read(&trailed, letter, &mut undone) else { continue };
            if wanted(&request, &told) {
                page.found.push(told);
            }
        }
        if !page.more {
            break;
        }
    }
    page.shown(desk, session)
}

struct Page {
    found: Vec<Told>,
    next: Option<u64>,
    more: bool,
}

impl Page {
    fn shown(self, desk: &Desk, session: &Session) -> Result<OperationList> {
        desk.read(|connection| {
            let mut names = BTreeMap::new();
            let mut operations = Vec::with_capacity(self.found.len());
            for mut told in self.found {
                told.account_name = match told.account_id {
                    Some(account) => name_of(connection, account.uuid())?,
                    None => None,
                };
                let mut line = described(connection, told, &mut names)?;
                withhold(session, &mut line);
                operations.push(line);
            }
            Ok(OperationList { operations, names, more: self.more, next: self.next })
        })
    }
}

/// None for what a newer version wrote so that this one cannot read it.
fn read(trailed: &Trailed, desk_letter: Option<String>, undone: &mut BTreeSet<Uuid>) -> Option<Told> {
    let operation = operation::decode(&trailed.operation, hash_changes(&trailed.changes)).ok()?;
    // Newest first: who undid it came before.
    let is_undone = undone.contains(&operation.uid);
    if let Some(target) = operation.undoes.filter(|_| !is_undone) {
        undone.insert(target);
    }
    Some(Told {
        id: OperationId::from_uuid(operation.uid),
        number: operation.number,
        kind: operation.kind,
        at: Instant(operation.at),
        account_id: operation.account.map(AccountId::from_uuid),
        account_name: None,
        reason: operation.reason,
        detail: operation.detail,
        changes: changes::decode(&trailed.changes).unwrap_or_default(),
        undoes: operation.undoes.map(OperationId::from_uuid),
        undone: is_undone,
        desk_letter,
    })
}

fn wanted(request: &ListOperations, told: &Told) -> bool {
    request.subject.is_none_or(|subject| told.changes.iter().any(|change| change.row == subject))
        && request.account_id.is_none_or(|account| told.account_id == Some(account))
        && request.kind.as_deref().is_none_or(|kind| told.kind.starts_with(kind))
        && request.from.is_none_or(|from| told.at >= from)
        && request.until.is_none_or(|until| told.at < until)
}
