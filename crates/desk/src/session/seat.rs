//! One door's place at the desk, and what frees or locks it: a logout, twelve hours, idle minutes, an account that is no more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::account::Role;
use domain::id::AccountId;

use super::Session;
use super::elapsed::{Stopwatch, Trust};
use super::requests::{Held, SessionState, Stage, Tile};
use super::store::{self, Sitter};
use super::throttle::Key;
use crate::Desk;
use crate::desk::Presence;
use crate::error::{Error, Refusal, Result};
use crate::vault::Slots;

/// A password is asked for again after so long, whatever happened in between.
const FULL_LOGIN_MILLIS: i64 = 12 * 60 * 60 * 1000;

/// One door's place at the desk: nobody, or one logged-in account, possibly locked. The window has one; so has each `rpc` process.
#[derive(Default)]
pub struct Seat {
    place: Mutex<Option<Place>>,
}

struct Place {
    account_id: AccountId,
    locked: bool,
    since_login: Stopwatch,
    idle: Stopwatch,
    _presence: Presence,
}

/// Who was found at a seat.
pub(super) enum Found {
    Nobody,
    Locked(Arc<Sitter>),
    Working(Arc<Sitter>),
}

impl Seat {
    /// Who sits here, as the account stands now. To be asked is a sign of life: it puts off the idle lock.
    ///
    /// # Errors
    /// `session.required` when nobody is logged in, `session.locked` while the screen is locked, `session.account_inactive` (with
    /// `status`) when the account was taken out of use, `session.password_must_change` until the one-time password is replaced.
    pub fn session(&self, desk: &Desk) -> Result<Session> {
        let session = self.session_in_background(desk)?;
        if let Some(place) = &mut *self.place() {
            place.idle = Stopwatch::start(desk.clock());
        }
        Ok(session)
    }

    /// The same for what a screen asks by itself, when something changed or time passed: nobody need be there.
    ///
    /// # Errors
    /// As `session`.
    pub fn session_in_background(&self, desk: &Desk) -> Result<Session> {
        match self.look(desk)? {
            Found::Nobody => Err(Refusal::new("session.required").into()),
            Found::Locked(_) => Err(Refusal::new("session.locked").into()),
            Found::Working(sitter) if sitter.must_change_password => {
                Err(Refusal::new("session.password_must_change").into())
            }
            Found::Working(sitter) => Ok(sitter.session.clone()),
        }
    }

    /// Takes the seat for an account that has just shown its password.
    pub(crate) fn take(&self, desk: &Desk, account_id: AccountId, presence: Presence) {
        *self.place() = Some(Place {
            account_id,
            locked: false,
            since_login: Stopwatch::start(desk.clock()),
            idle: Stopwatch::start(desk.clock()),
            _presence: presence,
        });
    }

    /// Opens a locked seat for the account that sits there.
    pub(super) fn unlock(&self, desk: &Desk) {
        if let Some(place) = &mut *self.place() {
            place.locked = false;
            place.idle = Stopwatch::start(desk.clock());
        }
    }

    /// Locks the seat; `false` when there was nothing to lock.
    pub(super) fn lock(&self) -> bool {
        match &mut *self.place() {
            Some(place) => !std::mem::replace(&mut place.locked, true),
            None => false,
        }
    }

    /// Frees the seat and says whose it was.
    pub(super) fn leave(&self) -> Option<AccountId> {
        self.place().take().map(|place| place.account_id)
    }

    /// Looks who is here: ends what has lasted too long, locks what has stood idle, frees what no account holds any more.
    pub(super) fn look(&self, desk: &Desk) -> Result<Found> {
        let (account_id, was_locked, worked, idle) = {
            let mut place = self.place();
            let Some(place) = &mut *place else { return Ok(Found::Nobody) };
            let worked = place.since_login.read(desk.clock(), Trust::TheLonger);
            let idle = place.idle.read(desk.clock(), Trust::TheLonger);
            (place.account_id, place.locked, worked, idle)
        };
        if worked >= FULL_LOGIN_MILLIS {
            return self.vacate(desk, account_id, "twelve_hours");
        }
        if !desk.is_open() {
            self.leave();
            return Ok(Found::Nobody);
        }
        let opened = desk.opened()?;
        let read = || opened.store.read(|connection| store::sitter(connection, account_id));
        let Some(sitter) = opened.memory.sitters.recall(account_id, read)? else {
            return self.vacate(desk, account_id, "account_removed");
        };
        if let Some(barred) = sitter.barred() {
            self.vacate(desk, account_id, "account_inactive")?;
            return Err(barred.into());
        }
        if was_locked {
            return Ok(Found::Locked(sitter));
        }
        if idle >= i64::from(sitter.idle_lock_minutes) * 60_000 {
            if self.lock() {
                desk.note(Some(account_id), "session.lock", &[("because", "idle")]);
            }
            return Ok(Found::Locked(sitter));
        }
        Ok(Found::Working(sitter))
    }

    /// The same for the login screen: there an account that may not work is nobody.
    pub(super) fn look_from_outside(&self, desk: &Desk) -> Result<Found> {
        match self.look(desk) {
            Err(Error::Refused(_)) => Ok(Found::Nobody),
            looked => looked,
        }
    }

    fn vacate(&self, desk: &Desk, account_id: AccountId, because: &str) -> Result<Found> {
        if self.leave().is_some() {
            desk.note(Some(account_id), "session.logout", &[("because", because)]);
            desk.close_if_empty();
        }
        Ok(Found::Nobody)
    }

    /// What the login screen shows.
    pub(super) fn state(&self, desk: &Desk) -> Result<SessionState> {
        desk.claim()?;
        let mut state = SessionState {
            stage: Stage::FirstRun,
            clinic: None,
            tiles: Vec::new(),
            account: None,
            held: Vec::new(),
            database: None,
            preferences: desk.preferences().of(&Found::Nobody),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        if !desk.is_open() && !desk.files().holds_clinic()? {
            return Ok(state);
        }
        let found = self.look_from_outside(desk)?;
        state.stage = match &found {
            Found::Locked(sitter) => {
                state.account = Some(desk.read(|c| store::me(c, sitter.session.account_id))?);
                Stage::Locked
            }
            Found::Working(sitter) => {
                state.account = Some(desk.read(|c| store::me(c, sitter.session.account_id))?);
                stage_of(desk, sitter)
            }
            Found::Nobody => Stage::LoggedOut,
        };
        state.preferences = desk.preferences().of(&found);
        state.clinic = desk.files().read_face();
        let slots = desk.slots()?;
        state.tiles = tiles(desk, &slots)?;
        for slot in &slots.accounts {
            let standing = desk.throttle().standing(&Key::of_account(slot.account_id))?;
            if standing.held_seconds > 0 {
                state.held.push(Held { username: slot.username.clone(), seconds: standing.held_seconds });
            }
        }
        state.database = desk.health();
        Ok(state)
    }

    fn place(&self) -> MutexGuard<'_, Option<Place>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far somebody who works here has come.
pub(super) fn stage_of(desk: &Desk, sitter: &Sitter) -> Stage {
    if sitter.must_change_password {
        Stage::PasswordMustChange
    } else if sitter.session.role == Role::Admin && desk.recovery_is_unconfirmed() {
        Stage::RecoveryUnconfirmed
    } else {
        Stage::Ready
    }
}

/// Who can log in here, whoever did last first.
fn tiles(desk: &Desk, slots: &Slots) -> Result<Vec<Tile>> {
    let mut tiles = Vec::with_capacity(slots.accounts.len());
    for slot in &slots.accounts {
        tiles.push(Tile {
            username: slot.username.clone(),
            full_name: slot.full_name.clone(),
            role: slot.role,
            last_login: desk.throttle().last_login(slot.account_id)?,
            drafts: match desk.is_open() {
                true => desk.read(|connection| store::drafts_of(connection, slot.account_id))?,
                false => 0,
            },
        });
    }
    tiles.sort_by(|one, other| {
        other.last_login.cmp(&one.last_login).then_with(|| one.full_name.cmp(&other.full_name))
    });
    Ok(tiles)
}
