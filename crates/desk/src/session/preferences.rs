//! Light or dark, English or Arabic: what each person chose at this PC, and what the login screen looked like last. It stands in a
//! small file outside the vault, because the login screen must know it; nothing is in it but these two words and the accounts' ids.
//!
//! A file that is missing or cannot be read means that nothing was chosen: a look must never keep anybody from working.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use domain::id::AccountId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Empty;
use super::seat::{Found, Seat};
use crate::Desk;
use crate::error::Result;
use crate::vault::replace_file;

domain::code_enum! {
    Theme {
        Light = "light",
        Dark = "dark",
    }
}

domain::code_enum! {
    /// A language the screens and papers speak.
    Language {
        English = "en",
        Arabic = "ar",
    }
}

/// What was chosen; `None` where nothing was. Then the system's wish decides on the theme, and the clinic's language is shown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Preferences {
    pub theme: Option<Theme>,
    pub language: Option<Language>,
}

/// What is not given stays as it is.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SetPreferences {
    pub theme: Option<Theme>,
    pub language: Option<Language>,
}

/// How the screen is to look for whoever sits here, also where nothing else of the desk can be shown.
pub fn get(desk: &Desk, seat: &Seat, _request: Empty) -> Result<Preferences> {
    let found = seat.look_from_outside(desk).unwrap_or(Found::Nobody);
    Ok(desk.preferences().of(&found))
}

/// Chooses for whoever sits here. At the login screen and at a locked one nobody has shown who they are: what is chosen there shows
/// at once, changes nobody's own choice, and becomes that of the next person to log in who has none.
pub fn set(desk: &Desk, seat: &Seat, request: SetPreferences) -> Result<Preferences> {
    desk.claim()?;
    let chosen = Preferences { theme: request.theme, language: request.language };
    let found = seat.look_from_outside(desk)?;
    desk.preferences().choose(&found, chosen)?;
    desk.tell("preferences");
    Ok(desk.preferences().of(&found))
}

impl Desk {
    /// How the screen is to look for an account that has just shown its password. What was chosen at the door until then is used up.
    pub(super) fn preferences_of_arrival(&self, account_id: AccountId) -> Result<Preferences> {
        let known: Vec<AccountId> = self.slots()?.accounts.iter().map(|slot| slot.account_id).collect();
        Ok(self.preferences().enter(account_id, &known))
    }
}

impl Preferences {
    /// This choice, and the other one where this says nothing.
    fn or(self, other: Self) -> Self {
        Self { theme: self.theme.or(other.theme), language: self.language.or(other.language) }
    }
}

/// Everything the file says.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Page {
    /// How it looked for whoever worked here last.
    last: Preferences,
    /// Chosen since then while nobody had shown a password.
    at_the_door: Preferences,
    accounts: BTreeMap<AccountId, Preferences>,
}

/// The preferences of one desk.
pub(crate) struct PreferenceBook {
    path: PathBuf,
    /// One change at a time reads and writes the file.
    writing: Mutex<()>,
}

impl PreferenceBook {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, writing: Mutex::default() }
    }

    /// How it is to look for whoever was found at a seat.
    pub(super) fn of(&self, found: &Found) -> Preferences {
        let page = self.read();
        match found {
            Found::Nobody => page.at_the_door.or(page.last),
            Found::Locked(sitter) => page.at_the_door.or(page.own(sitter.session.account_id)),
            Found::Working(sitter) => page.own(sitter.session.account_id),
        }
    }

    fn choose(&self, found: &Found, chosen: Preferences) -> Result<()> {
        self.change(|page| match found {
            Found::Nobody | Found::Locked(_) => page.at_the_door = chosen.or(page.at_the_door),
            Found::Working(sitter) => {
                let own = page.accounts.entry(sitter.session.account_id).or_default();
                *own = chosen.or(*own);
                page.last = *own;
            }
        })
    }

    /// An account has shown its password: from now on it looks as this person likes it. Those not among `known` are forgotten. A login
    /// does not fail for it.
    fn enter(&self, account_id: AccountId, known: &[AccountId]) -> Preferences {
        let entered = self.change(|page| {
            page.accounts.retain(|account, _| known.contains(account));
            let own = page.own(account_id).or(std::mem::take(&mut page.at_the_door));
            if own != Preferences::default() {
                page.accounts.insert(account_id, own);
            }
            page.last = own;
        });
        if let Err(error) = entered {
            tracing::warn!(%error, "how the desk is to look could not be kept");
        }
        self.read().own(account_id)
    }

    fn read(&self) -> Page {
        let text = fs::read(&self.path).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes only what differs: most logins change nothing.
    fn change(&self, change: impl FnOnce(&mut Page)) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut page = self.read();
        let before = page.to_text();
        change(&mut page);
        let after = page.to_text();
        if after != before {
            replace_file(&self.path, &after)?;
        }
        Ok(())
    }
}

impl Page {
    fn own(&self, account_id: AccountId) -> Preferences {
        self.accounts.get(&account_id).copied().unwrap_or_default()
    }

    fn to_text(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("words and ids are JSON")
    }
}
