//! What the audit trail answers and what undo takes.

use std::collections::BTreeMap;

use domain::id::{AccountId, OperationId};
use domain::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListOperations {
    /// Only operations that touched this row (any id: a patient's, an appointment's).
    #[serde(default)]
    pub subject: Option<uuid::Uuid>,
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// Only kinds that start so: `appointments.`, `session.login`.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub from: Option<Instant>,
    #[serde(default)]
    pub until: Option<Instant>,
    /// Continue below this (`next` of the page before).
    #[serde(default)]
    pub before: Option<u64>,
    /// 50 when absent, at most 500.
    #[serde(default)]
    pub limit: Option<u16>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OperationList {
    /// Newest first.
    pub operations: Vec<OperationLine>,
    /// What a person calls the rows that `before` and `after` refer to: id → name.
    pub names: BTreeMap<String, String>,
    pub more: bool,
    /// The `before` of the next page.
    pub next: Option<u64>,
}

/// One thing somebody did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OperationLine {
    pub id: OperationId,
    /// Its place in its desk's chain, counted from 1 without gaps.
    pub number: u64,
    /// The letter of the desk it was done at, where those of all desks are listed.
    pub desk_letter: Option<String>,
    /// The command that did it: `appointments.book`.
    pub kind: String,
    pub at: Instant,
    pub account_id: Option<AccountId>,
    pub account_name: Option<String>,
    pub reason: Option<String>,
    /// Whom or what it was about, as a person would say it: a patient's name, a doctor's.
    pub subject: Option<String>,
    /// At most a hundred of them.
    pub changes: Vec<ChangeLine>,
    /// How many rows it changed in all.
    pub changed_rows: u32,
    pub undoes: Option<OperationId>,
    pub undone: bool,
}

/// One row it changed, with before and after.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ChangeLine {
    pub table: String,
    pub row: uuid::Uuid,
    /// `insert`, `set` or `delete`.
    pub action: String,
    pub fields: Vec<FieldChange>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FieldChange {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

/// Which operation to undo; the newest one of this account that can still be undone when absent.
#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UndoRequest {
    #[serde(default)]
    pub id: Option<OperationId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct UndoReply {
    /// The operation that was undone.
    pub undone: OperationLine,
    /// The operation that undid it; undoing this one is the redo.
    pub operation: OperationId,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct VerifyReply {
    pub ok: bool,
    /// How many operations were read.
    pub operations: u64,
    /// The first entry that does not fit its hash or its predecessor.
    pub first_bad: Option<u64>,
    /// The newest hash, in hexadecimal.
    pub head: Option<String>,
}
