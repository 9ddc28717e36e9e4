//! What may be handed out in the place of a medicine: what has the same in it, as strong, in the same form, and is counted alike. Whatever is not
//! known of either is not the same.

use super::strength::are_same;
use crate::prescription::MedicineForm;
use crate::prescription::warning::Substance;
use crate::text::fold;

/// A medicine, by what it is held against others.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'a> {
    pub substance: Substance<'a>,
    pub form: MedicineForm,
    pub strength: Option<&'a str>,
    /// What it is counted in.
    pub unit: &'a str,
}

/// Whether one may stand in for the other. It goes both ways.
pub fn may_stand_in(one: Kind<'_>, other: Kind<'_>) -> bool {
    let (Some(ours), Some(theirs)) = (one.strength, other.strength) else { return false };
    one.form == other.form
        && are_same(ours, theirs)
        && written(one.unit) == written(other.unit)
        && contents(one.substance) == contents(other.substance)
}

fn contents(substance: Substance<'_>) -> Vec<String> {
    let mut contents: Vec<String> = substance.substances().into_iter().map(fold).collect();
    contents.sort();
    contents.dedup();
    contents
}

fn written(words: &str) -> String {
    fold(words).split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, may_stand_in};
    use crate::prescription::MedicineForm;
    use crate::prescription::warning::Substance;

    fn kind<'a>(name: &'a str, generic: &'a str, strength: Option<&'a str>) -> Kind<'a> {
        let generic_name = Some(generic).filter(|generic| !generic.is_empty());
        let substance = Substance { name, generic_name, ..Substance::default() };
        Kind { substance, form: MedicineForm::Tablet, strength, unit: "tablet" }
    }

    #[test]
    fn the_same_substances_as_strong_in_the_same_form_stand_in_for_one_another() {
        let augmentin = kind("Augmentin", "amoxicillin + clavulanic acid", Some("1 g"));
        let hibiotic = kind("Hibiotic", "Clavulanic Acid + Amoxicillin", Some("1g"));
        assert!(may_stand_in(augmentin, hibiotic) && may_stand_in(hibiotic, augmentin));
        let listed = ["Clavulanic acid".to_owned(), "amoxicillin".to_owned()];
        let by_ingredients =
            Kind { substance: Substance { ingredients: &listed, ..hibiotic.substance }, ..hibiotic };
        assert!(may_stand_in(augmentin, by_ingredients));
        assert!(may_stand_in(augmentin, Kind { strength: Some("1000 mg"), ..hibiotic }));
    }

    #[test]
    fn what_differs_in_anything_or_is_not_known_does_not() {
        let augmentin = kind("Augmentin", "amoxicillin + clavulanic acid", Some("1 g"));
        for other in [
            kind("Amoxil", "amoxicillin", Some("1 g")),
            kind("Hibiotic", "amoxicillin + clavulanic acid", Some("625 mg")),
            kind("Hibiotic", "amoxicillin + clavulanic acid", None),
            kind("Hibiotic", "", Some("1 g")),
            Kind { form: MedicineForm::Suspension, ..augmentin },
            Kind { unit: "pack", ..augmentin },
            Kind { strength: Some("1.0 mg"), ..augmentin },
        ] {
            assert!(!may_stand_in(augmentin, other), "{other:?}");
        }
        let unknown = kind("Augmentin", "amoxicillin + clavulanic acid", None);
        assert!(!may_stand_in(unknown, unknown), "nobody knows how strong either is");
    }
}
