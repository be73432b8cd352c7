//! Opening sealed events for the views.

use lanyard_events::Recorded;
use lanyard_projections::OpenedEvent;
use lanyard_vault::{Opened, Vault, VaultError};

/// Opens a batch, in order. An erased event comes without payload.
///
/// # Errors
/// When a key is missing (not destroyed), a box does not open or its content is not of this release:
/// the process must not go on as if the event were not there.
pub fn open_all(vault: &Vault, batch: Vec<Recorded>) -> Result<Vec<OpenedEvent>, VaultError> {
    batch
        .into_iter()
        .map(|recorded| {
            let event = match vault.open(&recorded.event)? {
                Opened::Event(event) => Some(event),
                Opened::Erased => None,
            };
            Ok(OpenedEvent {
                position: recorded.position,
                recorded_minute: recorded.recorded_minute,
                envelope: recorded.event.envelope,
                event,
            })
        })
        .collect()
}
