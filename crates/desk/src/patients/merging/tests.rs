//! Merging and taking apart, told as what happens to people at a desk. Long because every way in which a merge could lose something is
//! tried here, on one set of hands.

use domain::account::Role;
use domain::id::{AccountId, AppointmentId, Id as _, PatientId};
use domain::patient::{Agreement, Kinship, MergeChoice, MergeField};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use rusqlite::named_params;
use rusqlite::types::Value as SqlValue;
use uuid::Uuid;
use wire::registry::TABLES;

use super::{
    FieldChoice, LikelyPairsRequest, MergePatients, PatientPair, keep_apart, likely_pairs, merge, preview,
    unmerge,
};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::patients::family::{RelatePatient, relate};
use crate::patients::tests::{booked, fields, form, found, refused, registered, set_status};
use crate::patients::{PatientCard, PatientRef, RegisterPatient, UpdatePatient, get, register, update};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk, session};
use crate::wait_list::{self, AddWait, WaitWish};

fn pair(one: PatientId, other: PatientId) -> PatientPair {
    PatientPair { one, other }
}

fn merging(one: PatientId, other: PatientId) -> MergePatients {
    MergePatients { one, other, choices: Vec::new() }
}

fn card(test: &TestDesk, id: PatientId) -> PatientCard {
    get(&test.desk, &test.admin, PatientRef { id }).unwrap()
}

fn visits(test: &TestDesk, id: PatientId) -> Vec<AppointmentId> {
    let mut ids: Vec<AppointmentId> = card(test, id).visits.iter().map(|visit| visit.id).collect();
    ids.sort_unstable();
    ids
}

/// Somebody registered a moment later than everybody before.
fn later(test: &TestDesk, form: RegisterPatient) -> PatientId {
    test.clock.advance_minutes(1);
    register(&test.desk, &test.admin, form).unwrap().patient.id
}

/// A row written past the five steps, as one that comes from another desk would be.
fn comes_from_elsewhere(test: &TestDesk, patient: PatientId, date: &str) -> AppointmentId {
    test.clock.advance_minutes(1);
    booked(test, patient, date, "scheduled")
}

/// Every row of every replicated table, value by value.
fn rows(test: &TestDesk) -> Vec<String> {
    let read = |connection: &rusqlite::Connection| {
        let mut rows = Vec::new();
        for table in TABLES {
            let mut statement = connection.prepare(&format!("select * from {} order by id", table.name))?;
            let columns = statement.column_count();
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let values = (0..columns).map(|column| row.get::<_, SqlValue>(column));
                rows.push(format!("{} {:?}", table.name, values.collect::<rusqlite::Result<Vec<_>>>()?));
            }
        }
        Ok(rows)
    };
    test.desk.read(read).unwrap()
}

#[test]
fn every_column_that_refers_to_a_patient_is_known_by_its_name() {
    let test = fresh_desk();
    let mut referring: Vec<(String, String)> = Vec::new();
    let read = |connection: &rusqlite::Connection| {
        let mut found = Vec::new();
        for table in TABLES {
            let mut statement = connection
                .prepare("select \"from\" from pragma_foreign_key_list(:name) where \"table\" = 'patient'")?;
            for column in statement.query_map(named_params! { ":name": table.name }, |row| row.get(0))? {
                found.push((table.name.to_owned(), column?));
            }
        }
        Ok(found)
    };
    referring.extend(test.desk.read(read).unwrap());
    assert!(referring.len() >= 6, "{referring:?}");
    for (table, column) in referring {
        let known = wire::registry::Table::by_name(&table).unwrap().columns_naming("patient");
        assert!(
            known.into_iter().any(|known| known.name == column),
            "merging would leave {table}.{column} behind: name it patient_id or …_patient_id"
        );
    }
}

#[test]
fn the_wrong_pair_merged_and_taken_apart_has_every_visit_back() {
    let test = fresh_desk();
    let one = registered(&test, "محمد أحمد علي", &["01012345678"]);
    let other = later(&test, form("محمد أحمد علي", &["01198765432"]));
    let on = |who, days: [&str; 2]| {
        let mut visits = days.map(|day| booked(&test, who, day, "completed")).to_vec();
        visits.sort_unstable();
        visits
    };
    let (of_one, of_other) = (on(one, ["2026-11-01", "2026-11-02"]), on(other, ["2026-11-03", "2026-11-04"]));
    let before = rows(&test);
    // Whichever is named first: the one that was made first stays.
    let kept = merge(&test.desk, &test.admin, merging(other, one)).unwrap().patient;
    assert_eq!(kept.id, one);
    let mut all = [of_one.clone(), of_other.clone()].concat();
    all.sort_unstable();
    assert_eq!(visits(&test, one), all);
    assert_eq!(kept.phones.len(), 2, "nobody's phone is lost");
    assert_eq!(found(&test, "محمد احمد"), [one]);
    assert_eq!(found(&test, "9876"), [one]);
    assert_eq!(found(&test, "PAT-A-000002"), [one], "the number on the old card");
    assert_eq!(card(&test, other).patient.id, one, "whatever still names the other finds the person");
    let merged = card(&test, one).merged;
    assert_eq!(
        (merged[0].id, merged[0].r#ref.as_str(), merged[0].can_be_separated),
        (other, "PAT-A-000002", true)
    );
    let apart = unmerge(&test.desk, &test.admin, PatientRef { id: other }).unwrap();
    assert_eq!((apart.patient.id, apart.stays), (other, vec![]));
    assert_eq!(rows(&test), before);
    assert_eq!((visits(&test, one), visits(&test, other)), (of_one, of_other));
    assert_eq!(found(&test, "محمد احمد").len(), 2);
    assert_eq!(
        refused(unmerge(&test.desk, &test.admin, PatientRef { id: other })).code,
        "patient.not_merged"
    );
}

#[test]
fn a_merge_is_undone_and_done_again_as_one_operation() {
    let test = fresh_desk();
    let one = registered(&test, "Mona Adel", &["01012345678"]);
    let other = later(&test, form("منى عادل", &[]));
    booked(&test, other, "2026-11-03", "completed");
    let before = rows(&test);
    merge(&test.desk, &test.admin, merging(one, other)).unwrap();
    let after = rows(&test);
    assert_eq!(card(&test, one).patient.second_name.as_deref(), Some("منى عادل"));
    undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(rows(&test), before);
    let redo = test.desk.read(|c| {
        Ok(c.query_row("select uid from operation order by number desc limit 1", [], |row| {
            row.get::<_, Sql<domain::id::OperationId>>(0)
        })?)
    });
    undo(&test.desk, &test.admin, UndoRequest { id: Some(redo.unwrap().0) }).unwrap();
    assert_eq!(rows(&test), after);
}

#[test]
fn each_field_has_a_winner_and_gaps_are_filled() {
    let test = fresh_desk();
    let mut first = form("Mohamed Ahmed", &["01012345678"]);
    first.email = Some("mo@clinic.example".into());
    first.notes = Some("asthma".into());
    let mut second = form("محمد أحمد", &["+20 101 234 5678", "01100000000"]);
    second.email = Some("ahmed@clinic.example".into());
    second.address = Some("Dokki".into());
    second.date_of_birth = "1990-05-17".parse().ok();
    second.notes = Some("penicillin".into());
    let one = register(&test.desk, &test.admin, first).unwrap().patient.id;
    let other = later(&test, second);
    let shown = preview(&test.desk, &test.admin, pair(other, one)).unwrap();
    assert_eq!((shown.kept.patient.id, shown.merged.patient.id), (one, other));
    let of = |field| shown.fields.iter().find(|shown| shown.field == field).unwrap();
    assert!(of(MergeField::Email).contested && of(MergeField::FullName).contested);
    assert_eq!(of(MergeField::Address).choice, MergeChoice::Merged);
    assert_eq!(of(MergeField::Phones).choice, MergeChoice::Both);
    let impossible = FieldChoice { field: MergeField::Email, choice: MergeChoice::Both };
    let wrong = MergePatients { choices: vec![impossible], ..merging(one, other) };
    assert_eq!(
        fields(&refused(merge(&test.desk, &test.admin, wrong))),
        [("choices[0].choice", "not_possible")]
    );
    let choices = vec![FieldChoice { field: MergeField::Email, choice: MergeChoice::Merged }];
    let kept =
        merge(&test.desk, &test.admin, MergePatients { choices, ..merging(one, other) }).unwrap().patient;
    assert_eq!(kept.full_name, "Mohamed Ahmed");
    assert_eq!(kept.second_name.as_deref(), Some("محمد أحمد"));
    assert_eq!(kept.email.as_deref(), Some("ahmed@clinic.example"));
    assert_eq!(kept.address.as_deref(), Some("Dokki"));
    assert_eq!(kept.phones.len(), 2, "one number in two spellings is one");
    assert_eq!(kept.notes.as_deref(), Some("asthma\n\npenicillin"));
    assert_eq!(kept.date_of_birth, "1990-05-17".parse().ok());
    assert_eq!(refused(preview(&test.desk, &test.admin, pair(one, one))).code, "patient.same_person");
    assert_eq!(refused(preview(&test.desk, &test.admin, pair(one, other))).code, "not_found");
}

#[test]
fn what_was_done_since_the_merge_stays_sensible() {
    let test = fresh_desk();
    let one = registered(&test, "Mona Adel", &["01012345678"]);
    let mut second = form("Mona Adel", &["01100000000"]);
    second.address = Some("Dokki".into());
    let other = later(&test, second);
    let visit = booked(&test, other, "2026-12-03", "scheduled");
    merge(&test.desk, &test.admin, merging(one, other)).unwrap();
    // Booked for the one person, and the old visit went on.
    let since = comes_from_elsewhere(&test, one, "2026-12-08");
    set_status(&test, visit, "completed");
    let mut corrected = form("Mona Adel", &["01012345678"]);
    corrected.address = Some("Dokki".into());
    update(&test.desk, &test.admin, UpdatePatient { id: one, patient: corrected }).unwrap();
    let apart = unmerge(&test.desk, &test.admin, PatientRef { id: other }).unwrap();
    assert_eq!(apart.stays, [MergeField::Phones], "a number that was taken off since stays off");
    assert_eq!((visits(&test, one), visits(&test, other)), (vec![since], vec![visit]));
    assert_eq!(card(&test, one).patient.address, None);
    assert_eq!(card(&test, other).patient.phones.len(), 1);
}

#[test]
fn a_booking_for_the_one_that_went_is_found_with_the_one_that_stayed() {
    let test = fresh_desk();
    let one = registered(&test, "Mona Adel", &[]);
    let other = later(&test, form("Mona Adel", &[]));
    merge(&test.desk, &test.admin, merging(one, other)).unwrap();
    // As another desk that had not heard of it would have booked.
    let straggler = comes_from_elsewhere(&test, other, "2026-12-03");
    assert_eq!(visits(&test, one), [straggler]);
    assert_eq!(card(&test, one).next_visit.map(|visit| visit.id), Some(straggler));
    let on_the_board = |name: &str| {
        let request = crate::agenda::DayRequest { date: "2026-12-03".parse().unwrap(), site_id: None };
        let day = crate::agenda::day(&test.desk, &test.admin, request).unwrap();
        assert_eq!(day.appointments[0].patient_name, name);
        day.appointments[0].patient_id
    };
    assert_eq!(on_the_board("Mona Adel"), one);
    let renamed = UpdatePatient { id: one, patient: form("Mona A. Adel", &[]) };
    update(&test.desk, &test.admin, renamed).unwrap();
    assert_eq!(on_the_board("Mona A. Adel"), one, "the board follows the person");
    let refusal = refused(crate::patients::remove(&test.desk, &test.admin, PatientRef { id: one }));
    assert_eq!(refusal.code, "patient.has_future_visits");
    set_status(&test, straggler, "completed");
    let anew = crate::patients::search::SearchIndex::build(test.desk.opened().unwrap().store.clone());
    found(&test, "mona");
    assert_eq!(anew.known().unwrap(), test.desk.opened().unwrap().patients.known().unwrap());
    unmerge(&test.desk, &test.admin, PatientRef { id: other }).unwrap();
    assert_eq!((visits(&test, one), visits(&test, other)), (vec![], vec![straggler]));
    assert_eq!(on_the_board("Mona Adel"), other);
}

#[test]
fn merges_of_merges_come_apart_from_the_last_one() {
    let test = fresh_desk();
    let [a, b, c] = ["Mona", "Mona A.", "Mona Adel"].map(|name| later(&test, form(name, &[])));
    let visit = booked(&test, c, "2026-11-03", "completed");
    let before = rows(&test);
    merge(&test.desk, &test.admin, merging(b, c)).unwrap();
    merge(&test.desk, &test.admin, merging(a, b)).unwrap();
    assert_eq!(visits(&test, a), [visit]);
    assert_eq!(card(&test, c).patient.id, a);
    let can: Vec<_> =
        card(&test, a).merged.iter().map(|merged| (merged.id, merged.can_be_separated)).collect();
    assert_eq!(can.len(), 2);
    assert!(can.contains(&(b, true)) && can.contains(&(c, false)));
    let refusal = refused(unmerge(&test.desk, &test.admin, PatientRef { id: c }));
    assert_eq!((refusal.code, &refusal.params["name"]), ("patient.merged_further", &"Mona A.".into()));
    unmerge(&test.desk, &test.admin, PatientRef { id: b }).unwrap();
    assert_eq!(visits(&test, b), [visit]);
    unmerge(&test.desk, &test.admin, PatientRef { id: c }).unwrap();
    assert_eq!(rows(&test), before);
}

#[test]
fn reception_merges_notes_it_may_not_read() {
    let test = fresh_desk();
    let reception = session(AccountId::from_uuid(Uuid::from_u128(0xEE)), Role::Receptionist);
    let mut noted = form("Mona Adel", &[]);
    noted.notes = Some("asthma".into());
    let one = register(&test.desk, &test.admin, noted.clone()).unwrap().patient.id;
    noted.notes = Some("penicillin".into());
    let other = later(&test, noted);
    let shown = preview(&test.desk, &reception, pair(one, other)).unwrap();
    assert_eq!((shown.kept.patient.notes, shown.merged.patient.notes_withheld), (None, true));
    let kept = merge(&test.desk, &reception, merging(one, other)).unwrap().patient;
    assert_eq!((kept.notes, kept.notes_withheld), (None, true));
    assert_eq!(card(&test, one).patient.notes.as_deref(), Some("asthma\n\npenicillin"));
}

fn likely(test: &TestDesk) -> Vec<(PatientId, PatientId, Vec<Agreement>)> {
    let list = likely_pairs(&test.desk, &test.admin, LikelyPairsRequest { limit: None }).unwrap();
    list.pairs.into_iter().map(|pair| (pair.one.id, pair.other.id, pair.agrees)).collect()
}

#[test]
fn likely_pairs_are_found_and_families_and_namesakes_are_not() {
    use Agreement as A;
    let test = fresh_desk();
    let born = |name: &str, phones: &[&str], day: &str| {
        let mut form = form(name, phones);
        form.date_of_birth = day.parse().ok();
        form
    };
    let one = later(&test, form("محمد أحمد علي", &["01012345678"]));
    let same = later(&test, form("Mohamed Ahmed Ali", &["+20 101 234 5678"]));
    let namesake = later(&test, form("محمد أحمد علي", &["01100000000"]));
    later(&test, form("هدى سامي", &["01012345678"]));
    let twins = ["Omar Hesham", "Ali Hesham"];
    for twin in twins {
        later(&test, born(twin, &["01200000000"], "2020-02-02"));
    }
    let [two, three] = ["Karim Fathy", "كريم فتحي"].map(|name| later(&test, born(name, &[], "1980-01-01")));
    assert_eq!(
        likely(&test),
        [(one, same, vec![A::Phone, A::Name]), (two, three, vec![A::Name, A::DateOfBirth])]
    );
    keep_apart(&test.desk, &test.admin, pair(same, one)).unwrap();
    assert_eq!(likely(&test).len(), 1);
    undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
    assert_eq!(likely(&test).len(), 2);
    merge(&test.desk, &test.admin, merging(one, same)).unwrap();
    assert_eq!(likely(&test).len(), 1);
    // What is said of the one is said of the person.
    keep_apart(&test.desk, &test.admin, pair(one, namesake)).unwrap();
    unmerge(&test.desk, &test.admin, PatientRef { id: same }).unwrap();
    assert_eq!(likely(&test).len(), 2);
}

/// What people do between a merge and taking it back.
#[derive(Debug, Clone)]
enum Deed {
    Book(bool, u8),
    Relate(usize, usize, usize),
    Apart(usize, usize),
    Wait(usize),
}

fn deeds(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (any::<bool>(), 1u8..29).prop_map(|(which, day)| Deed::Book(which, day)),
        2 => (0usize..4, 0usize..9, 0usize..4).prop_map(|(one, kind, other)| Deed::Relate(one, kind, other)),
        1 => (0usize..4, 0usize..4).prop_map(|(one, other)| Deed::Apart(one, other)),
        1 => (0usize..4).prop_map(Deed::Wait),
    ];
    prop::collection::vec(deed, count)
}

fn people() -> impl Strategy<Value = Vec<RegisterPatient>> {
    let name = prop::sample::select(vec!["محمد علي", "Mohamed Ali", "Mona", "منى", "Mona Adel"]);
    let maybe = |texts: &'static [&'static str]| prop::option::of(prop::sample::select(texts));
    let one = (
        name,
        prop::collection::vec(prop::sample::select(vec!["01012345678", "+201012345678", "27351234"]), 0..3),
        maybe(&["a@b.example", "c@d.example"]),
        maybe(&["Dokki", "Giza"]),
        maybe(&["asthma", "penicillin"]),
        prop::option::of(1950u16..2000),
        any::<bool>(),
    );
    let person = one.prop_map(|(name, phones, email, address, notes, year, day)| {
        let mut form = form(name, &phones);
        form.email = email.map(str::to_owned);
        form.address = address.map(str::to_owned);
        form.notes = notes.map(str::to_owned);
        match year.filter(|_| day) {
            Some(year) => form.date_of_birth = format!("{year}-05-17").parse().ok(),
            None => form.born_about = year,
        }
        form
    });
    prop::collection::vec(person, 4)
}

fn do_it(test: &TestDesk, people: &[PatientId], deed: &Deed) {
    use domain::code::Code as _;
    match *deed {
        Deed::Book(which, day) => {
            booked(test, people[usize::from(which)], &format!("2026-11-{day:02}"), "completed");
        }
        Deed::Relate(one, kind, other) => {
            let request = RelatePatient {
                id: people[one],
                kind: Kinship::ALL[kind],
                relative_id: Some(people[other]),
                full_name: None,
                phone: None,
                history: None,
                emergency: None,
            };
            let _ = relate(&test.desk, &test.admin, request);
        }
        Deed::Apart(one, other) => {
            let _ = keep_apart(&test.desk, &test.admin, pair(people[one], people[other]));
        }
        Deed::Wait(who) => {
            let request = AddWait { patient_id: people[who], wish: WaitWish::default() };
            let _ = wait_list::add(&test.desk, &test.admin, request);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn merging_and_taking_apart_is_the_identity(
        forms in people(), before in deeds(0..8), since in prop::collection::vec((1u8..29, any::<bool>()), 0..3),
        choices in prop::collection::vec((0usize..12, 0usize..3), 0..6), by_undo in any::<bool>(),
    ) {
        use domain::code::Code as _;
        let test = fresh_desk();
        let people: Vec<PatientId> = forms.into_iter().map(|form| later(&test, form)).collect();
        for deed in &before {
            do_it(&test, &people, deed);
        }
        let untouched = rows(&test);
        let choices: Vec<FieldChoice> = choices
            .into_iter()
            .map(|(field, choice)| FieldChoice { field: MergeField::ALL[field], choice: MergeChoice::ALL[choice] })
            .collect();
        let chosen = MergePatients { choices, ..merging(people[0], people[1]) };
        if merge(&test.desk, &test.admin, chosen).is_err() {
            // A choice that cannot be made changes nothing.
            prop_assert_eq!(&rows(&test), &untouched);
            merge(&test.desk, &test.admin, merging(people[1], people[0])).unwrap();
        }
        let all = visits(&test, people[0]);
        prop_assert_eq!(visits(&test, people[1]), all);
        if since.is_empty() && by_undo {
            undo(&test.desk, &test.admin, UndoRequest { id: None }).unwrap();
        } else {
            let booked: Vec<AppointmentId> = since
                .iter()
                .map(|(day, late)| comes_from_elsewhere(&test, people[usize::from(*late)], &format!("2026-12-{day:02}")))
                .collect();
            unmerge(&test.desk, &test.admin, PatientRef { id: people[1] }).unwrap();
            // What was booked since stays with whom it was booked for.
            for (visit, (_, late)) in booked.iter().zip(&since) {
                assert!(visits(&test, people[usize::from(*late)]).contains(visit));
            }
            test.desk.commit(&test.admin, "test.clean", |tx| {
                for visit in &booked {
                    tx.execute("delete from appointment where id = :id", named_params! { ":id": Sql(*visit) })?;
                }
                Ok(())
            }).unwrap();
        }
        prop_assert_eq!(rows(&test), untouched);
        let opened = test.desk.opened().unwrap();
        let anew = crate::patients::search::SearchIndex::build(opened.store.clone()).known().unwrap();
        assert_eq!(opened.patients.known().unwrap(), anew);
    }
}
