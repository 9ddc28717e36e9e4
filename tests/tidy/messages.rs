//! Every sentence in both languages, and a sentence for every refusal.

use std::collections::BTreeSet;

use regex::Regex;

use crate::source::{is_test_file, shipped};
use crate::tree::File;
use crate::{Complaints, check};

const LANGUAGES: [&str; 2] = ["en", "ar"];

/// Plural forms are a language's own; everything else has the same name in both.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn both_languages_say_the_same(files: &[File]) -> Complaints {
    let mut complaints = Complaints::new();
    for english in
        files.iter().filter(|file| file.path.starts_with("ui/messages/") && file.path.ends_with("/en.ts"))
    {
        let path = english.path.replace("/en.ts", "/ar.ts");
        let Some(arabic) = files.iter().find(|file| file.path == path) else {
            complaints.push(format!("{}: has no ar.ts beside it", english.path));
            continue;
        };
        let (english_keys, arabic_keys) = (keys(&english.text), keys(&arabic.text));
        complaints.extend(english_keys.difference(&arabic_keys).map(|key| format!("{path}: lacks `{key}`")));
        complaints.extend(
            arabic_keys.difference(&english_keys).map(|key| format!("{}: lacks `{key}`", english.path)),
        );
    }
    complaints
}

/// Every name that a table of sentences gives something.
fn keys(text: &str) -> BTreeSet<String> {
    let key = Regex::new(r"(?m)(?:^\s*|[{,]\s*)(?:'([\w.-]+)'|([A-Za-z_]\w*))\s*:").expect("a pattern");
    let comment = Regex::new(r"(?m)//.*$|/\*(?s:.*?)\*/").expect("a pattern");
    let parameter = Regex::new(r"\w+\??\s*:\s*(?:string|number|boolean|unknown|readonly|Params|Date)\b")
        .expect("a pattern");
    let text = comment.replace_all(text, "");
    let text = parameter.replace_all(&text, "");
    let found = key.captures_iter(&text).filter_map(|found| found.get(1).or(found.get(2)));
    found.map(|name| name.as_str().to_owned()).filter(|name| !FORMS.contains(&name.as_str())).collect()
}

fn every_refusal_has_its_sentences(files: &[File]) -> Complaints {
    let mut complaints = Complaints::new();
    for language in LANGUAGES {
        let ending = format!("{language}.ts");
        let tables =
            files.iter().filter(|file| file.path.starts_with("ui/messages/") && file.path.ends_with(&ending));
        let said: BTreeSet<String> = tables.flat_map(|file| keys(&file.text)).collect();
        for (place, code) in codes(files) {
            if !said.contains(&code) {
                complaints.push(format!("{place}: `{code}` has no sentence in {language}"));
            }
        }
    }
    complaints
}

/// Every code that a refusal, a verdict or a field error is made with, and where.
fn codes(files: &[File]) -> Vec<(String, String)> {
    let made = [
        r#"Refusal::new\(\s*"([a-z_.]+)""#,
        r#"FieldError::new\(\s*(?:[^()"]|"[^"]*"|\([^()]*\))*,\s*"([a-z_]+)",?\s*\)"#,
        r#"=>\s*"(booking\.[a-z_]+)""#,
    ];
    let made = made.map(|pattern| Regex::new(pattern).expect("a pattern"));
    let mut codes = Vec::new();
    let shipped_in = |file: &&File| ["crates/", "src-tauri/"].iter().any(|room| file.path.starts_with(room));
    for file in files.iter().filter(shipped_in).filter(|file| file.extension() == "rs") {
        // The command line is read by programs, which know the codes themselves.
        if is_test_file(&file.path) || file.path.starts_with("crates/cli/") {
            continue;
        }
        let text = shipped(&file.text);
        for found in made.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let line = text[..found.get(1).map_or(0, |code| code.start())].lines().count();
            codes.push((format!("{}:{line}", file.path), found[1].to_owned()));
        }
    }
    codes
}

/// A paper that sends its reader to a button quotes what stands on it: “Renew the code”, «تجديد الرمز».
fn papers_quote_the_screens(files: &[File]) -> Complaints {
    let quoted = Regex::new("“([^”]+)”|«([^»]+)»").expect("a pattern");
    let screens: String =
        files.iter().filter(|file| file.path.starts_with("ui/messages/")).map(|file| &*file.text).collect();
    let mut complaints = Complaints::new();
    for paper in files.iter().filter(|file| file.extension() == "typ") {
        for found in quoted.captures_iter(&paper.text) {
            let words = found.get(1).or(found.get(2)).map_or("", |words| words.as_str());
            if !screens.contains(&format!("'{words}'")) {
                complaints.push(format!("{}: no screen says “{words}”", paper.path));
            }
        }
    }
    complaints
}

#[test]
fn the_two_languages_have_the_same_sentences() {
    check(both_languages_say_the_same);
}

#[test]
fn every_refusal_can_be_said_in_both_languages() {
    check(every_refusal_has_its_sentences);
}

#[test]
fn papers_send_nobody_to_a_button_that_is_not_there() {
    check(papers_quote_the_screens);
}

#[test]
fn a_button_that_is_not_there_is_found() {
    let complaints = |paper: &str| {
        papers_quote_the_screens(&[
            File::new("ui/messages/a/en.ts", "{ renew: 'Renew the code' }"),
            File::new("ui/messages/a/ar.ts", "{ renew: 'تجديد الرمز' }"),
            File::new("crates/print/src/a.typ", paper),
        ])
        .len()
    };
    assert_eq!(complaints("press “Renew the code”, (اضغط «تجديد الرمز»)"), 0);
    assert_eq!(complaints("press “Renew it”, (اضغط «الرمز»)"), 2);
}

#[test]
fn a_missing_sentence_is_found() {
    let pair = |english: &str, arabic: &str| {
        [File::new("ui/messages/a/en.ts", english), File::new("ui/messages/a/ar.ts", arabic)]
    };
    assert!(
        both_languages_say_the_same(&pair(
            "export const en = {\n save: 'Save',\n};",
            "export const ar = {\n save: 'احفظ',\n};"
        ))
        .is_empty()
    );
    assert_eq!(
        both_languages_say_the_same(&pair("{ save: 'Save', undo: 'Undo' }", "{ save: 'احفظ' }")).len(),
        1
    );
    assert_eq!(
        both_languages_say_the_same(&pair("{ save: 'Save' }", "{ save: 'احفظ', undo: 'تراجع' }")).len(),
        1
    );
    assert_eq!(both_languages_say_the_same(&[File::new("ui/messages/a/en.ts", "{}")]).len(), 1);
    assert!(
        both_languages_say_the_same(&pair("{ n: { one: 'x' } }", "{ n: { one: 'x', few: 'y' } }")).is_empty()
    );
}

#[test]
fn a_code_without_a_sentence_is_found() {
    let tables = |english: &str| {
        vec![
            File::new("ui/messages/refusal/en.ts", english),
            File::new("ui/messages/refusal/ar.ts", "{ 'a.b': () => '', required: () => '' }"),
        ]
    };
    for code in [
        "Refusal::new(\"a.b\").with(\"c\", 1)",
        "Refusal::new(\n    \"a.b\",\n)",
        "FieldError::new(format!(\"x[{i}]\"), \"required\")",
        "FieldError::new(\"x\", \"required\")",
    ] {
        let files = |english: &str| {
            let mut files = tables(english);
            files.push(File::new("crates/desk/src/a.rs", code));
            files
        };
        assert!(
            every_refusal_has_its_sentences(&files("{ 'a.b': () => '', required: () => '' }")).is_empty(),
            "{code}"
        );
        assert_eq!(every_refusal_has_its_sentences(&files("{}")).len(), 1, "{code}");
    }
}
