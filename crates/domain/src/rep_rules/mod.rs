//! What the visit of a medical rep must keep to beyond the five steps of booking: the rep's own standing, notice, horizon, the days
//! between two visits to one doctor, and how many come. Pure: whoever asks brings the facts.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::time::{Date, WallTime, Weekday};

crate::code_enum! {
    /// Whose rule it is. What a rule counts is counted within its scope: a doctor's limit a day counts that doctor's rep visits, a
    /// company's limit a week counts that company's visits wherever they are.
    RepRuleScope {
        Site = "site",
        Doctor = "doctor",
        Company = "company",
    }
}

/// What one scope asks for. What is absent is left to others.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepLimits {
    /// Most rep visits a day.
    #[serde(default)]
    pub max_per_day: Option<u16>,
    /// Least days between two visits of one rep to one doctor; 0 for none.
    #[serde(default)]
    pub least_days_between: Option<u16>,
    /// Most visits of one company within a week of the site's calendar.
    #[serde(default)]
    pub company_per_week: Option<u16>,
    /// Least hours between booking and visit; 0 for none.
    #[serde(default)]
    pub notice_hours: Option<u16>,
    /// How many days ahead a visit may be booked.
    #[serde(default)]
    pub horizon_days: Option<u16>,
}

impl RepLimits {
    /// What holds at a site that says nothing: a rep comes to a doctor every other week at most, a company sends no more than one a
    /// working day, and nobody books a season ahead. Who comes unannounced may be seen.
    pub const DEFAULT: Self = Self {
        max_per_day: None,
        least_days_between: Some(14),
        company_per_week: Some(5),
        notice_hours: Some(0),
        horizon_days: Some(90),
    };

    fn or(self, other: Self) -> Self {
        Self {
            max_per_day: self.max_per_day.or(other.max_per_day),
            least_days_between: self.least_days_between.or(other.least_days_between),
            company_per_week: self.company_per_week.or(other.company_per_week),
            notice_hours: self.notice_hours.or(other.notice_hours),
            horizon_days: self.horizon_days.or(other.horizon_days),
        }
    }
}

/// The rules that touch one visit: the site's with the defaults below them, the doctor's and the company's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RepRules {
    site: RepLimits,
    doctor: RepLimits,
    company: RepLimits,
}

/// A number and whose rule says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    pub number: u16,
    pub of: RepRuleScope,
}

impl RepRules {
    pub fn new(site: RepLimits, doctor: RepLimits, company: RepLimits) -> Self {
        Self { site: site.or(RepLimits::DEFAULT), doctor, company }
    }

    pub fn least_days_between(&self) -> Bound {
        self.strictest(|limits| limits.least_days_between, u16::max)
    }

    pub fn notice_hours(&self) -> Bound {
        self.strictest(|limits| limits.notice_hours, u16::max)
    }

    pub fn horizon_days(&self) -> Bound {
        self.strictest(|limits| limits.horizon_days, u16::min)
    }

    /// Limits of how many come in a day: each scope's holds.
    pub fn max_per_day(&self) -> impl Iterator<Item = Bound> {
        self.each(|limits| limits.max_per_day)
    }

    /// Limits of how many a company sends in a week: each scope's holds.
    pub fn company_per_week(&self) -> impl Iterator<Item = Bound> {
        self.each(|limits| limits.company_per_week)
    }

    /// What the doctor and the company ask for goes before the site's word; where both speak, the stricter one.
    fn strictest(
        &self,
        pick: impl Fn(&RepLimits) -> Option<u16>,
        stricter: impl Fn(u16, u16) -> u16,
    ) -> Bound {
        use RepRuleScope as S;
        let bound = |number, of| Bound { number, of };
        match (pick(&self.doctor), pick(&self.company)) {
            (Some(doctor), Some(company)) if stricter(doctor, company) == company => {
                bound(company, S::Company)
            }
            (Some(doctor), Some(_) | None) => bound(doctor, S::Doctor),
            (None, Some(company)) => bound(company, S::Company),
            (None, None) => bound(pick(&self.site).unwrap_or_default(), S::Site),
        }
    }

    fn each(&self, pick: impl Fn(&RepLimits) -> Option<u16>) -> impl Iterator<Item = Bound> {
        use RepRuleScope as S;
        let all = [(self.doctor, S::Doctor), (self.company, S::Company), (self.site, S::Site)];
        all.map(|(limits, of)| pick(&limits).map(|number| Bound { number, of })).into_iter().flatten()
    }
}

/// How many come, and who is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    pub within: Within,
    pub most: Bound,
    /// The day of each visit that counts, the one asked about left out.
    pub taken: Vec<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    Day,
    /// From the site's first day of the week on.
    Week(Weekday),
}

/// Everything the rules have to know about one rep's visits to one doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepFacts {
    /// The wall at the doctor's site at the moment of asking.
    pub today: Date,
    pub now: WallTime,
    /// The last day on which the rep is not let in.
    pub blocked_until: Option<Date>,
    /// The last day on which the credential is good; `None`: nobody has asked for it.
    pub credential_expires: Option<Date>,
    pub rules: RepRules,
    /// The days on which this rep is with this doctor, the visit asked about left out.
    pub met: Vec<Date>,
    pub quotas: Vec<Quota>,
}

/// The rule that says no, with what a person needs to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepObstacle {
    Blocked { until: Date },
    CredentialExpired { expired: Date },
    NoticeTooShort { hours: Bound },
    TooFarAhead { days: Bound, last: Date },
    TooSoonAgain { days: Bound, met: Date },
    DayFull { most: Bound, booked: u16 },
    CompanyWeekFull { most: Bound, booked: u16, first: Date, last: Date },
}

impl RepObstacle {
    /// The stable code of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Blocked { .. } => "rep.blocked",
            Self::CredentialExpired { .. } => "rep.credential_expired",
            Self::NoticeTooShort { .. } => "rep_rule.notice_too_short",
            Self::TooFarAhead { .. } => "rep_rule.too_far_ahead",
            Self::TooSoonAgain { .. } => "rep_rule.too_soon_again",
            Self::DayFull { .. } => "rep_rule.day_full",
            Self::CompanyWeekFull { .. } => "rep_rule.company_week_full",
        }
    }

    /// Whether a person with the right to it may book all the same, with a reason. The rules are the clinic's own and may be bent; a
    /// rep who is not let in must first be let in.
    pub const fn can_be_overbooked(&self) -> bool {
        match self {
            Self::Blocked { .. } | Self::CredentialExpired { .. } => false,
            Self::NoticeTooShort { .. }
            | Self::TooFarAhead { .. }
            | Self::TooSoonAgain { .. }
            | Self::DayFull { .. }
            | Self::CompanyWeekFull { .. } => true,
        }
    }
}

/// What keeps a rep out on a day, whatever the rules for visits say.
pub fn kept_out(
    blocked_until: Option<Date>,
    credential_expires: Option<Date>,
    on: Date,
) -> Option<RepObstacle> {
    let blocked = blocked_until.filter(|until| on <= *until).map(|until| RepObstacle::Blocked { until });
    let expired = credential_expires.filter(|expires| *expires < on);
    blocked.or(expired.map(|expired| RepObstacle::CredentialExpired { expired }))
}

const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * HOUR_MINUTES;

impl RepFacts {
    /// The first rule that a visit at this time breaks.
    pub fn check(&self, date: Date, start: WallTime) -> Option<RepObstacle> {
        kept_out(self.blocked_until, self.credential_expires, date)
            .or_else(|| self.check_notice(date, start))
            .or_else(|| self.check_horizon(date))
            .or_else(|| self.breaks(date))
    }

    /// The first rule that a visit on this day breaks once it is booked: how far ahead that was, and whether the rep is let in, is for another moment.
    pub fn breaks(&self, date: Date) -> Option<RepObstacle> {
        self.check_days_between(date).or_else(|| self.quotas.iter().find_map(|quota| quota.check(date)))
    }

    /// The first day from `from` on, and not before today, on which the rules allow a visit at some time; of a day too far ahead, the
    /// first one within reach. Whether the doctor has a time free then is not theirs to say.
    pub fn next_day(&self, from: Date) -> Option<Date> {
        let last = self.last_day();
        let mut day = if from > last { self.today } else { from.max(self.today) };
        while day <= last {
            if self.allows_day(day) {
                return Some(day);
            }
            day = day.plus_days(1)?;
        }
        None
    }

    /// Whether the rules allow a visit at some time of this day.
    pub fn allows_day(&self, date: Date) -> bool {
        WallTime::from_minutes(DAY_MINUTES as u16).is_some_and(|end| self.check(date, end).is_none())
    }

    fn last_day(&self) -> Date {
        let days = self.rules.horizon_days().number;
        self.today.plus_days(days.into()).unwrap_or(self.today)
    }

    fn check_notice(&self, date: Date, start: WallTime) -> Option<RepObstacle> {
        let hours = self.rules.notice_hours();
        let minutes = |time: WallTime| i64::from(time.minutes());
        let ahead = date.days_since(self.today) * DAY_MINUTES + minutes(start) - minutes(self.now);
        let short = hours.number > 0 && ahead < i64::from(hours.number) * HOUR_MINUTES;
        short.then_some(RepObstacle::NoticeTooShort { hours })
    }

    fn check_horizon(&self, date: Date) -> Option<RepObstacle> {
        let last = self.last_day();
        (date > last).then(|| RepObstacle::TooFarAhead { days: self.rules.horizon_days(), last })
    }

    fn check_days_between(&self, date: Date) -> Option<RepObstacle> {
        let days = self.rules.least_days_between();
        let away = |met: &Date| date.days_since(*met).abs();
        let nearest = self.met.iter().copied().min_by_key(away)?;
        (away(&nearest) < i64::from(days.number)).then_some(RepObstacle::TooSoonAgain { days, met: nearest })
    }
}

impl Quota {
    fn check(&self, date: Date) -> Option<RepObstacle> {
        let (first, last) = match self.within {
            Within::Day => (date, date),
            Within::Week(begins) => week_of(date, begins),
        };
        let booked = self.taken.iter().filter(|day| first <= **day && **day <= last).count();
        let booked = u16::try_from(booked).unwrap_or(u16::MAX);
        let most = self.most;
        (booked >= most.number).then_some(match self.within {
            Within::Day => RepObstacle::DayFull { most, booked },
            Within::Week(_) => RepObstacle::CompanyWeekFull { most, booked, first, last },
        })
    }
}

/// The first and the last day of the calendar week that a day lies in.
pub fn week_of(date: Date, begins: Weekday) -> (Date, Date) {
    let past = (date.weekday() as i64 - begins as i64).rem_euclid(7);
    let first = date.plus_days(-past).unwrap_or(date);
    (first, first.plus_days(6).unwrap_or(date))
}
