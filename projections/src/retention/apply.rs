//! Legal holds.

use crate::casework::Applying;
use crate::error::Fault;

/// A hold stands; a further reason changes nothing of it.
pub(crate) fn hold(at: &Applying<'_>) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT OR IGNORE INTO legal_hold VALUES (?1, ?2, ?3)")?
        .execute((at.id, at.at().millis(), at.actor()))?;
    Ok(())
}

/// It stands no more.
pub(crate) fn lift(at: &Applying<'_>) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("DELETE FROM legal_hold WHERE matter = ?1")?
        .execute([at.id])?;
    at.met(rows)
}
