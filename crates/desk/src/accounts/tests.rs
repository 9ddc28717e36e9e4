//! Accounts through their commands.

use serde_json::{Value, json};

use crate::Seat;
use crate::session::tests::{House, PASSWORD, code, field};

#[test]
fn a_new_account_must_choose_its_password_before_anything_else() {
    let (house, _) = House::founded();
    let request = json!({ "username": "Salma", "full_name": " Salma  Fathy ", "role": "receptionist" });
    let made = house.call("accounts.create", request).unwrap();
    assert_eq!(made["account"]["full_name"], "Salma Fathy");
    assert_eq!(made["account"]["has_key"], true);
    let first = made["one_time_password"].as_str().unwrap();
    let seat = Seat::default();
    let login = json!({ "username": "salma", "password": first });
    assert_eq!(house.call_from(&seat, "session.login", login).unwrap()["stage"], "password_must_change");
    for command in ["session.whoami", "agenda.day", "patients.search", "accounts.list", "session.touch"] {
        let answer = house.call_from(&seat, command, json!({}));
        assert_eq!(code(answer), "session.password_must_change", "{command}");
    }
    let change = json!({ "current_password": first, "new_password": PASSWORD });
    assert_eq!(house.call_from(&seat, "session.change_password", change).unwrap()["stage"], "ready");
    house.call_from(&seat, "session.whoami", json!({})).unwrap();
}

#[test]
fn names_and_addresses_belong_to_one_account() {
    let (house, _) = House::founded();
    let create = |username: &str, email: &str, role: &str, grants: Value| {
        let request = json!({
            "username": username, "full_name": "Salma Fathy", "role": role, "email": email, "grants": grants,
        });
        house.call("accounts.create", request)
    };
    create("salma", "salma@clinic.example", "receptionist", json!(["overbook"])).unwrap();
    assert_eq!(field(create("SALMA", "", "viewer", json!([]))), ("username".to_owned(), "taken"));
    assert_eq!(
        field(create("karim", "salma@clinic.example", "viewer", json!([]))),
        ("email".to_owned(), "taken")
    );
    assert_eq!(field(create("kar im", "", "viewer", json!([]))).1, "username.invalid");
    assert_eq!(field(create("karim", "", "patient", json!([]))), ("role".to_owned(), "not_staff"));
    assert_eq!(field(create("karim", "", "viewer", json!(["manage_accounts"]))).1, "not_grantable");
    assert_eq!(house.call("accounts.list", json!({})).unwrap()["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(house.desk.slots().unwrap().accounts.len(), 2, "what was refused left no slot");
}

#[test]
fn a_role_and_a_status_count_from_the_next_command_on() {
    let (house, _) = House::founded();
    let salma = house.staff("salma", "receptionist");
    let seat = Seat::default();
    let login =
        || house.call_from(&seat, "session.login", json!({ "username": "salma", "password": PASSWORD }));
    login().unwrap();
    let update = |change: (&str, &str)| {
        house.call("accounts.update", json!({ "id": salma["id"], change.0: change.1 })).unwrap()
    };
    assert_eq!(code(house.call_from(&seat, "accounts.list", json!({}))), "permission.denied");
    update(("role", "admin"));
    house.call_from(&seat, "accounts.list", json!({})).unwrap();
    update(("status", "blocked"));
    assert_eq!(code(house.call_from(&seat, "session.whoami", json!({}))), "session.account_inactive");
    assert_eq!(code(house.call_from(&seat, "session.whoami", json!({}))), "session.required");
    let refusal = login().unwrap_err();
    assert_eq!((refusal.code, &refusal.params["status"]), ("session.account_inactive", &json!("blocked")));
    assert_eq!(house.ledger()[0], "session.denied");
    update(("status", "active"));
    login().unwrap();
    assert_eq!(update(("full_name", "Salma F. Nabil"))["account"]["full_name"], "Salma F. Nabil");
    let tiles = house.call("session.state", json!({})).unwrap()["tiles"].clone();
    assert!(tiles.as_array().unwrap().iter().any(|tile| tile["full_name"] == "Salma F. Nabil"));
}

#[test]
fn an_account_can_be_taken_from_its_doctor() {
    let (house, _) = House::founded();
    let sites = house.call("sites.list", json!({})).unwrap();
    let named = json!({ "full_name": "Salma Nabil", "site_id": sites["sites"][0]["id"] });
    let doctor = house.call("doctors.save", named).unwrap()["doctor"]["id"].clone();
    let id = house.staff("salma", "doctor")["id"].clone();
    let update = |field: &str, value: &serde_json::Value| {
        let mut request = json!({ "id": id });
        request[field] = value.clone();
        house.call("accounts.update", request).unwrap()["account"]["doctor_id"].clone()
    };
    assert_eq!(update("doctor_id", &doctor), doctor);
    assert_eq!(update("full_name", &json!("Salma F. Nabil")), doctor, "what is not sent stays");
    assert_eq!(update("doctor_id", &json!(null)), json!(null));
}

#[test]
fn the_last_administrator_cannot_go() {
    let (house, _) = House::founded();
    let mona = house.call("session.whoami", json!({})).unwrap()["account_id"].clone();
    for change in [("role", "viewer"), ("status", "blocked"), ("status", "inactive")] {
        let answer = house.call("accounts.update", json!({ "id": mona, change.0: change.1 }));
        assert_eq!(code(answer), "accounts.last_admin", "{change:?}");
    }
    assert_eq!(code(house.call("accounts.remove", json!({ "id": mona }))), "accounts.own_account");

    // A second one who never logged in can log in: that is enough. A blocked one is not.
    let salma = house.staff("salma", "admin");
    house.call("accounts.update", json!({ "id": salma["id"], "status": "blocked" })).unwrap();
    let answer = house.call("accounts.update", json!({ "id": mona, "role": "viewer" }));
    assert_eq!(code(answer), "accounts.last_admin");
    house.call("accounts.update", json!({ "id": salma["id"], "status": "active" })).unwrap();
    house.call("accounts.update", json!({ "id": mona, "role": "viewer" })).unwrap();
    house.login("salma", PASSWORD).unwrap();
    house.call("accounts.remove", json!({ "id": mona })).unwrap();
}

#[test]
fn a_reset_makes_the_old_password_useless() {
    let (house, _) = House::founded();
    let salma = house.staff("salma", "receptionist");
    let reset = house.call("accounts.reset_password", json!({ "id": salma["id"] })).unwrap();
    let once = reset["one_time_password"].as_str().unwrap();
    assert_eq!(reset["account"]["must_change_password"], true);
    let house = house.restarted();
    assert_eq!(code(house.login("salma", PASSWORD)), "session.wrong_password");
    assert_eq!(house.login("salma", once).unwrap()["stage"], "password_must_change");
    house.login("mona", PASSWORD).unwrap();
    let mona = house.call("session.whoami", json!({})).unwrap()["account_id"].clone();
    assert_eq!(code(house.call("accounts.reset_password", json!({ "id": mona }))), "accounts.own_account");
}

#[test]
fn a_removed_account_is_gone_at_once_and_its_key_opens_nothing() {
    let (house, recovery) = House::founded();
    let salma = house.staff("salma", "receptionist");
    let kept_copy = house.desk.slots().unwrap();
    let seat = Seat::default();
    house.call_from(&seat, "session.login", json!({ "username": "salma", "password": PASSWORD })).unwrap();
    house.call("accounts.remove", json!({ "id": salma["id"] })).unwrap();
    assert_eq!(code(house.call_from(&seat, "session.whoami", json!({}))), "session.required");
    assert_eq!(house.call("accounts.list", json!({})).unwrap()["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(code(house.call("accounts.remove", json!({ "id": salma["id"] }))), "not_found");

    // The desk works on under the new key, and so do the others' passwords and the recovery code.
    house.staff("karim", "doctor");
    let house = house.restarted();
    assert_eq!(code(house.login("salma", PASSWORD)), "session.wrong_password");
    house.login("karim", PASSWORD).unwrap();
    let recover =
        json!({ "recovery_code": recovery, "username": "mona", "new_password": "a quite new sentence" });
    house.call("session.recover", recover).unwrap();

    // Whoever kept the slot and the password gets a key, and the key opens nothing.
    let slot = kept_copy.of_username("salma").unwrap();
    let secret = crate::vault::Secret::new(PASSWORD.to_owned());
    let (_, old_key) = slot.open(&secret).unwrap().expect("the old slot still opens");
    let path = house.desk.opened().unwrap().store.path();
    assert!(crate::store::Store::open(&path, old_key.database()).is_err());
    for file in ["vault/slots.json", "vault/slots.previous.json"] {
        assert!(!std::fs::read_to_string(house.dir.path().join(file)).unwrap().contains("salma"), "{file}");
    }
    let databases = std::fs::read_dir(house.dir.path().join("vault")).unwrap();
    let databases = databases.filter(|entry| {
        entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "db")
    });
    assert_eq!(databases.count(), 1, "the database under the old key is gone");
}

#[test]
fn a_renewed_recovery_code_takes_the_place_of_the_old_one() {
    let (house, old) = House::founded();
    house.call("setup.confirm_recovery", json!({ "recovery_code": old })).unwrap();
    let renewed = house.call("accounts.renew_recovery_code", json!({})).unwrap();
    let new = renewed["recovery_code"].as_str().unwrap();
    assert_eq!(house.stage(), "recovery_unconfirmed");
    assert_eq!(code(house.call("setup.confirm_recovery", json!({ "recovery_code": old }))), "recovery.wrong");
    house.call("setup.confirm_recovery", json!({ "recovery_code": new })).unwrap();
    let house = house.restarted();
    let recover = |code: &str| {
        let request =
            json!({ "recovery_code": code, "username": "mona", "new_password": "a quite new sentence" });
        house.call("session.recover", request)
    };
    assert_eq!(code(recover(&old)), "recovery.wrong");
    recover(new).unwrap();
}

#[test]
fn what_a_reply_carries_once_is_not_in_the_ledger() {
    let (house, recovery) = House::founded();
    let request = json!({ "username": "salma", "full_name": "Salma Fathy", "role": "receptionist" });
    let made = house.call("accounts.create", request).unwrap();
    let once = made["one_time_password"].as_str().unwrap();
    let rows: Vec<(Option<String>, Option<Vec<u8>>)> = house
        .desk
        .read(|connection| {
            let mut statement = connection.prepare("select detail, changes from operation")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    for (detail, changes) in rows {
        let text = detail.unwrap_or_default() + &String::from_utf8_lossy(&changes.unwrap_or_default());
        assert!(!text.contains(once) && !text.contains(&recovery) && !text.contains(PASSWORD));
    }
}
