//! The desk's half of the protocol, without a network: what to ask next, and what to do with each answer. Time, randomness and whatever
//! carries the messages are the caller's. All that must outlive a crash stands in the database; what is here may be lost at any time.

use std::sync::Arc;

use domain::id::{DeskId, Id as _};
use uuid::Uuid;
use wire::operation::GENESIS;
use wire::sync::{NewNumberReply, NewNumberRequest, PROTOCOL, SyncReply, SyncRequest, Trouble, TroubleCode};

use super::apply::{self, Taken};
use super::left_over;
use super::link::{HubLink, LeftOver, Standing, Token};
use super::outbox::{self, Budget, Compare, Manner};
use super::store;
use crate::Desk;
use crate::desk::Opened;
use crate::error::Result;

/// One process' talk with the hub.
pub struct Client {
    /// Drawn anew at each start.
    boot: Uuid,
    budget: Budget,
    compare: Compare,
    /// What the hub's last answer said of it: nobody else remembers it, so that a hub that was put back is asked anew.
    chains: bool,
    renaming: Option<Renaming>,
}

/// While this desk asks for a number of its own.
#[derive(Clone, Copy)]
struct Renaming {
    /// What it will be called. The same for as long as one asks, so that an answer that was lost leaves no desk that nobody is.
    desk: Uuid,
    /// The last operation that the hub may have, too. Looked for by halves: the beginning it always knows.
    from: u64,
}

/// A request on its way, with what its answer needs.
pub struct Asked {
    pub link: Arc<HubLink>,
    pub message: Message,
}

/// What is sent.
pub enum Message {
    Sync(Box<SyncRequest>),
    NewNumber(NewNumberRequest),
}

/// What came back.
pub enum Answer {
    Sync(Box<SyncReply>),
    NewNumber(NewNumberReply),
    Trouble(Trouble),
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// There is more to say or to hear.
    AtOnce,
    /// Both have everything. The hub will say when it has news; what is done here should be sent at once.
    InStep,
    /// Not before so many seconds, if a number is known; otherwise after a while that grows.
    Later(Option<u32>),
    /// Nothing helps but a person.
    Stopped(Stopped),
}

/// Why nothing is asked any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// No hub was set up.
    NotEnrolled,
    /// This desk was shut out.
    Revoked,
    /// The hub no longer speaks with so old a version.
    OldDesk,
    /// The hub does not know this desk's token, or not the clinic.
    Unknown,
}

/// Requests of this size and less are not made smaller when they are too large.
const LEAST_UP: usize = 16 << 10;

impl Budget {
    /// 2 MiB up, half of what one message may be when sent; 1 MiB down, about 6,000 visits, so that nobody who books meanwhile waits
    /// for more than a moment.
    pub const USUAL: Self = Self { up: 2 << 20, down: 1 << 20 };
    /// For a desk at which nobody works yet. While one page is taken in the next one is fetched, so there are several.
    pub const FIRST: Self = Self { up: 2 << 20, down: 2 << 20 };
}

impl Client {
    pub fn new(boot: Uuid, budget: Budget) -> Self {
        Self { boot, budget, compare: Compare::Not, chains: false, renaming: None }
    }

    /// The next request, when in step, also says what this desk holds.
    pub fn compare_next_time(&mut self) {
        self.compare = Compare::WhenInStep;
    }

    /// What to send now. `desk` is a new identifier, used when this desk turns out to be a copy.
    ///
    /// # Errors
    /// `vault.closed`, and faults of the database. `Err(Stopped)` inside when there is nobody to ask.
    pub fn ask(&mut self, desk: &Desk, new_desk: Uuid) -> Result<std::result::Result<Asked, Stopped>> {
        self.ask_of(&*desk.opened()?, new_desk)
    }

    pub(super) fn ask_of(
        &mut self,
        opened: &Opened,
        new_desk: Uuid,
    ) -> Result<std::result::Result<Asked, Stopped>> {
        let Some(link) = opened.link.hub() else { return Ok(Err(Stopped::NotEnrolled)) };
        let own = opened.link.desk_id();
        let message = match link.standing {
            Standing::NeedsNumber => self.ask_for_a_number(opened, &link, new_desk)?,
            // The database of another directory: that one goes on under its number, this one needs another.
            Standing::Working | Standing::Unknown if link.installation != own => {
                self.ask_for_a_number(opened, &link, own.uuid())?
            }
            // Shut out, it still tells what it has, a copy as well: somebody will look at that.
            Standing::Working | Standing::Unknown | Standing::Revoked => {
                let Self { boot, budget, compare, chains, .. } = *self;
                let manner = Manner { boot, budget, compare, chains };
                Message::Sync(Box::new(outbox::request(opened, &link, manner)?))
            }
        };
        Ok(Ok(Asked { link, message }))
    }

    fn ask_for_a_number(&mut self, opened: &Opened, link: &HubLink, desk: Uuid) -> Result<Message> {
        let renaming = *self.renaming.get_or_insert(Renaming { desk, from: link.through });
        let hash = opened.store.read(|connection| store::hash_at(connection, renaming.from))?;
        // Operations are never removed; were one missing all the same, the chain could only begin anew.
        let (from_number, hash) = hash.map_or((0, GENESIS), |hash| (renaming.from, hash));
        Ok(Message::NewNumber(NewNumberRequest {
            protocol: PROTOCOL,
            boot: self.boot,
            desk: renaming.desk,
            from_number,
            from_hash: hash.to_vec().into(),
        }))
    }

    /// Takes the answer in.
    ///
    /// # Errors
    /// `storage.full` and the like: then nothing was taken, and the same can be asked again.
    pub fn hear(&mut self, desk: &Desk, asked: &Asked, answer: Answer) -> Result<Next> {
        self.hear_for(&*desk.opened()?, asked, answer)
    }

    pub(super) fn hear_for(&mut self, opened: &Opened, asked: &Asked, answer: Answer) -> Result<Next> {
        match (&asked.message, answer) {
            (Message::Sync(request), Answer::Sync(reply)) => self.take(opened, asked, request, &reply),
            (Message::NewNumber(request), Answer::NewNumber(reply)) => {
                renumber(opened, &asked.link, request, &reply)?;
                self.renaming = None;
                Ok(Next::AtOnce)
            }
            (message, Answer::Trouble(trouble)) => self.cope(opened, asked, message, &trouble),
            (Message::Sync(_), Answer::NewNumber(_)) | (Message::NewNumber(_), Answer::Sync(_)) => {
                Ok(Next::Later(None))
            }
        }
    }

    fn take(
        &mut self,
        opened: &Opened,
        asked: &Asked,
        request: &SyncRequest,
        reply: &SyncReply,
    ) -> Result<Next> {
        self.chains = reply.chains;
        match apply::take(opened, &asked.link, request.push.len(), reply)? {
            Taken::Overtaken | Taken::NotOurs => return Ok(Next::AtOnce),
            Taken::Unreadable => return Ok(Next::Later(None)),
            Taken::Whole { rows } => tracing::debug!(rows, next = reply.next, head = reply.head, "rows came"),
        }
        if !request.digests.is_empty() {
            self.compare = Compare::Not;
        }
        if !reply.differs.is_empty() {
            tracing::warn!(tables = ?reply.differs, "this desk does not hold what the hub does; everything is fetched anew");
            refill(opened, &asked.link, LeftOver::GivenBack)?;
            return Ok(Next::AtOnce);
        }
        left_over::settle(opened, reply.refilled)?;
        let link = opened.link.hub();
        let newest = opened.store.read(store::newest)?;
        let sent_all = link.is_none_or(|link| link.through >= newest && !link.refill);
        Ok(if reply.more || !sent_all { Next::AtOnce } else { Next::InStep })
    }

    fn cope(&mut self, opened: &Opened, asked: &Asked, message: &Message, trouble: &Trouble) -> Result<Next> {
        let link = &asked.link;
        match trouble.code {
            TroubleCode::Gap => go_back_to(opened, link, trouble.through.unwrap_or(0)),
            TroubleCode::Epoch => begin_epoch(opened, link, trouble),
            TroubleCode::Purged => {
                refill(opened, link, LeftOver::Removed)?;
                Ok(Next::AtOnce)
            }
            TroubleCode::Forked => match message {
                Message::Sync(_) => {
                    change_if_unmoved(opened, link, |link| link.standing = Standing::NeedsNumber)?;
                    Ok(Next::AtOnce)
                }
                Message::NewNumber(request) => {
                    self.renaming = Some(Renaming { desk: request.desk, from: request.from_number / 2 });
                    Ok(if request.from_number > 0 { Next::AtOnce } else { Next::Later(None) })
                }
            },
            TroubleCode::Revoked => be_shut_out(opened, link, message, trouble),
            TroubleCode::TooLarge if self.budget.up > LEAST_UP => {
                self.budget.up /= 2;
                Ok(Next::AtOnce)
            }
            TroubleCode::OldDesk => Ok(Next::Stopped(Stopped::OldDesk)),
            TroubleCode::Unknown | TroubleCode::NotFound => {
                change_if_unmoved(opened, link, |link| link.standing = Standing::Unknown)?;
                Ok(Next::Stopped(Stopped::Unknown))
            }
            TroubleCode::Busy => Ok(Next::Later(trouble.after)),
            // One of the clinic's hubs may still be of the first version.
            TroubleCode::Malformed if std::mem::take(&mut self.chains) => Ok(Next::AtOnce),
            TroubleCode::Malformed
            | TroubleCode::TooLarge
            | TroubleCode::NotEmpty
            | TroubleCode::Full
            | TroubleCode::DamagedPart
            | TroubleCode::DamagedWhole
            | TroubleCode::Fault => Ok(Next::Later(None)),
        }
    }
}

/// Changes the link, unless something else has since the request was made.
fn change_if_unmoved(opened: &Opened, asked: &HubLink, change: impl FnOnce(&mut HubLink)) -> Result<()> {
    apply::change(opened, |_, link| {
        if link == asked {
            change(link);
        }
        Ok(())
    })
}

/// The hub misses operations before the first that was sent: it was put back without saying so, or a request was overtaken.
fn go_back_to(opened: &Opened, asked: &HubLink, through: u64) -> Result<Next> {
    change_if_unmoved(opened, asked, |link| link.through = link.through.min(through))?;
    // Were it ahead of us, going back would change nothing: then it has operations under our number that are not ours.
    if through > asked.through {
        change_if_unmoved(opened, asked, |link| link.standing = Standing::NeedsNumber)?;
    }
    Ok(Next::AtOnce)
}

/// This desk was shut out. What it sends is put into quarantine, all of it: it goes on until nothing is left.
fn be_shut_out(opened: &Opened, asked: &HubLink, message: &Message, trouble: &Trouble) -> Result<Next> {
    let left = apply::change(opened, |connection, link| {
        if link == asked {
            link.standing = Standing::Revoked;
            link.through = match message {
                Message::Sync(_) => trouble.through.unwrap_or(link.through),
                // Nobody says what the hub has of this desk.
                Message::NewNumber(_) => 0,
            };
        }
        Ok(store::newest(connection)? > link.through)
    })?;
    Ok(if left { Next::AtOnce } else { Next::Stopped(Stopped::Revoked) })
}

/// Asks for everything again, from the beginning.
fn refill(opened: &Opened, asked: &HubLink, left_over: LeftOver) -> Result<()> {
    apply::change(opened, |connection, link| {
        if link.token == asked.token && link.epoch == asked.epoch {
            start_over(link);
            link.left_over = left_over;
            store::forget_arrivals(connection)?;
        }
        Ok(())
    })
}

fn start_over(link: &mut HubLink) {
    link.cursor = 0;
    link.whole = 0;
    link.refill = true;
}

/// The hub was restored from a backup: what it lost of ours is sent again. Places in its order after the backup are others now, so what
/// was done in view of them counts as having seen no more than the backup has. A hub that has other operations than ours under our
/// number met a copy of this desk before.
fn begin_epoch(opened: &Opened, asked: &HubLink, trouble: &Trouble) -> Result<Next> {
    let (Some(epoch), Some(head), Some(through)) = (trouble.epoch, trouble.head, trouble.through) else {
        return Ok(Next::Later(None));
    };
    apply::change(opened, |connection, link| {
        if link.epoch != asked.epoch || link.token != asked.token {
            return Ok(());
        }
        let ours = store::hash_at(connection, through)?;
        let agreed =
            ours.is_some_and(|ours| trouble.hash.as_deref().is_some_and(|theirs| **theirs == ours[..]));
        link.epoch = epoch;
        send_again_from(connection, link, through.min(link.through), head)?;
        if !agreed {
            link.standing = Standing::NeedsNumber;
        }
        doubt(connection, link)
    })?;
    Ok(Next::AtOnce)
}

/// Rows that the hub has lost with its last hours come again from whoever made them. What has not come when all desks have sent theirs is
/// nowhere but here.
pub(super) fn doubt(connection: &rusqlite::Connection, link: &mut HubLink) -> Result<()> {
    link.left_over = LeftOver::GivenBack;
    store::forget_arrivals(connection)
}

/// Goes back to `through`; what is sent from there on counts as having seen no more than `base`.
pub(super) fn send_again_from(
    connection: &rusqlite::Connection,
    link: &mut HubLink,
    through: u64,
    base: u64,
) -> Result<()> {
    store::cap(connection, store::newest(connection)?, base)?;
    link.through = through;
    start_over(link);
    Ok(())
}

/// Goes on as another desk of the clinic. Under the old number the hub did not tell this one what the other had written: what was surely
/// seen is what the last operation that both have had seen.
fn renumber(
    opened: &Opened,
    asked: &HubLink,
    request: &NewNumberRequest,
    reply: &NewNumberReply,
) -> Result<()> {
    let desk_id = DeskId::from_uuid(request.desk);
    let letter = domain::reference::DeskLetter::parse(&reply.letter).unwrap_or(asked.letter);
    // Outside the database first: should this stop half-way, the two differ, and a number is asked for once more.
    opened.rename(desk_id)?;
    apply::change(opened, |connection, link| {
        if link.token != asked.token {
            return Ok(());
        }
        let base = store::base_of(connection, request.from_number)?;
        send_again_from(connection, link, request.from_number, base)?;
        link.number = reply.number;
        link.letter = letter;
        link.token = Token::new(reply.token.clone());
        link.installation = desk_id;
        link.standing = Standing::Working;
        Ok(())
    })
}

impl Opened {
    /// Gives this directory another identity.
    pub(super) fn rename(&self, desk_id: DeskId) -> Result<()> {
        let identity = self.link.rename(desk_id);
        match self.vault() {
            Ok(vault) => vault.write_identity(&identity),
            // A store that a test opened by a key of its own has no directory.
            Err(_) => Ok(()),
        }
    }
}
