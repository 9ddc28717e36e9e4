//! The papers of the front desk as a reader of PDF sees them, in both languages.

mod reader;

use print::{
    Agenda, AgendaClosure, AgendaDoctor, AgendaHours, AgendaRepVisit, AgendaVisit, Clinic, Doctor, Head,
    Made, RebookCall, RebookClosure, RebookDoctor, RebookList, RebookPhone, RebookRow, RebookTime, Slip,
    SlipVisit, agenda, rebook_list, slip,
};
use reader::{assert_fonts_are_ours, forms, left_of, pages, places, text};

const LANGUAGES: [&str; 2] = ["en", "ar"];
const PHONE: &str = "0100 123 7719";

fn head(language: &str) -> Head {
    let (name, site) = if language == "ar" {
        ("عيادات النور", "الدقي")
    } else {
        ("Al Nour Clinics", "Dokki")
    };
    Head {
        language: language.to_owned(),
        clinic: Clinic {
            name: name.to_owned(),
            site: site.to_owned(),
            address: Some("12 Tahrir St".to_owned()),
            phone: Some("+20 2 3760 1234".to_owned()),
        },
        made: Made { date: "2026-11-24".to_owned(), time: "08:41".to_owned(), by: "Mona Adel".to_owned() },
    }
}

fn doctor(full_name: &str, second_name: Option<&str>) -> Doctor {
    Doctor {
        full_name: full_name.to_owned(),
        second_name: second_name.map(str::to_owned),
        title: Some("Dr".to_owned()),
        specialty: Some("Cardiology".to_owned()),
    }
}

fn visit(start: &str, name: &str) -> AgendaVisit {
    AgendaVisit {
        start: start.to_owned(),
        minutes: 15,
        name: name.to_owned(),
        age: Some(34),
        file: "P-A-000231".to_owned(),
        phone: Some(PHONE.to_owned()),
        reason: None,
        overbook_reason: None,
        status: "scheduled",
        queue_number: None,
        online: false,
    }
}

fn of_a_day(language: &str, visits: Vec<AgendaVisit>) -> Agenda {
    let salma = AgendaDoctor {
        doctor: doctor("Salma Fathy", Some("سلمى فتحي")),
        open: vec![AgendaHours { audience: "patient", start: "09:00".to_owned(), end: "13:00".to_owned() }],
        closures: vec![AgendaClosure {
            start: Some("12:00".to_owned()),
            end: Some("13:00".to_owned()),
            effect: "closed",
            reason: "ward round".to_owned(),
        }],
        clock: None,
        cancelled: 2,
        visits,
        rep_visits: Vec::new(),
    };
    Agenda { head: head(language), date: "2026-11-24".to_owned(), doctors: vec![salma] }
}

fn written(language: &str, visits: Vec<AgendaVisit>) -> Vec<u8> {
    agenda(&of_a_day(language, visits)).expect("the template is set")
}

fn a_slip(language: &str, format: &'static str, queue_number: Option<u32>) -> Vec<u8> {
    let slip_of = Slip {
        head: head(language),
        format,
        doctor: doctor("Karim Naguib", Some("كريم نجيب")),
        visit: SlipVisit {
            name: "محمد أحمد علي".to_owned(),
            file: "P-A-000231".to_owned(),
            reference: "APT-A-004512".to_owned(),
            date: "2026-11-24".to_owned(),
            start: "09:30".to_owned(),
            minutes: 15,
            later_hour: false,
            queue_number,
            online: false,
        },
    };
    slip(&slip_of).expect("the template is set")
}

#[test]
fn an_agenda_names_the_day_in_words_the_doctor_in_the_papers_script_and_every_patient() {
    let mut first = visit("09:30", "Omar Hesham Abdelaziz");
    first.reason = Some("Follow-up: Concor 5 mg (once daily)".to_owned());
    first.overbook_reason = Some("high fever".to_owned());
    first.queue_number = Some(12);
    let english = text(&written("en", vec![first.clone()]));
    for words in [
        "Al Nour Clinics",
        "Dr Salma Fathy",
        "Tuesday 24 November 2026",
        "09:00–13:00",
        "ward round",
        "1 visit",
        "2 cancelled, not listed",
        "09:30",
        "Omar Hesham Abdelaziz",
        "no. 12",
        "34 years",
        "P-A-000231",
        PHONE,
        "Concor 5 mg",
        "high fever",
        "booked",
        "Page 1 of 1",
        "Mona Adel",
    ] {
        assert!(english.contains(words), "{words} in {english}");
    }
    // Words without ligatures: poppler gives the letters of one back in the wrong order.
    let arabic = text(&written("ar", vec![first]));
    for words in [
        "عيادات النور",
        "سلمى فتحي",
        "٢٤",
        "٢٠٢٦",
        "٠٩:٣٠",
        "Omar Hesham Abdelaziz",
        "P-A-000231",
        PHONE,
        "محجوز",
        "ward round",
        "رقم",
    ] {
        assert!(arabic.contains(words), "{words} in {arabic}");
    }
}

#[test]
fn only_our_fonts_are_used_and_they_travel_with_the_paper() {
    for language in LANGUAGES {
        assert_fonts_are_ours(&written(language, vec![visit("09:30", "محمد Omar")]));
        assert_fonts_are_ours(&a_slip(language, "strip", Some(3)));
        assert_fonts_are_ours(&rebook_list(&lost(language, 3)).expect("the template is set"));
    }
}

#[test]
fn arabic_letters_join() {
    // Three times the same letter: at the beginning, in the middle and at the end of a word it is drawn differently.
    let forms_of = |name: &str| {
        let with = forms(&written("en", vec![visit("09:30", name)]));
        with.get("ه").copied().unwrap_or_default()
    };
    assert_eq!(forms_of("ههه"), 3, "joined");
    assert_eq!(forms_of("ه\u{200c}ه\u{200c}ه"), 1, "kept apart, there is one form: the count can tell");
}

#[test]
fn numbers_and_phones_read_from_the_left_in_arabic() {
    let mut first = visit("09:30", "محمد أحمد علي");
    first.reason = Some("كشف، يأخذ Panadol Extra 500 mg".to_owned());
    let places = places(&written("ar", vec![first]));
    let left = |word: &str| left_of(&places, word);
    assert!(left("0100") < left("123") && left("123") < left("7719"), "the phone: {places:?}");
    assert!(left("500") < left("mg"), "the dose: {places:?}");
    assert!(left("Panadol") < left("Extra"), "the product: {places:?}");
    assert!(left("كشف،") > left("Panadol"), "and the sentence around it from the right: {places:?}");
    // Columns go from the right: the time stands before the patient.
    assert!(left("٠٩:٣٠") > left("محمد") && left("محمد") > left("500"), "{places:?}");
}

#[test]
fn columns_go_from_the_left_in_english() {
    let places = places(&written("en", vec![visit("09:30", "Omar")]));
    assert!(left_of(&places, "09:30") < left_of(&places, "Omar"), "{places:?}");
}

#[test]
fn a_long_day_goes_on_under_the_doctors_name_and_the_next_doctor_begins_with_page_one() {
    let visits = |n: u32| (0..n).map(|i| visit(&format!("{:02}:{:02}", 9 + i / 4, i % 4 * 15), "محمد علي"));
    for language in LANGUAGES {
        let mut long = of_a_day(language, visits(40).collect());
        let mut second = long.doctors[0].clone();
        second.doctor = doctor("Hoda Mansour", None);
        second.visits.clear();
        second.open.clear();
        long.doctors.push(second);
        let pages = pages(&agenda(&long).expect("the template is set"));
        assert_eq!(pages.len(), 3, "two for forty visits, one for the empty day");
        let (numbers, salma) = if language == "en" {
            (["Page 1 of 2", "Page 2 of 2", "Page 1 of 1"], "Salma Fathy")
        } else {
            (["صفحة١من٢", "صفحة٢من٢", "صفحة١من١"], "سلمى فتحي")
        };
        for ((page, number), doctor) in pages.iter().zip(numbers).zip([salma, salma, "Hoda Mansour"]) {
            let says_number = page.contains(number) || page.replace(' ', "").contains(number);
            assert!(says_number && page.contains(doctor), "{number}, {doctor}: {page}");
        }
        let nobody =
            if language == "en" { "No visits are booked." } else { "توجد زيارات محجوزة" };
        assert!(pages[2].contains(nobody), "{}", pages[2]);
    }
}

#[test]
fn rep_visits_stand_apart() {
    let mut day = of_a_day("en", vec![visit("09:30", "Omar")]);
    day.doctors[0].rep_visits.push(AgendaRepVisit {
        start: "17:00".to_owned(),
        minutes: 10,
        name: "Rania Aziz".to_owned(),
        company: "Nile Pharma (Egypt)".to_owned(),
        status: "approved",
    });
    let text = text(&agenda(&day).expect("the template is set"));
    let (patients, reps) = text.split_once("Medical reps").expect("a heading");
    assert!(patients.contains("Omar") && !patients.contains("Rania"), "{text}");
    assert!(reps.contains("Rania Aziz") && reps.contains("Nile Pharma (Egypt)"), "{text}");
}

#[test]
fn text_with_markup_in_it_is_printed_as_text() {
    let mut odd = visit("09:30", "#panic() *Omar* $x$");
    odd.reason = Some("[a] <b> \\ \"c\"".to_owned());
    let text = text(&written("en", vec![odd]));
    assert!(text.contains("#panic() *Omar* $x$") && text.contains("[a] <b> \\ \"c\""), "{text}");
}

#[test]
fn a_slip_tells_when_with_whom_and_the_number_on_either_paper() {
    for (format, size) in [("a5", "419"), ("strip", "226")] {
        let paper = a_slip("en", format, Some(12));
        let said = text(&paper);
        for words in
            ["Tuesday 24 November 2026", "09:30", "Dr Karim Naguib", "APT-A-004512", "Your number 12"]
        {
            assert!(said.contains(words), "{format}: {words} in {said}");
        }
        assert!(said.contains("+20 2 3760 1234"), "{said}");
        let info = reader::read_with("pdfinfo", &["-"], &paper);
        assert!(info.lines().any(|line| line.starts_with("Page size") && line.contains(size)), "{info}");
        assert!(info.lines().any(|line| line.starts_with("Pages") && line.ends_with(" 1")), "{info}");
        assert!(!text(&a_slip("en", format, None)).contains("Your number"));
    }
    let arabic = a_slip("ar", "a5", Some(12));
    let said = text(&arabic);
    assert!(said.contains("نجيب") && said.contains("APT-A-004512") && said.contains("٠٩:٣٠"), "{said}");
    let places = places(&arabic);
    assert!(left_of(&places, "3760") < left_of(&places, "1234"), "{places:?}");
}

fn lost(language: &str, rows: u32) -> RebookList {
    let at = |date: &str, start: &str| RebookTime {
        doctor: "karim".to_owned(),
        date: date.to_owned(),
        start: start.to_owned(),
        minutes: 15,
    };
    let row = |number: u32| RebookRow {
        name: format!("Omar Hesham {number}"),
        second_name: Some("عمر هشام".to_owned()),
        age: Some(41),
        file: format!("P-A-{number:06}"),
        reason: Some("متابعة".to_owned()),
        phones: vec![
            RebookPhone { number: PHONE.to_owned(), note: None },
            RebookPhone { number: "02 3760 9981".to_owned(), note: Some("mother".to_owned()) },
        ],
        was: at("2026-11-24", "09:30"),
        now: at("2026-11-28", "10:15"),
        end: (number == 0).then_some("moved"),
        times: vec![at("2026-11-28", "10:15"), at("2026-11-29", "09:00")],
        calls: vec![RebookCall {
            outcome: "no_answer",
            date: "2026-11-22".to_owned(),
            time: "18:02".to_owned(),
            note: Some("mobile is off".to_owned()),
        }],
    };
    RebookList {
        head: head(language),
        closure: Some(RebookClosure { start: None, end: None, reason: "مؤتمر Cardio Egypt".to_owned() }),
        first_date: "2026-11-24".to_owned(),
        last_date: "2026-11-24".to_owned(),
        doctors: vec![RebookDoctor {
            id: "karim".to_owned(),
            doctor: doctor("Karim Naguib", Some("كريم نجيب")),
        }],
        rows: (0..rows).map(row).collect(),
    }
}

#[test]
fn a_rebook_list_has_the_phones_the_times_to_offer_and_what_was_tried() {
    let english = text(&rebook_list(&lost("en", 3)).expect("the template is set"));
    for words in [
        "Closed all day",
        "Cardio Egypt",
        "2 patients to call",
        "1 settled",
        "Dr Karim Naguib",
        "09:30",
        "Omar Hesham 1",
        PHONE,
        "02 3760 9981",
        "mother",
        "Sat 28 Nov 10:15",
        "Sun 29 Nov 09:00",
        "Agreed",
        "No answer",
        "Call again",
        "Cancels",
        "mobile",
        "moved: Sat 28 Nov 10:15",
    ] {
        assert!(english.contains(words), "{words} in {english}");
    }
    let arabic = rebook_list(&lost("ar", 3)).expect("the template is set");
    let said = text(&arabic);
    for words in ["كريم نجيب", "Cardio Egypt", PHONE, "السبت", "وافق", "mobile"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let places = places(&arabic);
    assert!(left_of(&places, "0100") < left_of(&places, "7719"), "{places:?}");
}

#[test]
fn a_long_rebook_list_counts_its_pages() {
    let pages = pages(&rebook_list(&lost("en", 30)).expect("the template is set"));
    assert!(pages.len() > 2);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} of {}", index + 1, pages.len())), "{page}");
        assert!(page.contains("Cardio Egypt"), "{page}");
    }
}
