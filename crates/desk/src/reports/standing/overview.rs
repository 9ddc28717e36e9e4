//! The dashboard in one reply: today against what is usual on such a day, the last four weeks, and what needs somebody. Every figure names
//! the report that shows it at length.

use std::collections::{BTreeMap, HashMap};

use domain::id::{DoctorId, SiteId};
use domain::reports::tenths_of_percent;
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ask::{Ask, doctor_cell};
use super::facts::{Day, Wanted};
use super::requests::{Cell, Named, ReportName};
use super::{Scope, conflicts, settle, store};
use crate::error::Result;
use crate::{Desk, Session};

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OverviewRequest {
    /// Today by the site's clock when absent.
    #[serde(default)]
    pub date: Option<Date>,
    /// All sites when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

domain::code_enum! {
    /// A figure of a day.
    DayFigure {
        Booked = "booked",
        Came = "came",
        /// Neither came nor was called off nor marked as missing.
        Expected = "expected",
        NoShow = "no_show",
        Cancelled = "cancelled",
        WalkIns = "walk_ins",
        Overbooked = "overbooked",
        /// Rep visits that were booked.
        RepVisits = "rep_visits",
    }
}

domain::code_enum! {
    /// What needs somebody.
    Concern {
        /// Visits of the next two weeks that do not go with their day, and nobody said why.
        ConflictsAhead = "conflicts_ahead",
        /// More patients stayed away in the last four weeks than in the four before, by a quarter and more.
        NoShowsRising = "no_shows_rising",
        /// Doctors of whose time in the last four weeks 95 percent and more was booked.
        DoctorsFull = "doctors_full",
        /// Doctors of whose time less than half was.
        DoctorsUnused = "doctors_unused",
        /// Days of the last four weeks on which a doctor was open and nobody came.
        IdleDays = "idle_days",
    }
}

/// A figure of the day and what it is on other such days.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Against {
    pub figure: DayFigure,
    pub today: u32,
    /// The median of the same weekday in the eight weeks before, of the days on which anything was booked; of an even number the lower
    /// of the two. Absent where there were none.
    pub usual: Option<u32>,
    pub report: ReportName,
}

/// A doctor's time on one day of the week, over the last four weeks.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OccupancyCell {
    pub doctor: Named,
    /// 1 for Monday to 7 for Sunday.
    pub weekday: u8,
    pub available_minutes: u32,
    pub booked_minutes: u32,
    /// Tenths of a percent; absent where the doctor was not open.
    pub occupancy: Option<i64>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct HourLoad {
    pub hour: u8,
    /// Visits that begin in it and were not called off.
    pub today: u32,
    /// As of a day's figures.
    pub usual: Option<u32>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DayCounts {
    pub date: Date,
    pub booked: u32,
    pub came: u32,
    pub no_show: u32,
    pub rep_booked: u32,
    pub rep_came: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ConcernItem {
    pub concern: Concern,
    /// Visits, doctors or days.
    pub count: u32,
    /// Tenths of a percent, where it is about a share, and what it was before.
    pub rate: Option<i64>,
    pub before: Option<i64>,
    /// What shows it at length, and over which days.
    pub report: ReportName,
    pub from: Date,
    pub to: Date,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Overview {
    pub date: Date,
    pub site_id: Option<SiteId>,
    pub at: Instant,
    pub today: Vec<Against>,
    /// From the first to the last hour in which a visit begins, on this day or usually.
    pub hours: Vec<HourLoad>,
    /// The four weeks before the day.
    pub from: Date,
    pub to: Date,
    /// By doctor and weekday, those with time or visits.
    pub occupancy: Vec<OccupancyCell>,
    /// Every day of the four weeks with a visit.
    pub days: Vec<DayCounts>,
    /// What is worst first.
    pub concerns: Vec<ConcernItem>,
}

const WEEKS: i64 = 8;
const DAYS: i64 = 28;
const AHEAD: i64 = 14;

/// What is counted of one day.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    figures: [u32; 8],
    hours: [u32; 24],
    rep_came: u32,
}

impl Counted {
    fn add(&mut self, day: &Day) {
        for visit in day.patients.iter().filter(|visit| visit.is_booked()) {
            let is = [
                true,
                visit.came(),
                visit.status.holds_time() && !visit.came(),
                visit.is_no_show(),
                visit.is_cancelled(),
                visit.is_walk_in,
                visit.is_overbooked,
                false,
            ];
            for (figure, is) in self.figures.iter_mut().zip(is) {
                *figure += u32::from(is);
            }
            self.hours[usize::from(visit.hour().min(23))] += u32::from(visit.status.holds_time());
        }
        for visit in day.reps.iter().filter(|visit| visit.is_booked()) {
            self.figures[7] += 1;
            self.rep_came += u32::from(visit.came());
        }
    }
}

/// The dashboard.
///
/// # Errors
/// `not_found {what: site}`.
pub fn overview(desk: &Desk, _session: &Session, request: OverviewRequest) -> Result<Overview> {
    let at = desk.now();
    let date = match request.date {
        Some(date) => date,
        None => desk.read(|connection| store::today(connection, request.site_id, at))?,
    };
    let back = |days: i64| date.plus_days(-days).unwrap_or(date);
    settle(desk, date.plus_days(AHEAD).unwrap_or(date));
    desk.read(|connection| {
        let past = scope(request.site_id, back(7 * WEEKS), date);
        let ask = Ask::new(connection, &past, at)?;
        let mut days: BTreeMap<Date, Counted> = BTreeMap::new();
        let mut minutes: HashMap<(DoctorId, Date), u32> = HashMap::new();
        let mut nobody: HashMap<(DoctorId, Date), bool> = HashMap::new();
        ask.each_day(Wanted { reps: true, ..Wanted::default() }, &mut |day| {
            days.entry(day.date).or_default().add(day);
            let booked: u32 = day.patients.iter().map(|visit| visit.booked_minutes()).sum();
            *minutes.entry((day.doctor, day.date)).or_default() += booked;
            *nobody.entry((day.doctor, day.date)).or_insert(true) &=
                !day.patients.iter().any(|visit| visit.came());
        })?;
        let (from, to) = (back(DAYS), back(1));
        let spent = Spent::of(&ask, (from, to), &minutes, &nobody)?;
        let ahead = scope(request.site_id, date, date.plus_days(AHEAD - 1).unwrap_or(date));
        let conflicts = conflicts::unexplained(&Ask::new(connection, &ahead, at)?)?;
        let mut concerns = spent.concerns((from, to));
        concerns.extend(rising(&days, (from, to)));
        if conflicts > 0 {
            let count = u32::try_from(conflicts).unwrap_or(u32::MAX);
            let item = ConcernItem {
                concern: Concern::ConflictsAhead,
                count,
                rate: None,
                before: None,
                report: ReportName::Conflicts,
                from: ahead.from,
                to: ahead.to,
            };
            concerns.push(item);
        }
        concerns.sort_by_key(|item| item.concern);
        Ok(Overview {
            date,
            site_id: request.site_id,
            at,
            today: against(&days, date),
            hours: hours(&days, date),
            from,
            to,
            occupancy: spent.cells,
            days: days.range(from..=to).map(|(date, counted)| of_day(*date, counted)).collect(),
            concerns,
        })
    })
}

fn scope(site: Option<SiteId>, from: Date, to: Date) -> Scope {
    Scope { from, to, site, doctor: None, threshold: None }
}

/// The same weekday in the weeks before, where anything was booked.
fn such_days(days: &BTreeMap<Date, Counted>, date: Date) -> Vec<Counted> {
    let earlier = (1..=WEEKS).filter_map(|week| days.get(&date.plus_days(-7 * week)?));
    earlier.filter(|counted| counted.figures[0] > 0).copied().collect()
}

fn median(mut figures: Vec<u32>) -> Option<u32> {
    figures.sort_unstable();
    figures.get(figures.len().checked_sub(1)? / 2).copied()
}

fn against(days: &BTreeMap<Date, Counted>, date: Date) -> Vec<Against> {
    use domain::code::Code as _;
    let such = such_days(days, date);
    let counted = days.get(&date).copied().unwrap_or_default();
    let report = |figure: DayFigure| match figure {
        DayFigure::Booked | DayFigure::Came | DayFigure::Expected | DayFigure::WalkIns => {
            ReportName::PatientsPerDay
        }
        DayFigure::NoShow | DayFigure::Cancelled => ReportName::NoShowsAndCancellations,
        DayFigure::Overbooked => ReportName::Conflicts,
        DayFigure::RepVisits => ReportName::RepVisitsPerDay,
    };
    let figures = DayFigure::ALL.iter().enumerate().map(|(at, figure)| Against {
        figure: *figure,
        today: counted.figures[at],
        usual: median(such.iter().map(|day| day.figures[at]).collect()),
        report: report(*figure),
    });
    figures.collect()
}

fn hours(days: &BTreeMap<Date, Counted>, date: Date) -> Vec<HourLoad> {
    let such = such_days(days, date);
    let counted = days.get(&date).copied().unwrap_or_default();
    let loads: Vec<HourLoad> = (0..24_u8)
        .map(|hour| HourLoad {
            hour,
            today: counted.hours[usize::from(hour)],
            usual: median(such.iter().map(|day| day.hours[usize::from(hour)]).collect()),
        })
        .collect();
    let is_busy = |load: &HourLoad| load.today > 0 || load.usual.is_some_and(|usual| usual > 0);
    let (first, last) = (loads.iter().position(is_busy), loads.iter().rposition(is_busy));
    first.zip(last).map_or_else(Vec::new, |(first, last)| loads[first..=last].to_vec())
}

fn of_day(date: Date, counted: &Counted) -> DayCounts {
    let [booked, came, _, no_show, .., rep_booked] = counted.figures;
    DayCounts { date, booked, came, no_show, rep_booked, rep_came: counted.rep_came }
}

fn rising(days: &BTreeMap<Date, Counted>, (from, to): (Date, Date)) -> Option<ConcernItem> {
    let sums = |from: Date, to: Date| {
        days.range(from..=to).fold((0_u64, 0_u64), |(booked, no_show), (_, counted)| {
            (booked + u64::from(counted.figures[0]), no_show + u64::from(counted.figures[3]))
        })
    };
    let (booked, no_show) = sums(from, to);
    let (booked_before, no_show_before) = sums(from.plus_days(-DAYS)?, from.plus_days(-1)?);
    let rate = tenths_of_percent(no_show, booked)?;
    let before = tenths_of_percent(no_show_before, booked_before)?;
    // Below five of them chance alone doubles the share.
    (no_show >= 5 && rate * 4 >= before * 5).then(|| ConcernItem {
        concern: Concern::NoShowsRising,
        count: u32::try_from(no_show).unwrap_or(u32::MAX),
        rate: Some(rate),
        before: Some(before),
        report: ReportName::NoShowsAndCancellations,
        from,
        to,
    })
}

/// What doctors' time came to in the four weeks.
struct Spent {
    cells: Vec<OccupancyCell>,
    full: u32,
    unused: u32,
    idle: u32,
}

impl Spent {
    fn of(
        ask: &Ask<'_>,
        (from, to): (Date, Date),
        minutes: &HashMap<(DoctorId, Date), u32>,
        nobody: &HashMap<(DoctorId, Date), bool>,
    ) -> Result<Self> {
        let clock = ask.clock();
        let mut spent = Self { cells: Vec::new(), full: 0, unused: 0, idle: 0 };
        let was_there = |id: DoctorId| minutes.keys().any(|(doctor, date)| *doctor == id && *date >= from);
        for doctor in ask.doctors_with(was_there) {
            let mut weekdays = [(0_u32, 0_u32); 7];
            let open = ask.open_days(doctor, &clock)?;
            let in_time = open.iter().filter(|open| from <= open.day.date && open.day.date <= to);
            for open in in_time {
                weekdays[open.day.date.weekday() as usize].0 += open.minutes;
                let is_idle =
                    open.minutes > 0 && nobody.get(&(doctor.id, open.day.date)).copied().unwrap_or(true);
                spent.idle += u32::from(is_idle && open.day.date < ask.today);
            }
            let of_doctor =
                minutes.iter().filter(|((id, date), _)| *id == doctor.id && from <= *date && *date <= to);
            for ((_, date), booked) in of_doctor {
                weekdays[date.weekday() as usize].1 += booked;
            }
            let all = weekdays.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
            let share = tenths_of_percent(all.1.into(), all.0.into());
            spent.full += u32::from(share.is_some_and(|share| share >= 950));
            spent.unused += u32::from(share.is_some_and(|share| share < 500));
            let Cell::Named(named) = doctor_cell(doctor) else { continue };
            for (weekday, (available, booked)) in (0_u8..).zip(weekdays).filter(|(_, of)| *of != (0, 0)) {
                spent.cells.push(OccupancyCell {
                    doctor: named.clone(),
                    weekday: weekday + 1,
                    available_minutes: available,
                    booked_minutes: booked,
                    occupancy: tenths_of_percent(booked.into(), available.into()),
                });
            }
        }
        Ok(spent)
    }

    fn concerns(&self, (from, to): (Date, Date)) -> Vec<ConcernItem> {
        let item = |concern, count, report| ConcernItem {
            concern,
            count,
            rate: None,
            before: None,
            report,
            from,
            to,
        };
        let all = [
            item(Concern::DoctorsFull, self.full, ReportName::Occupancy),
            item(Concern::DoctorsUnused, self.unused, ReportName::LowUtilisation),
            item(Concern::IdleDays, self.idle, ReportName::IdleDays),
        ];
        all.into_iter().filter(|item| item.count > 0).collect()
    }
}
