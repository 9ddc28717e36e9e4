//! From a row to what was done to it: by what stands in its identifier, or by an entry.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{Id as _, OperationId, PatientId};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use proptest::test_runner::Config;
use rusqlite::named_params;
use uuid::Uuid;
use wire::changes::Action;

use super::super::requests::{ListOperations, UndoRequest};
use super::super::{ids, store, undo, verify, views};
use crate::session::Empty;
use crate::store::{RowExt as _, Sql};
use crate::testing::{TestDesk, fresh_desk};

/// What somebody does; the numbers choose among the patients there are.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// So many at once.
    Register(u8),
    /// Under an identifier that was made elsewhere.
    Import(u128),
    Rename(usize),
    RenameAll,
    /// Makes one and removes it again, and renames another.
    Stumble(usize),
    Undo,
    UndoAgain(usize),
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..4_u8).prop_map(Step::Register),
        1 => any::<u128>().prop_map(Step::Import),
        3 => any::<usize>().prop_map(Step::Rename),
        1 => Just(Step::RenameAll),
        1 => any::<usize>().prop_map(Step::Stumble),
        2 => Just(Step::Undo),
        1 => any::<usize>().prop_map(Step::UndoAgain),
    ]
}

fn insert(tx: &super::super::Tx<'_>, id: PatientId) -> crate::Result<()> {
    let parameters = named_params! { ":id": Sql(id), ":ref": id.uuid().to_string(), ":now": Sql(tx.now()) };
    tx.execute(
        "insert into patient (id, ref, full_name, gender, created_at) values (:id, :ref, 'Omar', 'male', :now)",
        parameters,
    )?;
    Ok(())
}

fn rename(tx: &super::super::Tx<'_>, id: PatientId) -> crate::Result<()> {
    tx.execute("update patient set full_name = full_name || ' H' where id = ?", [Sql(id)])?;
    Ok(())
}

fn take(test: &TestDesk, step: Step, patients: &mut Vec<PatientId>) {
    let commit = |work: &dyn Fn(&super::super::Tx<'_>) -> crate::Result<Vec<PatientId>>| {
        test.desk.commit(&test.admin, "patients.update", work).unwrap()
    };
    let chosen = |at: usize| patients.get(at % patients.len().max(1)).copied();
    let undo = |id| undo::undo(&test.desk, &test.admin, UndoRequest { id });
    let made = match step {
        Step::Register(count) => commit(&|tx| {
            let ids: Vec<PatientId> = (0..count).map(|_| tx.new_id()).collect();
            ids.iter().try_for_each(|id| insert(tx, *id))?;
            // Changed within the operation that makes it.
            rename(tx, ids[0])?;
            Ok(ids)
        }),
        Step::Import(id) => commit(&|tx| {
            let id = PatientId::from_uuid(Uuid::from_u128(id));
            insert(tx, id)?;
            Ok(vec![id])
        }),
        Step::Rename(at) => commit(&|tx| chosen(at).map_or(Ok(()), |id| rename(tx, id)).map(|()| Vec::new())),
        Step::RenameAll => {
            commit(&|tx| patients.iter().try_for_each(|id| rename(tx, *id)).map(|()| Vec::new()))
        }
        Step::Stumble(at) => commit(&|tx| {
            let id = tx.new_id();
            insert(tx, id)?;
            tx.execute("delete from patient where id = ?", [Sql(id)])?;
            chosen(at).map_or(Ok(()), |id| rename(tx, id)).map(|()| Vec::new())
        }),
        Step::Undo => {
            // Refused where nothing is left; the ledger then stays as it is.
            let _ = undo(None);
            Vec::new()
        }
        Step::UndoAgain(at) => {
            let all = operations(test);
            let (uid, _) = &all[at % all.len()];
            let _ = undo(Some(OperationId::from_uuid(*uid)));
            Vec::new()
        }
    };
    patients.extend(made);
}

/// Every operation with the rows it changed, as the chain itself has them.
fn operations(test: &TestDesk) -> Vec<(Uuid, Vec<(Uuid, Action)>)> {
    test.desk
        .read(|connection| {
            let mut statement = connection.prepare("select uid, changes from operation order by number")?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let changes = store::decode(row.get("changes")?)?.unwrap_or_default();
                all.push((
                    row.col("uid")?,
                    changes.iter().map(|change| (change.row, change.action)).collect(),
                ));
            }
            Ok(all)
        })
        .unwrap()
}

fn listed(test: &TestDesk, subject: Uuid) -> BTreeSet<u64> {
    let request = ListOperations { subject: Some(subject), limit: Some(500), ..Default::default() };
    let list = views::list(&test.desk, &test.admin, request).unwrap();
    list.operations.iter().map(|operation| operation.number).collect()
}

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]
    #[test]
    fn a_row_leads_to_just_the_operations_that_changed_it(steps in prop::collection::vec(steps(), 1..25)) {
        let test = fresh_desk();
        let mut patients = Vec::new();
        for step in steps {
            take(&test, step, &mut patients);
        }
        let mut of_row: BTreeMap<Uuid, BTreeSet<u64>> = BTreeMap::new();
        for (number, (uid, rows)) in (1..).zip(operations(&test)) {
            assert_eq!(ids::number_in(uid), u32::try_from(number).unwrap());
            of_row.entry(uid).or_default().insert(number);
            for (row, action) in rows {
                of_row.entry(row).or_default().insert(number);
                let maker = test.desk.read(|connection| store::maker_of(connection, row)).unwrap();
                assert!(action != Action::Insert || maker.is_none_or(|maker| maker <= number));
            }
            let found = test.desk.read(|c| store::by_uid(c, OperationId::from_uuid(uid))).unwrap();
            assert_eq!(found.map(|found| found.number), Some(number));
        }
        for (row, numbers) in of_row {
            assert_eq!(listed(&test, row), numbers, "{row}");
            for after in 0..=numbers.last().copied().unwrap_or(0) {
                let later = test.desk.read(|c| store::latest_touching(c, row, after)).unwrap();
                assert_eq!(later.is_some(), numbers.range(after + 1..).next().is_some());
            }
        }
        assert!(verify::verify(&test.desk, &test.admin, Empty {}).unwrap().ok);
    }
}

#[test]
fn what_an_operation_makes_is_written_nowhere_twice() {
    let test = fresh_desk();
    let patient = test.patient("Omar");
    let entries = |row: Uuid| -> u32 {
        let sql = "select count(*) from touched where row_id = ?";
        test.desk.read(|c| Ok(c.query_row(sql, [Sql(row)], |row| row.get(0))?)).unwrap()
    };
    assert_eq!(entries(patient.uuid()), 0);
    test.desk.commit(&test.admin, "patients.update", |tx| rename(tx, patient)).unwrap();
    assert_eq!(entries(patient.uuid()), 1);
    assert_eq!(listed(&test, patient.uuid()).len(), 2);
}

/// Identifiers of before said nothing about their operation; an entry did.
#[test]
fn an_operation_of_an_earlier_version_is_still_found() {
    let test = fresh_desk();
    let patient = test.patient("Omar");
    let (uid, row) = (Uuid::from_u128(7 << 76 | 1), Uuid::from_u128(7 << 76 | 2));
    {
        let opened = test.desk.opened().unwrap();
        let writer = opened.store.writer();
        let _open = writer.capture.begin();
        writer.connection.execute_batch("drop trigger operation_is_appended_at_the_end").unwrap();
        let copy = "insert into operation select number + 1, ?, hlc, at, account_id, desk_id, kind, reason, detail, undoes, schema,
                        changes, changes_hash, hash, references_given, base
                    from operation order by number desc limit 1";
        writer.connection.execute(copy, [Sql(uid)]).unwrap();
        let entry = "insert into touched select ?, max(number) from operation";
        for id in [uid, row] {
            writer.connection.execute(entry, [Sql(id)]).unwrap();
        }
    }
    let newest = operations(&test).len() as u64;
    assert_eq!(listed(&test, row), BTreeSet::from([newest]));
    assert_eq!(listed(&test, uid), BTreeSet::from([newest]));
    assert_eq!(listed(&test, patient.uuid()), BTreeSet::from([newest - 1]));
    let line = test.desk.read(|c| views::line(c, OperationId::from_uuid(uid))).unwrap();
    assert_eq!(line.number, newest);
}
