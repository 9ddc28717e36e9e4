//! The clinics that are measured: made once by the demo's bulk path, kept, and copied before a run writes to them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use desk::demo;
use desk::door::answer_in_text;
use desk::session::Health;
use desk::{Desk, Seat, SystemClock};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::DOCTORS;

#[derive(Serialize, Deserialize)]
pub struct Clinic {
    /// Visits that a clinic of `DOCTORS` would have with as many a doctor.
    pub size: u32,
    pub doctors: u32,
    pub dir: PathBuf,
    username: String,
    password: String,
}

/// A desk with its administrator logged in.
pub struct Open {
    pub desk: Desk,
    pub seat: Seat,
}

const CHECK_POLL: Duration = Duration::from_millis(20);

impl Clinic {
    /// The clinic of a size: a fifth as many patients as appointments, a tenth as many rep visits.
    pub fn of_size(home: &Path, size: u32, doctors: u32) -> Result<Self> {
        let visits = size / DOCTORS * doctors;
        let options = demo::DemoOptions {
            patients: visits / 5,
            doctors,
            appointments: visits,
            rep_visits: visits / 10,
            ..demo::DemoOptions::default()
        };
        Self::made(home, &format!("{visits}-{doctors}"), size, doctors, &options)
    }

    /// A clinic with a large registry: few of its patients have been here.
    pub fn of_patients(home: &Path, patients: u32) -> Result<Self> {
        let options = demo::DemoOptions {
            patients,
            doctors: DOCTORS,
            appointments: patients / 10,
            rep_visits: 0,
            ..demo::DemoOptions::default()
        };
        Self::made(home, &format!("{patients}-patients"), patients, DOCTORS, &options)
    }

    /// One doctor whose one patient comes again and again.
    pub fn of_one_patient(home: &Path, visits: u32) -> Result<Self> {
        let options = demo::DemoOptions {
            patients: 1,
            doctors: 1,
            appointments: visits,
            rep_visits: 0,
            ..demo::DemoOptions::default()
        };
        Self::made(home, "one-patient", visits, 1, &options)
    }

    fn made(home: &Path, name: &str, size: u32, doctors: u32, options: &demo::DemoOptions) -> Result<Self> {
        let made = home.join("made").join(name);
        let report_file = home.join("made").join(format!("{name}.json"));
        if !report_file.exists() {
            let _ = std::fs::remove_dir_all(&made);
            std::fs::create_dir_all(&made)?;
            let started = std::time::Instant::now();
            let desk = Desk::at(&made, Arc::new(SystemClock));
            let report = demo::make(&desk, options).map_err(said)?;
            std::fs::write(&report_file, serde_json::to_vec(&report)?)?;
            println!("made in {:.0} s", started.elapsed().as_secs_f64());
        }
        let report: Value = serde_json::from_slice(&std::fs::read(&report_file)?)?;
        let admin = report["logins"]
            .as_array()
            .and_then(|logins| logins.iter().find(|login| login["role"] == "admin"))
            .context("the demo has an administrator")?;
        let text =
            |name: &str| admin[name].as_str().map(str::to_owned).context("a login has a name and a password");
        let dir = home.join("run").join(name);
        copy_dir(&made, &dir)?;
        Ok(Self { size, doctors, dir, username: text("username")?, password: text("password")? })
    }

    pub fn open(&self) -> Result<Open> {
        let open = self.log_in()?;
        open.settle()?;
        Ok(open)
    }

    pub fn log_in(&self) -> Result<Open> {
        let desk = Desk::at(&self.dir, Arc::new(SystemClock));
        let seat = Seat::default();
        let login = json!({ "username": self.username, "password": self.password });
        desk.call(&seat, "session.login", login).map_err(said)?;
        Ok(Open { desk, seat })
    }

    pub fn password(&self) -> (&str, &str) {
        (&self.username, &self.password)
    }
}

impl Open {
    /// Waits for what goes on in the background once a day: the search index is built and the whole file checked. What is measured is
    /// the rest of the day.
    pub fn settle(&self) -> Result<()> {
        self.call("patients.search", json!({ "text": "a" }))?;
        while self.desk.health() == Some(Health::Checking) {
            std::thread::sleep(CHECK_POLL);
        }
        Ok(())
    }

    /// For looking into the answer.
    pub fn call(&self, name: &str, input: Value) -> Result<Value> {
        self.desk.call(&self.seat, name, input).map_err(said)
    }

    /// As the window asks: the answer is the text that goes to the screen.
    pub fn ask(&self, name: &str, input: Value) -> Result<Box<RawValue>> {
        answer_in_text(&self.desk, &self.seat, name, input)
            .map_err(|trouble| anyhow!("{} {:?}", trouble.code, trouble.params))
    }

    /// A bare connection to a copy of the clinic's database, with the product's settings and key and without its triggers.
    pub fn bare_copy(&self, clinic: &Clinic) -> Result<Connection> {
        let path = bare_file(clinic);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(clinic.dir.join(format!("bare.db{suffix}")));
        }
        desk::testing::copy_database(&self.desk, &path).map_err(said)?;
        let bare = desk::testing::open_bare(&self.desk, &path).map_err(said)?;
        let mut statement = bare.prepare("select name from sqlite_schema where type = 'trigger'")?;
        let triggers: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        drop(statement);
        for trigger in triggers {
            bare.execute_batch(&format!("drop trigger {trigger}"))?;
        }
        bare.execute_batch("create table bench_log (id integer primary key, body blob) strict")?;
        Ok(bare)
    }

    /// A bare connection to the product's own file, to look at it from outside.
    pub fn beside(&self) -> Result<Connection> {
        let path = self.desk.read(|connection| Ok(connection.path().map(PathBuf::from))).map_err(said)?;
        desk::testing::open_bare(&self.desk, &path.context("the database is a file")?).map_err(said)
    }

    /// Another to the same copy.
    pub fn bare_again(&self, clinic: &Clinic) -> Result<Connection> {
        desk::testing::open_bare(&self.desk, &bare_file(clinic)).map_err(said)
    }

    /// A bare connection to the same copy, set as the product's readers are.
    pub fn bare_reader(&self, clinic: &Clinic) -> Result<Connection> {
        desk::testing::open_bare_reader(&self.desk, &bare_file(clinic)).map_err(said)
    }
}

fn bare_file(clinic: &Clinic) -> PathBuf {
    clinic.dir.join("bare.db")
}

pub fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

pub fn said(error: desk::Error) -> anyhow::Error {
    match error {
        desk::Error::Refused(refusal) => anyhow!("refused: {} {:?}", refusal.code, refusal.params),
        desk::Error::Fault(fault) => anyhow::Error::from(fault),
    }
}
