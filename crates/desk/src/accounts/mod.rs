//! Staff accounts: creating, roles, password resets, removal. Removing one deletes its key slot and rotates the data key.
//!
//! A row and a slot change in one commit, the slot last: should the commit fail, the slots go back; a crash in between leaves a slot
//! without a row, which opens nothing for anybody and goes at the next login.
//!
//! Field codes beyond those of `input`: `username.invalid`, `taken`, `not_staff` (a role that does not sit at the desk),
//! `not_grantable`, `unknown` (no such doctor).

mod one_time;
pub mod password;
mod requests;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use domain::account::{AccountStatus, Role, Username};
use domain::id::AccountId;
use domain::permission::Permission;

pub use requests::{
    Account, AccountList, AccountRef, AccountReply, CreateAccount, RecoveryCodeReply, UpdateAccount,
};

use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};
use crate::ledger::Tx;
use crate::session::{Done, Empty};
use crate::vault::{AccountSlot, KeySlot, Owner, RecoveryCode, RecoverySlot, Secret, Slots};
use crate::{Desk, Session};
use store::NewAccount;

/// What a password is at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstPassword {
    /// Another one must be chosen before anything else.
    OneTime,
    /// It may stay.
    Lasting,
}

/// Staff first by role, then by name; accounts of the platform after them.
pub fn list(desk: &Desk, _session: &Session, _request: Empty) -> Result<AccountList> {
    let slots = desk.slots()?;
    let accounts = desk.read(|connection| store::all(connection, &slots))?;
    Ok(AccountList { accounts })
}

/// A new account of the staff, with a one-time password.
///
/// # Errors
/// `input.invalid` with the fields named above.
pub fn create(desk: &Desk, session: &Session, request: CreateAccount) -> Result<AccountReply> {
    let password = one_time::password();
    let account = enroll(desk, session, request, &Secret::new(password.clone()), FirstPassword::OneTime)?;
    Ok(AccountReply { account, one_time_password: Some(password) })
}

/// The same with a given password, for a clinic that is made by a program.
pub(crate) fn enroll(
    desk: &Desk,
    session: &Session,
    request: CreateAccount,
    password: &Secret,
    first: FirstPassword,
) -> Result<Account> {
    let _door = desk.door()?;
    let mut account = fields(request)?;
    account.must_change_password = first == FirstPassword::OneTime;
    let opened = desk.opened()?;
    let id = opened.new_id::<AccountId>(desk.now());
    let key = KeySlot::of_account(&opened.vault()?.data_key(), id, password, desk.settings().argon2)?;
    let slot = AccountSlot::new(&account.owner(id), key);
    let work = |tx: &Tx<'_>| {
        store::require_free(tx, Some(&account.username), account.email.as_deref(), id)?;
        store::require_doctor(tx, account.doctor_id)?;
        store::insert(tx, id, &account, Some(&slot.key))
    };
    desk.commit_with_slots(session, "accounts.create", work, |slots| slots.put(slot.clone()))?;
    one(desk, id)
}

/// Role, status, name, rights. A text sent empty is taken away; what is not sent stays.
///
/// # Errors
/// `accounts.last_admin` when nobody would be left who can manage accounts; `not_found`; `input.invalid`.
pub fn update(desk: &Desk, session: &Session, request: UpdateAccount) -> Result<AccountReply> {
    let _door = desk.door()?;
    let id = request.id;
    let before = one(desk, id)?;
    let mut errors = FieldErrors::default();
    let after = Account {
        full_name: match &request.full_name {
            Some(name) => errors.required_line("full_name", name, NAME_CHARACTERS),
            None => before.full_name.clone(),
        },
        email: match &request.email {
            Some(email) => errors.email("email", Some(email)),
            None => before.email.clone(),
        },
        phone: match &request.phone {
            Some(phone) => errors.optional_line("phone", Some(phone), LINE_CHARACTERS),
            None => before.phone.clone(),
        },
        role: request.role.unwrap_or(before.role),
        status: request.status.unwrap_or(before.status),
        doctor_id: request.doctor_id.unwrap_or(before.doctor_id),
        grants: request.grants.unwrap_or_else(|| before.grants.clone()),
        ..before.clone()
    };
    if after.role != before.role {
        require_staff(&mut errors, after.role);
    }
    require_grantable(&mut errors, &after.grants);
    errors.finish()?;
    let slots = desk.slots()?;
    let work = |tx: &Tx<'_>| {
        if !is_acting_admin(&after, &slots) {
            require_another_admin(tx, &slots, id)?;
        }
        store::require_free(tx, None, after.email.as_deref(), id)?;
        store::require_doctor(tx, after.doctor_id)?;
        store::change(tx, &after)
    };
    desk.commit_with_slots(session, "accounts.update", work, |slots| {
        if let Some(slot) = slots.of_account_mut(id) {
            slot.full_name.clone_from(&after.full_name);
            slot.role = after.role;
        }
    })?;
    Ok(AccountReply { account: one(desk, id)?, one_time_password: None })
}

/// A new one-time password and a new key pair; the old password opens nothing any more.
///
/// # Errors
/// `accounts.own_account`: one's own is changed with `session.change_password`. `session.not_staff` for accounts of the platform.
pub fn reset_password(desk: &Desk, session: &Session, request: AccountRef) -> Result<AccountReply> {
    let _door = desk.door()?;
    let account = one(desk, request.id)?;
    if account.id == session.account_id {
        return Err(Refusal::new("accounts.own_account").into());
    }
    if !account.role.sits_at_the_desk() {
        return Err(Refusal::new("session.not_staff").into());
    }
    let password = one_time::password();
    let data_key = desk.opened()?.vault()?.data_key();
    let secret = Secret::new(password.clone());
    let key = KeySlot::of_account(&data_key, account.id, &secret, desk.settings().argon2)?;
    let owner = Owner {
        account_id: account.id,
        username: &account.username,
        full_name: &account.full_name,
        role: account.role,
    };
    let slot = AccountSlot::new(&owner, key);
    let work = |tx: &Tx<'_>| store::give_key(tx, account.id, &slot.key);
    desk.commit_with_slots(session, "accounts.reset_password", work, |slots| slots.put(slot.clone()))?;
    desk.throttle().forget(account.id)?;
    Ok(AccountReply { account: one(desk, account.id)?, one_time_password: Some(password) })
}

/// Removes an account: it can do nothing from this moment on, its key slot goes, and the data key becomes another one. Removing one
/// that is removed already finishes what a full disk or a power cut interrupted.
///
/// # Errors
/// `accounts.own_account`, `accounts.last_admin`, `not_found`; `storage.full` when there is no room for the copy under the new key:
/// then the account is removed and its slot waits for the next try.
pub fn remove(desk: &Desk, session: &Session, request: AccountRef) -> Result<Done> {
    let _door = desk.door()?;
    let id = request.id;
    if id == session.account_id {
        return Err(Refusal::new("accounts.own_account").into());
    }
    let slots = desk.slots()?;
    desk.commit(session, "accounts.remove", |tx| {
        let removed = store::remove(tx, id)?;
        if !removed && slots.of_account(id).is_none() {
            return Err(Refusal::not_found("account").into());
        }
        if removed {
            require_another_admin(tx, &slots, id)?;
        }
        Ok(())
    })?;
    if slots.of_account(id).is_some() {
        desk.rotate_key(|slots| {
            slots.remove(id);
            Ok(())
        })?;
    }
    desk.throttle().forget(id)?;
    Ok(Done { done: true })
}

/// Another recovery code, to be typed back; the data key changes with it, so the old code opens not even an old copy of the slots
/// together with today's database.
pub fn renew_recovery_code(desk: &Desk, session: &Session, _request: Empty) -> Result<RecoveryCodeReply> {
    let _door = desk.door()?;
    let code = RecoveryCode::random();
    let data_key = desk.opened()?.vault()?.data_key();
    let recovery = RecoverySlot::new(&data_key, &code, desk.settings().argon2)?;
    desk.rotate_key(|slots| {
        slots.recovery = recovery;
        Ok(())
    })?;
    desk.commit(session, "accounts.renew_recovery_code", |tx| {
        tx.note("username", &session.username);
        Ok(())
    })?;
    Ok(RecoveryCodeReply { recovery_code: code.printed() })
}

fn one(desk: &Desk, id: AccountId) -> Result<Account> {
    let slots = desk.slots()?;
    desk.read(|connection| store::one(connection, id, &slots))?
        .ok_or_else(|| Refusal::not_found("account").into())
}

fn fields(request: CreateAccount) -> Result<NewAccount> {
    let mut errors = FieldErrors::default();
    let username = Username::parse(&request.username);
    if username.is_err() {
        errors.push(FieldError::new("username", "username.invalid"));
    }
    let full_name = errors.required_line("full_name", &request.full_name, NAME_CHARACTERS);
    let email = errors.email("email", request.email.as_deref());
    let phone = errors.optional_line("phone", request.phone.as_deref(), LINE_CHARACTERS);
    require_staff(&mut errors, request.role);
    require_grantable(&mut errors, &request.grants);
    errors.finish()?;
    Ok(NewAccount {
        username: username.map_err(|_| Refusal::new("input.invalid"))?.to_string(),
        full_name,
        email,
        phone,
        role: request.role,
        grants: request.grants,
        doctor_id: request.doctor_id,
        ..NewAccount::default()
    })
}

fn require_staff(errors: &mut FieldErrors, role: Role) {
    if !role.sits_at_the_desk() {
        errors.push(FieldError::new("role", "not_staff"));
    }
}

fn require_grantable(errors: &mut FieldErrors, grants: &[Permission]) {
    if grants.iter().any(|grant| *grant != Permission::Overbook) {
        errors.push(FieldError::new("grants", "not_grantable"));
    }
}

/// Whether this account can log in here and manage the others.
fn is_acting_admin(account: &Account, slots: &Slots) -> bool {
    account.role == Role::Admin
        && account.status == AccountStatus::Active
        && slots.of_account(account.id).is_some()
}

/// Somebody must be left who can let the others in.
fn require_another_admin(tx: &Tx<'_>, slots: &Slots, but: AccountId) -> Result<()> {
    let others = store::all(tx, slots)?;
    if others.iter().any(|other| other.id != but && is_acting_admin(other, slots)) {
        Ok(())
    } else {
        Err(Refusal::new("accounts.last_admin").into())
    }
}
