//! The sheet as a reader of PDF sees it.

mod reader;

use print::{RecoverySheet, recovery_sheet};
use reader::read_with;

const CODE: &str = "K7QF2-9M3TX-4HWVB-0NPRZ-6DJ8C-YA5EG-SMX1K";

fn sheet(language: &str, clinic_name: &str) -> Vec<u8> {
    let sheet = RecoverySheet { clinic_name, recovery_code: CODE, language, date: "2026-11-21" };
    recovery_sheet(&sheet).expect("the template is set")
}

#[test]
fn the_code_stands_on_the_sheet_as_it_is_typed_in_both_languages() {
    for language in ["en", "ar"] {
        let text = read_with("pdftotext", &["-raw", "-", "-"], &sheet(language, "Al Nour Clinics"));
        let typed: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        assert!(typed.contains(CODE), "{language}: {text}");
    }
}

#[test]
fn arabic_is_shaped_and_its_fonts_are_embedded() {
    let pdf = sheet("ar", "عيادات النور");
    let text = read_with("pdftotext", &["-", "-"], &pdf);
    // Words without a lam-alef: poppler gives the two letters of that ligature back in the wrong order.
    assert!(text.contains("عيادات النور") && text.contains("مكان مغلق وجاف"), "{text}");
    let fonts = read_with("pdffonts", &["-"], &pdf);
    assert!(fonts.contains("PlexSansArabic"), "{fonts}");
    assert!(fonts.lines().skip(2).all(|line| line.contains(" yes ")), "every font is embedded: {fonts}");
}

#[test]
fn a_name_with_markup_in_it_is_printed_as_text() {
    let text = read_with("pdftotext", &["-", "-"], &sheet("en", "#panic() *Clinic* $x$"));
    assert!(text.contains("#panic() *Clinic* $x$"), "{text}");
}
