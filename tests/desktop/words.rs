//! The sentences of the screens, read from where the screens have them: a test presses what is called "save" in its language,
//! whatever that is at present.

use std::fs;
use std::path::Path;

use regex::Regex;

/// The messages of one language.
#[derive(Clone, Copy)]
pub struct Words {
    pub language: &'static str,
}

impl Words {
    /// The sentence of a feature under a name; what it needs is filled in, in order.
    #[track_caller]
    pub fn get(self, feature: &str, name: &str, values: &[&str]) -> String {
        let path = format!("../ui/messages/{feature}/{}.ts", self.language);
        let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap();
        let sentence = Regex::new(&format!(
            r"(?m)^\s*'?{}'?:[^'`]*?(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)",
            regex::escape(name)
        ));
        let found = sentence.unwrap().captures(&table).unwrap_or_else(|| panic!("{path} has no `{name}`"));
        let mut text = found.get(1).or(found.get(2)).unwrap().as_str().replace("\\'", "'");
        for value in values {
            let hole = Regex::new(r"\$\{[^}]*\}").unwrap();
            text = hole.replace(&text, *value).into_owned();
        }
        text
    }
}
