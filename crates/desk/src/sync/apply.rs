//! One transaction that takes in what the hub said: rows, outcomes and how far we are become durable together, or nothing does.

use std::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

use rusqlite::Connection;
use wire::sync::{Row, SyncReply, decode_rows};

use super::link::{HubLink, LeftOver, Standing};
use super::rows::{Applying, follow_own};
use super::{slots, store};
use crate::desk::Opened;
use crate::error::{Error, Result};
use crate::ledger::{explain, names_nobody};
use crate::store::{Transaction, Writer};

/// What a reply turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It was taken in. `rows`: how many came.
    Whole { rows: usize },
    /// It answers a request that something overtook since: nothing was taken, and nothing is lost by that.
    Overtaken,
    /// The hub has operations under this desk's number that are not in this ledger.
    NotOurs,
    /// Not a reply of this protocol.
    Unreadable,
}

/// Takes a reply in. `asked` is the link as it was when the request was made, which brought `pushed` operations.
pub(super) fn take(opened: &Opened, asked: &HubLink, pushed: usize, reply: &SyncReply) -> Result<Taken> {
    let Ok(rows) = decode_rows(&reply.rows) else { return Ok(Taken::Unreadable) };
    let followed =
        if rows.len() > MOST_ROWS_FOLLOWED { Followed::AsAWhole(&rows) } else { Followed::RowByRow };
    let work = |connection: &Connection, link: &mut HubLink| {
        if link.token != asked.token
            || (link.epoch, link.cursor, link.refill) != (asked.epoch, asked.cursor, asked.refill)
            || !link.standing.may_ask()
            || reply.through < link.through
        {
            return Ok(Taken::Overtaken);
        }
        let newest = store::newest(connection)?;
        if reply.through > newest {
            link.standing = Standing::NeedsNumber;
            return Ok(Taken::NotOurs);
        }
        link.epoch = reply.epoch;
        link.standing = Standing::Working;
        // Only what this request brought was compared: a clone's operations may have the numbers after that.
        let brought = asked.through + pushed as u64;
        let before = link.through;
        link.through = before.max(reply.through.min(brought));
        follow_own(connection, before, link.through)?;
        link.last_contact = Some(domain::time::Instant(reply.now));
        for outcome in &reply.outcomes {
            let why = outcome.why.as_ref().map(|why| why.code.as_str());
            store::note_outcome(connection, outcome.number, outcome.kind, why, reply.now)?;
        }
        // The rows have in them what the hub had of this desk, even where the answer that said so was lost.
        take_rows(connection, reply.through, &rows)?;
        if link.left_over != LeftOver::Kept {
            rows.iter().try_for_each(|row| store::note_arrival(connection, row.table, row.id))?;
        }
        link.cursor = link.cursor.max(reply.next);
        if !reply.more {
            link.whole = link.cursor;
        }
        // What is being sent again may come back otherwise than it stands here, with a mark the less: until all is sent, all is asked for.
        link.refill &= reply.more || link.through < newest;
        Ok(Taken::Whole { rows: rows.len() })
    };
    // A desk that has everything is hardly ever told of a row before the one it refers to.
    if asked.all_came() && rows.len() <= MOST_ROWS_FOLLOWED {
        match change_with(opened, followed, References::Heeded, work) {
            Err(error) if names_nobody(&error) => {}
            taken => return taken,
        }
    }
    change_with(opened, followed, References::StillToCome, work)
}

/// More rows at once than this are not followed one by one: all that is kept in memory is read anew, which is sooner done.
const MOST_ROWS_FOLLOWED: usize = 2_000;

/// How those who keep something in memory hear of it.
#[derive(Clone, Copy)]
enum Followed<'r> {
    RowByRow,
    /// These came, and who knows what changed by them.
    AsAWhole(&'r [Row]),
}

/// What rows refer to. Only outside a transaction can foreign keys be left alone, and SQLite then prepares every statement of the writer
/// anew, once more when they are heeded again: the next booking pays for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum References {
    /// It is here, or nothing is taken.
    Heeded,
    /// It may not have come yet.
    StillToCome,
}

fn take_rows(connection: &Connection, through: u64, rows: &[Row]) -> Result<()> {
    let mut applying = Applying::begin(connection, through)?;
    for row in rows {
        applying.take(row)?;
    }
    applying.finish()
}

/// After an upgrade: what the version before could not hold.
pub(crate) fn take_over(opened: &Opened) -> Result<()> {
    if opened.link.hub().is_none() || !opened.store.read(store::has_beyond)? {
        return Ok(());
    }
    change(opened, |connection, link| Applying::begin(connection, link.through)?.take_over())
}

/// Changes the link, and whatever goes with it, in one transaction. Afterwards everybody hears of the rows that changed. Does nothing on a
/// desk without a hub but call `work` with nothing: the caller has looked.
///
/// # Errors
/// Whatever `work` answers; then nothing was written. `storage.full`, `storage.read_only`.
pub(super) fn change<T>(
    opened: &Opened,
    work: impl FnOnce(&Connection, &mut HubLink) -> Result<T>,
) -> Result<T> {
    change_with(opened, Followed::RowByRow, References::StillToCome, work)
}

fn change_with<T>(
    opened: &Opened,
    followed: Followed<'_>,
    references: References,
    work: impl FnOnce(&Connection, &mut HubLink) -> Result<T>,
) -> Result<T> {
    let mut writer = Applier::begin(opened.store.writer(), references)?;
    let Writer { connection, capture, .. } = &mut *writer;
    let transaction = Transaction::to_write(connection)?;
    let Some(before) = store::link(&transaction)? else {
        return Err(crate::error::Refusal::new("sync.not_enrolled").into());
    };
    let mut link = before.clone();
    let open = match followed {
        Followed::RowByRow => capture.begin_applying(),
        Followed::AsAWhole(_) => capture.begin_applying_uncounted(),
    };
    let answer = work(&transaction, &mut link).map_err(explain)?;
    let changes = open.take();
    drop(open);
    if link != before {
        store::put_link(&transaction, &link)?;
    }
    let accounts = match followed {
        Followed::RowByRow => slots::accounts(changes.iter().map(|change| (change.table, change.row))),
        Followed::AsAWhole(rows) => slots::accounts(rows.iter().map(|row| (row.table, row.id))),
    };
    let slots_before = slots::follow(opened, &transaction, accounts)?;
    if let Err(error) = transaction.commit() {
        slots_before.undo(opened)?;
        return Err(explain(Error::from(error)));
    }
    opened.link.remember(Some(link));
    match followed {
        Followed::RowByRow => opened.announce(&changes),
        Followed::AsAWhole(_) => opened.announce_everything(),
    }
    Ok(answer)
}

/// The writer while rows of the hub are written.
struct Applier<'w> {
    writer: MutexGuard<'w, Writer>,
    references: References,
}

impl<'w> Applier<'w> {
    fn begin(writer: MutexGuard<'w, Writer>, references: References) -> Result<Self> {
        if references == References::StillToCome {
            store::heed_foreign_keys(&writer.connection, false)?;
        }
        Ok(Self { writer, references })
    }
}

impl Deref for Applier<'_> {
    type Target = Writer;
    fn deref(&self) -> &Writer {
        &self.writer
    }
}

impl DerefMut for Applier<'_> {
    fn deref_mut(&mut self) -> &mut Writer {
        &mut self.writer
    }
}

impl Drop for Applier<'_> {
    fn drop(&mut self) {
        if self.references == References::Heeded {
            return;
        }
        if let Err(error) = store::heed_foreign_keys(&self.writer.connection, true) {
            tracing::error!(%error, "foreign keys could not be taken up again");
        }
    }
}
