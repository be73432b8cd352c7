//! The one registry of identifiers. No kind converts into another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a bare lower-case UUID (design.md 6).
    #[error("an id is a lower-case UUID of 36 characters")]
    NotAUuid,
    /// Not 64 lower-case hexadecimal digits.
    #[error("a command id is 64 lower-case hexadecimal digits")]
    NotACommandId,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to be of this kind.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID within.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_uuid(text).map(Self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    )+};
}

ids! {
    /// One event; new at every attempt to record.
    EventId,
    /// A concern.
    ConcernId,
    /// A case.
    CaseId,
    /// A pupil.
    PupilId,
    /// A member of staff, governor or trustee on the staff register.
    StaffId,
    /// An academy of the trust.
    AcademyId,
    /// The conflict stream of one member of staff: random, kept sealed in the staff stream.
    ConflictId,
    /// The access stream of one start of one process.
    AccessStreamId,
    /// A stream of fillers.
    FillerId,
    /// The stream of one daily seal.
    SealId,
    /// How far one receiver has been told what happened.
    DeliveryId,
    /// The trust itself.
    TrustId,
    /// The figures that the trust has published.
    SnapshotId,
    /// Which other cases a case is linked with.
    CaseLinksId,
    /// A referral to a desk outside the trust.
    ReferralId,
    /// A matter about an adult: allegation or low-level concern.
    AllegationId,
    /// What was reminded of in one matter.
    ClockId,
    /// A file that belongs to a matter.
    EvidenceId,
    /// Access by name for a time.
    GrantId,
    /// One entry of a register.
    EntryId,
    /// A document of policy that the trust edits: a playbook, a matrix …
    PolicyDocumentId,
    /// A proposal that an edition be published.
    PolicyProposalId,
    /// A proposal that a setting of the trust hold.
    SettingProposalId,
    /// A planned action of a case.
    ActionId,
    /// A sanction or an interim measure of a case.
    MeasureId,
    /// The record of looking into suspected misuse in a matter.
    InvestigationId,
    /// Somebody around a pupil.
    ContactId,
    /// What a court has ordered about a pupil.
    CourtOrderId,
    /// What a pupil is entitled to, or is, for a time.
    DesignationId,
    /// A proposal that somebody be given a role.
    RoleProposalId,
    /// A time on duty.
    DutyId,
    /// An integration client.
    ClientId,
    /// A blob: a sealed file that belongs to a stream.
    BlobId,
}

/// Only the bare, lower-case, hyphenated form is accepted: one spelling per id.
fn parse_uuid(text: &str) -> Result<Uuid, IdError> {
    let uuid = Uuid::try_parse(text).map_err(|_| IdError::NotAUuid)?;
    let mut buffer = Uuid::encode_buffer();
    if uuid.as_hyphenated().encode_lower(&mut buffer) == text {
        Ok(uuid)
    } else {
        Err(IdError::NotAUuid)
    }
}

/// The id of a command: 6 bytes of time, then 26 bytes of a hash (design.md 1, "Idempotency").
///
/// The same caller, route and `Idempotency-Key` always give the same command id, so that a repeat
/// finds the first answer at any replica.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId([u8; 32]);

impl CommandId {
    /// Joins the time (48-bit milliseconds, or zero) and the hash.
    #[must_use]
    pub fn new(time: [u8; 6], hash: &[u8; 26]) -> Self {
        let mut bytes = [0; 32];
        bytes[..6].copy_from_slice(&time);
        bytes[6..].copy_from_slice(hash);
        Self(bytes)
    }

    /// Takes back what `as_bytes` gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The UUID of the aggregate that this command creates: the first 16 bytes with version 7 and
    /// the RFC 9562 variant set, so that a repeat meets `no stream` on the same stream.
    #[must_use]
    pub fn new_aggregate(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.0[..16]);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Uuid::from_bytes(bytes)
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommandId({self})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "018f4e9a-0000-7000-8000-000000000001";
        assert_eq!(text.parse::<CaseId>().unwrap().to_string(), text);
        assert!(text.to_uppercase().parse::<CaseId>().is_err());
        assert!(text.replace('-', "").parse::<CaseId>().is_err());
        assert!(format!("{{{text}}}").parse::<CaseId>().is_err());
    }

    #[test]
    fn a_new_aggregate_keeps_the_time_and_is_a_version_7_uuid() {
        let command = CommandId::new([1, 2, 3, 4, 5, 6], &[0xff; 26]);
        let uuid = command.new_aggregate();
        assert_eq!(&uuid.as_bytes()[..6], &[1, 2, 3, 4, 5, 6]);
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid, command.new_aggregate());
    }
}
