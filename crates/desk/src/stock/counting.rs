//! Counting: somebody goes along the shelf and writes what stands there. What differs becomes movements, all of them in one operation, so
//! that a sheet that was wrong is taken back as a whole.

use std::collections::BTreeSet;

use domain::stock::MovementReason;

use super::requests::{CountReply, CountSheet, CountStock, SiteStock};
use super::store::{self, NewMovement};
use super::{MOST, here};
use crate::error::{FieldError, FieldErrors, Result};
use crate::input::LINE_CHARACTERS;
use crate::patients::today;
use crate::{Desk, Session};

const MOST_LOTS: usize = 5_000;

/// Every lot that should have something on the shelf, in the order of a shelf: by name.
///
/// # Errors
/// `not_found {what: site}`.
pub fn sheet(desk: &Desk, _session: &Session, request: SiteStock) -> Result<CountSheet> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (store::site(connection, request.site_id)?, today(connection, at)?);
        Ok(CountSheet { lots: store::with_stock(connection, site, today)?, today })
    })
}

/// Makes stock what was counted.
///
/// # Errors
/// `input.invalid` (`counts`: `required`, `too_many {most}`; `counts[i].counted`: `out_of_range`, `moved_meanwhile {left}` when the lot is not
/// at what was written on the sheet any more; `counts[i].lot_id`: `repeated`; `note`); `not_found {what: lot | site}`.
pub fn count(desk: &Desk, session: &Session, request: CountStock) -> Result<CountReply> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    if request.counts.is_empty() {
        errors.push(FieldError::new("counts", "required"));
    } else if request.counts.len() > MOST_LOTS {
        errors.push(FieldError::new("counts", "too_many").with("most", MOST_LOTS));
    }
    let mut seen = BTreeSet::new();
    for (at, count) in request.counts.iter().enumerate() {
        errors.within(&format!("counts[{at}].counted"), count.counted, 0, MOST);
        if !seen.insert(count.lot_id) {
            errors.push(FieldError::new(format!("counts[{at}].lot_id"), "repeated"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.finish().expect_err("an error was noted").into());
    }
    desk.commit(session, "stock.count", |tx| {
        let (site, day) = here(tx, request.site_id)?;
        let (mut errors, mut differed) = (FieldErrors::default(), 0);
        for (at, count) in request.counts.iter().enumerate() {
            let lot = store::one(tx, count.lot_id, site, day)?;
            if lot.left != count.expected {
                // Something was handed out between the shelf and the sheet: nobody knows whether it was counted.
                let field = format!("counts[{at}].counted");
                errors.push(FieldError::new(field, "moved_meanwhile").with("left", lot.left));
                continue;
            }
            let difference = count.counted - lot.left;
            if difference != 0 {
                differed += 1;
                let adjusted = MovementReason::Adjusted;
                let movement = NewMovement::new(lot.id, site, difference, adjusted, note.as_deref());
                store::insert_movement(tx, session, &movement)?;
            }
        }
        errors.finish()?;
        Ok(CountReply { counted: u32::try_from(request.counts.len()).unwrap_or(u32::MAX), differed })
    })
}
