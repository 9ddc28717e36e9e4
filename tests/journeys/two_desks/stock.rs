//! One lot given out of at two PCs that do not hear of one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

fn only_lot(pc: &Pc, medicine: &Value) -> Value {
    pc.call("stock.medicine", json!({ "medicine_id": medicine }))["lots"][0].take()
}

#[test]
fn what_two_pcs_give_out_of_one_lot_adds_up_and_a_person_is_asked_until_it_is_counted() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let panadol = json!({ "name": "Panadol", "form": "tablet", "unit": "tablet" });
    let medicine = first.call("medicines.save", panadol)["medicine"]["id"].take();
    let bought =
        json!({ "medicine_id": medicine, "lot": "B-17", "expires_on": "2036-03-31", "quantity": 10 });
    let lot = first.call("stock.receive", bought)["lots"][0]["id"].take();
    first.in_step(&hub);
    let second = joined(&hub);
    assert_eq!(only_lot(&second, &medicine)["left"], 10);
    hub.pull();
    for pc in [&first, &second] {
        pc.until(&hub, "offline", |pc| {
            pc.call("sync.now", json!({}));
            pc.call("sync.state", json!({}))["phase"] == "offline"
        });
        let gone = json!({ "lot_id": lot, "quantity": -7, "reason": "returned", "note": "to the supplier" });
        assert_eq!(pc.call("stock.move", gone.clone())["lots"][0]["left"], 3);
        assert_eq!(pc.refused("stock.move", gone), "stock.not_enough", "each desk keeps to what it knows");
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the matter", |pc| pc.inbox().len() == 1 && only_lot(pc, &medicine)["left"] == -4);
        pc.in_step(&hub);
        let matter = pc.inbox().remove(0);
        assert_eq!((&matter["kind"], &matter["table"]), (&json!("over_cap"), &json!("lot")));
        assert_eq!((&matter["about"], &matter["missing"]), (&json!("Panadol"), &json!(4)));
        let seen = pc.call("stock.overview", json!({}));
        assert_eq!(seen["negative"][0]["number"], "B-17");
    }
    let counts = json!([{ "lot_id": lot, "expected": -4, "counted": 0 }]);
    second.call("stock.count", json!({ "counts": counts }));
    for pc in [&first, &second] {
        pc.until(&hub, "counted", |pc| pc.inbox().is_empty() && only_lot(pc, &medicine)["left"] == 0);
    }
}

/// Hands out of this lot for the only line of a prescription.
fn handing(pc: &Pc, prescription: &Value, lot: &Value, quantity: i64) -> Value {
    let line = pc.call("fulfilments.propose", json!({ "prescription_id": prescription }))["lines"][0].take();
    let item =
        json!({ "prescription_item_id": line["prescription_item_id"], "lot_id": lot, "quantity": quantity });
    json!({ "prescription_id": prescription, "items": [item] })
}

#[test]
fn one_prescription_handed_out_at_two_pcs_is_all_kept_and_a_person_is_asked_about_lot_and_line() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let patient =
        first.call("patients.register", json!({ "full_name": "Karim Adel", "phones": [] }))["patient"]["id"]
            .take();
    let concor = json!({ "name": "Concor 5", "form": "tablet", "unit": "tablet" });
    let medicine = first.call("medicines.save", concor)["medicine"]["id"].take();
    let bought = json!({ "medicine_id": medicine, "lot": "C-1", "expires_on": "2036-03-31", "quantity": 12 });
    let lot = first.call("stock.receive", bought)["lots"][0]["id"].take();
    let line = json!({
        "medicine_id": medicine, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "once", "days": 10, "quantity": 10,
    });
    let draft = json!({ "patient_id": patient, "doctor_id": doctor, "items": [line] });
    let prescription = first.call("prescriptions.draft", draft)["prescription"]["id"].take();
    first.call("prescriptions.submit", json!({ "id": prescription }));
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for pc in [&first, &second] {
        goes_offline(pc, &hub);
        let given = pc.call("fulfilments.dispense", handing(pc, &prescription, &lot, 8));
        assert_eq!(given["state"], "partly_fulfilled");
        let more = handing(pc, &prescription, &lot, 3);
        assert_eq!(pc.refused("fulfilments.dispense", more), "fulfilment.more_than_prescribed");
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both matters", |pc| pc.inbox().len() == 2 && only_lot(pc, &medicine)["left"] == -4);
        pc.in_step(&hub);
        let mut about: Vec<String> = pc.inbox().iter().map(|matter| matter["table"].to_string()).collect();
        about.sort();
        assert_eq!(about, ["\"lot\"", "\"prescription_item\""]);
        let proposal = pc.call("fulfilments.propose", json!({ "prescription_id": prescription }));
        assert_eq!(proposal["lines"][0]["given"], 16, "what was handed out twice is shown as it is");
        assert_eq!(proposal["given"].as_array().map(Vec::len), Some(2), "nothing is lost");
    }
}

#[test]
fn one_lot_taken_to_another_site_at_two_pcs_is_all_there_and_is_asked_about_where_it_is_missing() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let dokki = first.call("sites.list", json!({}))["sites"][0]["id"].take();
    let wish = json!({
        "name": "Maadi", "kind": "clinic", "time_zone": "Africa/Cairo", "currency": "EGP", "week_start": "sat", "weekend_days": [],
    });
    let maadi = first.call("sites.save", wish)["site"]["id"].take();
    let panadol = json!({ "name": "Panadol", "form": "tablet", "unit": "tablet" });
    let medicine = first.call("medicines.save", panadol)["medicine"]["id"].take();
    let bought = json!({
        "site_id": dokki, "medicine_id": medicine, "lot": "B-17", "expires_on": "2036-03-31", "quantity": 10,
    });
    let lot = first.call("stock.receive", bought)["lots"][0]["id"].take();
    first.in_step(&hub);
    let second = joined(&hub);
    let left = |pc: &Pc, site: &Value| {
        pc.call("stock.medicine", json!({ "medicine_id": medicine, "site_id": site }))["lots"][0]["left"]
            .take()
    };
    hub.pull();
    for pc in [&first, &second] {
        goes_offline(pc, &hub);
        let taken = json!({ "site_id": dokki, "to_site_id": maadi, "lot_id": lot, "quantity": 7 });
        pc.call("stock.transfer", taken.clone());
        assert_eq!((left(pc, &dokki), left(pc, &maadi)), (json!(3), json!(7)));
        assert_eq!(pc.refused("stock.transfer", taken), "stock.not_enough");
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the matter", |pc| pc.inbox().len() == 1 && left(pc, &dokki) == -4);
        pc.in_step(&hub);
        assert_eq!(left(pc, &maadi), 14, "nothing is lost on the way");
        assert_eq!(pc.inbox()[0]["missing"], 4);
    }
    let counts = json!([{ "lot_id": lot, "expected": -4, "counted": 0 }]);
    second.call("stock.count", json!({ "site_id": dokki, "counts": counts }));
    for pc in [&first, &second] {
        pc.until(&hub, "counted", |pc| pc.inbox().is_empty() && left(pc, &dokki) == 0);
    }
}
