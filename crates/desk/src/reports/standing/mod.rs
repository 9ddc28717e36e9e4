//! The standing reports: each by a name it keeps, narrowed by period, site and doctor, with a table, a chart and the visits behind every
//! figure. One file for each family of reports; `registry` knows them all. Nothing here writes what a clinic did.

mod ask;
mod conflicts;
mod csv;
mod defined;
pub mod definitions;
mod doctors;
mod facts;
mod openings;
mod overview;
mod packed;
pub(crate) mod paper;
mod patients;
mod persons;
mod pharmacy;
mod registry;
mod reps;
pub mod requests;
mod schedule;
mod staff;
mod store;
mod summaries;
mod table;
mod visits;
mod waits;
mod words;

#[cfg(test)]
mod tests;

pub use csv::{TextFile, csv};
pub use definitions::DefinitionCode;
pub(super) use facts::Wait;
pub(super) use openings::fact;
pub use overview::{
    Against, Concern, ConcernItem, DayCounts, DayFigure, HourLoad, OccupancyCell, Overview, OverviewRequest,
    overview,
};
pub(crate) use summaries::Packing;
pub use summaries::{Rebuilt, rebuild};
#[cfg(any(test, feature = "testing"))]
pub(crate) use summaries::{pack_all, packed_stand};

pub use requests::{
    Cell, Chart, Column, ColumnKind, Named, OpenReport, OpenedVisit, OpenedVisits, ReportGroup,
    ReportInLanguage, ReportList, ReportName, ReportReply, ReportRow, ReportShort, RunReport, Sources, Takes,
    Threshold, ThresholdUnit,
};

use domain::account::Role;
use domain::id::{DoctorId, SiteId};
use domain::time::Date;

use self::ask::Ask;
use self::registry::Report;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::session::Empty;
use crate::{Desk, Session};

/// Ten years, each with its 29 February.
const MOST_DAYS: i64 = 10 * 366;

/// What a report is narrowed by, once it is known to make sense.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub from: Date,
    pub to: Date,
    pub site: Option<SiteId>,
    pub doctor: Option<DoctorId>,
    pub threshold: Option<u32>,
}

/// The reports that this account may run.
pub fn list(_desk: &Desk, session: &Session, _request: Empty) -> Result<ReportList> {
    let may = |report: &&Report| session.may(report.needs);
    Ok(ReportList { reports: registry::all().iter().filter(may).map(Report::short).collect() })
}

/// One report over a period.
///
/// # Errors
/// `permission.denied {permission}` where the report asks for another right than this account has, and for a doctor who asks for somebody
/// else's; `not_found {what: report | site | doctor}`; `input.invalid` (`to`: `end_before_start`, `range_too_long`; `threshold`:
/// `out_of_range`).
pub fn run(desk: &Desk, session: &Session, request: RunReport) -> Result<ReportReply> {
    let (report, scope) = admit(desk, session, &request, "reports.run")?;
    let at = desk.now();
    settle(desk, scope.to);
    desk.read(|connection| {
        let ask = Ask::new(connection, &scope, at)?;
        let answer = (report.run)(&ask)?;
        Ok(ReportReply {
            report: report.name,
            from: scope.from,
            to: scope.to,
            site_id: scope.site,
            doctor_id: scope.doctor,
            threshold: scope.threshold,
            columns: answer.columns,
            rows: answer.rows,
            totals: answer.totals,
            chart: answer.chart,
            currency: answer.currency,
            sources: Sources { definitions: report.definitions.to_vec(), at, counted: answer.counted },
        })
    })
}

/// The visits behind a figure of a report, newest first.
///
/// # Errors
/// As `run`; `not_found {what: figure}` where the report has no such row or column, or no visits behind it.
pub fn open(desk: &Desk, session: &Session, request: OpenReport) -> Result<OpenedVisits> {
    let run = RunReport {
        report: request.report,
        from: request.from,
        to: request.to,
        site_id: request.site_id,
        doctor_id: request.doctor_id,
        threshold: request.threshold,
    };
    let (report, scope) = admit(desk, session, &run, "reports.open")?;
    let at = desk.now();
    settle(desk, scope.to);
    desk.read(|connection| {
        let ask = Ask::new(connection, &scope, at)?;
        let pick = (report.picks)(&ask, request.row.as_deref(), request.column.as_deref())?
            .ok_or_else(|| Refusal::not_found("figure"))?;
        openings::open(&ask, session, &pick)
    })
}

/// Packs what can be packed. A report is right without it, only slower; so what cannot be written, on a disk that is full, is no reason to
/// refuse one.
fn settle(desk: &Desk, to: Date) {
    let settled = desk.opened().and_then(|opened| opened.packing.before_report(&opened.store, to));
    if let Err(error) = settled {
        tracing::warn!(%error, "the summaries of the reports could not be brought up to date");
    }
}

/// The report that is asked for, if this account may have it, and over what.
fn admit(
    desk: &Desk,
    session: &Session,
    request: &RunReport,
    command: &str,
) -> Result<(&'static Report, Scope)> {
    let report = registry::find(request.report).ok_or_else(|| Refusal::not_found("report"))?;
    let own = session.doctor_id.filter(|_| report.is_own_only && session.role == Role::Doctor);
    let is_others = own.is_some_and(|own| request.doctor_id.is_some_and(|doctor| doctor != own));
    if !session.may(report.needs) || is_others {
        session.record_denial(desk, command)?;
        return Err(Refusal::new("permission.denied").with("permission", report.needs).into());
    }
    let mut errors = FieldErrors::default();
    if request.to < request.from {
        errors.push(FieldError::new("to", "end_before_start"));
    }
    if request.to.days_since(request.from) >= MOST_DAYS {
        errors.push(FieldError::new("to", "range_too_long").with("most", MOST_DAYS));
    }
    let threshold = report.threshold.map(|threshold| {
        let chosen = request.threshold.unwrap_or(threshold.default);
        errors.within("threshold", chosen, threshold.least, threshold.most);
        chosen
    });
    errors.finish()?;
    let scope = Scope {
        from: request.from,
        to: request.to,
        site: request.site_id,
        doctor: own.or(request.doctor_id),
        threshold,
    };
    Ok((report, scope))
}
