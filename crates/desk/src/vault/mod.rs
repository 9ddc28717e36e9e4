//! Keys and files: key slots, the recovery code, opening and closing the encrypted database.

use domain::id::DeskId;

/// Which desk this is. Stands outside the database, so that a copied database does not become a second desk with the same name.
#[derive(Debug, Clone)]
pub struct Identity {
    pub desk_id: DeskId,
    /// The letter in references: `A` without a hub.
    pub letter: char,
}
