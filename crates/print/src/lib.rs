//! Paper: templates set by typst into PDF, with the fonts embedded. Knows no database and no rule; it is handed what to print.
//! A crate of its own because typst takes longer to compile than all the rest.

mod agenda;
mod closing_report;
mod drawing;
mod head;
mod labels;
mod picture;
mod prescription;
mod rebook_list;
mod recovery_sheet;
mod slip;
mod standing_report;
mod world;

pub use agenda::{Agenda, AgendaClosure, AgendaDoctor, AgendaHours, AgendaRepVisit, AgendaVisit, agenda};
pub use closing_report::{ClosingReport, closing_report};
pub use drawing::{BODY, Drawing, DrawnStroke, FACE};
pub use head::{Clinic, Doctor, Head, Made};
pub use labels::{Label, Labels, labels};
pub use picture::{PictureSheet, picture_sheet};
pub use prescription::{Prescription, PrescriptionItem, PrescriptionPatient, PrescriptionTest, prescription};
pub use rebook_list::{
    RebookCall, RebookClosure, RebookDoctor, RebookList, RebookPhone, RebookRow, RebookTime, rebook_list,
};
pub use recovery_sheet::{RecoverySheet, recovery_sheet};
pub use slip::{Slip, SlipVisit, slip};
pub use standing_report::{
    ReportBar, ReportBlock, ReportChart, ReportColumn, ReportDefinition, ReportWeek, ReportWorker,
    StandingReport, standing_report,
};

/// A template could not be set. It names what typst said; templates are ours, so this is a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be set: {0}")]
pub struct NotSet(String);
