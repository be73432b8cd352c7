//! Events of conflict streams into what is due.

use lanyard_access::RoleSet;
use lanyard_events::conflict::{ConflictEvent, ConflictReviewAsked, ConflictReviewPlanned};
use lanyard_events::{At, PersonRef, Role, StreamId};
use rusqlite::OptionalExtension;

use crate::caseload::due_items::{self, A_DAY, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::{self, Key};

/// Keeps whom a conflict waits for.
pub(crate) fn apply(at: &Applying<'_>, event: &ConflictEvent) -> Result<(), Fault> {
    match event {
        ConflictEvent::ReviewAsked(asked) => ask(at, asked),
        ConflictEvent::ReviewPlanned(planned) => plan(at, planned),
        ConflictEvent::MatterConfirmed(confirmed) => look_again(at, confirmed.matter),
        ConflictEvent::MatterReviewed(reviewed) => look_again(at, reviewed.matter),
        ConflictEvent::MatterLifted(lifted) => decided(at, lifted.matter),
        ConflictEvent::PersonReviewPlanned(planned) => {
            let owner = planned.owner.map(stored::staff_key);
            review_person(at, &planned.person, owner, planned.due.at)
        }
        ConflictEvent::PersonReviewed(reviewed) => {
            let due_at = At::from_millis(at.at().millis() + REVIEWED_EVERY);
            review_person(at, &reviewed.person, Some(at.actor()), due_at)
        }
        ConflictEvent::PersonLifted(lifted) => {
            match (number_of_owner(at)?, stored::person_key(&lifted.person)) {
                (Some(number), Some(person)) => due_items::finish(at, number, &person),
                (None, _) | (_, None) => Ok(()),
            }
        }
        ConflictEvent::PersonAdded(_) | ConflictEvent::MatterAdded(_) => Ok(()),
    }
}

fn ask(at: &Applying<'_>, asked: &ConflictReviewAsked) -> Result<(), Fault> {
    // A matter or a person that the views do not have is parked: it comes with the rebuild.
    let (Some(matter), Some(staff)) = (number_of(at, asked.matter)?, owner_of_stream(at)?) else {
        return Ok(());
    };
    review(
        at,
        matter,
        staff,
        asked.owner.map(stored::staff_key),
        asked.due.at,
    )?;
    due_items::remind_from(at, matter, &staff[1..], at.at())?;
    if asked.had_in_hand {
        at.conn
            .prepare_cached("INSERT OR REPLACE INTO reassigned VALUES (?1, ?2, ?3)")?
            .execute((staff, matter, at.at().millis()))?;
    }
    Ok(())
}

/// Who is shown, and reminded, that a matter was closed to somebody with another one. A safeguarding lead
/// would learn by it that they have a part in a matter about an adult (domain.md 1, row `dsl`).
pub(crate) const SHOWN_WHAT_FOLLOWED: [Role; 3] = [Role::Head, Role::TrustLead, Role::Chair];

fn plan(at: &Applying<'_>, planned: &ConflictReviewPlanned) -> Result<(), Fault> {
    let (Some(matter), Some(staff)) = (number_of(at, planned.matter)?, owner_of_stream(at)?) else {
        return Ok(());
    };
    review(
        at,
        matter,
        staff,
        planned.owner.map(stored::staff_key),
        planned.due.at,
    )?;
    not_for_leads(at, matter, &staff[1..])
}

/// Restrictions are reviewed every 90 days (domain.md 1 rule 2).
const REVIEWED_EVERY: i64 = 90 * A_DAY;

/// It stays closed: whoever said so looks at it again, whether the matter is open or not. The restriction
/// holds in a closed one too.
fn look_again(at: &Applying<'_>, matter: StreamId) -> Result<(), Fault> {
    let (Some(matter), Some(staff)) = (number_of(at, matter)?, owner_of_stream(at)?) else {
        return Ok(());
    };
    let followed = is_not_for_leads(at, matter, &staff[1..])?;
    let due_at = At::from_millis(at.at().millis() + REVIEWED_EVERY);
    review(at, matter, staff, Some(at.actor()), due_at)?;
    if followed {
        not_for_leads(at, matter, &staff[1..])?;
    }
    Ok(())
}

/// The one thing that is due about somebody's conflict in a matter.
fn review(
    at: &Applying<'_>,
    matter: i64,
    staff: Key,
    owner: Option<Key>,
    due_at: At,
) -> Result<(), Fault> {
    let named = &staff[1..];
    due_items::drop(at, matter, named)?;
    let register = register_of(at, matter)?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter,
            kind: DueKind::ConflictReview,
            action: Some(named),
            pupil: None,
            title: register.as_deref(),
            // Where nobody is left it goes up at once: reminders pass over whoever is nobody.
            owner: owner.unwrap_or_else(|| stored::actor_key(lanyard_events::Actor::System)),
            due_at,
            patience: A_DAY,
        },
    )
}

/// An entry of a register has its address below that.
fn register_of(at: &Applying<'_>, matter: i64) -> Result<Option<String>, Fault> {
    let found = at
        .conn
        .prepare_cached("SELECT register FROM register_entry WHERE id = ?1")?
        .query_row([matter], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Whether somebody is still close is due in the record of the member of staff: no matter is about it.
fn review_person(
    at: &Applying<'_>,
    person: &PersonRef,
    owner: Option<Key>,
    due_at: At,
) -> Result<(), Fault> {
    let (Some(number), Some(key)) = (number_of_owner(at)?, stored::person_key(person)) else {
        return Ok(());
    };
    due_items::drop(at, number, &key)?;
    due_items::add(
        at,
        &Item {
            place: 0,
            matter: number,
            kind: DueKind::RelationReview,
            action: Some(&key),
            pupil: person.pupil().map(stored::pupil_key),
            title: None,
            owner: owner.unwrap_or_else(|| stored::actor_key(lanyard_events::Actor::System)),
            due_at,
            patience: A_DAY,
        },
    )
}

/// The record of whoever's stream it is.
fn number_of_owner(at: &Applying<'_>) -> Result<Option<i64>, Fault> {
    let found = at
        .conn
        .prepare_cached("SELECT id FROM person WHERE conflict = ?1")?
        .query_row([at.envelope.stream.uuid.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}

fn not_for_leads(at: &Applying<'_>, matter: i64, named: &[u8]) -> Result<(), Fault> {
    let shown = i64::from(RoleSet::from_roles(SHOWN_WHAT_FOLLOWED).bits());
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET routed = routed & ?3 WHERE matter = ?1 AND action = ?2",
        )?
        .execute((matter, named, shown))?;
    Ok(())
}

/// Whether what is due about somebody is shown to fewer than the matter.
fn is_not_for_leads(at: &Applying<'_>, matter: i64, named: &[u8]) -> Result<bool, Fault> {
    let fewer = at
        .conn
        .prepare_cached(
            "SELECT d.routed <> m.routed FROM due_item d JOIN access_row m ON m.id = d.matter
             WHERE d.matter = ?1 AND d.action = ?2",
        )?
        .query_row((matter, named), |row| row.get(0))
        .optional()?;
    Ok(fewer.unwrap_or(false))
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
