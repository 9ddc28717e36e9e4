//! What one desk or one address may ask for, and how much memory all of them together.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// More are not remembered: those with nothing to remember go first.
const MOST_KEYS: usize = 100_000;

/// So many at once, so many a second after that, for each of many.
pub struct Buckets<K> {
    burst: f64,
    each_second: f64,
    taken: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Eq + Hash + Copy> Buckets<K> {
    pub fn new(burst: u32, each_second: f64) -> Self {
        Self { burst: f64::from(burst), each_second, taken: Mutex::default() }
    }

    /// Takes one.
    ///
    /// # Errors
    /// The seconds until there is one.
    pub fn take(&self, key: K, now: Instant) -> Result<(), u32> {
        self.ask(key, now)?;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.left(taken.get(&key), now);
        if taken.len() >= MOST_KEYS {
            taken.retain(|_, bucket| self.left(Some(bucket), now) < self.burst);
            if taken.len() >= MOST_KEYS {
                taken.clear();
            }
        }
        taken.insert(key, Bucket { left: left - 1.0, at: now });
        Ok(())
    }

    /// Whether there is one, without taking it.
    ///
    /// # Errors
    /// The seconds until there is one.
    pub fn ask(&self, key: K, now: Instant) -> Result<(), u32> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.left(taken.get(&key), now);
        if left >= 1.0 {
            return Ok(());
        }
        let seconds = ((1.0 - left) / self.each_second).ceil();
        Err(if seconds < 3600.0 { seconds as u32 } else { 3600 })
    }

    fn left(&self, bucket: Option<&Bucket>, now: Instant) -> f64 {
        bucket.map_or(self.burst, |bucket| {
            let since = now.saturating_duration_since(bucket.at).as_secs_f64();
            self.burst.min(bucket.left + since * self.each_second)
        })
    }
}

/// How many connections each address has.
pub struct Shares {
    most: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection, until it is dropped.
pub struct Share {
    of: Arc<Shares>,
    address: IpAddr,
}

impl Shares {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Nothing when the address has as many as it may.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Share> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Share { of: Arc::clone(self), address })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.of.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Whoever has one IPv6 address has the 2⁶⁴ beside it.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The memory that requests may take together.
#[derive(Clone)]
pub struct Memory {
    all: u32,
    free: Arc<Semaphore>,
    /// How long a request waits before its desk is asked to come again.
    patience: Duration,
}

const UNIT: usize = 1024;

impl Memory {
    pub fn new(bytes: usize, patience: Duration) -> Self {
        let all = u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).max(1);
        Self { all, free: Arc::new(Semaphore::new(all as usize)), patience }
    }

    /// Nothing when others need it for too long.
    pub async fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).min(self.all);
        let taking = Arc::clone(&self.free).acquire_many_owned(units);
        tokio::time::timeout(self.patience, taking).await.ok()?.ok()
    }

    pub fn taken(&self) -> usize {
        (self.all as usize - self.free.available_permits()) * UNIT
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::{Duration, Instant};

    use super::{Buckets, Memory, Shares, neighbourhood};

    #[test]
    fn a_burst_is_let_through_and_then_as_much_as_is_given_each_second() {
        let buckets = Buckets::new(3, 0.5);
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(buckets.take(1, start), Ok(()));
        }
        assert_eq!(buckets.take(1, start), Err(2));
        assert_eq!(buckets.take(2, start), Ok(()), "the others are not held back");
        assert_eq!(buckets.take(1, start + Duration::from_secs(1)), Err(1));
        assert_eq!(buckets.take(1, start + Duration::from_secs(2)), Ok(()));
        assert_eq!(buckets.take(1, start + Duration::from_secs(2)), Err(2));
        for _ in 0..3 {
            assert_eq!(buckets.take(1, start + Duration::from_secs(900)), Ok(()));
        }
        assert!(
            buckets.take(1, start + Duration::from_secs(900)).is_err(),
            "no more is saved up than a burst"
        );
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let of = |text: &str| neighbourhood(text.parse::<IpAddr>().expect("an address"));
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
    }

    #[test]
    fn one_address_cannot_have_all_connections() {
        let address = |last: u8| IpAddr::from([10, 0, 0, last]);
        let shares = Shares::new(2);
        let both = [shares.take(address(1)), shares.take(address(1))];
        assert!(both.iter().all(Option::is_some));
        assert!(shares.take(address(1)).is_none());
        assert!(shares.take(address(2)).is_some());
        drop(both);
        assert!(shares.take(address(1)).is_some());
        assert!(shares.open.lock().expect("not poisoned").is_empty(), "who has none is forgotten");
    }

    #[tokio::test]
    async fn memory_is_lent_and_given_back() {
        let memory = Memory::new(10 * 1024, Duration::from_millis(10));
        let most = memory.take(9 * 1024).await.expect("free");
        assert!(memory.take(2 * 1024).await.is_none());
        drop(most);
        assert!(memory.take(1 << 40).await.is_some(), "who wants more than there is gets all of it");
        assert_eq!(memory.taken(), 0);
    }
}
