//! The ledger as a whole, over a real encrypted database.

use rusqlite::named_params;

use crate::error::{Error, Refusal};
use crate::store::Sql;
use crate::testing::fresh_desk;

fn operations(test: &crate::testing::TestDesk) -> u64 {
    test.desk.read(|c| Ok(c.query_row("select count(*) from operation", [], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_write_outside_commit_is_refused_by_the_database() {
    let test = fresh_desk();
    let opened = test.desk.opened().unwrap();
    let writer = opened.store.writer();
    for statement in [
        "insert into company (id, name) values (randomblob(16), 'x')",
        "update site set name = 'x'",
        "delete from doctor",
    ] {
        let error = writer.connection.execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("ledger.write_outside_commit"), "{statement}: {error}");
    }
}

#[test]
fn a_tool_with_the_key_and_without_the_function_cannot_write() {
    let test = fresh_desk();
    let key = crate::store::DatabaseKey::new([7; 32]);
    let other = rusqlite::Connection::open(test.dir.path().join("clinic.db")).unwrap();
    other.pragma_update(None, "key", key.literal().as_str()).unwrap();
    assert_eq!(other.query_row("select count(*) from site", [], |row| row.get::<_, u32>(0)).unwrap(), 1);
    let error = other.execute("update site set name = 'x'", []).unwrap_err();
    assert!(error.to_string().contains("no such function"), "{error}");
}

#[test]
fn a_refusal_leaves_no_row_and_no_operation() {
    let test = fresh_desk();
    let before = operations(&test);
    let refused: crate::Result<()> = test.desk.commit(&test.admin, "sites.save", |tx| {
        tx.execute("update site set name = 'Giza'", [])?;
        Err(Refusal::new("test.no").into())
    });
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.code == "test.no"));
    assert_eq!(operations(&test), before);
    let name: String =
        test.desk.read(|c| Ok(c.query_row("select name from site", [], |row| row.get(0))?)).unwrap();
    assert_eq!(name, "Dokki");
}

#[test]
fn writing_what_is_already_there_is_no_operation() {
    let test = fresh_desk();
    let before = operations(&test);
    test.desk
        .commit(&test.admin, "sites.save", |tx| Ok(tx.execute("update site set name = 'Dokki'", [])?))
        .unwrap();
    assert_eq!(operations(&test), before);
}

#[test]
fn the_ledger_only_grows() {
    let test = fresh_desk();
    let opened = test.desk.opened().unwrap();
    let writer = opened.store.writer();
    for statement in [
        "delete from operation",
        "update operation set kind = 'x'",
        "update operation set changes = null, hash = randomblob(32)",
        "delete from touched",
        "update touched set operation = 1",
        "insert or replace into operation select * from operation",
    ] {
        assert!(writer.connection.execute(statement, []).is_err(), "{statement}");
    }
}

#[test]
fn every_row_an_operation_changed_leads_back_to_it() {
    let test = fresh_desk();
    let patient = test.patient("Omar Hesham");
    let kind: String = test
        .desk
        .read(|c| {
            Ok(c.query_row(
                "select kind from operation join touched on operation = number where row_id = :row",
                named_params! { ":row": Sql(patient) },
                |row| row.get(0),
            )?)
        })
        .unwrap();
    assert_eq!(kind, "patients.register");
}

#[test]
fn a_panic_in_the_work_closes_the_door_again() {
    let test = fresh_desk();
    let before = operations(&test);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: crate::Result<()> = test.desk.commit(&test.admin, "sites.save", |tx| {
            tx.execute("update site set name = 'Giza'", [])?;
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(operations(&test), before);
    assert!(
        test.desk
            .opened()
            .unwrap()
            .store
            .writer()
            .connection
            .execute("update site set name = 'x'", [])
            .is_err()
    );
    test.patient("Still works");
}

#[test]
fn the_tables_the_migrations_make_are_those_of_the_registry() {
    use wire::registry::{Kind, TABLES};
    const LOCAL: &[&str] = &["operation", "touched", "counter", "draft", "refinery_schema_history"];
    let test = fresh_desk();
    let (tables, columns) = test
        .desk
        .read(|c| {
            let mut statement = c.prepare(
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
            )?;
            let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut columns = Vec::new();
            for table in TABLES {
                let mut statement = c.prepare("select name, type from pragma_table_info(?1)")?;
                let rows = statement.query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?)))?;
                columns.push(rows.collect::<Result<Vec<(String, String)>, _>>()?);
            }
            Ok((tables, columns))
        })
        .unwrap();
    let mut replicated: Vec<&str> =
        tables.iter().map(String::as_str).filter(|name| !LOCAL.contains(name)).collect();
    let mut registered: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    replicated.sort_unstable();
    registered.sort_unstable();
    assert_eq!(replicated, registered);
    for (table, columns) in TABLES.iter().zip(columns) {
        let mut expected: Vec<(String, String)> = vec![("id".into(), "BLOB".into())];
        expected.extend(table.columns.iter().map(|column| {
            let sql = match column.kind {
                Kind::Integer => "INTEGER",
                Kind::Real => "REAL",
                Kind::Text | Kind::Json => "TEXT",
                Kind::Blob | Kind::Id => "BLOB",
            };
            (column.name.to_owned(), sql.to_owned())
        }));
        expected.sort();
        let mut columns: Vec<(String, String)> =
            columns.into_iter().map(|(name, kind)| (name, kind.to_uppercase())).collect();
        columns.sort();
        assert_eq!(columns, expected, "{}", table.name);
        let mut numbers: Vec<u16> = table.columns.iter().map(|column| column.number).collect();
        numbers.dedup();
        assert_eq!(
            numbers,
            (1..=u16::try_from(table.columns.len()).unwrap()).collect::<Vec<_>>(),
            "{}",
            table.name
        );
    }
}
