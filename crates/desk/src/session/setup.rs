//! First run: the clinic, its first site and administrator, and the recovery code.

use domain::account::Username;
use domain::id::SiteId;
use domain::permission::Permission;
use domain::reference::DeskLetter;
use domain::time::Weekday;
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ClinicFace, Me, Seat, countries, store};
use crate::accounts::password::{self, Context};
use crate::accounts::{self, store::NewAccount};
use crate::clinic::{self, ClinicSettings, Site, SiteKind, check};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::NAME_CHARACTERS;
use crate::ledger::Tx;
use crate::vault::{AccountSlot, RecoveryCode, Secret};
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

/// What the form offers.
pub fn options(_desk: &Desk, _seat: &Seat, _request: super::Empty) -> Result<SetupOptions> {
    Ok(SetupOptions {
        suggested_country: countries::suggested(),
        countries: countries::all(),
        time_zones: countries::time_zones(),
        currencies: countries::currencies(),
    })
}

/// Makes the clinic and seats its administrator.
///
/// # Errors
/// `setup.exists` when there is a clinic; `input.invalid` with fields: `required`, `too_long`, `unknown_zone`, `unknown_currency`,
/// `unknown_language`, `username.invalid`, and what `accounts::password` refuses.
pub fn create(desk: &Desk, seat: &Seat, request: SetupRequest) -> Result<SetupReply> {
    if desk.files().holds_clinic()? {
        return Err(Refusal::new("setup.exists").into());
    }
    let clinic = read(request)?;
    let presence = desk.presence();
    let made = desk.create_clinic(&clinic)?;
    seat.take(desk, made.admin.account_id, presence);
    desk.preferences_of_arrival(made.admin.account_id)?;
    let account = desk.read(|connection| store::me(connection, made.admin.account_id))?;
    Ok(SetupReply { recovery_code: made.recovery_code, account })
}

fn read(request: SetupRequest) -> Result<NewClinic> {
    let mut errors = FieldErrors::default();
    let clinic_name = errors.required_line("clinic_name", &request.clinic_name, NAME_CHARACTERS);
    let site_name = errors.required_line("site_name", &request.site_name, NAME_CHARACTERS);
    let time_zone = check::time_zone(&mut errors, &request.time_zone);
    let currency = check::currency(&mut errors, &request.currency);
    check::language(&mut errors, &request.language);
    let full_name = errors.required_line("full_name", &request.full_name, NAME_CHARACTERS);
    let username = Username::parse(&request.username);
    if username.is_err() {
        errors.push(FieldError::new("username", "username.invalid"));
    }
    let password = Secret::new(request.password);
    let context = Context {
        username: username.as_ref().map_or("", Username::as_str),
        full_name: &full_name,
        clinic_name: &clinic_name,
        blocked_words: &[],
    };
    if let Some(error) = password::judge("password", &password, &context) {
        errors.push(error);
    }
    errors.finish()?;
    Ok(NewClinic {
        country: countries::of_zone(&time_zone),
        clinic_name,
        site_name,
        time_zone,
        currency,
        week_start: request.week_start,
        weekend_days: check::each_once(&request.weekend_days),
        language: request.language,
        full_name,
        username: username.map_err(|_| Refusal::new("input.invalid"))?,
        password,
    })
}

/// The rows of a new clinic: its settings, its first site, its administrator.
pub(crate) fn fill(tx: &Tx<'_>, clinic: &NewClinic, slot: &AccountSlot) -> Result<SiteId> {
    clinic::store::put_settings(
        tx,
        &ClinicSettings {
            clinic_name: clinic.clinic_name.clone(),
            language: clinic.language.clone(),
            ..clinic::store::settings(tx)?
        },
    )?;
    let admin = NewAccount {
        username: slot.username.clone(),
        full_name: slot.full_name.clone(),
        role: slot.role,
        ..NewAccount::default()
    };
    accounts::store::insert(tx, slot.account_id, &admin, Some(&slot.key))?;
    let site = Site {
        id: tx.new_id(),
        name: clinic.site_name.clone(),
        kind: SiteKind::Clinic,
        country: clinic.country.clone(),
        time_zone: clinic.time_zone.clone(),
        currency: clinic.currency.clone(),
        week_start: clinic.week_start,
        weekend_days: clinic.weekend_days.clone(),
        address: None,
        city: None,
        latitude: None,
        longitude: None,
        phone: None,
        email: None,
        website: None,
        registration_number: None,
        facilities: Vec::new(),
        hours: Vec::new(),
    };
    clinic::store::insert_site(tx, &site, tx.now())?;
    Ok(site.id)
}

/// What the login screen shows of a clinic: its name, its oldest site.
pub(crate) fn face(connection: &Connection, letter: DeskLetter) -> Result<ClinicFace> {
    let settings = clinic::store::settings(connection)?;
    let site = clinic::store::sites(connection)?.into_iter().next();
    let (site_name, time_zone) = site.map_or_else(Default::default, |site| (site.name, site.time_zone));
    Ok(ClinicFace {
        name: settings.clinic_name,
        site_name,
        language: settings.language,
        time_zone,
        desk_letter: letter.to_string(),
    })
}

/// The recovery code typed back: now somebody is known to have it.
///
/// # Errors
/// `recovery.typo` when a character is wrong, `recovery.wrong` when it is another code; `permission.denied` for all but
/// administrators.
pub fn confirm_recovery(desk: &Desk, seat: &Seat, request: ConfirmRecoveryRequest) -> Result<super::Done> {
    let code = RecoveryCode::parse(&request.recovery_code)?;
    let _door = desk.door()?;
    let session = seat.session(desk)?;
    if !session.may(Permission::ManageAccounts) {
        session.record_denial(desk, "setup.confirm_recovery")?;
        return Err(Refusal::new("permission.denied").with("permission", Permission::ManageAccounts).into());
    }
    if desk.slots()?.recovery.open(&code)?.is_none() {
        return Err(Refusal::new("recovery.wrong").into());
    }
    let work = |tx: &Tx<'_>| {
        tx.note("username", &session.username);
        Ok(())
    };
    desk.commit_with_slots(&session, "setup.confirm_recovery", work, |slots| {
        slots.recovery.confirmed = true
    })?;
    Ok(super::Done { done: true })
}
