//! What the pharmacy has. Nothing here is ever changed or taken away: stock is the sum of what moved, and each operation adds movements
//! (undo marks them as never having been). The database refuses by itself what would leave less than nothing in a lot.

mod counting;
pub mod dispensing;
mod requests;
mod samples;
pub(crate) mod store;
mod transfer;

#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod transfer_tests;

pub use counting::{count, sheet};
pub use requests::{
    CountReply, CountSheet, CountStock, Lot, LotCount, LotsReply, MoveStock, Movement, ReceiveSample,
    ReceiveStock, Sample, SamplesToReceive, SiteStock, StockCard, StockOverview, StockRef, TransferStock,
    WriteOff,
};
pub use samples::{receive_sample, samples};
pub use transfer::transfer;

use domain::id::{LotId, MedicineId, SiteId};
use domain::stock::MovementReason;
use domain::time::Date;

use self::store::NewMovement;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};
use crate::ledger::Tx;
use crate::medicines::{self, currency};
use crate::patients::{self, today};
use crate::{Desk, Session};

/// More of one medicine at once is a slip of the hand.
const MOST: i64 = 1_000_000;
/// What expires within these days is told ahead.
const AHEAD_DAYS: i64 = 90;

/// A medicine with its lots and what moved.
///
/// # Errors
/// `not_found {what: medicine | site}`.
pub fn medicine(desk: &Desk, _session: &Session, request: StockRef) -> Result<StockCard> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (store::site(connection, request.site_id)?, today(connection, at)?);
        Ok(StockCard {
            medicine: medicines::one(connection, request.medicine_id, today, Some(site))?,
            lots: store::of_medicine(connection, request.medicine_id, site, today)?,
            movements: store::movements(connection, request.medicine_id, site)?,
            today,
            currency: currency(connection)?,
        })
    })
}

/// What is below its least stock, what expires, what has expired, and what all of it is worth.
///
/// # Errors
/// `not_found {what: site}`.
pub fn overview(desk: &Desk, _session: &Session, request: SiteStock) -> Result<StockOverview> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (store::site(connection, request.site_id)?, today(connection, at)?);
        let mut below = medicines::all(connection, today, Some(site))?;
        let unpriced = below.iter().filter(|one| one.stock > 0 && one.price_minor.is_none()).count();
        below.retain(|medicine| medicine.stock < i64::from(medicine.minimum_stock));
        let soon = today.plus_days(AHEAD_DAYS).unwrap_or(today);
        let lots = store::with_stock(connection, site, today)?;
        let of = |wanted: &dyn Fn(&Lot) -> bool| {
            let mut found: Vec<Lot> = lots.iter().filter(|lot| wanted(lot)).cloned().collect();
            found.sort_by_key(|lot| lot.expires_on);
            found
        };
        let good = lots.iter().filter(|lot| lot.left > 0 && !lot.is_expired);
        Ok(StockOverview {
            below,
            expiring: of(&|lot| lot.left > 0 && !lot.is_expired && lot.expires_on <= soon),
            expired: of(&|lot| lot.left > 0 && lot.is_expired),
            negative: of(&|lot| lot.left < 0),
            value_minor: good.filter_map(|lot| lot.value_minor).sum(),
            unpriced: u32::try_from(unpriced).unwrap_or(u32::MAX),
            currency: currency(connection)?,
            today,
        })
    })
}

/// Puts what was bought on the shelf.
///
/// # Errors
/// `input.invalid` (`lot`, `quantity`: `out_of_range`, `expires_on`: `in_the_past`, or `differs {expires_on}` when the lot is known with
/// another day; `note`); `not_found {what: medicine | site}`.
pub fn receive(desk: &Desk, session: &Session, request: ReceiveStock) -> Result<LotsReply> {
    let mut errors = FieldErrors::default();
    let number = errors.required_line("lot", &request.lot, NAME_CHARACTERS);
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    errors.within("quantity", request.quantity, 1, MOST);
    desk.commit(session, "stock.receive", |tx| {
        let (site, day) = here(tx, request.site_id)?;
        medicines::one(tx, request.medicine_id, day, None)?;
        let lot = lot_for(tx, request.medicine_id, &number, request.expires_on, day, &mut errors)?;
        errors.finish()?;
        let lot = lot.create(tx)?;
        let movement =
            NewMovement::new(lot, site, request.quantity, MovementReason::Receipt, note.as_deref());
        store::insert_movement(tx, session, &movement)?;
        Ok(LotsReply { lots: vec![store::one(tx, lot, site, day)?] })
    })
}

/// A lot that is there, or one to make.
enum LotFor<'a> {
    Known(LotId),
    New { medicine: MedicineId, number: &'a str, expires_on: Date },
}

impl LotFor<'_> {
    fn create(self, tx: &Tx<'_>) -> Result<LotId> {
        match self {
            Self::Known(id) => Ok(id),
            Self::New { medicine, number, expires_on } => store::insert_lot(tx, medicine, number, expires_on),
        }
    }
}

fn lot_for<'a>(
    tx: &Tx<'_>,
    medicine: MedicineId,
    number: &'a str,
    expires_on: Date,
    today: Date,
    errors: &mut FieldErrors,
) -> Result<LotFor<'a>> {
    if expires_on < today {
        errors.push(FieldError::new("expires_on", "in_the_past"));
    }
    match store::numbered(tx, medicine, number)? {
        Some((id, known)) => {
            if known != expires_on {
                errors.push(FieldError::new("expires_on", "differs").with("expires_on", known));
            }
            Ok(LotFor::Known(id))
        }
        None => Ok(LotFor::New { medicine, number, expires_on }),
    }
}

/// Writes down that something left the shelf, or came back to it.
///
/// # Errors
/// `input.invalid` (`reason`: `not_possible`, `quantity`: `out_of_range`, `note` and `patient_id`: `required`); `not_found {what: lot | site |
/// patient}`; `stock.lot_expired {medicine, number, expires_on}` for a sample past its day; `stock.not_enough {medicine, number, left,
/// asked}`.
pub fn shift(desk: &Desk, session: &Session, request: MoveStock) -> Result<LotsReply> {
    let mut errors = FieldErrors::default();
    let is_sample = request.reason == MovementReason::SampleOut;
    if !matches!(
        request.reason,
        MovementReason::Adjusted | MovementReason::Returned | MovementReason::SampleOut
    ) {
        errors.push(FieldError::new("reason", "not_possible"));
    }
    errors.within("quantity", request.quantity, -MOST, MOST);
    if !request.reason.allows(request.quantity) {
        errors.push(FieldError::new("quantity", "not_possible"));
    }
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    if note.is_none() && !is_sample && errors.is_empty() {
        errors.push(FieldError::new("note", "required"));
    }
    if is_sample {
        errors.present("patient_id", request.patient_id);
    }
    errors.finish()?;
    desk.commit(session, "stock.move", |tx| {
        let (site, day) = here(tx, request.site_id)?;
        let lot = store::one(tx, request.lot_id, site, day)?;
        let patient = match request.patient_id.filter(|_| is_sample) {
            Some(patient) => {
                let patient = patients::survivor(tx, patient)?;
                patients::require_present(tx, patient)?;
                Some(patient)
            }
            None => None,
        };
        if is_sample {
            require_good(&lot)?;
        }
        require_enough(&lot, -request.quantity)?;
        let movement = NewMovement::new(lot.id, site, request.quantity, request.reason, note.as_deref());
        store::insert_movement(tx, session, &NewMovement { patient, ..movement })?;
        Ok(LotsReply { lots: vec![store::one(tx, lot.id, site, day)?] })
    })
}

/// Throws away what is left of lots past their day.
///
/// # Errors
/// `input.invalid` (`lot_ids`: `required`); `not_found {what: lot | site}`; `stock.not_expired {medicine, number, expires_on}`.
pub fn write_off(desk: &Desk, session: &Session, request: WriteOff) -> Result<LotsReply> {
    if request.lot_ids.is_empty() {
        return Err(Refusal::invalid(vec![FieldError::new("lot_ids", "required")]).into());
    }
    desk.commit(session, "stock.write_off", |tx| {
        let (site, day) = here(tx, request.site_id)?;
        let mut lots = Vec::new();
        for id in request.lot_ids {
            let lot = store::one(tx, id, site, day)?;
            if !lot.is_expired {
                return Err(about(Refusal::new("stock.not_expired"), &lot).into());
            }
            // Nothing left, or named twice.
            if lot.left > 0 {
                let movement = NewMovement::new(id, site, -lot.left, MovementReason::Expired, None);
                store::insert_movement(tx, session, &movement)?;
            }
            lots.push(store::one(tx, id, site, day)?);
        }
        Ok(LotsReply { lots })
    })
}

/// That a lot may still be given out.
pub(crate) fn require_good(lot: &Lot) -> Result<()> {
    if lot.is_expired { Err(about(Refusal::new("stock.lot_expired"), lot).into()) } else { Ok(()) }
}

/// That there is as much in a lot as is to leave it; what comes is always possible.
pub(crate) fn require_enough(lot: &Lot, leaving: i64) -> Result<()> {
    if leaving > 0 && leaving > lot.left {
        let refusal = about(Refusal::new("stock.not_enough"), lot).with("left", lot.left.max(0));
        return Err(refusal.with("asked", leaving).into());
    }
    Ok(())
}

fn about(refusal: Refusal, lot: &Lot) -> Refusal {
    refusal.with("medicine", &lot.medicine).with("number", &lot.number).with("expires_on", lot.expires_on)
}

/// Of whoever needs both: the site asked for and its day.
fn here(tx: &Tx<'_>, site: Option<SiteId>) -> Result<(SiteId, Date)> {
    Ok((store::site(tx, site)?, today(tx, tx.now())?))
}
