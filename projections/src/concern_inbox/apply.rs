//! Events into the concerns' table.

use lanyard_events::concern::{
    AboutAdult, ConcernEvent, ConcernPassedOn, ConcernRaised, ConcernRerouted, ConcernTriaged,
    TriageDecision,
};

use super::query::ConcernState;
use crate::audit::late;
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;
use crate::trust_overview::week_of;

/// Keeps the row of a concern.
pub(crate) fn apply(at: &Applying<'_>, event: &ConcernEvent) -> Result<(), Fault> {
    match event {
        ConcernEvent::Raised(raised) => raise(at, raised),
        ConcernEvent::PassedOn(passed) => pass_on(at, passed),
        ConcernEvent::Triaged(triaged) => triage(at, triaged),
        ConcernEvent::Rerouted(rerouted) => reroute(at, rerouted),
        // People stand in the access row, texts in the entries.
        ConcernEvent::InformationAdded(_)
        | ConcernEvent::PersonCorrected(_)
        | ConcernEvent::TextCorrected(_) => Ok(()),
    }
}

fn raise(at: &Applying<'_>, raised: &ConcernRaised) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO concern VALUES
             (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, NULL, NULL, NULL,
              CASE WHEN ?7 THEN ?11 END, 0, ?13, 0, NULL, CASE WHEN NOT ?7 THEN ?11 END, ?11, 0, ?16)",
        )?
        .execute((
            at.id,
            at.academy(),
            stored::routed(&raised.routed_to),
            at.actor(),
            raised.category.as_str(),
            about_adult_code(raised.about_adult),
            raised.danger_now,
            raised.late_entry,
            &raised.reference,
            at.envelope.occurred_at.millis(),
            at.at().millis(),
            week_of(at.at()),
            raised.due.at.millis(),
            &raised.due.rule,
            &raised.due.reason,
            stored::json(&raised.routed_to)?,
        ))?;
    Ok(())
}

/// Others have it from now on, untriaged: its clocks begin again with them. The time to triage stays that of
/// the first decision.
fn pass_on(at: &Applying<'_>, passed: &ConcernPassedOn) -> Result<(), Fault> {
    late::concern_ends(at)?;
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE concern SET routed = ?2, about_adult = ?3, state = ?4, triaged_at = NULL, due_at = ?5,
               due_rule = ?6, due_reason = ?7, untriaged_at = ?5, untriaged_level = 0,
               danger_at = CASE WHEN danger_now THEN ?8 END, danger_level = 0,
               raised_at_once = CASE WHEN NOT danger_now THEN ?8 END, had_since = ?8,
               without_receiver = 0, sent_to = ?9
             WHERE id = ?1",
        )?
        .execute((
            at.id,
            stored::routed(&passed.routed_to),
            about_adult_code(passed.about_adult),
            ConcernState::Untriaged.code(),
            passed.due.at.millis(),
            &passed.due.rule,
            &passed.due.reason,
            at.at().millis(),
            stored::json(&passed.routed_to)?,
        ))?;
    at.met(rows)
}

fn triage(at: &Applying<'_>, triaged: &ConcernTriaged) -> Result<(), Fault> {
    let (state, case, allegation) = match &triaged.decision {
        TriageDecision::NoFurtherAction => (ConcernState::NoFurtherAction, None, None),
        TriageDecision::Monitor { .. } => (ConcernState::Monitored, None, None),
        TriageDecision::OpenCase { case } | TriageDecision::AddToCase { case } => {
            (ConcernState::InCase, Some(*case.uuid().as_bytes()), None)
        }
        TriageDecision::OpenAllegation { allegation }
        | TriageDecision::AddToAllegation { allegation } => {
            let allegation = *allegation.uuid().as_bytes();
            (ConcernState::InAllegation, None, Some(allegation))
        }
    };
    late::concern_ends(at)?;
    // The time to triage is that of the first decision; a later one changes the state only.
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE concern SET state = ?2, case_uuid = ?3, allegation_uuid = ?5,
               triage_minutes = coalesce(triage_minutes, min(4294967295, max(0, (?4 - raised_at) / 60000))),
               triaged_at = coalesce(triaged_at, ?4)
             WHERE id = ?1",
        )?
        .execute((at.id, state.code(), case, at.at().millis(), allegation))?;
    at.met(rows)
}

/// To whom it goes is kept with the access row; here, whether there is anybody.
fn reroute(at: &Applying<'_>, rerouted: &ConcernRerouted) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE concern SET without_receiver = ?2 WHERE id = ?1")?
        .execute((at.id, rerouted.receivers.is_empty()))?;
    at.met(rows)
}

pub(super) const fn about_adult_code(about_adult: AboutAdult) -> i64 {
    match about_adult {
        AboutAdult::No => 0,
        AboutAdult::Yes => 1,
        AboutAdult::NotSure => 2,
    }
}
