//! Handing out what was prescribed. What goes is a row that says for which line it was, and a movement of the lot; nothing says how far along the
//! prescription is, that is their sum.

mod requests;
mod store;
mod views;

#[cfg(test)]
pub(crate) mod tests;

pub use requests::{
    AllergyStop, DispenseItem, DispenseReply, DispenseRequest, DispensingQueue, PastFulfilment, PastItem,
    Proposal, ProposeFulfilment, ProposedLine, ProposedTake, RecentFulfilment, RecentFulfilments, ToDispense,
};
pub(crate) use views::{HandedLine, HandedOut, handed_out};

use std::collections::BTreeMap;

use domain::id::{LotId, MedicineId, PrescriptionItemId, SiteId};
use domain::prescription::PrescriptionAction;
use domain::prescription::warning::{Shared, Substance, allergy};
use domain::stock::MovementReason;
use domain::stock::allot::{Shelf, Taken, allot};
use domain::stock::giving::{Line, Stop};
use domain::time::Date;
use rusqlite::Connection;

use self::store::{Item, NewItem};
use super::store::{NewMovement, insert_movement, of_medicine, site};
use super::{Lot, MOST, SiteStock};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::medicines::{self, Medicine, currency};
use crate::patients::today;
use crate::prescriptions::{Allergy, allergies};
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
/// `not_found {what: prescription | site}`.
pub fn propose(desk: &Desk, _session: &Session, request: ProposeFulfilment) -> Result<Proposal> {
    let at = desk.now();
    desk.read(|connection| {
        let (site, today) = (site(connection, request.site_id)?, today(connection, at)?);
        let (prescription, items) = store::one(connection, request.prescription_id, today)?;
        let allergies = allergies(connection, prescription.patient_id)?;
        let mut shelves = Shelves { site, today, lots: BTreeMap::new() };
        let mut lines = Vec::new();
        for item in items {
            lines.push(line(connection, item, &mut shelves, &allergies)?);
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

/// The lots of each medicine, with what other lines of the same prescription leave.
struct Shelves {
    site: SiteId,
    today: Date,
    lots: BTreeMap<MedicineId, Vec<Lot>>,
}

impl Shelves {
    fn of(&mut self, connection: &Connection, medicine: MedicineId) -> Result<&mut Vec<Lot>> {
        if !self.lots.contains_key(&medicine) {
            let lots = of_medicine(connection, medicine, self.site, self.today)?;
            self.lots.insert(medicine, lots);
        }
        Ok(self.lots.entry(medicine).or_default())
    }
}

fn shelf(lot: &Lot) -> Shelf {
    Shelf { lot: lot.id, expires_on: lot.expires_on, left: lot.left }
}

fn take_away(lots: &mut [Lot], takes: &[Taken]) {
    for take in takes {
        if let Some(lot) = lots.iter_mut().find(|lot| lot.id == take.lot) {
            lot.left -= take.quantity;
        }
    }
}

fn line(
    connection: &Connection,
    item: Item,
    shelves: &mut Shelves,
    allergies: &[Allergy],
) -> Result<ProposedLine> {
    let (site, today) = (shelves.site, shelves.today);
    let medicine = listed(connection, item.medicine_id, site, today)?;
    let mut take = Vec::new();
    let open = (item.prescribed - item.given).max(0);
    if let Some(medicine) = &medicine {
        let lots = shelves.of(connection, medicine.id)?;
        let takes = allot(&lots.iter().map(shelf).collect::<Vec<_>>(), open, today);
        for taken in &takes {
            if let Some(lot) = lots.iter().find(|lot| lot.id == taken.lot) {
                take.push(ProposedTake {
                    lot_id: lot.id,
                    number: lot.number.clone(),
                    expires_on: lot.expires_on,
                    quantity: taken.quantity,
                    left: lot.left,
                });
            }
        }
        take_away(lots, &takes);
    }
    Ok(ProposedLine {
        prescription_item_id: item.id,
        allergies: stops(&item, medicine.as_ref(), allergies),
        unit: medicine.as_ref().map(|medicine| medicine.unit.clone()),
        price_minor: medicine.as_ref().and_then(|medicine| medicine.price_minor),
        medicine_id: medicine.map(|medicine| medicine.id),
        medicine: item.medicine,
        generic_name: item.generic_name,
        dose_milli: item.dose_milli,
        dose_unit: item.dose_unit,
        frequency: item.frequency,
        days: item.days,
        instructions: item.instructions,
        doctor_kept_because: item.kept_because,
        prescribed: item.prescribed,
        given: item.given,
        given_before: item.given_before,
        open,
        take,
    })
}

/// The medicine of a line; none for one that is written by hand or off the list by now.
fn listed(
    connection: &Connection,
    id: Option<MedicineId>,
    site: SiteId,
    today: Date,
) -> Result<Option<Medicine>> {
    let Some(id) = id else { return Ok(None) };
    match medicines::one(connection, id, today, Some(site)) {
        Ok(medicine) => Ok(Some(medicine)),
        Err(crate::Error::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What the patient is allergic to and the line has.
fn stops(item: &Item, medicine: Option<&Medicine>, allergies: &[Allergy]) -> Vec<AllergyStop> {
    let substance = Substance {
        name: &item.medicine,
        generic_name: medicine.and_then(|one| one.generic_name.as_deref()).or(item.generic_name.as_deref()),
        ingredients: medicine.map_or(&[], |medicine| &medicine.ingredients),
        families: medicine.map_or(&[], |medicine| &medicine.families),
    };
    let stop = |known: &Allergy| {
        let (shared, by_family) = match allergy(&known.allergen, substance)? {
            Shared::Substance(word) => (word, false),
            Shared::Family(word) => (word, true),
        };
        Some(AllergyStop {
            allergen: known.allergen.clone(),
            severity: known.severity.clone(),
            reaction: known.reaction.clone(),
            shared,
            by_family,
        })
    };
    allergies.iter().filter_map(stop).collect()
}

/// Hands out what was prescribed, or a part of it.
///
/// # Errors
/// `input.invalid` (`items`: `required`, `too_many {most}`; `items[i].quantity`: `out_of_range`; `items[i].prescription_item_id`: `not_found`; `note`);
/// `not_found {what: prescription | site}`; `fulfilment.wrong_state {state}`; `fulfilment.past_validity {valid_until}`;
/// `fulfilment.not_stocked {medicine}` for a line the clinic has no medicine for; `fulfilment.other_medicine {medicine}`;
/// `stock.lot_expired {medicine, number, expires_on}`; `stock.not_enough {medicine, number, left, asked}`;
/// `fulfilment.more_than_prescribed {medicine, open, asked}`; `fulfilment.earlier_lot {medicine, number, expires_on}` when one that expires
/// sooner is still there; `fulfilment.allergy {medicine, allergen, severity, shared, item}` when nobody says why it goes on.
pub fn dispense(desk: &Desk, session: &Session, request: DispenseRequest) -> Result<DispenseReply> {
    let (note, wishes) = read(&request)?;
    desk.commit(session, "fulfilments.dispense", |tx| {
        let (site, today) = (site(tx, request.site_id)?, today(tx, tx.now())?);
        let (prescription, items) = store::one(tx, request.prescription_id, today)?;
        require_open(&prescription)?;
        let allergies = allergies(tx, prescription.patient_id)?;
        let mut shelves = Shelves { site, today, lots: BTreeMap::new() };
        let fulfilment = store::insert(tx, session, prescription.id, site, note.as_deref())?;
        let mut total: i64 = 0;
        for (item_id, wish) in &wishes {
            let item = items.iter().find(|item| item.id == *item_id).ok_or_else(|| {
                Refusal::invalid(vec![FieldError::new(
                    format!("items[{}].prescription_item_id", wish.at),
                    "not_found",
                )])
            })?;
            let not_stocked = || Refusal::new("fulfilment.not_stocked").with("medicine", &item.medicine);
            let medicine = listed(tx, item.medicine_id, site, today)?.ok_or_else(not_stocked)?;
            let lots = shelves.of(tx, medicine.id)?;
            let open: Vec<Shelf> = lots.iter().map(shelf).collect();
            let line = Line { prescribed: item.prescribed, given: item.given, shelves: &open };
            line.check(&wish.takes, today).map_err(|stop| explain(stop, item, lots))?;
            if let Some(stop) = stops(item, Some(&medicine), &allergies).first()
                && wish.kept_because.is_none()
            {
                return Err(stopped(item, stop).into());
            }
            if let Some(why) = &wish.kept_because {
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

fn stopped(item: &Item, stop: &AllergyStop) -> Refusal {
    Refusal::new("fulfilment.allergy")
        .with("medicine", &item.medicine)
        .with("allergen", &stop.allergen)
        .with("severity", &stop.severity)
        .with("shared", &stop.shared)
        .with("item", item.id)
}
