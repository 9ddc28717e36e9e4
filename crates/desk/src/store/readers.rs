//! The readers of a store: kept open between uses, one of them with room for what is read again and again.

use std::ops::{Deref, DerefMut};
use std::sync::Mutex;

use rusqlite::Connection;

use super::connection::{self, Room};
use super::{Place, lock};
use crate::error::Result;

/// Readers kept open between uses; more are opened when more ask at once and closed again.
const KEPT: usize = 4;

#[derive(Default)]
pub(super) struct Readers(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    idle: Vec<Reader>,
    /// The one with much room is in use.
    roomy_is_out: bool,
}

struct Reader {
    connection: Connection,
    room: Room,
    /// Of the place it was opened at.
    turn: u32,
}

/// A reader in use, given back when it is dropped.
pub(super) struct Lease<'a> {
    readers: &'a Readers,
    place: &'a Mutex<Place>,
    /// Until it is given back.
    reader: Option<Reader>,
}

impl Readers {
    /// The reader with much room where it is free, another one otherwise.
    pub fn lend<'a>(&'a self, place: &'a Mutex<Place>) -> Result<Lease<'a>> {
        let (kept, room) = lock(&self.0).take();
        if kept.is_some() {
            return Ok(Lease { readers: self, place, reader: kept });
        }
        let Place { path, key, turn } = lock(place).clone();
        match connection::open_reader(&path, &key, room) {
            Ok(connection) => {
                Ok(Lease { readers: self, place, reader: Some(Reader { connection, room, turn }) })
            }
            Err(error) => {
                lock(&self.0).came_back(room);
                Err(error)
            }
        }
    }

    /// Closes all that are not in use.
    pub fn clear(&self) {
        lock(&self.0).idle.clear();
    }
}

impl Shelf {
    fn came_back(&mut self, room: Room) {
        if room == Room::Much {
            self.roomy_is_out = false;
        }
    }

    /// An idle reader, if there is one to take, and the room that it has or is to be opened with.
    fn take(&mut self) -> (Option<Reader>, Room) {
        let roomy = self.idle.iter().position(|reader| reader.room == Room::Much);
        if let Some(at) = roomy {
            self.roomy_is_out = true;
            return (Some(self.idle.swap_remove(at)), Room::Much);
        }
        if self.roomy_is_out {
            return (self.idle.pop(), Room::Little);
        }
        self.roomy_is_out = true;
        (None, Room::Much)
    }
}

impl Deref for Lease<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.reader.as_ref().expect("it is given back only when dropped").connection
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.reader.as_mut().expect("it is given back only when dropped").connection
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        let is_of_this_file = reader.turn == lock(self.place).turn;
        let mut shelf = lock(&self.readers.0);
        shelf.came_back(reader.room);
        if is_of_this_file && shelf.idle.len() < KEPT {
            shelf.idle.push(reader);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::fresh_desk;

    fn room(connection: &rusqlite::Connection) -> i64 {
        connection.pragma_query_value(None, "cache_size", |row| row.get(0)).unwrap()
    }

    #[test]
    fn one_of_those_who_read_at_once_has_much_room_and_keeps_it() {
        let test = fresh_desk();
        let desk = &test.desk;
        for _ in 0..3 {
            desk.read(|one| {
                assert_eq!(room(one), -32_768, "the first takes what is kept warm");
                desk.read(|other| {
                    assert_eq!(room(other), -4_096);
                    desk.read(|third| {
                        assert_eq!(room(third), -4_096);
                        Ok(())
                    })
                })
            })
            .unwrap();
        }
    }

    #[test]
    fn it_is_lent_again_after_a_reading_that_ended_in_a_panic() {
        let test = fresh_desk();
        let reading = || test.desk.read(|_| -> crate::Result<()> { panic!("in the middle of it") });
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(reading)).is_err());
        let after = test.desk.read(|one| Ok(room(one))).unwrap();
        assert_eq!(after, -32_768);
    }
}
