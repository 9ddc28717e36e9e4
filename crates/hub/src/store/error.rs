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
        // Waiting for a connection or for the counter row took too long: nothing is broken, there is only too much to do.
        if fault.is_passing() { Self::Trouble(busy(1)) } else { Self::Fault(fault) }
    }
}

impl Fault {
    fn is_passing(&self) -> bool {
        use tokio_postgres::error::SqlState;
        match self {
            Self::Pool(deadpool_postgres::PoolError::Timeout(_)) => true,
            Self::Database(error) => error.code().is_some_and(|code| {
                [
                    &SqlState::LOCK_NOT_AVAILABLE,
                    &SqlState::QUERY_CANCELED,
                    &SqlState::T_R_DEADLOCK_DETECTED,
                    &SqlState::T_R_SERIALIZATION_FAILURE,
                    &SqlState::ADMIN_SHUTDOWN,
                    &SqlState::CANNOT_CONNECT_NOW,
                    &SqlState::TOO_MANY_CONNECTIONS,
                ]
                .contains(&code)
            }),
            Self::Pool(_) | Self::Build(_) | Self::Stored | Self::Migrations(_) | Self::Setting(_) => false,
        }
    }
}

/// Come again after so many seconds.
pub fn busy(seconds: u32) -> Trouble {
    Trouble { after: Some(seconds), ..trouble(TroubleCode::Busy) }
}
