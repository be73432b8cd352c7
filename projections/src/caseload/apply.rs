//! Events into cases and what is due in them.

use jiff::civil::time;
use lanyard_events::case::{
    CaseActionDone, CaseActionPlanned, CaseClosed, CaseEvent, CaseOpened, CaseParentsContacted,
    CaseParentsNotTold,
};
use lanyard_events::concern::{ConcernEvent, ConcernRerouted, TriageDecision};
use lanyard_events::{At, Day, PupilId, Role, Sensitive};
use rusqlite::OptionalExtension;

use super::due_items::{self, A_DAY, A_QUARTER_OF_AN_HOUR, DueKind, Item, add, give};
use super::for_the_child;
use super::query::CaseState;
use crate::audit::late;
use crate::casework::Applying;
use crate::error::{Fault, UNREADABLE_ROW};
use crate::london::london;
use crate::playbook_steps;
use crate::reminders;
use crate::retention;
use crate::stored::{self, Key};

/// Keeps what is due in a concern: the review that goes with "monitor" (S10).
pub(crate) fn apply_concern(at: &Applying<'_>, event: &ConcernEvent) -> Result<(), Fault> {
    match event {
        ConcernEvent::Triaged(triaged) => {
            finish_review(at)?;
            match &triaged.decision {
                TriageDecision::Monitor { review_on } => add(
                    at,
                    &Item {
                        place: 0,
                        matter: at.id,
                        kind: DueKind::ConcernReview,
                        action: None,
                        pupil: None,
                        title: None,
                        owner: at.actor(),
                        due_at: close_of(*review_on),
                        patience: A_DAY,
                    },
                ),
                TriageDecision::NoFurtherAction
                | TriageDecision::OpenCase { .. }
                | TriageDecision::AddToCase { .. }
                | TriageDecision::OpenAllegation { .. }
                | TriageDecision::AddToAllegation { .. } => Ok(()),
            }
        }
        ConcernEvent::Rerouted(rerouted) => take_up(at, rerouted),
        // Whoever watched it has it no more.
        ConcernEvent::PassedOn(_) => finish_review(at),
        ConcernEvent::Raised(_)
        | ConcernEvent::InformationAdded(_)
        | ConcernEvent::PersonCorrected(_)
        | ConcernEvent::TextCorrected(_) => Ok(()),
    }
}

/// Whoever gets a concern after it was raised is told at once, until somebody decides on it. In danger it goes
/// further up as fast as from the start (R2). Sent on, it is nobody else's any more, and a review that was
/// planned is theirs too; with an alternate let in, whoever had it keeps it (domain.md 1 rule 7).
fn take_up(at: &Applying<'_>, rerouted: &ConcernRerouted) -> Result<(), Fault> {
    let lets_in = sent_to(at)?.is_some_and(|had| rerouted.lets_in(&had).is_some());
    at.conn
        .prepare_cached("UPDATE concern SET sent_to = ?2 WHERE id = ?1")?
        .execute((at.id, stored::json(&rerouted.routed_to)?))?;
    if !lets_in {
        at.conn
            .prepare_cached(
                "DELETE FROM due_item WHERE matter = ?1 AND kind = ?2 AND action IS NOT NULL",
            )?
            .execute((at.id, DueKind::ConcernReview.code()))?;
        if let Some(first) = rerouted.receivers.first() {
            at.conn
                .prepare_cached(
                    "UPDATE OR FAIL due_item SET owner = ?3
                     WHERE matter = ?1 AND kind = ?2 AND done_at IS NULL",
                )?
                .execute((
                    at.id,
                    DueKind::ConcernReview.code(),
                    stored::staff_key(*first),
                ))?;
        }
    }
    let danger: bool = at
        .conn
        .prepare_cached("SELECT danger_now FROM concern WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?
        .unwrap_or(false);
    for (place, receiver) in (0_i64..).zip(&rerouted.receivers) {
        let action = format!("handover {receiver}");
        // Who is let in may have had it before, by another role: it is new to them.
        due_items::drop(at, at.id, action.as_bytes())?;
        add(
            at,
            &Item {
                place,
                matter: at.id,
                kind: DueKind::ConcernReview,
                action: Some(action.as_bytes()),
                pupil: None,
                title: None,
                owner: stored::staff_key(*receiver),
                due_at: at.at(),
                patience: if danger { A_QUARTER_OF_AN_HOUR } else { A_DAY },
            },
        )?;
    }
    Ok(())
}

/// The roles to which a concern went before the event, in their order; `None` where its beginning was erased.
fn sent_to(at: &Applying<'_>) -> Result<Option<Vec<Role>>, Fault> {
    let stored: Option<String> = at
        .conn
        .prepare_cached("SELECT sent_to FROM concern WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    let read = |text: String| serde_json::from_str(&text).map_err(|_| UNREADABLE_ROW);
    stored.map(read).transpose()
}

/// Keeps the row of a case and what is due in it.
pub(crate) fn apply_case(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    match event {
        CaseEvent::Opened(opened) => open(at, opened),
        CaseEvent::ActionPlanned(planned) => plan(at, planned),
        CaseEvent::ActionDone(done) => do_action(at, done),
        CaseEvent::ActionGiven(given) => {
            let owner = stored::staff_key(given.owner);
            give(at, at.id, given.action.uuid().as_bytes(), owner)?;
            reminders::handed_on::part(at, at.id, owner)
        }
        CaseEvent::ParentsContacted(told) => parents_contacted(at, told),
        CaseEvent::ParentsNotTold(not_told) => parents_not_told(at, not_told),
        CaseEvent::OwnerChanged(changed) => change_owner(at, stored::staff_key(changed.owner)),
        CaseEvent::OwnerLost(_) => lose_owner(at),
        CaseEvent::Closed(closed) => close(at, closed),
        CaseEvent::Reopened(_) => reopen(at),
        CaseEvent::Assessed(assessed) => for_the_child::assessed(at, assessed),
        CaseEvent::MeasureTaken(taken) => for_the_child::measure_taken(at, taken),
        CaseEvent::MeasureEnded(ended) => {
            due_items::finish(at, at.id, ended.measure.uuid().as_bytes())
        }
        CaseEvent::PersonCorrected(corrected) => for_the_child::corrected(at, corrected),
        // Plans, entries, links and threads are kept by other views.
        CaseEvent::PlanSet(_) | CaseEvent::PlanEnded(_) => Ok(()),
        CaseEvent::ConcernAdded(_)
        | CaseEvent::NoteAdded(_)
        | CaseEvent::WishesHeard(_)
        | CaseEvent::PlaybookStarted(_)
        | CaseEvent::StepDone(_)
        | CaseEvent::StepSkipped(_)
        | CaseEvent::StepGiven(_)
        | CaseEvent::InvestigationRecorded(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::PersonLinked(_) => Ok(()),
        CaseEvent::Held(_) => retention::hold(at),
        CaseEvent::HoldLifted(_) => retention::lift(at),
        CaseEvent::GovernorsTold(_) => reminders::governors_told(at),
    }
}

fn open(at: &Applying<'_>, opened: &CaseOpened) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO case_file VALUES (?1, ?2, ?3, NULL, 0, ?4, ?5, ?6, ?7, ?8, NULL, NULL, NULL, 0)",
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

fn change_owner(at: &Applying<'_>, owner: Key) -> Result<(), Fault> {
    let before: Option<Key> = at
        .conn
        .prepare_cached("SELECT owner FROM case_file WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        playbook_steps::change_owner(at, before, owner)?;
    }
    let rows = at
        .conn
        .prepare_cached("UPDATE case_file SET owner = ?2, without_owner = 0 WHERE id = ?1")?
        .execute((at.id, owner))?;
    // Reviews belong to whoever owns the case; actions stay with whom they were given to.
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET owner = ?2
             WHERE matter = ?1 AND kind IN (?3, ?4, ?5, ?6) AND done_at IS NULL",
        )?
        .execute((
            at.id,
            owner,
            DueKind::ParentsReview.code(),
            DueKind::PlanDate.code(),
            DueKind::AssessmentReview.code(),
            DueKind::MeasureEnd.code(),
        ))?;
    reminders::handed_on::found(at, at.id, owner)?;
    at.met(rows)
}

/// It waits for whoever next can own it.
fn lose_owner(at: &Applying<'_>) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE case_file SET without_owner = 1 WHERE id = ?1")?
        .execute([at.id])?;
    at.met(rows)
}

/// Nothing is due in a closed case but the review of whom it is closed to, for that restriction still holds
/// (domain.md 1 rule 2), and of a glass that was broken.
fn close(at: &Applying<'_>, closed: &CaseClosed) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE case_file SET state = ?2, closed_at = ?3, outcome = ?4, confirmed_by = ?5
             WHERE id = ?1",
        )?
        .execute((
            at.id,
            CaseState::Closed.code(),
            at.at().millis(),
            closed.outcome.as_str(),
            stored::staff_key(closed.confirmed_by),
        ))?;
    late::all_end(at, at.id)?;
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0 WHERE matter = ?1 AND kind NOT IN (?2, ?3)",
        )?
        .execute((
            at.id,
            DueKind::ConflictReview.code(),
            DueKind::GlassReview.code(),
        ))?;
    at.met(rows)
}

fn reopen(at: &Applying<'_>) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE case_file SET state = ?2, closed_at = NULL, outcome = NULL, confirmed_by = NULL
             WHERE id = ?1",
        )?
        .execute((at.id, CaseState::Open.code()))?;
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 1 WHERE matter = ?1 AND done_at IS NULL",
        )?
        .execute([at.id])?;
    at.met(rows)
}

fn plan(at: &Applying<'_>, planned: &CaseActionPlanned) -> Result<(), Fault> {
    add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::Action,
            action: Some(planned.action.uuid().as_bytes()),
            pupil: None,
            title: Some(planned.title.expose()),
            owner: stored::staff_key(planned.owner),
            due_at: planned.due_at,
            patience: A_DAY,
        },
    )
}

fn do_action(at: &Applying<'_>, done: &CaseActionDone) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0, done_at = ?3, done_by = ?4, outcome = ?5
             WHERE matter = ?1 AND action = ?2",
        )?
        .execute((
            at.id,
            done.action.uuid().as_bytes().as_slice(),
            at.at().millis(),
            at.actor(),
            done.outcome.expose(),
        ))?;
    at.met(rows)
}

/// A decision not to tell comes back on its day, to the case's owner (R9, S07). It replaces an
/// earlier one about the same child and contact.
fn parents_not_told(at: &Applying<'_>, not_told: &CaseParentsNotTold) -> Result<(), Fault> {
    let contact = not_told.contact.as_ref();
    finish_reviews(at, not_told.pupil, contact, false)?;
    let owner = owner_of_case(at)?;
    add(
        at,
        &Item {
            place: 0,
            matter: at.id,
            kind: DueKind::ParentsReview,
            action: None,
            pupil: Some(stored::pupil_key(not_told.pupil)),
            title: contact.map(|contact| contact.expose().as_str()),
            owner,
            due_at: close_of(not_told.review_on),
            patience: A_DAY,
        },
    )
}

/// Whose the case is; of one whose beginning was erased, whoever did this.
pub(super) fn owner_of_case(at: &Applying<'_>) -> Result<Key, Fault> {
    let owner = at
        .conn
        .prepare_cached("SELECT coalesce((SELECT owner FROM case_file WHERE id = ?1), ?2)")?
        .query_row((at.id, at.actor()), |row| row.get(0))?;
    Ok(owner)
}

/// Telling a parent ends the review of not telling that one, or of telling nobody.
fn parents_contacted(at: &Applying<'_>, told: &CaseParentsContacted) -> Result<(), Fault> {
    finish_reviews(at, told.pupil, Some(&told.contact), true)
}

fn finish_reviews(
    at: &Applying<'_>,
    pupil: PupilId,
    contact: Option<&Sensitive<String>>,
    or_all: bool,
) -> Result<(), Fault> {
    // Of the others of the case that are late it is known by now, too.
    late::all_end(at, at.id)?;
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0, done_at = ?2, done_by = ?3
             WHERE matter = ?1 AND kind = ?4 AND pupil = ?5 AND done_at IS NULL
               AND (title IS ?6 OR (?7 AND title IS NULL))",
        )?
        .execute((
            at.id,
            at.at().millis(),
            at.actor(),
            DueKind::ParentsReview.code(),
            stored::pupil_key(pupil),
            contact.map(Sensitive::expose),
            or_all,
        ))?;
    Ok(())
}

/// A new decision on a concern ends the review of the last one.
fn finish_review(at: &Applying<'_>) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0, done_at = ?2, done_by = ?3
             WHERE matter = ?1 AND kind = ?4 AND done_at IS NULL",
        )?
        .execute((
            at.id,
            at.at().millis(),
            at.actor(),
            DueKind::ConcernReview.code(),
        ))?;
    Ok(())
}

/// Close of day is 17:00 unless the authority says otherwise (domain.md 3).
pub(crate) fn close_of(day: Day) -> At {
    let close = day.date().to_datetime(time(17, 0, 0, 0));
    match london().to_zoned(close) {
        Ok(zoned) => At::from_jiff(zoned.timestamp()),
        // Only beyond the year 9999: then the end of time will do.
        Err(_) => At::from_millis(i64::MAX),
    }
}
