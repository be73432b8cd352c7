//! Reminders that were given, into notices and into what comes next.

use lanyard_events::clock::{ClockEvent, ClockReminded};
use rusqlite::OptionalExtension;

use super::bare;
use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

/// What names a concern that nobody has looked at.
pub const UNTRIAGED: &str = "untriaged";
/// What names a concern that has come, of which its receivers are told at once (R1).
pub const RAISED: &str = "raised";
/// What names a concern where somebody is in danger now (R2).
pub const DANGER: &str = "danger";
/// What names that there is a matter: all that the trust board is told of it (domain.md 1, row `elt`).
pub const BOARD_TOLD: &str = "a_matter";
/// What names that there is a serious incident: all that governors are told (domain.md 1, row `governor`).
pub const GOVERNORS_TOLD: &str = "serious_incident";

/// Keeps the notices of a reminder, and when the thing is reminded of next.
pub(crate) fn apply(at: &Applying<'_>, event: &ClockEvent) -> Result<(), Fault> {
    let ClockEvent::Reminded(reminded) = event;
    // However the matter stands: what lies before it is history (`history.rs`).
    at.conn
        .prepare_cached("INSERT OR IGNORE INTO first_reminder VALUES (1, ?1, ?2)")?
        .execute((at.position, at.at().millis()))?;
    // A matter that the views do not have is parked: its reminders come with the rebuild.
    let matter: Option<i64> = at
        .conn
        .prepare_cached("SELECT id FROM access_row WHERE stream = ?1")?
        .query_row([reminded.matter.to_bytes()], |row| row.get(0))
        .optional()?;
    let Some(matter) = matter else {
        return Ok(());
    };
    comes_next(at, matter, reminded)?;
    let mut give = at.conn.prepare_cached(
        "INSERT OR FAIL INTO notice
         SELECT ?1, ?2, id, academy, routed, raised_by, ?3, ?4, ?5, ?6 FROM access_row WHERE id = ?7",
    )?;
    for staff in &reminded.to {
        give.execute((
            stored::staff_key(*staff),
            at.position,
            &reminded.item,
            reminded.due_at.millis(),
            reminded.level,
            at.at().millis(),
            matter,
        ))?;
    }
    Ok(())
}

fn comes_next(at: &Applying<'_>, matter: i64, reminded: &ClockReminded) -> Result<(), Fault> {
    let next = reminded.next_at.map(|at| at.millis());
    let level = i64::from(reminded.level) + 1;
    let column = match reminded.item.as_str() {
        DANGER => "danger",
        UNTRIAGED => "untriaged",
        RAISED => {
            // Told once: it does not go up.
            at.conn
                .prepare_cached("UPDATE OR FAIL concern SET raised_at_once = NULL WHERE id = ?1")?
                .execute([matter])?;
            return Ok(());
        }
        item @ (BOARD_TOLD | GOVERNORS_TOLD) => {
            return bare::told(at.conn, matter, item, reminded.due_at);
        }
        item => {
            // Of another time it is another thing, which is due anew.
            at.conn
                .prepare_cached(
                    "UPDATE OR FAIL due_item SET remind_at = ?4, reminders = ?5
                     WHERE matter = ?1 AND item = ?2 AND due_at = ?3",
                )?
                .execute((matter, item, reminded.due_at.millis(), next, level))?;
            return Ok(());
        }
    };
    at.conn
        .prepare_cached(&format!(
            "UPDATE concern SET {column}_at = ?2, {column}_level = ?3 WHERE id = ?1"
        ))?
        .execute((matter, next, level))?;
    Ok(())
}
