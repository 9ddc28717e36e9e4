//! What a clinic of two sites relies on: what leaves one shelf stands on the other, and the clinic has neither more nor less for it.

use std::collections::BTreeMap;

use domain::id::{LotId, MedicineId, OperationId, SiteId};
use domain::stock::MovementReason as R;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;
use serde_json::json;

use super::tests::{a_medicine, date, refusal};
use super::{
    Lot, MoveStock, Movement, ReceiveStock, StockRef, TransferStock, medicine, receive, shift, transfer,
};
use crate::clinic::save_site;
use crate::error::{Error, Result};
use crate::ledger::requests::{ListOperations, UndoRequest};
use crate::ledger::undo::undo;
use crate::ledger::views::list as operations;
use crate::store::RowExt as _;
use crate::testing::{TestDesk, fresh_desk};

fn second_site(clinic: &TestDesk) -> SiteId {
    let wish = json!({
        "name": "Maadi", "kind": "clinic", "time_zone": "Africa/Cairo", "currency": "EGP", "week_start": "sat", "weekend_days": [],
    });
    save_site(&clinic.desk, &clinic.admin, serde_json::from_value(wish).unwrap()).unwrap().site.id
}

fn bought_at(clinic: &TestDesk, site: SiteId, medicine_id: MedicineId, quantity: i64) -> LotId {
    let wish = ReceiveStock {
        site_id: Some(site),
        medicine_id,
        lot: "B-17".to_owned(),
        expires_on: date("2027-03-31"),
        quantity,
        note: None,
    };
    receive(&clinic.desk, &clinic.admin, wish).unwrap().lots[0].id
}

fn taken(clinic: &TestDesk, (from, to): (SiteId, SiteId), lot_id: LotId, quantity: i64) -> Result<i64> {
    let wish = TransferStock { site_id: Some(from), to_site_id: to, lot_id, quantity, note: None };
    Ok(transfer(&clinic.desk, &clinic.admin, wish)?.lots[0].left)
}

fn at(clinic: &TestDesk, site: SiteId, medicine_id: MedicineId) -> (Vec<Lot>, Vec<Movement>) {
    let card = medicine(&clinic.desk, &clinic.admin, StockRef { medicine_id, site_id: Some(site) }).unwrap();
    (card.lots, card.movements)
}

fn left(clinic: &TestDesk, site: SiteId, medicine_id: MedicineId) -> i64 {
    at(clinic, site, medicine_id).0.iter().map(|lot| lot.left).sum()
}

#[test]
fn what_is_taken_to_another_site_leaves_here_comes_there_and_each_side_says_where() {
    let clinic = fresh_desk();
    let (here, there) = (clinic.site, second_site(&clinic));
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought_at(&clinic, here, panadol, 30);
    clinic.clock.advance_minutes(1);
    assert_eq!(taken(&clinic, (here, there), lot, 12).unwrap(), 18);
    assert_eq!((left(&clinic, here, panadol), left(&clinic, there, panadol)), (18, 12));
    let told = |site| {
        let newest = at(&clinic, site, panadol).1.remove(0);
        (newest.reason, newest.quantity, newest.other_site)
    };
    let names: BTreeMap<SiteId, String> =
        crate::clinic::list_sites(&clinic.desk, &clinic.admin, serde_json::from_value(json!({})).unwrap())
            .unwrap()
            .sites
            .into_iter()
            .map(|site| (site.id, site.name))
            .collect();
    assert_eq!(told(here), (R::Transferred, -12, Some(names[&there].clone())));
    assert_eq!(told(there), (R::Transferred, 12, Some(names[&here].clone())));
    // One operation: undo takes both back.
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert_eq!((left(&clinic, here, panadol), left(&clinic, there, panadol)), (30, 0));
}

#[test]
fn no_more_is_taken_than_stands_there_and_nothing_to_where_it_is() {
    let clinic = fresh_desk();
    let (here, there) = (clinic.site, second_site(&clinic));
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought_at(&clinic, here, panadol, 10);
    let refused = refusal(taken(&clinic, (here, there), lot, 11));
    assert_eq!((refused.code, &refused.params["left"]), ("stock.not_enough", &10.into()));
    assert_eq!(refusal(taken(&clinic, (there, here), lot, 1)).code, "stock.not_enough");
    for (to, quantity, field) in [(here, 1, "to_site_id"), (there, 0, "quantity"), (there, -3, "quantity")] {
        assert_eq!(refusal(taken(&clinic, (here, to), lot, quantity)).fields[0].field, field);
    }
    taken(&clinic, (here, there), lot, 10).unwrap();
    let gone = MoveStock {
        site_id: Some(there),
        lot_id: lot,
        quantity: -4,
        reason: R::Adjusted,
        note: Some("broken".to_owned()),
        patient_id: None,
    };
    shift(&clinic.desk, &clinic.admin, gone).unwrap();
    let all = operations(&clinic.desk, &clinic.admin, ListOperations::default()).unwrap().operations;
    let id = Some(all.iter().find(|line| line.kind == "stock.transfer").unwrap().id);
    let refused = refusal(undo(&clinic.desk, &clinic.admin, UndoRequest { id }));
    assert!(["stock.below_nothing", "undo.in_use"].contains(&refused.code), "{}", refused.code);
    assert_eq!((left(&clinic, here, panadol), left(&clinic, there, panadol)), (0, 6));
}

#[derive(Debug, Clone)]
enum Act {
    Receive { site: usize, lot: usize, quantity: i64 },
    Move { site: usize, lot: usize, quantity: i64 },
    Transfer { from: usize, lot: usize, quantity: i64 },
    Undo { at: usize },
}

fn some_act() -> impl Strategy<Value = Act> {
    let (site, lot) = (0..2_usize, 0..3_usize);
    prop_oneof![
        3 => (site.clone(), lot.clone(), 1..30_i64).prop_map(|(site, lot, quantity)| Act::Receive { site, lot, quantity }),
        2 => (site.clone(), lot.clone(), -20..20_i64).prop_map(|(site, lot, quantity)| Act::Move { site, lot, quantity }),
        5 => (site, lot, 1..20_i64).prop_map(|(from, lot, quantity)| Act::Transfer { from, lot, quantity }),
        3 => any::<usize>().prop_map(|at| Act::Undo { at }),
    ]
}

/// What an operation moved, by lot and site.
type Moved = Vec<(LotId, SiteId, i64)>;

/// Both shelves as somebody would keep them who follows what was done, and takes away what was undone.
struct Shelves {
    clinic: TestDesk,
    medicine: MedicineId,
    sites: [SiteId; 2],
    lots: BTreeMap<usize, LotId>,
    done: Vec<(OperationId, Moved, bool)>,
}

impl Shelves {
    fn new() -> Self {
        let clinic = fresh_desk();
        let sites = [clinic.site, second_site(&clinic)];
        let medicine = a_medicine(&clinic, "Panadol");
        Self { clinic, medicine, sites, lots: BTreeMap::new(), done: Vec::new() }
    }

    fn expected(&self) -> BTreeMap<(LotId, SiteId), i64> {
        let mut sums = BTreeMap::new();
        for (lot, site, quantity) in
            self.done.iter().filter(|(_, _, stands)| *stands).flat_map(|(_, moved, _)| moved)
        {
            *sums.entry((*lot, *site)).or_default() += quantity;
        }
        sums.retain(|_, left: &mut i64| *left != 0);
        sums
    }

    /// As the file has it, read past everything that the desk says.
    fn summed(&self) -> BTreeMap<(LotId, SiteId), i64> {
        let read = self.clinic.desk.read(|connection| {
            let mut statement = connection.prepare(
                "select lot_id, site_id, sum(quantity) as total from stock_movement where deleted_at is null
                 group by lot_id, site_id having total <> 0",
            )?;
            let rows = statement
                .query_map([], |row| Ok(((row.col("lot_id")?, row.col("site_id")?), row.get("total")?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        });
        read.unwrap()
    }

    fn shown(&self) -> BTreeMap<(LotId, SiteId), i64> {
        let mut shown = BTreeMap::new();
        for site in self.sites {
            let (lots, _) = at(&self.clinic, site, self.medicine);
            shown.extend(lots.into_iter().filter(|lot| lot.left != 0).map(|lot| ((lot.id, site), lot.left)));
        }
        shown
    }

    fn play(&mut self, act: &Act) -> Result<()> {
        let (desk, admin) = (&self.clinic.desk, &self.clinic.admin);
        let moved = match *act {
            Act::Receive { site, lot, quantity } => {
                let site = self.sites[site];
                let wish = ReceiveStock {
                    site_id: Some(site),
                    medicine_id: self.medicine,
                    lot: format!("L{lot}"),
                    expires_on: date("2027-06-30"),
                    quantity,
                    note: None,
                };
                let id = receive(desk, admin, wish)?.lots[0].id;
                self.lots.insert(lot, id);
                vec![(id, site, quantity)]
            }
            Act::Move { site, lot, quantity } => {
                let Some(&lot_id) = self.lots.get(&lot) else { return Ok(()) };
                let site = self.sites[site];
                let note = Some("broken".to_owned());
                let wish = MoveStock {
                    site_id: Some(site),
                    lot_id,
                    quantity,
                    reason: R::Adjusted,
                    note,
                    patient_id: None,
                };
                shift(desk, admin, wish)?;
                vec![(lot_id, site, quantity)]
            }
            Act::Transfer { from, lot, quantity } => {
                let Some(&id) = self.lots.get(&lot) else { return Ok(()) };
                let (from, to) = (self.sites[from], self.sites[1 - from]);
                taken(&self.clinic, (from, to), id, quantity)?;
                vec![(id, from, -quantity), (id, to, quantity)]
            }
            Act::Undo { at } => {
                let Some(at) = at.checked_rem(self.done.len()) else { return Ok(()) };
                let undone = undo(desk, admin, UndoRequest { id: Some(self.done[at].0) })?;
                // Undoing the undo is the redo.
                self.done[at].2 = !self.done[at].2;
                self.done[at].0 = undone.operation;
                return Ok(());
            }
        };
        let newest = operations(desk, admin, ListOperations::default())?.operations[0].id;
        self.done.push((newest, moved, true));
        Ok(())
    }
}

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]

    #[test]
    fn each_shelf_is_the_sum_of_what_moved_there_and_no_way_between_them_makes_or_loses_any(acts in vec(some_act(), 1..30)) {
        let mut shelves = Shelves::new();
        for act in &acts {
            let before: i64 = shelves.summed().values().sum();
            let is_done = match shelves.play(act) {
                Ok(()) => true,
                Err(Error::Refused(_)) => false,
                Err(fault) => panic!("{act:?}: {fault}"),
            };
            let summed = shelves.summed();
            prop_assert_eq!(&shelves.shown(), &summed, "{:?}", act);
            prop_assert_eq!(&shelves.expected(), &summed, "{:?}", act);
            prop_assert!(summed.values().all(|left| *left >= 0), "{:?} after {:?}", summed, act);
            if !is_done || matches!(act, Act::Transfer { .. }) {
                prop_assert_eq!(summed.values().sum::<i64>(), before, "{:?}", act);
            }
        }
    }
}
