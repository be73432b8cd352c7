//! Events of cases into plans, and into what is due.

use lanyard_events::case::{CaseEvent, CasePersonCorrected, CasePlanEnded, CasePlanSet};
use lanyard_events::{Day, PupilId};
use rusqlite::OptionalExtension;

use super::query::code_of;
use crate::caseload::apply::close_of;
use crate::caseload::due_items::{self, A_DAY, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::{self, Key};

/// Where no date of a plan is known.
pub(super) const NEVER: i64 = i64::MAX;

/// Keeps the plans of a case.
pub(crate) fn apply(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    match event {
        CaseEvent::PlanSet(plan) => set(at, plan),
        CaseEvent::PlanEnded(ended) => end(at, ended),
        CaseEvent::PersonCorrected(corrected) => correct(at, corrected),
        CaseEvent::Closed(_) => open(at, false),
        CaseEvent::Reopened(_) => open(at, true),
        CaseEvent::Opened(_)
        | CaseEvent::ConcernAdded(_)
        | CaseEvent::NoteAdded(_)
        | CaseEvent::Assessed(_)
        | CaseEvent::WishesHeard(_)
        | CaseEvent::MeasureTaken(_)
        | CaseEvent::MeasureEnded(_)
        | CaseEvent::ActionPlanned(_)
        | CaseEvent::ActionDone(_)
        | CaseEvent::ActionGiven(_)
        | CaseEvent::ParentsContacted(_)
        | CaseEvent::ParentsNotTold(_)
        | CaseEvent::PersonLinked(_)
        | CaseEvent::OwnerChanged(_)
        | CaseEvent::OwnerLost(_)
        | CaseEvent::PlaybookStarted(_)
        | CaseEvent::StepDone(_)
        | CaseEvent::StepSkipped(_)
        | CaseEvent::StepGiven(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::InvestigationRecorded(_)
        | CaseEvent::Held(_)
        | CaseEvent::HoldLifted(_)
        | CaseEvent::GovernorsTold(_) => Ok(()),
    }
}

fn set(at: &Applying<'_>, plan: &CasePlanSet) -> Result<(), Fault> {
    let pupil = stored::pupil_key(plan.pupil);
    let next = { [plan.conference_on, plan.core_group_on, plan.review_on].into_iter() }
        .flatten()
        .min();
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    at.conn
        .prepare_cached("DELETE FROM plan WHERE matter = ?1 AND pupil = ?2")?
        .execute((at.id, pupil))?;
    at.conn
        .prepare_cached(
            "INSERT OR FAIL INTO plan
             SELECT ?2, id, ?3, academy, routed, raised_by, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10
             FROM access_row WHERE id = ?1",
        )?
        .execute((
            at.id,
            at.position,
            pupil,
            code_of(plan.kind),
            plan.since.to_string(),
            plan.social_worker.as_ref().map(|words| words.expose()),
            day(plan.conference_on),
            day(plan.core_group_on),
            day(plan.review_on),
            next.map_or(NEVER, |day| close_of(day).millis()),
        ))?;
    due_items::drop(at, at.id, plan.pupil.uuid().as_bytes())?;
    let Some(next) = next else { return Ok(()) };
    let owner: Option<Key> = at
        .conn
        .prepare_cached("SELECT owner FROM case_file WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::PlanDate,
            action: Some(plan.pupil.uuid().as_bytes()),
            pupil: Some(pupil),
            title: None,
            owner: owner.unwrap_or_else(|| at.actor()),
            due_at: close_of(next),
            patience: A_DAY,
        },
    )
}

fn end(at: &Applying<'_>, ended: &CasePlanEnded) -> Result<(), Fault> {
    due_items::drop(at, at.id, ended.pupil.uuid().as_bytes())?;
    let rows = at
        .conn
        .prepare_cached("DELETE FROM plan WHERE matter = ?1 AND pupil = ?2")?
        .execute((at.id, stored::pupil_key(ended.pupil)))?;
    at.met(rows)
}

/// It goes with the child who was meant (S08); one that child has already stays. Where that is no
/// pupil, nobody is on a plan.
fn correct(at: &Applying<'_>, corrected: &CasePersonCorrected) -> Result<(), Fault> {
    let Some(from) = corrected.from.pupil() else {
        return Ok(());
    };
    if let Some(to) = corrected.to.pupil() {
        give(at, from, to)?;
    }
    at.conn
        .prepare_cached("DELETE FROM plan WHERE matter = ?1 AND pupil = ?2")?
        .execute((at.id, stored::pupil_key(from)))?;
    due_items::drop(at, at.id, from.uuid().as_bytes())
}

/// Gives one child's plan and its dates to another who has none.
fn give(at: &Applying<'_>, from: PupilId, to: PupilId) -> Result<(), Fault> {
    let (from_key, to_key) = (stored::pupil_key(from), stored::pupil_key(to));
    let (from_item, to_item) = (from.uuid(), to.uuid());
    at.conn
        .prepare_cached("UPDATE OR IGNORE plan SET pupil = ?3 WHERE matter = ?1 AND pupil = ?2")?
        .execute((at.id, from_key, to_key))?;
    at.conn
        .prepare_cached(
            "UPDATE OR IGNORE due_item SET action = ?3, pupil = ?4 WHERE matter = ?1 AND action = ?2",
        )?
        .execute((
            at.id,
            from_item.as_bytes().as_slice(),
            to_item.as_bytes().as_slice(),
            to_key,
        ))?;
    Ok(())
}

fn open(at: &Applying<'_>, is_open: bool) -> Result<(), Fault> {
    at.conn
        .prepare_cached("UPDATE OR FAIL plan SET open = ?2 WHERE matter = ?1")?
        .execute((at.id, is_open))?;
    Ok(())
}
