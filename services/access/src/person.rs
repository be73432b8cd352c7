//! One key for pupils and staff: whom a conflict of interest is about.

use std::fmt;

use lanyard_events::{PersonRef, PupilId, StaffId};
use lanyard_events::{StreamId, StreamKind};

/// A person on a register, as conflicts and links name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonKey {
    /// A pupil on the roster.
    Pupil(PupilId),
    /// An adult on the staff register.
    Staff(StaffId),
}

impl PersonKey {
    /// The key of a linked person; none for somebody only described in words.
    #[must_use]
    pub const fn of(person: &PersonRef) -> Option<Self> {
        match person {
            PersonRef::Pupil { id } => Some(Self::Pupil(*id)),
            PersonRef::Staff { id } => Some(Self::Staff(*id)),
            PersonRef::Described { .. } => None,
        }
    }

    /// The key as stored in a view: 1 for a pupil or 2 for staff, then the 16 bytes of the id.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 17] {
        let (code, uuid) = match self {
            Self::Pupil(id) => (1, id.uuid()),
            Self::Staff(id) => (2, id.uuid()),
        };
        let mut bytes = [0; 17];
        bytes[0] = code;
        bytes[1..].copy_from_slice(uuid.as_bytes());
        bytes
    }

    /// Takes back what `to_bytes` gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 17] = bytes.try_into().ok()?;
        // Any known stream kind lends its reader of a UUID.
        let mut stream = *bytes;
        stream[0] = StreamKind::Pupil.code();
        let uuid = StreamId::from_bytes(&stream)?.uuid;
        match bytes[0] {
            1 => Some(Self::Pupil(PupilId::new(uuid))),
            2 => Some(Self::Staff(StaffId::new(uuid))),
            _ => None,
        }
    }
}

impl From<PupilId> for PersonKey {
    fn from(id: PupilId) -> Self {
        Self::Pupil(id)
    }
}

impl From<StaffId> for PersonKey {
    fn from(id: StaffId) -> Self {
        Self::Staff(id)
    }
}

/// `pupil:<id>` or `staff:<id>`; the latter is also how an [`lanyard_events::Actor`] is written.
impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pupil(id) => write!(f, "pupil:{id}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_key_survives_its_stored_form_and_kinds_stay_apart() {
        let pupil = PersonKey::from(PupilId::new(Uuid::from_u128(7)));
        let staff = PersonKey::from(StaffId::new(Uuid::from_u128(7)));
        assert_ne!(pupil.to_bytes(), staff.to_bytes());
        for key in [pupil, staff] {
            assert_eq!(PersonKey::from_bytes(&key.to_bytes()), Some(key));
        }
    }

    #[test]
    fn other_bytes_are_no_key() {
        let mut bytes = PersonKey::from(StaffId::new(Uuid::from_u128(7))).to_bytes();
        bytes[0] = 3;
        assert_eq!(PersonKey::from_bytes(&bytes), None);
        assert_eq!(PersonKey::from_bytes(&bytes[..16]), None);
    }
}
