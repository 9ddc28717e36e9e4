//! A worklist as a screen reads it: each visit with its end or its proposals.

use std::collections::{BTreeMap, HashMap};

use domain::appointment::AppointmentStatus;
use domain::calls::CallOutcome;
use domain::id::{ClosureId, DoctorId, Id as _, RebookId, WorklistId};
use domain::patient::known_age_years;
use domain::time::{Date, Instant};
use rusqlite::Connection;

use super::requests::{Call, PlanDay, RebookEnd, VisitPlace, Worklist, WorklistRow, WorklistShort};
use super::store::{self, Entry};
use crate::agenda::TimeSpan;
use crate::appointments::replan::Replan;
use crate::appointments::{Appointment, FreeTime};
use crate::error::{Refusal, Result};
use crate::{closures, patients};

/// As many as have room beside the proposal.
const FURTHER_TIMES: usize = 5;

/// A worklist that was read, before anything is planned.
pub(super) struct Read {
    pub entries: Vec<Entry>,
    pub ends: HashMap<RebookId, RebookEnd>,
    calls: HashMap<RebookId, Vec<Call>>,
}

/// Everything of one worklist, with what has become of each visit.
///
/// # Errors
/// `not_found {what: worklist}`.
pub(super) fn read<'c>(
    connection: &'c Connection,
    id: WorklistId,
    at: Instant,
) -> Result<(Read, Replan<'c>)> {
    let entries = store::entries(connection, id)?;
    if entries.is_empty() {
        return Err(Refusal::not_found("worklist").into());
    }
    let stands: Vec<_> = entries.iter().map(store::lost).collect();
    let mut replan = Replan::prepare(connection, at, &stands)?;
    let mut ends = HashMap::new();
    for (entry, stand) in entries.iter().zip(&stands) {
        if let Some(end) = end_by_itself(entry) {
            ends.insert(entry.id, end);
        } else if !replan.is_lost(stand)? {
            ends.insert(entry.id, RebookEnd::OpenAgain);
        }
    }
    let calls = store::calls(connection, id)?;
    Ok((Read { entries, ends, calls }, replan))
}

/// What became of these visits.
pub(super) fn outcomes(
    entries: Vec<Entry>,
    connection: &Connection,
    at: Instant,
) -> Result<Vec<(Appointment, Option<RebookEnd>)>> {
    let open: Vec<_> =
        entries.iter().filter(|entry| end_by_itself(entry).is_none()).map(store::lost).collect();
    let mut replan = Replan::prepare(connection, at, &open)?;
    let mut outcomes = Vec::with_capacity(entries.len());
    for entry in entries {
        let end = match end_by_itself(&entry) {
            None if !replan.is_lost(&store::lost(&entry))? => Some(RebookEnd::OpenAgain),
            end => end,
        };
        outcomes.push((entry.visit, end));
    }
    Ok(outcomes)
}

/// What the visit itself says.
fn end_by_itself(entry: &Entry) -> Option<RebookEnd> {
    match entry.visit.status {
        AppointmentStatus::Cancelled if entry.seen_elsewhere => Some(RebookEnd::SeenElsewhere),
        AppointmentStatus::Cancelled => Some(RebookEnd::Cancelled),
        AppointmentStatus::NoShow if entry.stays() => Some(RebookEnd::NoShow),
        AppointmentStatus::Arrived | AppointmentStatus::InConsultation | AppointmentStatus::Completed
            if entry.stays() =>
        {
            Some(RebookEnd::Came)
        }
        AppointmentStatus::Scheduled | AppointmentStatus::Confirmed if entry.stays() => None,
        AppointmentStatus::Scheduled
        | AppointmentStatus::Confirmed
        | AppointmentStatus::Arrived
        | AppointmentStatus::InConsultation
        | AppointmentStatus::Completed
        | AppointmentStatus::NoShow
        | AppointmentStatus::Rescheduled => Some(RebookEnd::Moved),
    }
}

impl Read {
    pub fn short(&self, connection: &Connection, id: WorklistId) -> Result<WorklistShort> {
        let open = |entry: &&Entry| !self.ends.contains_key(&entry.id);
        let called = |outcome: CallOutcome| {
            let last = |entry: &&Entry| self.last_call(entry.id) == Some(outcome);
            count(self.entries.iter().filter(open).filter(last))
        };
        let mut doctors: Vec<DoctorId> = Vec::new();
        for entry in &self.entries {
            if !doctors.contains(&entry.doctor) {
                doctors.push(entry.doctor);
            }
        }
        let dates = || self.entries.iter().map(|entry| entry.date);
        Ok(WorklistShort {
            id,
            closure: closures::store::get(connection, ClosureId::from_uuid(id.uuid()))?,
            doctors: doctors
                .into_iter()
                .filter_map(|doctor| store::doctor(connection, doctor).transpose())
                .collect::<Result<_>>()?,
            first_date: dates().min().expect("a worklist without visits is none"),
            last_date: dates().max().expect("a worklist without visits is none"),
            total: count(self.entries.iter()),
            open: count(self.entries.iter().filter(open)),
            no_answer: called(CallOutcome::NoAnswer),
            later: called(CallOutcome::Later),
        })
    }

    fn last_call(&self, id: RebookId) -> Option<CallOutcome> {
        Some(self.calls.get(&id)?.first()?.outcome)
    }

    pub fn worklist(
        mut self,
        connection: &Connection,
        id: WorklistId,
        mut replan: Replan<'_>,
    ) -> Result<Worklist> {
        let short = self.short(connection, id)?;
        let today = patients::today(connection, replan.at())?;
        let mut proposals: HashMap<RebookId, FreeTime> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| !self.ends.contains_key(&entry.id)) {
            if let Some(time) = replan.propose(&store::lost(entry))? {
                proposals.insert(entry.id, time);
            }
        }
        let plan = plan_days(&mut replan, proposals.values())?;
        let made_by = crate::ledger::first_author(connection, self.entries[0].id.uuid())?;
        let mut rows = Vec::with_capacity(self.entries.len());
        for entry in std::mem::take(&mut self.entries) {
            let end = self.ends.get(&entry.id).copied();
            let proposed = proposals.remove(&entry.id);
            let free_times = match end {
                None => replan.others(&store::lost(&entry), proposed.as_ref(), FURTHER_TIMES)?,
                Some(_) => Vec::new(),
            };
            let calls = self.calls.remove(&entry.id).unwrap_or_default();
            rows.push(row(entry, today, end, calls, proposed, free_times));
        }
        Ok(Worklist { short, made_at: made_at(id), made_by, rows, plan })
    }
}

/// Ids are UUIDv7: the first 48 bits are the moment they were made.
fn made_at(id: WorklistId) -> Instant {
    let millis = id.uuid().as_u128() >> 80;
    Instant(i64::try_from(millis).unwrap_or(0))
}

fn plan_days<'t>(
    replan: &mut Replan<'_>,
    proposals: impl Iterator<Item = &'t FreeTime>,
) -> Result<Vec<PlanDay>> {
    let mut added: BTreeMap<(Date, DoctorId), u16> = BTreeMap::new();
    for time in proposals {
        *added.entry((time.date, time.doctor_id)).or_default() += 1;
    }
    let mut days = Vec::new();
    for ((date, doctor_id), added) in added {
        if let Some(day) = replan.day_of(doctor_id, date)? {
            let spans = |spans: Vec<_>| spans.into_iter().map(TimeSpan::from).collect();
            let (booked, cap) = (day.booked, day.cap);
            let (open, held) = (spans(day.open), spans(day.held));
            days.push(PlanDay { doctor_id, date, open, held, booked, cap, added });
        }
    }
    Ok(days)
}

fn row(
    entry: Entry,
    today: Date,
    end: Option<RebookEnd>,
    calls: Vec<Call>,
    proposed: Option<FreeTime>,
    free_times: Vec<FreeTime>,
) -> WorklistRow {
    let visit = entry.visit;
    WorklistRow {
        id: entry.id,
        appointment_id: visit.id,
        r#ref: visit.r#ref,
        patient_id: visit.patient_id,
        patient_name: visit.patient_name,
        patient_second_name: entry.patient_second_name,
        patient_ref: visit.patient_ref,
        age_years: known_age_years(entry.date_of_birth, entry.born_about, today),
        phones: entry.phones,
        reason: visit.reason,
        was: VisitPlace {
            doctor_id: entry.doctor,
            date: entry.date,
            start: entry.start,
            minutes: entry.minutes,
        },
        now: VisitPlace {
            doctor_id: visit.doctor_id,
            date: visit.date,
            start: visit.start,
            minutes: visit.minutes,
        },
        status: visit.status,
        cancelled_by: visit.cancelled_by,
        end,
        calls,
        proposed,
        free_times,
    }
}

fn count<T>(entries: impl Iterator<Item = T>) -> u32 {
    u32::try_from(entries.count()).unwrap_or(u32::MAX)
}
