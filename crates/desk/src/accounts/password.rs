//! What a lasting password must be.

use crate::Desk;
use crate::error::{FieldError, Refusal, Result};
use crate::session::Session;
use crate::vault::Secret;

/// Fewest characters of a password.
const LEAST: usize = 12;

/// Holds a new password against the rules.
///
/// # Errors
/// `input.invalid` with the field and `password.too_short` (with `least`).
pub(crate) fn check(_desk: &Desk, field: &str, password: &Secret, _owner: &Session) -> Result<()> {
    if password.normalised().chars().count() < LEAST {
        return Err(Refusal::invalid(vec![
            FieldError::new(field, "password.too_short").with("least", LEAST),
        ])
        .into());
    }
    Ok(())
}
