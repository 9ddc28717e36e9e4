//! The bytes of protocol 1, fixed. Desks and hubs of different ages meet: what is written here once is read for as long as it is in the field.
//! A new field with a default changes what we write; then the old bytes stay, as a file of their own that must still be read.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::sync::{SyncReply, decode_rows, encode_rows};
use wire::{changes, operation};

use crate::samples;

fn fixed(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bytes/protocol-1").join(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).expect("two digits");
    digits.chunks(2).map(byte).collect()
}

fn same(name: &str, written: &[u8]) {
    let digits: String = written.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(fixed(name) == written, "{name} is now written as\n{digits}");
}

fn envelope<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, message: &T) {
    same(name, &rmp_serde::to_vec_named(message).expect("a message of ours"));
    assert_eq!(rmp_serde::from_slice::<T>(&fixed(name)).as_ref().ok(), Some(message));
}

#[test]
fn what_was_released_is_written_and_read_as_it_was() {
    let change = samples::change();
    same("changes.hex", &changes::encode(std::slice::from_ref(&change)));
    assert_eq!(changes::decode(&fixed("changes.hex")), Ok(vec![change]));
    let operation = samples::operation();
    same("operation.hex", &operation::encode(&operation));
    assert_eq!(operation::decode(&fixed("operation.hex"), operation.changes_hash), Ok(operation));
    let row = samples::row();
    same("rows.hex", &encode_rows([&row].into_iter()));
    assert_eq!(decode_rows(&fixed("rows.hex")), Ok(vec![row]));
    envelope("sync-request.hex", &samples::request());
    envelope("sync-reply.hex", &samples::reply());
    // Of a hub that has not heard of `chains`.
    let before = SyncReply { chains: false, ..samples::reply() };
    assert_eq!(
        rmp_serde::from_slice::<SyncReply>(&fixed("sync-reply-before-chains.hex")).as_ref().ok(),
        Some(&before)
    );
    envelope("sync-request-chained.hex", &samples::chained_request());
    envelope("enrol-request.hex", &samples::enrolment());
    envelope("enrol-reply.hex", &samples::enrolled());
    envelope("number-request.hex", &samples::new_number());
    envelope("number-reply.hex", &samples::numbered());
    envelope("trouble.hex", &samples::trouble());
    envelope("blob-part.hex", &samples::blob_part());
    envelope("blob-reply.hex", &samples::blob());
    envelope("blobs-reply.hex", &samples::blobs());
}
