//! What stock promises: it is the sum of what moved, whatever is done and undone in whatever order, and a lot never goes below nothing.

use std::collections::BTreeMap;

use domain::id::{LotId, MedicineId, OperationId};
use domain::prescription::MedicineForm;
use domain::stock::MovementReason as R;
use domain::time::Date;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::{
    CountStock, LotCount, MoveStock, ReceiveStock, SiteStock, StockRef, WriteOff, count, medicine, overview,
    receive, sheet, shift, write_off,
};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::medicines::{self, SaveMedicine};
use crate::store::RowExt as _;
use crate::testing::{START, TestDesk, fresh_desk};

pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn a_medicine(clinic: &TestDesk, name: &str) -> MedicineId {
    let wish = SaveMedicine {
        id: None,
        name: name.to_owned(),
        generic_name: None,
        ingredients: Vec::new(),
        families: Vec::new(),
        form: MedicineForm::Tablet,
        strength: None,
        unit: "tablet".to_owned(),
        pack_size: None,
        barcode: None,
        price_minor: Some(125),
        minimum_stock: 10,
    };
    medicines::save(&clinic.desk, &clinic.admin, wish).unwrap().medicine.id
}

pub(crate) fn bought(
    clinic: &TestDesk,
    medicine_id: MedicineId,
    lot: &str,
    expires_on: &str,
    quantity: i64,
) -> Result<LotId> {
    let wish = ReceiveStock {
        site_id: None,
        medicine_id,
        lot: lot.to_owned(),
        expires_on: date(expires_on),
        quantity,
        note: None,
    };
    Ok(receive(&clinic.desk, &clinic.admin, wish)?.lots[0].id)
}

fn moved(clinic: &TestDesk, lot_id: LotId, quantity: i64, reason: R) -> Result<i64> {
    let note = Some("broken".to_owned());
    let wish = MoveStock { site_id: None, lot_id, quantity, reason, note, patient_id: None };
    Ok(shift(&clinic.desk, &clinic.admin, wish)?.lots[0].left)
}

fn counted(clinic: &TestDesk, counts: &[(LotId, i64, i64)]) -> Result<u32> {
    let counts =
        counts.iter().map(|&(lot_id, expected, counted)| LotCount { lot_id, expected, counted }).collect();
    Ok(count(&clinic.desk, &clinic.admin, CountStock { site_id: None, counts, note: None })?.differed)
}

pub(crate) fn left(clinic: &TestDesk, medicine_id: MedicineId) -> BTreeMap<String, i64> {
    let card = medicine(&clinic.desk, &clinic.admin, StockRef { medicine_id, site_id: None }).unwrap();
    card.lots.into_iter().map(|lot| (lot.number, lot.left)).collect()
}

fn undone(clinic: &TestDesk) -> Result<OperationId> {
    Ok(undo(&clinic.desk, &clinic.admin, UndoRequest { id: None })?.operation)
}

#[test]
fn what_is_bought_is_added_to_its_lot_and_a_lot_has_one_day_only() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let first = bought(&clinic, panadol, "B-17", "2027-03-31", 100).unwrap();
    assert_eq!(bought(&clinic, panadol, "b-17", "2027-03-31", 20).unwrap(), first);
    assert_eq!(left(&clinic, panadol), BTreeMap::from([("B-17".to_owned(), 120)]));
    let refused = refusal(bought(&clinic, panadol, "B-17", "2027-04-30", 5));
    assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code), ("expires_on", "differs"));
    let refused = refusal(bought(&clinic, panadol, "A-1", "2026-11-19", 5));
    assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code), ("expires_on", "in_the_past"));
}

#[test]
fn nothing_leaves_a_lot_that_is_not_in_it_not_even_by_undo() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought(&clinic, panadol, "B-17", "2027-03-31", 10).unwrap();
    assert_eq!(refusal(moved(&clinic, lot, -11, R::Adjusted)).code, "stock.not_enough");
    assert_eq!(moved(&clinic, lot, -8, R::Returned).unwrap(), 2);
    let operations = crate::ledger::views::list(
        &clinic.desk,
        &clinic.admin,
        crate::ledger::requests::ListOperations::default(),
    )
    .unwrap();
    let receipt = operations.operations.iter().find(|line| line.kind == "stock.receive").unwrap().id;
    let refused = refusal(undo(&clinic.desk, &clinic.admin, UndoRequest { id: Some(receipt) }));
    assert!(["stock.below_nothing", "undo.in_use"].contains(&refused.code), "{}", refused.code);
    assert_eq!(left(&clinic, panadol)["B-17"], 2);
}

#[test]
fn every_reason_has_its_direction_and_its_why() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought(&clinic, panadol, "B-17", "2027-03-31", 10).unwrap();
    for (quantity, reason) in [(-1, R::Receipt), (-1, R::Dispensed), (0, R::Adjusted), (3, R::SampleOut)] {
        assert_eq!(refusal(moved(&clinic, lot, quantity, reason)).code, "input.invalid");
    }
    let wish = MoveStock {
        site_id: None,
        lot_id: lot,
        quantity: -1,
        reason: R::Adjusted,
        note: Some("  ".to_owned()),
        patient_id: None,
    };
    assert_eq!(refusal(shift(&clinic.desk, &clinic.admin, wish.clone())).fields[0].field, "note");
    let sample = MoveStock { reason: R::SampleOut, note: None, ..wish };
    assert_eq!(refusal(shift(&clinic.desk, &clinic.admin, sample.clone())).fields[0].field, "patient_id");
    let patient_id = Some(clinic.patient("Omar Hesham"));
    assert_eq!(
        shift(&clinic.desk, &clinic.admin, MoveStock { patient_id, ..sample }).unwrap().lots[0].left,
        9
    );
}

#[test]
fn counting_writes_only_what_differs_and_is_taken_back_as_a_whole() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lots = [("B-1", 10), ("B-2", 20), ("B-3", 30)]
        .map(|(lot, quantity)| bought(&clinic, panadol, lot, "2027-03-31", quantity).unwrap());
    let counts = [(lots[0], 10, 12), (lots[1], 20, 0), (lots[2], 30, 30)];
    assert_eq!(counted(&clinic, &counts).unwrap(), 2);
    assert_eq!(left(&clinic, panadol).into_values().collect::<Vec<_>>(), [12, 0, 30]);
    undone(&clinic).unwrap();
    assert_eq!(left(&clinic, panadol).into_values().collect::<Vec<_>>(), [10, 20, 30]);
}

#[test]
fn a_lot_that_moved_between_the_shelf_and_the_sheet_is_counted_again() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought(&clinic, panadol, "B-1", "2027-03-31", 10).unwrap();
    moved(&clinic, lot, -4, R::Returned).unwrap();
    let refused = refusal(counted(&clinic, &[(lot, 10, 9)]));
    assert_eq!((refused.fields[0].code, &refused.fields[0].params["left"]), ("moved_meanwhile", &6.into()));
    assert_eq!(left(&clinic, panadol)["B-1"], 6);
}

#[test]
fn what_expires_is_told_ahead_is_no_stock_afterwards_and_goes_when_it_is_written_off() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let soon = bought(&clinic, panadol, "B-1", "2026-12-01", 10).unwrap();
    bought(&clinic, panadol, "B-2", "2027-12-01", 4).unwrap();
    let look = || overview(&clinic.desk, &clinic.admin, SiteStock::default()).unwrap();
    let seen = look();
    assert_eq!(
        (seen.expiring.len(), seen.expired.len(), seen.below.len(), seen.value_minor),
        (1, 0, 0, 14 * 125)
    );
    let early = WriteOff { site_id: None, lot_ids: vec![soon] };
    assert_eq!(refusal(write_off(&clinic.desk, &clinic.admin, early.clone())).code, "stock.not_expired");
    clinic.clock.set(START);
    clinic.clock.advance_minutes(60 * 24 * 12);
    let seen = look();
    assert_eq!(
        (seen.expiring.len(), seen.expired.len(), seen.below.len(), seen.value_minor),
        (0, 1, 1, 4 * 125)
    );
    assert_eq!((seen.below[0].stock, seen.below[0].expired), (4, 10));
    assert_eq!(write_off(&clinic.desk, &clinic.admin, early).unwrap().lots[0].left, 0);
    assert!(look().expired.is_empty());
}

#[derive(Debug, Clone)]
enum Act {
    Receive { lot: usize, quantity: i64 },
    Move { lot: usize, quantity: i64, back: bool },
    Count { lot: usize, counted: i64 },
    WriteOff { lot: usize },
    Undo { at: usize },
    NextDay,
}

fn some_act() -> impl Strategy<Value = Act> {
    let lot = 0..4_usize;
    prop_oneof![
        4 => (lot.clone(), 1..50_i64).prop_map(|(lot, quantity)| Act::Receive { lot, quantity }),
        4 => (lot.clone(), -30..30_i64, any::<bool>()).prop_map(|(lot, quantity, back)| Act::Move { lot, quantity, back }),
        2 => (lot.clone(), 0..40_i64).prop_map(|(lot, counted)| Act::Count { lot, counted }),
        1 => lot.prop_map(|lot| Act::WriteOff { lot }),
        3 => any::<usize>().prop_map(|at| Act::Undo { at }),
        1 => any::<()>().prop_map(|()| Act::NextDay),
    ]
}

/// What the movements in the file come to, by lot, read past everything that the desk says.
fn sums(clinic: &TestDesk) -> BTreeMap<LotId, i64> {
    clinic
        .desk
        .read(|connection| {
            let mut statement = connection.prepare(
                "select lot_id, sum(quantity) as total from stock_movement where deleted_at is null group by lot_id",
            )?;
            let rows = statement.query_map([], |row| Ok((row.col("lot_id")?, row.get("total")?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap()
}

fn shown(clinic: &TestDesk, medicine_id: MedicineId) -> BTreeMap<LotId, i64> {
    let card = medicine(&clinic.desk, &clinic.admin, StockRef { medicine_id, site_id: None }).unwrap();
    card.lots.into_iter().map(|lot| (lot.id, lot.left)).collect()
}

/// Stock as somebody would keep it who follows what was done, and takes away what was undone.
struct Shop {
    clinic: TestDesk,
    medicine: MedicineId,
    lots: BTreeMap<usize, LotId>,
    /// Each operation that stands or was undone, with what it moved.
    done: Vec<(OperationId, (LotId, i64), bool)>,
}

const DAYS: [&str; 4] = ["2026-11-21", "2026-11-22", "2027-01-31", "2027-06-30"];

impl Shop {
    fn expected(&self, lot: LotId) -> i64 {
        let standing = self.done.iter().filter(|(_, (of, _), stands)| *stands && *of == lot);
        standing.map(|(_, (_, quantity), _)| quantity).sum()
    }

    fn last(&self) -> OperationId {
        let all = crate::ledger::views::list(
            &self.clinic.desk,
            &self.clinic.admin,
            crate::ledger::requests::ListOperations::default(),
        );
        all.unwrap().operations[0].id
    }

    fn play(&mut self, act: &Act) -> Result<()> {
        let moved = match *act {
            Act::Receive { lot, quantity } => {
                let id = bought(&self.clinic, self.medicine, &format!("L{lot}"), DAYS[lot], quantity)?;
                self.lots.insert(lot, id);
                (id, quantity)
            }
            Act::Move { lot, quantity, back } => {
                let Some(&id) = self.lots.get(&lot) else { return Ok(()) };
                moved(&self.clinic, id, quantity, if back { R::Returned } else { R::Adjusted })?;
                (id, quantity)
            }
            Act::Count { lot, counted: number } => {
                let Some(&id) = self.lots.get(&lot) else { return Ok(()) };
                let expected = self.expected(id);
                counted(&self.clinic, &[(id, expected, number)])?;
                if number == expected {
                    return Ok(());
                }
                (id, number - expected)
            }
            Act::WriteOff { lot } => {
                let Some(&id) = self.lots.get(&lot) else { return Ok(()) };
                let there = self.expected(id);
                let wish = WriteOff { site_id: None, lot_ids: vec![id] };
                write_off(&self.clinic.desk, &self.clinic.admin, wish)?;
                if there <= 0 {
                    return Ok(());
                }
                (id, -there)
            }
            Act::Undo { at } => {
                let Some(at) = at.checked_rem(self.done.len()) else { return Ok(()) };
                let id = self.done[at].0;
                let operation = undo(&self.clinic.desk, &self.clinic.admin, UndoRequest { id: Some(id) })?;
                // Undoing the undo is the redo.
                self.done[at].2 = !self.done[at].2;
                self.done[at].0 = operation.operation;
                return Ok(());
            }
            Act::NextDay => {
                self.clinic.clock.advance_minutes(60 * 24);
                return Ok(());
            }
        };
        self.done.push((self.last(), moved, true));
        Ok(())
    }
}

#[test]
fn a_receipt_that_is_done_again_brings_its_lot_back_though_the_lots_making_stays_undone() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    bought(&clinic, panadol, "B-1", "2027-03-31", 10).unwrap();
    bought(&clinic, panadol, "B-1", "2027-03-31", 7).unwrap();
    let second = undone(&clinic).unwrap();
    undone(&clinic).unwrap();
    assert!(left(&clinic, panadol).is_empty());
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: Some(second) }).unwrap();
    assert_eq!(left(&clinic, panadol), BTreeMap::from([("B-1".to_owned(), 7)]));
}

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]

    #[test]
    fn stock_is_the_sum_of_what_moved_after_any_order_of_operations_and_undos(acts in vec(some_act(), 1..30)) {
        let clinic = fresh_desk();
        let medicine = a_medicine(&clinic, "Panadol");
        let mut shop = Shop { clinic, medicine, lots: BTreeMap::new(), done: Vec::new() };
        for act in &acts {
            match shop.play(act) {
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(fault) => panic!("{act:?}: {fault}"),
            }
            let (seen, summed) = (shown(&shop.clinic, medicine), sums(&shop.clinic));
            for (lot, left) in &seen {
                prop_assert_eq!(summed.get(lot).copied().unwrap_or(0), *left);
                prop_assert_eq!(shop.expected(*lot), *left, "{:?}", act);
                prop_assert!(*left >= 0, "{} after {:?}", left, act);
            }
            prop_assert_eq!(seen.values().sum::<i64>(), summed.values().sum::<i64>());
            let on_sheet: i64 = sheet(&shop.clinic.desk, &shop.clinic.admin, SiteStock::default()).unwrap().lots.iter().map(|lot| lot.left).sum();
            prop_assert_eq!(on_sheet, summed.values().sum::<i64>());
        }
    }
}
