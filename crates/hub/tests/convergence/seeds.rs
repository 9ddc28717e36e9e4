//! Many seeds on all processors: how far it is, how fast, and which seed fails.

use std::num::NonZero;
use std::ops::Range;
use std::panic::{catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// As many as one run of all tests has time for.
const USUAL: u64 = 500;
/// How often it is said how far it is, where many were asked for.
const BETWEEN_REPORTS: Duration = Duration::from_secs(10);

/// What `SEED` and `SEEDS` ask for: with which to begin, and how many.
pub fn asked() -> Range<u64> {
    let first = number("SEED").unwrap_or(0);
    first..first + number("SEEDS").unwrap_or(USUAL)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs every seed, each on one thread.
pub fn run_all(seeds: Range<u64>, run: impl Fn(u64) + Sync + std::panic::RefUnwindSafe) {
    let (next, done) = (AtomicU64::new(seeds.start), AtomicU64::new(0));
    let failed = AtomicBool::new(false);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let working = || {
        while !failed.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            if let Err(panic) = catch_unwind(|| run(seed)) {
                failed.store(true, Ordering::Relaxed);
                eprintln!("seed {seed} fails; again: cargo xtask simulate --first {seed} --seeds 1");
                resume_unwind(panic);
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(working)).collect();
        let (begun, mut reported) = (Instant::now(), Instant::now());
        while !threads.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            std::thread::sleep(Duration::from_millis(20));
            if reported.elapsed() >= BETWEEN_REPORTS {
                reported = Instant::now();
                let done = done.load(Ordering::Relaxed);
                let in_all = seeds.end - seeds.start;
                eprintln!(
                    "{done} of {in_all} seeds, {:.0} a second",
                    done as f64 / begun.elapsed().as_secs_f64()
                );
            }
        }
    });
}
