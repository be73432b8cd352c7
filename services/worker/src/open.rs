//! Opening sealed events for the views.

use lanyard_events::{EventId, Position, Recorded, StreamId};
use lanyard_projections::OpenedEvent;
use lanyard_vault::{Opened, Vault, VaultError};

/// One event on its way to the views.
#[derive(Debug)]
pub enum Arrival {
    /// Opened, or erased and without payload.
    Opened(Box<OpenedEvent>),
    /// It does not open, or its content is not of this release: its stream is parked.
    Poison {
        /// Where it stands.
        position: Position,
        /// Which one.
        event: EventId,
        /// The stream that nobody is shown from here on.
        stream: StreamId,
        /// A stable word without content.
        code: &'static str,
    },
}

/// Opens a batch, in order.
///
/// # Errors
/// When the vault fails or a key is missing (not destroyed): the process must not go on as if the
/// event were not there.
pub fn open_all(vault: &Vault, batch: Vec<Recorded>) -> Result<Vec<Arrival>, VaultError> {
    batch
        .into_iter()
        .map(|recorded| open(vault, recorded))
        .collect()
}

fn open(vault: &Vault, recorded: Recorded) -> Result<Arrival, VaultError> {
    let event = match vault.open(&recorded.event) {
        Ok(Opened::Event(event)) => Some(event),
        Ok(Opened::Erased) => None,
        Err(error) => match poison(&error) {
            Some(code) => {
                let envelope = &recorded.event.envelope;
                return Ok(Arrival::Poison {
                    position: recorded.position,
                    event: envelope.id,
                    stream: envelope.stream,
                    code,
                });
            }
            None => return Err(error),
        },
    };
    Ok(Arrival::Opened(Box::new(OpenedEvent {
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
