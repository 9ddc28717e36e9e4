//! Who holds a doctor's time: read for every check, and for every day that a free time is looked for on.

use std::sync::LazyLock;

use domain::booking::free::Taken;
use domain::booking::{Held, Place, VisitId};
use domain::calendar::Audience;
use domain::id::DoctorId;
use domain::time::Date;
use rusqlite::{CachedStatement, Connection};

use super::store::{ID, PACKED, Packed, held_sql};
use crate::error::Result;
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
