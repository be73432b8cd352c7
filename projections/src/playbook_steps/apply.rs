//! Events into steps, and into what is due.

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::step::{
    PlaybookStarted, StepBegun, StepDone, StepGiven, StepMoves, StepName, StepSkipped,
};

use super::query::StepState;
use crate::caseload::due_items::{self, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::reminders::handed_on;
use crate::stored::{self, Key, json};

/// Keeps the steps of a case.
pub(crate) fn apply_case(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    match event {
        CaseEvent::PlaybookStarted(started) => start(at, &started.into()),
        CaseEvent::StepDone(done) => step_done(at, &done.into()),
        CaseEvent::StepSkipped(skipped) => step_skipped(at, &skipped.into()),
        CaseEvent::StepGiven(given) => step_given(at, &given.into()),
        CaseEvent::Opened(_)
        | CaseEvent::ConcernAdded(_)
        | CaseEvent::NoteAdded(_)
        | CaseEvent::ActionPlanned(_)
        | CaseEvent::ActionDone(_)
        | CaseEvent::ActionGiven(_)
        | CaseEvent::ParentsContacted(_)
        | CaseEvent::ParentsNotTold(_)
        | CaseEvent::PlanSet(_)
        | CaseEvent::PlanEnded(_)
        | CaseEvent::Assessed(_)
        | CaseEvent::WishesHeard(_)
        | CaseEvent::MeasureTaken(_)
        | CaseEvent::MeasureEnded(_)
        | CaseEvent::PersonLinked(_)
        | CaseEvent::PersonCorrected(_)
        | CaseEvent::InvestigationRecorded(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::OwnerChanged(_)
        | CaseEvent::OwnerLost(_)
        | CaseEvent::Closed(_)
        | CaseEvent::Reopened(_)
        | CaseEvent::Held(_)
        | CaseEvent::HoldLifted(_)
        | CaseEvent::GovernorsTold(_) => Ok(()),
    }
}

/// Keeps the steps of an adult's matter.
pub(crate) fn apply_allegation(at: &Applying<'_>, event: &AllegationEvent) -> Result<(), Fault> {
    match event {
        AllegationEvent::PlaybookStarted(started) => start(at, &started.into()),
        AllegationEvent::StepDone(done) => step_done(at, &done.into()),
        AllegationEvent::StepSkipped(skipped) => step_skipped(at, &skipped.into()),
        AllegationEvent::StepGiven(given) => step_given(at, &given.into()),
        AllegationEvent::Opened(_)
        | AllegationEvent::ConcernAdded(_)
        | AllegationEvent::PersonLinked(_)
        | AllegationEvent::PersonCorrected(_)
        | AllegationEvent::PersonMatched(_)
        | AllegationEvent::DecisionDue(_)
        | AllegationEvent::ThresholdDecided(_)
        | AllegationEvent::Consulted(_)
        | AllegationEvent::NoteAdded(_)
        | AllegationEvent::SupportPersonNamed(_)
        | AllegationEvent::TellingDecided(_)
        | AllegationEvent::InterimMeasureDecided(_)
        | AllegationEvent::EnquiryNoted(_)
        | AllegationEvent::OutcomeRecorded(_)
        | AllegationEvent::ChildCaseLinked(_)
        | AllegationEvent::ChildCaseDeclined(_)
        | AllegationEvent::NameShared(_)
        | AllegationEvent::OwnerChanged(_)
        | AllegationEvent::Rerouted(_)
        | AllegationEvent::InvestigationRecorded(_)
        | AllegationEvent::DutiesLeft(_)
        | AllegationEvent::Closed(_)
        | AllegationEvent::Reopened(_)
        | AllegationEvent::Held(_)
        | AllegationEvent::HoldLifted(_)
        | AllegationEvent::GovernorsTold(_) => Ok(()),
    }
}

fn start(at: &Applying<'_>, started: &PlaybookStarted) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT INTO playbook VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute((
            at.position,
            at.id,
            &started.playbook,
            started.edition,
            &started.title,
            at.at().millis(),
            at.actor(),
            started.from.as_ref().map(json).transpose()?,
        ))?;
    let mut insert = at.conn.prepare_cached(
        "INSERT OR FAIL INTO playbook_step VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, NULL, NULL, NULL)",
    )?;
    for (place, step) in (0_i64..).zip(&started.steps) {
        insert.execute((
            at.id,
            &started.playbook,
            &step.step,
            place,
            StepState::Waiting.code(),
            stored::staff_key(step.owner),
            json(step)?,
        ))?;
    }
    moved(at, &started.moves)
}

fn step_done(at: &Applying<'_>, done: &StepDone) -> Result<(), Fault> {
    if done.complete {
        end(at, &done.name, StepState::Done, &json(done)?)?;
    } else {
        let rows = at
            .conn
            .prepare_cached(
                "UPDATE playbook_step SET detail = ?4
                 WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
            )?
            .execute((at.id, &done.name.playbook, &done.name.step, json(done)?))?;
        at.met(rows)?;
    }
    moved(at, &done.moves)
}

fn step_skipped(at: &Applying<'_>, skipped: &StepSkipped) -> Result<(), Fault> {
    end(at, &skipped.name, StepState::Skipped, &json(skipped)?)?;
    moved(at, &skipped.moves)
}

fn end(at: &Applying<'_>, name: &StepName, state: StepState, detail: &str) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE playbook_step SET state = ?4, detail = ?5, ended_at = ?6, ended_by = ?7
             WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
        )?
        .execute((
            at.id,
            &name.playbook,
            &name.step,
            state.code(),
            detail,
            at.at().millis(),
            at.actor(),
        ))?;
    due_items::finish(at, at.id, &due_items::of_step(name))?;
    at.met(rows)
}

fn step_given(at: &Applying<'_>, given: &StepGiven) -> Result<(), Fault> {
    let owner = stored::staff_key(given.owner);
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE playbook_step SET owner = ?4 WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
        )?
        .execute((at.id, &given.name.playbook, &given.name.step, owner))?;
    due_items::give(at, at.id, &due_items::of_step(&given.name), owner)?;
    handed_on::part(at, at.id, owner)?;
    at.met(rows)
}

/// Open steps go with the matter to its new owner, and what is due of them.
pub(crate) fn change_owner(at: &Applying<'_>, from: Key, to: Key) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL playbook_step SET owner = ?3
             WHERE matter = ?1 AND owner = ?2 AND state IN (?4, ?5)",
        )?
        .execute((
            at.id,
            from,
            to,
            StepState::Waiting.code(),
            StepState::Open.code(),
        ))?;
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET owner = ?3
             WHERE matter = ?1 AND owner = ?2 AND kind = ?4 AND done_at IS NULL",
        )?
        .execute((at.id, from, to, DueKind::Step.code()))?;
    Ok(())
}

fn moved(at: &Applying<'_>, moves: &StepMoves) -> Result<(), Fault> {
    for (place, begun) in (0_i64..).zip(&moves.begun) {
        begin(at, place, begun)?;
    }
    let mut close = at.conn.prepare_cached(
        "UPDATE playbook_step SET state = ?4, due = NULL
         WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
    )?;
    for name in &moves.closed {
        close.execute((
            at.id,
            &name.playbook,
            &name.step,
            StepState::NotApplicable.code(),
        ))?;
        due_items::drop(at, at.id, &due_items::of_step(name))?;
    }
    Ok(())
}

fn begin(at: &Applying<'_>, place: i64, begun: &StepBegun) -> Result<(), Fault> {
    let name = &begun.name;
    at.conn
        .prepare_cached(
            "UPDATE playbook_step SET state = ?4, due = ?5
             WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
        )?
        .execute((
            at.id,
            &name.playbook,
            &name.step,
            StepState::Open.code(),
            begun.due_at.as_ref().map(json).transpose()?,
        ))?;
    let key = due_items::of_step(name);
    due_items::drop(at, at.id, &key)?;
    let Some(due) = &begun.due_at else {
        return Ok(());
    };
    let Some((owner, text)) = owner_and_text(at, name)? else {
        return Ok(());
    };
    due_items::add(
        at,
        &Item {
            place,
            matter: at.id,
            kind: DueKind::Step,
            action: Some(&key),
            pupil: None,
            title: Some(&text),
            owner,
            due_at: due.at,
            patience: due_items::patience(due),
        },
    )
}

/// Whose a step is and what is to be done; none when the start of its playbook was erased.
fn owner_and_text(at: &Applying<'_>, name: &StepName) -> Result<Option<(Key, String)>, Fault> {
    use rusqlite::OptionalExtension;
    let row = at
        .conn
        .prepare_cached(
            "SELECT owner, json_extract(definition, '$.text') FROM playbook_step
             WHERE matter = ?1 AND playbook = ?2 AND step = ?3",
        )?
        .query_row((at.id, &name.playbook, &name.step), |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
    Ok(row.optional()?)
}
