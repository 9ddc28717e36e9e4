//! One desk with its half of the protocol, and everything that can happen to what it says.

use std::path::Path;

use desk::sync::testing::SyncDesk;
use desk::sync::{Answer, Asked, Budget, Client, Message, Next, Stopped};
use hub::model::Clinic;
use hub::stream::trouble;
use wire::sync::{SyncReply, Trouble, TroubleCode, encode_rows};

use crate::dice::Dice;
use crate::network::{Damage, Hub, Reply, without_rows};

/// What desks have done wrong. A simulation that does not find these would not find ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// What was sent counts as taken, whether or not an answer came.
    LostReply,
    /// Who hears that a row is gone keeps it.
    ZombieRow,
    /// How far one has come is written before what came, and a crash falls between.
    CursorBeforeData,
}

/// A desk whose talk may be lost, repeated and cut off.
pub struct Talker {
    pub desk: Option<SyncDesk>,
    pub client: Client,
    /// How wrong its clock is, in milliseconds.
    skew: i64,
    /// What the network still has of its talk.
    late: Vec<Late>,
    /// Made on purpose.
    pub mistake: Option<Mistake>,
}

/// A message that others overtake.
enum Late {
    Request(Asked),
    Answer(Asked, Result<Reply, Trouble>),
}

/// What happens to one request and its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    RequestLost,
    RequestTwice,
    AnswerLost,
    AnswerTwice,
    /// The request arrives when later ones have, and nobody hears its answer.
    RequestLate,
    /// The answer arrives when later ones have.
    AnswerLate,
    /// What arrives is not what was sent: the end is missing, or a bit is another.
    RequestCut,
    RequestFlipped,
    AnswerCut,
    AnswerFlipped,
    /// The process ends before the answer is taken in.
    CrashBefore,
    /// The process ends while it takes the answer in: what stands outside the database is written, the database is not.
    CrashWithin,
    /// The process ends right after.
    CrashAfter,
    /// The hub cannot just now.
    Busy,
    /// The hub has a fault, and has taken nothing.
    Broken,
    /// Something on the way lets through no message of this size.
    TooLarge,
    /// Somebody works while the request is on its way.
    WorkMeanwhile,
    /// The desk's disk has no room for the answer.
    DiskFull,
}

const FAULTS: [Fault; 19] = [
    Fault::None,
    Fault::RequestLost,
    Fault::RequestTwice,
    Fault::AnswerLost,
    Fault::AnswerTwice,
    Fault::RequestLate,
    Fault::AnswerLate,
    Fault::RequestCut,
    Fault::RequestFlipped,
    Fault::AnswerCut,
    Fault::AnswerFlipped,
    Fault::CrashBefore,
    Fault::CrashWithin,
    Fault::CrashAfter,
    Fault::Busy,
    Fault::Broken,
    Fault::TooLarge,
    Fault::WorkMeanwhile,
    Fault::DiskFull,
];

impl Fault {
    /// Half of the time nothing goes wrong: what is never heard leads to nothing.
    pub fn some(dice: &mut Dice) -> Self {
        if dice.one_in(2) { Self::None } else { *dice.pick(&FAULTS) }
    }

    fn of_bytes(self) -> (Damage, Damage) {
        match self {
            Self::RequestCut => (Damage::Cut, Damage::None),
            Self::RequestFlipped => (Damage::Flipped, Damage::None),
            Self::AnswerCut => (Damage::None, Damage::Cut),
            Self::AnswerFlipped => (Damage::None, Damage::Flipped),
            _ => (Damage::None, Damage::None),
        }
    }
}

fn client(dice: &mut Dice) -> Client {
    let up = if dice.one_in(4) { 100_000 } else { dice.below(2_000) };
    let budget = Budget {
        up: usize::try_from(up).expect("fits"),
        down: u32::try_from(dice.below(4_000)).expect("fits"),
    };
    Client::new(dice.uuid(), budget)
}

impl Talker {
    pub fn new(path: &Path, dice: &mut Dice) -> Self {
        let year = 31_536_000_000;
        let skew =
            if dice.one_in(3) { i64::try_from(dice.below(2 * year)).expect("fits") - year as i64 } else { 0 };
        let desk = SyncDesk::empty(path, dice.uuid());
        Self { desk: Some(desk), client: client(dice), skew, late: Vec::new(), mistake: None }
    }

    /// The same database and identity in another place: a cloned directory, or one put back from a backup.
    pub fn copied(&self, from: &Path, path: &Path, dice: &mut Dice) -> Self {
        std::fs::copy(from, path).expect("a database can be copied");
        let desk = SyncDesk::open(path, self.desk().id());
        Self {
            desk: Some(desk),
            client: client(dice),
            skew: self.skew,
            late: Vec::new(),
            mistake: self.mistake,
        }
    }

    pub fn desk(&self) -> &SyncDesk {
        self.desk.as_ref().expect("it runs")
    }

    pub fn tell_the_time(&self, now: i64) {
        self.desk().clock.set(domain::time::Instant(now + self.skew));
    }

    /// Somebody sets the clock, forward or back.
    pub fn set_clock(&mut self, dice: &mut Dice) {
        let year = 31_536_000_000;
        self.skew = i64::try_from(dice.below(2 * year)).expect("fits") - year as i64;
    }

    pub fn enrol(&self, clinic: &mut Clinic, dice: &mut Dice) {
        let request = self.desk().enrolment(&dice.uuid().to_string()).expect("it may ask");
        let reply = clinic.enrol(&request).expect("the clinic takes it in");
        self.desk().enrolled(&request, &reply).expect("the link can be kept");
    }

    /// The process ends and is started again: what it knew is gone. The file is opened anew now and then.
    pub fn restart(&mut self, dice: &mut Dice) {
        let desk = self.desk.take().expect("it runs");
        self.desk = Some(if dice.one_in(8) { desk.reopened() } else { desk.restarted() });
        self.client = client(dice);
        // What it had sent may still arrive; nobody waits for the answers.
        self.late.retain(|late| matches!(late, Late::Request(_)));
    }

    /// The network gives up what it had kept.
    pub fn deliver_late(&mut self, hub: &mut Hub<'_>) {
        for late in std::mem::take(&mut self.late) {
            match late {
                Late::Request(asked) => drop(hub.answer(&asked, Damage::None)),
                Late::Answer(asked, answer) => drop(self.hear(&asked, &answer)),
            }
        }
    }

    /// One round with the hub. True when there is nothing left to say or to hear.
    pub fn round(&mut self, clinic: &mut Clinic, dice: &mut Dice, now: i64, fault: Fault) -> bool {
        self.round_with(&mut Hub { clinic, dice, now, witness: None, upgrading: false }, fault)
    }

    pub fn round_with(&mut self, hub: &mut Hub<'_>, fault: Fault) -> bool {
        self.tell_the_time(hub.now);
        if hub.dice.one_in(4) {
            self.client.compare_next_time();
        }
        let asked = self
            .client
            .ask(&self.desk.as_ref().expect("it runs").desk, hub.dice.uuid())
            .expect("the desk can be read");
        let Ok(asked) = asked else { panic!("nobody has shut it out") };
        if fault == Fault::RequestLost {
            self.believe(&asked, hub.now);
            return false;
        }
        if fault == Fault::RequestLate {
            self.late.push(Late::Request(asked));
            return false;
        }
        let (there, back) = fault.of_bytes();
        let mut answer = match fault {
            Fault::Busy => Err(Trouble { after: Some(7), ..trouble(TroubleCode::Busy) }),
            Fault::Broken => Err(trouble(TroubleCode::Fault)),
            Fault::TooLarge => Err(trouble(TroubleCode::TooLarge)),
            _ => hub.answer(&asked, there),
        };
        match fault {
            Fault::RequestTwice => answer = hub.answer(&asked, Damage::None),
            Fault::AnswerLost => {
                self.believe(&asked, hub.now);
                return false;
            }
            Fault::AnswerLate => {
                self.late.push(Late::Answer(asked, answer));
                return false;
            }
            Fault::CrashBefore => {
                if self.mistake == Some(Mistake::CursorBeforeData) {
                    self.hear(&asked, &without_rows(answer, |_| false));
                }
                self.restart(hub.dice);
                return false;
            }
            Fault::CrashWithin => {
                self.desk().refuse_writes();
                // Whatever it says, it is not there to act on it.
                let _ = self.try_to_hear(&asked, &answer);
                self.restart(hub.dice);
                return false;
            }
            Fault::WorkMeanwhile => crate::deeds::act(self.desk(), hub.dice),
            Fault::DiskFull => {
                self.desk().fill_disk(true);
                let heard = self.try_to_hear(&asked, &answer);
                self.desk().fill_disk(false);
                match heard {
                    Ok(_) => {}
                    Err(desk::Error::Refused(refusal)) => assert_eq!(refusal.code, "storage.full"),
                    Err(desk::Error::Fault(fault)) => panic!("a fault instead of an answer: {fault:?}"),
                }
                return false;
            }
            _ => {}
        }
        if self.mistake == Some(Mistake::ZombieRow) {
            answer = without_rows(answer, |row| !row.gone);
        }
        // What cannot be read is no answer of a hub's.
        let Some(answer) = Reply::travelled(answer, back, hub.dice) else { return false };
        let next = self.hear(&asked, &answer);
        if fault == Fault::AnswerTwice {
            self.hear(&asked, &answer);
        }
        match next {
            Next::Stopped(Stopped::Unknown) => self.enrol(hub.clinic, hub.dice),
            Next::Stopped(Stopped::Revoked) => return true,
            Next::Stopped(other) => panic!("{other:?}"),
            Next::AtOnce | Next::InStep | Next::Later(_) => {}
        }
        if fault == Fault::CrashAfter {
            self.restart(hub.dice);
        }
        next == Next::InStep
            && self.desk().link().is_some_and(|link| link.left_over == desk::sync::LeftOver::Kept)
    }

    /// The mistake of a lost reply: no answer came, and it is taken for the usual one.
    fn believe(&mut self, asked: &Asked, now: i64) {
        let (Some(Mistake::LostReply), Message::Sync(request)) = (self.mistake, &asked.message) else {
            return;
        };
        let reply = SyncReply {
            epoch: asked.link.epoch,
            now,
            through: asked.link.through + request.push.len() as u64,
            outcomes: Vec::new(),
            rows: encode_rows([].iter()).into(),
            next: request.cursor,
            head: request.cursor,
            more: false,
            refilled: false,
            differs: Vec::new(),
            least_schema: 6,
            chains: false,
        };
        self.hear(asked, &Ok(Reply::Sync(Box::new(reply))));
    }

    /// On the hub.
    pub fn number(&self, clinic: &Clinic) -> Option<u32> {
        clinic.desk_of(self.desk().link()?.token.expose())
    }

    pub fn is_revoked(&self) -> bool {
        self.desk().link().is_some_and(|link| link.standing == desk::sync::Standing::Revoked)
    }

    fn hear(&mut self, asked: &Asked, answer: &Result<Reply, Trouble>) -> Next {
        self.try_to_hear(asked, answer).expect("the answer can be taken in")
    }

    fn try_to_hear(&mut self, asked: &Asked, answer: &Result<Reply, Trouble>) -> desk::Result<Next> {
        let answer = match answer.clone() {
            Ok(Reply::Sync(reply)) => Answer::Sync(reply),
            Ok(Reply::NewNumber(reply)) => Answer::NewNumber(reply),
            Err(trouble) => Answer::Trouble(trouble),
        };
        let desk = &self.desk.as_ref().expect("it runs").desk;
        self.client.hear(desk, asked, answer)
    }
}
