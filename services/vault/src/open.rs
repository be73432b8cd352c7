//! Opening an event: the payload back out of its box, or the word that it was erased.

use lanyard_events::{DecodeError, Envelope, Event, EventKind, SealedEvent};

use crate::error::VaultError;
use crate::form::{metadata_commitments, recomputed};
use crate::owner::KeyAnswer;
use crate::sealing::{self, Unsealed};
use crate::vault::Vault;

/// What was in an event's box.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "made once per event and taken apart at once"
)]
pub enum Opened {
    /// The event, at its newest schema version.
    Event(Event),
    /// Nothing any more: the box was deleted or its key destroyed.
    Erased,
}

impl Vault {
    /// Opens an event. That the values are those committed to is not checked here: the box cannot
    /// be opened unless it was sealed for this event under its owner's key.
    ///
    /// # Errors
    /// The key is missing, the box does not open, or holds no event of this release.
    pub fn open(&self, sealed: &SealedEvent) -> Result<Opened, VaultError> {
        match self.unseal(sealed)? {
            Some((_, values)) => decode(&sealed.envelope, &values).map(Opened::Event),
            None => Ok(Opened::Erased),
        }
    }

    /// Opens an event and checks metadata and values against the commitments: for evidence packs,
    /// full checks and tests. Of an erased event the metadata alone.
    ///
    /// # Errors
    /// As for `open`, and when a commitment differs.
    pub fn open_checked(&self, sealed: &SealedEvent) -> Result<Opened, VaultError> {
        let envelope = &sealed.envelope;
        let differ = VaultError::CommitmentsDiffer { event: envelope.id };
        let Some((seed, values)) = self.unseal(sealed)? else {
            let metadata = metadata_commitments(&sealed.metadata_seed, envelope, 0);
            let same = sealed.commitments.starts_with(&metadata);
            return if same {
                Ok(Opened::Erased)
            } else {
                Err(differ)
            };
        };
        let fields = fields(envelope, values.len())?;
        if recomputed(sealed, fields, &seed, &values) != sealed.commitments {
            return Err(differ);
        }
        decode(envelope, &values).map(Opened::Event)
    }

    /// Seed and values; none when erased.
    fn unseal(&self, sealed: &SealedEvent) -> Result<Option<Unsealed>, VaultError> {
        let Some(sealed_box) = &sealed.sealed_box else {
            return Ok(None);
        };
        let envelope = &sealed.envelope;
        let (stream, key_id) = (envelope.stream, sealed_box.key_id);
        let owner = match self.numbered_key(stream, key_id)? {
            KeyAnswer::Key(owner) => owner,
            KeyAnswer::Destroyed => return Ok(None),
            KeyAnswer::Missing => return Err(VaultError::KeyMissing { stream, key_id }),
        };
        let event = envelope.id;
        let text = sealing::open(&owner, envelope, sealed_box);
        let text = text.ok_or(VaultError::BoxRefused { event })?;
        let unsealed = sealing::values(&text).ok_or(VaultError::BoxMalformed { event })?;
        Ok(Some(unsealed))
    }
}

/// The names of the payload's fields, if there are as many as values.
fn fields(envelope: &Envelope, found: usize) -> Result<&'static [&'static str], VaultError> {
    let event = envelope.id;
    let name = envelope.event_type.as_str();
    let version = envelope.schema_version;
    let fields = EventKind::fields_of(name, version).ok_or_else(|| VaultError::Unreadable {
        event,
        source: DecodeError::Unknown {
            event_type: name.to_owned(),
            version,
        },
    })?;
    if fields.len() == found {
        Ok(fields)
    } else {
        Err(VaultError::BoxMalformed { event })
    }
}

fn decode(envelope: &Envelope, values: &[Vec<u8>]) -> Result<Event, VaultError> {
    let name = envelope.event_type.as_str();
    let decoded = Event::decode(name, envelope.schema_version, values);
    decoded.map_err(|source| VaultError::Unreadable {
        event: envelope.id,
        source,
    })
}
