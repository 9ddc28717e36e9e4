//! The hub's own schema, by numbered files that are never edited once released.

use super::connect::{DatabaseUrl, Role, Store, connect};
use super::error::Fault;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Two at once wait for one another.
const LOCK: i64 = 0x636c_696e_6963;

/// Brings the database up to date, as its owner. Returns how many migrations it took.
///
/// # Errors
/// When a migration fails; nothing of that one remains.
pub async fn migrate(url: &DatabaseUrl) -> Result<usize, Fault> {
    let (mut client, _driving) = connect(url).await?;
    client.execute("select pg_advisory_lock($1)", &[&LOCK]).await?;
    let mut runner = embedded::migrations::runner();
    runner.set_migration_table_name("hub_migrations");
    let report = runner.run_async(&mut client).await?;
    let administration = Store::new(url.clone(), Role::Administration, 1)?;
    for clinic in administration.clinics().await? {
        administration.lift(clinic.clinic).await?;
    }
    client.execute("select pg_advisory_unlock($1)", &[&LOCK]).await?;
    Ok(report.applied_migrations().len())
}
