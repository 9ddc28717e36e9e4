//! What goes into and comes out of the session commands: the contract with the screens.

use domain::account::{AccountStatus, Role};
use domain::id::{AccountId, DoctorId};
use domain::permission::Permission;
use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Preferences;

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
    /// What the check after opening found; absent while the vault is closed.
    pub database: Option<Health>,
    /// How the screen is to look for whoever sits here; at the login screen, as it did last.
    pub preferences: Preferences,
}

domain::code_enum! {
    /// Whether the whole database could be read. Checked in the background after opening.
    Health {
        Checking = "checking",
        Sound = "sound",
        /// Parts cannot be read: stop, and restore the newest backup.
        Damaged = "damaged",
    }
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
    /// How this person likes the screen.
    pub preferences: Preferences,
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
