//! Whoever gets what somebody else had in hand is told of it by the event that gives it: with nothing between the
//! two, no crash can lose the notice. Once for each person, matter and cause, however many things go.
//!
//! Only what the record gives by itself is told so, where somebody has left, has lost the role, or could not be found
//! before: what one person gives another is in their talk, and what a conflict moves is asked to be confirmed.

use lanyard_events::Actor;

use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::Key;

/// What names a thing that somebody was given because whoever had it cannot have it any more.
const HANDED_ON: &str = "handed_on";

/// A matter, an entry or a clock of one is somebody's from now on, because of something that happened or because
/// the worker has found them.
pub(crate) fn found(at: &Applying<'_>, matter: i64, owner: Key) -> Result<(), Fault> {
    if first_time(at, matter, owner)? {
        tell(at, matter, owner)?;
    }
    Ok(())
}

/// The same of a part of a matter. Where nothing has caused it the whole matter goes, and its new owner is told of
/// that.
pub(crate) fn part(at: &Applying<'_>, matter: i64, owner: Key) -> Result<(), Fault> {
    if at.envelope.causation.is_none() {
        return Ok(());
    }
    found(at, matter, owner)
}

/// They are told in another way: of its parts they need not be.
pub(crate) fn told_otherwise(at: &Applying<'_>, matter: i64, owner: Key) -> Result<(), Fault> {
    first_time(at, matter, owner).map(|_| ())
}

fn first_time(at: &Applying<'_>, matter: i64, owner: Key) -> Result<bool, Fault> {
    if at.envelope.actor != Actor::System {
        return Ok(false);
    }
    let cause = at.envelope.causation.unwrap_or(at.envelope.id);
    let rows = at
        .conn
        .prepare_cached("INSERT OR IGNORE INTO handed_on VALUES (?1, ?2, ?3)")?
        .execute((owner, matter, cause.uuid().as_bytes().as_slice()))?;
    Ok(rows > 0)
}

fn tell(at: &Applying<'_>, matter: i64, owner: Key) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT OR FAIL INTO notice
             SELECT ?1, ?2, id, academy, routed, raised_by, ?3, ?4, 0, ?4 FROM access_row WHERE id = ?5",
        )?
        .execute((owner, at.position, HANDED_ON, at.at().millis(), matter))?;
    Ok(())
}
