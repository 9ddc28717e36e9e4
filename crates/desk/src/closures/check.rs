//! What a closure must be before it is kept.

use domain::calendar::ClosureEffect;
use domain::id::ClosureId;

use super::{AddClosure, Closure};
use crate::error::{FieldError, FieldErrors, Refusal};
use crate::input::LINE_CHARACTERS;

/// Three years. Whoever is away for longer has no hours rather than a closure.
const MOST_DAYS: i64 = 3 * 366;

pub(super) fn closure(request: AddClosure, id: ClosureId) -> Result<Closure, Refusal> {
    let mut errors = FieldErrors::default();
    let mut wrong = |field: &str, code| errors.push(FieldError::new(field, code));
    match (request.site_id, request.doctor_id) {
        (None, None) => wrong("site_id", "required"),
        (Some(_), Some(_)) => wrong("doctor_id", "either_or"),
        (Some(_), None) | (None, Some(_)) => {}
    }
    if request.last_date < request.first_date {
        wrong("last_date", "end_before_start");
    }
    let effect = request.effect.unwrap_or(ClosureEffect::Closed);
    match (request.from, request.until) {
        (Some(from), Some(until)) if until <= from => wrong("until", "end_before_start"),
        (Some(_), None) => wrong("until", "required"),
        (None, Some(_)) => wrong("from", "required"),
        // An opening says when: there is no "open all day".
        (None, None) if effect == ClosureEffect::Opened => {
            wrong("from", "required");
            wrong("until", "required");
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
    if request.last_date.days_since(request.first_date) >= MOST_DAYS {
        errors.push(FieldError::new("last_date", "range_too_long").with("most", MOST_DAYS));
    }
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    Ok(Closure {
        id,
        site_id: request.site_id,
        doctor_id: request.doctor_id,
        first_date: request.first_date,
        last_date: request.last_date,
        from: request.from,
        until: request.until,
        effect,
        reason: reason.unwrap_or_default(),
    })
}
