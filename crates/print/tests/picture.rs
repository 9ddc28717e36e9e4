//! A picture on paper as a reader of PDF sees it.

mod reader;

use print::{Clinic, Head, Made, PictureSheet, picture_sheet};
use reader::{assert_fonts_are_ours, pages, places, read_with, text};

/// A PNG two points wide and one high, red and blue.
const PICTURE: [u8; 70] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0, 123,
    64, 232, 221, 0, 0, 0, 13, 73, 68, 65, 84, 120, 156, 99, 248, 207, 0, 4, 255, 1, 7, 0, 1, 255, 226, 35,
    158, 89, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

fn sheet(language: &str, is_wide: bool) -> PictureSheet {
    let arabic = language == "ar";
    PictureSheet {
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
        patient: if arabic { "سامية عبد الحميد فاروق" } else { "Samia Abdelhamid Farouk" }.to_owned(),
        file: "PAT-A-002217".to_owned(),
        title: "wound #2.png".to_owned(),
        description: Some("left forearm".to_owned()),
        attached_on: "2026-11-20".to_owned(),
        is_wide,
    }
}

#[test]
fn a_picture_stands_on_one_sheet_under_whose_it_is() {
    for language in ["en", "ar"] {
        for is_wide in [false, true] {
            let wanted = sheet(language, is_wide);
            let pdf = picture_sheet(&wanted, PICTURE.to_vec()).expect("a picture can be set");
            assert_fonts_are_ours(&pdf);
            assert_eq!(pages(&pdf).len(), 1);
            let text = text(&pdf);
            for words in ["PAT-A-002217", "wound #2.png", "left forearm", "Nada Samir"] {
                assert!(text.contains(words), "{words} in {text}");
            }
            let pictures = read_with("pdfimages", &["-list", "-"], &pdf);
            assert!(pictures.contains(" image "), "{pictures}");
        }
    }
}

#[test]
fn what_is_said_in_the_other_script_begins_where_reading_begins() {
    for (language, title) in [("en", "جرح"), ("ar", "Wound")] {
        let wanted = PictureSheet { title: title.to_owned(), description: None, ..sheet(language, false) };
        let pdf = picture_sheet(&wanted, PICTURE.to_vec()).expect("a picture can be set");
        let words = places(&pdf);
        let (_, from_left, _) = words.iter().find(|(word, ..)| word == title).expect("it stands there");
        // The sheet is 595 points wide.
        assert_eq!(*from_left < 298.0, language == "en", "{title} at {from_left}");
    }
}

#[test]
fn what_cannot_be_unfolded_is_refused() {
    assert!(picture_sheet(&sheet("en", false), PICTURE[..40].to_vec()).is_err());
    assert!(picture_sheet(&sheet("en", false), b"no picture at all".to_vec()).is_err());
}
