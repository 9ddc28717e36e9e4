//! The recovery sheet through its command.

use serde_json::{Value, json};

use super::Paper;
use crate::session::tests::{House, code, field};

fn sheet(house: &House, request: Value) -> Result<Value, crate::Refusal> {
    house.call("recovery.sheet", request)
}

#[test]
fn whoever_founds_a_clinic_gets_the_code_on_paper_before_it_is_typed_back() {
    let (house, recovery) = House::founded();
    assert_eq!(house.stage(), "recovery_unconfirmed");
    let sloppy = recovery.to_lowercase().replace('-', " ");
    for request in [
        json!({ "recovery_code": sloppy }),
        json!({ "recovery_code": recovery, "language": "ar" }),
        json!({ "recovery_code": recovery, "language": "en" }),
    ] {
        let paper: Paper = serde_json::from_value(sheet(&house, request).unwrap()["paper"].take()).unwrap();
        assert_eq!((&*paper.name, &*paper.media_type), ("recovery-code-2026-11-20.pdf", "application/pdf"));
        assert!(paper.file().unwrap().starts_with(b"%PDF-"));
    }
    assert_eq!(house.ledger()[..3], ["recovery.sheet"; 3]);
}

#[test]
fn no_paper_is_made_of_a_code_that_opens_nothing() {
    let (house, recovery) = House::founded();
    let (_, of_another_clinic) = House::founded();
    let before = house.ledger();
    let refused = |recovery: &str| field(sheet(&house, json!({ "recovery_code": recovery })));
    assert_eq!(refused(&recovery[1..]), ("recovery_code".to_owned(), "recovery.typo"));
    assert_eq!(refused(&of_another_clinic), ("recovery_code".to_owned(), "recovery.wrong"));
    house.call("accounts.renew_recovery_code", json!({})).unwrap();
    assert_eq!(refused(&recovery), ("recovery_code".to_owned(), "recovery.wrong"));
    assert_eq!(house.ledger().len(), before.len() + 1, "only the renewal");
}

#[test]
fn the_code_itself_is_written_nowhere() {
    let (house, recovery) = House::founded();
    sheet(&house, json!({ "recovery_code": recovery })).unwrap();
    let listed = house.call("ledger.list", json!({ "kind": "recovery.sheet" })).unwrap().to_string();
    assert!(listed.contains("recovery.sheet") && listed.contains("mona"), "{listed}");
    assert!(!listed.contains(&recovery[..5]));
}

#[test]
fn only_who_manages_accounts_gets_it() {
    let (house, recovery) = House::founded();
    house.call("setup.confirm_recovery", json!({ "recovery_code": recovery })).unwrap();
    house.staff("salma", "receptionist");
    house.login("salma", crate::session::tests::PASSWORD).unwrap();
    assert_eq!(code(sheet(&house, json!({ "recovery_code": recovery }))), "permission.denied");
}

#[test]
fn only_a_pdf_is_taken_back_to_be_printed_and_only_what_it_says_it_is() {
    let paper = |media_type: &str, bytes: &[u8]| {
        let Paper { name, base64, .. } = Paper::pdf("a.pdf".to_owned(), bytes);
        Paper { name, media_type: media_type.to_owned(), base64 }
    };
    assert_eq!(paper("application/pdf", b"%PDF-1.7").file().unwrap(), b"%PDF-1.7");
    assert!(paper("application/pdf", b"#!/bin/sh").file().is_err());
    assert!(paper("text/plain", b"%PDF-1.7").file().is_err());
    let calendar = Paper::calendar("a.ics".to_owned(), "BEGIN:VCALENDAR\r\n");
    assert!(calendar.file().is_ok() && calendar.pdf_file().is_err() && !calendar.is_pdf());
    assert!(paper("text/calendar", b"%PDF-1.7").file().is_err());
    let table = paper("text/csv", "\u{feff}a,b\r\n".as_bytes());
    assert!(table.file().is_ok() && table.pdf_file().is_err() && table.kind() == ("CSV", "csv"));
    assert!(paper("text/csv", b"a,b\r\n").file().is_err());
    let torn = Paper { base64: "%PDF-".to_owned(), ..paper("application/pdf", b"%PDF-1.7") };
    assert!(torn.file().is_err());
}
