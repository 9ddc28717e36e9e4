//! Rules about every file: its length, what it promises, and what it lets out.

use std::collections::BTreeSet;

use regex::Regex;

use crate::tree::{File, files, root};
use crate::{Complaints, check, try_on};

/// Beyond this a reader loses the thread, unless a comment at the top says why it is one thing all the same.
const LONGEST_FILE: usize = 400;
const LONG_BECAUSE: &str = "Long because";

/// Written by a program, not read by a person.
const GENERATED: &str = "ui/src/backend/bindings.ts";

fn long_files_say_why(files: &[File]) -> Complaints {
    let is_code = |file: &&File| {
        matches!(file.extension(), "rs" | "ts" | "svelte" | "css" | "sql") && file.path != GENERATED
    };
    let is_long = |file: &&File| {
        file.text.lines().count() > LONGEST_FILE
            && !file.text.lines().take(20).any(|line| line.contains(LONG_BECAUSE))
    };
    let complaint = |file: &File| {
        format!(
            "{}: {} lines, and no comment at the top that says `{LONG_BECAUSE} …`",
            file.path,
            file.text.lines().count()
        )
    };
    files.iter().filter(is_code).filter(is_long).map(complaint).collect()
}

fn nothing_is_put_off(files: &[File]) -> Complaints {
    let put_off = Regex::new(r"\b(TODO|FIXME|HACK)\b").expect("a pattern");
    lines(files, |line| put_off.is_match(line), "a plan never lives in the tree")
}

fn no_machine_shows(files: &[File]) -> Complaints {
    let machine =
        Regex::new(r#"(^|[\s"'`(=:])(/(home|root|Users|work|tmp)/\w|[A-Z]:\\Users)"#).expect("a pattern");
    lines(files, |line| machine.is_match(line), "a path of one machine means nothing on another")
}

fn lines(files: &[File], wrong: impl Fn(&str) -> bool, because: &str) -> Complaints {
    let mut complaints = Complaints::new();
    // The rules themselves name what they forbid.
    for file in files.iter().filter(|file| !file.path.starts_with("tests/tidy/")) {
        let found = file.lines().filter(|(_, line)| wrong(line));
        complaints.extend(found.map(|(line, text)| file.at(line, &format!("{because}: `{}`", text.trim()))));
    }
    complaints
}

/// A document speaks of nothing that is not there: links, paths in backticks, `cargo xtask` tasks and `clinic-desk` tasks.
fn documents_speak_of_what_exists(
    documents: &[File],
    there: &dyn Fn(&str) -> bool,
    tasks: &Tasks,
) -> Complaints {
    let link = Regex::new(r"\]\(([^)#\s]+)[^)]*\)").expect("a pattern");
    let path = Regex::new(r"`((?:crates|src-tauri|ui|tests|xtask|migrations|docs|\.ci)/[\w./-]*)`")
        .expect("a pattern");
    let xtask = Regex::new(r"cargo xtask ([a-z0-9]+)").expect("a pattern");
    let door = Regex::new(r"`clinic-desk ([a-z]+)").expect("a pattern");
    let mut complaints = Complaints::new();
    for document in documents.iter().filter(|file| file.extension() == "md") {
        for (line, text) in document.lines() {
            let links = link.captures_iter(text).filter(|found| !found[1].contains("://"));
            for found in links.chain(path.captures_iter(text)).filter(|found| !there(&found[1])) {
                complaints.push(document.at(line, &format!("`{}` is not there", &found[1])));
            }
            for found in xtask.captures_iter(text).filter(|found| !tasks.xtask.contains(&found[1])) {
                complaints.push(document.at(line, &format!("`cargo xtask {}` is no task", &found[1])));
            }
            for found in door.captures_iter(text).filter(|found| !tasks.door.contains(&found[1])) {
                complaints.push(document.at(line, &format!("`clinic-desk {}` is no task", &found[1])));
            }
        }
    }
    complaints
}

/// The tasks that the two programs offer.
struct Tasks {
    xtask: BTreeSet<String>,
    door: BTreeSet<String>,
}

impl Tasks {
    fn read(files: &[File]) -> Self {
        let of = |path: &str| {
            files.iter().find(|file| file.path == path).map(|file| tasks(&file.text)).unwrap_or_default()
        };
        Self { xtask: of("xtask/src/main.rs"), door: of("crates/cli/src/main.rs") }
    }
}

/// The cases of `enum Task`, as they are typed.
fn tasks(source: &str) -> BTreeSet<String> {
    let case = Regex::new(r"(?m)^    ([A-Z]\w*)\s*(?:,|\(|\{)").expect("a pattern");
    let body =
        source.split("enum Task {").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap_or_default();
    case.captures_iter(body).map(|found| found[1].to_lowercase()).collect()
}

#[test]
fn long_files_have_a_reason() {
    check(long_files_say_why);
}

#[test]
fn nothing_is_left_for_later() {
    check(nothing_is_put_off);
}

#[test]
fn no_path_of_a_machine_is_in_the_tree() {
    check(no_machine_shows);
}

#[test]
fn documents_speak_only_of_what_is_there() {
    let there = |path: &str| root().join(path).exists();
    check(|all| documents_speak_of_what_exists(all, &there, &Tasks::read(files())));
}

#[test]
fn the_programs_tell_their_tasks() {
    let tasks = Tasks::read(files());
    assert!(tasks.xtask.contains("run") && tasks.xtask.contains("e2e"), "{:?}", tasks.xtask);
    assert!(tasks.door.contains("rpc") && tasks.door.contains("verify"), "{:?}", tasks.door);
}

#[test]
fn length_plans_and_machines_are_found() {
    let long = "a\n".repeat(LONGEST_FILE + 1);
    try_on(long_files_say_why, "crates/desk/src/a.rs", &long, true);
    try_on(
        long_files_say_why,
        "crates/desk/src/a.rs",
        &format!("//! Long because it is one table.\n{long}"),
        false,
    );
    try_on(long_files_say_why, "ui/src/a.svelte", &"a\n".repeat(LONGEST_FILE), false);
    try_on(nothing_is_put_off, "ui/src/a.ts", "// TODO: later", true);
    try_on(nothing_is_put_off, "ui/src/a.ts", "// the todo list of a nurse", false);
    try_on(no_machine_shows, "README.md", "see /home/ada/desk", true);
    try_on(no_machine_shows, "README.md", "see ~/.local/share and docs/home/a", false);
}

#[test]
fn promises_of_documents_are_checked() {
    let tasks = Tasks { xtask: ["run".to_owned()].into(), door: ["rpc".to_owned()].into() };
    for (text, bites) in [
        ("see [the map](ARCHITECTURE.md#rooms)", false),
        ("see [the map](MAP.md)", true),
        ("![picture](docs/window.png)", true),
        ("see [the law](https://example.org/law)", false),
        ("in `crates/hub/`", true),
        ("type `cargo xtask run --demo`", false),
        ("type `cargo xtask fly`", true),
        ("speak to `clinic-desk rpc --dir DIR`", false),
        ("speak to `clinic-desk fly`", true),
    ] {
        let there = |path: &str| path == "ARCHITECTURE.md";
        try_on(|files| documents_speak_of_what_exists(files, &there, &tasks), "README.md", text, bites);
    }
}
