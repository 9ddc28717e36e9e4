//! Connections: how many, how long they may be silent, and how they end.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep};

use super::limits::neighbourhood;
use super::observe::Peer;
use super::{Hub, Tls};

/// One address to listen on.
pub struct Listening {
    pub listener: TcpListener,
    pub routes: Router,
    pub tls: Option<Arc<Tls>>,
}

/// Takes connections until the hub stops, and then lets those that are under way come to an end.
pub async fn serve(hub: Arc<Hub>, listening: Listening) {
    let mut stop = hub.stop.clone();
    let open = Arc::new(Semaphore::new(hub.settings.most_connections));
    let graceful = GracefulShutdown::new();
    let acceptor = listening.tls.as_ref().map(Tls::acceptor);
    loop {
        let accepted = async {
            let permit = Arc::clone(&open).acquire_owned().await.expect("the semaphore is never closed");
            (listening.listener.accept().await, permit)
        };
        let (accepted, permit) = tokio::select! {
            _ = stop.wait_for(|stopped| *stopped) => break,
            accepted = accepted => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, mostly: some will be given back.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Some(share) = hub.shares.take(neighbourhood(peer.ip())) else { continue };
        let connection = Connection {
            hub: Arc::clone(&hub),
            routes: listening.routes.clone(),
            peer,
            watcher: graceful.watcher(),
        };
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let metrics = &connection.hub.metrics.connections;
            metrics.fetch_add(1, Ordering::Relaxed);
            let hub = Arc::clone(&connection.hub);
            connection.run(stream, acceptor).await;
            hub.metrics.connections.fetch_sub(1, Ordering::Relaxed);
            drop((permit, share));
        });
    }
    drop(listening.listener);
    let _ = tokio::time::timeout(hub.settings.longest_stop, graceful.shutdown()).await;
}

struct Connection {
    hub: Arc<Hub>,
    routes: Router,
    peer: SocketAddr,
    watcher: hyper_util::server::graceful::Watcher,
}

impl Connection {
    async fn run(self, stream: TcpStream, acceptor: Option<tokio_rustls::TlsAcceptor>) {
        let patience = self.hub.settings.patience;
        // Small answers are whole at once: nothing is won by waiting for more.
        let _ = stream.set_nodelay(true);
        let begun = Box::pin(sleep(patience));
        let stream = Impatient { inner: stream, limit: patience, stalled: None, begun: Some(begun), read: 0 };
        match acceptor {
            None => self.speak(stream).await,
            Some(acceptor) => {
                if let Ok(Ok(stream)) = tokio::time::timeout(patience, acceptor.accept(stream)).await {
                    self.speak(stream).await;
                }
            }
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(self.hub.settings.patience)
            .max_buf_size(64 << 10);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(self.hub.settings.patience)
            .keep_alive_timeout(self.hub.settings.patience)
            .max_concurrent_streams(16)
            .max_header_list_size(16 << 10);
        let routes = TowerToHyperService::new(self.routes.layer(Extension(Peer(self.peer))));
        let connection = builder.serve_connection(TokioIo::new(stream), routes).into_owned();
        // Its end, however it comes, is the client's business.
        let _ = self.watcher.watch(connection).await;
    }
}

/// A stream whose other side has to begin, and to take what it is sent: one that does nothing for too long is given up. What comes between
/// is HTTP's to judge.
struct Impatient<S> {
    inner: S,
    limit: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    /// Until so much was read that the version of HTTP is known.
    begun: Option<Pin<Box<Sleep>>>,
    read: usize,
}

/// HTTP/2 begins with as many bytes.
const PREFACE: usize = 24;

impl<S> Impatient<S> {
    fn judge<T>(
        &mut self,
        context: &mut Context<'_>,
        done: Poll<std::io::Result<T>>,
    ) -> Poll<std::io::Result<T>> {
        if done.is_ready() {
            self.stalled = None;
            return done;
        }
        let limit = self.limit;
        let stalled =
            self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + limit)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(std::io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let done = Pin::new(&mut self.inner).poll_read(context, buffer);
        self.read = self.read.saturating_add(buffer.filled().len() - before);
        if self.read >= PREFACE {
            self.begun = None;
        }
        match (&done, &mut self.begun) {
            (Poll::Pending, Some(begun)) => {
                ready!(begun.as_mut().poll(context));
                Poll::Ready(Err(std::io::ErrorKind::TimedOut.into()))
            }
            _ => done,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.judge(context, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write_vectored(context, parts);
        self.judge(context, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let done = Pin::new(&mut self.inner).poll_flush(context);
        self.judge(context, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let done = Pin::new(&mut self.inner).poll_shutdown(context);
        self.judge(context, done)
    }
}
