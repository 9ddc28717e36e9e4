//! A disk in memory that remembers every write and every flush, as a SQLite VFS. From its record any moment of a power cut can be made
//! again: what was flushed is there, and of what was written since, any part of it, torn at sectors, as a real disk leaves it.
//!
//! One disk is one directory (`/disk-7/clinic.db` stands on disk `/disk-7`), so that threads can each try images of their own.
#![allow(dead_code)] // Each fault test uses a part of it.
//! Long because a VFS is one table of functions.
#![allow(unsafe_code)] // A VFS is a table of C functions; each one below says what it relies on.

use std::collections::{BTreeMap, HashMap};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::ffi;

/// What happened on a disk, in order.
#[derive(Debug, Clone)]
pub enum Event {
    Write {
        file: String,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: String,
        length: usize,
    },
    Remove {
        file: String,
    },
    Flush {
        file: String,
    },
    /// The application was told that this much is durable.
    Acknowledged(u32),
}

pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
struct Disk {
    files: Files,
    record: Vec<Event>,
    locks: HashMap<String, Vec<(u64, c_int)>>,
    shared_memory: HashMap<String, SharedMemory>,
    next_handle: u64,
    fault: Option<Fault>,
}

/// What is wrong with a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It takes so many more writes and is full then. Overwriting counts: a copy-on-write disk fills that way too.
    FullAfter(u32),
    /// It lets nobody write.
    ReadOnly,
}

#[derive(Default)]
struct SharedMemory {
    regions: Vec<*mut u8>,
    /// For each of SQLite's eight lock slots: how many share it, or -1 when one holds it alone.
    slots: [i32; ffi::SQLITE_SHM_NLOCK as usize],
}

// SAFETY: the regions are plain memory that SQLite shares between connections under its own locks, as it does with mapped files.
unsafe impl Send for SharedMemory {}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        for region in self.regions.drain(..) {
            // SAFETY: each region came from `Box::into_raw` of exactly this type in `shm_map`.
            drop(unsafe { Box::from_raw(region.cast::<[u64; REGION_WORDS]>()) });
        }
    }
}

const REGION_WORDS: usize = 32 * 1024 / 8;

fn disks() -> &'static Mutex<HashMap<String, Arc<Mutex<Disk>>>> {
    static DISKS: OnceLock<Mutex<HashMap<String, Arc<Mutex<Disk>>>>> = OnceLock::new();
    DISKS.get_or_init(Mutex::default)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn disk_of(path: &str) -> Arc<Mutex<Disk>> {
    let name = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    Arc::clone(lock(disks()).entry(name.to_owned()).or_default())
}

/// Notes that the application was told so.
pub fn acknowledge(directory: &str, count: u32) {
    lock(&disk_of(&format!("{directory}/"))).record.push(Event::Acknowledged(count));
}

/// Everything that happened on this disk so far.
pub fn record(directory: &str) -> Vec<Event> {
    lock(&disk_of(&format!("{directory}/"))).record.clone()
}

/// Breaks or mends a disk.
pub fn set_fault(directory: &str, fault: Option<Fault>) {
    lock(&disk_of(&format!("{directory}/"))).fault = fault;
}

/// Replaces a disk by these files, as found after the power came back. Paths keep their file names and get the new directory.
pub fn insert_disk(directory: &str, files: Files) {
    let files = files
        .into_iter()
        .map(|(path, bytes)| (format!("{directory}/{}", path.rsplit('/').next().unwrap_or_default()), bytes))
        .collect();
    lock(disks()).insert(directory.to_owned(), Arc::new(Mutex::new(Disk { files, ..Disk::default() })));
}

/// Registers the VFS as this process's default. Call once, before the first connection.
pub fn install() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        // SAFETY: SQLite has not begun yet, as this setting asks. The default VFS exists; ours borrows its clock and randomness and lives
        // for ever (leaked).
        unsafe {
            // Each cut opens a database: counting the memory of all workers under one lock would be a third of the work.
            assert_eq!(ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0), ffi::SQLITE_OK);
            let system = ffi::sqlite3_vfs_find(std::ptr::null());
            let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
                iVersion: 2,
                szOsFile: c_int::try_from(size_of::<Handle>()).expect("a handle is small"),
                mxPathname: 512,
                pNext: std::ptr::null_mut(),
                zName: c"recording".as_ptr(),
                pAppData: std::ptr::null_mut(),
                xOpen: Some(open),
                xDelete: Some(delete),
                xAccess: Some(access),
                xFullPathname: Some(full_pathname),
                xDlOpen: None,
                xDlError: None,
                xDlSym: None,
                xDlClose: None,
                xRandomness: (*system).xRandomness,
                xSleep: (*system).xSleep,
                xCurrentTime: (*system).xCurrentTime,
                xGetLastError: None,
                xCurrentTimeInt64: (*system).xCurrentTimeInt64,
                xSetSystemCall: None,
                xGetSystemCall: None,
                xNextSystemCall: None,
            }));
            assert_eq!(ffi::sqlite3_vfs_register(vfs, 1), ffi::SQLITE_OK);
        }
    });
}

#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    inner: *mut Inner,
}

struct Inner {
    path: String,
    disk: Arc<Mutex<Disk>>,
    id: u64,
    /// Which shared-memory slots this handle holds: 0 none, 1 shared, 2 alone.
    held: [u8; ffi::SQLITE_SHM_NLOCK as usize],
}

/// SAFETY: SQLite passes the file it got from `open`, whose handle it never moves, one call at a time.
unsafe fn inner<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Inner {
    unsafe { &mut *(*file.cast::<Handle>()).inner }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock_file),
    xUnlock: Some(unlock_file),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    unsafe {
        let path = text(name).unwrap_or_else(|| "/nameless/file".to_owned());
        let disk = disk_of(&path);
        let id = {
            let mut disk = lock(&disk);
            if !disk.files.contains_key(&path) {
                if flags & ffi::SQLITE_OPEN_CREATE == 0 {
                    (*file).pMethods = std::ptr::null();
                    return ffi::SQLITE_CANTOPEN;
                }
                disk.files.insert(path.clone(), Vec::new());
            }
            disk.next_handle += 1;
            disk.next_handle
        };
        let handle = file.cast::<Handle>();
        (*handle).inner = Box::into_raw(Box::new(Inner { path, disk, id, held: [0; 8] }));
        (*handle).base.pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
        ffi::SQLITE_OK
    }
}

unsafe fn text(name: *const c_char) -> Option<String> {
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned())
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, _: c_int) -> c_int {
    let Some(path) = (unsafe { text(name) }) else { return ffi::SQLITE_IOERR };
    let disk = disk_of(&path);
    let mut disk = lock(&disk);
    match disk.files.remove(&path) {
        Some(_) => {
            disk.record.push(Event::Remove { file: path });
            ffi::SQLITE_OK
        }
        None => ffi::SQLITE_IOERR_DELETE_NOENT,
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(path) = (unsafe { text(name) }) else { return ffi::SQLITE_IOERR };
    let exists = lock(&disk_of(&path)).files.contains_key(&path);
    unsafe { *out = c_int::from(exists) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    size: c_int,
    out: *mut c_char,
) -> c_int {
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > usize::try_from(size).unwrap_or(0) {
            return ffi::SQLITE_CANTOPEN;
        }
        std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        unlock_file(file, ffi::SQLITE_LOCK_NONE);
        let handle = file.cast::<Handle>();
        drop(Box::from_raw((*handle).inner));
        (*handle).inner = std::ptr::null_mut();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    out: *mut c_void,
    count: c_int,
    offset: i64,
) -> c_int {
    let inner = unsafe { inner(file) };
    let (count, offset) = (usize::try_from(count).unwrap_or(0), usize::try_from(offset).unwrap_or(0));
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let out = unsafe { std::slice::from_raw_parts_mut(out.cast::<u8>(), count) };
    let disk = lock(&inner.disk);
    let bytes = disk.files.get(&inner.path).map_or(&[][..], Vec::as_slice);
    let there = bytes.get(offset..).unwrap_or_default();
    let known = there.len().min(count);
    out[..known].copy_from_slice(&there[..known]);
    out[known..].fill(0);
    if known < count { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    count: c_int,
    offset: i64,
) -> c_int {
    let inner = unsafe { inner(file) };
    let (count, offset) = (usize::try_from(count).unwrap_or(0), usize::try_from(offset).unwrap_or(0));
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), count) };
    let mut disk = lock(&inner.disk);
    match &mut disk.fault {
        None => {}
        Some(Fault::ReadOnly) => return ffi::SQLITE_READONLY,
        Some(Fault::FullAfter(0)) => return ffi::SQLITE_FULL,
        Some(Fault::FullAfter(left)) => *left -= 1,
    }
    place(disk.files.entry(inner.path.clone()).or_default(), offset, bytes);
    let event = Event::Write { file: inner.path.clone(), offset, bytes: bytes.to_vec() };
    disk.record.push(event);
    ffi::SQLITE_OK
}

/// Writes `bytes` at `offset`, growing the file where it must.
pub fn place(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[offset..end].copy_from_slice(bytes);
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let inner = unsafe { inner(file) };
    let length = usize::try_from(size).unwrap_or(0);
    let mut disk = lock(&inner.disk);
    if let Some(content) = disk.files.get_mut(&inner.path) {
        content.resize(length, 0);
    }
    disk.record.push(Event::Truncate { file: inner.path.clone(), length });
    ffi::SQLITE_OK
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    let inner = unsafe { inner(file) };
    lock(&inner.disk).record.push(Event::Flush { file: inner.path.clone() });
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    let inner = unsafe { inner(file) };
    let size = lock(&inner.disk).files.get(&inner.path).map_or(0, Vec::len);
    unsafe { *out = i64::try_from(size).unwrap_or(i64::MAX) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock_file(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let inner = unsafe { inner(file) };
    let mut disk = lock(&inner.disk);
    let holders = disk.locks.entry(inner.path.clone()).or_default();
    let others = holders.iter().filter(|(id, _)| *id != inner.id).map(|(_, level)| *level).max();
    let highest = others.unwrap_or(ffi::SQLITE_LOCK_NONE);
    let free = match level {
        ffi::SQLITE_LOCK_SHARED => highest < ffi::SQLITE_LOCK_PENDING,
        ffi::SQLITE_LOCK_RESERVED => highest < ffi::SQLITE_LOCK_RESERVED,
        _ => highest < ffi::SQLITE_LOCK_SHARED,
    };
    if !free {
        return ffi::SQLITE_BUSY;
    }
    match holders.iter_mut().find(|(id, _)| *id == inner.id) {
        Some((_, held)) => *held = (*held).max(level),
        None => holders.push((inner.id, level)),
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn unlock_file(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let inner = unsafe { inner(file) };
    let mut disk = lock(&inner.disk);
    let holders = disk.locks.entry(inner.path.clone()).or_default();
    if level == ffi::SQLITE_LOCK_NONE {
        holders.retain(|(id, _)| *id != inner.id);
    } else if let Some((_, held)) = holders.iter_mut().find(|(id, _)| *id == inner.id) {
        *held = (*held).min(level);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let inner = unsafe { inner(file) };
    let disk = lock(&inner.disk);
    let reserved = disk
        .locks
        .get(&inner.path)
        .is_some_and(|holders| holders.iter().any(|(_, level)| *level >= ffi::SQLITE_LOCK_RESERVED));
    unsafe { *out = c_int::from(reserved) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}
unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    512
}
unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    // Nothing is promised: no atomic writes, no order, no safe overwrite of neighbours.
    0
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let inner = unsafe { inner(file) };
    assert_eq!(usize::try_from(size).ok(), Some(REGION_WORDS * 8), "SQLite maps 32 KiB at a time");
    let page = usize::try_from(page).unwrap_or(0);
    let mut disk = lock(&inner.disk);
    let memory = disk.shared_memory.entry(inner.path.clone()).or_default();
    while memory.regions.len() <= page && extend != 0 {
        memory.regions.push(Box::into_raw(Box::new([0_u64; REGION_WORDS])).cast());
    }
    let region = memory.regions.get(page).copied().unwrap_or(std::ptr::null_mut());
    unsafe { *out = region.cast() };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let inner = unsafe { inner(file) };
    let mut disk = lock(&inner.disk);
    let memory = disk.shared_memory.entry(inner.path.clone()).or_default();
    let range = usize::try_from(first).unwrap_or(0)..usize::try_from(first + count).unwrap_or(0);
    let alone = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        for slot in range {
            match inner.held[slot] {
                1 => memory.slots[slot] -= 1,
                2 => memory.slots[slot] = 0,
                _ => {}
            }
            inner.held[slot] = 0;
        }
        return ffi::SQLITE_OK;
    }
    let free = range.clone().all(|slot| {
        let (held, taken) = (inner.held[slot], memory.slots[slot]);
        if alone { taken == 0 || (held == 1 && taken == 1) } else { taken >= 0 }
    });
    if !free {
        return ffi::SQLITE_BUSY;
    }
    for slot in range {
        if alone {
            memory.slots[slot] = -1;
            inner.held[slot] = 2;
        } else if inner.held[slot] == 0 {
            memory.slots[slot] += 1;
            inner.held[slot] = 1;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, remove: c_int) -> c_int {
    let inner = unsafe { inner(file) };
    let mut disk = lock(&inner.disk);
    if remove != 0 {
        disk.shared_memory.remove(&inner.path);
    }
    ffi::SQLITE_OK
}
