//! What the commands about documents take and give.

use domain::account::Role;
use domain::document::{DocumentAudience, DocumentType, DocumentWay};
use domain::id::{AccountId, AppointmentId, DocumentId, LabTestId, PatientId, PrescriptionId};
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that is to become part of a patient's.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AttachDocument {
    pub patient_id: PatientId,
    /// What of the patient's it belongs to.
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
    #[serde(default)]
    pub prescription_id: Option<PrescriptionId>,
    #[serde(default)]
    pub lab_test_id: Option<LabTestId>,
    pub name: String,
    /// What whoever brings it takes it for: `image/png`.
    pub mime_type: String,
    /// The file as it is, RFC 4648 with padding. At most 20 MiB of content.
    pub base64: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Those who may open the chart, when absent.
    #[serde(default)]
    pub audience: Option<DocumentAudience>,
    /// Where it is for those who are named.
    #[serde(default)]
    pub named: Vec<AccountId>,
}

/// Exactly one of them says whose or which.
#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListDocuments {
    /// Everything of a patient's.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
    #[serde(default)]
    pub prescription_id: Option<PrescriptionId>,
    #[serde(default)]
    pub lab_test_id: Option<LabTestId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentList {
    /// Newest first: those that this account may open.
    pub documents: Vec<ClinicDocument>,
    /// Whether there are more for whoever opens the chart.
    pub more_in_the_chart: bool,
    /// Whether this account may attach to what was asked for.
    pub may_attach: bool,
    pub patient_id: PatientId,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ClinicDocument {
    pub id: DocumentId,
    pub patient_id: PatientId,
    pub appointment_id: Option<AppointmentId>,
    pub prescription_id: Option<PrescriptionId>,
    pub lab_test_id: Option<LabTestId>,
    /// The day of the visit it belongs to.
    pub visit_date: Option<Date>,
    pub prescription_ref: Option<String>,
    pub test_name: Option<String>,
    pub name: String,
    pub mime_type: DocumentType,
    pub size_bytes: u64,
    pub description: Option<String>,
    pub tags: Vec<String>,
    pub audience: DocumentAudience,
    pub named: Vec<NamedAccount>,
    pub attached_by: Option<String>,
    pub attached_at: Instant,
    /// Whether its content has arrived at this desk.
    pub is_here: bool,
    pub may_change: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct NamedAccount {
    pub id: AccountId,
    pub full_name: String,
    pub role: Role,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentReply {
    /// Absent where this account put it where it may not read itself.
    pub document: Option<ClinicDocument>,
    pub id: DocumentId,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DocumentRef {
    pub id: DocumentId,
}

/// A document with what is in it, for the window's memory alone.
#[derive(Serialize, JsonSchema, TS)]
pub struct OpenedDocument {
    pub id: DocumentId,
    pub name: String,
    pub mime_type: DocumentType,
    /// RFC 4648 with padding.
    pub base64: String,
}

/// A document as a file outside of the program.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CopyDocument {
    pub id: DocumentId,
    /// What for.
    pub reason: String,
}

/// Everything that is said about a document: what is left out is empty.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DescribeDocument {
    pub id: DocumentId,
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub audience: DocumentAudience,
    #[serde(default)]
    pub named: Vec<AccountId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentOpenings {
    /// Newest first, at most 100.
    pub openings: Vec<DocumentOpening>,
    /// Whether there are other desks, whose openings stand in their own ledgers and not here.
    pub of_this_desk: bool,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DocumentOpening {
    pub at: Instant,
    pub account_name: Option<String>,
    pub way: DocumentWay,
    /// What a copy was for.
    pub reason: Option<String>,
}

/// Who may be named.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DocumentPeople {
    pub people: Vec<NamedAccount>,
}
