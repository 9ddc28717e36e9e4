//! The clinic's rules for reps: what a site, a doctor or a company asks for. What the numbers mean is `domain::rep_rules`'.

use domain::id::Id as _;
use domain::rep_rules::RepLimits;

use super::requests::{RepRuleList, SetRepRule};
use super::{store, views};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::session::Empty;
use crate::{Desk, Session};

/// As the database has it: a thousand a day or a week is no limit, two years or 90 days of notice are a slip of the keys.
const MOST_VISITS: u16 = 1000;
const MOST_DAYS: u16 = 730;
const MOST_HOURS: u16 = 2160;

/// Every rule, with what holds where nobody says anything.
pub fn list_rules(desk: &Desk, _session: &Session, _request: Empty) -> Result<RepRuleList> {
    Ok(RepRuleList { usual: RepLimits::DEFAULT, rules: desk.read(views::rules)? })
}

/// What one site, doctor or company asks for from now on. Visits that are booked stay.
///
/// # Errors
/// `input.invalid` (`out_of_range` with `least` and `most`; `scope`: `one_of_three`); `not_found {what: site | doctor | company}`.
pub fn set_rule(desk: &Desk, session: &Session, request: SetRepRule) -> Result<RepRuleList> {
    let mut errors = FieldErrors::default();
    let limits = &request.limits;
    for (field, number, least, most) in [
        ("max_per_day", limits.max_per_day, 0, MOST_VISITS),
        ("least_days_between", limits.least_days_between, 0, MOST_DAYS),
        ("company_per_week", limits.company_per_week, 0, MOST_VISITS),
        ("notice_hours", limits.notice_hours, 0, MOST_HOURS),
        ("horizon_days", limits.horizon_days, 1, MOST_DAYS),
    ] {
        if let Some(number) = number {
            errors.within(&format!("limits.{field}"), number, least, most);
        }
    }
    let named = [
        ("site", request.site_id.map(|id| id.uuid())),
        ("doctor", request.doctor_id.map(|id| id.uuid())),
        ("company", request.company_id.map(|id| id.uuid())),
    ];
    let mut of = named.into_iter().filter_map(|(table, id)| Some((table, id?)));
    let (first, more) = (of.next(), of.next());
    if first.is_none() || more.is_some() {
        errors.push(FieldError::new("scope", "one_of_three"));
    }
    errors.finish()?;
    desk.commit(session, "rep_rules.set", |tx| {
        if let Some((table, id)) = first
            && !store::is_there(tx, table, id)?
        {
            return Err(Refusal::not_found(table).into());
        }
        let of = (request.site_id, request.doctor_id, request.company_id);
        store::set_rule(tx, of, &request.limits, tx.now())?;
        Ok(RepRuleList { usual: RepLimits::DEFAULT, rules: views::rules(tx)? })
    })
}
