//! What the commands about papers take: the contract with the screens.

use domain::id::{AppointmentId, DoctorId, DocumentId, FulfilmentId, PrescriptionId, SiteId, WorklistId};
use domain::time::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Paper;
use crate::session::Language;

#[derive(Serialize, JsonSchema, TS)]
pub struct PaperReply {
    pub paper: Paper,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RecoverySheetRequest {
    /// As it is on the screen. It is kept nowhere, so whoever wants it on paper has to bring it.
    pub recovery_code: String,
    /// The clinic's own where none is given.
    pub language: Option<Language>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DocumentPaperRequest {
    pub id: DocumentId,
    /// Of what stands around a picture; the clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AgendaPaperRequest {
    pub date: Date,
    /// Everybody who has hours or visits that day when absent, a page for each.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    /// The clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClosingReportRequest {
    pub date: Date,
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    /// The clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}

domain::code_enum! {
    /// What a slip is printed on.
    SlipFormat {
        /// Half a sheet.
        A5 = "a5",
        /// The roll of a receipt printer, 80 mm wide.
        Strip = "strip",
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SlipRequest {
    pub appointment_id: AppointmentId,
    pub format: SlipFormat,
    /// The clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RebookListRequest {
    pub id: WorklistId,
    /// The clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}

domain::code_enum! {
    /// What labels are printed on.
    LabelFormat {
        /// A roll of labels, each 70 mm wide and 36 mm high.
        Label = "label",
        /// The roll of a receipt printer, 80 mm wide.
        Strip = "strip",
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LabelsRequest {
    pub fulfilment_id: FulfilmentId,
    pub format: LabelFormat,
    /// Where none is given: Arabic for a patient whose name is written in it, the clinic's own for everybody else.
    #[serde(default)]
    pub language: Option<Language>,
}

domain::code_enum! {
    /// What a prescription is printed on.
    PrescriptionFormat {
        /// A sheet.
        A4 = "a4",
        /// Half a sheet.
        A5 = "a5",
        /// The roll of a receipt printer, 80 mm wide.
        Strip = "strip",
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PrescriptionPaperRequest {
    pub id: PrescriptionId,
    pub format: PrescriptionFormat,
    /// The clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
    /// To look at before it is printed: it says so across the page, and nothing is recorded.
    #[serde(default)]
    pub preview: bool,
}
