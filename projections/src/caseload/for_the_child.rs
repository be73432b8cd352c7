//! Assessments, safety plans and measures, into what is due.

use lanyard_events::PupilId;
use lanyard_events::case::{AssessmentKind, CaseAssessed, CaseMeasureTaken, CasePersonCorrected};

use super::apply::{close_of, owner_of_case};
use super::due_items::{self, A_DAY, DueKind, Item, add};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

/// The newest of its kind about a child takes the place of the one before.
pub(super) fn assessed(at: &Applying<'_>, assessed: &CaseAssessed) -> Result<(), Fault> {
    let name = of_assessment(assessed.kind, assessed.pupil);
    due_items::drop(at, at.id, &name)?;
    add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::AssessmentReview,
            action: Some(&name),
            pupil: Some(stored::pupil_key(assessed.pupil)),
            title: None,
            owner: owner_of_case(at)?,
            due_at: close_of(assessed.review_on),
            patience: A_DAY,
        },
    )
}

/// A measure with an end comes back on its last day.
pub(super) fn measure_taken(at: &Applying<'_>, taken: &CaseMeasureTaken) -> Result<(), Fault> {
    let Some(until) = taken.until else {
        return Ok(());
    };
    add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::MeasureEnd,
            action: Some(taken.measure.uuid().as_bytes()),
            pupil: Some(stored::pupil_key(taken.pupil)),
            title: None,
            owner: owner_of_case(at)?,
            due_at: close_of(until),
            patience: A_DAY,
        },
    )
}

/// What is due about a child who was not meant is due about the one who was (S08); about nobody where
/// that is no pupil.
pub(super) fn corrected(at: &Applying<'_>, corrected: &CasePersonCorrected) -> Result<(), Fault> {
    let Some(from) = corrected.from.pupil() else {
        return Ok(());
    };
    let Some(to) = corrected.to.pupil() else {
        for kind in [AssessmentKind::RiskAndNeeds, AssessmentKind::SafetyPlan] {
            due_items::drop(at, at.id, &of_assessment(kind, from))?;
        }
        at.conn
            .prepare_cached(
                "UPDATE OR FAIL due_item SET pupil = NULL
                 WHERE matter = ?1 AND pupil = ?2 AND kind = ?3",
            )?
            .execute((at.id, stored::pupil_key(from), DueKind::MeasureEnd.code()))?;
        return Ok(());
    };
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET pupil = ?3
             WHERE matter = ?1 AND pupil = ?2 AND kind IN (?4, ?5)",
        )?
        .execute((
            at.id,
            stored::pupil_key(from),
            stored::pupil_key(to),
            DueKind::AssessmentReview.code(),
            DueKind::MeasureEnd.code(),
        ))?;
    for kind in [AssessmentKind::RiskAndNeeds, AssessmentKind::SafetyPlan] {
        // The child who was meant may have one already: that one stays.
        let wrong = of_assessment(kind, from);
        at.conn
            .prepare_cached(
                "UPDATE OR IGNORE due_item SET action = ?3 WHERE matter = ?1 AND action = ?2",
            )?
            .execute((at.id, &wrong, of_assessment(kind, to)))?;
        due_items::drop(at, at.id, &wrong)?;
    }
    Ok(())
}

/// What names an assessment within its case.
fn of_assessment(kind: AssessmentKind, pupil: PupilId) -> Vec<u8> {
    let kind = match kind {
        AssessmentKind::RiskAndNeeds => "risk_and_needs",
        AssessmentKind::SafetyPlan => "safety_plan",
    };
    format!("{kind}/{pupil}").into_bytes()
}
