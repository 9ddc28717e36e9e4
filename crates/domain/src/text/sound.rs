//! How a name sounds, roughly enough that «محمد», Mohamed, Muhammad and Mohammed find one another, and finely enough that
//! «محمود» and Mahmoud do not come with them. A name is heard as its consonants in classes, with what is known of the vowels in
//! each gap between them: Arabic writes only the long ones, Latin writes all of them in several ways.
//!
//! Transliteration is ambiguous (`th` is ث in Othman and تح in Fathy), so a word may have several readings; two words sound
//! alike when any reading of one agrees with any of the other. Heuristic by nature: used for finding, never for deciding.
//!
//! Long because it is one table of sounds and how it is read.

/// One way to hear a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// A letter per consonant, doubled ones once. What an index is keyed by.
    skeleton: String,
    /// The vowels before the first consonant, between each two, and after the last: one more than consonants.
    gaps: Vec<Gap>,
}

/// The vowels between two consonants, as sets of `A`, `I`, `U`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Gap {
    /// Surely spoken: a letter that Arabic writes.
    strong: u8,
    /// Possibly spoken.
    weak: u8,
}

const A: u8 = 1;
const I: u8 = 2;
const U: u8 = 4;
const ANY: u8 = A | I | U;

/// More readings of one word than this are not worth their search.
const MOST_READINGS: usize = 4;

/// Hears a folded word. None for digits, other scripts, and words of vowels alone.
pub fn readings(word: &str) -> Vec<Reading> {
    let hear: fn(&str, &mut Vec<Draft>) = match word.chars().next() {
        Some('a'..='z') if word.bytes().all(|byte| byte.is_ascii_lowercase()) => hear_latin,
        Some('\u{0621}'..='\u{064a}') if word.chars().all(|c| matches!(c, '\u{0621}'..='\u{064a}')) => {
            hear_arabic
        }
        _ => return Vec::new(),
    };
    let mut readings = Vec::new();
    for variant in [Some(word), without_article(word)].into_iter().flatten() {
        let mut drafts = vec![Draft::default()];
        hear(variant, &mut drafts);
        for reading in drafts.into_iter().map(Draft::finish).filter(|reading| !reading.skeleton.is_empty()) {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// The word without ال, el, al in front, when enough is left to be a name.
fn without_article(word: &str) -> Option<&str> {
    let rest =
        word.strip_prefix("ال").or_else(|| word.strip_prefix("el")).or_else(|| word.strip_prefix("al"))?;
    (rest.chars().count() >= 3 && word != "الله").then_some(rest)
}

impl Reading {
    /// The consonants, one letter each.
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Whether the whole words sound alike.
    pub fn agrees(&self, other: &Self) -> bool {
        let last = self.gaps.len() - 1;
        self.skeleton == other.skeleton
            && self.begins_like(other)
            && self.agrees_inside(other)
            // A short word has nothing but its vowels to tell it by.
            && (last > 1 || self.gaps[last].could_be(other.gaps[last]))
    }

    /// Whether a word that sounds like this could be the beginning of `whole`. One consonant is too little to say so.
    pub fn begins(&self, whole: &Self) -> bool {
        let last = self.gaps.len() - 1;
        last >= 2
            && whole.skeleton.starts_with(&self.skeleton)
            && self.begins_like(whole)
            && self.agrees_inside(whole)
    }

    /// The last short vowel is the one people disagree most about: Youssef, Yusuf.
    fn agrees_inside(&self, other: &Self) -> bool {
        let last = self.gaps.len() - 1;
        (1..last).all(|at| {
            let (one, other) = (self.gaps[at], other.gaps[at]);
            one.covers(other) && other.covers(one) && (one.could_be(other) || (at > 1 && at + 1 == last))
        })
    }

    fn begins_like(&self, other: &Self) -> bool {
        self.gaps[0].is_silent() == other.gaps[0].is_silent() && self.gaps[0].could_be(other.gaps[0])
    }
}

impl Gap {
    const fn all(self) -> u8 {
        self.strong | self.weak
    }
    const fn is_silent(self) -> bool {
        self.all() == 0
    }
    /// What is surely spoken in the other is at least possible here.
    const fn covers(self, other: Self) -> bool {
        other.strong & !self.all() == 0
    }
    /// Two known vowels are not two different ones.
    const fn could_be(self, other: Self) -> bool {
        self.is_silent() || other.is_silent() || self.all() & other.all() != 0
    }
}

/// A reading while it is being heard.
#[derive(Debug, Clone, Default)]
struct Draft {
    skeleton: String,
    gaps: Vec<Gap>,
    gap: Gap,
}

impl Draft {
    fn consonants(&mut self, letters: &str) {
        for letter in letters.chars() {
            if self.gap.is_silent() && self.skeleton.ends_with(letter) {
                continue;
            }
            self.skeleton.push(letter);
            self.gaps.push(std::mem::take(&mut self.gap));
        }
    }

    fn finish(mut self) -> Reading {
        self.gaps.push(self.gap);
        Reading { skeleton: self.skeleton, gaps: self.gaps }
    }
}

fn strong(drafts: &mut [Draft], vowel: u8) {
    for draft in drafts {
        draft.gap.strong |= vowel;
    }
}

fn weak(drafts: &mut [Draft], vowels: u8) {
    for draft in drafts {
        draft.gap.weak |= vowels;
    }
}

/// Every draft goes on in each of these ways, as long as there are not too many.
fn consonant(drafts: &mut Vec<Draft>, ways: &[&str]) {
    let before = drafts.len();
    for way in ways.iter().skip(1) {
        for at in 0..before {
            if drafts.len() < MOST_READINGS {
                let mut other = drafts[at].clone();
                other.consonants(way);
                drafts.push(other);
            }
        }
    }
    for draft in &mut drafts[..before] {
        draft.consonants(ways[0]);
    }
}

/// Consonants the Arabic article's `l` becomes: عبد الرحمن is said, and often written, Abdurrahman.
fn is_sun_letter(letter: char) -> bool {
    "تثدذرزسشصضطظن".contains(letter) || "tdrzsn".contains(letter)
}

fn hear_arabic(word: &str, drafts: &mut Vec<Draft>) {
    let mut letters: Vec<char> = word.chars().collect();
    if let Some(rest) = word.strip_prefix("عبدال") {
        // The article inside: its vowel is anything, its `l` is lost before a sun letter.
        let keeps = !rest.chars().next().is_some_and(is_sun_letter);
        letters.drain(3..if keeps { 4 } else { 5 });
        let (head, tail) = letters.split_at(3);
        hear_arabic_letters(head, false, drafts);
        weak(drafts, ANY);
        return hear_arabic_letters(tail, true, drafts);
    }
    let consonants = letters.iter().filter(|letter| !matches!(letter, 'ا' | 'و' | 'ي' | 'ع')).count();
    // طه and آية: without their last letter, or with ي as a vowel, nothing would be left.
    let spare = consonants > usize::from(letters.last() == Some(&'ه')) + usize::from(letters.len() == 2);
    if spare || !letters.contains(&'ي') {
        hear_arabic_letters(&letters, spare, drafts);
    } else {
        hear_bare(&letters, drafts);
    }
}

fn hear_bare(letters: &[char], drafts: &mut Vec<Draft>) {
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            'ي' => consonant(drafts, &["y"]),
            'ا' if at > 0 => strong(drafts, A),
            'و' => strong(drafts, U),
            _ => weak(drafts, if at == 0 { ANY } else { A }),
        }
    }
}

fn hear_arabic_letters(letters: &[char], drop_last_h: bool, drafts: &mut Vec<Draft>) {
    for (at, letter) in letters.iter().enumerate() {
        let first = at == 0 && drafts[0].skeleton.is_empty();
        let last = at + 1 == letters.len();
        match letter {
            'ا' | 'ع' if first => weak(drafts, ANY),
            'ع' => weak(drafts, ANY),
            'ا' if last => weak(drafts, A),
            'ا' => strong(drafts, A),
            'و' if first => consonant(drafts, &["w"]),
            'و' if last => weak(drafts, U),
            'و' => strong(drafts, U),
            'ي' if first => consonant(drafts, &["y"]),
            // Final ى and ي are one after folding, and one is said a, the other i.
            'ي' if last => weak(drafts, A | I),
            'ي' => strong(drafts, I),
            'ه' if last && drop_last_h => weak(drafts, A),
            'ب' => consonant(drafts, &["b"]),
            'ت' | 'ط' => consonant(drafts, &["t"]),
            'ث' => consonant(drafts, &["t", "s"]),
            'ج' => consonant(drafts, &["j"]),
            'ح' | 'ه' => consonant(drafts, &["h"]),
            'خ' => consonant(drafts, &["x"]),
            'د' => consonant(drafts, &["d"]),
            'ذ' | 'ظ' => consonant(drafts, &["z", "d"]),
            'ض' => consonant(drafts, &["d"]),
            'ر' => consonant(drafts, &["r"]),
            'ز' => consonant(drafts, &["z"]),
            'س' | 'ص' => consonant(drafts, &["s"]),
            'ش' => consonant(drafts, &["c"]),
            'غ' => consonant(drafts, &["g"]),
            'ف' => consonant(drafts, &["f"]),
            'ق' | 'ك' => consonant(drafts, &["k"]),
            'ل' => consonant(drafts, &["l"]),
            'م' => consonant(drafts, &["m"]),
            'ن' => consonant(drafts, &["n"]),
            _ => {}
        }
    }
}

fn hear_latin(word: &str, drafts: &mut Vec<Draft>) {
    let mut rest = word;
    if let Some(after) = word.strip_prefix("abd").filter(|after| after.len() > 3) {
        let vowels = after.len() - after.trim_start_matches(['a', 'e', 'i', 'o', 'u']).len();
        let tail = &after[vowels..];
        let assimilated = tail.strip_prefix('l').filter(|name| name.starts_with(is_sun_letter));
        if vowels > 0 && !tail.is_empty() {
            hear_latin_letters("abd", drafts);
            weak(drafts, ANY);
            rest = assimilated.unwrap_or(tail);
        }
    }
    hear_latin_letters(rest, drafts);
    if drafts.iter().all(|draft| draft.skeleton.is_empty()) && word.contains('y') {
        drafts.clear();
        drafts.push(Draft::default());
        for c in word.chars() {
            if c == 'y' { consonant(drafts, &["y"]) } else { weak(drafts, latin_vowel(c)) }
        }
    }
}

fn hear_latin_letters(letters: &str, drafts: &mut Vec<Draft>) {
    let bytes = letters.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied();
        let first = at == 0 && drafts[0].skeleton.is_empty() && drafts[0].gap.is_silent();
        let is_vowel = |byte: Option<u8>| byte.is_some_and(|byte| b"aeiouyw".contains(&byte));
        let mut taken = 1;
        let mut two = |drafts: &mut Vec<Draft>, ways: &[&str]| {
            taken = 2;
            consonant(drafts, ways);
        };
        match bytes[at] {
            b'y' if first && is_vowel(next) => consonant(drafts, &["y"]),
            b'w' if first => consonant(drafts, &["w"]),
            // A doubled vowel before the last consonant is a long one: Kareem is not Karam, Mahmoud is not Mohamed.
            b'o' if matches!(next, Some(b'u' | b'o')) => {
                taken = 2;
                long_if_last(drafts, &letters[at + 2..], U);
            }
            vowel @ (b'e' | b'a')
                if matches!(next, Some(b'i' | b'y')) || (vowel, next) == (b'e', Some(b'e')) =>
            {
                taken = 2;
                weak(drafts, latin_vowel(char::from(vowel)));
                long_if_last(drafts, &letters[at + 2..], I);
            }
            vowel if is_vowel(Some(vowel)) => weak(drafts, latin_vowel(char::from(vowel))),
            b's' if next == Some(b'h') => two(drafts, &["c", "sh"]),
            b'c' if next == Some(b'h') => two(drafts, &["c", "k"]),
            b'k' if next == Some(b'h') => two(drafts, &["x"]),
            b'g' if next == Some(b'h') => two(drafts, &["g"]),
            b'd' if next == Some(b'h') => two(drafts, &["d", "z"]),
            b't' if next == Some(b'h') => two(drafts, &["t", "th", "s"]),
            b'p' if next == Some(b'h') => two(drafts, &["f"]),
            b'c' if next == Some(b'k') => two(drafts, &["k"]),
            b'h' if next.is_none() && at > 0 && is_vowel(Some(bytes[at - 1])) => {}
            b'b' | b'p' => consonant(drafts, &["b"]),
            b'c' if matches!(next, Some(b'e' | b'i' | b'y')) => consonant(drafts, &["s"]),
            b'c' | b'k' | b'q' => consonant(drafts, &["k"]),
            b'd' => consonant(drafts, &["d"]),
            b'f' | b'v' => consonant(drafts, &["f"]),
            b'g' => consonant(drafts, &["j", "g"]),
            b'h' => consonant(drafts, &["h"]),
            b'j' => consonant(drafts, &["j"]),
            b'l' => consonant(drafts, &["l"]),
            b'm' => consonant(drafts, &["m"]),
            b'n' => consonant(drafts, &["n"]),
            b'r' => consonant(drafts, &["r"]),
            b's' => consonant(drafts, &["s"]),
            b't' => consonant(drafts, &["t"]),
            b'x' => consonant(drafts, &["ks"]),
            b'z' => consonant(drafts, &["z"]),
            _ => {}
        }
        at += taken;
    }
}

fn long_if_last(drafts: &mut [Draft], rest: &str, vowel: u8) {
    let mut after = rest.chars().skip_while(|c| "aeiouyw".contains(*c));
    let one_consonant_left = after.next().is_some() && after.all(|c| !"aeiouyw".contains(c));
    if one_consonant_left { strong(drafts, vowel) } else { weak(drafts, vowel) }
}

const fn latin_vowel(letter: char) -> u8 {
    match letter {
        'a' => A,
        'e' => A | I,
        'i' | 'y' => I,
        _ => U,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::readings;
    use crate::text::fold;

    fn alike(one: &str, other: &str) -> bool {
        let (one, other) = (readings(&fold(one)), readings(&fold(other)));
        one.iter().any(|a| other.iter().any(|b| a.agrees(b)))
    }

    /// One name a line, in the spellings people really use.
    const NAMES: &[&[&str]] = &[
        &["محمد", "Mohamed", "Muhammad", "Mohammed", "Mohammad", "Muhamed"],
        &["محمود", "Mahmoud", "Mahmood", "Mahmud"],
        &["أحمد", "Ahmed", "Ahmad"],
        &["حسن", "Hassan", "Hasan"],
        &["حسين", "Hussein", "Hossein", "Hussain"],
        &["حسام", "Hossam", "Husam"],
        &["علي", "Ali", "Aly"],
        &["عمر", "Omar", "Umar"],
        &["عمرو", "Amr", "Amro"],
        &["يوسف", "Youssef", "Yusuf", "Yousef"],
        &["فاطمة", "Fatma", "Fatima", "Fatema"],
        &["مصطفى", "Mostafa", "Mustafa", "Moustafa"],
        &["إبراهيم", "Ibrahim", "Ebrahim"],
        &["خالد", "Khaled", "Khalid"],
        &["عائشة", "Aisha", "Aysha", "Ayesha", "Aicha"],
        &["عبدالرحمن", "Abdelrahman", "Abdulrahman", "Abdurrahman"],
        &["عبدالله", "Abdullah", "Abdallah", "Abdalla"],
        &["عبدالعزيز", "Abdelaziz", "Abdulaziz"],
        &["السيد", "Elsayed", "Alsayed", "Sayed", "سيد"],
        &["جمال", "Gamal", "Jamal"],
        &["عثمان", "Othman", "Osman"],
        &["فتحي", "Fathy", "Fathi"],
        &["شريف", "Sherif", "Sharif", "Cherif"],
        &["قاسم", "Kassem", "Qasim"],
        &["مريم", "Mariam", "Maryam", "Meriem"],
        &["منى", "Mona", "Muna"],
        &["هدى", "Hoda", "Huda"],
        &["نور", "Nour", "Noor", "Nur"],
        &["كريم", "Karim", "Kareem"],
        &["سمير", "Samir", "Sameer"],
        &["مروان", "Marwan"],
        &["نوال", "Nawal"],
        &["وليد", "Walid", "Waleed"],
        &["ياسمين", "Yasmin", "Yasmine"],
        &["آية", "Aya"],
        &["طه", "Taha"],
        &["بطرس", "Boutros"],
        &["جرجس", "Girgis"],
        &["منير", "Mounir", "Munir"],
        &["غادة", "Ghada"],
        &["خديجة", "Khadija", "Khadiga"],
        &["إلهام", "Elham", "Ilham"],
        &["إسحاق", "Ishaq", "Ishak"],
        &["رؤوف", "Raouf"],
        &["طارق", "Tarek", "Tariq"],
        &["أيوب", "Ayoub"],
    ];

    #[test]
    fn spellings_of_one_name_sound_alike() {
        let mut deaf = Vec::new();
        for spellings in NAMES {
            for one in *spellings {
                for other in spellings.iter().filter(|other| !alike(one, other)) {
                    deaf.push(format!("{one} {other}"));
                }
            }
        }
        assert!(deaf.is_empty(), "{deaf:?}");
    }

    /// A search for one name must not bring the clinic with it: of a thousand pairs of different names here, two have spellings that sound
    /// alike, because people write a long vowel like a short one (Mahmud) or leave it out (Amr).
    #[test]
    fn no_name_brings_a_flood_of_others() {
        let mut heard = Vec::new();
        for (at, one) in NAMES.iter().enumerate() {
            for other in &NAMES[at + 1..] {
                if one.iter().any(|one| other.iter().any(|other| alike(one, other))) {
                    heard.push((one[0], other[0]));
                }
            }
        }
        assert_eq!(heard, [("محمد", "محمود"), ("عمر", "عمرو")]);
    }

    #[test]
    fn other_names_do_not() {
        for (one, other) in [
            ("محمد", "Mahmoud"),
            ("محمود", "Mohamed"),
            ("محمد", "محمود"),
            ("Mohamed", "Mahmoud"),
            ("حامد", "أحمد"),
            ("Ahmed", "Hamed"),
            ("كريم", "Karam"),
            ("كرم", "Kareem"),
            ("علي", "Layla"),
            ("حسن", "Hussein"),
            ("منى", "Amina"),
            ("سمير", "Samar"),
            ("Mona", "Nora"),
            ("12", "12"),
        ] {
            assert!(!alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_beginning_of_a_name_is_heard_in_it() {
        let begins = |part: &str, whole: &str| {
            let (part, whole) = (readings(&fold(part)), readings(&fold(whole)));
            part.iter().any(|part| whole.iter().any(|whole| part.begins(whole)))
        };
        assert!(begins("moham", "محمد"));
        assert!(begins("مصط", "Mostafa"));
        assert!(!begins("mahmou", "منى"));
        assert!(!begins("m", "محمد"));
    }

    proptest! {
        #[test]
        fn every_word_agrees_with_itself(word in "[a-z]{0,14}|[ا-ي]{0,14}|\\PC{0,10}") {
            let heard = readings(&fold(&word));
            prop_assert!(heard.len() <= 8);
            for reading in &heard {
                prop_assert!(reading.agrees(reading));
                prop_assert!(reading.gaps.len() == reading.skeleton.len() + 1);
            }
        }
    }
}
