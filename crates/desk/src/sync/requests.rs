//! What the commands of the sync take and answer.

use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::status::Phase;

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EnrolInput {
    /// `hub.example.org`, with a port where it has one. Empty for a desk that comes back to its hub.
    #[serde(default)]
    pub address: String,
    /// As the hub's administrator reads it out: capitals, dashes and spaces do not matter. It works once.
    pub code: String,
    /// PEM, where the hub has a certificate that the system does not know.
    #[serde(default)]
    pub certificate: Option<String>,
    /// How an invitation knows the hub: SHA-256 of its certificate, in hexadecimal. Of no weight beside a certificate.
    #[serde(default)]
    pub pin: Option<String>,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InvitationText {
    /// As it was pasted, or typed by a scanner.
    pub text: String,
}

/// What an invitation says: the fields of `EnrolInput`. It lets somebody in, so it is never printed.
#[derive(Serialize, JsonSchema, TS)]
pub struct InvitationRead {
    pub address: String,
    pub code: String,
    pub pin: Option<String>,
}

/// How it stands with the hub.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct SyncState {
    pub phase: Phase,
    /// Since when the phase lasts.
    pub since: Option<Instant>,
    /// While offline: `no_connection`, `too_slow`, `certificate`, `not_a_hub`, `busy`.
    pub why: Option<String>,
    /// What was done here and the hub does not have.
    pub unsent: u64,
    /// When the hub last answered, by its own clock.
    pub last_contact: Option<Instant>,
    /// What waits for a person to settle it.
    pub attention: u32,
    /// While much is fetched.
    pub progress: Option<SyncProgress>,
    /// What documents hold and is on its way. Nothing while all of it is where it should be, and before the hub was asked.
    pub files: Option<FilesOnTheirWay>,
    pub hub: Option<HubSummary>,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct SyncProgress {
    pub done: u64,
    pub of: u64,
}

/// Rows go first; files follow one by one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct FilesOnTheirWay {
    /// How many are here and not at the hub, and what is still to go of them.
    pub to_send: u32,
    pub bytes_to_send: u64,
    /// How many are not here, and what is still to come of them.
    pub to_fetch: u32,
    pub bytes_to_fetch: u64,
    /// The hub has no more room for this clinic's files. What is to go stays here until it has.
    pub hub_full: bool,
    /// This PC has no more room for files. What is to come stays at the hub until it has.
    pub disk_full: bool,
}

/// Which hub, and which of its desks this is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct HubSummary {
    pub address: String,
    pub clinic_name: String,
    pub desk_number: u32,
    /// What references given out here carry.
    pub desk_letter: String,
    /// Whether it is known by a certificate of its own.
    pub pinned: bool,
}
