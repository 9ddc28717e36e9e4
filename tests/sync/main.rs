//! Real desks and a hub, from one seed: encrypted databases on one side, the hub's rules in memory on the other. Requests and answers are
//! lost, repeated, overtaken, cut, damaged and cut off by a crash, clocks are wrong and set back, disks are full, desks are cloned and put back
//! from backups, and so is the hub. Then nothing is lost any more, everybody talks, and all have to have the same.
//!
//! `SEED` says with which seed to begin, `SEEDS` how many there are; `cargo xtask simulate` runs many.

mod ages;
mod commands;
mod deeds;
mod dice;
mod documents;
mod marks;
mod memory;
mod network;
mod pharmacy;
#[path = "../../crates/hub/tests/convergence/seeds.rs"]
mod seeds;
mod shelves;
mod talk;
mod witness;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use desk::sync::testing::Dump;
use hub::merge::Key;
use hub::model::Clinic;
use uuid::Uuid;

use crate::dice::Dice;
use crate::network::Hub;
use crate::talk::{Fault, Talker};
use crate::witness::Witness;

/// What the hub's clock says at the beginning: 20 November 2026, 08:00 UTC.
const START: i64 = 1_795_161_600_000;

/// What goes wrong on purpose.
#[derive(Debug, Clone, Copy)]
enum Mistake {
    OfTheHub(hub::model::Mistake),
    OfTheDesk(talk::Mistake),
}

struct World {
    seed: u64,
    mistake: Option<Mistake>,
    dice: Dice,
    clinic: Clinic,
    backup: Clinic,
    desks: Vec<Talker>,
    witness: Witness,
    /// Copies of desks' databases: whose, and where.
    backups: Vec<(usize, PathBuf)>,
    files: u32,
    now: i64,
    hub_was_put_back: bool,
    /// The hub's processes are replaced one by one.
    upgrading: bool,
    dir: tempfile::TempDir,
}

/// A directory in memory where the system has such a place: nothing in it has to outlive the seed.
fn room() -> tempfile::TempDir {
    let in_memory = Path::new("/dev/shm");
    let room = if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() };
    room.expect("a temporary directory can be made")
}

impl World {
    fn of(seed: u64, mistake: Option<Mistake>) -> Self {
        let mut dice = Dice::of(seed);
        let mut clinic = Clinic::new(dice.uuid(), dice.uuid());
        if let Some(Mistake::OfTheHub(mistake)) = mistake {
            clinic.mistake = Some(mistake);
        }
        let dir = room();
        let mut world = Self {
            seed,
            mistake,
            backup: clinic.clone(),
            clinic,
            desks: Vec::new(),
            witness: Witness::default(),
            backups: Vec::new(),
            files: 0,
            now: START,
            hub_was_put_back: false,
            upgrading: dice.one_in(4),
            dice,
            dir,
        };
        let founder = world.new_desk();
        deeds::found(founder.desk(), &mut world.dice);
        for _ in 0..world.dice.below(6) {
            deeds::act(founder.desk(), &mut world.dice);
        }
        founder.enrol(&mut world.clinic, &mut world.dice);
        world.desks.push(founder);
        while !world.talk(0, Fault::None) {}
        for _ in 0..=world.dice.below(3) {
            let joining = world.new_desk();
            joining.enrol(&mut world.clinic, &mut world.dice);
            world.desks.push(joining);
        }
        world.backup = world.clinic.clone();
        world
    }

    fn new_desk(&mut self) -> Talker {
        let path = self.new_file();
        let mut desk = Talker::new(&path, &mut self.dice);
        if let Some(Mistake::OfTheDesk(mistake)) = self.mistake {
            desk.mistake = Some(mistake);
        }
        desk.tell_the_time(self.now);
        desk
    }

    fn new_file(&mut self) -> PathBuf {
        self.files += 1;
        self.dir.path().join(format!("{}.db", self.files))
    }

    /// One round of one desk with the hub. True when it has nothing left to say or to hear.
    fn talk(&mut self, which: usize, fault: Fault) -> bool {
        let (desk, mut hub) = self.desk_and_hub(which);
        desk.round_with(&mut hub, fault)
    }

    fn desk_and_hub(&mut self, which: usize) -> (&mut Talker, Hub<'_>) {
        let hub = Hub {
            clinic: &mut self.clinic,
            dice: &mut self.dice,
            now: self.now,
            witness: Some(&mut self.witness),
            upgrading: self.upgrading,
        };
        (&mut self.desks[which], hub)
    }

    fn step(&mut self) {
        self.now += i64::try_from(self.dice.below(60_000)).expect("fits");
        let which = self.dice.index(self.desks.len());
        // Somebody looks at a report now and then.
        if self.now % 5 == 0 {
            self.desks[which].desk().pack_visits();
        }
        match self.dice.below(60) {
            0 => self.backup = self.clinic.clone(),
            1 if self.dice.one_in(6) => {
                if let Some(number) = self.desks[which].number(&self.clinic) {
                    self.clinic.revoke(number);
                }
            }
            1 if self.dice.one_in(3) => {
                self.clinic = self.backup.clone().restored(self.dice.uuid());
                self.hub_was_put_back = true;
            }
            2 => self.back_up_desk(which),
            3 if self.dice.one_in(2) => self.put_desk_back(),
            4 if self.dice.one_in(3) && self.desks.len() < 6 => self.clone_desk(which),
            5 => self.desks[which].restart(&mut self.dice),
            6 if self.dice.one_in(3) => self.desks[which].set_clock(&mut self.dice),
            6..8 => self.deliver_late(which),
            8..28 => {
                self.desks[which].tell_the_time(self.now);
                let desk = self.desks[which].desk();
                if self.dice.one_in(2) {
                    commands::act(desk, &mut self.dice);
                } else {
                    deeds::act(desk, &mut self.dice);
                }
            }
            _ => {
                let fault = Fault::some(&mut self.dice);
                self.talk(which, fault);
            }
        }
    }

    fn deliver_late(&mut self, which: usize) {
        let (desk, mut hub) = self.desk_and_hub(which);
        desk.deliver_late(&mut hub);
    }

    fn back_up_desk(&mut self, which: usize) {
        let path = self.new_file();
        self.desks[which].desk().copy_to(&path);
        self.backups.push((which, path));
    }

    /// The desk goes on with an older database. What it did since is lost with it, unless the hub has it.
    fn put_desk_back(&mut self) {
        let Some((which, backup)) = self.backups.pop() else { return };
        let path = self.new_file();
        let desk = self.desks[which].copied(&backup, &path, &mut self.dice);
        self.desks[which] = desk;
    }

    fn clone_desk(&mut self, which: usize) {
        let (copy, path) = (self.new_file(), self.new_file());
        self.desks[which].desk().copy_to(&copy);
        let clone = self.desks[which].copied(&copy, &path, &mut self.dice);
        self.desks.push(clone);
    }

    /// Nothing is lost any more, nobody does anything, and everybody talks until there is nothing to say. In the round after the last
    /// news everybody stands where the hub does, so that what they hold is compared.
    fn heal(&mut self) {
        let mut quiet_rounds = 0;
        (0..self.desks.len()).for_each(|which| self.deliver_late(which));
        for round in 0.. {
            let head = self.clinic.head();
            self.revoke_what_is_left();
            let mut talking = 0;
            for which in 0..self.desks.len() {
                if quiet_rounds > 0 {
                    self.desks[which].client.compare_next_time();
                }
                talking += u32::from(!self.talk(which, Fault::None));
            }
            quiet_rounds = if talking == 0 && self.clinic.head() == head { quiet_rounds + 1 } else { 0 };
            if quiet_rounds == 2 {
                return;
            }
            assert!(round < 3_000, "seed {}: the desks never come to an end", self.seed);
        }
    }

    /// Nobody is there any more under a number that all copies of a desk have left: somebody at the hub sees to it.
    fn revoke_what_is_left(&mut self) {
        for number in self.clinic.desks() {
            if !self.desks.iter().any(|desk| desk.number(&self.clinic) == Some(number)) {
                self.clinic.revoke(number);
            }
        }
    }

    fn agree(&self) {
        let seed = self.seed;
        let hub: Dump = self
            .clinic
            .dump()
            .into_iter()
            .filter(|(_, held)| held.is_here())
            .map(|(key, held)| (key, held.fields))
            .collect();
        let logged: BTreeSet<Uuid> = self.clinic.log().iter().map(|logged| logged.uid).collect();
        assert_eq!(logged.len(), self.clinic.log().len(), "seed {seed}: an operation was taken twice");
        let order: Vec<u64> = self.clinic.log().iter().map(|logged| logged.seq).collect();
        let grows = order.windows(2).all(|two| two[0] < two[1]);
        assert!(
            grows && order.last() <= Some(&self.clinic.head()),
            "seed {seed}: two operations at one place"
        );
        // The hub takes a place itself when it puts held-back work before a person.
        let without_operation = self.clinic.head() - order.len() as u64;
        let held_back = self.clinic.quarantine.len() as u64;
        assert!(without_operation <= held_back, "seed {seed}: the clinic's order has a gap");
        self.witness.agrees(seed, &self.clinic);
        let sent_again =
            |row: &Key| self.hub_was_put_back && self.witness.has_from_its_author(&self.clinic, row);
        marks::stand(seed, &hub, sent_again);
        shelves::stand(seed, &hub);
        documents::stand(seed, &hub);
        let quarantined: BTreeSet<Uuid> = self.clinic.quarantine.iter().map(|(_, uid)| *uid).collect();
        let sums: BTreeMap<u16, u64> = self.clinic.digests();
        for (which, desk) in self.desks.iter().enumerate() {
            let is_revoked = desk.is_revoked();
            let desk = desk.desk();
            for uid in desk.operations() {
                let is_known = logged.contains(&uid) || is_revoked && quarantined.contains(&uid);
                assert!(is_known, "seed {seed}: an operation of desk {which} is lost");
            }
            if is_revoked {
                continue;
            }
            assert!(desk.packed_visits_stand(), "seed {seed}: desk {which} counts other visits than it has");
            let here = desk.dump();
            for (key, fields) in &hub {
                assert_eq!(here.get(key), Some(fields), "seed {seed}: desk {which} differs at {key:?}");
            }
            let own = here.keys().find(|key| !hub.contains_key(key));
            assert_eq!(own, None, "seed {seed}: desk {which} has a row of its own");
            shelves::stand_at(seed, desk, &hub);
            documents::stand_at(seed, desk, &hub);
            let aside = desk.what_is_kept_aside();
            assert!(aside.is_empty(), "seed {seed}: desk {which} could not place {aside:?}");
            for digest in desk.digests() {
                let sum = sums.get(&digest.table).copied().unwrap_or(0);
                assert_eq!(
                    digest.sum, sum,
                    "seed {seed}: desk {which} adds table {} up otherwise",
                    digest.table
                );
            }
        }
    }
}

fn run(seed: u64, mistake: Option<Mistake>) {
    desk::testing::draw_from(seed);
    let mut world = World::of(seed, mistake);
    for _ in 0..40 + world.dice.below(80) {
        world.step();
    }
    world.heal();
    world.agree();
}

#[test]
fn all_desks_end_with_what_the_hub_has_and_nothing_is_lost() {
    let seeds = seeds::asked();
    let many = seeds.end - seeds.start >= 100;
    seeds::run_all(seeds, |seed| run(seed, None));
    if many {
        commands::were_all_done();
        shelves::were_all_met();
    }
}

/// The simulation is worth what it finds: these mistakes were made by others before us.
#[test]
fn the_mistakes_of_others_are_found() {
    let mistakes = [
        Mistake::OfTheHub(hub::model::Mistake::CursorGap),
        Mistake::OfTheHub(hub::model::Mistake::PageBoundary),
        Mistake::OfTheDesk(talk::Mistake::LostReply),
        Mistake::OfTheDesk(talk::Mistake::ZombieRow),
        Mistake::OfTheDesk(talk::Mistake::CursorBeforeData),
    ];
    let find = |mistake| (0..100).find(|seed| catch_unwind(|| run(*seed, Some(mistake))).is_err());
    std::thread::scope(|scope| {
        let searches = mistakes.map(|mistake| (mistake, scope.spawn(move || find(mistake))));
        for (mistake, search) in searches {
            let found = search.join().expect("a search ends");
            eprintln!("{mistake:?} is found by seed {found:?}");
            assert!(found.is_some(), "nothing notices {mistake:?}");
        }
    });
}
