//! What the commands of this feature take and give: the contract with the screens.

use domain::id::SiteId;
use domain::time::{WallTime, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Site {
    pub id: SiteId,
    pub name: String,
    pub kind: SiteKind,
    pub address: Option<String>,
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub registration_number: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
    pub facilities: Vec<String>,
    pub hours: Vec<SiteHours>,
}

domain::code_enum! {
    SiteKind {
        Clinic = "clinic",
        Hospital = "hospital",
        SpecialisedCentre = "specialised_centre",
    }
}

/// When the doors are open. Shown and printed; a doctor's own hours decide what can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SiteHours {
    pub weekday: Weekday,
    pub opens: WallTime,
    pub closes: WallTime,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SiteList {
    pub sites: Vec<Site>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SiteReply {
    pub site: Site,
}

/// A site to create (`id` absent) or to change (`id` given; every field is then set as sent).
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveSite {
    #[serde(default)]
    pub id: Option<SiteId>,
    pub name: String,
    pub kind: SiteKind,
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub city: Option<String>,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub latitude: Option<f64>,
    #[serde(default)]
    pub longitude: Option<f64>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub registration_number: Option<String>,
    pub time_zone: String,
    pub currency: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
    #[serde(default)]
    pub facilities: Vec<String>,
    #[serde(default)]
    pub hours: Vec<SiteHours>,
}

/// Preferences of the whole clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClinicSettings {
    pub clinic_name: String,
    /// `en` or `ar`: the language of the login screen and of new accounts.
    pub language: String,
    /// 1 to 15.
    pub idle_lock_minutes: u16,
    /// 0 to 240: so long after the booked time somebody who is not here counts as missing. 15 when absent.
    #[serde(default = "grace_minutes")]
    pub no_show_grace_minutes: u16,
    /// Words no password may contain besides the shipped block list: the clinic's own name and the like.
    pub blocked_password_words: Vec<String>,
}

/// What a clinic starts with, and what stands where an older screen says nothing.
pub(crate) const fn grace_minutes() -> u16 {
    15
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SettingsReply {
    pub settings: ClinicSettings,
}
