//! Proposals with an event, as the real ones have.

use lanyard_events::{Actor, At, Envelope, EventId, EventType, Revision, SealedBox, SealedEvent};
use uuid::Uuid;

use crate::contract::proposal;
use crate::port::Proposal;

/// 10 November 2026, 14:05:00Z.
pub(super) const DECIDED: i64 = 1_794_319_500_000;

/// The nth proposal at its nth attempt: the same command, another event id.
pub(super) fn attempt(n: u8, attempt: u8) -> Proposal {
    let proposal = proposal(n);
    let event = SealedEvent {
        envelope: Envelope {
            id: EventId::new(Uuid::from_bytes([
                n, attempt, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1,
            ])),
            stream: proposal.stream,
            revision: Revision(0),
            event_type: EventType::stored("concern.raised"),
            schema_version: 1,
            academy: None,
            actor: Actor::System,
            occurred_at: At::from_millis(DECIDED),
            proposed_at: At::from_millis(DECIDED),
            causation: None,
            correlation: None,
            prev: None,
        },
        metadata_seed: [1; 32],
        commitments: vec![2; 64],
        sealed_box: Some(SealedBox {
            key_id: 1,
            box_salt: [3; 32],
            ciphertext: vec![4; 100],
        }),
    };
    Proposal {
        events: vec![event],
        ..proposal
    }
}

/// The same, worth so much.
pub(super) fn expiring(n: u8, worth_millis: i64) -> Proposal {
    Proposal {
        expires_at: Some(At::from_millis(DECIDED + worth_millis)),
        ..attempt(n, 1)
    }
}
