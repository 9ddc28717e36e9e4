//! Who is at the desk: login, lock, quick switch, logout. First run stands in `setup`.

pub mod drafts;
pub mod setup;

use domain::account::{AccountStatus, Role};
use domain::id::{AccountId, DoctorId};
use domain::permission::Permission;
use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Refusal;
use crate::{Desk, Result};

/// One door's place at the desk: nobody, or one logged-in account, possibly locked. The window has one; so has each `rpc` process.
#[derive(Default)]
pub struct Seat {}

impl Seat {
    /// Who sits here, read anew.
    ///
    /// # Errors
    /// `session.required` when nobody is logged in, `session.locked` while the screen is locked.
    pub fn session(&self, _desk: &Desk) -> Result<Session> {
        Err(Refusal::new("session.required").into())
    }
}

impl Session {
    /// Whether the role or a grant gives this right.
    pub fn may(&self, permission: Permission) -> bool {
        permission.is_held_by(self.role) || self.grants.contains(&permission)
    }

    /// A denial is recorded: who tried what.
    pub(crate) fn record_denial(&self, desk: &Desk, command: &str) -> Result<()> {
        desk.commit(self, "session.denied", |tx| {
            tx.note("command", command);
            Ok(())
        })
    }
}

/// Who asks, read from the database anew at each command: a role taken away is gone at once.
#[derive(Debug, Clone)]
pub struct Session {
    pub account_id: AccountId,
    pub username: String,
    pub full_name: String,
    pub role: Role,
    /// Rights beyond the role.
    pub grants: Vec<Permission>,
    /// The doctor this account is, if it is one.
    pub doctor_id: Option<DoctorId>,
}

/// What the login screen may know before anybody logged in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SessionState {
    pub stage: Stage,
    /// `None` before the first run.
    pub clinic: Option<ClinicFace>,
    /// The accounts that can log in here, most recent first.
    pub tiles: Vec<Tile>,
    /// The account at this seat, when there is one (also while locked).
    pub account: Option<Me>,
    /// How long the throttle still holds, in seconds, per username that is held.
    pub held: Vec<Held>,
    pub app_version: String,
}

domain::code_enum! {
    Stage {
        /// No clinic yet: first run.
        FirstRun = "first_run",
        /// The clinic exists, its recovery code was never typed back.
        RecoveryUnconfirmed = "recovery_unconfirmed",
        LoggedOut = "logged_out",
        Locked = "locked",
        Ready = "ready",
        /// The one-time password was used; a lasting one must be chosen before anything else.
        PasswordMustChange = "password_must_change",
    }
}

/// What stands on the login screen about the clinic. Kept outside the vault, so nothing of a patient may ever go here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClinicFace {
    pub name: String,
    pub site_name: String,
    /// `en` or `ar`.
    pub language: String,
    pub time_zone: String,
    pub desk_letter: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Tile {
    pub username: String,
    pub full_name: String,
    pub role: Role,
    pub last_login: Option<Instant>,
    /// Unfinished forms kept for this account.
    pub drafts: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Held {
    pub username: String,
    pub seconds: u32,
}

/// The account at the desk, as the screen needs it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Me {
    pub account_id: AccountId,
    pub username: String,
    pub full_name: String,
    pub role: Role,
    pub status: AccountStatus,
    /// Everything this account may do; the screen hides the rest.
    pub permissions: Vec<Permission>,
    pub doctor_id: Option<DoctorId>,
    /// Minutes without a key or click until the screen locks.
    pub idle_lock_minutes: u16,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LoginRequest {
    pub username: String,
    pub password: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LoginReply {
    pub account: Me,
    pub stage: Stage,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UnlockRequest {
    pub password: String,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ChangePasswordRequest {
    pub current_password: String,
    pub new_password: String,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RecoverRequest {
    /// The code printed at set-up; case, spaces and hyphens do not matter.
    pub recovery_code: String,
    pub username: String,
    pub new_password: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Done {
    pub done: bool,
}

pub fn state(_desk: &crate::Desk, _seat: &crate::Seat, _request: Empty) -> crate::Result<SessionState> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn login(_desk: &crate::Desk, _seat: &crate::Seat, _request: LoginRequest) -> crate::Result<LoginReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn unlock(
    _desk: &crate::Desk,
    _seat: &crate::Seat,
    _request: UnlockRequest,
) -> crate::Result<LoginReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn lock(_desk: &crate::Desk, _seat: &crate::Seat, _request: Empty) -> crate::Result<Done> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn logout(_desk: &crate::Desk, _seat: &crate::Seat, _request: Empty) -> crate::Result<Done> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn recover(
    _desk: &crate::Desk,
    _seat: &crate::Seat,
    _request: RecoverRequest,
) -> crate::Result<LoginReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn change_password(
    _desk: &crate::Desk,
    _seat: &crate::Seat,
    _request: ChangePasswordRequest,
) -> crate::Result<LoginReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn whoami(_desk: &crate::Desk, _session: &crate::Session, _request: Empty) -> crate::Result<Me> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn touch(_desk: &crate::Desk, _session: &crate::Session, _request: Empty) -> crate::Result<Done> {
    Err(crate::Refusal::new("command.not_built").into())
}
