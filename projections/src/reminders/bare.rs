//! What people are told of a matter that they never see: that there is one, and nothing else (domain.md 1, rows
//! `elt` and `governor`). Somebody decided to tell them; reminders carry it to whoever is unconflicted.

use lanyard_events::allegation::{
    AllegationStepDone, AllegationTellingDecided, TellingTime, ToBeTold,
};
use lanyard_events::{At, Day};
use rusqlite::Connection;

use super::apply::{BOARD_TOLD, GOVERNORS_TOLD};
use crate::casework::Applying;
use crate::error::Fault;
use crate::london::london;

/// Steps by which the trust board is told (playbooks.md, 3.9 and 4.10). A trust's edition may leave them out: then
/// the board is told by the decision to tell it.
const BOARD_STEPS: [(&str, &str); 2] = [
    ("inappropriate_site_on_purpose_staff", "3.9"),
    ("adult_misuses_equipment", "4.10"),
];
/// What they ask for: a step of a trust's own under such a number tells nobody.
const SENT_TO: &str = "sent_to";

/// When the board is told was decided. Not before that day comes; told is told. The newest decision holds, but for one
/// thing: what was owed already is not put off by it. Decided against, it stays so whatever is done in the matter, until
/// somebody decides otherwise.
pub(crate) fn telling_decided(
    at: &Applying<'_>,
    decided: &AllegationTellingDecided,
) -> Result<(), Fault> {
    if decided.whom != ToBeTold::Board {
        return Ok(());
    }
    match decided.when {
        TellingTime::On { on } => {
            let now = at.at();
            at.conn
                .prepare_cached(
                    "INSERT INTO bare_notice VALUES (?1, ?2, ?3, 0)
                     ON CONFLICT (matter, item) DO UPDATE
                       SET at = CASE WHEN at <= ?4 THEN at ELSE excluded.at END, refused = 0
                     WHERE at IS NOT NULL OR refused = 1",
                )?
                .execute((
                    at.id,
                    BOARD_TOLD,
                    start_of(on).max(now).millis(),
                    now.millis(),
                ))?;
        }
        TellingTime::AfterAdvice { .. } | TellingTime::NotTold { .. } => {
            at.conn
                .prepare_cached(
                    "INSERT INTO bare_notice VALUES (?1, ?2, NULL, 1)
                     ON CONFLICT (matter, item) DO UPDATE SET at = NULL, refused = 1
                     WHERE at IS NOT NULL",
                )?
                .execute((at.id, BOARD_TOLD))?;
        }
    }
    Ok(())
}

/// A step of an adult's matter was done: somebody says that they wrote to the board. So nothing is told that it does not
/// know, and no later than they did. Where it was decided that the board is not told yet, whoever wrote answers for it in
/// the record; the product adds nothing.
pub(crate) fn step_done(at: &Applying<'_>, done: &AllegationStepDone) -> Result<(), Fault> {
    let step = (done.name.playbook.as_str(), done.name.step.as_str());
    let was_sent = { done.fields.iter() }.any(|filled| filled.field == SENT_TO);
    if !was_sent || !BOARD_STEPS.contains(&step) {
        return Ok(());
    }
    at.conn
        .prepare_cached(
            "INSERT INTO bare_notice VALUES (?1, ?2, ?3, 0)
             ON CONFLICT (matter, item) DO UPDATE SET at = min(at, excluded.at)
             WHERE at IS NOT NULL",
        )?
        .execute((at.id, BOARD_TOLD, at.at().millis()))?;
    Ok(())
}

/// The governors are told each time that somebody decides it.
pub(crate) fn governors_told(at: &Applying<'_>) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO bare_notice VALUES (?1, ?2, ?3, 0)
             ON CONFLICT (matter, item) DO UPDATE SET at = excluded.at",
        )?
        .execute((at.id, GOVERNORS_TOLD, at.at().millis()))?;
    Ok(())
}

/// They were told of what was due at that time.
pub(super) fn told(conn: &Connection, matter: i64, item: &str, due: At) -> Result<(), Fault> {
    conn.prepare_cached(
        "UPDATE OR FAIL bare_notice SET at = NULL WHERE matter = ?1 AND item = ?2 AND at = ?3",
    )?
    .execute((matter, item, due.millis()))?;
    Ok(())
}

fn start_of(day: Day) -> At {
    match day.date().to_zoned(london().clone()) {
        Ok(zoned) => At::from_jiff(zoned.timestamp()),
        // Only beyond the year 9999: then the end of time will do.
        Err(_) => At::from_millis(i64::MAX),
    }
}
