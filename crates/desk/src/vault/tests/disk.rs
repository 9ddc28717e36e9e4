//! What a disk does: it fills, it takes no writes, it rots, it is stolen.

use std::fs;

use serde_json::json;

use super::{House, copy_of, patients, refused, register, try_register};
use crate::error::{Error, Refusal};
use crate::session::Health;
use crate::session::tests::PASSWORD;

#[test]
fn a_flipped_bit_in_any_page_is_damage() {
    let (house, _) = House::founded();
    for name in ["Nour Hassan", "Karim Adel", "Samia Lotfy"] {
        register(&house, name);
    }
    let house = house.closed();
    let path = house.database();
    let sound = fs::read(&path).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 20, "{pages} pages");
    let inside = path.strip_prefix(house.dir.path()).unwrap();
    for page in 0..pages {
        let house = House::at(copy_of(house.dir.path()), house.clock.clone());
        let mut rotten = sound.clone();
        rotten[page * 4096 + 1234] ^= 1;
        fs::write(house.dir.path().join(inside), &rotten).unwrap();
        match house.login("mona", PASSWORD) {
            Err(refusal) => assert_eq!(refusal.code, "vault.damaged", "page {page}"),
            // The page is not needed for a login: the check in the background meets it.
            Ok(_) => assert_eq!(checked(&house), Health::Damaged, "page {page}"),
        }
    }
    house.login("mona", PASSWORD).unwrap();
    assert_eq!(checked(&house), Health::Sound);
}

/// What the check in the background comes to.
fn checked(house: &House) -> Health {
    let mut news = house.desk.announcements();
    loop {
        match house.desk.health().expect("the desk is open") {
            // It is announced after it is found, and we listened before we looked.
            Health::Checking => news.blocking_recv().unwrap(),
            found => return found,
        };
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_done() {
    let (house, _) = House::founded();
    register(&house, "Nour Hassan");
    {
        let opened = house.desk.opened().unwrap();
        let writer = opened.store.writer();
        let pages: i64 = writer.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        writer.connection.pragma_update(None, "max_page_count", pages).unwrap();
    }
    let full = (0..200).map(|_| try_register(&house, "Karim Adel")).find(|answer| answer.is_err());
    assert_eq!(refused(full.expect("two hundred patients need more room")), "storage.full");
    // Reading goes on.
    assert!(patients(&house).as_i64().unwrap() >= 1);
    house.call("session.whoami", json!({})).unwrap();
}

#[test]
fn a_disk_that_takes_no_writes_is_said() {
    let (house, _) = House::founded();
    house.desk.opened().unwrap().store.writer().connection.pragma_update(None, "query_only", true).unwrap();
    assert_eq!(refused(try_register(&house, "Nour Hassan")), "storage.read_only");
    house.call("session.whoami", json!({})).unwrap();
    for (kind, expected) in [
        (std::io::ErrorKind::ReadOnlyFilesystem, "storage.read_only"),
        (std::io::ErrorKind::PermissionDenied, "storage.read_only"),
        (std::io::ErrorKind::StorageFull, "storage.full"),
    ] {
        match Error::from(std::io::Error::from(kind)) {
            Error::Refused(refusal) => assert_eq!(refusal, Refusal::new(expected)),
            Error::Fault(_) => panic!("{kind:?} is something a person can act on"),
        }
    }
}

#[test]
fn no_file_of_a_desk_holds_a_patients_name_or_a_password_in_clear() {
    let (house, recovery) = House::founded();
    register(&house, "Nourhan Elsayyad");
    house.staff("salma", "receptionist");
    house.login("mona", "wrong nourhan wrong").unwrap_err();
    let secrets = ["Nourhan", "Elsayyad", PASSWORD, &recovery, "wrong nourhan wrong", "SQLite format 3"];
    let mut files = 0;
    let mut folders = vec![house.dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).unwrap();
            for secret in secrets {
                let found = memchr::memmem::find(&bytes, secret.as_bytes());
                assert_eq!(found, None, "{} holds a secret", path.display());
            }
        }
    }
    assert!(files >= 6, "{files} files were looked at");
}
