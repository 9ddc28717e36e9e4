//! The clinics that are measured: made once by the demo's bulk path, kept, and copied before a run writes to them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use desk::demo;
use desk::{Desk, Seat, SystemClock};
use rusqlite::Connection;
use serde_json::{Value, json};

pub struct Clinic {
    pub visits: u32,
    pub dir: PathBuf,
    username: String,
    password: String,
}

/// A desk with its administrator logged in.
pub struct Open {
    pub desk: Desk,
    pub seat: Seat,
}

impl Clinic {
    /// The clinic with so many appointments: a fifth as many patients, fifty doctors, a tenth as many rep visits.
    pub fn of_size(home: &Path, visits: u32) -> Result<Self> {
        let made = home.join("made").join(visits.to_string());
        let report_file = home.join("made").join(format!("{visits}.json"));
        if !report_file.exists() {
            let _ = std::fs::remove_dir_all(&made);
            std::fs::create_dir_all(&made)?;
            let started = std::time::Instant::now();
            let options = demo::DemoOptions {
                patients: visits / 5,
                doctors: 50,
                appointments: visits,
                rep_visits: visits / 10,
                ..demo::DemoOptions::default()
            };
            let desk = Desk::at(&made, Arc::new(SystemClock));
            let report = demo::make(&desk, &options).map_err(said)?;
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
        let dir = home.join("run").join(visits.to_string());
        copy_dir(&made, &dir)?;
        Ok(Self { visits, dir, username: text("username")?, password: text("password")? })
    }

    pub fn open(&self) -> Result<Open> {
        let desk = Desk::at(&self.dir, Arc::new(SystemClock));
        let seat = Seat::default();
        let login = json!({ "username": self.username, "password": self.password });
        desk.call(&seat, "session.login", login).map_err(said)?;
        let open = Open { desk, seat };
        // The search index is built in the background; wait for it, so that nothing else is measured beside it.
        open.call("patients.search", json!({ "text": "a" }))?;
        Ok(open)
    }

    pub fn password(&self) -> (&str, &str) {
        (&self.username, &self.password)
    }
}

impl Open {
    pub fn call(&self, name: &str, input: Value) -> Result<Value> {
        self.desk.call(&self.seat, name, input).map_err(said)
    }

    /// A bare connection to a copy of the clinic's database, with the product's settings and key and without its triggers.
    pub fn bare_copy(&self, clinic: &Clinic) -> Result<Connection> {
        let path = clinic.dir.join("bare.db");
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
}

fn copy_dir(from: &Path, to: &Path) -> Result<()> {
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
