//! A stream's row: made by its first event, moved on by every further one.

use lanyard_access::RoleSet;
use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::case_links::CaseLinksEvent;
use lanyard_events::concern::ConcernEvent;
use lanyard_events::evidence::EvidenceEvent;
use lanyard_events::grant::GrantEvent;
use lanyard_events::referral::ReferralEvent;
use lanyard_events::register::RegisterEvent;
use lanyard_events::{Event, LinkRole, LinkedPerson, PersonRef, Revision, Role, StaffId, StreamId};
use rusqlite::{Connection, OptionalExtension};

use super::linked;
use crate::caseload::DueKind;
use crate::conflict_reviews::SHOWN_WHAT_FOLLOWED;
use crate::error::{Fault, IMPOSSIBLE};
use crate::opened::OpenedEvent;
use crate::stored;

/// The stream that the event moved.
pub(crate) struct Moved {
    /// Its number: the position of its first event.
    pub id: i64,
    /// One of its events was erased.
    pub has_gap: bool,
}

/// Makes or moves the stream's row, with the people linked to it.
pub(crate) fn apply(conn: &Connection, opened: &OpenedEvent) -> Result<Moved, Fault> {
    if opened.envelope.revision == Revision(0) {
        return begin(conn, opened);
    }
    let moved = go_on(conn, opened)?;
    match &opened.event {
        Some(Event::Concern(event)) => concern(conn, &moved, event)?,
        Some(Event::Case(event)) => case(conn, &moved, event)?,
        Some(Event::Allegation(event)) => allegation(conn, &moved, event)?,
        Some(Event::Register(event)) => entry(conn, &moved, event)?,
        Some(
            Event::Referral(_)
            | Event::Pupil(_)
            | Event::Staff(_)
            | Event::Academy(_)
            | Event::Conflict(_)
            | Event::Clock(_)
            | Event::Trust(_)
            | Event::Policy(_)
            | Event::Access(_)
            | Event::Filler(_)
            | Event::Delivery(_)
            | Event::Evidence(_)
            | Event::Grant(_)
            | Event::Snapshot(_)
            | Event::CaseLinks(_)
            | Event::Seal(_),
        )
        | None => {}
    }
    Ok(moved)
}

fn begin(conn: &Connection, opened: &OpenedEvent) -> Result<Moved, Fault> {
    let id = stored::position_column(opened.position);
    let (routed, people, raised_by) = first_facts(opened);
    let parent = parent(opened.event.as_ref()).map(StreamId::to_bytes);
    let entry = match &opened.event {
        Some(Event::Register(RegisterEvent::Added(added))) => Some(added),
        _ => None,
    };
    conn.prepare_cached(
        "INSERT INTO access_row
           (id, stream, academy, routed, raised_by, revision, erased, people, linked, parent,
            own, behind)
         VALUES (?1, ?2, ?3, ifnull((SELECT routed FROM access_row WHERE stream = ?9), ?4), ?5, 0,
           ?6, ?7, ?8, (SELECT id FROM access_row WHERE stream = ?9), ?10, ?11)",
    )?
    .execute((
        id,
        opened.envelope.stream.to_bytes(),
        stored::academy_bytes(opened.envelope.academy),
        stored::routed(routed),
        raised_by.then(|| stored::actor_key(opened.envelope.actor)),
        opened.event.is_none(),
        stored::packed(stored::keys_of(people)),
        linked::to_json(people)?,
        parent,
        own_of(entry.map_or(&[], |entry| &entry.links.own)),
        entry
            .and_then(|entry| entry.links.matter)
            .map(StreamId::to_bytes),
    ))?;
    linked::add(conn, id, people)?;
    if let Some(entry) = entry {
        linked::change(conn, id, |people| *people = others(&entry.links.people))?;
    }
    Ok(Moved {
        id,
        has_gap: opened.event.is_none(),
    })
}

/// The matter that a stream belongs to, and like which it is seen.
fn parent(event: Option<&Event>) -> Option<StreamId> {
    match event {
        Some(Event::Referral(ReferralEvent::Needed(needed))) => Some(needed.matter),
        Some(Event::Evidence(EvidenceEvent::Captured(captured))) => Some(captured.matter),
        Some(Event::Evidence(EvidenceEvent::MatterReported(reported))) => Some(reported.matter),
        Some(Event::CaseLinks(CaseLinksEvent::Linked(linked))) => Some(linked.of.stream()),
        Some(Event::Grant(GrantEvent::Given(given))) => Some(given.matter),
        Some(Event::Grant(GrantEvent::GlassBroken(broken))) => Some(broken.matter),
        _ => None,
    }
}

fn own_of(own: &[StaffId]) -> Vec<u8> {
    stored::packed(own.iter().copied().map(stored::staff_key))
}

fn others(people: &[PersonRef]) -> Vec<LinkedPerson> {
    let other = |person: &PersonRef| LinkedPerson::new(person.clone(), LinkRole::Other);
    people.iter().map(other).collect()
}

/// Routing and people that the first event gives, and whether its actor counts as the raiser.
fn first_facts(opened: &OpenedEvent) -> (&[Role], &[LinkedPerson], bool) {
    match &opened.event {
        Some(Event::Concern(ConcernEvent::Raised(raised))) => {
            (&raised.routed_to, &raised.people, true)
        }
        Some(Event::Register(RegisterEvent::Added(added))) => (&added.links.seen_by, &[], false),
        Some(Event::Case(CaseEvent::Opened(case))) => (&case.routed_to, &case.people, false),
        Some(Event::Allegation(AllegationEvent::Opened(matter))) => {
            (&matter.routed_to, &matter.people, false)
        }
        // What opened no case is for whoever reviews it.
        Some(Event::Grant(GrantEvent::GlassHeld(_))) => (&[Role::Dpo], &[], false),
        // Nothing else begins a matter; what it may do wrong shows in the views that follow.
        Some(
            Event::Concern(
                ConcernEvent::InformationAdded(_)
                | ConcernEvent::PersonCorrected(_)
                | ConcernEvent::TextCorrected(_)
                | ConcernEvent::Triaged(_)
                | ConcernEvent::PassedOn(_)
                | ConcernEvent::Rerouted(_),
            )
            | Event::Case(
                CaseEvent::ConcernAdded(_)
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
                | CaseEvent::OwnerChanged(_)
                | CaseEvent::OwnerLost(_)
                | CaseEvent::PlaybookStarted(_)
                | CaseEvent::StepDone(_)
                | CaseEvent::StepSkipped(_)
                | CaseEvent::StepGiven(_)
                | CaseEvent::InvestigationRecorded(_)
                | CaseEvent::DutiesLeft(_)
                | CaseEvent::Closed(_)
                | CaseEvent::Reopened(_)
                | CaseEvent::Held(_)
                | CaseEvent::HoldLifted(_)
                | CaseEvent::GovernorsTold(_),
            )
            // A referral and a piece of evidence are seen like the matter that they come out of.
            | Event::Referral(_)
            | Event::Evidence(_)
            | Event::Grant(_)
            | Event::Register(_)
            | Event::Allegation(_)
            | Event::Pupil(_)
            | Event::Staff(_)
            | Event::Academy(_)
            | Event::Conflict(_)
            | Event::Clock(_)
            | Event::Trust(_)
            | Event::Policy(_)
            | Event::Access(_)
            | Event::Filler(_)
            | Event::Delivery(_)
            | Event::Snapshot(_)
            // What links a case is seen like the case.
            | Event::CaseLinks(_)
            | Event::Seal(_),
        )
        | None => (&[], &[], false),
    }
}

/// Two statements for what one with RETURNING would do: that one could touch many rows for all SQLite
/// knows, so it would be kept apart by a savepoint, and the search index writes all that it holds at
/// every savepoint. It was a quarter of a rebuild.
fn go_on(conn: &Connection, opened: &OpenedEvent) -> Result<Moved, Fault> {
    let revision = stored::revision_column(opened.envelope.revision);
    let (id, stored, erased): (i64, i64, bool) = conn
        .prepare_cached("SELECT id, revision, erased FROM access_row WHERE stream = ?1")?
        .query_row([opened.envelope.stream.to_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?
        .ok_or(IMPOSSIBLE)?;
    if stored + 1 != revision {
        return Err(IMPOSSIBLE);
    }
    let has_gap = erased || opened.event.is_none();
    conn.prepare_cached("UPDATE access_row SET revision = ?2, erased = ?3 WHERE id = ?1")?
        .execute((id, revision, has_gap))?;
    Ok(Moved { id, has_gap })
}

fn concern(conn: &Connection, moved: &Moved, event: &ConcernEvent) -> Result<(), Fault> {
    match event {
        // A second beginning cannot be.
        ConcernEvent::Raised(_) => Err(IMPOSSIBLE),
        ConcernEvent::PersonCorrected(corrected) => linked::change(conn, moved.id, |people| {
            linked::replace(people, &corrected.from, &corrected.to);
        }),
        ConcernEvent::Rerouted(rerouted) => route_concern_anew(conn, moved.id, &rerouted.routed_to),
        ConcernEvent::PassedOn(passed) => route_anew(conn, moved.id, &passed.routed_to),
        ConcernEvent::InformationAdded(_)
        | ConcernEvent::TextCorrected(_)
        | ConcernEvent::Triaged(_) => Ok(()),
    }
}

fn case(conn: &Connection, moved: &Moved, event: &CaseEvent) -> Result<(), Fault> {
    match event {
        CaseEvent::Opened(_) => Err(IMPOSSIBLE),
        CaseEvent::ConcernAdded(added) => linked::change(conn, moved.id, |people| {
            linked::join(people, &added.people);
        }),
        CaseEvent::PersonLinked(person) => linked::change(conn, moved.id, |people| {
            linked::join(people, std::slice::from_ref(&person.person));
        }),
        CaseEvent::PersonCorrected(corrected) => linked::change(conn, moved.id, |people| {
            linked::replace(people, &corrected.from, &corrected.to);
        }),
        CaseEvent::NoteAdded(_)
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
        | CaseEvent::OwnerChanged(_)
        | CaseEvent::OwnerLost(_)
        | CaseEvent::PlaybookStarted(_)
        | CaseEvent::StepDone(_)
        | CaseEvent::StepSkipped(_)
        | CaseEvent::StepGiven(_)
        | CaseEvent::InvestigationRecorded(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::Closed(_)
        | CaseEvent::Reopened(_)
        | CaseEvent::Held(_)
        | CaseEvent::HoldLifted(_)
        | CaseEvent::GovernorsTold(_) => Ok(()),
    }
}

fn allegation(conn: &Connection, moved: &Moved, event: &AllegationEvent) -> Result<(), Fault> {
    match event {
        AllegationEvent::Opened(_) => Err(IMPOSSIBLE),
        AllegationEvent::ConcernAdded(added) => linked::change(conn, moved.id, |people| {
            linked::join(people, &added.people);
        }),
        AllegationEvent::PersonLinked(person) => linked::change(conn, moved.id, |people| {
            linked::join(people, std::slice::from_ref(&person.person));
        }),
        AllegationEvent::PersonCorrected(corrected) => linked::change(conn, moved.id, |people| {
            linked::replace(people, &corrected.from, &corrected.to);
        }),
        AllegationEvent::PersonMatched(matched) => {
            let found = PersonRef::Staff { id: matched.staff };
            linked::change(conn, moved.id, |people| {
                linked::replace(people, &matched.described, &found);
            })?;
            route_anew(conn, moved.id, &matched.routed_to)
        }
        AllegationEvent::Rerouted(rerouted) => {
            route_anew(conn, moved.id, &rerouted.routed_to)?;
            route_concerns_anew(conn, moved.id, &rerouted.routed_to)
        }
        AllegationEvent::DecisionDue(_)
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
        | AllegationEvent::PlaybookStarted(_)
        | AllegationEvent::StepDone(_)
        | AllegationEvent::StepSkipped(_)
        | AllegationEvent::StepGiven(_)
        | AllegationEvent::InvestigationRecorded(_)
        | AllegationEvent::DutiesLeft(_)
        | AllegationEvent::Closed(_)
        | AllegationEvent::Reopened(_)
        | AllegationEvent::Held(_)
        | AllegationEvent::HoldLifted(_)
        | AllegationEvent::GovernorsTold(_) => Ok(()),
    }
}

/// Whom an entry links, whose own it is and what is behind it, as its newest event says.
fn entry(conn: &Connection, moved: &Moved, event: &RegisterEvent) -> Result<(), Fault> {
    if matches!(event, RegisterEvent::Added(_)) {
        return Err(IMPOSSIBLE);
    }
    let links = event.links();
    linked::change(conn, moved.id, |linked| *linked = others(&links.people))?;
    let matter = links.matter.map(StreamId::to_bytes);
    conn.prepare_cached("UPDATE access_row SET routed = ?2, own = ?3, behind = ?4 WHERE id = ?1")?
        .execute((
            moved.id,
            stored::routed(&links.seen_by),
            own_of(&links.own),
            matter,
        ))?;
    Ok(())
}

/// A matter goes to others from now on, with all that comes out of it.
fn route_anew(conn: &Connection, matter: i64, routed_to: &[Role]) -> Result<(), Fault> {
    let routed = stored::routed(routed_to);
    for statement in [
        "UPDATE OR FAIL access_row SET routed = ?2 WHERE id = ?1",
        "UPDATE OR FAIL access_row SET routed = ?2 WHERE parent = ?1",
        "UPDATE OR FAIL referral SET routed = ?2 WHERE matter = ?1",
        "UPDATE OR FAIL evidence SET routed = ?2 WHERE matter = ?1",
    ] {
        conn.prepare_cached(statement)?.execute((matter, routed))?;
    }
    // Whom it was closed to without the safeguarding leads hearing of it, they do not hear of now either.
    let leads = RoleSet::from_roles([Role::Dsl, Role::DeputyDsl]).bits();
    let others = RoleSet::from_roles(SHOWN_WHAT_FOLLOWED).bits();
    conn.prepare_cached(
        "UPDATE OR FAIL due_item
         SET routed = CASE WHEN kind = ?3 AND routed & ?4 = 0 THEN ?2 & ?5 ELSE ?2 END
         WHERE matter = ?1",
    )?
    .execute((
        matter,
        routed,
        DueKind::ConflictReview.code(),
        i64::from(leads),
        i64::from(others),
    ))?;
    Ok(())
}

/// Its concerns go with it, with what belongs to them: whoever has the matter now could read them as part of
/// it only.
fn route_concerns_anew(conn: &Connection, matter: i64, routed_to: &[Role]) -> Result<(), Fault> {
    let concerns: Vec<i64> = conn
        .prepare_cached(
            "SELECT c.id FROM concern c JOIN thread_member t ON t.member = c.id WHERE t.thread = ?1",
        )?
        .query_map([matter], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for concern in concerns {
        route_concern_anew(conn, concern, routed_to)?;
    }
    Ok(())
}

fn route_concern_anew(conn: &Connection, concern: i64, routed_to: &[Role]) -> Result<(), Fault> {
    route_anew(conn, concern, routed_to)?;
    conn.prepare_cached("UPDATE concern SET routed = ?2 WHERE id = ?1")?
        .execute((concern, stored::routed(routed_to)))?;
    Ok(())
}
