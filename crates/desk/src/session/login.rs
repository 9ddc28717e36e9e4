//! Taking, locking and leaving the seat. Every try at a password goes through `verify`.

use domain::account::Username;

use super::requests::{
    ChangePasswordRequest, Done, Empty, LoginReply, LoginRequest, RecoverRequest, UnlockRequest,
};
use super::seat::{Found, Seat, stage_of};
use super::store;
use crate::Desk;
use crate::desk::Presence;
use crate::error::{FieldError, Refusal, Result};
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
        crate::accounts::password::check(desk, "new_password", &password, session)?;
        let key = KeySlot::of_account(&data_key, session.account_id, &password, desk.settings().argon2)?;
        let slot = AccountSlot::new(&Owner::from(session), key);
        desk.commit(session, "session.recover", |tx| {
            store::password_chosen(tx, session.account_id, &slot.key)?;
            tx.note("username", &session.username);
            desk.opened()?.vault()?.change(|slots| slots.put(slot))
        })?;
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
    let session = sitter.session;
    let mut unlocked = verify(desk, &session.username, &current)?;
    if new.normalised() == current.normalised() {
        return Err(Refusal::invalid(vec![FieldError::new("new_password", "password.same")]).into());
    }
    crate::accounts::password::check(desk, "new_password", &new, &session)?;
    unlocked.slot.rewrap(&unlocked.pair, &new, desk.settings().argon2)?;
    desk.commit(&session, "session.change_password", |tx| {
        store::password_chosen(tx, session.account_id, &unlocked.slot.key)?;
        tx.note("username", &session.username);
        desk.opened()?.vault()?.change(|slots| slots.put(unlocked.slot))
    })?;
    seat.take(desk, session.account_id, desk.presence());
    reply(desk, session.account_id)
}

/// One try at a password. A user name that does not exist costs the same time and gets the same answer.
fn verify(desk: &Desk, username: &str, password: &Secret) -> Result<Unlocked> {
    let slots = desk.slots()?;
    let slot = Username::parse(username).ok().and_then(|name| slots.of_username(name.as_str()));
    let unlocked = match slot {
        Some(slot) => Unlocked::by(slot, password)?,
        None => {
            desk.settings().argon2.spend(password)?;
            None
        }
    };
    unlocked.ok_or_else(|| {
        let account = slot.map(|slot| slot.account_id);
        desk.note(account, "session.failed", &[("username", slot.map_or("", |slot| &slot.username))]);
        Refusal::new("session.wrong_password").with("tries_left", 5).with("seconds", 0).into()
    })
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
    desk.commit(&sitter.session, "session.login", |tx| {
        tx.note("username", &sitter.session.username);
        store::record_login(tx, account_id, &unlocked.slot.key)?;
        if raised {
            desk.opened()?.vault()?.change(|slots| slots.put(unlocked.slot.clone()))?;
        }
        Ok(())
    })?;
    seat.take(desk, account_id, presence);
    reply(desk, account_id)
}

fn reply(desk: &Desk, account_id: domain::id::AccountId) -> Result<LoginReply> {
    let sitter = desk
        .read(|connection| store::sitter(connection, account_id))?
        .ok_or_else(|| Refusal::new("session.required"))?;
    Ok(LoginReply {
        account: desk.read(|connection| store::me(connection, account_id))?,
        stage: stage_of(desk, &sitter),
    })
}
