//! The chart: what is known of a person's health. `access` says whose charts an account reads and records each opening, `opening` reads one,
//! `facts` writes what stands in it, `encounter` is what was written at a visit, `lab` tests and results, `consultation` the calls of online visits, `codes` the clinic's list of diagnoses, `reviews` is where a broken glass is answered for. Prescriptions and documents have rooms of their own;
//! they ask `access` before they show anything of a patient.

pub(crate) mod access;
mod codes;
mod consultation;
mod encounter;
mod facts;
mod lab;
mod opening;
pub mod requests;
mod reviews;
pub(crate) mod store;
mod views;

#[cfg(test)]
mod tests;

pub use access::break_glass;
pub use codes::{find as codes, import as import_codes, preview as preview_codes};
pub use consultation::{
    end as end_consultation, remove_call as remove_consultation, save as save_consultation,
    start as start_consultation,
};
pub use encounter::{book_follow_up, read as encounter, write as write_encounter};
pub(crate) use encounter::{diagnosis_of, encounter_of};
pub use facts::{
    remove_allergy, remove_condition, remove_medication, remove_vitals, save_allergy, save_condition,
    save_medication, save_vitals,
};
pub use lab::{remove_test, save as save_test};
pub use opening::{get, open};
pub use requests::{
    Allergy, AllergyRef, BookFollowUp, BreakGlass, BreakGlassReply, Chart, ChartAccess, ChartBanner,
    ChartRef, ChartRight, CodeList, CodesPreview, CodesReply, Condition, ConditionRef, Consultation,
    ConsultationRef, ConsultationReply, Diagnosis, DiagnosisCode, DiagnosisInput, Encounter, EncounterPage,
    EncounterRef, EncounterReply, FactReply, FindCodes, GlassReview, ImportCodes, LabTest, LabTestRef,
    ListReviews, Measured, Medication, MedicationRef, RefusedRow, ReviewGlass, ReviewList, SaveAllergy,
    SaveCondition, SaveConsultation, SaveLabTest, SaveMedication, SaveVitals, StartConsultation,
    TimelineConsultation, TimelineEntry, TimelineKind, TimelinePrescription, Vitals, VitalsRef,
    WriteEncounter,
};
pub use reviews::{list as reviews, review};
