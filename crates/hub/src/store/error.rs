//! Why the store has no answer: what the protocol has a word for, and faults.

use wire::changes::Malformed;
use wire::sync::{Trouble, TroubleCode};

use crate::stream::trouble;

/// What the protocol answers with, or a fault.
#[derive(Debug)]
pub enum Refused {
    Trouble(Trouble),
    Fault(Fault),
}

/// Nobody's expected answer. The texts of PostgreSQL's errors name constraints and columns; the values that come in their details are
/// never shown (`Display` of its errors leaves the details out).
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the database: {}", described(.0))]
    Database(#[from] tokio_postgres::Error),
    #[error("no connection to the database: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    #[error("the pool of connections: {0}")]
    Build(#[from] deadpool_postgres::BuildError),
    #[error("a stored row is damaged")]
    Stored,
    #[error("no migrations: {0}")]
    Migrations(#[from] refinery::Error),
    #[error("{0}")]
    Setting(String),
}

fn described(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |database| format!("{} ({})", database.message(), database.code().code()),
    )
}

impl From<Malformed> for Fault {
    fn from(_: Malformed) -> Self {
        Self::Stored
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl<F: Into<Fault>> From<F> for Refused {
    fn from(fault: F) -> Self {
        let fault = fault.into();
        // Too much to do, or the database is just being restarted: nothing is broken, and asking again is never wrong.
        match fault.passes_in() {
            Some(seconds) => {
                tracing::warn!(error = %fault, "a desk is asked to come again");
                Self::Trouble(busy(seconds))
            }
            None => Self::Fault(fault),
        }
    }
}

impl Fault {
    /// In how many seconds it may be over, if it is a matter of time.
    fn passes_in(&self) -> Option<u32> {
        use deadpool_postgres::PoolError;
        use tokio_postgres::error::SqlState;
        let (error, is_new) = match self {
            Self::Pool(PoolError::Timeout(_)) => return Some(1),
            Self::Pool(PoolError::Backend(error)) => (error, true),
            Self::Database(error) => (error, false),
            _ => return None,
        };
        let Some(code) = error.code() else { return (is_new || error.is_closed()).then_some(2) };
        let crowded = [
            &SqlState::LOCK_NOT_AVAILABLE,
            &SqlState::QUERY_CANCELED,
            &SqlState::T_R_DEADLOCK_DETECTED,
            &SqlState::T_R_SERIALIZATION_FAILURE,
            &SqlState::TOO_MANY_CONNECTIONS,
        ];
        let restarting = [
            &SqlState::ADMIN_SHUTDOWN,
            &SqlState::CRASH_SHUTDOWN,
            &SqlState::CANNOT_CONNECT_NOW,
            &SqlState::CONNECTION_FAILURE,
        ];
        if crowded.contains(&code) { Some(1) } else { restarting.contains(&code).then_some(2) }
    }
}

/// Come again after so many seconds.
pub fn busy(seconds: u32) -> Trouble {
    Trouble { after: Some(seconds), ..trouble(TroubleCode::Busy) }
}
