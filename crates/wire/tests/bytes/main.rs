//! Whatever bytes arrive, a decoder answers: it never panics, never allocates for what bytes merely claim, and what it does accept it
//! would write again so that it reads the same.
//!
//! `golden` holds the bytes to those of the first release.
//!
//! In a plain test run these try a few thousand inputs. `cargo bolero test --package clinic-wire NAME` goes on for as long as one likes
//! and lets coverage lead the way.

mod golden;
mod samples;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Debug;
use std::panic::RefUnwindSafe;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::sync::{MOST_BYTES_READ, decode_rows, encode_rows, pack, unpack};
use wire::{changes, operation};

use crate::samples::{change, reply, request, row};

/// Counts what the current thread asks for, so that a test can say what is too much.
struct Counting;

thread_local! {
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator cannot be written without")]
// SAFETY: everything is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ASKED.try_with(|asked| asked.set(asked.get() + layout.size()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs the decoder and holds it to memory that grows with what it was given, not with what that claims.
fn within_bounds<T>(input: usize, decode: impl FnOnce() -> T) -> T {
    within(64 * 1024 + 512 * input, decode)
}

fn within<T>(most: usize, decode: impl FnOnce() -> T) -> T {
    ASKED.set(0);
    let result = decode();
    let asked = ASKED.get();
    assert!(asked <= most, "{asked} bytes asked for, {most} allowed");
    result
}

/// What serde sets aside at most for a list that claims to be long.
const CAUTIOUS: usize = 1 << 20;

/// Something valid with a piece of it replaced: what random bytes hardly ever reach.
fn spoilt(valid: &[u8], (at, drop, put): &(u16, u8, Vec<u8>)) -> Vec<u8> {
    let at = usize::from(*at) % (valid.len() + 1);
    let end = (at + usize::from(*drop)).min(valid.len());
    [&valid[..at], put, &valid[end..]].concat()
}

type Piece = (u16, u8, Vec<u8>);

/// Tries a decoder with plain bytes and with spoilt ones.
fn try_all(name: &str, valid: &[u8], check: impl Fn(&[u8]) + RefUnwindSafe) {
    check(valid);
    bolero::check!(name = name)
        .with_type::<(bool, Piece)>()
        .for_each(|(plain, piece)| if *plain { check(&piece.2) } else { check(&spoilt(valid, piece)) });
}

#[test]
fn changes_are_read_within_bounds() {
    try_all("changes", &changes::encode(&[change(), change()]), |bytes| {
        if let Ok(read) = within_bounds(bytes.len(), || changes::decode(bytes)) {
            let written = changes::encode(&read);
            assert_eq!(changes::decode(&written).map(|read| changes::encode(&read)), Ok(written));
        }
    });
}

#[test]
fn operations_are_read_within_bounds() {
    try_all("operations", &operation::encode(&samples::operation()), |bytes| {
        if let Ok(read) = within_bounds(bytes.len(), || operation::decode(bytes, [0; 32])) {
            assert_eq!(operation::decode(&operation::encode(&read), [0; 32]).as_ref(), Ok(&read));
        }
    });
}

#[test]
fn rows_are_read_within_bounds() {
    try_all("rows", &encode_rows([row(), row()].iter()), |bytes| {
        if let Ok(read) = within_bounds(bytes.len(), || decode_rows(bytes)) {
            let written = encode_rows(read.iter());
            assert_eq!(decode_rows(&written).map(|read| encode_rows(read.iter())), Ok(written));
        }
    });
}

#[test]
fn rows_as_columns_are_read_within_bounds() {
    let rows: Vec<_> = (0..100).map(|_| row()).collect();
    try_all("rows as columns", &encode_rows(rows.iter()), |bytes| {
        if let Ok(read) = within_bounds(bytes.len(), || decode_rows(bytes)) {
            let written = encode_rows(read.iter());
            assert_eq!(decode_rows(&written).map(|read| encode_rows(read.iter())), Ok(written));
        }
    });
}

fn envelope<T>(name: &str, valid: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug + RefUnwindSafe,
{
    let packed = pack(valid);
    assert_eq!(unpack::<T>(&packed).as_ref(), Ok(valid));
    try_all(name, &packed, |bytes| {
        // A compressed message may grow, to the largest there is and no further; decompression needs its window as well.
        if let Ok(read) = within(8 * MOST_BYTES_READ, || unpack::<T>(bytes)) {
            assert_eq!(unpack::<T>(&pack(&read)).as_ref(), Ok(&read));
        }
    });
    // Past the compression, where most of the mistakes would be.
    let plain = rmp_serde::to_vec_named(valid).expect("a message of ours");
    try_all(name, &plain, |bytes| {
        let _ = within(4 * CAUTIOUS + 512 * bytes.len(), || rmp_serde::from_slice::<T>(bytes));
    });
}

#[test]
fn requests_are_read_within_bounds() {
    envelope("requests", &request());
    envelope("chained requests", &samples::chained_request());
}

#[test]
fn replies_are_read_within_bounds() {
    envelope("replies", &reply());
}

#[test]
fn the_small_messages_are_read_within_bounds() {
    envelope("enrol", &samples::enrolment());
    envelope("enrolled", &samples::enrolled());
    envelope("number", &samples::new_number());
    envelope("numbered", &samples::numbered());
    envelope("trouble", &samples::trouble());
}
