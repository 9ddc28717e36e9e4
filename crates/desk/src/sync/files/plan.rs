//! Which file is carried next. Nothing here is kept over a restart: what is to be carried follows from the rows, the files that are here, and what the
//! hub says it lacks.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use crate::documents::ContentHash;

/// A content that a document names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub hash: ContentHash,
    /// Sealed.
    pub size: u64,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Ask the hub what it lacks.
    Ask,
    /// The next part of this one, to the hub.
    Send(Named),
    /// The next part of this one, from the hub.
    Fetch(Named),
    Nothing,
}

/// So many files, with so many bytes still to go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Load {
    pub files: u32,
    pub bytes: u64,
}

#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Newest first, each content once.
    named: Vec<Named>,
    here: HashSet<ContentHash>,
    /// What the hub said it lacks. Stays what it was while it is asked anew.
    lacking: HashSet<ContentHash>,
    knows_lacking: bool,
    was_told: bool,
    /// What somebody tried to open, the last one first.
    wishes: Vec<ContentHash>,
    /// Bytes of what is under way that are where they should be.
    done: HashMap<ContentHash, u64>,
    /// Something went wrong with these; not before then.
    held: HashMap<ContentHash, Instant>,
    nothing_up_before: Option<Instant>,
}

/// Nobody waits for more at once than they can look at.
const MOST_WISHES: usize = 16;

impl Plan {
    /// Takes over what rows name by now. `found` says of one that was not here whether it is, or else how many bytes of it are.
    pub fn renew<E>(
        &mut self,
        named: Vec<Named>,
        mut found: impl FnMut(&ContentHash) -> Result<Option<u64>, E>,
    ) -> Result<(), E> {
        let before: HashSet<ContentHash> = self.named.iter().map(|named| named.hash).collect();
        let mut seen = HashSet::new();
        self.named = named.into_iter().filter(|named| seen.insert(named.hash)).collect();
        // Nobody has told of those whether the hub has them.
        if !seen.is_subset(&before) {
            self.knows_lacking = false;
        }
        self.here.retain(|hash| seen.contains(hash));
        self.lacking.retain(|hash| seen.contains(hash));
        self.wishes.retain(|hash| seen.contains(hash));
        self.done.retain(|hash, _| seen.contains(hash));
        self.held.retain(|hash, _| seen.contains(hash));
        for hash in seen {
            if self.here.contains(&hash) {
                continue;
            }
            match found(&hash)? {
                None => {
                    self.is_here(hash);
                    // Named only now and here already: attached here, so it is nowhere else, whatever the hub says when it is asked.
                    if self.was_told && !before.contains(&hash) {
                        self.lacking.insert(hash);
                    }
                }
                Some(bytes) => drop(self.done.insert(hash, bytes)),
            }
        }
        Ok(())
    }

    pub fn next(&self, now: Instant) -> Task {
        if self.named.is_empty() {
            return Task::Nothing;
        }
        if !self.knows_lacking {
            return Task::Ask;
        }
        let may = |named: &&Named| self.held.get(&named.hash).is_none_or(|until| *until <= now);
        let can_come =
            |named: &&Named| !self.here.contains(&named.hash) && !self.lacking.contains(&named.hash);
        let can_go = |named: &&Named| self.here.contains(&named.hash) && self.lacking.contains(&named.hash);
        let wished =
            self.wishes.iter().filter_map(|hash| self.named.iter().find(|named| named.hash == *hash));
        if let Some(named) = wished.filter(can_come).find(may) {
            return Task::Fetch(*named);
        }
        // Others may wait for what is nowhere but here; what is at the hub does not run away.
        if self.nothing_up_before.is_none_or(|until| until <= now)
            && let Some(named) = self.named.iter().filter(can_go).find(may)
        {
            return Task::Send(*named);
        }
        self.named.iter().filter(can_come).find(may).map_or(Task::Nothing, |named| Task::Fetch(*named))
    }

    /// Somebody wants to open this one.
    pub fn wish(&mut self, hash: ContentHash) {
        self.wishes.retain(|wished| *wished != hash);
        self.wishes.insert(0, hash);
        self.wishes.truncate(MOST_WISHES);
        self.held.remove(&hash);
        if self.lacking.contains(&hash) {
            self.knows_lacking = false;
        }
    }

    pub fn hub_lacks(&mut self, lacking: HashSet<ContentHash>) {
        let named: HashSet<ContentHash> = self.named.iter().map(|named| named.hash).collect();
        self.lacking = lacking.intersection(&named).copied().collect();
        (self.knows_lacking, self.was_told) = (true, true);
    }

    pub fn ask_again(&mut self) {
        self.knows_lacking = false;
    }

    pub fn hub_has(&mut self, hash: ContentHash) {
        self.lacking.remove(&hash);
        self.done.remove(&hash);
    }

    /// It was taken for being at the hub, and is not.
    pub fn hub_has_not(&mut self, hash: ContentHash) {
        self.lacking.insert(hash);
    }

    pub fn is_here(&mut self, hash: ContentHash) {
        self.here.insert(hash);
        self.done.remove(&hash);
        self.wishes.retain(|wished| *wished != hash);
    }

    pub fn is_not_here(&mut self, hash: ContentHash) {
        self.here.remove(&hash);
        self.done.remove(&hash);
    }

    pub fn has_done(&mut self, hash: ContentHash, bytes: u64) {
        self.done.insert(hash, bytes);
    }

    pub fn hold(&mut self, hash: ContentHash, until: Instant) {
        self.held.insert(hash, until);
    }

    pub fn send_nothing_before(&mut self, until: Instant) {
        self.nothing_up_before = Some(until);
    }

    /// Whether something is wanted here that another desk has yet to bring to the hub.
    pub fn waits_for_others(&self) -> bool {
        self.named.iter().any(|named| self.lacking.contains(&named.hash) && !self.here.contains(&named.hash))
    }

    /// Whether anything is still to go or to come.
    pub fn is_open(&self) -> bool {
        self.named.iter().any(|named| self.lacking.contains(&named.hash) || !self.here.contains(&named.hash))
    }

    /// What is to go and what is to come. Nothing is known before the hub was asked, nor where no document is.
    pub fn loads(&self) -> Option<(Load, Load)> {
        if !self.was_told || self.named.is_empty() {
            return None;
        }
        let (mut up, mut down) = (Load::default(), Load::default());
        for named in &self.named {
            let load = match (self.here.contains(&named.hash), self.lacking.contains(&named.hash)) {
                (true, true) => &mut up,
                (false, _) => &mut down,
                (true, false) => continue,
            };
            load.files += 1;
            let done = self.done.get(&named.hash).copied().unwrap_or(0);
            load.bytes += named.size.saturating_sub(done);
        }
        Some((up, down))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::convert::Infallible;
    use std::time::{Duration, Instant};

    use super::{Load, Named, Plan, Task};
    use crate::documents::ContentHash;

    fn named(byte: u8) -> Named {
        Named { hash: ContentHash([byte; 32]), size: 1000 }
    }

    fn hashes(bytes: &[u8]) -> HashSet<ContentHash> {
        bytes.iter().map(|byte| named(*byte).hash).collect()
    }

    /// Rows that name these, newest first; some of the contents are here.
    fn renew(plan: &mut Plan, rows: &[u8], here: &[u8]) {
        let rows = rows.iter().map(|byte| named(*byte)).collect();
        let found = |hash: &ContentHash| Ok::<_, Infallible>((!here.contains(&hash.0[0])).then_some(0));
        plan.renew(rows, found).expect("nothing fails");
    }

    fn plan(rows: &[u8], here: &[u8], lacking: &[u8]) -> Plan {
        let mut plan = Plan::default();
        renew(&mut plan, rows, here);
        plan.hub_lacks(hashes(lacking));
        plan
    }

    #[test]
    fn a_clinic_without_documents_asks_nobody_anything() {
        let mut plan = Plan::default();
        renew(&mut plan, &[], &[]);
        assert_eq!(plan.next(Instant::now()), Task::Nothing);
        assert_eq!((plan.loads(), plan.is_open()), (None, false));
    }

    #[test]
    fn what_others_wait_for_goes_first_and_then_comes_the_newest() {
        let mut plan = plan(&[4, 3, 2, 1], &[2, 1], &[2]);
        let now = Instant::now();
        assert_eq!(plan.next(now), Task::Send(named(2)));
        plan.hub_has(named(2).hash);
        assert_eq!(plan.next(now), Task::Fetch(named(4)));
        plan.is_here(named(4).hash);
        assert_eq!(plan.next(now), Task::Fetch(named(3)));
        plan.is_here(named(3).hash);
        assert_eq!((plan.next(now), plan.is_open()), (Task::Nothing, false));
    }

    #[test]
    fn what_somebody_tries_to_open_comes_before_all_else() {
        let mut plan = plan(&[4, 3, 2, 1], &[4], &[4]);
        plan.wish(named(1).hash);
        plan.wish(named(2).hash);
        let now = Instant::now();
        assert_eq!(plan.next(now), Task::Fetch(named(2)));
        plan.is_here(named(2).hash);
        assert_eq!(plan.next(now), Task::Fetch(named(1)));
        plan.is_here(named(1).hash);
        assert_eq!(plan.next(now), Task::Send(named(4)));
    }

    #[test]
    fn a_wish_that_the_hub_cannot_fulfil_is_asked_about_again_and_holds_up_nobody() {
        let mut plan = plan(&[2, 1], &[], &[1]);
        plan.wish(named(1).hash);
        assert_eq!(plan.next(Instant::now()), Task::Ask);
        plan.hub_lacks(hashes(&[1]));
        assert!(plan.waits_for_others());
        assert_eq!(plan.next(Instant::now()), Task::Fetch(named(2)));
    }

    #[test]
    fn what_was_removed_is_carried_no_more() {
        let mut plan = plan(&[2, 1], &[1], &[1]);
        renew(&mut plan, &[], &[1]);
        assert_eq!(plan.next(Instant::now()), Task::Nothing);
        assert!(!plan.is_open());
        renew(&mut plan, &[1], &[1]);
        assert_eq!(plan.next(Instant::now()), Task::Ask, "it was put back: the hub may lack it by now");
    }

    #[test]
    fn what_was_attached_here_counts_before_the_hub_was_asked_about_it() {
        let mut plan = plan(&[1], &[1], &[]);
        assert!(!plan.is_open());
        renew(&mut plan, &[2, 1], &[2, 1]);
        assert_eq!(plan.loads().map(|(up, _)| up.files), Some(1));
        assert_eq!(plan.next(Instant::now()), Task::Ask, "its row has to be there first");
    }

    #[test]
    fn what_went_wrong_waits_while_the_others_go_on() {
        let mut plan = plan(&[3, 2, 1], &[2, 1], &[2, 1]);
        let now = Instant::now();
        let later = now + Duration::from_secs(60);
        plan.hold(named(2).hash, later);
        assert_eq!(plan.next(now), Task::Send(named(1)));
        plan.send_nothing_before(later);
        assert_eq!(plan.next(now), Task::Fetch(named(3)));
        plan.is_here(named(3).hash);
        assert_eq!((plan.next(now), plan.next(later)), (Task::Nothing, Task::Send(named(2))));
    }

    #[test]
    fn what_waits_is_counted_without_what_is_done() {
        let mut plan = plan(&[4, 3, 2, 1], &[2, 1], &[4, 2]);
        plan.has_done(named(2).hash, 300);
        plan.has_done(named(3).hash, 100);
        let (up, down) = plan.loads().expect("known");
        assert_eq!((up, down), (Load { files: 1, bytes: 700 }, Load { files: 2, bytes: 1900 }));
    }
}
