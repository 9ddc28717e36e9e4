//! Series over a real database.

mod booking;
mod moving;
mod properties;

use domain::id::{AppointmentId, PatientId};
use serde_json::{Value, json};

use super::requests::{
    BookSeries, CancelSeries, MoveSeries, Series, SeriesPreview, SeriesRef, SeriesReply, SeriesRowState,
};
use crate::appointments::tests::{clinic, date};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::TestDesk;

/// A clinic and somebody who is to come often.
pub(super) struct Often {
    pub clinic: TestDesk,
    pub patient: PatientId,
}

impl Often {
    pub fn new() -> Self {
        let clinic = clinic();
        let patient = clinic.patient("Omar Hesham");
        Self { clinic, patient }
    }

    /// Half past ten for 15 minutes, from this day on.
    pub fn wish(&self, first: &str, repeats: Value) -> BookSeries {
        read(json!({
            "doctor_id": self.clinic.doctor, "patient_id": self.patient, "date": first, "start": "10:30", "minutes": 15,
            "repeats": repeats,
        }))
    }

    pub fn preview(&self, wish: &BookSeries) -> SeriesPreview {
        super::preview(&self.clinic.desk, &self.clinic.admin, wish.clone()).expect("it can be looked at")
    }

    pub fn try_book(&self, wish: &BookSeries) -> Result<SeriesReply> {
        super::book(&self.clinic.desk, &self.clinic.admin, wish.clone())
    }

    #[track_caller]
    pub fn book(&self, wish: &BookSeries) -> Series {
        self.try_book(wish).expect("it fits").series
    }

    /// So many weeks from a day on.
    pub fn weekly(&self, first: &str, count: u16) -> Series {
        self.book(&self.wish(first, json!({ "unit": "week", "every": 1, "count": count })))
    }

    pub fn get(&self, series: &Series) -> Series {
        super::get(&self.clinic.desk, &self.clinic.admin, SeriesRef { id: series.id })
            .expect("it is there")
            .series
    }

    pub fn preview_move(&self, wish: &MoveSeries) -> SeriesPreview {
        super::preview_move(&self.clinic.desk, &self.clinic.admin, wish.clone()).expect("it can be looked at")
    }

    pub fn move_on(&self, wish: &MoveSeries) -> Result<Series> {
        super::move_following(&self.clinic.desk, &self.clinic.admin, wish.clone()).map(|reply| reply.series)
    }

    pub fn cancel_from(&self, id: AppointmentId) -> Result<Series> {
        let request = CancelSeries { id, cancelled_by: None, reason: Some("Well again".to_owned()) };
        super::cancel_following(&self.clinic.desk, &self.clinic.admin, request).map(|reply| reply.series)
    }

    pub fn undo(&self) {
        undo(&self.clinic.desk, &self.clinic.admin, UndoRequest::default())
            .expect("the last thing can be undone");
    }

    /// Every visit of the doctor as the board shows it, of all the days a test uses.
    pub fn visits(&self) -> Value {
        let doctor = self.clinic.doctor;
        let read = |connection: &rusqlite::Connection| {
            crate::appointments::views::of_doctor(connection, doctor, date("2026-01-01"), date("2029-12-31"))
        };
        json!(self.clinic.desk.read(read).expect("they can be read"))
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a well-formed request")
}

/// `2026-11-24 10:30`, of each visit.
pub(super) fn times(series: &Series) -> Vec<String> {
    series
        .visits
        .iter()
        .map(|visit| format!("{} {}", visit.appointment.date, visit.appointment.start))
        .collect()
}

pub(super) fn states(preview: &SeriesPreview) -> Vec<SeriesRowState> {
    preview.rows.iter().map(|row| row.state).collect()
}

#[track_caller]
pub(super) fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}
