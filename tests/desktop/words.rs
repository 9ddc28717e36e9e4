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
        let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        let table = table.unwrap_or_else(|error| panic!("{path}: {error}"));
        let pattern =
            format!(r"(?m)^\s*'?{}'?:[^'`]*?(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)", regex::escape(name));
        let sentence = Regex::new(&pattern).expect("a pattern");
        let found = sentence.captures(&table).unwrap_or_else(|| panic!("{path} has no `{name}`"));
        let text = found.get(1).or(found.get(2)).map_or("", |text| text.as_str()).replace("\\'", "'");
        let hole = Regex::new(r"\$\{[^}]*\}").expect("a pattern");
        values.iter().fold(text, |text, value| hole.replace(&text, *value).into_owned())
    }
}
