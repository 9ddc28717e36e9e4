//! The commands and their arguments.

mod administration;
mod invitation;
mod lines;
mod serving;
mod trying;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use hub::store::{DatabaseUrl, Role, Store};
use uuid::Uuid;
use wire::sync::Verdict;

#[derive(Parser)]
#[command(name = "clinic-hub", version, about = "The central server of Clinic Desk.")]
pub struct Arguments {
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Database {
    /// Where the database is: `postgresql://login:password@host/name`, or `@FILE` to read that from a file.
    #[arg(long, env = "CLINIC_HUB_DATABASE", hide_env_values = true, global = true)]
    database: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve desks. Logs in as a member of `clinic_hub` and nothing more.
    Serve(Serve),
    /// Bring the database up to date. Logs in as its owner, who needs `createrole`.
    Migrate {
        /// Let this login serve.
        #[arg(long, value_name = "LOGIN")]
        server: Option<String>,
        /// Let this login administer.
        #[arg(long, value_name = "LOGIN")]
        operator: Option<String>,
    },
    /// Clinics. Like the following commands: logs in as a member of `clinic_admin`.
    #[command(subcommand)]
    Clinic(Clinic),
    /// The desks of a clinic.
    #[command(subcommand)]
    Desk(Desk),
    /// A code by which one desk can enrol, once.
    Code {
        clinic: Uuid,
        /// How many hours it works.
        #[arg(long, default_value_t = 24)]
        hours: u32,
        /// Where desks find the hub (`https://hub.example.org`): prints an invitation with it, as a line to be sent and a square to be
        /// scanned.
        #[arg(long)]
        address: Option<String>,
        /// The certificate that the hub is known by, where it has one of its own: goes into the invitation as a pin.
        #[arg(long, value_name = "PEM", requires = "address")]
        certificate: Option<PathBuf>,
    },
    /// After restoring the database from a backup, before serving again: desks send again what the backup lacks.
    Restored {
        /// Only this clinic, not all of them.
        clinic: Option<Uuid>,
    },
    /// The unsent work of revoked desks.
    #[command(subcommand)]
    Quarantine(Quarantine),
    /// A login that sees one clinic's reports (the views of schema `report`) and nothing else. Logs in as the owner.
    Reports {
        clinic: Uuid,
        /// Take the login away again.
        #[arg(long)]
        remove: bool,
    },
    /// A hub for trying out: its own PostgreSQL on this machine, a clinic, and a code. Everything is gone when it ends.
    Try {
        #[arg(long, default_value = "127.0.0.1:7420")]
        listen: std::net::SocketAddr,
        /// Write the address, the clinic and two codes into this file, as JSON, when it serves.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
}

#[derive(Args, Clone)]
struct Serve {
    #[arg(long, env = "CLINIC_HUB_LISTEN", default_value = "127.0.0.1:7420")]
    listen: std::net::SocketAddr,
    /// Where Prometheus asks. Not for the public.
    #[arg(long, env = "CLINIC_HUB_METRICS_LISTEN")]
    metrics_listen: Option<std::net::SocketAddr>,
    /// The certificate chain, as PEM. Read again on SIGHUP.
    #[arg(long, env = "CLINIC_HUB_TLS_CERTIFICATE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    #[arg(long, env = "CLINIC_HUB_TLS_KEY", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// A proxy stands in front, does TLS, and sets `x-forwarded-for`.
    #[arg(long, env = "CLINIC_HUB_BEHIND_PROXY", conflicts_with = "tls_key")]
    behind_proxy: bool,
    /// Connections to the database.
    #[arg(long, env = "CLINIC_HUB_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u16).range(2..))]
    connections: u16,
    /// What all requests together may take, in MiB.
    #[arg(long, env = "CLINIC_HUB_MEMORY", default_value_t = 512, value_parser = clap::value_parser!(u32).range(64..))]
    memory: u32,
    /// Requests of one desk each second, after a burst of five times as many.
    #[arg(long, env = "CLINIC_HUB_DESK_RATE", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    desk_rate: u32,
    /// What the files of one clinic may take, in GiB.
    #[arg(long, env = "CLINIC_HUB_FILE_SPACE", default_value_t = 50)]
    file_space: u32,
    /// Log as lines for people instead of JSON.
    #[arg(long, env = "CLINIC_HUB_LOG_TEXT")]
    log_text: bool,
}

#[derive(Subcommand)]
enum Clinic {
    Add { name: String },
    List,
}

#[derive(Subcommand)]
enum Desk {
    List {
        clinic: Uuid,
    },
    /// From its next request on, nothing of this desk is taken; what it sends waits in quarantine.
    Revoke {
        clinic: Uuid,
        number: u32,
    },
}

#[derive(Subcommand)]
enum Quarantine {
    /// Who did what when, without contents.
    List { clinic: Uuid },
    /// Take it as if the desk had sent it in time.
    LetIn { clinic: Uuid, number: u32 },
    /// Everything a desk left has been dealt with: nobody is asked about it any more.
    Settle { clinic: Uuid, number: u32 },
}

impl Arguments {
    pub async fn run(self) -> Result<()> {
        let database = self.database;
        match self.command {
            Command::Serve(serve) => serving::serve(&database.url()?, serve).await,
            Command::Migrate { server, operator } => {
                administration::migrate(&database.url()?, server.as_deref(), operator.as_deref()).await
            }
            Command::Clinic(Clinic::Add { name }) => {
                administration::add_clinic(&database.operator()?, &name).await
            }
            Command::Clinic(Clinic::List) => administration::list_clinics(&database.operator()?).await,
            Command::Desk(Desk::List { clinic }) => {
                administration::list_desks(&database.operator()?, clinic).await
            }
            Command::Desk(Desk::Revoke { clinic, number }) => {
                administration::revoke(&database.operator()?, clinic, number).await
            }
            Command::Code { clinic, hours, address, certificate } => {
                let valid = Duration::from_secs(u64::from(hours) * 3600);
                let place = invitation::Place::read(address.as_deref(), certificate.as_deref())?;
                administration::code(&database.operator()?, clinic, valid, place).await
            }
            Command::Restored { clinic } => administration::restored(&database.operator()?, clinic).await,
            Command::Quarantine(Quarantine::List { clinic }) => {
                administration::list_quarantine(&database.operator()?, clinic).await
            }
            Command::Quarantine(Quarantine::LetIn { clinic, number }) => {
                administration::settle_quarantine(&database.operator()?, clinic, number, Verdict::LetIn).await
            }
            Command::Quarantine(Quarantine::Settle { clinic, number }) => {
                administration::settle_quarantine(&database.operator()?, clinic, number, Verdict::Discard)
                    .await
            }
            Command::Reports { clinic, remove } => {
                administration::reports(&database.url()?, clinic, remove).await
            }
            Command::Try { listen, report } => trying::run(listen, report.as_deref()).await,
        }
    }
}

impl Database {
    fn url(&self) -> Result<DatabaseUrl> {
        let given = self.database.as_deref();
        let given = given.context("say where the database is: --database, or CLINIC_HUB_DATABASE")?;
        let url = match given.strip_prefix('@') {
            Some(file) => std::fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?,
            None => given.to_owned(),
        };
        Ok(DatabaseUrl::new(url.trim()))
    }

    fn operator(&self) -> Result<Store> {
        Ok(Store::new(self.url()?, Role::Administration, 1)?)
    }
}
