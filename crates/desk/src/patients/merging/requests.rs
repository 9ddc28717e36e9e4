//! What the commands about records of one person take and give.

use domain::id::PatientId;
use domain::patient::{Agreement, MergeChoice, MergeField};
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::patients::requests::{Patient, PatientHit};

/// Two records, in any order: the one that was made first is kept, so that two desks that merge the same two at once agree.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PatientPair {
    pub one: PatientId,
    pub other: PatientId,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MergePatients {
    pub one: PatientId,
    pub other: PatientId,
    /// What was decided; for the rest what `patients.merge_preview` proposes.
    #[serde(default)]
    pub choices: Vec<FieldChoice>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FieldChoice {
    pub field: MergeField,
    pub choice: MergeChoice,
}

/// What merging would do.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MergePreview {
    /// Made first: its file number stays.
    pub kept: MergeSide,
    pub merged: MergeSide,
    /// Every field that either says something in.
    pub fields: Vec<MergeFieldPreview>,
    /// What names the one that goes and will name the one that stays.
    pub moves: Vec<Moves>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MergeSide {
    pub patient: Patient,
    pub age_years: Option<u16>,
    pub last_visit: Option<Date>,
    pub visits: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MergeFieldPreview {
    pub field: MergeField,
    /// What stands unless something else is chosen.
    pub choice: MergeChoice,
    /// What can be chosen.
    pub choices: Vec<MergeChoice>,
    /// Both say something, not the same, and only one can stand.
    pub contested: bool,
}

/// Rows of one table that move.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Moves {
    pub table: String,
    pub rows: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct UnmergeReply {
    /// Stands by itself again.
    pub patient: Patient,
    /// What of the other record was changed after the merge, and therefore stays as it is.
    pub stays: Vec<MergeField>,
}

/// A record that became part of this one.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MergedRecord {
    pub id: PatientId,
    pub r#ref: String,
    pub full_name: String,
    pub merged_at: Option<Instant>,
    /// False where a later merge has to be taken back first.
    pub can_be_separated: bool,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LikelyPairsRequest {
    /// 50 when absent, at most 200.
    #[serde(default)]
    pub limit: Option<u16>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LikelyPairs {
    /// Likeliest first; among equals who was here last.
    pub pairs: Vec<LikelyPair>,
    /// There are more than were asked for.
    pub more: bool,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LikelyPair {
    /// Made first.
    pub one: PatientHit,
    pub other: PatientHit,
    /// What agrees, the weightiest first.
    pub agrees: Vec<Agreement>,
}
