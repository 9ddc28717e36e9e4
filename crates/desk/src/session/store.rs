//! The SQL of sessions: the account at a seat, and what a login writes.

use std::sync::OnceLock;

use domain::account::{AccountStatus, Role};
use domain::code::Code as _;
use domain::id::{AccountId, DoctorId};
use domain::permission::Permission;
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::{Me, Session};
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};
use crate::vault::KeySlot;

/// Minutes until the lock where no setting stands.
const IDLE_LOCK_MINUTES: u16 = 5;

/// An account as a seat needs it at every command.
pub(crate) struct Sitter {
    pub session: Session,
    pub status: AccountStatus,
    pub must_change_password: bool,
    pub idle_lock_minutes: u16,
}

impl Sitter {
    /// Why this account may not work at the desk, if it may not.
    pub(super) fn barred(&self) -> Option<Refusal> {
        match self.status {
            AccountStatus::Active if self.session.role.sits_at_the_desk() => None,
            AccountStatus::Active => Some(Refusal::new("session.not_staff")),
            AccountStatus::Inactive | AccountStatus::Blocked => {
                Some(Refusal::new("session.account_inactive").with("status", self.status))
            }
        }
    }
}

pub(super) fn sitter(connection: &Connection, account_id: AccountId) -> Result<Option<Sitter>> {
    let idle_lock_minutes = idle_lock_minutes(connection)?;
    let found = connection
        .prepare_cached(
            "select username, full_name, role, status, grants, doctor_id, must_change_password
             from account where id = :id and deleted_at is null",
        )?
        .query_row(named_params! { ":id": Sql(account_id) }, |row| {
            Ok(Sitter {
                session: Session {
                    account_id,
                    username: row.get("username")?,
                    full_name: row.get("full_name")?,
                    role: row.col::<Role>("role")?,
                    grants: row.col::<Json<Vec<Permission>>>("grants")?.0,
                    doctor_id: row.col::<Option<DoctorId>>("doctor_id")?,
                    operation: OnceLock::new(),
                },
                status: row.col("status")?,
                must_change_password: row.get("must_change_password")?,
                idle_lock_minutes,
            })
        })
        .optional()?;
    Ok(found)
}

/// The same by user name.
pub(super) fn sitter_by_username(connection: &Connection, username: &str) -> Result<Option<Sitter>> {
    let found = connection
        .prepare_cached("select id from account where username = :username and deleted_at is null")?
        .query_row(named_params! { ":username": username }, |row| row.col::<AccountId>("id"))
        .optional()?;
    found.map_or(Ok(None), |account_id| sitter(connection, account_id))
}

/// How long a desk may stand untouched: the setting, held between 1 and 15.
fn idle_lock_minutes(connection: &Connection) -> Result<u16> {
    let set = connection
        .prepare_cached("select value from setting where key = 'idle_lock_minutes'")?
        .query_row([], |row| row.col::<Json<u16>>("value"))
        .optional()?;
    Ok(set.map_or(IDLE_LOCK_MINUTES, |Json(minutes)| minutes.clamp(1, 15)))
}

/// The account as its owner's screen shows it.
pub(super) fn me(connection: &Connection, account_id: AccountId) -> Result<Me> {
    let sitter = sitter(connection, account_id)?.ok_or_else(|| Refusal::new("session.required"))?;
    let session = sitter.session;
    Ok(Me {
        account_id,
        permissions: Permission::ALL.iter().copied().filter(|right| session.may(*right)).collect(),
        username: session.username,
        full_name: session.full_name,
        role: session.role,
        status: sitter.status,
        doctor_id: session.doctor_id,
        idle_lock_minutes: sitter.idle_lock_minutes,
    })
}

/// What a login leaves in the account's row: when, and the key as this desk's slot has it, should the two have come apart.
pub(super) fn record_login(tx: &Tx<'_>, account_id: AccountId, key: &KeySlot) -> Result<()> {
    tx.prepare_cached(
        "update account set last_login = :now, public_key = :public_key, key_envelope = :key_envelope where id = :id",
    )?
    .execute(named_params! {
        ":now": Sql(tx.now()),
        ":public_key": key.public_key.0,
        ":key_envelope": key.envelope.to_blob(),
        ":id": Sql(account_id),
    })?;
    Ok(())
}

/// The account chose its own password.
pub(super) fn password_chosen(tx: &Tx<'_>, account_id: AccountId, key: &KeySlot) -> Result<()> {
    tx.prepare_cached(
        "update account set must_change_password = 0, public_key = :public_key, key_envelope = :key_envelope
         where id = :id",
    )?
    .execute(named_params! {
        ":public_key": key.public_key.0,
        ":key_envelope": key.envelope.to_blob(),
        ":id": Sql(account_id),
    })?;
    Ok(())
}

/// How many unfinished forms each account has kept.
pub(super) fn drafts_of(connection: &Connection, account_id: AccountId) -> Result<u32> {
    Ok(connection
        // What somebody has seen is kept beside the forms and is none.
        .prepare_cached("select count(*) from draft where account_id = :id and name not like 'seen:%'")?
        .query_row(named_params! { ":id": Sql(account_id) }, |row| row.get(0))?)
}
