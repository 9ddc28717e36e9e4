//! Rust source taken apart just far enough: what is code, what is a string, what is a comment, and where the tests begin.

/// A string literal and the line it begins on.
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// Source without its comments, with the strings set apart.
pub struct Source {
    /// The code; every comment is blank and every string is `""`. Lines are where they were.
    pub code: String,
    pub literals: Vec<Literal>,
}

/// The part of a file that ships. Test modules stand at the end of their file.
pub fn shipped(text: &str) -> &str {
    let tests = text
        .find("#[cfg(test)]\nmod ")
        .filter(|at| text[*at..].lines().nth(1).is_some_and(|m| m.ends_with('{')));
    tests.map_or(text, |at| &text[..at])
}

/// Whether the whole file is made of tests.
pub fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.contains("/examples/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.ends_with("/testing.rs")
}

pub fn take_apart(text: &str) -> Source {
    let characters: Vec<char> = text.chars().collect();
    let mut source = Source { code: String::with_capacity(text.len()), literals: Vec::new() };
    let mut line = 1;
    let mut at = 0;
    while at < characters.len() {
        let end = piece(&characters, at);
        let piece: String = characters[at..end].iter().collect();
        if piece.starts_with("//") || piece.starts_with("/*") {
            source.code.extend(piece.chars().filter(|c| *c == '\n'));
        } else if let Some(content) = content(&piece) {
            source.literals.push(Literal { line, text: content.to_owned() });
            source.code.push_str("\"\"");
            source.code.extend(piece.chars().filter(|c| *c == '\n'));
        } else {
            source.code.push_str(&piece);
        }
        line += piece.matches('\n').count();
        at = end;
    }
    source
}

/// Where the piece that begins here ends: a comment, a string, a character, or one character of code.
fn piece(text: &[char], at: usize) -> usize {
    let starts = |word: &str| word.chars().enumerate().all(|(offset, c)| text.get(at + offset) == Some(&c));
    let until = |word: &str, from: usize| {
        let word: Vec<char> = word.chars().collect();
        (from..text.len()).find(|i| text[*i..].starts_with(&word)).map_or(text.len(), |i| i + word.len())
    };
    if starts("//") {
        return (at..text.len()).find(|i| text[*i] == '\n').unwrap_or(text.len());
    }
    if starts("/*") {
        return until("*/", at + 2);
    }
    if starts("\"") {
        let mut i = at + 1;
        while i < text.len() && text[i] != '"' {
            i += if text[i] == '\\' { 2 } else { 1 };
        }
        return (i + 1).min(text.len());
    }
    let after_word = at > 0 && (text[at - 1].is_alphanumeric() || text[at - 1] == '_');
    if starts("r") && !after_word {
        let hashes = text[at + 1..].iter().take_while(|c| **c == '#').count();
        if text.get(at + 1 + hashes) == Some(&'"') {
            return until(&format!("\"{}", "#".repeat(hashes)), at + hashes + 2);
        }
    }
    // A character literal, and not a lifetime.
    if starts("'") {
        if text.get(at + 1) == Some(&'\\') {
            return until("'", at + 3);
        }
        if text.get(at + 2) == Some(&'\'') {
            return at + 3;
        }
    }
    at + 1
}

fn content(piece: &str) -> Option<&str> {
    if piece.len() < 2 || !(piece.starts_with('"') || piece.starts_with("r\"") || piece.starts_with("r#")) {
        return None;
    }
    piece.strip_prefix('r').unwrap_or(piece).trim_matches('#').strip_prefix('"')?.strip_suffix('"')
}

#[test]
fn strings_and_comments_are_told_from_code() {
    let source = take_apart(
        "let a = \"x \\\" // no\"; // \"yes\"\nlet b = r#\"q\"q\"#; let c = '\"'; /* \"z\" */ f::<'a>(\"w\")",
    );
    let literals: Vec<(usize, &str)> = source.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
    assert_eq!(literals, [(1, "x \\\" // no"), (2, "q\"q"), (2, "w")]);
    assert_eq!(source.code, "let a = \"\"; \nlet b = \"\"; let c = '\"';  f::<'a>(\"\")");
}

#[test]
fn what_ships_ends_where_the_tests_begin() {
    assert_eq!(shipped("fn a() {}\n#[cfg(test)]\nmod tests {\n x }"), "fn a() {}\n");
    assert_eq!(shipped("#[cfg(test)]\nmod tests;\nfn a() {}"), "#[cfg(test)]\nmod tests;\nfn a() {}");
}
