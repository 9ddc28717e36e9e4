//! The clinic itself: its sites and its settings.
//!
//! Field codes beyond those of `input`: `unknown_zone`, `unknown_currency`, `unknown_country`, `unknown_language`, `format`,
//! `end_before_start`, `overlaps` (with `other`, the index of the hours it overlaps), `too_short` (with `least`), `too_many` (with `most`).

pub(crate) mod check;
mod requests;
pub mod store;
#[cfg(test)]
mod tests;

pub use requests::{ClinicSettings, SaveSite, SettingsReply, Site, SiteHours, SiteKind, SiteList, SiteReply};

use domain::id::SiteId;

use crate::error::{Refusal, Result};
use crate::session::Empty;
use crate::{Desk, Session};

pub fn settings(desk: &Desk, _session: &Session, _request: Empty) -> Result<SettingsReply> {
    let settings = desk.read(store::settings)?;
    Ok(SettingsReply { settings })
}

pub fn set_settings(desk: &Desk, session: &Session, request: ClinicSettings) -> Result<SettingsReply> {
    let settings = check::settings(request)?;
    desk.commit(session, "settings.set", |tx| store::put_settings(tx, &settings))?;
    Ok(SettingsReply { settings })
}

pub fn list_sites(desk: &Desk, _session: &Session, _request: Empty) -> Result<SiteList> {
    let sites = desk.read(store::sites)?;
    Ok(SiteList { sites })
}

/// Refuses with `not_found` (`site`) when there is no site with the given id.
pub fn save_site(desk: &Desk, session: &Session, request: SaveSite) -> Result<SiteReply> {
    let existing = request.id;
    let fields = check::site(request)?;
    let site = desk.commit(session, "sites.save", |tx| {
        let id = existing.unwrap_or_else(|| tx.new_id::<SiteId>());
        let site = fields.into_site(id);
        if existing.is_none() {
            store::insert_site(tx, &site, tx.now())?;
        } else if !store::change_site(tx, &site)? {
            return Err(Refusal::not_found("site").into());
        }
        store::put_site_hours(tx, &site)?;
        Ok(site)
    })?;
    Ok(SiteReply { site })
}
