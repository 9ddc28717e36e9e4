//! Unfinished forms: kept per account in the vault, so that a lock or a power cut costs nobody a half-typed patient.

use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Done, Empty};

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveDraft {
    /// Which form: `booking`, `patient`.
    pub name: String,
    pub body: Value,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DraftName {
    pub name: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Draft {
    pub name: String,
    pub body: Value,
    pub updated_at: Instant,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DraftList {
    pub drafts: Vec<Draft>,
}

pub fn save(_desk: &crate::Desk, _session: &crate::Session, _request: SaveDraft) -> crate::Result<Done> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn list(_desk: &crate::Desk, _session: &crate::Session, _request: Empty) -> crate::Result<DraftList> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn discard(_desk: &crate::Desk, _session: &crate::Session, _request: DraftName) -> crate::Result<Done> {
    Err(crate::Refusal::new("command.not_built").into())
}
