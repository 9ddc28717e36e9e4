//! A change of the data key, cut off after each of its steps.

use serde_json::json;

use super::{House, copy_of, patients, register, tear};
use crate::error::Fault;
use crate::session::tests::{PASSWORD, code};
use crate::vault::Step;

#[test]
fn a_change_of_the_key_cut_off_after_any_step_loses_nothing() {
    for stop in [Step::Copied, Step::NewestNamesTheCopy, Step::BothNameTheCopy, Step::OldRemoved] {
        let (house, _) = House::founded();
        house.staff("salma", "receptionist");
        register(&house, "Nour Hassan");
        let salma = house.desk.slots().unwrap().of_username("salma").unwrap().account_id;
        let mut left = None;
        let cut = house.desk.rotate_key_observed(
            |slots| {
                slots.remove(salma);
                Ok(())
            },
            |step| {
                if step == stop {
                    left = Some(copy_of(house.dir.path()));
                    return Err(Fault::Broken("a power cut").into());
                }
                Ok(())
            },
        );
        assert!(cut.is_err());

        // What the power cut left is a whole clinic, under the old key or the new one.
        let after = House::at(left.expect("the step was reached"), house.clock.clone());
        after.login("mona", PASSWORD).unwrap_or_else(|refusal| panic!("after {stop:?}: {refusal:?}"));
        assert_eq!(patients(&after), 1, "after {stop:?}");
        assert_eq!(after.call("ledger.verify", json!({})).unwrap()["ok"], true, "after {stop:?}");
        register(&after, "Karim Adel");
        let files = after.files();
        assert_eq!(files.databases().unwrap().len(), 1, "what was left over is gone after {stop:?}");
        // Either generation alone opens it.
        let after = after.closed();
        tear(&files.slots());
        after.login("mona", PASSWORD).unwrap();
        assert_eq!(patients(&after), 2, "after {stop:?}");

        // The desk that was cut off did not go on writing to a file that may not count.
        if matches!(stop, Step::Copied | Step::NewestNamesTheCopy | Step::BothNameTheCopy) {
            assert!(!house.desk.is_open(), "after {stop:?}");
            assert_eq!(code(house.call("session.touch", json!({}))), "session.required");
            house.login("mona", PASSWORD).unwrap();
            assert_eq!(patients(&house), 1);
        }
    }
}

#[test]
fn a_removal_cut_off_before_the_key_changed_is_finished_at_the_next_login() {
    let (house, _) = House::founded();
    house.staff("salma", "receptionist");
    let salma = house.desk.slots().unwrap().of_username("salma").unwrap().account_id;
    let mona = house.desk.slots().unwrap().of_username("mona").unwrap().account_id;
    let admin = crate::testing::session(mona, domain::account::Role::Admin);
    house
        .desk
        .commit(&admin, "accounts.remove", |tx| {
            tx.execute(
                "update account set deleted_at = 1, public_key = null, key_envelope = null where username = 'salma'",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    let house = house.closed();
    assert_eq!(code(house.login("salma", PASSWORD)), "session.account_removed");
    assert!(house.desk.slots().unwrap().of_account(salma).is_some());
    house.login("mona", PASSWORD).unwrap();
    assert!(house.desk.slots().unwrap().of_account(salma).is_none());
    assert_eq!(house.desk.slots().unwrap().database, 2, "and the key is another one");
}
