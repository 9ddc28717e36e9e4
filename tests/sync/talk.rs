//! One desk with its half of the protocol, and everything that can happen to what it says.

use std::path::Path;

use desk::sync::testing::SyncDesk;
use desk::sync::{Answer, Asked, Budget, Client, Message, Next, Stopped};
use hub::model::Clinic;
use wire::sync::{Row, SyncReply, Trouble, TroubleCode, decode_rows, encode_rows, pack, unpack};

use crate::dice::Dice;

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
    /// Made on purpose.
    pub mistake: Option<Mistake>,
}

/// What happens to one request and its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    RequestLost,
    RequestTwice,
    AnswerLost,
    AnswerTwice,
    /// The process ends before the answer is taken in.
    CrashBefore,
    /// The process ends right after.
    CrashAfter,
    /// The hub cannot just now.
    Busy,
    /// Somebody works while the request is on its way.
    WorkMeanwhile,
    /// The desk's disk has no room for the answer.
    DiskFull,
}

const FAULTS: [Fault; 10] = [
    Fault::None,
    Fault::RequestLost,
    Fault::RequestTwice,
    Fault::AnswerLost,
    Fault::AnswerTwice,
    Fault::CrashBefore,
    Fault::CrashAfter,
    Fault::Busy,
    Fault::WorkMeanwhile,
    Fault::DiskFull,
];

impl Fault {
    pub fn some(dice: &mut Dice) -> Self {
        *dice.pick(&FAULTS)
    }
}

fn client(dice: &mut Dice) -> Client {
    let budget = Budget {
        up: usize::try_from(dice.below(2_000)).expect("fits"),
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
        Self { desk: Some(desk), client: client(dice), skew, mistake: None }
    }

    /// The same database and identity in another place: a cloned directory, or one put back from a backup.
    pub fn copied(&self, from: &Path, path: &Path, dice: &mut Dice) -> Self {
        std::fs::copy(from, path).expect("a database can be copied");
        let desk = SyncDesk::open(path, self.desk().id());
        Self { desk: Some(desk), client: client(dice), skew: self.skew, mistake: self.mistake }
    }

    pub fn desk(&self) -> &SyncDesk {
        self.desk.as_ref().expect("it runs")
    }

    pub fn tell_the_time(&self, now: i64) {
        self.desk().clock.set(domain::time::Instant(now + self.skew));
    }

    pub fn enrol(&self, clinic: &mut Clinic, dice: &mut Dice) {
        let request = self.desk().enrolment(dice.uuid()).expect("it may ask");
        let reply = clinic.enrol(&request).expect("the clinic takes it in");
        self.desk().enrolled(&request, &reply).expect("the link can be kept");
    }

    /// The process ends and is started again.
    pub fn restart(&mut self, dice: &mut Dice) {
        let desk = self.desk.take().expect("it runs");
        self.desk = Some(desk.reopened());
        self.client = client(dice);
    }

    /// One round with the hub. True when there is nothing left to say or to hear.
    pub fn round(&mut self, clinic: &mut Clinic, dice: &mut Dice, now: i64, fault: Fault) -> bool {
        self.tell_the_time(now);
        if dice.one_in(4) {
            self.client.compare_next_time();
        }
        let asked = self
            .client
            .ask(&self.desk.as_ref().expect("it runs").desk, dice.uuid())
            .expect("the desk can be read");
        let Ok(asked) = asked else { panic!("nobody has shut it out") };
        if fault == Fault::RequestLost {
            self.believe(&asked, now);
            return false;
        }
        let mut answer = answer(clinic, now, &asked);
        match fault {
            Fault::RequestTwice => answer = self::answer(clinic, now, &asked),
            Fault::AnswerLost => {
                self.believe(&asked, now);
                return false;
            }
            Fault::Busy => {
                let busy = hub::stream::trouble(TroubleCode::Busy);
                answer = Err(Trouble { after: Some(7), ..busy });
            }
            Fault::CrashBefore => {
                if self.mistake == Some(Mistake::CursorBeforeData) {
                    self.hear(&asked, &without_rows(answer, |_| false));
                }
                self.restart(dice);
                return false;
            }
            Fault::WorkMeanwhile => crate::deeds::act(self.desk(), dice),
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
            Fault::None | Fault::RequestLost | Fault::AnswerTwice | Fault::CrashAfter => {}
        }
        if self.mistake == Some(Mistake::ZombieRow) {
            answer = without_rows(answer, |row| !row.gone);
        }
        let next = self.hear(&asked, &answer);
        if fault == Fault::AnswerTwice {
            self.hear(&asked, &answer);
        }
        match next {
            Next::Stopped(Stopped::Unknown) => self.enrol(clinic, dice),
            Next::Stopped(Stopped::Revoked) => return true,
            Next::Stopped(other) => panic!("{other:?}"),
            Next::AtOnce | Next::InStep | Next::Later(_) => {}
        }
        if fault == Fault::CrashAfter {
            self.restart(dice);
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
        };
        self.hear(asked, &Ok(Reply::Sync(pack(&reply))));
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
            Ok(Reply::Sync(bytes)) => Answer::Sync(unpack(&bytes).expect("a reply")),
            Ok(Reply::NewNumber(bytes)) => Answer::NewNumber(unpack(&bytes).expect("a reply")),
            Err(trouble) => Answer::Trouble(trouble),
        };
        let desk = &self.desk.as_ref().expect("it runs").desk;
        self.client.hear(desk, asked, answer)
    }
}

/// As it travels.
#[derive(Clone)]
enum Reply {
    Sync(Vec<u8>),
    NewNumber(Vec<u8>),
}

/// What a desk that passes over some rows hears.
fn without_rows(answer: Result<Reply, Trouble>, heard: impl Fn(&Row) -> bool) -> Result<Reply, Trouble> {
    let Ok(Reply::Sync(bytes)) = answer else { return answer };
    let mut reply: SyncReply = unpack(&bytes).expect("a reply");
    let mut rows = decode_rows(&reply.rows).expect("rows of the protocol");
    rows.retain(heard);
    reply.rows = encode_rows(rows.iter()).into();
    Ok(Reply::Sync(pack(&reply)))
}

fn answer(clinic: &mut Clinic, now: i64, asked: &Asked) -> Result<Reply, Trouble> {
    let number = clinic.desk_of(asked.link.token.expose()).unwrap_or(0);
    match &asked.message {
        Message::Sync(request) => {
            let request = unpack(&pack(&**request)).expect("a request");
            let reply = clinic.sync(number, now, &request)?;
            assert_eq!(reply.differs, Vec::<u16>::new(), "desk {number} holds something else than the hub");
            Ok(Reply::Sync(pack(&reply)))
        }
        Message::NewNumber(request) => {
            clinic.new_number(number, request).map(|reply| Reply::NewNumber(pack(&reply)))
        }
    }
}
