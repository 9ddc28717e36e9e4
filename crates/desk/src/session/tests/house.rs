//! A desk with one seat, for tests that go through the commands.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::{Error, Refusal};
use crate::testing::{HandClock, START};
use crate::vault::{Cost, VaultSettings};
use crate::{Desk, Seat};

/// A password costs next to nothing here.
pub(crate) const CHEAP: VaultSettings = VaultSettings { argon2: Cost { memory_kib: 8, passes: 1, lanes: 1 } };

/// A desk at work, with one seat.
pub(crate) struct House {
    pub desk: Desk,
    pub seat: Seat,
    pub clock: Arc<HandClock>,
    pub dir: tempfile::TempDir,
}

pub(crate) const PASSWORD: &str = "seven herons at dusk";

pub(crate) fn setup_request() -> Value {
    json!({
        "clinic_name": "Nile Clinic", "site_name": "Dokki", "time_zone": "Africa/Cairo", "currency": "EGP",
        "week_start": "sat", "weekend_days": ["fri"], "language": "en",
        "full_name": "Mona Adel", "username": "mona", "password": PASSWORD,
    })
}

impl House {
    pub(crate) fn empty() -> Self {
        Self::at(tempfile::tempdir().unwrap(), Arc::new(HandClock::at(START)))
    }

    pub(crate) fn at(dir: tempfile::TempDir, clock: Arc<HandClock>) -> Self {
        let desk = Desk::at(dir.path(), clock.clone()).with_vault_settings(CHEAP);
        Self { desk, seat: Seat::default(), clock, dir }
    }

    /// A clinic with the administrator `mona` seated; the recovery code beside it.
    pub(crate) fn founded() -> (Self, String) {
        let house = Self::empty();
        let made = house.call("setup.create", setup_request()).unwrap();
        let code = made["recovery_code"].as_str().unwrap().to_owned();
        (house, code)
    }

    /// The same directory, as after a restart of the machine.
    pub(crate) fn restarted(self) -> Self {
        let Self { desk, dir, clock, .. } = self;
        drop(desk);
        Self::at(dir, clock)
    }

    pub(crate) fn call(&self, command: &str, input: Value) -> Result<Value, Refusal> {
        self.call_from(&self.seat, command, input)
    }

    pub(crate) fn call_from(&self, seat: &Seat, command: &str, input: Value) -> Result<Value, Refusal> {
        self.desk.call(seat, command, input).map_err(|error| match error {
            Error::Refused(refusal) => refusal,
            Error::Fault(fault) => panic!("a fault: {fault:?}"),
        })
    }

    pub(crate) fn login(&self, username: &str, password: &str) -> Result<Value, Refusal> {
        self.call("session.login", json!({ "username": username, "password": password }))
    }

    pub(crate) fn stage(&self) -> String {
        self.call("session.state", json!({})).unwrap()["stage"].as_str().unwrap().to_owned()
    }

    /// Makes an account and gives it a lasting password.
    pub(crate) fn staff(&self, username: &str, role: &str) -> Value {
        let request = json!({ "username": username, "full_name": "Salma Fathy", "role": role });
        let made = self.call("accounts.create", request).unwrap();
        let seat = Seat::default();
        let first = made["one_time_password"].as_str().unwrap();
        self.call_from(&seat, "session.login", json!({ "username": username, "password": first })).unwrap();
        let change = json!({ "current_password": first, "new_password": PASSWORD });
        self.call_from(&seat, "session.change_password", change).unwrap();
        self.call_from(&seat, "session.logout", json!({})).unwrap();
        made["account"].clone()
    }

    /// The kinds in the ledger, newest first.
    pub(crate) fn ledger(&self) -> Vec<String> {
        self.desk
            .read(|connection| {
                let mut statement = connection.prepare("select kind from operation order by number desc")?;
                let kinds = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                Ok(kinds)
            })
            .unwrap()
    }
}

pub(crate) fn code(answer: Result<Value, Refusal>) -> &'static str {
    answer.expect_err("this is refused").code
}

/// The code of the one field that is wrong.
pub(crate) fn field(answer: Result<Value, Refusal>) -> (String, &'static str) {
    let refusal = answer.expect_err("this is refused");
    assert_eq!((refusal.code, refusal.fields.len()), ("input.invalid", 1), "{:?}", refusal.fields);
    (refusal.fields[0].field.clone(), refusal.fields[0].code)
}
