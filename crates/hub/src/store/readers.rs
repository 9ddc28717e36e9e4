//! Logins for reports: one for each clinic, who sees that clinic's views and nothing else. Made as the owner of the database.

use uuid::Uuid;

use super::connect::{DatabaseUrl, connect};
use super::error::Fault;
use crate::secrets::Token;

/// The login of a clinic's reports. The views know the clinic by this name.
pub fn reader_of(clinic: Uuid) -> String {
    format!("clinic_reports_{}", clinic.simple())
}

/// Makes the login, or gives it a new password. Returns the password.
///
/// # Errors
/// Faults.
pub async fn add_reader(database: &DatabaseUrl, clinic: Uuid) -> Result<String, Fault> {
    let (client, _driving) = connect(database).await?;
    let name = reader_of(clinic);
    let found = client.query_opt("select from pg_roles where rolname = $1", &[&name]).await?;
    let password = Token::random()?.reveal();
    let verb = if found.is_some() { "alter" } else { "create" };
    // The name and the password are hexadecimal: there is nothing to quote.
    let make = format!(
        "{verb} role {name} login nosuperuser nocreatedb nocreaterole nobypassrls connection limit 8 password '{password}';
        alter role {name} set default_transaction_read_only = on;
        alter role {name} set statement_timeout = '5min';
        grant clinic_views to {name}"
    );
    client.batch_execute(&make).await?;
    Ok(password)
}

/// Takes the login away.
///
/// # Errors
/// Faults.
pub async fn remove_reader(database: &DatabaseUrl, clinic: Uuid) -> Result<(), Fault> {
    let (client, _driving) = connect(database).await?;
    client.batch_execute(&format!("drop role if exists {}", reader_of(clinic))).await?;
    Ok(())
}

/// Makes an existing login a member of one of the hub's roles.
///
/// # Errors
/// Faults, such as that there is no such login.
pub async fn allow(database: &DatabaseUrl, login: &str, role: &str) -> Result<(), Fault> {
    let (client, _driving) = connect(database).await?;
    let quoted: String = client
        .query_one("select format('grant %I to %I', $1::text, $2::text)", &[&role, &login])
        .await?
        .try_get(0)?;
    client.batch_execute(&quoted).await?;
    Ok(())
}
