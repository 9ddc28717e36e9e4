//! The real window, driven through a receptionist's first day, in both languages.

mod driver;
mod screen;
mod words;

use anyhow::{Context as _, Result};

use crate::screen::Screen;
use crate::words::Words;

/// What is typed in a language.
struct Script {
    words: Words,
    clinic: &'static str,
    site: &'static str,
    administrator: &'static str,
    patient: &'static str,
}

const ENGLISH: Script = Script {
    words: Words { language: "en" },
    clinic: "Riverside Clinic",
    site: "Main Street",
    administrator: "Helen Marsh",
    patient: "Peter Lindqvist",
};

const ARABIC: Script = Script {
    words: Words { language: "ar" },
    clinic: "عيادات النور",
    site: "الدقي",
    administrator: "منى السيد",
    patient: "كريم عبد العزيز",
};

const USERNAME: &str = "front.desk";
const PASSWORD: &str = "quiet river under bridges";

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
    let screen = Screen::open(dir.path(), script.words)?;
    first_run(&screen, script)?;
    Ok(())
}

fn first_run(screen: &Screen, script: &Script) -> Result<()> {
    let setup = |name: &str| screen.word("setup", name);
    if script.words.language == "ar" {
        screen.press("العربية")?;
    }
    screen.sees(&setup("clinicTitle"))?;
    screen.fill(&setup("clinicName"), script.clinic)?;
    screen.fill(&setup("siteName"), script.site)?;
    screen.press(&setup("next"))?;
    screen.fill(&setup("fullName"), script.administrator)?;
    screen.fill(&setup("username"), USERNAME)?;
    screen.fill(&setup("password"), PASSWORD)?;
    screen.fill(&setup("passwordAgain"), PASSWORD)?;
    screen.press(&setup("create"))?;
    screen.sees(&setup("codeTitle"))?;
    let page =
        screen.ask("return document.body.innerText.replace(/\\s*-\\s*/g, '-').replace(/\\s+/g, ' ')")?;
    let code = regex::Regex::new("([0-9A-Z]{5}-){5,}[0-9A-Z]{5}")?;
    let code = code
        .find(page.as_str().unwrap_or_default())
        .context("no recovery code is shown")?
        .as_str()
        .to_owned();
    screen.fill(&setup("typedBack"), &code)?;
    screen.press(&setup("confirm"))?;
    screen.sees_no_more(&setup("codeTitle"))
}
