//! One order for each clinic, however many write at once.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wire::sync::decode_rows;

use super::database;
use super::world::{Desk, NOW, enrolling};
use crate::secrets::hash_of_token;
use crate::store::connect;

#[tokio::test]
async fn whoever_does_not_hold_the_counter_row_cannot_write() {
    let database = database().await;
    let (_, operator) = database.stores(1).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    for login in [&database.server, &database.operator] {
        let (mut client, _driving) = connect(login).await.expect("connected");
        for statement in [
            "insert into record.setting (clinic_id, id, seq, presence, known_to, stamps, size, part)
                values ($1, gen_random_uuid(), 1, 0, 0, '', 0, 0)",
            "insert into hub.operation (clinic_id, desk, number, uid, outcome, operation, changes, previous, hash, base)
                values ($1, 1, 1, gen_random_uuid(), 0, '', '', '', '', 0)",
            "insert into hub.digest (clinic_id, table_no, sum) values ($1, 1, 1)",
            "update hub.clinic_head set seq = 7 where clinic_id = $1",
        ] {
            let work = client.transaction().await.expect("begun");
            work.execute("select set_config('clinic.id', $1, true)", &[&clinic.to_string()]).await.expect("named");
            let error = work.execute(statement, &[&clinic]).await.expect_err(statement);
            assert_eq!(error.code(), Some(&SqlState::OBJECT_NOT_IN_PREREQUISITE_STATE), "{statement}: {error}");
            drop(work);

            let work = client.transaction().await.expect("begun");
            work.execute("select hub.hold($1)", &[&clinic]).await.expect("held");
            work.execute(statement, &[&clinic]).await.expect("who holds the counter row may");
            drop(work);
        }
    }
}

/// Eight desks write at once while they and a ninth read: every cursor that moves on has passed everything below it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_ever_passes_over_what_commits_late() {
    const WRITERS: u32 = 8;
    const ROUNDS: u32 = 12;
    let (store, operator) = database().await.stores(8).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let mut desks = Vec::new();
    for _ in 0..=WRITERS {
        let code = operator.new_code(clinic, Duration::from_secs(60)).await.expect("a code");
        let request = enrolling(Uuid::new_v4(), &code);
        let reply = store.enrol(&request).await.expect("enrolled");
        desks.push((Desk::new(reply.number, request.desk), hash_of_token(&reply.token)));
    }
    let all = u64::from(WRITERS * ROUNDS);
    let working = desks.into_iter().map(|(mut desk, token)| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut heard = BTreeSet::new();
            let mut written = 0;
            while desk.cursor < all {
                if desk.number <= WRITERS && written < ROUNDS {
                    let id = Uuid::new_v4();
                    desk.registers(id, "Mona");
                    heard.insert(id);
                    written += 1;
                }
                let request = desk.request(9, 400);
                let reply = store.sync(clinic, &token, NOW, &request).await.expect("an answer").reply;
                desk.through = reply.through;
                desk.cursor = reply.next;
                for row in decode_rows(&reply.rows).expect("rows") {
                    assert!(row.seq > request.cursor && row.seq <= reply.next);
                    heard.insert(row.id);
                }
            }
            heard.len() as u64
        })
    });
    for desk in working.collect::<Vec<_>>() {
        assert_eq!(
            tokio::time::timeout(Duration::from_secs(60), desk).await.expect("an end").expect("fine"),
            all
        );
    }
}
