//! Contents of files. They are taken in parts, in no order and from any desk of the clinic, and given on when all of one is there. The clinic's
//! counter row is not held for them but while a new one is begun: a booking never waits for a file.
//!
//! Only what a document of the clinic names is taken, and a desk sends its rows first: so nothing can be left here that nobody asked for, and
//! nothing is lost, because a desk that is refused keeps its file and asks again. What documents named and name no more goes after a while.

use std::time::Duration;

use deadpool_postgres::{GenericClient, Transaction};
use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::{
    BlobPart, BlobReply, BlobsReply, MOST_BLOB_BYTES, MOST_WANTED, PROTOCOL, Trouble, TroubleCode,
    part_length, parts_of,
};

use super::connect::Store;
use super::desks::{entitled, understood};
use super::error::{Fault, Refused, busy};
use crate::stream::trouble;

/// What no document names any more is kept so long: a removal may be undone, and a desk that was away may bring one back.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Two that bring the last two parts at once: one of them sees that all are there.
const LOCK: &str = "select size, complete_at is not null as complete from hub.blob where clinic_id = $1 and hash = $2 for update";

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPart {
    pub reply: BlobReply,
    /// It was the first of its content.
    pub began: bool,
    /// It was the last one.
    pub completed: bool,
}

/// A content as it is noted.
struct Noted {
    size: u64,
    complete: bool,
}

impl Store {
    /// What documents of the clinic name and is not here, after this hash.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, and faults.
    pub async fn blobs_wanted(
        &self,
        clinic: Uuid,
        token: &Hash,
        after: Option<Hash>,
    ) -> Result<BlobsReply, Refused> {
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        let after = after.map_or_else(Vec::new, |hash| hash.to_vec());
        let most = i64::try_from(MOST_WANTED).unwrap_or(i64::MAX);
        let statement = work.prepare_cached(include_str!("blobs_wanted.sql")).await?;
        let rows = work.query(&statement, &[&clinic, &after, &(most + 1)]).await?;
        let hash =
            |row: &tokio_postgres::Row| Ok::<_, Fault>(ByteBuf::from(row.try_get::<_, Vec<u8>>("hash")?));
        let mut wanted = rows.iter().map(hash).collect::<Result<Vec<_>, _>>()?;
        let more = wanted.len() > MOST_WANTED;
        wanted.truncate(MOST_WANTED);
        Ok(BlobsReply { wanted, more })
    }

    /// What is here of a content.
    ///
    /// # Errors
    /// `NotFound`, also where no document names it; `Revoked`, and faults.
    pub async fn blob(&self, clinic: Uuid, token: &Hash, hash: &Hash) -> Result<Option<BlobReply>, Refused> {
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        if !is_named(&work, clinic, hash).await? {
            return Ok(None);
        }
        Ok(Some(standing(&work, clinic, hash).await?))
    }

    /// A part of a content that is whole. Nothing where it is not, or where no document names it.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, and faults.
    pub async fn blob_part(
        &self,
        clinic: Uuid,
        token: &Hash,
        hash: &Hash,
        part: u32,
    ) -> Result<Option<BlobPart>, Refused> {
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        let Some(noted) = noted(&work, clinic, hash).await?.filter(|noted| noted.complete) else {
            return Ok(None);
        };
        let Ok(part) = i32::try_from(part) else { return Ok(None) };
        if !is_named(&work, clinic, hash).await? {
            return Ok(None);
        }
        let select =
            "select digest, bytes from hub.blob_part where clinic_id = $1 and hash = $2 and part = $3";
        let statement = work.prepare_cached(select).await?;
        let Some(row) = work.query_opt(&statement, &[&clinic, &hash.as_slice(), &part]).await? else {
            return Ok(None);
        };
        let bytes = |name: &str| row.try_get::<_, Vec<u8>>(name).map(ByteBuf::from);
        let (digest, bytes) = (bytes("digest")?, bytes("bytes")?);
        Ok(Some(BlobPart { protocol: PROTOCOL, size: noted.size, digest, bytes }))
    }

    /// Takes a part. `most` is how many bytes of files the clinic may have.
    ///
    /// # Errors
    /// `NotFound`, also where no document names the content; `Revoked`; `Malformed` and `TooLarge` for sizes that are none; `DamagedPart`; `DamagedWhole`,
    /// and then nothing of it is left; `Full`; and faults.
    pub async fn take_blob_part(
        &self,
        clinic: Uuid,
        token: &Hash,
        (hash, part): (&Hash, u32),
        sent: &BlobPart,
        most: u64,
    ) -> Result<Option<TakenPart>, Refused> {
        check(part, sent)?;
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        entitled(&work, clinic, token, false).await?;
        if !is_named(&work, clinic, hash).await? {
            return Ok(None);
        }
        let mut held = noted_by(&work, LOCK, clinic, hash).await?;
        let began = held.as_ref().is_none_or(|held| !held.complete && held.size != sent.size);
        if began {
            // Whoever began it was wrong about its size: what came of it cannot be the same content.
            if held.is_some() {
                remove(&work, clinic, hash).await?;
            }
            begin(&work, clinic, hash, sent.size, most).await?;
            held = noted_by(&work, LOCK, clinic, hash).await?;
        }
        match held {
            Some(Noted { complete: true, size }) => {
                let reply = BlobReply { size: Some(size), complete: true, missing: Vec::new() };
                return Ok(Some(TakenPart { reply, began: false, completed: false }));
            }
            Some(held) if held.size == sent.size => {}
            // Somebody began it meanwhile, with another size.
            _ => return Err(busy(1).into()),
        }
        let statement = work.prepare_cached(include_str!("blob_part_insert.sql")).await?;
        let number = part.cast_signed();
        let (digest, bytes) = (sent.digest.as_slice(), sent.bytes.as_slice());
        work.execute(&statement, &[&clinic, &hash.as_slice(), &number, &digest, &bytes]).await?;
        let mut reply = standing(&work, clinic, hash).await?;
        let completed = reply.missing.is_empty();
        if completed {
            if !is_whole(&work, clinic, hash, sent.size).await? {
                remove(&work, clinic, hash).await?;
                work.commit().await?;
                return Err(trouble(TroubleCode::DamagedWhole).into());
            }
            let complete = "update hub.blob set complete_at = now() where clinic_id = $1 and hash = $2";
            work.execute(complete, &[&clinic, &hash.as_slice()]).await?;
            reply.complete = true;
        }
        work.commit().await?;
        Ok(Some(TakenPart { reply, began, completed }))
    }
}

fn check(part: u32, sent: &BlobPart) -> Result<(), Trouble> {
    understood(sent.protocol)?;
    if sent.size > MOST_BLOB_BYTES {
        return Err(trouble(TroubleCode::TooLarge));
    }
    let Some(length) = part_length(sent.size, part) else { return Err(trouble(TroubleCode::Malformed)) };
    let is_as_sent = sent.bytes.len() as u64 == length && Sha256::digest(&sent.bytes)[..] == sent.digest[..];
    if is_as_sent { Ok(()) } else { Err(trouble(TroubleCode::DamagedPart)) }
}

async fn is_named(work: &Transaction<'_>, clinic: Uuid, hash: &Hash) -> Result<bool, Fault> {
    let statement = work.prepare_cached(include_str!("blob_named.sql")).await?;
    Ok(work.query_opt(&statement, &[&clinic, &hash.as_slice()]).await?.is_some())
}

async fn noted(work: &Transaction<'_>, clinic: Uuid, hash: &Hash) -> Result<Option<Noted>, Fault> {
    let select =
        "select size, complete_at is not null as complete from hub.blob where clinic_id = $1 and hash = $2";
    noted_by(work, select, clinic, hash).await
}

async fn noted_by(
    work: &Transaction<'_>,
    select: &str,
    clinic: Uuid,
    hash: &Hash,
) -> Result<Option<Noted>, Fault> {
    let statement = work.prepare_cached(select).await?;
    let Some(row) = work.query_opt(&statement, &[&clinic, &hash.as_slice()]).await? else { return Ok(None) };
    let size = row.try_get::<_, i64>("size")?.cast_unsigned();
    Ok(Some(Noted { size, complete: row.try_get("complete")? }))
}

/// What is here, and what is missing.
async fn standing(work: &Transaction<'_>, clinic: Uuid, hash: &Hash) -> Result<BlobReply, Fault> {
    let Some(noted) = noted(work, clinic, hash).await? else {
        return Ok(BlobReply { size: None, complete: false, missing: Vec::new() });
    };
    let mut missing = Vec::new();
    if !noted.complete {
        let statement = work.prepare_cached(include_str!("blob_missing.sql")).await?;
        let parts = parts_of(noted.size).cast_signed();
        for row in work.query(&statement, &[&clinic, &hash.as_slice(), &parts]).await? {
            missing.push(row.try_get::<_, i32>("part")?.cast_unsigned());
        }
    }
    Ok(BlobReply { size: Some(noted.size), complete: noted.complete, missing })
}

/// Notes a content whose first part has come, if there is room for all of it. Held against what others begin by the clinic's counter row.
async fn begin(
    work: &Transaction<'_>,
    clinic: Uuid,
    hash: &Hash,
    size: u64,
    most: u64,
) -> Result<(), Refused> {
    work.query_one("select hub.hold($1)", &[&clinic]).await?;
    let kept = KEPT.as_secs_f64();
    let unnamed = work.prepare_cached(include_str!("blobs_unnamed.sql")).await?;
    for row in work.query(&unnamed, &[&clinic, &kept]).await? {
        remove(work, clinic, row.try_get("hash")?).await?;
    }
    let used = "select coalesce(sum(size), 0)::bigint as used from hub.blob where clinic_id = $1";
    let used = work.query_one(used, &[&clinic]).await?.try_get::<_, i64>("used")?.cast_unsigned();
    if used.saturating_add(size) > most {
        return Err(trouble(TroubleCode::Full).into());
    }
    let insert = "insert into hub.blob (clinic_id, hash, size) values ($1, $2, $3) on conflict do nothing";
    work.execute(insert, &[&clinic, &hash.as_slice(), &size.cast_signed()]).await?;
    Ok(())
}

async fn remove(work: &Transaction<'_>, clinic: Uuid, hash: &[u8]) -> Result<(), Fault> {
    work.execute("delete from hub.blob_part where clinic_id = $1 and hash = $2", &[&clinic, &hash]).await?;
    work.execute("delete from hub.blob where clinic_id = $1 and hash = $2", &[&clinic, &hash]).await?;
    Ok(())
}

/// Whether all of it together is what its hash says: part by part, never more than one at once.
async fn is_whole(work: &Transaction<'_>, clinic: Uuid, hash: &Hash, size: u64) -> Result<bool, Fault> {
    let select = "select bytes from hub.blob_part where clinic_id = $1 and hash = $2 and part = $3";
    let statement = work.prepare_cached(select).await?;
    let mut whole = Sha256::new();
    for part in 0..parts_of(size).cast_signed() {
        let row = work.query_opt(&statement, &[&clinic, &hash.as_slice(), &part]).await?;
        let Some(row) = row else { return Ok(false) };
        whole.update(row.try_get::<_, &[u8]>("bytes")?);
    }
    Ok(whole.finalize()[..] == hash[..])
}
