//! Numbers that look random and are the same for the same seed (SplitMix64, Steele, Lea and Flood 2014). For made-up clinics only:
//! nothing that must be unguessable comes from here.

use domain::id::Id;
use domain::time::Instant;

pub(super) struct Random {
    state: u64,
    made: u32,
}

impl Random {
    pub(super) fn from_seed(seed: u64) -> Self {
        Self { state: seed, made: 0 }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is at least one. (The upper half of a product: no modulo, no bias worth a word.)
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let product = u128::from(self.next()) * (limit as u128);
        usize::try_from(product >> 64).expect("the product's upper half is below the limit")
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = usize::try_from(most - least + 1).expect("the least is not above the most");
        least + i64::try_from(self.below(width)).expect("a number below an i64's width")
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// `count` of these, in their order.
    pub(super) fn sample<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut needed = count.min(from.len());
        let mut chosen = Vec::with_capacity(needed);
        for (at, item) in from.iter().enumerate() {
            if self.below(from.len() - at) < needed {
                chosen.push(*item);
                needed -= 1;
            }
        }
        chosen
    }

    /// One of several by weight: `[(70, a), (30, b)]`.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(usize, T)]) -> T {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        unreachable!("what is left is below the sum of the weights")
    }

    /// An identifier that is the same for the same seed and sorts after those made before it, as the clock's own do.
    pub(super) fn id<T: Id>(&mut self, now: Instant) -> T {
        self.made += 1;
        let counter = self.made.to_be_bytes();
        let noise = self.next().to_be_bytes();
        // Bytes 0 and 2 lose bits to the version and the variant.
        let random =
            [0, counter[0], 0, counter[1], counter[2], counter[3], noise[0], noise[1], noise[2], noise[3]];
        let millis = u64::try_from(now.0).unwrap_or(0);
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use domain::id::PatientId;
    use domain::time::Instant;

    use super::Random;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_ids_in_order() {
        let draw = |seed| {
            let mut random = Random::from_seed(seed);
            let numbers: Vec<usize> = (0..100).map(|_| random.below(1000)).collect();
            let ids: Vec<PatientId> = (0..70_000).map(|_| random.id(Instant(1_795_161_600_000))).collect();
            (numbers, ids)
        };
        let (numbers, ids) = draw(7);
        assert_eq!((&numbers, &ids), (&draw(7).0, &draw(7).1));
        assert_ne!(numbers, draw(8).0);
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_sample_has_the_size_asked_for_and_keeps_the_order() {
        let mut random = Random::from_seed(1);
        let all: Vec<u32> = (0..40).collect();
        for count in 0..=45 {
            let sample = random.sample(&all, count);
            assert_eq!(sample.len(), count.min(40));
            assert!(sample.is_sorted_by(|a, b| a < b));
        }
    }
}
