//! Chance that comes from one seed.

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use uuid::Uuid;
use wire::changes::Value;

pub struct Dice(TestRng);

impl Dice {
    pub fn of(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }

    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'s, T>(&mut self, from: &'s [T]) -> &'s T {
        let index = self.below(from.len() as u64);
        &from[usize::try_from(index).expect("fits")]
    }

    pub fn word(&mut self, from: &[&str]) -> Value {
        Value::Text((*self.pick::<&str>(from)).to_owned())
    }

    pub fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.0.next_u64(), self.0.next_u64())
    }
}
