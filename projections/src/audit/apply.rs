//! Events by which somebody departs from a rule, or destroys something.

use std::collections::BTreeSet;

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::evidence::EvidenceEvent;
use lanyard_events::referral::ReferralEvent;
use lanyard_events::step::{StepDone, StepName};
use rusqlite::OptionalExtension;

use super::late::OF_EVENT;
use super::query::AuditKind;
use crate::caseload::due_items::PLACE_BITS;
use crate::casework::Applying;
use crate::error::Fault;

/// Fields of a step that asks a matrix (domain.md 5): the kind, what is done of what the matrix has, what it proposed
/// (recorded beside the choice), and why it is otherwise. A reason alone departs from nothing.
const MATRIX_ROW: &str = "matrix_row";
const MATRIX_ACTIONS: &str = "matrix_actions";
const MATRIX_PROPOSED: &str = "matrix_proposed";
const MATRIX_REASON: &str = "matrix_reason";
/// No kind fits, or nothing is proposed or done.
const NONE: &str = "none";

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
    if departs(done) {
        return put(at, AuditKind::MatrixDeparted);
    }
    let is_no = done.answer.as_deref() == Some("no");
    if is_no && done.second.is_some() && refers(at, &done.name)? {
        return put(at, AuditKind::NotReferred);
    }
    Ok(())
}

/// Whether other actions were chosen than the matrix proposes, or no kind of it fits. Of a step that was done before the
/// proposal was recorded beside the choice, the reason says so.
fn departs(done: &StepDone) -> bool {
    let filled = |field: &str| {
        { done.fields.iter() }
            .find(|filled| filled.field == field)
            .map(|filled| filled.value.expose().as_str())
    };
    if filled(MATRIX_REASON).is_none() {
        return false;
    }
    let is_none = |word: &str| word.trim().eq_ignore_ascii_case(NONE);
    if filled(MATRIX_ROW).is_some_and(is_none) {
        return true;
    }
    let Some(proposed) = filled(MATRIX_PROPOSED) else {
        return true;
    };
    ids(proposed) != ids(filled(MATRIX_ACTIONS).unwrap_or(NONE))
}

/// Ids with commas between them, in whatever order.
fn ids(named: &str) -> BTreeSet<&str> {
    { named.split(',') }
        .map(str::trim)
        .filter(|id| !id.is_empty() && !id.eq_ignore_ascii_case(NONE))
        .collect()
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
            (at.position << PLACE_BITS) + OF_EVENT,
            at.id,
            at.envelope.id.uuid().as_bytes(),
            at.actor(),
            at.at().millis(),
            kind.code(),
        ))?;
    Ok(())
}
