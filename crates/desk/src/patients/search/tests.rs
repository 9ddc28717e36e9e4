use std::cmp::Reverse;

use domain::patient::national_id_key;
use domain::text::phone::Number;
use domain::text::sound::readings;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

use super::columns::{Columns, NO_DAY, Record};
use super::dictionary::Words;
use super::index::Index;
use super::query::{EXACT, INSIDE, NONE, PREFIX, Query, SHORTEST_PHONE, Term, Tier};
use super::store::words_of;

/// Sum of the tiers, not the own name, the most recent first.
type ByHand = (u32, bool, Reverse<(i32, [u8; 16])>);

/// What a search must answer, said as plainly as possible: every patient is compared with every term, all fits are sorted.
fn by_hand(records: &[Record], query: &Query, limit: usize) -> Vec<[u8; 16]> {
    let mut by_worst: Vec<(Tier, Vec<ByHand>)> = Vec::new();
    for record in records {
        let tiers: Vec<Tier> = query.terms.iter().map(|term| tier(record, term)).collect();
        let worst = tiers.iter().copied().max().unwrap_or(EXACT);
        if worst == NONE {
            continue;
        }
        let first = query.terms.iter().find(|term| !term.word.is_empty() && term.phone.is_none());
        let aside = first.is_some_and(|term| {
            record.words.iter().take(2).all(|word| term.tier_of_word(word, &readings(word)) > worst)
        });
        let sum = tiers.iter().map(|tier| u32::from(*tier)).sum();
        let fit = (sum, aside, Reverse((record.recency, record.id)));
        match by_worst.iter_mut().find(|(tier, _)| *tier == worst) {
            Some((_, fits)) => fits.push(fit),
            None => by_worst.push((worst, vec![fit])),
        }
    }
    by_worst.sort_by_key(|(worst, _)| *worst);
    let mut answer = Vec::new();
    for (_, mut fits) in by_worst {
        fits.sort_by_key(|(_, _, age)| *age);
        fits.truncate(256);
        fits.sort();
        answer.extend(fits.into_iter().map(|(_, _, Reverse((_, id)))| id));
        if answer.len() >= limit {
            break;
        }
    }
    answer.truncate(limit);
    answer
}

fn tier(record: &Record, term: &Term) -> Tier {
    let words = record.words.iter().map(|word| term.tier_of_word(word, &readings(word)));
    let phones = record.phones.iter().map(|number| match &term.phone {
        None => NONE,
        Some(typed) => tier_of_phone(number, typed),
    });
    let rest = [
        if record.national_id.is_empty() {
            NONE
        } else {
            term.tier_of_national_id(record.national_id.as_bytes())
        },
        term.tier_of_file(record.file.0, record.file.1),
        if term.born == Some(record.born) { EXACT } else { NONE },
    ];
    words.chain(phones).chain(rest).min().unwrap_or(NONE)
}

fn tier_of_phone(number: &Number, typed: &Number) -> Tier {
    let country =
        |number: &Number| number.digits().strip_suffix(number.significant()).unwrap_or_default().to_owned();
    let abroad = number.is_international() && typed.is_international() && country(number) != country(typed);
    let national =
        !typed.significant().is_empty() && !abroad && number.significant().starts_with(typed.significant());
    if number.digits() == typed.digits() || (national && number.significant() == typed.significant()) {
        EXACT
    } else if national
        || number.digits().starts_with(typed.digits())
        || number.significant().starts_with(typed.digits())
    {
        PREFIX
    } else if number.digits().contains(typed.digits()) {
        INSIDE
    } else {
        NONE
    }
}

fn record(at: u32, name: &str, second: Option<&str>, phones: &[&str]) -> Record {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&at.to_be_bytes());
    let numbers = phones.iter().filter_map(|phone| Number::read(phone));
    Record {
        id,
        words: words_of(name, second),
        phones: numbers.filter(|number| number.significant().len() >= SHORTEST_PHONE).collect(),
        national_id: String::new(),
        file: (b'a', at + 1),
        born: NO_DAY,
        last_visit: NO_DAY,
        recency: NO_DAY,
    }
}

/// An index with the records from `fresh_from` on put in later; in between some of them as somebody else.
fn index(records: &[Record], fresh_from: usize) -> Index {
    let (mut columns, mut words) = (Columns::default(), Words::default());
    for (at, known) in records.iter().enumerate() {
        if at < fresh_from {
            columns.push(known, |word| words.number(word));
        } else if at % 2 == 0 {
            columns
                .push(&Record { words: vec!["nobody".into()], ..known.clone() }, |word| words.number(word));
        }
    }
    let mut index = Index::new(columns, words);
    for (at, record) in records.iter().enumerate().skip(fresh_from) {
        if at % 3 == 0 {
            index.replace(record.id, Some(&Record { words: vec!["somebody".into()], ..record.clone() }));
        }
        index.replace(record.id, Some(record));
    }
    index
}

fn found(index: &Index, text: &str, limit: usize) -> Vec<[u8; 16]> {
    index.search(&Query::read(text), limit).into_iter().map(|fit| fit.id).collect()
}

/// Positions of the records found.
#[track_caller]
fn finds(records: &[Record], text: &str, expected: &[usize]) {
    let positions = |ids: Vec<[u8; 16]>| -> Vec<usize> {
        ids.iter().map(|id| records.iter().position(|record| record.id == *id).unwrap()).collect()
    };
    for fresh_from in [records.len(), 0] {
        assert_eq!(
            positions(found(&index(records, fresh_from), text, 20)),
            expected,
            "{text}, fresh from {fresh_from}"
        );
    }
}

#[test]
fn either_script_finds_both() {
    let records = [
        record(0, "محمد أحمد علي", None, &["01012345678"]),
        record(1, "Mohamed Ahmed Ali", None, &["+20 101 111 2222"]),
        record(2, "محمود سامي", None, &[]),
        record(3, "Nguyễn Thị Hồng", None, &["0912345678"]),
        record(4, "فاطمة الزهراء", Some("Fatma El Zahraa"), &[]),
        record(5, "محمد أحمد علي", None, &["٠١٢٢٣٣٣٤٤٤٤"]),
    ];
    finds(&records, "محمد احمد", &[5, 0, 1]);
    finds(&records, "muhammad ali", &[1, 5, 0]);
    finds(&records, "mohamed", &[1, 5, 0]);
    finds(&records, "محمود", &[2]);
    finds(&records, "mahmoud", &[2]);
    finds(&records, "nguyen hong", &[3]);
    finds(&records, "fatma", &[4]);
    finds(&records, "فاطمه", &[4]);
    finds(&records, "zahraa", &[4]);
    finds(&records, "الزهرا", &[4]);
    finds(&records, "el zah", &[4]);
    finds(&records, "احمد 4444", &[5]);
    finds(&records, "zzz", &[]);
}

#[test]
fn numbers_are_found_whole_begun_and_inside() {
    let mut records = [
        record(122, "Mona", None, &["01012345678"]),
        record(1, "Hoda", None, &["+20 122 333 4444", "02 2735 1234"]),
        record(2, "Sara", None, &[]),
    ];
    records[2].national_id = national_id_key("29005170123456");
    records[2].born = 726_604;
    finds(&records, "0101234", &[0]);
    finds(&records, "+2010123", &[0]);
    finds(&records, "+20 101 234 5678", &[0]);
    finds(&records, "010-1234-5678", &[0]);
    finds(&records, "٠١٠١٢٣", &[0]);
    finds(&records, "3334", &[1]);
    finds(&records, "012233", &[1]);
    finds(&records, "27351234", &[1]);
    finds(&records, "56", &[0]);
    finds(&records, "PAT-A-000123", &[0]);
    finds(&records, "pat-a-0001", &[0]);
    finds(&records, "2", &[1, 0]);
    finds(&records, "123", &[0, 1]);
    finds(&records, "2900517", &[2]);
    finds(&records, "٢٩٠٠٥١٧٠١٢٣٤٥٦", &[2]);
    finds(&records, "17/5/1990", &[2]);
    finds(&records, "١٩٩٠-٠٥-١٧ sara", &[2]);
    finds(&records, "18/5/1990", &[]);
}

#[test]
fn who_was_here_last_comes_first_among_equals() {
    let mut records = [
        record(0, "Ali Hassan", None, &[]),
        record(1, "Ali Hassan", None, &[]),
        record(2, "Alia Hassan", None, &[]),
        record(3, "Hassan Ali", None, &[]),
        record(4, "Kalil", None, &[]),
    ];
    records[0].recency = 739_000;
    records[2].recency = 739_100;
    records[3].recency = 739_200;
    finds(&records, "ali", &[0, 1, 3, 2, 4]);
    finds(&records, "", &[3, 2, 0, 4, 1]);
}

fn names() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "محمد",
            "أحمد",
            "محمود",
            "عبد",
            "الرحمن",
            "علي",
            "السيد",
            "منى",
            "Mohamed",
            "Ahmed",
            "Mahmoud",
            "Abd",
            "El",
            "Rahman",
            "Ali",
            "Aly",
            "Mona",
            "Elsayed",
            "12",
        ])
        .prop_map(str::to_owned),
        "[abm]{1,3}",
        "[امح]{1,3}",
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let phone = prop_oneof!["01[012][0-3]{4,8}", "\\+20 1[01][0-3]{4,8}", "\\+44[0-3]{4,8}", "[0-3]{3,6}"];
    let one = (
        names(),
        prop::option::of(names()),
        prop::collection::vec(phone, 0..3),
        prop::option::of("[12][0-2]{5}"),
        prop_oneof![Just(NO_DAY), 726_600i32..726_606],
        prop_oneof![Just(NO_DAY), 739_000i32..739_004],
    );
    prop::collection::vec(one, 0..24).prop_map(|all| {
        let mut records = Vec::new();
        for (at, (name, second, phones, national_id, born, recency)) in (0..).zip(all) {
            let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
            let mut record = record(at, &name, second.as_deref(), &phones);
            record.national_id = national_id.unwrap_or_default();
            (record.born, record.recency) = (born, recency);
            records.push(record);
        }
        records
    })
}

fn queries() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        names(),
        "[0-3]{1,8}",
        "\\+?20[0-3]{0,8}",
        "01[0-3]{1,8}",
        "PAT-A-0000[012]{0,2}",
        "[12][0-2]{3,5}",
        (1u8..29).prop_map(|day| format!("{day}/5/1990")),
        "\\PC{0,6}",
    ];
    prop::collection::vec(part, 1..3).prop_map(|parts| parts.join(" "))
}

/// A country's code counts to a number's length: what is left of it may be too short to be looked for alone.
#[test]
fn a_short_number_is_found_by_the_same_digits_with_a_plus() {
    let records = [record(0, "محمد", None, &["2012"]), record(1, "محمد", None, &[])];
    for fresh in 0..=records.len() {
        assert_eq!(found(&index(&records, fresh), "+2012", 5), [records[0].id]);
    }
}

proptest! {
    #[test]
    fn the_index_answers_what_looking_at_every_patient_answers(
        records in records(), text in queries(), fresh in any::<prop::sample::Index>(), limit in 1usize..30,
    ) {
        let index = index(&records, fresh.index(records.len() + 1));
        let query = Query::read(&text);
        prop_assert_eq!(found(&index, &text, limit), by_hand(&records, &query, limit), "{:?}", query);
    }
}

/// Enough patients that some searches walk down the rows and others follow the lists, and that the window cuts.
#[test]
fn many_patients_are_answered_alike_by_walk_and_by_list() {
    let first = ["محمد", "Mohamed", "منى", "Mona", "علي", "Ali", "Hoda", "هدى", "Mahmoud"];
    let mut state = 7u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut records = Vec::new();
    for at in 0..3_000 {
        let mut pick = || first[next(9) as usize];
        let mut name = format!("{} {} {}", pick(), pick(), pick());
        if next(100) == 0 {
            name.push_str(" Zakzouk");
        }
        // Rare enough that the list is followed, and more than the window holds.
        match next(9) {
            0 => name.push_str(" Selim"),
            1 => name.push_str(" Selma"),
            _ => {}
        }
        let phone = format!("01{:09}", next(1_000_000_000));
        let mut record = record(at, &name, None, &[&phone]);
        record.recency = 739_000 + next(400) as i32;
        records.push(record);
    }
    let index = index(&records, 2_900);
    for text in [
        "m",
        "م",
        "moh",
        "محمد",
        "محمد علي",
        "محمد منى هدى",
        "ali mona",
        "zak",
        "sel",
        "selim",
        "sel mona",
        "selma 7",
        "zakzouk mona",
        "mahmoud zakzouk",
        "0",
        "01",
        "5",
        "12",
        "123",
        "1234",
        "0112",
        "ali 01",
        "mona 77",
        "",
        "a",
        "hod 5",
        "716",
        "zakz 716",
        "محمد 740",
        "+20 10",
        "PAT-A-001",
        "zzz",
        "PAT-A-00",
        "1500",
    ] {
        let query = Query::read(text);
        assert_eq!(found(&index, text, 20), by_hand(&records, &query, 20), "{text}");
        assert_eq!(found(&index, text, 100), by_hand(&records, &query, 100), "{text}");
    }
}
