//! Events of conflict streams into what is due.

use lanyard_events::StreamId;
use lanyard_events::conflict::{ConflictEvent, ConflictReviewAsked};
use rusqlite::OptionalExtension;

use crate::caseload::due_items::{self, A_DAY, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::{self, Key};

/// Keeps whom a conflict waits for.
pub(crate) fn apply(at: &Applying<'_>, event: &ConflictEvent) -> Result<(), Fault> {
    match event {
        ConflictEvent::ReviewAsked(asked) => ask(at, asked),
        ConflictEvent::MatterConfirmed(confirmed) => decided(at, confirmed.matter),
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
