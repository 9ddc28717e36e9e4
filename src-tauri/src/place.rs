//! Where this desk keeps its files.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use sha2::{Digest as _, Sha256};

/// The desk's directory and what else lies in it.
pub struct Place {
    dir: PathBuf,
}

impl Place {
    /// The directory asked for, or the system's usual one for data that stays on this machine: a desk's keys belong to one PC
    /// and must not roam.
    pub fn choose(asked: Option<PathBuf>) -> anyhow::Result<Self> {
        let dir = match asked {
            Some(dir) => dir,
            None => dirs::data_local_dir().context("this account has no place for data")?.join("clinic-desk"),
        };
        private_dir(&dir).with_context(|| format!("{} cannot be used", dir.display()))?;
        // One desk has one name, however its directory is written.
        Ok(Self { dir: fs::canonicalize(dir)? })
    }

    pub fn desk(&self) -> PathBuf {
        self.dir.clone()
    }

    /// The web view's own files. It runs without a memory, so that nothing of a patient is left here.
    pub fn web_view(&self) -> PathBuf {
        self.dir.join("webview")
    }

    pub fn window_state(&self) -> PathBuf {
        self.dir.join("window.json")
    }

    pub fn log(&self) -> PathBuf {
        self.dir.join("desk.log")
    }

    /// Two windows of one directory are one instance; the demo clinic beside the real one is another.
    pub fn instance_name(&self) -> String {
        let hash = Sha256::digest(self.dir.as_os_str().as_encoded_bytes());
        let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("org.clinicdesk.Desk.d{short}")
    }
}

#[cfg(unix)]
fn private_dir(dir: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn private_dir(dir: &std::path::Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_directory_is_one_instance_however_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let name = |path: std::path::PathBuf| Place::choose(Some(path)).unwrap().instance_name();
        let straight = name(dir.path().join("desk"));
        assert_eq!(straight, name(dir.path().join("desk/../desk")));
        assert_ne!(straight, name(dir.path().join("demo")));
    }
}
