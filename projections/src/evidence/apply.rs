//! Events into the rows of evidence.

use lanyard_events::evidence::{EvidenceCaptured, EvidenceEvent};

use super::query::EvidenceStage;
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::json;

/// Keeps the row of a piece of evidence.
pub(crate) fn apply(at: &Applying<'_>, event: &EvidenceEvent) -> Result<(), Fault> {
    match event {
        EvidenceEvent::Captured(captured) => begin(at, captured),
        EvidenceEvent::CustodyPassed(passed) => set(
            at,
            "UPDATE evidence SET custody = ?2 WHERE id = ?1",
            (at.id, json(passed)?),
        ),
        EvidenceEvent::Sealed(_) => set(
            at,
            "UPDATE evidence SET sealed = 1, asked = NULL, opened = NULL WHERE id = ?1",
            [at.id],
        ),
        EvidenceEvent::OpeningAsked(asked) => set(
            at,
            "UPDATE evidence SET asked = ?2 WHERE id = ?1",
            (at.id, json(asked)?),
        ),
        EvidenceEvent::OpeningAgreed(agreed) => set(
            at,
            "UPDATE evidence SET asked = NULL, opened = ?2 WHERE id = ?1",
            (at.id, json(agreed)?),
        ),
        EvidenceEvent::Released(released) => set(
            at,
            "UPDATE evidence SET released = ?2 WHERE id = ?1",
            (at.id, json(released)?),
        ),
        EvidenceEvent::MadeUnreadable(made) => set(
            at,
            "UPDATE evidence SET stage = ?2, why = ?3 WHERE id = ?1",
            (at.id, EvidenceStage::Unreadable.code(), json(&made.why)?),
        ),
        EvidenceEvent::DestructionInstructed(_) => stage(at, EvidenceStage::DestructionInstructed),
        EvidenceEvent::DestructionAgreed(_) => stage(at, EvidenceStage::BeingDestroyed),
        EvidenceEvent::Destroyed(_) => stage(at, EvidenceStage::Destroyed),
        // The history says it; the mark on a matter is no file.
        EvidenceEvent::Opened(_) | EvidenceEvent::MatterReported(_) => Ok(()),
    }
}

fn begin(at: &Applying<'_>, captured: &EvidenceCaptured) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO evidence
             SELECT m.id, ifnull(m.parent, m.id), m.academy, m.routed, m.raised_by, ?2, ?3, ?4, ?5,
                    NULL, 0, NULL, NULL, NULL, NULL
             FROM access_row m WHERE m.id = ?1",
        )?
        .execute((
            at.id,
            at.at().millis(),
            at.actor(),
            json(captured)?,
            EvidenceStage::Readable.code(),
        ))?;
    Ok(())
}

fn stage(at: &Applying<'_>, stage: EvidenceStage) -> Result<(), Fault> {
    set(
        at,
        "UPDATE evidence SET stage = ?2 WHERE id = ?1",
        (at.id, stage.code()),
    )
}

fn set(at: &Applying<'_>, statement: &str, values: impl rusqlite::Params) -> Result<(), Fault> {
    let rows = at.conn.prepare_cached(statement)?.execute(values)?;
    at.met(rows)
}
