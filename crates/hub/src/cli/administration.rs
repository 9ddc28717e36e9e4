//! What the one who runs the hub does from a shell.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use hub::store::{DatabaseUrl, Store};
use uuid::Uuid;
use wire::sync::Verdict;

use super::invitation::Place;
use super::lines::{ago, megabytes, table};

pub async fn migrate(database: &DatabaseUrl, server: Option<&str>, operator: Option<&str>) -> Result<()> {
    let taken = hub::store::migrate(database).await?;
    println!("{taken} migrations taken; the database is up to date");
    for (login, role) in [(server, "clinic_hub"), (operator, "clinic_admin")] {
        if let Some(login) = login {
            hub::store::allow(database, login, role).await?;
            println!("{login} is a member of {role}");
        }
    }
    Ok(())
}

pub async fn add_clinic(store: &Store, name: &str) -> Result<()> {
    println!("{}", store.add_clinic(name).await?);
    Ok(())
}

pub async fn list_clinics(store: &Store) -> Result<()> {
    let rows: Vec<Vec<String>> = store
        .clinics()
        .await?
        .into_iter()
        .map(|line| {
            vec![
                line.clinic.to_string(),
                line.name,
                line.desks.to_string(),
                line.head.to_string(),
                ago(line.seen_at),
                line.quarantined.to_string(),
                megabytes(line.file_bytes),
                line.incomplete_files.to_string(),
            ]
        })
        .collect();
    println!(
        "{}",
        table(
            &[
                "clinic",
                "name",
                "desks",
                "operations",
                "last heard of",
                "in quarantine",
                "files",
                "not whole yet",
            ],
            &rows
        )
    );
    Ok(())
}

pub async fn list_desks(store: &Store, clinic: Uuid) -> Result<()> {
    let rows: Vec<Vec<String>> = store
        .desks(clinic)
        .await?
        .into_iter()
        .map(|line| {
            let state = match (line.revoked_at, line.follows) {
                (Some(at), _) => format!("revoked {}", ago(Some(at))),
                (None, Some(number)) => format!("went on from {number}"),
                (None, None) => String::new(),
            };
            vec![
                line.number.to_string(),
                line.letter,
                line.name,
                line.schema.to_string(),
                line.through.to_string(),
                line.behind.to_string(),
                ago(line.seen_at),
                state,
            ]
        })
        .collect();
    let head = ["no", "letter", "name", "schema", "operations", "behind", "last heard of", ""];
    println!("{}", table(&head, &rows));
    Ok(())
}

pub async fn revoke(store: &Store, clinic: Uuid, number: u32) -> Result<()> {
    if !store.revoke(clinic, number).await? {
        bail!("there is no such desk, or it was revoked before");
    }
    println!("desk {number} is revoked; what it sends from now on waits in quarantine");
    Ok(())
}

pub async fn code(store: &Store, clinic: Uuid, valid: Duration, place: Option<Place>) -> Result<()> {
    let code = store.new_code(clinic, valid).await?;
    println!("{code}");
    if let Some(place) = place {
        println!("\n{}", place.invitation(&code)?);
    }
    Ok(())
}

pub async fn restored(store: &Store, clinic: Option<Uuid>) -> Result<()> {
    let clinics = match clinic {
        Some(clinic) => vec![clinic],
        None => store.clinics().await?.into_iter().map(|line| line.clinic).collect(),
    };
    for clinic in &clinics {
        store.restored(*clinic).await?;
        println!("{clinic}: its desks send again what the backup lacks");
    }
    Ok(())
}

pub async fn list_quarantine(store: &Store, clinic: Uuid) -> Result<()> {
    let rows: Vec<Vec<String>> = store
        .quarantine(clinic)
        .await?
        .into_iter()
        .map(|held| {
            let changes = wire::operation::hash_changes(&held.pushed.changes);
            let operation = wire::operation::decode(&held.pushed.operation, changes);
            let (number, kind, account) = match operation {
                Ok(operation) => (
                    operation.number.to_string(),
                    operation.kind,
                    operation.account.map(|account| account.to_string()).unwrap_or_default(),
                ),
                Err(_) => (String::new(), "unreadable".to_owned(), String::new()),
            };
            let desk = format!("{} {}", held.desk, held.desk_name);
            vec![desk, number, kind, account, ago(Some(held.received_at))]
        })
        .collect();
    println!("{}", table(&["desk", "operation", "kind", "account", "received"], &rows));
    Ok(())
}

pub async fn settle_quarantine(store: &Store, clinic: Uuid, number: u32, verdict: Verdict) -> Result<()> {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let settled = store.settle_quarantine(clinic, number, now, verdict).await?;
    println!("{} operations settled", settled.settled);
    if settled.left > 0 {
        println!("{} do not follow what the hub has of this desk, and wait on", settled.left);
    }
    Ok(())
}

pub async fn reports(database: &DatabaseUrl, clinic: Uuid, remove: bool) -> Result<()> {
    if remove {
        hub::store::remove_reader(database, clinic).await?;
        println!("{} can log in no more", hub::store::reader_of(clinic));
    } else {
        let password = hub::store::add_reader(database, clinic).await?;
        println!("login     {}\npassword  {password}", hub::store::reader_of(clinic));
    }
    Ok(())
}
