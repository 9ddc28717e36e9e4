//! The closing report of a day on paper: what its screen shows, to sign and to file.

use print::ClosingReport;

use super::head::Edge;
use super::{ClosingReportRequest, Paper, PaperReply};
use crate::error::{Fault, Result};
use crate::reports::{self, ClosingRequest};
use crate::{Desk, Session};

/// The closing report of a day.
///
/// # Errors
/// `not_found {what: site}`.
pub fn closing_report(desk: &Desk, session: &Session, request: ClosingReportRequest) -> Result<PaperReply> {
    let ClosingReportRequest { date, site_id, language } = request;
    let report = reports::closing(desk, session, ClosingRequest { date, site_id })?;
    let edge = Edge::of(desk, session, Some(report.site_id), language)?;
    let paper = ClosingReport { head: edge.head, report: &report };
    let pdf = print::closing_report(&paper).map_err(Fault::from)?;
    desk.commit(session, "papers.closing_report", |tx| {
        tx.note("date", date);
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("closing-report-{date}.pdf"), &pdf) })
}
