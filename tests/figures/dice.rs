//! Chance that can be had again.

/// SplitMix64: a failure is told by its seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).expect("an index")]
    }

    pub fn one(&mut self, of: &[Vec<u8>]) -> Vec<u8> {
        self.pick(of).clone()
    }

    pub fn id(&mut self) -> Vec<u8> {
        (0..16).map(|_| u8::try_from(self.below(256)).expect("a byte")).collect()
    }

    /// One of the thirteen days from this one on.
    pub fn date(&mut self, from: &str) -> String {
        let ahead = i64::try_from(self.below(13)).expect("fits");
        days_after(from, ahead)
    }
}

pub fn days_after(date: &str, days: i64) -> String {
    let first: domain::time::Date = date.parse().expect("a day");
    first.plus_days(days).expect("a day").to_string()
}

/// Every day of a period.
pub fn days(from: &str, to: &str) -> Vec<String> {
    (0..).map(|ahead| days_after(from, ahead)).take_while(|date| date.as_str() <= to).collect()
}
