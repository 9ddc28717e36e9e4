//! Answers kept in memory until one of the tables they were read from changes: what every command asks anew and hardly ever
//! changes. Only `Opened::announce` tells of a change, so nothing here can outlive what it was read from.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{AccountId, DoctorId, SiteId};
use domain::time::Date;
use wire::changes::Change;

use crate::agenda::days::Days;
use crate::agenda::frame::Frame;
use crate::appointments::timetable::Timetable;
use crate::error::Result;
use crate::prescriptions::shelf::Shelf;
use crate::reps::displaced::Displaced;
use crate::session::Sitter;
use crate::sync::unsent::Unsent;

/// Everything an open desk remembers.
pub(crate) struct Memory {
    pub sitters: Kept<AccountId, Sitter>,
    /// By the doctor and the first day of a month.
    pub timetables: Kept<(DoctorId, Date), Timetable>,
    /// By the site (the first one when absent) and the day.
    pub frames: Kept<(Option<SiteId>, Date), Frame>,
    /// The visits of reps that cannot take place as they are, by today.
    pub displaced: Kept<Date, Vec<Displaced>>,
    /// All medicines, folded for whoever types one.
    pub shelf: Kept<(), Shelf>,
    /// Not forgotten but followed row by row.
    pub days: Days,
    pub unsent: Unsent,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            sitters: Kept::read_from(&["account", "setting"]),
            timetables: Kept::read_from(&["doctor", "site", "hours", "day_limit", "closure"]),
            // Each as large as a clinic has doctors.
            frames: Kept { most: 64, ..Kept::read_from(Frame::TABLES) },
            displaced: Kept::read_from(&[
                "rep_visit",
                "rep",
                "rep_rule",
                "doctor",
                "site",
                "hours",
                "closure",
            ]),
            shelf: Kept::read_from(&["medicine"]),
            days: Days::default(),
            unsent: Unsent::default(),
        }
    }
}

impl Memory {
    /// After a commit and before the next one: forgets what was read from these tables.
    pub fn changed(&self, tables: &[&str], changes: &[Change]) {
        self.sitters.changed(tables);
        self.timetables.changed(tables);
        self.frames.changed(tables);
        self.displaced.changed(tables);
        self.shelf.changed(tables);
        self.days.committed(changes);
    }

    /// After a commit that changed who knows what.
    pub fn forget(&self) {
        self.sitters.forget();
        self.timetables.forget();
        self.frames.forget();
        self.displaced.forget();
        self.shelf.forget();
        self.days.forget();
    }
}

/// Answers of one kind.
pub(crate) struct Kept<K, V> {
    tables: &'static [&'static str],
    /// So many; then all are read again.
    most: usize,
    held: Mutex<Held<K, V>>,
}

struct Held<K, V> {
    /// Grows with every change, so that an answer read before it is not kept after it.
    turn: u64,
    answers: HashMap<K, Arc<V>>,
}

/// More than a clinic has in use at once.
const MOST: usize = 1024;

impl<K: Eq + Hash, V> Kept<K, V> {
    fn read_from(tables: &'static [&'static str]) -> Self {
        Self { tables, most: MOST, held: Mutex::new(Held { turn: 0, answers: HashMap::new() }) }
    }

    /// The answer for `key`, read when it is not at hand. `read` must begin its snapshot itself, or stand in a commit that has
    /// written nothing (`Tx::recall`): an older snapshot would be kept as if it were of now. What is not there is not kept.
    pub fn recall(&self, key: K, read: impl FnOnce() -> Result<Option<V>>) -> Result<Option<Arc<V>>> {
        let turn = {
            let held = self.held();
            if let Some(answer) = held.answers.get(&key) {
                return Ok(Some(Arc::clone(answer)));
            }
            held.turn
        };
        let Some(answer) = read()?.map(Arc::new) else { return Ok(None) };
        let mut held = self.held();
        if held.turn == turn {
            if held.answers.len() >= self.most {
                held.answers.clear();
            }
            held.answers.insert(key, Arc::clone(&answer));
        }
        Ok(Some(answer))
    }

    fn changed(&self, tables: &[&str]) {
        if tables.iter().any(|table| self.tables.contains(table)) {
            self.forget();
        }
    }

    fn forget(&self) {
        let mut held = self.held();
        held.turn += 1;
        held.answers.clear();
    }

    fn held(&self) -> MutexGuard<'_, Held<K, V>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Kept;

    #[test]
    fn an_answer_is_read_once_until_one_of_its_tables_changes() {
        let kept: Kept<u8, u32> = Kept::read_from(&["hours", "closure"]);
        let ask = |answer| *kept.recall(1, || Ok(Some(answer))).unwrap().unwrap();
        assert_eq!((ask(1), ask(2)), (1, 1));
        kept.changed(&["patient"]);
        assert_eq!(ask(3), 1);
        kept.changed(&["patient", "closure"]);
        assert_eq!(ask(4), 4);
    }

    #[test]
    fn an_answer_that_a_change_overtook_is_given_once_and_not_kept() {
        let kept: Kept<u8, u32> = Kept::read_from(&["hours"]);
        let overtaken = kept.recall(1, || {
            kept.changed(&["hours"]);
            Ok(Some(1))
        });
        assert_eq!(overtaken.unwrap(), Some(Arc::new(1)));
        assert_eq!(kept.recall(1, || Ok(Some(2))).unwrap(), Some(Arc::new(2)));
    }

    #[test]
    fn what_is_not_there_is_looked_for_again() {
        let kept: Kept<u8, u32> = Kept::read_from(&["hours"]);
        assert_eq!(kept.recall(1, || Ok(None)).unwrap(), None);
        assert_eq!(kept.recall(1, || Ok(Some(2))).unwrap(), Some(Arc::new(2)));
    }
}
