//! `serve`: from start to a graceful end.

use std::io::IsTerminal as _;
use std::time::Duration;

use anyhow::{Context as _, Result};
use hub::server::{Hub, Listening, Settings, Tls, metrics_routes, routes, serve as serve_listening};
use hub::store::{DatabaseUrl, Role, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::Serve;

pub async fn serve(database: &DatabaseUrl, serve: Serve) -> Result<()> {
    log(serve.log_text);
    let tls = match (&serve.tls_certificate, &serve.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::new(certificate.clone(), key.clone())?),
        _ => None,
    };
    if tls.is_none() && !serve.behind_proxy && !serve.listen.ip().is_loopback() {
        anyhow::bail!("without TLS only this machine is served: give a certificate, or say --behind-proxy");
    }
    let store = Store::new(database.clone(), Role::Server, usize::from(serve.connections))?;
    wait_for_database(&store).await?;
    store.refuse_powerful_login().await?;
    let (stopping, stop) = watch::channel(false);
    let settings = Settings {
        behind_proxy: serve.behind_proxy,
        memory: (serve.memory as usize) << 20,
        desk_rate: (serve.desk_rate.saturating_mul(5), f64::from(serve.desk_rate)),
        file_space: u64::from(serve.file_space) << 30,
        ..Settings::default()
    };
    let hub = Hub::new(store, settings, stop);
    let listener =
        TcpListener::bind(serve.listen).await.with_context(|| format!("{} is not free", serve.listen))?;
    tracing::info!(listen = %listener.local_addr()?, tls = tls.is_some(), "serving");
    let mut serving = tokio::task::JoinSet::new();
    let public = Listening { listener, routes: routes(&hub), tls: tls.clone() };
    serving.spawn(serve_listening(hub.clone(), public));
    if let Some(address) = serve.metrics_listen {
        let listener = TcpListener::bind(address).await.with_context(|| format!("{address} is not free"))?;
        let metrics = Listening { listener, routes: metrics_routes(&hub), tls: None };
        serving.spawn(serve_listening(hub.clone(), metrics));
    }
    until_told_to_end(tls.as_deref()).await?;
    tracing::info!("ending");
    stopping.send_replace(true);
    serving.join_all().await;
    tracing::info!("ended");
    Ok(())
}

/// Both may be started at once: a minute is enough for a database to come up.
async fn wait_for_database(store: &Store) -> Result<()> {
    for _ in 0..30 {
        match store.ping().await {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!(%error, "no database yet"),
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    Ok(store.ping().await?)
}

async fn until_told_to_end(tls: Option<&Tls>) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            result = tokio::signal::ctrl_c() => return Ok(result?),
            _ = hang_up.recv() => match tls.map(Tls::reload) {
                Some(Ok(())) => tracing::info!("the certificate was read again"),
                Some(Err(error)) => tracing::error!(error = format!("{error:#}"), "the old certificate stays in use"),
                None => {}
            },
        }
    }
}

/// Lines on the standard error, `info` and above unless `RUST_LOG` says otherwise.
pub fn log(as_text: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,tokio_postgres=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if as_text {
        lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).init();
    } else {
        lines.json().flatten_event(true).with_target(false).with_current_span(false).init();
    }
}
