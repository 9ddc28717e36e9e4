//! One lot given out of at two PCs that do not hear of one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, joined};

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
