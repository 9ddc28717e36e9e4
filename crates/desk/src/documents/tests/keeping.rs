//! What becomes of a document after it was attached.

use std::time::Duration;

use domain::document::DocumentAudience;
use rusqlite::named_params;

use super::{PDF, house, refused};
use crate::Session;
use crate::documents::{
    AttachDocument, ContentHash, DocumentRef, attach, content_hashes, new_key, open, remove,
};
use crate::ledger::requests::{ListOperations, UndoRequest};
use crate::ledger::undo::undo;
use crate::ledger::views::list as operations;
use crate::store::{RowExt as _, Sql};

#[test]
fn a_removal_is_undone_with_its_content() {
    let house = house();
    let id = house.attached(&house.doctor, DocumentAudience::Registry);
    remove(&house.test.desk, &house.doctor, DocumentRef { id }).unwrap();
    assert_eq!(refused(open(&house.test.desk, &house.doctor, DocumentRef { id })).code, "not_found");
    assert_eq!(house.ids(&house.doctor), []);
    let wanted = house.test.desk.read(content_hashes).unwrap();
    let content = &house.test.desk.opened().unwrap().content;
    assert_eq!(content.sweep(&wanted, Duration::ZERO).unwrap(), 0, "its content waits");
    undo(&house.test.desk, &house.doctor, UndoRequest::default()).unwrap();
    assert!(house.opens(&house.doctor, id));
}

#[test]
fn content_that_has_not_arrived_is_said_and_damage_is_found() {
    let house = house();
    let id = house.attached(&house.doctor, DocumentAudience::Registry);
    let hash: ContentHash = house
        .test
        .desk
        .read(|connection| {
            Ok(connection
                .query_row("select content_hash from document", [], |row| row.col("content_hash"))?)
        })
        .unwrap();
    let name = hash.to_string();
    let path = house.test.dir.path().join("content").join(&name[..2]).join(&name);
    let sealed = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(!house.listed(&house.doctor).documents[0].is_here);
    assert_eq!(
        refused(open(&house.test.desk, &house.doctor, DocumentRef { id })).code,
        "document.not_here_yet"
    );
    assert_eq!(house.kinds("documents.open"), 0, "nothing was shown, and nothing says so");
    let content = &house.test.desk.opened().unwrap().content;
    content.append(&hash, 0, &sealed).unwrap();
    content.finish(&hash).unwrap();
    assert!(house.opens(&house.doctor, id));
    std::fs::write(&path, &sealed[..sealed.len() - 1]).unwrap();
    assert_eq!(refused(open(&house.test.desk, &house.doctor, DocumentRef { id })).code, "document.damaged");
}

/// The process may end at any moment: between the file and its row there is nothing but a file that nobody names.
#[test]
fn the_content_is_there_before_the_row_and_an_orphan_goes() {
    let house = house();
    let opened = house.test.desk.opened().unwrap();
    let kept = house.attached(&house.doctor, DocumentAudience::Registry);
    let cut_off = opened.content.seal(PDF, &new_key()).unwrap();
    assert_eq!(house.count(), 1);
    let wanted = house.test.desk.read(content_hashes).unwrap();
    assert_eq!(opened.content.sweep(&wanted, Duration::ZERO).unwrap(), 1);
    assert!(!opened.content.has(&cut_off.hash));
    assert!(house.opens(&house.doctor, kept));
}

#[test]
fn documents_follow_the_file_that_two_became() {
    let house = house();
    let other = house.test.patient("Samia Faruk");
    let file = AttachDocument { patient_id: other, ..house.file("old.pdf", DocumentAudience::Registry) };
    let late = attach(&house.test.desk, &house.reception, file).unwrap().id;
    // As a desk does that has heard of the merge after it attached.
    house
        .test
        .desk
        .commit(&house.test.admin, "patients.merge", |tx| {
            tx.execute(
                "update patient set merged_into = :into, deleted_at = :now where id = :id",
                named_params! { ":into": Sql(house.patient), ":now": Sql(tx.now()), ":id": Sql(other) },
            )?;
            Ok(())
        })
        .unwrap();
    assert_eq!(house.ids(&house.reception), [late]);
    assert!(house.opens(&house.doctor, late));
}

#[test]
fn whoever_reads_no_chart_is_told_no_name_in_the_trail() {
    let house = house();
    house.attached(&house.doctor, DocumentAudience::Chart);
    let asked = || ListOperations { kind: Some("documents.attach".into()), ..ListOperations::default() };
    let told =
        |who: &Session| format!("{:?}", operations(&house.test.desk, who, asked()).unwrap().operations);
    assert!(told(&house.test.admin).contains("result.pdf"));
    assert!(!told(&house.reception).contains("result.pdf"));
    let key: Vec<u8> = house
        .test
        .desk
        .read(
            |connection| Ok(connection.query_row("select content_key from document", [], |row| row.get(0))?),
        )
        .unwrap();
    assert!(!told(&house.test.admin).contains(&format!("{key:?}")));
}
