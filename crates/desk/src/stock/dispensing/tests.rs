//! What handing out promises: what expires first goes first, never more than was prescribed or is there, and an allergy stops it.

use std::collections::BTreeMap;

use domain::id::{LotId, MedicineId, PatientId, PrescriptionId, PrescriptionItemId};
use domain::prescription::PrescriptionState as S;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;
use rusqlite::named_params;
use uuid::Uuid;

use super::super::SiteStock;
use super::super::tests::{a_medicine, bought, left, refusal};
use super::{
    DispenseItem, DispenseReply, DispenseRequest, Proposal, ProposeFulfilment, dispense, propose, queue,
};
use crate::error::{Error, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::patients::merging::{MergePatients, merge};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk};

pub(crate) struct Written {
    pub id: PrescriptionId,
    pub items: Vec<PrescriptionItemId>,
}

/// A submitted prescription, written past the doctor's own commands.
pub(crate) fn prescribed(
    clinic: &TestDesk,
    patient: PatientId,
    items: &[(MedicineId, &str, i64)],
) -> Written {
    clinic
        .desk
        .commit(&clinic.admin, "prescriptions.submit", |tx| {
            let id = tx.new_id::<PrescriptionId>();
            tx.execute(
                "insert into prescription (id, ref, patient_id, doctor_id, site_id, status, issued_at, valid_until, created_at)
                 values (:id, 'RX-A-000001', :patient, :doctor, :site, 'submitted', :now, '2026-12-20', :now)",
                named_params! {
                    ":id": Sql(id), ":patient": Sql(patient), ":doctor": Sql(clinic.doctor), ":site": Sql(clinic.site), ":now": Sql(tx.now()),
                },
            )?;
            let mut written = Written { id, items: Vec::new() };
            for (position, (medicine, name, quantity)) in items.iter().enumerate() {
                let item = tx.new_id::<PrescriptionItemId>();
                tx.execute(
                    "insert into prescription_item (id, prescription_id, position, medicine_id, medicine_name, dose_milli, dose_unit, frequency,
                        days, quantity)
                     values (:id, :prescription, :position, :medicine, :name, 1000, 'tablet', 'thrice', 5, :quantity)",
                    named_params! {
                        ":id": Sql(item), ":prescription": Sql(id), ":position": position as i64, ":medicine": Sql(*medicine),
                        ":name": name, ":quantity": quantity,
                    },
                )?;
                written.items.push(item);
            }
            Ok(written)
        })
        .unwrap()
}

fn set(clinic: &TestDesk, prescription: PrescriptionId, column: &str, value: &str) {
    let work = |tx: &crate::ledger::Tx<'_>| {
        tx.execute(
            &format!("update prescription set {column} = :value where id = :id"),
            named_params! { ":value": value, ":id": Sql(prescription) },
        )?;
        Ok(())
    };
    clinic.desk.commit(&clinic.admin, "prescriptions.cancel", work).unwrap();
}

pub(super) fn allergic(clinic: &TestDesk, patient: PatientId, allergen: &str) {
    let work = |tx: &crate::ledger::Tx<'_>| {
        tx.execute(
            "insert into allergy (id, patient_id, allergen, reaction, severity, created_at)
             values (:id, :patient, :allergen, 'anaphylaxis', 'severe', :now)",
            named_params! { ":id": Sql(Uuid::now_v7()), ":patient": Sql(patient), ":allergen": allergen, ":now": Sql(tx.now()) },
        )?;
        Ok(())
    };
    clinic.desk.commit(&clinic.admin, "allergies.add", work).unwrap();
}

fn proposal(clinic: &TestDesk, prescription_id: PrescriptionId) -> Proposal {
    propose(
        &clinic.desk,
        &clinic.admin,
        ProposeFulfilment { prescription_id, site_id: None, instead: Vec::new() },
    )
    .unwrap()
}

pub(crate) fn handed(
    clinic: &TestDesk,
    prescription: &Written,
    takes: &[(usize, LotId, i64)],
    why: Option<&str>,
) -> Result<DispenseReply> {
    let item = |&(line, lot_id, quantity): &(usize, LotId, i64)| DispenseItem {
        prescription_item_id: prescription.items[line],
        lot_id,
        quantity,
        kept_because: why.map(str::to_owned),
        substituted_because: None,
    };
    let items = takes.iter().map(item).collect();
    let request = DispenseRequest { prescription_id: prescription.id, site_id: None, items, note: None };
    dispense(&clinic.desk, &clinic.admin, request)
}

fn waiting(clinic: &TestDesk) -> usize {
    queue(&clinic.desk, &clinic.admin, SiteStock::default()).unwrap().prescriptions.len()
}

#[test]
fn what_expires_first_is_proposed_first_and_what_has_expired_is_not() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let late = bought(&clinic, panadol, "LATE", "2027-12-31", 100).unwrap();
    let soon = bought(&clinic, panadol, "SOON", "2026-12-10", 8).unwrap();
    bought(&clinic, panadol, "GONE", "2026-11-20", 50).unwrap();
    let patient = clinic.patient("Omar Hesham");
    clinic.clock.advance_minutes(60 * 24);
    let two = prescribed(&clinic, patient, &[(panadol, "Panadol", 6), (panadol, "Panadol", 15)]);
    let lines = proposal(&clinic, two.id).lines;
    let taken =
        |line: usize| lines[line].take.iter().map(|take| (take.lot_id, take.quantity)).collect::<Vec<_>>();
    assert_eq!(taken(0), [(soon, 6)]);
    // What the line before takes is there no more.
    assert_eq!(taken(1), [(soon, 2), (late, 13)]);
}

#[test]
fn a_part_is_recorded_and_undo_brings_stock_and_prescription_back() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought(&clinic, panadol, "B-1", "2027-12-31", 30).unwrap();
    let wanted = prescribed(&clinic, clinic.patient("Omar Hesham"), &[(panadol, "Panadol", 15)]);
    assert_eq!((waiting(&clinic), proposal(&clinic, wanted.id).prescription.state), (1, S::Submitted));
    let part = handed(&clinic, &wanted, &[(0, lot, 5)], None).unwrap();
    assert_eq!((part.state, part.total_minor, waiting(&clinic)), (S::PartlyFulfilled, 5 * 125, 1));
    let rest = proposal(&clinic, wanted.id);
    assert_eq!((rest.lines[0].given, rest.lines[0].open, rest.given.len()), (5, 10, 1));
    assert_eq!(handed(&clinic, &wanted, &[(0, lot, 10)], None).unwrap().state, S::Fulfilled);
    assert_eq!((left(&clinic, panadol)["B-1"], waiting(&clinic)), (15, 0));
    assert_eq!(refusal(handed(&clinic, &wanted, &[(0, lot, 1)], None)).code, "fulfilment.wrong_state");
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert_eq!((left(&clinic, panadol)["B-1"], waiting(&clinic)), (25, 1));
    assert_eq!(proposal(&clinic, wanted.id).prescription.state, S::PartlyFulfilled);
}

#[test]
fn whatever_may_not_leave_the_counter_is_stopped_with_its_reason_and_nothing_is_written() {
    let clinic = fresh_desk();
    let (panadol, brufen) = (a_medicine(&clinic, "Panadol"), a_medicine(&clinic, "Brufen"));
    let soon = bought(&clinic, panadol, "SOON", "2026-12-10", 8).unwrap();
    let late = bought(&clinic, panadol, "LATE", "2027-12-31", 10).unwrap();
    let gone = bought(&clinic, panadol, "GONE", "2026-11-20", 50).unwrap();
    let other = bought(&clinic, brufen, "BR-1", "2027-12-31", 50).unwrap();
    clinic.clock.advance_minutes(60 * 24);
    let patient = clinic.patient("Omar Hesham");
    let wanted = prescribed(&clinic, patient, &[(panadol, "Panadol", 12), (panadol, "Panadol", 40)]);
    let code = |takes: &[(usize, LotId, i64)]| refusal(handed(&clinic, &wanted, takes, None)).code;
    assert_eq!(code(&[(0, gone, 1)]), "stock.lot_expired");
    assert_eq!(code(&[(0, soon, 9)]), "stock.not_enough");
    assert_eq!(code(&[(0, soon, 8), (0, late, 5)]), "fulfilment.more_than_prescribed");
    assert_eq!(code(&[(0, late, 5)]), "fulfilment.earlier_lot");
    assert_eq!(code(&[(0, other, 5)]), "fulfilment.other_medicine");
    assert_eq!(code(&[(0, soon, 0)]), "input.invalid");
    // Two lines cannot have the same tablets.
    assert_eq!(code(&[(0, soon, 8), (1, soon, 1)]), "stock.not_enough");
    assert_eq!(code(&[]), "input.invalid");
    assert_eq!(
        left(&clinic, panadol),
        BTreeMap::from([("GONE", 50), ("LATE", 10), ("SOON", 8)].map(|(lot, left)| (lot.to_owned(), left)))
    );
    set(&clinic, wanted.id, "valid_until", "2026-11-20");
    assert_eq!((code(&[(0, soon, 1)]), waiting(&clinic)), ("fulfilment.past_validity", 0));
    set(&clinic, wanted.id, "status", "cancelled");
    assert_eq!(code(&[(0, soon, 1)]), "fulfilment.wrong_state");
}

#[test]
fn a_corrected_prescription_is_handed_out_as_its_correction_only() {
    let clinic = fresh_desk();
    let panadol = a_medicine(&clinic, "Panadol");
    let lot = bought(&clinic, panadol, "B-1", "2027-12-31", 30).unwrap();
    let patient = clinic.patient("Omar Hesham");
    let first = prescribed(&clinic, patient, &[(panadol, "Panadol", 15)]);
    let second = prescribed(&clinic, patient, &[(panadol, "Panadol", 10)]);
    replace(&clinic, first.id, second.id);
    let refused = refusal(handed(&clinic, &first, &[(0, lot, 1)], None));
    assert_eq!((refused.code, &refused.params["state"]), ("fulfilment.wrong_state", &"replaced".into()));
    assert_eq!(handed(&clinic, &second, &[(0, lot, 10)], None).unwrap().state, S::Fulfilled);
}

#[test]
fn what_was_given_before_a_correction_is_told_at_the_counter() {
    let clinic = fresh_desk();
    let (panadol, brufen) = (a_medicine(&clinic, "Panadol"), a_medicine(&clinic, "Brufen"));
    let lot = bought(&clinic, panadol, "B-1", "2027-12-31", 30).unwrap();
    let patient = clinic.patient("Omar Hesham");
    let lines = [(panadol, "Panadol", 15), (brufen, "Brufen", 15)];
    let [first, second, third] = [(); 3].map(|()| prescribed(&clinic, patient, &lines));
    handed(&clinic, &first, &[(0, lot, 4)], None).unwrap();
    replace(&clinic, first.id, second.id);
    handed(&clinic, &second, &[(0, lot, 3)], None).unwrap();
    replace(&clinic, second.id, third.id);
    let before = |of: &Written| {
        proposal(&clinic, of.id).lines.iter().map(|line| line.given_before).collect::<Vec<_>>()
    };
    assert_eq!(before(&first), [0, 0]);
    assert_eq!(before(&second), [4, 0]);
    assert_eq!(before(&third), [7, 0]);
    // What of it still counts, is the doctor's to say.
    assert_eq!(proposal(&clinic, third.id).lines[0].open, 15);
}

fn replace(clinic: &TestDesk, first: PrescriptionId, second: PrescriptionId) {
    let work = |tx: &crate::ledger::Tx<'_>| {
        tx.execute(
            "update prescription set corrected_prescription_id = :first where id = :second",
            named_params! { ":first": Sql(first), ":second": Sql(second) },
        )?;
        tx.execute(
            "update prescription set replaced_by_prescription_id = :second where id = :first",
            named_params! { ":first": Sql(first), ":second": Sql(second) },
        )?;
        Ok(())
    };
    clinic.desk.commit(&clinic.admin, "prescriptions.submit", work).unwrap();
}

#[test]
fn an_allergen_is_stopped_until_somebody_says_why_it_goes_on() {
    let clinic = fresh_desk();
    let augmentin = a_medicine(&clinic, "Augmentin");
    let lot = bought(&clinic, augmentin, "AU-1", "2027-12-31", 30).unwrap();
    let patient = clinic.patient("Samia Farouk");
    allergic(&clinic, patient, "Augmentin");
    allergic(&clinic, patient, "latex");
    let wanted = prescribed(&clinic, patient, &[(augmentin, "Augmentin", 14)]);
    let stops = &proposal(&clinic, wanted.id).lines[0].allergies;
    assert_eq!(stops.iter().map(|stop| stop.allergen.as_str()).collect::<Vec<_>>(), ["Augmentin"]);
    let refused = refusal(handed(&clinic, &wanted, &[(0, lot, 14)], None));
    assert_eq!((refused.code, &refused.params["severity"]), ("fulfilment.allergy", &"severe".into()));
    assert_eq!(refusal(handed(&clinic, &wanted, &[(0, lot, 14)], Some("  "))).code, "fulfilment.allergy");
    handed(&clinic, &wanted, &[(0, lot, 14)], Some("tolerated last year")).unwrap();
    let past = &proposal(&clinic, wanted.id).given[0].items[0];
    assert_eq!(past.kept_because.as_deref(), Some("tolerated last year"));
}

#[test]
fn what_another_desk_noted_in_a_file_that_was_merged_twice_stops_a_line_too() {
    let clinic = fresh_desk();
    let augmentin = a_medicine(&clinic, "Augmentin");
    let lot = bought(&clinic, augmentin, "AU-1", "2027-12-31", 30).unwrap();
    let [first, second, third] =
        ["Samia Farouk", "Samia Faruk", "S. Farouk"].map(|name| clinic.patient(name));
    let merged = |one, other| {
        let both = MergePatients { one, other, choices: Vec::new() };
        merge(&clinic.desk, &clinic.admin, both).unwrap().patient.id
    };
    let middle = merged(second, third);
    let kept = merged(first, middle);
    // Another desk noted it in a file that is part of one that is part of another.
    allergic(&clinic, if middle == second { third } else { second }, "Augmentin");
    let wanted = prescribed(&clinic, kept, &[(augmentin, "Augmentin", 14)]);
    assert_eq!(refusal(handed(&clinic, &wanted, &[(0, lot, 14)], None)).code, "fulfilment.allergy");
}

#[derive(Debug, Clone)]
enum Act {
    Buy {
        lot: usize,
        quantity: i64,
    },
    /// What the desk proposes, or the first so many of it.
    Follow {
        most: i64,
    },
    Ask {
        takes: Vec<(usize, usize, i64)>,
    },
    Undo,
    NextDay,
}

fn some_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..3_usize, 1..15_i64).prop_map(|(lot, quantity)| Act::Buy { lot, quantity }),
        3 => (1..12_i64).prop_map(|most| Act::Follow { most }),
        3 => vec((0..2_usize, 0..3_usize, 1..12_i64), 1..3).prop_map(|takes| Act::Ask { takes }),
        1 => any::<()>().prop_map(|()| Act::Undo),
        1 => any::<()>().prop_map(|()| Act::NextDay),
    ]
}

const DAYS: [&str; 3] = ["2026-11-21", "2026-11-23", "2027-06-30"];

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]

    #[test]
    fn no_sequence_hands_out_more_than_was_prescribed_or_was_bought(acts in vec(some_act(), 1..20)) {
        let clinic = fresh_desk();
        let panadol = a_medicine(&clinic, "Panadol");
        let lots = [0, 1, 2].map(|lot| bought(&clinic, panadol, &format!("L{lot}"), DAYS[lot], 5).unwrap());
        let wanted = prescribed(&clinic, clinic.patient("Omar Hesham"), &[(panadol, "Panadol", 14), (panadol, "Panadol", 9)]);
        let prescribed_of = [14, 9];
        for act in &acts {
            let before = proposal(&clinic, wanted.id);
            let done = match act {
                Act::Buy { lot, quantity } => bought(&clinic, panadol, &format!("L{lot}"), DAYS[*lot], *quantity).map(|_| ()),
                Act::Follow { most } => {
                    let line = before.lines.iter().position(|line| !line.take.is_empty());
                    let Some(line) = line else { continue };
                    let mut rest = *most;
                    let mut takes = Vec::new();
                    for take in &before.lines[line].take {
                        let quantity = take.quantity.min(rest);
                        rest -= quantity;
                        if quantity > 0 {
                            takes.push((line, take.lot_id, quantity));
                        }
                    }
                    let answer = handed(&clinic, &wanted, &takes, None);
                    // What the desk itself proposes, or less of it, it never refuses.
                    prop_assert!(answer.is_ok() || !before.may_dispense, "{:?}", answer);
                    answer.map(|_| ())
                }
                Act::Ask { takes } => {
                    let takes: Vec<_> = takes.iter().map(|&(line, lot, quantity)| (line, lots[lot], quantity)).collect();
                    handed(&clinic, &wanted, &takes, None).map(|_| ())
                }
                Act::Undo => undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).map(|_| ()),
                Act::NextDay => {
                    clinic.clock.advance_minutes(60 * 24);
                    Ok(())
                }
            };
            if let Err(Error::Fault(fault)) = done {
                panic!("{act:?}: {fault}");
            }
            // Undo reaches the prescription itself once nothing else is left of it.
            let Ok(after) = propose(&clinic.desk, &clinic.admin, ProposeFulfilment { prescription_id: wanted.id, site_id: None, instead: Vec::new() }) else { break };
            for (line, prescribed) in after.lines.iter().zip(prescribed_of) {
                prop_assert!(line.given <= prescribed);
                prop_assert_eq!(line.open, prescribed - line.given);
            }
            prop_assert!(left(&clinic, panadol).values().all(|left| *left >= 0));
        }
    }
}
