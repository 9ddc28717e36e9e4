//! What the commands of the inbox take and answer.

use domain::id::DoctorId;
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;
use uuid::Uuid;

domain::code_enum! {
    /// Why a person has to look.
    AttentionKind {
        /// Two visits at one time: the subject came second to the other.
        Clash = "clash",
        /// One visit more than the day takes. `facts`: `{cap, booked}`.
        OverCap = "over_cap",
        /// Two desks wrote the same fields.
        EditedTwice = "edited_twice",
        /// One desk called off or removed what the other changed.
        CancelledAndChanged = "cancelled_and_changed",
        /// The subject had to give up a value that the other has. `facts`: `{field, value, instead}`.
        Duplicate = "duplicate",
        /// An operation could not be taken. `facts`: `{kind, why}`.
        Rejected = "rejected",
        /// What a desk that was shut out had not sent.
        Quarantined = "quarantined",
    }
}

domain::code_enum! {
    /// How it was settled.
    Settlement {
        /// It is done: nothing more to decide.
        Done = "done",
        /// What stands, stands: of two values the one that won, of two visits at one time both.
        Kept = "kept",
        /// The other value was put in its place.
        Changed = "changed",
        /// Seen, and nothing is to be done.
        Dismissed = "dismissed",
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListAttention {
    /// Also what was settled, newest first; at most two hundred.
    #[serde(default)]
    pub settled: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct AttentionList {
    /// The oldest first; what was settled comes after what was not, the newest first.
    pub items: Vec<AttentionItem>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AttentionItem {
    pub id: Uuid,
    pub kind: AttentionKind,
    pub created_at: Instant,
    /// Whose operation brought it about.
    pub account_name: Option<String>,
    pub subject: AttentionSubject,
    pub other: Option<AttentionSubject>,
    /// Of edits: the fields with both values.
    pub fields: Vec<TwoValues>,
    /// What else there is to know, by kind.
    pub facts: Map<String, Value>,
    pub settled_at: Option<Instant>,
    pub settlement: Option<Settlement>,
    /// How this account may settle it; the first is what is usually done. `kept` of a clash wants a reason.
    pub ways: Vec<Settlement>,
}

/// What it is about, as a person would say it.
#[derive(Debug, Clone, Default, Serialize, JsonSchema, TS)]
pub struct AttentionSubject {
    /// `appointment`, `patient` …; empty for an operation.
    pub table: String,
    pub id: Uuid,
    /// The name of the patient, the doctor, the account.
    pub name: Option<String>,
    pub r#ref: Option<String>,
    /// Of a visit.
    pub visit: Option<AttentionVisit>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AttentionVisit {
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// The code of its state.
    pub status: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TwoValues {
    /// The column's name, as in the audit trail.
    pub field: String,
    pub stands: Value,
    pub lost: Value,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SettleAttention {
    pub id: Uuid,
    pub settlement: Settlement,
    /// Why both visits of a clash stay.
    #[serde(default)]
    pub reason: Option<String>,
}
