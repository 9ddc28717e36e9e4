//! What a doctor prescribes: how far along it is and who may do what with it, how much of a medicine it comes to (`quantity`), the line it
//! is typed as (`line`), and what speaks against it (`warning`).

mod family;
pub mod line;
mod quantity;
pub mod warning;

#[cfg(test)]
mod tests;

pub use quantity::{Worked, amount};

use crate::account::Role;

crate::code_enum! {
    /// What is written down of a prescription's way. How much of it was handed out is a sum and stands nowhere.
    PrescriptionStatus {
        Draft = "draft",
        Submitted = "submitted",
        Cancelled = "cancelled",
    }
}

crate::code_enum! {
    /// How far along a prescription is.
    PrescriptionState {
        Draft = "draft",
        Submitted = "submitted",
        PartlyFulfilled = "partly_fulfilled",
        Fulfilled = "fulfilled",
        /// A correction stands in its place.
        Replaced = "replaced",
        Cancelled = "cancelled",
    }
}

crate::code_enum! {
    /// What somebody may want to do with a prescription.
    PrescriptionAction {
        Read = "read",
        /// Write it anew as a whole.
        Write = "write",
        Submit = "submit",
        Cancel = "cancel",
        /// Begin another one that is to stand in its place.
        Correct = "correct",
        /// Take its lines into a new one.
        Repeat = "repeat",
        Print = "print",
        /// Hand something out for it.
        Dispense = "dispense",
    }
}

crate::code_enum! {
    MedicineForm {
        Tablet = "tablet",
        Capsule = "capsule",
        Syrup = "syrup",
        Suspension = "suspension",
        Drops = "drops",
        Spray = "spray",
        Cream = "cream",
        Ointment = "ointment",
        Gel = "gel",
        Injection = "injection",
        Inhaler = "inhaler",
        Suppository = "suppository",
        Sachet = "sachet",
        Solution = "solution",
        Patch = "patch",
        Device = "device",
        Other = "other",
    }
}

crate::code_enum! {
    /// What a dose is counted in.
    DoseUnit {
        Tablet = "tablet",
        Capsule = "capsule",
        Millilitre = "ml",
        Spoon = "spoon",
        Drop = "drop",
        Spray = "spray",
        Puff = "puff",
        Suppository = "suppository",
        Sachet = "sachet",
        Injection = "injection",
        Patch = "patch",
        /// As much as covers the place.
        Application = "application",
        Piece = "piece",
    }
}

crate::code_enum! {
    Route {
        Oral = "oral",
        Sublingual = "sublingual",
        Nose = "nose",
        Eye = "eye",
        Ear = "ear",
        Skin = "skin",
        Inhaled = "inhaled",
        Injected = "injected",
        Rectal = "rectal",
        Vaginal = "vaginal",
        Other = "other",
    }
}

crate::code_enum! {
    Frequency {
        Daily = "daily",
        Morning = "morning",
        Night = "night",
        Twice = "twice",
        Thrice = "thrice",
        FourTimes = "four_times",
        Every4Hours = "every_4h",
        Every6Hours = "every_6h",
        Every8Hours = "every_8h",
        Every12Hours = "every_12h",
        Weekly = "weekly",
        Once = "once",
        AsNeeded = "as_needed",
    }
}

crate::code_enum! {
    /// What is said beside many a line. Any other words are kept as they are written.
    Instruction {
        AfterFood = "after_food",
        BeforeFood = "before_food",
        WithFood = "with_food",
        EmptyStomach = "empty_stomach",
        BeforeSleep = "before_sleep",
        WithWater = "with_water",
    }
}

crate::code_enum! {
    TestPriority {
        Routine = "routine",
        Urgent = "urgent",
    }
}

impl MedicineForm {
    /// What a dose of it is counted in, where nobody says otherwise.
    pub const fn dose_unit(self) -> DoseUnit {
        match self {
            Self::Tablet => DoseUnit::Tablet,
            Self::Capsule => DoseUnit::Capsule,
            Self::Syrup | Self::Suspension | Self::Solution => DoseUnit::Millilitre,
            Self::Drops => DoseUnit::Drop,
            Self::Spray => DoseUnit::Spray,
            Self::Cream | Self::Ointment | Self::Gel => DoseUnit::Application,
            Self::Injection => DoseUnit::Injection,
            Self::Inhaler => DoseUnit::Puff,
            Self::Suppository => DoseUnit::Suppository,
            Self::Sachet => DoseUnit::Sachet,
            Self::Patch => DoseUnit::Patch,
            Self::Device | Self::Other => DoseUnit::Piece,
        }
    }

    /// The way it is taken, where nobody says otherwise.
    pub const fn route(self) -> Route {
        match self {
            Self::Tablet | Self::Capsule | Self::Syrup | Self::Suspension | Self::Sachet | Self::Solution => {
                Route::Oral
            }
            Self::Drops => Route::Eye,
            Self::Spray => Route::Nose,
            Self::Cream | Self::Ointment | Self::Gel | Self::Patch => Route::Skin,
            Self::Injection => Route::Injected,
            Self::Inhaler => Route::Inhaled,
            Self::Suppository => Route::Rectal,
            Self::Device | Self::Other => Route::Other,
        }
    }
}

impl PrescriptionState {
    /// Where a prescription stands. `lines` are what each of its items asks for and how much of that was handed out; `replaced` says that
    /// another one stands in its place.
    pub fn of(
        status: PrescriptionStatus,
        replaced: bool,
        lines: impl IntoIterator<Item = (u32, u32)>,
    ) -> Self {
        match (status, replaced) {
            (PrescriptionStatus::Draft, _) => return Self::Draft,
            (PrescriptionStatus::Cancelled, _) => return Self::Cancelled,
            (PrescriptionStatus::Submitted, true) => return Self::Replaced,
            (PrescriptionStatus::Submitted, false) => {}
        }
        let (mut any, mut open, mut asks) = (false, false, false);
        for (prescribed, dispensed) in lines {
            asks = true;
            any |= dispensed > 0;
            open |= dispensed < prescribed;
        }
        match (asks && !open, any) {
            (true, _) => Self::Fulfilled,
            (false, true) => Self::PartlyFulfilled,
            (false, false) => Self::Submitted,
        }
    }
}

/// Who stands before a prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    pub role: Role,
    /// Whether it is the prescription of the doctor who this is.
    pub is_own: bool,
}

impl PrescriptionAction {
    /// Whether this may be done in this state by anybody at all. `Read` and `Repeat` always may.
    pub const fn fits(self, state: PrescriptionState) -> bool {
        use PrescriptionState as S;
        match (self, state) {
            (Self::Read | Self::Repeat, _)
            | (Self::Write | Self::Submit | Self::Print, S::Draft)
            | (Self::Cancel, S::Draft | S::Submitted | S::PartlyFulfilled)
            | (Self::Correct | Self::Dispense, S::Submitted | S::PartlyFulfilled)
            | (Self::Print, S::Submitted | S::PartlyFulfilled | S::Fulfilled) => true,
            (Self::Write | Self::Submit, S::Submitted | S::PartlyFulfilled)
            | (Self::Write | Self::Submit | Self::Cancel, S::Fulfilled | S::Replaced | S::Cancelled)
            | (Self::Correct | Self::Dispense, S::Draft | S::Fulfilled | S::Replaced | S::Cancelled)
            | (Self::Print, S::Replaced | S::Cancelled) => false,
        }
    }

    /// Whether this person may do it in this state. A draft is for nobody but who writes it.
    pub const fn may(self, hand: Hand, state: PrescriptionState) -> bool {
        if !self.fits(state) {
            return false;
        }
        let is_draft = matches!(state, PrescriptionState::Draft);
        match hand.role {
            Role::Admin => true,
            Role::Doctor => match self {
                Self::Read | Self::Repeat | Self::Print => hand.is_own || !is_draft,
                Self::Write | Self::Submit | Self::Cancel | Self::Correct => hand.is_own,
                Self::Dispense => false,
            },
            Role::Pharmacist => match self {
                Self::Read | Self::Print | Self::Dispense => !is_draft,
                Self::Write | Self::Submit | Self::Cancel | Self::Correct | Self::Repeat => false,
            },
            Role::Receptionist | Role::Viewer | Role::Patient | Role::Rep => false,
        }
    }
}
