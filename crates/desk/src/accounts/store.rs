//! The SQL of accounts.

use domain::account::{AccountStatus, Role};
use domain::id::{AccountId, DoctorId, PatientId, RepId};
use domain::permission::Permission;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::Account;
use crate::error::{FieldError, Refusal, Result};
use crate::ledger::Tx;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};
use crate::vault::{KeySlot, Owner, Slots};

/// An account to write. One without a key belongs to the clinic's platform and opens no vault.
pub(crate) struct NewAccount {
    /// In its one form (see `Username`).
    pub username: String,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub role: Role,
    pub status: AccountStatus,
    pub grants: Vec<Permission>,
    pub must_change_password: bool,
    pub doctor_id: Option<DoctorId>,
    pub patient_id: Option<PatientId>,
    pub rep_id: Option<RepId>,
}

impl Default for NewAccount {
    fn default() -> Self {
        Self {
            username: String::new(),
            full_name: String::new(),
            email: None,
            phone: None,
            role: Role::Viewer,
            status: AccountStatus::Active,
            grants: Vec::new(),
            must_change_password: false,
            doctor_id: None,
            patient_id: None,
            rep_id: None,
        }
    }
}

impl NewAccount {
    pub(crate) fn owner(&self, account_id: AccountId) -> Owner<'_> {
        Owner { account_id, username: &self.username, full_name: &self.full_name, role: self.role }
    }
}

pub(crate) fn insert(tx: &Tx<'_>, id: AccountId, account: &NewAccount, key: Option<&KeySlot>) -> Result<()> {
    tx.prepare_cached(include_str!("insert.sql"))?.execute(named_params! {
        ":id": Sql(id),
        ":username": account.username,
        ":full_name": account.full_name,
        ":email": account.email,
        ":phone": account.phone,
        ":role": Sql(account.role),
        ":status": Sql(account.status),
        ":grants": Sql(Json(account.grants.clone())),
        ":public_key": key.map(|key| key.public_key.0.clone()),
        ":key_envelope": key.map(|key| key.envelope.to_blob()),
        ":must_change_password": account.must_change_password,
        ":doctor_id": Sql(account.doctor_id),
        ":patient_id": Sql(account.patient_id),
        ":rep_id": Sql(account.rep_id),
        ":now": Sql(tx.now()),
    })?;
    Ok(())
}

pub(super) fn change(tx: &Tx<'_>, account: &Account) -> Result<()> {
    tx.prepare_cached(include_str!("change.sql"))?.execute(named_params! {
        ":id": Sql(account.id),
        ":full_name": account.full_name,
        ":email": account.email,
        ":phone": account.phone,
        ":role": Sql(account.role),
        ":status": Sql(account.status),
        ":grants": Sql(Json(account.grants.clone())),
        ":doctor_id": Sql(account.doctor_id),
    })?;
    Ok(())
}

/// A new key behind a one-time password.
pub(super) fn give_key(tx: &Tx<'_>, id: AccountId, key: &KeySlot) -> Result<()> {
    tx.prepare_cached(
        "update account set public_key = :public_key, key_envelope = :key_envelope, must_change_password = 1
         where id = :id",
    )?
    .execute(named_params! {
        ":public_key": key.public_key.0, ":key_envelope": key.envelope.to_blob(), ":id": Sql(id),
    })?;
    Ok(())
}

/// Marks an account as removed and forgets its key. Whether there was one.
pub(super) fn remove(tx: &Tx<'_>, id: AccountId) -> Result<bool> {
    let removed = tx
        .prepare_cached(
            "update account set deleted_at = :now, public_key = null, key_envelope = null
             where id = :id and deleted_at is null",
        )?
        .execute(named_params! { ":now": Sql(tx.now()), ":id": Sql(id) })?;
    Ok(removed == 1)
}

/// Every account, staff before the platform's.
pub(super) fn all(connection: &Connection, slots: &Slots) -> Result<Vec<Account>> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("select.sql"), include_str!("order.sql")))?;
    let accounts = statement.query_map([], |row| read(row, slots))?.collect::<rusqlite::Result<_>>()?;
    Ok(accounts)
}

pub(super) fn one(connection: &Connection, id: AccountId, slots: &Slots) -> Result<Option<Account>> {
    let mut statement = connection.prepare_cached(concat!(include_str!("select.sql"), " and id = :id"))?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, |row| read(row, slots)).optional()?)
}

/// Accounts that were removed or never came to be, among these.
pub(crate) fn gone(connection: &Connection, slots: &Slots) -> Result<Vec<AccountId>> {
    let mut gone = Vec::new();
    for slot in &slots.accounts {
        if one(connection, slot.account_id, slots)?.is_none() {
            gone.push(slot.account_id);
        }
    }
    Ok(gone)
}

fn read(row: &Row<'_>, slots: &Slots) -> rusqlite::Result<Account> {
    let id = row.col::<AccountId>("id")?;
    Ok(Account {
        id,
        username: row.get("username")?,
        full_name: row.get("full_name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        role: row.col("role")?,
        status: row.col("status")?,
        grants: row.col::<Json<Vec<Permission>>>("grants")?.0,
        doctor_id: row.col("doctor_id")?,
        last_login: row.col("last_login")?,
        has_key: slots.of_account(id).is_some(),
        must_change_password: row.get("must_change_password")?,
    })
}

/// User names and e-mail addresses belong to one account each.
pub(super) fn require_free(
    connection: &Connection,
    username: Option<&str>,
    email: Option<&str>,
    but: AccountId,
) -> Result<()> {
    let taken = |column: &str, value: &str| -> Result<bool> {
        let sql =
            format!("select 1 from account where {column} = :value and id <> :but and deleted_at is null");
        let found =
            connection.prepare_cached(&sql)?.exists(named_params! { ":value": value, ":but": Sql(but) })?;
        Ok(found)
    };
    let mut fields = Vec::new();
    for (column, value) in [("username", username), ("email", email)] {
        if let Some(value) = value
            && taken(column, value)?
        {
            fields.push(FieldError::new(column, "taken"));
        }
    }
    if fields.is_empty() { Ok(()) } else { Err(Refusal::invalid(fields).into()) }
}

pub(super) fn require_doctor(connection: &Connection, doctor: Option<DoctorId>) -> Result<()> {
    let Some(doctor) = doctor else { return Ok(()) };
    let known = connection
        .prepare_cached("select 1 from doctor where id = :id and deleted_at is null")?
        .exists(named_params! { ":id": Sql(doctor) })?;
    if known { Ok(()) } else { Err(Refusal::invalid(vec![FieldError::new("doctor_id", "unknown")]).into()) }
}
