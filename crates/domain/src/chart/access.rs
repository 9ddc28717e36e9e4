//! Whose charts an account reads.

use crate::account::Role;
use crate::time::Instant;

/// How long breaking the glass opens one chart.
pub const GLASS_MINUTES: i64 = 30;

/// What ties an account to a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tie {
    /// The patient has or had a visit with the doctor this account is.
    pub has_visit: bool,
    /// From when until when a broken glass opens the chart: the newest.
    pub glass: Option<(Instant, Instant)>,
}

/// By what right a chart is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Who runs the clinic reads every chart.
    All,
    /// The doctor's own patient.
    Own,
    /// The glass was broken, and the chart is open until then.
    Glass(Instant),
}

/// By what right this account may read the chart now; `None` when it is not theirs to open. A glass holds within its own minutes alone:
/// a clock that was turned back before it was broken does not open it again.
pub fn admission(role: Role, tie: Tie, now: Instant) -> Option<Admission> {
    match role {
        Role::Admin => Some(Admission::All),
        _ if tie.has_visit => Some(Admission::Own),
        _ => tie
            .glass
            .filter(|(begun, until)| *begun <= now && now < *until)
            .map(|(_, until)| Admission::Glass(until)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Admission, GLASS_MINUTES, Tie, admission};
    use crate::account::Role;
    use crate::time::Instant;

    #[test]
    fn a_doctor_reads_the_charts_of_own_patients_alone() {
        let now = Instant(1_795_161_600_000);
        assert_eq!(admission(Role::Doctor, Tie::default(), now), None);
        let own = Tie { has_visit: true, glass: None };
        assert_eq!(admission(Role::Doctor, own, now), Some(Admission::Own));
        assert_eq!(admission(Role::Admin, Tie::default(), now), Some(Admission::All));
    }

    proptest! {
        #[test]
        fn a_broken_glass_opens_for_its_minutes_and_no_longer(begun in 0..1_i64 << 41, later in any::<i32>()) {
            let until = Instant(begun + GLASS_MINUTES * 60_000);
            let tie = Tie { has_visit: false, glass: Some((Instant(begun), until)) };
            let now = Instant(begun + i64::from(later));
            let is_open = (0..GLASS_MINUTES * 60_000).contains(&i64::from(later));
            prop_assert_eq!(admission(Role::Doctor, tie, now), is_open.then_some(Admission::Glass(until)));
        }
    }
}
