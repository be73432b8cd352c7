//! Opening sealed events for the views.

use lanyard_events::{Position, Recorded};
use lanyard_journal::Positions;
use lanyard_projections::{OpenedEvent, Unopened};
use lanyard_vault::{Opened, Vault, VaultError};

use crate::feed::Batch;

/// One event on its way to the views.
#[derive(Debug)]
pub enum Arrival {
    /// Opened, or erased and without payload.
    Opened(Box<OpenedEvent>),
    /// It does not open, or its content is not of this release: its stream is parked.
    Poison(Unopened),
}

/// Opens a batch, in order.
///
/// # Errors
/// When the vault fails or a key is missing (not destroyed): the process must not go on as if the
/// event were not there.
pub fn open_all(
    vault: &Vault,
    positions: Positions,
    batch: Batch,
) -> Result<Vec<Arrival>, VaultError> {
    vault.fetch_keys(batch.events.iter().map(|recorded| &recorded.event))?;
    let mut read = batch.after;
    let events = batch.events.into_iter();
    events
        .map(|recorded| {
            let before = std::mem::replace(&mut read, recorded.position);
            open(
                vault,
                before_of(positions, recorded.position, before),
                recorded,
            )
        })
        .collect()
}

/// Where the event before one stands. Gapless positions say it themselves, whatever was read, so
/// that a reader who leaves one out is found out; of others the reader has to know.
const fn before_of(positions: Positions, event: Position, read: Position) -> Position {
    match positions {
        Positions::Gapless => Position(event.0.saturating_sub(1)),
        Positions::Ordered => read,
    }
}

fn open(vault: &Vault, after: Position, recorded: Recorded) -> Result<Arrival, VaultError> {
    let event = match vault.open(&recorded.event) {
        Ok(Opened::Event(event)) => Some(event),
        Ok(Opened::Erased) => None,
        Err(error) => match poison(&error) {
            Some(code) => {
                let envelope = &recorded.event.envelope;
                return Ok(Arrival::Poison(Unopened {
                    after,
                    position: recorded.position,
                    event: envelope.id,
                    stream: envelope.stream,
                    code,
                }));
            }
            None => return Err(error),
        },
    };
    Ok(Arrival::Opened(Box::new(OpenedEvent {
        after,
        position: recorded.position,
        recorded_minute: recorded.recorded_minute,
        envelope: recorded.event.envelope,
        event,
    })))
}

/// What is wrong with the one event; none where the vault itself is.
const fn poison(error: &VaultError) -> Option<&'static str> {
    match error {
        VaultError::BoxRefused { .. } => Some("box_refused"),
        VaultError::BoxMalformed { .. } => Some("box_malformed"),
        VaultError::CommitmentsDiffer { .. } => Some("commitments_differ"),
        VaultError::Unreadable { .. } => Some("unreadable"),
        VaultError::KeyDamaged { .. } => Some("key_damaged"),
        VaultError::Store(_)
        | VaultError::WrongRootKey
        | VaultError::KeyIdTaken { .. }
        | VaultError::KeyMissing { .. }
        // Of a file, not of an event.
        | VaultError::BlobRefused { .. } => None,
    }
}
