//! What is measured. Each measure has two ranges that hold for people of every age: what nobody alive has is a slip of the hand and is
//! refused, what is rare is read a second time. A third one says what stands out in an adult on the screen.

crate::code_enum! {
    /// What can be measured, each in whole units of its name.
    Measure {
        Height = "height_mm",
        Weight = "weight_grams",
        Systolic = "systolic_mmhg",
        Diastolic = "diastolic_mmhg",
        Pulse = "pulse_per_minute",
        Temperature = "temperature_tenths",
        Oxygen = "oxygen_percent",
    }
}

/// From the least to the most, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub least: u32,
    pub most: u32,
}

impl Range {
    const fn of(least: u32, most: u32) -> Self {
        Self { least, most }
    }
    pub const fn holds(self, value: u32) -> bool {
        self.least <= value && value <= self.most
    }
}

impl Measure {
    /// What a living person can have.
    ///
    /// - Height: from a very premature child to the tallest man measured (272 cm, R. Wadlow, 1940).
    /// - Weight: from the lightest newborn that went home (212 g, Singapore 2020) to the heaviest man (635 kg, J. Minnoch, 1978).
    /// - Blood pressure: 480/350 was measured inside an artery under a heavy weight (MacDougall et al., J Appl Physiol 1985;58:785);
    ///   a cuff reads no further than about 300.
    /// - Pulse: 27 in an athlete at rest; up to 300 in a newborn's tachycardia (Park, Pediatric Cardiology).
    /// - Temperature: 11.8 °C was survived (Kraków 2014), and 46.5 °C (Slovis, Ann Emerg Med 1982;11:269).
    /// - Oxygen: finger clips are told nothing sure below 70 % (ISO 80601-2-61) and show values down to about 30 %.
    pub const fn possible(self) -> Range {
        match self {
            Self::Height => Range::of(200, 2_800),
            Self::Weight => Range::of(200, 650_000),
            Self::Systolic => Range::of(30, 300),
            Self::Diastolic => Range::of(10, 250),
            Self::Pulse => Range::of(20, 320),
            Self::Temperature => Range::of(115, 470),
            Self::Oxygen => Range::of(30, 100),
        }
    }

    /// What a clinic sees any day, in people of every age; beyond it the screen asks to look again.
    ///
    /// - Height and weight: from the 3rd percentile of a newborn (WHO Child Growth Standards, 2006) to far beyond the 97th of an adult.
    /// - Blood pressure: below 180/110, where guidelines speak of a crisis (ESC/ESH 2018), and above what children have (AAP 2017).
    /// - Pulse: from a trained adult at rest to a newborn awake (American Heart Association, PALS).
    /// - Temperature: between hypothermia (35 °C) and hyperpyrexia (41 °C).
    /// - Oxygen: below 90 % is what the WHO calls hypoxaemia.
    pub const fn usual(self) -> Range {
        match self {
            Self::Height => Range::of(450, 2_100),
            Self::Weight => Range::of(2_000, 200_000),
            Self::Systolic => Range::of(70, 179),
            Self::Diastolic => Range::of(40, 109),
            Self::Pulse => Range::of(40, 180),
            Self::Temperature => Range::of(350, 410),
            Self::Oxygen => Range::of(90, 100),
        }
    }

    /// What does not stand out in an adult; none where size alone says nothing. Blood pressure below 140/90 (ESC/ESH 2018), a pulse of
    /// 50 to 100 (AHA), no fever (38 °C), oxygen of 94 % and more (British Thoracic Society 2017).
    pub const fn adult(self) -> Option<Range> {
        match self {
            Self::Height | Self::Weight => None,
            Self::Systolic => Some(Range::of(90, 139)),
            Self::Diastolic => Some(Range::of(50, 89)),
            Self::Pulse => Some(Range::of(50, 100)),
            Self::Temperature => Some(Range::of(355, 379)),
            Self::Oxygen => Some(Range::of(94, 100)),
        }
    }
}

/// One measuring, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    pub height_mm: Option<u32>,
    pub weight_grams: Option<u32>,
    pub systolic_mmhg: Option<u32>,
    pub diastolic_mmhg: Option<u32>,
    pub pulse_per_minute: Option<u32>,
    pub temperature_tenths: Option<u32>,
    pub oxygen_percent: Option<u32>,
}

/// Why a value cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nobody alive has this.
    Impossible(Range),
    /// One of the two values of a blood pressure without the other.
    Missing,
    /// The upper value of a blood pressure is not above the lower one.
    NotAboveDiastolic,
}

impl Reading {
    pub fn value(&self, measure: Measure) -> Option<u32> {
        match measure {
            Measure::Height => self.height_mm,
            Measure::Weight => self.weight_grams,
            Measure::Systolic => self.systolic_mmhg,
            Measure::Diastolic => self.diastolic_mmhg,
            Measure::Pulse => self.pulse_per_minute,
            Measure::Temperature => self.temperature_tenths,
            Measure::Oxygen => self.oxygen_percent,
        }
    }

    pub fn values(&self) -> impl Iterator<Item = (Measure, u32)> {
        use crate::code::Code as _;
        Measure::ALL.iter().filter_map(|measure| self.value(*measure).map(|value| (*measure, value)))
    }

    pub fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }

    /// Everything that nobody can have, by measure.
    pub fn problems(&self) -> Vec<(Measure, Problem)> {
        let impossible = |(measure, value): (Measure, u32)| {
            let range = measure.possible();
            (!range.holds(value)).then_some((measure, Problem::Impossible(range)))
        };
        let mut problems: Vec<_> = self.values().filter_map(impossible).collect();
        match (self.systolic_mmhg, self.diastolic_mmhg) {
            (Some(_), None) => problems.push((Measure::Diastolic, Problem::Missing)),
            (None, Some(_)) => problems.push((Measure::Systolic, Problem::Missing)),
            (Some(upper), Some(lower)) if upper <= lower => {
                problems.push((Measure::Systolic, Problem::NotAboveDiastolic));
            }
            _ => {}
        }
        problems
    }

    /// Everything to look at a second time, in the order of the form.
    pub fn unusual(&self) -> Vec<Measure> {
        self.values()
            .filter(|(measure, value)| !measure.usual().holds(*value))
            .map(|(measure, _)| measure)
            .collect()
    }

    /// What stands out in somebody of this age; nothing is said of children, whose values go by their age.
    pub fn standing_out(&self, age_years: Option<u16>) -> Vec<Measure> {
        if age_years.is_some_and(|age| age < 18) {
            return Vec::new();
        }
        self.values()
            .filter(|(measure, value)| measure.adult().is_some_and(|range| !range.holds(*value)))
            .map(|(measure, _)| measure)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    use super::{Measure, Problem, Reading};
    use crate::code::Code as _;

    fn readings() -> impl Strategy<Value = Reading> {
        let some = || option::of(0..3_000_u32);
        (some(), option::of(any::<u32>()), some(), some(), some(), some(), some()).prop_map(
            |(
                height_mm,
                weight_grams,
                systolic_mmhg,
                diastolic_mmhg,
                pulse_per_minute,
                temperature_tenths,
                oxygen_percent,
            )| {
                Reading {
                    height_mm,
                    weight_grams,
                    systolic_mmhg,
                    diastolic_mmhg,
                    pulse_per_minute,
                    temperature_tenths,
                    oxygen_percent,
                }
            },
        )
    }

    #[test]
    fn what_is_usual_is_possible_and_what_does_not_stand_out_is_usual() {
        for measure in Measure::ALL {
            let (possible, usual) = (measure.possible(), measure.usual());
            assert!(possible.least < usual.least && usual.most <= possible.most, "{measure:?}");
            if let Some(adult) = measure.adult() {
                assert!(usual.holds(adult.least) && usual.holds(adult.most), "{measure:?}");
            }
        }
    }

    #[test]
    fn a_slip_of_the_hand_is_seen() {
        let fever = Reading { temperature_tenths: Some(3_790), ..Reading::default() };
        assert_eq!(
            fever.problems(),
            [(Measure::Temperature, Problem::Impossible(Measure::Temperature.possible()))]
        );
        let swapped = Reading { systolic_mmhg: Some(80), diastolic_mmhg: Some(120), ..Reading::default() };
        assert_eq!(swapped.problems(), [(Measure::Systolic, Problem::NotAboveDiastolic)]);
        let half = Reading { systolic_mmhg: Some(120), ..Reading::default() };
        assert_eq!(half.problems(), [(Measure::Diastolic, Problem::Missing)]);
        let high = Reading { systolic_mmhg: Some(210), diastolic_mmhg: Some(120), ..Reading::default() };
        assert_eq!((high.problems(), high.unusual()), (vec![], vec![Measure::Systolic, Measure::Diastolic]));
    }

    #[test]
    fn nothing_stands_out_in_a_child() {
        let quick = Reading { pulse_per_minute: Some(130), ..Reading::default() };
        assert_eq!(quick.standing_out(Some(1)), []);
        assert_eq!(quick.standing_out(Some(40)), [Measure::Pulse]);
        assert_eq!(quick.standing_out(None), [Measure::Pulse]);
    }

    proptest! {
        #[test]
        fn each_value_is_refused_asked_about_or_taken(reading in readings()) {
            let problems = reading.problems();
            let unusual = reading.unusual();
            for (measure, value) in reading.values() {
                let is_impossible = problems.contains(&(measure, Problem::Impossible(measure.possible())));
                prop_assert_eq!(is_impossible, !measure.possible().holds(value));
                // What is impossible would be asked about too: no range lets it slip through.
                prop_assert!(!is_impossible || unusual.contains(&measure));
                prop_assert_eq!(unusual.contains(&measure), !measure.usual().holds(value));
            }
        }

        #[test]
        fn no_accepted_pressure_is_half_or_upside_down(reading in readings()) {
            if reading.problems().is_empty() {
                prop_assert_eq!(reading.systolic_mmhg.is_some(), reading.diastolic_mmhg.is_some());
                prop_assert!(reading.systolic_mmhg.is_none() || reading.systolic_mmhg > reading.diastolic_mmhg);
            }
        }
    }
}
