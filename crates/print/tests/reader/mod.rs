//! A paper as a reader of PDF sees it. Needs `pdftotext`, `pdffonts` and `pdfinfo` (poppler-utils).
#![allow(dead_code, reason = "each test file reads what it needs")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use flate2::read::ZlibDecoder;

pub fn read_with(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut reader = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils is installed");
    let mut entry = reader.stdin.take().expect("stdin is piped");
    let file = pdf.to_vec();
    let feeding = std::thread::spawn(move || entry.write_all(&file));
    let said = reader.wait_with_output().expect("the reader ends").stdout;
    feeding.join().expect("nothing panics there").expect("the reader takes the file");
    String::from_utf8(said).expect("text is UTF-8")
}

/// The text as it is read, in one line.
pub fn text(pdf: &[u8]) -> String {
    pages(pdf).join(" ")
}

/// Marks of direction: poppler puts them around what it turned round, typst at the end of what has a direction of its own.
const MARKS: [char; 6] = ['\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2069}'];

/// The text of each page.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let text = read_with("pdftotext", &["-layout", "-", "-"], pdf);
    let text = text.replace(MARKS, "");
    let words = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches('\u{c}').split('\u{c}').map(words).collect()
}

/// Words with where they begin from the left, from the top of the first page on.
pub fn places(pdf: &[u8]) -> Vec<(String, f64, f64)> {
    let marked = read_with("pdftotext", &["-bbox", "-", "-"], pdf);
    let number = |line: &str, name: &str| -> f64 {
        let from = line.find(&format!("{name}=\"")).expect("a word has a place") + name.len() + 2;
        line[from..].split('"').next().expect("a place ends").parse().expect("a place is a number")
    };
    let words = marked.lines().filter(|line| line.trim_start().starts_with("<word "));
    words
        .map(|line| {
            let word =
                line.split_once('>').expect("a tag ends").1.trim_end_matches("</word>").replace(MARKS, "");
            // Poppler writes an Arabic word down as it stands on the page, the last letter first.
            let is_arabic = word.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c));
            let word = if is_arabic { word.chars().rev().collect() } else { word };
            (word, number(line, "xMin"), number(line, "yMin"))
        })
        .collect()
}

/// Where a word stands from the left.
pub fn left_of(places: &[(String, f64, f64)], word: &str) -> f64 {
    places.iter().find(|(found, ..)| found == word).unwrap_or_else(|| panic!("{word} in {places:?}")).1
}

pub fn assert_fonts_are_ours(pdf: &[u8]) {
    let fonts = read_with("pdffonts", &["-"], pdf);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line.contains("IBMPlexSans")), "{fonts}");
    assert!(lines.iter().all(|line| line.contains(" yes yes yes ")), "embedded, cut down, readable: {fonts}");
}

/// How many glyphs the fonts of the file have for each letter: a letter of Arabic that joins has several, one that stands alone has one.
pub fn forms(pdf: &[u8]) -> BTreeMap<String, usize> {
    let mut forms: BTreeMap<String, BTreeSet<(usize, String)>> = BTreeMap::new();
    for (font, map) in streams(pdf).iter().filter(|stream| stream.contains("beginbfchar")).enumerate() {
        for line in map.lines() {
            let codes: Vec<&str> =
                line.split(['<', '>']).map(str::trim).filter(|code| !code.is_empty()).collect();
            if let [glyph, letters] = codes[..]
                && line.trim_start().starts_with('<')
                && let Some(letters) = utf16(letters)
            {
                let letters = letters.replace('\u{200c}', "");
                forms.entry(letters).or_default().insert((font, glyph.to_owned()));
            }
        }
    }
    forms.into_iter().map(|(letters, glyphs)| (letters, glyphs.len())).collect()
}

fn utf16(hex: &str) -> Option<String> {
    let units: Option<Vec<u16>> = hex
        .as_bytes()
        .chunks(4)
        .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
        .collect();
    String::from_utf16(&units?).ok()
}

/// Every stream of the file that is text, unpacked.
fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, word: &[u8]| {
        pdf[from..].windows(word.len()).position(|at| at == word).map(|at| from + at)
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begin) = find(at, b"stream\n").or_else(|| find(at, b"stream\r\n")) {
        let begin = begin + if pdf[begin + 6] == b'\r' { 8 } else { 7 };
        let Some(end) = find(begin, b"endstream") else { break };
        let mut text = String::new();
        if ZlibDecoder::new(&pdf[begin..end]).read_to_string(&mut text).is_ok() {
            found.push(text);
        } else if let Ok(plain) = std::str::from_utf8(&pdf[begin..end]) {
            found.push(plain.to_owned());
        }
        at = end + 9;
    }
    found
}
