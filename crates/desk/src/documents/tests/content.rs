use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::documents::content::{Arrival, Content, ContentHash, ORPHANS_STAY};
use crate::documents::sealing::{new_key, open};

fn store() -> (tempfile::TempDir, Content) {
    let dir = tempfile::tempdir().unwrap();
    let content = Content::beside(&dir.path().join("clinic-1.db"));
    (dir, content)
}

/// A part of another desk's content at a time, as it comes from the hub.
fn carry(from: &Content, to: &Content, hash: &ContentHash, most: usize) {
    loop {
        let offset = to.partial_size(hash).unwrap();
        let part = from.part(hash, offset, most).unwrap().unwrap();
        if part.is_empty() {
            return;
        }
        assert_eq!(to.append(hash, offset, &part).unwrap(), offset + part.len() as u64);
    }
}

#[test]
fn content_is_found_again_by_its_hash_and_only_the_key_opens_it() {
    let (_dir, content) = store();
    let key = new_key();
    let sealed = content.seal(&b"haemoglobin 11.2"[..], &key).unwrap();
    let bytes = content.read(&sealed.hash).unwrap().unwrap();
    assert!(content.has(&sealed.hash));
    assert_eq!(ContentHash(Sha256::digest(&bytes).into()), sealed.hash);
    assert_eq!(content.size(&sealed.hash).unwrap(), Some(bytes.len() as u64));
    assert_eq!(open(&bytes, &key).as_deref(), Some(&b"haemoglobin 11.2"[..]));
    assert!(!bytes.windows(11).any(|run| run == b"haemoglobin"));
    assert_eq!(ContentHash::parse(&sealed.hash.to_string()), Some(sealed.hash));
}

#[test]
fn what_is_not_here_is_no_fault() {
    let (_dir, content) = store();
    let hash = ContentHash([3; 32]);
    assert!(!content.has(&hash));
    assert_eq!(content.read(&hash).unwrap(), None);
    assert_eq!(content.part(&hash, 0, 10).unwrap(), None);
    assert_eq!(content.partial_size(&hash).unwrap(), 0);
    assert_eq!(content.finish(&hash).unwrap(), Arrival::Discarded);
    assert_eq!(content.sweep(&HashSet::new(), Duration::ZERO).unwrap(), 0);
}

#[test]
fn content_arrives_in_parts_and_goes_on_where_it_stopped() {
    let ((_one, from), (dir, to)) = (store(), store());
    let key = new_key();
    let original: Vec<u8> = (0..200_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let hash = from.seal(&original[..], &key).unwrap().hash;
    let first = from.part(&hash, 0, 70_000).unwrap().unwrap();
    to.append(&hash, 0, &first).unwrap();
    assert!(!to.has(&hash));
    // The desk was closed meanwhile.
    let to = Content::beside(&dir.path().join("clinic-1.db"));
    assert_eq!(to.partial_size(&hash).unwrap(), 70_000);
    carry(&from, &to, &hash, 50_000);
    assert_eq!(to.finish(&hash).unwrap(), Arrival::Whole);
    assert_eq!(open(&to.read(&hash).unwrap().unwrap(), &key), Some(original));
    assert_eq!(to.partial_size(&hash).unwrap(), 0);
    assert_eq!(to.finish(&hash).unwrap(), Arrival::Whole);
}

#[test]
fn a_part_that_comes_twice_or_too_early_changes_nothing() {
    let (_dir, content) = store();
    let hash = ContentHash([3; 32]);
    assert_eq!(content.append(&hash, 0, b"first").unwrap(), 5);
    assert_eq!(content.append(&hash, 0, b"first").unwrap(), 5);
    assert_eq!(content.append(&hash, 9, b"third").unwrap(), 5);
    assert_eq!(content.partial_size(&hash).unwrap(), 5);
}

#[test]
fn what_is_not_what_its_name_says_is_thrown_away() {
    let ((_one, from), (_two, to)) = (store(), store());
    let hash = from.seal(&b"a result"[..], &new_key()).unwrap().hash;
    let mut damaged = from.read(&hash).unwrap().unwrap();
    damaged[30] ^= 1;
    to.append(&hash, 0, &damaged).unwrap();
    assert_eq!(to.finish(&hash).unwrap(), Arrival::Discarded);
    assert!(!to.has(&hash));
    assert_eq!(to.partial_size(&hash).unwrap(), 0);
    carry(&from, &to, &hash, 1_000);
    assert_eq!(to.finish(&hash).unwrap(), Arrival::Whole);
}

#[test]
fn a_sweep_takes_what_no_row_names_and_nobody_touched_lately() {
    let (dir, content) = store();
    let kept = content.seal(&b"kept"[..], &new_key()).unwrap().hash;
    let orphan = content.seal(&b"orphan"[..], &new_key()).unwrap().hash;
    content.append(&ContentHash([1; 32]), 0, b"wanted").unwrap();
    content.append(&ContentHash([2; 32]), 0, b"unwanted").unwrap();
    fs::write(dir.path().join("content/new-cut-off"), b"half").unwrap();
    let wanted = HashSet::from([kept, ContentHash([1; 32])]);
    assert_eq!(content.sweep(&wanted, ORPHANS_STAY).unwrap(), 0);
    assert_eq!(content.sweep(&wanted, Duration::ZERO).unwrap(), 3);
    assert!(content.has(&kept) && !content.has(&orphan));
    assert_eq!(content.partial_size(&ContentHash([1; 32])).unwrap(), 6);
    assert_eq!(content.partial_size(&ContentHash([2; 32])).unwrap(), 0);
}

#[test]
fn a_reader_that_fails_leaves_nothing() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the stick was pulled out"))
        }
    }
    let (_dir, content) = store();
    content.seal(Failing, &new_key()).unwrap_err();
    assert_eq!(content.files().unwrap(), Vec::<PathBuf>::new());
}
