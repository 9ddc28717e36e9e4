//! What hours and day limits must be before they are kept.

use domain::calendar::{Audience, HoursRule, InvalidRule, Recurrence, Rule};
use domain::id::{DoctorId, HoursId, Id as _, SiteId};
use domain::time::{Date, Span};

use super::{DayLimitEntry, Hours, HoursBlock};
use crate::error::{FieldError, FieldErrors, Refusal};

/// Fourteen a day.
const MOST_BLOCKS: usize = 100;
/// How far ahead two blocks are compared for a day that both claim: two years show every yearly pattern.
const COMPARED_DAYS: i64 = 731;

/// A block of hours that is fit to keep.
pub(super) struct Block {
    rule: HoursRule,
}

impl Block {
    pub(super) fn hours(&self, id: HoursId, doctor_id: DoctorId, site_id: SiteId) -> Hours {
        let (weekday, rrule) = match &self.rule.recurrence {
            Recurrence::Weekly(weekday) => (Some(*weekday), None),
            Recurrence::Rule(rule) => (None, Some(rule.to_string())),
        };
        Hours {
            id,
            doctor_id,
            site_id,
            audience: self.rule.audience,
            weekday,
            rrule,
            starts: self.rule.span.start(),
            ends: self.rule.span.end(),
            valid_from: self.rule.valid_from,
            valid_until: self.rule.valid_until,
        }
    }
}

/// Checks every block by itself and then against the others of its audience.
pub(super) fn hours(blocks: &[HoursBlock], today: Date) -> Result<Vec<Block>, Refusal> {
    let mut errors = FieldErrors::default();
    if blocks.len() > MOST_BLOCKS {
        return Err(Refusal::invalid(vec![FieldError::new("blocks", "too_many").with("most", MOST_BLOCKS)]));
    }
    let mut checked: Vec<Block> = Vec::with_capacity(blocks.len());
    for (at, sent) in blocks.iter().enumerate() {
        if let Some(rule) = block(&mut errors, at, sent) {
            checked.push(Block { rule });
        }
    }
    // Only whole blocks can be compared, and only then do indexes agree with what was sent.
    errors.finish()?;
    let mut errors = FieldErrors::default();
    for (at, this) in checked.iter().enumerate() {
        let other = checked[..at].iter().enumerate().find_map(|(other, earlier)| {
            common_day(&earlier.rule, &this.rule, today).map(|date| (other, date))
        });
        if let Some((other, date)) = other {
            let error = FieldError::new(format!("blocks[{at}].starts"), "overlaps");
            errors.push(error.with("other", other).with("date", date));
        }
    }
    errors.finish()?;
    Ok(checked)
}

fn block(errors: &mut FieldErrors, at: usize, sent: &HoursBlock) -> Option<HoursRule> {
    let field = |name: &str| format!("blocks[{at}].{name}");
    let mut wrong = |name: &str, code| errors.push(FieldError::new(field(name), code));
    let span = Span::new(sent.starts, sent.ends);
    if span.is_none() {
        wrong("ends", "end_before_start");
    }
    if sent.valid_from.zip(sent.valid_until).is_some_and(|(from, until)| until < from) {
        wrong("valid_until", "end_before_start");
    }
    let rule_text = sent.rrule.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let recurrence = match (sent.weekday, rule_text) {
        (Some(weekday), None) => Some(Recurrence::Weekly(weekday)),
        (None, Some(text)) => match (sent.valid_from, Rule::parse(text)) {
            (None, _) => {
                wrong("valid_from", "required");
                None
            }
            (Some(first), Ok(rule)) => match rule.check(first) {
                Ok(()) => Some(Recurrence::Rule(Box::new(rule))),
                Err(invalid) => {
                    errors.push(rule_error(field("rrule"), &invalid));
                    None
                }
            },
            (Some(_), Err(invalid)) => {
                errors.push(rule_error(field("rrule"), &invalid));
                None
            }
        },
        (Some(_), Some(_)) => {
            wrong("rrule", "either_or");
            None
        }
        (None, None) => {
            wrong("weekday", "required");
            None
        }
    };
    Some(HoursRule {
        // A block gets its identity only once it is known to be new.
        id: HoursId::from_uuid(uuid::Uuid::nil()),
        audience: sent.audience.unwrap_or(Audience::Patient),
        span: span?,
        recurrence: recurrence?,
        valid_from: sent.valid_from,
        valid_until: sent.valid_until,
    })
}

fn rule_error(field: String, invalid: &InvalidRule) -> FieldError {
    let error = FieldError::new(field, invalid.code());
    match invalid {
        InvalidRule::Part(part) | InvalidRule::TimeOfDay(part) => error.with("part", part),
        InvalidRule::TooLong | InvalidRule::Frequency | InvalidRule::Combination | InvalidRule::Never => {
            error
        }
    }
}

/// The first day on which two blocks of one audience claim the same time.
fn common_day(a: &HoursRule, b: &HoursRule, today: Date) -> Option<Date> {
    if a.audience != b.audience || !a.span.overlaps(b.span) {
        return None;
    }
    if let (Recurrence::Weekly(a), Recurrence::Weekly(b)) = (&a.recurrence, &b.recurrence)
        && a != b
    {
        return None;
    }
    let first = a.valid_from.max(b.valid_from).unwrap_or(today);
    let horizon = first.plus_days(COMPARED_DAYS)?;
    let last = [a.valid_until, b.valid_until].into_iter().flatten().fold(horizon, Date::min);
    let days_of_b = b.dates(first, last);
    a.dates(first, last).into_iter().find(|date| days_of_b.binary_search(date).is_ok())
}

pub(super) fn day_limits(limits: &[DayLimitEntry]) -> Result<(), Refusal> {
    let mut errors = FieldErrors::default();
    for (at, entry) in limits.iter().enumerate() {
        let field = |name: &str| format!("limits[{at}].{name}");
        if limits[..at].iter().any(|earlier| earlier.weekday == entry.weekday) {
            errors.push(FieldError::new(field("weekday"), "repeated"));
        }
        for (name, most) in [("max_patients", entry.max_patients), ("max_reps", entry.max_reps)] {
            if let Some(most) = most {
                errors.within(&field(name), most, 0, 1_000);
            }
        }
    }
    errors.finish()
}
