//! Contents of files, in parts: what is taken, what is given, and to whom.

use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::operation::Hash;
use wire::sync::http::{blob_part_path, blob_path, blobs_path, events_path, revoke_path, sync_path};
use wire::sync::{
    BlobPart, BlobReply, BlobsReply, MOST_BLOB_BYTES, PART_BYTES, PROTOCOL, RevokeRequest, TroubleCode,
    part_length, parts_of,
};

use super::client::{Answer, Events, get, post, put};
use super::{Server, Settings, World, world};
use crate::store::connect;
use crate::store::tests::world::{Desk, NOW, column, insert};

/// Bytes that nobody can compress, a different lot for each seed.
fn content(seed: u8, size: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size as usize + 32);
    let mut block: Hash = Sha256::digest([seed]).into();
    while (bytes.len() as u64) < size {
        bytes.extend_from_slice(&block);
        block = Sha256::digest(block).into();
    }
    bytes.truncate(size as usize);
    bytes
}

fn hash_of(content: &[u8]) -> Hash {
    Sha256::digest(content).into()
}

fn part_of(content: &[u8], part: u32) -> BlobPart {
    let begins = (u64::from(part) * PART_BYTES) as usize;
    let length = part_length(content.len() as u64, part).expect("one of its parts") as usize;
    let bytes = content[begins..begins + length].to_vec();
    BlobPart {
        protocol: PROTOCOL,
        size: content.len() as u64,
        digest: Sha256::digest(&bytes).to_vec().into(),
        bytes: bytes.into(),
    }
}

/// A desk that talks to one process.
struct Speaker<'s> {
    server: &'s Server,
    clinic: Uuid,
    token: String,
    desk: Desk,
}

impl<'s> Speaker<'s> {
    async fn enrol(world: &'s World) -> Self {
        let (desk, token) = world.server.desk(&world.operator, world.clinic).await;
        Self { server: &world.server, clinic: world.clinic, token, desk }
    }

    /// Says that a document with this content was attached.
    async fn attaches(&mut self, content: &[u8]) -> Uuid {
        let id = Uuid::now_v7();
        let fields =
            [("name", Value::Text("x-ray".into())), ("content_hash", Value::Blob(hash_of(content).to_vec()))];
        self.desk.does(Uuid::now_v7(), NOW << 16, encode(&[insert("document", id, &fields)]));
        self.syncs().await;
        id
    }

    async fn removes(&mut self, document: Uuid, at: i64) {
        let (table, deleted_at) = column("document", "deleted_at");
        let fields = vec![Field { column: deleted_at, before: Value::Null, after: Value::Integer(at) }];
        let change = Change { table, row: document, action: Action::Set, fields };
        self.desk.does(Uuid::now_v7(), NOW << 16, encode(&[change]));
        self.syncs().await;
    }

    async fn syncs(&mut self) {
        let request = self.desk.request(9, 1);
        let answer = post(self.server.address, &sync_path(self.clinic), Some(&self.token), &request).await;
        let reply: wire::sync::SyncReply = answer.message();
        self.desk.epoch = Some(reply.epoch);
        self.desk.through = reply.through;
    }

    async fn gets(&self, path: &str) -> Answer {
        get(self.server.address, path, Some(&self.token)).await
    }

    async fn wanted(&self) -> Vec<ByteBuf> {
        self.gets(&blobs_path(self.clinic)).await.message::<BlobsReply>().wanted
    }

    async fn standing(&self, content: &[u8]) -> BlobReply {
        self.gets(&blob_path(self.clinic, &hash_of(content))).await.message()
    }

    async fn sends(&self, hash: &Hash, number: u32, part: &BlobPart) -> Answer {
        put(self.server.address, &blob_part_path(self.clinic, hash, number), Some(&self.token), part).await
    }

    async fn sends_part(&self, content: &[u8], number: u32) -> BlobReply {
        self.sends(&hash_of(content), number, &part_of(content, number)).await.message()
    }

    async fn sends_all(&self, content: &[u8]) -> BlobReply {
        let mut last = self.standing(content).await;
        for number in 0..parts_of(content.len() as u64) {
            last = self.sends_part(content, number).await;
        }
        last
    }

    async fn part(&self, content: &[u8], number: u32) -> Answer {
        self.gets(&blob_part_path(self.clinic, &hash_of(content), number)).await
    }
}

#[tokio::test]
async fn a_content_that_came_in_parts_is_given_on_as_it_was() {
    let world = world(Settings::default()).await;
    let mut sender = Speaker::enrol(&world).await;
    let reader = Speaker::enrol(&world).await;
    assert!(sender.wanted().await.is_empty());
    let file = content(1, 2 * PART_BYTES + 77);
    sender.attaches(&file).await;
    assert_eq!(reader.wanted().await, [ByteBuf::from(hash_of(&file))]);
    assert_eq!(sender.standing(&file).await, BlobReply { size: None, complete: false, missing: vec![] });

    // In no order, and one of them twice.
    let size = Some(file.len() as u64);
    assert_eq!(sender.sends_part(&file, 2).await, BlobReply { size, complete: false, missing: vec![0, 1] });
    assert_eq!(sender.sends_part(&file, 0).await.missing, [1]);
    assert_eq!(sender.sends_part(&file, 0).await.missing, [1]);
    assert_eq!(sender.standing(&file).await.missing, [1]);
    assert_eq!(reader.part(&file, 0).await.trouble(), TroubleCode::NotFound, "half of it is given to nobody");

    let mut events = Events::open(world.server.address, &events_path(world.clinic), &reader.token).await;
    events.until(1).await.expect("where it stands");
    assert_eq!(sender.sends_part(&file, 1).await, BlobReply { size, complete: true, missing: vec![] });
    events.until_it_says("event: blob\n").await.expect("it became whole");
    assert!(reader.wanted().await.is_empty());
    let mut read = Vec::new();
    for number in 0..3 {
        let part: BlobPart = reader.part(&file, number).await.message();
        assert_eq!(part, part_of(&file, number));
        read.extend_from_slice(&part.bytes);
    }
    assert_eq!(read, file);
    assert_eq!(reader.part(&file, 3).await.trouble(), TroubleCode::NotFound);

    let metrics = String::from_utf8(get(world.server.metrics, "/metrics", None).await.body).expect("text");
    for line in
        ["parts_received_total 4", "parts_sent_total 3", "files_begun_total 1", "files_completed_total 1"]
    {
        assert!(metrics.lines().any(|found| found == format!("clinic_hub_{line}")), "{line} in\n{metrics}");
    }
}

#[tokio::test]
async fn nothing_is_taken_that_no_document_names_and_what_is_removed_is_given_no_more() {
    let world = world(Settings::default()).await;
    let mut sender = Speaker::enrol(&world).await;
    let file = content(1, 900);
    let answer = sender.sends(&hash_of(&file), 0, &part_of(&file, 0)).await;
    assert_eq!(answer.trouble(), TroubleCode::NotFound);
    let document = sender.attaches(&file).await;
    assert!(sender.sends_all(&file).await.complete);
    sender.removes(document, NOW).await;
    assert_eq!(sender.part(&file, 0).await.trouble(), TroubleCode::NotFound);
    assert_eq!(sender.gets(&blob_path(world.clinic, &hash_of(&file))).await.trouble(), TroubleCode::NotFound);
    // Asking for what is not there is no guessing: the address is not shut out.
    for _ in 0..40 {
        assert_eq!(sender.part(&file, 0).await.status, 404);
    }
    assert!(sender.wanted().await.is_empty());
}

#[tokio::test]
async fn a_damaged_part_is_refused_and_a_damaged_whole_is_dropped() {
    let world = world(Settings::default()).await;
    let mut sender = Speaker::enrol(&world).await;
    let file = content(1, PART_BYTES + 9);
    sender.attaches(&file).await;
    let hash = hash_of(&file);
    let good = part_of(&file, 0);
    let flipped = |part: &BlobPart| {
        let mut bytes = part.bytes.to_vec();
        bytes[5] ^= 1;
        BlobPart { bytes: bytes.into(), ..part.clone() }
    };
    let shorter = BlobPart { bytes: good.bytes[1..].to_vec().into(), ..good.clone() };
    for (part, code) in [
        (flipped(&good), TroubleCode::DamagedPart),
        (shorter, TroubleCode::DamagedPart),
        (BlobPart { size: MOST_BLOB_BYTES + 1, ..good.clone() }, TroubleCode::TooLarge),
        (BlobPart { size: 0, ..good.clone() }, TroubleCode::Malformed),
        (BlobPart { protocol: PROTOCOL + 1, ..good.clone() }, TroubleCode::OldDesk),
    ] {
        assert_eq!(sender.sends(&hash, 0, &part).await.trouble(), code);
    }
    assert_eq!(sender.sends(&hash, 7, &good).await.trouble(), TroubleCode::Malformed);
    assert_eq!(sender.standing(&file).await.size, None, "nothing of it was taken");

    // A part of another content, which says of itself what it is.
    let other = content(2, PART_BYTES + 9);
    assert_eq!(sender.sends(&hash, 0, &part_of(&other, 0)).await.status, 200);
    assert_eq!(sender.sends(&hash, 1, &part_of(&file, 1)).await.trouble(), TroubleCode::DamagedWhole);
    assert_eq!(sender.standing(&file).await, BlobReply { size: None, complete: false, missing: vec![] });
    assert!(sender.sends_all(&file).await.complete, "the right one is taken afterwards");
    // And stays, whatever else is said to belong there.
    assert!(sender.sends(&hash, 0, &part_of(&other, 0)).await.message::<BlobReply>().complete);
    assert_eq!(sender.part(&file, 0).await.message::<BlobPart>(), good);
}

#[tokio::test]
async fn whoever_is_wrong_about_the_size_does_not_keep_the_right_one_out() {
    let world = world(Settings::default()).await;
    let mut sender = Speaker::enrol(&world).await;
    let file = content(1, 2 * PART_BYTES);
    sender.attaches(&file).await;
    let longer = content(3, 5 * PART_BYTES);
    assert_eq!(sender.sends(&hash_of(&file), 4, &part_of(&longer, 4)).await.status, 200);
    assert!(sender.sends_all(&file).await.complete);
}

#[tokio::test]
async fn two_desks_that_send_one_content_at_once_make_it_whole_once() {
    let settings = Settings { file_rate: (10_000, 1.0), ..Settings::default() };
    let world = world(settings).await;
    let mut one = Speaker::enrol(&world).await;
    let two = Speaker::enrol(&world).await;
    for seed in 0..4 {
        let file = content(seed, 3 * PART_BYTES + 1);
        one.attaches(&file).await;
        let sends = async |speaker: &Speaker<'_>, order: [u32; 4]| {
            let sending = order.map(|number| speaker.sends_part(&file, number));
            futures_util::future::join_all(sending).await
        };
        let (first, second) = tokio::join!(sends(&one, [0, 1, 2, 3]), sends(&two, [3, 2, 1, 0]));
        assert!(first.iter().chain(&second).any(|reply| reply.complete));
        assert!(one.standing(&file).await.complete);
        assert_eq!(two.part(&file, 2).await.message::<BlobPart>(), part_of(&file, 2));
    }
    let metrics = String::from_utf8(get(world.server.metrics, "/metrics", None).await.body).expect("text");
    assert!(metrics.contains("files_completed_total 4\n"), "{metrics}");
}

#[tokio::test]
async fn another_clinics_content_is_as_if_it_did_not_exist() {
    let world = world(Settings::default()).await;
    let mut owner = Speaker::enrol(&world).await;
    let file = content(1, PART_BYTES + 1);
    owner.attaches(&file).await;
    owner.sends_all(&file).await;

    let other = world.operator.add_clinic("Two").await.expect("a clinic");
    let (desk, token) = world.server.desk(&world.operator, other).await;
    let mut stranger = Speaker { server: &world.server, clinic: other, token, desk };
    let absent = content(9, 9);
    let same = async |stranger: &Speaker<'_>, what: &[u8]| {
        let hash = hash_of(what);
        let answers = [
            stranger.gets(&blob_path(other, &hash)).await,
            stranger.gets(&blob_part_path(other, &hash, 0)).await,
            stranger.sends(&hash, 0, &part_of(what, 0)).await,
        ];
        answers.map(|answer| (answer.status, answer.body))
    };
    assert_eq!(same(&stranger, &file).await, same(&stranger, &absent).await);
    // With its own clinic's number in the path and with the other's.
    assert_eq!(stranger.gets(&blob_part_path(world.clinic, &hash_of(&file), 0)).await.status, 404);
    assert_eq!(stranger.gets(&blobs_path(world.clinic)).await.status, 404);
    // Even who names the same content has to bring it.
    stranger.attaches(&file).await;
    assert_eq!(stranger.wanted().await.len(), 1);
    assert_eq!(stranger.part(&file, 0).await.trouble(), TroubleCode::NotFound);
    assert_eq!(stranger.standing(&file).await.size, None);
    assert!(stranger.sends_all(&file).await.complete);
}

#[tokio::test]
async fn a_revoked_desk_neither_gets_nor_brings_files() {
    let world = world(Settings::default()).await;
    let mut stays = Speaker::enrol(&world).await;
    let goes = Speaker::enrol(&world).await;
    let file = content(1, 3 * PART_BYTES);
    stays.attaches(&file).await;
    goes.sends_part(&file, 0).await;
    let revoke = RevokeRequest { protocol: PROTOCOL, desk: goes.desk.number };
    post(world.server.address, &revoke_path(world.clinic), Some(&stays.token), &revoke).await;
    assert_eq!(goes.sends(&hash_of(&file), 1, &part_of(&file, 1)).await.trouble(), TroubleCode::Revoked);
    assert_eq!(goes.gets(&blobs_path(world.clinic)).await.trouble(), TroubleCode::Revoked);
    assert!(stays.sends_all(&file).await.complete);
    assert_eq!(goes.part(&file, 0).await.trouble(), TroubleCode::Revoked);
}

#[tokio::test]
async fn a_clinic_whose_room_is_used_up_is_told_so_until_what_is_not_named_any_more_has_gone() {
    let settings = Settings { file_space: 3 * PART_BYTES, ..Settings::default() };
    let world = world(settings).await;
    let mut sender = Speaker::enrol(&world).await;
    let (first, second) = (content(1, 2 * PART_BYTES), content(2, 2 * PART_BYTES));
    let document = sender.attaches(&first).await;
    sender.attaches(&second).await;
    assert!(sender.sends_all(&first).await.complete);
    let begins_the_second = async || sender.sends(&hash_of(&second), 0, &part_of(&second, 0)).await;
    assert_eq!(begins_the_second().await.trouble(), TroubleCode::Full);
    let line = world.operator.clinics().await.expect("clinics").remove(0);
    assert_eq!((line.file_bytes, line.incomplete_files), (2 * PART_BYTES, 0));

    let days = |days: i64| super::super::now() - days * 24 * 3_600_000;
    sender.removes(document, days(29)).await;
    let (owner, _driving) = connect(&world.database.owner).await.expect("connected");
    owner
        .execute("select set_config('clinic.id', $1, false)", &[&world.clinic.to_string()])
        .await
        .expect("named");
    let long_ago = "update hub.blob set begun_at = now() - interval '40 days'";
    assert_eq!(owner.execute(long_ago, &[]).await.expect("changed"), 1);
    let second_again = sender.sends(&hash_of(&second), 0, &part_of(&second, 0)).await;
    assert_eq!(second_again.trouble(), TroubleCode::Full, "its removal can still be undone");
    sender.removes(document, days(31)).await;
    assert!(sender.sends_all(&second).await.complete);
    let line = world.operator.clinics().await.expect("clinics").remove(0);
    assert_eq!(line.file_bytes, 2 * PART_BYTES, "the one that went is gone");
}

#[tokio::test]
async fn files_on_their_way_take_nothing_of_what_a_desk_may_ask_otherwise() {
    let settings = Settings { file_rate: (5, 0.01), ..Settings::default() };
    let world = world(settings).await;
    let mut desk = Speaker::enrol(&world).await;
    let statuses = async |desk: &Speaker<'_>| {
        let mut all = Vec::new();
        for _ in 0..7 {
            all.push(desk.gets(&blobs_path(world.clinic)).await.status);
        }
        all
    };
    assert_eq!(statuses(&desk).await, [200, 200, 200, 200, 200, 429, 429]);
    desk.syncs().await;
}
