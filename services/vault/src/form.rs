//! Forming an event: commitments to every field, the digest, the sealed box.

use lanyard_events::{Envelope, Event, EventType, METADATA_FIELDS, SealedEvent};
use lanyard_evidence::Hash;
use lanyard_evidence::commitment::Committer;
use lanyard_evidence::event::stored_event_digest;
use zeroize::Zeroizing;

use crate::owner::OwnerKey;
use crate::sealing;
use crate::vault::Vault;

/// An event ready to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formed {
    /// What is proposed.
    pub sealed: SealedEvent,
    /// Its digest: `prev` of the stream's next event.
    pub digest: [u8; 32],
}

impl Vault {
    /// Forms an event: draws both seeds and a salt, commits to all fields, seals the payload under
    /// the stream's owner key. Type and version of the envelope are set from the event.
    #[must_use]
    pub fn form(&self, owner: &OwnerKey, mut envelope: Envelope, event: &Event) -> Formed {
        let kind = event.kind();
        envelope.event_type = EventType::known(kind.event_type);
        envelope.schema_version = kind.version;
        let drawn = draw();
        let [metadata_seed, box_seed, box_salt] = &*drawn;
        let values = Zeroizing::new(event.values());
        let commitments = commitments(metadata_seed, &envelope, kind.fields, box_seed, &values);
        let text = sealing::plaintext(box_seed, &values);
        let sealed = SealedEvent {
            sealed_box: Some(sealing::seal(owner, &envelope, *box_salt, text)),
            envelope,
            metadata_seed: *metadata_seed,
            commitments,
        };
        let digest = digest_of(&sealed);
        Formed { sealed, digest }
    }
}

/// The digest of an event: over its commitments alone, so that no key is needed.
///
/// # Panics
/// When the commitments are not whole; a journal neither takes nor gives such an event.
#[must_use]
pub fn digest_of(sealed: &SealedEvent) -> [u8; 32] {
    let digest = stored_event_digest(&sealed.commitments);
    digest.expect("a journal holds whole commitments only").0
}

/// Commitments to all fields in their frozen order: metadata at 0 to 11, payload from 12.
fn commitments(
    metadata_seed: &[u8; 32],
    envelope: &Envelope,
    fields: &[&str],
    box_seed: &[u8; 32],
    values: &[Vec<u8>],
) -> Vec<u8> {
    let mut stored = metadata_commitments(metadata_seed, envelope, fields.len());
    let payload = Committer::new(box_seed);
    let first = METADATA_FIELDS.len();
    for (index, (name, value)) in (first..).zip(fields.iter().zip(values)) {
        push(&mut stored, payload.commit(place(index), name, value));
    }
    stored
}

/// Commitments to the metadata alone, with room for so many of a payload.
pub(crate) fn metadata_commitments(
    seed: &[u8; 32],
    envelope: &Envelope,
    payload_fields: usize,
) -> Vec<u8> {
    let mut stored = Vec::with_capacity(32 * (METADATA_FIELDS.len() + payload_fields));
    let metadata = Committer::new(seed);
    for (index, (name, value)) in METADATA_FIELDS.iter().zip(&envelope.values()).enumerate() {
        push(&mut stored, metadata.commit(place(index), name, value));
    }
    stored
}

/// All commitments again, from what was opened.
pub(crate) fn recomputed(
    sealed: &SealedEvent,
    fields: &[&str],
    box_seed: &[u8; 32],
    values: &[Vec<u8>],
) -> Vec<u8> {
    commitments(
        &sealed.metadata_seed,
        &sealed.envelope,
        fields,
        box_seed,
        values,
    )
}

/// Metadata seed, box seed and box salt, in one draw: asking for randomness costs more than its length.
fn draw() -> Zeroizing<[[u8; 32]; 3]> {
    let drawn: Zeroizing<[u8; 96]> = sealing::random();
    let mut parts = Zeroizing::new([[0; 32]; 3]);
    parts.as_flattened_mut().copy_from_slice(&*drawn);
    parts
}

fn place(index: usize) -> u16 {
    u16::try_from(index).expect("a schema has far fewer than 65,536 fields")
}

fn push(stored: &mut Vec<u8>, commitment: Hash) {
    stored.extend_from_slice(commitment.as_bytes());
}
