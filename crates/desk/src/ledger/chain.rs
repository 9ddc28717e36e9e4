//! Ties one operation to the chain.

use domain::id::Id as _;
use domain::time::Instant;
use serde_json::Value;
use uuid::Uuid;
use wire::changes::{self, Change};
use wire::operation::{Operation, chain_hash, hash_changes};

use super::{Deed, Head, Tx, ids, store};
use crate::error::Result;
use crate::store::migrations;

/// The clock of an operation that says nothing new: whatever anybody did stands against it.
pub(super) const UNTIMED: i64 = 1;

/// Writes the operation after the newest one, and answers with what the next one follows.
pub(super) fn append(tx: &Tx<'_>, deed: &Deed, changed: &[Change]) -> Result<Head> {
    let hlc = next_hlc(tx.head()?.hlc, tx.desk.link.hub_clock(), tx.now);
    append_at(tx, deed, changed, hlc)
}

pub(super) fn append_at(tx: &Tx<'_>, deed: &Deed, changed: &[Change], hlc: i64) -> Result<Head> {
    let head = tx.head()?;
    let encoded = changes::encode(changed);
    let detail = tx.detail.borrow();
    let operation = Operation {
        uid: tx.operation().uuid(),
        number: head.number + 1,
        hlc,
        at: tx.now.0,
        account: deed.account.map(|account| account.uuid()),
        desk: tx.desk.link.desk_id().uuid(),
        kind: deed.kind.to_owned(),
        reason: tx.reason.borrow().clone(),
        detail: (!detail.is_empty()).then(|| Value::Object(detail.clone()).to_string()),
        undoes: deed.undoes.map(|undone| undone.uuid()),
        schema: migrations::current_version(),
        changes_hash: hash_changes(&encoded),
    };
    let hash = chain_hash(&head.hash, &operation);
    let references = tx.references.take().unwrap_or_else(|| head.references.clone());
    store::insert(tx, &operation, &encoded, &hash, references.clone(), tx.desk.link.base())?;
    for change in changed.iter().filter(|change| !ids::made_by(operation.uid, change.row)) {
        store::touch(tx, change.row, operation.number)?;
    }
    let is_changed = |row: &&Uuid| changed.iter().any(|change| change.row == **row);
    for row in tx.about.borrow().iter().filter(|row| !is_changed(row)) {
        store::touch(tx, *row, operation.number)?;
    }
    let hlc = if hlc == UNTIMED { head.hlc } else { Some(hlc) };
    Ok(Head { number: operation.number, hlc, hash, references })
}

/// A hybrid logical clock: milliseconds in the upper 48 bits, a counter in the lower 16. It follows the machine's clock forward
/// and never goes back with it, nor behind the clock of the hub when that was last heard.
fn next_hlc(last: Option<i64>, hub: Option<Instant>, now: Instant) -> i64 {
    let physical = hub.map_or(now, |hub| hub.max(now)).0 << 16;
    last.map_or(physical, |last| physical.max(last + 1))
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;

    use super::next_hlc;

    #[test]
    fn the_clock_of_the_ledger_never_goes_back() {
        let noon = next_hlc(None, None, Instant(1_764_000_000_000));
        let after_a_backward_step = next_hlc(Some(noon), None, Instant(1_663_000_000_000));
        assert_eq!(after_a_backward_step, noon + 1);
        assert!(next_hlc(Some(noon), None, Instant(1_764_000_000_001)) > noon + 1);
        let after_the_hub =
            next_hlc(Some(noon), Some(Instant(1_764_000_009_000)), Instant(1_764_000_000_001));
        assert_eq!(after_the_hub, 1_764_000_009_000 << 16);
    }
}
