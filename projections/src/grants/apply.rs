//! Events into grants, notices and what is due.

use lanyard_events::grant::{GrantEnded, GrantEvent, GrantGlassBroken, GrantReviewed};
use lanyard_events::{Actor, Sensitive, StreamId};
use rusqlite::OptionalExtension;

use crate::caseload::due_items::{self, A_DAY, DueKind, Item};
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

/// Keeps the row of a grant. Whoever is to know of a broken glass has their notice with the same event.
pub(crate) fn apply(at: &Applying<'_>, event: &GrantEvent) -> Result<(), Fault> {
    match event {
        GrantEvent::Given(given) => begin(
            at,
            &Begun {
                matter: given.matter,
                to: stored::staff_key(given.to),
                until: given.until.millis(),
                reason: given.reason.expose(),
                review: None,
            },
        ),
        GrantEvent::GlassBroken(broken) => glass_broken(at, broken),
        GrantEvent::Ended(ended) => end(at, ended),
        GrantEvent::Reviewed(reviewed) => review(at, reviewed),
        GrantEvent::GlassHeld(held) => {
            at.conn
                .prepare_cached("INSERT INTO glass_held VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute((
                    at.id,
                    at.actor(),
                    at.at().millis(),
                    held.asked.expose(),
                    held.reason.expose(),
                ))?;
            Ok(())
        }
    }
}

struct Begun<'a> {
    matter: StreamId,
    to: stored::Key,
    until: i64,
    reason: &'a str,
    review: Option<String>,
}

fn begin(at: &Applying<'_>, begun: &Begun<'_>) -> Result<(), Fault> {
    // A case that the views do not have is parked: the grant comes with the rebuild.
    let Some(matter) = matter_of(at, begun.matter)? else {
        return Ok(());
    };
    at.conn
        .prepare_cached(
            "INSERT INTO case_grant VALUES
               (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, NULL, NULL, ?8, NULL, NULL, NULL, NULL)",
        )?
        .execute((
            at.id,
            matter,
            begun.to,
            at.actor(),
            at.at().millis(),
            begun.until,
            begun.reason,
            &begun.review,
        ))?;
    Ok(())
}

fn glass_broken(at: &Applying<'_>, broken: &GrantGlassBroken) -> Result<(), Fault> {
    begin(
        at,
        &Begun {
            matter: broken.matter,
            to: stored::staff_key(broken.to),
            until: broken.until.millis(),
            reason: broken.reason.expose(),
            review: Some(stored::json(&broken.review)?),
        },
    )?;
    let Some(matter) = matter_of(at, broken.matter)? else {
        return Ok(());
    };
    let named = *at.envelope.stream.uuid.as_bytes();
    due_items::add(
        at,
        &Item {
            place: 0,
            matter,
            kind: DueKind::GlassReview,
            action: Some(&named),
            pupil: None,
            title: None,
            owner: { broken.reviewer.map(stored::staff_key) }
                .unwrap_or_else(|| stored::actor_key(Actor::System)),
            due_at: broken.review.at,
            patience: A_DAY,
        },
    )?;
    let mut give = at.conn.prepare_cached(
        "INSERT OR FAIL INTO notice
         SELECT ?1, ?2, id, academy, routed, raised_by, ?3, ?4, 0, ?5 FROM access_row WHERE id = ?6",
    )?;
    for staff in &broken.told {
        give.execute((
            stored::staff_key(*staff),
            at.position,
            format!("break_glass {}", at.envelope.stream.uuid),
            broken.review.at.millis(),
            at.at().millis(),
            matter,
        ))?;
    }
    Ok(())
}

fn end(at: &Applying<'_>, ended: &GrantEnded) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE case_grant SET ended_at = ?2, ended_by = ?3, ended_reason = ?4 WHERE id = ?1",
        )?
        .execute((
            at.id,
            at.at().millis(),
            at.actor(),
            Sensitive::expose(&ended.reason),
        ))?;
    Ok(())
}

fn review(at: &Applying<'_>, reviewed: &GrantReviewed) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE case_grant SET reviewed_at = ?2, reviewed_by = ?3, finding = ?4, review_text = ?5
             WHERE id = ?1",
        )?
        .execute((
            at.id,
            at.at().millis(),
            at.actor(),
            stored::json(&reviewed.finding)?,
            reviewed.text.expose(),
        ))?;
    let matter: Option<i64> = at
        .conn
        .prepare_cached("SELECT matter FROM case_grant WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    if let Some(matter) = matter {
        due_items::finish(at, matter, at.envelope.stream.uuid.as_bytes())?;
    }
    Ok(())
}

fn matter_of(at: &Applying<'_>, matter: StreamId) -> Result<Option<i64>, Fault> {
    let found = at
        .conn
        .prepare_cached("SELECT id FROM access_row WHERE stream = ?1")?
        .query_row([matter.to_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}
