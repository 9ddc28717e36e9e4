use proptest::prelude::{Just, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::line::{self, Reading};
use super::warning::{self, Shared, Substance};
use super::{
    DoseUnit, Frequency, Hand, Instruction, MedicineForm, PrescriptionAction, PrescriptionState,
    PrescriptionStatus, Route, Worked, amount,
};
use crate::account::Role;
use crate::code::Code as _;

/// Rows: the state; columns: read, write, submit, cancel, correct, repeat, print, dispense. `a` administrator, `o` the doctor whose prescription it
/// is, `d` any doctor, `p` pharmacist, `-` nobody.
const MATRIX: &str = "
    draft            ao  ao ao ao -  ao ao  -
    submitted        adp -  -  ao ao ad adp ap
    partly_fulfilled adp -  -  ao ao ad adp ap
    fulfilled        adp -  -  -  -  ad adp -
    replaced         adp -  -  -  -  ad -   -
    cancelled        adp -  -  -  -  ad -   -
";

#[test]
fn every_action_is_decided_for_every_state_and_role() {
    let rows: Vec<Vec<&str>> = MATRIX.trim().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), PrescriptionState::ALL.len());
    for (row, state) in rows.iter().zip(PrescriptionState::ALL) {
        assert_eq!((row[0], row.len()), (state.code(), 1 + PrescriptionAction::ALL.len()));
        for (cell, action) in row[1..].iter().zip(PrescriptionAction::ALL) {
            for role in Role::ALL {
                for is_own in [false, true] {
                    let expected = match role {
                        Role::Admin => cell.contains('a'),
                        Role::Doctor => cell.contains('d') || (is_own && cell.contains('o')),
                        Role::Pharmacist => cell.contains('p'),
                        Role::Receptionist | Role::Viewer | Role::Patient | Role::Rep => false,
                    };
                    let hand = Hand { role: *role, is_own };
                    assert_eq!(
                        action.may(hand, *state),
                        expected,
                        "{} of {} by {} (own: {is_own})",
                        action.code(),
                        state.code(),
                        role.code()
                    );
                }
            }
        }
    }
}

#[test]
fn how_far_along_it_is_follows_from_what_was_handed_out() {
    let of = |lines: &[(u32, u32)]| {
        PrescriptionState::of(PrescriptionStatus::Submitted, false, lines.iter().copied())
    };
    assert_eq!(of(&[(14, 0), (3, 0)]), PrescriptionState::Submitted);
    assert_eq!(of(&[(14, 14), (3, 0)]), PrescriptionState::PartlyFulfilled);
    assert_eq!(of(&[(14, 1)]), PrescriptionState::PartlyFulfilled);
    assert_eq!(of(&[(14, 14), (3, 3)]), PrescriptionState::Fulfilled);
    assert_eq!(of(&[]), PrescriptionState::Submitted, "of tests alone nothing is handed out");
    let all = [(14, 14)];
    assert_eq!(PrescriptionState::of(PrescriptionStatus::Submitted, true, all), PrescriptionState::Replaced);
    assert_eq!(PrescriptionState::of(PrescriptionStatus::Cancelled, true, all), PrescriptionState::Cancelled);
    assert_eq!(PrescriptionState::of(PrescriptionStatus::Draft, false, all), PrescriptionState::Draft);
}

#[track_caller]
fn comes_to(
    form: MedicineForm,
    dose: (u32, DoseUnit),
    frequency: Frequency,
    days: Option<u16>,
    expected: Worked,
) {
    assert_eq!(amount(form, false, dose, frequency, days), expected);
}

#[test]
fn a_course_is_doses_by_times_by_days() {
    let (tablet, capsule) = (MedicineForm::Tablet, MedicineForm::Capsule);
    let one = (1_000, DoseUnit::Tablet);
    comes_to(tablet, one, Frequency::Thrice, Some(5), Worked::Out(15));
    comes_to(tablet, one, Frequency::Every8Hours, Some(5), Worked::Out(15));
    comes_to(tablet, (500, DoseUnit::Tablet), Frequency::Daily, Some(5), Worked::Out(3));
    comes_to(capsule, (2_000, DoseUnit::Capsule), Frequency::Every12Hours, Some(7), Worked::Out(28));
    comes_to(tablet, one, Frequency::Weekly, Some(30), Worked::Out(5));
    comes_to(tablet, one, Frequency::Once, None, Worked::Out(1));
    comes_to(tablet, one, Frequency::AsNeeded, Some(5), Worked::ByHand);
    comes_to(tablet, one, Frequency::Daily, None, Worked::ByHand);
    comes_to(tablet, (5_000, DoseUnit::Millilitre), Frequency::Daily, Some(5), Worked::ByHand);
}

#[test]
fn of_what_comes_in_a_bottle_it_is_one_bottle() {
    comes_to(MedicineForm::Drops, (2_000, DoseUnit::Drop), Frequency::Thrice, Some(5), Worked::Container);
    comes_to(
        MedicineForm::Cream,
        (1_000, DoseUnit::Application),
        Frequency::AsNeeded,
        None,
        Worked::Container,
    );
    comes_to(
        MedicineForm::Syrup,
        (5_000, DoseUnit::Millilitre),
        Frequency::Thrice,
        Some(7),
        Worked::Container,
    );
    let by_millilitre = |dose| amount(MedicineForm::Syrup, true, dose, Frequency::Thrice, Some(7));
    assert_eq!(by_millilitre((5_000, DoseUnit::Millilitre)), Worked::Out(105));
    assert_eq!(by_millilitre((1_000, DoseUnit::Spoon)), Worked::Out(105));
    assert_eq!(Worked::Container.quantity(), Some(1));
}

proptest! {
    #[test]
    fn a_quantity_holds_every_dose_and_less_than_a_unit_more(
        dose in 1_u32..20_000, days in 1_u16..=366, frequency in select(Frequency::ALL),
    ) {
        let worked = amount(MedicineForm::Tablet, false, (dose, DoseUnit::Tablet), frequency, Some(days));
        match worked {
            Worked::Out(units) => {
                let doses = frequency.doses(Some(days)).unwrap();
                let needed = u64::from(dose) * u64::from(doses);
                prop_assert!(u64::from(units) * 1_000 >= needed);
                prop_assert!(u64::from(units) * 1_000 < needed + 1_000);
            }
            Worked::ByHand => prop_assert!(
                frequency == Frequency::AsNeeded || u64::from(dose) * 366 * 6 > 100_000_000
            ),
            Worked::Container => prop_assert!(false, "tablets come singly"),
        }
    }

    #[test]
    fn more_days_never_come_to_less(
        dose in 1_u32..5_000, days in 1_u16..366, frequency in select(Frequency::ALL), form in select(MedicineForm::ALL),
    ) {
        let of = |days| amount(form, false, (dose, form.dose_unit()), frequency, Some(days)).quantity();
        if let (Some(fewer), Some(more)) = (of(days), of(days + 1)) {
            prop_assert!(fewer <= more);
        }
    }

    #[test]
    fn any_text_is_read_and_no_word_is_lost_twice(text in "\\PC{0,40}|[a-z0-9x×٠-٩ ./]{0,30}") {
        let reading = line::read(&text);
        prop_assert!(reading.medicine.chars().count() <= text.chars().count());
        prop_assert!(reading.days.is_none_or(|days| (1..=366).contains(&days)));
        prop_assert!(reading.dose_milli != Some(0));
    }

    #[test]
    fn what_is_written_as_a_line_is_read_as_it_was_meant(
        name in select(&["panadol", "augmentin 1 g", "concor 5", "باندول", "أوجمنتين ١ جم"]),
        dose in 1_u32..9, times in 1_u32..=4, days in 1_u16..=60,
        arabic in any::<bool>(),
        order in prop_oneof![Just(0), Just(1), Just(2)],
    ) {
        let digits = |number: u32| if arabic { in_arabic(number) } else { number.to_string() };
        let course = format!("{}{}{}", digits(dose), if arabic { '×' } else { 'x' }, digits(times));
        let length = format!("{}{}", digits(u32::from(days)), if arabic { " يوم" } else { "d" });
        let text = match order {
            0 => format!("{name} {course} {length}"),
            1 => format!("{name} {length} {course}"),
            _ => format!("{course} {length} {name}"),
        };
        let reading = line::read(&text);
        prop_assert_eq!(reading.medicine.as_str(), name);
        prop_assert_eq!(reading.dose_milli, Some(dose * 1_000));
        prop_assert_eq!(reading.days, Some(days));
        prop_assert_eq!(reading.frequency.and_then(|frequency| frequency.doses(Some(1))), Some(times));
    }
}

fn in_arabic(number: u32) -> String {
    let arabic = |digit: char| char::from_u32(0x0660 + digit.to_digit(10).unwrap()).unwrap();
    number.to_string().chars().map(arabic).collect()
}

#[track_caller]
fn says(text: &str, expected: Reading) {
    assert_eq!(line::read(text), expected, "{text}");
}

fn reading(medicine: &str, dose_milli: u32, frequency: Frequency, days: u16) -> Reading {
    Reading {
        medicine: medicine.to_owned(),
        dose_milli: (dose_milli > 0).then_some(dose_milli),
        frequency: Some(frequency),
        days: (days > 0).then_some(days),
        ..Reading::default()
    }
}

#[test]
fn a_line_is_read_in_both_languages() {
    for text in ["pana 1x3 5d", "pana 1 x 3 5 days", "pana 1x3x5", "5d 1×3 pana", "pana, 1x3, for 5 days"] {
        says(text, reading("pana", 1_000, Frequency::Thrice, 5));
    }
    says("باندول ١×٣ ٥ أيام", reading("باندول", 1_000, Frequency::Thrice, 5));
    says("باندول ١×٣ لمدة ٥ ي", reading("باندول", 1_000, Frequency::Thrice, 5));
    let tablet =
        Reading { dose_unit: Some(DoseUnit::Tablet), ..reading("بانا", 1_000, Frequency::Thrice, 5) };
    says("بانا ق×٣ ٥ي", tablet);
    says(
        "augmentin 1 g 1 q12h 1w",
        Reading { dose_milli: None, ..reading("augmentin 1 g 1", 0, Frequency::Every12Hours, 7) },
    );
    says("كونكور ٥ كل ٨ ساعات يومين", reading("كونكور ٥", 0, Frequency::Every8Hours, 2));
    says("concor 5 ½x2", reading("concor 5", 500, Frequency::Twice, 0));
    says("concor 5 1/2x2", reading("concor 5", 500, Frequency::Twice, 0));
    says("concor 5 0.5x2", reading("concor 5", 500, Frequency::Twice, 0));
    says("concor 5 ½ morning 30d", reading("concor 5", 500, Frequency::Morning, 30));
    says("كونكور ٥ ½ صباحا", reading("كونكور ٥", 500, Frequency::Morning, 0));
}

#[test]
fn units_routes_and_instructions_are_understood_behind_the_medicine() {
    let spray = Reading {
        dose_unit: Some(DoseUnit::Spray),
        route: Some(Route::Nose),
        ..reading("otrivin", 2_000, Frequency::Every8Hours, 5)
    };
    says("otrivin 2 sprays nose every 8 hours 5 days", spray);
    let after = Reading {
        instruction: Some(Instruction::AfterFood),
        ..reading("augmentin", 1_000, Frequency::Twice, 7)
    };
    says("augmentin 1x2 7d after food", after.clone());
    says("أوجمنتين ١×٢ ٧ أيام بعد الأكل", Reading { medicine: "أوجمنتين".to_owned(), ..after });
    let needed =
        Reading { dose_unit: Some(DoseUnit::Millilitre), ..reading("brufen", 5_000, Frequency::AsNeeded, 0) };
    says("brufen 5ml as needed", needed.clone());
    says("brufen ٥ مل عند اللزوم", needed);
    says("night cream", Reading { medicine: "night cream".to_owned(), ..Reading::default() });
}

#[test]
fn what_makes_no_sense_stays_with_the_name() {
    for text in ["vitamin b12", "pana 1x9", "pana 0x3", "solu 5", "x", "q9h", "1x3x999 days of"] {
        let reading = line::read(text);
        assert!(reading.dose_milli.is_none() && reading.days.is_none(), "{text}: {reading:?}");
    }
}

struct Listed {
    name: &'static str,
    generic: Option<&'static str>,
    ingredients: Vec<String>,
    families: Vec<String>,
}

impl Listed {
    fn substance(&self) -> Substance<'_> {
        Substance {
            name: self.name,
            generic_name: self.generic,
            ingredients: &self.ingredients,
            families: &self.families,
        }
    }
}

fn listed(
    name: &'static str,
    generic: Option<&'static str>,
    ingredients: &[&str],
    families: &[&str],
) -> Listed {
    let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    Listed { name, generic, ingredients: owned(ingredients), families: owned(families) }
}

#[test]
fn an_allergen_is_met_by_name_substance_and_family_in_either_script() {
    let augmentin =
        listed("Augmentin 1 g", Some("amoxicillin + clavulanate"), &["amoxicillin", "clavulanate"], &[]);
    let by_family = Some(Shared::Family("penicillin".to_owned()));
    for allergen in ["Penicillin", "penicillins", "PENICILLIN G", "بنسلين", "ampicillin"] {
        assert_eq!(warning::allergy(allergen, augmentin.substance()), by_family, "{allergen}");
    }
    let substance = |text: &str| Some(Shared::Substance(text.to_owned()));
    assert_eq!(warning::allergy("augmentin", augmentin.substance()), substance("Augmentin 1 g"));
    assert_eq!(
        warning::allergy("Clavulanate", augmentin.substance()),
        substance("amoxicillin + clavulanate")
    );
    assert!(warning::allergy("أوجمنتين", augmentin.substance()).is_some());
    let listed_family = listed("Zinnat", None, &["cefuroxime"], &["Cephalosporins"]);
    assert_eq!(
        warning::allergy("cephalosporin", listed_family.substance()),
        Some(Shared::Family("Cephalosporins".to_owned()))
    );
    for harmless in ["peanuts", "", " ", "latex", "عسل", "sulfa"] {
        assert_eq!(warning::allergy(harmless, augmentin.substance()), None, "{harmless}");
    }
}

#[test]
fn the_same_substance_or_family_twice_is_noticed() {
    let panadol = listed("Panadol 500", Some("paracetamol"), &[], &[]);
    let adol = listed("Adol", Some("Paracetamol"), &["paracetamol"], &[]);
    let brufen = listed("Brufen", Some("ibuprofen"), &[], &[]);
    let voltaren = listed("Voltaren", Some("diclofenac"), &[], &[]);
    assert_eq!(
        warning::in_common(panadol.substance(), adol.substance()),
        Some(Shared::Substance("paracetamol".to_owned()))
    );
    assert_eq!(
        warning::in_common(brufen.substance(), voltaren.substance()),
        Some(Shared::Family("nsaid".to_owned()))
    );
    assert_eq!(warning::in_common(panadol.substance(), brufen.substance()), None);
    let bare = Substance { name: "Panadol 500", ..Substance::default() };
    assert!(warning::in_common(bare, Substance { name: "panadol 500", ..Substance::default() }).is_some());
}
