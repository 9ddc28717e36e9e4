//! Clinics, codes and desks, for who runs the hub. Works as `clinic_admin`.

use std::time::Duration;

use deadpool_postgres::{Object, Transaction};
use uuid::Uuid;

use super::connect::Store;
use super::error::Fault;
use crate::secrets::{hash_of_code, random_code};

/// A clinic as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicLine {
    pub clinic: Uuid,
    pub name: String,
    pub desks: i64,
    /// The newest of its order.
    pub head: u64,
    pub quarantined: i64,
    /// What its files take, and how many of them have not come whole.
    pub file_bytes: u64,
    pub incomplete_files: i64,
    /// Milliseconds since 1970 UTC, when a desk was last heard of.
    pub seen_at: Option<i64>,
}

/// A desk as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskLine {
    pub number: u32,
    pub letter: String,
    pub name: String,
    pub schema: u32,
    pub through: u64,
    /// How many places of the order it had not read when last heard of.
    pub behind: u64,
    pub enrolled_at: i64,
    pub seen_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub follows: Option<u32>,
}

/// A transaction about one clinic, without its place in the order.
pub(super) async fn within(client: &mut Object, clinic: Uuid) -> Result<Transaction<'_>, Fault> {
    let work = client.transaction().await?;
    work.query_one("select set_config('clinic.id', $1, true)", &[&clinic.to_string()]).await?;
    Ok(work)
}

/// A transaction that holds the clinic's counter row, and where that stands: no desk's request runs beside it.
pub(super) async fn holding(client: &mut Object, clinic: Uuid) -> Result<(Transaction<'_>, u64), Fault> {
    let work = client.transaction().await?;
    let head: Option<i64> = work.query_one("select hub.hold($1)", &[&clinic]).await?.try_get(0)?;
    match head {
        Some(head) => Ok((work, head.cast_unsigned())),
        None => Err(Fault::Setting("there is no such clinic".to_owned())),
    }
}

pub(super) async fn desk_lines(work: &Transaction<'_>, clinic: Uuid) -> Result<Vec<DeskLine>, Fault> {
    let rows = work.query(include_str!("desk_lines.sql"), &[&clinic]).await?;
    rows.iter()
        .map(|row| {
            Ok(DeskLine {
                number: row.try_get::<_, i32>("number")?.cast_unsigned(),
                letter: row.try_get("letter")?,
                name: row.try_get("name")?,
                schema: row.try_get::<_, i32>("schema")?.cast_unsigned(),
                through: row.try_get::<_, i64>("through")?.cast_unsigned(),
                behind: row.try_get::<_, i64>("behind")?.cast_unsigned(),
                enrolled_at: row.try_get("enrolled_at")?,
                seen_at: row.try_get("seen_at")?,
                revoked_at: row.try_get("revoked_at")?,
                follows: row.try_get::<_, Option<i32>>("follows")?.map(i32::cast_unsigned),
            })
        })
        .collect()
}

/// False when the desk was revoked before, or is none.
pub(super) async fn revoke_desk(work: &Transaction<'_>, clinic: Uuid, desk: u32) -> Result<bool, Fault> {
    let revoke =
        "update hub.desk set revoked_at = now() where clinic_id = $1 and number = $2 and revoked_at is null";
    Ok(work.execute(revoke, &[&clinic, &desk.cast_signed()]).await? == 1)
}

/// A code, and until when it works, in milliseconds since 1970 UTC.
pub(super) async fn add_code(
    work: &Transaction<'_>,
    clinic: Uuid,
    valid: Duration,
) -> Result<(String, i64), Fault> {
    let code = random_code()?;
    let (hash, seconds) = (hash_of_code(&code), valid.as_secs_f64());
    let row = work.query_one(include_str!("insert_code.sql"), &[&clinic, &hash.as_slice(), &seconds]).await?;
    Ok((code, row.try_get("expires_at")?))
}

impl Store {
    /// A clinic with nothing in it.
    ///
    /// # Errors
    /// Faults; `Setting` for a name that is none.
    pub async fn add_clinic(&self, name: &str) -> Result<Uuid, Fault> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(Fault::Setting("a clinic's name has 1 to 200 characters".to_owned()));
        }
        let (clinic, epoch) = (Uuid::now_v7(), Uuid::new_v4());
        let mut client = self.client().await?;
        let work = within(&mut client, clinic).await?;
        work.execute("insert into hub.clinic (clinic_id, name) values ($1, $2)", &[&clinic, &name]).await?;
        work.execute("insert into hub.clinic_head (clinic_id, epoch) values ($1, $2)", &[&clinic, &epoch])
            .await?;
        work.commit().await?;
        Ok(clinic)
    }

    /// Every clinic, oldest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn clinics(&self) -> Result<Vec<ClinicLine>, Fault> {
        let mut client = self.client().await?;
        let every = "select clinic_id, name from hub.clinic order by created_at, clinic_id";
        let named = client.query(every, &[]).await?;
        let mut clinics = Vec::with_capacity(named.len());
        for row in named {
            let (clinic, name) = (row.try_get("clinic_id")?, row.try_get("name")?);
            let work = within(&mut client, clinic).await?;
            let row = work.query_one(include_str!("clinic_line.sql"), &[&clinic]).await?;
            clinics.push(ClinicLine {
                clinic,
                name,
                desks: row.try_get("desks")?,
                head: row.try_get::<_, i64>("seq")?.cast_unsigned(),
                quarantined: row.try_get("quarantined")?,
                file_bytes: row.try_get::<_, i64>("file_bytes")?.cast_unsigned(),
                incomplete_files: row.try_get("incomplete_files")?,
                seen_at: row.try_get("seen_at")?,
            });
        }
        Ok(clinics)
    }

    /// The desks of a clinic, revoked ones too.
    ///
    /// # Errors
    /// Faults.
    pub async fn desks(&self, clinic: Uuid) -> Result<Vec<DeskLine>, Fault> {
        let mut client = self.client().await?;
        let work = within(&mut client, clinic).await?;
        desk_lines(&work, clinic).await
    }

    /// From the next request on, nothing of this desk is taken. False when it was revoked before, or is none.
    ///
    /// # Errors
    /// Faults.
    pub async fn revoke(&self, clinic: Uuid, desk: u32) -> Result<bool, Fault> {
        let mut client = self.client().await?;
        // In the clinic's order: a push that runs just now ends before, and nothing of the desk comes after.
        let (work, _) = holding(&mut client, clinic).await?;
        let is_new = revoke_desk(&work, clinic, desk).await?;
        work.commit().await?;
        Ok(is_new)
    }

    /// A code by which one desk can enrol until it is too old.
    ///
    /// # Errors
    /// Faults; `Setting` when there is no such clinic.
    pub async fn new_code(&self, clinic: Uuid, valid: Duration) -> Result<String, Fault> {
        let mut client = self.client().await?;
        let (work, _) = holding(&mut client, clinic).await?;
        let (code, _) = add_code(&work, clinic, valid).await?;
        work.commit().await?;
        Ok(code)
    }

    /// Says that the clinic was restored from a backup: desks send again what the backup lacks. Returns the new epoch.
    ///
    /// # Errors
    /// Faults; `Setting` when there is no such clinic.
    pub async fn restored(&self, clinic: Uuid) -> Result<Uuid, Fault> {
        let epoch = Uuid::new_v4();
        let mut client = self.client().await?;
        let (work, _) = holding(&mut client, clinic).await?;
        let begin = "update hub.clinic_head set epoch = $2, began_at = seq where clinic_id = $1";
        work.execute(begin, &[&clinic, &epoch]).await?;
        work.commit().await?;
        Ok(epoch)
    }
}
