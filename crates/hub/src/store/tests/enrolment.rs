//! Who comes in, and who is kept out.

use std::time::Duration;

use uuid::Uuid;
use wire::sync::{Trouble, TroubleCode};

use super::database;
use super::world::{Desk, NOW, enrolling};
use crate::secrets::hash_of_token;
use crate::store::{Refused, Store};

const HOUR: Duration = Duration::from_secs(3600);

fn code_of<T: std::fmt::Debug>(result: Result<T, Refused>) -> TroubleCode {
    match result.expect_err("refused") {
        Refused::Trouble(Trouble { code, .. }) => code,
        Refused::Fault(fault) => panic!("{fault}"),
    }
}

async fn works(store: &Store, clinic: Uuid, number: u32, token: &str) -> bool {
    let request = Desk::new(number, Uuid::new_v4()).request(0, 1);
    store.sync(clinic, &hash_of_token(token), NOW, &request).await.is_ok()
}

#[tokio::test]
async fn a_code_lets_one_desk_in_once() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let request = enrolling(Uuid::new_v4(), &code.to_lowercase().replace('-', " "));

    let lost = store.enrol(&request).await.expect("enrolled");
    let again = store.enrol(&request).await.expect("the answer was lost: the same desk may ask again");
    assert_eq!((lost.number, lost.letter.as_str()), (again.number, "A"));
    assert!(!works(&store, clinic, 1, &lost.token).await, "the token nobody received is replaced");
    assert!(works(&store, clinic, 1, &again.token).await);

    let anew = store.enrol(&request).await.expect("it ended before it had the clinic: it begins anew");
    assert_eq!((anew.number, works(&store, clinic, 1, &again.token).await), (1, false));
    let mut desk = Desk::new(1, request.desk);
    desk.registers(Uuid::new_v4(), "Mona");
    let token = hash_of_token(&anew.token);
    store.sync(clinic, &token, NOW, &desk.request(9, 1)).await.expect("taken");
    assert_eq!(code_of(store.enrol(&request).await), TroubleCode::Unknown, "somebody works there by now");
    assert_eq!(code_of(store.enrol(&enrolling(Uuid::new_v4(), &code)).await), TroubleCode::Unknown);
    assert_eq!(code_of(store.enrol(&enrolling(Uuid::new_v4(), "0000")).await), TroubleCode::Unknown);
    let other = operator.new_code(clinic, HOUR).await.expect("a code");
    assert_eq!(code_of(store.enrol(&enrolling(request.desk, &other)).await), TroubleCode::Unknown);
    let second = store.enrol(&enrolling(Uuid::new_v4(), &other)).await.expect("the refusal used no code up");
    assert_eq!(second.letter, "B");
}

#[tokio::test]
async fn who_was_shut_out_does_not_come_back_by_the_code_it_came_with() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let request = enrolling(Uuid::new_v4(), &code);
    store.enrol(&request).await.expect("enrolled");
    assert!(operator.revoke(clinic, 1).await.expect("revoked"));
    assert_eq!(code_of(store.enrol(&request).await), TroubleCode::Unknown);
}

#[tokio::test]
async fn a_code_grows_old() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let code = operator.new_code(clinic, Duration::ZERO).await.expect("a code");
    assert_eq!(code_of(store.enrol(&enrolling(Uuid::new_v4(), &code)).await), TroubleCode::Unknown);
}

#[tokio::test]
async fn a_desk_with_a_history_founds_a_clinic_and_joins_none() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let founder = enrolling(Uuid::new_v4(), &code);
    let founder = wire::sync::EnrolRequest { operations: 5, ..founder };
    let reply = store.enrol(&founder).await.expect("the clinic is empty");
    assert!(!reply.joined);
    let mut desk = Desk::new(reply.number, founder.desk);
    desk.registers(Uuid::new_v4(), "Mona");
    let token = hash_of_token(&reply.token);
    store.sync(clinic, &token, NOW, &desk.request(9, 1)).await.expect("taken");

    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let second = wire::sync::EnrolRequest { operations: 5, ..enrolling(Uuid::new_v4(), &code) };
    assert_eq!(code_of(store.enrol(&second).await), TroubleCode::NotEmpty);
    let back = wire::sync::EnrolRequest { returning: Some(clinic), ..second };
    assert!(store.enrol(&back).await.expect("one of the clinic's own comes back").joined);
}

#[tokio::test]
async fn what_a_revoked_desk_had_not_sent_waits_for_a_person() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let reply = store.enrol(&enrolling(Uuid::new_v4(), &code)).await.expect("enrolled");
    let token = hash_of_token(&reply.token);
    let mut desk = Desk::new(reply.number, Uuid::new_v4());
    desk.registers(Uuid::new_v4(), "Mona");
    desk.through = store.sync(clinic, &token, NOW, &desk.request(9, 1)).await.expect("taken").reply.through;

    assert!(operator.revoke(clinic, 1).await.expect("revoked"));
    assert!(!operator.revoke(clinic, 1).await.expect("once"));
    desk.registers(Uuid::new_v4(), "Karim");
    for _ in 0..2 {
        assert_eq!(code_of(store.sync(clinic, &token, NOW, &desk.request(9, 1)).await), TroubleCode::Revoked);
    }
    assert_eq!(code_of(store.sync(clinic, &token, NOW, &desk.request(0, 1)).await), TroubleCode::Revoked);

    let kept = operator.quarantine(clinic).await.expect("a list");
    assert_eq!(kept.len(), 1, "the same is kept once, and what was taken before is not there");
    assert_eq!(kept[0].pushed, desk.request(9, 1).push[0]);
    let clinics = operator.clinics().await.expect("clinics");
    assert_eq!((clinics[0].head, clinics[0].quarantined), (1, 1), "nothing is taken after the revocation");
    assert_eq!(operator.settle_quarantine(clinic, 1).await.expect("settled"), 1);
    assert!(operator.quarantine(clinic).await.expect("a list").is_empty());
}
