//! The closing report as a reader of PDF sees it, in both languages.

mod reader;

use print::{Clinic, ClosingReport, Head, Made, closing_report};
use reader::{assert_fonts_are_ours, left_of, pages, places, text};
use serde_json::{Value, json};

const PHONE: &str = "0100 123 7719";

fn head(language: &str) -> Head {
    Head {
        language: language.to_owned(),
        clinic: Clinic {
            name: "عيادات النور".to_owned(),
            site: "الدقي".to_owned(),
            address: None,
            phone: Some("+20 2 3760 1234".to_owned()),
        },
        made: Made { date: "2026-11-24".to_owned(), time: "20:41".to_owned(), by: "Mona Adel".to_owned() },
    }
}

fn figures() -> Value {
    json!({
        "booked": 21, "arrived": 17, "completed": 15, "no_show": 2, "expected": 1, "walk_ins": 3, "overbooked": 1, "emergencies": 1,
        "cancelled": { "total": 2, "by_patient": 1, "by_doctor": 1, "by_clinic": 0, "by_system": 0 },
        "waiting": { "median": 14, "longest": 52 }, "lateness": null,
        "reps": { "booked": 2, "completed": 1, "sample_units": 40, "sample_lines": 2 },
    })
}

/// A day as the desk tells it, with one of everything that can stand open.
fn a_day(visits_open: u32) -> Value {
    let open = |number: u32| {
        json!({
            "start": "16:30", "patient_name": format!("محمد أحمد {number}"), "patient_phone": PHONE, "doctor_id": "salma",
            "status": "arrived",
        })
    };
    json!({
        "date": "2026-11-24", "today": "2026-11-24", "now": "20:41", "clinic": figures(),
        "doctors": [{
            "doctor_id": "salma", "full_name": "Salma Fathy", "second_name": "سلمى فتحي", "title": "Dr", "specialty": null,
            "figures": figures(),
        }],
        "overbooked": [{
            "start": "11:15", "patient_name": "Omar Hesham", "doctor_id": "salma", "is_emergency": true,
            "reason": "ضيق تنفس، Ventolin 100 mcg",
        }],
        "open": {
            "visits": (0..visits_open).map(open).collect::<Vec<_>>(),
            "rep_visits": [{
                "start": "17:15", "rep_name": "Rania Aziz", "company": "Nile Pharma", "doctor_id": "salma", "status": "approved",
            }],
            "worklists": [{ "open": 3, "first_date": "2026-11-28", "closure": { "reason": "Cardio Egypt" } }],
            "attention": 2,
        },
        "staff": [{ "full_name": "Heba Ramadan", "booked": 9, "moved": 2, "cancelled": 1, "queue": 30, "registered": 4, "other": 5 }],
    })
}

fn printed(language: &str, day: &Value) -> Vec<u8> {
    closing_report(&ClosingReport { head: head(language), report: day }).expect("the template is set")
}

#[test]
fn every_figure_and_everything_that_is_open_stands_on_it_in_english() {
    let paper = text(&printed("en", &a_day(1)));
    for words in [
        "Closing report",
        "Tuesday 24 November 2026",
        "Dr Salma Fathy",
        "21",
        "longest 52 min",
        "emergencies 1",
        "Emergency: ",
        "Ventolin 100 mcg",
        "Omar Hesham",
        PHONE,
        "Rania Aziz",
        "Nile Pharma",
        "3 visits of",
        "Cardio Egypt",
        "2 matters wait in Attention",
        "Heba Ramadan",
        "Signature",
        "Page 1 of 1",
    ] {
        assert!(paper.contains(words), "{words} in {paper}");
    }
}

#[test]
fn in_arabic_words_join_and_numbers_phones_and_doses_read_from_the_left() {
    let paper = printed("ar", &a_day(1));
    let said = text(&paper);
    // Words without ligatures: poppler gives the letters of one back in the wrong order.
    for words in
        ["سلمى فتحي", "٢٤", "٢٠٢٦", "١٦:٣٠", "طوارئ", "Omar Hesham", PHONE, "Cardio Egypt", "محمد أحمد"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    let places = places(&paper);
    let left = |word: &str| left_of(&places, word);
    assert!(left("0100") < left("123") && left("123") < left("7719"), "the phone: {places:?}");
    assert!(left("Ventolin") < left("100") && left("100") < left("mcg"), "the dose: {places:?}");
    assert!(left("ضيق") > left("Ventolin"), "and the sentence around it from the right: {places:?}");
    assert!(left("١٦:٣٠") > left("محمد"), "columns go from the right: {places:?}");
}

#[test]
fn only_our_fonts_are_used_and_a_long_list_goes_on_over_the_page() {
    for (language, first) in [("en", "Page 1 of 2"), ("ar", "صفحة١من٢")] {
        let paper = printed(language, &a_day(40));
        assert_fonts_are_ours(&paper);
        let pages = pages(&paper);
        assert_eq!(pages.len(), 2, "{language}");
        assert!(pages[0].contains(first) || pages[0].replace(' ', "").contains(first), "{}", pages[0]);
        assert!(pages.iter().all(|page| page.contains("محمد أحمد")), "open visits on both");
    }
}
