//! What a doctor writes often, under a name of their own.

use domain::text::fold;

use super::entry::{again, read_items};
use super::requests::{FavouriteRef, Favourites, SaveFavourite};
use super::shelf::Shelf;
use super::store;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::NAME_CHARACTERS;
use crate::session::Empty;
use crate::{Desk, Session};

/// One's own favourites, by name.
pub fn list(desk: &Desk, session: &Session, _request: Empty) -> Result<Favourites> {
    desk.read(|connection| Ok(Favourites { favourites: store::favourites(connection, session.account_id)? }))
}

/// Keeps lines under a name; one's own of that name is written anew.
///
/// # Errors
/// `input.invalid` (`name`, `items`: `required`, and as of `draft`).
pub fn save(desk: &Desk, session: &Session, request: SaveFavourite) -> Result<Favourites> {
    let shelf = Shelf::of(desk)?;
    let mut errors = FieldErrors::default();
    let name = errors.required_line("name", &request.name, NAME_CHARACTERS);
    if request.items.is_empty() {
        errors.push(FieldError::new("items", "required"));
    }
    let items = read_items(request.items, &shelf, &mut errors);
    errors.finish()?;
    let items: Vec<_> = items.into_iter().map(|item| again(&item.shown())).collect();
    desk.commit(session, "prescriptions.save_favourite", |tx| {
        let known = store::favourites(tx, session.account_id)?;
        match known.iter().find(|favourite| fold(&favourite.name) == fold(&name)) {
            Some(favourite) => store::change_favourite(tx, favourite.id, items)?,
            None => store::insert_favourite(tx, session, &name, items)?,
        }
        Ok(Favourites { favourites: store::favourites(tx, session.account_id)? })
    })
}

/// Forgets one of one's own.
///
/// # Errors
/// `not_found {what: favourite}`.
pub fn remove(desk: &Desk, session: &Session, request: FavouriteRef) -> Result<Favourites> {
    desk.commit(session, "prescriptions.remove_favourite", |tx| {
        let known = store::favourites(tx, session.account_id)?;
        if known.iter().all(|favourite| favourite.id != request.id) {
            return Err(Refusal::not_found("favourite").into());
        }
        store::remove_favourite(tx, request.id)?;
        Ok(Favourites { favourites: store::favourites(tx, session.account_id)? })
    })
}
