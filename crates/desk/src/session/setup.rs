//! First run: the clinic, its first site and administrator, and the recovery code.

use domain::time::Weekday;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Me;

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SetupRequest {
    pub clinic_name: String,
    pub site_name: String,
    /// IANA name: `Africa/Cairo`.
    pub time_zone: String,
    /// ISO 4217 code: `EGP`.
    pub currency: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
    /// `en` or `ar`.
    pub language: String,
    pub full_name: String,
    pub username: String,
    pub password: String,
}

#[derive(Serialize, JsonSchema, TS)]
pub struct SetupReply {
    /// Shown once, to be printed or written down and typed back. Groups of five joined by hyphens.
    pub recovery_code: String,
    pub account: Me,
}

#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ConfirmRecoveryRequest {
    pub recovery_code: String,
}

/// What the set-up form offers: choices by country, all editable.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SetupOptions {
    /// A guess from the machine's settings: an index into `countries`, if any fits.
    pub suggested_country: Option<String>,
    pub countries: Vec<CountryDefaults>,
    pub time_zones: Vec<String>,
    /// ISO 4217 codes, the usual ones first.
    pub currencies: Vec<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CountryDefaults {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub time_zone: String,
    pub currency: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
}

pub fn options(
    _desk: &crate::Desk,
    _seat: &crate::Seat,
    _request: super::Empty,
) -> crate::Result<SetupOptions> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn create(_desk: &crate::Desk, _seat: &crate::Seat, _request: SetupRequest) -> crate::Result<SetupReply> {
    Err(crate::Refusal::new("command.not_built").into())
}

pub fn confirm_recovery(
    _desk: &crate::Desk,
    _seat: &crate::Seat,
    _request: ConfirmRecoveryRequest,
) -> crate::Result<super::Done> {
    Err(crate::Refusal::new("command.not_built").into())
}
