//! From one site of the clinic to another: two movements in one operation, so that what leaves here is there, and undo takes both back.

use domain::stock::MovementReason;

use super::requests::{LotsReply, TransferStock};
use super::store::{self, NewMovement};
use super::{MOST, here, require_enough};
use crate::error::{FieldError, FieldErrors, Result};
use crate::input::LINE_CHARACTERS;
use crate::{Desk, Session};

/// Takes some of a lot to another site. Past its day as well: what is to be thrown away may be gathered in one place.
///
/// # Errors
/// `input.invalid` (`quantity`: `out_of_range`; `to_site_id`: `not_possible` where it is there already; `note`); `not_found {what: lot | site}`;
/// `stock.not_enough {medicine, number, left, asked}`.
pub fn transfer(desk: &Desk, session: &Session, request: TransferStock) -> Result<LotsReply> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    errors.within("quantity", request.quantity, 1, MOST);
    errors.finish()?;
    desk.commit(session, "stock.transfer", |tx| {
        let (from, day) = here(tx, request.site_id)?;
        let to = store::site(tx, Some(request.to_site_id))?;
        if from == to {
            let mut errors = FieldErrors::default();
            errors.push(FieldError::new("to_site_id", "not_possible"));
            errors.finish()?;
        }
        let lot = store::one(tx, request.lot_id, from, day)?;
        require_enough(&lot, request.quantity)?;
        for (site, other, quantity) in [(from, to, -request.quantity), (to, from, request.quantity)] {
            let movement =
                NewMovement::new(lot.id, site, quantity, MovementReason::Transferred, note.as_deref());
            store::insert_movement(tx, session, &NewMovement { other_site: Some(other), ..movement })?;
        }
        Ok(LotsReply { lots: vec![store::one(tx, lot.id, from, day)?] })
    })
}
