//! Labels as a reader of PDF sees them, in both languages, on a label and on a strip.

mod reader;

use print::{Clinic, Head, Label, Labels, Made, labels};
use reader::{assert_fonts_are_ours, forms, left_of, pages, places, read_with, text};

const LANGUAGES: [&str; 2] = ["en", "ar"];
const FORMATS: [&str; 2] = ["label", "strip"];

fn label(medicine: &str, strength: &str, form: &'static str) -> Label {
    Label {
        medicine: medicine.to_owned(),
        strength: Some(strength.to_owned()),
        instead_of: None,
        form,
        dose_milli: 1_000,
        dose_unit: "tablet",
        route: "oral",
        frequency: "every_12h",
        days: Some(7),
        instructions: Some("after_food".to_owned()),
        quantity: 14,
        unit: "tablet".to_owned(),
        lot: "AU-7731".to_owned(),
        expires_on: "2027-12-31".to_owned(),
    }
}

fn two_labels(language: &str, format: &'static str) -> Labels {
    let arabic = language == "ar";
    let mut drops = label("Otrivin", "0.1 %", "drops");
    (drops.dose_unit, drops.route, drops.frequency) = ("drop", "nose", "thrice");
    (drops.dose_milli, drops.quantity) = (2_000, 1);
    (drops.lot, drops.unit) = ("OT-1".to_owned(), if arabic { "زجاجة" } else { "bottle" }.to_owned());
    Labels {
        head: Head {
            language: language.to_owned(),
            clinic: Clinic {
                name: if arabic { "عيادات النور" } else { "Al Nour Clinics" }.to_owned(),
                site: "Dokki".to_owned(),
                address: None,
                phone: None,
            },
            made: Made {
                date: "2026-11-24".to_owned(),
                time: "12:07".to_owned(),
                by: "Nada Samir".to_owned(),
            },
        },
        format,
        patient: if arabic { "سامية عبد الحميد فاروق" } else { "Samia Abdelhamid Farouk" }.to_owned(),
        file: "PAT-A-002217".to_owned(),
        reference: "RX-C-000412".to_owned(),
        date: "2026-11-24".to_owned(),
        labels: vec![label("Augmentin", "1 g", "tablet"), drops],
    }
}

fn set(wanted: &Labels) -> Vec<u8> {
    labels(wanted).expect("the template is set")
}

#[test]
fn each_medicine_has_a_label_of_its_own_with_all_that_a_patient_needs() {
    for format in FORMATS {
        let pages = pages(&set(&two_labels("en", format)));
        let [first, second] = &pages[..] else { panic!("{pages:?}") };
        let common = ["Al Nour Clinics", "Samia Abdelhamid Farouk", "RX-C-000412", "24 November 2026"];
        for (page, own) in [
            (
                first,
                &[
                    "Augmentin 1 g",
                    "1 tablet, every 12 hours, for 7 days, after food",
                    "14 tablet",
                    "AU-7731",
                ][..],
            ),
            (second, &["Otrivin 0.1 %", "2 drops, in the nose, three times a day", "1 bottle", "OT-1"][..]),
        ] {
            let said = page.replace(' ', "");
            for words in common.iter().chain(own).chain(&["31 December 2027"]) {
                assert!(said.contains(&words.replace(' ', "")), "{words} on {format}: {page}");
            }
        }
        assert!(!first.contains("Otrivin") && !second.contains("Augmentin"));
    }
}

#[test]
fn a_label_is_as_large_as_the_roll_it_is_on() {
    let sizes = |format| read_with("pdfinfo", &["-"], &set(&two_labels("ar", format)));
    // 70 × 36 mm and 80 mm in points.
    assert!(sizes("label").contains("198.425 x 102.047"), "{}", sizes("label"));
    assert!(sizes("strip").contains("226.772 x"), "{}", sizes("strip"));
}

#[test]
fn an_arabic_label_reads_from_the_right_and_its_medicine_from_the_left() {
    for format in FORMATS {
        let mut wanted = two_labels("ar", format);
        wanted.labels.truncate(1);
        let pdf = set(&wanted);
        let (places, said) = (places(&pdf), text(&pdf));
        let left = |word: &str| left_of(&places, word);
        assert!(left("Augmentin") < left("1") && left("1") < left("g"), "{places:?}");
        assert!(
            left("قرص") > left("ساعة") && left("لمدة") > left("أيام"),
            "the course reads from the right: {places:?}"
        );
        assert!(left("Augmentin") > 80.0, "the name stands where reading begins: {places:?}");
        for words in ["١٤", "AU-7731", "RX-C-000412", "٢٠٢٧"] {
            assert!(said.contains(words), "{words} on {format}: {said}");
        }
    }
}

#[test]
fn an_arabic_medicine_keeps_its_strength_in_order() {
    let mut wanted = two_labels("ar", "label");
    wanted.labels = vec![label("كونجستال", "500 mg", "tablet")];
    let places = places(&set(&wanted));
    let left = |word: &str| left_of(&places, word);
    assert!(left("500") < left("mg") && left("mg") < left("كونجستال"), "{places:?}");
}

#[test]
fn arabic_letters_join_and_only_our_fonts_are_used() {
    for language in LANGUAGES {
        for format in FORMATS {
            assert_fonts_are_ours(&set(&two_labels(language, format)));
        }
    }
    let forms_of = |name: &str| {
        let mut named = two_labels("en", "label");
        named.patient = name.to_owned();
        forms(&set(&named)).get("ه").copied().unwrap_or_default()
    };
    assert_eq!((forms_of("ههه"), forms_of("ه\u{200c}ه\u{200c}ه")), (3, 1));
}

#[test]
fn what_is_long_is_written_smaller_and_what_is_longer_still_goes_on_upon_another_label() {
    let told = |words: &str| {
        let mut wanted = two_labels("en", "label");
        wanted.labels =
            vec![Label { instructions: Some(words.to_owned()), ..label("Augmentin", "1 g", "tablet") }];
        pages(&set(&wanted))
    };
    let long =
        "with a large glass of water, sitting upright, and not within two hours of milk or of antacids";
    let pages = told(long);
    assert!(pages.len() == 1 && pages[0].contains("AU-7731"), "{pages:?}");
    let longest = format!("{} END", "with water and with food ".repeat(19));
    let pages = told(&longest);
    let said = pages.join(" ");
    assert!(pages.len() > 1 && said.contains("END") && said.contains("AU-7731"), "{pages:?}");
}

#[test]
fn what_stands_in_for_another_says_so() {
    for (language, words) in [("en", "Instead of Panadol"), ("ar", "بديل")] {
        let mut wanted = two_labels(language, "label");
        wanted.labels[0].instead_of = Some("Panadol".to_owned());
        let pages = pages(&set(&wanted));
        assert!(
            pages[0].contains(words) && pages[0].contains("Panadol") && !pages[1].contains(words),
            "{pages:?}"
        );
    }
}

#[test]
fn what_is_typed_is_text_and_never_markup() {
    let mut odd = two_labels("en", "label");
    odd.labels[0].medicine = "#strike[x] *bold*".to_owned();
    let said = text(&set(&odd));
    assert!(said.contains("#strike[x] *bold*"), "{said}");
}

/// Writes what it sets beside the others, for whoever wants to look: `CLINIC_DESK_PICTURES=folder`.
#[test]
fn every_form_has_words_in_both_languages() {
    let all = [
        "tablet",
        "capsule",
        "syrup",
        "suspension",
        "drops",
        "spray",
        "cream",
        "ointment",
        "gel",
        "injection",
        "inhaler",
        "suppository",
        "sachet",
        "solution",
        "patch",
        "device",
        "other",
    ];
    for language in LANGUAGES {
        for format in FORMATS {
            let mut wanted = two_labels(language, format);
            if let Some(folder) = std::env::var_os("CLINIC_DESK_PICTURES") {
                let file = std::path::Path::new(&folder).join(format!("labels-{language}-{format}.pdf"));
                std::fs::write(file, set(&wanted)).expect("the folder can be written to");
            }
            wanted.labels = all.iter().map(|form| label("Medicine", "1 g", form)).collect();
            assert_eq!(pages(&set(&wanted)).len(), all.len());
        }
    }
}
