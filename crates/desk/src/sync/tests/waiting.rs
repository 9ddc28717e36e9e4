//! Rows of the hub that cannot stand here as they are: a name is taken by what was done here and not sent. They wait, and are never lost, never put
//! back, and never stay when nobody has them any more.

use uuid::Uuid;
use wire::changes::decode;
use wire::sync::{SyncReply, Trouble, TroubleCode};

use super::{Tried, account, before_its, clinic, text, visit};
use crate::store::Sql;
use crate::sync::{Answer, Message};

#[test]
fn a_name_that_is_taken_for_now_waits_until_it_is_free_and_two_may_exchange_theirs() {
    let mut tried = Tried::enrolled();
    let (mona, sara) = (Uuid::from_u128(30), Uuid::from_u128(31));
    let name = |tried: &Tried, id| tried.stands("account", id, "username");
    tried.hear(&[account(mona, "mona"), account(sara, "sara")]);
    tried.hear(&[account(mona, "sara"), account(sara, "mona")]);
    assert_eq!((name(&tried, mona), name(&tried, sara)), (Some(text("sara")), Some(text("mona"))));
    // A page ends between the two.
    tried.hear(&[account(mona, "mona")]);
    assert_eq!(name(&tried, mona), Some(text("sara")), "as it was, until it can be as it is");
    assert!(tried.desk.kept_aside());
    tried.hear(&[account(sara, "amal")]);
    assert_eq!((name(&tried, mona), name(&tried, sara)), (Some(text("mona")), Some(text("amal"))));
    assert!(!tried.desk.kept_aside());
}

#[test]
fn what_waits_for_its_name_and_was_lost_by_the_hub_is_told_again() {
    let mut tried = Tried::enrolled();
    let (mona, other) = (Uuid::from_u128(30), Uuid::from_u128(31));
    tried.hear(&[account(mona, "mona"), account(other, "mona")]);
    assert!(tried.desk.kept_aside());
    let before = tried.desk.operations().len();
    // What stands here is not what the hub has: all of it comes once more, without the one that waits.
    let asked = tried.asked();
    let differing = SyncReply { differs: vec![7], ..tried.reply(asked.link.through, &[]) };
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(differing))).unwrap();
    tried.hear(&[clinic(), vec![account(mona, "mona")]].concat());
    assert!(!tried.desk.kept_aside(), "it is nowhere but in what this desk tells");
    assert_eq!(tried.desk.operations().len(), before + 1, "it is told again");
    let asked = tried.asked();
    let Message::Sync(request) = &asked.message else { panic!("it has something to send") };
    let told = asked.link.through + request.push.len() as u64;
    let reply = tried.reply(told, &[account(other, "mona.b")]);
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    assert_eq!(tried.stands("account", other, "username"), Some(text("mona.b")), "as the hub made of it");
}

#[test]
fn what_waits_for_its_name_and_was_removed_long_ago_is_forgotten() {
    let mut tried = Tried::enrolled();
    let (mona, other) = (Uuid::from_u128(30), Uuid::from_u128(31));
    tried.hear(&[account(mona, "mona"), account(other, "mona")]);
    let before = tried.desk.operations().len();
    let asked = tried.asked();
    let purged = Trouble {
        code: TroubleCode::Purged,
        through: None,
        hash: None,
        epoch: None,
        head: None,
        least: None,
        after: None,
    };
    tried.client.hear(&tried.desk.desk, &asked, Answer::Trouble(purged)).unwrap();
    tried.hear(&[clinic(), vec![account(mona, "mona")]].concat());
    assert!(!tried.desk.kept_aside());
    assert_eq!(tried.desk.operations().len(), before);
}

#[test]
fn what_waits_for_its_name_is_not_put_back_to_what_it_was_before_it_was_renamed_here() {
    let mut tried = Tried::enrolled();
    let (mona, other) = (Uuid::from_u128(30), Uuid::from_u128(31));
    let rename = |tried: &Tried, id, name: &str| {
        let rename = "update account set username = ?1 where id = ?2";
        let renamed = tried.desk.desk.commit(&tried.desk.admin, "accounts.save", |tx| {
            tx.execute(rename, (name, Sql(id)))?;
            Ok(())
        });
        renamed.unwrap();
    };
    tried.hear(&[account(mona, "mona"), account(other, "sara")]);
    rename(&tried, mona, "omar");
    tried.hear(&[account(other, "omar")]);
    assert!(tried.desk.kept_aside());
    rename(&tried, other, "karim");
    let asked = tried.asked();
    let Message::Sync(request) = &asked.message else { panic!("it has something to send") };
    let taken = asked.link.through + request.push.len() as u64;
    // The hub took both, and tells only what it made of the first.
    let reply = tried.reply(taken, &[account(mona, "omar.b")]);
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    assert_eq!(tried.stands("account", other, "username"), Some(text("karim")));
    assert_eq!(tried.stands("account", mona, "username"), Some(text("omar.b")));
    assert!(!tried.desk.kept_aside());
}

#[test]
fn what_the_hub_lost_is_told_again_also_when_it_was_changed_here_meanwhile() {
    let mut tried = Tried::enrolled();
    let (mona, other) = (Uuid::from_u128(30), Uuid::from_u128(31));
    tried.hear(&[account(mona, "mona"), account(other, "sara")]);
    let asked = tried.asked();
    let differing = SyncReply { differs: vec![7], ..tried.reply(asked.link.through, &[]) };
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(differing))).unwrap();
    let asked = tried.asked();
    let rename = "update account set username = 'omar' where id = ?1";
    let renamed = tried
        .desk
        .desk
        .commit(&tried.desk.admin, "accounts.save", |tx| Ok(tx.execute(rename, [Sql(other)])?));
    renamed.unwrap();
    let before = tried.desk.operations().len();
    // All that the hub has comes while the renaming of what it lost is not sent.
    let reply = tried.reply(asked.link.through, &[clinic(), vec![account(mona, "mona")]].concat());
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    assert_eq!(tried.desk.operations().len(), before, "it is not known yet what the hub makes of it");
    let asked = tried.asked();
    let Message::Sync(request) = &asked.message else { panic!("it has something to send") };
    let taken = asked.link.through + request.push.len() as u64;
    let reply = tried.reply(taken, &[]);
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    assert_eq!(tried.desk.operations().len(), before + 1, "the whole row is told");
    assert_eq!(tried.stands("account", other, "username"), Some(text("omar")));
}

#[test]
fn half_of_what_the_hub_lost_is_not_told_again_without_the_other_half() {
    let mut tried = Tried::enrolled();
    let (whole, half) = (Uuid::from_u128(60), Uuid::from_u128(61));
    // The patient would have come with the next page; then the hub was put back to before either, and whoever made them as well.
    tried.hear_some(&[visit(whole, 600), before_its("patient_id", visit(half, 660))]);
    let asked = tried.asked();
    let differing = SyncReply { differs: vec![7], ..tried.reply(asked.link.through, &[]) };
    tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(differing))).unwrap();
    tried.hear(&clinic());
    assert!(tried.stands("appointment", whole, "ref").is_some());
    assert_eq!(tried.stands("appointment", half, "ref"), None);
    let asked = tried.asked();
    let Message::Sync(request) = &asked.message else { panic!("it has something to send") };
    let told = request.push.iter().flat_map(|pushed| decode(&pushed.changes).unwrap());
    assert_eq!(told.map(|change| change.row).collect::<Vec<_>>(), [whole]);
}
