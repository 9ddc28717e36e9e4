//! A prescription as a reader of PDF sees it, in both languages and on all three kinds of paper.

mod reader;

use print::{
    BODY, Clinic, Doctor, Drawing, DrawnStroke, FACE, Head, Made, Prescription, PrescriptionItem,
    PrescriptionPatient, PrescriptionTest, prescription,
};
use reader::{assert_fonts_are_ours, forms, left_of, pages, places, text};

const LANGUAGES: [&str; 2] = ["en", "ar"];
const FORMATS: [&str; 3] = ["a4", "a5", "strip"];

fn item(
    medicine: &str,
    generic: &str,
    dose: (u32, &'static str),
    frequency: &'static str,
    days: u16,
) -> PrescriptionItem {
    PrescriptionItem {
        medicine: medicine.to_owned(),
        generic_name: Some(generic.to_owned()),
        dose_milli: dose.0,
        dose_unit: dose.1,
        route: "oral",
        frequency,
        days: Some(days),
        quantity: 14,
        instructions: None,
        held_back: false,
    }
}

fn a_prescription(language: &str, format: &'static str) -> Prescription {
    let arabic = language == "ar";
    let mut augmentin = item("Augmentin 1 g", "amoxicillin + clavulanate", (1_000, "tablet"), "every_12h", 7);
    augmentin.instructions = Some("after_food".to_owned());
    let mut otrivin = item("Otrivin 0.1 %", "xylometazoline", (2_000, "spray"), "every_8h", 5);
    otrivin.route = "nose";
    otrivin.quantity = 1;
    let concor = item("Concor 5", "bisoprolol", (500, "tablet"), "morning", 30);
    let stroke = DrawnStroke { ink: "red", points: vec![(300, 560), (360, 620), (330, 700)] };
    Prescription {
        head: Head {
            language: language.to_owned(),
            clinic: Clinic {
                name: if arabic { "عيادات النور" } else { "Al Nour Clinics" }.to_owned(),
                site: if arabic { "الدقي" } else { "Dokki" }.to_owned(),
                address: Some("14 Tahrir St, Giza".to_owned()),
                phone: Some("+20 2 3760 1234".to_owned()),
            },
            made: Made {
                date: "2026-11-24".to_owned(),
                time: "12:07".to_owned(),
                by: "Karim Naguib".to_owned(),
            },
        },
        format,
        doctor: Doctor {
            full_name: "Karim Naguib".to_owned(),
            second_name: Some("كريم نجيب".to_owned()),
            title: Some("Dr".to_owned()),
            specialty: Some(if arabic { "أنف وأذن وحنجرة" } else { "Ear, nose and throat" }.to_owned()),
        },
        licence: Some("EG-48213".to_owned()),
        reference: "RX-C-000412".to_owned(),
        corrects: None,
        is_preview: false,
        is_draft: false,
        date: "2026-11-24".to_owned(),
        valid_until: Some("2026-12-24".to_owned()),
        patient: PrescriptionPatient {
            name: if arabic {
                "سامية عبد الحميد فاروق"
            } else {
                "Samia Abdelhamid Farouk"
            }
            .to_owned(),
            second_name: None,
            age: Some(58),
            file: "PAT-A-002217".to_owned(),
        },
        diagnosis: Some(if arabic { "التهاب جيوب حاد" } else { "Acute sinusitis, right" }.to_owned()),
        notes: None,
        items: vec![augmentin, otrivin, concor],
        tests: vec![PrescriptionTest { name: "CBC".to_owned(), instructions: None, urgent: true }],
        drawing: Some(Drawing { ground: "face", strokes: vec![stroke] }),
    }
}

fn set(prescribed: &Prescription) -> Vec<u8> {
    prescription(prescribed).expect("the template is set")
}

#[test]
fn everything_stands_on_it_in_english_on_every_paper() {
    for format in FORMATS {
        let said = text(&set(&a_prescription("en", format)));
        for words in [
            "Al Nour Clinics",
            "Dr Karim Naguib",
            "EG-48213",
            "Samia Abdelhamid Farouk",
            "58 years",
            "PAT-A-002217",
            "24 November 2026",
            "Acute sinusitis, right",
            "Augmentin 1 g",
            "amoxicillin + clavulanate",
            "1 tablet, every 12 hours, for 7 days, after food",
            "Otrivin 0.1 %",
            "2 sprays, in the nose, every 8 hours, for 5 days",
            "half a tablet, every morning, for 30 days",
            "Qty 14",
            "CBC",
            "urgent",
            "RX-C-000412",
            "24 December 2026",
        ] {
            let (said, words) = (said.replace(' ', ""), words.replace(' ', ""));
            assert!(said.contains(&words), "{words} on {format}: {said}");
        }
    }
}

#[test]
fn everything_stands_on_it_in_arabic_with_the_names_of_medicines_as_they_are_written() {
    for format in FORMATS {
        let said = text(&set(&a_prescription("ar", format)));
        for words in [
            "Augmentin 1 g",
            "Otrivin 0.1 %",
            "Concor 5",
            "٢٠٢٦",
            "عاجل",
            "RX-C-000412",
            "EG-48213",
            "نصف",
            "قرص",
        ] {
            let (said, words) = (said.replace(' ', ""), words.replace(' ', ""));
            assert!(said.contains(&words), "{words} on {format}: {said}");
        }
    }
}

#[test]
fn doses_are_not_mirrored_and_the_page_goes_from_the_right_in_arabic() {
    let places = places(&set(&a_prescription("ar", "a5")));
    let left = |word: &str| left_of(&places, word);
    assert!(
        left("Augmentin") < left("1") && left("1") < left("g"),
        "the name reads from the left: {places:?}"
    );
    assert!(left("Otrivin") < left("0.1") && left("0.1") < left("%"), "{places:?}");
    assert!(left("كل") > left("ساعة"), "the course reads from the right: {places:?}");
    let augmentin = places.iter().find(|(word, ..)| word == "Augmentin").expect("it is there");
    assert!(augmentin.1 > 200.0, "the name stands at the right edge, where reading begins: {places:?}");
}

#[test]
fn arabic_letters_join_and_only_our_fonts_are_used() {
    for language in LANGUAGES {
        for format in FORMATS {
            assert_fonts_are_ours(&set(&a_prescription(language, format)));
        }
    }
    let forms_of = |name: &str| {
        let mut named = a_prescription("en", "a5");
        named.patient.name = name.to_owned();
        forms(&set(&named)).get("ه").copied().unwrap_or_default()
    };
    assert_eq!((forms_of("ههه"), forms_of("ه\u{200c}ه\u{200c}ه")), (3, 1));
}

#[test]
fn a_draft_says_so_and_holds_back_what_is_not_answered() {
    let mut draft = a_prescription("en", "a5");
    draft.is_draft = true;
    draft.items[0].held_back = true;
    let said = text(&set(&draft));
    assert!(said.contains("Draft: not valid at a pharmacy") && said.contains("held back"), "{said}");
    assert!(!said.contains("every 12 hours"), "what is held back has no course to follow: {said}");
    assert!(!text(&set(&a_prescription("en", "a5"))).contains("Draft"));
}

#[test]
fn a_long_one_goes_on_with_its_number_on_every_page() {
    let mut long = a_prescription("en", "a5");
    long.items = (0..24)
        .map(|at| item(&format!("Medicine {at}"), "substance", (1_000, "tablet"), "twice", 5))
        .collect();
    let pages = pages(&set(&long));
    assert!(pages.len() > 1, "{pages:?}");
    for page in &pages {
        assert!(page.contains("RX-C-000412"), "{page}");
    }
}

#[test]
fn what_is_typed_is_text_and_never_markup() {
    let mut odd = a_prescription("en", "a5");
    odd.items[0].medicine = "#strike[x] *bold* $1$".to_owned();
    odd.diagnosis = Some("<svg onload=x>".to_owned());
    let said = text(&set(&odd));
    assert!(said.contains("#strike[x] *bold* $1$") && said.contains("<svg onload=x>"), "{said}");
}

#[test]
fn every_dose_and_every_frequency_has_words_in_both_languages() {
    let units = [
        "tablet",
        "capsule",
        "ml",
        "spoon",
        "drop",
        "spray",
        "puff",
        "suppository",
        "sachet",
        "injection",
        "patch",
        "application",
        "piece",
    ];
    let frequencies = [
        "daily",
        "morning",
        "night",
        "twice",
        "thrice",
        "four_times",
        "every_4h",
        "every_6h",
        "every_8h",
        "every_12h",
        "weekly",
        "once",
        "as_needed",
    ];
    for language in LANGUAGES {
        let mut all = a_prescription(language, "a4");
        all.items = units
            .iter()
            .zip(frequencies)
            .zip([250, 500, 1_000, 1_500, 2_000, 3_000, 11_000, 100_000].iter().cycle())
            .map(|((unit, frequency), dose)| item("Medicine", "substance", (*dose, unit), frequency, 3))
            .collect();
        set(&all);
    }
}

#[test]
fn the_drawing_is_lines_and_the_screen_draws_on_the_same_outlines() {
    let drawing = a_prescription("en", "a5").drawing.expect("there is one").svg();
    assert!(drawing.contains("M300 560L360 620L330 700"), "{drawing}");
    let dot = Drawing { ground: "blank", strokes: vec![DrawnStroke { ink: "black", points: vec![(5, 6)] }] };
    assert!(dot.svg().contains("M5 6L5 6"), "a tap is a dot");
    let with = set(&a_prescription("en", "a5"));
    let without = set(&Prescription { drawing: None, ..a_prescription("en", "a5") });
    assert!(with.len() > without.len(), "the strokes are on the page");
    let screen = include_str!("../../../ui/src/features/prescription/grounds.ts");
    assert!(screen.contains(BODY) && screen.contains(FACE));
}

#[test]
fn what_is_only_looked_at_says_so_and_is_otherwise_the_same_page() {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        letters.sort_unstable();
        letters
    };
    for (language, word) in [("en", "Preview"), ("ar", "معاينة")] {
        for format in ["a4", "a5", "strip"] {
            let wanted = a_prescription(language, format);
            let paper = text(&set(&wanted));
            let shown = text(&set(&Prescription { is_preview: true, ..wanted }));
            // The word lies across the page, so that a reader finds it letter by letter.
            let same_and_word = letters(&format!("{paper}{word}"));
            assert_eq!(letters(&shown), same_and_word, "{language} {format}: {shown}");
        }
    }
}
