//! The real window, driven through a receptionist's first day, in both languages. It is opened twice: what the first run made has to
//! be there when somebody logs in.

mod driver;
mod morning;
mod printing;
mod screen;
mod words;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use desk::{Desk, Seat, SystemClock};
use regex::Regex;
use serde_json::{Value, json};

use crate::driver::until;
use crate::printing::PrintingSystem;
use crate::screen::{ENTER, ESCAPE, F1, F2, Screen};
use crate::words::Words;

/// What is typed in a language.
struct Script {
    words: Words,
    clinic: &'static str,
    site: &'static str,
    administrator: &'static str,
    doctor: &'static str,
    patient: &'static str,
}

const ENGLISH: Script = Script {
    words: Words { language: "en" },
    clinic: "Riverside Clinic",
    site: "Main Street",
    administrator: "Helen Marsh",
    doctor: "Grace Okafor",
    patient: "Peter Lindqvist",
};

const ARABIC: Script = Script {
    words: Words { language: "ar" },
    clinic: "عيادات النور",
    site: "الدقي",
    administrator: "منى السيد",
    doctor: "سامية حداد",
    patient: "كريم عبد العزيز",
};

const USERNAME: &str = "front.desk";
const PASSWORD: &str = "quiet river under bridges";
const PHONE: &str = "01001234567";

#[test]
fn the_first_day_goes_well_in_english() -> Result<()> {
    first_day(&ENGLISH)
}

#[test]
fn the_first_day_goes_well_in_arabic() -> Result<()> {
    first_day(&ARABIC)
}

fn first_day(script: &Script) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let printing = PrintingSystem::missing()?;
    let screen = Screen::open(dir.path(), printing.programs(), script.words)?;
    first_run(&screen, script, &printing)?;
    screen.had_no_trouble()?;
    drop(screen);
    hire_a_doctor(dir.path(), script)?;
    speak_another_language(dir.path(), script)?;

    let screen = Screen::open(dir.path(), printing.programs(), script.words)?;
    screen.looks("dark")?;
    log_in(&screen, script)?;
    look_into_dialogs(&screen)?;
    register_and_book(&screen, script)?;
    arrive_and_undo(&screen, script)?;
    lock_and_unlock(&screen, script)?;
    screen.had_no_trouble()?;
    break_something(&screen, dir.path(), script)?;
    drop(screen);
    what_is_left(dir.path(), script)
}

fn first_run(screen: &Screen, script: &Script, printing: &PrintingSystem) -> Result<()> {
    let setup = |name: &str| screen.word("setup", name);
    // A fresh PC in this test speaks English; who wants that too says so here, to keep it as their own.
    screen.press("العربية")?;
    if script.words.language == "en" {
        screen.press("English")?;
    }
    screen.sees(&setup("clinicTitle"))?;
    screen.press(&screen.word("app", "dark"))?;
    screen.looks("dark")?;
    screen.fill(&setup("clinicName"), script.clinic)?;
    screen.fill(&setup("siteName"), script.site)?;
    screen.pick(&setup("timeZone"), morning::zone())?;
    screen.pick(&setup("currency"), "EGP")?;
    screen.press(&setup("next"))?;
    screen.fill(&setup("fullName"), script.administrator)?;
    screen.fill(&setup("username"), USERNAME)?;
    screen.fill(&setup("password"), PASSWORD)?;
    screen.fill(&setup("passwordAgain"), PASSWORD)?;
    screen.press(&setup("create"))?;
    screen.sees(&setup("codeTitle"))?;
    let code = Regex::new("([0-9A-Z]{5}-){5,}[0-9A-Z]{5}")?;
    let page = screen.text()?.replace("- ", "-");
    let code = code.find(&page).with_context(|| format!("no recovery code is shown: {page}"))?;
    print_the_code(screen, script, printing)?;
    screen.fill(&setup("typedBack"), code.as_str())?;
    screen.press(&setup("confirm"))?;
    screen.sees_no_more(&setup("codeTitle"))
}

/// First on a PC that cannot print, then on one with a printer.
fn print_the_code(screen: &Screen, script: &Script, printing: &PrintingSystem) -> Result<()> {
    let print = screen.word("paper", "print");
    screen.press(&print)?;
    screen.sees(&screen.word("refusal", "paper.no_printing"))?;
    printing.install()?;
    screen.press(&print)?;
    screen.sees(&script.words.get("paper", "printedOn", &[printing::PRINTER]))?;
    ensure!(printing.printed()?.starts_with(b"%PDF-"), "what came out of the printer is no PDF");
    Ok(())
}

/// The clinic's language is the other one from now on: what stays on the screen is the person's own.
fn speak_another_language(dir: &Path, script: &Script) -> Result<()> {
    let office = Office::open(dir)?;
    let mut settings = office.call("settings.get", json!({}))?["settings"].clone();
    settings["language"] = json!(if script.words.language == "ar" { "en" } else { "ar" });
    office.call("settings.set", settings).map(drop)
}

/// The rest of setting up a clinic has tests of its own; here somebody only has to have hours.
fn hire_a_doctor(dir: &Path, script: &Script) -> Result<()> {
    let office = Office::open(dir)?;
    let site = office.call("sites.list", json!({}))?["sites"][0]["id"].clone();
    let doctor = json!({ "site_id": site, "full_name": script.doctor, "specialty_ids": [], "qualifications": [],
        "languages": [], "documents_verified": true });
    let doctor = office.call("doctors.save", doctor)?["doctor"]["id"].clone();
    let all_day = |weekday: &str| json!({ "weekday": weekday, "starts": "00:00", "ends": "24:00" });
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(all_day);
    office.call("hours.set", json!({ "doctor_id": doctor, "blocks": week }))?;
    Ok(())
}

fn log_in(screen: &Screen, script: &Script) -> Result<()> {
    let label = script.words.get("login", "passwordOf", &[script.administrator]);
    screen.fill(&label, PASSWORD)?;
    screen.press(&screen.word("login", "login"))?;
    screen.sees(script.doctor)?;
    screen.sees(&screen.word("queue", "nobody"))
}

/// What breaks in a screen is told with a number, under which the log has its kind and its place, and none of its words.
fn break_something(screen: &Screen, dir: &Path, script: &Script) -> Result<()> {
    screen.throw(script.patient)?;
    let number = Regex::new("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")?;
    let incident = until(|| {
        let page = screen.text()?;
        number.find(&page).map(|found| found.as_str().to_owned()).context("no incident is told")
    })?;
    let log = std::fs::read_to_string(dir.join("desk.log"))?;
    let told = log.lines().find(|line| line.contains(&incident)).context("the log has no such incident")?;
    ensure!(told.contains("a screen broke: TypeError"), "the log does not say what broke: {told}");
    ensure!(!log.contains(script.patient), "the log names somebody");
    Ok(())
}

/// Each kind of dialog once, because their layout is the engine's: one of WebKit once made them collapse to their heads.
fn look_into_dialogs(screen: &Screen) -> Result<()> {
    let app = |name: &str| screen.word("app", name);
    let open = |opened: &dyn Fn() -> Result<()>, said: &str| {
        opened()?;
        screen.sees(said)?;
        screen.shows_its_dialog()?;
        screen.key(ESCAPE)?;
        screen.sees_no_more(said)
    };
    open(&|| screen.key(F1), &app("keysHint"))?;
    open(&|| screen.key(F2), &screen.word("patients", "find"))
}

/// The whole of it with the keyboard: `B`, the name, Enter; the phone, Enter; Enter for the first free time.
fn register_and_book(screen: &Screen, script: &Script) -> Result<()> {
    let booking = |name: &str| screen.word("booking", name);
    screen.key('b')?;
    screen.fill(&booking("lineLabel"), script.patient)?;
    screen.sees(&script.words.get("booking", "nobodyFound", &[script.patient]))?;
    screen.key(ENTER)?;
    screen.fill(&booking("phone"), PHONE)?;
    screen.key(ENTER)?;
    screen.sees(&booking("otherPatient"))?;
    screen.key(ENTER)?;
    screen.sees_no_more(&booking("title"))?;
    // The card of the selected visit: what single keys act on.
    screen.sees(PHONE)
}

fn arrive_and_undo(screen: &Screen, _script: &Script) -> Result<()> {
    let nobody = screen.word("queue", "nobody");
    screen.key('a')?;
    screen.sees_no_more(&nobody)?;
    screen.key_with_control('z')?;
    screen.sees(&nobody)
}

fn lock_and_unlock(screen: &Screen, script: &Script) -> Result<()> {
    screen.key_with_control('l')?;
    screen.sees(&screen.word("login", "unlock"))?;
    screen.sees_no_more(script.patient)?;
    screen.fill(&script.words.get("login", "passwordOf", &[script.administrator]), PASSWORD)?;
    screen.press(&screen.word("login", "unlock"))?;
    screen.sees(script.patient)
}

/// One visit stands, as it was before the undone arrival; the ledger is whole; and no file can be read by anybody else.
fn what_is_left(dir: &Path, script: &Script) -> Result<()> {
    let office = Office::open(dir)?;
    let found = office.call("patients.search", json!({ "text": script.patient }))?;
    ensure!(
        found["patients"][0]["phones"][0]["number"]
            .as_str()
            .is_some_and(|number| number.ends_with("1001234567"))
    );
    let patient = office.call("patients.get", json!({ "id": found["patients"][0]["id"] }))?;
    ensure!(patient["next_visit"]["status"] == "scheduled", "not the visit that was booked: {patient}");
    ensure!(office.call("ledger.verify", json!({}))?["ok"] == true, "the ledger does not verify");
    drop(office);
    readable_nowhere(dir, script.patient)
}

fn readable_nowhere(dir: &Path, name: &str) -> Result<()> {
    let utf8 = name.as_bytes().to_vec();
    let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            readable_nowhere(&path, name)?;
        } else {
            let bytes = std::fs::read(&path)?;
            let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            ensure!(!holds(&utf8) && !holds(&utf16), "a patient can be read in {}", path.display());
        }
    }
    Ok(())
}

/// The desk without its window, logged in.
struct Office {
    desk: Desk,
    seat: Seat,
}

impl Office {
    fn open(dir: &Path) -> Result<Self> {
        let office = Self { desk: Desk::at(dir, Arc::new(SystemClock)), seat: Seat::default() };
        // The system takes a moment to clear away a window that was ended.
        until(|| Ok(File::open(dir.join("desk.lock"))?.try_lock()?))?;
        office.call("session.login", json!({ "username": USERNAME, "password": PASSWORD }))?;
        Ok(office)
    }

    fn call(&self, command: &str, input: Value) -> Result<Value> {
        self.desk.call(&self.seat, command, input).with_context(|| command.to_owned())
    }
}
