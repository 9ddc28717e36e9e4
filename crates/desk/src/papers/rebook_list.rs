//! A worklist on paper, for whoever rings from another room.

use domain::code::Code as _;
use domain::id::{DoctorId, Id as _};
use domain::time::{Date, WallTime};
use print::{RebookCall, RebookClosure, RebookDoctor, RebookList, RebookPhone, RebookRow, RebookTime};

use super::head::{Edge, named};
use super::{Paper, PaperReply, RebookListRequest};
use crate::error::{Fault, Result};
use crate::rebooking::{self, Worklist, WorklistRef, WorklistRow};
use crate::{Desk, Session};

/// So many times have room beside a name.
const TIMES: usize = 3;
/// So many calls, the newest.
const CALLS: usize = 2;

/// The worklist with phones, times to offer and boxes for the outcome.
///
/// # Errors
/// `not_found {what: worklist}`.
pub fn rebook_list(desk: &Desk, session: &Session, request: RebookListRequest) -> Result<PaperReply> {
    let paper = of(desk, session, request)?;
    let pdf = print::rebook_list(&paper).map_err(Fault::from)?;
    let date = paper.first_date;
    desk.commit(session, "papers.rebook_list", |tx| {
        tx.note("date", &date);
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("rebook-{date}.pdf"), &pdf) })
}

/// What stands on it.
pub(super) fn of(desk: &Desk, session: &Session, request: RebookListRequest) -> Result<RebookList> {
    let Worklist { short, rows, .. } = rebooking::worklist(desk, session, WorklistRef { id: request.id })?;
    let edge = Edge::of(desk, session, None, request.language)?;
    Ok(RebookList {
        closure: short.closure.as_ref().map(|closure| RebookClosure {
            start: closure.from.map(|time| time.to_string()),
            end: closure.until.map(|time| time.to_string()),
            reason: closure.reason.clone(),
        }),
        first_date: short.first_date.to_string(),
        last_date: short.last_date.to_string(),
        doctors: short
            .doctors
            .iter()
            .map(|doctor| RebookDoctor { id: id_of(doctor.id), doctor: named(doctor) })
            .collect(),
        rows: rows.into_iter().map(|row| line(row, &edge)).collect(),
        head: edge.head,
    })
}

fn line(row: WorklistRow, edge: &Edge) -> RebookRow {
    let times = row.proposed.iter().chain(&row.free_times).take(TIMES);
    let calls = row.calls.into_iter().take(CALLS).map(|call| {
        let (date, time) = edge.wall(call.at);
        let (date, time) = (date.to_string(), time.to_string());
        RebookCall { outcome: call.outcome.code(), date, time, note: call.note }
    });
    RebookRow {
        calls: calls.collect(),
        times: times.map(|free| place(free.doctor_id, free.date, free.start, free.minutes)).collect(),
        name: row.patient_name,
        second_name: row.patient_second_name,
        age: row.age_years,
        file: row.patient_ref,
        reason: row.reason,
        phones: row
            .phones
            .into_iter()
            .map(|phone| RebookPhone { number: phone.number, note: phone.note })
            .collect(),
        was: place(row.was.doctor_id, row.was.date, row.was.start, row.was.minutes),
        now: place(row.now.doctor_id, row.now.date, row.now.start, row.now.minutes),
        end: row.end.map(|end| end.code()),
    }
}

fn place(doctor: DoctorId, date: Date, start: WallTime, minutes: u16) -> RebookTime {
    RebookTime { doctor: id_of(doctor), date: date.to_string(), start: start.to_string(), minutes }
}

fn id_of(doctor: DoctorId) -> String {
    doctor.uuid().to_string()
}
