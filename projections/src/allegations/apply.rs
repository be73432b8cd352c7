//! Events into the rows of adults' matters.

use lanyard_events::allegation::{
    AllegationChildCaseLinked, AllegationDecisionDue, AllegationEvent, AllegationNameShared,
    AllegationOpened, AllegationOutcomeRecorded, AllegationPersonMatched, AllegationRerouted,
    InterimMeasure, MatterDecision, ToBeTold,
};
use lanyard_events::{Day, StaffId};
use rusqlite::{OptionalExtension, ToSql};
use serde::Serialize;

use super::query::AllegationState;
use crate::audit::late;
use crate::caseload::apply::close_of;
use crate::caseload::due_items::{self, DueKind, Item};
use crate::casework::Applying;
use crate::error::{Fault, UNREADABLE_ROW};
use crate::playbook_steps;
use crate::reminders;
use crate::retention;
use crate::stored::{self, Key};

/// What an interim measure's review is kept under.
const MEASURE: &str = "interim_measure";
/// What it is kept under that somebody has to take the matter in hand.
const HANDOVER: &[u8] = b"handover";

/// Keeps the row of an adult's matter.
pub(crate) fn apply(at: &Applying<'_>, event: &AllegationEvent) -> Result<(), Fault> {
    taken_in_hand(at)?;
    match event {
        AllegationEvent::Opened(opened) => open(at, opened),
        AllegationEvent::PersonMatched(matched) => route_anew(at, matched),
        AllegationEvent::DecisionDue(asked) => decision_due(at, asked),
        AllegationEvent::ThresholdDecided(decided) => {
            due_items::finish(at, at.id, topic_of(MatterDecision::Threshold).as_bytes())?;
            set(at, "threshold = ?2", word(&decided.decision)?)
        }
        AllegationEvent::TellingDecided(decided) => {
            reminders::telling_decided(at, decided)?;
            review(at, telling(decided.whom), decided.when.review_on())
        }
        AllegationEvent::InterimMeasureDecided(decided) => {
            let comes_back = decided.measure != InterimMeasure::None;
            review(at, MEASURE, decided.review_on.filter(|_| comes_back))
        }
        AllegationEvent::OutcomeRecorded(recorded) => outcome(at, recorded),
        AllegationEvent::ChildCaseLinked(linked) => child_case(at, linked),
        AllegationEvent::ChildCaseDeclined(_) => childs_side_decided(at),
        AllegationEvent::NameShared(shared) => share(at, shared),
        AllegationEvent::OwnerChanged(changed) => own(at, changed.owner),
        AllegationEvent::Rerouted(rerouted) => reroute(at, rerouted),
        AllegationEvent::Closed(_) => close(at),
        AllegationEvent::Reopened(_) => reopen(at),
        AllegationEvent::Held(_) => retention::hold(at),
        AllegationEvent::HoldLifted(_) => retention::lift(at),
        AllegationEvent::GovernorsTold(_) => reminders::governors_told(at),
        AllegationEvent::StepDone(done) => reminders::step_done(at, done),
        // Entries, links and threads are kept by other views.
        AllegationEvent::ConcernAdded(_)
        | AllegationEvent::PersonLinked(_)
        | AllegationEvent::PersonCorrected(_)
        | AllegationEvent::Consulted(_)
        | AllegationEvent::NoteAdded(_)
        | AllegationEvent::SupportPersonNamed(_)
        | AllegationEvent::PlaybookStarted(_)
        | AllegationEvent::StepSkipped(_)
        | AllegationEvent::StepGiven(_)
        | AllegationEvent::InvestigationRecorded(_)
        | AllegationEvent::DutiesLeft(_)
        | AllegationEvent::EnquiryNoted(_) => Ok(()),
    }
}

fn open(at: &Applying<'_>, opened: &AllegationOpened) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO allegation VALUES
             (?1, ?2, ?3, NULL, 0, ?4, ?5, ?6, ?7, ?8, NULL, NULL, NULL, NULL, 0)",
        )?
        .execute((
            at.id,
            at.academy(),
            stored::routed(&opened.routed_to),
            opened.category.as_str(),
            &opened.reference,
            stored::staff_key(opened.owner),
            at.at().millis(),
            at.actor(),
        ))?;
    Ok(())
}

/// Sets one column of the row; `what` is one of the few texts above.
fn set(at: &Applying<'_>, what: &str, value: impl ToSql) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(&format!("UPDATE allegation SET {what} WHERE id = ?1"))?
        .execute((at.id, value))?;
    at.met(rows)
}

/// Reviews belong to whoever manages the matter, and open steps go with it. Whoever gets it from somebody
/// else is told at once.
fn own(at: &Applying<'_>, owner: StaffId) -> Result<(), Fault> {
    let owner = stored::staff_key(owner);
    if let Some(before) = owner_of(at)? {
        playbook_steps::change_owner(at, before, owner)?;
    }
    set_reviews(at, "owner = ?3", owner)?;
    set(at, "without_owner = 0, owner = ?2", owner)?;
    due_items::drop(at, at.id, HANDOVER)?;
    // By what follows: that it is to be taken in hand.
    reminders::handed_on::told_otherwise(at, at.id, owner)?;
    if owner == at.actor() {
        return Ok(());
    }
    due_items::add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::AllegationReview,
            action: Some(HANDOVER),
            pupil: None,
            title: None,
            owner,
            due_at: at.at(),
            patience: due_items::A_DAY,
        },
    )
}

/// Whatever its manager does in it shows that they have it.
fn taken_in_hand(at: &Applying<'_>) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0, done_at = ?3, done_by = ?4
             WHERE matter = ?1 AND action = ?2 AND owner = ?4 AND open = 1",
        )?
        .execute((at.id, HANDOVER, at.at().millis(), at.actor()))?;
    Ok(())
}

fn owner_of(at: &Applying<'_>) -> Result<Option<Key>, Fault> {
    let owner = at
        .conn
        .prepare_cached("SELECT owner FROM allegation WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0));
    Ok(owner.optional()?)
}

/// It goes to others, with what is due of it; there may be nobody to have it.
fn reroute(at: &Applying<'_>, rerouted: &AllegationRerouted) -> Result<(), Fault> {
    set(at, "routed = ?2", stored::routed(&rerouted.routed_to))?;
    match rerouted.owner {
        Some(owner) => own(at, owner),
        None => set(at, "without_owner = ?2", true),
    }
}

/// Sets one column of what is due to be looked at again in it.
fn set_reviews(at: &Applying<'_>, what: &str, value: impl ToSql) -> Result<(), Fault> {
    at.conn
        .prepare_cached(&format!(
            "UPDATE OR FAIL due_item SET {what} WHERE matter = ?1 AND kind = ?2 AND done_at IS NULL"
        ))?
        .execute((at.id, DueKind::AllegationReview.code(), value))?;
    Ok(())
}

/// What is left of its steps is due no more, or again.
fn set_steps(at: &Applying<'_>, open: bool) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = ?3 WHERE matter = ?1 AND kind = ?2 AND done_at IS NULL",
        )?
        .execute((at.id, DueKind::Step.code(), open))?;
    Ok(())
}

fn route_anew(at: &Applying<'_>, matched: &AllegationPersonMatched) -> Result<(), Fault> {
    set(at, "routed = ?2", stored::routed(&matched.routed_to))
}

fn outcome(at: &Applying<'_>, recorded: &AllegationOutcomeRecorded) -> Result<(), Fault> {
    set(at, "outcome = ?2", word(&recorded.outcome)?)?;
    set(at, "in_reference = ?2", recorded.may_appear_in_reference)
}

fn reopen(at: &Applying<'_>) -> Result<(), Fault> {
    set_reviews(at, "open = ?3", true)?;
    set_steps(at, true)?;
    set(
        at,
        "state = ?2, closed_at = NULL",
        AllegationState::Open.code(),
    )
}

fn close(at: &Applying<'_>) -> Result<(), Fault> {
    late::all_end(at, at.id)?;
    set_reviews(at, "open = ?3", false)?;
    set_steps(at, false)?;
    set(at, "state = ?2", AllegationState::Closed.code())?;
    set(at, "closed_at = ?2", at.at().millis())
}

/// A decision is looked at again on a day, or not any more.
fn review(at: &Applying<'_>, topic: &str, review_on: Option<Day>) -> Result<(), Fault> {
    match review_on {
        Some(day) => at
            .conn
            .prepare_cached(
                "INSERT INTO allegation_review VALUES (?1, ?2, ?3)
                 ON CONFLICT (matter, topic) DO UPDATE SET review_on = excluded.review_on",
            )?
            .execute((at.id, topic, day.to_string()))?,
        None => at
            .conn
            .prepare_cached("DELETE FROM allegation_review WHERE matter = ?1 AND topic = ?2")?
            .execute((at.id, topic))?,
    };
    due_items::drop(at, at.id, topic.as_bytes())?;
    let (Some(day), Some(owner)) = (review_on, owner_of(at)?) else {
        return Ok(());
    };
    due_items::add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::AllegationReview,
            action: Some(topic.as_bytes()),
            pupil: None,
            title: None,
            owner,
            due_at: close_of(day),
            patience: due_items::A_DAY,
        },
    )
}

/// Something is to be decided by a time. It may be asked again, once the case of one child is open and
/// another child is there.
fn decision_due(at: &Applying<'_>, asked: &AllegationDecisionDue) -> Result<(), Fault> {
    let topic = topic_of(asked.decision).as_bytes();
    due_items::drop(at, at.id, topic)?;
    let Some(owner) = owner_of(at)? else {
        return Ok(());
    };
    due_items::add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::AllegationReview,
            action: Some(topic),
            pupil: None,
            title: None,
            owner,
            due_at: asked.due.at,
            patience: due_items::patience(&asked.due),
        },
    )
}

const fn topic_of(decision: MatterDecision) -> &'static str {
    match decision {
        MatterDecision::Threshold => "threshold",
        MatterDecision::ChildsSide => "childs_side",
    }
}

const fn telling(whom: ToBeTold) -> &'static str {
    match whom {
        ToBeTold::Adult => "telling_adult",
        ToBeTold::Parents => "telling_parents",
        ToBeTold::Chair => "telling_chair",
        ToBeTold::Board => "telling_board",
    }
}

fn childs_side_decided(at: &Applying<'_>) -> Result<(), Fault> {
    due_items::finish(at, at.id, topic_of(MatterDecision::ChildsSide).as_bytes())
}

fn child_case(at: &Applying<'_>, linked: &AllegationChildCaseLinked) -> Result<(), Fault> {
    childs_side_decided(at)?;
    at.conn
        .prepare_cached("INSERT OR IGNORE INTO allegation_child_case VALUES (?1, ?2, 0)")?
        .execute((at.id, linked.case.stream().to_bytes()))?;
    Ok(())
}

fn share(at: &Applying<'_>, shared: &AllegationNameShared) -> Result<(), Fault> {
    for case in &shared.cases {
        let rows = at
            .conn
            .prepare_cached(
                "UPDATE allegation_child_case SET name_shared = 1
                 WHERE matter = ?1 AND case_stream = ?2",
            )?
            .execute((at.id, case.stream().to_bytes()))?;
        at.met(rows)?;
    }
    Ok(())
}

fn word(word: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(word).map_err(|_| UNREADABLE_ROW)
}
