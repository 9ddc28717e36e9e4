//! Taking, locking and leaving the seat. Every try at a password goes through `verify`.

use domain::account::Username;

use super::requests::{
    ChangePasswordRequest, Done, Empty, LoginReply, LoginRequest, RecoverRequest, UnlockRequest,
};
use super::seat::{Found, Seat, stage_of};
use super::throttle::Key;
use super::{Session, store};
use crate::Desk;
use crate::accounts;
use crate::desk::Presence;
use crate::error::{FieldError, Refusal, Result};
use crate::ledger::Tx;
use crate::vault::{AccountSlot, KeySlot, Owner, RecoveryCode, Secret, Unlocked};

/// Takes the seat, whoever had it before; opens the vault when it is closed.
///
/// # Errors
/// `session.wrong_password` (also for a user name that does not exist) with `tries_left` and `seconds`; `session.held` with
/// `seconds`; `session.account_inactive` with `status`; what opening the vault refuses.
pub fn login(desk: &Desk, seat: &Seat, request: LoginRequest) -> Result<LoginReply> {
    let password = Secret::new(request.password);
    let _door = desk.door()?;
    let mut unlocked = verify(desk, &request.username, &password)?;
    let presence = desk.presence();
    desk.open_with(&unlocked.data_key)?;
    let admitted = admit(desk, seat, presence, &mut unlocked, &password);
    admitted.inspect_err(|_| desk.close_if_empty())
}

/// Back to the locked screen's account.
pub fn unlock(desk: &Desk, seat: &Seat, request: UnlockRequest) -> Result<LoginReply> {
    let password = Secret::new(request.password);
    let _door = desk.door()?;
    let sitter = match seat.look(desk)? {
        Found::Nobody => return Err(Refusal::new("session.required").into()),
        Found::Locked(sitter) | Found::Working(sitter) => sitter,
    };
    verify(desk, &sitter.session.username, &password)?;
    desk.throttle().passed(sitter.session.account_id)?;
    desk.note(Some(sitter.session.account_id), "session.unlock", &[("username", &sitter.session.username)]);
    seat.unlock(desk);
    reply(desk, sitter.session.account_id)
}

/// Locks the screen; what is half done stays.
pub fn lock(desk: &Desk, seat: &Seat, _request: Empty) -> Result<Done> {
    match seat.look(desk)? {
        Found::Nobody => Err(Refusal::new("session.required").into()),
        Found::Locked(_) => Ok(Done { done: true }),
        Found::Working(sitter) => {
            if seat.lock() {
                desk.note(Some(sitter.session.account_id), "session.lock", &[("because", "person")]);
            }
            Ok(Done { done: true })
        }
    }
}

/// Leaves the seat; when nobody sits at this desk any more, the vault is closed and its key forgotten.
pub fn logout(desk: &Desk, seat: &Seat, _request: Empty) -> Result<Done> {
    let _door = desk.door()?;
    if let Some(account_id) = seat.leave() {
        desk.note(Some(account_id), "session.logout", &[("because", "person")]);
        desk.close_if_empty();
    }
    Ok(Done { done: true })
}

/// Sets a new password with the recovery code, and takes the seat.
pub fn recover(desk: &Desk, seat: &Seat, request: RecoverRequest) -> Result<LoginReply> {
    let (code, password) = (RecoveryCode::parse(&request.recovery_code)?, Secret::new(request.new_password));
    let _door = desk.door()?;
    let recovery = desk.slots()?.recovery;
    let data_key = recovery.open(&code)?.ok_or_else(|| Refusal::new("recovery.wrong"))?;
    let presence = desk.presence();
    desk.open_with(&data_key)?;
    let recovered = move || {
        let username = Username::parse(&request.username).map_err(|_| Refusal::not_found("account"))?;
        let sitter = desk
            .read(|connection| store::sitter_by_username(connection, username.as_str()))?
            .ok_or_else(|| Refusal::not_found("account"))?;
        if let Some(barred) = sitter.barred() {
            return Err(barred.into());
        }
        let session = &sitter.session;
        accounts::password::check(desk, "new_password", &password, session)?;
        let key = KeySlot::of_account(&data_key, session.account_id, &password, desk.settings().argon2)?;
        let slot = AccountSlot::new(&Owner::from(session), key);
        let work = |tx: &Tx<'_>| {
            tx.note("username", &session.username);
            store::password_chosen(tx, session.account_id, &slot.key)
        };
        desk.commit_with_slots(session, "session.recover", work, |slots| slots.put(slot.clone()))?;
        desk.throttle().logged_in(session.account_id)?;
        seat.take(desk, session.account_id, presence);
        reply(desk, session.account_id)
    };
    recovered().inspect_err(|_| desk.close_if_empty())
}

/// Chooses one's own password. It is the one thing that can be done with a one-time password.
pub fn change_password(desk: &Desk, seat: &Seat, request: ChangePasswordRequest) -> Result<LoginReply> {
    let (current, new) = (Secret::new(request.current_password), Secret::new(request.new_password));
    let _door = desk.door()?;
    let sitter = match seat.look(desk)? {
        Found::Nobody => return Err(Refusal::new("session.required").into()),
        Found::Locked(_) => return Err(Refusal::new("session.locked").into()),
        Found::Working(sitter) => sitter,
    };
    let session = &sitter.session;
    let mut unlocked = verify(desk, &session.username, &current)?;
    desk.throttle().passed(session.account_id)?;
    if new.normalised() == current.normalised() {
        return Err(Refusal::invalid(vec![FieldError::new("new_password", "password.same")]).into());
    }
    accounts::password::check(desk, "new_password", &new, session)?;
    unlocked.slot.rewrap(&unlocked.pair, &new, desk.settings().argon2)?;
    let slot = unlocked.slot;
    let work = |tx: &Tx<'_>| {
        tx.note("username", &session.username);
        store::password_chosen(tx, session.account_id, &slot.key)
    };
    desk.commit_with_slots(session, "session.change_password", work, |slots| slots.put(slot.clone()))?;
    seat.take(desk, session.account_id, desk.presence());
    reply(desk, session.account_id)
}

/// That whoever sits here is who they say: their password, once more.
///
/// # Errors
/// `session.wrong_password {tries_left, seconds}`; `session.held {seconds}`.
pub(crate) fn prove(desk: &Desk, session: &Session, password: &Secret) -> Result<()> {
    let _door = desk.door()?;
    verify(desk, &session.username, password)?;
    desk.throttle().passed(session.account_id)
}

/// One try at a password, counted before it is made; the caller tells the throttle when everything else is right as well. A user name that does not exist costs the same time and gets the same answer.
fn verify(desk: &Desk, username: &str, password: &Secret) -> Result<Unlocked> {
    let slots = desk.slots()?;
    let slot = Username::parse(username).ok().and_then(|name| slots.of_username(name.as_str()));
    let key = slot.map_or_else(|| Key::of_unknown(username), |slot| Key::of_account(slot.account_id));
    desk.throttle().begin(&key)?;
    let unlocked = match slot {
        Some(slot) => Unlocked::by(slot, password)?,
        None => {
            desk.settings().argon2.spend(password)?;
            None
        }
    };
    let Some(unlocked) = unlocked else {
        record_failure(desk, slot)?;
        let standing = desk.throttle().standing(&key)?;
        return Err(Refusal::new("session.wrong_password")
            .with("tries_left", standing.tries_left)
            .with("seconds", standing.held_seconds)
            .into());
    };
    Ok(unlocked)
}

/// The ledger hears of a failed try at once, or when it can next be written to. What was typed for a user name that does not exist
/// is not kept: it may be a password in the wrong field.
fn record_failure(desk: &Desk, slot: Option<&AccountSlot>) -> Result<()> {
    if desk.is_open() {
        let username = slot.map_or("", |slot| slot.username.as_str());
        desk.note(None, "session.failed", &[("username", username)]);
        Ok(())
    } else {
        desk.throttle().keep_for_the_ledger(slot.map(|slot| slot.account_id))
    }
}

/// Writes down the failed tries of the time when the vault was closed.
fn record_kept_failures(desk: &Desk) -> Result<()> {
    let kept = desk.throttle().unrecorded()?;
    if kept.is_empty() {
        return Ok(());
    }
    let slots = desk.slots()?;
    for failed in kept {
        let slot = failed.account_id.and_then(|account| slots.of_account(account));
        let username = slot.map_or("", |slot| slot.username.as_str());
        let at = failed.at.0.to_string();
        desk.note(None, "session.failed", &[("username", username), ("at_millis", &at)]);
    }
    desk.throttle().recorded()
}

/// Seats an account that has shown its password, if it may sit here.
fn admit(
    desk: &Desk,
    seat: &Seat,
    presence: Presence,
    unlocked: &mut Unlocked,
    password: &Secret,
) -> Result<LoginReply> {
    let account_id = unlocked.slot.account_id;
    let sitter = desk
        .read(|connection| store::sitter(connection, account_id))?
        .ok_or_else(|| Refusal::new("session.account_removed"))?;
    if let Some(barred) = sitter.barred() {
        desk.note(Some(account_id), "session.denied", &[("because", barred.code)]);
        return Err(barred.into());
    }
    let cost = desk.settings().argon2;
    let raised = unlocked.slot.is_cheaper_than(cost);
    if raised {
        unlocked.slot.rewrap(&unlocked.pair, password, cost)?;
    }
    record_kept_failures(desk)?;
    let slot = unlocked.slot.clone();
    let work = |tx: &Tx<'_>| {
        tx.note("username", &sitter.session.username);
        store::record_login(tx, account_id, &slot.key)
    };
    if raised {
        desk.commit_with_slots(&sitter.session, "session.login", work, |slots| slots.put(slot.clone()))?;
    } else {
        desk.commit(&sitter.session, "session.login", work)?;
    }
    desk.throttle().logged_in(account_id)?;
    seat.take(desk, account_id, presence);
    finish_removals(desk);
    reply(desk, account_id)
}

/// Slots whose accounts are gone: a removal (or the making of an account) was cut off. What is left of it is done now.
fn finish_removals(desk: &Desk) {
    let finished = || {
        let slots = desk.slots()?;
        let gone = desk.read(|connection| accounts::store::gone(connection, &slots))?;
        if gone.is_empty() {
            return Ok(());
        }
        desk.rotate_key(|slots| {
            gone.iter().for_each(|account| slots.remove(*account));
            Ok(())
        })
    };
    if let Err(error) = finished() {
        tracing::warn!(%error, "the removal of an account is finished at the next login");
    }
}

fn reply(desk: &Desk, account_id: domain::id::AccountId) -> Result<LoginReply> {
    let sitter = desk
        .read(|connection| store::sitter(connection, account_id))?
        .ok_or_else(|| Refusal::new("session.required"))?;
    Ok(LoginReply {
        account: desk.read(|connection| store::me(connection, account_id))?,
        stage: stage_of(desk, &sitter),
        preferences: desk.preferences_of_arrival(account_id)?,
    })
}
