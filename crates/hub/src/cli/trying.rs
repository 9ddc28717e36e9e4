//! `try`: a hub with everything it needs, for as long as it runs.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use hub::server::{Hub, Listening, Settings, routes, serve};
use hub::throwaway::Postgres;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

const DAY: Duration = Duration::from_secs(24 * 3600);
const CODES: usize = 4;

pub async fn run(listen: SocketAddr, report: Option<&Path>) -> Result<()> {
    super::serving::log(true);
    let mut terminate = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("{listen} is not free"))?;
    let postgres = tokio::task::spawn_blocking(Postgres::start).await??;
    let database = postgres.database("hub").await?;
    let (store, operator) = database.stores(16)?;
    let clinic = operator.add_clinic("Trial").await?;
    let mut codes = Vec::new();
    for _ in 0..CODES {
        codes.push(operator.new_code(clinic, DAY).await?);
    }
    let (stopping, stop) = watch::channel(false);
    let hub = Hub::new(store, Settings::default(), stop);
    let address = format!("http://{}", listener.local_addr()?);
    let serving = tokio::spawn(serve(hub.clone(), Listening { listener, routes: routes(&hub), tls: None }));
    println!("\nA hub for trying out, at {address}\n  clinic    {clinic}");
    for code in &codes {
        println!("  code      {code}");
    }
    println!("Each code lets one desk in. Ctrl+C ends it, and everything in it is gone.\n");
    if let Some(report) = report {
        let told = serde_json::json!({ "address": address, "clinic": clinic, "codes": codes });
        // By name at once, so that whoever waits for it reads all of it.
        let partial = report.with_extension("partial");
        std::fs::write(&partial, told.to_string())?;
        std::fs::rename(&partial, report)?;
    }
    tokio::select! {
        result = tokio::signal::ctrl_c() => result?,
        _ = terminate.recv() => {}
    }
    if let Some(report) = report {
        let _ = std::fs::remove_file(report);
    }
    stopping.send_replace(true);
    serving.await?;
    drop(postgres);
    Ok(())
}
