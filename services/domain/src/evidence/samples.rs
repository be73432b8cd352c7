//! Commands and events of a screenshot of S01, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::evidence::{
    EvidenceDestructionAgreed, EvidenceDestructionInstructed, EvidenceEvent,
    EvidenceMadeUnreadable, EvidenceOpeningAgreed, EvidenceOpeningAsked, EvidenceSealed,
    UnreadableWhy,
};
use lanyard_events::{At, BlobId, ConcernId};

use super::{Capture, Evidence};
use crate::case::samples::{DSL, HEAD, staff_id};
use crate::scenario::{given, id, now, words};

pub(crate) fn a_capture() -> Capture {
    Capture {
        matter: ConcernId::new(id(1)).stream(),
        barred: None,
        blob: BlobId::new(id(9)),
        sha256: "0f".repeat(32),
        bytes: 48_213,
        media_type: "image/png".to_owned(),
        is_of_type: true,
        name: words("group chat.png"),
        description: words("Messages of the group chat"),
        made_at: None,
        captured_by: Some(staff_id(DSL)),
        computer: Some(words("Laptop in the safeguarding office")),
        present: vec![staff_id(HEAD)],
        reference: "EVID0001".to_owned(),
    }
}

pub(crate) fn captured() -> EvidenceEvent {
    { given::<Evidence>([]).when(a_capture()) }
        .then_events()
        .remove(0)
}

pub(crate) fn sealed() -> EvidenceEvent {
    let reason = words("It shows a pupil in distress.");
    EvidenceSealed { reason }.into()
}

pub(crate) fn at(time: &str) -> At {
    time.parse().unwrap()
}

/// Asked by the safeguarding lead at 14:05.
pub(crate) fn asked() -> EvidenceEvent {
    EvidenceOpeningAsked {
        by: staff_id(DSL),
        reason: words("The police ask what it says."),
        until: At::from_millis(now().millis() + 30 * 60_000),
    }
    .into()
}

/// Agreed by the head at 14:20.
pub(crate) fn agreed() -> EvidenceEvent {
    EvidenceOpeningAgreed {
        asked_by: staff_id(DSL),
        by: staff_id(HEAD),
        until: at("2026-11-10T15:20:00Z"),
    }
    .into()
}

pub(crate) fn unreadable() -> EvidenceEvent {
    EvidenceMadeUnreadable {
        why: UnreadableWhy::Reported,
        by: Some(staff_id(DSL)),
        note: None,
    }
    .into()
}

pub(crate) const LETTER: &str = "Letter of the digital unit of 1 December, CR-20481.";

pub(crate) fn instructed() -> EvidenceEvent {
    EvidenceDestructionInstructed {
        by: staff_id(DSL),
        instruction: words(LETTER),
    }
    .into()
}

pub(crate) fn destruction_agreed() -> EvidenceEvent {
    EvidenceDestructionAgreed {
        instructed_by: staff_id(DSL),
        by: staff_id(HEAD),
    }
    .into()
}
