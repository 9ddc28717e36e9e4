//! A standing report on paper: its chart and its table, as the screen has them.

use domain::code::Code as _;

use super::head::Edge;
use super::{Paper, PaperReply};
use crate::error::{Fault, Result};
use crate::reports::standing::{self, ReportInLanguage, paper};
use crate::session::Language;
use crate::{Desk, Session};

/// A report as it is asked for.
///
/// # Errors
/// As `reports.run`.
pub fn standing_report(desk: &Desk, session: &Session, request: ReportInLanguage) -> Result<PaperReply> {
    let reply = standing::run(desk, session, request.run())?;
    let edge = Edge::of(desk, session, reply.site_id, request.language)?;
    let language = if edge.is_arabic() { Language::Arabic } else { Language::English };
    let sheet = desk.read(|connection| paper::sheet(connection, &reply, edge.head, language))?;
    let pdf = print::standing_report(&sheet).map_err(Fault::from)?;
    desk.commit(session, "reports.paper", |tx| {
        tx.note("report", reply.report);
        tx.note("from", reply.from);
        tx.note("to", reply.to);
        Ok(())
    })?;
    let name = format!("{}-{}-{}.pdf", reply.report.code().replace('_', "-"), reply.from, reply.to);
    Ok(PaperReply { paper: Paper::pdf(name, &pdf) })
}
