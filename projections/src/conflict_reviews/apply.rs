//! Events of conflict streams into what is due.

use lanyard_events::conflict::{ConflictEvent, ConflictReviewAsked};
use lanyard_events::{At, StreamId};
use rusqlite::OptionalExtension;

use crate::caseload::CaseState;
use crate::caseload::due_items::{self, A_DAY, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::{self, Key};

/// Keeps whom a conflict waits for.
pub(crate) fn apply(at: &Applying<'_>, event: &ConflictEvent) -> Result<(), Fault> {
    match event {
        ConflictEvent::ReviewAsked(asked) => ask(at, asked),
        ConflictEvent::MatterConfirmed(confirmed) => look_again(at, confirmed.matter),
        ConflictEvent::MatterReviewed(reviewed) => look_again(at, reviewed.matter),
        ConflictEvent::MatterLifted(lifted) => decided(at, lifted.matter),
        ConflictEvent::PersonAdded(_) | ConflictEvent::MatterAdded(_) => Ok(()),
    }
}

fn ask(at: &Applying<'_>, asked: &ConflictReviewAsked) -> Result<(), Fault> {
    // A matter or a person that the views do not have is parked: it comes with the rebuild.
    let (Some(matter), Some(staff)) = (number_of(at, asked.matter)?, owner_of_stream(at)?) else {
        return Ok(());
    };
    let named = &staff[1..];
    due_items::drop(at, matter, named)?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter,
            kind: DueKind::ConflictReview,
            action: Some(named),
            pupil: None,
            title: None,
            // Where nobody is left it goes up at once: reminders pass over whoever is nobody.
            owner: { asked.owner.map(stored::staff_key) }
                .unwrap_or_else(|| stored::actor_key(lanyard_events::Actor::System)),
            due_at: asked.due.at,
            patience: A_DAY,
        },
    )?;
    due_items::remind_from(at, matter, named, at.at())?;
    if asked.had_in_hand {
        at.conn
            .prepare_cached("INSERT OR REPLACE INTO reassigned VALUES (?1, ?2, ?3)")?
            .execute((staff, matter, at.at().millis()))?;
    }
    Ok(())
}

/// Restrictions are reviewed every 90 days (domain.md 1 rule 2).
const REVIEWED_EVERY: i64 = 90 * A_DAY;

/// It stays closed: whoever said so looks at it again. In a case that is closed nothing is due: its
/// conflicts are not looked at again until it is reopened, and then at once where the time has run out.
fn look_again(at: &Applying<'_>, matter: StreamId) -> Result<(), Fault> {
    let (Some(matter), Some(staff)) = (number_of(at, matter)?, owner_of_stream(at)?) else {
        return Ok(());
    };
    let named = &staff[1..];
    due_items::drop(at, matter, named)?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter,
            kind: DueKind::ConflictReview,
            action: Some(named),
            pupil: None,
            title: None,
            owner: at.actor(),
            due_at: At::from_millis(at.at().millis() + REVIEWED_EVERY),
            patience: A_DAY,
        },
    )?;
    rest_while_closed(at, matter, named)
}

/// Reopening the case opens it again, as everything else that is due in it.
fn rest_while_closed(at: &Applying<'_>, matter: i64, named: &[u8]) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0 WHERE matter = ?1 AND action = ?2
             AND EXISTS (SELECT 1 FROM case_file f WHERE f.id = ?1 AND f.state = ?3)",
        )?
        .execute((matter, named, CaseState::Closed.code()))?;
    Ok(())
}

fn decided(at: &Applying<'_>, matter: StreamId) -> Result<(), Fault> {
    if let (Some(matter), Some(staff)) = (number_of(at, matter)?, owner_of_stream(at)?) {
        due_items::finish(at, matter, &staff[1..])?;
    }
    Ok(())
}

fn number_of(at: &Applying<'_>, matter: StreamId) -> Result<Option<i64>, Fault> {
    let found = at
        .conn
        .prepare_cached("SELECT id FROM access_row WHERE stream = ?1")?
        .query_row([matter.to_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Whose stream it is.
fn owner_of_stream(at: &Applying<'_>) -> Result<Option<Key>, Fault> {
    let found = at
        .conn
        .prepare_cached("SELECT person FROM person WHERE conflict = ?1")?
        .query_row([at.envelope.stream.uuid.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}
