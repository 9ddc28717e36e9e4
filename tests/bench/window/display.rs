//! A display of its own whose picture can be looked at without asking anybody: the X server keeps it in a file.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// A look at the picture every so often.
const LOOK: Duration = Duration::from_millis(8);
/// A picture that has been the same for so long stays.
const STAYS: Duration = Duration::from_millis(1_500);
const LONGEST: Duration = Duration::from_secs(60);
/// Of all points, so few may still change: a caret blinks, a clock goes on.
const SAME: f64 = 0.002;
/// One point in so many is looked at.
const STRIDE: usize = 8;

pub struct Display {
    server: Child,
    pub name: String,
    picture: PathBuf,
    _folder: tempfile::TempDir,
}

impl Display {
    pub fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-fbdir"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb could not be started")?;
        let mut number = String::new();
        BufReader::new(server.stdout.take().context("its output is piped")?).read_line(&mut number)?;
        let picture = folder.path().join("Xvfb_screen0");
        Ok(Self { server, name: format!(":{}", number.trim()), picture, _folder: folder })
    }

    /// How long after `since` the picture was first the one that stays.
    pub fn until_it_stays(&self, since: Instant) -> Result<Duration> {
        let blank = self.look()?;
        let mut pictures = vec![(Instant::now(), blank.clone())];
        loop {
            std::thread::sleep(LOOK);
            let (now, picture) = (Instant::now(), self.look()?);
            ensure!(since.elapsed() < LONGEST, "the picture goes on changing, or nothing is drawn");
            let (changed, last) = pictures.last().context("there is a first picture")?;
            if !same(last, &picture) {
                pictures.push((now, picture));
            } else if changed.elapsed() > STAYS && !same(&blank, last) {
                break;
            }
        }
        let stays = &pictures.last().context("there is a last picture")?.1;
        // One that was there before and went away for a moment was not yet the end.
        let from =
            pictures.iter().rposition(|(_, picture)| !same(picture, stays)).map_or(0, |before| before + 1);
        Ok(pictures[from].0 - since)
    }

    pub fn press(&self, what: &[&str]) -> Result<()> {
        let pressed = Command::new("xdotool").env("DISPLAY", &self.name).args(what).status();
        ensure!(pressed.context("xdotool could not be started")?.success(), "xdotool pressed nothing");
        Ok(())
    }

    /// Some points of the picture as it is now.
    pub fn look(&self) -> Result<Vec<[u8; 4]>> {
        let bytes = std::fs::read(&self.picture).context("the display has no picture")?;
        Ok(bytes
            .chunks_exact(4)
            .step_by(STRIDE)
            .map(|point| [point[0], point[1], point[2], point[3]])
            .collect())
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It fails only when the server is already gone.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn same(one: &[[u8; 4]], other: &[[u8; 4]]) -> bool {
    changed(one, other) < SAME
}

/// How many of the points differ, from 0 to 1.
pub fn changed(one: &[[u8; 4]], other: &[[u8; 4]]) -> f64 {
    let differing = one.iter().zip(other).filter(|(one, other)| one != other).count();
    differing as f64 / one.len() as f64
}
