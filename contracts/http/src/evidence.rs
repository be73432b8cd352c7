//! Evidence: files that belong to a matter.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lanyard_events::evidence::{
    EvidenceCustodyPassed, EvidenceOpeningAgreed, EvidenceOpeningAsked, EvidenceReleased,
    UnreadableWhy,
};
use lanyard_events::{AcademyId, Actor, At, EvidenceId, PersonRef, Sensitive, StaffId, StreamId};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::case::{NamedPerson, TimelineEntry};
use crate::vocabulary as v;

/// The bytes of a file, sent as base64 (RFC 4648 section 4, padded). Wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent(pub Zeroizing<Vec<u8>>);

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileContent({} bytes)", self.0.len())
    }
}

impl<'de> Deserialize<'de> for FileContent {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(d)?);
        STANDARD
            .decode(text.as_bytes())
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .map_err(|_| {
                D::Error::custom("Send the file as base64, with padding and without line breaks.")
            })
    }
}

/// Add a file to a matter.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "group chat.txt",
    "media_type": "text/plain",
    "content": "VGhleSBzYWlkIHRoZXkgd291bGQgd2FpdC4K",
    "description": "Messages of the group chat, copied out by the pupil",
    "computer": "Laptop in the safeguarding office"
}))]
pub struct AddEvidence {
    /// The name that it has.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// Its media type: of pictures, PDF, plain text, email, office documents, sound and video.
    pub media_type: String,
    /// The file, as base64; at most 25 MiB before that.
    #[schema(value_type = String, content_encoding = "base64")]
    pub content: FileContent,
    /// What it is.
    #[schema(value_type = String)]
    pub description: Sensitive<String>,
    /// When it was taken or made, where that is known.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub made_at: Option<At>,
    /// The designated computer on which you do this.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub computer: Option<Sensitive<String>>,
    /// Staff who are there.
    #[serde(default)]
    #[schema(value_type = Vec<v::Id>)]
    pub present: Vec<StaffId>,
}

/// A file was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvidenceRecorded {
    /// The evidence.
    #[schema(value_type = v::Id)]
    pub id: EvidenceId,
    /// The concern, case or adult's matter.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Reference to quote: eight letters and digits that say nothing of the content.
    pub reference: String,
    /// SHA-256 of the file as it was sent, in lower-case hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its revision: the number in the `ETag`.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// Say that something may be illegal to hold: one press, and nobody can read it any more.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportIllegal {
    /// What makes you think so, in words. No description of an image is needed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub note: Option<Sensitive<String>>,
}

/// Say who keeps what the file is of, and where.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": {"kind": "described", "description": "PC Example, digital unit"},
    "place": "Locked cupboard in the headteacher's office"
}))]
pub struct PassCustody {
    /// Who keeps it now.
    #[schema(value_type = v::PersonRef)]
    pub to: PersonRef,
    /// Where.
    #[schema(value_type = String)]
    pub place: Sensitive<String>,
    /// Since when; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// Seal it: from now on it takes two to open it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealEvidence {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Ask to open what is sealed: a second senior has half an hour to agree.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskToOpen {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Say that it was handed over.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "PC Example, digital unit",
    "reference": "CR-20481",
    "reason": "The telephone, as it was found."
}))]
pub struct HandOver {
    /// To whom.
    #[schema(value_type = String)]
    pub to: Sensitive<String>,
    /// Their reference.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reference: Option<Sensitive<String>>,
    /// When; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
    /// Why, and what exactly was handed over.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Record that the police want it destroyed, in writing.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstructDestruction {
    /// The written instruction: from whom, of when, its reference.
    #[schema(value_type = String)]
    pub instruction: Sensitive<String>,
}

/// Whether the file may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// By whoever may see the matter.
    Readable,
    /// By two, once the second has agreed.
    Sealed,
    /// By nobody: it may be illegal to hold.
    Unreadable,
    /// By nobody, and the police want it destroyed.
    DestructionInstructed,
    /// Two have agreed that it is destroyed.
    BeingDestroyed,
    /// It is gone; what is known of it stays.
    Destroyed,
}

/// What lists show of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceSummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: EvidenceId,
    /// Its revision, as in its `ETag`.
    pub revision: u64,
    /// The concern, case or adult's matter that it belongs to.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Whether the file may be read.
    pub state: EvidenceState,
    /// Why nobody may read it.
    #[schema(value_type = Option<v::UnreadableWhy>)]
    pub unreadable_why: Option<UnreadableWhy>,
    /// The name that it had.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// What it is.
    #[schema(value_type = String)]
    pub description: Sensitive<String>,
    /// Its media type.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of the file as it was sent, in lower-case hexadecimal.
    pub sha256: String,
    /// When it was taken or made, where that is known.
    #[schema(value_type = Option<v::Moment>)]
    pub made_at: Option<At>,
    /// When it was taken in, by the server's clock.
    #[schema(value_type = v::Moment)]
    pub captured_at: At,
    /// Who took it in.
    #[schema(value_type = v::Actor)]
    pub captured_by: Actor,
    /// Their name, if they are on the staff register.
    #[schema(value_type = Option<String>)]
    pub captured_by_name: Option<Sensitive<String>>,
    /// The designated computer on which that was done.
    #[schema(value_type = Option<String>)]
    pub computer: Option<Sensitive<String>>,
    /// Staff who were there.
    #[schema(value_type = Vec<v::Id>)]
    pub present: Vec<StaffId>,
    /// Who keeps what it is of, and where, as was said last.
    #[schema(value_type = Option<v::EvidenceCustodyPassed>)]
    pub custody: Option<EvidenceCustodyPassed>,
    /// To whom it was handed over last.
    #[schema(value_type = Option<v::EvidenceReleased>)]
    pub handed_over: Option<EvidenceReleased>,
    /// Somebody has asked to open it, and nobody has agreed yet.
    #[schema(value_type = Option<v::EvidenceOpeningAsked>)]
    pub opening_asked: Option<EvidenceOpeningAsked>,
    /// Who may read it although it is sealed, and until when.
    #[schema(value_type = Option<v::EvidenceOpeningAgreed>)]
    pub opening_agreed: Option<EvidenceOpeningAgreed>,
}

/// One piece of evidence whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceDetail {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: EvidenceSummary,
    /// Everything that happened to it, in the order of the record.
    pub history: Vec<TimelineEntry>,
    /// Names of the staff whom the history mentions by id.
    pub names: Vec<NamedPerson>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn content_is_padded_base64_and_a_mistake_does_not_repeat_it() {
        let read = |text: &str| serde_json::from_value::<FileContent>(text.into());
        assert_eq!(read("YWI=").unwrap().0.as_slice(), b"ab");
        for bad in ["YWI", "YW I=", "YWI=\n", "YW-_", "secret!"] {
            let error = read(bad).unwrap_err().to_string();
            assert!(!error.contains(bad), "{error}");
        }
        assert_eq!(
            format!("{:?}", read("YWI=").unwrap()),
            "FileContent(2 bytes)"
        );
    }
}
