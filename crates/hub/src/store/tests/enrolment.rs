//! Who comes in, and who is kept out.

use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use wire::changes::Value;
use wire::operation::Hash;
use wire::sync::{PROTOCOL, QuarantineReply, QuarantineRequest, TrailRequest, Trouble, TroubleCode, Verdict};

use super::database;
use super::world::{Desk, NOW, column, enrolling};
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
    assert_eq!(
        (clinics[0].head, clinics[0].quarantined),
        (2, 1),
        "nothing is taken after the revocation; that it waits is told once"
    );
    let discarded = operator.settle_quarantine(clinic, 1, NOW, Verdict::Discard).await.expect("settled");
    assert_eq!(discarded, QuarantineReply { settled: 1, left: 0 });
    assert!(operator.quarantine(clinic).await.expect("a list").is_empty());
    assert!(operator.settle_quarantine(clinic, 7, NOW, Verdict::Discard).await.is_err(), "there is none");
}

/// A clinic with two desks, the second of which was revoked and then left two operations; and the tokens of both.
async fn revoked_with_work(store: &Store, operator: &Store) -> (Uuid, [Hash; 2], Desk) {
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let code = operator.new_code(clinic, HOUR).await.expect("a code");
        let reply = store.enrol(&enrolling(Uuid::new_v4(), &code)).await.expect("enrolled");
        tokens.push(hash_of_token(&reply.token));
    }
    let mut desk = Desk::new(2, Uuid::new_v4());
    desk.registers(Uuid::new_v4(), "Mona");
    desk.through =
        store.sync(clinic, &tokens[1], NOW, &desk.request(9, 1)).await.expect("taken").reply.through;
    assert!(operator.revoke(clinic, 2).await.expect("revoked"));
    for name in ["Karim", "Salma"] {
        desk.registers(Uuid::new_v4(), name);
        let refused = store.sync(clinic, &tokens[1], NOW, &desk.request(9, 1)).await;
        assert_eq!(code_of(refused), TroubleCode::Revoked);
    }
    (clinic, [tokens[0], tokens[1]], desk)
}

/// The matters about quarantined work as the first desk hears of them: their detail, and how they were settled.
async fn matters(store: &Store, clinic: Uuid, token: &Hash) -> Vec<(serde_json::Value, Value)> {
    let all = Desk::new(1, Uuid::new_v4()).request(0, 1 << 20);
    let reply = store.sync(clinic, token, NOW, &all).await.expect("told").reply;
    let rows = wire::sync::decode_rows(&reply.rows).expect("rows");
    let (table, detail) = column("attention", "detail");
    let settlement = column("attention", "settlement").1;
    let field = |row: &wire::sync::Row, number: u16| {
        let found = row.fields.iter().find(|(column, _)| *column == number);
        found.map_or(Value::Null, |(_, value)| value.clone())
    };
    rows.iter()
        .filter(|row| row.table == table)
        .map(|row| match field(row, detail) {
            Value::Text(text) => (serde_json::from_str(&text).expect("JSON"), field(row, settlement)),
            other => panic!("{other:?} is no detail"),
        })
        .collect()
}

async fn patients(store: &Store, clinic: Uuid, token: &Hash) -> usize {
    let all = Desk::new(1, Uuid::new_v4()).request(0, 1 << 20);
    let reply = store.sync(clinic, token, NOW, &all).await.expect("told").reply;
    let rows = wire::sync::decode_rows(&reply.rows).expect("rows");
    rows.iter().filter(|row| row.table == column("patient", "full_name").0).count()
}

#[tokio::test]
async fn the_work_of_a_revoked_desk_is_one_matter_and_can_be_let_in() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let (clinic, [asking, revoked], _) = revoked_with_work(&store, &operator).await;
    let told = matters(&store, clinic, &asking).await;
    assert_eq!(told.len(), 1, "one for all of it");
    assert_eq!(
        (&told[0].0["desk"], &told[0].0["letter"], &told[0].0["count"]),
        (&json!(2), &json!("B"), &json!(2))
    );
    assert_eq!(told[0].1, Value::Null);
    assert_eq!(patients(&store, clinic, &asking).await, 1);

    let wanted = |desk| QuarantineRequest { protocol: PROTOCOL, desk, verdict: Verdict::LetIn };
    let by_itself = store.settle_quarantine_for(clinic, &revoked, NOW, &wanted(2)).await;
    assert_eq!(code_of(by_itself), TroubleCode::Revoked, "not by the one that was shut out");
    let of_nobody = store.settle_quarantine_for(clinic, &asking, NOW, &wanted(1)).await;
    assert_eq!(code_of(of_nobody), TroubleCode::Malformed, "nor of one that was not");

    let (reply, head) = store.settle_quarantine_for(clinic, &asking, NOW, &wanted(2)).await.expect("let in");
    assert_eq!(reply, QuarantineReply { settled: 2, left: 0 });
    assert_eq!(operator.clinics().await.expect("clinics")[0].head, head);
    assert_eq!(patients(&store, clinic, &asking).await, 3);
    assert_eq!(matters(&store, clinic, &asking).await[0].1, Value::Text("changed".to_owned()));
    let trail = TrailRequest { protocol: PROTOCOL, before: None, desk: Some(2), most: 10 };
    let trail = store.trail_for(clinic, &asking, &trail).await.expect("the trail");
    assert_eq!(trail.operations.len(), 3, "it stands in the trail under the desk that did it");
    let (again, _) =
        store.settle_quarantine_for(clinic, &asking, NOW, &wanted(2)).await.expect("nothing is left");
    assert_eq!(again, QuarantineReply { settled: 0, left: 0 });
}

#[tokio::test]
async fn what_does_not_follow_waits_on_and_what_came_back_by_itself_is_no_second_time() {
    let (store, operator) = database().await.stores(2).expect("stores");
    let (clinic, [asking, revoked], mut desk) = revoked_with_work(&store, &operator).await;
    // A copy of the desk went on from the same place.
    let mut copy = Desk::new(2, Uuid::new_v4());
    copy.registers(Uuid::new_v4(), "Nour");
    copy.registers(Uuid::new_v4(), "Adel");
    copy.through = 0;
    assert_eq!(code_of(store.sync(clinic, &revoked, NOW, &copy.request(9, 1)).await), TroubleCode::Revoked);
    // The desk itself came back with a code.
    let code = operator.new_code(clinic, HOUR).await.expect("a code");
    let back = wire::sync::EnrolRequest {
        operations: 3,
        returning: Some(clinic),
        ..enrolling(Uuid::new_v4(), &code)
    };
    let token = hash_of_token(&store.enrol(&back).await.expect("it comes back").token);
    desk.through = 0;
    store.sync(clinic, &token, NOW, &desk.request(9, 1)).await.expect("taken");
    assert_eq!(patients(&store, clinic, &asking).await, 3);

    let wanted = QuarantineRequest { protocol: PROTOCOL, desk: 2, verdict: Verdict::LetIn };
    let (reply, _) = store.settle_quarantine_for(clinic, &asking, NOW, &wanted).await.expect("let in");
    assert_eq!(reply, QuarantineReply { settled: 2, left: 2 });
    assert_eq!(patients(&store, clinic, &asking).await, 3);
    let told = matters(&store, clinic, &asking).await;
    assert_eq!((&told[0].0["count"], &told[0].1), (&json!(2), &Value::Null));
}
