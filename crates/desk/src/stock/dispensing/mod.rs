//! Handing out what was prescribed. What goes is a row that says for which line it was, and a movement of the lot; nothing says how far along the
//! prescription is, that is their sum.

mod lines;
mod requests;
mod store;
mod views;

#[cfg(test)]
mod substitute_tests;
#[cfg(test)]
pub(crate) mod tests;

pub use requests::{
    AllergyStop, DispenseItem, DispenseReply, DispenseRequest, DispensingQueue, Double, Instead,
    PastFulfilment, PastItem, Proposal, ProposeFulfilment, ProposedLine, ProposedTake, RecentFulfilment,
    RecentFulfilments, ToDispense,
};
pub(crate) use views::{HandedLine, HandedOut, handed_out};

use std::collections::BTreeMap;

use domain::id::{LotId, PrescriptionItemId};
use domain::prescription::PrescriptionAction;
use domain::stock::MovementReason;
use domain::stock::allot::{Shelf, Taken};
use domain::stock::giving::{Line, Stop};

use self::lines::{Goes, Patient, Shelves, goes, listed, shelf, take_away};
use self::store::{Item, NewItem};
use super::store::{NewMovement, insert_movement, site};
use super::{Lot, MOST, SiteStock};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::medicines::{Medicine, currency};
use crate::patients::today;
use crate::{Desk, Session};

const MOST_ITEMS: usize = 200;

/// Prescriptions that wait to be handed out, the oldest first.
pub fn queue(desk: &Desk, _session: &Session, _request: SiteStock) -> Result<DispensingQueue> {
    let at = desk.now();
    desk.read(|connection| {
        let today = today(connection, at)?;
        let waiting = store::submitted(connection, today)?;
        let mut prescriptions: Vec<ToDispense> = waiting.into_iter().map(|(head, _)| head).collect();
        prescriptions
            .retain(|head| PrescriptionAction::Dispense.fits(head.state) && !head.medicines.is_empty());
        Ok(DispensingQueue { prescriptions, today })
    })
}

/// What was handed out lately at a site, a hundred at most.
///
/// # Errors
/// `not_found {what: site}`.
pub fn recent(desk: &Desk, _session: &Session, request: SiteStock) -> Result<RecentFulfilments> {
    desk.read(|connection| {
        let site = site(connection, request.site_id)?;
        Ok(RecentFulfilments { fulfilments: views::recent(connection, site)? })
    })
}

/// What would be handed out for a prescription: from each medicine's lots what expires first, never what has expired, at most what is there and at
/// most what is still to give.
///
/// # Errors
/// `not_found {what: prescription | site | medicine}`; `fulfilment.other_medicine {medicine}` for one that may not stand in for what was prescribed.
pub fn propose(desk: &Desk, _session: &Session, request: ProposeFulfilment) -> Result<Proposal> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (site(connection, request.site_id)?, today(connection, at)?);
        let (prescription, items) = store::one(connection, request.prescription_id, today)?;
        let patient = Patient::read(connection, &prescription, &items, today)?;
        let mut shelves = Shelves::of_site(site, today);
        let mut lines = Vec::new();
        for item in items {
            let chosen = request.instead.iter().find(|instead| instead.prescription_item_id == item.id);
            let chosen = chosen.map(|instead| instead.medicine_id);
            lines.push(lines::propose(connection, item, chosen, &mut shelves, &patient)?);
        }
        let may_dispense =
            PrescriptionAction::Dispense.fits(prescription.state) && !prescription.is_past_validity;
        Ok(Proposal {
            lines,
            given: store::given(connection, request.prescription_id)?,
            prescription,
            may_dispense,
            today,
            currency: currency(connection)?,
        })
    })
}

/// Hands out what was prescribed, or a part of it.
///
/// # Errors
/// `input.invalid` (`items`: `required`, `too_many {most}`; `items[i].quantity`: `out_of_range`; `items[i].prescription_item_id`: `not_found`; `note`);
/// `not_found {what: prescription | site}`; `fulfilment.wrong_state {state}`; `fulfilment.past_validity {valid_until}`;
/// `fulfilment.not_stocked {medicine}` for what the clinic does not list any more; `fulfilment.other_medicine {medicine}`;
/// `fulfilment.substitute {medicine, substitute, item}` when nobody says why another one goes out;
/// `stock.lot_expired {medicine, number, expires_on}`; `stock.not_enough {medicine, number, left, asked}`;
/// `fulfilment.more_than_prescribed {medicine, open, asked}`; `fulfilment.earlier_lot {medicine, number, expires_on}` when one that expires
/// sooner is still there; `fulfilment.allergy {medicine, allergen, severity, shared, item}` and `fulfilment.double {medicine, other, shared, item}` when
/// nobody says why it goes on.
pub fn dispense(desk: &Desk, session: &Session, request: DispenseRequest) -> Result<DispenseReply> {
    let (note, wishes) = read(&request)?;
    desk.commit(session, "fulfilments.dispense", |tx| {
        let (site, today) = (site(tx, request.site_id)?, today(tx, tx.now())?);
        let (prescription, items) = store::one(tx, request.prescription_id, today)?;
        require_open(&prescription)?;
        let patient = Patient::read(tx, &prescription, &items, today)?;
        let mut shelves = Shelves::of_site(site, today);
        let fulfilment = store::insert(tx, session, prescription.id, site, note.as_deref())?;
        let mut total: i64 = 0;
        for (item_id, wish) in &wishes {
            let item = items.iter().find(|item| item.id == *item_id).ok_or_else(|| {
                Refusal::invalid(vec![FieldError::new(
                    format!("items[{}].prescription_item_id", wish.at),
                    "not_found",
                )])
            })?;
            let about = |code| Refusal::new(code).with("medicine", &item.medicine);
            let of_lot = match wish.takes.first() {
                Some(take) => store::medicine_of(tx, take.lot)?,
                None => None,
            };
            let of_lot = of_lot.ok_or_else(|| about("fulfilment.other_medicine"))?;
            let medicine =
                listed(tx, Some(of_lot), site, today)?.ok_or_else(|| about("fulfilment.not_stocked"))?;
            let prescribed = listed(tx, item.medicine_id, site, today)?;
            let goes = goes(item, prescribed.as_ref(), &medicine)
                .ok_or_else(|| about("fulfilment.other_medicine"))?;
            let lots = shelves.of(tx, medicine.id)?;
            let open: Vec<Shelf> = lots.iter().map(shelf).collect();
            let line = Line { prescribed: item.prescribed, given: item.given, shelves: &open };
            line.check(&wish.takes, today).map_err(|stop| explain(stop, item, lots))?;
            require_reasons(item, wish, goes, &medicine, &patient)?;
            for why in [&wish.kept_because, &wish.substituted_because].into_iter().flatten() {
                tx.because(why.as_str());
            }
            take_away(lots, &wish.takes);
            for take in &wish.takes {
                let row = NewItem {
                    fulfilment,
                    item: item.id,
                    lot: take.lot,
                    quantity: take.quantity,
                    price_minor: medicine.price_minor,
                    kept_because: wish.kept_because.as_deref(),
                    // Of what was prescribed there is nothing to explain.
                    substituted_because: wish
                        .substituted_because
                        .as_deref()
                        .filter(|_| goes != Goes::AsPrescribed),
                };
                let fulfilment_item = Some(store::insert_item(tx, &row)?);
                let gone = NewMovement::new(take.lot, site, -take.quantity, MovementReason::Dispensed, None);
                insert_movement(tx, session, &NewMovement { fulfilment_item, ..gone })?;
                let price = medicine.price_minor.unwrap_or(0).saturating_mul(take.quantity);
                total = total.saturating_add(price);
            }
        }
        let (after, _) = store::one(tx, request.prescription_id, today)?;
        Ok(DispenseReply {
            fulfilment_id: fulfilment,
            state: after.state,
            total_minor: total,
            currency: currency(tx)?,
        })
    })
}

/// What is asked for of one line.
#[derive(Default)]
struct Wish {
    at: usize,
    takes: Vec<Taken>,
    kept_because: Option<String>,
    substituted_because: Option<String>,
}

fn read(request: &DispenseRequest) -> Result<(Option<String>, BTreeMap<PrescriptionItemId, Wish>)> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    if request.items.is_empty() {
        errors.push(FieldError::new("items", "required"));
    } else if request.items.len() > MOST_ITEMS {
        errors.push(FieldError::new("items", "too_many").with("most", MOST_ITEMS));
    }
    let mut wishes: BTreeMap<PrescriptionItemId, Wish> = BTreeMap::new();
    for (at, item) in request.items.iter().enumerate().take(MOST_ITEMS) {
        errors.within(&format!("items[{at}].quantity"), item.quantity, 1, MOST);
        let field = format!("items[{at}].kept_because");
        let why = errors.optional_line(&field, item.kept_because.as_deref(), LINE_CHARACTERS);
        let wish = wishes.entry(item.prescription_item_id).or_insert_with(|| Wish { at, ..Wish::default() });
        wish.takes.push(Taken { lot: item.lot_id, quantity: item.quantity });
        wish.kept_because = wish.kept_because.take().or(why);
        let field = format!("items[{at}].substituted_because");
        let why = errors.optional_line(&field, item.substituted_because.as_deref(), LINE_CHARACTERS);
        wish.substituted_because = wish.substituted_because.take().or(why);
    }
    errors.finish()?;
    Ok((note, wishes))
}

fn require_open(prescription: &ToDispense) -> Result<()> {
    if !PrescriptionAction::Dispense.fits(prescription.state) {
        return Err(Refusal::new("fulfilment.wrong_state").with("state", prescription.state).into());
    }
    if prescription.is_past_validity {
        let refusal = Refusal::new("fulfilment.past_validity");
        return Err(refusal.with("valid_until", prescription.valid_until).into());
    }
    Ok(())
}

fn explain(stop: Stop, item: &Item, lots: &[Lot]) -> Refusal {
    let about = |code: &'static str, lot: LotId| {
        let refusal = Refusal::new(code).with("medicine", &item.medicine);
        match lots.iter().find(|known| known.id == lot) {
            Some(known) => refusal.with("number", &known.number).with("expires_on", known.expires_on),
            None => refusal,
        }
    };
    match stop {
        Stop::OtherMedicine { lot } => about("fulfilment.other_medicine", lot),
        Stop::Expired { lot } => about("stock.lot_expired", lot),
        Stop::NotEnough { lot, left, asked } => {
            about("stock.not_enough", lot).with("left", left).with("asked", asked)
        }
        Stop::MoreThanPrescribed { open, asked } => Refusal::new("fulfilment.more_than_prescribed")
            .with("medicine", &item.medicine)
            .with("open", open)
            .with("asked", asked),
        Stop::EarlierLot { earlier, .. } => about("fulfilment.earlier_lot", earlier),
    }
}

/// That whatever speaks against a line was answered.
fn require_reasons(
    item: &Item,
    wish: &Wish,
    goes: Goes,
    medicine: &Medicine,
    patient: &Patient,
) -> Result<()> {
    let about = |code| Refusal::new(code).with("medicine", &medicine.name);
    if goes == Goes::InItsPlace && wish.substituted_because.is_none() {
        let refusal = Refusal::new("fulfilment.substitute").with("medicine", &item.medicine);
        return Err(refusal.with("substitute", &medicine.name).with("item", item.id).into());
    }
    if wish.kept_because.is_some() {
        return Ok(());
    }
    if let Some(stop) = patient.stops(item, goes, Some(medicine)).first() {
        return Err(about("fulfilment.allergy")
            .with("allergen", &stop.allergen)
            .with("severity", &stop.severity)
            .with("shared", &stop.shared)
            .with("item", item.id)
            .into());
    }
    if let Some(double) = patient.doubles(item, goes, medicine).first() {
        return Err(about("fulfilment.double")
            .with("other", &double.medicine)
            .with("shared", &double.shared)
            .with("item", item.id)
            .into());
    }
    Ok(())
}
