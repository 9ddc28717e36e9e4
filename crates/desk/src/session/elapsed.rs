//! How much time has passed, for a clock on the wall that somebody may turn. Two clocks are asked: the wall's, which people set, and the
//! machine's own since it started, which stands still while it sleeps.

use domain::time::Instant;

use crate::desk::Clock;

/// Which of the two clocks is believed when they disagree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trust {
    /// The one that says more: for locks, which must not be put off by turning a clock back or by sleeping.
    TheLonger,
    /// The one that says less: for a hold, which must not be ended by turning a clock forward.
    TheShorter,
}

/// Counts time from when it was started.
#[derive(Debug, Clone)]
pub(super) struct Stopwatch {
    wall: Instant,
    uptime: i64,
    millis: i64,
}

impl Stopwatch {
    pub(super) fn start(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), uptime: clock.uptime_millis(), millis: 0 }
    }

    /// Milliseconds since the start. Asked often, so that a step of the clock between two readings weighs little.
    pub(super) fn read(&mut self, clock: &dyn Clock, trust: Trust) -> i64 {
        let (wall, uptime) = (clock.now(), clock.uptime_millis());
        let (by_wall, by_uptime) = (wall.0.saturating_sub(self.wall.0), uptime.saturating_sub(self.uptime));
        let passed = match trust {
            Trust::TheLonger => by_wall.max(by_uptime),
            Trust::TheShorter => by_wall.min(by_uptime),
        };
        self.millis = self.millis.saturating_add(passed.max(0));
        (self.wall, self.uptime) = (wall, uptime);
        self.millis
    }
}
