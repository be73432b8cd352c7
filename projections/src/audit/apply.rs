//! Events by which somebody departs from a rule, or destroys something.

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::evidence::EvidenceEvent;
use lanyard_events::referral::ReferralEvent;
use lanyard_events::step::{StepDone, StepName};
use rusqlite::OptionalExtension;

use super::query::AuditKind;
use crate::casework::Applying;
use crate::error::Fault;

/// The field of a step by which somebody says why they depart from the matrix (domain.md 5).
const MATRIX_REASON: &str = "matrix_reason";

pub(crate) fn apply_case(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    if let CaseEvent::StepDone(done) = event {
        step_done(at, &done.into())
    } else if matches!(event, CaseEvent::StepSkipped(_)) {
        put(at, AuditKind::StepSkipped)
    } else if matches!(event, CaseEvent::DutiesLeft(_)) {
        put(at, AuditKind::DutiesLeft)
    } else {
        Ok(())
    }
}

pub(crate) fn apply_allegation(at: &Applying<'_>, event: &AllegationEvent) -> Result<(), Fault> {
    if let AllegationEvent::StepDone(done) = event {
        step_done(at, &done.into())
    } else if matches!(event, AllegationEvent::StepSkipped(_)) {
        put(at, AuditKind::StepSkipped)
    } else if matches!(event, AllegationEvent::DutiesLeft(_)) {
        put(at, AuditKind::DutiesLeft)
    } else {
        Ok(())
    }
}

pub(crate) fn apply_referral(at: &Applying<'_>, event: &ReferralEvent) -> Result<(), Fault> {
    if matches!(event, ReferralEvent::NotMade(_)) {
        put(at, AuditKind::NotReferred)
    } else {
        Ok(())
    }
}

pub(crate) fn apply_evidence(at: &Applying<'_>, event: &EvidenceEvent) -> Result<(), Fault> {
    if matches!(event, EvidenceEvent::Destroyed(_)) {
        put(at, AuditKind::Destroyed)
    } else {
        Ok(())
    }
}

/// One answer departs from one rule at most: where two people decide not to call, there is no matrix.
fn step_done(at: &Applying<'_>, done: &StepDone) -> Result<(), Fault> {
    if { done.fields.iter() }.any(|filled| filled.field == MATRIX_REASON) {
        return put(at, AuditKind::MatrixDeparted);
    }
    let is_no = done.answer.as_deref() == Some("no");
    if is_no && done.second.is_some() && refers(at, &done.name)? {
        return put(at, AuditKind::NotReferred);
    }
    Ok(())
}

/// Whether a step sends the matter to a desk; not known when the start of its playbook was erased.
fn refers(at: &Applying<'_>, name: &StepName) -> Result<bool, Fault> {
    let desks: Option<i64> = at
        .conn
        .prepare_cached(
            "SELECT json_array_length(definition, '$.refers_to') FROM playbook_step
             WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
        )?
        .query_row((at.id, &name.playbook, &name.step), |row| row.get(0))
        .optional()?
        .flatten();
    Ok(desks.is_some_and(|desks| desks > 0))
}

fn put(at: &Applying<'_>, kind: AuditKind) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT INTO audit_fact VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((
            at.position,
            at.id,
            at.envelope.id.uuid().as_bytes(),
            at.actor(),
            at.at().millis(),
            kind.code(),
        ))?;
    Ok(())
}
