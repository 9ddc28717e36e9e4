//! A finished paper on its way out: to the system's printer, or into a file where a person wants it. What stands on it is not known
//! here, and on its way to the printer it never lies on the disk.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use desk::door::Trouble;
use desk::error::{Error, Fault, Result};
use desk::papers::Paper;
use serde::Serialize;
use tauri::{AppHandle, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;

/// A paper that the system took.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// The printer's name, where the system said it.
    printer: Option<String>,
}

#[derive(Serialize)]
pub struct Saved {
    /// `false` when the person closed the dialog.
    saved: bool,
}

/// Sends a paper to the default printer.
///
/// # Errors
/// `paper.no_printing` where nothing on this system prints, `paper.no_printer` when no printer is set up (or none is the default),
/// `paper.not_printed` when the system did not take it. A paper can be saved all the same.
#[tauri::command]
pub async fn print_paper(paper: Paper) -> Result<Printed, Box<Trouble>> {
    let printed = async { system::print(&paper.name, &paper.pdf_file()?).await };
    printed.await.map_err(|error| Box::new(Trouble::of(error, "print_paper")))
}

/// Asks where to, and writes the paper there.
///
/// # Errors
/// `storage.full`, `storage.read_only`.
#[tauri::command]
pub async fn save_paper(app: AppHandle, window: WebviewWindow, paper: Paper) -> Result<Saved, Box<Trouble>> {
    let saved = async {
        let file = paper.file()?;
        let (chosen, choice) = tokio::sync::oneshot::channel();
        let dialog = app.dialog().file().set_parent(&window).set_file_name(&paper.name);
        let (kind, ending) = paper.kind();
        dialog.add_filter(kind, &[ending]).save_file(move |path| {
            // Nobody waits for it when the window is gone.
            let _ = chosen.send(path);
        });
        let Some(path) = choice.await.ok().flatten() else { return Ok(Saved { saved: false }) };
        let path = path.into_path().map_err(|_| Fault::Broken("a file was chosen that has no path"))?;
        let written = tauri::async_runtime::spawn_blocking(move || write(&path, &file)).await;
        written.map_err(|_| Fault::Broken("a file was not written to its end"))??;
        Ok(Saved { saved: true })
    };
    saved.await.map_err(|error: Error| Box::new(Trouble::of(error, "save_paper")))
}

/// Whole or not at all, and for nobody else's eyes.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.inspect_err(|_| {
        // Half a paper is none.
        let _ = fs::remove_file(path);
    })
}

/// CUPS, which Linux and macOS print with.
#[cfg(unix)]
mod system {
    use std::io::ErrorKind;
    use std::process::{Output, Stdio};
    use std::time::Duration;

    use desk::Refusal;
    use desk::error::Result;
    use tokio::io::AsyncWriteExt as _;
    use tokio::process::Command;
    use tokio::time::timeout;

    use super::Printed;

    /// A print server that is switched off makes `lp` wait for minutes. A person at the front desk has given up by then.
    const PATIENCE: Duration = Duration::from_secs(20);

    pub async fn print(title: &str, document: &[u8]) -> Result<Printed> {
        match timeout(PATIENCE, lp(title, document)).await {
            Ok(Ok(output)) if output.status.success() => Ok(taken(&String::from_utf8_lossy(&output.stdout))),
            Ok(Ok(output)) => Err(refused(&String::from_utf8_lossy(&output.stderr)).into()),
            Ok(Err(error)) if error.kind() == ErrorKind::NotFound => {
                Err(Refusal::new("paper.no_printing").into())
            }
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Refusal::new("paper.not_printed").into()),
        }
    }

    /// Feeds the document over a pipe. In the C locale, so that what it says can be read below.
    async fn lp(title: &str, document: &[u8]) -> std::io::Result<Output> {
        let mut lp = Command::new("lp")
            .args(["-t", title])
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut stdin) = lp.stdin.take() {
            // One that ends before it has read all says why in its status.
            let _ = stdin.write_all(document).await;
        }
        lp.wait_with_output().await
    }

    /// `request id is Front-Desk-12 (0 file(s))`.
    fn taken(said: &str) -> Printed {
        let request = said.trim().strip_prefix("request id is ").and_then(|rest| rest.split(' ').next());
        Printed { printer: request.and_then(|id| id.rsplit_once('-')).map(|(printer, _)| printer.to_owned()) }
    }

    /// `lp: Error - No default destination.` and its variants over the versions of CUPS.
    fn refused(said: &str) -> Refusal {
        let said = said.to_lowercase();
        let no_printer = ["no default destination", "non-existent destination", "does not exist"];
        if no_printer.iter().any(|words| said.contains(words)) {
            return Refusal::new("paper.no_printer");
        }
        tracing::warn!(said = said.trim(), "the system did not print");
        Refusal::new("paper.not_printed")
    }

    #[cfg(test)]
    mod tests {
        use super::{Printed, refused, taken};

        #[test]
        fn the_printer_is_named_as_the_system_names_it() {
            let on = |said| taken(said).printer;
            assert_eq!(on("request id is Front-Desk-12 (0 file(s))\n").as_deref(), Some("Front-Desk"));
            assert_eq!(taken("done"), Printed { printer: None });
        }

        #[test]
        fn a_missing_printer_is_told_from_one_that_refuses() {
            for said in [
                "lp: Error - No default destination.",
                "lp: Error - no default destination available.",
                "lp: Error - PRINTER environment variable names non-existent destination \"old\".",
                "lp: The printer or class does not exist.",
            ] {
                assert_eq!(refused(said).code, "paper.no_printer", "{said}");
            }
            for said in ["lp: Error - The scheduler is not responding.", "lp: Unsupported format.", ""] {
                assert_eq!(refused(said).code, "paper.not_printed", "{said}");
            }
        }
    }
}

/// Nothing here prints a PDF that comes over a pipe.
#[cfg(not(unix))]
mod system {
    use desk::Refusal;
    use desk::error::Result;

    use super::Printed;

    #[expect(clippy::unused_async, reason = "the other systems wait here")]
    pub async fn print(_title: &str, _document: &[u8]) -> Result<Printed> {
        Err(Refusal::new("paper.no_printing").into())
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_paper_is_written_over_an_older_one_and_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("code.pdf");
        write(&path, b"%PDF-1.7 the longer one").unwrap();
        write(&path, b"%PDF-1.7").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"%PDF-1.7");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_place_for_it() {
        let dir = tempfile::tempdir().unwrap();
        assert!(write(&dir.path().join("gone/code.pdf"), b"%PDF-1.7").is_err());
    }
}
