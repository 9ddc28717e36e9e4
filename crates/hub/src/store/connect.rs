//! Connections, and as whom they speak.

use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::Fault;

/// Where the database is, with its password: never printed.
#[derive(Debug, Clone)]
pub struct DatabaseUrl(SecretString);

impl DatabaseUrl {
    pub fn new(url: impl Into<String>) -> Self {
        Self(SecretString::from(url.into()))
    }

    /// For handing it on to another program.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// # Errors
    /// `Setting` when it is none; the text does not repeat it.
    pub fn config(&self) -> Result<Config, Fault> {
        let mut config = Config::from_str(self.0.expose_secret())
            .map_err(|_| Fault::Setting("the database's address cannot be read".to_owned()))?;
        config.application_name("clinic-hub").connect_timeout(Duration::from_secs(5));
        Ok(config)
    }
}

impl std::str::FromStr for DatabaseUrl {
    type Err = std::convert::Infallible;
    fn from_str(url: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(url))
    }
}

/// As whom a connection works, whoever logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `clinic_hub`: what requests of desks need.
    Server,
    /// `clinic_admin`: clinics and codes too.
    Administration,
}

/// The clinics. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) pool: Pool,
    url: DatabaseUrl,
    /// Rows written since the process began.
    written: Arc<AtomicU64>,
}

/// Every statement has an index; a plan made while a table was empty must not read all of it for ever after, and none has to be made anew
/// for other values (but when the tables have grown: `Store::wrote`).
const SETTINGS: &str = "set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set statement_timeout = '30s'; set lock_timeout = '10s'; \
    set idle_in_transaction_session_timeout = '30s'";

impl Store {
    /// Makes the pool; connects when first needed.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn new(url: DatabaseUrl, role: Role, connections: usize) -> Result<Self, Fault> {
        let config = url.config()?;
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match connector(&config) {
            Some(tls) => Manager::from_config(config, tls, recycling),
            None => Manager::from_config(config, NoTls, recycling),
        };
        let role = match role {
            Role::Server => "clinic_hub",
            Role::Administration => "clinic_admin",
        };
        let first = format!("set role {role}; {SETTINGS}");
        let hook = Hook::async_fn(move |client: &mut deadpool_postgres::ClientWrapper, _| {
            let first = first.clone();
            Box::pin(async move { client.batch_execute(&first).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(connections)
            .wait_timeout(Some(Duration::from_secs(5)))
            .create_timeout(Some(Duration::from_secs(5)))
            .runtime(Runtime::Tokio1)
            // The one that was used last is the warmest.
            .queue_mode(QueueMode::Lifo)
            .post_create(hook)
            .build()?;
        Ok(Self { pool, url, written: Arc::default() })
    }

    pub(super) async fn client(&self) -> Result<Object, Fault> {
        Ok(self.pool.get().await?)
    }

    /// Notes that so many rows were written. On a small table PostgreSQL does not tell a good index from one that begins with the clinic as well and
    /// leads to all of it. Until somebody has looked at the tables for it (`analyze`), a plan stays what it was: so plans are made anew
    /// whenever we have made the tables much larger.
    pub(super) fn wrote(&self, rows: usize) {
        const FEWEST: u64 = 512;
        let before = self.written.fetch_add(rows as u64, Ordering::Relaxed);
        let fourfold = |written: u64| written.max(FEWEST).ilog2() / 2;
        if fourfold(before + rows as u64) > fourfold(before) {
            self.pool.manager().statement_caches.clear();
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Fault> {
        self.client().await?.simple_query("").await?;
        Ok(())
    }

    /// Connections in use and in all, for the metrics.
    pub fn connections(&self) -> (usize, usize) {
        let status = self.pool.status();
        (status.size.saturating_sub(status.available), status.size)
    }

    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// That whoever the server logs in as is stopped by row-level security.
    ///
    /// # Errors
    /// `Setting` when nothing would stop it; the database's own.
    pub async fn refuse_powerful_login(&self) -> Result<(), Fault> {
        let client = self.client().await?;
        let row = client.query_one(include_str!("powerful_login.sql"), &[]).await?;
        if row.try_get("powerful")? {
            let why = "the server must not log in as a superuser, as the owner, or as a role that bypasses row-level security";
            return Err(Fault::Setting(why.to_owned()));
        }
        Ok(())
    }
}

/// A connection of its own, outside the pool, which runs until it is dropped.
///
/// # Errors
/// When the address cannot be read or nobody answers there.
pub async fn connect(url: &DatabaseUrl) -> Result<(tokio_postgres::Client, Driving), Fault> {
    let config = url.config()?;
    match connector(&config) {
        Some(tls) => {
            let (client, connection) = config.connect(tls).await?;
            Ok((client, Driving::new(connection)))
        }
        None => {
            let (client, connection) = config.connect(NoTls).await?;
            Ok((client, Driving::new(connection)))
        }
    }
}

/// The task that drives a connection.
pub struct Driving(tokio::task::JoinHandle<()>);

impl Driving {
    fn new(connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static) -> Self {
        Self(tokio::spawn(async move {
            // Whoever uses the connection hears of its end.
            let _ = connection.await;
        }))
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// TLS to a database on another machine, unless the address says `sslmode=disable`. On this machine there is nobody to hide from.
pub(super) fn connector(config: &Config) -> Option<MakeRustlsConnect> {
    let is_here = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => ["localhost", "127.0.0.1", "::1"].contains(&name.as_str()),
        Host::Unix(_) => true,
    });
    if config.get_ssl_mode() == SslMode::Disable || (is_here && config.get_ssl_mode() != SslMode::Require) {
        return None;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has the default versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Some(MakeRustlsConnect::new(tls))
}
