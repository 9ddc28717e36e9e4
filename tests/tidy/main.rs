//! The prohibitions of this repository, each checked on every run. A check is a function from files to complaints, and is itself
//! tried on samples it must complain about: a check that cannot fail is none.

mod documents;
mod interface;
mod messages;
mod rust;
mod source;
mod sql;
mod tree;
mod windows;

use tree::{File, files};

/// A place and what is wrong there.
type Complaints = Vec<String>;

#[track_caller]
fn check(complaints: impl FnOnce(&[File]) -> Complaints) {
    let complaints = complaints(files());
    assert!(complaints.is_empty(), "{} to tidy:\n{}", complaints.len(), complaints.join("\n"));
}

/// The sample, at this path, is complained about exactly when it should be.
#[track_caller]
fn try_on(rule: impl Fn(&[File]) -> Complaints, path: &str, text: &str, should_complain: bool) {
    let complaints = rule(&[File::new(path, text)]);
    assert_eq!(!complaints.is_empty(), should_complain, "{path}:\n{text}\n-> {complaints:?}");
}
