//! Clinics stay apart, whatever SQL the server's login runs.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wire::changes::{Value, encode};
use wire::operation::Hash;
use wire::registry::TABLES;
use wire::sync::{BlobPart, PROTOCOL, TroubleCode};

use super::database;
use super::world::{Desk, NOW, enrolling, insert};
use crate::secrets::hash_of_token;
use crate::store::columns::type_of;
use crate::store::{Refused, Role, Store, connect};
use crate::throwaway::Database;

struct Two {
    database: Database,
    store: Store,
    clinics: [(Uuid, String); 2],
}

/// Two clinics with one patient each.
async fn two_clinics() -> Two {
    let database = database().await;
    let (store, operator) = database.stores(2).expect("stores");
    let mut clinics = Vec::new();
    for name in ["One", "Two"] {
        let clinic = operator.add_clinic(name).await.expect("a clinic");
        let code = operator.new_code(clinic, Duration::from_secs(60)).await.expect("a code");
        let reply = store.enrol(&enrolling(Uuid::new_v4(), &code)).await.expect("enrolled");
        let mut desk = Desk::new(reply.number, Uuid::new_v4());
        desk.registers(Uuid::new_v4(), name);
        let (content, document) = (name.as_bytes(), Uuid::new_v4());
        let hash: Hash = Sha256::digest(content).into();
        let named = insert("document", document, &[("content_hash", Value::Blob(hash.to_vec()))]);
        desk.does(document, NOW << 16, encode(&[named]));
        store.sync(clinic, &hash_of_token(&reply.token), NOW, &desk.request(9, 1)).await.expect("taken");
        let (size, digest) = (content.len() as u64, hash.to_vec().into());
        let part = BlobPart { protocol: PROTOCOL, size, digest, bytes: content.to_vec().into() };
        let token = hash_of_token(&reply.token);
        let taken = store.take_blob_part(clinic, &token, (&hash, 0), &part, 1000).await.expect("taken");
        assert!(taken.is_some_and(|taken| taken.completed));
        clinics.push((clinic, reply.token));
    }
    Two { database, store, clinics: clinics.try_into().expect("two") }
}

#[tokio::test]
async fn the_servers_login_reads_no_clinic_that_it_has_not_named() {
    let Two { database, clinics, .. } = two_clinics().await;
    let (client, _driving) = connect(&database.server).await.expect("connected");
    let tables = client
        .query(
            "select schemaname || '.' || tablename from pg_tables where schemaname in ('hub', 'record')",
            &[],
        )
        .await
        .expect("tables");
    let mut seen = 0;
    for table in tables {
        let table: String = table.get(0);
        let by_name = client.query_one(&format!("select count(*) from {table}"), &[]).await;
        let Ok(row) = by_name else { continue };
        assert_eq!(row.get::<_, i64>(0), 0, "{table} without a clinic");
        for (clinic, _) in &clinics {
            client
                .execute("select set_config('clinic.id', $1, false)", &[&clinic.to_string()])
                .await
                .expect("named");
            let others = format!("select count(*) from {table} where clinic_id <> $1");
            let row = client.query_one(&others, &[clinic]).await.expect("allowed");
            assert_eq!(row.get::<_, i64>(0), 0, "{table} shows another clinic");
            let own = client.query_one(&format!("select count(*) from {table}"), &[]).await.expect("allowed");
            seen += own.get::<_, i64>(0);
        }
        client.batch_execute("reset clinic.id").await.expect("reset");
    }
    assert!(seen >= 18, "each clinic sees its own: {seen}");
}

#[tokio::test]
async fn the_servers_login_cannot_become_anybody_who_could() {
    let Two { database, clinics, .. } = two_clinics().await;
    let (client, _driving) = connect(&database.server).await.expect("connected");
    for statement in [
        "set role hub_owner",
        "set role clinic_admin",
        "alter table hub.desk disable row level security",
        "create policy mine on hub.desk using (true)",
        "drop trigger operation_in_order on hub.operation",
        "delete from hub.operation",
        "update hub.blob_part set bytes = ''",
        "truncate record.patient",
        "select * from public.hub_migrations",
        "insert into hub.clinic (clinic_id, name) values (gen_random_uuid(), 'x')",
        "update hub.clinic_head set epoch = gen_random_uuid()",
    ] {
        let error = client.batch_execute(statement).await.expect_err(statement);
        assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{statement}: {error}");
    }
    // Writing for another clinic than the one that is named.
    let (one, two) = (clinics[0].0, clinics[1].0);
    client.execute("select hub.hold($1)", &[&one]).await.expect("held");
    let smuggled = "insert into hub.digest (clinic_id, table_no, sum) values ($1, 1, 1)";
    assert!(client.execute(smuggled, &[&two]).await.is_err());
}

#[tokio::test]
async fn a_token_opens_its_own_clinic_only() {
    let Two { store, clinics, .. } = two_clinics().await;
    let request = Desk::new(1, Uuid::new_v4()).request(0, 1);
    for (clinic, token, is_own) in [
        (clinics[0].0, &clinics[0].1, true),
        (clinics[1].0, &clinics[0].1, false),
        (Uuid::new_v4(), &clinics[0].1, false),
        (clinics[0].0, &"0".repeat(64), false),
    ] {
        match store.sync(clinic, &hash_of_token(token), NOW, &request).await {
            Ok(_) => assert!(is_own),
            Err(Refused::Trouble(trouble)) => {
                assert_eq!((trouble.code, is_own), (TroubleCode::NotFound, false))
            }
            Err(Refused::Fault(fault)) => panic!("{fault}"),
        }
    }
}

#[tokio::test]
async fn a_login_that_nothing_would_stop_is_refused() {
    let database = database().await;
    let (store, _) = database.stores(1).expect("stores");
    store.refuse_powerful_login().await.expect("the server's own login is weak");
    let owner = Store::new(database.owner.clone(), Role::Server, 1).expect("a store");
    assert!(owner.refuse_powerful_login().await.is_err());
}

/// Digests are only compared with desks that know the same columns.
#[test]
fn the_registry_is_that_of_the_desks_newest_migration() {
    let files =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations")).expect("migrations");
    let numbers = files.filter_map(|file| {
        let name = file.expect("an entry").file_name().into_string().expect("a name");
        name.strip_prefix('V')?.split("__").next()?.parse::<u32>().ok()
    });
    assert_eq!(numbers.max(), Some(crate::store::SCHEMA));
}

#[tokio::test]
async fn the_migrations_and_the_registry_tell_of_the_same_columns() {
    let database = database().await;
    let (client, _driving) = connect(&database.owner).await.expect("connected");
    let own = ["clinic_id", "id", "seq", "presence", "known_to", "stamps", "ext", "size", "part"];
    for table in TABLES {
        let found = client
            .query(
                "select column_name::text, data_type::text from information_schema.columns
                where table_schema = 'record' and table_name = $1",
                &[&table.name],
            )
            .await
            .expect("columns");
        let mut found: Vec<(String, String)> = found.iter().map(|row| (row.get(0), row.get(1))).collect();
        found.retain(|(name, _)| !own.contains(&name.as_str()));
        found.sort();
        let mut wanted: Vec<(String, String)> = table
            .columns
            .iter()
            .map(|column| (column.name.to_owned(), type_of(column.kind).to_owned()))
            .collect();
        wanted.sort();
        assert_eq!(found, wanted, "{}", table.name);
    }
}
