//! Each hot statement is answered by its index. A plan is read from SQLite itself, so a dropped index or a careless `or` shows here.

use super::clinic;
use crate::appointments::store::held_sql;
use crate::testing::TestDesk;

fn plan(clinic: &TestDesk, sql: &str) -> Vec<String> {
    clinic
        .desk
        .read(|connection| {
            let mut statement = connection.prepare(&format!("explain query plan {sql}"))?;
            // A plan needs no values, so none are bound.
            let mut rows = statement.raw_query();
            let mut plan = Vec::new();
            while let Some(row) = rows.next()? {
                plan.push(row.get("detail")?);
            }
            Ok(plan)
        })
        .unwrap()
}

#[track_caller]
fn assert_uses(clinic: &TestDesk, sql: &str, steps: &[&str]) {
    let plan = plan(clinic, sql);
    // What a person's merged files are gathered in is no table.
    let is_table =
        |step: &str| !["SUBQUERY", "CONSTANT ROW", "SCAN person"].iter().any(|other| step.contains(other));
    assert!(
        !plan.iter().any(|step| step.starts_with("SCAN") && is_table(step)),
        "a whole table is read: {plan:#?}"
    );
    for step in steps {
        assert!(plan.iter().any(|line| line.contains(step)), "no step says {step:?}: {plan:#?}");
    }
}

#[test]
fn who_holds_a_doctors_day_is_answered_by_the_indexes_alone() {
    let by_day = "(date=? AND doctor_id=?)";
    for besides in ["", ", id"] {
        assert_uses(
            &clinic(),
            &held_sql(besides),
            &[
                &format!("appointment USING COVERING INDEX appointment_day {by_day}"),
                &format!("rep_visit USING COVERING INDEX rep_visit_day {by_day}"),
            ],
        );
    }
}

#[test]
fn a_patient_elsewhere_is_found_by_patient_and_day() {
    let steps = [
        "appointment USING INDEX appointment_patient (patient_id=? AND date=?)",
        "doctor USING PRIMARY KEY (id=?)",
    ];
    let of_one = concat!(include_str!("../elsewhere.sql"), " = :id");
    let of_several = concat!(
        include_str!("../../patients/person.sql"),
        include_str!("../elsewhere.sql"),
        " in (select id from person)"
    );
    for sql in [of_one, of_several] {
        assert_uses(&clinic(), sql, &steps);
    }
}

#[test]
fn whether_other_files_became_part_of_one_is_seen_in_the_index_of_those() {
    let steps = [
        "patient USING PRIMARY KEY (id=?)",
        "other USING COVERING INDEX patient_merged_into (merged_into=?)",
    ];
    assert_uses(&clinic(), include_str!("../standing.sql"), &steps);
}

#[test]
fn a_day_of_a_site_and_the_days_of_a_doctor_are_read_by_day() {
    let clinic = clinic();
    let days = "and appointment.date between :first and :last and appointment";
    let select = include_str!("../appointment.sql");
    for whose in ["site_id = :site", "doctor_id = :doctor"] {
        let sql = format!("{select} {days}.{whose}");
        assert_uses(
            &clinic,
            &sql,
            &["appointment USING INDEX appointment_day (date>? AND date<?)", "patient USING PRIMARY KEY"],
        );
    }
}

#[test]
fn the_belt_is_fastened_by_index() {
    // The triggers' own look-ups, as they stand in the database.
    let clinic = clinic();
    let triggers: Vec<String> = clinic
        .desk
        .read(|connection| {
            let mut statement = connection.prepare(
                "select sql from sqlite_schema where type = 'trigger' and name like '%_holds_its_time_%'",
            )?;
            let sql = statement.query_map([], |row| row.get("sql"))?;
            Ok(sql.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    assert_eq!(triggers.len(), 4);
    for trigger in triggers {
        let lookups: Vec<&str> =
            trigger.split("where exists (").skip(1).map(|rest| rest.split(");").next().unwrap()).collect();
        assert_eq!(lookups.len(), 2);
        for lookup in lookups {
            let sql = lookup.replace("new.", ":");
            assert_uses(&clinic, &sql, &["_day (date=? AND doctor_id=? AND starts_at<?)"]);
        }
    }
}
