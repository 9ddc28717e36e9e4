//! The visits of the days somebody looks at, kept in memory. A board is read again after every booking, and a large clinic's day is a
//! thousand rows on as many pages, which SQLite would decrypt anew each time: a reader's page cache is void once somebody else has
//! written. So what a commit changed is noted, and the next look reads those rows alone.

use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{AppointmentId, Id as _, SiteId};
use domain::time::Date;
use rusqlite::Connection;
use uuid::Uuid;
use wire::changes::{Change, Value};
use wire::registry::Table;

use super::requests::RepVisit;
use super::store;
use crate::appointments::{Appointment, views};
use crate::error::Result;
use crate::store::Store;

/// All visits of a site on a day, in every state and in the order of the clock.
#[derive(Clone)]
pub(super) struct Visits {
    pub appointments: Arc<Vec<Appointment>>,
    pub rep_visits: Arc<Vec<RepVisit>>,
}

#[derive(Default)]
pub(crate) struct Days {
    kept: Mutex<Kept>,
    changed: Mutex<Changed>,
}

/// The last used day stands last.
#[derive(Default)]
struct Kept(Vec<Day>);

struct Day {
    site: SiteId,
    date: Date,
    visits: Visits,
}

/// Rows that changed since the days were last read.
#[derive(Default)]
struct Changed {
    appointments: HashSet<AppointmentId>,
    patients: HashSet<Uuid>,
    rep_visits: bool,
    /// Too many to be read one by one.
    everything: bool,
}

/// Visits kept over all days, some 700 bytes each: a fortnight of a large clinic. The day last looked at is kept however long it is.
const MOST_VISITS: usize = 10_000;
/// Beyond it a day is sooner read anew.
const MOST_CHANGES: usize = 500;

impl Days {
    /// The visits of a day as they are now, or as they were a moment before a change that will be announced.
    pub(super) fn visits(&self, store: &Store, site: SiteId, date: Date) -> Result<Visits> {
        let mut place = lock(&self.kept);
        // Taken out of their place: should anything fail on the way, nothing is kept that has missed a change.
        let mut kept = mem::take(&mut *place);
        // Before the snapshot begins: a change that is noted later may be in it or not, and is read again next time.
        let changed = mem::take(&mut *lock(&self.changed));
        if changed.is_empty()
            && let Some(visits) = kept.recall(site, date)
        {
            *place = kept;
            return Ok(visits);
        }
        let visits = store.read(|connection| {
            kept.take_in(connection, &changed)?;
            if let Some(visits) = kept.recall(site, date) {
                return Ok(visits);
            }
            let visits = read(connection, site, date)?;
            kept.keep(Day { site, date, visits: visits.clone() });
            Ok(visits)
        })?;
        *place = kept;
        Ok(visits)
    }

    /// After a commit and before the next one.
    pub(crate) fn committed(&self, changes: &[Change]) {
        lock(&self.changed).note(changes);
    }

    /// After a commit that changed who knows what.
    pub(crate) fn forget(&self) {
        *lock(&self.changed) = Changed { everything: true, ..Changed::default() };
    }
}

fn read(connection: &Connection, site: SiteId, date: Date) -> Result<Visits> {
    Ok(Visits {
        appointments: Arc::new(views::of_site(connection, site, date, date)?),
        rep_visits: Arc::new(store::rep_visits(connection, site, date)?),
    })
}

impl Kept {
    fn recall(&mut self, site: SiteId, date: Date) -> Option<Visits> {
        let position = self.0.iter().position(|day| (day.site, day.date) == (site, date))?;
        self.0[position..].rotate_left(1);
        self.0.last().map(|day| day.visits.clone())
    }

    fn keep(&mut self, day: Day) {
        self.0.push(day);
        let mut visits: usize = self.0.iter().map(|day| day.visits.appointments.len()).sum();
        while visits > MOST_VISITS && self.0.len() > 1 {
            visits -= self.0.remove(0).visits.appointments.len();
        }
    }

    fn take_in(&mut self, connection: &Connection, changed: &Changed) -> Result<()> {
        if changed.everything {
            self.0.clear();
        }
        if changed.rep_visits {
            for day in &mut self.0 {
                day.visits.rep_visits = Arc::new(store::rep_visits(connection, day.site, day.date)?);
            }
        }
        let mut stale = changed.appointments.clone();
        let shown = self.0.iter().flat_map(|day| day.visits.appointments.iter());
        stale.extend(
            shown.filter(|visit| changed.patients.contains(&visit.patient_id.uuid())).map(|visit| visit.id),
        );
        for id in &stale {
            self.replace(*id, views::one(connection, *id)?);
        }
        Ok(())
    }

    /// Takes a visit from the day it was on and puts it on the day it is on now, if that is kept.
    fn replace(&mut self, id: AppointmentId, now: Option<Appointment>) {
        for day in &mut self.0 {
            if let Some(position) = day.visits.appointments.iter().position(|visit| visit.id == id) {
                Arc::make_mut(&mut day.visits.appointments).remove(position);
            }
        }
        let Some(visit) = now else { return };
        let day = self.0.iter_mut().find(|day| (day.site, day.date) == (visit.site_id, visit.date));
        if let Some(day) = day {
            let visits = Arc::make_mut(&mut day.visits.appointments);
            let position = visits.partition_point(|other| views::by_clock(other) < views::by_clock(&visit));
            visits.insert(position, visit);
        }
    }
}

impl Changed {
    fn note(&mut self, changes: &[Change]) {
        for change in changes {
            if self.everything {
                return;
            }
            match Table::by_number(change.table).map(|table| table.name) {
                Some("appointment") => {
                    self.appointments.insert(AppointmentId::from_uuid(change.row));
                }
                Some("patient") => {
                    self.patients.insert(change.row);
                    self.note_merge(change);
                }
                Some("rep_visit" | "rep" | "company") => self.rep_visits = true,
                Some(_) | None => {}
            }
            if self.appointments.len() + self.patients.len() > MOST_CHANGES {
                *self = Self { everything: true, ..Self::default() };
            }
        }
    }

    /// Visits of a file that became part of another one are shown as that one's, until it is taken apart.
    fn note_merge(&mut self, change: &Change) {
        let merged = Table::by_number(change.table).and_then(|table| table.column("merged_into"));
        let fields =
            change.fields.iter().filter(|field| Some(field.column) == merged.map(|column| column.number));
        for value in fields.flat_map(|field| [&field.before, &field.after]) {
            if let Value::Blob(id) = value {
                self.patients.extend(Uuid::from_slice(id));
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.appointments.is_empty() && self.patients.is_empty() && !self.rep_visits && !self.everything
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
