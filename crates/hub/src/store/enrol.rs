//! How desks come to belong to a clinic: by a code that works once, or by going on from a desk that was cloned or restored.

use deadpool_postgres::Transaction;
use uuid::Uuid;
use wire::operation::{GENESIS, Hash};
use wire::sync::{
    EnrolReply, EnrolRequest, NewNumberReply, NewNumberRequest, PROTOCOL, Trouble, TroubleCode,
};

use super::connect::Store;
use super::error::{Fault, Refused};
use super::spill::hex;
use super::sync::{Entered, enter};
use crate::model::letter_of;
use crate::secrets::{Token, hash_of_code};
use crate::stream::{LEAST_SCHEMA, trouble};

/// As long as a desk's name may be, in characters.
const LONGEST_NAME: usize = 200;

/// A desk on its way into a clinic.
struct Newcomer<'r> {
    desk: Uuid,
    name: &'r str,
    schema: u32,
    /// Where its chain stands.
    through: u64,
    hash: Hash,
    follows: Option<i32>,
}

impl Store {
    /// Takes a desk into the clinic that its code is for.
    ///
    /// # Errors
    /// `Unknown` for a code that does not work (any more), `NotEmpty`, `OldDesk`, `Malformed`.
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, Refused> {
        understood(request.protocol)?;
        if request.schema < LEAST_SCHEMA {
            return Err(Trouble { least: Some(LEAST_SCHEMA), ..trouble(TroubleCode::OldDesk) }.into());
        }
        let name = request.name.trim();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(trouble(TroubleCode::Malformed).into());
        }
        let code = hash_of_code(&request.code);
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        let clinic = clinic_of(&work, &code).await?;
        let head = hold(&work, clinic).await?;
        let used_by = usable(&work, clinic, &code).await?;
        if head > 0 && request.operations > 0 && request.returning != Some(clinic) {
            return Err(trouble(TroubleCode::NotEmpty).into());
        }
        let token = Token::random()?;
        let number = if used_by == Some(request.desk) {
            // It asks again because the answer was lost, or because its process ended before it had fetched the clinic.
            renew(&work, clinic, request.desk, &token, None).await?
        } else if used_by.is_some() {
            None
        } else {
            let newcomer = Newcomer {
                desk: request.desk,
                name,
                schema: request.schema,
                through: 0,
                hash: GENESIS,
                follows: None,
            };
            Some(admit(&work, clinic, &newcomer, &token).await?)
        };
        let number = number.ok_or_else(|| trouble(TroubleCode::Unknown))?;
        work.execute(include_str!("use_code.sql"), &[&clinic, &code.as_slice(), &request.desk]).await?;
        let row = work.query_one(include_str!("clinic.sql"), &[&clinic]).await?;
        let reply = EnrolReply {
            clinic,
            clinic_name: row.try_get("name")?,
            number,
            letter: letter_of(number),
            token: token.reveal(),
            epoch: row.try_get("epoch")?,
            joined: head > 0,
        };
        work.commit().await?;
        Ok(reply)
    }

    /// Gives a desk that was cloned or restored a number of its own.
    ///
    /// # Errors
    /// `Forked` when the hub does not have the operation it goes on from; `Revoked`, `NotFound`.
    pub async fn new_number(
        &self,
        clinic: Uuid,
        token: &Hash,
        request: &NewNumberRequest,
    ) -> Result<NewNumberReply, Refused> {
        understood(request.protocol)?;
        let mut client = self.client().await?;
        let work = client.transaction().await?;
        let old = enter(&work, clinic, token, true).await?;
        if old.stream.revoked {
            return Err(trouble(TroubleCode::Revoked).into());
        }
        let hash = hash_at(&work, clinic, &old, request.from_number).await?;
        let Some(hash) = hash.filter(|hash| hash[..] == request.from_hash[..]) else {
            return Err(trouble(TroubleCode::Forked).into());
        };
        let token = Token::random()?;
        let follows = old.number.cast_signed();
        let number = match renew(&work, clinic, request.desk, &token, Some(follows)).await? {
            Some(number) => number,
            None => {
                let newcomer = Newcomer {
                    desk: request.desk,
                    name: &old.name,
                    schema: old.schema,
                    through: request.from_number,
                    hash,
                    follows: Some(follows),
                };
                admit(&work, clinic, &newcomer, &token).await?
            }
        };
        work.commit().await?;
        Ok(NewNumberReply { number, letter: letter_of(number), token: token.reveal() })
    }
}

fn understood(protocol: u16) -> Result<(), Trouble> {
    if protocol == 0 || protocol > PROTOCOL {
        return Err(Trouble { least: Some(u32::from(PROTOCOL)), ..trouble(TroubleCode::OldDesk) });
    }
    Ok(())
}

/// Whose code it is. Row-level security shows a code to whoever names its hash, and to nobody else.
async fn clinic_of(work: &Transaction<'_>, code: &Hash) -> Result<Uuid, Refused> {
    work.query_one("select set_config('clinic.code', $1, true)", &[&hex(code)]).await?;
    let found = work
        .query_opt("select clinic_id from hub.enrolment_code where code_hash = $1", &[&code.as_slice()])
        .await?;
    let row = found.ok_or_else(|| trouble(TroubleCode::Unknown))?;
    Ok(row.try_get("clinic_id")?)
}

async fn hold(work: &Transaction<'_>, clinic: Uuid) -> Result<u64, Refused> {
    let head: Option<i64> = work.query_one("select hub.hold($1)", &[&clinic]).await?.try_get(0)?;
    Ok(head.ok_or_else(|| trouble(TroubleCode::Unknown))?.cast_unsigned())
}

/// By whom the code was used, if it was; an error when it is too old.
async fn usable(work: &Transaction<'_>, clinic: Uuid, code: &Hash) -> Result<Option<Uuid>, Refused> {
    let found = work.query_opt(include_str!("code.sql"), &[&clinic, &code.as_slice()]).await?;
    let row = found.ok_or_else(|| trouble(TroubleCode::Unknown))?;
    Ok(row.try_get("used_by")?)
}

/// A new token for a desk that has brought nothing since it was taken in: the one it got is void.
async fn renew(
    work: &Transaction<'_>,
    clinic: Uuid,
    desk: Uuid,
    token: &Token,
    follows: Option<i32>,
) -> Result<Option<u32>, Refused> {
    let found = work
        .query_opt(include_str!("renew_token.sql"), &[&clinic, &desk, &token.hash().as_slice(), &follows])
        .await?;
    Ok(found.map(|row| row.try_get::<_, i32>("number")).transpose()?.map(i32::cast_unsigned))
}

async fn admit(
    work: &Transaction<'_>,
    clinic: Uuid,
    newcomer: &Newcomer<'_>,
    token: &Token,
) -> Result<u32, Refused> {
    let next =
        "update hub.clinic_head set last_desk = last_desk + 1 where clinic_id = $1 returning last_desk";
    let number: i32 = work.query_one(next, &[&clinic]).await?.try_get("last_desk")?;
    let letter = letter_of(number.cast_unsigned());
    let inserted = work
        .execute(
            include_str!("insert_desk.sql"),
            &[
                &clinic,
                &number,
                &newcomer.desk,
                &letter,
                &newcomer.name,
                &token.hash().as_slice(),
                &newcomer.through.cast_signed(),
                &newcomer.hash.as_slice(),
                &newcomer.schema.cast_signed(),
                &newcomer.follows,
            ],
        )
        .await?;
    // A desk that belongs to this clinic already does not come in by a second door.
    if inserted == 0 { Err(trouble(TroubleCode::Unknown).into()) } else { Ok(number.cast_unsigned()) }
}

async fn hash_at(
    work: &Transaction<'_>,
    clinic: Uuid,
    desk: &Entered,
    number: u64,
) -> Result<Option<Hash>, Fault> {
    if number == 0 {
        return Ok(Some(GENESIS));
    }
    let statement = work.prepare_cached(include_str!("known_operations.sql")).await?;
    let numbers = [number.cast_signed()];
    let found =
        work.query_opt(&statement, &[&clinic, &desk.number.cast_signed(), &numbers.as_slice()]).await?;
    found.map(|row| row.try_get::<_, &[u8]>("hash")?.try_into().map_err(|_| Fault::Stored)).transpose()
}
