//! What may be handed out for one line of a prescription: no more than is still to give, only from what is there and good, and what expires first
//! before what expires later.

use super::allot::{Shelf, Taken};
use crate::id::LotId;
use crate::time::Date;

/// One line of a prescription and the shelves of its medicine.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub prescribed: i64,
    /// Handed out already.
    pub given: i64,
    pub shelves: &'a [Shelf],
}

/// Why something may not be handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The lot is of another medicine, or no lot.
    OtherMedicine {
        lot: LotId,
    },
    Expired {
        lot: LotId,
    },
    MoreThanPrescribed {
        open: i64,
        asked: i64,
    },
    NotEnough {
        lot: LotId,
        left: i64,
        asked: i64,
    },
    /// One that expires sooner is still there.
    EarlierLot {
        lot: LotId,
        earlier: LotId,
    },
}

impl Line<'_> {
    /// How much is still to give.
    pub fn open(&self) -> i64 {
        (self.prescribed - self.given).max(0)
    }

    /// The first thing that stands against handing this out, if there is any.
    ///
    /// # Errors
    /// A `Stop`, the one a person has to hear first: what is wrong with a lot before how much it is.
    pub fn check(&self, takes: &[Taken], today: Date) -> Result<(), Stop> {
        let mut asked_of: Vec<(&Shelf, i64)> = Vec::new();
        for take in takes {
            let shelf = self.shelves.iter().find(|shelf| shelf.lot == take.lot);
            let shelf = shelf.ok_or(Stop::OtherMedicine { lot: take.lot })?;
            if shelf.is_expired(today) {
                return Err(Stop::Expired { lot: take.lot });
            }
            match asked_of.iter_mut().find(|(known, _)| known.lot == take.lot) {
                Some((_, asked)) => *asked = asked.saturating_add(take.quantity),
                None => asked_of.push((shelf, take.quantity)),
            }
        }
        let asked = takes.iter().fold(0_i64, |sum, take| sum.saturating_add(take.quantity));
        if asked > self.open() {
            return Err(Stop::MoreThanPrescribed { open: self.open(), asked });
        }
        for &(shelf, asked) in &asked_of {
            if asked > shelf.left {
                return Err(Stop::NotEnough { lot: shelf.lot, left: shelf.left.max(0), asked });
            }
        }
        for &(shelf, _) in &asked_of {
            let sooner = self.shelves.iter().find(|other| {
                let taken =
                    asked_of.iter().find(|(known, _)| known.lot == other.lot).map_or(0, |(_, asked)| *asked);
                other.expires_on < shelf.expires_on && !other.is_expired(today) && other.left > taken
            });
            if let Some(earlier) = sooner {
                return Err(Stop::EarlierLot { lot: shelf.lot, earlier: earlier.lot });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
    use uuid::Uuid;

    use super::{Line, Stop};
    use crate::id::{Id as _, LotId};
    use crate::stock::allot::{Shelf, Taken, allot};
    use crate::time::Date;

    fn today() -> Date {
        "2026-11-21".parse().unwrap()
    }

    fn lot(at: usize) -> LotId {
        LotId::from_uuid(Uuid::from_u128(at as u128 + 1))
    }

    fn shelf(at: usize, days: i64, left: i64) -> Shelf {
        Shelf { lot: lot(at), expires_on: today().plus_days(days).unwrap(), left }
    }

    fn some_shelves() -> impl Strategy<Value = Vec<Shelf>> {
        vec((-2_i64..9, -3_i64..30), 1..6).prop_map(|lots| {
            lots.into_iter().enumerate().map(|(at, (days, left))| shelf(at, days, left)).collect()
        })
    }

    fn take(at: usize, quantity: i64) -> Taken {
        Taken { lot: lot(at), quantity }
    }

    #[test]
    fn each_thing_that_stands_against_it_is_named() {
        let shelves = [shelf(0, 5, 10), shelf(1, 9, 10), shelf(2, -1, 10)];
        let line = Line { prescribed: 14, given: 2, shelves: &shelves };
        let check = |takes: &[Taken]| line.check(takes, today());
        assert_eq!(check(&[take(0, 10), take(1, 2)]), Ok(()));
        assert_eq!(check(&[take(0, 4)]), Ok(()));
        assert_eq!(check(&[take(7, 1)]), Err(Stop::OtherMedicine { lot: lot(7) }));
        assert_eq!(check(&[take(2, 1)]), Err(Stop::Expired { lot: lot(2) }));
        assert_eq!(check(&[take(0, 10), take(1, 3)]), Err(Stop::MoreThanPrescribed { open: 12, asked: 13 }));
        assert_eq!(
            check(&[take(0, 6), take(0, 5)]),
            Err(Stop::NotEnough { lot: lot(0), left: 10, asked: 11 })
        );
        assert_eq!(check(&[take(1, 3)]), Err(Stop::EarlierLot { lot: lot(1), earlier: lot(0) }));
    }

    proptest! {
        #[test]
        fn what_is_proposed_may_be_handed_out(shelves in some_shelves(), prescribed in 0_i64..60, given in 0_i64..60) {
            let line = Line { prescribed, given, shelves: &shelves };
            let takes = allot(&shelves, line.open(), today());
            prop_assert_eq!(line.check(&takes, today()), Ok(()));
        }

        #[test]
        fn no_sequence_hands_out_more_than_was_prescribed_or_what_expires_later_first(
            shelves in some_shelves(),
            prescribed in 0_i64..40,
            tries in vec(vec((0_usize..7, 1_i64..15), 1..4), 1..12),
        ) {
            let (mut shelves, mut given) = (shelves, 0);
            for tried in tries {
                let takes: Vec<Taken> = tried.into_iter().map(|(at, quantity)| take(at, quantity)).collect();
                let line = Line { prescribed, given, shelves: &shelves };
                if line.check(&takes, today()).is_err() {
                    continue;
                }
                for one in &takes {
                    let shelf = shelves.iter_mut().find(|shelf| shelf.lot == one.lot).unwrap();
                    prop_assert!(!shelf.is_expired(today()));
                    shelf.left -= one.quantity;
                    prop_assert!(shelf.left >= 0);
                    given += one.quantity;
                }
                let last = takes.iter().map(|one| shelves.iter().find(|shelf| shelf.lot == one.lot).unwrap().expires_on).max().unwrap();
                prop_assert!(!shelves.iter().any(|shelf| !shelf.is_expired(today()) && shelf.expires_on < last && shelf.left > 0));
                prop_assert!(given <= prescribed);
            }
        }
    }
}
