use serde_json::{Value, json};

use super::{ClinicSettings, SaveSite, list_sites, save_site, set_settings, settings};
use crate::error::{Error, Refusal};
use crate::session::Empty;
use crate::testing::fresh_desk;

fn cairo() -> Value {
    json!({
        "name": " Zamalek ", "kind": "clinic", "time_zone": "Africa/Cairo", "currency": "egp", "country": "eg", "week_start": "sat",
        "weekend_days": ["sat", "fri", "fri"], "latitude": 30.06, "longitude": 31.22,
        "hours": [{ "weekday": "sun", "opens": "09:00", "closes": "14:00" }, { "weekday": "sun", "opens": "14:00", "closes": "21:00" }],
    })
}

fn with(changes: Value) -> SaveSite {
    let mut site = cairo();
    for (name, value) in changes.as_object().unwrap() {
        site[name] = value.clone();
    }
    serde_json::from_value(site).unwrap()
}

fn refusal<T: std::fmt::Debug>(answer: crate::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_site_is_kept_as_sent_and_tidied() {
    let test = fresh_desk();
    test.clock.advance_minutes(1);
    let site = save_site(&test.desk, &test.admin, with(json!({}))).unwrap().site;
    let sites = list_sites(&test.desk, &test.admin, Empty {}).unwrap().sites;
    assert_eq!(sites.len(), 2);
    let kept = serde_json::to_value(&sites[1]).unwrap();
    assert_eq!(kept, serde_json::to_value(&site).unwrap());
    assert_eq!(
        (&kept["name"], &kept["currency"], &kept["country"]),
        (&json!("Zamalek"), &json!("EGP"), &json!("EG"))
    );
    assert_eq!(kept["weekend_days"], json!(["fri", "sat"]));
    assert_eq!(kept["hours"][1]["opens"], "14:00");
}

#[track_caller]
fn check_refused(changes: Value, expected: &[(&str, &str)]) {
    let test = fresh_desk();
    let refusal = refusal(save_site(&test.desk, &test.admin, with(changes)));
    assert_eq!(refusal.code, "input.invalid");
    let fields: Vec<_> = refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    assert_eq!(fields, expected);
}

#[test]
fn everything_wrong_with_a_site_is_said_at_once() {
    check_refused(
        json!({ "name": " ", "time_zone": "Africa/Kairo", "currency": "EGX", "country": "ZZ", "email": "nobody" }),
        &[
            ("name", "required"),
            ("country", "unknown_country"),
            ("email", "format"),
            ("time_zone", "unknown_zone"),
            ("currency", "unknown_currency"),
        ],
    );
    check_refused(json!({ "latitude": 91.0 }), &[("latitude", "out_of_range")]);
    check_refused(json!({ "latitude": null }), &[("latitude", "required")]);
    let hours = |opens: &str, closes: &str| json!({ "weekday": "mon", "opens": opens, "closes": closes });
    check_refused(
        json!({ "hours": [hours("09:00", "12:00"), hours("11:00", "13:00"), hours("15:00", "15:00")] }),
        &[("hours[1].opens", "overlaps"), ("hours[2].closes", "end_before_start")],
    );
}

#[test]
fn saving_a_site_again_changes_only_what_differs() {
    let test = fresh_desk();
    let site = save_site(&test.desk, &test.admin, with(json!({}))).unwrap().site;
    let operations = || {
        let count = |connection: &rusqlite::Connection| {
            Ok(connection.query_row("select count(*) from operation", [], |row| row.get::<_, u32>(0))?)
        };
        test.desk.read(count).unwrap()
    };
    let before = operations();
    save_site(&test.desk, &test.admin, with(json!({ "id": site.id }))).unwrap();
    assert_eq!(operations(), before, "nothing changed, nothing done");
    let moved = with(json!({ "id": site.id, "city": "Giza", "hours": [] }));
    let moved = save_site(&test.desk, &test.admin, moved).unwrap().site;
    assert_eq!((moved.id, moved.city.as_deref(), moved.hours.len()), (site.id, Some("Giza"), 0));
    assert_eq!(operations(), before + 1);
    let nobody = refusal(save_site(&test.desk, &test.admin, with(json!({ "id": uuid::Uuid::nil() }))));
    assert_eq!(nobody, Refusal::not_found("site"));
}

#[test]
fn settings_have_defaults_and_are_kept() {
    let test = fresh_desk();
    let unset = settings(&test.desk, &test.admin, Empty {}).unwrap().settings;
    assert_eq!((unset.language.as_str(), unset.idle_lock_minutes), ("en", 5));
    let wanted = ClinicSettings {
        clinic_name: " عيادة النيل ".into(),
        language: "ar".into(),
        idle_lock_minutes: 15,
        no_show_grace_minutes: 20,
        blocked_password_words: vec!["nile".into(), " ".into(), "nile".into()],
    };
    let set = set_settings(&test.desk, &test.admin, wanted).unwrap().settings;
    assert_eq!((set.clinic_name.as_str(), set.blocked_password_words.len()), ("عيادة النيل", 1));
    assert_eq!(settings(&test.desk, &test.admin, Empty {}).unwrap().settings, set);
    let wrong = ClinicSettings {
        clinic_name: String::new(),
        language: "fr".into(),
        idle_lock_minutes: 16,
        no_show_grace_minutes: 15,
        blocked_password_words: vec!["a".into()],
    };
    let refusal = refusal(set_settings(&test.desk, &test.admin, wrong));
    let codes: Vec<_> = refusal.fields.iter().map(|field| field.code).collect();
    assert_eq!(codes, ["required", "unknown_language", "out_of_range", "too_short"]);
}
