//! Events of a piece of evidence: a file that belongs to a matter (domain.md 2, Evidence; R6).
//!
//! A stream of this kind also remembers of one matter that somebody has said that what is attached to it may
//! be illegal to hold: `evidence.matter_reported` begins it, and nothing follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::id::{BlobId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::person::PersonRef;
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

/// Why a file is unreadable to everyone (R6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnreadableWhy {
    /// Somebody said of this file that it may be illegal to hold.
    Reported,
    /// Somebody said so of what is attached to its matter, or to one that belongs together with it.
    MatterReported,
    /// Its matter, or one that belongs together with it, is about such an image.
    Category,
}

payloads! {
    /// A file was taken in.
    "evidence.captured" v 1 EvidenceCaptured {
        /// The concern, case or adult's matter that it belongs to.
        matter: StreamId,
        /// The sealed file.
        blob: BlobId,
        /// SHA-256 of the file as it was sent, in lower-case hexadecimal.
        sha256: String,
        /// Its length in bytes, before sealing.
        bytes: u64,
        /// Its media type, of those that are taken.
        media_type: String,
        /// The name that it had.
        name: Sensitive<String>,
        /// What it is.
        description: Sensitive<String>,
        /// When it was taken or made, where that is known.
        made_at: Option<At>,
        /// Who took it in; none where another system sent it.
        captured_by: Option<StaffId>,
        /// The designated computer on which that was done.
        computer: Option<Sensitive<String>>,
        /// Who was there.
        present: Vec<StaffId>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
    /// Somebody else keeps it, or it is kept elsewhere: the device or print that the file is of.
    "evidence.custody_passed" v 1 EvidenceCustodyPassed {
        /// Who keeps it now.
        to: PersonRef,
        /// Where.
        place: Sensitive<String>,
        /// Since when.
        at: At,
        /// Why.
        reason: Option<Sensitive<String>>,
    }
    /// It was sealed: from now on it takes two people to open it.
    "evidence.sealed" v 1 EvidenceSealed {
        /// Why.
        reason: Sensitive<String>,
    }
    /// A senior asks to open it.
    "evidence.opening_asked" v 1 EvidenceOpeningAsked {
        /// Who.
        by: StaffId,
        /// Why.
        reason: Sensitive<String>,
        /// Until when a second senior may agree.
        until: At,
    }
    /// A second senior agreed: both may read it for a while.
    "evidence.opening_agreed" v 1 EvidenceOpeningAgreed {
        /// Who had asked.
        asked_by: StaffId,
        /// Who agreed.
        by: StaffId,
        /// Until when the two may read it.
        until: At,
    }
    /// One of the two read it while it was sealed.
    "evidence.opened" v 1 EvidenceOpened {
        /// Who.
        by: StaffId,
    }
    /// It was handed over: to the police, a court, its owner.
    "evidence.released" v 1 EvidenceReleased {
        /// To whom.
        to: Sensitive<String>,
        /// Their reference.
        reference: Option<Sensitive<String>>,
        /// When.
        at: At,
        /// Why, and what exactly was handed over.
        reason: Sensitive<String>,
    }
    /// It is unreadable to everyone from now on (R6). Hash, name and place stay, for the police.
    "evidence.made_unreadable" v 1 EvidenceMadeUnreadable {
        /// Why.
        why: UnreadableWhy,
        /// Who said so, where somebody on the staff register did.
        by: Option<StaffId>,
        /// In whose words.
        note: Option<Sensitive<String>>,
    }
    /// The police want it destroyed, in writing.
    "evidence.destruction_instructed" v 1 EvidenceDestructionInstructed {
        /// Who records it.
        by: StaffId,
        /// The written instruction: from whom, of when, its reference.
        instruction: Sensitive<String>,
    }
    /// A second senior has read the instruction too: key and file are destroyed now.
    "evidence.destruction_agreed" v 1 EvidenceDestructionAgreed {
        /// Who had recorded the instruction.
        instructed_by: StaffId,
        /// Who agreed.
        by: StaffId,
    }
    /// Its key and the sealed file are gone.
    "evidence.destroyed" v 1 EvidenceDestroyed {
        /// The sealed file that was.
        blob: BlobId,
    }
    /// Somebody said that what is attached to a matter may be illegal to hold.
    "evidence.matter_reported" v 1 EvidenceMatterReported {
        /// The concern, case or adult's matter.
        matter: StreamId,
        /// Who said so, where somebody on the staff register did.
        by: Option<StaffId>,
        /// In whose words.
        note: Option<Sensitive<String>>,
    }
}

aggregate! {
    /// An event of a piece of evidence.
    EvidenceEvent {
        Captured(EvidenceCaptured),
        CustodyPassed(EvidenceCustodyPassed),
        Sealed(EvidenceSealed),
        OpeningAsked(EvidenceOpeningAsked),
        OpeningAgreed(EvidenceOpeningAgreed),
        Opened(EvidenceOpened),
        Released(EvidenceReleased),
        MadeUnreadable(EvidenceMadeUnreadable),
        DestructionInstructed(EvidenceDestructionInstructed),
        DestructionAgreed(EvidenceDestructionAgreed),
        Destroyed(EvidenceDestroyed),
        MatterReported(EvidenceMatterReported),
    }
}
