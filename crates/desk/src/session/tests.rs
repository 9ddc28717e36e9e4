//! A clinic from its first run on, through the commands' own doors.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::{Error, Refusal};
use crate::testing::{HandClock, START};
use crate::vault::{Cost, VaultSettings};
use crate::{Desk, Seat};

/// A password costs next to nothing here.
pub(crate) const CHEAP: VaultSettings = VaultSettings { argon2: Cost { memory_kib: 8, passes: 1, lanes: 1 } };

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
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock::at(START));
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
        let desk = Desk::at(dir.path(), clock.clone()).with_vault_settings(CHEAP);
        Self { desk, seat: Seat::default(), clock, dir }
    }

    pub(crate) fn call(&self, command: &str, input: Value) -> Result<Value, Refusal> {
        answer(self.desk.call(&self.seat, command, input))
    }

    pub(crate) fn login(&self, username: &str, password: &str) -> Result<Value, Refusal> {
        self.call("session.login", json!({ "username": username, "password": password }))
    }
}

pub(crate) fn answer(answer: crate::Result<Value>) -> Result<Value, Refusal> {
    answer.map_err(|error| match error {
        Error::Refused(refusal) => refusal,
        Error::Fault(fault) => panic!("a fault: {fault:?}"),
    })
}

pub(crate) fn code(answer: Result<Value, Refusal>) -> &'static str {
    answer.expect_err("this is refused").code
}

#[test]
fn from_the_first_run_to_a_login_after_a_restart() {
    let house = House::empty();
    assert_eq!(house.call("session.state", json!({})).unwrap()["stage"], "first_run");
    let made = house.call("setup.create", setup_request()).unwrap();
    assert_eq!(made["account"]["username"], "mona");
    assert_eq!(house.call("session.whoami", json!({})).unwrap()["role"], "admin");

    let house = house.restarted();
    let state = house.call("session.state", json!({})).unwrap();
    assert_eq!(state["stage"], "logged_out");
    assert_eq!(state["clinic"]["name"], "Nile Clinic");
    assert_eq!(state["tiles"][0]["full_name"], "Mona Adel");
    assert_eq!(code(house.call("session.whoami", json!({}))), "session.required");
    assert_eq!(code(house.login("mona", "seven herons at dawn")), "session.wrong_password");
    let login = house.login(" Mona ", PASSWORD).unwrap();
    assert_eq!(login["account"]["full_name"], "Mona Adel");
    assert_eq!(house.call("session.whoami", json!({})).unwrap()["username"], "mona");
}
