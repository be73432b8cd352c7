//! From the application's views to bodies.

use lanyard_app::views::evidence::EvidenceStage as Stage;
use lanyard_app::{EvidenceListed, EvidenceShown};
use lanyard_http::evidence::{EvidenceDetail, EvidenceState, EvidenceSummary};

use crate::cases::{shown_entry, shown_name};
use crate::problems::ApiError;

pub(super) fn summary(listed: EvidenceListed) -> EvidenceSummary {
    let EvidenceListed { row, barred } = listed;
    let state = match row.stage {
        // What holds for the matter holds before the file's own events say so.
        Stage::Readable if barred.is_some() => EvidenceState::Unreadable,
        Stage::Readable if row.sealed => EvidenceState::Sealed,
        Stage::Readable => EvidenceState::Readable,
        Stage::Unreadable => EvidenceState::Unreadable,
        Stage::DestructionInstructed => EvidenceState::DestructionInstructed,
        Stage::BeingDestroyed => EvidenceState::BeingDestroyed,
        Stage::Destroyed => EvidenceState::Destroyed,
    };
    let captured = row.captured;
    EvidenceSummary {
        id: row.evidence,
        revision: row.revision.0,
        matter: row.matter,
        academy: row.academy,
        reference: captured.reference,
        state,
        unreadable_why: row.why.or(barred),
        name: captured.name,
        description: captured.description,
        media_type: captured.media_type,
        bytes: captured.bytes,
        sha256: captured.sha256,
        made_at: captured.made_at,
        captured_at: row.captured_at,
        captured_by: row.sent_by,
        captured_by_name: row.sent_by_name,
        computer: captured.computer,
        present: captured.present,
        custody: row.custody,
        handed_over: row.released,
        opening_asked: row.asked,
        opening_agreed: row.opened,
    }
}

pub(super) fn detail(shown: EvidenceShown) -> Result<EvidenceDetail, ApiError> {
    let EvidenceShown { page, barred } = shown;
    Ok(EvidenceDetail {
        summary: summary(EvidenceListed {
            row: page.row,
            barred,
        }),
        history: page
            .history
            .into_iter()
            .map(shown_entry)
            .collect::<Result<_, _>>()?,
        names: page.names.into_iter().map(shown_name).collect(),
    })
}
