//! Events into editions.

use lanyard_events::policy::{PolicyEvent, PolicyProposed, PolicyPublished, PolicyWithdrawn};

use super::query::EditionState;
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

/// Keeps the editions of a document.
pub(crate) fn apply(at: &Applying<'_>, event: &PolicyEvent) -> Result<(), Fault> {
    match event {
        PolicyEvent::Proposed(proposed) => propose(at, proposed),
        PolicyEvent::Published(published) => publish(at, published),
        PolicyEvent::Withdrawn(withdrawn) => withdraw(at, withdrawn),
    }
}

fn propose(at: &Applying<'_>, proposed: &PolicyProposed) -> Result<(), Fault> {
    at.conn
        .prepare_cached("UPDATE OR FAIL edition SET state = ?2 WHERE id = ?1 AND state = ?3")?
        .execute((
            at.id,
            EditionState::Replaced.code(),
            EditionState::Proposed.code(),
        ))?;
    at.conn
        .prepare_cached(
            "INSERT INTO edition (id, document, proposal, edition, text, reason, state, proposed_by,
                                  proposed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            at.id,
            &proposed.document,
            proposed.proposal.uuid().as_bytes(),
            proposed.edition,
            &proposed.text,
            proposed.reason.expose(),
            EditionState::Proposed.code(),
            stored::staff_key(proposed.by),
            at.at().millis(),
        ))?;
    Ok(())
}

fn publish(at: &Applying<'_>, published: &PolicyPublished) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL edition SET state = ?2, ended_at = ?4, changed = ?5
             WHERE id = ?1 AND state = ?3",
        )?
        .execute((
            at.id,
            EditionState::Followed.code(),
            EditionState::InForce.code(),
            at.at().millis(),
            at.position,
        ))?;
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE edition SET state = ?3, published_by = ?4, published_at = ?5, changed = ?6,
               beside = ?7
             WHERE id = ?1 AND proposal = ?2",
        )?
        .execute((
            at.id,
            published.proposal.uuid().as_bytes(),
            EditionState::InForce.code(),
            stored::staff_key(published.published_by),
            at.at().millis(),
            at.position,
            published.beside,
        ))?;
    at.met(rows)?;
    if rows == 0 {
        publish_unproposed(at, published)?;
    }
    Ok(())
}

/// The proposal was erased; what is in force does not hang on it. Its reason is gone, and the time of the
/// publication is the earliest that is known.
fn publish_unproposed(at: &Applying<'_>, published: &PolicyPublished) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO edition (id, document, proposal, edition, text, reason, state, proposed_by,
                                  proposed_at, published_by, published_at, changed, beside)
             VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, ?7, ?9, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            at.id,
            &published.document,
            published.proposal.uuid().as_bytes(),
            published.edition,
            &published.text,
            EditionState::InForce.code(),
            stored::staff_key(published.proposed_by),
            stored::staff_key(published.published_by),
            at.at().millis(),
            at.position,
            published.beside,
        ))?;
    Ok(())
}

fn withdraw(at: &Applying<'_>, withdrawn: &PolicyWithdrawn) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE OR FAIL edition SET state = ?2, ended_by = ?4, ended_at = ?5, ended_reason = ?6,
               changed = ?7
             WHERE id = ?1 AND state = ?3",
        )?
        .execute((
            at.id,
            EditionState::Withdrawn.code(),
            EditionState::InForce.code(),
            stored::staff_key(withdrawn.by),
            at.at().millis(),
            withdrawn.reason.expose(),
            at.position,
        ))?;
    at.met(rows)
}
