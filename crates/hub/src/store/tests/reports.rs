//! What a clinic's login for reports sees.

use std::time::Duration;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wire::changes::{Value, encode};
use wire::registry::{Class, TABLES};

use super::world::{Desk, NOW, enrolling, insert};
use super::{database, server};
use crate::secrets::hash_of_token;
use crate::store::{Driving, add_reader, connect, reader_of, remove_reader};
use crate::throwaway::Database;

/// A clinic with one doctor and visits, some of them with values that are no dates and no times.
async fn clinic(database: &Database, doctor_name: &str) -> Uuid {
    let (store, operator) = database.stores(2).expect("stores");
    let clinic = operator.add_clinic(doctor_name).await.expect("a clinic");
    let code = operator.new_code(clinic, Duration::from_secs(60)).await.expect("a code");
    let reply = store.enrol(&enrolling(Uuid::new_v4(), &code)).await.expect("enrolled");
    let mut desk = Desk::new(reply.number, Uuid::new_v4());
    let doctor = Uuid::new_v4();
    let text = |text: &str| Value::Text(text.to_owned());
    let mut changes =
        vec![insert("doctor", doctor, &[("full_name", text(doctor_name)), ("active", Value::Integer(1))])];
    for (date, starts_at, status) in [
        ("2026-11-24", 600, "completed"),
        ("2026-11-24", 620, "no_show"),
        ("2026-11-24", 99_999, "cancelled"),
        ("2026-02-31", 600, "completed"),
        ("soon", -5, "scheduled"),
    ] {
        changes.push(insert(
            "appointment",
            Uuid::new_v4(),
            &[
                ("doctor_id", Value::Blob(doctor.as_bytes().to_vec())),
                ("date", text(date)),
                ("starts_at", Value::Integer(starts_at)),
                ("minutes", Value::Integer(20)),
                ("status", text(status)),
                ("arrived_at", Value::Integer(NOW)),
                ("started_at", Value::Integer(NOW + 600_000)),
                ("created_at", Value::Integer(i64::MAX)),
            ],
        ));
    }
    desk.does(Uuid::new_v4(), NOW << 16, encode(&changes));
    store.sync(clinic, &hash_of_token(&reply.token), NOW, &desk.request(9, 1)).await.expect("taken");
    clinic
}

async fn reader(database: &Database, clinic: Uuid) -> (Client, Driving) {
    let password = add_reader(&database.owner, clinic).await.expect("a login");
    assert_eq!(password.len(), 64);
    connect(&server().url(&reader_of(clinic), &database.name)).await.expect("connected")
}

#[tokio::test]
async fn a_clinics_reports_show_that_clinic() {
    let database = database().await;
    let (one, two) = (clinic(&database, "Dr One").await, clinic(&database, "Dr Two").await);
    for (clinic, name) in [(one, "Dr One"), (two, "Dr Two")] {
        let (client, _driving) = reader(&database, clinic).await;
        let doctors = client.query("select doctor from report.doctors", &[]).await.expect("doctors");
        assert_eq!(doctors.iter().map(|row| row.get::<_, &str>(0)).collect::<Vec<_>>(), [name]);
        let day = client
            .query_one("select booked, completed, no_shows, cancelled from report.visits_by_day where date = '2026-11-24'", &[])
            .await
            .expect("the day");
        assert_eq!([0, 1, 2, 3].map(|at| day.get::<_, i64>(at)), [3, 1, 1, 1]);
        let waited =
            "select count(*) from report.appointments where waited_minutes = 10 and booked_at is null";
        assert_eq!(client.query_one(waited, &[]).await.expect("waited").get::<_, i64>(0), 5);
        let odd = "select count(*) from report.appointments where starts_at is null";
        assert_eq!(client.query_one(odd, &[]).await.expect("odd").get::<_, i64>(0), 2);
    }
}

#[tokio::test]
async fn a_login_for_reports_reads_nothing_else_and_writes_nothing() {
    let database = database().await;
    let clinic = clinic(&database, "Dr One").await;
    let (client, _driving) = reader(&database, clinic).await;
    for statement in [
        "select * from record.appointment",
        "select * from hub.desk",
        "set role clinic_view_owner",
        "set role clinic_hub",
        "create view report.mine as select 1",
        "delete from report.patients",
    ] {
        let error = client.batch_execute(statement).await.expect_err(statement);
        let is_refused = [SqlState::INSUFFICIENT_PRIVILEGE, SqlState::READ_ONLY_SQL_TRANSACTION]
            .contains(error.code().expect("a code"));
        assert!(is_refused, "{statement}: {error}");
    }
    client
        .batch_execute("set clinic.id = '00000000-0000-0000-0000-000000000000'")
        .await
        .expect("allowed, and of no use");
    let seen = client.query_one("select count(*) from report.appointments", &[]).await.expect("seen");
    assert_eq!(seen.get::<_, i64>(0), 5);
    for view in client
        .query("select viewname::text from pg_views where schemaname = 'report'", &[])
        .await
        .expect("views")
    {
        let view: String = view.get(0);
        client
            .query(&format!("select * from report.{view}"), &[])
            .await
            .unwrap_or_else(|error| panic!("{view}: {error}"));
    }
    drop(client);
    remove_reader(&database.owner, clinic).await.expect("removed");
    assert!(connect(&server().url(&reader_of(clinic), &database.name)).await.is_err());
}

#[tokio::test]
async fn no_view_tells_who_somebody_is_or_what_ails_them() {
    let database = database().await;
    let (client, _driving) = connect(&database.owner).await.expect("connected");
    let used = client
        .query(
            "select table_name::text, column_name::text from information_schema.view_column_usage
            where view_schema = 'report' and table_schema = 'record'",
            &[],
        )
        .await
        .expect("usage");
    for row in &used {
        let (table, column): (&str, &str) = (row.get(0), row.get(1));
        let column = TABLES.iter().find(|of| of.name == table).and_then(|table| table.column(column));
        assert!(column.is_none_or(|column| column.class == Class::Ordinary), "{table}.{column:?}");
    }
    let direct = client
        .query_one(
            "select count(*) from pg_depend join pg_rewrite on pg_rewrite.oid = objid join pg_class on pg_class.oid = refobjid
            where relnamespace = 'record'::regnamespace and refobjsubid > 0",
            &[],
        )
        .await
        .expect("dependencies");
    assert!(direct.get::<_, i64>(0) > 40 && used.len() > 40, "the views were looked at: {}", used.len());
}
