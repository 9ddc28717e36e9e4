//! The files of the repository, as they lie on the disk, without what tools make.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// One text file.
pub struct File {
    /// From the repository's root, with slashes.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The complaint about a line of this file, counted from 1.
    pub fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie inside the repository")
}

/// What tools write: not ours to tidy.
const MADE: [&str; 9] = [
    "target",
    "node_modules",
    "dist",
    ".git",
    "gen",
    "permissions",
    "icons",
    "Cargo.lock",
    "package-lock.json",
];

/// Every text file of the repository.
pub fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files = Vec::new();
        collect(root(), &mut files);
        assert!(files.len() > 100, "the repository was not found");
        files
    })
}

fn collect(dir: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(dir).expect("the tree is readable").flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if MADE.iter().any(|made| entry.file_name() == *made) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let relative = path.strip_prefix(root()).expect("the walk stays inside");
            files.push(File { path: relative.to_string_lossy().replace('\\', "/"), text });
        }
    }
}
