//! A stream: all events of one aggregate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{
    AcademyId, AccessStreamId, AllegationId, CaseId, CaseLinksId, ClockId, ConcernId, ConflictId,
    DeliveryId, EntryId, EvidenceId, FillerId, GrantId, IdError, PolicyDocumentId, PupilId,
    ReferralId, SealId, SnapshotId, StaffId, TrustId,
};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal $name:literal),+ $(,)?) => {
        /// What a stream is about. The code is the first byte of its stored key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StreamKind {
            $($(#[$doc])* $kind = $code,)+
        }

        impl StreamKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The word before the hyphen in a stream's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// The stored code.
            #[must_use]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The kind of a stored code.
            #[must_use]
            pub const fn of_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$kind),)+ _ => None }
            }

            fn of_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$kind),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// A concern (casework).
    Concern = 1 "concern",
    /// A case (casework).
    Case = 2 "case",
    /// A pupil (casework).
    Pupil = 3 "pupil",
    /// A member of staff (casework).
    Staff = 4 "staff",
    /// An academy (casework).
    Academy = 5 "academy",
    /// The conflicts of one member of staff (working).
    Conflict = 6 "conflict",
    /// The trust (working).
    Trust = 7 "trust",
    /// Who looked (record).
    Access = 8 "access",
    /// Fillers, so that the size of a public checkpoint does not count incidents (record).
    Filler = 9 "filler",
    /// How far a receiver has been told (working).
    Delivery = 10 "delivery",
    /// Daily seals over the heads of casework streams (record).
    Seal = 11 "seal",
    /// A referral to a desk outside the trust (casework).
    Referral = 12 "referral",
    /// A matter about an adult (casework).
    Allegation = 13 "allegation",
    /// What was reminded of in one matter (working).
    Clock = 14 "clock",
    /// A file that belongs to a matter, and what happened to it (casework).
    Evidence = 15 "evidence",
    /// Access by name for a time (working).
    Grant = 16 "grant",
    /// One entry of a register (casework).
    Register = 17 "register",
    /// Editions of one document of policy: a playbook, a matrix (working).
    Policy = 18 "policy",
    /// Figures published for governors (working).
    Snapshot = 19 "snapshot",
    /// Which other cases one case is linked with (casework).
    CaseLinks = 20 "case_links",
}

impl StreamKind {
    /// Whether its events are casework, which a daily seal covers (design.md 2).
    #[must_use]
    pub const fn is_casework(self) -> bool {
        matches!(
            self,
            Self::Concern
                | Self::Case
                | Self::Pupil
                | Self::Staff
                | Self::Academy
                | Self::Referral
                | Self::Allegation
                | Self::Evidence
                | Self::Register
                | Self::CaseLinks
        )
    }

    /// Whether its events are the record's own workings: never casework, and not shown in its views.
    #[must_use]
    pub const fn is_record(self) -> bool {
        matches!(
            self,
            Self::Access | Self::Filler | Self::Seal | Self::Delivery
        )
    }
}

/// Names one stream: `case-018f4e9a-…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// What it is about.
    pub kind: StreamKind,
    /// Which one.
    pub uuid: Uuid,
}

impl StreamId {
    /// Names a stream.
    #[must_use]
    pub const fn new(kind: StreamKind, uuid: Uuid) -> Self {
        Self { kind, uuid }
    }

    /// The stored key: kind code, then the 16 bytes of the id.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 17] {
        let mut bytes = [0; 17];
        bytes[0] = self.kind.code();
        bytes[1..].copy_from_slice(self.uuid.as_bytes());
        bytes
    }

    /// Takes back what `to_bytes` gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (code, uuid) = bytes.split_first()?;
        Some(Self {
            kind: StreamKind::of_code(*code)?,
            uuid: Uuid::from_slice(uuid).ok()?,
        })
    }
}

macro_rules! stream_of {
    ($($id:ident => $kind:ident),+ $(,)?) => {$(
        impl From<$id> for StreamId {
            fn from(id: $id) -> Self {
                Self::new(StreamKind::$kind, id.uuid())
            }
        }

        impl $id {
            /// The stream of this aggregate.
            #[must_use]
            pub fn stream(self) -> StreamId {
                self.into()
            }
        }
    )+};
}

stream_of! {
    ConcernId => Concern, CaseId => Case, PupilId => Pupil, StaffId => Staff,
    AcademyId => Academy, ConflictId => Conflict, TrustId => Trust,
    AccessStreamId => Access, FillerId => Filler, DeliveryId => Delivery, SealId => Seal,
    ReferralId => Referral, AllegationId => Allegation, ClockId => Clock,
    EvidenceId => Evidence, GrantId => Grant, EntryId => Register, PolicyDocumentId => Policy,
    SnapshotId => Snapshot, CaseLinksId => CaseLinks,
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.name(), self.uuid.as_hyphenated())
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for StreamId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (kind, id) = text.split_once('-').ok_or(IdError::NotAUuid)?;
        let kind = StreamKind::of_name(kind).ok_or(IdError::NotAUuid)?;
        // Borrow the strict spelling rule of the ids.
        let id: CaseId = id.parse()?;
        Ok(Self::new(kind, id.uuid()))
    }
}

impl Serialize for StreamId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StreamId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for StreamId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StreamId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z_]+-[0-9a-f-]{36}$" })
    }
}
