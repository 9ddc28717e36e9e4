//! Rules about Rust code: which room may know what.

use regex::Regex;

use crate::source::{is_test_file, shipped, take_apart};
use crate::tree::File;
use crate::{Complaints, check, try_on};

/// What a rule forbids in the shipped code of some folder, and why.
struct Ban {
    folder: &'static str,
    words: &'static str,
    because: &'static str,
}

const BANS: [Ban; 6] = [
    Ban {
        folder: "crates/domain/src/",
        words: r"SystemTime|\bnow\(\)|now_v7|new_v4|getrandom|\brand::|std::(fs|io|net|env|process)\b|rusqlite|tokio|tauri",
        because: "the domain is pure: time, ids and facts come in as values",
    },
    Ban {
        folder: "crates/wire/src/",
        words: r"rusqlite|tokio|tauri|std::(fs|net)\b",
        because: "wire is formats only",
    },
    Ban {
        folder: "crates/print/src/",
        words: r"SystemTime|rusqlite|tokio|tauri|\b(desk|domain|wire)::|std::(fs|io|net|env|process)\b",
        because: "print sets what it is handed and knows nothing of a clinic",
    },
    Ban { folder: "crates/desk/src/", words: r"tauri|axum", because: "the desk knows no window and no web" },
    Ban {
        folder: "crates/cli/src/",
        words: r"rusqlite|desk::(store|ledger|vault)\b|domain::booking",
        because: "the command line holds no logic: it calls the desk",
    },
    Ban {
        folder: "src-tauri/src/",
        words: r"rusqlite|domain::|desk::(store|ledger|vault)\b",
        because: "the shell holds no logic: it calls the desk",
    },
];

fn rooms_know_only_what_they_may(files: &[File]) -> Complaints {
    let mut complaints = Complaints::new();
    for ban in BANS {
        let words = Regex::new(ban.words).expect("a ban is a pattern");
        for file in files.iter().filter(|file| file.path.starts_with(ban.folder) && !is_test_file(&file.path))
        {
            complaints.extend(in_code(file, |line| words.is_match(line), ban.because));
        }
    }
    complaints
}

/// A dependency nobody uses today is used tomorrow.
fn manifests_name_only_what_they_may(files: &[File]) -> Complaints {
    let forbidden = [
        ("crates/domain/Cargo.toml", r"^(rusqlite|tokio|getrandom|rand|tauri|axum)\b"),
        ("crates/wire/Cargo.toml", r"^(rusqlite|tokio|getrandom|rand|tauri|axum)\b"),
        ("crates/print/Cargo.toml", r"^(rusqlite|tokio|tauri|axum|desk|domain|wire)\b"),
        ("crates/desk/Cargo.toml", r"^(tauri|axum|typst.*)\b"),
        ("crates/cli/Cargo.toml", r"^(rusqlite|tauri)\b"),
        ("src-tauri/Cargo.toml", r"^(rusqlite|domain|wire|tauri-plugin-(fs|shell|http|sql))\b"),
    ];
    let mut complaints = Complaints::new();
    for (path, words) in forbidden {
        let words = Regex::new(words).expect("a ban is a pattern");
        for file in files.iter().filter(|file| file.path == path) {
            let wrong = file.lines().filter(|(_, line)| words.is_match(line));
            complaints.extend(wrong.map(|(line, _)| file.at(line, "this room must not know that crate")));
        }
    }
    complaints
}

fn no_glob_imports(files: &[File]) -> Complaints {
    let glob = Regex::new(r"^\s*(pub(\(\w+\))? )?use .*\*").expect("a pattern");
    of_rust(files, |file| whole(file, |line| glob.is_match(line), "a glob import hides where a name is from"))
}

fn no_unwrap_outside_tests(files: &[File]) -> Complaints {
    of_rust(files, |file| {
        if is_test_file(&file.path) {
            return Complaints::new();
        }
        in_code(file, |line| line.contains(".unwrap()"), "say why it holds with expect, or return the error")
    })
}

/// A program says on its own output how it ended; a library has a log, in which nothing of a patient stands.
fn libraries_do_not_print(files: &[File]) -> Complaints {
    of_rust(files, |file| {
        if !file.path.starts_with("crates/") || file.path.ends_with("/main.rs") || is_test_file(&file.path) {
            return Complaints::new();
        }
        in_code(file, |line| line.contains("eprint"), "write it to the log, without data of patients")
    })
}

fn of_rust(files: &[File], rule: impl Fn(&File) -> Complaints) -> Complaints {
    files.iter().filter(|file| file.extension() == "rs").flat_map(rule).collect()
}

/// The lines of shipped code that are wrong.
fn in_code(file: &File, wrong: impl Fn(&str) -> bool, because: &str) -> Complaints {
    whole(&File::new(&file.path, shipped(&file.text)), wrong, because)
}

/// The lines of code, tests too, that are wrong.
fn whole(file: &File, wrong: impl Fn(&str) -> bool, because: &str) -> Complaints {
    let code = take_apart(&file.text).code;
    let lines = code.lines().enumerate().filter(|(_, line)| wrong(line));
    lines.map(|(index, line)| file.at(index + 1, &format!("{because}: `{}`", line.trim()))).collect()
}

#[test]
fn each_room_knows_only_what_it_may() {
    check(rooms_know_only_what_they_may);
    check(manifests_name_only_what_they_may);
}

#[test]
fn names_are_imported_one_by_one() {
    check(no_glob_imports);
}

#[test]
fn shipped_code_does_not_unwrap() {
    check(no_unwrap_outside_tests);
}

#[test]
fn what_libraries_say_is_in_the_log() {
    check(libraries_do_not_print);
}

#[test]
fn the_bans_bite() {
    for (path, text, bites) in [
        ("crates/domain/src/a.rs", "let at = Utc::now();", true),
        ("crates/domain/src/a.rs", "let id = Uuid::now_v7();", true),
        ("crates/domain/src/a.rs", "use std::fs;", true),
        ("crates/domain/src/a.rs", "// rusqlite is not known here\nlet a = \"std::fs\";", false),
        ("crates/domain/src/a.rs", "fn f() {}\n#[cfg(test)]\nmod tests {\n use std::fs;\n}", false),
        ("crates/wire/src/a.rs", "use rusqlite::Row;", true),
        ("crates/print/src/a.rs", "use domain::time::Date;", true),
        ("crates/print/src/a.rs", "let pdf = typst_pdf::pdf(&page);", false),
        ("crates/desk/src/a.rs", "use tauri::App;", true),
        ("crates/desk/src/a.rs", "let at = clock.now();", false),
        ("crates/cli/src/a.rs", "use desk::store::Store;", true),
        ("crates/cli/src/a.rs", "use desk::door::answer;", false),
        ("src-tauri/src/a.rs", "use domain::booking::check;", true),
    ] {
        try_on(rooms_know_only_what_they_may, path, text, bites);
    }
    try_on(manifests_name_only_what_they_may, "crates/cli/Cargo.toml", "rusqlite.workspace = true", true);
    try_on(manifests_name_only_what_they_may, "crates/print/Cargo.toml", "domain.workspace = true", true);
    try_on(manifests_name_only_what_they_may, "crates/desk/Cargo.toml", "typst = \"0.15\"", true);
    try_on(manifests_name_only_what_they_may, "crates/desk/Cargo.toml", "print.workspace = true", false);
    try_on(manifests_name_only_what_they_may, "src-tauri/Cargo.toml", "tauri-plugin-fs = \"2\"", true);
    try_on(manifests_name_only_what_they_may, "src-tauri/Cargo.toml", "tauri = \"2\"", false);
}

#[test]
fn globs_and_unwraps_are_found() {
    try_on(no_glob_imports, "crates/desk/src/a.rs", "use crate::store::*;", true);
    try_on(no_glob_imports, "crates/desk/src/a.rs", "    use super::{a, b::*};", true);
    try_on(no_glob_imports, "crates/desk/src/a.rs", "let a = b * c; // use d::*", false);
    try_on(no_unwrap_outside_tests, "crates/desk/src/a.rs", "let a = b.unwrap();", true);
    try_on(no_unwrap_outside_tests, "crates/desk/src/a.rs", "let a = b.unwrap_or(1);", false);
    try_on(no_unwrap_outside_tests, "tests/faults/a.rs", "let a = b.unwrap();", false);
}

#[test]
fn what_a_library_prints_is_found() {
    try_on(libraries_do_not_print, "crates/desk/src/sync/a.rs", "eprintln!(\"{row:?}\");", true);
    try_on(libraries_do_not_print, "crates/desk/src/sync/a.rs", "tracing::warn!(rows, \"lost\");", false);
    try_on(libraries_do_not_print, "crates/hub/src/main.rs", "eprintln!(\"{error}\");", false);
    try_on(libraries_do_not_print, "crates/hub/src/store/tests/a.rs", "eprintln!(\"{seed}\");", false);
}
