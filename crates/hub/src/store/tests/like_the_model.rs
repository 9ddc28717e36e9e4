//! PostgreSQL answers what the model answers, whatever desks say.

use std::collections::BTreeMap;

use uuid::Uuid;
use wire::sync::{
    Digest, NewNumberRequest, PROTOCOL, Row, SyncReply, SyncRequest, Trouble, TroubleCode, decode_rows,
};

use super::database;
use super::world::{Desk, Dice, NOW, enrolling, some_changes};
use crate::merge::{Held, Key};
use crate::model::Clinic;
use crate::secrets::hash_of_token;
use crate::store::scope::{held_of, other_of};
use crate::store::tables::{HEAD, STORED};
use crate::store::{Fault, Refused, Store, admin};

/// The same clinic twice.
struct Pair {
    model: Clinic,
    store: Store,
    operator: Store,
    clinic: Uuid,
    /// By a desk's number.
    tokens: BTreeMap<u32, String>,
}

type Answer = Result<SyncReply, Trouble>;

fn troubled<T>(result: Result<T, Refused>) -> Result<T, Trouble> {
    result.map_err(|refused| match refused {
        Refused::Trouble(trouble) => trouble,
        Refused::Fault(fault) => panic!("{fault}"),
    })
}

impl Pair {
    async fn new(store: &Store, operator: &Store) -> Self {
        let clinic = operator.add_clinic("Clinic").await.expect("a clinic");
        let epoch = operator.restored(clinic).await.expect("an epoch");
        let model = Clinic::new(clinic, epoch);
        Self { model, store: store.clone(), operator: operator.clone(), clinic, tokens: BTreeMap::new() }
    }

    async fn join(&mut self, dice: &mut Dice) -> Desk {
        let code =
            self.operator.new_code(self.clinic, std::time::Duration::from_secs(60)).await.expect("a code");
        let request = enrolling(dice.uuid(), &code);
        let reply = troubled(self.store.enrol(&request).await).expect("enrolled");
        let model = self.model.enrol(&request).expect("enrolled");
        assert_eq!(
            (reply.number, &reply.letter, reply.joined, reply.epoch),
            (model.number, &model.letter, model.joined, model.epoch)
        );
        self.tokens.insert(reply.number, reply.token);
        Desk::new(reply.number, request.desk)
    }

    /// Both answers, which have to be equal but for where pages are cut.
    async fn ask(&mut self, desk: u32, now: i64, request: &SyncRequest) -> (Answer, Answer) {
        let token = hash_of_token(&self.tokens[&desk]);
        let real = self.store.sync(self.clinic, &token, now, request).await;
        let real = troubled(real.map(|synced| synced.reply));
        (self.model.sync(desk, now, request), real)
    }

    /// A push, and then everything there is to hear. Returns the cursor after it.
    async fn talk(&mut self, desk: &mut Desk, now: i64, mut request: SyncRequest) -> Option<TroubleCode> {
        let mut heard: [BTreeMap<Key, Row>; 2] = Default::default();
        let (model, real) = self.ask(desk.number, now, &request).await;
        let (model, real) = match (model, real) {
            (Err(model), Err(real)) => {
                assert_eq!(model, real);
                if model.code == TroubleCode::Epoch {
                    desk.epoch = model.epoch;
                    desk.through = model.through.expect("told").min(desk.length());
                    desk.cap(model.head.expect("told"));
                }
                return Some(model.code);
            }
            (Ok(model), Ok(real)) => (model, real),
            (model, real) => panic!("the model says {model:?}, PostgreSQL {real:?}"),
        };
        assert_eq!(without_rows(&model), without_rows(&real));
        desk.epoch = Some(real.epoch);
        desk.through = desk.through.max(real.through);
        request.push.clear();
        let mut cursors = [model.next, real.next];
        for (at, first) in [model, real].into_iter().enumerate() {
            let mut reply = first;
            loop {
                for row in decode_rows(&reply.rows).expect("rows") {
                    heard[at].insert((row.table, row.id), row);
                }
                cursors[at] = reply.next;
                if !reply.more {
                    break;
                }
                let next = SyncRequest { cursor: reply.next, ..request.clone() };
                let (model, real) = self.ask(desk.number, now, &next).await;
                reply = if at == 0 { model } else { real }.expect("a page");
                assert!(reply.next > next.cursor, "a page leads on");
            }
        }
        let [model, real] = heard;
        assert_eq!(model, real);
        assert_eq!(cursors[0], cursors[1]);
        desk.cursor = cursors[1];
        None
    }

    async fn compare(&self) {
        let stored = dump(&self.store, self.clinic).await.expect("rows");
        assert_eq!(self.model.dump(), stored);
        let (desk, token) = self.tokens.first_key_value().expect("a desk");
        let epoch = Some(self.model.epoch.id);
        let sums = self.model.digests().into_iter().filter(|(table, _)| *table < 900);
        let request = SyncRequest {
            cursor: self.model.head(),
            epoch,
            digests: sums.map(|(table, sum)| Digest { table, sum }).collect(),
            ..Desk::new(*desk, Uuid::from_u128(77)).request(0, 1)
        };
        let reply = self.store.sync(self.clinic, &hash_of_token(token), NOW, &request).await;
        match troubled(reply.map(|synced| synced.reply)) {
            // Rows with columns that only the hub does not know have another sum there.
            Ok(reply) => assert!(reply.differs.iter().all(|table| self.has_unknown_columns(*table))),
            Err(trouble) => assert_eq!(trouble.code, TroubleCode::Revoked),
        }
    }

    fn has_unknown_columns(&self, table: u16) -> bool {
        self.model.dump().iter().any(|((of, _), held)| *of == table && held.fields.contains_key(&700))
    }
}

fn without_rows(reply: &SyncReply) -> SyncReply {
    SyncReply { rows: Default::default(), next: 0, more: false, ..reply.clone() }
}

/// All rows of a clinic, as they are stored.
async fn dump(store: &Store, clinic: Uuid) -> Result<BTreeMap<Key, Held>, Fault> {
    let mut client = store.client().await?;
    let work = admin::within(&mut client, clinic).await?;
    let mut rows = BTreeMap::new();
    for (number, stored) in &*STORED {
        for row in work.query(&stored.select, &[]).await? {
            let (key, held, _) = held_of(*number, &row)?;
            rows.insert(key, held);
        }
    }
    let other = format!("select table_no, {} from record.other", HEAD.replace("ext", "ext::text"));
    for row in work.query(&other, &[]).await? {
        let table = u16::try_from(row.try_get::<_, i32>(0)?).expect("a table");
        let (key, held) = other_of(table, &row)?;
        rows.insert(key, held);
    }
    Ok(rows)
}

async fn run(seed: u64, store: &Store, operator: &Store) {
    let mut dice = Dice::of(seed);
    let mut pair = Pair::new(store, operator).await;
    let mut desks = Vec::new();
    for _ in 0..2 + dice.below(3) {
        let desk = pair.join(&mut dice).await;
        desks.push(desk);
    }
    let mut now = NOW;
    for _ in 0..60 {
        now += i64::try_from(dice.below(60_000)).expect("fits");
        let which = dice.index(desks.len());
        match dice.below(24) {
            0 => desks[which].boot = dice.uuid(),
            1 if desks.len() < 6 => {
                let mut clone = desks[which].clone();
                clone.boot = dice.uuid();
                desks.push(clone);
            }
            2 if dice.one_in(4) => {
                let number = desks[which].number;
                pair.model.revoke(number);
                operator.revoke(pair.clinic, number).await.expect("revoked");
            }
            // A restore of what is there now: the epoch is another, and desks begin again.
            3 if dice.one_in(3) => {
                let epoch = operator.restored(pair.clinic).await.expect("an epoch");
                pair.model = pair.model.clone().restored(epoch);
            }
            4..12 => {
                let skew = i64::try_from(dice.below(200_000)).expect("fits") - 100_000;
                let (uid, changes) = (dice.uuid(), some_changes(&mut dice));
                desks[which].does(uid, (now + skew) << 16, changes);
            }
            _ => {
                let most = dice.index(5);
                let max_bytes =
                    if dice.one_in(2) { 1 << 20 } else { u32::try_from(dice.below(800)).expect("fits") };
                let mut request = desks[which].request(most, max_bytes);
                if dice.one_in(6) {
                    let from = dice.below(desks[which].length() + 1);
                    request.push = desks[which].repeat(from, most);
                }
                request.everything = dice.one_in(8);
                let trouble = pair.talk(&mut desks[which], now, request).await;
                if trouble == Some(TroubleCode::Forked) {
                    new_number(&mut pair, &mut desks[which], &mut dice).await;
                }
            }
        }
    }
    pair.compare().await;
}

async fn new_number(pair: &mut Pair, desk: &mut Desk, dice: &mut Dice) {
    let from_number = dice.below(desk.length() + 1);
    let request = NewNumberRequest {
        protocol: PROTOCOL,
        boot: desk.boot,
        desk: dice.uuid(),
        from_number,
        from_hash: desk.hash_at(from_number).to_vec().into(),
    };
    let token = hash_of_token(&pair.tokens[&desk.number]);
    let model = pair.model.new_number(desk.number, &request);
    let real = troubled(pair.store.new_number(pair.clinic, &token, &request).await);
    match (model, real) {
        (Ok(model), Ok(real)) => {
            assert_eq!((model.number, model.letter), (real.number, real.letter));
            pair.tokens.insert(real.number, real.token);
            (desk.number, desk.id, desk.through) = (real.number, request.desk, from_number);
            desk.cap(0);
        }
        (Err(model), Err(real)) => assert_eq!(model, real),
        (model, real) => panic!("the model says {model:?}, PostgreSQL {real:?}"),
    }
}

#[tokio::test]
async fn postgresql_answers_what_the_model_answers() {
    let database = database().await;
    let (store, operator) = database.stores(2).expect("stores");
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(30);
    let first = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    for seed in first..first + seeds {
        eprintln!("seed {seed}");
        run(seed, &store, &operator).await;
    }
}
