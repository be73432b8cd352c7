//! Events of a piece of evidence: a file that belongs to a matter (domain.md 2, Evidence; R6).

use crate::at::At;
use crate::id::{BlobId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

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
        /// Who took it in.
        captured_by: StaffId,
        /// The designated computer on which that was done.
        computer: Option<Sensitive<String>>,
        /// Who was there.
        present: Vec<StaffId>,
        /// Reference to quote: says nothing of the content.
        reference: String,
    }
}

aggregate! {
    /// An event of a piece of evidence.
    EvidenceEvent {
        Captured(EvidenceCaptured),
    }
}
