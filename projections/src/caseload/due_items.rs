//! What is due, as rows: added, given to others, finished, taken away.

use lanyard_events::concern::Due;
use lanyard_events::step::StepName;
use lanyard_events::{At, ReferralId};
use uuid::Uuid;

pub(crate) use super::due::DueKind;
use super::figure::figure_of;
use crate::audit::late;
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::Key;

/// Bits of a row's number that tell rows of one event apart; the position stands above them.
pub(crate) const PLACE_BITS: u32 = 8;

/// One thing that is due.
pub(crate) struct Item<'a> {
    /// Its place among those of the same event.
    pub place: i64,
    /// The matter's number.
    pub matter: i64,
    /// What sort of thing.
    pub kind: DueKind,
    /// What names it within its matter.
    pub action: Option<&'a [u8]>,
    /// The child.
    pub pupil: Option<Key>,
    /// What is to be done.
    pub title: Option<&'a str>,
    /// Whose it is.
    pub owner: Key,
    /// By when.
    pub due_at: At,
    /// For how long nobody may answer a reminder until it goes further up: milliseconds.
    pub patience: i64,
}

/// What is due at once goes further up after a quarter of an hour (playbooks.md 0, `now`; R2).
pub(crate) const A_QUARTER_OF_AN_HOUR: i64 = 15 * 60_000;
/// Everything else after a day.
pub(crate) const A_DAY: i64 = 24 * 3_600_000;

/// How long nobody may answer, by the reckoning of a clock.
pub(crate) fn patience(due: &Due) -> i64 {
    if due.reason.starts_with("at once") {
        A_QUARTER_OF_AN_HOUR
    } else {
        A_DAY
    }
}

/// What names a step within its case.
pub(crate) fn of_step(name: &StepName) -> Vec<u8> {
    format!("{}/{}", name.playbook, name.step).into_bytes()
}

/// What names a referral within its matter.
pub(crate) fn of_referral(referral: ReferralId) -> Vec<u8> {
    referral.uuid().as_bytes().to_vec()
}

/// Adds it.
pub(crate) fn add(at: &Applying<'_>, item: &Item<'_>) -> Result<(), Fault> {
    let id = (at.position << PLACE_BITS) + item.place;
    at.conn
        .prepare_cached(
            "INSERT OR FAIL INTO due_item
             SELECT ?1, id, ?2, ?3, academy, routed, raised_by, ?4, ?5, ?6, ?7, 1, NULL, NULL, NULL,
                    ?9, ?7, 0, ?10, ?11
             FROM access_row WHERE id = ?8",
        )?
        .execute((
            id,
            item.action,
            item.pupil,
            item.kind.code(),
            item.title,
            item.owner,
            item.due_at.millis(),
            item.matter,
            name_of(item, id),
            item.patience,
            figure_of(item).code(),
        ))?;
    Ok(())
}

/// What names it to reminders: nothing of the content, and the same after a rebuild.
fn name_of(item: &Item<'_>, id: i64) -> String {
    match (item.kind, item.action) {
        (DueKind::Step, Some(name)) => format!("step {}", String::from_utf8_lossy(name)),
        (DueKind::Action, Some(id)) => format!("action {}", uuid(id)),
        (DueKind::AllegationReview, Some(topic)) => {
            format!("review {}", String::from_utf8_lossy(topic))
        }
        (DueKind::Entry, Some(name)) => format!("clock {}", String::from_utf8_lossy(name)),
        (DueKind::Referral, Some(id)) => format!("referral {}", uuid(id)),
        (DueKind::GlassReview, Some(id)) => format!("break_glass {}", uuid(id)),
        (DueKind::ConflictReview, Some(id)) => format!("conflict {}", uuid(id)),
        (DueKind::MeasureEnd, Some(id)) => format!("measure {}", uuid(id)),
        (DueKind::RelationReview, Some(key)) => {
            format!("relation {}", uuid(key.get(1..).unwrap_or_default()))
        }
        (
            DueKind::ConcernReview
            | DueKind::ParentsReview
            | DueKind::PlanDate
            | DueKind::AssessmentReview,
            _,
        )
        | (_, None) => format!("review {id}"),
    }
}

fn uuid(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}

/// Its owner is told of it before it is due.
pub(crate) fn remind_from(
    at: &Applying<'_>,
    matter: i64,
    action: &[u8],
    when: At,
) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET remind_at = ?3 WHERE matter = ?1 AND action = ?2",
        )?
        .execute((matter, action, when.millis()))?;
    Ok(())
}

/// It was done.
pub(crate) fn finish(at: &Applying<'_>, matter: i64, action: &[u8]) -> Result<(), Fault> {
    late::ends(at, matter, action)?;
    at.conn
        .prepare_cached(
            "UPDATE OR FAIL due_item SET open = 0, done_at = ?3, done_by = ?4
             WHERE matter = ?1 AND action = ?2",
        )?
        .execute((matter, action, at.at().millis(), at.actor()))?;
    Ok(())
}

/// It is somebody else's.
pub(crate) fn give(at: &Applying<'_>, matter: i64, action: &[u8], owner: Key) -> Result<(), Fault> {
    at.conn
        .prepare_cached("UPDATE OR FAIL due_item SET owner = ?3 WHERE matter = ?1 AND action = ?2")?
        .execute((matter, action, owner))?;
    Ok(())
}

/// It is not due any more, and never was done, or something else of it is due now. That it was late stays known.
pub(crate) fn drop(at: &Applying<'_>, matter: i64, action: &[u8]) -> Result<(), Fault> {
    late::ends(at, matter, action)?;
    at.conn
        .prepare_cached("DELETE FROM due_item WHERE matter = ?1 AND action = ?2")?
        .execute((matter, action))?;
    Ok(())
}
