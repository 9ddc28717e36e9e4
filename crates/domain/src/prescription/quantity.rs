//! How much of a medicine a course comes to.

use super::{DoseUnit, Frequency, MedicineForm};

/// More units than this of one medicine nobody carries home: a slip of the finger.
pub const MOST_UNITS: u32 = 100_000;

/// What a course comes to, in the unit the medicine is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// Doses by times by days, rounded up to whole units.
    Out(u32),
    /// Nobody counts the drops in a bottle: one of them.
    Container,
    /// Only the doctor can say.
    ByHand,
}

impl Worked {
    /// The quantity to write where nobody wrote one.
    pub const fn quantity(self) -> Option<u32> {
        match self {
            Self::Out(units) => Some(units),
            Self::Container => Some(1),
            Self::ByHand => None,
        }
    }
}

impl Frequency {
    /// How many doses `days` days hold; `None` where that depends on how somebody feels, or on days nobody named.
    pub fn doses(self, days: Option<u16>) -> Option<u32> {
        let a_day = match self {
            Self::Once => return Some(1),
            Self::AsNeeded => return None,
            Self::Weekly => return days.map(|days| u32::from(days).div_ceil(7)),
            Self::Daily | Self::Morning | Self::Night => 1,
            Self::Twice | Self::Every12Hours => 2,
            Self::Thrice | Self::Every8Hours => 3,
            Self::FourTimes | Self::Every6Hours => 4,
            Self::Every4Hours => 6,
        };
        days.map(|days| u32::from(days) * a_day)
    }
}

/// What a course of `dose_milli` thousandths of `dose_unit` comes to. `counted_in_ml` says that the medicine is stocked by the millilitre and
/// not by the bottle.
pub fn amount(
    form: MedicineForm,
    counted_in_ml: bool,
    (dose_milli, dose_unit): (u32, DoseUnit),
    frequency: Frequency,
    days: Option<u16>,
) -> Worked {
    let in_units = match form {
        MedicineForm::Tablet
        | MedicineForm::Capsule
        | MedicineForm::Suppository
        | MedicineForm::Sachet
        | MedicineForm::Injection
        | MedicineForm::Patch => dose_unit == form.dose_unit(),
        MedicineForm::Syrup | MedicineForm::Suspension | MedicineForm::Solution if counted_in_ml => {
            matches!(dose_unit, DoseUnit::Millilitre | DoseUnit::Spoon)
        }
        MedicineForm::Syrup
        | MedicineForm::Suspension
        | MedicineForm::Solution
        | MedicineForm::Drops
        | MedicineForm::Spray
        | MedicineForm::Cream
        | MedicineForm::Ointment
        | MedicineForm::Gel
        | MedicineForm::Inhaler
        | MedicineForm::Device => return Worked::Container,
        MedicineForm::Other => false,
    };
    if !in_units {
        return Worked::ByHand;
    }
    // A spoon of medicine holds five millilitres.
    let milli = if dose_unit == DoseUnit::Spoon { u64::from(dose_milli) * 5 } else { u64::from(dose_milli) };
    let Some(doses) = frequency.doses(days) else { return Worked::ByHand };
    let units = (milli * u64::from(doses)).div_ceil(1_000);
    match u32::try_from(units) {
        Ok(units) if (1..=MOST_UNITS).contains(&units) => Worked::Out(units),
        Ok(_) | Err(_) => Worked::ByHand,
    }
}
