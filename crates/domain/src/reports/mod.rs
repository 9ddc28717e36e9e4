//! What the figures of a clinic count, each said once: when a visit counts as booked, when somebody came, how long a doctor was open.
//! Reports, the dashboard and the closing report all ask here. Where the visits come from is the caller's business.

mod open_time;
#[cfg(test)]
mod tests;

pub use open_time::{OpenDay, OpenTime};

use crate::appointment::{AppointmentKind, AppointmentStatus, CancelledBy};
use crate::rep_visit::RepVisitStatus;
use crate::time::{Span, WallTime};

/// A patient's visit as far as figures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PatientVisit {
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    pub status: AppointmentStatus,
    pub cancelled_by: Option<CancelledBy>,
    pub kind: AppointmentKind,
    /// Booked over a refusal of the five steps.
    pub is_overbooked: bool,
    /// Two desks gave the time away, and nobody has settled it.
    pub has_clash: bool,
    /// Stood at the desk without a booking.
    pub is_walk_in: bool,
}

/// A rep's visit as far as figures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RepVisit {
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    pub status: RepVisitStatus,
    pub is_overbooked: bool,
    pub has_clash: bool,
}

impl PatientVisit {
    /// Counts as booked on its day, whatever became of it. One that was replaced by a later visit does not: that is another day's.
    pub const fn is_booked(&self) -> bool {
        !matches!(self.status, AppointmentStatus::Rescheduled)
    }

    /// Somebody came: waits, is with the doctor, or it is over.
    pub const fn came(&self) -> bool {
        came(self.status)
    }

    pub const fn is_no_show(&self) -> bool {
        matches!(self.status, AppointmentStatus::NoShow)
    }

    pub const fn is_cancelled(&self) -> bool {
        matches!(self.status, AppointmentStatus::Cancelled)
    }

    /// Who called it off; nobody in particular where it is not known.
    pub fn called_off_by(&self) -> Option<CancelledBy> {
        self.is_cancelled().then(|| self.cancelled_by.unwrap_or(CancelledBy::System))
    }

    /// Minutes of the doctor's time that it holds, or held.
    pub const fn booked_minutes(&self) -> u32 {
        if self.status.holds_time() { self.minutes as u32 } else { 0 }
    }

    pub fn span(&self) -> Option<Span> {
        Span::lasting(self.start, self.minutes)
    }

    /// The hour of the clock in which it begins.
    pub const fn hour(&self) -> u16 {
        self.start.minutes() / 60
    }
}

impl RepVisit {
    /// Counts as booked. A mere request, one that was declined and one that was replaced do not.
    pub const fn is_booked(&self) -> bool {
        !matches!(
            self.status,
            RepVisitStatus::Requested | RepVisitStatus::Declined | RepVisitStatus::Rescheduled
        )
    }

    /// The rep came and was let in.
    pub const fn came(&self) -> bool {
        matches!(self.status, RepVisitStatus::Arrived | RepVisitStatus::InVisit | RepVisitStatus::Completed)
    }

    pub const fn is_completed(&self) -> bool {
        matches!(self.status, RepVisitStatus::Completed)
    }

    pub const fn is_no_show(&self) -> bool {
        matches!(self.status, RepVisitStatus::NoShow)
    }

    pub const fn is_cancelled(&self) -> bool {
        matches!(self.status, RepVisitStatus::Cancelled)
    }

    /// Came and was not let in.
    pub const fn is_refused(&self) -> bool {
        matches!(self.status, RepVisitStatus::RefusedEntry)
    }

    pub const fn booked_minutes(&self) -> u32 {
        if self.status.holds_time() { self.minutes as u32 } else { 0 }
    }

    pub fn span(&self) -> Option<Span> {
        Span::lasting(self.start, self.minutes)
    }
}

/// Whether somebody with a visit in this state came.
pub const fn came(status: AppointmentStatus) -> bool {
    matches!(
        status,
        AppointmentStatus::Arrived | AppointmentStatus::InConsultation | AppointmentStatus::Completed
    )
}

/// A part of a whole in tenths of a percent, rounded half up; `None` of nothing.
pub fn tenths_of_percent(part: u64, whole: u64) -> Option<i64> {
    if whole == 0 {
        return None;
    }
    i64::try_from((part.saturating_mul(2_000) + whole) / (whole * 2)).ok()
}

/// An average in tenths, rounded half up; `None` of nothing.
pub fn tenths(sum: u64, of: u64) -> Option<i64> {
    if of == 0 {
        return None;
    }
    i64::try_from((sum.saturating_mul(20) + of) / (of * 2)).ok()
}
