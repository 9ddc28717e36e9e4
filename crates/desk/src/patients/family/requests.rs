//! What the commands about families take and give.

use domain::id::{PatientId, RelationId};
use domain::patient::Kinship;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::patients::requests::{PatientHit, RegisterPatient};

/// Somebody who belongs to a patient.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FamilyMember {
    pub id: RelationId,
    /// What this person is to the patient.
    pub kind: Kinship,
    /// The relative's own file, where there is one.
    pub patient: Option<PatientHit>,
    pub full_name: String,
    pub phone: Option<String>,
    /// Illnesses of the family.
    pub history: Option<String>,
    /// True when the history is not for this account.
    pub history_withheld: bool,
}

/// Either another patient, or a name.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RelatePatient {
    pub id: PatientId,
    /// What the relative is to the patient.
    pub kind: Kinship,
    #[serde(default)]
    pub relative_id: Option<PatientId>,
    #[serde(default)]
    pub full_name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub history: Option<String>,
    /// Also becomes the patient's emergency contact.
    #[serde(default)]
    pub emergency: Option<AsEmergencyContact>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AsEmergencyContact {
    /// The kinship in words, as the contact shows it.
    #[serde(default)]
    pub relationship: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RelationRef {
    pub id: RelationId,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FamilyReply {
    pub family: Vec<FamilyMember>,
}

/// A new patient beside one of the registry.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RegisterRelative {
    pub patient: RegisterPatient,
    /// Of the registry already: the parent of a child.
    pub relative_id: PatientId,
    /// What the new patient is to that one.
    pub kind: Kinship,
}
