//! Whatever bytes arrive, a decoder answers: it never panics, never allocates for what bytes merely claim, and what it does accept it
//! would write again so that it reads the same.
//!
//! In a plain test run these try a few thousand inputs. `cargo bolero test --package clinic-wire NAME` goes on for as long as one likes
//! and lets coverage lead the way.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Debug;
use std::panic::RefUnwindSafe;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::changes::{self, Action, Change, Field, Value};
use wire::operation::{self, Operation};
use wire::sync::{
    EnrolReply, EnrolRequest, MOST_BYTES_READ, NewNumberReply, NewNumberRequest, PROTOCOL, Pushed, Row,
    SyncReply, SyncRequest, Trouble, decode_rows, encode_rows, pack, unpack,
};

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

fn change() -> Change {
    let field = |column, after| Field { column, before: Value::Null, after };
    Change {
        table: 12,
        row: Uuid::from_u128(7),
        action: Action::Insert,
        fields: vec![
            field(1, Value::Text("APT-A-000001".into())),
            field(2, Value::Integer(-5)),
            field(3, Value::Blob(vec![0; 16])),
            field(4, Value::Real(1.5)),
        ],
    }
}

fn operation() -> Operation {
    Operation {
        uid: Uuid::from_u128(1),
        number: 3,
        hlc: 1 << 50,
        at: 1_790_000_000_000,
        account: Some(Uuid::from_u128(2)),
        desk: Uuid::from_u128(3),
        kind: "appointments.book".into(),
        reason: None,
        detail: None,
        undoes: None,
        schema: 6,
        changes_hash: [7; 32],
    }
}

fn row() -> Row {
    let fields = vec![(1, Value::Text("منى".into())), (5, Value::Integer(600))];
    Row { table: 11, id: Uuid::from_u128(9), seq: 40, gone: false, fields }
}

fn request() -> SyncRequest {
    let pushed = Pushed {
        operation: operation::encode(&operation()).into(),
        changes: changes::encode(&[change()]).into(),
        previous: vec![0; 32].into(),
        base: 12,
    };
    SyncRequest {
        protocol: PROTOCOL,
        schema: 6,
        epoch: Some(Uuid::from_u128(4)),
        boot: Uuid::from_u128(5),
        cursor: 12,
        everything: false,
        push: vec![pushed],
        digests: Vec::new(),
        max_bytes: 65_536,
    }
}

fn reply() -> SyncReply {
    SyncReply {
        epoch: Uuid::from_u128(4),
        now: 1_790_000_000_000,
        through: 3,
        outcomes: Vec::new(),
        rows: ByteBuf::from(encode_rows([row()].iter())),
        next: 40,
        head: 40,
        more: false,
        refilled: true,
        differs: Vec::new(),
        least_schema: 6,
    }
}

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
    try_all("operations", &operation::encode(&operation()), |bytes| {
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
}

#[test]
fn replies_are_read_within_bounds() {
    envelope("replies", &reply());
}

#[test]
fn the_small_messages_are_read_within_bounds() {
    envelope(
        "enrol",
        &EnrolRequest {
            protocol: PROTOCOL,
            code: "7KQ2-M9TX".into(),
            desk: Uuid::from_u128(3),
            name: "Front".into(),
            schema: 6,
            operations: 0,
            returning: None,
        },
    );
    envelope(
        "enrolled",
        &EnrolReply {
            clinic: Uuid::from_u128(1),
            clinic_name: "Nile".into(),
            number: 2,
            letter: "B".into(),
            token: "ab".repeat(32),
            epoch: Uuid::from_u128(4),
            joined: true,
        },
    );
    envelope(
        "number",
        &NewNumberRequest {
            protocol: PROTOCOL,
            boot: Uuid::from_u128(5),
            desk: Uuid::from_u128(3),
            from_number: 7,
            from_hash: vec![1; 32].into(),
        },
    );
    envelope("numbered", &NewNumberReply { number: 3, letter: "C".into(), token: "cd".repeat(32) });
    envelope::<Trouble>("trouble", &hub_trouble());
}

fn hub_trouble() -> Trouble {
    Trouble {
        code: wire::sync::TroubleCode::Forked,
        through: Some(3),
        hash: Some(vec![1; 32].into()),
        epoch: None,
        head: None,
        least: None,
        after: None,
    }
}
