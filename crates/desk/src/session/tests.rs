//! Sessions through the commands' own doors, from the first run on. The clock is set by hand.

mod house;
mod preferences;

use domain::time::Instant;
use serde_json::{Value, json};

pub(crate) use house::{CHEAP, House, PASSWORD, code, field, setup_request};

use crate::testing::START;
use crate::vault::{Cost, VaultSettings};
use crate::{Desk, Seat};

#[test]
fn from_the_first_run_to_a_login_after_a_restart() {
    let house = House::empty();
    assert_eq!(house.stage(), "first_run");
    let made = house.call("setup.create", setup_request()).unwrap();
    assert_eq!(made["account"]["username"], "mona");
    assert_eq!(house.call("session.whoami", json!({})).unwrap()["role"], "admin");

    let house = house.restarted();
    let state = house.call("session.state", json!({})).unwrap();
    assert_eq!(state["stage"], "logged_out");
    assert_eq!(state["clinic"]["name"], "Nile Clinic");
    assert_eq!(state["tiles"][0]["full_name"], "Mona Adel");
    assert_eq!(state["database"], Value::Null);
    assert_eq!(code(house.call("session.whoami", json!({}))), "session.required");
    assert_eq!(code(house.login("mona", "seven herons at dawn")), "session.wrong_password");
    let login = house.login(" Mona ", PASSWORD).unwrap();
    assert_eq!(login["account"]["full_name"], "Mona Adel");
    assert_eq!(house.call("session.whoami", json!({})).unwrap()["username"], "mona");
}

#[test]
fn the_first_run_names_every_wrong_field_and_makes_nothing() {
    let house = House::empty();
    let mut request = setup_request();
    for (field, value) in [
        ("clinic_name", " "),
        ("time_zone", "Africa/Atlantis"),
        ("currency", "XYZ"),
        ("language", "fr"),
        ("username", "mona adel"),
        ("password", "short"),
    ] {
        request[field] = json!(value);
    }
    let refusal = house.call("setup.create", request).unwrap_err();
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(
        fields,
        [
            ("clinic_name", "required"),
            ("time_zone", "unknown_zone"),
            ("currency", "unknown_currency"),
            ("language", "unknown_language"),
            ("username", "username.invalid"),
            ("password", "password.too_short"),
        ]
    );
    assert_eq!(house.stage(), "first_run");
    assert!(!house.dir.path().join("vault").exists());
}

#[test]
fn a_second_first_run_is_refused_and_touches_nothing() {
    let (house, _) = House::founded();
    assert_eq!(code(house.call("setup.create", setup_request())), "setup.exists");
    let house = house.restarted();
    assert_eq!(code(house.call("setup.create", setup_request())), "setup.exists");
    house.login("mona", PASSWORD).unwrap();
}

#[test]
fn the_recovery_code_is_asked_for_until_it_is_typed_back() {
    let (house, recovery) = House::founded();
    assert_eq!(house.stage(), "recovery_unconfirmed");
    let mut typo = recovery.clone().into_bytes();
    typo[0] = if typo[0] == b'7' { b'8' } else { b'7' };
    let confirm = |code: &str| house.call("setup.confirm_recovery", json!({ "recovery_code": code }));
    assert_eq!(code(confirm(std::str::from_utf8(&typo).unwrap())), "recovery.typo");
    let (_, of_another_clinic) = House::founded();
    assert_eq!(code(confirm(&of_another_clinic)), "recovery.wrong");
    confirm(&recovery.to_lowercase().replace('-', " ")).unwrap();
    assert_eq!(house.stage(), "ready");
    let house = house.restarted();
    assert_eq!(house.login("mona", PASSWORD).unwrap()["stage"], "ready");
}

#[test]
fn a_lost_password_is_replaced_with_the_recovery_code() {
    let (house, recovery) = House::founded();
    let house = house.restarted();
    let recover = |recovery: &str, username: &str, password: &str| {
        let request = json!({ "recovery_code": recovery, "username": username, "new_password": password });
        house.call("session.recover", request)
    };
    let (_, of_another_clinic) = House::founded();
    assert_eq!(code(recover(&of_another_clinic, "mona", "a quite new sentence")), "recovery.wrong");
    assert_eq!(code(recover(&recovery[1..], "mona", "a quite new sentence")), "recovery.typo");
    assert_eq!(code(recover(&recovery, "nobody", "a quite new sentence")), "not_found");
    assert_eq!(field(recover(&recovery, "mona", "short")), ("new_password".to_owned(), "password.too_short"));
    assert!(!house.desk.is_open(), "a recovery that failed leaves the vault closed");
    assert_eq!(recover(&recovery, "Mona", "a quite new sentence").unwrap()["account"]["username"], "mona");
    assert_eq!(house.ledger()[0], "session.recover");
    let house = house.restarted();
    assert_eq!(code(house.login("mona", PASSWORD)), "session.wrong_password");
    house.login("mona", "a quite new sentence").unwrap();
}

#[test]
fn five_wrong_passwords_are_free_then_the_seat_waits_even_over_a_restart() {
    let (house, _) = House::founded();
    let mut house = house.restarted();
    for left in (0..5).rev() {
        let refusal = house.login("mona", "wrong again and again").unwrap_err();
        assert_eq!(refusal.code, "session.wrong_password");
        assert_eq!(refusal.params["tries_left"], left);
        assert_eq!(refusal.params["seconds"], if left == 0 { 30 } else { 0 });
    }
    let held = house.login("mona", PASSWORD).unwrap_err();
    assert_eq!((held.code, &held.params["seconds"]), ("session.held", &json!(30)));
    assert_eq!(house.call("session.state", json!({})).unwrap()["held"][0]["seconds"], 30);

    // A restart, and a clock turned back by a year, change nothing.
    house.clock.set(Instant(START.0 - 365 * 86_400_000));
    house = house.restarted();
    let held = house.login("mona", PASSWORD).unwrap_err();
    assert_eq!((held.code, &held.params["seconds"]), ("session.held", &json!(30)));
    house.clock.advance_minutes(1);
    let wrong = house.login("mona", "wrong again and again").unwrap_err();
    assert_eq!(wrong.params["seconds"], 60, "the wait doubles");
    house.clock.advance_minutes(1);
    house.login("mona", PASSWORD).unwrap();
    house.call("session.logout", json!({})).unwrap();
    assert_eq!(house.login("mona", "wrong once more").unwrap_err().params["tries_left"], 4, "a login clears");
}

#[test]
fn a_user_name_that_does_not_exist_answers_as_one_that_does() {
    let (house, _) = House::founded();
    let house = house.restarted();
    for _ in 0..5 {
        let (known, unknown) =
            (house.login("mona", "wrong and long"), house.login("nobody", "wrong and long"));
        assert_eq!(known.unwrap_err(), unknown.unwrap_err());
    }
    assert_eq!(code(house.login("nobody", "wrong and long")), "session.held");
    let file = std::fs::read_to_string(house.dir.path().join("logins.json")).unwrap();
    assert!(!file.contains("nobody"), "what was typed may be a password in the wrong field");
}

#[test]
fn failed_tries_reach_the_ledger_though_the_vault_was_closed() {
    let (house, _) = House::founded();
    let house = house.restarted();
    assert_eq!(code(house.login("mona", "wrong and long")), "session.wrong_password");
    assert_eq!(code(house.login("my password 1", "wrong and long")), "session.wrong_password");
    house.login("mona", PASSWORD).unwrap();
    assert_eq!(house.ledger()[..3], ["session.login", "session.failed", "session.failed"]);
    assert_eq!(code(house.login("mona", "wrong and long")), "session.wrong_password");
    assert_eq!(house.ledger()[0], "session.failed");
}

#[test]
fn an_untouched_desk_locks_and_only_its_owner_unlocks_it() {
    let (house, _) = House::founded();
    house.clock.advance_minutes(4);
    house.call("session.touch", json!({})).unwrap();
    house.clock.advance_minutes(4);
    // Screens ask by themselves; that is no sign of life.
    house.call("session.whoami", json!({})).unwrap();
    house.call("session.state", json!({})).unwrap();
    house.clock.advance_minutes(1);
    assert_eq!(code(house.call("session.whoami", json!({}))), "session.locked");
    assert_eq!(house.stage(), "locked");
    assert_eq!(house.ledger()[0], "session.lock");
    assert_eq!(code(house.call("session.touch", json!({}))), "session.locked");
    assert_eq!(
        code(house.call("session.unlock", json!({ "password": "wrong and long" }))),
        "session.wrong_password"
    );
    house.call("session.unlock", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(house.ledger()[0], "session.unlock");
    house.call("session.whoami", json!({})).unwrap();
}

#[test]
fn the_minutes_until_the_lock_are_a_setting() {
    let (house, _) = House::founded();
    let mut settings = house.call("settings.get", json!({})).unwrap()["settings"].clone();
    settings["idle_lock_minutes"] = json!(15);
    house.call("settings.set", settings).unwrap();
    house.clock.advance_minutes(14);
    house.call("session.touch", json!({})).unwrap();
    house.clock.advance_minutes(15);
    assert_eq!(code(house.call("session.touch", json!({}))), "session.locked");
}

#[test]
fn a_clock_turned_back_does_not_put_off_the_lock_for_long() {
    let (house, _) = House::founded();
    house.clock.advance_minutes(3);
    house.call("session.whoami", json!({})).unwrap();
    house.clock.set(Instant(START.0 - 86_400_000));
    house.call("session.whoami", json!({})).unwrap();
    house.clock.advance_minutes(2);
    assert_eq!(code(house.call("session.whoami", json!({}))), "session.locked");
}

#[test]
fn locking_by_hand_keeps_the_seat() {
    let (house, _) = House::founded();
    house.call("session.lock", json!({})).unwrap();
    house.call("session.lock", json!({})).unwrap();
    let state = house.call("session.state", json!({})).unwrap();
    assert_eq!((&state["stage"], &state["account"]["username"]), (&json!("locked"), &json!("mona")));
    assert_eq!(house.ledger().iter().filter(|kind| *kind == "session.lock").count(), 1);
}

#[test]
fn after_twelve_hours_the_password_is_asked_for_whatever_happened() {
    let (house, _) = House::founded();
    for _ in 0..12 * 60 / 4 - 1 {
        house.clock.advance_minutes(4);
        house.call("session.touch", json!({})).unwrap();
    }
    house.clock.advance_minutes(4);
    assert_eq!(code(house.call("session.touch", json!({}))), "session.required");
    assert_eq!(house.stage(), "logged_out");
    assert_eq!(code(house.call("session.unlock", json!({ "password": PASSWORD }))), "session.required");
    house.login("mona", PASSWORD).unwrap();
}

#[test]
fn another_takes_the_seat_without_a_logout() {
    let (house, _) = House::founded();
    house.staff("salma", "receptionist");
    house.call("session.lock", json!({})).unwrap();
    house.clock.advance_minutes(1);
    assert_eq!(house.login("salma", PASSWORD).unwrap()["account"]["role"], "receptionist");
    assert_eq!(code(house.call("accounts.list", json!({}))), "permission.denied");
    assert_eq!(house.ledger()[0], "session.denied");
    let tiles = house.call("session.state", json!({})).unwrap()["tiles"].clone();
    assert_eq!(tiles[0]["username"], "salma", "whoever logged in last comes first");
    assert_eq!(tiles[0]["last_login"], START.0 + 60_000);
}

#[test]
fn the_last_to_leave_closes_the_vault() {
    let (house, _) = House::founded();
    let other = Seat::default();
    house.call_from(&other, "session.login", json!({ "username": "mona", "password": PASSWORD })).unwrap();
    house.call("session.logout", json!({})).unwrap();
    assert!(house.desk.is_open());
    house.call_from(&other, "session.whoami", json!({})).unwrap();
    house.call_from(&other, "session.logout", json!({})).unwrap();
    assert!(!house.desk.is_open());
    house.login("mona", PASSWORD).unwrap();
    assert_eq!(house.ledger()[..2], ["session.login", "session.logout"]);
}

#[test]
fn one_changes_ones_own_password() {
    let (house, _) = House::founded();
    let change = |current: &str, new: &str| {
        house.call("session.change_password", json!({ "current_password": current, "new_password": new }))
    };
    assert_eq!(code(change("not my password", "a quite new sentence")), "session.wrong_password");
    assert_eq!(field(change(PASSWORD, PASSWORD)).1, "password.same");
    assert_eq!(field(change(PASSWORD, "Welcome123!!")).1, "password.common");
    assert_eq!(field(change(PASSWORD, "mona and her herons")).1, "password.contains_name");
    change(PASSWORD, "a quite new sentence").unwrap();
    assert_eq!(house.ledger()[0], "session.change_password");
    let house = house.restarted();
    assert_eq!(code(house.login("mona", PASSWORD)), "session.wrong_password");
    house.login("mona", "a quite new sentence").unwrap();
}

#[test]
fn a_cost_below_the_setting_is_raised_at_the_next_login() {
    let (house, _) = House::founded();
    let before = house.desk.slots().unwrap();
    let House { desk, dir, clock, .. } = house;
    drop(desk);
    let dearer = VaultSettings { argon2: Cost { memory_kib: 16, passes: 2, lanes: 1 } };
    let desk = Desk::at(dir.path(), clock.clone()).with_vault_settings(dearer);
    let house = House { desk, seat: Seat::default(), clock, dir };
    assert!(before.accounts[0].is_cheaper_than(dearer.argon2));
    house.login("mona", PASSWORD).unwrap();
    assert!(!house.desk.slots().unwrap().accounts[0].is_cheaper_than(dearer.argon2));
    let row: Vec<u8> = house
        .desk
        .read(
            |connection| Ok(connection.query_row("select key_envelope from account", [], |row| row.get(0))?),
        )
        .unwrap();
    assert!(
        row == house.desk.slots().unwrap().accounts[0].key.envelope.to_blob(),
        "the row follows the slot"
    );
    house.restarted().login("mona", PASSWORD).unwrap();
}

#[test]
fn the_sign_on_the_door_follows_the_settings() {
    let (house, _) = House::founded();
    let mut settings = house.call("settings.get", json!({})).unwrap()["settings"].clone();
    settings["clinic_name"] = json!("Delta Clinic");
    settings["language"] = json!("ar");
    house.call("settings.set", settings).unwrap();
    let face = house.restarted().call("session.state", json!({})).unwrap()["clinic"].clone();
    assert_eq!((&face["name"], &face["language"]), (&json!("Delta Clinic"), &json!("ar")));
}

#[test]
fn what_was_written_names_its_operation_and_that_one_is_undone() {
    let (house, _) = House::founded();
    let save = |name: &str| house.call("specialties.save", json!({ "name": name })).unwrap();
    let (first, second) = (save("Dermatology"), save("Cardiology"));
    assert_ne!(first["operation_id"], second["operation_id"]);
    house.call("operations.undo", json!({ "id": first["operation_id"] })).unwrap();
    let left = house.call("specialties.list", json!({})).unwrap();
    let names: Vec<_> = left["specialties"].as_array().unwrap().iter().map(|each| &each["name"]).collect();
    assert_eq!(names, ["Cardiology"]);
}

#[test]
fn what_changed_nothing_names_no_operation() {
    let (house, _) = House::founded();
    let saved = house.call("specialties.save", json!({ "name": "Dermatology" })).unwrap();
    let again = json!({ "id": saved["specialty"]["id"], "name": "Dermatology" });
    assert_eq!(house.call("specialties.save", again).unwrap()["operation_id"], Value::Null);
}
