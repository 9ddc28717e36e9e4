//! A disk that can be filled and emptied under a running desk, without a mount and without rights: a small library in front of the C library
//! lets no file of that process grow for as long as a mark is there.

use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Disk {
    dir: tempfile::TempDir,
}

impl Disk {
    /// # Panics
    /// Without a C compiler; the desk's own database is built with one.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("together/full_disk.c");
        let library = dir.path().join("full_disk.so");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .output()
            .expect("a C compiler is installed");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { dir }
    }

    pub fn library(&self) -> PathBuf {
        self.dir.path().join("full_disk.so")
    }

    /// Which file says that it is full.
    pub fn mark(&self) -> PathBuf {
        self.dir.path().join("full")
    }

    pub fn is_full(&self) -> bool {
        self.mark().exists()
    }

    pub fn fill(&self, full: bool) {
        if full {
            std::fs::write(self.mark(), b"").expect("the mark can be made");
        } else if self.is_full() {
            std::fs::remove_file(self.mark()).expect("the mark can be removed");
        }
    }
}
