//! What goes out for a line that names none of the clinic's medicines, and in the place of one it names.

use domain::id::{LotId, MedicineId};
use serde_json::{Value, json};

use super::super::tests::{bought, refusal};
use super::tests::{Written, allergic, prescribed};
use super::{DispenseReply, Proposal, dispense, propose};
use crate::error::Result;
use crate::medicines;
use crate::testing::{TestDesk, fresh_desk};

/// `(name, generic name, strength)` of a tablet.
fn listed(clinic: &TestDesk, (name, generic, strength): (&str, &str, &str)) -> MedicineId {
    let wish = json!({
        "name": name, "generic_name": generic, "strength": strength, "form": "tablet", "unit": "tablet", "price_minor": 200,
    });
    medicines::save(&clinic.desk, &clinic.admin, serde_json::from_value(wish).unwrap()).unwrap().medicine.id
}

fn offered(clinic: &TestDesk, of: &Written, instead: &[(usize, MedicineId)]) -> Result<Proposal> {
    let instead: Vec<Value> = instead
        .iter()
        .map(|(line, medicine)| json!({ "prescription_item_id": of.items[*line], "medicine_id": medicine }))
        .collect();
    let wish = json!({ "prescription_id": of.id, "instead": instead });
    propose(&clinic.desk, &clinic.admin, serde_json::from_value(wish).unwrap())
}

fn handed(
    clinic: &TestDesk,
    of: &Written,
    (line, lot, quantity): (usize, LotId, i64),
    (kept, substituted): (Option<&str>, Option<&str>),
) -> Result<DispenseReply> {
    let item = json!({
        "prescription_item_id": of.items[line], "lot_id": lot, "quantity": quantity, "kept_because": kept,
        "substituted_because": substituted,
    });
    let wish = json!({ "prescription_id": of.id, "items": [item] });
    dispense(&clinic.desk, &clinic.admin, serde_json::from_value(wish).unwrap())
}

/// A line that is written by hand, past the list.
fn written_by_hand(clinic: &TestDesk, of: &Written, line: usize, name: &str) {
    let work = |tx: &crate::ledger::Tx<'_>| {
        use rusqlite::named_params;

        use crate::store::Sql;
        tx.execute_batch("update prescription set status = 'draft'")?;
        tx.execute(
            "update prescription_item set medicine_id = null, medicine_name = :name where id = :id",
            named_params! { ":name": name, ":id": Sql(of.items[line]) },
        )?;
        tx.execute_batch("update prescription set status = 'submitted'")?;
        Ok(())
    };
    clinic.desk.commit(&clinic.admin, "prescriptions.draft", work).unwrap();
}

#[test]
fn the_same_by_another_name_goes_out_with_a_reason_and_is_told_afterwards() {
    let clinic = fresh_desk();
    let panadol = listed(&clinic, ("Panadol", "paracetamol", "500 mg"));
    let adol = listed(&clinic, ("Adol", "Paracetamol", "500mg"));
    let weaker = listed(&clinic, ("Adol Junior", "paracetamol", "250 mg"));
    let lot = bought(&clinic, adol, "AD-1", "2027-12-31", 30).unwrap();
    let other = bought(&clinic, weaker, "AJ-1", "2027-12-31", 30).unwrap();
    let wanted = prescribed(&clinic, clinic.patient("Omar Hesham"), &[(panadol, "Panadol", 15)]);
    let line = &offered(&clinic, &wanted, &[]).unwrap().lines[0];
    assert_eq!(line.substitutes.iter().map(|one| one.id).collect::<Vec<_>>(), [adol]);
    assert!(line.take.is_empty() && line.chosen.is_none(), "nothing is put in its place unasked");
    let line = &offered(&clinic, &wanted, &[(0, adol)]).unwrap().lines[0];
    assert_eq!((line.take[0].lot_id, line.take[0].quantity, line.price_minor), (lot, 15, Some(200)));
    assert!(line.is_substitute);
    assert_eq!(refusal(offered(&clinic, &wanted, &[(0, weaker)])).code, "fulfilment.other_medicine");

    let ask = |what: (usize, LotId, i64), why: Option<&str>| handed(&clinic, &wanted, what, (None, why));
    let unexplained = refusal(ask((0, lot, 15), None));
    assert_eq!(
        (unexplained.code, &unexplained.params["substitute"]),
        ("fulfilment.substitute", &json!("Adol"))
    );
    assert_eq!(refusal(ask((0, other, 5), Some("none left"))).code, "fulfilment.other_medicine");
    assert_eq!(refusal(ask((0, lot, 16), Some("none left"))).code, "fulfilment.more_than_prescribed");
    ask((0, lot, 10), Some("none left")).unwrap();
    let after = offered(&clinic, &wanted, &[]).unwrap();
    let past = &after.given[0].items[0];
    assert_eq!((past.medicine.as_str(), past.handed_out.as_deref()), ("Panadol", Some("Adol 500mg")));
    assert_eq!(past.substituted_because.as_deref(), Some("none left"));
    assert_eq!(after.lines[0].open, 5);
    // What it is given as counts for the line, whatever it is given as next.
    clinic.clock.advance_minutes(1);
    bought(&clinic, panadol, "PA-1", "2027-12-31", 30).unwrap();
    let own = offered(&clinic, &wanted, &[]).unwrap().lines[0].take[0].lot_id;
    assert_eq!(refusal(ask((0, own, 6), None)).code, "fulfilment.more_than_prescribed");
    ask((0, own, 5), None).unwrap();
    assert_eq!(offered(&clinic, &wanted, &[]).unwrap().given[0].items[0].handed_out, None);
}

#[test]
fn a_line_written_by_hand_takes_what_somebody_chooses_and_that_is_what_is_weighed() {
    let clinic = fresh_desk();
    let concor = listed(&clinic, ("Concor", "bisoprolol", "5 mg"));
    let augmentin = listed(&clinic, ("Augmentin", "amoxicillin + clavulanic acid", "1 g"));
    let other_beta = listed(&clinic, ("Bisocard", "bisoprolol", "5 mg"));
    let [beta, penicillin] = [(other_beta, "BI-1"), (augmentin, "AU-1")]
        .map(|(one, lot)| bought(&clinic, one, lot, "2027-12-31", 30).unwrap());
    let patient = clinic.patient("Samia Farouk");
    allergic(&clinic, patient, "amoxicillin");
    let lines = [(concor, "Concor", 10), (concor, "Concor", 14)];
    let wanted = prescribed(&clinic, patient, &lines);
    written_by_hand(&clinic, &wanted, 1, "an antibiotic");
    let line = &offered(&clinic, &wanted, &[]).unwrap().lines[1];
    assert!(line.take.is_empty() && line.allergies.is_empty() && line.medicine_id.is_none());
    let line = &offered(&clinic, &wanted, &[(1, augmentin)]).unwrap().lines[1];
    assert_eq!((line.allergies[0].allergen.as_str(), line.is_substitute), ("amoxicillin", false));
    let line = &offered(&clinic, &wanted, &[(1, other_beta)]).unwrap().lines[1];
    assert_eq!((line.doubles[0].medicine.as_str(), line.take[0].quantity), ("Concor", 14));

    let ask = |what: (usize, LotId, i64), why: Option<&str>| handed(&clinic, &wanted, what, (why, None));
    assert_eq!(refusal(ask((1, penicillin, 5), None)).code, "fulfilment.allergy");
    let double = refusal(ask((1, beta, 5), None));
    assert_eq!((double.code, &double.params["other"]), ("fulfilment.double", &json!("Concor")));
    assert_eq!(refusal(ask((1, penicillin, 15), Some("tolerated"))).code, "fulfilment.more_than_prescribed");
    ask((1, penicillin, 14), Some("tolerated last year")).unwrap();
    let past = offered(&clinic, &wanted, &[]).unwrap();
    let item = &past.given[0].items[0];
    assert_eq!(
        (item.handed_out.as_deref(), item.kept_because.as_deref()),
        (Some("Augmentin 1 g"), Some("tolerated last year"))
    );
    assert_eq!(past.lines[1].open, 0);
}
