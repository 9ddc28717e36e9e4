//! What people do in the pharmacy and for it, by its commands: buying, counting, carrying to another site, prescribing, correcting, handing out, taking back.

use desk::ledger::undo;
use desk::stock::dispensing;
use desk::sync::testing::SyncDesk;
use desk::{Result, medicines, prescriptions, stock};
use domain::id::Id as _;
use domain::stock::MovementReason;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::commands::{Command, PRESENT, literal, some, wish};
use crate::dice::Dice;

/// With how often each is drawn.
pub const COMMANDS: [(&str, Command, u64); 12] = [
    ("list a medicine", list, 1),
    ("receive", receive, 2),
    ("move stock", shift, 1),
    ("carry to another site", carry, 3),
    ("count", count, 2),
    ("write off", write_off, 2),
    ("prescribe", prescribe, 3),
    ("correct a prescription", correct, 2),
    ("cancel a prescription", cancel, 1),
    ("hand out", hand_out, 6),
    ("hand out what one likes", hand_out_anything, 3),
    ("take back the last thing done", take_back, 1),
];

/// What the clinic has before its desks lose sight of one another: few things that many want.
pub fn open(desk: &SyncDesk, dice: &mut Dice) {
    for name in ["Panadol", "Augmentin"] {
        medicines::save(&desk.desk, &desk.admin, wish(medicine(name))).expect("a medicine can be listed");
    }
    for _ in 0..3 {
        // Refused where the clock goes so far ahead that the lot has expired.
        let _ = receive(desk, dice);
    }
}

fn medicine(name: &str) -> Value {
    json!({ "name": name, "form": "tablet", "unit": "tablet", "price_minor": 125 })
}

fn list(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let name = *dice.pick(&["Panadol", "Brufen", "Concor"]);
    medicines::save(&desk.desk, &desk.admin, wish(medicine(name))).map(drop)
}

/// Lots are drawn from few, so that desks receive the same one. One of them expires when a clock that goes a year ahead says so.
fn receive(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let (lot, expires_on) = *dice.pick(&[("L1", "2027-03-31"), ("L2", "2036-06-30"), ("L3", "2036-09-30")]);
    let bought = json!({
        "site_id": some(desk, "site", dice)?, "medicine_id": some(desk, "medicine", dice)?, "lot": lot,
        "expires_on": expires_on, "quantity": 1 + dice.below(9),
    });
    stock::receive(&desk.desk, &desk.admin, wish(bought)).map(drop)
}

fn shift(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let quantity = i64::try_from(dice.below(9)).expect("fits") - 4;
    let reason = *dice.pick(&[MovementReason::Adjusted, MovementReason::Returned]);
    let moved = json!({
        "site_id": some(desk, "site", dice)?, "lot_id": some(desk, "lot", dice)?, "quantity": quantity, "reason": reason,
        "note": "a box fell",
    });
    stock::shift(&desk.desk, &desk.admin, wish(moved)).map(drop)
}

/// Some or all of what stands at one site, to whichever.
fn carry(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let from = some(desk, "site", dice)?;
    let sheet = stock::sheet(&desk.desk, &desk.admin, wish(json!({ "site_id": from })))?;
    let mut lots = sheet.lots;
    lots.retain(|lot| lot.left > 0);
    let lot = if lots.is_empty() { None } else { Some(dice.pick(&lots)) };
    let left = lot.map_or(1, |lot| u64::try_from(lot.left).expect("more than nothing"));
    let carried = json!({
        "site_id": from, "to_site_id": some(desk, "site", dice)?, "lot_id": lot.map_or(Uuid::nil(), |lot| lot.id.uuid()),
        "quantity": if dice.one_in(2) { left } else { 1 + dice.below(left) },
    });
    stock::transfer(&desk.desk, &desk.admin, wish(carried)).map(drop)
}

fn count(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let site = some(desk, "site", dice)?;
    let sheet = stock::sheet(&desk.desk, &desk.admin, wish(json!({ "site_id": site })))?;
    let mut counts = Vec::new();
    for lot in sheet.lots {
        if lot.left < 0 || dice.one_in(2) {
            counts.push(json!({ "lot_id": lot.id, "expected": lot.left, "counted": dice.below(9) }));
        }
    }
    stock::count(&desk.desk, &desk.admin, wish(json!({ "site_id": site, "counts": counts }))).map(drop)
}

fn write_off(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let lot = some(desk, "lot where number = 'L1'", dice)?;
    stock::write_off(
        &desk.desk,
        &desk.admin,
        wish(json!({ "site_id": some(desk, "site", dice)?, "lot_ids": [lot] })),
    )
    .map(drop)
}

fn prescribe(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let mut items = Vec::new();
    for _ in 0..=dice.below(2) {
        items.push(json!({
            "medicine_id": some(desk, "medicine", dice)?, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral",
            "frequency": "twice", "days": 3, "quantity": 1 + dice.below(6), "kept_because": "the patient knows it",
        }));
    }
    let draft = json!({ "patient_id": some(desk, PRESENT, dice)?, "doctor_id": some(desk, "doctor", dice)?, "items": items });
    let drafted = prescriptions::draft(&desk.desk, &desk.admin, wish(draft))?;
    submit(desk, json!({ "id": drafted.prescription.id }))
}

fn submit(desk: &SyncDesk, which: Value) -> Result<()> {
    prescriptions::submit(&desk.desk, &desk.admin, wish(which)).map(drop)
}

const SUBMITTED: &str = "prescription where status = 'submitted'";

/// Also one that another desk corrects at the same time, or that something was handed out for.
fn correct(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let old = json!({ "id": some(desk, SUBMITTED, dice)? });
    let correction = prescriptions::correct(&desk.desk, &desk.admin, wish(old))?;
    submit(desk, json!({ "id": correction.prescription.id }))
}

fn cancel(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let which = json!({ "id": some(desk, "prescription", dice)?, "reason": "written for somebody else" });
    prescriptions::cancel(&desk.desk, &desk.admin, wish(which)).map(drop)
}

/// What the desk proposes, or less of it.
fn hand_out(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let (which, site) = (some(desk, SUBMITTED, dice)?, some(desk, "site", dice)?);
    let asked = json!({ "prescription_id": which, "site_id": site });
    let proposal = dispensing::propose(&desk.desk, &desk.admin, wish(asked))?;
    let mut items = Vec::new();
    for line in &proposal.lines {
        for take in &line.take {
            let most = u64::try_from(take.quantity).expect("nothing is proposed that is less than nothing");
            let quantity = if dice.one_in(2) { most } else { 1 + dice.below(most) };
            items.push(json!({
                "prescription_item_id": line.prescription_item_id, "lot_id": take.lot_id, "quantity": quantity,
                "kept_because": "the doctor was asked",
            }));
            // A part of a lot leaves something that has to go before the next.
            if quantity < most {
                break;
            }
        }
    }
    let wanted = json!({ "prescription_id": which, "site_id": site, "items": items });
    dispensing::dispense(&desk.desk, &desk.admin, wish(wanted)).map(drop)
}

/// Any lot for any line, whatever was proposed: mostly one of the medicine that the line asks for, or it would be refused nearly always.
fn hand_out_anything(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let which = some(desk, SUBMITTED, dice)?;
    let of_it = format!("prescription_item where prescription_id = {}", literal(which));
    let line = some(desk, if dice.one_in(8) { "prescription_item" } else { &of_it }, dice)?;
    let asked_for = format!(
        "lot where medicine_id = (select medicine_id from prescription_item where id = {})",
        literal(line)
    );
    let lot = some(desk, if dice.one_in(8) { "lot" } else { &asked_for }, dice)?;
    let item = json!({
        "prescription_item_id": line, "lot_id": lot, "quantity": 1 + dice.below(8), "kept_because": "the doctor was asked",
    });
    let wanted = json!({ "prescription_id": which, "site_id": some(desk, "site", dice)?, "items": [item] });
    dispensing::dispense(&desk.desk, &desk.admin, wish(wanted)).map(drop)
}

fn take_back(desk: &SyncDesk, _dice: &mut Dice) -> Result<()> {
    undo::undo(&desk.desk, &desk.admin, wish(json!({}))).map(drop)
}
