//! One desk of the clinic: a real process that is killed now and then, on a network that comes and goes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use clinic_tests::clinic;
use clinic_tests::rpc::{Refused, Rpc};
use serde_json::{Value, json};

use crate::disk::Disk;
use crate::proxy::{Proxy, Weather};

pub const DATES: [&str; 3] = ["2027-03-01", "2027-03-02", "2027-03-03"];

pub struct Desk {
    dir: tempfile::TempDir,
    pub proxy: Proxy,
    /// In front of its clock: the library that does it, and by how much.
    clock: Option<(PathBuf, &'static str)>,
    pub disk: Disk,
    pub rpc: Rpc,
    /// What it was told is booked: id and reference.
    pub acknowledged: BTreeMap<String, String>,
    /// What it was told is attached: id and content.
    pub attached: BTreeMap<String, String>,
    /// How often it was told that the disk is full.
    pub full: u32,
    chance: u64,
}

impl Desk {
    /// The clinic's first, who brings it to the hub.
    pub fn founder(hub: std::net::SocketAddr, code: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        clinic::set_up(dir.path());
        let proxy = Proxy::to(hub);
        let disk = Disk::new();
        let mut rpc = start(dir.path(), None, &disk);
        log_in(&mut rpc);
        rpc.expect("sync.enrol", json!({ "address": address(&proxy), "code": code }));
        Self {
            dir,
            proxy,
            clock: None,
            disk,
            rpc,
            acknowledged: BTreeMap::new(),
            attached: BTreeMap::new(),
            full: 0,
            chance: 1,
        }
    }

    /// A further PC: it fetches the clinic and is logged in to with the same people.
    pub fn joining(
        hub: std::net::SocketAddr,
        code: &str,
        number: u64,
        clock: Option<(PathBuf, &'static str)>,
    ) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let proxy = Proxy::to(hub);
        let disk = Disk::new();
        let mut rpc = start(dir.path(), clock.as_ref(), &disk);
        rpc.expect("setup.join", json!({ "address": address(&proxy), "code": code }));
        until_joined(&mut rpc);
        log_in(&mut rpc);
        Self {
            dir,
            proxy,
            clock,
            disk,
            rpc,
            acknowledged: BTreeMap::new(),
            attached: BTreeMap::new(),
            full: 0,
            chance: number.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        // xorshift64: what happens when need not be the same in two runs, only various.
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % limit
    }

    /// A day at the desk, until told to stop.
    pub fn work(&mut self, doctor: &Value, patient: &Value, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            match self.below(27) {
                0 => self.die(),
                1..4 => self.change_the_weather(),
                4..8 => self.move_a_visit(),
                8 => self.disk.fill(true),
                // Somebody makes room.
                9 => self.disk.fill(false),
                10 => self.attach(patient),
                _ => self.book(doctor, patient),
            }
            std::thread::sleep(Duration::from_millis(self.below(40)));
        }
        self.proxy.change(Weather::Clear);
        self.disk.fill(false);
    }

    /// Whether the desk may refuse something with this code now.
    fn may_refuse(&mut self, code: &str, usual: &[&str]) -> bool {
        let is_full = code == "storage.full";
        self.full += u32::from(is_full);
        usual.contains(&code) || is_full && self.disk.is_full()
    }

    fn book(&mut self, doctor: &Value, patient: &Value) {
        let date = DATES[self.below(3) as usize];
        let start = self.start_of_some_slot();
        if let Err(refused) = self.book_at(date, &start, doctor, patient) {
            assert!(self.may_refuse(refused.code(), &["booking.slot_taken"]), "{}", refused.0);
        }
    }

    /// A quarter of an hour, and what the desk said of it is remembered.
    pub fn book_at(
        &mut self,
        date: &str,
        start: &str,
        doctor: &Value,
        patient: &Value,
    ) -> Result<(), Refused> {
        let request = json!({
            "doctor_id": doctor, "patient_id": patient, "date": date, "start": start, "minutes": 15,
        });
        let visit = self.rpc.call("appointments.book", request)?["appointment"].take();
        let text = |field: &str| visit[field].as_str().expect("a text").to_owned();
        assert!(self.acknowledged.insert(text("id"), text("ref")).is_none(), "an id given twice");
        Ok(())
    }

    /// A file of one part or two.
    fn attach(&mut self, patient: &Value) {
        let most = 8 * self.below(50_000);
        if let Err(refused) = self.attach_some(patient, most) {
            assert!(self.may_refuse(refused.code(), &[]), "{}", refused.0);
        }
    }

    /// A file of so many bytes and a few more, that nobody can compress.
    pub fn attach_some(&mut self, patient: &Value, bytes: u64) -> Result<(), Refused> {
        let mut content = b"%PDF-1.7\n".to_vec();
        for _ in 0..=bytes / 8 {
            self.below(1);
            content.extend_from_slice(&self.chance.to_le_bytes());
        }
        let content = BASE64_STANDARD.encode(content);
        let request = json!({
            "patient_id": patient, "name": "x-ray", "mime_type": "application/pdf", "base64": content,
            "audience": "registry",
        });
        let reply = self.rpc.call("documents.attach", request)?;
        let id = reply["id"].as_str().expect("a text").to_owned();
        assert!(self.attached.insert(id, content).is_none(), "an id given twice");
        Ok(())
    }

    /// The patient's documents, once the contents of all of them are here.
    pub fn documents(&mut self, patient: &Value) -> Vec<String> {
        let begun = Instant::now();
        loop {
            let list = self.rpc.expect("documents.list", json!({ "patient_id": patient }));
            let all = list["documents"].as_array().expect("a list");
            if all.iter().all(|document| document["is_here"] == true) {
                return all
                    .iter()
                    .map(|document| document["id"].as_str().expect("an id").to_owned())
                    .collect();
            }
            let state = self.state();
            assert!(begun.elapsed() < Duration::from_secs(240), "files do not come: {state}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn start_of_some_slot(&mut self) -> String {
        let slot = self.below(96);
        format!("{:02}:{:02}", slot / 4, slot % 4 * 15)
    }

    /// One of its own visits, to somewhere else. Another desk may move it as well.
    fn move_a_visit(&mut self) {
        let count = self.acknowledged.len() as u64;
        if count == 0 {
            return;
        }
        let which = self.below(count) as usize;
        let id = self.acknowledged.keys().nth(which).expect("one of them").clone();
        let (date, start) = (DATES[self.below(3) as usize], self.start_of_some_slot());
        if let Err(refused) =
            self.rpc.call("appointments.move", json!({ "id": id, "date": date, "start": start }))
        {
            let usual = ["booking.slot_taken", "appointment.unchanged"];
            assert!(self.may_refuse(refused.code(), &usual), "{}", refused.0);
        }
    }

    fn change_the_weather(&mut self) {
        let weather = match self.below(6) {
            0 => Weather::Slow(Duration::from_millis(1 + self.below(60))),
            1 => Weather::Cut(self.below(6_000) as usize),
            2 => Weather::Swallows,
            3 => Weather::Away,
            _ => Weather::Clear,
        };
        self.proxy.change(weather);
    }

    /// `kill -9`, and a start soon after.
    fn die(&mut self) {
        self.rpc.kill();
        // A login is counted before it is tried, which needs a little room.
        self.disk.fill(false);
        self.rpc = start(self.dir.path(), self.clock.as_ref(), &self.disk);
        log_in(&mut self.rpc);
    }

    /// Until it has sent everything and heard everything.
    pub fn come_into_step(&mut self) {
        let begun = Instant::now();
        loop {
            self.rpc.expect("sync.now", json!({}));
            let state = self.state();
            if state["phase"] == "in_step" && state["unsent"] == 0 {
                return;
            }
            // A request that was swallowed is given up after forty seconds, and the next try may wait for a minute.
            assert!(begun.elapsed() < Duration::from_secs(240), "it does not come into step: {state}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// How it says it stands with the hub.
    pub fn state(&mut self) -> Value {
        self.rpc.expect("sync.state", json!({}))
    }

    /// The visits of the days on which everybody books, by id.
    pub fn visits(&mut self) -> BTreeMap<String, Value> {
        DATES.into_iter().flat_map(|date| self.visits_on(date)).collect()
    }

    pub fn visits_on(&mut self, date: &str) -> BTreeMap<String, Value> {
        let mut day = self.rpc.expect("agenda.day", json!({ "date": date }));
        let visits = day["appointments"].as_array_mut().expect("a list").iter_mut();
        visits.map(|visit| (visit["id"].as_str().expect("an id").to_owned(), visit.take())).collect()
    }
}

fn until_joined(rpc: &mut Rpc) {
    let begun = Instant::now();
    loop {
        let state = rpc.expect("setup.join_state", json!({}));
        match state["phase"].as_str() {
            Some("done") => return,
            Some("failed") => panic!("joining failed: {state}"),
            _ => assert!(begun.elapsed() < Duration::from_secs(120), "joining takes too long: {state}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A PC whose process is killed while it joins, at some moment of it, and which is started again.
pub fn join_in_two_attempts(hub: std::net::SocketAddr, code: &str, killed_after: Duration) {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let proxy = Proxy::to(hub);
    let join = json!({ "address": address(&proxy), "code": code });
    proxy.change(Weather::Slow(Duration::from_millis(200)));
    let mut rpc = Rpc::start(dir.path());
    rpc.expect("setup.join", join.clone());
    std::thread::sleep(killed_after);
    rpc.kill();
    proxy.change(Weather::Clear);
    let mut rpc = Rpc::start(dir.path());
    match rpc.call("setup.join", join) {
        Ok(_) => until_joined(&mut rpc),
        Err(refused) => assert_eq!(refused.code(), "setup.exists", "it was done already: {}", refused.0),
    }
    log_in(&mut rpc);
}

fn address(proxy: &Proxy) -> String {
    format!("http://{}", proxy.address)
}

fn start(dir: &Path, clock: Option<&(PathBuf, &'static str)>, disk: &Disk) -> Rpc {
    let mark = disk.mark();
    let Some((library, ahead)) = clock else {
        return Rpc::start_with(dir, &[("LD_PRELOAD", &disk.library()), ("FULL_DISK", &mark)]);
    };
    let both = format!("{}:{}", disk.library().display(), library.display());
    Rpc::start_with(
        dir,
        &[
            ("LD_PRELOAD", Path::new(&both)),
            ("FULL_DISK", &mark),
            ("FAKETIME", Path::new(ahead)),
            ("FAKETIME_DONT_FAKE_MONOTONIC", Path::new("1")),
        ],
    )
}

fn log_in(rpc: &mut Rpc) {
    rpc.expect("session.login", json!({ "username": clinic::ADMIN, "password": clinic::PASSWORD }));
}
