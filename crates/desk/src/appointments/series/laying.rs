//! Laying a series into the days: each visit in turn is put to the five steps and written, so that the next one meets it. The same is
//! done to look at a series and to save it; whoever only looks takes all of it back (`ledger::rehearse`).

use std::collections::HashMap;
use std::sync::Arc;

use domain::appointment::AppointmentKind;
use domain::booking::{Place, Verdict, VisitId};
use domain::id::{DoctorId, PatientId};
use domain::time::{Date, WallTime};

use super::requests::{SeriesChoice, SeriesPreview, SeriesRow, SeriesRowState, SeriesStand, SeriesWay};
use crate::appointments::asking::{Answer, Asked, ask, read_span};
use crate::appointments::requests::Appointment;
use crate::appointments::timetable::{self, Timetable};
use crate::appointments::verdict;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::ledger::Tx;

/// A series to be laid.
pub(super) struct Plan {
    pub doctor: DoctorId,
    pub patient: PatientId,
    pub start: WallTime,
    pub minutes: u16,
    pub kind: AppointmentKind,
    pub days: Vec<PlannedDay>,
    choices: HashMap<Date, SeriesChoice>,
}

/// A day of the series, and the visit that moves to it; none when it is booked anew.
pub(super) struct PlannedDay {
    pub date: Date,
    pub start: WallTime,
    pub visit: Option<Appointment>,
}

/// What is written where the five steps let it.
pub(super) struct Laid<'a> {
    pub day: &'a PlannedDay,
    pub answer: &'a Answer,
    pub place: Place,
}

impl Plan {
    /// With what was chosen for its days.
    ///
    /// # Errors
    /// `input.invalid` (`choices[i].planned`: `unknown` for a day that is none of the series, `repeated`).
    pub fn choosing(mut self, choices: &[SeriesChoice]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        for (position, choice) in choices.iter().enumerate() {
            let field = format!("choices[{position}].planned");
            if !self.days.iter().any(|day| day.date == choice.planned) {
                errors.push(FieldError::new(field, "unknown"));
            } else if self.choices.insert(choice.planned, choice.clone()).is_some() {
                errors.push(FieldError::new(field, "repeated"));
            }
        }
        errors.finish()?;
        Ok(self)
    }

    pub fn of(
        doctor: DoctorId,
        patient: PatientId,
        start: WallTime,
        minutes: u16,
        kind: AppointmentKind,
    ) -> Self {
        Self { doctor, patient, start, minutes, kind, days: Vec::new(), choices: HashMap::new() }
    }

    /// The visits that go somewhere: neither skipped nor after the end.
    pub fn going(&self) -> impl Iterator<Item = &PlannedDay> {
        let stop = self.stop();
        let goes = move |day: &&PlannedDay| {
            stop.is_none_or(|stop| day.date < stop) && self.way(day.date) != Some(SeriesWay::Skip)
        };
        self.days.iter().filter(goes)
    }

    fn stop(&self) -> Option<Date> {
        self.days.iter().map(|day| day.date).find(|date| self.way(*date) == Some(SeriesWay::Stop))
    }

    fn way(&self, date: Date) -> Option<SeriesWay> {
        self.choices.get(&date).map(|choice| choice.way)
    }

    /// What is asked for on one of its days.
    fn asked(&self, day: &PlannedDay) -> Result<Asked> {
        let shift = self.choices.get(&day.date).filter(|choice| choice.way == SeriesWay::Shift);
        let start = shift.and_then(|choice| choice.start).unwrap_or(self.start);
        // A visit that moves stays as long as it is and what it is.
        let (minutes, kind) =
            day.visit.as_ref().map_or((self.minutes, self.kind), |visit| (visit.minutes, visit.kind));
        let mut errors = FieldErrors::default();
        let span = read_span(start, minutes, &mut errors);
        errors.finish()?;
        Ok(Asked {
            doctor: self.doctor,
            patient: Some(self.patient),
            rep: None,
            date: shift.and_then(|choice| choice.date).unwrap_or(day.date),
            span: span.expect("without a span there was a field error"),
            kind,
            later_hour: shift.and_then(|choice| choice.later_hour),
            moving: day.visit.as_ref().map(|visit| VisitId::Appointment(visit.id)),
        })
    }

    /// Lays all of it. Of the days that clash nothing is written; they are asked for once more when the others lie, so that what is
    /// offered instead is nobody else's of the series.
    ///
    /// # Errors
    /// As `appointments.book` refuses whatever is no matter of one day; and what `write` answers.
    pub fn lay(&self, tx: &Tx<'_>, mut write: impl FnMut(Laid<'_>) -> Result<()>) -> Result<SeriesPreview> {
        let mut timetables = HashMap::new();
        let mut ask_for = |asked: Asked| -> Result<Answer> {
            let month = asked.date.first_of_month();
            let timetable: Arc<Timetable> = match timetables.get(&month) {
                Some(known) => Arc::clone(known),
                None => {
                    let read = timetable::recall(tx, asked.doctor, asked.date)?;
                    Arc::clone(timetables.entry(month).or_insert(read))
                }
            };
            ask(tx, timetable, asked, tx.now())
        };
        let stop = self.stop();
        let mut rows = Vec::with_capacity(self.days.len());
        for day in &self.days {
            let way = match stop {
                Some(stop) if day.date >= stop => Some(SeriesWay::Stop),
                _ => self.way(day.date),
            };
            let state = match way {
                Some(SeriesWay::Stop) => SeriesRowState::Stopped,
                Some(SeriesWay::Skip) => SeriesRowState::Skipped,
                Some(SeriesWay::Shift) => SeriesRowState::Shifted,
                None => SeriesRowState::Fits,
            };
            if matches!(state, SeriesRowState::Stopped | SeriesRowState::Skipped) {
                rows.push(self.row(day, state, None, None));
                continue;
            }
            let answer = ask_for(self.asked(day)?)?;
            match answer.verdict {
                Verdict::Fits(place) => {
                    // Before it is written, or it would find itself.
                    let report = verdict::report(tx, &answer, false)?;
                    write(Laid { day, answer: &answer, place })?;
                    rows.push(self.row(day, state, Some(&answer), Some(report)));
                }
                Verdict::Refused(_) => {
                    rows.push(self.row(day, SeriesRowState::Clashes, Some(&answer), None));
                }
            }
        }
        for (row, day) in rows.iter_mut().zip(&self.days) {
            if row.state == SeriesRowState::Clashes {
                let answer = ask_for(self.asked(day)?)?;
                row.verdict = Some(verdict::report(tx, &answer, false)?);
            }
        }
        Ok(self.preview(rows))
    }

    fn row(
        &self,
        day: &PlannedDay,
        state: SeriesRowState,
        answer: Option<&Answer>,
        verdict: Option<crate::appointments::Verdict>,
    ) -> SeriesRow {
        let stand = |visit: &Appointment| SeriesStand {
            appointment_id: visit.id,
            date: visit.date,
            start: visit.start,
        };
        SeriesRow {
            planned: day.date,
            state,
            date: answer.map_or(day.date, |answer| answer.asked.date),
            start: answer.map_or(self.start, |answer| answer.asked.span.start()),
            moves: day.visit.as_ref().map(stand),
            verdict,
        }
    }

    fn preview(&self, rows: Vec<SeriesRow>) -> SeriesPreview {
        let count = |state: &[SeriesRowState]| {
            let rows = rows.iter().filter(|row| state.contains(&row.state)).count();
            u16::try_from(rows).unwrap_or(u16::MAX)
        };
        let visits = count(&[SeriesRowState::Fits, SeriesRowState::Shifted]);
        let clashes = count(&[SeriesRowState::Clashes]);
        SeriesPreview {
            visits,
            clashes,
            ready: clashes == 0 && visits > 0,
            doctor_id: self.doctor,
            minutes: self.minutes,
            rows,
        }
    }
}

/// That nothing is left undecided: saved as a whole or not at all.
///
/// # Errors
/// `series.clashes {clashes, date, start, refused}`: how many days clash, the first of them and the code of its refusal;
/// `series.nothing_left` when every day is skipped.
pub(super) fn require_ready(preview: &SeriesPreview) -> Result<()> {
    let clash = preview.rows.iter().find(|row| row.state == SeriesRowState::Clashes);
    if let Some(clash) = clash {
        let refused = clash.verdict.as_ref().map(|verdict| verdict.code.clone());
        let refusal = Refusal::new("series.clashes").with("clashes", preview.clashes);
        return Err(refusal
            .with("date", clash.date)
            .with("start", clash.start)
            .with("refused", refused)
            .into());
    }
    if preview.visits == 0 {
        return Err(Refusal::new("series.nothing_left").into());
    }
    Ok(())
}
