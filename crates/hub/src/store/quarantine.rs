//! The unsent work of revoked desks: kept for a person to look at, not taken.

use deadpool_postgres::Transaction;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wire::sync::Pushed;

use super::connect::Store;
use super::error::Fault;
use super::sync::Entered;

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

/// Keeps what the desk sent. The same may come again; it is kept once.
pub(super) async fn take(
    work: &Transaction<'_>,
    clinic: Uuid,
    desk: &Entered,
    pushed: &[Pushed],
) -> Result<(), Fault> {
    let number = desk.number.cast_signed();
    let kept = work.query_one(include_str!("quarantine_size.sql"), &[&clinic, &number]).await?;
    let (mut operations, mut bytes): (i64, i64) = (kept.try_get("operations")?, kept.try_get("bytes")?);
    let insert = work.prepare_cached(include_str!("quarantine_insert.sql")).await?;
    for one in pushed {
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
            (one.operation.as_slice(), one.changes.as_slice(), one.previous.as_slice());
        work.execute(
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
    }
    Ok(())
}

impl Store {
    /// What waits for a person, oldest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn quarantine(&self, clinic: Uuid) -> Result<Vec<Quarantined>, Fault> {
        let mut client = self.client().await?;
        let work = super::admin::within(&mut client, clinic).await?;
        let rows = work.query(include_str!("quarantine_list.sql"), &[&clinic]).await?;
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

    /// Notes that a person has dealt with everything a desk left. Returns how many operations that were.
    ///
    /// # Errors
    /// Faults.
    pub async fn settle_quarantine(&self, clinic: Uuid, desk: u32) -> Result<u64, Fault> {
        let mut client = self.client().await?;
        let work = super::admin::within(&mut client, clinic).await?;
        let settled = "update hub.quarantine set settled_at = now() where clinic_id = $1 and desk = $2 and settled_at is null";
        let count = work.execute(settled, &[&clinic, &desk.cast_signed()]).await?;
        work.commit().await?;
        Ok(count)
    }
}
