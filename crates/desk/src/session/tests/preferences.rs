//! Theme and language: whose they are, and what keeps them.

use std::fs;

use serde_json::{Value, json};

use super::house::{House, PASSWORD};

fn look(theme: &str, language: &str) -> Value {
    json!({ "theme": theme, "language": language })
}

fn nothing() -> Value {
    json!({ "theme": null, "language": null })
}

/// What the screen is told to look like now.
fn shown(house: &House) -> Value {
    house.call("session.state", json!({})).unwrap()["preferences"].clone()
}

fn choose(house: &House, chosen: Value) -> Value {
    house.call("preferences.set", chosen).unwrap()
}

/// What the reply to a login tells.
fn enter(house: &House, username: &str) -> Value {
    house.login(username, PASSWORD).unwrap()["preferences"].clone()
}

/// Mona, who runs the clinic, and Salma at the front.
fn house_of_two() -> House {
    let (house, recovery) = House::founded();
    house.call("setup.confirm_recovery", json!({ "recovery_code": recovery })).unwrap();
    house.staff("salma", "receptionist");
    house
}

#[test]
fn each_person_finds_the_desk_as_they_left_it() {
    let house = house_of_two();
    choose(&house, look("dark", "en"));
    assert_eq!(enter(&house, "salma"), nothing(), "what another person likes is not hers");
    assert_eq!(choose(&house, look("light", "ar")), look("light", "ar"));
    assert_eq!(enter(&house, "mona"), look("dark", "en"));
    assert_eq!(shown(&house), look("dark", "en"));
    assert_eq!(enter(&house, "salma"), look("light", "ar"));
}

#[test]
fn one_choice_leaves_the_other_as_it_was() {
    let house = house_of_two();
    choose(&house, json!({ "theme": "dark" }));
    assert_eq!(choose(&house, json!({ "language": "ar" })), look("dark", "ar"));
}

#[test]
fn the_login_screen_looks_as_it_did_last_even_after_a_restart() {
    let house = house_of_two();
    choose(&house, look("dark", "ar"));
    house.call("session.logout", json!({})).unwrap();
    assert_eq!(shown(&house), look("dark", "ar"));
    let house = house.restarted();
    assert_eq!(shown(&house), look("dark", "ar"));
    enter(&house, "salma");
    house.call("session.logout", json!({})).unwrap();
    assert_eq!(shown(&house), nothing(), "last it looked as Salma saw it");
}

#[test]
fn what_is_chosen_in_the_first_run_is_the_administrators() {
    let house = House::empty();
    assert_eq!(choose(&house, look("dark", "ar")), look("dark", "ar"));
    house.call("setup.create", super::house::setup_request()).unwrap();
    assert_eq!(shown(&house), look("dark", "ar"));
    let house = house.restarted();
    assert_eq!(shown(&house), look("dark", "ar"));
    assert_eq!(enter(&house, "mona"), look("dark", "ar"));
}

#[test]
fn a_choice_at_the_door_is_for_who_has_none() {
    let house = house_of_two();
    choose(&house, json!({ "theme": "dark" }));
    house.call("session.logout", json!({})).unwrap();
    choose(&house, look("light", "ar"));
    assert_eq!(shown(&house), look("light", "ar"));
    assert_eq!(enter(&house, "mona"), look("dark", "ar"));
    assert_eq!(enter(&house, "salma"), nothing(), "it is used up");
}

#[test]
fn the_locked_screen_speaks_the_language_of_its_account_and_nobody_passing_by_changes_that() {
    let house = house_of_two();
    choose(&house, look("dark", "ar"));
    house.call("session.lock", json!({})).unwrap();
    assert_eq!(shown(&house), look("dark", "ar"));
    assert_eq!(choose(&house, json!({ "language": "en" })), look("dark", "en"));
    assert_eq!(shown(&house), look("dark", "en"));
    let back = house.call("session.unlock", json!({ "password": PASSWORD })).unwrap();
    assert_eq!(back["preferences"], look("dark", "ar"));
    assert_eq!(shown(&house), look("dark", "ar"));
}

#[test]
fn a_file_that_cannot_be_read_means_nothing_was_chosen() {
    let house = house_of_two();
    choose(&house, look("dark", "ar"));
    let path = house.dir.path().join("preferences.json");
    for broken in ["", "{", "[]", r#"{"accounts": 7}"#, r#"{"last": {"theme": "pink"}}"#, "\u{0}\u{1}"] {
        fs::write(&path, broken).unwrap();
        assert_eq!(shown(&house), nothing(), "{broken}");
        assert_eq!(enter(&house, "mona"), nothing(), "{broken}");
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(shown(&house), nothing());
    assert_eq!(choose(&house, look("light", "en")), look("light", "en"));
    assert_eq!(
        house.restarted().call("session.state", json!({})).unwrap()["preferences"],
        look("light", "en")
    );
}

#[test]
fn a_login_goes_on_when_the_file_cannot_be_written() {
    let house = house_of_two();
    house.call("session.logout", json!({})).unwrap();
    choose(&house, look("dark", "ar"));
    // A folder in its place takes no file.
    let path = house.dir.path().join("preferences.json");
    fs::remove_file(&path).unwrap();
    fs::create_dir_all(path.join("in the way")).unwrap();
    assert_eq!(enter(&house, "mona"), nothing());
}

#[test]
fn a_removed_account_is_forgotten() {
    let house = house_of_two();
    let salma = {
        enter(&house, "salma");
        choose(&house, look("dark", "ar"));
        house.call("session.whoami", json!({})).unwrap()["account_id"].clone()
    };
    let file = || fs::read_to_string(house.dir.path().join("preferences.json")).unwrap();
    assert!(file().contains(salma.as_str().unwrap()));
    enter(&house, "mona");
    house.call("accounts.remove", json!({ "id": salma })).unwrap();
    enter(&house, "mona");
    assert!(!file().contains(salma.as_str().unwrap()));
}

#[test]
fn everybody_who_listens_hears_of_it() {
    let house = house_of_two();
    let mut news = house.desk.announcements();
    choose(&house, json!({ "theme": "dark" }));
    assert_eq!(news.try_recv().unwrap().tables, ["preferences"]);
}

#[test]
fn words_that_are_none_are_named_with_their_fields() {
    let house = House::empty();
    let refused = house.call("preferences.set", json!({ "theme": "pink", "language": "fr" })).unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!((refused.code, fields), ("input.invalid", vec!["theme", "language"]));
}
