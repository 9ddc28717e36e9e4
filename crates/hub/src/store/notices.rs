//! Telling other processes on the same database that a clinic has something new: after the commit, never inside, where it would make
//! every commit of every clinic wait for every other.

use futures_util::StreamExt as _;
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::TroubleCode;

use super::admin::within;
use super::connect::{Store, connector};
use super::error::{Fault, Refused};
use super::sync::enter;
use crate::stream::trouble;

const CHANNEL: &str = "clinic_head";

/// What is told of a clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// How far its order is.
    Head(u64),
    /// A file has become whole.
    Blob,
}

/// What stands for it instead of a number.
const BLOB: &str = "blob";

impl Store {
    /// The newest of a clinic's order, for one of its desks.
    ///
    /// # Errors
    /// `NotFound`, `Revoked`, and faults.
    pub async fn head_for(&self, clinic: Uuid, token: &Hash) -> Result<u64, Refused> {
        let mut client = self.client().await?;
        let work = client.build_transaction().read_only(true).start().await?;
        let desk = enter(&work, clinic, token, false).await?;
        work.commit().await?;
        if desk.stream.revoked { Err(trouble(TroubleCode::Revoked).into()) } else { Ok(desk.head) }
    }

    /// The newest of a clinic's order; nothing when there is no such clinic.
    ///
    /// # Errors
    /// Faults.
    pub async fn head(&self, clinic: Uuid) -> Result<Option<u64>, Fault> {
        let mut client = self.client().await?;
        let work = within(&mut client, clinic).await?;
        let statement = work.prepare_cached("select seq from hub.clinic_head where clinic_id = $1").await?;
        let row = work.query_opt(&statement, &[&clinic]).await?;
        Ok(row.map(|row| row.try_get::<_, i64>("seq")).transpose()?.map(i64::cast_unsigned))
    }

    /// Tells all processes, this one too.
    ///
    /// # Errors
    /// Faults. Nothing depends on it: processes look for themselves now and then.
    pub async fn tell(&self, notices: &[(Uuid, Notice)]) -> Result<(), Fault> {
        let written = |(clinic, notice): &(Uuid, Notice)| match notice {
            Notice::Head(head) => format!("{clinic} {head}"),
            Notice::Blob => format!("{clinic} {BLOB}"),
        };
        let texts: Vec<String> = notices.iter().map(written).collect();
        let client = self.client().await?;
        let statement =
            client.prepare_cached("select pg_notify($1, text) from unnest($2::text[]) text").await?;
        client.execute(&statement, &[&CHANNEL, &texts]).await?;
        Ok(())
    }

    /// Hears what any process tells, until the connection ends.
    ///
    /// # Errors
    /// When there is no connection; its end is no error.
    pub async fn hear(&self, mut tell: impl FnMut(Uuid, Notice) + Send) -> Result<(), Fault> {
        let config = self.url().config()?;
        match connector(&config) {
            Some(tls) => {
                let (client, connection) = config.connect(tls).await?;
                follow(client, connection, &mut tell).await
            }
            None => {
                let (client, connection) = config.connect(NoTls).await?;
                follow(client, connection, &mut tell).await
            }
        }
    }
}

async fn follow<S, T>(
    client: tokio_postgres::Client,
    mut connection: tokio_postgres::Connection<S, T>,
    tell: &mut (impl FnMut(Uuid, Notice) + Send),
) -> Result<(), Fault>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut messages = futures_util::stream::poll_fn(move |context| connection.poll_message(context));
    let listen = format!("listen {CHANNEL}");
    let listening = client.batch_execute(&listen);
    tokio::pin!(listening);
    let mut is_listening = false;
    loop {
        tokio::select! {
            listened = &mut listening, if !is_listening => {
                listened?;
                is_listening = true;
            }
            message = messages.next() => match message {
                Some(Ok(AsyncMessage::Notification(notice))) => {
                    if let Some((clinic, notice)) = read(notice.payload()) {
                        tell(clinic, notice);
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Ok(()),
            },
        }
    }
}

fn read(text: &str) -> Option<(Uuid, Notice)> {
    let (clinic, what) = text.split_once(' ')?;
    let notice = if what == BLOB { Notice::Blob } else { Notice::Head(what.parse().ok()?) };
    Some((clinic.parse().ok()?, notice))
}
