//! First run: the clinic, its first site and administrator, and the recovery code.

use domain::account::Username;
use domain::id::SiteId;
use domain::time::Weekday;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Me, Seat, store};
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::NAME_CHARACTERS;
use crate::ledger::Tx;
use crate::vault::{AccountSlot, Secret};
use crate::{Desk, NewClinic};

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

pub fn options(_desk: &Desk, _seat: &Seat, _request: super::Empty) -> Result<SetupOptions> {
    Err(Refusal::new("command.not_built").into())
}

/// Makes the clinic and seats its administrator.
///
/// # Errors
/// `setup.exists` when there is a clinic; `input.invalid` with fields: `required`, `too_long`, `time_zone.unknown`,
/// `currency.unknown`, `language.unknown`, `username.invalid`, `password.too_short`, `password.common`, `password.contains_name`.
pub fn create(desk: &Desk, seat: &Seat, request: SetupRequest) -> Result<SetupReply> {
    let mut errors = FieldErrors::default();
    let password = Secret::new(request.password);
    let clinic = NewClinic {
        clinic_name: errors.required_line("clinic_name", &request.clinic_name, NAME_CHARACTERS),
        site_name: errors.required_line("site_name", &request.site_name, NAME_CHARACTERS),
        country: None,
        time_zone: request.time_zone,
        currency: request.currency,
        week_start: request.week_start,
        weekend_days: request.weekend_days,
        language: request.language,
        full_name: errors.required_line("full_name", &request.full_name, NAME_CHARACTERS),
        username: Username::parse(&request.username).map_err(|_| Refusal::new("username.invalid"))?,
        password,
    };
    errors.finish()?;
    let presence = desk.presence();
    let made = desk.create_clinic(&clinic)?;
    seat.take(desk, made.admin.account_id, presence);
    let account = desk.read(|connection| store::me(connection, made.admin.account_id))?;
    Ok(SetupReply { recovery_code: made.recovery_code, account })
}

/// The rows of a new clinic: its settings, its first site, its administrator.
pub(crate) fn fill(tx: &Tx<'_>, clinic: &NewClinic, slot: &AccountSlot) -> Result<SiteId> {
    store::put_setting(tx, "clinic_name", &clinic.clinic_name)?;
    store::put_setting(tx, "language", &clinic.language)?;
    store::put_setting(tx, "idle_lock_minutes", &store::IDLE_LOCK_MINUTES)?;
    store::put_setting(tx, "blocked_password_words", &Vec::<String>::new())?;
    store::insert_admin(tx, slot)?;
    store::insert_site(tx, clinic)
}

pub fn confirm_recovery(_desk: &Desk, _seat: &Seat, _request: ConfirmRecoveryRequest) -> Result<super::Done> {
    Err(Refusal::new("command.not_built").into())
}
