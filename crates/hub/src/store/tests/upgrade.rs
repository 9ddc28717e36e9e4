//! A hub that has learnt new tables and columns puts what it kept for newer desks where it belongs.

use std::time::Duration;

use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::sync::{Digest, SyncRequest, decode_rows, digest_of};

use super::database;
use super::world::{Desk, NOW, column, enrolling, insert};
use crate::secrets::hash_of_token;
use crate::store::{connect, migrate};

#[tokio::test]
async fn what_was_kept_for_newer_desks_moves_into_its_columns_and_looks_unchanged() {
    let database = database().await;
    let (store, operator) = database.stores(2).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let mut desks = Vec::new();
    for _ in 0..2 {
        let code = operator.new_code(clinic, Duration::from_secs(60)).await.expect("a code");
        let reply = store.enrol(&enrolling(Uuid::new_v4(), &code)).await.expect("enrolled");
        desks.push((Desk::new(reply.number, Uuid::new_v4()), hash_of_token(&reply.token)));
    }
    let [(mut writer, token), (reader, reader_token)]: [_; 2] = desks.try_into().expect("two");
    let (patient, company, other) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let unknown = Change {
        table: 900,
        row: other,
        action: Action::Insert,
        fields: vec![Field { column: 1, before: Value::Null, after: Value::Integer(7) }],
    };
    let changes = vec![
        insert(
            "patient",
            patient,
            &[("full_name", Value::Text("Mona".into())), ("notes", Value::Text("x".into()))],
        ),
        insert("company", company, &[("name", Value::Text("Nile".into()))]),
        unknown,
    ];
    writer.does(Uuid::new_v4(), NOW << 16, encode(&changes));
    store.sync(clinic, &token, NOW, &writer.request(1, 1)).await.expect("taken");
    let everything = || reader.request(0, 1 << 20);
    let before = store.sync(clinic, &reader_token, NOW, &everything()).await.expect("told").reply;

    // As a hub would have kept it that knew neither the table nor the column yet.
    let (mut client, _driving) = connect(&database.operator).await.expect("connected");
    let work = client.transaction().await.expect("begun");
    work.query_one("select hub.hold($1)", &[&clinic]).await.expect("held");
    let (_, notes) = column("patient", "notes");
    let spilled = format!(
        "update record.patient set notes = null, ext = '{{\"{notes}\": {{\"t\": \"x\"}}}}' where clinic_id = $1"
    );
    assert_eq!(work.execute(&spilled, &[&clinic]).await.expect("spilled"), 1);
    let (number, name) = column("company", "name");
    let moved = format!(
        "insert into record.other (clinic_id, table_no, id, seq, presence, known_to, stamps, ext, size, part)
        select clinic_id, {number}, id, seq, presence, known_to, stamps, jsonb_build_object('{name}', jsonb_build_object('t', name)), size, 0
        from record.company where clinic_id = $1"
    );
    assert_eq!(work.execute(&moved, &[&clinic]).await.expect("moved"), 1);
    work.commit().await.expect("committed");
    let (owner, _driving) = connect(&database.owner).await.expect("connected");
    // The owner is held back by row-level security like everybody else.
    owner.execute("select set_config('clinic.id', $1, false)", &[&clinic.to_string()]).await.expect("named");
    owner
        .execute("select set_config('clinic.held', $1, false)", &[&clinic.to_string()])
        .await
        .expect("named");
    assert_eq!(owner.execute("delete from record.company", &[]).await.expect("deleted"), 1);
    owner.execute("delete from hub.digest", &[]).await.expect("deleted");

    let kept = store.sync(clinic, &reader_token, NOW, &everything()).await.expect("told").reply;
    assert_eq!(decode_rows(&kept.rows), decode_rows(&before.rows), "it was told all the same");
    migrate(&database.owner).await.expect("migrated");
    let after = store.sync(clinic, &reader_token, NOW, &everything()).await.expect("told").reply;
    assert_eq!(after.rows, before.rows);

    let count = |sql: &'static str| {
        let owner = &owner;
        async move { owner.query_one(sql, &[]).await.expect("counted").get::<_, i64>(0) }
    };
    assert_eq!(count("select count(*) from record.patient where notes = 'x' and ext is null").await, 1);
    assert_eq!(count("select count(*) from record.company where name = 'Nile'").await, 1);
    assert_eq!(count("select count(*) from record.other").await, 1, "what is still unknown stays");

    let of = |table: &str, id, fields: &[(&str, &str)]| {
        let values: Vec<(u16, Value)> = fields
            .iter()
            .map(|(name, text)| (column(table, name).1, Value::Text((*text).to_owned())))
            .collect();
        let table = column(table, fields[0].0).0;
        Digest { table, sum: digest_of(table, id, values.iter().map(|(column, value)| (*column, value))) }
    };
    let digests = vec![
        of("patient", patient, &[("full_name", "Mona"), ("notes", "x")]),
        of("company", company, &[("name", "Nile")]),
    ];
    let request = SyncRequest { cursor: after.head, digests, ..everything() };
    let reply = store.sync(clinic, &reader_token, NOW, &request).await.expect("told").reply;
    assert!(reply.differs.is_empty(), "the digests are worked out anew");
}
