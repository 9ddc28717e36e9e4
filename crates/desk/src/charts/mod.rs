//! The chart: what is known of a person's health. `access` says whose charts an account reads and records each opening, `opening` reads one,
//! `facts` writes what stands in it, `reviews` is where a broken glass is answered for. Prescriptions and documents have rooms of their own;
//! they ask `access` before they show anything of a patient.

pub(crate) mod access;
mod facts;
mod opening;
pub mod requests;
mod reviews;
mod store;
mod views;

#[cfg(test)]
mod tests;

pub use access::break_glass;
pub use facts::{
    remove_allergy, remove_condition, remove_medication, remove_vitals, save_allergy, save_condition,
    save_medication, save_vitals,
};
pub use opening::{get, open};
pub use requests::{
    Allergy, AllergyRef, BreakGlass, BreakGlassReply, Chart, ChartAccess, ChartBanner, ChartRef, ChartRight,
    Condition, ConditionRef, FactReply, GlassReview, LabTest, ListReviews, Measured, Medication,
    MedicationRef, ReviewGlass, ReviewList, SaveAllergy, SaveCondition, SaveMedication, SaveVitals,
    TimelineEntry, TimelineKind, Vitals, VitalsRef,
};
pub use reviews::{list as reviews, review};
