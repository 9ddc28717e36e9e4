//! A transaction whose beginning and end travel with its statements. Each would be a round trip of its own otherwise, and a booking is little
//! more than round trips.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};

use deadpool_postgres::{GenericClient as _, Object};
use tokio::runtime::Handle;
use tokio_postgres::Statement;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::TroubleCode;

use super::connect::Store;
use super::error::{Fault, Refused};
use super::sync::{Entered, entered};
use super::write::{self, Step};
use crate::stream::trouble;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Writing,
    /// Reads, all of one moment.
    Reading,
}

impl For {
    fn beginning(self) -> &'static str {
        match self {
            Self::Writing => "begin",
            Self::Reading => "begin isolation level repeatable read read only",
        }
    }
}

/// So many are surely sent in their order, one after the other at once, by `try_join_all`.
const FEW: usize = 30;

/// One transaction. Unless `commit` has answered, it is rolled back, and the connection is nobody else's before that is done.
pub(super) struct Work {
    client: Option<Object>,
    purpose: For,
    enter: Statement,
    is_over: AtomicBool,
}

impl Work {
    /// Nothing is said yet but what any transaction needs once a connection.
    pub async fn new(store: &Store, purpose: For) -> Result<Self, Fault> {
        let client = store.client().await?;
        let enter = client.prepare_cached("select * from hub.enter($1, $2, $3)").await?;
        Ok(Self { client: Some(client), purpose, enter, is_over: AtomicBool::new(false) })
    }

    /// Begins, and enters the clinic as the desk that has this token. What is asked beside it, later in the same `join`, is asked within, though
    /// before it is known who asks: where nobody is entered, row-level security shows nothing.
    pub async fn enter(&self, clinic: Uuid, token: &Hash) -> Result<Entered, Refused> {
        let token = token.as_slice();
        let to_write = self.purpose == For::Writing;
        let found = self.begin_with(self.query_opt(&self.enter, &[&clinic, &token, &to_write])).await?;
        let row = found.ok_or_else(|| trouble(TroubleCode::NotFound))?;
        Ok(entered(&row)?)
    }

    /// Begins, and says which clinic this is about: for a desk that has entered it before.
    pub async fn name(&self, clinic: Uuid) -> Result<(), Fault> {
        let name = format!("{}; select set_config('clinic.id', '{clinic}', true)", self.purpose.beginning());
        Ok(self.batch_execute(&name).await?)
    }

    /// Statements are sent in the order in which they are first polled.
    async fn begin_with<T>(
        &self,
        first: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Fault> {
        let begun = self.batch_execute(self.purpose.beginning());
        let (_, answer) = futures_util::future::try_join(begun, first).await?;
        Ok(answer)
    }

    /// The last statements, and the end with them: should one of them fail, the end rolls back, and the failure is the answer.
    pub async fn finish(&self, clinic: Uuid, steps: &[Step<'_>]) -> Result<(), Fault> {
        if steps.len() > FEW {
            write::run(&**self, clinic, steps).await?;
            return self.commit().await;
        }
        futures_util::future::try_join(write::run(&**self, clinic, steps), self.commit()).await?;
        Ok(())
    }

    pub async fn commit(&self) -> Result<(), Fault> {
        self.batch_execute("commit").await?;
        self.is_over.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl Deref for Work {
    type Target = Object;

    fn deref(&self) -> &Object {
        self.client.as_ref().expect("it is there until the work is dropped")
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if *self.is_over.get_mut() {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    if client.batch_execute("rollback").await.is_err() {
                        drop(Object::take(client));
                    }
                });
            }
            Err(_) => drop(Object::take(client)),
        }
    }
}
