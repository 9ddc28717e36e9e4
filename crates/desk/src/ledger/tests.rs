//! The ledger as a whole, over a real encrypted database.

mod leading_back;

use crate::error::{Error, Refusal};
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
fn an_operation_that_changes_no_row_is_announced_and_one_that_leaves_no_trace_is_not() {
    let test = fresh_desk();
    let mut news = test.desk.announcements();
    test.desk.commit(&test.admin, "test.nothing", |_| Ok(())).unwrap();
    assert!(news.try_recv().is_err());
    test.desk
        .commit(&test.admin, "papers.slip", |tx| {
            tx.note("format", "a5");
            Ok(())
        })
        .unwrap();
    assert_eq!(news.try_recv().unwrap().tables, ["operation"]);
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
fn no_operation_is_in_the_ledger_twice() {
    let test = fresh_desk();
    let written_again = test.desk.commit(&test.admin, "sites.save", |tx| {
        Ok(tx.execute(
            "insert into operation (number, uid, hlc, at, desk_id, kind, schema, changes_hash, hash, references_given)
             select number + 1, uid, hlc, at, desk_id, kind, schema, changes_hash, hash, references_given
             from operation order by number desc limit 1",
            [],
        )?)
    });
    let Err(crate::Error::Fault(fault)) = written_again else { panic!("it was written again") };
    assert!(format!("{fault:?}").contains("ledger_is_append_only"), "{fault:?}");
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
    const LOCAL: &str = "operation touched draft hub_link sync_cap sync_outcome sync_beyond sync_arrived refinery_schema_history \
        report_day report_deed report_state report_stale report_person";
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
        tables.iter().map(String::as_str).filter(|name| !LOCAL.split(' ').any(|own| own == *name)).collect();
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

mod undoing {
    use domain::account::Role;
    use domain::id::{AccountId, Id as _, OperationId, PatientId};
    use rusqlite::named_params;

    use super::super::requests::{ListOperations, UndoRequest};
    use super::super::{undo, verify, views};
    use super::operations;
    use crate::error::{Error, Refusal};
    use crate::session::Empty;
    use crate::store::Sql;
    use crate::testing::{TestDesk, fresh_desk, session};

    fn rename(test: &TestDesk, by: &crate::Session, patient: PatientId, name: &str) {
        test.desk
            .commit(by, "patients.update", |tx| {
                let parameters = named_params! { ":id": Sql(patient), ":name": name };
                Ok(tx.execute("update patient set full_name = :name where id = :id", parameters)?)
            })
            .unwrap();
    }

    fn name(test: &TestDesk, patient: PatientId) -> Option<String> {
        let sql = "select iif(deleted_at is null, full_name, null) from patient where id = :id";
        test.desk
            .read(|c| Ok(c.query_row(sql, named_params! { ":id": Sql(patient) }, |row| row.get(0))?))
            .unwrap()
    }

    fn last(test: &TestDesk) -> OperationId {
        views::list(&test.desk, &test.admin, ListOperations::default()).unwrap().operations[0].id
    }

    fn refused(answer: crate::Result<impl std::fmt::Debug>) -> Refusal {
        match answer.unwrap_err() {
            Error::Refused(refusal) => refusal,
            Error::Fault(fault) => panic!("a fault: {fault:?}"),
        }
    }

    #[test]
    fn undo_walks_back_one_operation_at_a_time_and_an_undo_can_be_undone() {
        let test = fresh_desk();
        let patient = test.patient("Omar");
        rename(&test, &test.admin, patient, "Omar Hesham");
        rename(&test, &test.admin, patient, "Omar Hesham Abdelaziz");
        let undo = |id| undo::undo(&test.desk, &test.admin, UndoRequest { id });
        undo(None).unwrap();
        assert_eq!(name(&test, patient).as_deref(), Some("Omar Hesham"));
        let second = undo(None).unwrap();
        assert!(second.undone.undone);
        assert_eq!(name(&test, patient).as_deref(), Some("Omar"));
        undo(Some(second.operation)).unwrap();
        assert_eq!(name(&test, patient).as_deref(), Some("Omar Hesham"));
        undo(None).unwrap();
        undo(None).unwrap();
        assert_eq!(name(&test, patient), None, "the registration itself is undone by marking the row");
        assert_eq!(refused(undo(None)).code, "undo.nothing", "setting up the clinic is never undone");
        assert!(verify::verify(&test.desk, &test.admin, Empty {}).unwrap().ok);
    }

    #[test]
    fn undo_is_refused_where_the_row_changed_since_and_says_who_did_it() {
        let test = fresh_desk();
        let patient = test.patient("Omar");
        rename(&test, &test.admin, patient, "Omar Hesham");
        let mine = last(&test);
        rename(&test, &test.admin, patient, "Omar H.");
        let before = operations(&test);
        let refusal = refused(undo::undo(&test.desk, &test.admin, UndoRequest { id: Some(mine) }));
        assert_eq!(refusal.code, "undo.changed_since");
        assert_eq!(refusal.params["by"], "Mona Adel");
        assert_eq!(refusal.params["kind"], "patients.update");
        assert_eq!(operations(&test), before);
    }

    #[test]
    fn a_field_nobody_touched_since_does_not_stand_in_the_way() {
        let test = fresh_desk();
        let patient = test.patient("Omar");
        rename(&test, &test.admin, patient, "Omar Hesham");
        let renaming = last(&test);
        test.desk
            .commit(&test.admin, "patients.update", |tx| {
                let parameters = named_params! { ":id": Sql(patient) };
                Ok(tx.execute("update patient set notes = 'asks for mornings' where id = :id", parameters)?)
            })
            .unwrap();
        undo::undo(&test.desk, &test.admin, UndoRequest { id: Some(renaming) }).unwrap();
        assert_eq!(name(&test, patient).as_deref(), Some("Omar"));
    }

    #[test]
    fn only_ones_own_operations_unless_one_may_undo_others() {
        let test = fresh_desk();
        let heba = session(AccountId::from_uuid(uuid::Uuid::from_u128(9)), Role::Receptionist);
        let patient = test.patient("Omar");
        let registration = last(&test);
        let by_heba = |id| undo::undo(&test.desk, &heba, UndoRequest { id });
        assert_eq!(refused(by_heba(None)).code, "undo.nothing");
        assert_eq!(refused(by_heba(Some(registration))).code, "undo.not_yours");
        rename(&test, &heba, patient, "Omar Hesham");
        let hers = last(&test);
        undo::undo(&test.desk, &test.admin, UndoRequest { id: Some(hers) }).unwrap();
        assert_eq!(refused(by_heba(Some(hers))).code, "undo.already_undone");
    }

    #[test]
    fn what_newer_rows_refer_to_cannot_be_undone_away() {
        let test = fresh_desk();
        let patient = test.patient("Omar");
        let registration = last(&test);
        test.desk
            .commit(&test.admin, "appointments.book", |tx| {
                Ok(tx.execute(
                    "insert into appointment
                     (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, created_at)
                     values (randomblob(16), 'APT-A-000001', :patient, :doctor, :site, '2026-11-22', 600, 15, :now)",
                    named_params! {
                        ":patient": Sql(patient), ":doctor": Sql(test.doctor), ":site": Sql(test.site),
                        ":now": Sql(tx.now()),
                    },
                )?)
            })
            .unwrap();
        let refusal = refused(undo::undo(&test.desk, &test.admin, UndoRequest { id: Some(registration) }));
        assert_eq!(refusal.code, "undo.in_use");
        assert_eq!(refusal.params["table"], "appointment");
    }

    #[test]
    fn the_audit_trail_shows_before_and_after_and_never_a_key() {
        let test = fresh_desk();
        let patient = test.patient("Omar");
        rename(&test, &test.admin, patient, "Omar Hesham");
        test.desk
            .commit(&test.admin, "accounts.reset_password", |tx| {
                Ok(tx.execute("update account set key_envelope = x'C0FFEE'", [])?)
            })
            .unwrap();
        let list = |request| views::list(&test.desk, &test.admin, request).unwrap();
        let all = list(ListOperations::default());
        assert!(!serde_json::to_string(&all).unwrap().to_uppercase().contains("C0FFEE"));
        let of_patient = list(ListOperations { subject: Some(patient.uuid()), ..Default::default() });
        assert_eq!(of_patient.operations.len(), 2);
        let renaming = &of_patient.operations[0];
        assert_eq!(renaming.subject.as_deref(), Some("Omar Hesham"));
        assert_eq!(renaming.account_name.as_deref(), Some("Mona Adel"));
        let field = &renaming.changes[0].fields[0];
        assert_eq!(
            (field.field.as_str(), &field.before, &field.after),
            ("full_name", &"Omar".into(), &"Omar Hesham".into())
        );
        let page =
            list(ListOperations { limit: Some(1), kind: Some("patients.".into()), ..Default::default() });
        assert!(page.more && page.operations.len() == 1);
        let next = list(ListOperations {
            before: Some(page.operations[0].number),
            limit: Some(1),
            ..Default::default()
        });
        assert_eq!(next.operations[0].number, page.operations[0].number - 1);
    }

    #[test]
    fn verify_names_the_first_bad_entry() {
        let patch = |statement: &str| {
            let test = fresh_desk();
            for name in ["Omar", "Yara", "Seif"] {
                test.patient(name);
            }
            {
                let opened = test.desk.opened().unwrap();
                let writer = opened.store.writer();
                writer
                    .connection
                    .execute_batch(&format!(
                        "pragma foreign_keys = off;
                         drop trigger operation_keeps_its_links; drop trigger operation_is_append_only; {statement}"
                    ))
                    .unwrap();
            }
            let reply = verify::verify(&test.desk, &test.admin, Empty {}).unwrap();
            (reply.ok, reply.first_bad)
        };
        assert_eq!(patch(""), (true, None));
        assert_eq!(patch("update operation set kind = 'x' where number = 3"), (false, Some(3)));
        assert_eq!(patch("update operation set at = at + 1 where number = 2"), (false, Some(2)));
        assert_eq!(patch("delete from operation where number = 2"), (false, Some(2)));
        assert_eq!(
            patch(
                "update operation set changes = (select changes from operation where number = 3) where number = 2"
            ),
            (false, Some(2))
        );
        assert_eq!(
            patch("update operation set changes = null where number = 2"),
            (true, None),
            "erasure keeps the links"
        );
    }
}
