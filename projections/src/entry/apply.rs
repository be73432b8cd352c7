//! Events into entries.

use std::collections::BTreeSet;

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::{CaseEvent, CaseOpened};
use lanyard_events::case_links::CaseLinksEvent;
use lanyard_events::concern::ConcernEvent;
use lanyard_events::evidence::EvidenceEvent;
use lanyard_events::investigation::InvestigationFact;
use lanyard_events::referral::{KEPT_OUT_OF_ENTRIES, ReferralEvent};
use lanyard_events::register::RegisterEvent;
use lanyard_events::step::PlaybookStep;
use lanyard_events::{
    CaseId, ConcernId, InvestigationId, PersonRef, PupilId, Revision, StaffId, StreamKind,
};
use serde::Serialize;

use crate::casework::Applying;
use crate::error::{Fault, UNREADABLE_ROW};
use crate::stored::{self, Key};

/// An entry of a concern.
pub(crate) fn apply_concern(at: &Applying<'_>, event: &ConcernEvent) -> Result<(), Fault> {
    match event {
        ConcernEvent::Raised(raised) => put(at, raised, stored::keys_of(&raised.people)),
        ConcernEvent::InformationAdded(added) => put(at, added, []),
        ConcernEvent::PersonCorrected(corrected) => {
            mark_first_corrected(at)?;
            put(at, corrected, pair(&corrected.from, &corrected.to))
        }
        ConcernEvent::TextCorrected(corrected) => {
            mark_first_corrected(at)?;
            put(at, corrected, [])
        }
        ConcernEvent::PassedOn(passed) => put(at, passed, []),
        ConcernEvent::Triaged(triaged) => put(at, triaged, []),
        ConcernEvent::Rerouted(rerouted) => {
            let receivers = rerouted.receivers.iter().copied();
            put(at, rerouted, receivers.map(stored::staff_key))
        }
    }
}

/// An entry of a case.
pub(crate) fn apply_case(at: &Applying<'_>, event: &CaseEvent) -> Result<(), Fault> {
    match event {
        CaseEvent::Opened(opened) => {
            join_thread(at, opened.concern)?;
            put(at, opened, opened_people(opened))
        }
        CaseEvent::ConcernAdded(added) => {
            join_thread(at, added.concern)?;
            put(at, added, stored::keys_of(&added.people))
        }
        CaseEvent::NoteAdded(note) => put(at, note, []),
        CaseEvent::ActionPlanned(planned) => put(at, planned, [stored::staff_key(planned.owner)]),
        CaseEvent::ActionDone(done) => put(at, done, []),
        CaseEvent::ActionGiven(given) => put(at, given, [stored::staff_key(given.owner)]),
        CaseEvent::ParentsContacted(told) => put(at, told, [stored::pupil_key(told.pupil)]),
        CaseEvent::ParentsNotTold(not_told) => {
            put(at, not_told, [stored::pupil_key(not_told.pupil)])
        }
        CaseEvent::PlanSet(set) => put(at, set, [stored::pupil_key(set.pupil)]),
        CaseEvent::PlanEnded(ended) => put(at, ended, [stored::pupil_key(ended.pupil)]),
        CaseEvent::Assessed(assessed) => put(at, assessed, [stored::pupil_key(assessed.pupil)]),
        CaseEvent::WishesHeard(heard) => put(at, heard, [stored::pupil_key(heard.pupil)]),
        CaseEvent::MeasureTaken(taken) => put(at, taken, [stored::pupil_key(taken.pupil)]),
        CaseEvent::MeasureEnded(ended) => put(at, ended, []),
        CaseEvent::PersonLinked(linked) => {
            put(at, linked, stored::person_key(&linked.person.person))
        }
        CaseEvent::PersonCorrected(corrected) => {
            mark_naming_corrected(at, &corrected.from)?;
            put(at, corrected, pair(&corrected.from, &corrected.to))
        }
        CaseEvent::OwnerLost(lost) => put(at, lost, []),
        CaseEvent::OwnerChanged(changed) => put(at, changed, [stored::staff_key(changed.owner)]),
        CaseEvent::PlaybookStarted(started) => put(at, started, owners(&started.steps)),
        CaseEvent::StepDone(done) => put(at, done, people_of_step(done.child, done.second)),
        CaseEvent::StepSkipped(skipped) => put(at, skipped, people_of_step(None, skipped.second)),
        CaseEvent::StepGiven(given) => put(at, given, [stored::staff_key(given.owner)]),
        CaseEvent::InvestigationRecorded(recorded) => {
            mark_row_struck(at, recorded.investigation, &recorded.fact)?;
            put(at, recorded, staff(&recorded.fact))
        }
        CaseEvent::DutiesLeft(left) => put(at, left, []),
        CaseEvent::Closed(closed) => put(at, closed, [stored::staff_key(closed.confirmed_by)]),
        CaseEvent::Reopened(reopened) => put(at, reopened, []),
        CaseEvent::Held(held) => put(at, held, []),
        CaseEvent::GovernorsTold(told) => put(at, told, []),
        CaseEvent::HoldLifted(lifted) => put(at, lifted, [stored::staff_key(lifted.confirmed_by)]),
    }
}

/// An entry of a case's links: it stands in the case's thread, for whoever sees the other case too.
pub(crate) fn apply_case_links(at: &Applying<'_>, event: &CaseLinksEvent) -> Result<(), Fault> {
    belongs_to_parent(at)?;
    match event {
        CaseLinksEvent::Linked(linked) => put_about(at, linked, linked.case),
        CaseLinksEvent::Unlinked(unlinked) => put_about(at, unlinked, unlinked.case),
    }
}

/// An entry of a referral: it stands in the thread of the matter that it comes out of too.
pub(crate) fn apply_referral(at: &Applying<'_>, event: &ReferralEvent) -> Result<(), Fault> {
    match event {
        ReferralEvent::Needed(needed) => {
            belongs_to_parent(at)?;
            put(at, needed, [stored::staff_key(needed.owner)])
        }
        ReferralEvent::Drafted(drafted) => {
            let mut shown = drafted.clone();
            shown
                .fields
                .retain(|it| !KEPT_OUT_OF_ENTRIES.contains(&it.field.as_str()));
            put(at, &shown, [])
        }
        ReferralEvent::Submitted(submitted) => put(at, submitted, []),
        ReferralEvent::PutInWriting(written) => put(at, written, []),
        ReferralEvent::Acknowledged(acknowledged) => put(at, acknowledged, []),
        ReferralEvent::Chased(chased) => put(at, chased, []),
        ReferralEvent::Answered(answered) => put(at, answered, []),
        ReferralEvent::Disputed(disputed) => put(at, disputed, []),
        ReferralEvent::NotMade(not_made) => {
            put(at, not_made, not_made.second.map(stored::staff_key))
        }
        ReferralEvent::NeededAgain(again) => put(at, again, []),
        ReferralEvent::Given(given) => put(at, given, [stored::staff_key(given.owner)]),
        ReferralEvent::Closed(closed) => put(at, closed, []),
    }
}

/// An entry of a piece of evidence: it stands in the thread of its matter too.
pub(crate) fn apply_evidence(at: &Applying<'_>, event: &EvidenceEvent) -> Result<(), Fault> {
    let of_staff = |staff: &[Option<StaffId>]| -> Vec<Key> {
        { staff.iter().flatten() }
            .map(|staff| stored::staff_key(*staff))
            .collect()
    };
    match event {
        EvidenceEvent::Captured(captured) => {
            belongs_to_parent(at)?;
            let present = captured.present.iter().copied().map(stored::staff_key);
            let by = of_staff(&[captured.captured_by]);
            put(at, captured, present.chain(by))
        }
        EvidenceEvent::CustodyPassed(passed) => put(at, passed, stored::person_key(&passed.to)),
        EvidenceEvent::Sealed(sealed) => put(at, sealed, []),
        EvidenceEvent::OpeningAsked(asked) => put(at, asked, of_staff(&[Some(asked.by)])),
        EvidenceEvent::OpeningAgreed(agreed) => put(
            at,
            agreed,
            of_staff(&[Some(agreed.asked_by), Some(agreed.by)]),
        ),
        EvidenceEvent::Opened(opened) => put(at, opened, of_staff(&[Some(opened.by)])),
        EvidenceEvent::Released(released) => put(at, released, []),
        EvidenceEvent::MadeUnreadable(made) => put(at, made, of_staff(&[made.by])),
        EvidenceEvent::DestructionInstructed(instructed) => {
            put(at, instructed, of_staff(&[Some(instructed.by)]))
        }
        EvidenceEvent::DestructionAgreed(agreed) => put(
            at,
            agreed,
            of_staff(&[Some(agreed.instructed_by), Some(agreed.by)]),
        ),
        EvidenceEvent::Destroyed(destroyed) => put(at, destroyed, []),
        EvidenceEvent::MatterReported(reported) => {
            belongs_to_parent(at)?;
            put(at, reported, of_staff(&[reported.by]))
        }
    }
}

/// An entry in the history of a register's entry.
pub(crate) fn apply_register(at: &Applying<'_>, event: &RegisterEvent) -> Result<(), Fault> {
    match event {
        RegisterEvent::Added(added) => put(at, added, persons(&added.links.people)),
        RegisterEvent::Filled(filled) => put(at, filled, persons(&filled.links.people)),
        RegisterEvent::Corrected(corrected) => put(at, corrected, persons(&corrected.links.people)),
        RegisterEvent::Moved(moved) => put(at, moved, persons(&moved.links.people)),
        RegisterEvent::Given(given) => put(at, given, persons(&given.links.people)),
    }
}

fn persons(people: &[PersonRef]) -> impl Iterator<Item = Key> + '_ {
    people.iter().filter_map(stored::person_key)
}

/// What belongs to a matter from its first event stands in the matter's thread; what belongs to a concern, in
/// those of its case too.
fn belongs_to_parent(at: &Applying<'_>) -> Result<(), Fault> {
    for statement in [
        "INSERT OR IGNORE INTO thread_member
         SELECT parent, id FROM access_row WHERE id = ?1 AND parent IS NOT NULL",
        "INSERT OR IGNORE INTO thread_member
         SELECT t.thread, m.id FROM access_row m JOIN thread_member t ON t.member = m.parent WHERE m.id = ?1",
    ] {
        at.conn.prepare_cached(statement)?.execute([at.id])?;
    }
    Ok(())
}

/// An entry of a matter about an adult.
pub(crate) fn apply_allegation(at: &Applying<'_>, event: &AllegationEvent) -> Result<(), Fault> {
    match event {
        AllegationEvent::Opened(opened) => {
            join_thread(at, opened.concern)?;
            let owner = stored::staff_key(opened.owner);
            put(at, opened, stored::keys_of(&opened.people).chain([owner]))
        }
        AllegationEvent::ConcernAdded(added) => {
            join_thread(at, added.concern)?;
            put(at, added, stored::keys_of(&added.people))
        }
        AllegationEvent::PersonLinked(linked) => {
            put(at, linked, stored::person_key(&linked.person.person))
        }
        AllegationEvent::PersonCorrected(corrected) => {
            mark_naming_corrected(at, &corrected.from)?;
            put(at, corrected, pair(&corrected.from, &corrected.to))
        }
        AllegationEvent::PersonMatched(matched) => {
            put(at, matched, [stored::staff_key(matched.staff)])
        }
        AllegationEvent::DecisionDue(due) => put(at, due, []),
        AllegationEvent::ThresholdDecided(decided) => put(at, decided, []),
        AllegationEvent::Consulted(consulted) => put(at, consulted, []),
        AllegationEvent::NoteAdded(note) => put(at, note, []),
        AllegationEvent::SupportPersonNamed(named) => {
            put(at, named, stored::person_key(&named.person))
        }
        AllegationEvent::TellingDecided(decided) => put(at, decided, []),
        AllegationEvent::InterimMeasureDecided(decided) => put(at, decided, []),
        AllegationEvent::EnquiryNoted(noted) => put(at, noted, []),
        AllegationEvent::OutcomeRecorded(recorded) => {
            put(at, recorded, [stored::staff_key(recorded.confirmed_by)])
        }
        AllegationEvent::ChildCaseLinked(linked) => {
            let pupils = linked.pupils.iter().copied().map(stored::pupil_key);
            put(at, linked, pupils.chain([stored::staff_key(linked.owner)]))
        }
        AllegationEvent::ChildCaseDeclined(declined) => put(at, declined, []),
        AllegationEvent::NameShared(shared) => put(at, shared, stored::person_key(&shared.person)),
        AllegationEvent::OwnerChanged(changed) => {
            put(at, changed, [stored::staff_key(changed.owner)])
        }
        AllegationEvent::Rerouted(rerouted) => {
            put(at, rerouted, rerouted.owner.map(stored::staff_key))
        }
        AllegationEvent::PlaybookStarted(started) => put(at, started, owners(&started.steps)),
        AllegationEvent::StepDone(done) => put(at, done, people_of_step(done.child, done.second)),
        AllegationEvent::StepSkipped(skipped) => {
            put(at, skipped, people_of_step(None, skipped.second))
        }
        AllegationEvent::StepGiven(given) => put(at, given, [stored::staff_key(given.owner)]),
        AllegationEvent::InvestigationRecorded(recorded) => {
            mark_row_struck(at, recorded.investigation, &recorded.fact)?;
            put(at, recorded, staff(&recorded.fact))
        }
        AllegationEvent::DutiesLeft(left) => put(at, left, []),
        AllegationEvent::Closed(closed) => {
            put(at, closed, [stored::staff_key(closed.confirmed_by)])
        }
        AllegationEvent::Reopened(reopened) => put(at, reopened, []),
        AllegationEvent::Held(held) => put(at, held, []),
        AllegationEvent::GovernorsTold(told) => put(at, told, []),
        AllegationEvent::HoldLifted(lifted) => {
            put(at, lifted, [stored::staff_key(lifted.confirmed_by)])
        }
    }
}

fn owners(steps: &[PlaybookStep]) -> BTreeSet<Key> {
    { steps.iter() }
        .map(|step| stored::staff_key(step.owner))
        .collect()
}

fn staff(fact: &InvestigationFact) -> BTreeSet<Key> {
    { fact.staff().into_iter() }
        .map(stored::staff_key)
        .collect()
}

fn people_of_step(child: Option<PupilId>, second: Option<StaffId>) -> impl Iterator<Item = Key> {
    let child = child.map(stored::pupil_key);
    child.into_iter().chain(second.map(stored::staff_key))
}

/// An erased event of a concern or case keeps its place: that it was, by whom and when.
pub(crate) fn apply_erased(at: &Applying<'_>) -> Result<(), Fault> {
    match at.envelope.stream.kind {
        StreamKind::Concern
        | StreamKind::Case
        | StreamKind::Referral
        | StreamKind::Allegation
        | StreamKind::Evidence
        | StreamKind::Register => insert(at, Vec::new(), None, None),
        // Whom an erased link was with, and so who may know of it, is gone with it.
        StreamKind::Pupil
        | StreamKind::Staff
        | StreamKind::Academy
        | StreamKind::Conflict
        | StreamKind::Clock
        | StreamKind::Trust
        | StreamKind::Policy
        | StreamKind::Access
        | StreamKind::Filler
        | StreamKind::Delivery
        | StreamKind::Grant
        | StreamKind::Snapshot
        | StreamKind::CaseLinks
        | StreamKind::Seal => Ok(()),
    }
}

fn opened_people(opened: &CaseOpened) -> impl Iterator<Item = Key> + '_ {
    stored::keys_of(&opened.people).chain([stored::staff_key(opened.owner)])
}

fn pair(from: &PersonRef, to: &PersonRef) -> impl Iterator<Item = Key> {
    [stored::person_key(from), stored::person_key(to)]
        .into_iter()
        .flatten()
}

fn put(
    at: &Applying<'_>,
    payload: &impl Serialize,
    people: impl IntoIterator<Item = Key>,
) -> Result<(), Fault> {
    let detail = serde_json::to_string(payload).map_err(|_| UNREADABLE_ROW)?;
    insert(at, stored::packed(people), Some(detail), None)
}

/// What only those may know who see another case too.
fn put_about(at: &Applying<'_>, payload: &impl Serialize, other: CaseId) -> Result<(), Fault> {
    let detail = stored::json(payload)?;
    insert(at, Vec::new(), Some(detail), Some(other))
}

fn insert(
    at: &Applying<'_>,
    people: Vec<u8>,
    detail: Option<String>,
    other: Option<CaseId>,
) -> Result<(), Fault> {
    let envelope = at.envelope;
    at.conn
        .prepare_cached(
            "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11)",
        )?
        .execute((
            at.position,
            at.id,
            stored::revision_column(envelope.revision),
            envelope.event_type.as_str(),
            at.actor(),
            envelope.occurred_at.millis(),
            envelope.proposed_at.millis(),
            at.recorded_minute,
            people,
            detail,
            other.map(|case| case.stream().to_bytes()),
        ))?;
    at.conn
        .prepare_cached("INSERT INTO thread_entry VALUES (?1, ?2)")?
        .execute((at.id, at.position))?;
    // A concern's first event is in no case yet; what has a parent belongs to it from the first.
    let kind = envelope.stream.kind;
    let later_of_concern = kind == StreamKind::Concern && envelope.revision != Revision(0);
    let has_parent = matches!(
        kind,
        StreamKind::Referral | StreamKind::Evidence | StreamKind::CaseLinks
    );
    if later_of_concern || has_parent {
        at.conn
            .prepare_cached(
                "INSERT OR FAIL INTO thread_entry SELECT thread, ?2 FROM thread_member WHERE member = ?1",
            )?
            .execute((at.id, at.position))?;
    }
    Ok(())
}

/// A concern's entries so far, and what belongs to it, join the thread of its case or adult's matter. A concern that the views do not have is
/// parked: it comes with the rebuild that retries it.
fn join_thread(at: &Applying<'_>, concern: ConcernId) -> Result<(), Fault> {
    let concern = concern.stream().to_bytes();
    at.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO thread_member SELECT ?1, id FROM access_row WHERE stream = ?2",
        )?
        .execute((at.id, concern))?;
    at.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO thread_member SELECT ?1, t.member
             FROM access_row m JOIN thread_member t ON t.thread = m.id WHERE m.stream = ?2",
        )?
        .execute((at.id, concern))?;
    at.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO thread_entry SELECT ?1, t.position
             FROM access_row m JOIN thread_entry t ON t.thread = m.id WHERE m.stream = ?2",
        )?
        .execute((at.id, concern))?;
    Ok(())
}

/// A concern's first entry holds what the correction corrects.
fn mark_first_corrected(at: &Applying<'_>) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE entry SET corrected_by = ?2 WHERE position = ?1")?
        .execute((at.id, at.position))?;
    at.met(rows)
}

/// The entry of a row that was struck.
fn mark_row_struck(
    at: &Applying<'_>,
    investigation: InvestigationId,
    fact: &InvestigationFact,
) -> Result<(), Fault> {
    let InvestigationFact::RowStruck { row, .. } = fact else {
        return Ok(());
    };
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL entry SET corrected_by = ?2
             WHERE matter = ?1 AND event_type LIKE '%.investigation_recorded'
               AND json_extract(detail, '$.investigation') = ?3
               AND json_extract(detail, '$.fact.kind') = 'row_added'
               AND json_extract(detail, '$.fact.row') = ?4
               AND position IN (SELECT position FROM thread_entry WHERE thread = ?1)",
        )?
        .execute((at.id, at.position, investigation.to_string(), row))?;
    Ok(())
}

/// The case's own entries that name the wrong person.
fn mark_naming_corrected(at: &Applying<'_>, wrong: &PersonRef) -> Result<(), Fault> {
    let Some(wrong) = stored::person_key(wrong) else {
        return Ok(());
    };
    at.conn
        .prepare_cached(
            "UPDATE entry SET corrected_by = ?2
             WHERE matter = ?1 AND instr(people, ?3) > 0
               AND position IN (SELECT position FROM thread_entry WHERE thread = ?1)",
        )?
        .execute((at.id, at.position, wrong))?;
    Ok(())
}
