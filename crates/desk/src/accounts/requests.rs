//! What goes into and comes out of the account commands: the contract with the screens.

use domain::account::{AccountStatus, Role};
use domain::id::{AccountId, DoctorId};
use domain::permission::Permission;
use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub role: Role,
    pub status: AccountStatus,
    /// Rights beyond the role; at present only `overbook` can be granted.
    pub grants: Vec<Permission>,
    pub doctor_id: Option<DoctorId>,
    pub last_login: Option<Instant>,
    /// Whether this account can open this desk (has a key slot here).
    pub has_key: bool,
    pub must_change_password: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AccountList {
    pub accounts: Vec<Account>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CreateAccount {
    pub username: String,
    pub full_name: String,
    pub role: Role,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub grants: Vec<Permission>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UpdateAccount {
    pub id: AccountId,
    #[serde(default)]
    pub full_name: Option<String>,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub status: Option<AccountStatus>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    /// `null` takes the doctor away; absent leaves it.
    #[serde(default, deserialize_with = "sent")]
    #[schemars(with = "Option<DoctorId>")]
    #[ts(as = "Option<DoctorId>")]
    pub doctor_id: Option<Option<DoctorId>>,
    #[serde(default)]
    pub grants: Option<Vec<Permission>>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AccountRef {
    pub id: AccountId,
}

#[derive(Serialize, JsonSchema, TS)]
pub struct AccountReply {
    pub account: Account,
    /// To be handed over once; at the first login its owner chooses the lasting one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub one_time_password: Option<String>,
}

#[derive(Serialize, JsonSchema, TS)]
pub struct RecoveryCodeReply {
    pub recovery_code: String,
}

/// What was sent, be it `null`; what was not sent stays `None` by its default.
fn sent<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
