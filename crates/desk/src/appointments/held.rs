//! Who holds a doctor's time: read for every check, and for every day that a free time is looked for on.

use std::sync::LazyLock;

use domain::appointment::AppointmentStatus;
use domain::booking::free::Taken;
use domain::booking::{Held, Place, VisitId};
use domain::calendar::Audience;
use domain::code::Code as _;
use domain::id::DoctorId;
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Span, WallTime};
use rusqlite::{CachedStatement, Connection};

use crate::error::{Fault, Result};
use crate::store::{RowExt as _, Sql};

/// Every visit of either kind that holds the doctor's time on that day, in order of their start.
pub(crate) fn on_day(connection: &Connection, doctor: DoctorId, date: Date) -> Result<Vec<Held>> {
    static SQL: LazyLock<String> = LazyLock::new(|| held_sql(", id"));
    let mut statement = connection.prepare_cached(&SQL)?;
    let mut rows = statement.query((Sql(doctor), Sql(date)))?;
    let mut held = Vec::with_capacity(USUAL_VISITS);
    while let Some(row) = rows.next()? {
        let packed = Packed(row.get(PACKED)?);
        let visit = match packed.is_rep() {
            false => VisitId::Appointment(row.at(ID)?),
            true => VisitId::Rep(row.at(ID)?),
        };
        held.push(Held { visit, place: Place { span: packed.span()?, later_hour: packed.later_hour() } });
    }
    held.sort_by_key(|held| held.place.span);
    Ok(held)
}

/// What is held of a doctor's days, for whoever looks for a free time and need not know by whom.
pub(crate) struct TakenDays<'c>(CachedStatement<'c>);

impl<'c> TakenDays<'c> {
    pub fn prepare(connection: &'c Connection) -> Result<Self> {
        static SQL: LazyLock<String> = LazyLock::new(|| held_sql(""));
        Ok(Self(connection.prepare_cached(&SQL)?))
    }

    pub fn on(&mut self, doctor: DoctorId, date: Date, audience: Audience) -> Result<Taken> {
        let mut rows = self.0.query((Sql(doctor), Sql(date)))?;
        let mut taken = Taken { spans: Vec::with_capacity(USUAL_VISITS), counted: 0 };
        while let Some(row) = rows.next()? {
            let packed = Packed(row.get(PACKED)?);
            taken.spans.push(packed.span()?);
            taken.counted += u16::from(packed.is_rep() == (audience == Audience::Rep));
        }
        taken.spans.sort_unstable();
        Ok(taken)
    }
}

/// As many as a doctor's full day mostly has.
const USUAL_VISITS: usize = 24;

/// Of the columns of `held_sql`: all that is asked about a visit in one number, and the visit. It is read for every day that a free time is
/// looked for on, and to take a column out of a row costs as much as to find the row.
const PACKED: usize = 0;
const ID: usize = 1;

#[derive(Clone, Copy)]
struct Packed(u32);

impl Packed {
    const START_BITS: u32 = 11;
    const MINUTES_BITS: u32 = 10;
    const LATER_AT: u32 = Self::START_BITS + Self::MINUTES_BITS;
    const REP_AT: u32 = Self::LATER_AT + 1;

    fn part(self, from: u32, bits: u32) -> u16 {
        u16::try_from(self.0 >> from & ((1 << bits) - 1)).unwrap_or(u16::MAX)
    }

    fn span(self) -> Result<Span> {
        let start = WallTime::from_minutes(self.part(0, Self::START_BITS));
        let span =
            start.and_then(|start| Span::lasting(start, self.part(Self::START_BITS, Self::MINUTES_BITS)));
        Ok(span.ok_or_else(|| Fault::Corrupt("a visit's time"))?)
    }

    fn later_hour(self) -> bool {
        self.part(Self::LATER_AT, 1) == 1
    }

    fn is_rep(self) -> bool {
        self.part(Self::REP_AT, 1) == 1
    }

    fn sql(is_rep: bool) -> String {
        let (minutes, later, rep) = (Self::START_BITS, Self::LATER_AT, 1 << Self::REP_AT);
        let rep = if is_rep { format!(" + {rep}") } else { String::new() };
        format!("starts_at + (minutes << {minutes}) + (later_hour << {later}){rep}")
    }
}

/// Who holds the time of doctor `?1` on day `?2`: `PACKED`, and after it what is asked for besides.
pub(super) fn held_sql(besides: &str) -> String {
    let of = |table: &str, is_rep: bool, holding: Vec<&str>| {
        // One by one, because `in (…)` builds a table of its own at every call.
        let holds: Vec<String> = holding.iter().map(|status| format!("status = '{status}'")).collect();
        format!(
            "select {} as packed{besides} from {table}
             where date = ?2 and doctor_id = ?1 and deleted_at is null and ({})",
            Packed::sql(is_rep),
            holds.join(" or ")
        )
    };
    let visits = AppointmentStatus::ALL.iter().filter(|status| status.holds_time());
    let rep_visits = RepVisitStatus::ALL.iter().filter(|status| status.holds_time());
    [
        of("appointment", false, visits.map(|status| status.code()).collect()),
        of("rep_visit", true, rep_visits.map(|status| status.code()).collect()),
    ]
    .join(" union all ")
}
