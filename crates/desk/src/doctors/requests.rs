//! What the commands about doctors take and give: the contract with the screens.

use domain::id::{DoctorId, SiteId, SpecialtyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Doctor {
    pub id: DoctorId,
    pub site_id: SiteId,
    pub full_name: String,
    /// The name in the clinic's other script, if given.
    pub second_name: Option<String>,
    /// `Dr`, `Prof` …
    pub title: Option<String>,
    pub specialties: Vec<Specialty>,
    pub license_number: Option<String>,
    pub qualifications: Vec<Qualification>,
    pub years_of_experience: Option<u16>,
    pub biography: Option<String>,
    /// BCP 47 tags.
    pub languages: Vec<String>,
    /// Minor units of the site's currency.
    pub consultation_fee_minor: Option<i64>,
    pub default_visit_minutes: u16,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// One of the board's colour names (`petrol`, `plum`, `ochre`, …).
    pub board_colour: Option<String>,
    pub approval: DoctorApproval,
    pub documents_verified: bool,
    pub active: bool,
}

domain::code_enum! {
    DoctorApproval {
        Pending = "pending",
        Approved = "approved",
        Rejected = "rejected",
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Qualification {
    pub degree: String,
    #[serde(default)]
    pub institution: Option<String>,
    #[serde(default)]
    pub year: Option<u16>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Specialty {
    pub id: SpecialtyId,
    pub name: String,
    /// The name in Arabic, if given.
    pub name_ar: Option<String>,
    pub description: Option<String>,
    pub icon: Option<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListDoctors {
    #[serde(default)]
    pub include_inactive: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DoctorList {
    pub doctors: Vec<Doctor>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DoctorReply {
    pub doctor: Doctor,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DoctorRef {
    pub id: DoctorId,
}

/// A doctor to create (`id` absent) or to change (`id` given; every field is then set as sent).
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveDoctor {
    #[serde(default)]
    pub id: Option<DoctorId>,
    /// The only site, when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub full_name: String,
    #[serde(default)]
    pub second_name: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub specialty_ids: Vec<SpecialtyId>,
    #[serde(default)]
    pub license_number: Option<String>,
    #[serde(default)]
    pub qualifications: Vec<Qualification>,
    #[serde(default)]
    pub years_of_experience: Option<u16>,
    #[serde(default)]
    pub biography: Option<String>,
    #[serde(default)]
    pub languages: Vec<String>,
    #[serde(default)]
    pub consultation_fee_minor: Option<i64>,
    /// 15 when absent.
    #[serde(default)]
    pub default_visit_minutes: Option<u16>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub board_colour: Option<String>,
    #[serde(default)]
    pub approval: Option<DoctorApproval>,
    #[serde(default)]
    pub documents_verified: bool,
    /// True when absent.
    #[serde(default)]
    pub active: Option<bool>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SpecialtyList {
    pub specialties: Vec<Specialty>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveSpecialty {
    #[serde(default)]
    pub id: Option<SpecialtyId>,
    pub name: String,
    #[serde(default)]
    pub name_ar: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub icon: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SpecialtyRef {
    pub id: SpecialtyId,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SpecialtyReply {
    pub specialty: Specialty,
}
