//! What a pharmacy keeps, and why it moves. How much there is, is the sum of what moved and nothing else.

pub mod allot;
pub mod giving;
pub mod strength;
pub mod substitute;

crate::code_enum! {
    /// Why stock moved.
    MovementReason {
        /// Bought and put on the shelf.
        Receipt = "receipt",
        /// Handed out for a prescription.
        Dispensed = "dispensed",
        /// What was counted differs from what was written.
        Adjusted = "adjusted",
        /// Brought back by a patient, or sent back to the supplier.
        Returned = "returned",
        /// Past its day and thrown away.
        Expired = "expired",
        /// Left by a medical rep.
        SampleIn = "sample_in",
        /// A sample given to a patient.
        SampleOut = "sample_out",
        /// Taken from one site to another: it goes here and comes there.
        Transferred = "transferred",
    }
}

impl MovementReason {
    /// Whether a movement for this reason may add this signed quantity. Nothing moves nothing.
    pub const fn allows(self, quantity: i64) -> bool {
        match self {
            Self::Receipt | Self::SampleIn => quantity > 0,
            Self::Dispensed | Self::Expired | Self::SampleOut => quantity < 0,
            Self::Adjusted | Self::Returned | Self::Transferred => quantity != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MovementReason as R;
    use crate::code::Code as _;

    #[test]
    fn what_comes_is_positive_and_what_goes_is_negative() {
        let ways =
            |quantity| R::ALL.iter().copied().filter(|reason| reason.allows(quantity)).collect::<Vec<_>>();
        assert_eq!(ways(1), [R::Receipt, R::Adjusted, R::Returned, R::SampleIn, R::Transferred]);
        assert_eq!(
            ways(-1),
            [R::Dispensed, R::Adjusted, R::Returned, R::Expired, R::SampleOut, R::Transferred]
        );
        assert!(ways(0).is_empty());
    }
}
