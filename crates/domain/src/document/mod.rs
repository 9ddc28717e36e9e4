//! What may be attached to a patient's file, and who opens it.

mod kind;

pub use kind::{DocumentType, MOST_PIXELS, pixels, recognised, sides};

crate::code_enum! {
    /// Who may open a document.
    DocumentAudience {
        /// Whoever may open the chart.
        Chart = "chart",
        /// The pharmacy as well.
        Pharmacy = "pharmacy",
        /// Whoever reads the registry: a card of the patient's, a form.
        Registry = "registry",
        /// Those who are named, and nobody else.
        Named = "named",
    }
}

crate::code_enum! {
    /// What was done with a document's content.
    DocumentWay {
        /// It was looked at.
        Opened = "opened",
        /// It went to paper.
        Printed = "printed",
        /// A file of it was kept outside.
        Copied = "copied",
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Opener {
    /// Whoever runs the clinic opens everything.
    pub runs_the_clinic: bool,
    /// The patient's chart is theirs to open.
    pub reads_the_chart: bool,
    pub dispenses: bool,
    pub reads_the_registry: bool,
    pub is_named: bool,
    pub attached_it: bool,
}

impl DocumentAudience {
    /// Whether this is somebody's to open. Having attached it opens again only what was kept for the few: else a reception that scans
    /// a letter into the chart would read on in it.
    pub const fn admits(self, who: Opener) -> bool {
        if who.runs_the_clinic {
            return true;
        }
        match self {
            Self::Chart => who.reads_the_chart,
            Self::Pharmacy => who.reads_the_chart || who.dispenses,
            Self::Registry => who.reads_the_registry || who.reads_the_chart,
            Self::Named => who.is_named || who.attached_it,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert, proptest};

    use super::{DocumentAudience, Opener};
    use crate::code::Code as _;

    fn opener() -> impl Strategy<Value = Opener> {
        prop::array::uniform6(any::<bool>()).prop_map(
            |[runs, chart, dispenses, registry, named, attached]| Opener {
                runs_the_clinic: runs,
                reads_the_chart: chart,
                dispenses,
                reads_the_registry: registry,
                is_named: named,
                attached_it: attached,
            },
        )
    }

    #[test]
    fn each_audience_admits_its_own() {
        let nobody = Opener::default();
        let admitted = |who: Opener| {
            DocumentAudience::ALL.iter().map(|audience| audience.admits(who)).collect::<Vec<_>>()
        };
        assert_eq!(admitted(nobody), [false, false, false, false]);
        assert_eq!(admitted(Opener { runs_the_clinic: true, ..nobody }), [true, true, true, true]);
        assert_eq!(admitted(Opener { reads_the_chart: true, ..nobody }), [true, true, true, false]);
        assert_eq!(admitted(Opener { dispenses: true, ..nobody }), [false, true, false, false]);
        assert_eq!(admitted(Opener { reads_the_registry: true, ..nobody }), [false, false, true, false]);
        assert_eq!(admitted(Opener { is_named: true, ..nobody }), [false, false, false, true]);
        assert_eq!(admitted(Opener { attached_it: true, ..nobody }), [false, false, false, true]);
    }

    proptest! {
        #[test]
        fn nobody_who_runs_no_clinic_opens_what_is_for_others(who in opener()) {
            let who = Opener { runs_the_clinic: false, ..who };
            let may_see_health = who.reads_the_chart;
            prop_assert!(!DocumentAudience::Chart.admits(who) || may_see_health);
            prop_assert!(!DocumentAudience::Named.admits(who) || who.is_named || who.attached_it);
        }
    }
}
