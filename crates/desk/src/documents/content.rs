//! The files that content lies in, sealed, beside the database. Each has the SHA-256 of its sealed bytes as its name, so the same file is the same everywhere
//! and needs no list.
//!
//! ```text
//! content/ab/abcdef…           sealed content, whole
//!         arriving/abcdef…     what has come of it so far
//!         new-…                being sealed
//! ```
//!
//! Of a document whose row is here, the content is *here* or *not here yet*: whoever attaches it has it before the row is committed, everybody else hears of the row
//! first and has the content follow, in parts, which are appended to `arriving` until they have the name they should. A whole file is never
//! changed. What lies here and no row names (somebody was interrupted between the file and its row) is swept after a week. Knows no keys and no rows; nothing that passes
//! through here is plain, except while `seal` reads it.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use super::sealing::{self, ContentKey, Plain, sealed_bytes};
use crate::error::{Refusal, Result};
use crate::vault::{random, sync_folder_of};

/// The most a document may have.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;

/// Where sealed content lies: the SHA-256 of its sealed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    pub(super) fn parse(name: &str) -> Option<Self> {
        if name.len() != 64 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(name.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Content that was sealed and lies here now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    pub hash: ContentHash,
    pub plain: Plain,
}

/// What came of the last part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The whole content is here.
    Whole,
    /// What came is not what it should have been. All of it is gone, and it has to come again.
    Discarded,
}

/// The store of sealed content of one database.
#[derive(Debug, Clone)]
pub struct Content {
    folder: PathBuf,
}

/// How long what no row names is left alone: whoever puts an older database back and then thinks better of it loses nothing.
pub(crate) const ORPHANS_STAY: Duration = Duration::from_secs(7 * 24 * 3_600);

impl Content {
    /// The store beside this database. Makes nothing.
    pub fn beside(database: &Path) -> Self {
        Self { folder: database.with_file_name("content") }
    }

    /// Whether the whole content is here.
    pub fn has(&self, hash: &ContentHash) -> bool {
        self.place(hash).is_file()
    }

    /// The sealed bytes; none where the content is not here yet.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn read(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>> {
        Ok(found(fs::read(self.place(hash)))?)
    }

    /// The content itself; none where it is not here yet.
    ///
    /// # Errors
    /// `document.damaged` where what lies here is not what was sealed with this key; what the disk answers.
    pub fn open(&self, hash: &ContentHash, key: &ContentKey) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = self.read(hash)? else { return Ok(None) };
        let content = sealing::open(&sealed, key).ok_or_else(|| Refusal::new("document.damaged"))?;
        Ok(Some(content))
    }

    /// How long the whole sealed content is; none where it is not here yet.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn size(&self, hash: &ContentHash) -> Result<Option<u64>> {
        Ok(found(fs::metadata(self.place(hash)))?.map(|file| file.len()))
    }

    /// At most `most` sealed bytes from `offset` on, to be sent as a part; none where the content is not here, empty at its end.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn part(&self, hash: &ContentHash, offset: u64, most: usize) -> Result<Option<Vec<u8>>> {
        let Some(mut file) = found(File::open(self.place(hash)))? else { return Ok(None) };
        file.seek(SeekFrom::Start(offset))?;
        let mut part = Vec::new();
        file.take(most as u64).read_to_end(&mut part)?;
        Ok(Some(part))
    }

    /// Seals all of `content` with a key that has sealed nothing else, and puts it in its place, durably. The row that names it is committed
    /// afterwards: should that not happen, what lies here is an orphan.
    ///
    /// # Errors
    /// `storage.full`, `storage.read_only`.
    pub fn seal(&self, content: impl Read, key: &ContentKey) -> Result<Sealed> {
        make_folder(&self.folder)?;
        let temporary = self.folder.join(format!("{NEW}{:032x}", u128::from_be_bytes(random())));
        let sealed = self.seal_into(&temporary, content, key);
        if sealed.is_err() {
            // It is swept later where it cannot be removed now.
            let _ = fs::remove_file(&temporary);
        }
        Ok(sealed?)
    }

    fn seal_into(&self, temporary: &Path, content: impl Read, key: &ContentKey) -> io::Result<Sealed> {
        let mut file = private().write(true).create_new(true).open(temporary)?;
        let mut digest = Sha256::new();
        let plain = sealing::seal(content, key, |run| {
            digest.update(run);
            file.write_all(run)
        })?;
        file.sync_all()?;
        drop(file);
        let hash = ContentHash(digest.finalize().into());
        self.put(temporary, &hash)?;
        Ok(Sealed { hash, plain })
    }

    /// How much of it has come so far.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn partial_size(&self, hash: &ContentHash) -> Result<u64> {
        Ok(found(fs::metadata(self.arriving(hash)))?.map_or(0, |file| file.len()))
    }

    /// Appends a part that begins where what has come so far ends, and answers how much has come now. A part that begins elsewhere is left
    /// out, as is one that would be more than a document may have: the answer then says where to go on.
    ///
    /// # Errors
    /// `storage.full`, `storage.read_only`.
    pub fn append(&self, hash: &ContentHash, offset: u64, part: &[u8]) -> Result<u64> {
        let so_far = self.partial_size(hash)?;
        if so_far != offset || so_far + part.len() as u64 > sealed_bytes(MOST_BYTES) {
            return Ok(so_far);
        }
        let path = self.arriving(hash);
        make_folder_of(&path)?;
        let mut file = private().append(true).create(true).open(&path)?;
        file.write_all(part)?;
        Ok(so_far + part.len() as u64)
    }

    /// Puts what has come in its place when it is what its name says, and throws it away when it is not.
    ///
    /// # Errors
    /// What the disk answers; what has come so far then stays.
    pub fn finish(&self, hash: &ContentHash) -> Result<Arrival> {
        if self.has(hash) {
            return Ok(Arrival::Whole);
        }
        let path = self.arriving(hash);
        let Some(mut file) = found(OpenOptions::new().read(true).write(true).open(&path))? else {
            return Ok(Arrival::Discarded);
        };
        let mut digest = Sha256::new();
        io::copy(&mut file, &mut Digesting(&mut digest))?;
        if *hash != ContentHash(digest.finalize().into()) {
            drop(file);
            fs::remove_file(&path)?;
            return Ok(Arrival::Discarded);
        }
        file.sync_all()?;
        drop(file);
        self.put(&path, hash)?;
        Ok(Arrival::Whole)
    }

    /// Removes what no row names and nobody has touched for so long: content and parts whose hash is not among the `wanted`, and what was being
    /// sealed when somebody pulled the plug. How many files went.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn sweep(&self, wanted: &HashSet<ContentHash>, untouched: Duration) -> Result<usize> {
        let mut gone = 0;
        for path in self.files()? {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_orphan = match ContentHash::parse(name) {
                Some(hash) => !wanted.contains(&hash),
                None => name.starts_with(NEW),
            };
            if is_orphan && is_older_than(&path, untouched)? {
                fs::remove_file(&path)?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Every file here, whatever it is.
    pub(super) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for path in entries(&self.folder)? {
            if path.is_dir() {
                files.extend(entries(&path)?);
            } else {
                files.push(path);
            }
        }
        Ok(files)
    }

    /// Gives a file that is whole and flushed its name.
    fn put(&self, file: &Path, hash: &ContentHash) -> io::Result<()> {
        let place = self.place(hash);
        make_folder_of(&place)?;
        fs::rename(file, &place)?;
        sync_folder_of(&place)
    }

    fn place(&self, hash: &ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    fn arriving(&self, hash: &ContentHash) -> PathBuf {
        self.folder.join("arriving").join(hash.to_string())
    }
}

const NEW: &str = "new-";

struct Digesting<'a>(&'a mut Sha256);

impl io::Write for Digesting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn found<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let Some(entries) = found(fs::read_dir(folder))? else { return Ok(Vec::new()) };
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// A file from the future is as good as new: the clock was turned back.
fn is_older_than(path: &Path, age: Duration) -> io::Result<bool> {
    let touched = fs::metadata(path)?.modified()?;
    Ok(SystemTime::now().duration_since(touched).is_ok_and(|untouched| untouched >= age))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), make_folder)
}

/// A folder that other users of the machine cannot look into, with those above it, durable before anything stands in it.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    make_folder_of(folder)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // Somebody else was faster.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder_of(folder)
}
