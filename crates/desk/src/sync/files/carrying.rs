//! The steps: a question, or one part up or down. Between two of them it is decided anew what comes next.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use wire::sync::http::{blob_part_path, blob_path, blobs_path, hex_of};
use wire::sync::{BlobPart, BlobReply, BlobsReply, PART_BYTES, PROTOCOL, TroubleCode, part_length, parts_of};

use super::plan::Named;
use super::{Carrier, Step, WHEN_ONE_CAME, bytes_of};
use crate::documents::ContentHash;
use crate::documents::content::Arrival;
use crate::error::Error;
use crate::sync::http::{Failure, Hub};
use crate::sync::link::HubLink;
use crate::sync::shared::Closed;

/// What was damaged on the way is sent or fetched again after this.
const A_MOMENT: Duration = Duration::from_secs(5);
/// What went wrong with one file is tried again after this; the others go on.
const SOON: Duration = Duration::from_secs(60);
/// What a person has to put right.
const LATER: Duration = Duration::from_secs(600);
/// More pages than any clinic has.
const MOST_PAGES: usize = 1000;

type Stepped = std::result::Result<Step, Closed>;

impl Carrier {
    /// Asks what the hub lacks of what documents name.
    pub(super) async fn ask(&mut self, hub: &Hub, link: &HubLink) -> Stepped {
        if !self.rows_have_gone(link)? {
            return Ok(Step::RowsFirst);
        }
        let mut lacking = HashSet::new();
        let mut after: Option<ContentHash> = None;
        for _ in 0..MOST_PAGES {
            let mut path = blobs_path(link.clinic);
            if let Some(after) = &after {
                path = format!("{path}?after={}", hex_of(bytes_of(after)));
            }
            let reply: BlobsReply = match hub.fetch(path, &link.token).await {
                Ok(reply) => reply,
                Err(failure) => return Ok(Step::Failed(failure)),
            };
            let page = reply.wanted.iter().filter_map(|hash| <[u8; 32]>::try_from(hash.as_slice()).ok());
            let page: Vec<ContentHash> = page.map(ContentHash).collect();
            after = page.last().copied();
            lacking.extend(page);
            if !reply.more || after.is_none() {
                break;
            }
        }
        self.epoch = Some(link.epoch);
        self.plan.hub_lacks(lacking);
        Ok(Step::Went)
    }

    /// One part up.
    pub(super) async fn send(&mut self, hub: &Hub, link: &HubLink, named: Named) -> Stepped {
        let size = match self.shared.with_desk(&self.desk, |desk| desk.content.size(&named.hash))? {
            Ok(Some(size)) => size,
            Ok(None) => {
                self.plan.is_not_here(named.hash);
                return Ok(Step::Went);
            }
            Err(error) => return Ok(self.hold_for_fault(named, &error)),
        };
        let missing = match self.sending.take() {
            Some((hash, missing)) if hash == named.hash => missing,
            _ => {
                match hub.fetch::<BlobReply>(blob_path(link.clinic, bytes_of(&named.hash)), &link.token).await
                {
                    Ok(reply) => match self.standing_of(named, size, reply) {
                        Some(missing) => missing,
                        None => return Ok(Step::Went),
                    },
                    Err(failure) => return Ok(self.not_sent(named, failure)),
                }
            }
        };
        let Some(part) = missing.first().copied() else { return Ok(Step::Went) };
        let read = self.shared.with_desk(&self.desk, |desk| {
            let most = usize::try_from(PART_BYTES).unwrap_or(usize::MAX);
            desk.content.part(&named.hash, u64::from(part) * PART_BYTES, most)
        })?;
        let bytes = match read {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                self.plan.is_not_here(named.hash);
                return Ok(Step::Went);
            }
            Err(error) => return Ok(self.hold_for_fault(named, &error)),
        };
        let digest = Sha256::digest(&bytes).to_vec().into();
        let message = BlobPart { protocol: PROTOCOL, size, digest, bytes: bytes.into() };
        let path = blob_part_path(link.clinic, bytes_of(&named.hash), part);
        match hub.put::<BlobReply>(path, &link.token, &message).await {
            Ok(reply) => {
                self.hub_full = false;
                self.sending = self.standing_of(named, size, reply).map(|missing| (named.hash, missing));
                Ok(Step::Moved)
            }
            Err(failure) => Ok(self.not_sent(named, failure)),
        }
    }

    /// The parts that the hub lacks; nothing where it has all of it.
    fn standing_of(&mut self, named: Named, size: u64, reply: BlobReply) -> Option<Vec<u32>> {
        if reply.complete {
            self.plan.hub_has(named.hash);
            return None;
        }
        // Of another size it is nothing of ours: the hub begins anew with the first part that is.
        let missing = if reply.size == Some(size) { reply.missing } else { Vec::new() };
        let all = || (0..parts_of(size)).collect();
        // All parts are there and nobody has looked at them together: a part that comes again makes the hub look.
        let missing = if missing.is_empty() { all() } else { missing };
        let lacks: u64 = missing.iter().filter_map(|part| part_length(size, *part)).sum();
        self.plan.has_done(named.hash, size.saturating_sub(lacks));
        Some(missing)
    }

    fn not_sent(&mut self, named: Named, failure: Failure) -> Step {
        let Failure::Trouble(trouble) = &failure else { return Step::Failed(failure) };
        let now = Instant::now();
        match trouble.code {
            // No document names it there. Should one here still do so, its removal is on its way.
            TroubleCode::NotFound => {
                self.plan.hold(named.hash, now + SOON);
                self.plan.ask_again();
            }
            TroubleCode::Full => {
                self.hub_full = true;
                self.plan.send_nothing_before(now + LATER);
            }
            TroubleCode::DamagedPart | TroubleCode::Malformed => self.plan.hold(named.hash, now + A_MOMENT),
            TroubleCode::DamagedWhole | TroubleCode::TooLarge => {
                tracing::warn!(hash = %named.hash, code = ?trouble.code, "the hub does not take a file");
                self.plan.hold(named.hash, now + LATER);
            }
            _ => return Step::Failed(failure),
        }
        Step::Went
    }

    /// One part down.
    pub(super) async fn fetch(&mut self, hub: &Hub, link: &HubLink, named: Named) -> Stepped {
        let so_far = self.shared.with_desk(&self.desk, |desk| desk.content.partial_size(&named.hash))?;
        let so_far = match so_far {
            Ok(so_far) => so_far,
            Err(error) => return Ok(self.hold_for_fault(named, &error)),
        };
        // All of it had come when the desk was closed.
        if so_far >= named.size {
            return self.finish(named);
        }
        let part = u32::try_from(so_far / PART_BYTES).unwrap_or(u32::MAX);
        let path = blob_part_path(link.clinic, bytes_of(&named.hash), part);
        let came: BlobPart = match hub.fetch(path, &link.token).await {
            Ok(came) => came,
            Err(Failure::Trouble(trouble)) if trouble.code == TroubleCode::NotFound => {
                // Removed meanwhile, or the hub has lost it. It says so itself when it is asked.
                self.plan.hub_has_not(named.hash);
                return Ok(Step::Went);
            }
            Err(failure) => return Ok(Step::Failed(failure)),
        };
        let is_as_sent = Sha256::digest(&came.bytes)[..] == came.digest[..]
            && part_length(came.size, part) == Some(came.bytes.len() as u64);
        let begins = usize::try_from(so_far % PART_BYTES).unwrap_or(usize::MAX);
        let Some(new) = came.bytes.get(begins..).filter(|new| is_as_sent && !new.is_empty()) else {
            self.plan.hold(named.hash, Instant::now() + A_MOMENT);
            return Ok(Step::Went);
        };
        let appended =
            self.shared.with_desk(&self.desk, |desk| desk.content.append(&named.hash, so_far, new))?;
        match appended {
            Ok(has) if has >= came.size => self.finish(named),
            Ok(has) if has > so_far => {
                self.disk_full = false;
                self.plan.has_done(named.hash, has);
                Ok(Step::Moved)
            }
            // Larger than a document may be.
            Ok(_) => {
                self.plan.hold(named.hash, Instant::now() + LATER);
                Ok(Step::Went)
            }
            Err(error) => Ok(self.hold_for_fault(named, &error)),
        }
    }

    fn finish(&mut self, named: Named) -> Stepped {
        match self.shared.with_desk(&self.desk, |desk| desk.content.finish(&named.hash))? {
            Ok(Arrival::Whole) => {
                self.disk_full = false;
                self.plan.is_here(named.hash);
                self.shared.announce(WHEN_ONE_CAME.to_vec());
                Ok(Step::Moved)
            }
            Ok(Arrival::Discarded) => {
                tracing::warn!(hash = %named.hash, "a file came damaged and is fetched again");
                self.plan.has_done(named.hash, 0);
                self.plan.hold(named.hash, Instant::now() + A_MOMENT);
                Ok(Step::Went)
            }
            Err(error) => Ok(self.hold_for_fault(named, &error)),
        }
    }

    /// A full disk, mostly: the others find no room either, but what goes up needs none.
    fn hold_for_fault(&mut self, named: Named, error: &Error) -> Step {
        tracing::warn!(%error, hash = %named.hash, "a file could not be carried");
        self.disk_full |= matches!(error, Error::Refused(refusal) if refusal.code == "storage.full");
        self.plan.hold(named.hash, Instant::now() + SOON);
        Step::Went
    }
}
