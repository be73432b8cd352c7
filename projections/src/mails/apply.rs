//! What was sent and what failed, one row a person.

use lanyard_events::delivery::{DeliveryEvent, DeliveryMailFailed, DeliveryMailed, MailFailure};

use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

/// Keeps what has become of somebody's emails; what other systems were told is no casework.
pub(crate) fn apply(at: &Applying<'_>, event: &DeliveryEvent) -> Result<(), Fault> {
    match event {
        DeliveryEvent::Mailed(mailed) => sent(at, mailed),
        DeliveryEvent::MailFailed(failed) => not_sent(at, failed),
        DeliveryEvent::Began(_) | DeliveryEvent::Reached(_) => Ok(()),
    }
}

fn sent(at: &Applying<'_>, mailed: &DeliveryMailed) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO mail VALUES (?1, ?2, ?3, ?4, NULL, NULL, 0, NULL, NULL)
             ON CONFLICT (id) DO UPDATE SET through = excluded.through, sent_at = excluded.sent_at,
               failure = NULL, code = NULL, attempt = 0, failed_at = NULL, next_at = NULL",
        )?
        .execute((
            at.id,
            stored::staff_key(mailed.staff),
            column(mailed.through),
            at.at().millis(),
        ))?;
    Ok(())
}

fn not_sent(at: &Applying<'_>, failed: &DeliveryMailFailed) -> Result<(), Fault> {
    // What was refused is not tried again; all else still is.
    let through = match failed.failure {
        MailFailure::Refused => column(failed.through),
        MailFailure::Deferred | MailFailure::Unreachable => 0,
    };
    at.conn
        .prepare_cached(
            "INSERT INTO mail VALUES (?1, ?2, ?3, NULL, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET through = max(through, excluded.through),
               failure = excluded.failure, code = excluded.code, attempt = excluded.attempt,
               failed_at = excluded.failed_at, next_at = excluded.next_at",
        )?
        .execute((
            at.id,
            stored::staff_key(failed.staff),
            through,
            stored::json(&failed.failure)?,
            failed.code,
            failed.attempt,
            at.at().millis(),
            failed.next_at.map(|at| at.millis()),
        ))?;
    Ok(())
}

fn column(position: u64) -> i64 {
    stored::position_column(lanyard_events::Position(position))
}
