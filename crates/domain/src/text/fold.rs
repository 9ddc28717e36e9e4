//! Folding: two spellings that a person takes for the same word become the same text. Only for comparing, never kept.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case without accents, harakat, tatweel, hamza and the other differences people do not type, digits of every script in
/// common as `0`–`9`, apostrophes dropped, everything that is neither letter nor digit as one space.
///
/// NFKD does most of the work: it takes the hamza off its seat (أ إ آ ؤ ئ), opens presentation forms and ligatures, and
/// separates accents (Vietnamese has two on one letter). What Unicode holds apart and people do not stands in `plain`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !is_apostrophe(*c)).nfkd() {
        if is_dropped(c) {
            continue;
        }
        if !c.is_alphanumeric() && !is_combining_mark(c) {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        for lower in c.to_lowercase() {
            plain(lower, &mut folded);
        }
    }
    folded
}

/// The words of a name to find it by, each once: every folded word, and before its parts a compound written apart as one word
/// (`عبد الرحمن` as `عبدالرحمن`, `El Sayed` as `elsayed`), because the next person writes it that way.
pub fn name_tokens(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut tokens: Vec<String> = Vec::with_capacity(words.len());
    let mut add = |token: String| {
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    };
    for (at, word) in words.iter().enumerate() {
        let begins = at == 0 || !is_particle(words[at - 1]);
        if begins && is_particle(word) {
            let end = compound_end(&words, at);
            if end > at + 1 {
                add(words[at..end].concat());
            }
        }
        add((*word).to_owned());
    }
    tokens
}

/// The words of a search, all of which must be found: like `name_tokens`, but a compound stands only as the one word, since
/// its first part alone (`el`) says nothing.
pub fn query_terms(query: &str) -> Vec<String> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut terms = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let end = if is_particle(words[at]) { compound_end(&words, at) } else { at + 1 };
        let term = words[at..end].concat();
        if !terms.contains(&term) {
            terms.push(term);
        }
        at = end;
    }
    terms
}

/// Where the compound that begins at `at` ends: after the first word that is no particle.
fn compound_end(words: &[&str], at: usize) -> usize {
    let rest = words[at..].iter().position(|word| !is_particle(word));
    rest.map_or(words.len(), |offset| at + offset + 1)
}

/// Words that begin a compound name: the article, servant-of, father-of. In folded form.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "ال" | "عبد"
            | "ابو"
            | "ابي"
            | "el"
            | "al"
            | "abd"
            | "abdel"
            | "abdul"
            | "abdal"
            | "abdol"
            | "abu"
            | "abo"
            | "abou"
    )
}

/// Marks written between letters or over them: `O'Brien`, `Sana’a`, `Mo´men`.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '\u{02b9}'..='\u{02bf}' | '\u{02c8}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{ff07}')
}

/// Accents over Latin, Greek and Cyrillic letters, Arabic and Hebrew vowel signs, tatweel, the bare hamza, joiners. The vowel signs of
/// Indian scripts are letters to their readers and stay.
fn is_dropped(c: char) -> bool {
    is_apostrophe(c)
        || matches!(c,
            '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}'
            | '\u{05c1}' | '\u{05c2}' | '\u{05c4}' | '\u{05c5}' | '\u{05c7}' | '\u{0610}'..='\u{061a}'
            | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}' | '\u{06df}'..='\u{06e8}'
            | '\u{06ea}'..='\u{06ed}' | '\u{0897}'..='\u{089f}' | '\u{08ca}'..='\u{08ff}' | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{0640}' | '\u{0621}' | '\u{0674}' | '\u{00ad}' | '\u{061c}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What Unicode keeps apart and a person at a front desk does not.
fn plain(c: char, out: &mut String) {
    let one = match c {
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'þ' => return out.push_str("th"),
        'ø' => 'o',
        'đ' | 'ð' | 'ɖ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        'ħ' => 'h',
        'ŋ' => 'n',
        'ŧ' => 't',
        'ς' => 'σ',
        'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ى' | 'ی' | 'ۍ' | 'ې' | 'ے' => 'ي',
        'ة' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
        'ک' | 'ڪ' | 'گ' | 'ڭ' => 'ك',
        'پ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ڤ' => 'ف',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        '०'..='९' => digit(c, '०'),
        '০'..='৯' => digit(c, '০'),
        other => other,
    };
    out.push(one);
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).expect("the range has ten digits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{fold, name_tokens, query_terms};

    #[track_caller]
    fn same(spellings: &[&str]) {
        for other in spellings {
            assert_eq!(fold(other), fold(spellings[0]), "{other} and {}", spellings[0]);
        }
    }

    #[test]
    fn arabic_spellings_of_one_name_are_one() {
        same(&["أحمد", "احمد", "إحمد", "آحمد", "ٱحمد", "أَحْمَدُ", "أحـــمد", "ﺃﺣﻤﺪ"]);
        same(&["فاطمة", "فاطمه", "فَاطِمَةُ"]);
        same(&["مصطفى", "مصطفي", "مصطفی"]);
        same(&["هناء", "هنا"]);
        same(&["كريم", "کریم"]);
        same(&["مؤمن", "مومن"]);
        same(&["عائشة", "عايشه"]);
        same(&["الله", "ﷲ"]);
    }

    #[test]
    fn persian_and_urdu_keyboards_write_the_same_names() {
        same(&["عائشة", "عائشہ", "عایشه", "عائشه"]);
        same(&["يوسف", "یوسف", "يــوسف"]);
        same(&["مُحَمَّد", "محمد", "مـحـمـد", "ﻣﺤﻤﺪ"]);
        same(&["شادي", "شادى", "شادی"]);
        same(&["آية", "اية", "ايه", "أية"]);
        same(&["لؤي", "لوي", "لؤى"]);
        same(&["رقم ١٢٣", "رقم ۱۲۳", "رقم 123"]);
    }

    #[test]
    fn latin_spellings_of_one_name_are_one() {
        same(&["Nguyễn Thị Hồng", "nguyen thi hong", "NGUYỄN  THỊ-HỒNG"]);
        same(&["Đặng", "dang"]);
        same(&["O'Brien", "O’Brien", "obrien", "O´Brien"]);
        same(&["José Müller", "jose muller", "JOSE\u{301} MU\u{308}LLER"]);
        same(&["Weiß", "WEISS", "weiss"]);
        same(&["İpek", "ipek", "ıpek"]);
        same(&["Søren", "soren"]);
    }

    #[test]
    fn digits_of_every_script_are_digits() {
        same(&["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789", "०१२३४५६७८९", "０１２３４５６７８９"]);
    }

    #[test]
    fn indian_vowels_are_letters() {
        assert_ne!(fold("राम"), fold("रमा"));
        assert_eq!(fold("क्षमा").split(' ').count(), 1);
    }

    #[test]
    fn compounds_are_found_written_apart_and_together() {
        assert_eq!(name_tokens("محمد عبد الرحمن"), ["محمد", "عبدالرحمن", "عبد", "الرحمن"]);
        assert_eq!(
            name_tokens("Mona Abd El-Rahman Ali"),
            ["mona", "abdelrahman", "abd", "el", "rahman", "ali"]
        );
        assert_eq!(name_tokens("Ali Al"), ["ali", "al"]);
        assert_eq!(query_terms("عبد الرحمن محمد"), ["عبدالرحمن", "محمد"]);
        assert_eq!(query_terms("el s"), ["els"]);
        assert_eq!(query_terms("abd el"), ["abdel"]);
        assert_eq!(query_terms(" -- "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,30}|[\\x00-\\u{ffff}]{0,30}|[أ-ي\\u{64b}-\\u{670} a-zÀ-ỹ'٠-٩-]{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }

        #[test]
        fn every_word_of_a_name_finds_it(name in "[أ-ي a-zé']{0,24}") {
            let tokens = name_tokens(&name);
            for word in fold(&name).split(' ').filter(|word| !word.is_empty()) {
                prop_assert!(tokens.iter().any(|token| token == word));
            }
            for term in query_terms(&name) {
                prop_assert!(tokens.contains(&term));
            }
        }
    }
}
