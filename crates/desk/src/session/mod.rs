//! Who is at the desk: login, lock, quick switch, logout. First run stands in `setup`; keys and files in `vault`.

mod countries;
pub mod drafts;
mod elapsed;
mod login;
mod preferences;
mod requests;
mod seat;
pub mod setup;
mod store;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod throttle;

use std::sync::OnceLock;

use domain::account::Role;
use domain::id::{AccountId, DoctorId, OperationId};
use domain::permission::Permission;

pub(crate) use login::prove;
pub use login::{change_password, lock, login, logout, recover, unlock};
pub(crate) use preferences::PreferenceBook;
pub use preferences::{
    Language, Preferences, SetPreferences, Theme, get as preferences, set as set_preferences,
};
pub use requests::{
    ChangePasswordRequest, ClinicFace, Done, Empty, Health, Held, LoginReply, LoginRequest, Me,
    RecoverRequest, SessionState, Stage, Tile, UnlockRequest,
};
pub use seat::Seat;
pub(crate) use store::Sitter;

use crate::{Desk, Result};

/// Who asks, as the account stands at each command: a role taken away is gone at once. A door makes one for each call.
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
    /// What this call has done, once it has.
    pub(crate) operation: OnceLock<OperationId>,
}

impl Session {
    /// Whether the role or a grant gives this right.
    pub fn may(&self, permission: Permission) -> bool {
        permission.is_held_by(self.role) || self.grants.contains(&permission)
    }

    /// Keeps which operation this call became, for its answer. A call is one operation; of more, the first is what its answer is about.
    pub(crate) fn has_done(&self, operation: Option<OperationId>) {
        if let Some(operation) = operation {
            self.operation.get_or_init(|| operation);
        }
    }

    /// A denial is recorded: who tried what.
    pub(crate) fn record_denial(&self, desk: &Desk, command: &str) -> Result<()> {
        desk.commit(self, "session.denied", |tx| {
            tx.note("command", command);
            Ok(())
        })
    }
}

/// Commands that a screen sends by itself, when something changed or a minute passed. They are no sign that anybody is there, so they
/// do not put off the idle lock.
pub(crate) fn asked_by_screens(command: &str) -> bool {
    matches!(
        command,
        "session.whoami"
            | "agenda.day"
            | "agenda.week"
            | "agenda.month"
            | "appointments.get"
            | "patients.get"
            | "drafts.list"
            | "drafts.save"
            | "settings.get"
            | "sync.state"
            | "attention.list"
            | "queue.now"
            | "reports.overview"
            | "rebooking.worklists"
            | "rebooking.worklist"
            | "charts.get"
            | "charts.reviews"
            | "charts.encounter"
            | "documents.list"
    )
}

/// What the login screen shows: the stage, the clinic's face, the tiles, who is held by the throttle.
pub fn state(desk: &Desk, seat: &Seat, _request: Empty) -> Result<SessionState> {
    seat.state(desk)
}

/// Who sits here.
pub fn whoami(desk: &Desk, session: &Session, _request: Empty) -> Result<Me> {
    desk.read(|connection| store::me(connection, session.account_id))
}

/// Somebody is at the desk. Being called at all puts off the idle lock.
pub fn touch(_desk: &Desk, _session: &Session, _request: Empty) -> Result<Done> {
    Ok(Done { done: true })
}
