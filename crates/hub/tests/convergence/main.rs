//! Desks and a hub in memory, from one seed: requests and replies are lost, repeated and cut into pages, clocks are wrong, the hub is restored
//! from a backup, a desk is cloned. Afterwards everybody talks to everybody, and all have to have the same.
//!
//! `SEED` says with which seed to begin, `SEEDS` how many there are; `cargo xtask simulate` runs many.

mod deeds;
mod desk;
mod dice;
mod seeds;

use std::collections::{BTreeMap, BTreeSet};

use hub::merge::Key;
use hub::model::Clinic;
use uuid::Uuid;
use wire::changes::Value;

use crate::deeds::{Fields, number, text};
use crate::desk::Desk;
use crate::dice::Dice;

const START: i64 = 1_790_000_000_000;

fn run(seed: u64) {
    let mut dice = Dice::of(seed);
    let mut clinic = Clinic::new(dice.uuid(), dice.uuid());
    let count = 2 + dice.below(3);
    let mut desks: Vec<Desk> = (0..count).map(|_| Desk::join(&mut clinic, &mut dice)).collect();
    let mut backup = clinic.clone();
    let mut now = START;
    for _ in 0..60 + dice.below(120) {
        now += i64::try_from(dice.below(60_000)).expect("fits");
        let which = usize::try_from(dice.below(desks.len() as u64)).expect("fits");
        match dice.below(40) {
            0 => backup = clinic.clone(),
            1 if dice.one_in(4) => clinic = backup.clone().restored(dice.uuid()),
            2 if dice.one_in(3) && desks.len() < 7 => {
                let mut clone = desks[which].clone();
                clone.boot = dice.uuid();
                desks.push(clone);
            }
            3 => desks[which].boot = dice.uuid(),
            4 if dice.one_in(6) => {
                if let Some(number) = clinic.desk_of(&desks[which].token) {
                    clinic.revoke(number);
                }
            }
            5..20 => desks[which].act(&mut dice, now),
            _ => {
                desks[which].talk(&mut clinic, &mut dice, now, true);
            }
        }
    }
    heal(seed, &mut clinic, &mut desks, &mut dice, now);
    agree(seed, &clinic, &desks);
}

/// Nothing is lost any more, nobody does anything, and everybody talks until there is nothing to say.
fn heal(seed: u64, clinic: &mut Clinic, desks: &mut [Desk], dice: &mut Dice, now: i64) {
    for round in 0.. {
        let head = clinic.head();
        // Nobody is there any more under a number that all clones have left: somebody at the hub sees to it.
        for number in clinic.desks() {
            if !desks.iter().any(|desk| clinic.desk_of(&desk.token) == Some(number)) {
                clinic.revoke(number);
            }
        }
        let mut talking = 0;
        for desk in &mut *desks {
            talking += u32::from(!desk.talk(clinic, dice, now, false));
        }
        if talking == 0 && clinic.head() == head {
            return;
        }
        assert!(round < 3_000, "seed {seed}: the desks never come to an end");
    }
}

fn agree(seed: u64, clinic: &Clinic, desks: &[Desk]) {
    let hub: BTreeMap<Key, Fields> = clinic
        .dump()
        .into_iter()
        .filter(|(_, held)| held.is_here())
        .map(|(key, held)| (key, held.fields))
        .collect();
    let logged: BTreeSet<Uuid> = clinic.log().iter().map(|logged| logged.uid).collect();
    assert_eq!(logged.len(), clinic.log().len(), "seed {seed}: an operation was taken twice");
    let kept: BTreeSet<Uuid> = clinic.quarantine.iter().map(|(_, uid)| *uid).collect();
    for desk in desks {
        for done in &desk.log {
            let uid = done.operation.uid;
            assert!(
                logged.contains(&uid) || desk.revoked && kept.contains(&uid),
                "seed {seed}: an operation is lost: {} {uid} of desk {} revoked {}",
                done.operation.number,
                desk.number,
                desk.revoked
            );
        }
        if desk.revoked {
            continue;
        }
        for (key, fields) in &hub {
            assert_eq!(
                desk.rows.get(key),
                Some(fields),
                "seed {seed}: desk {} differs at {key:?}",
                desk.number
            );
        }
        let own = desk.rows.keys().find(|key| !hub.contains_key(key));
        assert_eq!(own, None, "seed {seed}: desk {} has a row of its own", desk.number);
    }
    no_two_hold_one_time(seed, &hub);
}

/// What the marks are for: of the visits without one no two overlap.
fn no_two_hold_one_time(seed: u64, rows: &BTreeMap<Key, Fields>) {
    let column = |name| number("appointment", name);
    let holding: Vec<(&Value, i64)> = rows
        .iter()
        .filter(|((table, _), fields)| {
            *table == 12
                && !fields.contains_key(&column("clash_with"))
                && fields.get(&column("status")) != Some(&text("cancelled"))
        })
        .map(|(_, fields)| {
            let Some(Value::Integer(start)) = fields.get(&column("starts_at")) else {
                panic!("seed {seed}: {fields:?}")
            };
            (&fields[&column("date")], *start)
        })
        .collect();
    for (index, one) in holding.iter().enumerate() {
        for other in &holding[index + 1..] {
            assert!(
                one.0 != other.0 || one.1.abs_diff(other.1) >= 20,
                "seed {seed}: an overlap without a mark"
            );
        }
    }
}

#[test]
fn all_desks_end_with_what_the_hub_has_and_nothing_is_lost() {
    seeds::run_all(seeds::asked(), run);
}
