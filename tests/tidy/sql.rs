//! Where SQL stands.

use regex::Regex;

use crate::source::{is_test_file, shipped, take_apart};
use crate::tree::File;
use crate::{Complaints, check, try_on};

/// Rooms that are themselves about the database.
const OPEN_TO_SQL: [(&str, &str); 2] = [
    ("crates/desk/src/store/", "opens, guards and migrates the connections"),
    ("crates/desk/src/ledger/", "captures changes with triggers it makes, and chains them"),
];

/// A statement this long reads better as a file, and so can be run and explained by itself.
const LONGEST_IN_PLACE: usize = 3;

fn sql_stands_in_its_place(files: &[File]) -> Complaints {
    statements(files, |file, line, statement| {
        if may_hold_sql(&file.path) {
            return None;
        }
        let first = statement.trim().lines().next().unwrap_or_default();
        Some(file.at(line, &format!("SQL belongs into store.rs, views.rs or a .sql file: `{first}`")))
    })
}

fn long_statements_have_a_file(files: &[File]) -> Complaints {
    statements(files, |file, line, text| {
        // A list of settings is many short statements, and a trigger made from the registry has holes for its names.
        let longest = text.split(';').map(|one| one.trim().lines().count()).max().unwrap_or_default();
        let is_long = longest > LONGEST_IN_PLACE && !text.contains("{name}");
        is_long.then(|| file.at(line, &format!("{longest} lines of SQL want a .sql file beside this one")))
    })
}

fn may_hold_sql(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    matches!(name, "store.rs" | "views.rs")
        || parts.any(|dir| matches!(dir, "store" | "views"))
        || OPEN_TO_SQL.iter().any(|(folder, _)| path.starts_with(folder))
}

/// Asks about every statement in shipped code.
fn statements(files: &[File], ask: impl Fn(&File, usize, &str) -> Option<String>) -> Complaints {
    let begins = Regex::new(
        r"(?x)^\s*(select\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+.*\sas\s*\(
            |create\s+(temp\s|temporary\s|unique\s|virtual\s)*(table|trigger|index|view)\s|drop\s+\w+\s|pragma\s|attach\s|vacuum\b)",
    )
    .expect("a pattern");
    let mut complaints = Complaints::new();
    for file in files.iter().filter(|file| file.extension() == "rs" && !is_test_file(&file.path)) {
        for literal in take_apart(shipped(&file.text)).literals {
            // SQL is written in lower case here; a sentence that happens to begin with "Select" is none.
            if begins.is_match(&literal.text) {
                complaints.extend(ask(file, literal.line, &literal.text));
            }
        }
    }
    complaints
}

#[test]
fn sql_is_only_where_it_belongs() {
    check(sql_stands_in_its_place);
}

#[test]
fn long_sql_has_a_file_of_its_own() {
    check(long_statements_have_a_file);
}

#[test]
fn stray_and_long_sql_is_found() {
    let stray = "connection.execute(\"delete from patient where id = :id\", [])";
    try_on(sql_stands_in_its_place, "crates/desk/src/patients/mod.rs", stray, true);
    try_on(sql_stands_in_its_place, "crates/domain/src/patient.rs", "let q = r#\"select 1 from a\"#;", true);
    try_on(sql_stands_in_its_place, "crates/desk/src/patients/store.rs", stray, false);
    try_on(sql_stands_in_its_place, "crates/desk/src/agenda/views/day.rs", stray, false);
    try_on(
        sql_stands_in_its_place,
        "crates/desk/src/a.rs",
        "// \"delete from patient\"\n\"Select a patient\"",
        false,
    );
    let long = "const Q: &str = \"select a\n from b\n where c\n order by d\";";
    try_on(long_statements_have_a_file, "crates/desk/src/patients/store.rs", long, true);
    try_on(
        long_statements_have_a_file,
        "crates/desk/src/patients/store.rs",
        &long.replace("\n order", " order"),
        false,
    );
}
