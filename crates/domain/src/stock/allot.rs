//! Which lots something is taken from: what expires first goes first, what has expired not at all.

use crate::id::LotId;
use crate::time::Date;

/// A lot with what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    pub lot: LotId,
    /// The last day on which it may be given out.
    pub expires_on: Date,
    /// Below zero where two desks gave out the same.
    pub left: i64,
}

impl Shelf {
    pub fn is_expired(&self, today: Date) -> bool {
        self.expires_on < today
    }
}

/// So much from one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub lot: LotId,
    pub quantity: i64,
}

/// Takes up to `wanted` from the lots, the one that expires first in front; less where there is not as much.
pub fn allot(shelves: &[Shelf], wanted: i64, today: Date) -> Vec<Taken> {
    let mut open: Vec<&Shelf> =
        shelves.iter().filter(|shelf| !shelf.is_expired(today) && shelf.left > 0).collect();
    open.sort_by_key(|shelf| (shelf.expires_on, shelf.lot));
    let mut missing = wanted.max(0);
    let mut taken = Vec::new();
    for shelf in open {
        let quantity = shelf.left.min(missing);
        if quantity == 0 {
            break;
        }
        missing -= quantity;
        taken.push(Taken { lot: shelf.lot, quantity });
    }
    taken
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
    use uuid::Uuid;

    use super::{Shelf, allot};
    use crate::id::{Id as _, LotId};
    use crate::time::Date;

    fn today() -> Date {
        "2026-11-21".parse().unwrap()
    }

    fn some_shelves() -> impl Strategy<Value = Vec<Shelf>> {
        vec((-3_i64..20, -5_i64..40), 0..8).prop_map(|lots| {
            let shelf = |(at, (days, left)): (usize, (i64, i64))| Shelf {
                lot: LotId::from_uuid(Uuid::from_u128(at as u128 + 1)),
                expires_on: today().plus_days(days).unwrap(),
                left,
            };
            lots.into_iter().enumerate().map(shelf).collect()
        })
    }

    proptest! {
        #[test]
        fn what_expires_first_is_used_up_before_the_next_is_touched(shelves in some_shelves(), wanted in 0_i64..120) {
            let taken = allot(&shelves, wanted, today());
            let good: Vec<&Shelf> = shelves.iter().filter(|shelf| !shelf.is_expired(today()) && shelf.left > 0).collect();
            let there: i64 = good.iter().map(|shelf| shelf.left).sum();
            prop_assert_eq!(taken.iter().map(|one| one.quantity).sum::<i64>(), wanted.min(there));
            let of = |lot: LotId| taken.iter().find(|one| one.lot == lot).map_or(0, |one| one.quantity);
            for one in &taken {
                let shelf = good.iter().find(|shelf| shelf.lot == one.lot);
                prop_assert!(shelf.is_some_and(|shelf| one.quantity > 0 && one.quantity <= shelf.left));
                for earlier in good.iter().filter(|other| shelf.is_some_and(|shelf| other.expires_on < shelf.expires_on)) {
                    prop_assert_eq!(of(earlier.lot), earlier.left);
                }
            }
        }
    }

    #[test]
    fn a_lot_may_be_given_out_on_its_last_day_and_not_after() {
        let lot = LotId::from_uuid(Uuid::from_u128(1));
        let shelf = |expires_on: &str| [Shelf { lot, expires_on: expires_on.parse().unwrap(), left: 5 }];
        assert_eq!(allot(&shelf("2026-11-21"), 3, today()).len(), 1);
        assert!(allot(&shelf("2026-11-20"), 3, today()).is_empty());
    }
}
